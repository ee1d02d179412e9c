"""The sheet at the left: which paper, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from polima_desktop.formatting import number
from polima_desktop.services.paper_kinds import LABELS, Chosen, Paper
from polima_desktop.views.cetak import rows
from polima_desktop.views.cetak.rows import CITY
from polima_desktop.views.tables import Column, DataTable, QueueList, TwoLine
from polima_desktop.views.widgets import SearchField, Sheet, Strip

if TYPE_CHECKING:
    from polima_desktop.services.paper_desk import Choices

ABOUT = {
    Paper.SLIPS: "Satu lembar A5 untuk setiap pegawai",
    Paper.PAYMENT_LIST: "19 kolom untuk bendahara, F4",
    Paper.RECEIPT: "Ditandatangani penerima, F4",
    Paper.RECAP: "Satu baris untuk setiap unit, A4",
    Paper.STATEMENT: "Tanggung jawab pimpinan unit, A4",
}


class Chooser(Sheet):
    """Papers above, units and people below; ``changed`` tells another choice of either."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Jenis makalah")
        self._choices: Choices | None = None
        self.papers = QueueList(lambda row: TwoLine(row[1], row[2]), "Jenis makalah")
        self.papers.set_row_height(46)
        self.papers.set_rows([(paper, LABELS[paper], ABOUT[paper]) for paper in Paper])
        self.papers.setFixedHeight(46 * len(Paper) + 2)
        self.papers.select_key(Paper.SLIPS)
        self.papers.current_changed.connect(self._paper_changed)
        self.search = SearchField("Unit, nama, atau NIP", width=400)
        self.search.searched.connect(lambda _text: self._fill())
        self.who = self._table()
        self.apart = QCheckBox("Satu berkas PDF untuk setiap unit")
        self.strip = Strip()
        self.add(self.papers)
        self.add_line()
        self.add(self._padded(self.search))
        self.add(self.who, 1)
        self.add_padded(self.apart)
        self.add(self.strip)

    def _table(self) -> DataTable:
        columns = [
            Column("name", "Untuk siapa", 1, width=230, stretch=True, tip=lambda row: str(row[2])),
            Column("slips", "Slip", 3, text=number, width=64, minimum=60, right=True),
        ]
        table = DataTable(columns, "Untuk siapa", many=True)
        table.setSortingEnabled(False)
        table.set_row_height(28)
        table.selection_changed.connect(self._who_changed)
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
    def chosen(self) -> Chosen:
        """Whose papers are chosen."""
        return Chosen(*rows.chosen_ids(self.who.selected_keys()))

    def words(self) -> str:
        """Say whose papers are chosen, for the head of the preview."""
        names = [
            row[1].strip()
            for row in self.who.rows_model.rows
            if row[0] in set(self.who.selected_keys())
        ]
        return names[0] if len(names) == 1 else f"{len(names)} pilihan" if names else ""

    def show_choices(self, choices: Choices) -> None:
        """Offer a month's units and people; what was chosen stays chosen."""
        self._choices = choices
        self._fill()
        if not self.who.selected_keys():
            self.who.select_key(CITY)

    def choose(self, key: str) -> None:
        """Choose one row, e.g. ``unit:7`` or ``nip:1981…``, after clearing the search."""
        if key.startswith("nip:"):
            self.search.setText(key.removeprefix("nip:"))
        else:
            self.search.clear()
        self.search.search_now()
        self._fill()
        self.who.select_key(key)

    def _fill(self) -> None:
        if self._choices is None:
            return
        typed = self.search.text()
        shown = rows.found(self._choices, typed, self.paper is Paper.SLIPS)
        self.who.set_rows(shown)
        if not self.who.selected_keys() and shown:
            self.who.select_place(0)
        if shown:
            self.strip.set_position(f"{number(len(shown))} pilihan")
        else:
            self.strip.set_position(f"Tidak ada yang cocok dengan ‘{typed.strip()}’.")

    def _paper_changed(self, _key: object) -> None:
        self.apart.setVisible(self.paper is not Paper.RECAP)
        self._fill()
        self.changed.emit()

    def _who_changed(self) -> None:
        self.changed.emit()
