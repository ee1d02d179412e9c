"""A corrected NIP: superiors, signatories, lists and searches mean the person, not the number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services import imports
from polima_desktop.services.importing.plan import Options
from polima_desktop.services.papers import signatories
from polima_desktop.services.session import Session
from polima_desktop.services.staff import people, roster
from polima_desktop.services.staff.people import Correction, Newcomer
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import create_store
from polima_desktop.storage.months import inputs
from polima_desktop.storage.papers import signatories as stored
from polima_desktop.storage.papers.signatories import HEAD, Appointment
from polima_desktop.storage.staff import people as stored_people
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.services.import_world import UNITS_CSV, acting, bring_in

START, TODAY = date(2020, 1, 1), date(2021, 3, 1)
OLD, NEW, STAFF = "196509251993041001", "196509251993041002", "198403122009022004"


@pytest.fixture
def rita(store_url: str, tmp_path: Path) -> Iterator[Session]:
    database = create_store(store_url)
    session = acting(database, Role.BKPSDM)

    with unit_of_work(database, "bkpsdm", "office.create", session.clock()) as work:
        calendar.fill_new_store(work.connection)
    units = tmp_path / "unit.csv"
    units.write_text(UNITS_CSV, "utf-8")
    bring_in(session, units, "units")
    yield session
    database.close()


@pytest.fixture
def head(rita: Session) -> int:
    """The head of an office, somebody under them, and the head's number corrected."""
    chief = Identity(OLD, "La Uji", sex="L", birth_date=date(1965, 9, 25))
    post = Assignment("DIN-01", status="PNS", position="Kepala Dinas", eselon="II.b", job_class=14)
    key = people.add(rita, Newcomer(chief, post, START))
    who = Identity(STAFF, "Ratna Zahara", sex="P", birth_date=date(1984, 3, 12))
    people.add(rita, Newcomer(who, Assignment("DIN-01", status="PNS", superior_nip=OLD), START))
    with unit_of_work(rita.database, "bkpsdm", "signatories.appoint", rita.clock()) as work:
        codes = stored_people.ids_by_code(work.connection)
        new = Appointment(codes["DIN-01"], HEAD, "La Uji", OLD, "Kepala Dinas")
        stored.appoint(work, new, START)
    people.correct(rita, Correction(key, START, {"nip": OLD}, {"nip": NEW}))
    return key


def test_a_superior_and_a_signatory_follow_the_corrected_number(rita: Session, head: int) -> None:
    rows = {row.nip: row for row in roster.roster(rita, TODAY).rows}
    ratna = rows[STAFF]
    assert ratna.person.assignment.superior_nip == NEW
    assert "superior_unknown" not in {problem.code for problem in ratna.problems}
    assert rows[NEW].id == head
    with rita.reading_own() as connection:
        signers = signatories.signers(connection, TODAY)
    unit = next(key for key, one in signers.units.items() if one.code == "DIN-01")
    assert signers.head(unit).nip == NEW


def test_a_frozen_month_names_the_superior(rita: Session, head: int) -> None:
    with rita.reading_own() as connection:
        found = inputs.load(connection, Month(2021, 1), Progress())
    (post,) = [post for post in found.posts if post.person_id != head]
    assert post.superior_nip == NEW
    assert found.names[post.superior_nip] == "La Uji"


def test_the_former_number_is_found_by_search(rita: Session, head: int) -> None:
    found = roster.matches(OLD, roster.roster(rita, TODAY).rows)
    assert [row.id for row in found] == [head]


def test_an_old_list_changes_the_post_and_never_sets_the_number_back(
    rita: Session, head: int, tmp_path: Path
) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"NIP;JABATAN\n{OLD};Sekretaris Daerah Uji\n", "utf-8")
    plan, done = imports.run(rita, "employees", path, Options(valid_from=TODAY))
    assert (done.counts.new, done.counts.changed, done.counts.warnings) == (0, 1, 1)
    (problem,) = plan.problems
    assert problem.problem == f"NIP {OLD} sudah dibetulkan menjadi {NEW}."
    now = roster.person_file(rita, head, TODAY).now
    assert (now.nip, now.position) == (NEW, "Sekretaris Daerah Uji")


def test_both_numbers_of_a_person_in_one_list_are_asked_about(
    rita: Session, head: int, tmp_path: Path
) -> None:
    path = tmp_path / "e.csv"
    path.write_text(f"NIP;JABATAN\n{OLD};Sekretaris\n{NEW};Asisten\n", "utf-8")
    plan, done = imports.run(rita, "employees", path, Options(valid_from=TODAY))
    assert (done.counts.changed, done.counts.rejected) == (1, 1)
    assert any("orang yang sama" in problem.problem for problem in plan.problems)
    assert roster.person_file(rita, head, TODAY).now.position == "Sekretaris"


def test_attendance_under_the_former_number_is_the_persons(
    rita: Session, head: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    lines = [f"{nip},2021-01-0{day},07:30,16:00" for nip, day in ((OLD, 4), (NEW, 5), (OLD, 5))]
    path.write_text("nip,tanggal,masuk,pulang\n" + "\n".join(lines) + "\n", "utf-8")
    _, done = imports.run(acting(rita.database, Role.KOMINFO), "attendance", path)
    assert (done.counts.new, done.counts.rejected) == (1, 2)
    with rita.reading_own() as connection:
        found = inputs.load(connection, Month(2021, 1), Progress())
    assert list(found.clockings.person_id) == [head]


def test_a_number_held_by_mistake_is_free_for_whom_it_belongs_to(rita: Session, head: int) -> None:
    other = Newcomer(Identity(OLD, "La Lain", sex="L"), Assignment("DIN-01"), START)
    person = people.add(rita, other)
    with rita.reading_own() as connection:
        assert stored_people.ids_by_nip(connection)[OLD] == person
    assert {row.nip: row.id for row in roster.roster(rita, TODAY).rows}[NEW] == head
    with pytest.raises(Refused, match="sudah dipakai"):
        people.add(rita, Newcomer(Identity(NEW, "X"), Assignment("DIN-01"), START))
