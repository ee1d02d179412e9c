"""People and units in the store: as of a day, as known then; versions; one text of all facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest

from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.units import Unit
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.database import Database, create_store
from polima_desktop.storage.facts import Source
from polima_desktop.storage.staff import people, statements, units
from polima_desktop.storage.staff.statements import New
from polima_desktop.storage.unit_of_work import Work, unit_of_work

START = date(2017, 1, 1)
SARMINA = Identity("198403122009022004", "Wa Ode Sarmina", back_title="S.Pd.", sex="P")
FAJRIN = Identity("198111042008031002", "La Ode Fajrin", sex="L")


@contextmanager
def _work(store: Database, now: datetime = datetime(2021, 1, 12, 4, tzinfo=UTC)) -> Iterator[Work]:
    with unit_of_work(store, "rita", "test.change", now) as work:
        yield work


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    """A city of two schools and two teachers."""
    database = create_store(store_url)
    with _work(database) as work:
        units.create(work, ["DIN-01", "SD-01", "SD-02"])
        units.record(
            work,
            [
                (START, Unit("DIN-01", "Dinas Pendidikan dan Kebudayaan", "dinas")),
                (START, Unit("SD-01", "SD Negeri 1 Wameo", "sd", "DIN-01", "Wameo", "6 hari")),
                (START, Unit("SD-02", "SD Negeri 2 Wameo", "sd", "DIN-01", aliases=("SDN WAMEO",))),
            ],
            {"DIN-01": "Disdikbud"},
        )
        one, two = people.create(work, 2)
        people.record_identities(work, [(one, START, SARMINA), (two, START, FAJRIN)])
        jobs = [(one, START, _teacher("SD-01")), (two, START, _teacher("SD-02"))]
        people.record_assignments(work, jobs)
    yield database
    database.close()


def _teacher(unit: str, job_class: int = 8) -> Assignment:
    return Assignment(unit, status="PNS", golongan="III/c", family="guru", job_class=job_class)


def test_a_unit_is_found_by_code_name_short_name_and_alias(store: Database) -> None:
    with store.reading() as connection:
        found = units.lookup(connection, date(2021, 1, 1))
        code = {unit.id: unit.code for unit in units.as_of(connection, date(2021, 1, 1))}
    from polima_desktop.domain.units import unit_key

    for text, expected in [
        ("disdikbud", "DIN-01"),
        ("SDN 1 WAMEO", "SD-01"),
        ("sdn wameo", "SD-02"),
        ("SD-02", "SD-02"),
    ]:
        assert [code[unit] for unit in found[unit_key(text)]] == [expected]


def test_who_was_in_a_unit_with_a_class_on_a_day_as_known_then(store: Database) -> None:
    """A promotion from 1 January, recorded only on 3 February, was not known on 1 February."""
    with store.reading() as connection:
        sarmina = people.ids_by_nip(connection)[SARMINA.nip]
    with _work(store, datetime(2021, 2, 3, 4, tzinfo=UTC)) as work:
        people.record_assignments(
            work,
            [(sarmina, date(2021, 1, 1), _teacher("SD-01", 9))],
            Source("821/114/2020", date(2020, 12, 20)),
        )

    def classes(known_at: datetime | None) -> dict[str, int | None]:
        with store.reading() as connection:
            rows = people.as_of(connection, date(2021, 1, 15), known_at)
        inside = [row.person for row in rows if row.person.assignment.unit == "SD-01"]
        return {who.identity.name: who.assignment.job_class for who in inside}

    assert classes(None) == {"Wa Ode Sarmina": 9}
    assert classes(datetime(2021, 2, 1, 4, tzinfo=UTC)) == {"Wa Ode Sarmina": 8}
    assert classes(datetime(2021, 1, 1, tzinfo=UTC)) == {}


def test_a_timeline_names_the_paper_behind_each_row(store: Database) -> None:
    with store.reading() as connection:
        sarmina = people.ids_by_nip(connection)[SARMINA.nip]
    with _work(store) as work:
        source = Source("821/1", date(2020, 12, 20))
        people.record_assignments(work, [(sarmina, date(2021, 1, 1), _teacher("SD-02"))], source)
    with store.reading() as connection:
        before, after = people.assignment_timeline(connection, sarmina)
    assert (before.valid_from, before.valid_to, before.decree_number) == (
        START,
        date(2021, 1, 1),
        None,
    )
    assert (after.decree_number, after.recorded_by) == ("821/1", "rita")
    assert isinstance(after.value, Assignment)
    assert after.value.unit == "SD-02"


def test_who_is_taken_for_a_work_has_a_new_version(store: Database) -> None:
    with store.reading() as connection:
        person = people.ids_by_nip(connection)[FAJRIN.nip]
        (before,) = people.as_of(connection, date(2021, 1, 1), ids=[person])
    with _work(store) as work:
        assert people.claim(work, person)
        assert not people.claim(work, 99_999)
    with store.reading() as connection:
        (after,) = people.as_of(connection, date(2021, 1, 1), ids=[person])
    assert (before.version, after.version) == (1, 2)


def test_spells_touch_the_days_asked_for(store: Database) -> None:
    with _work(store) as work:
        person = people.ids_by_nip(work.connection)[FAJRIN.nip]
        days = date(2021, 1, 4), date(2021, 1, 6)
        statements.write(work, [New(person, "cuti_tahunan", *days, source=Source("850/3"))])
    with store.reading() as connection:

        def found(first: date, last: date) -> int:
            return len(people.spells_between(connection, first, last))

        assert found(date(2021, 1, 5), date(2021, 1, 31)) == 1
        assert found(date(2021, 1, 6), date(2021, 1, 31)) == 0
        assert found(date(2020, 12, 1), date(2021, 1, 3)) == 0


def test_the_canonical_text_says_what_is_believed_and_nothing_else(store: Database) -> None:
    with store.reading() as connection:
        before = canonical_dump(connection)
    assert "SD Negeri 1 Wameo" in before
    assert "SDN WAMEO" in before
    assert SARMINA.nip in before
    with _work(store, datetime(2022, 1, 1, tzinfo=UTC)) as work:
        person = people.ids_by_nip(work.connection)[SARMINA.nip]
        people.record_assignments(work, [(person, START, _teacher("SD-01"))])
    with store.reading() as connection:
        assert canonical_dump(connection) == before
