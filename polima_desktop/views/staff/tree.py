"""The unit tree at the left of the list: short names, counts, a mark where data has problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from polima_desktop.formatting import number
from polima_desktop.services.staff.roster import UnitNode
from polima_desktop.views import theme
from polima_desktop.views.icons import paint_icon

UNIT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PEOPLE_ROLE = UNIT_ROLE + 1
FLAWED_ROLE = UNIT_ROLE + 2
_ROW = 28


class UnitTree(QTreeView):
    """Units with how many people are in and below each; ``chosen(unit_id)``, None for all."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.items = QStandardItemModel(0, 1, self)
        self.setModel(self.items)
        self.setAccessibleName("Unit kerja")
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setItemDelegate(_UnitDelegate(self))
        self.selectionModel().currentChanged.connect(self._tell)

    def set_tree(self, nodes: Sequence[UnitNode], total: int) -> None:
        """Show other units; what is open and chosen stays as far as it is still there."""
        open_ids, current = set(self._open_units()), self.unit_id()
        self.selectionModel().blockSignals(True)
        self.items.clear()
        everything = _item("Semua unit", None, total, sum(node.flawed for node in nodes))
        self.items.appendRow(everything)
        for node in nodes:
            everything.appendRow(_branch(node))
        self.expand(everything.index())
        for index in self._indexes():
            if index.data(UNIT_ROLE) in open_ids:
                self.expand(index)
        self.select_unit(current)
        self.selectionModel().blockSignals(False)

    def show_counts(self, people: Mapping[int, int], flawed: Mapping[int, int]) -> None:
        """Show other counts, given by unit; each unit shows its own and those below it."""
        everything = self.items.item(0)
        if everything is not None:
            _count(everything, people, flawed)

    def unit_id(self) -> int | None:
        """Give the chosen unit, None for all."""
        unit = self.currentIndex().data(UNIT_ROLE)
        return None if unit is None else int(unit)

    def select_unit(self, unit_id: int | None) -> None:
        """Choose a unit by id, or all."""
        for index in self._indexes():
            if index.data(UNIT_ROLE) == unit_id:
                self.setCurrentIndex(index)
                return
        self.setCurrentIndex(self.items.index(0, 0))

    def _tell(self, *_: object) -> None:
        self.chosen.emit(self.unit_id())

    def _open_units(self) -> Iterator[int]:
        return (index.data(UNIT_ROLE) for index in self._indexes() if self.isExpanded(index))

    def _indexes(self, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
        above = parent or QModelIndex()
        for place in range(self.items.rowCount(above)):
            index = self.items.index(place, 0, above)
            yield index
            yield from self._indexes(index)


class _UnitDelegate(QStyledItemDelegate):
    """Name at the left, count at the right, the mark of problems before the count."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        t, rect = theme.tokens(), QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, t.sel)
        count = number(index.data(PEOPLE_ROLE))
        painter.setFont(theme.font("strong" if selected else "body"))
        width = painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(t.ink if selected else t.ink2)
        painter.drawText(rect.adjusted(0, 0, -8, 0), _RIGHT, count)
        room = rect.adjusted(4, 0, -8 - width - 8, 0)
        if index.data(FLAWED_ROLE):
            mark = QRectF(room.right() - 13, rect.center().y() - 6.5, 13, 13)
            paint_icon(painter, "awas", mark, t.warn)
            room.setRight(room.right() - 18)
        painter.setPen(t.ink)
        name = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, _LEFT, name)


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _branch(node: UnitNode) -> QStandardItem:
    item = _item(node.unit.label, node.unit.id, node.people, node.flawed)
    item.setToolTip(node.unit.name)
    for child in node.children:
        item.appendRow(_branch(child))
    return item


def _count(
    item: QStandardItem, people: Mapping[int, int], flawed: Mapping[int, int]
) -> tuple[int, int]:
    unit = item.data(UNIT_ROLE)
    here, wrong = people.get(unit, 0), flawed.get(unit, 0)
    for place in range(item.rowCount()):
        more, doubtful = _count(item.child(place), people, flawed)
        here, wrong = here + more, wrong + doubtful
    _tell_counts(item, here, wrong)
    return here, wrong


def _item(name: str, unit_id: int | None, people: int, flawed: int) -> QStandardItem:
    item = QStandardItem(name)
    item.setData(unit_id, UNIT_ROLE)
    _tell_counts(item, people, flawed)
    return item


def _tell_counts(item: QStandardItem, people: int, flawed: int) -> None:
    item.setData(people, PEOPLE_ROLE)
    item.setData(flawed, FLAWED_ROLE)
    words = f"{item.text()}, {number(people)} pegawai"
    if flawed:
        words += f", {number(flawed)} dengan masalah data"
    item.setData(words, Qt.ItemDataRole.AccessibleTextRole)
