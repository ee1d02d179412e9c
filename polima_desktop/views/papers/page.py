"""The page Cetak: choose a paper and whose, look at it, save or print it; the bank list."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QStackedWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.papers import PaperStyle
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import day as day_words
from polima_desktop.formatting import money, number
from polima_desktop.services.papers.kinds import COUNTED, LABELS, Apart, Paper
from polima_desktop.views import dialogs
from polima_desktop.views.context import Context
from polima_desktop.views.papers.checking import CheckDialog, words
from polima_desktop.views.papers.chooser import Chooser
from polima_desktop.views.papers.look import LookDialog
from polima_desktop.views.papers.passphrase import unlocking
from polima_desktop.views.papers.printed import PrintedDialog
from polima_desktop.views.papers.printing import ask_printer, print_pages
from polima_desktop.views.papers.signers import SignersDialog
from polima_desktop.views.papers.viewer import Viewer
from polima_desktop.views.widgets import Button, Columns, EmptyState, Page, Sheet
from polima_desktop.views.widgets.actions import labelled

if TYPE_CHECKING:  # reportlab and the store wait until the first paper is made, in the worker
    from polima_desktop.reports.parts import Signatory
    from polima_desktop.services.papers.batch import Batch
    from polima_desktop.services.papers.desk import Choices
    from polima_desktop.services.papers.log import Entry
    from polima_desktop.services.papers.styles import Look
    from polima_desktop.services.papers.verifying import Verdict
    from polima_desktop.services.papers.writing import Exported, Made

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
        self.needs(self.bank, Permission.EXPORT_BANK)
        self.printer = self.add_button(Button("Cetak", "cetak", self.print_out))
        self.save = self.add_button(Button("Simpan PDF", "impor", self.save_pdf, primary=True))
        self.chooser, self.viewer = Chooser(), Viewer(self._to_month)
        self.signers = Button("Penanda tangan", on_press=self.ask_signers, quiet=True, low=True)
        self.look = Button("Kop dan bentuk", on_press=self.ask_look, quiet=True, low=True)
        self.chooser.add_to_head(self.look)
        self.chooser.add_to_head(self.signers)
        self.search = self.chooser.search
        self.chooser.changed.connect(self._choice_changed)
        self.body.addWidget(self._stack(), 1)

    def _stack(self) -> QStackedWidget:
        columns = Columns("kolom", self.chooser, self.viewer, slack=1, sizes=[330, 800])
        self.chooser.setMinimumWidth(330)
        self.empty = EmptyState("", "", Button("Buka Perhitungan", "hitung", self._to_month))
        sheet = Sheet()
        sheet.add(self.empty, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(columns)
        self.stack.addWidget(sheet)
        return self.stack

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read what papers the month has; paper, choice and place stay."""
        session, month = self.context.session, self.context.month

        def read(_progress: Progress) -> Choices:
            from polima_desktop.services.papers import desk

            return desk.choices(session, month)

        job = self.context.jobs.run(read, self, slot="choices")
        job.success(self._show).failure(self._show_nothing)

    def _show(self, choices: Choices) -> None:
        self.choices = choices
        self.stack.setCurrentIndex(0)
        self._explain_marks(choices)
        slips = sum(holder.state == "current" for holder in choices.holders)
        self.set_next_step(
            f"{number(slips)} slip {month_name(self.context.month)} siap. "
            "Pilih dokumen dan unit, lalu simpan atau cetak."
        )
        self.chooser.show_choices(choices)
        self._choice_changed()

    def _show_nothing(self, error: PolimaError) -> None:
        self.choices = None
        self.empty.set_words(error.message, error.advice)
        self.stack.setCurrentIndex(1)
        self.set_next_step("Dokumen tersedia setelah bulan dihitung.")
        self.working(False)

    def _explain_marks(self, choices: Choices) -> None:
        """Say why the papers are marked: the month is open, the rules are an example."""
        reasons = []
        if choices.state != "locked":
            reasons.append(("DRAF", "bulan belum dikunci"))
        if choices.example:
            reasons.append(("CONTOH", "aturan masih contoh"))
        marks, why = [mark for mark, _ in reasons], [reason for _, reason in reasons]
        bold = f"{' dan '.join(marks)}:" if reasons else ""
        self.viewer.caution.show_words(bold, f"{', '.join(why)}.")
        self.viewer.caution.link.setVisible(choices.state != "locked")

    def _to_month(self) -> None:
        self.context.go("perhitungan")

    # ── preview ───────────────────────────────────────────────────────────────────────────

    def _choice_changed(self) -> None:
        self.working(False)
        self.viewer.apart.setVisible(self.chooser.paper is not Paper.RECAP)
        self.viewer.each.setVisible(self.chooser.paper is Paper.SLIPS)
        if self.chooser.chosen is None:
            self.viewer.show_pdf(None, "", "Pilih unit atau pegawai.")
        elif self.choices is not None and self.may_print:
            self._preview()

    def _preview(self) -> None:
        """Draw the first pages of what is chosen; an earlier preview under way is dropped."""
        session, month = self.context.session, self.context.month
        paper, chosen = self.chooser.paper, self.chooser.chosen
        assert chosen is not None
        limit = PREVIEWED.get(paper, LISTS_PREVIEWED)

        def draw(progress: Progress) -> tuple[bytes, Made]:
            from polima_desktop.services.papers import writing

            out = BytesIO()
            made = writing.preview(session, paper, month, chosen, out, progress, limit)
            return out.getvalue(), made

        title = f"{LABELS[paper]}, {self.chooser.words()}"
        job = self.context.jobs.run(draw, self, slot="preview")
        job.success(lambda result: self._show_preview(title, COUNTED[paper], *result))
        job.failure(self._show_no_preview)

    def _show_preview(self, title: str, counted: str, data: bytes, made: Made) -> None:
        note = f"{number(made.of)} {counted}"
        if made.count < made.of:
            note = f"{number(made.count)} {counted} pertama dari {number(made.of)}"
        self.viewer.show_pdf(data, title, note)
        if nip := self.chooser.wanted_nip:
            self.viewer.preview.seek(nip)

    def _show_no_preview(self, error: PolimaError) -> None:
        self.viewer.show_pdf(None, "", f"{error.message} {error.advice}")

    # ── out ───────────────────────────────────────────────────────────────────────────────

    def save_pdf(self) -> None:
        """Ask where, and write the whole paper, or one file a unit into a folder."""
        paper, settings = self.chooser.paper, self.context.settings
        apart = self.viewer.parting
        if apart is not None:
            path = dialogs.open_folder(self, settings, f"Folder untuk PDF setiap {apart.value}")
        else:
            title = LABELS[paper].lower()
            name = dialogs.file_name("pdf", title, str(self.context.month), self.chooser.words())
            path = dialogs.save_file(self, settings, f"Simpan {title}", name, dialogs.PDF)
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

        job = self.context.jobs.run(write, self, writes=True)
        job.success(lambda made: self._saved(made, COUNTED[paper]))
        job.failure(lambda error: unlocking(self, error, lambda: self.save_to(path)))

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

        job = self.context.jobs.run(write, self, writes=True)
        job.success(lambda batch: self._saved_apart(batch, COUNTED[paper]))
        job.failure(lambda error: unlocking(self, error, lambda: self.save_to(folder, apart)))
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
        self.say("warn", f"Dihentikan: {number(stand)} berkas sudah tersimpan utuh.", words)

    def _saved(self, made: Made, counted: str) -> None:
        path = made.paths[0]
        self._say_file(f"{number(made.count)} {counted} tersimpan.", str(path), path.parent)

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
        assert chosen is not None

        def work(progress: Progress) -> int:
            from polima_desktop.services.papers import writing

            data = writing.print_bytes(session, paper, month, chosen, progress)
            return print_pages(printer, data, progress)

        def done(pages: int) -> None:
            self.say("ok", f"{number(pages)} halaman terkirim ke pencetak.", printer.printerName())

        job = self.context.jobs.run(work, self, writes=True).success(done)
        job.failure(lambda error: unlocking(self, error, lambda: self.print_on(printer)))

    def export_payments(self) -> None:
        """Ask where, and write the list the bank pays from."""
        name = dialogs.file_name(
            "xlsx", "daftar bank", str(self.context.month), self.chooser.words()
        )
        kinds = "Buku kerja (*.xlsx);;CSV (*.csv)"
        path = dialogs.save_file(self, self.context.settings, "Simpan daftar bank", name, kinds)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the bank list of the chosen people; CSV if the file's name says so."""
        session, month, chosen = self.context.session, self.context.month, self.chooser.chosen
        assert chosen is not None
        kind = "csv" if path.suffix.lower() == ".csv" else "xlsx"

        def write(progress: Progress) -> Exported:
            from polima_desktop.services.papers import writing

            return writing.export_payments(session, month, chosen, path, progress, kind)

        job = self.context.jobs.run(write, self, writes=True)
        job.success(lambda done: self._exported(done, path))

    def _exported(self, done: Exported, path: Path) -> None:
        words = f"{number(done.lines)} transfer, {money(done.rupiah)}."
        if done.without_account:
            words += f" {number(done.without_account)} pegawai belum punya nomor rekening."
        self._say_file(words, str(path), path.parent)

    # ── signatories ───────────────────────────────────────────────────────────────────────

    def ask_signers(self) -> None:
        """Show who signs for the one chosen unit, or the city, and let it be changed."""
        session, day = self.context.session, self.context.month.last
        unit = self._one_unit()

        def read(_progress: Progress) -> tuple[Signatory, Signatory]:
            from polima_desktop.services.papers import signatories

            return signatories.of_unit(session, unit, day)

        self.context.jobs.run(read, self, slot="signers").success(
            lambda now: self._edit_signers(unit, now)
        )

    def _one_unit(self) -> int | None:
        chosen = self.chooser.chosen
        return next(iter(chosen.units)) if chosen is not None and len(chosen.units) == 1 else None

    def _edit_signers(self, unit: int | None, now: tuple[Signatory, Signatory]) -> None:
        name = self.chooser.words() if unit is not None else "Kota Baubau"
        dialog = SignersDialog(self, name, now, self.context.month.first)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.save_signers(unit, dialog)

    def save_signers(self, unit: int | None, dialog: SignersDialog) -> None:
        """Record what was changed in the form; nothing if nothing was."""
        new, since = dialog.changes(unit), dialog.valid_from
        if not new:
            return
        session = self.context.session

        def write(_progress: Progress) -> None:
            from polima_desktop.services.papers import signatories

            signatories.appoint(session, new, since)

        def done(_result: None) -> None:
            self.say("ok", "Penanda tangan tersimpan.", ", ".join(one.name for one in new))
            self._choice_changed()

        self.context.jobs.run(write, self, writes=True).success(done)

    # ── how slips look ────────────────────────────────────────────────────────────────────

    def ask_look(self) -> None:
        """Show how the chosen unit's slips look, or the city's, and let it be changed."""
        session, day, unit = self.context.session, self.context.month.last, self._one_unit()

        def read(_progress: Progress) -> Look:
            from polima_desktop.services.papers import styles

            return styles.of_unit(session, unit, day)

        job = self.context.jobs.run(read, self, slot="look")
        job.success(lambda look: self._edit_look(unit, look))

    def _edit_look(self, unit: int | None, look: Look) -> None:
        name = self.chooser.words() if unit is not None else "Kota Baubau"
        settings, since = self.context.settings, self.context.month.first
        dialog = LookDialog(self, settings, name, look, since, partial(self._draw_look, unit))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.save_look(unit, dialog)

    def _draw_look(
        self,
        unit: int | None,
        style: PaperStyle,
        shown: Callable[[bytes], object],
        failed: Callable[[PolimaError], object],
    ) -> None:
        session, month = self.context.session, self.context.month

        def draw(progress: Progress) -> bytes:
            from polima_desktop.services.papers import styles

            out = BytesIO()
            styles.preview(session, month, unit, style, out, progress)
            return out.getvalue()

        self.context.jobs.run(draw, self, slot="look-drawn").success(shown).failure(failed)

    def save_look(self, unit: int | None, dialog: LookDialog) -> None:
        """Let the style hold from its day on, or that of the unit above."""
        session, since = self.context.session, dialog.valid_from
        style = None if dialog.dropped else dialog.style_made

        def write(_progress: Progress) -> None:
            from polima_desktop.services.papers import styles

            styles.set_up(session, unit, style, since)

        def done(_result: None) -> None:
            self.say("ok", "Bentuk slip tersimpan.", f"Berlaku sejak {day_words(since)}.")
            self._choice_changed()

        self.context.jobs.run(write, self, writes=True).success(done)

    # ── what was printed ──────────────────────────────────────────────────────────────────

    def show_printed(self) -> None:
        """Show the log of the month's printings."""
        session, month = self.context.session, self.context.month

        def read(_progress: Progress) -> list[Entry]:
            from polima_desktop.services.papers import log

            return log.of_month(session, month)

        job = self.context.jobs.run(read, self, slot="printed")
        job.success(lambda found: PrintedDialog(self, month_name(month), found).exec())

    # ── genuine? ──────────────────────────────────────────────────────────────────────────

    def ask_code(self) -> None:
        """Ask for a code or a file and say whether the slip is genuine."""
        dialog = CheckDialog(self, self.context.settings)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.check(dialog.text)

    def check(self, file_or_code: str) -> None:
        """Say whether a slip is genuine."""
        session = self.context.session

        def look(progress: Progress) -> list[Verdict]:
            from polima_desktop.services.papers import verifying

            return verifying.verify(session, file_or_code, progress)

        job = self.context.jobs.run(look, self, slot="check")
        job.success(lambda verdicts: self.say(*words(verdicts)))

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
            ("&Simpan PDF…", "Ctrl+S", self.save.click),
            ("&Cetak…", "Ctrl+P", self.printer.click),
            ("&Daftar bank…", "Ctrl+E", self.bank.click),
            ("Catatan ce&takan…", "", self.show_printed),
            ("&Periksa keaslian slip…", "Ctrl+Shift+K", self.ask_code),
        ]
        return {"Berkas": [labelled(*act) for act in acts]}

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys of the page and of the preview."""
        return [
            ("Ctrl+S", "simpan"),
            ("Ctrl+P", "cetak"),
            ("←", "halaman"),
            ("+", "perbesar"),
        ]

    def working(self, busy: bool) -> None:
        """Switch the buttons off while writing, or where there is nothing to print."""
        nothing = self.choices is None or self.chooser.chosen is None or not self.may_print
        super().working(busy or nothing)
        for button in (self.signers, self.look):
            button.setEnabled(not busy and self._may_appoint())

    def _may_appoint(self) -> bool:
        actor, chosen = self.context.session.actor, self.chooser.chosen
        allowed = actor.may(Permission.EDIT_UNITS) or actor.may(Permission.RUN_MONTH)
        return allowed and chosen is not None and len(chosen.units) <= 1 and not chosen.nips
