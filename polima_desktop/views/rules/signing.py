"""From a draft to rules in force on the page: propose, publish as second person, return, begin.

Also says what the filled button does and what comes next, which depend on the version's state.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from polima_desktop import formatting
from polima_desktop.assets import asset
from polima_desktop.domain.rules import editing
from polima_desktop.services.rules import versions
from polima_desktop.views.dialogs import ask_reason, confirm, open_file
from polima_desktop.views.rules import words
from polima_desktop.views.rules.dialogs import DecreeDialog

if TYPE_CHECKING:
    from polima_desktop.services.rules.versions import Drafted
    from polima_desktop.storage.rules.versions import VersionRow
    from polima_desktop.views.rules.page import BobotPage

_TOML = "Aturan (*.toml)"


class Signing:
    """The life of a version, for one page."""

    def __init__(self, page: BobotPage) -> None:
        self.page = page

    def act_words(self) -> str:
        """Name the filled button."""
        row = self.page.row
        if row is None:
            return ""
        if row.state == "draft":
            return f"Ajukan v{row.number}" if self.page.may_edit else ""
        if row.state == "proposed" and self.may_sign(row):
            return f"Terbitkan v{row.number}"
        return f"Buat draf dari v{row.number}" if self.page.may_edit else ""

    def may_sign(self, row: VersionRow) -> bool:
        """Tell whether this user is the second person for a proposed version."""
        return self.page.may_publish and row.proposed_by != self.page.context.session.actor.name

    def step(self, row: VersionRow) -> str:
        """Say what to do next with a version."""
        if row.state == "published":
            since = formatting.day(row.valid_from)
            return (
                f"v{row.number} terbit dan berlaku sejak {since}. Untuk mengubah, buat draf baru."
            )
        if row.state == "proposed":
            if self.may_sign(row):
                return f"Periksa v{row.number} yang diajukan {row.proposed_by}, lalu terbitkan."
            return f"v{row.number} menunggu diterbitkan oleh orang kedua."
        if self.page.errors:
            failed = len(self.page.checks.failed)
            if failed and all(words.section(f) == "examples" for f in self.page.errors):
                return f"{failed} contoh belum sesuai. Betulkan aturannya, atau pakai hasil baru."
            return f"Betulkan {len(self.page.errors)} kesalahan, lalu ajukan untuk diterbitkan."
        return f"v{row.number} lolos pemeriksaan. Ajukan untuk diterbitkan orang kedua."

    def act(self) -> None:
        """Do what the filled button says."""
        row = self.page.row
        if row is None:
            return
        if row.state == "draft":
            self.propose()
        elif row.state == "proposed" and self.may_sign(row):
            self.publish()
        else:
            self.new_draft()

    def propose(self) -> None:
        """Ask for the decree, save, and put the draft forward."""
        assert self.page.row is not None and self.page.draft is not None, "a draft is open"  # noqa: PT018
        dialog = DecreeDialog(self.page, self.page.ruleset.decree, self.page.row.number)
        if not dialog.exec() or dialog.decree is None:
            return
        self.page.stop_saving()
        self.page.draft.change(editing.with_decree(self.page.ruleset, dialog.decree))
        session, row, ruleset = self.page.context.session, self.page.row, self.page.ruleset
        self._write(
            lambda _progress: versions.propose_draft(session, row, editing.canonical_set(ruleset)),
            self._proposed,
        )

    def _proposed(self, row: VersionRow) -> None:
        self.page.say("ok", f"v{row.number} diajukan.", "Penerbitan menunggu orang kedua.")

    def publish(self) -> None:
        """Ask once more, with the numbers, and publish."""
        row = self.page.row
        assert row is not None, "a proposed version is open"
        session, version_id = self.page.context.session, row.id
        question = f"Terbitkan v{row.number}, berlaku sejak {formatting.day(row.valid_from)}?"
        if not confirm(self.page, question, self._loss(), f"Terbitkan v{row.number}"):
            return
        self._write(
            lambda progress: versions.publish(session, version_id, progress), self._published
        )

    def _loss(self) -> str:
        warnings = len(self.page.findings) - len(self.page.errors)
        parts = ["Versi terbit tidak bisa diubah lagi."]
        if warnings:
            parts.append(f"{warnings} peringatan ikut disetujui.")
        compared = self.page.impact.compared
        if compared is not None:
            change = compared.net_after - compared.net_before
            month, count = (
                formatting.month_name(compared.month),
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
        row = self.page.row
        if row is None or row.state != "proposed" or not self.page.may_publish:
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

    # ── new versions ──────────────────────────────────────────────────────────────────────

    def new_draft(self) -> None:
        """Make a draft from the version on the page."""
        session, ruleset = self.page.context.session, self.page.ruleset
        self._write(
            lambda _progress: versions.new_draft(session, ruleset),
            lambda row: self.page.say("ok", f"Draf v{row.number} dibuat.", "Ubah, lalu ajukan."),
        )

    def begin_with_example(self) -> None:
        """Make the first draft from the example set that ships."""
        self._import(asset("resources", "rulesets", "contoh.toml"))

    def import_file(self) -> None:
        """Make a draft from a file."""
        if not self.page.may_edit:
            self.page.say("info", "Hanya Bagian Organisasi yang menyusun aturan.")
            return
        path = open_file(self.page, self.page.context.settings, "Impor berkas aturan", _TOML)
        if path is not None:
            self._import(path)

    def _import(self, path: Path) -> None:
        session = self.page.context.session

        def work(_progress: object) -> VersionRow:
            drafted: Drafted = versions.import_draft(session, versions.read_file(path))
            return drafted.row

        self._write(
            work, lambda row: self.page.say("ok", f"v{row.number} dibuka dari {path.name}.")
        )

    def _write(self, work: Callable[..., VersionRow], done: Callable[[VersionRow], object]) -> None:
        """Run a change of versions; show the version it gives and tell the other pages."""

        def finished(row: VersionRow) -> None:
            self.page.opened(row)
            done(row)

        self.page.context.jobs.run(work, self.page, writes=True).success(finished)
