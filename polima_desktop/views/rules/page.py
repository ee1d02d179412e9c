"""The page Bobot & Indeks: edit a draft's weights, bands and formulas; propose it; publish it.

What is typed is checked at once; after a pause the draft is saved and compared with the rules in
force on a frozen month. Versions that are proposed or published are only shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.domain.rules import editing
from polima_desktop.domain.rules.building import analyse, check_formulas, compile_set
from polima_desktop.domain.rules.entering import read_entered
from polima_desktop.domain.rules.gate import check_set
from polima_desktop.domain.rules.model import Finding, RuleSet
from polima_desktop.domain.rules.program import Program
from polima_desktop.services.rules import comparison, versions
from polima_desktop.services.rules.comparison import Comparison
from polima_desktop.views.context import Context
from polima_desktop.views.pause import pause
from polima_desktop.views.rules import words
from polima_desktop.views.rules.catalogue import Catalogue
from polima_desktop.views.rules.formulas import FormulaSheet
from polima_desktop.views.rules.panels import (
    ChangesDialog,
    ChecksPanel,
    ImpactPanel,
)
from polima_desktop.views.rules.shown import Shown
from polima_desktop.views.rules.signing import Signing
from polima_desktop.views.widgets import (
    Button,
    ChoiceButton,
    Columns,
    EmptyState,
    Link,
    Page,
    Rows,
    Sheet,
)
from polima_desktop.views.widgets.actions import labelled

if TYPE_CHECKING:
    from polima_desktop.storage.rules.versions import VersionRow

_CHECK_MS, _SAVE_MS = 300, 2000


class BobotPage(Page):
    """Weights and index of one version of the rules."""

    listens = frozenset({"rules", "months"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Bobot & Indeks")
        self.shown = Shown(context.session.actor)
        self._program: Program | None = None
        self._own_change = False
        self.signing = Signing(
            self,
            self.shown,
            begin=self.stop_saving,
            opened=self.opened,
            compared=lambda: self.impact.compared,
        )
        self._make_buttons()
        self._make_timers()
        self.body.addWidget(self._content(), 1)

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_buttons(self) -> None:
        self.version = ChoiceButton("Versi: ")
        self.version.changed.connect(self._choose)
        self.buttons.addWidget(self.version)
        self.run = self.add_button(Button("Uji contoh", on_press=self.run_examples, key="F9"))
        self.act = self.add_button(Button("Ajukan", on_press=self.signing.act, primary=True))

    def _make_timers(self) -> None:
        self._check_pause = pause(self, _CHECK_MS)
        self._check_pause.timeout.connect(self.check)
        self._save_pause = pause(self, _SAVE_MS)
        self._save_pause.timeout.connect(self.save)

    def _content(self) -> QStackedWidget:
        self.catalogue, self.formulas = Catalogue(), FormulaSheet()
        self.checks, self.impact = ChecksPanel(), ImpactPanel(self.show_changes)
        self.search = self.catalogue.search
        self.catalogue.edited.connect(self._edit_activity)
        self.formulas.editor.formulas_changed.connect(self._edit_formulas)
        self.formulas.editor.structure_broken.connect(self.formulas.say_structure)
        self.formulas.values.changed.connect(self._take)
        self.formulas.values.refused.connect(self.say_error)
        self.checks.finding_chosen.connect(self.go_to)
        self.checks.accept_asked.connect(self.accept_results)
        side = Rows("bobot-samping", self.checks, self.impact, slack=0)
        lower = Columns("bobot-bawah", self.formulas, side, slack=0, sizes=[600, 500])
        self.detail = side
        both = Rows("bobot", self.catalogue, lower, slack=1, sizes=[240, 380])
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        self.stack.addWidget(self._empty())
        return self.stack

    def _empty(self) -> Sheet:
        sheet = Sheet()
        begin = Button(
            "Mulai dari aturan contoh", "tambah", self.signing.begin_with_example, primary=True
        )
        begin.setVisible(self.shown.may_edit)
        link = Link("Impor berkas aturan", self.signing.import_file)
        link.setVisible(self.shown.may_edit)
        sheet.add(
            EmptyState(
                "Belum ada aturan.",
                "Mulai dari aturan contoh lalu ganti nilainya, atau impor berkas TOML dari "
                "Bagian Organisasi.",
                begin,
                link,
            ),
            1,
        )
        return sheet

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the versions again; the one on the page stays, with what is typed into it."""
        if self._own_change:
            return
        session = self.context.session
        self.context.jobs.run(
            lambda _progress: versions.versions(session), self, slot="versions"
        ).success(self._show_versions)

    def _show_versions(self, rows: list[VersionRow]) -> None:
        self.shown.rows = rows
        self.stack.setCurrentIndex(0 if rows else 1)
        self.version.setVisible(bool(rows))
        self.version.set_options([(row.id, words.version(row)) for row in rows])
        if not rows:
            self._show_header()
            return
        kept = next((row for row in rows if self.shown.row and row.id == self.shown.row.id), None)
        if kept is not None and self.shown.draft is not None and kept == self.shown.row:
            self._compare()
            return
        self._open(kept or self.shown.first())

    def _choose(self, version_id: int) -> None:
        if self.shown.row is not None and version_id == self.shown.row.id:
            return
        self.save()
        self._open(next(row for row in self.shown.rows if row.id == version_id))

    def _open(self, row: VersionRow) -> None:
        self.shown.open(row)
        self.version.choose(row.id)
        self.impact.set_title(f"Jika v{row.number} berlaku")
        self._show_set()
        self.check()

    def _show_set(self) -> None:
        assert self.shown.row is not None, "a version is open"
        editable = self.shown.editable
        self.catalogue.show_set(self.shown.ruleset, editable=editable)
        self.formulas.show_set(self.shown.ruleset, words.version(self.shown.row), editable=editable)
        self.checks.set_editable(editable)
        self._show_header()

    # ── what to do next ───────────────────────────────────────────────────────────────────

    def _show_header(self) -> None:
        shown, row = self.shown, self.shown.row
        self.run.setVisible(row is not None)
        self.act.setVisible(bool(shown.act_words()))
        self.set_next_step(shown.next_step())
        if row is None:
            return
        self.run.setText(f"Uji {len(shown.ruleset.examples)} contoh")
        self.act.setText(shown.act_words())
        self.act.setEnabled(not shown.errors or row.state != "draft")
        self.set_status(shown.status())

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys of the page."""
        return [("Enter", "ubah sel"), ("F9", "uji contoh"), ("Ctrl+Space", "saran nama")]

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Give the page's acts."""
        return {
            "Edit": [
                labelled("&Urungkan", "Ctrl+Z", self.undo),
                labelled("U&langi", "Ctrl+Shift+Z", self.redo),
                labelled("&Pakai saran", "Ctrl+.", self.formulas.apply_suggestion),
                labelled("Kesalahan &berikutnya", "F8", self.formulas.next_error),
            ],
            "Data": [
                labelled("Impor berkas at&uran…", "Ctrl+Shift+I", self.signing.import_file),
                labelled("&Simpan draf", "Ctrl+S", self.save),
                labelled("&Kembalikan ke draf…", "", self.signing.return_to_draft),
            ],
            "Hitung": [labelled("&Uji contoh", "F9", self.run_examples)],
        }

    # ── editing ───────────────────────────────────────────────────────────────────────────

    def _edit_activity(self, code: str, column: str, text: str) -> None:
        if self.shown.draft is None:
            return
        try:
            if column == "points":
                changed = editing.with_points(self.shown.ruleset, code, text)
            elif column == "weight":
                changed = editing.with_weight(self.shown.ruleset, code, read_entered(text))
            else:
                minutes = read_entered(text) if text else None
                changed = editing.with_norm(self.shown.ruleset, code, minutes)
        except Refused as refused:
            self.say_error(refused)
            return
        self._take(changed)

    def _edit_formulas(self, formulas: dict[str, str]) -> None:
        """Take typed formulas over; names, types and ranges are checked at once (< 30 ms)."""
        if self.shown.draft is None:
            return
        self._take(editing.with_formulas(self.shown.ruleset, formulas))
        if self.shown.editable:
            self.formulas.show_findings(self._formula_findings())

    def _formula_findings(self) -> list[Finding]:
        ruleset, program = self.shown.ruleset, self._program
        if program is not None and program.ruleset.activities is ruleset.activities:
            return check_formulas(program, ruleset)
        self._program, findings = analyse(ruleset)
        return findings

    def _take(self, ruleset: RuleSet) -> None:
        """Take an edited set over: show it, check it soon, save it a little later."""
        if self.shown.change(ruleset):
            self._after_edit()

    def _after_edit(self) -> None:
        self._show_set()
        self._check_pause.start()
        self._save_pause.start()

    def undo(self) -> None:
        """Take the last edit back."""
        if self.shown.undo():
            self._after_edit()

    def redo(self) -> None:
        """Make the edit again that was taken back."""
        if self.shown.redo():
            self._after_edit()

    # ── checking ──────────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        """Run the whole gate in the worker and show what it says."""
        self._check_pause.stop()
        if self.shown.draft is None:
            return
        ruleset = self.shown.draft.now
        self.context.jobs.run(
            lambda _progress: check_set(ruleset, publishing=True), self, slot="check"
        ).success(self._show_findings)

    def run_examples(self) -> None:
        """Check at once and show the examples (F9)."""
        self.checks.tabs.setCurrentIndex(1)
        self.formulas.editor.take_over()
        self.check()

    def _show_findings(self, findings: list[Finding]) -> None:
        if self.shown.draft is None:
            return  # another version is being opened
        self.shown.findings = findings
        self.checks.show_findings(findings)
        self.checks.show_examples(words.example_states(self.shown.ruleset, findings))
        self.catalogue.show_problems(words.activity_problems(findings))
        self.formulas.show_findings(findings)
        self._show_header()
        self.count_changed.emit(len(self.shown.errors) if self.shown.editable else 0)
        self._compare()

    def go_to(self, finding: Finding) -> None:
        """Show the place of a finding."""
        section, owner = words.section(finding), words.owner(finding)
        if section == "activities":
            self.catalogue.go_to(owner)
        elif section == "examples":
            self.checks.tabs.setCurrentIndex(1)
            self.checks.examples.select_key(owner)
        else:
            self.formulas.go_to(finding)

    def accept_results(self, names: list[str]) -> None:
        """Take over what the rules give now as the examples' expected results."""
        try:
            program = compile_set(self.shown.ruleset)
            changed = self.shown.ruleset
            for example in self.shown.ruleset.examples:
                if example.name in names:
                    changed = editing.with_example(changed, editing.recomputed(program, example))
        except PolimaError as error:
            self.say_error(error)
            return
        self._take(changed)

    # ── what it would change ──────────────────────────────────────────────────────────────

    def _compare(self) -> None:
        meaningless = [f for f in self.shown.errors if words.section(f) in ("lines", "activities")]
        if self.shown.draft is None or meaningless:
            self.impact.say("Menunggu rumus yang benar.")
            return
        ruleset, session, month = self.shown.draft.now, self.context.session, self.context.month
        self.context.jobs.run(
            lambda progress: comparison.for_desk(session, ruleset, month, progress),
            self,
            slot="compare",
        ).success(self._show_comparison).failure(lambda error: self.impact.say(str(error)))

    def _show_comparison(self, found: Comparison | None) -> None:
        if found is None:
            self.impact.say("Bekukan satu bulan untuk melihat siapa naik dan siapa turun.")
        elif self.shown.row is not None and found.version_before == self.shown.row.number:
            self.impact.say(f"v{self.shown.row.number} sendiri yang berlaku untuk bulan ini.")
        elif self.shown.row is not None:
            self.impact.show_comparison(f"Jika v{self.shown.row.number} berlaku", found)

    def show_changes(self) -> None:
        """List whose slips change."""
        if self.impact.compared is not None:
            ChangesDialog(self, self.impact.compared).exec()

    # ── saving ────────────────────────────────────────────────────────────────────────────

    def stop_saving(self) -> None:
        """Do not save by itself: what follows saves."""
        self._save_pause.stop()

    def save(self) -> None:
        """Save what was typed, if anything was."""
        self._save_pause.stop()
        self.formulas.editor.take_over()
        draft, row = self.shown.draft, self.shown.row
        if draft is None or row is None or not self.shown.editable or not draft.dirty:
            return
        ruleset, session = draft.now, self.context.session

        def saved(fresh: VersionRow) -> None:
            draft.saved = ruleset
            self.shown.replace(fresh)
            self.set_status(f"Draf v{fresh.number} tersimpan.")

        self.context.jobs.run(
            lambda _progress: versions.save_draft(session, row, editing.canonical_set(ruleset)),
            self,
            slot="save",
        ).success(saved).failure(self._not_saved)

    def _not_saved(self, error: PolimaError) -> None:
        self.say("bad", error.message, error.advice, link="Muat ulang", on_link=self._reload)

    def _reload(self) -> None:
        """Give up what was typed for what the store has now."""
        self.shown.draft = None
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.shown.draft is not None:
            self._check_pause.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save()
        self.stop_saving()
        self._check_pause.stop()

    def opened(self, row: VersionRow) -> None:
        """Show the version a change gave, and tell the other pages."""
        self.shown.row, self.shown.draft = row, None
        self._own_change = True
        self.context.changed("rules")
        self._own_change = False
        self.refresh()
