"""A table whose cells are edited in place: Enter, F2 or digits begin, Enter keeps, Esc leaves.

Ctrl+V puts a block copied from a spreadsheet at the current cell, Ctrl+D repeats the first
selected row's cell in the rows below it. Both are told as one edit, so one undo takes them back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyleOptionViewItem, QWidget

from polima_desktop.views import theme
from polima_desktop.views.tables.delegates import CellDelegate
from polima_desktop.views.tables.model import Column, Index, Row, RowModel
from polima_desktop.views.tables.view import DataTable


class GridModel(RowModel):
    """Rows of which some columns can be typed into; what was typed is told, not stored."""

    typed = Signal(object, str, str)

    def __init__(
        self, columns: Sequence[Column], editable: frozenset[str], shown: Callable[[Row, str], str]
    ) -> None:
        super().__init__(columns)
        self.editable, self.shown, self.open = editable, shown, True

    def can_edit(self, column: int) -> bool:
        """Tell whether a column can be typed into now."""
        known = self.open and 0 <= column < len(self.columns)
        return known and self.columns[column].key in self.editable

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = super().flags(index)
        return base | Qt.ItemFlag.ItemIsEditable if self.can_edit(index.column()) else base

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return self.shown(self.rows[index.row()], self.columns[index.column()].key)
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self.data(index, role):
            return False
        self.typed.emit(self.key_at(index.row()), self.columns[index.column()].key, text)
        return True


class EditGrid(DataTable):
    """A table for editing; ``edited(key, column, text)`` comes after the cell was closed."""

    edited = Signal(object, str, str)
    block_edited = Signal(object)
    """Several cells at once: a list of (key, column, text); key None is a row below the last."""

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        editable: Sequence[str],
        shown: Callable[[Row, str], str],
        *,
        many: bool = False,
    ) -> None:
        model = GridModel(columns, frozenset(editable), shown)
        super().__init__(columns, name, many=many, model=model)
        self.grid_model = model
        self.setItemDelegate(_GridDelegate(self))
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.opened.connect(self._begin)
        self.grid_model.typed.connect(self.edited, Qt.ConnectionType.QueuedConnection)

    def set_open(self, is_open: bool) -> None:
        """Allow or forbid editing."""
        self.grid_model.open = is_open

    def edit_cell(self, key: Any, column_key: str) -> None:
        """Put the cursor into a cell and begin to edit it."""
        keys = [column.key for column in self.grid_model.columns]
        index = self.grid_model.index(self.grid_model.place_of(key), keys.index(column_key))
        self.setCurrentIndex(index)
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the Enter that closed an editor from pressing a dialog's filled button."""
        editing = self.state() is QAbstractItemView.State.EditingState
        if editing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        elif not editing and event.matches(QKeySequence.StandardKey.Paste):
            self.paste(QGuiApplication.clipboard().text())
        elif (
            not editing
            and event.key() == Qt.Key.Key_D
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.fill_down()
        else:
            super().keyPressEvent(event)

    def paste(self, text: str) -> None:
        """Put a block of tab-separated text at the current cell, row by row, column by column."""
        index = self.currentIndex()
        lines = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
        if not self.grid_model.open or not index.isValid() or not text.strip():
            return
        places = self._shown_columns(index.column())
        cells = [
            (self._key_below(index.row() + down), self.grid_model.columns[place].key, cell.strip())
            for down, line in enumerate(lines)
            for place, cell in zip(places, line, strict=False)
            if self.grid_model.can_edit(place)
        ]
        if cells:
            self.block_edited.emit(cells)

    def fill_down(self) -> None:
        """Repeat the cell of the first selected row in the other selected rows."""
        column = self.currentIndex().column()
        keys = self.selected_keys()
        if len(keys) < 2 or not self.grid_model.can_edit(column):
            return
        first = self.grid_model.index(self.grid_model.place_of(keys[0]), column)
        text = str(self.grid_model.data(first, Qt.ItemDataRole.EditRole))
        key = self.grid_model.columns[column].key
        self.block_edited.emit([(other, key, text) for other in keys[1:]])

    def _shown_columns(self, first: int) -> list[int]:
        """Give the columns from one on, as they stand on the screen."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [place for place in order[order.index(first) :] if not self.isColumnHidden(place)]

    def _key_below(self, place: int) -> Any:
        return self.key_at(place) if place < len(self.grid_model.rows) else None

    def _begin(self, key: Any) -> None:
        if self.state() is QAbstractItemView.State.EditingState or not self.grid_model.open:
            return
        column = self.currentIndex().column()
        if not self.grid_model.can_edit(column):
            column = next(i for i, c in enumerate(self.grid_model.columns)
                          if c.key in self.grid_model.editable)  # fmt: skip
        self.edit_cell(key, self.grid_model.columns[column].key)


class _GridDelegate(CellDelegate):
    """Frames the cell that Enter would edit."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        view = option.widget
        if not isinstance(view, EditGrid) or not view.grid_model.can_edit(index.column()):
            return
        if view.currentIndex() == index and view.hasFocus():
            painter.setPen(theme.tokens().color("acc"))
            painter.drawRect(QRectF(option.rect).adjusted(1, 1, -2, -3))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            column = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
            editor.setAccessibleName(str(column))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(0, -1, 0, 1))
