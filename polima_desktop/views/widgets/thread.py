"""The thread, drawn: the month's path with its knots, and a person's dated assignments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from polima_desktop.views import theme
from polima_desktop.views.icons import paint_icon
from polima_desktop.views.paint import draw_knot, draw_text, draw_thread, text_width

_KNOT = 15


class PathStep(NamedTuple):
    """One step; ``state`` is done, now, warn, bad or todo; ``icon`` for what is not done."""

    key: str
    title: str
    note: str
    state: str
    icon: str = "jeda"


class StepPath(QWidget):
    """The month's path: solid thread where done, dashed where not yet; ``opened(key)`` on a step.

    ``beside`` writes the words at the right of each knot (44 px high) instead of below (100 px).
    """

    opened = Signal(str)

    def __init__(self, name: str, *, beside: bool = False) -> None:
        super().__init__()
        self.steps: list[PathStep] = []
        self.beside, self.current = beside, 0
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFixedHeight(44 if beside else 98)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[PathStep]) -> None:
        """Show other steps."""
        self.steps = list(steps)
        self.current = min(self.current, max(len(steps) - 1, 0))
        words = "; ".join(f"{step.title}: {step.note}" for step in steps)
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, self.height())

    def _cells(self) -> list[QRectF]:
        if not self.steps:
            return []
        if self.beside:
            return self._wide_cells()
        return self._under_cells()

    def _under_cells(self) -> list[QRectF]:
        """Give each step the room of its words, and share what is left or missing."""
        wants = [max(self._words_width(step) + 8, 2 * _KNOT + 8) for step in self.steps]
        room = self.width() - 12
        spare = (room - sum(wants)) / len(wants)
        cells, left = [], 6.0
        for want in wants:
            width = want + spare if spare >= 0 else want * room / sum(wants)
            cells.append(QRectF(left, 0, width, self.height()))
            left += width
        return cells

    def _wide_cells(self) -> list[QRectF]:
        wants = [self._words_width(step) + 2 * _KNOT + 10 for step in self.steps]
        room = self.width() - 36
        gap = max((room - sum(wants)) / max(len(wants) - 1, 1), 12)
        cells, left = [], 18.0
        for want in wants:
            cells.append(QRectF(left, 0, want, self.height()))
            left += want + gap
        return cells

    def _words_width(self, step: PathStep) -> float:
        return max(
            text_width(step.title, theme.font("strong")), text_width(step.note, theme.font("label"))
        )

    def _knots(self) -> list[QPointF]:
        if self.beside:
            return [QPointF(cell.left() + _KNOT, self.height() / 2) for cell in self._cells()]
        return [QPointF(cell.center().x(), 30) for cell in self._cells()]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        cells, knots = self._cells(), self._knots()
        for place in range(1, len(knots)):
            begin = knots[place - 1].x() + _KNOT + 2
            if self.beside:
                begin = cells[place - 1].right() + 8
            end = QPointF(knots[place].x() - _KNOT - (8 if self.beside else 2), knots[place].y())
            done = self.steps[place - 1].state == "done" and self.steps[place].state in (
                "done",
                "now",
            )
            if end.x() > begin:
                draw_thread(painter, QPointF(begin, end.y()), end, done=done)
        for place, (step, cell, knot) in enumerate(zip(self.steps, cells, knots, strict=True)):
            self._paint_knot(painter, step, knot)
            self._paint_words(painter, step, cell)
            if self.hasFocus() and place == self.current:
                painter.setPen(QPen(theme.tokens().color("acc"), 2))
                room = cell.adjusted(-5, 5, 7, -5) if self.beside else cell.adjusted(1, 5, -1, -5)
                painter.drawRoundedRect(room, 5, 5)
        painter.end()

    def _paint_knot(self, painter: QPainter, step: PathStep, at: QPointF) -> None:
        t = theme.tokens()
        edge, fill, ink, shape = {
            "done": (t.accbg, t.accbg, t.accink, "cek"),
            "now": (t.acc, t.sheet, t.acc, step.icon),
            "warn": (t.warn, t.warnbg, t.warn, "awas"),
            "bad": (t.bad, t.badbg, t.bad, "galat"),
            "todo": (t.line2, t.sheet, t.ink2, step.icon),
        }[step.state]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge), 3 if step.state == "now" else 1.5))
        painter.setBrush(QColor(fill))
        box = QRectF(at.x() - 14, at.y() - 14, 28, 28)
        if step.state == "bad":
            painter.drawRoundedRect(box, 6, 6)
        else:
            painter.drawEllipse(box)
        paint_icon(painter, shape, box.adjusted(7, 7, -7, -7), ink)
        painter.restore()

    def _paint_words(self, painter: QPainter, step: PathStep, cell: QRectF) -> None:
        t = theme.tokens()
        title = {"now": t.acc, "bad": t.bad, "todo": t.ink2}.get(step.state, t.ink)
        note = {"bad": t.bad, "warn": t.warn}.get(step.state, t.ink2)
        font = theme.font("medium" if step.state == "todo" else "strong")
        if self.beside:
            left, middle = cell.left() + 2 * _KNOT + 8, self.height() / 2
            wide = self._words_width(step) + 4
            above, below = QRectF(left, middle - 18, wide, 18), QRectF(left, middle, wide, 18)
            align = Qt.AlignmentFlag.AlignLeft
        else:
            above = QRectF(cell.left() + 2, 52, cell.width() - 4, 18)
            below = QRectF(cell.left() + 2, 71, cell.width() - 4, 17)
            align = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, above, step.title, font, title, align)
        draw_text(painter, below, step.note, theme.font("label"), note, align)

    def _place_at(self, x: float) -> int:
        for place, cell in enumerate(self._cells()):
            if cell.left() <= x <= cell.right():
                return place
        return -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().x())
        if place >= 0:
            self.current = place
            self.opened.emit(self.steps[place].key)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and self.steps:
            self.current = min(max(self.current + step, 0), len(self.steps) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.steps:
            self.opened.emit(self.steps[self.current].key)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            place = self._place_at(event.pos().x())
            text = f"{self.steps[place].title}: {self.steps[place].note}" if place >= 0 else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


class TimelineItem(NamedTuple):
    """One dated fact: when, what in bold, further lines; ``now`` is filled, on the solid thread.

    ``goes_on``: the thread leads on below it even if it is the last shown here. ``gone``: it does
    not hold any more, and is written faintly.
    """

    when: str
    title: str
    lines: Sequence[str] = ()
    now: bool = False
    goes_on: bool = False
    gone: bool = False


class Timeline(QWidget):
    """Dated facts down the thread, the newest first."""

    _LINE = 17

    def __init__(self, name: str) -> None:
        super().__init__()
        self.items: list[TimelineItem] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_items(self, items: Sequence[TimelineItem]) -> None:
        """Show other facts."""
        self.items = list(items)
        words = "; ".join(f"{item.when}: {item.title}, {', '.join(item.lines)}" for item in items)
        self.setAccessibleDescription(words)
        self.setFixedHeight(sum(self._height(item) for item in items) or 1)
        self.update()

    def _height(self, item: TimelineItem) -> int:
        return self._LINE * (2 + len(item.lines)) + 14

    def sizeHint(self) -> QSize:
        return QSize(220, sum(self._height(item) for item in self.items))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t, top = QPainter(self), theme.tokens(), 0.0
        for place, item in enumerate(self.items):
            knot = QPointF(8, top + 9)
            height = self._height(item)
            if item.goes_on or place < len(self.items) - 1:
                bottom = QPointF(8, top + height + 3)
                painter.setPen(
                    QPen(t.color("acc" if item.now else "line2"), 2.5 if item.now else 1.5)
                )
                painter.drawLine(QPointF(8, knot.y() + 6), bottom)
            draw_knot(painter, knot, 5, filled=item.now, past=not item.now)
            self._paint_item(painter, item, top)
            top += height
        painter.end()

    def _paint_item(self, painter: QPainter, item: TimelineItem, top: float) -> None:
        t, wide = theme.tokens(), self.width() - 28
        role, ink = ("body", t.ink2) if item.gone else ("strong", t.ink)
        lines = [(item.when, "label", t.ink2), (item.title, role, ink)]
        lines += [(text, "label", t.ink2) for text in item.lines]
        for place, (text, role, ink) in enumerate(lines):
            box = QRectF(28, top + place * self._LINE, wide, self._LINE)
            draw_text(painter, box, text, theme.font(role), ink)
