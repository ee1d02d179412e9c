"""The page Cetak: choose a paper and whose, look at it, save or print it; the bank list."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QStackedWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number
from polima_desktop.services.papers.kinds import COUNTED, LABELS, Paper
from polima_desktop.views.context import Context
from polima_desktop.views.papers import shown
from polima_desktop.views.papers.checking import CheckDialog, words
from polima_desktop.views.papers.chooser import Chooser
from polima_desktop.views.papers.out import Out
from polima_desktop.views.papers.printed import PrintedDialog
from polima_desktop.views.papers.setting_up import SettingUp
from polima_desktop.views.papers.signing import sign_file
from polima_desktop.views.papers.viewer import Viewer
from polima_desktop.views.widgets import Button, Columns, EmptyState, Page, Sheet
from polima_desktop.views.widgets.actions import labelled

if TYPE_CHECKING:  # reportlab and the store wait until the first paper is made, in the worker
    from polima_desktop.services.papers.desk import Choices
    from polima_desktop.services.papers.log import Entry
    from polima_desktop.services.papers.verifying import Verdict
    from polima_desktop.services.papers.writing import Made


class CetakPage(Page):
    """Papers of the month: preview, PDF, printer, bank list."""

    listens = frozenset({"months", "rules", "units"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Cetak")
        self.choices: Choices | None = None
        self.may_print = context.session.actor.may(Permission.PRINT)
        self.chooser, self.viewer = Chooser(), Viewer(self._to_month)
        self.out = Out(self, self.chooser, self.viewer)
        self.setting = SettingUp(self, self.chooser, self._choice_changed)
        self.bank = self.add_button(Button("Daftar bank", "ekspor", self.out.export_payments))
        self.needs(self.bank, Permission.EXPORT_BANK)
        self.printer = self.add_button(Button("Cetak", "cetak", self.out.print_out))
        self.save = self.add_button(Button("Simpan PDF", "impor", self.out.save_pdf, primary=True))
        press, look = self.setting.ask_signers, self.setting.ask_look
        self.signers = Button("Penanda tangan", on_press=press, quiet=True, low=True)
        self.look = Button("Kop dan bentuk", on_press=look, quiet=True, low=True)
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
        self.viewer.caution.show_words(*shown.caution(choices.state, example=choices.example))
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
        limit = shown.previewed(paper)

        def draw(progress: Progress) -> tuple[bytes, Made]:
            from polima_desktop.services.papers import writing

            out = BytesIO()
            made = writing.preview(session, paper, month, chosen, out, progress, limit)
            return out.getvalue(), made

        whose = self.chooser.words()
        job = self.context.jobs.run(draw, self, slot="preview")
        job.success(lambda result: self._show_preview(paper, whose, *result))
        job.failure(self._show_no_preview)

    def _show_preview(self, paper: Paper, whose: str, data: bytes, made: Made) -> None:
        note = shown.note(made.count, made.of, COUNTED[paper])
        self.viewer.show_pdf(data, LABELS[paper], note, whose)
        if nip := self.chooser.wanted_nip:
            self.viewer.preview.seek(nip)

    def _show_no_preview(self, error: PolimaError) -> None:
        self.viewer.show_nothing(error.message, error.advice)

    # ── what was printed ──────────────────────────────────────────────────────────────────

    def show_printed(self) -> None:
        """Show the log of the month's printings."""
        session, month = self.context.session, self.context.month

        def read(_progress: Progress) -> list[Entry]:
            from polima_desktop.services.papers import log

            return log.of_month(session, month)

        job = self.context.jobs.run(read, self, slot="printed")
        job.success(lambda found: PrintedDialog(self, month_name(month), found).exec())

    def sign_file(self) -> None:
        """Sign a saved file with the office's certificate; the last one saved is proposed."""
        sign_file(self, self.out.saved)

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
            ("&Tanda tangani berkas (PAdES)…", "", self.sign_file),
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
            button.setEnabled(not busy and self.setting.allowed)
