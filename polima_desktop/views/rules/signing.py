"""From a draft to rules in force on the page: propose, publish as second person, return, begin.

What the filled button does and what comes next, which depend on the version, is in ``shown``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from polima_desktop import formatting
from polima_desktop.assets import asset
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.rules import editing
from polima_desktop.domain.rules.differences import Difference
from polima_desktop.services.rules import versions
from polima_desktop.services.rules.comparison import Comparison
from polima_desktop.storage.rules.versions import VersionRow
from polima_desktop.views.dialogs import ask_reason, confirm, open_file
from polima_desktop.views.rules.dialogs import DecreeDialog
from polima_desktop.views.rules.shown import Shown
from polima_desktop.views.widgets import Page

_TOML = "Aturan (*.toml)"


class Signing:
    """The life of a version, for one page."""

    def __init__(
        self,
        page: Page,
        shown: Shown,
        *,
        begin: Callable[[], object],
        opened: Callable[[VersionRow], object],
        compared: Callable[[], Comparison | None],
        changes: Callable[[], list[Difference]],
    ) -> None:
        """``begin``: what is typed is now saved by the act; ``opened``: a version was given."""
        self.page, self.shown = page, shown
        self._begin, self._opened, self._compared = begin, opened, compared
        self._changes = changes

    def act(self) -> None:
        """Do what the filled button says."""
        row = self.shown.row
        if row is None:
            return
        if row.state == "draft":
            self.propose()
        elif self.shown.may_sign():
            self.publish()
        else:
            self.new_draft()

    def propose(self) -> None:
        """Ask for the decree, save, and put the draft forward."""
        assert self.shown.row is not None and self.shown.draft is not None, "a draft is open"  # noqa: PT018
        taken = [row.decree_number for row in self.shown.rows
                 if row.state in ("proposed", "published")]  # fmt: skip
        dialog = DecreeDialog(self.page, self.shown.ruleset.decree, self.shown.row.number, taken)
        if not dialog.exec() or dialog.decree is None:
            return
        self._begin()
        self.shown.draft.change(editing.with_decree(self.shown.ruleset, dialog.decree))
        session, row, ruleset = self.page.context.session, self.shown.row, self.shown.ruleset
        self._write(
            lambda _progress: versions.propose_draft(session, row, editing.canonical_set(ruleset)),
            self._proposed,
        )

    def _proposed(self, row: VersionRow) -> None:
        self.page.say("ok", f"v{row.number} diajukan.", "Penerbitan menunggu pejabat penerbit.")

    def publish(self) -> None:
        """Ask once more, with the numbers, and publish."""
        row = self.shown.row
        assert row is not None, "a proposed version is open"
        session, version_id = self.page.context.session, row.id
        question = f"Terbitkan v{row.number}, berlaku sejak {formatting.day(row.valid_from)}?"
        if not confirm(self.page, question, self._loss(), f"Terbitkan v{row.number}"):
            return
        self._write(
            lambda progress: versions.publish(session, version_id, progress, row), self._published
        )

    def _loss(self) -> str:
        warnings = len(self.shown.findings) - len(self.shown.errors)
        found = self._changes()
        shown = "; ".join(f"{change.owner}: {change.words}" for change in found[:6])
        more = f"; dan {len(found) - 6} perbedaan lagi di tab Versi" if len(found) > 6 else ""
        parts = [f"Yang berubah: {shown}{more}."] if found else []
        parts.append("Versi terbit tidak bisa diubah lagi.")
        if warnings:
            parts.append(f"{warnings} peringatan ikut disetujui.")
        compared = self._compared()
        if compared is not None:
            change = compared.net_after - compared.net_before
            month, count = (
                month_name(compared.month),
                formatting.number(compared.changed),
            )
            parts.append(f"Pada {month} {count} slip berubah, selisih {formatting.money(change)}.")
        return " ".join(parts)

    def _published(self, row: VersionRow) -> None:
        since = formatting.day(row.valid_from)
        self.page.say(
            "ok", f"v{row.number} terbit.", f"Berlaku sejak {since}. Hitung ulang bulannya."
        )

    def return_to_draft(self) -> None:
        """Send a proposed version back to its author, saying why."""
        row = self.shown.row
        if row is None or row.state != "proposed" or not self.shown.may_publish:
            self.page.say("info", "Hanya versi yang diajukan yang bisa dikembalikan.")
            return
        title = f"Kembalikan v{row.number} ke draf"
        reason = ask_reason(self.page, title, "Apa yang harus diubah", "Kembalikan")
        if reason:
            session, version_id = self.page.context.session, row.id
            self._write(
                lambda _progress: versions.return_to_draft(session, version_id, reason),
                lambda fresh: self.page.say("ok", f"v{fresh.number} dikembalikan ke draf."),
            )

    def withdraw(self) -> None:
        """Take the published version out of force, saying by which decree."""
        row = self.shown.row
        if row is None or not self.shown.may_withdraw():
            return
        title = f"Tarik v{row.number}"
        question = "Keputusan yang mencabutnya, dan mengapa"
        reason = ask_reason(self.page, title, question, f"Tarik v{row.number}")
        if reason:
            session, version_id = self.page.context.session, row.id
            self._write(
                lambda _progress: versions.withdraw(session, version_id, reason),
                lambda fresh: self.page.say(
                    "ok", f"v{fresh.number} ditarik.", "Versi sebelumnya berlaku lagi."
                ),
            )

    # ── new versions ──────────────────────────────────────────────────────────────────────

    def new_draft(self) -> None:
        """Make a draft from the version on the page."""
        session, ruleset = self.page.context.session, self.shown.ruleset
        self._write(
            lambda _progress: versions.new_draft(session, ruleset),
            lambda row: self.page.say("ok", f"Draf v{row.number} dibuat.", "Ubah, lalu ajukan."),
        )

    def begin_with_example(self) -> None:
        """Make the first draft from the example set that ships."""
        self._import(asset("resources", "rulesets", "contoh.toml"))

    def import_file(self) -> None:
        """Make a draft from a file."""
        if not self.shown.may_edit:
            self.page.say("info", "Hanya Bagian Organisasi yang menyusun aturan.")
            return
        path = open_file(self.page, self.page.context.settings, "Impor berkas aturan", _TOML)
        if path is not None:
            self._import(path)

    def _import(self, path: Path) -> None:
        session = self.page.context.session

        def work(_progress: object) -> VersionRow:
            return versions.import_draft(session, versions.read_file(path)).row

        self._write(
            work, lambda row: self.page.say("ok", f"v{row.number} dibuka dari {path.name}.")
        )

    def _write(self, work: Callable[..., VersionRow], done: Callable[[VersionRow], object]) -> None:
        """Run a change of versions; show the version it gives and tell the other pages."""

        def finished(row: VersionRow) -> None:
            self._opened(row)
            done(row)

        self.page.context.jobs.run(work, self.page, writes=True).success(finished)
