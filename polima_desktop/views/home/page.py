"""Beranda: the month's path, what blocks it, what there is to do, who already uses the app."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number, percent, short_day, within
from polima_desktop.services.months.standing import Standing, Task, standing
from polima_desktop.services.review.adoption import Adoption
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.home.chart import LOOKS, AdoptionChart, look_of
from polima_desktop.views.home.difference import DifferenceSheet
from polima_desktop.views.tables import Column, DataTable, QueueList, Row, TwoLine
from polima_desktop.views.widgets import (
    Button,
    Columns,
    EmptyState,
    NoteLine,
    Page,
    PathStep,
    Sheet,
    StepPath,
)
from polima_desktop.views.widgets.actions import labelled

_ICONS = {
    "claims": "backup",
    "frozen": "beku",
    "calculated": "hitung",
    "approved": "setuju",
    "locked": "kunci",
    "print": "cetak",
}
_EARLY = (
    "Belum ada catatan kehadiran",
    "Grafik ini menunjukkan berapa persen pegawai tiap kelompok yang sudah memakai aplikasi.",
)


_LOW = 620
"""Below so many points the difference is a sentence, so that the month's path keeps its room."""


class BerandaPage(Page):
    """Where the month stands; every line of it leads to the page that does it."""

    listens = frozenset(
        {
            "people",
            "rules",
            "claims",
            "records",
            "months",
            "units",
            "users",
            "calendar",
            "points",
            "cases",
            "reconciliation",
            "backup",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, month_name(context.month))
        self.found: Standing | None = None
        self._odd: list[Task] = []
        self.go_on = self.add_button(Button("Lanjutkan", "panah", self._go_on, primary=True))
        self.go_on.setEnabled(False)
        self.path = StepPath("Jalan bulan")
        self.path.opened.connect(self._open_step)
        self.path_sheet = Sheet()
        self.path_sheet.add(self.path)
        self._verdict = QWidget()
        self.path_sheet.add(self._verdict)
        self.difference = DifferenceSheet(context, lambda: context.go("rekonsiliasi"))
        self.body.addWidget(self.difference)
        self.body.addWidget(self.path_sheet)
        self.chart, self.table = AdoptionChart(), _adoption_table()
        self.tasks = QueueList(_task_lines, "Yang perlu dikerjakan")
        self.tasks.opened.connect(self._open_task)
        self.tasks.clicked.connect(lambda index: self._open_task(index.row()))
        self.tasks_sheet = Sheet("Yang perlu dikerjakan", "")
        self.tasks_sheet.add_line()
        self.tasks_sheet.add(self.tasks, 1)
        self.done = EmptyState("Tidak ada yang menunggu", "Langkah berikutnya ada di jalan bulan.")
        self.tasks_sheet.add(self.done, 1)
        self.done.hide()  # nothing is said before it is known
        self.columns = Columns("kolom", self._adoption_sheet(), self.tasks_sheet, sizes=[694, 424])
        self.body.addWidget(self.columns, 1)

    def _adoption_sheet(self) -> Sheet:
        sheet = Sheet("Pegawai yang sudah memakai aplikasi", "persen per minggu, menurut kelompok")
        self.views = QStackedWidget()
        self.early = EmptyState(*_EARLY)
        self.views.addWidget(self.chart)
        self.views.addWidget(self.early)
        self.views.addWidget(self.table)
        sheet.add(self.views, 1)
        sheet.column.setContentsMargins(1, 1, 1, 8)
        return sheet

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.difference.set_low(self.height() < _LOW)

    # --- loading and showing ---

    def refresh(self) -> None:
        """Load the month's standing."""
        session, month = self.context.session, self.context.month
        self.title.setText(month_name(month))
        job = self.context.jobs.run(lambda p: standing(session, month, p), self, slot="standing")
        job.success(self._show)
        self._odd = []
        if session.actor.may(Permission.DECIDE_CASES):
            self.context.jobs.run(
                lambda progress: _odd_clockings(session, month, progress), self, slot="cases"
            ).success(self._show_odd)
        if self.difference.wanted():
            found = self.context.jobs.run(
                lambda _p: self.difference.load(), self, slot="difference"
            )
            found.success(self.difference.show_case)

    def _show(self, found: Standing) -> None:
        self.found = found
        self.set_next_step(f"Langkah berikutnya: {within(found.next.title)}.")
        self.go_on.setText(_short(found.next))
        self.go_on.setEnabled(True)
        self.go_on.updateGeometry()
        self.path.set_steps(
            [
                PathStep(s.key, s.title, s.note, s.state, _ICONS.get(s.key, "jeda"))
                for s in found.steps
            ]
        )
        self._show_verdict(found)
        self._show_tasks(self._tasks())
        self._show_adoption(found.adoption)

    def _show_verdict(self, found: Standing) -> None:
        """Say at the foot of the path why the month cannot go on, or what happens if it does."""
        fresh = QWidget()
        if found.blockers:
            first = found.blockers[0]
            why = "Ada yang harus selesai lebih dulu."
            go = partial(self._open, first)
            fresh = NoteLine("bad", "Belum bisa diteruskan.", why, first.title, go)
        elif found.facts.waiting and found.facts.status.state == "open":
            words = "Klaim yang belum diputus ikut catatan elektronik, lalu menjadi rapel."
            fresh = NoteLine("warn", "Bisa dibekukan.", words)
        fresh.setVisible(isinstance(fresh, NoteLine))
        self.path_sheet.column.replaceWidget(self._verdict, fresh)
        self._verdict.hide()
        self._verdict.deleteLater()
        self._verdict = fresh

    def _show_odd(self, tasks: list[Task]) -> None:
        """Add what was found out later: weighing a month's clockings takes its time."""
        self._odd = tasks
        if self.found is not None:
            self._show_tasks(self._tasks())

    def _tasks(self) -> list[Task]:
        return [*(self.found.tasks if self.found else ()), *self._odd]

    def _show_tasks(self, tasks: Sequence[Task]) -> None:
        self.tasks.set_rows((i, task) for i, task in enumerate(tasks))
        mine = sum(task.may(self.context.session.actor) for task in tasks)
        self.set_status(f"{mine} hal perlu dikerjakan")
        others = f", {len(tasks) - mine} oleh orang lain" if mine < len(tasks) else ""
        self.tasks_sheet.note.set_full(f"{mine} hal{others}" if tasks else "")
        self.tasks.setVisible(bool(tasks))
        self.done.setVisible(not tasks)

    def _show_adoption(self, found: Adoption | None) -> None:
        if found is None:
            self.views.setCurrentWidget(self.early)
            return
        self.chart.set_adoption(found)
        self.table.set_rows(_weeks(found))
        if self.views.currentWidget() is self.early:
            self.views.setCurrentWidget(self.chart)

    # --- going on ---

    def _go_on(self) -> None:
        if self.found:
            self._open(self.found.next)

    def _open(self, task: Task) -> None:
        if task.page == "kehadiran" and not task.what:
            self._import_records()
        else:
            self.context.go(task.page, **task.what)

    def _import_records(self) -> None:
        """Attendance and activities come in by import; who may not is told who may."""
        from polima_desktop.views.importing import open_wizard, require_import

        try:
            require_import(self.context)
        except NotAllowed as refused:
            self.say_error(refused)
        else:
            open_wizard(self, self.context, "attendance")

    def _open_task(self, place: int) -> None:
        tasks = self._tasks()
        if place < len(tasks):
            self._open(tasks[place])

    def _open_step(self, key: str) -> None:
        if self.found:
            step = next(step for step in self.found.steps if step.key == key)
            self._open(Task("info", step.title, "", step.page))

    def _flip(self) -> None:
        if self.found and self.found.adoption:
            shown = self.table if self.views.currentWidget() is self.chart else self.chart
            self.views.setCurrentWidget(shown)

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Offer the chart as a table."""
        return {"Tampilan": [labelled("&Grafik sebagai tabel", "Ctrl+T", self._flip)]}

    def key_hints(self) -> list[tuple[str, str]]:
        """Name the keys of this page."""
        return [("Enter", "buka"), ("Ctrl+T", "grafik sebagai tabel"), ("Ctrl+K", "cari atau buka")]


def _odd_clockings(session: Session, month: Month, progress: Progress) -> list[Task]:
    """Give the cases to check as one line, if any waits."""
    from polima_desktop.services.attendance import cases  # numpy: not before the first paint

    waiting = cases.read(session, month, progress).waiting
    if not waiting:
        return []
    title, note = f"Periksa {number(waiting)} kasus kehadiran", "Putusannya tidak mengubah TPP"
    return [Task("info", title, note, "kehadiran", {"cases": True}, Permission.DECIDE_CASES)]


def _task_lines(row: Row) -> TwoLine:
    task: Task = row[1]
    return TwoLine(task.title, task.note, kind=task.kind, chevron=True)


def _adoption_table() -> DataTable:
    groups = [
        Column(look.name, look.name, place, text=_share, width=110, right=True)
        for place, look in enumerate(LOOKS, start=2)
    ]
    columns = [Column("week", "Minggu", 1, width=110), *groups]
    table = DataTable(columns, "Pegawai yang sudah memakai aplikasi, tiap minggu")
    table.setSortingEnabled(False)
    return table


def _weeks(found: Adoption) -> Iterator[Row]:
    """Give a row a week, the groups in the order of the columns; an empty group is unknown."""
    by_name = {look_of(line, place).name: line for place, line in enumerate(found.lines)}
    groups = [by_name.get(look.name) for look in LOOKS]
    for place, week in enumerate(found.weeks):
        shares = (None if line is None else line.shares[place] for line in groups)
        yield place, short_day(week), *shares


def _share(value: Decimal | None) -> str:
    return "–" if value is None else percent(value, 0)


_VERBS = {
    "backup": "Lanjutkan backup manual",
    "perhitungan": "Buka perhitungan",
    "cetak": "Buka cetak",
    "pegawai": "Buka pegawai",
    "bobot": "Buka bobot & indeks",
    "kehadiran": "Impor kehadiran",
    "atur": "Tambah pengguna",
}


def _short(task: Task) -> str:
    if "units" in task.what:
        return "Buat unit kerja"
    if "holidays" in task.what:
        return "Isi hari libur"
    return _VERBS.get(task.page, task.title)
