"""What the page brings in and hands out: a real person's values, workbooks, several months."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.rules.program import Program
from polima_desktop.services.rules import comparison, live, versions, workbooks
from polima_desktop.services.rules.live import LiveLine, Person
from polima_desktop.views.dialogs import WORKBOOKS, open_file, save_file
from polima_desktop.views.rules import words
from polima_desktop.views.rules.catalogue import Catalogue
from polima_desktop.views.rules.examples import ExamplesTab
from polima_desktop.views.rules.history import HistoryTab
from polima_desktop.views.rules.impact import ImpactTab
from polima_desktop.views.rules.lines import LinesTab
from polima_desktop.views.rules.shown import Shown
from polima_desktop.views.widgets import Page

_XLSX = "Buku kerja Excel (*.xlsx)"


class Parts(NamedTuple):
    """What of the page this needs; ``take`` takes an edited set over."""

    page: Page
    shown: Shown
    catalogue: Catalogue
    lines: LinesTab
    examples: ExamplesTab
    impact: ImpactTab
    history: HistoryTab
    take: words.Taken


class Outside:
    """Reads the frozen month once, and runs what needs files or other months."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.page = parts, parts.page
        self.frozen: FrozenMonth | None = None
        self.people: list[Person] = []
        self.nip = ""
        self.program: Program | None = None
        parts.lines.live.person_asked.connect(self.choose_person)
        parts.examples.from_person_asked.connect(self.example_from_person)
        parts.examples.export_asked.connect(self.export_examples)
        parts.catalogue.import_asked.connect(self.import_activities)
        parts.catalogue.export_asked.connect(self.export_activities)
        parts.impact.months_asked.connect(self.over_months)
        parts.impact.export_asked.connect(self.export_impact)
        parts.impact.tabs.currentChanged.connect(self._tab_shown)
        parts.history.export_asked.connect(self.export_file)

    # ── one real person ───────────────────────────────────────────────────────────────────

    def read_month(self) -> None:
        """Read the frozen month for live values, if there is one."""
        context = self.page.context
        session, month = context.session, context.month

        rows = self.parts.shown.rows
        context.jobs.run(
            lambda _progress: versions.weights(rows), self.page, slot="weights"
        ).success(self.parts.catalogue.show_past)

        if not session.actor.may(Permission.READ_SLIPS):
            return

        def work(_progress: object) -> tuple[FrozenMonth | None, list[Person], dict[str, int]]:
            frozen = live.frozen_for_desk(session, month)
            if frozen is None:
                return None, [], {}
            return frozen, live.people_of(frozen), live.used_in(frozen)

        context.jobs.run(work, self.page, slot="live-month").success(self._month_read)

    def _month_read(self, read: tuple[FrozenMonth | None, list[Person], dict[str, int]]) -> None:
        self.frozen, self.people, used = read
        self.parts.lines.live.set_people(self.people)
        self.parts.catalogue.show_used(used)
        if self.people and self.nip not in {person.nip for person in self.people}:
            self.nip = self.people[0].nip
        self.show_live(self.program)

    def choose_person(self, nip: str) -> None:
        """Show another person's values."""
        self.nip = nip
        self.show_live(self.program)

    def show_live(self, program: Program | None) -> None:
        """Compute the chosen person with the rules as they are typed."""
        self.program = program
        frozen, nip = self.frozen, self.nip
        if frozen is None or not nip:
            return
        if program is None:
            self.parts.lines.live.say("Menunggu rumus yang benar.")
            return
        self.page.context.jobs.run(
            lambda _progress: live.values_of(frozen, nip, program), self.page, slot="live"
        ).success(self._live_known)

    def _live_known(self, lines: list[LiveLine]) -> None:
        person = next((p for p in self.people if p.nip == self.nip), None)
        if person is not None:
            self.parts.lines.live.show_values(person, lines)

    def example_from_person(self) -> None:
        """Make an example from the person whose values are shown beside the formulas."""
        if self.frozen is None or self.program is None:
            self.page.say("info", "Belum ada bulan beku, atau rumus masih salah.")
            return
        try:
            made = live.example_of(self.frozen, self.nip, self.program)
        except PolimaError as error:
            self.page.say_error(error)
            return
        self.parts.examples.add_made(made)

    # ── several months, several drafts ────────────────────────────────────────────────────

    def over_months(self) -> None:
        """Compute what would be rapel in every frozen month from the day the draft holds."""
        context, shown = self.page.context, self.parts.shown
        if shown.draft is None:
            return
        session, ruleset = context.session, shown.draft.now
        context.jobs.run(
            lambda progress: comparison.over_months(session, ruleset, progress),
            self.page,
            slot="rapel",
        ).success(self.parts.impact.show_months).failure(self.page.say_error)

    def _tab_shown(self, at: int) -> None:
        if at == _DRAFTS:
            self.compare_drafts()

    def compare_drafts(self) -> None:
        """Put every draft and proposal side by side on the month."""
        context, rows = self.page.context, self.parts.shown.rows
        session, month = context.session, context.month
        waiting = [row for row in rows if row.state in ("draft", "proposed")]
        context.jobs.run(
            lambda progress: comparison.side_by_side(session, waiting, month, progress),
            self.page,
            slot="drafts",
        ).success(self.parts.impact.show_drafts).failure(self.page.say_error)

    # ── files ─────────────────────────────────────────────────────────────────────────────

    def _target(self, title: str, name: str, kinds: str = _XLSX) -> Path | None:
        return save_file(self.page, self.page.context.settings, title, name, kinds)

    def _written(self, path: Path) -> None:
        self.page.say("ok", f"{path.name} ditulis.", str(path.parent))

    def export_activities(self) -> None:
        """Write the catalogue to a workbook."""
        path = self._target("Ekspor aktivitas", "aktivitas.xlsx")
        if path is not None:
            ruleset = self.parts.shown.ruleset
            self._write(path, lambda: workbooks.write_activities(ruleset, path))

    def import_activities(self) -> None:
        """Take a catalogue from a workbook over as one edit."""
        path = open_file(self.page, self.page.context.settings, "Impor aktivitas", WORKBOOKS)
        if path is None:
            return
        ruleset = self.parts.shown.ruleset
        self.page.context.jobs.run(
            lambda _progress: workbooks.read_activities(ruleset, path), self.page, slot="import"
        ).success(self.parts.take).failure(self.page.say_error)

    def export_examples(self) -> None:
        """Write the examples with live Excel formulas."""
        path = self._target("Ekspor contoh", "contoh-perhitungan.xlsx")
        if path is not None:
            ruleset = self.parts.shown.ruleset
            self._write(path, lambda: workbooks.write_examples(ruleset, path))

    def export_impact(self) -> None:
        """Write who changes by how much."""
        found = self.parts.impact.compared
        path = self._target("Ekspor dampak", "dampak.xlsx") if found else None
        if path is not None and found is not None:
            self._write(path, lambda: workbooks.write_impact(found, path))

    def export_file(self) -> None:
        """Write the version on the page as a rule file."""
        row = self.parts.shown.row
        if row is None:
            return
        path = self._target("Ekspor berkas aturan", f"aturan-v{row.number}.toml", "Aturan (*.toml)")
        if path is not None:
            ruleset = self.parts.shown.ruleset
            self._write(path, lambda: versions.write_file(ruleset, path))

    def _write(self, path: Path, write: workbooks.Write) -> None:
        self.page.context.jobs.run(lambda _progress: write(), self.page, slot="export").success(
            lambda _none: self._written(path)
        ).failure(self.page.say_error)


_DRAFTS = 3
