"""How the difference shrinks from export to export: two lines with their numbers at the points."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from polima_desktop.formatting import number, short_day
from polima_desktop.services.session import WITA
from polima_desktop.storage.reconciliation.cases import StoredCase
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text


class Trend(QWidget):
    """Draws rows that stand in one list only, and what is still open, a point a case."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[StoredCase] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(92)
        self.setMinimumWidth(190)
        self.setAccessibleName("Selisih dari rekonsiliasi ke rekonsiliasi")

    def sizeHint(self) -> QSize:
        return QSize(240, 150)

    def set_cases(self, cases: Sequence[StoredCase]) -> None:
        """Show the last cases."""
        self.cases = list(cases)[-8:]
        self.setAccessibleDescription(summary(self.cases))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.cases:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter, [c.summary.apart for c in self.cases], "s1", "di satu daftar", 0)
        self._paint_line(painter, [c.summary.open for c in self.cases], "s2", "masih terbuka", 1)
        self._paint_days(painter)

    def _x(self, place: int) -> float:
        room = self.width() - 64
        return 32 + place * room / max(1, len(self.cases) - 1)

    def _y(self, value: int) -> float:
        high = max(max(c.summary.apart, c.summary.open) for c in self.cases) or 1
        low = self.height() - 38
        return low - max(4, low - 52) * value / high

    def _paint_line(
        self, painter: QPainter, values: Sequence[int], token: str, name: str, order: int
    ) -> None:
        t = theme.tokens()
        pen = QPen(t.color(token), 2)
        if order:
            pen.setDashPattern([5, 2.5])
        painter.setPen(pen)
        points = [QPointF(self._x(n), self._y(value)) for n, value in enumerate(values)]
        if len(points) > 1:
            painter.drawPolyline(points)
        for place, (point, value) in enumerate(zip(points, values, strict=True)):
            painter.setPen(QPen(t.color(token), 2))
            painter.setBrush(t.color("sheet"))
            mark = QRectF(point.x() - 3.5, point.y() - 3.5, 7, 7)
            painter.drawRect(mark) if order else painter.drawEllipse(mark)
            away = 6 if self._below(place, order) else -20
            box = QRectF(point.x() - 30, point.y() + away, 60, 14)
            draw_text(
                painter, box, number(value), theme.font("chart-strong"), getattr(t, token),
                Qt.AlignmentFlag.AlignHCenter,
            )  # fmt: skip
        line = "╌╌" if order else "──"
        shape = "▢" if order else "○"
        head = QRectF(8, 2 + order * 15, self.width() - 10, 14)
        draw_text(painter, head, f"{line}{shape} {name}", theme.font("chart"), getattr(t, token))

    def _below(self, place: int, order: int) -> bool:
        """Whether a line's number stands under its point: the lower of the two lines' does."""
        summary = self.cases[place].summary
        lower = 1 if summary.open <= summary.apart else 0
        return order == lower

    def _paint_days(self, painter: QPainter) -> None:
        t = theme.tokens()
        for place, case in enumerate(self.cases):
            box = QRectF(self._x(place) - 30, self.height() - 16, 60, 14)
            day = short_day(case.opened_at.astimezone(WITA).date())
            draw_text(painter, box, day, theme.font("chart"), t.ink2, Qt.AlignmentFlag.AlignHCenter)


def summary(cases: Sequence[StoredCase]) -> str:
    """Say the trend in words."""
    return "; ".join(
        f"{short_day(case.opened_at.astimezone(WITA).date())}: {number(case.summary.apart)} baris "
        f"di satu daftar, {number(case.summary.open)} masih terbuka"
        for case in cases
    )
