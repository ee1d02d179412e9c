"""The quality board: what is wrong in the list, counted per office; a row opens its people."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from polima_desktop import formatting
from polima_desktop.domain.people import QUALITY
from polima_desktop.services.staff.roster import Roster
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import label


class BoardDialog(Dialog):
    """A row a problem and office, the most frequent first; ``picked`` = (problem, unit id)."""

    def __init__(self, parent: QWidget, roster: Roster) -> None:
        super().__init__(parent, "Pemeriksaan data pegawai", "Buka pegawainya", width=640)
        self.picked: tuple[str, int | None] | None = None
        self.roster = roster
        rows = self._rows()
        self.body.addWidget(label(_words(roster), "body", "second", wrap=True))
        self.table = DataTable(
            [
                Column("problem", "Masalah", 1, tone="medium", width=260, stretch=True),
                Column("opd", "OPD", 2, tone="second", width=180, stretch=True),
                Column("count", "Pegawai", 3, text=formatting.number, right=True, width=80),
            ],
            "Masalah data per OPD",
        )
        self.table.setMinimumHeight(320)
        self.table.set_rows(rows)
        self.table.select_place(0)
        self.table.opened.connect(lambda _key: self.accept())
        self.body.addWidget(self.table, 1)
        self.verb.setEnabled(bool(rows))
        self.cancel.setText("Tutup")

    def _rows(self) -> list[tuple[tuple[str, str], str, str, int]]:
        rows = [
            ((code, opd), QUALITY[code], opd, count)
            for code, counts in self.roster.board().items()
            for opd, count in counts.items()
        ]
        return sorted(rows, key=lambda row: (-row[3], row[1], row[2]))

    def accept(self) -> None:
        """Take the row under the cursor."""
        key = self.table.current_key()
        if key is not None:
            code, opd = key
            tops = {node.unit.label: node.unit.id for node in self.roster.tree}
            self.picked = (code, tops.get(opd))
            super().accept()


def _words(roster: Roster) -> str:
    flawed = sum(1 for row in roster.active if row.problems)
    return (
        f"{formatting.number(flawed)} dari {formatting.number(len(roster.active))} pegawai punya "
        "data yang perlu dilihat. Seorang pegawai bisa punya lebih dari satu masalah."
    )
