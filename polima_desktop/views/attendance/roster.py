"""Jadwal giliran: a unit's month of shifts typed in, pasted or repeated, saved as one act."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from polima_desktop.domain.calendar import write_hours
from polima_desktop.domain.periods import month_name
from polima_desktop.formatting import number
from polima_desktop.services.attendance.planning import Plan
from polima_desktop.views.attendance.roster_grid import RosterGrid
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.widgets import Button, Field, label


class RosterDialog(Dialog):
    """The grid with what its letters mean; ``grid.typed`` and ``basis`` are what is to be saved."""

    def __init__(self, parent: QWidget, plan: Plan) -> None:
        title = f"Jadwal giliran {plan.unit}, {month_name(plan.month)}"
        super().__init__(parent, title, "Simpan jadwal", width=1320)
        self.grid = RosterGrid(plan)
        self.grid.setMinimumHeight(28 * 12)
        self.body.addWidget(label(_legend(plan), "body", "second", wrap=True))
        self.body.addWidget(self.grid, 1)
        self.repeat = Button("Ulangi sampai akhir bulan", "segar", self.grid.repeat, low=True)
        self.repeat.setToolTip("Mengulang urutan dari tanggal 1 sampai sel ini (Ctrl+R).")
        self.back = Button("Urungkan isian", "urung", self.grid.take_back, low=True)
        self.said = label("", "body", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.repeat)
        row.addWidget(self.back)
        row.addWidget(self.said, 1)
        self.body.addLayout(row)
        self.basis = QLineEdit()
        self.basis.setMaxLength(160)
        self.basis.setPlaceholderText("misalnya jadwal jaga Kepala Instalasi 800/12")
        self.body.addWidget(Field("&Dasar", self.basis))
        self.grid.changed.connect(self._count)
        self._count()
        if plan.rows:
            self.grid.setCurrentIndex(self.grid.rows_model.index(0, 1))
            self.grid.setFocus()

    def unsaved(self) -> bool:
        """Tell whether something was typed."""
        return bool(self.grid.typed) or super().unsaved()

    def _count(self) -> None:
        found = self.grid.counts()
        self.verb.setEnabled(found.changed > 0 and not found.wrong)
        self.back.setEnabled(found.changed > 0)
        self.said.setText(
            f"{number(found.wrong)} sel tidak dikenal, ditandai merah: betulkan lebih dahulu."
            if found.wrong
            else _partly(found.changed, found.partly)
        )


def _partly(changed: int, partly: int) -> str:
    words = f"{number(changed)} sel berubah." if changed else ""
    if partly:
        words += f" {number(partly)} pegawai baru terisi sebagian: hari kosongnya dihitung libur."
    return words.strip()


def _legend(plan: Plan) -> str:
    """Say what each letter means, and how else a cell is filled."""
    seen = {one.name: one for one in sorted(plan.shifts, key=lambda one: one.hours)}
    codes = [f"{plan.codes[one.name]} {one.name} {write_hours(one.hours)}" for one in seen.values()]
    return (
        f"{' · '.join([*codes, 'L Libur'])}. Ketik hurufnya, atau jamnya (14.00-21.00); "
        "Del mengosongkan, Ctrl+V menempel dari lembar kerja (baris ber-NIP dicocokkan)."
    )
