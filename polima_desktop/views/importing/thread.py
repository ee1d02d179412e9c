"""The wizard's thread of steps: a knot a step, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from polima_desktop.views import theme
from polima_desktop.views.paint import draw_knot, draw_text, draw_thread

_STEP = 52
_LEFT, _TOP, _RADIUS = 16, 26, 6


class StepThread(QWidget):
    """Shows where the wizard stands; ``current`` counts from 0."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.titles, self.current = list(titles), 0
        self.setFixedWidth(190)
        self.setMinimumHeight(_TOP + _STEP * len(titles))
        self.set_current(0)

    def set_current(self, place: int) -> None:
        """Stand at another step."""
        self.current = place
        words = f"Langkah {place + 1} dari {len(self.titles)}: {self.titles[place]}"
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(190, self.minimumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        for place, title in enumerate(self.titles):
            knot = QPointF(_LEFT, _TOP + place * _STEP)
            if place:
                above = QPointF(_LEFT, knot.y() - _STEP + _RADIUS + 3)
                below = QPointF(_LEFT, knot.y() - _RADIUS - 3)
                draw_thread(painter, above, below, done=place <= self.current)
            draw_knot(painter, knot, _RADIUS, filled=place < self.current)
            now = place == self.current
            ink = t.acc if now else t.ink if place < self.current else t.ink2
            box = QRectF(_LEFT + 16, knot.y() - 11, self.width() - _LEFT - 22, 22)
            font = theme.font("strong" if now else "medium")
            draw_text(painter, box, title, font, ink, Qt.AlignmentFlag.AlignLeft)
        painter.end()
