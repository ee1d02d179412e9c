"""Inputs in a grid: the measured variables of one activity, or what a set takes of the month.

Each has a name, label, unit, decimals and range, or a closed list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import adding, renaming
from polima_desktop.domain.rules.entering import read_entered
from polima_desktop.domain.rules.model import Input, RuleSet
from polima_desktop.domain.rules.supplied import SUPPLIED
from polima_desktop.views.modal import Dialog
from polima_desktop.views.rules import words
from polima_desktop.views.tables import Column
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, Sheet, label

_MOST_DECIMALS = 9


class _GivenDialog(Dialog):
    """Edits a copy; ``ruleset`` is the set with the inputs as they were left."""

    SAID: ClassVar[str]
    EDITABLE: ClassVar[tuple[str, ...]]

    def __init__(self, parent: QWidget, ruleset: RuleSet, title: str, *, editable: bool) -> None:
        super().__init__(parent, title, "Pakai isian ini", width=900)
        self.ruleset = ruleset
        self.setMinimumHeight(380)
        self.grid = EditGrid(_COLUMNS, title, self.EDITABLE, _shown)
        self.grid.set_open(editable)
        self.problem = label("", "body", "bad", wrap=True)
        self.problem.hide()
        self.add_button = Button("Tambah isian", "tambah", self.add, low=True)
        self.drop_button = Button("Hapus isian", on_press=self.drop, low=True)
        self.verb.setVisible(editable)
        self.verb.setAutoDefault(False)
        self._lay_out(editable)
        self.grid.edited.connect(self._edit)
        self._fill()

    def _lay_out(self, editable: bool) -> None:
        self.body.addWidget(label(self.SAID, "body", "second", wrap=True))
        sheet = Sheet()
        sheet.add(self.grid, 1)
        self.body.addWidget(sheet, 1)
        self.body.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.drop_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_button.setVisible(editable)
        self.drop_button.setVisible(editable)

    def accept(self) -> None:
        """Close after a cell that was still being typed into has told its text."""
        QTimer.singleShot(0, self, super().accept)

    def _fill(self) -> None:
        self.grid.set_rows(
            (given.name, given.name, given.label, given.unit or "",
             given.decimals if given.kind == "number" else None, given.low, given.high,
             "ya; tidak" if given.kind == "bool" else "; ".join(given.values))
            for given in self.inputs.values()
        )  # fmt: skip

    @property
    def inputs(self) -> Mapping[str, Input]:
        """The inputs as they are now."""
        raise NotImplementedError

    def add(self) -> None:
        """Add an input."""
        raise NotImplementedError

    def renamed(self, name: str, new: str) -> RuleSet:
        """Give the set with an input called otherwise."""
        raise NotImplementedError

    def replaced(self, given: Input) -> RuleSet:
        """Give the set with an input declared anew."""
        raise NotImplementedError

    def without(self, name: str) -> RuleSet:
        """Give the set without an input."""
        raise NotImplementedError

    def drop(self) -> None:
        """Take the chosen input away."""
        name = self.grid.current_key()
        if name is not None:
            self.ruleset = self.without(name)
            self._fill()

    def _edit(self, name: str, column: str, text: str) -> None:
        try:
            if column == "name":
                made = self.renamed(name, text.strip())
            else:
                made = self.replaced(changed(self.inputs[name], column, text))
        except Refused as refused:
            self.problem.setText(f"{refused.message} {refused.advice}")
            self.problem.show()
            return
        self.problem.hide()
        self.ruleset = made
        self._fill()


class VariablesDialog(_GivenDialog):
    """The measured variables of one activity."""

    SAID = "Pelapor mengisi nilai ini untuk setiap laporan, lalu rumus poin memakai namanya."
    EDITABLE = ("name", "label", "unit", "decimals", "low", "high", "values")

    def __init__(self, parent: QWidget, ruleset: RuleSet, code: str, *, editable: bool) -> None:
        self.code = code
        super().__init__(parent, ruleset, f"Isian ukur {code}", editable=editable)

    @property
    def inputs(self) -> Mapping[str, Input]:
        return self.ruleset.activities[self.code].inputs

    def add(self) -> None:
        """Add a variable that counts something from 0 to 1000."""
        name = renaming.fresh("ukuran", self.inputs)
        given = Input(name, "Ukuran", "number", "", 0, Decimal(0), Decimal(1000))
        self.ruleset = self.replaced(given)
        self._fill()
        self.grid.select_key(name)
        self.grid.edit_cell(name, "name")

    def renamed(self, name: str, new: str) -> RuleSet:
        return renaming.rename_variable(self.ruleset, self.code, name, new)

    def replaced(self, given: Input) -> RuleSet:
        return adding.with_variable(self.ruleset, self.code, given)

    def without(self, name: str) -> RuleSet:
        return adding.remove_variable(self.ruleset, self.code, name)


class InputsDialog(_GivenDialog):
    """What the lines take of the month. The names are the month's, so none is renamed."""

    SAID = (
        "Yang diambil rumus dari data bulan. Rentang yang sempit membuat pemeriksaan lebih tajam; "
        "nilai di luarnya menahan slip. Daftar pilihan jabatan, unit, atau tempat boleh memuat "
        "‘lainnya’ dan ‘tidak’."
    )
    EDITABLE = ("label", "unit", "decimals", "low", "high", "values")

    def __init__(self, parent: QWidget, ruleset: RuleSet, *, editable: bool) -> None:
        super().__init__(parent, ruleset, "Isian dari data bulan", editable=editable)

    @property
    def inputs(self) -> Mapping[str, Input]:
        return self.ruleset.inputs

    def offers(self) -> QMenu:
        """Offer what the month supplies and the set does not declare yet."""
        menu = QMenu(self)
        for name in adding.undeclared(self.ruleset):
            action = menu.addAction(f"{name}\t{SUPPLIED[name].label}")
            action.triggered.connect(partial(self.declare, name))
        return menu

    def add(self) -> None:
        """Offer the names under the button."""
        self.offers().popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def declare(self, name: str) -> None:
        """Declare one name."""
        self.ruleset = adding.declare(self.ruleset, name)
        self._fill()
        self.grid.select_key(name)

    def renamed(self, name: str, new: str) -> RuleSet:
        raise Refused(f"‘{name}’ adalah nama dari data bulan.", f"‘{new}’ tidak dipakai.")

    def replaced(self, given: Input) -> RuleSet:
        kind = SUPPLIED[given.name].kind if given.name in SUPPLIED else given.kind
        if given.kind != kind:
            raise Refused(
                f"‘{given.name}’ dari data bulan berupa {_KINDS.get(kind, kind)}.",
                "Yang bisa diubah keterangannya, dan rentang atau pilihannya.",
            )
        return adding.with_input(self.ruleset, given)

    def without(self, name: str) -> RuleSet:
        return adding.remove_input(self.ruleset, name)


def changed(given: Input, column: str, text: str) -> Input:
    """Give a variable with one cell typed over; refuse a range that is none."""
    text = text.strip()
    match column:
        case "label":
            return replace(given, label=text or given.name)
        case "unit":
            return replace(given, unit=text)
        case "values":
            words_given = tuple(
                dict.fromkeys(part.strip() for part in text.split(";") if part.strip())
            )
            if words_given:
                return replace(given, kind="text", values=words_given, low=None, high=None)
            return replace(given, kind="number", values=())
        case "decimals":
            number = read_entered(text)
            if number != int(number) or not 0 <= number <= _MOST_DECIMALS:
                raise Refused("Desimal ditulis 0 sampai 9.", "Tulis 0 untuk bilangan bulat.")
            return replace(given, decimals=int(number))
    bound = read_entered(text) if text else None
    low, high = (bound, given.high) if column == "low" else (given.low, bound)
    if low is not None and high is not None and low > high:
        raise Refused("Paling kecil lebih besar daripada paling besar.", "Periksa keduanya.")
    return replace(given, low=low, high=high)


def _shown(row: Row, column: str) -> str:
    value = row[next(c.field for c in _COLUMNS if c.key == column)]
    if value is None:
        return ""
    return words.typed(value) if isinstance(value, Decimal) else str(value)


def _number(value: Decimal | None) -> str:
    return words.typed(value) if value is not None else "–"


_KINDS = {"bool": "ya atau tidak", "number": "angka", "text": "salah satu pilihan"}
_COLUMNS = [
    Column("name", "Nama", 1, width=150, tone="medium"),
    Column("label", "Keterangan", 2, width=180, stretch=True),
    Column("unit", "Satuan", 3, width=90, tone="second"),
    Column("decimals", "Desimal", 4, width=70, right=True),
    Column("low", "Paling kecil", 5, _number, width=95, right=True),
    Column("high", "Paling besar", 6, _number, width=95, right=True),
    Column("values", "Pilihan (dipisah ;)", 7, width=180, stretch=True),
]
