"""The whole of the lines drawn: what is computed from what, from the month's data to net pay.

A column a step of computing: a name stands right of everything it uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from polima_desktop.domain.rules import renaming
from polima_desktop.domain.rules.model import RuleSet
from polima_desktop.views import theme
from polima_desktop.views.modal import Dialog
from polima_desktop.views.paint import draw_text
from polima_desktop.views.widgets import label

Graph = Mapping[str, Sequence[str]]


def edges(ruleset: RuleSet) -> dict[str, list[str]]:
    """Give what each line uses of lines, inputs and lists of the month."""
    values = renaming.names_of_values(ruleset)
    return {
        line.name: [name for name in renaming.values_named(line.formula) if name in values]
        for line in ruleset.lines.values()
    }


def layers(graph: Graph) -> list[list[str]]:
    """Put every name behind all that it uses; names in a circle stay where they are met."""
    depth: dict[str, int] = {}

    def measure(name: str, above: frozenset[str]) -> int:
        if name not in depth:
            below = [n for n in graph.get(name, ()) if n not in above and n != name]
            inner = above | {name}
            depth[name] = max((measure(n, inner) + 1 for n in below), default=0)
        return depth[name]

    for name in graph:
        measure(name, frozenset())
    for name in [name for name in depth if name not in graph]:  # data: just before its first use
        users = (depth[user] for user, used in graph.items() if name in used)
        depth[name] = min(users) - 1
    found: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name, place in depth.items():
        found[place].append(name)
    return [_untangled(graph, names, found, place) for place, names in enumerate(found)]


def _untangled(graph: Graph, names: list[str], found: list[list[str]], place: int) -> list[str]:
    """Order a column by where the names it uses stand, so that fewer threads cross."""
    heights = {name: n for column in found[:place] for n, name in enumerate(column)}

    def height(name: str) -> float:
        used = [heights[n] for n in graph.get(name, ()) if n in heights]
        return sum(used) / len(used) if used else 0.0

    return sorted(names, key=height) if place else names


class LineMap(QWidget):
    """``chosen(name)`` when a line is pressed, or Enter on the marked one; arrows walk."""

    chosen = Signal(str)
    _WIDE, _GAP, _HIGH, _SIDE = 150, 46, 30, 14

    def __init__(self, graph: Graph, current: str) -> None:
        super().__init__()
        self.graph, self.current = graph, current
        self.boxes: dict[str, QRectF] = {}
        self.columns = layers(graph)
        for place, names in enumerate(self.columns):
            left = self._SIDE + place * (self._WIDE + self._GAP)
            for row, name in enumerate(names):
                self.boxes[name] = QRectF(left, self._SIDE + row * self._HIGH, self._WIDE, 22)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(self.sizeHint())
        self._tell()

    def sizeHint(self) -> QSize:
        right = max((box.right() for box in self.boxes.values()), default=200)
        bottom = max((box.bottom() for box in self.boxes.values()), default=100)
        return QSize(int(right) + self._SIDE, int(bottom) + self._SIDE)

    def _tell(self) -> None:
        uses = ", ".join(self.graph.get(self.current, ())) or "tidak apa-apa"
        users = (
            ", ".join(n for n, used in self.graph.items() if self.current in used) or "tidak ada"
        )
        said = f"{self.current} memakai {uses}; dipakai oleh {users}"
        self.setAccessibleName(said if self.current else "Peta rumus")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for user, names in self.graph.items():
            for name in names:
                near = self.current in (user, name)
                painter.setPen(QPen(t.color("acc" if near else "line2"), 2 if near else 1))
                painter.drawPath(self._thread(self.boxes[name], self.boxes[user]))
        for name, box in self.boxes.items():
            marked, line = name == self.current, name in self.graph
            painter.setPen(QPen(t.color("acc" if marked or line else "line2"), 2 if marked else 1))
            painter.setBrush(t.color("accsoft" if marked else "sheet"))
            painter.drawRoundedRect(box, 4, 4)
            role = "chart-strong" if line else "chart"
            text = box.adjusted(7, 0, -5, 0)
            draw_text(painter, text, name, theme.font(role), t.ink if line else t.ink2)

    @staticmethod
    def _thread(start: QRectF, end: QRectF) -> QPainterPath:
        one = QPointF(start.right(), start.center().y())
        two = QPointF(end.left(), end.center().y())
        middle = (one.x() + two.x()) / 2
        path = QPainterPath(one)
        path.cubicTo(QPointF(middle, one.y()), QPointF(middle, two.y()), two)
        return path

    def mousePressEvent(self, event: QMouseEvent) -> None:
        name = next((n for n, box in self.boxes.items() if box.contains(event.position())), "")
        if name:
            self.current = name
            self._tell()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() in _STEPS:
            self._walk(*_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _walk(self, across: int, down: int) -> None:
        place = next((n for n, names in enumerate(self.columns) if self.current in names), 0)
        row = self.columns[place].index(self.current) if self.current in self.boxes else 0
        place = min(max(place + across, 0), len(self.columns) - 1)
        column = self.columns[place]
        self.current = column[min(max(row + down, 0), len(column) - 1)]
        self._tell()

    def _choose(self) -> None:
        if self.current in self.graph:
            self.chosen.emit(self.current)


_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class MapDialog(Dialog):
    """The map in a window of its own; ``chosen`` is the line to go to, or empty."""

    def __init__(self, parent: QWidget, ruleset: RuleSet, current: str) -> None:
        super().__init__(parent, "Peta rumus", "Buka barisnya", width=1080)
        self.setMinimumHeight(520)
        self.map = LineMap(edges(ruleset), current or next(iter(ruleset.lines), ""))
        area = QScrollArea()
        area.setWidget(self.map)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the map itself takes the keys
        said = (
            "Dari data bulan di kiri sampai yang diterima di kanan. Klik atau tombol panah "
            "memilih; benangnya menunjukkan apa yang dipakai dan siapa yang memakai."
        )
        self.body.addWidget(label(said, "body", "second", wrap=True))
        self.body.addWidget(area, 1)
        self.map.chosen.connect(lambda _name: self.accept())
        box = self.map.boxes.get(self.map.current, QRectF())
        area.ensureVisible(int(box.center().x()), int(box.center().y()), 400, 200)
        self.map.setFocus()

    @property
    def chosen(self) -> str:
        """The line that was marked; empty if it is no line."""
        return self.map.current if self.map.current in self.map.graph else ""
