"""The log of printings: each batch of a month, and which copies of whose slips it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from polima_desktop.formatting import number, short_moment
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import label

if TYPE_CHECKING:
    from polima_desktop.services.papers.log import Entry


class PrintedDialog(Dialog):
    """Batches at the left, the latest first; the slips of the chosen one at the right."""

    def __init__(self, parent: QWidget, month: str, entries: list[Entry]) -> None:
        super().__init__(parent, f"Catatan cetak {month}", "Tutup", width=900)
        self.cancel.hide()
        self._entries = {entry.printing.id: entry for entry in entries}
        self.batches, self.slips = self._batches(), self._slips()
        self.said = label("", "body", "second", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.batches, 8)
        row.addWidget(self.slips, 5)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.said)
        self.setMinimumHeight(460)
        self.batches.set_rows([self._row(entry) for entry in entries])
        self.batches.current_changed.connect(self._show)
        if entries:
            self.batches.select_place(0)
        self._show(self.batches.current_key())

    def _batches(self) -> DataTable:
        columns = [
            Column("at", "Waktu", 1, width=176),
            Column("what", "Dokumen", 2, width=110, stretch=True),
            Column("papers", "Jumlah", 3, text=number, width=64, right=True),
            Column("target", "Ke", 4, width=70),
            Column("by", "Oleh", 5, width=88),
        ]
        return DataTable(columns, "Cetakan bulan ini")

    def _slips(self) -> DataTable:
        columns = [
            Column("name", "Slip", 1, width=180, stretch=True),
            Column("copy", "Cetakan", 2, width=92),
        ]
        return DataTable(columns, "Slip dalam cetakan ini")

    def _row(self, entry: Entry) -> tuple[object, ...]:
        one = entry.printing
        at = short_moment(one.printed_at)
        return one.id, at, entry.what, one.papers, one.target, one.printed_by

    def _show(self, key: object) -> None:
        entry = self._entries.get(key) if isinstance(key, int) else None
        slips = entry.slips if entry else []
        self.slips.set_rows(
            [
                (at, slip.name, f"salinan {slip.copy}" if slip.copy else "pertama")
                for at, slip in enumerate(slips)
            ]
        )
        self.said.setText(self._words(entry))

    def _words(self, entry: Entry | None) -> str:
        if entry is None:
            return "Belum ada yang dicetak pada bulan ini."
        if not entry.slips:
            return "Tidak ada slip final di cetakan ini: salinan draf dan daftar tidak dihitung."
        return ""
