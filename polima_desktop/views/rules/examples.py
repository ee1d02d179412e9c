"""The tab Contoh: the bureau's worked examples, as a list and a grid, green and red as one types.

What an example gives now comes from the exact engine; the gate compares both engines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.exact import Value
from polima_desktop.domain.rules import adding, editing, renaming
from polima_desktop.domain.rules.entering import read_entered
from polima_desktop.domain.rules.examples import run_example
from polima_desktop.domain.rules.model import Example, RuleSet
from polima_desktop.domain.rules.program import Program
from polima_desktop.domain.rules.values import plain_number, write_value
from polima_desktop.views.paint import Badge
from polima_desktop.views.rules import words
from polima_desktop.views.rules.dialogs import ask_name
from polima_desktop.views.rules.words import ExampleState
from polima_desktop.views.tables import Column, QueueList, TwoLine
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, Columns, Sheet

Key = tuple[str, int, str]
"""Part of an example (inputs, activities, days, expect), number of the entry, name."""


class ExamplesTab(Columns):
    """``changed(ruleset)`` after an edit; ``from_person_asked`` and ``export_asked`` are acts."""

    changed = Signal(object)
    refused = Signal(object)
    from_person_asked = Signal()
    export_asked = Signal()
    accept_asked = Signal(object)

    def __init__(self) -> None:
        self.list = QueueList(_lines, "Contoh perhitungan")
        self.left, self.right = Sheet("Contoh"), Sheet("Isi contoh")
        self.grid = EditGrid(_COLUMNS, "Isi contoh", ("value",), _shown)
        super().__init__("bobot-contoh", self.left, self.right, slack=1, sizes=[380, 700])
        self.ruleset: RuleSet | None = None
        self.program: Program | None = None
        self.editable = False
        self.grid.setSortingEnabled(False)
        self._fill_sheets()
        self.list.current_changed.connect(lambda _key: self.fill())
        self.grid.edited.connect(lambda key, _column, text: self._edit([(key, "value", text)]))
        self.grid.block_edited.connect(self._edit)

    def _fill_sheets(self) -> None:
        self.add_button = Button("Tambah", "tambah", self.add_example, low=True)
        self.person_button = Button("Dari pegawai…", on_press=self.from_person_asked.emit, low=True)
        self.export_button = Button("Ekspor Excel", "ekspor", self.export_asked.emit, low=True)
        self.rename_button = Button("Ganti nama", on_press=self.rename, low=True)
        self.drop_button = Button("Hapus", on_press=self.drop, low=True)
        self.entry_button = Button("Tambah aktivitas", "tambah", self.add_entry, low=True)
        self.day_button = Button("Tambah hari", "tambah", self.add_day, low=True)
        self.accept_one = Button("Jadikan nilai acuan", "cek", self._accept_one, low=True)
        self.accept_all = Button("Jadikan semua nilai acuan", on_press=self._accept_all, low=True)
        self.left.add(self.list, 1)
        self.left.add(_strip(self.add_button, self.person_button, self.export_button))
        self.right.add_to_head(self.rename_button)
        self.right.add_to_head(self.drop_button)
        self.right.add(self.grid, 1)
        self.right.add(_strip(self.entry_button, self.day_button, self.accept_one,
                              self.accept_all))  # fmt: skip

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def show_set(self, ruleset: RuleSet, *, editable: bool) -> None:
        """Show the examples of a set; their states come with the check."""
        self.ruleset, self.editable = ruleset, editable
        self.grid.set_open(editable)
        for button in (self.add_button, self.person_button, self.rename_button, self.drop_button,
                       self.entry_button, self.day_button):  # fmt: skip
            button.setVisible(editable)
        known = {row[0]: row[1] for row in self.list.rows_model.rows}
        self._list([known.get(e.name, ExampleState(e.name, ())) for e in ruleset.examples])

    def _list(self, states: Sequence[ExampleState]) -> None:
        """List the examples, failed ones first."""
        ordered = sorted(states, key=lambda state: not state.problems)
        self.list.set_rows([(state.name, state) for state in ordered])
        failed = sum(bool(state.problems) for state in states)
        note = f"{failed} dari {len(states)} belum sesuai" if failed else f"{len(states)} sesuai"
        self.left.set_title("Contoh", note)
        if self.list.current_key() is None:
            self.list.select_place(0)
        self._show_accept()
        self.fill()

    def show_states(self, states: Sequence[ExampleState], program: Program | None) -> None:
        """Show how the examples went."""
        self.program = program
        self._list(states)

    @property
    def failed(self) -> list[str]:
        """The names of the examples that failed."""
        return [row[0] for row in self.list.rows_model.rows if row[1].problems]

    def _show_accept(self) -> None:
        row = self.list.current_row()
        for button in (self.accept_one, self.accept_all):
            button.setVisible(self.editable and bool(self.failed))
        self.accept_one.setEnabled(row is not None and bool(row[1].problems))
        self.accept_all.setText(f"Jadikan semua nilai acuan ({len(self.failed)})")

    @property
    def example(self) -> Example | None:
        """The chosen example."""
        name = self.list.current_key()
        if self.ruleset is None:
            return None
        return next((e for e in self.ruleset.examples if e.name == name), None)

    def fill(self) -> None:
        """Show the chosen example."""
        example = self.example
        self.right.set_title(example.name if example else "Isi contoh")
        if example is None or self.ruleset is None:
            self.grid.set_rows(())
            return
        results = self._results(example)
        self.grid.set_rows(_rows(self.ruleset, self.program, example, results))
        self._show_accept()

    def _results(self, example: Example) -> Mapping[str, Value]:
        if self.program is None:
            return {}
        wanted = Example(example.name, example.inputs, dict.fromkeys(self.program.lines, "0"),
                         example.activities, example.days)  # fmt: skip
        return run_example(self.program, wanted).values

    # ── changing ──────────────────────────────────────────────────────────────────────────

    def _edit(self, cells: Sequence[tuple[Key | None, str, str]]) -> None:
        example = self.example
        if example is None:
            return
        try:
            for key, _column, text in cells:
                if key is not None:
                    example = _with_value(example, key, self._written(key, text))
            self._store(example)
        except Refused as refused:
            self.refused.emit(refused)
            self.fill()

    def _written(self, key: Key, text: str) -> str:
        """Give what a cell means as the rule file writes it: point decimals, words as they are."""
        text = text.strip()
        if not text or not self._is_number(key):
            return text
        return plain_number(read_entered(text))

    def _is_number(self, key: Key) -> bool:
        part, number, name = key
        program, example = self.program, self.example
        if name in ("volume", "menit") or part == "days":
            return True
        if program is None or example is None:
            return False
        if part == "activities":
            code = example.activities[number].get("kode", "")
            activity = program.activities.get(code)
            variable = activity.variables.get(name) if activity else None
        elif part == "expect":
            variable = program.lines[name].variable if name in program.lines else None
        else:
            variable = program.variables.get(name)
        return variable is not None and variable.type.kind == "number"

    def _store(self, example: Example) -> None:
        assert self.ruleset is not None, "a set is shown"
        self.changed.emit(editing.with_example(self.ruleset, example))

    def _change(self, change: words.Change, then: str = "") -> None:
        assert self.ruleset is not None, "a set is shown"
        try:
            made = change(self.ruleset)
        except Refused as refused:
            self.refused.emit(refused)
            return
        self.changed.emit(made)
        if then:
            self.list.select_key(then)

    def add_example(self) -> None:
        """Add a copy of the chosen example under another name, or the first one."""
        now = self.example
        title = f"Salin ‘{now.name}’" if now else "Tambah contoh"
        name = ask_name(self, title, "Nama contoh", "", "Tambah contoh")
        if not name or self.ruleset is None:
            return
        made = replace(now, name=name) if now else Example(name, {}, _expected(self.ruleset))
        self._change(lambda ruleset: adding.add_example(ruleset, made), name)

    def rename(self) -> None:
        """Give the chosen example another name."""
        now = self.example
        new = (
            ask_name(self, "Ganti nama contoh", "Nama baru", now.name, "Ganti nama") if now else ""
        )
        if now and new:
            self._change(lambda ruleset: renaming.rename_example(ruleset, now.name, new), new)

    def drop(self) -> None:
        """Take the chosen example away; undo brings it back."""
        now = self.example
        if now:
            self._change(lambda ruleset: adding.remove_example(ruleset, now.name))

    def add_entry(self) -> None:
        """Ask for a code and add an activity entry with the variables it declares."""
        now, ruleset = self.example, self.ruleset
        if now is None or ruleset is None:
            return
        code = ask_name(self, "Tambah aktivitas", "Kode aktivitas", "", "Tambah aktivitas")
        if not code:
            return
        activity = next((a for a in ruleset.activities.values()
                         if a.code.casefold() == code.casefold()), None)  # fmt: skip
        if activity is None:
            self.refused.emit(Refused(f"Kode ‘{code}’ tidak ada.", "Lihat tab Aktivitas."))
            return
        variables = dict.fromkeys(activity.inputs, "")
        entry = {"kode": activity.code, "volume": "1", "menit": "0", **variables}
        self._store(replace(now, activities=(*now.activities, entry)))

    def add_day(self) -> None:
        """Add a workday without lateness."""
        if self.example is not None:
            day = {"menit_terlambat": "0", "menit_pulang_cepat": "0"}
            self._store(replace(self.example, days=(*self.example.days, day)))

    def _accept_one(self) -> None:
        self.accept_asked.emit([self.list.current_key()])

    def _accept_all(self) -> None:
        self.accept_asked.emit(self.failed)

    def add_made(self, example: Example) -> None:
        """Add an example that was made from a person."""
        self._change(lambda ruleset: adding.add_example(ruleset, example))
        assert self.ruleset is not None, "a set is shown"
        self.list.select_key(self.ruleset.examples[-1].name)


def _expected(ruleset: RuleSet) -> dict[str, str]:
    """Expect 0 of the net line: an example must expect something, and this one is red at once."""
    lines = ruleset.lines.values()
    name = next((line.name for line in lines if line.slip == "bersih"), next(iter(ruleset.lines)))
    return {name: "0"}


def _with_value(example: Example, key: Key, text: str) -> Example:
    part, number, name = key
    if part in ("inputs", "expect"):
        facts = dict(getattr(example, part))
        facts[name] = text
        if not text:
            del facts[name]
        if part == "expect" and not facts:
            raise Refused("Contoh harus menyatakan paling sedikit satu hasil.", "Isi satu baris.")
        return replace(example, **{part: facts})  # type: ignore[arg-type]
    entries = [dict(entry) for entry in getattr(example, part)]
    if name == "kode" and not text:
        del entries[number]
    else:
        entries[number][name] = text
    return replace(example, **{part: tuple(entries)})  # type: ignore[arg-type]


def _rows(
    ruleset: RuleSet, program: Program | None, example: Example, results: Mapping[str, Value]
) -> Iterator[Row]:
    needed = [] if program is None else [n for n in program.needed if n in ruleset.inputs]
    for name in dict.fromkeys([*example.inputs, *needed]):
        given = ruleset.inputs.get(name)
        text = example.inputs.get(name, "")
        yield ("inputs", 0, name), "Isian", given.label if given else name, text, "", ""
    for part, title in (("activities", "Aktivitas"), ("days", "Hari")):
        for number, entry in enumerate(getattr(example, part)):
            for name, text in entry.items():
                yield (part, number, name), f"{title} {number + 1}", name, text, "", ""
    for name, line in ruleset.lines.items():
        now = _now(program, name, results)
        wanted = example.expect.get(name, "")
        state = "" if not wanted or not now else "ok" if _same(wanted, now) else "bad"
        yield ("expect", 0, name), "Hasil", f"{line.label} ({name})", wanted, now, state


def _now(program: Program | None, name: str, results: Mapping[str, Value]) -> str:
    if program is None or name not in results:
        return ""
    return write_value(results[name], program.lines[name].variable.type.decimals)


def _same(wanted: str, now: str) -> bool:
    try:
        return Decimal(wanted) == Decimal(now)
    except ArithmeticError:
        return wanted == now


def _comma(text: str) -> str:
    return text.replace(".", ",") if text.replace(".", "").lstrip("-").isdigit() else text


def _shown(row: Row, _column: str) -> str:
    return _comma(row[3])


def _strip(*buttons: Button) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(14, 6, 14, 6)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return box


def _lines(row: tuple[str, ExampleState]) -> TwoLine:
    name, state = row
    if not state.problems:
        return TwoLine(name, "Sesuai", kind="ok")
    return TwoLine(name, state.problems[0], kind="bad")


def _badge(row: Row) -> Badge | None:
    return Badge(row[5], "Sesuai" if row[5] == "ok" else "Berbeda") if row[5] else None


_COLUMNS = [
    Column("part", "Bagian", 1, width=100, tone="second"),
    Column("name", "Nama", 2, width=260, tone="medium", stretch=True),
    Column("value", "Isi / acuan", 3, _comma, width=150, right=True),
    Column("now", "Hasil sekarang", 4, _comma, width=150, right=True, tone="second"),
    Column("state", "", 5, width=90, badge=_badge),
]
