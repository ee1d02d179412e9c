"""What leaves the page Cetak: files, one a unit or person, the printer, the bank's list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, number
from polima_desktop.services.papers.kinds import COUNTED, LABELS, Apart
from polima_desktop.views import dialogs
from polima_desktop.views.papers.chooser import Chooser
from polima_desktop.views.papers.passphrase import unlocking
from polima_desktop.views.papers.printing import ask_printer, print_pages
from polima_desktop.views.papers.viewer import Viewer
from polima_desktop.views.widgets import Page

if TYPE_CHECKING:  # reportlab and the store wait until the first paper is made, in the worker
    from polima_desktop.services.papers.batch import Batch
    from polima_desktop.services.papers.writing import Exported, Made


class Out:
    """Writes what is chosen; each act asks where, writes in the worker and says what was made."""

    def __init__(self, page: Page, chooser: Chooser, viewer: Viewer) -> None:
        self.page, self.context = page, page.context
        self.chooser, self.viewer = chooser, viewer

    def save_pdf(self) -> None:
        """Ask where, and write the whole paper, or one file a unit into a folder."""
        paper, settings = self.chooser.paper, self.context.settings
        apart = self.viewer.parting
        if apart is not None:
            path = dialogs.open_folder(
                self.page, settings, f"Folder untuk PDF setiap {apart.value}"
            )
        else:
            title = LABELS[paper].lower()
            name = dialogs.file_name("pdf", title, str(self.context.month), self.chooser.words())
            path = dialogs.save_file(self.page, settings, f"Simpan {title}", name, dialogs.PDF)
        if path is not None:
            self.save_to(path, apart)

    def save_to(self, path: Path, apart: Apart | None = None) -> None:
        """Write the chosen papers to a file, or one file a unit or person into a folder."""
        if apart is not None:
            self._save_apart(path, apart)
            return
        session, month = self.context.session, self.context.month
        paper, chosen = self.chooser.paper, self.chooser.chosen
        assert chosen is not None

        def write(progress: Progress) -> Made:
            from polima_desktop.services.papers import writing

            return writing.print_paper(session, paper, month, chosen, path, progress)

        job = self.context.jobs.run(write, self.page, writes=True)
        job.success(lambda made: self._saved(made, COUNTED[paper]))
        job.failure(lambda error: unlocking(self.page, error, lambda: self.save_to(path)))

    def _save_apart(self, folder: Path, apart: Apart) -> None:
        session, month = self.context.session, self.context.month
        paper, chosen = self.chooser.paper, self.chooser.chosen
        assert chosen is not None
        protect = apart is Apart.PERSON

        def write(progress: Progress) -> Batch:
            from polima_desktop.services.papers.batch import print_apart

            return print_apart(
                session, paper, month, chosen, folder, progress, apart, protect=protect
            )

        job = self.context.jobs.run(write, self.page, writes=True)
        job.success(lambda batch: self._saved_apart(batch, COUNTED[paper]))
        job.failure(lambda error: unlocking(self.page, error, lambda: self.save_to(folder, apart)))
        job.cancelled(lambda: self._stopped(folder))

    def _saved_apart(self, batch: Batch, counted: str) -> None:
        kept = f", {number(batch.kept)} sudah ada" if batch.kept else ""
        where = f"{number(batch.of)} berkas di {batch.folder}{kept}"
        self._say_file(f"{number(batch.count)} {counted} tersimpan.", where, batch.folder)

    def _stopped(self, folder: Path) -> None:
        """Say how many files stand: a batch is gone on with by saving into the same folder."""
        from polima_desktop.services.papers.batch import LIST, read_list

        stand = len(read_list(folder))
        words = f"Simpan lagi ke folder yang sama untuk melanjutkan. Daftarnya di {LIST}."
        self.page.say("warn", f"Dihentikan: {number(stand)} berkas sudah tersimpan utuh.", words)

    def _saved(self, made: Made, counted: str) -> None:
        path = made.paths[0]
        self._say_file(f"{number(made.count)} {counted} tersimpan.", str(path), path.parent)

    def _say_file(self, bold: str, where: str, folder: Path) -> None:
        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        self.page.say("ok", bold, where, link="Buka folder", on_link=show_folder)

    def print_out(self) -> None:
        """Ask for a printer and print the whole paper."""
        try:
            printer = ask_printer(self.page)
        except PolimaError as error:
            self.page.say_error(error)
            return
        if printer is not None:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the whole paper on a printer."""
        session, month = self.context.session, self.context.month
        paper, chosen = self.chooser.paper, self.chooser.chosen
        assert chosen is not None

        def work(progress: Progress) -> int:
            from polima_desktop.services.papers import writing

            data = writing.print_bytes(session, paper, month, chosen, progress)
            return print_pages(printer, data, progress)

        def done(pages: int) -> None:
            self.page.say(
                "ok", f"{number(pages)} halaman terkirim ke pencetak.", printer.printerName()
            )

        job = self.context.jobs.run(work, self.page, writes=True).success(done)
        job.failure(lambda error: unlocking(self.page, error, lambda: self.print_on(printer)))

    def export_payments(self) -> None:
        """Ask where, and write the list the bank pays from."""
        name = dialogs.file_name(
            "xlsx", "daftar bank", str(self.context.month), self.chooser.words()
        )
        kinds = "Buku kerja (*.xlsx);;CSV (*.csv)"
        path = dialogs.save_file(
            self.page, self.context.settings, "Simpan daftar bank", name, kinds
        )
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the bank list of the chosen people; CSV if the file's name says so."""
        session, month, chosen = (
            self.context.session,
            self.context.month,
            self.chooser.chosen,
        )
        assert chosen is not None
        kind = "csv" if path.suffix.lower() == ".csv" else "xlsx"

        def write(progress: Progress) -> Exported:
            from polima_desktop.services.papers import writing

            return writing.export_payments(session, month, chosen, path, progress, kind)

        job = self.context.jobs.run(write, self.page, writes=True)
        job.success(lambda done: self._exported(done, path))

    def _exported(self, done: Exported, path: Path) -> None:
        words = f"{number(done.lines)} transfer, {money(done.rupiah)}."
        if done.without_account:
            words += f" {number(done.without_account)} pegawai belum punya nomor rekening."
        self._say_file(words, str(path), path.parent)
