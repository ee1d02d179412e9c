"""Hours on Pengaturan: a year entered from nothing, whom a change touches, ending and undoing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from polima_desktop.domain.access import Role
from polima_desktop.domain.day_words import reason
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services import undo
from polima_desktop.services.attendance import months as attendance
from polima_desktop.services.months import reading, run
from polima_desktop.services.office import working_hours
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow
from polima_desktop.storage.database import Database
from polima_desktop.storage.unit_of_work import Work
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.office.holidays import HolidayDialog
from polima_desktop.views.office.hours_forms import HoursDialog, ShiftDialog
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.office.touched import TouchedDialog
from polima_desktop.views.settings import Settings
from tests import month_world as world

SPACE, ENTER = Qt.Key.Key_Space, Qt.Key.Key_Return
APRIL = Month(2022, 4)
RAMADAN = date(2022, 4, 2), date(2022, 5, 1)
OFF = {date(2022, 4, 15): "Wafat Isa Almasih", date(2022, 4, 29): "Cuti bersama Idulfitri"}
CALLED_OFF = date(2022, 4, 22)


@pytest.fixture
def city(sqlite_url: str) -> Iterator[Database]:
    database = world.standing(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def page(qtbot: QtBot, city: Database, jobs: Jobs, settings: Settings) -> Iterator[SettingsPage]:
    made = SettingsPage(Context(world.session(city, Role.BKPSDM), jobs, settings, APRIL))
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    made.context.data_changed.connect(lambda _what: made.refresh())
    made.refresh()
    made.context.jobs.settle()
    yield made
    made.context.jobs.settle()


def when_open(act: Callable[[Dialog], None]) -> None:
    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        act(dialog)

    QTimer.singleShot(0, later)


def press(page: SettingsPage, button: object, act: Callable[[Dialog], None]) -> None:
    when_open(act)
    QTest.keyClick(button, SPACE)  # type: ignore[call-overload]
    page.context.jobs.settle()


def day(value: date) -> QDate:
    return QDate(value.year, value.month, value.day)


def add_holiday(page: SettingsPage, on: date, name: str) -> None:
    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, HolidayDialog)
        dialog.day.setDate(day(on))
        QTest.keyClicks(dialog.name, name)
        dialog.kind.setCurrentIndex(dialog.kind.findData("cuti_bersama" if "Cuti" in name
                                                         else "libur"))  # fmt: skip
        QTest.keyClick(dialog.name, ENTER)

    press(page, page.holidays.add_day, fill)


def add_ramadan(page: SettingsPage) -> None:
    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, HoursDialog)
        assert dialog.hours["early"].text() == "07.30-16.00"  # what there was before
        dialog.since.setDate(day(RAMADAN[0]))
        dialog.until.setDate(day(RAMADAN[1]))
        QTest.keyClicks(dialog.name, "Ramadan 1443 H")
        for name, hours in (("early", "08.00-15.00"), ("friday", "08.00-15:30x")):
            dialog.hours[name].selectAll()
            QTest.keyClicks(dialog.hours[name], hours)
        QTest.keyClick(dialog.name, ENTER)
        assert dialog.isVisible()
        assert "tidak dikenali" in dialog.form.fields["friday"].error
        QTest.keyClick(dialog.hours["friday"], Qt.Key.Key_Backspace)
        QTest.keyClick(dialog.name, ENTER)

    press(page, page.hours.add_week, fill)


def call_off(page: SettingsPage, on: date) -> None:
    table = page.holidays.table
    assert table.select_key(f"{on} ")

    def fill(dialog: Dialog) -> None:
        [basis] = dialog.findChildren(QLineEdit)
        QTest.keyClicks(basis, "SE 9/2022")
        QTest.keyClick(basis, ENTER)

    press(page, page.holidays.stop, fill)


def worked(city: Database) -> None:
    """Everybody of a five-day unit came at 08.00 and left at 15.00, on Fridays at 15.30."""
    days = [one for one in APRIL.days if one.weekday() < 5 and one not in OFF]

    def act(work: Work) -> None:
        rows = []
        for n, one in enumerate(days):
            ramadan = one >= RAMADAN[0]
            came = "08.00" if ramadan else "07.20"
            left = ("15.30" if one.weekday() == 4 else "15.00") if ramadan else "16.00"
            rows.append(DayRow(world.FAJRIN, one, world.at(came), world.at(left), None, None, None,
                               None, "Kantor", None, None, n + 2))  # fmt: skip
        records.record_days(work, world.add_batch(work, "attendance", "april.csv"), rows)

    world.change(city, act, after=40_000)


def absences(city: Database) -> tuple[int, int, int]:
    with city.reading() as connection:
        frozen = reading.read_month(connection, APRIL, Progress())
    row = frozen.person_id.tolist().index(world.FAJRIN)
    late, early = frozen.days.late[row].sum(), frozen.days.early[row].sum()
    return int(frozen.inputs["alpa"].values[row]), int(late), int(early)


def test_a_year_that_was_not_shipped_is_entered_and_frozen_without_a_false_absence(
    page: SettingsPage, city: Database
) -> None:
    worked(city)
    alpa, late, early = absences(city)
    assert alpa == 2  # the two days off
    assert min(late, early) > 0  # nobody knew of Ramadan
    for on, name in (*OFF.items(), (CALLED_OFF, "Cuti bersama tambahan")):
        add_holiday(page, on, name)
    add_ramadan(page)
    call_off(page, CALLED_OFF)
    assert absences(city) == (0, 0, 0)
    run.freeze(world.session(city), APRIL, Progress())
    assert absences(city) == (0, 0, 0)
    month = attendance.read(world.session(city), APRIL, None)
    fajrin = next(one for one in month.people if one.person_id == world.FAJRIN)
    assert reason(fajrin.days[14]) == "Wafat Isa Almasih."
    assert fajrin.signs[CALLED_OFF.day - 1] == "H"
    assert fajrin.recap.due == fajrin.recap.present == 19


def test_a_change_in_a_month_that_was_worked_on_shows_whom_it_touches_first(
    page: SettingsPage, city: Database
) -> None:
    run.freeze(world.session(city), world.JANUARY, Progress())
    page.holidays.show_year(2021)
    page.context.jobs.settle()
    seen: list[str] = []

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, TouchedDialog)
        seen.append(dialog.findChildren(type(dialog.table))[0].accessibleName())
        names = {row[2] for row in dialog.table.rows_model.rows}
        assert "La Ode Fajrin Malik" in names
        seen.append(dialog.heading.text())
        dialog.reject()

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, HolidayDialog)
        dialog.day.setDate(day(date(2021, 1, 12)))
        QTest.keyClicks(dialog.name, "Hari Jadi")
        watch.start()
        QTest.keyClick(dialog.name, ENTER)

    def look_if_there() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, TouchedDialog):
            watch.stop()
            look(dialog)

    watch = QTimer()
    watch.setInterval(10)
    watch.timeout.connect(look_if_there)
    before = len(page.holidays.table.rows_model.rows)
    press(page, page.holidays.add_day, fill)
    page.context.jobs.settle()
    assert seen[0] == "Pegawai yang terkena"
    assert "Hari Jadi" in seen[1]
    page.holidays.load()
    page.context.jobs.settle()
    assert len(page.holidays.table.rows_model.rows) == before  # turned back: nothing is written


def test_a_shift_is_recorded_with_how_early_and_late_a_punch_counts(
    page: SettingsPage, city: Database
) -> None:
    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, ShiftDialog)
        assert dialog.holder.currentText() == "Pola giliran"
        QTest.keyClicks(dialog.name, "Jaga")
        QTest.keyClicks(dialog.hours, "20.00-08.00x")
        QTest.keyClick(dialog.name, ENTER)
        assert "tidak dikenali" in dialog.form.fields["hours"].error
        QTest.keyClick(dialog.hours, Qt.Key.Key_Backspace)
        dialog.early.selectAll()
        QTest.keyClicks(dialog.early, "45")
        dialog.late.selectAll()
        QTest.keyClicks(dialog.late, "90")
        QTest.keyClick(dialog.name, ENTER)

    press(page, page.hours.add_shift, fill)
    shown = [row[5] for row in page.hours.table.rows_model.rows if row[2] == "Giliran Jaga"]
    assert shown == ["20.00-08.00, ketukan 45 menit sebelum sampai 90 menit sesudahnya"]
    found = working_hours.read(world.session(city, Role.BKPSDM)).calendar
    [guard] = [one for one in found.shifts("giliran", APRIL.first) if one.name == "Jaga"]
    assert guard.reach == (45, 90)
    last = undo.last_own(page.context.session)
    assert last is not None
    assert last.title == "jam kerja giliran Jaga, giliran sejak 1 April 2022"


def test_hours_are_ended_withdrawn_and_undone(page: SettingsPage, city: Database) -> None:
    session = world.session(city, Role.BKPSDM)
    add_ramadan(page)
    rows = working_hours.read(session).rows
    said = next(row for row in rows if row.said.name == "Ramadan 1443 H")
    assert said.said.valid_to == RAMADAN[1] + timedelta(1)
    working_hours.end(session, said.id, date(2022, 4, 20))
    rows = working_hours.read(session).rows
    said = next(row for row in rows if row.said.name == "Ramadan 1443 H")
    assert said.said.valid_to == date(2022, 4, 21)
    working_hours.withdraw(session, said.id, "salah tahun")
    assert all(row.said.name != "Ramadan 1443 H" for row in working_hours.read(session).rows)
    last = undo.last_own(session)
    assert last is not None
    assert last.title == "pencabutan jam kerja 5 hari"
    undo.undo(session, last.act_id)
    assert any(row.said.name == "Ramadan 1443 H" for row in working_hours.read(session).rows)
