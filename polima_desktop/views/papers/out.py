"""What leaves the page Cetak: files, one a unit or person, the printer, the bank's list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, number
from polima_desktop.services.papers.kinds import COUNTED, LABELS, Apart
from polima_desktop.views import dialogs
from polima_desktop.views.papers.bank import BankDialog
from polima_desktop.views.papers.chooser import Chooser
from polima_desktop.views.papers.passphrase import unlocking
from polima_desktop.views.papers.printing import ask_printer, print_pages
from polima_desktop.views.papers.viewer import Viewer
from polima_desktop.views.widgets import Page

if TYPE_CHECKING:  # reportlab and the store wait until the first paper is made, in the worker
    from polima_desktop.domain.bank_layouts import BankLayout
    from polima_desktop.services.papers.bank import BankList, Exported
    from polima_desktop.services.papers.batch import Batch as Folder
    from polima_desktop.services.papers.writing import Made
    from polima_desktop.storage.months.payments import Batch


class Out:
    """Writes what is chosen; each act asks where, writes in the worker and says what was made."""

    def __init__(self, page: Page, chooser: Chooser, viewer: Viewer) -> None:
        self.page, self.context = page, page.context
        self.chooser, self.viewer = chooser, viewer
        self.saved: Path | None = None
        """The file saved last, which may be signed next."""

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

        def write(progress: Progress) -> Folder:
            from polima_desktop.services.papers.batch import print_apart

            return print_apart(
                session, paper, month, chosen, folder, progress, apart, protect=protect
            )

        job = self.context.jobs.run(write, self.page, writes=True)
        job.success(lambda batch: self._saved_apart(batch, COUNTED[paper]))
        job.failure(lambda error: unlocking(self.page, error, lambda: self.save_to(folder, apart)))
        job.cancelled(lambda: self._stopped(folder))

    def _saved_apart(self, batch: Folder, counted: str) -> None:
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
        path = self.saved = made.paths[0]
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
        """Show the lists a bank can be given, and save the one that is chosen."""
        session, month = self.context.session, self.context.month

        def read(_progress: Progress) -> tuple[Sequence[Batch], list[BankLayout]]:
            from polima_desktop.services.papers import bank

            return bank.batches(session, month), bank.layouts()

        job = self.context.jobs.run(read, self.page, slot="bank")
        job.success(lambda found: self._choose_list(*found))

    def _choose_list(self, batches: Sequence[Batch], layouts: Sequence[BankLayout]) -> None:
        name = month_name(self.context.month)
        dialog = BankDialog(self.page, name, batches, layouts, self.read_list)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.save_list(dialog.batch, dialog.layout_chosen)

    def read_list(
        self,
        batch: int | None,
        shown: Callable[[BankList], object],
        failed: Callable[[PolimaError], object],
    ) -> None:
        """Read the transfers of a batch to the people who are chosen."""
        session, month, chosen = self.context.session, self.context.month, self.chooser.chosen
        assert chosen is not None

        def read(progress: Progress) -> BankList:
            from polima_desktop.services.papers import bank

            return bank.read(session, month, chosen, progress, batch)

        job = self.context.jobs.run(read, self.page, slot="bank-list")
        job.success(shown).failure(failed)

    def save_list(self, batch: int | None, layout: BankLayout | None) -> None:
        """Ask where, and write the list; without a layout a file a bank into a folder."""
        settings, title = self.context.settings, "Simpan daftar bank"
        if layout is None:
            path = dialogs.open_folder(self.page, settings, "Folder untuk daftar setiap bank")
        else:
            words = str(self.context.month), self.chooser.words()
            name = dialogs.file_name(layout.file, "daftar bank", *words)
            kind = f"{layout.file.upper()} (*.{layout.file})"
            path = dialogs.save_file(self.page, settings, title, name, kind)
        if path is not None:
            self.export_to(path, batch, layout)

    def export_to(self, path: Path, batch: int | None, layout: BankLayout | None) -> None:
        """Write the bank list of the chosen people to a file, or a file a bank to a folder."""
        session, month, chosen = self.context.session, self.context.month, self.chooser.chosen
        assert chosen is not None

        def write(progress: Progress) -> Exported:
            from polima_desktop.services.papers import bank

            found = bank.read(session, month, chosen, progress, batch)
            if layout is None:
                return bank.export_apart(session, found, path)
            return bank.export(session, found, path, layout)

        job = self.context.jobs.run(write, self.page, writes=True)
        job.success(lambda done: self._exported(done, path))

    def _exported(self, done: Exported, path: Path) -> None:
        words = f"{number(done.lines)} transfer, {money(done.rupiah)}."
        if done.without_account:
            words += f" {number(done.without_account)} pegawai belum punya nomor rekening."
        if path.is_dir():
            self._say_file(words, f"{number(len(done.paths))} berkas di {path}", path)
        else:
            self._say_file(words, str(path), path.parent)
