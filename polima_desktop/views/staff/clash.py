"""When two clerks changed the same fields: both values side by side, one choice a field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from polima_desktop import formatting
from polima_desktop.services.staff import person_form
from polima_desktop.services.staff.people import Clash
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.widgets import label


class ClashDialog(Dialog):
    """Nothing is chosen at first; ``mine`` tells by field whether the own value is to be kept."""

    def __init__(self, parent: QWidget, clashes: Sequence[Clash], *, own: bool = False) -> None:
        """``own``: the same user made the other change."""
        title = "Data ini sudah Anda ubah" if own else "Data ini sudah diubah orang lain"
        super().__init__(parent, title, "Pakai pilihan ini", width=520)
        self.mine: dict[str, bool] = {}
        first = clashes[0]
        self.body.addWidget(
            label(
                f"{'Anda sendiri' if own else first.who} menyimpan perubahan pada "
                f"{formatting.moment(first.when)}, setelah formulir ini dibuka. "
                "Pilih nilai yang dipakai.",
                wrap=True,
            )
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        self.body.addLayout(grid)
        self.groups: dict[str, QButtonGroup] = {}
        for place, clash in enumerate(clashes):
            self._add_row(grid, place, clash)
        self.verb.setEnabled(False)

    def _add_row(self, grid: QGridLayout, place: int, clash: Clash) -> None:
        name = clash.field
        field = person_form.BY_NAME.get(name)
        theirs = person_form.shown(name, clash.theirs) or "(kosong)"
        ours = person_form.shown(name, clash.ours) or "(kosong)"
        grid.addWidget(label(field.label if field else clash.label, "strong"), place, 0)
        group = self.groups[name] = QButtonGroup(self)
        for column, (words, mine) in enumerate(
            ((f"Tersimpan: {theirs}", False), (f"Isian ini: {ours}", True)), start=1
        ):
            button = QRadioButton(words)
            button.toggled.connect(
                lambda on, name=name, mine=mine: self._choose(name, mine) if on else None
            )
            group.addButton(button, int(mine))
            grid.addWidget(button, place, column)

    def _choose(self, name: str, mine: bool) -> None:
        self.mine[name] = mine
        self.verb.setEnabled(len(self.mine) == len(self.groups))
