"""The tab Aktivitas: the catalogue as a spreadsheet, and the chosen point formula in full below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import adding, editing
from polima_desktop.domain.rules.cells import COLUMNS, with_block
from polima_desktop.domain.rules.model import Activity, Finding, RuleSet
from polima_desktop.views.paint import Badge
from polima_desktop.views.rules import words
from polima_desktop.views.rules.box import FormulaBox
from polima_desktop.views.rules.drawn import DRAFT, WeightHistory
from polima_desktop.views.rules.offered import for_points
from polima_desktop.views.rules.ready import ReadyDialog, ready_made
from polima_desktop.views.rules.variables import VariablesDialog
from polima_desktop.views.tables import Column
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, FilterButton, Rows, SearchField, Sheet, Strip

(_CODE, _SHOWN_CODE, _NAME, _FAMILY, _UNIT, _WEIGHT, _NORM, _VARIABLES, _EVIDENCE, _POINTS, _USED,
 _STATE, _TIP) = range(13)  # fmt: skip


class Catalogue(Rows):
    """``changed(ruleset)`` after an edit; ``import_asked`` and ``export_asked`` are acts."""

    changed = Signal(object)
    refused = Signal(object)
    import_asked = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        self.sheet, self.formula = Sheet("Aktivitas"), Sheet()
        self.search = SearchField("Kode atau nama", width=220)
        self.families = FilterButton("Kelompok jabatan")
        self.grid = EditGrid(_COLUMNS, "Aktivitas", tuple(COLUMNS), _shown, many=True)
        self.strip, self.box, self.weights = Strip(), FormulaBox(), WeightHistory()
        self.note = QLineEdit()
        self.note.setPlaceholderText(
            "Penjelasan rumus dalam kata-kata, untuk pelapor dan pemeriksa"
        )
        self.note.setAccessibleName("Penjelasan rumus")
        super().__init__("bobot-aktivitas", self.sheet, self.formula, slack=0, sizes=[410, 98])
        self.ruleset: RuleSet | None = None
        self.editable = False
        self.problems: Mapping[str, tuple[str, str]] = {}
        """By code: kind of the badge and the words of the worst finding."""
        self.findings: Mapping[str, Finding] = {}
        self.used: Mapping[str, int] = {}
        self.past: Mapping[str, Sequence[tuple[int, Decimal]]] = {}
        self._fill_sheets()
        self._connect()

    def _fill_sheets(self) -> None:
        self.grid.setToolTip(
            "Enter mengubah sel, Ctrl+V menempel dari Excel, Ctrl+D mengisi ke bawah"
        )
        self.sheet.add_to_head(self.search)
        self.sheet.add_to_head(self.families)
        self.sheet.add(self.grid, 1)
        self._add_buttons()
        self.sheet.add(self.strip)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 1)
        row.addWidget(self.weights)
        self.box.editor.setFixedHeight(_EDITOR)
        self.formula.column.addLayout(row, 1)
        self.formula.add_padded(self.note)
        self._give_room(wrong=False)

    def _add_buttons(self) -> None:
        self.add_button = Button("Tambah", "tambah", self.add_activity, low=True)
        self.variables_button = Button("Isian ukur…", on_press=self.edit_variables, low=True)
        self.add_button.setToolTip("Tambah aktivitas di bawah yang dipilih")
        self.ready_button = Button("Kekhasan…", on_press=self.take_ready, low=True)
        self.drop_button = Button("Hapus", on_press=self.drop, low=True)
        self.import_button = Button("Impor Excel", "impor", self.import_asked.emit, low=True)
        self.export_button = Button("Ekspor Excel", "ekspor", self.export_asked.emit, low=True)
        for button in (self.add_button, self.ready_button, self.variables_button,
                       self.drop_button, self.import_button, self.export_button):  # fmt: skip
            self.strip.row.addWidget(button)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _text: self.fill())
        self.families.changed.connect(self.fill)
        self.grid.edited.connect(lambda key, column, text: self._edit([(key, column, text)]))
        self.grid.block_edited.connect(self._edit)
        self.grid.current_changed.connect(lambda _key: self._show_formula())
        self.box.editor.formulas_changed.connect(self._edit_points)
        self.note.editingFinished.connect(self._edit_note)

    # ── showing ───────────────────────────────────────────────────────────────────────────

    @property
    def activities(self) -> Mapping[str, Activity]:
        """The activities shown."""
        return {} if self.ruleset is None else self.ruleset.activities

    def show_set(self, ruleset: RuleSet, *, editable: bool) -> None:
        """Show the activities of a set."""
        self.ruleset, self.editable = ruleset, editable
        families = sorted({activity.family for activity in ruleset.activities.values()})
        self.families.set_options([(name, words.family(name)) for name in families])
        count = len(ruleset.activities)
        self.sheet.set_title("Aktivitas", f"{count} jenis, {len(families)} kelompok jabatan")
        self.grid.set_open(editable)
        for button in (self.add_button, self.ready_button, self.drop_button, self.import_button):
            button.setVisible(editable)
        self.note.setReadOnly(not editable)
        self.fill()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark activities that have a finding."""
        self.problems = words.activity_problems(list(findings))
        self.findings = {
            words.owner(f): f
            for f in findings
            if words.section(f) == "activities" and f.severity == "error"
        }
        self.fill()

    def show_used(self, used: Mapping[str, int]) -> None:
        """Show how often each activity was reported in a month."""
        self.used = used
        self.fill()

    def show_past(self, past: Mapping[str, Sequence[tuple[int, Decimal]]]) -> None:
        """Show the weights of the published versions: by code, version number and weight."""
        self.past = past
        self._show_formula()

    def fill(self) -> None:
        """Show the rows that the search and the filter let through."""
        wanted, chosen = self.search.text().strip().casefold(), self.families.chosen()
        rows = [
            self._row(activity)
            for activity in self.activities.values()
            if (not chosen or activity.family in chosen)
            and wanted in f"{activity.code} {activity.name}".casefold()
        ]
        self.grid.set_rows(rows, len(self.activities))
        count, total = formatting.number(len(rows)), formatting.number(len(self.activities))
        self.strip.set_position(f"{count} dari {total} aktivitas")
        self._show_formula()

    def _row(self, activity: Activity) -> Row:
        kind, tip = self.problems.get(activity.code, ("", ""))
        return (
            activity.code,
            activity.code,
            activity.name,
            words.family(activity.family),
            activity.unit,
            activity.weight,
            activity.norm_minutes,
            ", ".join(activity.inputs),
            activity.evidence,
            activity.points,
            self.used.get(activity.code) if self.used else None,
            kind,
            tip,
        )

    @property
    def current(self) -> Activity | None:
        """The activity under the cursor."""
        return self.activities.get(self.grid.current_key())

    def _show_formula(self) -> None:
        activity = self.current
        if activity is None or self.ruleset is None:
            self.box.show_formulas({}, [], editable=False)
            self.box.show_findings({})
            self.weights.show_steps(())
            self.note.clear()
            self.note.setEnabled(False)
            self._give_room(wrong=False)
            return
        self.note.setEnabled(True)
        if not self.note.hasFocus() or self.note.property("code") != activity.code:
            self.note.setText(activity.note)
            self.note.setCursorPosition(0)
            self.note.setToolTip(activity.note)
        self.note.setProperty("code", activity.code)
        self.weights.show_steps(self._weights_of(activity))
        offered = for_points(self.ruleset, activity)
        self.box.show_formulas({activity.code: activity.points}, offered, editable=self.editable)
        found = self.findings.get(activity.code)
        self.box.show_findings({activity.code: found} if found else {})
        self._give_room(wrong=found is not None)

    def _weights_of(self, activity: Activity) -> Sequence[tuple[int, Decimal]]:
        """Give the published weights, and the draft's own where it is another one."""
        past = self.past.get(activity.code, ())
        changed = self.editable and (not past or past[-1][1] != activity.weight)
        return [*past, (DRAFT, activity.weight)] if changed else past

    def _give_room(self, *, wrong: bool) -> None:
        """Keep the formula to one line until there is something to say about it."""
        self.formula.setMaximumHeight(_TALL if wrong else _LINE)
        self.formula.setMinimumHeight(_TALL if wrong else _LINE)
        if not wrong:
            self.setSizes([_ALL, _LINE])
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        if self.grid.currentIndex().isValid():
            self.grid.scrollTo(self.grid.currentIndex())

    def go_to(self, code: str, position: int | None = None) -> None:
        """Show an activity, whatever the search and the filter say."""
        if self.grid.rows_model.place_of(code) < 0:
            self.search.clear()
            self.search.search_now()
            self.families.choose(())
            self.fill()
        self.grid.select_key(code)
        self.grid.setFocus()
        if position is not None:
            self.box.editor.go_to(code, position)

    # ── changing ──────────────────────────────────────────────────────────────────────────

    def _edit_points(self, formulas: Mapping[str, str]) -> None:
        activity = self.current
        if activity is not None and self.ruleset is not None and activity.code in formulas:
            code, text = activity.code, formulas[activity.code]
            if text != activity.points:
                changed = editing.with_points(self.ruleset, code, text, as_typed=True)
                self.changed.emit(changed)

    def _edit_note(self) -> None:
        activity = self.activities.get(self.note.property("code"))
        if activity is not None and self.editable and self.note.text().strip() != activity.note:
            self._edit([(activity.code, "note", self.note.text())])

    def take_ready(self) -> None:
        """Take a ready-made activity over, with its tables and its examples."""
        activity, ruleset = self.current, self.ruleset
        if ruleset is None:
            return
        dialog = ReadyDialog(self, activity.family if activity else "")
        if not dialog.exec():
            return
        code = dialog.code
        after = [
            a.code
            for a in self.activities.values()
            if a.family == ready_made().activities[code].family
        ]
        made = adding.take_activity(ruleset, ready_made(), code, after[-1] if after else "")
        (new,) = made.activities.keys() - ruleset.activities.keys()
        self.changed.emit(made)
        self.go_to(new)

    def _edit(self, cells: Sequence[tuple[str | None, str, str]]) -> None:
        """Take cells over as one edit; a block pasted below the last row adds activities."""
        if self.ruleset is None:
            return
        try:
            made = with_block(self.ruleset, cells)
        except Refused as refused:
            self.refused.emit(refused)
            return
        self.changed.emit(made)

    def add_activity(self) -> None:
        """Add an activity behind the chosen one, of the same family, and begin with its name."""
        if self.ruleset is None:
            return
        chosen = self.current
        only = next(iter(self.families.chosen()), "umum")
        family = chosen.family if chosen else str(only)
        alike = [a.code for a in self.activities.values() if a.family == family]
        code = adding.next_code(alike, family)
        activity = Activity(code, "Aktivitas baru", family, "kali", Decimal(0))
        after = chosen.code if chosen else ""
        self.changed.emit(adding.add_activity(self.ruleset, activity, after))
        self.go_to(code)
        self.grid.edit_cell(code, "name")

    def drop(self) -> None:
        """Take the selected activities away; undo brings them back."""
        keys = self.grid.selected_keys()
        if self.ruleset is not None and keys:
            self.changed.emit(adding.remove_activities(self.ruleset, keys))

    def edit_variables(self) -> None:
        """Show the measured variables of the chosen activity, to be changed."""
        activity, ruleset = self.current, self.ruleset
        if activity is None or ruleset is None:
            self.refused.emit(Refused("Belum ada aktivitas yang dipilih.", "Pilih satu baris."))
            return
        dialog = VariablesDialog(self, ruleset, activity.code, editable=self.editable)
        if dialog.exec() and self.editable:
            self.changed.emit(dialog.ruleset)


def _shown(row: Row, column: str) -> str:
    """Give the text with which editing a cell begins."""
    place = next(c.field for c in _COLUMNS if c.key == column)
    if column == "weight":
        return words.typed(row[place])
    return "" if row[place] is None else str(row[place])


_EDITOR, _LINE, _TALL, _ALL = 44, 98, 210, 10_000
_BADGES = {"bad": "Salah", "warn": "Perlu dilihat"}


def _badge(row: Row) -> Badge:
    kind = row[_STATE] or "ok"
    return Badge(kind, _BADGES.get(kind, "Benar"))


_COLUMNS = [
    Column("code", "Kode", _SHOWN_CODE, width=100, minimum=90, tone="second"),
    Column("name", "Aktivitas", _NAME, width=200, tone="medium", stretch=True),
    Column("family", "Kelompok jabatan", _FAMILY, width=124, tone="second"),
    Column("unit", "Satuan", _UNIT, width=96, tone="second"),
    Column("weight", "Bobot", _WEIGHT, formatting.number, width=60, minimum=56, right=True),
    Column("norm", "Norma", _NORM, formatting.number, width=62, right=True),
    Column("variables", "Isian ukur", _VARIABLES, width=88, tone="second"),
    Column("evidence", "Bukti", _EVIDENCE, width=72, tone="second"),
    Column("points", "Rumus poin", _POINTS, width=160, tone="mono", stretch=True,
           tip=lambda row: str(row[_POINTS])),
    Column("used", "Laporan", _USED, formatting.number, width=70, right=True),
    Column(
        "state", "Pemeriksaan", _STATE, width=112, minimum=108, badge=_badge,
        tip=lambda row: str(row[_TIP]),
    ),
]  # fmt: skip
