"""Who signs: whoever was recorded, else the head the roster shows beyond doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.people import Assignment, Identity, Person
from polima_desktop.services.papers.signatories import appoint, heads_of, signers
from polima_desktop.services.session import Session
from polima_desktop.storage.papers import signatories
from polima_desktop.storage.papers.signatories import HEAD, TREASURER, Appointment
from polima_desktop.storage.staff import units
from polima_desktop.storage.staff.people import RosterRow
from tests.papers_world import actor, small_office

JANUARY_31 = date(2021, 1, 31)


@pytest.fixture
def office(store_url: str) -> Iterator[Session]:
    session = small_office(store_url)
    yield session
    session.database.close()


def unit_id(session: Session, code: str) -> int:
    with session.reading_own() as connection:
        return units.ids_by_code(connection)[code]


def row(nip: str, above: str | None, standing: str = "aktif", unit: int = 1) -> RosterRow:
    job = Assignment("X", standing, position=f"Jabatan {nip}", superior_nip=above)
    return RosterRow(int(nip), 1, unit, Person(Identity(nip, f"Nama {nip}"), job))


@pytest.mark.parametrize(
    ("crew", "head"),
    [
        ([row("1", None), row("2", "1"), row("3", "1")], "1"),
        ([row("1", "9"), row("2", "1"), row("3", "2")], "1"),
        ([row("1", "9"), row("2", "9")], None),
        ([row("1", "9"), row("2", "1"), row("3", "9"), row("4", "3")], None),
        ([row("1", "9", "pensiun"), row("2", "1"), row("3", "2")], "2"),
        ([row("1", None)], None),
    ],
)
def test_the_head_is_whoever_alone_stands_above_the_others(
    crew: list[RosterRow], head: str | None
) -> None:
    found = heads_of(crew).get(1)
    assert (found.nip if found else None) == head


def test_a_recorded_signatory_goes_before_the_roster(office: Session) -> None:
    unit = unit_id(office, "DIN-02")
    acting = Appointment(
        unit, HEAD, "La Ode Fajrin Malik", "198111042008031002", "Plt. Kepala Dinas"
    )
    appoint(office, [acting], date(2021, 1, 15))
    with office.reading_own() as connection:
        assert signers(connection, JANUARY_31).head(unit).office == "Plt. Kepala Dinas"
        assert signers(connection, date(2021, 1, 14)).head(unit).name == "Wa Ode Zahra"


def test_a_later_appointment_ends_the_earlier_one_on_its_day(office: Session) -> None:
    unit = unit_id(office, "DIN-02")
    for name, since in (("Satu", date(2020, 1, 1)), ("Dua", date(2021, 1, 10))):
        appoint(office, [Appointment(unit, TREASURER, name, None, "Bendahara")], since)
    with office.reading_own() as connection:
        for day, name in ((date(2021, 1, 9), "Satu"), (date(2021, 1, 10), "Dua")):
            assert signatories.in_force(connection, day)[unit, TREASURER].name == name
        assert (unit, TREASURER) not in signatories.in_force(connection, date(2019, 12, 31))


def test_a_school_is_paid_by_the_treasurer_of_its_office(office: Session) -> None:
    top, school = unit_id(office, "DIN-01"), unit_id(office, "SD-01")
    appoint(office, [Appointment(top, TREASURER, "Halimah", None, "Bendahara")], date(2021, 1, 1))
    with office.reading_own() as connection:
        found = signers(connection, JANUARY_31).treasurer(school, "Baubau, 1 Maret 2021")
    assert (found.name, found.intro) == ("Halimah", "Baubau, 1 Maret 2021")


def test_a_treasurer_is_never_guessed(office: Session) -> None:
    with office.reading_own() as connection:
        found = signers(connection, JANUARY_31).treasurer(unit_id(office, "SD-01"), "")
    assert (found.name, found.office) == ("", "Bendahara Pengeluaran")


def test_a_number_that_is_no_nip_is_refused(office: Session) -> None:
    wrong = Appointment(unit_id(office, "DIN-02"), HEAD, "X", "12345", "Kepala")
    with pytest.raises(Refused, match="18 angka"):
        appoint(office, [wrong], date(2021, 1, 1))


def test_an_auditor_may_not_say_who_signs(office: Session) -> None:
    auditor = replace(office, actor=actor(Role.AUDITOR))
    with pytest.raises(NotAllowed):
        appoint(auditor, [Appointment(None, HEAD, "X", None, "Y")], date(2021, 1, 1))
