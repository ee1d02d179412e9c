"""The table of every page: fixed rows, keyboard, sorting, copy as text, a kept selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMetaMethod, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

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
    or fewer rows are selected, ``narrow_asked(column, value)`` that only rows with that value are
    wanted; a page that can narrow names its columns in ``narrows``, and its acts on the row under
    the cursor in ``row_acts``.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    selection_changed = Signal()
    narrow_asked = Signal(str, object)

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
        self.narrows: frozenset[str] = frozenset()
        self.row_acts: Sequence[QAction] = ()
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
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_header_menu)
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
        if place < 0 and not chosen.isEmpty():  # of several, the first one that is still there
            place = min(index.row() for index in chosen.indexes())
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
        index, flag = self.rows_model.index(place, 0), QItemSelectionModel.SelectionFlag
        # Qt's selectRow would ask which of Ctrl and Shift is held down just now
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)
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
            self.copy_rows()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_key() is not None
        ):
            self.opened.emit(self.current_key())
            if not self.isSignalConnected(QMetaMethod.fromSignal(self.opened)):
                event.ignore()  # nothing opens here: a dialog's filled button is meant
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._tick()
        elif event.text().isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters belong to the desk, not to a search by first letter
        else:
            super().keyPressEvent(event)

    def _tick(self) -> None:
        """Take the row under the cursor into the selection, or out of it (Space)."""
        many = self.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection
        flag = QItemSelectionModel.SelectionFlag
        how = flag.Toggle if many else flag.Select
        self.selectionModel().select(self.currentIndex(), how | flag.Rows)

    # --- menus ---

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.row_menu()
        if not menu.isEmpty():
            where = event.globalPos()
            if event.reason() is QContextMenuEvent.Reason.Keyboard:
                box = self.visualRect(self.currentIndex())
                where = self.viewport().mapToGlobal(box.bottomLeft())
            menu.exec(where)
        menu.deleteLater()

    def row_menu(self) -> QMenu:
        """Make the menu of the cell under the cursor: open, copy, only rows like this one."""
        menu, index = QMenu(self), self.currentIndex()
        if not index.isValid():
            return menu
        column, row = self.rows_model.columns[index.column()], self.rows_model.rows[index.row()]
        if self.isSignalConnected(QMetaMethod.fromSignal(self.opened)):
            menu.addAction("&Buka", lambda: self.opened.emit(self.key_at(index.row())))
        copy = menu.addAction("&Salin baris", self.copy_rows)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        words = column.cell(row).words
        clipboard = QGuiApplication.clipboard()
        menu.addAction("Salin &isi sel", lambda: clipboard.setText(words))
        if column.key in self.narrows:
            shown = words.replace("&", "&&")
            menu.addAction(
                f"&Hanya {column.title}: {shown or '(kosong)'}",
                lambda: self.narrow_asked.emit(column.key, row[column.field]),
            )
        acts = [action for action in self.row_acts if action.isEnabled()]
        if acts:
            menu.addSeparator()
            menu.addActions(acts)
        return menu

    def _show_header_menu(self, where: QPoint) -> None:
        header = self.horizontalHeader()
        menu = self.header_menu(header.logicalIndexAt(where))
        menu.exec(header.viewport().mapToGlobal(where))
        menu.deleteLater()

    def header_menu(self, place: int) -> QMenu:
        """Make the menu of a column's heading: its order, and which columns are shown."""
        menu, order = QMenu(self), Qt.SortOrder
        if self.isSortingEnabled() and place >= 0:
            menu.addAction("Urutkan &naik", lambda: self._sort(place, order.AscendingOrder))
            menu.addAction("Urutkan &turun", lambda: self._sort(place, order.DescendingOrder))
            menu.addAction("Urutan &pertama", lambda: self._sort(-1, order.AscendingOrder))
            menu.addSeparator()
        self.fill_columns(menu.addMenu("&Kolom"))
        return menu

    def _sort(self, place: int, order: Qt.SortOrder) -> None:
        self.horizontalHeader().setSortIndicator(place, order)

    def fill_columns(self, menu: QMenu) -> None:
        """Offer each column to be shown or hidden; the first one always stays."""
        for place, column in enumerate(self.rows_model.columns):
            if not column.title:
                continue
            action = menu.addAction(column.title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(place))
            action.setEnabled(place > 0 and column.key not in ("name", "nip"))
            action.toggled.connect(partial(self._show_column, place))

    def _show_column(self, place: int, shown: bool) -> None:
        self.setColumnHidden(place, not shown)
        self._share_slack()

    def copy_rows(self) -> None:
        """Put the selected rows into the clipboard."""
        QGuiApplication.clipboard().setText(self.as_text())

    def seen_columns(self) -> list[Column]:
        """Give the columns that are shown, as they stand on the screen."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self.rows_model.columns[i] for i in order if not self.isColumnHidden(i)]

    def as_text(self) -> str:
        """Give the selected rows as tab-separated text under a heading, for a spreadsheet."""
        columns = self.seen_columns()
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
