"""Everybody of a frozen month with their one state: a slip, held, or not entitled and why.

Who is in which state is ``services.months.entitled``'s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout

from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import number
from polima_desktop.services.months.entitled import Placed
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, Page, SearchField
from polima_desktop.views.widgets.choices import Choice

COLUMNS = (
    Column("name", "Nama", 1, tone="medium", width=190, stretch=True, tip=lambda row: row[1]),
    Column("nip", "NIP", 0, shown_nip, width=178, minimum=178),
    Column("unit", "Unit", 2, tone="second", width=170, stretch=True, tip=lambda row: row[2]),
    Column("state", "Keadaan", 3, width=100),
    Column("reason", "Sebab", 4, width=180, stretch=True, tip=lambda row: row[4]),
)
EVERYBODY = "Semua keadaan"


class EverybodyDialog(Dialog):
    """Shows everybody, or those of one reason; ``export(reason)`` writes what is shown."""

    def __init__(
        self, page: Page, people: Sequence[Placed], export: Callable[[str], object], may: bool
    ) -> None:
        super().__init__(page, "Keadaan setiap pegawai", "Tutup", width=980)
        self.people = people
        self.reason = Choice()
        self.reason.setAccessibleName("Sebab")
        self.reason.addItem(f"{EVERYBODY} ({number(len(people))})", "")
        counts = Counter(one.reason or one.state for one in people)
        for words, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            self.reason.addItem(f"{words} ({number(count)})", words)
        self.finder, self.table = SearchField("Cari nama atau NIP"), DataTable(COLUMNS, "Pegawai")
        self.finder.lead_to(self.table)
        self.table.setMinimumHeight(320)
        self.out = Button("Ekspor", "ekspor", lambda: export(self.chosen_reason))
        self.out.setAutoDefault(False)
        self.out.setVisible(may)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.finder, 1)
        row.addWidget(self.reason)
        row.addWidget(self.out)
        self.body.addLayout(row)
        self.body.addWidget(self.table)
        self.cancel.hide()
        self.finder.searched.connect(lambda _text: self._show())
        self.reason.currentIndexChanged.connect(lambda _place: self._show())
        self._show()

    @property
    def chosen_reason(self) -> str:
        """The reason that is chosen, where it is one; empty for everybody."""
        chosen = str(self.reason.currentData())
        return chosen if any(one.reason == chosen for one in self.people) else ""

    def _show(self) -> None:
        chosen = str(self.reason.currentData())
        typed = self.finder.text().strip().casefold()
        rows = [
            one
            for one in self.people
            if chosen in ("", one.reason or one.state)
            and (typed in one.name.casefold() or "".join(typed.split()) in one.nip)
        ]
        self.table.set_rows(rows, len(self.people))
