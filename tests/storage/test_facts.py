"""Dated facts: a change splits the timeline, the past stays askable, undo brings all back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from polima_desktop.storage import facts
from polima_desktop.storage.database import Database, create_store
from polima_desktop.storage.facts import Fact, Source
from polima_desktop.storage.tables import unit_facts, units
from polima_desktop.storage.unit_of_work import Work, unit_of_work

NOON = datetime(2021, 2, 1, 4, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    database = create_store(store_url)
    yield database
    database.close()


@contextmanager
def _work(store: Database) -> Iterator[Work]:
    """Always at the same clock time: the moments must come out different all the same."""
    with unit_of_work(store, "rita", "test.change", NOON) as work:
        yield work


def _new_unit(store: Database) -> int:
    with _work(store) as work:
        result = work.connection.execute(insert(units).values(code="DIN-01"))
        unit = result.inserted_primary_key
        assert unit is not None
        return int(unit[0])


def _name(store: Database, unit: int, name: str, since: date, **source: object) -> datetime:
    with _work(store) as work:
        facts.record(
            work,
            unit_facts,
            [Fact(unit, since, _values(name))],
            Source(**source),  # type: ignore[arg-type]
        )
        return work.now


def _values(name: str) -> dict[str, Any]:
    values: dict[str, Any] = {"name": name, "short_name": None, "kind": "Dinas", "parent_id": None}
    return values | {"place": None, "pattern": None}


def _timeline(
    store: Database, unit: int, known_at: datetime | None = None
) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        rows = facts.timeline(connection, unit_facts, unit, known_at)
        return [(row.name, row.valid_from, row.valid_to) for row in rows]


def test_a_change_ends_the_row_before_it_and_keeps_it(store: Database) -> None:
    unit = _new_unit(store)
    _name(store, unit, "Dinas PU", date(2017, 1, 1))
    _name(store, unit, "Dinas PUPR", date(2021, 1, 15), decree_number="12/2021")
    assert _timeline(store, unit) == [
        ("Dinas PU", date(2017, 1, 1), date(2021, 1, 15)),
        ("Dinas PUPR", date(2021, 1, 15), None),
    ]


def test_a_late_correction_does_not_reach_past_the_next_known_change(store: Database) -> None:
    unit = _new_unit(store)
    _name(store, unit, "A", date(2017, 1, 1))
    _name(store, unit, "C", date(2020, 1, 1))
    _name(store, unit, "B", date(2018, 1, 1))
    assert [name for name, *_ in _timeline(store, unit)] == ["A", "B", "C"]
    assert _timeline(store, unit)[1] == ("B", date(2018, 1, 1), date(2020, 1, 1))


def test_what_was_known_then_is_still_known(store: Database) -> None:
    unit = _new_unit(store)
    first = _name(store, unit, "A", date(2017, 1, 1))
    _name(store, unit, "B", date(2017, 1, 1))
    assert _timeline(store, unit) == [("B", date(2017, 1, 1), None)]
    assert _timeline(store, unit, known_at=first) == [("A", date(2017, 1, 1), None)]


def test_in_force_asks_for_the_day_and_the_knowledge(store: Database) -> None:
    unit = _new_unit(store)
    _name(store, unit, "A", date(2017, 1, 1))
    _name(store, unit, "B", date(2021, 1, 15))
    with store.reading() as connection:

        def on(day: date) -> list[str]:
            query = select(unit_facts.c.name).where(facts.in_force(unit_facts, day))
            return list(connection.execute(query).scalars())

        assert on(date(2016, 12, 31)) == []
        assert on(date(2021, 1, 14)) == ["A"]
        assert on(date(2021, 1, 15)) == ["B"]


def test_taking_back_restores_what_was_believed_and_keeps_the_record(store: Database) -> None:
    unit = _new_unit(store)
    _name(store, unit, "A", date(2017, 1, 1))
    before = _timeline(store, unit)
    moment = _name(store, unit, "B", date(2020, 1, 1))
    with _work(store) as work:
        assert not facts.rests_on(work.connection, unit_facts, moment, {})
        facts.take_back(work, unit_facts, moment, {})
    assert _timeline(store, unit) == before
    assert len(_timeline(store, unit, known_at=moment)) == 2


def test_a_later_change_rests_on_the_earlier_one(store: Database) -> None:
    unit = _new_unit(store)
    moment = _name(store, unit, "A", date(2017, 1, 1))
    _name(store, unit, "B", date(2020, 1, 1))
    with store.reading() as connection:
        assert facts.rests_on(connection, unit_facts, moment, {})


def test_two_facts_of_one_key_in_one_call_are_a_mistake(store: Database) -> None:
    with _work(store) as work, pytest.raises(ValueError, match="one fact a key"):
        facts.record(work, unit_facts, [Fact(1, date(2021, 1, 1), {})] * 2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(days=st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_a_timeline_never_overlaps_and_undo_is_exact(store: Database, days: list[int]) -> None:
    with _work(store) as work:
        work.connection.execute(unit_facts.delete())
        work.connection.execute(units.delete())
    unit = _new_unit(store)
    states, moments = [_timeline(store, unit)], []
    for number, day in enumerate(days):
        moments.append(_name(store, unit, f"N{number}", date(2021, 1, 1) + timedelta(day)))
        states.append(_timeline(store, unit))
        rows = states[-1]
        for (_, _, end), (_, start, _) in pairwise(rows):
            assert end == start
        assert rows[-1][2] is None
    with _work(store) as work:
        facts.take_back(work, unit_facts, moments[-1], {})
    assert _timeline(store, unit) == states[-2]


def test_a_second_writer_waits_and_then_builds_on_what_the_first_wrote(store: Database) -> None:
    unit = _new_unit(store)
    with ThreadPoolExecutor(1) as other, _work(store) as first:
        second = other.submit(_name, store, unit, "second", date(2020, 1, 1))
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)
        facts.record(first, unit_facts, [Fact(unit, date(2019, 1, 1), _values("first"))])
    assert second.result(timeout=10) > first.now
    assert [(name, since, until) for name, since, until, *_ in _timeline(store, unit)] == [
        ("first", date(2019, 1, 1), date(2020, 1, 1)),
        ("second", date(2020, 1, 1), None),
    ]


def test_a_reader_sees_one_moment_however_long_it_reads(store: Database) -> None:
    unit = _new_unit(store)
    _name(store, unit, "before", date(2020, 1, 1))
    with store.reading() as connection:
        assert [row.name for row in facts.timeline(connection, unit_facts, unit)] == ["before"]
        _name(store, unit, "after", date(2020, 1, 1))
        assert [row.name for row in facts.timeline(connection, unit_facts, unit)] == ["before"]
