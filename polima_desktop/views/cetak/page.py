"""The page Cetak: choose a paper and whose, look at it, save or print it; the bank list."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QStackedWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, month_name, number
from polima_desktop.services.paper_kinds import COUNTED, LABELS, Paper
from polima_desktop.views import dialogs
from polima_desktop.views.cetak.chooser import Chooser
from polima_desktop.views.cetak.printing import ask_printer, print_pages
from polima_desktop.views.cetak.viewer import Viewer
from polima_desktop.views.context import Context
from polima_desktop.views.main_window import labelled
from polima_desktop.views.widgets import Button, Columns, EmptyState, Note, Page, Sheet

if TYPE_CHECKING:  # reportlab and the store wait until the first paper is made, in the worker
    from polima_desktop.services.paper_desk import Choices
    from polima_desktop.services.papers import Exported, Made

PREVIEWED = {Paper.SLIPS: 40, Paper.STATEMENT: 10}
LISTS_PREVIEWED = 3


class CetakPage(Page):
    """Papers of the month: preview, PDF, printer, bank list."""

    listens = frozenset({"months", "rules", "units"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Cetak")
        self.choices: Choices | None = None
        self.may_print = context.session.actor.may(Permission.PRINT)
        self.bank = self.add_button(Button("Daftar bank", "ekspor", self.export_payments))
        self.printer = self.add_button(Button("Cetak", "cetak", self.print_out))
        self.save = self.add_button(Button("Simpan PDF", "lampir", self.save_pdf, primary=True))
        self.chooser, self.viewer = Chooser(), Viewer()
        self.search = self.chooser.search
        self.chooser.changed.connect(self._preview)
        self.body.addWidget(self._stack(), 1)

    def _stack(self) -> QStackedWidget:
        self.notes = Sheet()
        self.notes.hide()
        columns = Columns("kolom", self.chooser, self.viewer, slack=1, sizes=[330, 800])
        self.chooser.setMinimumWidth(280)
        self.empty = EmptyState("", "", Button("Buka Perhitungan", "hitung", self._to_month))
        sheet = Sheet()
        sheet.add(self.empty, 1)
        self.body.addWidget(self.notes)
        self.stack = QStackedWidget()
        self.stack.addWidget(columns)
        self.stack.addWidget(sheet)
        return self.stack

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read what papers the month has; paper, choice and place stay."""
        session, month = self.context.session, self.context.month

        def read(_progress: Progress) -> Choices:
            from polima_desktop.services import paper_desk

            return paper_desk.choices(session, month)

        job = self.context.jobs.run(read, self, slot="choices")
        job.success(self._show).failure(self._show_nothing)

    def _show(self, choices: Choices) -> None:
        self.choices = choices
        self.stack.setCurrentIndex(0)
        self.working(False)
        self._explain_marks(choices)
        slips = sum(holder.state == "current" for holder in choices.holders)
        self.set_next_step(
            f"{number(slips)} slip {month_name(self.context.month)} siap. "
            "Pilih makalah dan unit, lalu simpan atau cetak."
        )
        self.chooser.show_choices(choices)
        self._preview()

    def _show_nothing(self, error: PolimaError) -> None:
        self.choices = None
        self.notes.hide()
        self.empty.set_words(error.message, error.advice)
        self.stack.setCurrentIndex(1)
        self.set_next_step("Makalah tersedia setelah bulan dihitung.")
        self.working(False)

    def _explain_marks(self, choices: Choices) -> None:
        while (item := self.notes.column.takeAt(1)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        month = month_name(self.context.month)
        if choices.state != "locked":
            text = f"{month} belum dikunci, jadi angkanya masih bisa berubah."
            self.notes.add(Note("warn", "Bertanda DRAF.", text, "Buka Perhitungan", self._to_month))
        if choices.example:
            text = "Aturan yang dipakai masih contoh, bukan keputusan kota."
            self.notes.add(Note("info", "Bertanda CONTOH.", text))
        self.notes.setVisible(self.notes.column.count() > 1)

    def _to_month(self) -> None:
        self.context.go("perhitungan")

    # ── preview ───────────────────────────────────────────────────────────────────────────

    def _preview(self) -> None:
        """Draw the first pages of what is chosen; an earlier preview under way is dropped."""
        if self.choices is None or not self.may_print:
            return
        session, month = self.context.session, self.context.month
        paper, chosen = self.chooser.paper, self.chooser.chosen
        limit = PREVIEWED.get(paper, LISTS_PREVIEWED)

        def drawn(progress: Progress) -> tuple[bytes, Made]:
            from polima_desktop.services import papers

            out = BytesIO()
            made = papers.preview(session, paper, month, chosen, out, progress, limit)
            return out.getvalue(), made

        title = LABELS[paper]
        job = self.context.jobs.run(drawn, self, slot="preview")
        job.success(lambda result: self._show_preview(title, *result))
        job.failure(self._show_no_preview)

    def _show_preview(self, title: str, data: bytes, made: Made) -> None:
        name = COUNTED[self.chooser.paper]
        note = f"{number(made.of)} {name}"
        if made.count < made.of:
            note = (
                f"{number(made.count)} {name} pertama dari {number(made.of)}; berkas memuat semua"
            )
        self.viewer.show_pdf(data, f"{title}, {self.chooser.words()}", note)

    def _show_no_preview(self, error: PolimaError) -> None:
        self.viewer.show_pdf(None, "", f"{error.message} {error.advice}")

    # ── out ───────────────────────────────────────────────────────────────────────────────

    def save_pdf(self) -> None:
        """Ask where, and write the whole paper."""
        paper, apart = self.chooser.paper, self.chooser.apart
        if apart.isVisible() and apart.isChecked():
            path = dialogs.open_folder(
                self, self.context.settings, "Folder untuk satu PDF per unit"
            )
        else:
            name = f"{paper.value}-{self.context.month}.pdf"
            path = dialogs.save_file(
                self, self.context.settings, f"Simpan {LABELS[paper].lower()}", name, dialogs.PDF
            )
        if path is not None:
            self._save_to(path, apart=path.is_dir())

    def _save_to(self, path: Path, *, apart: bool) -> None:
        session, month = self.context.session, self.context.month
        paper, chosen = self.chooser.paper, self.chooser.chosen

        def write(progress: Progress) -> Made:
            from polima_desktop.services import papers

            act = papers.print_apart if apart else papers.print_paper
            return act(session, paper, month, chosen, path, progress)

        self.context.jobs.run(write, self, writes=True).success(self._saved)

    def _saved(self, made: Made) -> None:
        name = COUNTED[self.chooser.paper]
        first = made.paths[0]
        where = (
            str(first) if len(made.paths) == 1 else f"{len(made.paths)} berkas di {first.parent}"
        )
        self._say_file(f"{number(made.count)} {name} tersimpan.", where, first.parent)

    def _say_file(self, bold: str, where: str, folder: Path) -> None:
        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        self.say("ok", bold, where, link="Buka folder", on_link=show_folder)

    def print_out(self) -> None:
        """Ask for a printer and print the whole paper."""
        try:
            printer = ask_printer(self)
        except PolimaError as error:
            self.say_error(error)
            return
        if printer is not None:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Print the whole paper on a printer."""
        session, month = self.context.session, self.context.month
        paper, chosen = self.chooser.paper, self.chooser.chosen

        def work(progress: Progress) -> int:
            from polima_desktop.services import papers

            data = papers.print_bytes(session, paper, month, chosen, progress)
            return print_pages(printer, data, progress)

        def done(pages: int) -> None:
            self.say("ok", f"{number(pages)} halaman terkirim ke pencetak.", printer.printerName())

        self.context.jobs.run(work, self, writes=True).success(done)

    def export_payments(self) -> None:
        """Ask where, and write the list the bank pays from."""
        path = dialogs.save_file(
            self,
            self.context.settings,
            "Simpan daftar bank",
            f"daftar-bank-{self.context.month}.xlsx",
            "Buku kerja (*.xlsx);;CSV (*.csv)",
        )
        if path is None:
            return
        session, month, chosen = self.context.session, self.context.month, self.chooser.chosen
        kind = "csv" if path.suffix.lower() == ".csv" else "xlsx"

        def write(progress: Progress) -> Exported:
            from polima_desktop.services import papers

            return papers.export_payments(session, month, chosen, path, progress, kind)

        job = self.context.jobs.run(write, self, writes=True)
        job.success(lambda done: self._exported(done, path))

    def _exported(self, done: Exported, path: Path) -> None:
        missing = (
            f" {number(done.without_account)} pegawai belum punya nomor rekening."
            if done.without_account
            else ""
        )
        words = f"{number(done.lines)} transfer, {money(done.rupiah)}."
        self._say_file(words, f"{path}{missing}", path.parent)

    # ── from elsewhere ────────────────────────────────────────────────────────────────────

    def focus_on(self, **what: Any) -> None:
        """Show the slip of a person (``nip``) or the papers of a unit (``unit``)."""
        if "nip" in what:
            self.chooser.papers.select_key(Paper.SLIPS)
            self.chooser.choose(f"nip:{what['nip']}")
        elif "unit" in what:
            self.chooser.choose(f"unit:{what['unit']}")

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Give the page's acts for the menu bar."""
        acts: list[tuple[str, str, Callable[[], None]]] = [
            ("&Simpan PDF…", "Ctrl+S", self.save_pdf),
            ("&Cetak…", "Ctrl+P", self.print_out),
            ("&Daftar bank…", "Ctrl+E", self.export_payments),
        ]
        return {"Berkas": [labelled(*act) for act in acts]}

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys of the preview."""
        return [
            ("Ctrl+S", "simpan PDF"),
            ("Ctrl+P", "cetak"),
            ("← →", "halaman"),
            ("+ −", "ukuran"),
        ]

    def working(self, busy: bool) -> None:
        """Switch the buttons off while writing, or where there is nothing to print."""
        super().working(busy or self.choices is None or not self.may_print)
