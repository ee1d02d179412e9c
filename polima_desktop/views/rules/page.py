"""The page Bobot & Indeks: a tab for each job, the findings under all of them, one history.

What is typed is checked at once; after a pause the draft is saved and compared with the rules in
force on a frozen month. Versions that are proposed or published are only shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.rules import editing
from polima_desktop.domain.rules.building import analyse, check_formulas, compile_set
from polima_desktop.domain.rules.differences import Difference
from polima_desktop.domain.rules.gate import check_set
from polima_desktop.domain.rules.model import Finding, RuleSet
from polima_desktop.domain.rules.program import Program
from polima_desktop.services.rules import comparison, versions
from polima_desktop.services.rules.comparison import Comparison
from polima_desktop.views.context import Context
from polima_desktop.views.pause import pause
from polima_desktop.views.rules import words
from polima_desktop.views.rules.catalogue import Catalogue
from polima_desktop.views.rules.examples import ExamplesTab
from polima_desktop.views.rules.findings import FindingsPane
from polima_desktop.views.rules.history import HistoryTab
from polima_desktop.views.rules.impact import ImpactTab
from polima_desktop.views.rules.lines import LinesTab
from polima_desktop.views.rules.outside import Outside, Parts
from polima_desktop.views.rules.shown import Shown
from polima_desktop.views.rules.signing import Signing
from polima_desktop.views.rules.values import ValuesTab
from polima_desktop.views.widgets import (
    Button,
    ChoiceButton,
    EmptyState,
    Link,
    Page,
    Rows,
    Sheet,
    Tabs,
)
from polima_desktop.views.widgets.actions import labelled

if TYPE_CHECKING:
    from polima_desktop.storage.rules.versions import VersionRow

_CHECK_MS, _SAVE_MS = 300, 2000
ACTIVITIES, LINES, VALUES, EXAMPLES, IMPACT, HISTORY = range(6)
_TAB, _CEILING = "bobot/tab", "bobot/pagu"


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
            changes=lambda: self.history.found,
        )
        self._make_buttons()
        self._make_timers()
        self.body.addWidget(self._content(), 1)
        self.outside = Outside(
            Parts(self, self.shown, self.catalogue, self.lines, self.examples, self.impact,
                  self.history, self.take)
        )  # fmt: skip
        self._connect()

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_buttons(self) -> None:
        self.version = ChoiceButton("Versi: ")
        self.version.changed.connect(self._choose)
        self.buttons.addWidget(self.version)
        self.run = self.add_button(Button("Uji contoh", on_press=self.run_examples, key="F9"))
        self.back = self.add_button(
            Button("Kembalikan", "urung", on_press=self.signing.return_to_draft)
        )
        self.act = self.add_button(Button("Ajukan", on_press=self.signing.act, primary=True))

    def _make_timers(self) -> None:
        self._check_pause = pause(self, _CHECK_MS)
        self._check_pause.timeout.connect(self.check)
        self._save_pause = pause(self, _SAVE_MS)
        self._save_pause.timeout.connect(self.save)

    def _content(self) -> QStackedWidget:
        self.catalogue, self.lines, self.values = Catalogue(), LinesTab(), ValuesTab()
        self.examples, self.impact, self.history = ExamplesTab(), ImpactTab(), HistoryTab()
        self.findings = FindingsPane()
        self.tabs = Tabs("Bagian aturan")
        titles = ("Aktivitas", "Rumus", "Jenjang && tabel", "Contoh", "Dampak", "Versi")
        parts: tuple[QWidget, ...] = (self.catalogue, self.lines, self.values, self.examples,
                                      self.impact, self.history)  # fmt: skip
        for part, title in zip(parts, titles, strict=True):
            self.tabs.addTab(part, title)
        self.tabs.setCurrentIndex(int(self.context.settings.get(_TAB, 0)))
        self.tabs.currentChanged.connect(lambda at: self.context.settings.put(_TAB, at))
        self.impact.set_ceiling(self.context.settings.get(_CEILING))
        self.impact.ceiling_changed.connect(lambda at: self.context.settings.put(_CEILING, at))
        self.search, self.detail = self.catalogue.search, self.findings
        self.both = Rows("bobot", self.tabs, self.findings, slack=0, sizes=[460, 96])
        self.stack = QStackedWidget()
        self.stack.addWidget(self.both)
        self.stack.addWidget(self._empty())
        return self.stack

    def _connect(self) -> None:
        for tab in (self.catalogue, self.lines, self.values, self.examples):
            tab.changed.connect(self.take)
            tab.refused.connect(self.say_error)
        self.lines.editor.formulas_changed.connect(self._edit_formulas)
        self.lines.editor.structure_broken.connect(self.lines.say_structure)
        for editor in (self.lines.editor, self.catalogue.box.editor):
            editor.undo_asked.connect(self.undo)
            editor.redo_asked.connect(self.redo)
        self.findings.finding_chosen.connect(self.go_to)
        self.examples.accept_asked.connect(self.accept_results)
        self.history.opened.connect(self._choose)
        self.history.place_asked.connect(self.go_to_change)
        self.history.withdraw_asked.connect(self.signing.withdraw)
        self.history.copy_asked.connect(self.signing.new_draft)
        self.history.import_asked.connect(self.signing.import_file)

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
        session, month = self.context.session, self.context.month
        self.context.jobs.run(
            lambda _progress: versions.for_desk(session, month), self, slot="versions"
        ).success(self._show_versions)

    def _show_versions(self, read: versions.Desk) -> None:
        rows, standing, checked = read
        self.shown.rows = rows
        self.stack.setCurrentIndex(0 if rows else 1)
        self.version.setVisible(bool(rows))
        self.version.set_options([(row.id, words.version(row)) for row in rows])
        self.history.show_versions(rows, standing.number if standing else None, checked)
        if not rows:
            self._show_header()
            return
        self.outside.read_month()
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
        if self.shown.may_sign():
            self.tabs.setCurrentIndex(HISTORY)  # what is signed is seen first
        self._show_set()
        self.check()

    def _show_set(self) -> None:
        assert self.shown.row is not None, "a version is open"
        editable, ruleset = self.shown.editable, self.shown.ruleset
        self.catalogue.show_set(ruleset, editable=editable)
        self.lines.show_set(ruleset, words.version(self.shown.row), editable=editable)
        self.values.show_set(ruleset, editable=editable)
        self.examples.show_set(ruleset, editable=editable)
        self.impact.forget_months()
        self.history.show_set(self.shown.row, ruleset, may_edit=self.shown.may_edit)
        self._show_header()

    # ── what to do next ───────────────────────────────────────────────────────────────────

    def _show_header(self) -> None:
        shown, row = self.shown, self.shown.row
        self.run.setVisible(row is not None and not shown.may_return())
        self.act.setVisible(bool(shown.act_words()))
        self.back.setVisible(shown.may_return())
        self.history.withdraw_button.setVisible(shown.may_withdraw())
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
                labelled("&Pakai saran", "Ctrl+.", self.apply_suggestion),
                labelled("Kesalahan &berikutnya", "F8", self.next_error),
            ],
            "Data": [
                labelled("Impor berkas at&uran…", "Ctrl+Shift+I", self.signing.import_file),
                labelled("&Simpan draf", "Ctrl+S", self.save),
                labelled("&Kembalikan ke draf…", "", self.signing.return_to_draft),
            ],
            "Hitung": [labelled("&Uji contoh", "F9", self.run_examples)],
        }

    # ── editing ───────────────────────────────────────────────────────────────────────────

    def _edit_formulas(self, formulas: dict[str, str]) -> None:
        """Take typed formulas over; names, types and ranges are checked at once (< 30 ms)."""
        if self.shown.draft is None:
            return
        self.take(editing.with_formulas(self.shown.ruleset, formulas))
        if self.shown.editable:
            self.lines.show_findings(self._formula_findings())

    def _formula_findings(self) -> list[Finding]:
        ruleset, program = self.shown.ruleset, self._program
        if program is not None and program.ruleset.activities is ruleset.activities:
            return check_formulas(program, ruleset)
        self._program, findings = analyse(ruleset)
        return findings

    def take(self, ruleset: RuleSet) -> None:
        """Take an edited set over: show it, check it soon, save it a little later."""
        if self.shown.change(ruleset):
            self._after_edit()

    def _after_edit(self) -> None:
        self._show_set()
        self._check_pause.start()
        self._save_pause.start()

    def take_typed(self) -> None:
        """Take over what is typed in either editor and not told yet."""
        for editor in (self.lines.editor, self.catalogue.box.editor):
            if editor.names:
                editor.take_over()

    def undo(self) -> None:
        """Take the last edit back, wherever on the page it was made."""
        self.take_typed()
        if self.shown.undo():
            self._after_edit()

    def redo(self) -> None:
        """Make the edit again that was taken back."""
        if self.shown.redo():
            self._after_edit()

    def apply_suggestion(self) -> None:
        """Put the suggestion in the place of the mistake that is shown (Ctrl+.)."""
        at = self.tabs.currentIndex()
        (self.catalogue.box if at == ACTIVITIES else self.lines.box).apply_suggestion()

    def next_error(self) -> None:
        """Go to the next mistake (F8): among the lines, or from finding to finding."""
        if self.tabs.currentIndex() == LINES and self.lines.box.findings:
            self.lines.box.next_error()
            return
        wrong = self.shown.errors
        if wrong:
            self._error_at = (getattr(self, "_error_at", -1) + 1) % len(wrong)
            self.go_to(wrong[self._error_at])

    # ── checking ──────────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        """Run the whole gate in the worker and show what it says."""
        self._check_pause.stop()
        if self.shown.draft is None:
            return
        ruleset = self.shown.draft.now
        self.context.jobs.run(
            lambda _progress: (check_set(ruleset, publishing=True), analyse(ruleset).program),
            self,
            slot="check",
        ).success(self._show_findings)

    def run_examples(self) -> None:
        """Check at once and show the examples (F9)."""
        self.tabs.setCurrentIndex(EXAMPLES)
        self.take_typed()
        self.check()

    def _show_findings(self, checked: tuple[list[Finding], Program | None]) -> None:
        if self.shown.draft is None:
            return  # another version is being opened
        findings, program = checked
        self.shown.findings = findings
        self.findings.show_findings(findings)
        if not findings:
            self.both.setSizes([10_000, self.findings.minimumHeight()])
        self.examples.show_states(words.example_states(self.shown.ruleset, findings), program)
        self.catalogue.show_findings(findings)
        self.lines.show_findings(findings)
        self._count_on_tabs(findings)
        if self.shown.row is not None and self.shown.row.state == "draft":
            self.history.show_checked(self.shown.row.id, passes=not self.shown.errors)
        self._show_header()
        self.count_changed.emit(len(self.shown.errors) if self.shown.editable else 0)
        self.outside.show_live(program)
        self._compare()

    def _count_on_tabs(self, findings: list[Finding]) -> None:
        counts = [0] * 6
        for finding in findings:
            if finding.severity == "error":
                counts[_TABS.get(words.section(finding), HISTORY)] += 1
        for at, title in enumerate(("Aktivitas", "Rumus", "Jenjang && tabel", "Contoh")):
            self.tabs.setTabText(at, f"{title} ({counts[at]})" if counts[at] else title)

    def go_to(self, finding: Finding) -> None:
        """Show the place of a finding."""
        self._show_place(words.section(finding), words.owner(finding), finding.position)

    def go_to_change(self, change: Difference) -> None:
        """Show the place of a difference between two versions."""
        self._show_place(change.section, change.owner, None)

    def _show_place(self, section: str, owner: str, position: int | None) -> None:
        self.tabs.setCurrentIndex(_TABS.get(section, HISTORY))
        if section == "activities":
            self.catalogue.go_to(owner, position)
        elif section == "examples":
            self.examples.list.select_key(owner)
        elif section in ("bands", "tables"):
            self.values.choose(section.removesuffix("s"), owner)
        elif section in ("lines", "inputs"):
            self.lines.editor.go_to(owner, position)

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
        self.take(changed)

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
        row = self.shown.row
        if found is None or row is None:
            self.impact.say("Bekukan satu bulan untuk melihat siapa naik dan siapa turun.")
            return
        self.values.show_people(found.people_in)
        if found.version_before == row.number:
            self.impact.say(f"v{row.number} sendiri yang berlaku untuk bulan ini.")
        else:
            self.impact.show_comparison(f"Jika v{row.number} berlaku", found)

    # ── saving ────────────────────────────────────────────────────────────────────────────

    def stop_saving(self) -> None:
        """Do not save by itself: what follows saves."""
        self._save_pause.stop()

    def save(self) -> None:
        """Save what was typed, if anything was."""
        self._save_pause.stop()
        self.take_typed()
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
            lasting=True,
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
        if not self.context.jobs.closed:
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


_TABS = {
    "activities": ACTIVITIES, "lines": LINES, "inputs": LINES, "bands": VALUES, "tables": VALUES,
    "examples": EXAMPLES, "decree": HISTORY,
}  # fmt: skip
