"""The acts around files: import workbooks, hand out an empty one, attach and open evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from polima_desktop.formatting import number
from polima_desktop.services.review import attachments, template
from polima_desktop.services.review.claims import Claim
from polima_desktop.storage.review.attachments import Proof
from polima_desktop.views import dialogs
from polima_desktop.views.review import files
from polima_desktop.views.review.files import ImportDialog, TemplateDialog
from polima_desktop.views.widgets import Page

_PROOFS = "Bukti (*.jpg *.jpeg *.png *.pdf *.tif *.tiff *.docx *.xlsx)"


class Workbooks:
    """What a page does with files; it talks through the page's jobs and message bar.

    ``changed`` is called when claims or their evidence came in.
    """

    def __init__(self, page: Page, changed: Callable[[], object]) -> None:
        self.page, self.changed = page, changed

    def choose(self) -> None:
        """Let the user choose filled workbooks; show what they would bring, then import."""
        title = "Impor buku kerja backup manual"
        paths = dialogs.open_files(
            self.page, self.page.context.settings, title, dialogs.READ_WORKBOOKS
        )
        if paths:
            self.read(paths)

    def read(self, paths: Sequence[Path]) -> None:
        """Read workbooks and ask before anything is written."""
        session = self.page.context.session
        self.page.context.jobs.run(
            lambda progress: files.read(session, paths, progress), self.page, writes=True
        ).success(self._ask_import)

    def _ask_import(self, readings: list[files.Reading]) -> None:
        if ImportDialog(self.page, readings).exec():
            session = self.page.context.session
            self.page.context.jobs.run(
                lambda progress: files.write(session, readings, progress), self.page, writes=True
            ).success(lambda done: self._imported(readings, done))

    def _imported(self, readings: list[files.Reading], done: files.Written) -> None:
        rows, rejected = done.rows, sum(reading.rejected for reading in readings)
        proofs = f"{number(done.files)} berkas bukti di samping buku kerja ikut disimpan."
        self.changed()
        if not rejected:
            self.page.say("ok", f"{number(rows)} baris diimpor.", proofs if done.files else "")
            return
        self.page.say(
            "warn",
            f"{number(rows)} baris diimpor, {number(rejected)} ditolak.",
            "Simpan yang ditolak, betulkan, lalu impor lagi.",
            link="Simpan yang ditolak",
            on_link=lambda: self.save_rejected(readings),
        )

    def save_rejected(self, readings: list[files.Reading]) -> None:
        """Write the rejected rows where the user says."""
        title, settings = "Simpan baris yang ditolak", self.page.context.settings
        folder = dialogs.open_folder(self.page, settings, title)
        if folder is None:
            return
        self.page.context.jobs.run(
            lambda _progress: files.save_rejected(readings, folder), self.page
        ).success(lambda made: self.page.say("ok", f"{len(made)} berkas disimpan.", f"{folder}"))

    def ask_template(self) -> None:
        """Ask for a unit and write its empty workbook."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda _progress: template.unit_choices(session, month), self.page
        ).success(self._ask_unit)

    def _ask_unit(self, units: list[tuple[str, str]]) -> None:
        dialog = TemplateDialog(self.page, units)
        if not dialog.exec():
            return
        proposal = f"backup-{dialog.code}-{self.page.context.month}.xlsx"
        settings, kinds = self.page.context.settings, dialogs.WORKBOOKS
        path = dialogs.save_file(self.page, settings, "Simpan formulir kosong", proposal, kinds)
        if path is not None:
            self.write_template(dialog.code, path)

    def write_template(self, unit: str, path: Path) -> None:
        """Write a unit's empty workbook."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda _progress: template.write_template(session, unit, month, path), self.page
        ).success(
            lambda made: self.page.say(
                "ok", f"Formulir {made.unit} disimpan.", f"{made.people} pegawai. {path}"
            )
        )

    # ── evidence ──────────────────────────────────────────────────────────────────────────

    def choose_proof(self, claim: Claim) -> None:
        """Let the user choose a file that proves a claim."""
        settings = self.page.context.settings
        path = dialogs.open_file(self.page, settings, "Lampirkan bukti", _PROOFS)
        if path is not None:
            self.attach(claim, path)

    def attach(self, claim: Claim, path: Path) -> None:
        """Keep a file as evidence of a claim."""
        session = self.page.context.session
        self.page.context.jobs.run(
            lambda _progress: attachments.attach(session, claim.id, path), self.page, writes=True
        ).success(lambda made: self._attached(path, made.days))

    def _attached(self, path: Path, days: int) -> None:
        more = f"Berlaku untuk {number(days)} klaim yang menyebut berkas ini." if days > 1 else ""
        self.page.say("ok", f"{path.name} dilampirkan.", more)
        self.changed()

    def open_proof(self, proof: Proof) -> None:
        """Show a kept file in the program the computer has for it."""
        session = self.page.context.session
        self.page.context.jobs.run(
            lambda _progress: files.copy_out(session, proof), self.page
        ).success(lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))
