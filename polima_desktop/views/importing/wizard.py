"""The wizard itself: goes from step to step, runs the services as jobs, writes once at the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number
from polima_desktop.services.importing.plan import Edit, Options
from polima_desktop.services.importing.words import (
    CHANGES,
    PERMISSIONS,
    SOURCES,
    form_name,
    permission_for,
)
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import LISTS, WORKBOOKS, confirm, open_file, save_file
from polima_desktop.views.importing.end_steps import ResultStep, SummaryStep
from polima_desktop.views.importing.file_step import FileStep
from polima_desktop.views.importing.layout_step import LayoutStep
from polima_desktop.views.importing.preview_step import PreviewStep
from polima_desktop.views.importing.rows import PreviewRow, preview_rows
from polima_desktop.views.importing.thread import StepThread
from polima_desktop.views.jobs import Job
from polima_desktop.views.modal import ModalWindow
from polima_desktop.views.widgets import Button, set_ground
from polima_desktop.views.widgets.messages import Message, NoticePlace

if TYPE_CHECKING:
    from polima_desktop.imports.problems import RowProblem
    from polima_desktop.services.importing.plan import Change, ImportPlan, ImportResult
    from polima_desktop.services.imports import Guess

FILE, LAYOUT, PREVIEW, SUMMARY, RESULT = range(5)
TITLES = ("Berkas", "Lembar dan judul", "Pemeriksaan baris", "Yang akan terjadi", "Hasil")
FIXED_SHEETS = frozenset({"backup"})
"""Kinds whose sheets have fixed names: their second step is passed over."""


class ImportWizard(ModalWindow):
    """File → sheet and header → rows → numbers → result; written only between the last two."""

    def __init__(self, parent: QWidget, context: Context, kind: str = "employees") -> None:
        super().__init__(parent)
        self.context = context
        self.plan: ImportPlan | None = None
        self.result_: ImportResult | None = None
        self.setWindowTitle("Impor daftar")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize()
        self.resize(min(1280, room.width() - 40), min(680, room.height() - 40))
        self.setMinimumSize(880, 480)
        self.notices = NoticePlace()
        self.thread_ = StepThread(TITLES)
        self.job: Job | None = None
        self.file = FileStep(
            [each for each in PERMISSIONS if _sources(context, each)] or [kind],
            kind,
            _sources(context, "employees") or ["bkpsdm"],
            context.month.first,
            self._ask_file,
            self._undo_earlier,
            self._save_template,
        )
        self.layout_step = LayoutStep(context.settings)
        self.layout_step.hidden_sheets_wanted.connect(self._guess_again)
        self._opened: tuple[str, Path] | None = None
        self.edits: dict[tuple[str, int, int], Edit] = {}
        self.left_out: dict[tuple[str, int], None] = {}
        self.preview = PreviewStep(self)
        self.summary = SummaryStep()
        self.end = ResultStep(self._save_rejected, self._undo_this)
        self.steps = QStackedWidget()
        for step in (self.file, self.layout_step, self.preview, self.summary, self.end):
            self.steps.addWidget(step)
        self.back = Button("Kembali", on_press=self.go_back)
        self.next = Button("Lanjut", on_press=self.go_on, primary=True)
        self.cancel = Button("Batal", on_press=self.reject)
        self.next.setDefault(True)
        for button in (self.back, self.cancel):
            button.setAutoDefault(False)
        self._lay_out()
        self.show_step(FILE)
        self._load_history()

    def _lay_out(self) -> None:
        side = QWidget()
        set_ground(side, "nav")
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 12, 0, 12)
        column.addWidget(self.thread_)
        column.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(20, 14, 20, 14)
        right.setSpacing(10)
        right.addWidget(self.notices)
        right.addWidget(self.steps, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.back, self.next, self.cancel):
            buttons.addWidget(button)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(right, 1)

    # ── a place for jobs ──────────────────────────────────────────────────────────────────

    def working(self, busy: bool) -> None:
        """Switch the controls off while something is under way."""
        self.steps.setEnabled(not busy)
        for button in (self.back, self.next):
            button.setEnabled(not busy)

    def say(self, kind: str, bold: str, text: str = "") -> None:
        """Show a message."""
        self.notices.messages.show_message(Message(kind, bold, text))

    def say_error(self, error: PolimaError) -> None:
        """Show an error's own words."""
        self.notices.messages.show_message(Message.of(error))

    def _run(self, work: Any, success: Any) -> None:
        self.notices.messages.clear()
        self.job = self.context.jobs.run(work, self, writes=True, slot="impor").success(success)

    # ── from step to step ─────────────────────────────────────────────────────────────────

    @property
    def step(self) -> int:
        """Where the wizard stands."""
        return self.steps.currentIndex()

    def show_step(self, step: int) -> None:
        """Show one question."""
        self.steps.setCurrentIndex(step)
        self.thread_.set_current(step)
        self.back.setVisible(step in (LAYOUT, PREVIEW, SUMMARY))
        self.next.setVisible(step != RESULT)
        self.next.setText(self._next_words(step))
        self.next.updateGeometry()
        self.cancel.setText("Tutup" if step == RESULT else "Batal")
        self.cancel.updateGeometry()
        first = {FILE: self.file.path, PREVIEW: self.preview.table, RESULT: self.cancel}.get(step)
        (first or self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_words(self, step: int) -> str:
        if step != SUMMARY or self.plan is None:
            return "Lanjut"
        written = self.plan.counts.new + self.plan.counts.changed
        return f"Impor {number(written)} baris" if written else "Selesai"

    def go_on(self) -> None:
        """Leave the step for the next one, if it has what that needs."""
        act = {
            FILE: self._open_file,
            LAYOUT: self._check_layout,
            PREVIEW: self._show_summary,
            SUMMARY: self._apply,
        }.get(self.step)
        if act:
            act()

    def go_back(self) -> None:
        """Go one step back; nothing was written yet."""
        self.notices.messages.clear()
        skipped = self.step == PREVIEW and self.kind in FIXED_SHEETS
        self.show_step(FILE if skipped else self.step - 1)

    @property
    def kind(self) -> str:
        """The kind of list."""
        return str(self.file.kind.currentData())

    # ── step 1: the file ──────────────────────────────────────────────────────────────────

    def _save_template(self, kind: str) -> None:
        """Write the form of the chosen kind where the user says."""
        title, name = "Unduh format isian", form_name(kind)
        path = save_file(self, self.context.settings, title, name, WORKBOOKS)
        if path is None:
            return
        session = self.context.session

        def work(_progress: Progress) -> None:
            from polima_desktop.services.importing import forms

            forms.save(session, kind, path)

        job = self.context.jobs.run(work, self, writes=True)
        job.success(lambda _: self.say("ok", "Format isian ditulis.", str(path)))

    def _ask_file(self) -> Path | None:
        return open_file(self, self.context.settings, "Pilih daftar", LISTS)

    def _open_file(self) -> None:
        path = self.file.chosen_path
        if not self.file.check() or path is None:
            return
        if (self.kind, path) != self._opened:
            self._opened = (self.kind, path)
            self.edits.clear()
            self.left_out.clear()
            self.layout_step.forget_hidden()
        if self.kind in FIXED_SHEETS:
            self._preview(None)
            return
        self._guess(path)

    def _guess(self, path: Path) -> None:
        session, kind = self.context.session, self.kind
        hidden = self.layout_step.hidden_sheets.isChecked()

        def work(progress: Progress) -> Guess:
            from polima_desktop.services import imports

            return imports.guess(session, kind, path, progress, hidden_sheets=hidden)

        self._run(work, self._guessed)

    def _guess_again(self, *_: object) -> None:
        if self.file.chosen_path is not None:
            self._guess(self.file.chosen_path)

    def _guessed(self, guess: Guess) -> None:
        self.layout_step.set_guess(guess, self.kind)
        self.show_step(LAYOUT)

    # ── step 2: sheet and header ──────────────────────────────────────────────────────────

    def _check_layout(self) -> None:
        lacking = self.layout_step.check()
        if lacking:
            self.say("bad", lacking, "Pilih kolomnya di daftar, atau pindahkan baris judul.")
            return
        self._preview(self.layout_step.layouts())

    def _preview(self, layouts: tuple[Any, ...] | None) -> None:
        path, session, kind = self.file.chosen_path, self.context.session, self.kind
        assert path is not None  # the step before asked for it
        options = Options(
            source=self.file.chosen_source,
            valid_from=self.file.valid_from,
            layouts=layouts,
            month=self.context.month.first,
            hidden_rows=self.layout_step.reads_hidden_rows,
            hidden_sheets=self.layout_step.hidden_sheets.isChecked(),
            spelling=self.file.spelling.isChecked(),
            whole_days=self.file.whole_days.isChecked(),
            edits=tuple(self.edits.values()),
            left_out=tuple(self.left_out),
        )

        def work(progress: Progress) -> tuple[ImportPlan, list[PreviewRow]]:
            from polima_desktop.services import imports

            plan = imports.preview(session, kind, path, options, progress)
            return plan, preview_rows(plan)

        self._run(work, self._previewed)

    def _previewed(self, found: tuple[ImportPlan, list[PreviewRow]]) -> None:
        self.plan, rows = found
        self.preview.set_rows(rows, self.plan.counts, len(self.left_out))
        self.show_step(PREVIEW)

    # ── a row put right, left out, asked about ────────────────────────────────────────────

    def _check_again(self) -> None:
        fixed = self.kind in FIXED_SHEETS
        self._preview(None if fixed else self.layout_step.layouts())

    def cell(self, problem: RowProblem) -> tuple[int, str] | None:
        """Give the column and the text of a problem's cell."""
        return self.plan.cell(problem) if self.plan is not None else None

    def put_right(self, row: PreviewRow, column: int, text: str) -> None:
        """Put a cell right and check the list again; the file itself stays as it is."""
        self.edits[row.sheet, row.row, column] = Edit(row.sheet, row.row, column, text)
        self._check_again()

    def leave_out(self, row: PreviewRow) -> None:
        """Leave a row out and check the list again."""
        self.left_out[row.sheet, row.row] = None
        self._check_again()

    def take_in_again(self) -> None:
        """Read all rows again that were left out."""
        self.left_out.clear()
        self._check_again()

    def described(self, row: PreviewRow) -> tuple[Change, ...]:
        """Say what a new person will be."""
        from polima_desktop.services import imports

        return imports.newcomer(self.plan, row.key) if self.plan is not None else ()

    # ── steps 3 to 5: rows, numbers, result ───────────────────────────────────────────────

    def _show_summary(self) -> None:
        assert self.plan is not None  # the step before made it
        self.summary.set_plan(self.plan)
        self.show_step(SUMMARY)

    def _apply(self) -> None:
        plan, session = self.plan, self.context.session
        assert plan is not None  # the step before showed it

        def work(progress: Progress) -> ImportResult:
            from polima_desktop.services import imports

            return imports.apply(session, plan, progress)

        self._run(work, self._applied)

    def _applied(self, result: ImportResult) -> None:
        assert self.plan is not None  # it was just applied
        self.result_ = result
        self.end.set_result(self.plan, result)
        self.show_step(RESULT)
        if result.batch is not None:
            self.context.changed(CHANGES[self.plan.kind])

    def _save_rejected(self) -> None:
        plan = self.plan
        assert plan is not None  # only the result step asks
        proposal = f"{plan.path.stem}-ditolak.xlsx"
        path = save_file(self, self.context.settings, "Simpan baris ditolak", proposal, WORKBOOKS)
        if path is None:
            return

        def work(_progress: Progress) -> int:
            from polima_desktop.services import imports

            return imports.save_rejected(plan, path)

        self._run(work, lambda rows: self.say("ok", f"{number(rows)} baris ditulis.", str(path)))

    # ── taking back ───────────────────────────────────────────────────────────────────────

    def _load_history(self) -> None:
        session = self.context.session

        def work(_progress: Progress) -> list[Any]:
            from polima_desktop.services import imports

            return imports.recent(session, 30)

        job = self.context.jobs.run(work, self, slot="riwayat")
        job.success(self.file.history.set_batches)

    def _undo_this(self) -> None:
        if self.result_ is not None and self.result_.batch is not None:
            self._undo(self.result_.batch)

    def _undo_earlier(self, batch: int) -> None:
        loss = "Data kembali seperti sebelum impor itu. Berkasnya bisa diimpor lagi."
        if confirm(self, f"Urungkan impor {batch}?", loss, f"Urungkan impor {batch}"):
            self._undo(batch)

    def _undo(self, batch: int) -> None:
        session = self.context.session

        def work(_progress: Progress) -> Any:
            from polima_desktop.services import imports

            return imports.undo(session, batch)

        self._run(work, self._undone)

    def _undone(self, batch: Any) -> None:
        self.end.set_undone(batch.id)
        self.say("ok", f"Impor {batch.id} diurungkan.", "Data kembali seperti semula.")
        self.context.changed(CHANGES[batch.kind])
        self._load_history()

    def reject(self) -> None:
        """Stop what is under way and stay; with nothing under way, close."""
        if self.context.jobs.writing and self.job is not None:
            self.job.cancel()
        else:
            super().reject()

    def unsaved(self) -> bool:
        """Tell whether a file was read whose rows are not in the store yet."""
        under_way = self.context.jobs.writing and self.job is not None
        return self.plan is not None and self.result_ is None and not under_way


def _sources(context: Context, kind: str) -> list[str]:
    """Give whose lists of a kind the user may import; none: not this kind."""
    offered = list(SOURCES) if kind == "employees" else ["bkpsdm"]
    actor = context.session.actor
    return [source for source in offered if actor.may(permission_for(kind, source))]
