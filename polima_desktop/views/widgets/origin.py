"""The origin of an amount as a tree: the thread with its knots, name, formula, value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from polima_desktop.views import theme
from polima_desktop.views.paint import draw_knot, draw_selection, draw_text, text_width
from polima_desktop.views.tables.delegates import selected
from polima_desktop.views.tables.model import CELL_ROLE, Index

_ROW, _STEP = 38, 20


@dataclass(frozen=True)
class OriginNode:
    """One amount: its name, its formula or source, its value; a leaf is an input (ring).

    ``state`` is ``""``, ``bad`` (red square: not computable) or ``held`` (ring: it waits).
    """

    key: str
    title: str
    second: str
    amount: str
    parts: Sequence[OriginNode] = field(default=())
    state: str = ""


class OriginTree(QTreeView):
    """Branches drawn as the thread; ``opened(key)`` on Enter or a double click."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setAccessibleName("Asal angka")
        self.setHeaderHidden(True)
        self.setIndentation(_STEP)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_OriginDelegate(self))
        self.activated.connect(lambda index: self.opened.emit(index.data(CELL_ROLE).key))

    def set_tree(self, roots: Sequence[OriginNode]) -> None:
        """Show other amounts, all branches open, the cursor on the first."""
        self._model.clear()
        for node in roots:
            self._model.appendRow(_item(node))
        self.expandAll()
        if roots:
            self.setCurrentIndex(self._model.index(0, 0))

    def go_to(self, key: str) -> None:
        """Put the cursor on an amount; nothing where it is not in the tree."""
        index = self._model.index(0, 0)
        while index.isValid() and index.data(CELL_ROLE).key != key:
            index = self.indexBelow(index)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def current_node(self) -> OriginNode | None:
        """Give the amount under the cursor."""
        node = self.currentIndex().data(CELL_ROLE)
        return node if isinstance(node, OriginNode) else None

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if self.selectionModel().isSelected(_plain(index)):
            draw_selection(painter, QRect(0, option.rect.top(), self.viewport().width(), _ROW))
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        t = theme.tokens()
        painter.save()
        painter.setPen(QPen(t.color("acc"), 2))
        middle, depth, at = rect.top() + 12, _depth(index), _plain(index)
        for level in range(depth, 0, -1):
            x = 18 + (level - 1) * _STEP
            last = not at.siblingAtRow(at.row() + 1).isValid()
            own = level == depth
            if own or not last:
                painter.drawLine(x, rect.top(), x, middle if last and own else rect.bottom() + 1)
            if own:
                painter.drawLine(x, middle, x + _STEP - 5, middle)
            at = at.parent()
        x = 18 + depth * _STEP
        if self.model().hasChildren(index) and self.isExpanded(index):
            painter.drawLine(x, middle + 5, x, rect.bottom() + 1)
        painter.restore()
        self._draw_knot(painter, QPointF(x, middle), index.data(CELL_ROLE))

    def _draw_knot(self, painter: QPainter, at: QPointF, node: OriginNode) -> None:
        if node.state == "bad":
            painter.fillRect(QRectF(at.x() - 4, at.y() - 4, 9, 9), theme.tokens().color("bad"))
        else:
            draw_knot(painter, at, 4.5, filled=bool(node.parts) and node.state != "held")


def _plain(index: Index) -> QModelIndex:
    return (
        index
        if isinstance(index, QModelIndex)
        else index.model().index(index.row(), index.column(), index.parent())
    )


def _depth(index: QModelIndex | QPersistentModelIndex) -> int:
    depth, at = 0, index.parent()
    while at.isValid():
        depth, at = depth + 1, at.parent()
    return depth


def _item(node: OriginNode) -> QStandardItem:
    item = QStandardItem(f"{node.title}: {node.amount}")
    item.setData(node, CELL_ROLE)
    for part in node.parts:
        item.appendRow(_item(part))
    return item


class _OriginDelegate(QStyledItemDelegate):
    """Name above formula at the left, the amount at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t, node = theme.tokens(), index.data(CELL_ROLE)
        left = 18.0 + _depth(index) * _STEP + 13
        right = option.rect.right() - 12
        amount = theme.font("strong")
        wide = text_width(node.amount, amount) + 4
        top = option.rect.top() + 3
        ink = {"bad": t.bad, "held": t.ink2}.get(node.state, t.ink)
        above = QRectF(left, top, right - left - wide - 8, 18)
        draw_text(painter, above, node.title, theme.font("body"), t.ink)
        right_box = QRectF(right - wide, top, wide, 18)
        draw_text(painter, right_box, node.amount, amount, ink, Qt.AlignmentFlag.AlignRight)
        below = QRectF(left, top + 17, right - left, 17)
        draw_text(painter, below, node.second, theme.font("label"), t.ink2)
        if selected(option) and option.widget and option.widget.hasFocus():
            painter.setPen(QPen(QColor(t.acc), 1))
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
