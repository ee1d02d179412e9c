"""The forms of Jam kerja: a week of hours, and a shift with how early and late a punch counts."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from polima_desktop.domain.calendar import (
    PATTERN_LABELS,
    Hours,
    Reach,
    Week,
    parse_hours,
    write_hours,
    write_week,
)
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.pairing import LEAD, LINGER
from polima_desktop.domain.working_hours import read_duty, write_duty
from polima_desktop.services.office.working_hours import WorkingHours
from polima_desktop.storage.attendance.working_hours import Statement
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.widgets import Field
from polima_desktop.views.widgets.choices import Choice, CountBox, DayBox

_DAYS = {"early": range(4), "friday": (4,), "saturday": (5,), "sunday": (6,)}
"""The fields of the form → the weekdays each stands for."""
_OPEN = date(2000, 1, 1)
"""Stands in the box for no end."""


class _StatementForm(FormDialog):
    """Asks whose hours they are, from when to when, what they are called, by which decree."""

    def __init__(self, parent: QWidget, title: str, day: date, found: WorkingHours) -> None:
        super().__init__(parent, title, title, self._errors)
        self.found = found
        self.holder = Choice()
        for code, words in PATTERN_LABELS.items():
            self.holder.addItem(f"Pola {words}", (code, None))
        for unit, name in found.units:
            self.holder.addItem(name, (None, unit))
        self.since, self.until = DayBox(as_qdate(day)), DayBox(as_qdate(day))
        for box in (self.since, self.until):
            box.setDisplayFormat("dd-MM-yyyy")
            box.setCalendarPopup(True)
        self.until.setMinimumDate(as_qdate(_OPEN))
        self.until.setSpecialValueText("seterusnya")
        self.until.setDate(as_qdate(_OPEN))
        self.name, self.basis = QLineEdit(), QLineEdit()
        self.basis.setMaxLength(160)
        self.basis.setPlaceholderText("misalnya SE Wali Kota 800/4")
        self.form.add("holder", Field("&Berlaku bagi", self.holder))
        self.form.add("since", Field("&Sejak", self.since, required=True))
        self.form.add("until", Field("Sampa&i", self.until, note="Hari terakhir, ikut dihitung"))
        self.holder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _errors(self) -> dict[str, str]:
        errors = self.wrong()
        last = self._last()
        if last is not None and last < as_date(self.since.date()):
            errors["until"] = "Lebih awal daripada mulai. Periksa tanggalnya."
        return errors

    def wrong(self) -> dict[str, str]:
        """Give the errors of the form's own fields."""
        raise NotImplementedError

    def _last(self) -> date | None:
        last = as_date(self.until.date())
        return None if last == _OPEN else last

    def made(self, shift: str | None, hours: str, name: str | None) -> Statement:
        """Make the statement of what was typed."""
        pattern, unit = self.holder.currentData()
        last = self._last()
        return Statement(
            pattern, unit, shift, hours, as_date(self.since.date()),
            None if last is None else last + timedelta(1), name, self.basis.text().strip() or None,
        )  # fmt: skip


class HoursDialog(_StatementForm):
    """Asks for a week of hours: whose, from when to when, by which decree."""

    def __init__(self, parent: QWidget, day: date, found: WorkingHours) -> None:
        super().__init__(parent, "Tambah jam kerja", day, found)
        self.name.setMaxLength(80)
        self.name.setPlaceholderText("misalnya Ramadan 1443 H")
        self.hours = {name: QLineEdit() for name in _DAYS}
        self.form.add("name", Field("&Nama", self.name))
        self.form.add("basis", Field("&Dasar", self.basis))
        off = "07.30-16.00; kosong: libur"
        self.form.add("early", Field("Senin–&Kamis", self.hours["early"], note=off))
        self.form.add("friday", Field("&Jumat", self.hours["friday"]))
        self.form.add("saturday", Field("Sab&tu", self.hours["saturday"]))
        self.form.add("sunday", Field("&Minggu", self.hours["sunday"]))
        self.holder.currentIndexChanged.connect(lambda _place: self._propose())
        self._propose()

    def _propose(self) -> None:
        """Fill in the hours there were before."""
        pattern, unit = self.holder.currentData()
        week = self.found.before(pattern, unit, as_date(self.since.date()))
        for name, days in _DAYS.items():
            self.hours[name].setText(write_hours(week[days[0]]))

    def wrong(self) -> dict[str, str]:
        errors = {name: words for name, box in self.hours.items() if (words := _wrong(box.text()))}
        if not errors and not any(box.text().strip() for box in self.hours.values()):
            errors["early"] = "Tidak ada hari kerja. Isi paling sedikit satu."
        return errors

    def statement(self) -> Statement:
        """Give what was typed."""
        found = {day: _hours(self.hours[name].text()) for name, days in _DAYS.items()
                 for day in days}  # fmt: skip
        week: Week = tuple(found[day] for day in range(7))
        return self.made(None, write_week(week), self.name.text().strip() or None)


class ShiftDialog(_StatementForm):
    """Asks for a shift: whose, its name and hours, how early and late a punch counts for it.

    ``like``: the shift under the cursor, to begin with.
    """

    def __init__(
        self, parent: QWidget, day: date, found: WorkingHours, like: Statement | None
    ) -> None:
        super().__init__(parent, "Tambah giliran", day, found)
        self.name.setMaxLength(40)
        self.name.setPlaceholderText("misalnya Malam")
        self.hours = QLineEdit()
        self.hours.setPlaceholderText("21.00-07.00")
        self.early, self.late = CountBox(), CountBox()
        for box, seconds in ((self.early, LEAD), (self.late, LINGER)):
            box.setRange(0, 720)
            box.setSuffix(" menit")
            box.setValue(seconds // 60)
        counted = (
            "Ketukan di luar batas ini tidak dihitung; berlaku bagi ketukan yang diimpor nanti"
        )
        self.form.add("name", Field("&Nama giliran", self.name, required=True))
        self.form.add("hours", Field("&Jam", self.hours, required=True))
        self.form.add("early", Field("Ketukan paling &awal sebelum mulai", self.early))
        self.form.add("late", Field("Ketukan paling &lambat sesudah selesai", self.late,
                                    note=counted))  # fmt: skip
        self.form.add("basis", Field("&Dasar", self.basis))
        self.holder.setCurrentIndex(max(self.holder.findText("Pola giliran"), 0))
        if like is not None:
            self._begin(like)

    def _begin(self, like: Statement) -> None:
        hours, reach = read_duty(like.hours)
        holders = [self.holder.itemData(place) for place in range(self.holder.count())]
        self.holder.setCurrentIndex(holders.index((like.pattern, like.unit_id)))
        self.name.setText(like.shift or "")
        self.hours.setText(write_hours(hours))
        if reach is not None:
            self.early.setValue(reach.early)
            self.late.setValue(reach.late)

    def wrong(self) -> dict[str, str]:
        errors = {}
        if not self.name.text().strip():
            errors["name"] = "Nama giliran belum diisi, misalnya Pagi."
        if not self.hours.text().strip():
            errors["hours"] = "Jam giliran belum diisi, misalnya 21.00-07.00."
        elif words := _wrong(self.hours.text()):
            errors["hours"] = words
        return errors

    def statement(self) -> Statement:
        """Give what was typed."""
        reach = Reach(self.early.value(), self.late.value())
        hours = write_duty(parse_hours(self.hours.text()), reach)
        return self.made(self.name.text().strip(), hours, None)


def _hours(text: str) -> Hours | None:
    return parse_hours(text) if text.strip() else None


def _wrong(text: str) -> str:
    """Say why hours are not understood; empty: they are."""
    try:
        _hours(text)
    except Refused as refused:
        return f"{refused.message} {refused.advice}"
    return ""


def as_qdate(day: date) -> QDate:
    """Give a day as Qt has it."""
    return QDate(day.year, day.month, day.day)


def as_date(day: QDate) -> date:
    """Give a day of Qt's as ours."""
    return date(day.year(), day.month(), day.day())
