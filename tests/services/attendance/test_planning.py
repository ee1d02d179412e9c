"""Shifts planned for a unit's month: as one act, from codes and hours, cleared, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.services import undo
from polima_desktop.services.attendance import months, planning
from polima_desktop.services.attendance.planning import Plan, Saved
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import shifts
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import units
from tests import month_world as world

NIGHT, DAY_OFF = date(2021, 1, 11), date(2021, 1, 13)


@pytest.fixture
def city(store_url: str) -> Iterator[Database]:
    database = world.standing(store_url)
    yield database
    database.close()


@pytest.fixture
def clerk(city: Database) -> Session:
    return world.session(city, Role.BKPSDM)


def plan_of(session: Session, code: str = "SAT-01") -> Plan:
    with session.reading_own() as connection:
        unit = units.ids_by_code(connection)[code]
    return planning.read(session, world.JANUARY, unit)


def cells(plan: Plan, who: int = world.HASAN) -> tuple[str, ...]:
    return next(row.cells for row in plan.rows if row.person_id == who)


def test_only_shift_workers_are_shown_with_the_codes_of_their_shifts(clerk: Session) -> None:
    plan = plan_of(clerk)
    assert [row.person_id for row in plan.rows] == [world.HASAN]
    assert dict(plan.codes) == {"Pagi": "P", "Siang": "S", "Malam": "M"}
    assert cells(plan) == ("",) * 31


def test_what_was_typed_is_planned_judged_cleared_and_taken_back(clerk: Session) -> None:
    plan = plan_of(clerk)
    typed = {
        (world.HASAN, NIGHT): "m",
        (world.HASAN, DAY_OFF): "L",
        (world.HASAN, date(2021, 1, 14)): "14.00-21.00",
    }
    assert planning.save(clerk, plan, typed, "Jadwal 800/12") == Saved(3, 0, 1)
    now = cells(plan_of(clerk))
    assert (now[10], now[12], now[13]) == ("M", "L", "14.00-21.00")
    with clerk.reading_own() as connection:
        planned = shifts.between(connection, NIGHT, NIGHT)[world.HASAN, NIGHT]
    assert (planned.name, planned.basis) == ("Malam", "Jadwal 800/12")
    assert months.read(clerk, world.JANUARY, plan.unit_id).people[0].signs[12] == "·"

    cleared = planning.save(clerk, plan_of(clerk), {(world.HASAN, NIGHT): ""})
    assert cleared == Saved(0, 1, 1)
    assert cells(plan_of(clerk))[10] == ""
    last = undo.last_own(clerk)
    assert last is not None
    assert last.title == "jadwal giliran Satpol PP Januari 2021 (1 pegawai)"
    undo.undo(clerk, last.act_id)
    assert cells(plan_of(clerk))[10] == "M"
    last = undo.last_own(clerk)
    assert last is not None
    undo.undo(clerk, last.act_id)
    assert cells(plan_of(clerk)) == ("",) * 31


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({(world.HASAN, NIGHT): "X"}, "Hasan Basri 11 Januari 2021: Giliran ‘X’ tidak dikenal"),
        ({(world.HASAN, NIGHT): ""}, "Jadwal tidak berubah"),
    ],
)
def test_what_is_not_understood_or_changes_nothing_is_refused(
    clerk: Session, typed: dict[planning.Cell, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        planning.save(clerk, plan_of(clerk), typed)
    assert cells(plan_of(clerk)) == ("",) * 31


def test_a_unit_without_shifts_shows_everybody(clerk: Session) -> None:
    assert len(plan_of(clerk, "SD-07").rows) == 3
