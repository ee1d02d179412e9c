"""The page Kehadiran: the grid of a unit, a person's days, who has nothing, the papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.storage.database import Database
from polima_desktop.views.attendance import page as module
from polima_desktop.views.attendance.columns import FIRST_DAY
from polima_desktop.views.attendance.page import NOTHING, AttendancePage
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from tests import month_world as world


@pytest.fixture
def city(sqlite_url: str) -> Iterator[Database]:
    database = world.standing(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def page(
    qapp: QApplication, city: Database, jobs: Jobs, settings: Settings
) -> Iterator[AttendancePage]:
    context = Context(world.session(city, Role.AUDITOR), jobs, settings, world.JANUARY)
    made = AttendancePage(context)
    made.resize(1150, 680)
    made.show()
    made.refresh()
    settled(made)
    yield made
    made.close()


def settled(page: AttendancePage) -> None:
    page.context.jobs.settle()


def names(page: AttendancePage) -> list[str]:
    return [row[1] for row in page.grid.rows_model.rows]


def test_the_unit_with_the_most_people_opens_and_shows_a_sign_a_day(page: AttendancePage) -> None:
    assert page.unit.text().startswith("Unit: Dinas Pekerjaan Umum")
    page.grid.select_key(world.FAJRIN)
    settled(page)
    row = page.grid.current_row()
    assert row is not None
    assert "".join(row[FIRST_DAY : FIRST_DAY + 31]) == "···HTT?H··AHDDH··HHHHH··HHHHH··"
    days = page.days.rows_model.rows
    assert len(days) == 31
    assert days[4][6].startswith("Masuk 07.42, terlambat 12 menit")
    assert page.person_sheet.title.text() == "La Ode Fajrin Malik, S.T."


def test_keys_go_through_the_people_and_search_finds_one(page: AttendancePage) -> None:
    page.grid.setFocus()
    page.grid.select_place(0)
    QTest.keyClick(page.grid, Qt.Key.Key_Down)
    settled(page)
    assert page.current is not None
    assert page.person_sheet.title.text() == names(page)[1]
    QTest.keyClicks(page.finder, "ratna-tidak-ada")
    page.finder.search_now()
    assert page.hits.currentIndex() == 1
    page.clear_filter()
    QTest.keyClicks(page.finder, "fajrin")
    page.finder.search_now()
    assert names(page) == ["La Ode Fajrin Malik, S.T."]


def test_who_has_no_record_at_all_is_said_and_found(page: AttendancePage) -> None:
    page.context.set_month(Month(2021, 3))
    page.refresh()
    settled(page)
    assert "tanpa catatan sama sekali pada Maret 2021" in page.next_step.text()
    page.focus_on(group=NOTHING)
    assert "Wa Ode Nirwati" in names(page)
    assert "Murni Hamid" not in names(page)
    assert page.grid.isColumnHidden(page.grid.rows_model.columnCount() - 1) is False


def test_a_short_month_hides_the_days_it_does_not_have(page: AttendancePage) -> None:
    page.context.set_month(Month(2021, 2))
    page.refresh()
    settled(page)
    keys = [column.key for column in page.grid.rows_model.columns]
    hidden = [key for n, key in enumerate(keys) if page.grid.isColumnHidden(n)]
    assert hidden == ["day29", "day30", "day31"]


def test_the_recap_goes_into_a_file(
    page: AttendancePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: object, _settings: object, _title: str, proposal: str, _kinds: str) -> Path:
        asked.append(proposal)
        return tmp_path / proposal

    monkeypatch.setattr(module, "save_file", choose)
    page.export.click()
    settled(page)
    page.print.click()
    settled(page)
    assert [(tmp_path / name).stat().st_size > 1000 for name in asked] == [True, True]
    assert asked[0].endswith(".xlsx")
    assert "Dinas" in asked[0] or "dinas" in asked[0]


def test_another_unit_is_chosen_and_remembered(page: AttendancePage) -> None:
    school = next(one for one in page.offices if one.code == "SD-07")
    page.unit.choose({school.id})
    page.unit.changed.emit()
    settled(page)
    assert set(names(page)) == {"Muh. Taslim Bungi", "Wa Ode Karmila Sari, S.Pd.", "La Ode Ismail"}
    page.refresh()
    settled(page)
    assert set(names(page)) >= {"La Ode Ismail"}
