"""The working hours on Pengaturan: listed, recorded from a day on, ended, withdrawn, imported."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import (
    PATTERN_LABELS,
    Hours,
    Week,
    parse_hours,
    read_week,
    write_hours,
    write_week,
)
from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import day as written_day
from polima_desktop.services.attendance import touched
from polima_desktop.services.office import working_hours
from polima_desktop.services.office.working_hours import WorkingHours
from polima_desktop.storage.attendance.working_hours import HoursRow, Statement
from polima_desktop.views.dialogs import FormDialog, ask_reason
from polima_desktop.views.office.touched import ask_first
from polima_desktop.views.tables import Column, DataTable, Row
from polima_desktop.views.widgets import Button, Field, Page, Sheet
from polima_desktop.views.widgets.choices import Choice, DayBox
from polima_desktop.views.widgets.flow import FlowLayout

_DAYS = {"early": range(4), "friday": (4,), "saturday": (5,), "sunday": (6,)}
"""The fields of the form → the weekdays each stands for."""


class HoursSheet(Sheet):
    """The table of hours with its acts; ``page`` shows errors and runs the jobs."""

    def __init__(self, page: Page) -> None:
        super().__init__("Jam kerja", "Yang mulai berlaku terakhir menang; unit sebelum pola")
        self.page = page
        self.found: WorkingHours | None = None
        self.add_week = Button("Tambah jam kerja", "tambah", self._add, low=True)
        self.bring = Button("Impor jam kerja", "impor", self._import, low=True)
        self.bring_plan = Button("Impor jadwal giliran", "impor", self._import_plan, low=True)
        self.stop = Button("Akhiri", "silang", self._end, low=True)
        self.take_out = Button("Cabut jam kerja", "urung", self._withdraw, low=True)
        self.acts = (self.add_week, self.bring, self.bring_plan, self.stop, self.take_out)
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
        for button in (self.add_week, self.bring, self.bring_plan):
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

    def _end(self) -> None:
        row = self._current()
        if row is None:
            return
        box = DayBox(_qdate(max(row.said.valid_from, self.page.context.session.today)))
        box.setDisplayFormat("dd-MM-yyyy")
        box.setCalendarPopup(True)
        dialog = FormDialog(self.page, "Akhiri jam kerja", "Akhiri jam kerja")
        note = "Sesudah hari itu berlaku lagi jam sebelumnya."
        dialog.form.add("last", Field("&Hari terakhir", box, note=note, required=True))
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        last, session = _date(box.date()), self.page.context.session
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


class HoursDialog(FormDialog):
    """Asks for a week of hours: whose, from when to when, by which decree."""

    def __init__(self, parent: QWidget, day: date, found: WorkingHours) -> None:
        super().__init__(parent, "Tambah jam kerja", "Tambah jam kerja", self._errors)
        self._found = found
        self.holder = Choice()
        for code, words in PATTERN_LABELS.items():
            self.holder.addItem(f"Pola {words}", (code, None))
        for unit, name in found.units:
            self.holder.addItem(name, (None, unit))
        self.since, self.until = DayBox(_qdate(day)), DayBox(_qdate(day))
        for box in (self.since, self.until):
            box.setDisplayFormat("dd-MM-yyyy")
            box.setCalendarPopup(True)
        self.until.setMinimumDate(_qdate(_OPEN))
        self.until.setSpecialValueText("seterusnya")
        self.until.setDate(_qdate(_OPEN))
        self.name, self.basis = QLineEdit(), QLineEdit()
        self.name.setMaxLength(80)
        self.basis.setMaxLength(160)
        self.name.setPlaceholderText("misalnya Ramadan 1443 H")
        self.basis.setPlaceholderText("misalnya SE Wali Kota 800/4")
        self.hours = {name: QLineEdit() for name in _DAYS}
        self.form.add("holder", Field("&Berlaku bagi", self.holder))
        self.form.add("since", Field("&Sejak", self.since, required=True))
        self.form.add("until", Field("Sampa&i", self.until, note="Hari terakhir, ikut dihitung"))
        self.form.add("name", Field("&Nama", self.name))
        self.form.add("basis", Field("&Dasar", self.basis))
        off = "07.30-16.00; kosong: libur"
        self.form.add("early", Field("Senin–&Kamis", self.hours["early"], note=off))
        self.form.add("friday", Field("&Jumat", self.hours["friday"]))
        self.form.add("saturday", Field("Sab&tu", self.hours["saturday"]))
        self.form.add("sunday", Field("&Minggu", self.hours["sunday"]))
        self.holder.currentIndexChanged.connect(lambda _place: self._propose())
        self._propose()
        self.holder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose(self) -> None:
        """Fill in the hours there were before."""
        pattern, unit = self.holder.currentData()
        week = self._found.before(pattern, unit, _date(self.since.date()))
        for name, days in _DAYS.items():
            self.hours[name].setText(write_hours(week[days[0]]))

    def _errors(self) -> dict[str, str]:
        errors = {}
        for name, box in self.hours.items():
            try:
                _hours(box.text())
            except Refused as refused:
                errors[name] = f"{refused.message} {refused.advice}"
        if not errors and not any(box.text().strip() for box in self.hours.values()):
            errors["early"] = "Tidak ada hari kerja. Isi paling sedikit satu."
        if self._last() is not None and self._last() < _date(self.since.date()):  # type: ignore[operator]
            errors["until"] = "Lebih awal daripada mulai. Periksa tanggalnya."
        return errors

    def _last(self) -> date | None:
        last = _date(self.until.date())
        return None if last == _OPEN else last

    def statement(self) -> Statement:
        """Give what was typed."""
        pattern, unit = self.holder.currentData()
        last = self._last()
        found = {day: _hours(self.hours[name].text()) for name, days in _DAYS.items()
                 for day in days}  # fmt: skip
        week: Week = tuple(found[day] for day in range(7))
        return Statement(
            pattern, unit, None, write_week(week), _date(self.since.date()),
            None if last is None else last + timedelta(1), self.name.text().strip() or None,
            self.basis.text().strip() or None,
        )  # fmt: skip


_OPEN = date(2000, 1, 1)
"""Stands in the box for no end."""


def _hours(text: str) -> Hours | None:
    return parse_hours(text) if text.strip() else None


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


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
        return said.hours
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
