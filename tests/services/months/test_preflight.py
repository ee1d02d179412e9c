"""What is missing is found before a month is frozen: counted, named, with its mending place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Table, delete, update

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import desk, preflight
from polima_desktop.services.months.preflight import Finding
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.tables import attendance_days, decisions, holidays, rule_versions
from polima_desktop.storage.unit_of_work import Work
from tests import month_world as world
from tests.month_world import HASAN, JANUARY, KARMILA, NIPS, NIRWATI, TASLIM, on_both


def findings(session: Session, month: Month = JANUARY) -> dict[str, Finding]:
    found = preflight.check(session, month, Progress())
    return {one.key: one for one in found.findings}


@on_both
def test_everything_missing_is_named_with_the_place_that_mends_it(
    database: Database, finance: Session
) -> None:
    found = findings(finance)
    assert set(found) == {"held:Kelas jabatan kosong", "rosters", "claims", "heads"}
    no_class = found["held:Kelas jabatan kosong"]
    assert (no_class.severity, no_class.count, no_class.page) == ("bad", 1, "pegawai")
    assert no_class.what == {"problem": "no_class"}
    assert [member.nip for member in no_class.members] == [NIPS[NIRWATI]]
    assert [member.nip for member in found["rosters"].members] == [NIPS[HASAN]]
    assert found["claims"].count == 1
    assert [member.name for member in found["heads"].members]


def forget_clockings(work: Work) -> None:
    c = attendance_days.c
    work.connection.execute(delete(attendance_days).where(c.person_id.in_([KARMILA, TASLIM])))
    work.connection.execute(update(decisions).values(undone_at=work.now, undone_by="x"))


def test_a_unit_without_attendance_is_named_with_its_people(
    database: Database, finance: Session
) -> None:
    world.change(database, forget_clockings)
    found = findings(finance)["unit_records"]
    assert [(member.name, member.unit) for member in found.members] == [
        ("SD Negeri 1 Kolese", "1 pegawai")
    ]


def emptied(table: Table) -> Callable[[Work], None]:
    def act(work: Work) -> None:
        work.connection.execute(delete(table))

    return act


def test_without_rules_nothing_can_be_computed(database: Database, finance: Session) -> None:
    world.change(database, emptied(rule_versions))
    assert findings(finance)["rules"].page == "bobot"


def test_a_year_without_holidays_is_said(database: Database, finance: Session) -> None:
    world.change(database, emptied(holidays))
    assert findings(finance)["holidays"].what == {"holidays": 2021}


def test_a_month_without_records_says_only_that(finance: Session) -> None:
    found = findings(finance, Month(2021, 6))
    assert found["records"].severity == "bad"
    assert "unit_records" not in found


@pytest.mark.parametrize("job_class", [3, 16])
def test_a_class_the_table_lacks_is_found_before_the_slip_is_held(
    database: Database, finance: Session, job_class: int
) -> None:
    world.change(database, world.set_class(NIRWATI, job_class))
    held = [one for one in findings(finance).values() if one.key.startswith("held:")]
    assert [one.members[0].nip for one in held] == [NIPS[NIRWATI]]
    assert held[0].what == {"person": NIRWATI}


def test_what_is_found_is_what_is_held_afterwards(finance: Session, chief: Session) -> None:
    held = {
        one.key.partition(":")[2]: one.count
        for one in findings(finance).values()
        if one.key.startswith("held:")
    }
    world.run_to("calculated", finance, chief)
    assert held == dict(desk.status(finance, JANUARY).held)
    auditor = world.session(finance.database, Role.AUDITOR)
    assert preflight.check(auditor, JANUARY, Progress()).stops
