"""The table of every page: fixed rows, keyboard, sorting, copy as text, a kept selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from polima_desktop.views import theme
from polima_desktop.views.tables.delegates import (
    BADGE_ROW,
    ROW,
    TWO_LINE_ROW,
    CellDelegate,
    TwoLineDelegate,
)
from polima_desktop.views.tables.model import Column, Row, RowModel, TwoLine


class DataTable(QTableView):
    """A read-only table over a ``RowModel``.

    ``current_changed(key)`` tells the primary key under the cursor (``None`` if none),
    ``opened(key)`` that Enter or a double click asked for it, ``selection_changed()`` that more
    or fewer rows are selected.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    selection_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        many: bool = False,
        parent: QWidget | None = None,
        model: RowModel | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows_model = model or RowModel(columns)
        self.rows_model.setParent(self)  # it lives exactly as long as the view that paints it
        self.setAccessibleName(name)
        self._told: Any = None
        self._dress(many)
        self.setModel(self.rows_model)
        self._size_columns()
        self.setItemDelegate(CellDelegate(self))
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.key_at(index.row())))

    def _dress(self, many: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.verticalHeader().setDefaultSectionSize(BADGE_ROW)
        header = self.horizontalHeader()
        header.setFont(theme.font("label-medium"))
        header.setHighlightSections(False)
        header.setFixedHeight(ROW)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        for place, column in enumerate(self.rows_model.columns):
            self.setColumnWidth(place, column.width)
            self.setColumnHidden(place, column.hidden)
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._keep_minimum)

    def _keep_minimum(self, place: int, _old: int, new: int) -> None:
        minimum = self.rows_model.columns[place].minimum or 40
        if 0 < new < minimum:
            self.setColumnWidth(place, minimum)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_slack()

    def _share_slack(self) -> None:
        columns = self.rows_model.columns
        free = [
            i for i, column in enumerate(columns) if column.stretch and not self.isColumnHidden(i)
        ]
        if not free:
            return
        fixed = sum(self.columnWidth(i) for i in range(len(columns)) if i not in free)
        wanted = sum(columns[i].width for i in free)
        room = max(self.viewport().width() - fixed, 0)
        for i in free:
            least = max(columns[i].minimum, columns[i].width * 2 // 3)
            self.setColumnWidth(i, max(room * columns[i].width // wanted, least))

    def set_row_height(self, pixels: int) -> None:
        """Use another fixed row height, e.g. 28 where no badge can occur."""
        self.verticalHeader().setDefaultSectionSize(pixels)

    def set_rows(self, rows: Iterable[Row], total: int | None = None) -> None:
        """Show other rows; the selection and the place of the list stay, as far as they can."""
        keys, current = self.selected_keys(), self.current_key()
        column, top = max(self.currentIndex().column(), 0), self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.rows_model.set_rows(rows, total)
        self._restore(keys, current, column)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(top)
        self.viewport().update()
        self._tell_current()
        self.selection_changed.emit()

    def _restore(self, keys: list[Any], current: Any, column: int) -> None:
        chosen, last = QItemSelection(), self.rows_model.columnCount() - 1
        for place in (self.rows_model.place_of(key) for key in keys):
            if place >= 0:
                index = self.rows_model.index(place, 0)
                chosen.select(index, self.rows_model.index(place, last))
        place = self.rows_model.place_of(current)
        if place >= 0:
            index = self.rows_model.index(place, column)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def key_at(self, place: int) -> Any:
        """Give the primary key of the row at a place."""
        return self.rows_model.key_at(place)

    def current_key(self) -> Any:
        """Give the primary key under the cursor, or ``None``."""
        place = self.currentIndex().row()
        return self.key_at(place) if 0 <= place < len(self.rows_model.rows) else None

    def current_row(self) -> Row | None:
        """Give the row under the cursor, or ``None``."""
        place = self.currentIndex().row()
        rows = self.rows_model.rows
        return rows[place] if 0 <= place < len(rows) else None

    def selected_keys(self) -> list[Any]:
        """Give the primary keys of all selected rows, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.key_at(place) for place in places]

    def select_key(self, key: Any) -> bool:
        """Put the cursor on a row and show it; tell whether it is there."""
        place = self.rows_model.place_of(key)
        if place < 0:
            return False
        self.selectRow(place)
        self.scrollTo(self.rows_model.index(place, 0))
        return True

    def select_place(self, place: int) -> None:
        """Put the cursor on the row at a place, or on the last one if there are fewer."""
        if self.rows_model.rows:
            self.select_key(self.key_at(min(max(place, 0), len(self.rows_model.rows) - 1)))

    def _tell_current(self, *_: object) -> None:
        key = self.current_key()
        if key != self._told:
            self._told = key
            self.current_changed.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text())
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key() is not None
        ):
            self.opened.emit(self.current_key())
        elif event.text().isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters belong to the desk, not to a search by first letter
        else:
            super().keyPressEvent(event)

    def as_text(self) -> str:
        """Give the selected rows as tab-separated text under a heading, for a spreadsheet."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        columns = [self.rows_model.columns[i] for i in order if not self.isColumnHidden(i)]
        lines = ["\t".join(column.title for column in columns)]
        for key in self.selected_keys():
            cells = [
                column.cell(self.rows_model.rows[self.rows_model.place_of(key)])
                for column in columns
            ]
            lines.append("\t".join(cell.words for cell in cells))
        return "\n".join(lines)

    def position_text(self) -> str:
        """Tell which rows are seen, e.g. ``1–16 dari 4.039``, for the strip under the table."""
        shown = len(self.rows_model.rows)
        top = self.rowAt(0)
        bottom = self.rowAt(self.viewport().height() - 1)
        last = bottom + 1 if bottom >= 0 else shown
        total = f"{self.rows_model.total:,}".replace(",", ".")
        return f"{max(top, 0) + 1}–{last} dari {total}" if shown else f"0 dari {total}"


class QueueList(DataTable):
    """A list of two-line rows (a queue, things to do): ``lines`` says what a row shows."""

    def __init__(self, lines: Callable[[Row], TwoLine], name: str, *, many: bool = False) -> None:
        super().__init__([Column("row", "", 0, lines=lines, stretch=True)], name, many=many)
        self.setSortingEnabled(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(40)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.set_row_height(TWO_LINE_ROW)
        self.setItemDelegate(TwoLineDelegate(self))
