"""One day on two rails: the manual claim above what the app recorded, and where they differ."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from polima_desktop.formatting import clock
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text

_HOUR = 3600
_LEFT = 88


class Span(NamedTuple):
    """From clocking in to clocking out, in seconds since local midnight; ``None`` is missing."""

    start: int | None
    end: int | None


def differences(claim: Span, record: Span) -> list[tuple[int, int]]:
    """Give the stretches of time that only one of the two holds as worked."""
    if claim.start is None or claim.end is None or record.start is None or record.end is None:
        whole = claim if None in record else record
        return [] if whole.start is None or whole.end is None else [(whole.start, whole.end)]
    pairs = [sorted((claim.start, record.start)), sorted((claim.end, record.end))]
    return [(low, high) for low, high in pairs if high - low >= 60]


class DayRail(QWidget):
    """Claim (violet, dashed) above the record (teal, solid); differences hatched in red."""

    def __init__(self) -> None:
        super().__init__()
        self.claim, self.record, self.words = Span(None, None), Span(None, None), ""
        self.setFixedHeight(92)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Klaim dan catatan elektronik hari ini")

    def set_day(self, claim: Span, record: Span, words: str = "") -> None:
        """Show a day; ``words`` say the difference, e.g. ``64 menit beda``."""
        self.claim, self.record, self.words = claim, record, words
        told = [
            f"{name} {_told(span)}" for name, span in (("klaim", claim), ("elektronik", record))
        ]
        self.setAccessibleDescription("; ".join([*told, words]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 92)

    def _hours(self) -> tuple[int, int]:
        """Give the hours the axis spans: the office day, or an evening and night as worked."""
        times = [t for t in (*self.claim, *self.record) if t is not None] or [7 * _HOUR, 17 * _HOUR]
        low, high = min(times), max(times)
        if low < 12 * _HOUR:
            low, high = min(low, 7 * _HOUR), max(high, 17 * _HOUR)
        return low // _HOUR, -(-high // _HOUR)

    def _x(self, seconds: int) -> float:
        first, last = self._hours()
        room = self.width() - _LEFT - 18
        return _LEFT + (seconds / _HOUR - first) * room / (last - first)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_hours(painter)
        claim = self._paint_span(painter, "Klaim", self.claim, 24, "man")
        record = self._paint_span(painter, "Elektronik", self.record, 50, "acc")
        self._paint_differences(painter)
        self._paint_times(painter, self.claim, claim, "man")
        self._paint_times(painter, self.record, record, "acc")
        painter.end()

    def _paint_hours(self, painter: QPainter) -> None:
        t = theme.tokens()
        first, last = self._hours()
        room = max(self.width() - _LEFT - 18, 1)
        every = next((n for n in (1, 2, 3, 4, 6) if (last - first) * 44 <= room * n), 12)
        for hour in range(first, last + 1, every):
            x = self._x(hour * _HOUR)
            painter.fillRect(QRectF(x, 20, 1, 54), t.color("grid"))
            box = QRectF(x - 22, 0, 44, 18)
            text = f"{hour % 24:02d}.00"
            draw_text(
                painter, box, text, theme.font("chart"), t.ink2, Qt.AlignmentFlag.AlignHCenter
            )

    def _paint_span(self, painter: QPainter, name: str, span: Span, top: int, tone: str) -> QRectF:
        t = theme.tokens()
        draw_text(painter, QRectF(0, top, _LEFT - 8, 17), name, theme.font("label"), t.ink)
        if span == (None, None):
            worked = [time for time in (*self.claim, *self.record) if time is not None]
            left = self._x(max(worked)) + 8 if worked else _LEFT
            return QRectF(min(left, self.width() - 70.0), top, 70, 17)
        ends = [self._x(time) for time in span if time is not None]
        begin, end = ends[0], ends[-1]
        box = QRectF(begin, top, max(end - begin, 4), 17)
        pen = QPen(t.color(tone), 1)
        if tone == "man":
            pen.setDashPattern([4, 3])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(t.color("manbg" if tone == "man" else "accsoft"))
        painter.drawRoundedRect(box, 3, 3)
        painter.restore()
        return box

    def _paint_times(self, painter: QPainter, span: Span, box: QRectF, tone: str) -> None:
        """Write the times above everything else, so that a hatched stretch never hides them."""
        t = theme.tokens()
        font, ink = theme.font("label"), getattr(t, tone)
        if span == (None, None):
            draw_text(painter, box, "tidak ada", font, t.bad)
            return
        inside = box.adjusted(8, 0, -8, 0)
        if box.width() < 100:
            inside = QRectF(box.right() + 6, box.top(), 140, box.height())
            draw_text(painter, inside, _told(span), font, ink)
            return
        ground, wide = t.color("manbg" if tone == "man" else "accsoft"), 36.0
        for time, left in ((span.start, inside.left()), (span.end, inside.right() - wide)):
            place = QRectF(left, box.top() + 1, wide, box.height() - 2)
            painter.fillRect(place.adjusted(-2, 1, 2, -1), ground)
            draw_text(
                painter, place, clock(time, zone=False), font, ink, Qt.AlignmentFlag.AlignHCenter
            )

    def _paint_differences(self, painter: QPainter) -> None:
        t = theme.tokens()
        parts = differences(self.claim, self.record)
        for low, high in parts:
            box = QRectF(self._x(low), 51, self._x(high) - self._x(low), 15)
            if None in self.record:
                box.moveTop(51)
            painter.setPen(QPen(t.color("bad"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(QColor(t.badbg))
            painter.drawRect(box)
            painter.fillRect(box, _hatch(t.bad))
        if self.words and parts:
            left = min(max(self._x(parts[0][0]) - 10, _LEFT), self.width() - 160.0)
            box = QRectF(left, 72, 300, 18)
            draw_text(painter, box, self.words, theme.font("label-strong"), t.bad)


def _hatch(color: str) -> QBrush:
    ink = QColor(color)
    ink.setAlpha(110)
    return QBrush(ink, Qt.BrushStyle.BDiagPattern)


def _told(span: Span) -> str:
    return f"{clock(span.start, zone=False)} – {clock(span.end, zone=False)}"
