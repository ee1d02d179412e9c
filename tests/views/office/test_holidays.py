"""The calendar on Pengaturan: holidays listed, added, cancelled, withdrawn; who may not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from polima_desktop.domain.access import Actor, Role
from polima_desktop.services.office import holidays
from polima_desktop.storage.attendance.holidays import Entry
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog, FormDialog
from polima_desktop.views.office.holidays import HolidayDialog
from polima_desktop.views.office.page import SettingsPage

ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[SettingsPage]:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    context.data_changed.connect(lambda _what: made.refresh())
    made.refresh()
    context.jobs.settle()
    yield made
    context.jobs.settle()


def go_to(page: SettingsPage, year: int) -> None:
    page.focus_on(holidays=year)
    page.context.jobs.settle()


def when_open(act: Callable[[Dialog], None]) -> None:
    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        act(dialog)

    QTimer.singleShot(0, later)


def entries(page: SettingsPage, year: int) -> list[Entry]:
    return [row.entry for row in holidays.read(page.context.session, year).rows]


def said(page: SettingsPage) -> str:
    message = page.notices.messages.message
    return f"{message.bold} {message.text}".strip() if message else ""


def test_the_year_of_the_month_is_shown_with_what_it_has(page: SettingsPage) -> None:
    sheet = page.holidays
    assert sheet.year.currentData() == page.context.month.year == 2021
    assert len(sheet.table.rows_model.rows) == len(entries(page, 2021)) > 10
    assert sheet.note.text() == f"{len(entries(page, 2021))} hari libur pada 2021"


def test_a_year_without_any_says_what_that_means(page: SettingsPage) -> None:
    go_to(page, 2024)
    assert "2024 belum diisi" in page.holidays.note.toolTip() + page.holidays.note.text()
    assert page.holidays.table.rows_model.rows == []


def test_a_holiday_is_added_by_keys(page: SettingsPage) -> None:
    go_to(page, 2024)

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, HolidayDialog)
        dialog.day.setDate(QDate(2024, 2, 14))
        dialog.name.setFocus()
        QTest.keyClick(dialog.name, ENTER)
        assert "belum diisi" in dialog.form.fields["name"].error
        QTest.keyClicks(dialog.name, "Pemilihan umum")
        QTest.keyClicks(dialog.basis, "Keppres 10/2024")
        QTest.keyClick(dialog.basis, ENTER)

    when_open(fill)
    QTest.keyClick(page.holidays.add_day, Qt.Key.Key_Space)
    page.context.jobs.settle()
    expected = Entry(date(2024, 2, 14), None, "Pemilihan umum", "libur", False, "Keppres 10/2024")
    assert entries(page, 2024) == [expected]
    assert said(page) == "14 Februari 2024 dicatat: Pemilihan umum."


def test_a_holiday_is_cancelled_only_with_its_basis(page: SettingsPage) -> None:
    sheet = page.holidays
    sheet.table.select_key(sheet.table.rows_model.rows[0][0])

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, FormDialog)
        [basis] = dialog.findChildren(QLineEdit)
        QTest.keyClick(basis, ENTER)
        assert dialog.isVisible()
        QTest.keyClicks(basis, "SE 5/2021")
        QTest.keyClick(basis, ENTER)

    when_open(fill)
    QTest.keyClick(sheet.stop, Qt.Key.Key_Space)
    page.context.jobs.settle()
    first = entries(page, 2021)[0]
    assert (first.cancelled, first.basis) == (True, "SE 5/2021")
    assert not sheet.stop.isEnabled()
    assert sheet.take_out.isEnabled()


def test_what_was_typed_wrongly_is_withdrawn(page: SettingsPage) -> None:
    sheet, before = page.holidays, entries(page, 2021)
    sheet.table.select_key(sheet.table.rows_model.rows[0][0])
    when_open(lambda dialog: QTest.keyClick(dialog.verb, ENTER))
    QTest.keyClick(sheet.take_out, Qt.Key.Key_Space)
    page.context.jobs.settle()
    assert entries(page, 2021) == before[1:]


def test_nothing_is_offered_to_who_may_not(context: Context, qtbot: QtBot) -> None:
    actor = Actor("money", "Money", Role.KEUANGAN)
    finance = Context(
        replace(context.session, actor=actor), context.jobs, context.settings, context.month
    )
    made = SettingsPage(finance)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    context.jobs.settle()
    sheet = made.holidays
    sheet.table.select_key(sheet.table.rows_model.rows[0][0])
    assert not any(button.isEnabled() for button in sheet.acts)
    assert "BKPSDM" in sheet.add_day.toolTip()
