"""Frozen months and slips in the store: bytes that prove themselves, facts of one person alike."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import StoreUnavailable
from polima_desktop.domain.freezing import freeze
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.incentive import person_days, person_entries, person_inputs
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import compile as compile_rules
from polima_desktop.domain.rules import load
from polima_desktop.services.months import run
from polima_desktop.storage import tables
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.bulk import Across, insert_across
from polima_desktop.storage.database import Database
from polima_desktop.storage.embedded import beside
from polima_desktop.storage.months import inputs, months, slips
from polima_desktop.storage.months.frozen import pack, unpack
from polima_desktop.storage.office import seals
from polima_desktop.storage.office.seal_leaves import leaves_of, rows_of
from polima_desktop.storage.office.seal_parts import BY_NAME
from tests import month_world as world
from tests.month_world import JANUARY, NIPS

GOLDEN = "b7e63bbbf30a528c5428502a66c1e5ebe4e7bc8413e0c83cdcd427a6cb9bf6bc"
"""Changes only with the world of the test or the layout of frozen months."""


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    built = world.standing(store_url)
    yield built
    built.close()


def frozen(database: Database, people: list[int] | None = None) -> FrozenMonth:
    with database.reading() as connection:
        facts = inputs.load(connection, JANUARY, Progress(), people)
        hours, policy = calendar.load_calendar(connection), stored_policy.load(connection)
    return freeze(JANUARY, facts, hours, policy)


def test_one_person_read_alone_is_the_same_as_among_all(database: Database) -> None:
    program = compile_rules(load(world.RULES))
    everybody = frozen(database)
    for person in NIPS:
        alone = frozen(database, [person])
        assert alone.person_id.tolist() == [person]
        row = everybody.row_of[NIPS[person]]
        assert alone.reasons[0] == everybody.reasons[row]
        assert person_inputs(alone, 0, program) == person_inputs(everybody, row, program)
        assert person_days(alone, 0) == person_days(everybody, row)
        assert person_entries(alone, 0) == person_entries(everybody, row)


def test_the_same_facts_freeze_to_the_same_bytes_in_every_kind_of_store(
    database: Database,
) -> None:
    assert pack(frozen(database)).sha256 == GOLDEN


@pytest.mark.parametrize("place", [0, 40, -1])
def test_bytes_that_were_altered_are_noticed(sqlite_url: str, place: int) -> None:
    built = world.standing(sqlite_url)
    packed = pack(frozen(built))
    built.close()
    spoilt = bytearray(packed.content)
    spoilt[place] ^= 1
    with pytest.raises(StoreUnavailable, match="sidiknya tidak sama lagi"):
        unpack(bytes(spoilt), packed.sha256)


def test_the_kept_freeze_has_everybodys_state(database: Database) -> None:
    session = world.session(database)
    run.freeze(session, JANUARY, Progress())
    with database.reading() as connection:
        (month,) = months.month_rows(connection)
        frozen_id = months.latest_frozen_id(connection)
        assert frozen_id is not None
        states = months.states(connection, month.id, frozen_id)
        kept = months.frozen_month(connection, frozen_id)
    assert states == {None: 6, "non_asn": 1, "long_leave": 1, "certified_teacher": 1}
    assert np.array_equal(kept.days.late, frozen(database).days.late)


def test_nobody_can_have_two_standing_slips(database: Database) -> None:
    session = world.session(database)
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    world.change(database, world.set_class(world.FAJRIN, 5))
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    slip = tables.slips.c
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(
            update(tables.slips).where(slip.person_id == world.FAJRIN).values(state="current")
        )


def test_a_slip_is_found_by_its_code_even_when_replaced(database: Database) -> None:
    session = world.session(database)
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    with database.reading() as connection:
        (first,) = slips.history(connection, JANUARY, NIPS[world.FAJRIN])
    world.change(database, world.set_class(world.FAJRIN, 5))
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    with database.reading() as connection:
        found = slips.by_code(connection, str(first.code))
        assert slips.by_code(connection, "0000-0000-0000") is None
    assert found is not None
    assert (found.id, found.state) == (first.id, "replaced")


def test_slips_can_be_read_by_unit(database: Database) -> None:
    session = world.session(database)
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    with database.reading() as connection:
        everybody = slips.of_month(connection, JANUARY)
        school = {s.unit_id for s in everybody if s.identity["unit_code"] == "SD-07"}
        found = slips.of_month(connection, JANUARY, unit_ids=school)
        assert slips.of_month(connection, JANUARY, unit_ids=set()) == []
    assert [slip.nip for slip in found] == [NIPS[world.KARMILA]]


def test_the_store_knows_its_months(database: Database) -> None:
    session, chief = world.session(database), world.session(database, Role.PIMPINAN)
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    run.submit(session, JANUARY)
    run.approve(chief, JANUARY)
    with database.reading() as connection:
        assert months.locked(connection) == []
    run.lock(session, JANUARY)
    with database.reading() as connection:
        assert months.locked(connection) == [JANUARY]
        assert months.months_with_records(connection) == [JANUARY]
        assert [row.state for row in months.month_rows(connection)] == ["locked"]


def test_a_work_that_reads_beside_itself_reads_the_same(database: Database) -> None:
    alone = pack(frozen(database)).sha256
    with database.writing() as connection, seals.watching(connection):
        facts = inputs.load(connection, JANUARY, Progress())
        hours, policy = calendar.load_calendar(connection), stored_policy.load(connection)
    assert pack(freeze(JANUARY, facts, hours, policy)).sha256 == alone


def test_what_a_work_wrote_itself_is_read_by_it_alone(database: Database) -> None:
    table = tables.attendance_days
    with database.writing() as connection, seals.watching(connection):
        with beside(connection, table) as hands:
            assert len(hands) == (2 if database.is_sqlite else 1)
        connection.execute(delete(table))
        with beside(connection, table) as hands:
            assert hands == [connection]
        assert not len(inputs.load(connection, JANUARY, Progress()).clockings.source)


def test_lines_sealed_while_they_are_written_are_sealed_as_if_read_again(
    database: Database,
) -> None:
    session = world.session(database)
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    part, kinds = BY_NAME["slip_lines"], ("value", "text")
    with database.writing() as connection, seals.watching(connection) as watch:
        key = connection.execute(select(tables.slips.c.id).order_by(tables.slips.c.id)).scalar()
        connection.execute(text(f"DELETE FROM slip_lines WHERE slip_id = {key}"))
        across = [
            Across(kind, {"position": place, "name": f"{{{place}}} o'clock %s", "decimals": place})
            for place, kind in enumerate(kinds)
        ]
        insert_across(connection, tables.slip_lines, "slip_id", across, [(key, -7, "a'\"\\{é}")])
        again = dict(leaves_of(connection, part, rows_of(part).where(tables.slips.c.id == key)))
        expected = [*again.values()] if database.is_sqlite else [None]
        assert [watch.passed(part)] == expected
        connection.execute(delete(tables.slip_lines))
        assert watch.passed(part) is None


def test_lines_are_written_as_their_values_whatever_their_names_are(database: Database) -> None:
    session = world.session(database)
    run.freeze(session, JANUARY, Progress())
    run.calculate(session, JANUARY, Progress())
    column = tables.slip_lines.c
    with database.writing() as connection:
        key = connection.execute(select(tables.slips.c.id).order_by(tables.slips.c.id)).scalar()
        connection.execute(delete(tables.slip_lines).where(column.slip_id == key))
        across = [
            Across("value", {"position": 0, "name": "o'clock", "decimals": 2}),
            Across("text", {"position": 1, "name": "kata", "decimals": 0}),
        ]
        insert_across(connection, tables.slip_lines, "slip_id", across, [(key, 2**53 + 1, "a?1")])
        found = connection.execute(
            select(tables.slip_lines).where(column.slip_id == key).order_by(column.position)
        ).all()
    assert [tuple(row)[1:] for row in found] == [
        (0, "o'clock", 2**53 + 1, 2, None),
        (1, "kata", None, 0, "a?1"),
    ]
