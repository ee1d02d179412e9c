"""The lower left of the page: the formula editor with its problem strip, and bands and tables."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.errors import Fix, caret
from polima_desktop.domain.formula.functions import FUNCTIONS
from polima_desktop.domain.rules import editing
from polima_desktop.domain.rules.entering import read_entered
from polima_desktop.domain.rules.model import Finding, RuleSet
from polima_desktop.domain.rules.supplied import SUPPLIED
from polima_desktop.views import theme
from polima_desktop.views.paint import Badge
from polima_desktop.views.rules import words
from polima_desktop.views.rules.editor import FormulaEditor
from polima_desktop.views.tables import Column
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import (
    BadgeLabel,
    Button,
    ChoiceButton,
    Link,
    Sheet,
    Tabs,
    label,
    set_ground,
)


class FormulaSheet(Sheet):
    """Formulas, bands and tables of the set in tabs."""

    def __init__(self) -> None:
        super().__init__("Rumus")
        self.editor, self.problem, self.values = FormulaEditor(), ProblemStrip(), ValuesTab()
        self.findings: dict[str, Finding] = {}
        self.badge = BadgeLabel()
        self.add_to_head(self.badge)
        self.tabs = Tabs("Rumus, jenjang dan tabel")
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.editor, 1)
        column.addWidget(self.problem)
        self.tabs.addTab(box, "Rumus")
        self.tabs.addTab(self.values, "Jenjang dan tabel")
        self.add(self.tabs, 1)
        self.editor.line_chosen.connect(lambda _name: self._show_problem())
        self.problem.fix_asked.connect(self.apply)

    def show_set(self, ruleset: RuleSet, title: str, *, editable: bool) -> None:
        """Show the formulas, bands and tables of a set."""
        formulas = {line.name: line.formula for line in ruleset.lines.values()}
        self.set_title("Rumus", f"{title}, {len(formulas)} baris")
        self.editor.setReadOnly(not editable)
        self.editor.words = [
            *ruleset.lines, *ruleset.inputs, *(n for n in SUPPLIED if n not in ruleset.inputs),
            *ruleset.bands, *ruleset.tables, *FUNCTIONS,
        ]  # fmt: skip
        self.editor.show_formulas(formulas)
        self.values.show_set(ruleset, editable=editable)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the lines that have a mistake; say it for the line with the cursor."""
        self.findings = {}
        for finding in findings:
            if finding.severity == "error" and words.section(finding) == "lines":
                self.findings.setdefault(words.owner(finding), finding)
        self.editor.set_marks(
            {name: finding.position or 1 for name, finding in self.findings.items()}
        )
        count = len(self.findings)
        self.badge.set_badge(Badge("bad", f"{count} kesalahan") if count else Badge("ok", "Benar"))
        self._show_problem()

    def _show_problem(self) -> None:
        shown = self.findings.get(self.editor.current)
        if shown is None and self.findings:
            shown = next(iter(self.findings.values()))
        formula = ""
        if shown is not None:
            formula = (self.editor.formulas() or {}).get(words.owner(shown), "")
        self.problem.show_finding(shown, formula)

    def say_structure(self) -> None:
        """Say that a line's name was changed, which the editor does not do."""
        self.problem.show_words(
            "Nama baris berubah.",
            "Di sini hanya rumusnya yang diubah. Kembalikan namanya (Ctrl+Z), atau ubah lewat "
            "berkas aturan.",
        )

    def apply_suggestion(self) -> None:
        """Put the suggestion in the place of the mistake (Ctrl+.)."""
        self.editor.take_over()  # what is suggested belongs to the text as it stands
        finding = self.problem.finding
        if finding is None or not finding.fixes or self.editor.isReadOnly():
            return
        if len(finding.fixes) == 1:
            self.apply(finding.fixes[0])
        else:
            self.problem.links[0].setFocus()

    def apply(self, fix: Fix) -> None:
        """Put one suggestion in its place."""
        if self.problem.finding is not None and not self.editor.isReadOnly():
            self.editor.apply(words.owner(self.problem.finding), fix)

    def next_error(self) -> None:
        """Go to the next line with a mistake, round and round (F8)."""
        names = [name for name in self.editor.names if name in self.findings]
        if not names:
            return
        later = [n for n in names if self._place(n) > self._place(self.editor.current)]
        name = (later or names)[0]
        self.tabs.setCurrentIndex(0)
        self.editor.go_to(name, self.findings[name].position)

    def _place(self, name: str) -> int:
        return self.editor.names.index(name) if name in self.editor.names else -1

    def go_to(self, finding: Finding) -> None:
        """Show the place of a finding."""
        if words.section(finding) in ("bands", "tables"):
            self.tabs.setCurrentIndex(1)
            self.values.choose(words.owner(finding))
        else:
            self.tabs.setCurrentIndex(0)
            self.editor.go_to(words.owner(finding), finding.position)


class ProblemStrip(QWidget):
    """What is wrong with a line: words, the formula with a caret under it, a suggestion."""

    fix_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.finding: Finding | None = None
        set_ground(self, "badbg")
        self.bold, self.text = label("", "strong", "bad", wrap=True), label("", "body", wrap=True)
        self.caret = label("", "body")
        self.caret.setFont(theme.font("mono"))
        self.links = [Link("", partial(self._ask, place), "bad") for place in range(2)]
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(2)
        for part in (self.bold, self.text, self.caret, *self.links):
            column.addWidget(part)
        self.hide()

    def show_finding(self, finding: Finding | None, formula: str) -> None:
        """Show a finding, or nothing."""
        self.finding = finding
        self.setVisible(finding is not None)
        if finding is None:
            return
        self.bold.setText(f"{words.place(finding)}.")
        self.text.setText(finding.message)
        position = finding.position or 1
        self.caret.setText(caret(_window(formula, position), min(position, _LEFT + 1)))
        self.caret.setVisible(bool(formula) and finding.position is not None)
        for link, fix in zip_longest(self.links, finding.fixes[: len(self.links)]):
            link.setVisible(fix is not None)
            if fix is not None:
                link.set_text(_offer(fix, formula, alone=len(finding.fixes) == 1))

    def _ask(self, place: int) -> None:
        if self.finding is not None:
            self.fix_asked.emit(self.finding.fixes[place])

    def show_words(self, bold: str, text: str) -> None:
        """Show other words."""
        self.finding = None
        self.bold.setText(bold)
        self.text.setText(text)
        self.caret.hide()
        for link in self.links:
            link.hide()
        self.show()


def _offer(fix: Fix, formula: str, *, alone: bool) -> str:
    """Say what is replaced by what; where there are two meanings, which one this is."""
    key = " (Ctrl+.)" if alone else f" ({fix.meaning})"
    if not fix.text:
        return f"Hapus ‘{fix.replaced(formula)}’{key}"
    return f"Ganti ‘{fix.replaced(formula)}’ dengan {fix.text}{key}"


_LEFT, _WIDE = 40, 64


def _window(formula: str, position: int) -> str:
    """Cut a long formula around the place, so that the caret stands under it."""
    start = max(position - 1 - _LEFT, 0)
    shown = formula[start : start + _WIDE]
    return ("…" + shown[1:] if start else shown) + ("…" if start + _WIDE < len(formula) else "")


class ValuesTab(QWidget):
    """One band or table in a grid; ``changed(ruleset)`` gives the set with the edit in it."""

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.ruleset: RuleSet | None = None
        self.choice = ChoiceButton("", low=True)
        self.choice.changed.connect(lambda _value: self.fill())
        self.add_row = Button("Tambah baris", "tambah", self._add, low=True)
        self.drop_row = Button("Hapus baris", on_press=self._drop, low=True)
        self.grid = EditGrid(_VALUE_COLUMNS, "Jenjang dan tabel", ("key", "value"), _shown)
        self.grid.edited.connect(self._edit)
        head = QHBoxLayout()
        head.setContentsMargins(10, 6, 10, 6)
        head.setSpacing(8)
        head.addWidget(self.choice)
        head.addStretch(1)
        head.addWidget(self.add_row)
        head.addWidget(self.drop_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.grid, 1)

    def show_set(self, ruleset: RuleSet, *, editable: bool) -> None:
        """Show the bands and tables of a set."""
        self.ruleset = ruleset
        self.choice.set_options(
            [(name, f"Jenjang {name}") for name in ruleset.bands]
            + [(name, f"Tabel {name}") for name in ruleset.tables if name not in ruleset.bands]
        )
        self.grid.set_open(editable)
        self.add_row.setVisible(editable)
        self.drop_row.setVisible(editable)
        self.fill()

    def choose(self, name: str) -> None:
        """Show a band or table by name."""
        self.choice.choose(name)

    @property
    def _rows(self) -> list[tuple[Decimal | str, Decimal]]:
        if self.ruleset is None:
            return []
        name = self.choice.value
        found = self.ruleset.bands.get(name) or self.ruleset.tables.get(name)
        return [] if found is None else list(found.rows)

    @property
    def _is_band(self) -> bool:
        return self.ruleset is not None and self.choice.value in self.ruleset.bands

    def fill(self) -> None:
        """Show the rows of the chosen band or table."""
        rows = self._rows
        self.grid.set_rows(
            (place, key, self._until(place, rows), value) for place, (key, value) in enumerate(rows)
        )

    def _until(self, place: int, rows: Sequence[tuple[Decimal | str, Decimal]]) -> str:
        if not self._is_band:
            return ""
        return "ke atas" if place + 1 == len(rows) else f"sampai sebelum {_key(rows[place + 1][0])}"

    def _edit(self, place: int, column: str, text: str) -> None:
        rows = self._rows
        try:
            key, value = rows[place]
            if column == "value":
                value = read_entered(text)
            else:
                key = read_entered(text) if self._is_band else text
            rows[place] = (key, value)
            self._store(rows)
        except Refused as refused:
            self.refused.emit(refused)
            self.fill()

    def _store(self, rows: list[tuple[Decimal | str, Decimal]]) -> None:
        assert self.ruleset is not None, "rows belong to a set"
        store = editing.with_band if self._is_band else editing.with_table
        self.changed.emit(store(self.ruleset, self.choice.value, rows))  # type: ignore[arg-type]

    def _add(self) -> None:
        rows = self._rows
        if not rows:
            return
        last, value = rows[-1]
        key = last + 1 if isinstance(last, Decimal) else _fresh_key([str(key) for key, _ in rows])
        self._store([*rows, (key, value)])
        self.grid.select_key(len(rows))
        self.grid.setFocus()

    def _drop(self) -> None:
        place = self.grid.current_key()
        if place is None:
            return
        try:
            self._store([row for number, row in enumerate(self._rows) if number != place])
        except Refused as refused:
            self.refused.emit(refused)


def _fresh_key(keys: Sequence[str]) -> str:
    if all(key.isdigit() for key in keys):
        return str(max(map(int, keys)) + 1)
    number = 1
    while f"baru {number}" in keys:
        number += 1
    return f"baru {number}"


def _key(value: Decimal | str) -> str:
    return words.typed(value) if isinstance(value, Decimal) else value


def _shown(row: Row, column: str) -> str:
    return words.typed(row[3]) if column == "value" else _key(row[1])


_VALUE_COLUMNS = [
    Column("key", "Batas bawah / kunci", 1, _key, width=150, tone="medium"),
    Column("until", "", 2, width=170, tone="second", stretch=True),
    Column("value", "Nilai", 3, formatting.number, width=130, minimum=110, right=True),
]
