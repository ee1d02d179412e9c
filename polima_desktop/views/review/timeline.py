"""The backup policy as a picture: one bar a rule over the months, hand-written violet and dashed.

It only draws ``Span`` values; a table beside it says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from polima_desktop.formatting import day as written
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text

_NAMES, _RIGHT, _TOP, _ROW = 230, 14, 24, 22
_SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_DAY = timedelta(1)


class Span(NamedTuple):
    """One rule: its name, first day, first day no more (None: open), both clocking and work."""

    name: str
    first: date
    until: date | None
    activities: bool

    @property
    def words(self) -> str:
        """The bar in a sentence, as a tooltip and for screen readers."""
        last = f"sampai {written(self.until - _DAY)}" if self.until else "tanpa batas"
        what = "kehadiran dan kegiatan" if self.activities else "kehadiran saja"
        return f"{self.name}: {what}, {written(self.first)} {last}"


class PolicyTimeline(QWidget):
    """Draws who may hand in manual back-up when; ``mandatory``: the day everybody must clock in."""

    def __init__(self) -> None:
        super().__init__()
        self.spans: Sequence[Span] = ()
        self.mandatory: date | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Masa backup manual menurut aturan")

    def set_spans(self, spans: Sequence[Span], mandatory: date) -> None:
        """Show other rules."""
        self.spans, self.mandatory = spans, mandatory
        self.setAccessibleDescription(". ".join(span.words for span in spans))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, _TOP + _ROW * max(1, len(self.spans)) + 8)

    # --- where things are ---

    def _days(self) -> tuple[date, date]:
        first = min((span.first for span in self.spans), default=date(2021, 1, 1)).replace(day=1)
        ends = [span.until or span.first + timedelta(365) for span in self.spans]
        return first, max(ends, default=first + timedelta(365)) + timedelta(30)

    def _x(self, day: date) -> float:
        first, last = self._days()
        room = self.width() - _NAMES - _RIGHT
        share = (day - first).days / max((last - first).days, 1)
        return _NAMES + min(1.0, max(0.0, share)) * room

    def bar(self, place: int) -> QRectF:
        """Give the rectangle of a rule's bar."""
        span, (_, last) = self.spans[place], self._days()
        left, right = self._x(span.first), self._x(span.until or last)
        return QRectF(left, _TOP + place * _ROW + 4, max(4.0, right - left), _ROW - 8)

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_months(painter)
        for place, span in enumerate(self.spans):
            self._paint_row(painter, place, span)
        if self.mandatory is not None:
            self._paint_mandatory(painter, self.mandatory)
        painter.end()

    def _paint_months(self, painter: QPainter) -> None:
        t, (day, last) = theme.tokens(), self._days()
        months = (last.year - day.year) * 12 + last.month - day.month
        step = max(1, -(-months * 48 // max(1, self.width() - _NAMES - _RIGHT)))
        at = 0
        while day < last:
            x = self._x(day)
            painter.fillRect(QRectF(x, _TOP - 2, 1, self.height() - _TOP), t.color("grid"))
            if at % step == 0 and x + 50 <= self.width():
                words = f"{_SHORT[day.month - 1]} {day:%y}"
                box = QRectF(x + 2, 4, 48, 16)
                draw_text(painter, box, words, theme.font("chart"), t.ink2)
            day, at = (day + timedelta(32)).replace(day=1), at + 1

    def _paint_row(self, painter: QPainter, place: int, span: Span) -> None:
        t, bar = theme.tokens(), self.bar(place)
        name = QRectF(0, bar.top() - 2, _NAMES - 10, bar.height() + 4)
        draw_text(painter, name, span.name, theme.font("chart"), t.ink)
        if span.until == span.first:
            return
        painter.fillRect(bar, t.color("manbg"))
        if span.activities:
            painter.setPen(QPen(t.color("man"), 1))
            for x in range(int(bar.left()) + 4, int(bar.right()), 6):
                painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.top()))
        painter.setPen(QPen(t.color("man"), 1, Qt.PenStyle.DashLine))
        painter.drawRect(bar)

    def _paint_mandatory(self, painter: QPainter, day: date) -> None:
        t, x = theme.tokens(), self._x(day)
        painter.fillRect(QRectF(x, 2, 2, self.height() - 4), t.color("acc"))

    # --- asking ---

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what the bar under the pointer means."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            place = int((event.pos().y() - _TOP) // _ROW)
            if 0 <= place < len(self.spans):
                QToolTip.showText(event.globalPos(), self.spans[place].words, self)
            return True
        return super().event(event)
