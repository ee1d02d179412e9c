"""The transition week by week as stacked bars: by app, by both, by hand alone.

Teal solid is electronic, violet hatched by hand; the numbers stand above, a table says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from polima_desktop.formatting import number, percent, short_day
from polima_desktop.services.review.board import Days, Line
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text

_TOP, _BOTTOM, _SIDE = 40, 22, 10


class ShareBars(QWidget):
    """Draws the weeks of one ``Line``."""

    def __init__(self) -> None:
        super().__init__()
        self.line: Line | None = None
        self.weeks: Sequence[date] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(140)
        self.setAccessibleName("Hari pegawai per minggu: aplikasi dan backup manual")

    def set_line(self, line: Line, weeks: Sequence[date]) -> None:
        """Show another line."""
        self.line, self.weeks = line, weeks
        told = [
            f"minggu {short_day(w)}: {_words(d)}" for w, d in zip(weeks, line.weeks, strict=True)
        ]
        self.setAccessibleDescription(f"{line.name}. {'; '.join(told)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.line is None or not self.weeks:
            return
        painter, t = QPainter(self), theme.tokens()
        title = QRectF(_SIDE, 2, self.width() - 2 * _SIDE, 16)
        draw_text(painter, title, self.line.name, theme.font("chart-strong"), t.ink)
        most = max((days.total for days in self.line.weeks), default=0) or 1
        step = (self.width() - 2 * _SIDE) / len(self.weeks)
        for place, days in enumerate(self.line.weeks):
            self._paint_week(painter, place, days, step, most)
        painter.end()

    def _paint_week(
        self, painter: QPainter, place: int, days: Days, step: float, most: int
    ) -> None:
        t = theme.tokens()
        left, width = _SIDE + place * step + 3, max(6.0, step - 6)
        floor = self.height() - _BOTTOM
        room, y = floor - _TOP, float(floor)
        parts = (
            (days.electronic, QBrush(t.color("bar"))),
            (days.both, QBrush(t.color("bar"), Qt.BrushStyle.Dense4Pattern)),
            (days.manual, QBrush(t.color("man"), Qt.BrushStyle.BDiagPattern)),
        )
        for count, brush in parts:
            height = room * count / most
            box = QRectF(left, y - height, width, height)
            painter.fillRect(box, t.color("manbg"))
            painter.fillRect(box, brush)
            y -= height
        painter.setPen(QPen(t.color("line2"), 1))
        painter.drawRect(QRectF(left, y, width, floor - y))
        middle = Qt.AlignmentFlag.AlignHCenter
        share = percent(days.by_app, 0) if days.total else "–"
        draw_text(
            painter, QRectF(left - 8, y - 18, width + 16, 16), share, theme.font("chart"), t.ink2,
            middle,
        )  # fmt: skip
        week = QRectF(left - 8, floor + 3, width + 16, 16)
        words = short_day(self.weeks[place])
        draw_text(painter, week, words, theme.font("chart"), t.ink2, middle)


def _words(days: Days) -> str:
    return (
        f"{number(days.electronic + days.both)} di aplikasi, {number(days.manual)} manual saja, "
        f"{percent(days.by_app) if days.total else 'tanpa catatan'}"
    )
