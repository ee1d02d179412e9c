"""Ctrl+K: find a page, a month or an act by a few letters, or look for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from polima_desktop.views.modal import ModalWindow
from polima_desktop.views.tables import Cell, Column, DataTable, Row
from polima_desktop.views.widgets.fields import SearchField
from polima_desktop.views.widgets.sheet import hairline


class Entry(NamedTuple):
    """Something that can be opened."""

    title: str
    note: str
    icon: str
    open: Callable[[], object]


def matching(entries: Sequence[Entry], text: str) -> list[Entry]:
    """Give the entries that hold every word of the text, those that begin with it first."""
    words = text.casefold().split()
    found = [e for e in entries if all(w in f"{e.title} {e.note}".casefold() for w in words)]
    return sorted(found, key=lambda e: not e.title.casefold().startswith(text.casefold()))


class Finder(ModalWindow):
    """A field and what fits it; ``last(text)`` offers what is not in the list."""

    def __init__(
        self, parent: QWidget, entries: Sequence[Entry], last: Callable[[str], Entry | None]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Cari atau buka")
        self.setFixedSize(520, 380)
        self.entries, self.last = entries, last
        self.shown: list[Entry] = []
        self.field = SearchField(
            "Halaman, bulan, tindakan, atau nama pegawai", width=600, hint=False
        )
        self.table = DataTable(
            [
                _EntryColumn("title", "Buka", 1, width=300, stretch=True),
                Column("note", "Tempat", 2, width=170, tone="second"),
            ],
            "Yang bisa dibuka",
        )
        self.table.setSortingEnabled(False)
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(lambda index: self._open(index.row()))
        self.field.textChanged.connect(self._show)
        self.field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(hairline())
        column.addWidget(self.table, 1)
        self._show("")
        self.field.setFocus()

    def _show(self, text: str) -> None:
        self.shown = matching(self.entries, text.strip())
        extra = self.last(text.strip()) if text.strip() else None
        self.shown += [extra] if extra else []
        self.table.set_rows((i, e.title, e.note, e.icon) for i, e in enumerate(self.shown))
        self.table.select_place(0)

    def _open(self, place: int) -> None:
        entry = self.shown[place]
        self.accept()
        entry.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() is not QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.table.select_place(self.table.currentIndex().row() + step)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.shown:
            self._open(max(self.table.currentIndex().row(), 0))
            return True
        return False


class _EntryColumn(Column):
    """The title with its icon before it."""

    def cell(self, row: Row) -> Cell:
        return Cell(row[1], icon=row[3])
