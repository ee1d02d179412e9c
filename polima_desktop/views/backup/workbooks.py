"""The acts around workbooks: choose, show what they would bring, import; hand out an empty one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polima_desktop.formatting import number
from polima_desktop.services import backup_template
from polima_desktop.views import dialogs
from polima_desktop.views.backup import files
from polima_desktop.views.backup.files import ImportDialog, TemplateDialog
from polima_desktop.views.widgets import Page


class Workbooks:
    """What a page does with files; it talks through the page's jobs and message bar."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def choose(self) -> None:
        """Let the user choose filled workbooks; show what they would bring, then import."""
        title = "Impor buku kerja backup manual"
        paths = dialogs.open_files(self.page, self.page.context.settings, title, dialogs.WORKBOOKS)
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
            ).success(lambda rows: self._imported(readings, rows))

    def _imported(self, readings: list[files.Reading], rows: int) -> None:
        rejected = sum(reading.rejected for reading in readings)
        self.page.context.changed("claims")
        if not rejected:
            self.page.say("ok", f"{number(rows)} baris diimpor.")
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
            lambda _progress: backup_template.unit_choices(session, month), self.page
        ).success(self._ask_unit)

    def _ask_unit(self, units: list[tuple[str, str]]) -> None:
        dialog = TemplateDialog(self.page, units)
        if not dialog.exec():
            return
        proposal = f"backup-{dialog.code}-{self.page.context.month}.xlsx"
        settings, kinds = self.page.context.settings, dialogs.WORKBOOKS
        path = dialogs.save_file(self.page, settings, "Simpan buku kerja kosong", proposal, kinds)
        if path is not None:
            self.write_template(dialog.code, path)

    def write_template(self, unit: str, path: Path) -> None:
        """Write a unit's empty workbook."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda _progress: backup_template.write_template(session, unit, month, path), self.page
        ).success(
            lambda made: self.page.say(
                "ok", f"Buku kerja {made.unit} disimpan.", f"{made.people} pegawai. {path}"
            )
        )
