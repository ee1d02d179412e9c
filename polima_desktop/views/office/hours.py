"""The working hours on Pengaturan: listed, recorded from a day on, ended, withdrawn, imported."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtWidgets import QDialog, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import PATTERN_LABELS, read_week, write_hours
from polima_desktop.domain.working_hours import duty_words
from polima_desktop.formatting import day as written_day
from polima_desktop.services.attendance import touched
from polima_desktop.services.office import working_hours
from polima_desktop.services.office.working_hours import WorkingHours
from polima_desktop.storage.attendance.working_hours import HoursRow, Statement
from polima_desktop.views.dialogs import FormDialog, ask_reason
from polima_desktop.views.office.hours_forms import HoursDialog, ShiftDialog, as_date, as_qdate
from polima_desktop.views.office.touched import ask_first
from polima_desktop.views.tables import Column, DataTable, Row
from polima_desktop.views.widgets import Button, Field, Page, Sheet
from polima_desktop.views.widgets.choices import DayBox
from polima_desktop.views.widgets.flow import FlowLayout


class HoursSheet(Sheet):
    """The table of hours with its acts; ``page`` shows errors and runs the jobs."""

    def __init__(self, page: Page) -> None:
        super().__init__("Jam kerja", "Yang mulai berlaku terakhir menang; unit sebelum pola")
        self.page = page
        self.found: WorkingHours | None = None
        self.add_week = Button("Tambah jam kerja", "tambah", self._add, low=True)
        self.add_shift = Button("Tambah giliran", "tambah", self._add_shift, low=True)
        self.bring = Button("Impor jam kerja", "impor", self._import, low=True)
        self.bring_plan = Button("Impor jadwal giliran", "impor", self._import_plan, low=True)
        self.stop = Button("Akhiri", "silang", self._end, low=True)
        self.take_out = Button("Cabut jam kerja", "urung", self._withdraw, low=True)
        self.acts = (self.add_week, self.add_shift, self.bring, self.bring_plan, self.stop,
                     self.take_out)  # fmt: skip
        bar = QWidget()
        row = FlowLayout(bar)
        for control in self.acts:
            row.addWidget(control)
        self.add_padded(bar)
        self.table = DataTable(_columns(), "Jam kerja")
        self.table.setObjectName("jam-kerja")
        self.table.set_row_height(28)
        self.table.current_changed.connect(lambda _key: self._enable())
        self.add(self.table, 1)
        self._enable()

    # --- showing ---

    def load(self) -> None:
        """Read the hours."""
        session = self.page.context.session
        self.page.context.jobs.run(
            lambda _p: working_hours.read(session), self.page, slot="hours"
        ).success(self._show)

    def _show(self, found: WorkingHours) -> None:
        self.found = found
        names = dict(found.units)
        self.table.set_rows(_row(row, names) for row in found.rows)
        self._enable()

    def _current(self) -> HoursRow | None:
        key = self.table.current_key()
        rows = self.found.rows if self.found else []
        return next((row for row in rows if row.id == key), None)

    def _enable(self) -> None:
        may = self.page.context.session.actor.may(Permission.EDIT_CALENDAR)
        row = self._current()
        for button in (self.add_week, self.add_shift, self.bring, self.bring_plan):
            button.setEnabled(may)
        self.stop.setEnabled(may and row is not None and row.said.valid_to is None)
        self.take_out.setEnabled(may and row is not None)
        why = "" if may else "Jam kerja diubah oleh BKPSDM, Bagian Organisasi, atau pengelola."
        for button in self.acts:
            button.setToolTip(why)

    # --- acts ---

    def _add(self) -> None:
        if self.found is None:
            return
        dialog = HoursDialog(self.page, self.page.context.month.first, self.found)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            said, session = dialog.statement(), self.page.context.session
            since = written_day(said.valid_from)
            self._ask("Tambah jam kerja", said, lambda: working_hours.add(session, said),
                      f"Jam kerja dicatat sejak {since}.")  # fmt: skip

    def _add_shift(self) -> None:
        if self.found is None:
            return
        row = self._current()
        like = row.said if row and row.said.shift else None
        dialog = ShiftDialog(self.page, self.page.context.month.first, self.found, like)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            said, session = dialog.statement(), self.page.context.session
            since = written_day(said.valid_from)
            self._ask("Tambah giliran", said, lambda: working_hours.add(session, said),
                      f"Giliran {said.shift} dicatat sejak {since}.")  # fmt: skip

    def _end(self) -> None:
        row = self._current()
        if row is None:
            return
        box = DayBox(as_qdate(max(row.said.valid_from, self.page.context.session.today)))
        box.setDisplayFormat("dd-MM-yyyy")
        box.setCalendarPopup(True)
        dialog = FormDialog(self.page, "Akhiri jam kerja", "Akhiri jam kerja")
        note = "Sesudah hari itu berlaku lagi jam sebelumnya."
        dialog.form.add("last", Field("&Hari terakhir", box, note=note, required=True))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        last, session = as_date(box.date()), self.page.context.session
        changed = row.said._replace(valid_from=last + timedelta(1))
        self._ask("Akhiri jam kerja", changed, lambda: working_hours.end(session, row.id, last),
                  f"Jam kerja berakhir {written_day(last)}.")  # fmt: skip

    def _withdraw(self) -> None:
        row = self._current()
        if row is None:
            return
        note = "Untuk yang salah catat. Jam yang tidak berlaku lagi diakhiri saja."
        reason = ask_reason(self.page, "Cabut jam kerja", "&Alasan", "Cabut jam kerja", note=note)
        if reason is None:
            return
        session = self.page.context.session
        self._ask("Cabut jam kerja", row.said,
                  lambda: working_hours.withdraw(session, row.id, reason),
                  "Jam kerja dicabut.")  # fmt: skip

    def _ask(self, title: str, said: Statement, act: object, words: str) -> None:
        """Show whom a change touches where months were worked on, then make it."""
        session, jobs = self.page.context.session, self.page.context.jobs
        last = touched.last_day(said.valid_to)

        def do() -> None:
            job = jobs.run(lambda _p: act(), self.page, writes=True)  # type: ignore[operator]
            job.success(lambda _done: self._done(words))

        ask_first(
            self.page, title, title,
            lambda: touched.by_days(session, said.valid_from, last, said.unit_id, said.pattern),
            do,
        )  # fmt: skip

    def _done(self, words: str) -> None:
        self.page.say("ok", words)
        self.page.context.changed("calendar")

    def _import(self) -> None:
        self._open("patterns")

    def _import_plan(self) -> None:
        self._open("rosters")

    def _open(self, kind: str) -> None:
        from polima_desktop.views.importing import open_wizard

        open_wizard(self.page, self.page.context, kind)


def _row(row: HoursRow, names: dict[int, str]) -> Row:
    said = row.said
    if said.pattern is None:
        whose = names.get(said.unit_id or 0, row.unit or "")
    else:
        whose = f"Pola {PATTERN_LABELS.get(said.pattern, said.pattern)}"
    until = touched.last_day(said.valid_to)
    return (
        row.id, whose, said.name or (f"Giliran {said.shift}" if said.shift else "–"),
        said.valid_from, until, _week_words(said), said.basis or "–",
    )  # fmt: skip


def _week_words(said: Statement) -> str:
    """Say the hours of a week or a shift: ``Sen 07.30-16.00 · … · Jum 07.30-11.00``."""
    if said.shift:
        return duty_words(said.hours)
    week = read_week(said.hours)
    parts: list[str] = []
    start = 0
    for day in range(1, 8):
        if day == 7 or week[day] != week[start]:
            if week[start]:
                ends = _SHORT[start] if day - start == 1 else f"{_SHORT[start]}–{_SHORT[day - 1]}"
                parts.append(f"{ends} {write_hours(week[start])}")
            start = day
    return " · ".join(parts)


_SHORT = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")


def _columns() -> list[Column]:
    return [
        Column("holder", "Berlaku bagi", 1, width=150, tone="medium"),
        Column("name", "Nama", 2, width=130),
        Column("since", "Sejak", 3, text=written_day, width=130),
        Column("until", "Sampai", 4, text=_until, width=130),
        Column("hours", "Jam", 5, width=300, stretch=True, tip=lambda row: row[5]),
        Column("basis", "Dasar", 6, width=140, tone="second"),
    ]


def _until(day: date | None) -> str:
    return "seterusnya" if day is None else written_day(day)
