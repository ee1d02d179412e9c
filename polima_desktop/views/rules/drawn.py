"""Two small pictures of the rule desk: the lines around a line, and the history of a weight."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text
from polima_desktop.views.rules import words

DRAFT = 0
"""Stands for the number of the version under edit."""


class LineGraph(QWidget):
    """The thread through one line: names it uses at the left, lines that use it at the right.

    ``chosen(name)`` when a name is pressed. The editor lists the same lines for the keyboard.
    """

    chosen = Signal(str)
    _ROW, _MOST = 18, 6

    def __init__(self) -> None:
        super().__init__()
        self.uses: Sequence[str] = ()
        self.users: Sequence[str] = ()
        self.name = ""
        self.setFixedHeight(self._ROW * self._MOST + 6)

    def show_line(self, name: str, uses: Sequence[str], users: Sequence[str]) -> None:
        """Show another line."""
        self.name, self.uses, self.users = name, uses, users
        rows = max(1, min(self._MOST, max(len(uses), len(users))))
        self.setFixedHeight(self._ROW * rows + 6)
        said = f"{name} memakai {', '.join(uses) or 'tidak apa-apa'}; dipakai oleh "
        self.setAccessibleName(said + (", ".join(users) or "tidak ada"))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self._ROW * self._MOST + 6)

    def _spots(self) -> list[tuple[QRectF, str, str]]:
        """Give each name's box with its text and side, at most six a side."""
        wide, spots = self.width() * 0.4, []
        for names, left, side in ((self.uses, 0.0, "uses"),
                                  (self.users, self.width() - wide, "users")):  # fmt: skip
            shown = names[: self._MOST]
            top = (self.height() - len(shown) * self._ROW) / 2
            for place, name in enumerate(shown):
                spots.append((QRectF(left, top + place * self._ROW, wide, self._ROW), name, side))
        return spots

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(t.color("acc"), 2))
        middle = QPointF(self.width() / 2, self.height() / 2)
        for box, _name, side in self._spots():
            edge = box.right() - 6 if side == "uses" else box.left() + 2
            painter.drawLine(QPointF(edge, box.center().y()), middle)
        painter.setBrush(t.color("acc"))
        painter.drawEllipse(middle, 5, 5)
        for box, name, side in self._spots():
            text = box.adjusted(0, 0, -12, 0) if side == "uses" else box.adjusted(8, 0, 0, 0)
            painter.fillRect(text, t.color("sheet"))
            draw_text(painter, text, name, theme.font("chart"), t.ink2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for box, name, _side in self._spots():
            if event.button() is Qt.MouseButton.LeftButton and box.contains(event.position()):
                self.chosen.emit(name)
                return
        super().mousePressEvent(event)


class WeightHistory(QWidget):
    """An activity's weight in every published version, as steps; empty before two are known."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: Sequence[tuple[int, Decimal]] = ()
        self.setFixedWidth(190)

    def show_steps(self, steps: Sequence[tuple[int, Decimal]]) -> None:
        """Show version numbers with the weight each gave."""
        self.steps = steps
        self.setVisible(bool(steps))
        said = ", ".join(map(_step, steps))
        self.setAccessibleName(f"Riwayat bobot: {said}" if steps else "Belum ada riwayat bobot")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.steps:
            return
        painter, t = QPainter(self), theme.tokens()
        weights = [float(weight) for _, weight in self.steps]
        low, high = min(weights), max(weights)
        wide = (self.width() - 24) / len(self.steps)
        painter.setPen(QPen(t.color("acc"), 2))
        before: QPointF | None = None
        for place, ((number, weight), height) in enumerate(zip(self.steps, weights, strict=True)):
            share = (height - low) / (high - low) if high > low else 0.5
            y = 30 - share * 12
            left = QPointF(8 + place * wide, y)
            if before is not None:
                painter.drawLine(before, left)
            before = QPointF(8 + (place + 1) * wide, y)
            painter.drawLine(left, before)
            box = QRectF(left.x(), 2, wide, 14)
            draw_text(painter, box, _step((number, weight)), theme.font("chart"), t.ink2)
            painter.setPen(QPen(t.color("acc"), 2))


def _step(step: tuple[int, Decimal]) -> str:
    number, weight = step
    return f"{f'v{number}' if number != DRAFT else 'draf'} {words.typed(weight)}"
