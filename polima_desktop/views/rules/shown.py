"""The version on the page with what was typed and found, and what this user may do with it.

Knows no Qt. The history of typing is in ``draft``; what the acts do is in ``signing``.
"""

from __future__ import annotations

from polima_desktop import formatting
from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.rules.model import Finding, RuleSet
from polima_desktop.domain.rules.reading import load
from polima_desktop.storage.rules.versions import VersionRow
from polima_desktop.views.rules import words
from polima_desktop.views.rules.draft import Draft


class Shown:
    """The versions as read, the one on the page, its draft and findings."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.may_edit = actor.may(Permission.EDIT_RULES)
        self.may_publish = actor.may(Permission.PUBLISH_RULES)
        self.rows: list[VersionRow] = []
        self.row: VersionRow | None = None
        self.draft: Draft | None = None
        self.findings: list[Finding] = []

    # ── what is on the page ───────────────────────────────────────────────────────────────

    def open(self, row: VersionRow) -> None:
        """Put a version on the page; what was found in another one is gone."""
        self.row, self.draft, self.findings = row, Draft(load(row.toml)), []

    def replace(self, fresh: VersionRow) -> None:
        """Take a version as it is in the store now, without touching what is typed."""
        self.rows = [fresh if row.id == fresh.id else row for row in self.rows]
        if self.row is not None and self.row.id == fresh.id:
            self.row = fresh

    def first(self) -> VersionRow:
        """Give the version to begin with: what waits for this user, else the newest."""
        waiting = "draft" if self.may_edit else "proposed"
        return next((row for row in self.rows if row.state == waiting), self.rows[0])

    @property
    def editable(self) -> bool:
        """Tell whether the version on the page can be edited by this user."""
        return self.may_edit and self.row is not None and self.row.state == "draft"

    @property
    def ruleset(self) -> RuleSet:
        """The set as it is now, with what was typed."""
        assert self.draft is not None, "a version is open"
        return self.draft.now

    def change(self, ruleset: RuleSet) -> bool:
        """Take an edit over; tell whether it changed anything (never what is only shown)."""
        return self.draft is not None and self.editable and self.draft.change(ruleset)

    def undo(self) -> bool:
        """Take the last edit back; tell whether there was one."""
        return self.draft is not None and self.editable and self.draft.undo()

    def redo(self) -> bool:
        """Make the edit again that was taken back; tell whether there was one."""
        return self.draft is not None and self.editable and self.draft.redo()

    @property
    def errors(self) -> list[Finding]:
        """The findings that keep the version from being published."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def failed_examples(self) -> int:
        """How many worked examples do not come out as written."""
        states = words.example_states(self.ruleset, self.findings)
        return sum(bool(state.problems) for state in states)

    # ── what can be done ──────────────────────────────────────────────────────────────────

    def may_sign(self) -> bool:
        """Tell whether this user is the second person for a proposed version."""
        row = self.row
        if row is None or row.state != "proposed":
            return False
        return self.may_publish and row.proposed_by != self.actor.name

    def may_return(self) -> bool:
        """Tell whether this user can send the proposed version back to its author."""
        return self.may_publish and self.row is not None and self.row.state == "proposed"

    def may_withdraw(self) -> bool:
        """Tell whether this user can take the published version out of force."""
        row = self.row
        if row is None or row.standing != "published":
            return False
        return self.may_publish and row.proposed_by != self.actor.name

    def act_words(self) -> str:
        """Name the filled button; empty if there is nothing this user can do."""
        row = self.row
        if row is None:
            return ""
        if row.state == "draft":
            return f"Ajukan v{row.number}" if self.may_edit else ""
        if self.may_sign():
            return f"Terbitkan v{row.number}"
        return f"Buat draf dari v{row.number}" if self.may_edit else ""

    def next_step(self) -> str:
        """Say what to do next with the version."""
        row = self.row
        if row is None:
            return "Mulai dari aturan contoh atau impor berkas aturan."
        if row.standing == "withdrawn":
            return f"v{row.number} sudah ditarik: {row.withdrawn_reason}. Isinya tetap tersimpan."
        if row.state == "published":
            since = formatting.day(row.valid_from)
            return (
                f"v{row.number} terbit dan berlaku sejak {since}. Untuk mengubah, buat draf baru."
            )
        if row.state == "proposed":
            if self.may_sign():
                return f"Periksa v{row.number} yang diajukan {row.proposed_by}, lalu terbitkan."
            return f"v{row.number} menunggu diterbitkan oleh pejabat penerbit."
        return self._draft_step(row)

    def _draft_step(self, row: VersionRow) -> str:
        errors = self.errors
        if not errors:
            return f"v{row.number} lolos pemeriksaan. Ajukan untuk diterbitkan pejabat penerbit."
        failed = self.failed_examples
        if failed and all(words.section(f) == "examples" for f in errors):
            return (
                f"{failed} contoh belum sesuai. Betulkan aturannya, atau jadikan hasilnya nilai "
                "acuan."
            )
        return f"Betulkan {len(errors)} kesalahan, lalu ajukan untuk diterbitkan."

    def status(self) -> str:
        """Say in the status bar which version this is and how it stands."""
        if self.row is None:
            return ""
        wrong = len(self.errors)
        return (
            f"v{self.row.number}, berlaku sejak {formatting.day(self.row.valid_from)} · "
            f"{len(self.ruleset.lines)} baris, {wrong} kesalahan, "
            f"{len(self.findings) - wrong} peringatan"
        )
