"""The sheet at the left: which paper, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from polima_desktop.formatting import number
from polima_desktop.services.papers.kinds import LABELS, PERSONAL, Chosen, Paper
from polima_desktop.views.papers import rows
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, EmptyState, SearchField, Sheet

if TYPE_CHECKING:
    from polima_desktop.services.papers.desk import Choices

ABOUT = {
    Paper.SLIPS: "per pegawai",
    Paper.PAYMENT_LIST: "F4, per dinas",
    Paper.RECEIPT: "F4, per dinas",
    Paper.RECAP: "A4",
    Paper.STATEMENT: "A4, per dinas",
    Paper.EXPLANATION: "A4, per pegawai",
    Paper.ARREARS: "F4, per dinas",
    Paper.REPAYMENT: "A4, per pegawai",
}
ROW = 28


class Chooser(Sheet):
    """Papers above, units and people below; ``changed`` tells another choice of either."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Dokumen")
        self._choices: Choices | None = None
        self._wanted = ""
        self.papers = self._paper_table()
        self.search = SearchField("Unit, nama, atau NIP", width=400)
        self.search.searched.connect(lambda _text: self._fill())
        self.who = self._who_table()
        self.none = EmptyState(
            "", "Periksa ejaannya.", Button("Kosongkan saringan", "", self._clear)
        )
        self.place = QStackedWidget()
        self.place.addWidget(self.who)
        self.place.addWidget(self.none)
        self.add(self.papers, 3)
        self.add_line()
        self.add(self._padded(self.search))
        self.add(self.place, 4)

    def _paper_table(self) -> DataTable:
        columns = [
            Column("name", "Dokumen", 1, width=160, stretch=True, tone="medium"),
            Column("about", "Bentuk", 2, width=150, tone="second"),
        ]
        table = DataTable(columns, "Jenis dokumen")
        table.setSortingEnabled(False)
        table.horizontalHeader().hide()
        table.set_row_height(ROW)
        table.set_rows([(paper, LABELS[paper], ABOUT[paper]) for paper in Paper])
        table.setMaximumHeight(ROW * len(Paper) + 2)
        table.setMinimumHeight(ROW * 3)
        table.select_key(Paper.SLIPS)
        table.current_changed.connect(self._paper_changed)
        return table

    def _who_table(self) -> DataTable:
        columns = [
            Column("name", "Untuk siapa", 1, width=230, stretch=True, tip=lambda row: str(row[2])),
            Column("slips", "Slip", 3, text=number, width=64, minimum=60, right=True),
        ]
        table = DataTable(columns, "Untuk siapa", many=True)
        table.setSortingEnabled(False)
        table.set_row_height(ROW)
        table.selection_changed.connect(self.changed)
        return table

    def _padded(self, widget: QWidget) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(widget)
        return box

    @property
    def paper(self) -> Paper:
        """The chosen kind of paper."""
        return Paper(self.papers.current_key() or Paper.SLIPS)

    @property
    def chosen(self) -> Chosen | None:
        """Whose papers are chosen; None if no row is. A person's list is that of their office."""
        keys = self.who.selected_keys()
        if not keys:
            return None
        units, nips = rows.chosen_ids(keys)
        if self.paper in PERSONAL or self._choices is None:
            return Chosen(units, nips)
        return Chosen(units | rows.offices_of(self._choices, nips))

    @property
    def wanted_nip(self) -> str:
        """The person to be found in the list that is shown; empty if none was chosen."""
        _, nips = rows.chosen_ids(self.who.selected_keys())
        return next(iter(nips), "") if self.paper not in PERSONAL and len(nips) == 1 else ""

    def words(self) -> str:
        """Say whose papers are chosen, for the head of the preview."""
        keys = set(self.who.selected_keys())
        names = [row[1].strip() for row in self.who.rows_model.rows if row[0] in keys]
        return names[0] if len(names) == 1 else f"{len(names)} pilihan" if names else ""

    def show_choices(self, choices: Choices) -> None:
        """Offer a month's units and people; what was chosen stays chosen."""
        self._choices = choices
        self._fill()
        if self._wanted:
            self.choose(self._wanted)

    def choose(self, key: str) -> None:
        """Choose one row, e.g. ``unit:7`` or ``nip:1981…``, searching for it if it is a person."""
        kind, _, value = key.partition(":")
        self.search.setText(value if kind == "nip" else "")
        self.search.search_now()
        self._fill()
        self._wanted = "" if self.who.select_key(key) else key

    def _clear(self) -> None:
        self.search.clear()
        self.search.search_now()
        self.search.setFocus()

    def _fill(self) -> None:
        if self._choices is None:
            return
        typed = self.search.text().strip()
        shown = rows.found(self._choices, typed)
        self.who.set_rows(shown)
        if not self.who.selected_keys() and shown:
            self.who.select_place(0)
        self.none.set_words("Tidak ada yang cocok", f"Tidak ada unit atau pegawai ‘{typed}’.")
        self.place.setCurrentWidget(self.who if shown else self.none)

    def _paper_changed(self, _key: object) -> None:
        self._fill()
        self.changed.emit()
