"""Claims beside the electronic record, and decisions that are added but never edited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision
from polima_desktop.storage.attendance import records
from polima_desktop.storage.database import Database
from polima_desktop.storage.review import claims as stored_claims
from polima_desktop.storage.review import decisions as stored_decisions
from polima_desktop.storage.review import queue as stored_queue
from polima_desktop.storage.tables import claims, decisions
from polima_desktop.storage.unit_of_work import Work, unit_of_work
from tests import claims_world as world

JANUARY = (date(2021, 1, 1), date(2021, 1, 31))
YEAR = (date(2021, 1, 1), date(2021, 12, 31))


@pytest.fixture
def city(store_url: str) -> Iterator[Database]:
    database = world.build(store_url)
    yield database
    database.close()


@contextmanager
def working(city: Database, minutes: int = 0, user: str = "rahim") -> Iterator[Work]:
    moment = world.MORNING + timedelta(minutes=minutes)
    with unit_of_work(city, user, "test.work", moment) as work:
        yield work


def outcomes(city: Database) -> dict[int, Decision]:
    with city.reading() as connection:
        rows = stored_queue.claims_between(connection, *YEAR)
        return {row.id: row.decided.outcome for row in rows if row.decided}


def test_a_claim_stands_beside_the_record_of_its_day(city: Database) -> None:
    with city.reading() as connection:
        rows = {row.day: row for row in stored_queue.claims_between(connection, *JANUARY)
                if row.person_id == world.FAJRIN}  # fmt: skip
    assert len(rows) == 7
    conflict, gap = rows[date(2021, 1, 5)], rows[date(2021, 1, 6)]
    assert conflict.clocking == Clocking(27_000, 57_600)
    assert conflict.recorded == Clocking(30_840, 57_720)
    assert (conflict.activities, conflict.recorded_activities) == (0, 1)  # only approved count
    assert (conflict.file, conflict.sheet, conflict.row) == ("backup-2021.xlsx", "Kehadiran", 3)
    assert gap.recorded == Clocking(None, None)
    assert (gap.evidence, gap.named) == (("foto.jpg",), ("daftar-hadir-2021-01.jpg",))
    assert (gap.activities, gap.recorded_activities, gap.decided) == (1, 0, None)


def test_claims_are_listed_by_span_and_unit(city: Database) -> None:
    with city.reading() as connection:
        february = stored_queue.claims_between(connection, date(2021, 2, 1), date(2021, 2, 28))
        unit = february[0].unit_id
        assert [row.id for row in february] == [8, 9, 10, 12]
        narrowed = stored_queue.claims_between(connection, *YEAR, unit_ids={unit})
        assert {row.person_id for row in narrowed} == {world.FAJRIN}
        assert stored_queue.claims_between(connection, *YEAR, unit_ids=()) == []
        assert [row.id for row in stored_queue.by_ids(connection, [12, 99, 1])] == [1, 12]


def test_deciding_again_ends_the_decision_before(city: Database) -> None:
    with working(city) as work:
        stored_decisions.decide(work, [2, 3], Decision.MANUAL, "CCTV kantor", bulk="m1")
    with working(city, 1, "zahra") as work:
        stored_decisions.decide(work, [2], Decision.REJECT, " bukti palsu ")
    assert outcomes(city) == {2: Decision.REJECT, 3: Decision.MANUAL}
    with city.reading() as connection:
        (row,) = stored_queue.by_ids(connection, [2])
        assert row.decided is not None
        assert (row.decided.by, row.decided.reason) == ("zahra", "bukti palsu")
        ended = select(decisions).where(decisions.c.undone_at.is_not(None))
        old = connection.execute(ended).one()
    assert (old.outcome, old.undone_by, old.reason) == ("manual", "zahra", "CCTV kantor")


def test_undo_brings_the_decision_before_back(city: Database) -> None:
    with working(city) as work:
        stored_decisions.decide(work, [2], Decision.ELECTRONIC, "")
    with working(city, 1) as work:
        stored_decisions.decide(work, [2], Decision.REJECT, "palsu")
    with working(city, 2) as work:
        stored_decisions.undo(work, [2])
    assert outcomes(city) == {2: Decision.ELECTRONIC}
    with working(city, 3) as work:
        stored_decisions.undo(work, [2])
    assert outcomes(city) == {}
    with city.reading() as connection:
        assert connection.execute(select(func.count(decisions.c.id))).scalar_one() == 3


def test_a_bulk_act_is_found_by_its_mark(city: Database) -> None:
    with working(city) as work:
        stored_decisions.decide(work, [1, 4, 5], Decision.MANUAL, "", bulk="m1")
    with working(city, 1) as work:
        stored_decisions.decide(work, [4], Decision.ELECTRONIC, "")
    with city.reading() as connection:
        assert stored_decisions.claims_of_bulk(connection, "m1") == [1, 5]


def test_asking_for_evidence_leaves_a_claim_undecided(city: Database) -> None:
    with working(city) as work:
        stored_decisions.decide(work, [1], Decision.MANUAL, "")
        stored_decisions.decide(work, [11], Decision.ASK, "")
    with city.reading() as connection:
        assert stored_decisions.undecided(connection, *JANUARY) == 8 - 1
        assert stored_decisions.undecided(connection, date(2021, 3, 1), date(2021, 3, 31)) == 0


def test_a_claims_activities_are_shown_with_their_codes(city: Database) -> None:
    with city.reading() as connection:
        (shown,) = stored_claims.claimed_activities(connection, 12)
        assert (shown.code, shown.description) == ("UMUM-SRT", "Melayani surat")
        assert stored_claims.claimed_activities(connection, 1) == []


def test_a_month_is_frozen_once_its_run_began(city: Database) -> None:
    with city.writing() as connection:
        assert not stored_decisions.is_frozen(connection, Month(2021, 1))
        world.freeze(connection, "2021-01")
        assert stored_decisions.is_frozen(connection, Month(2021, 1))
        assert not stored_decisions.is_frozen(connection, Month(2021, 2))


def test_the_same_workbook_again_is_recognised_row_by_row(city: Database) -> None:
    with working(city) as work:
        new = world.new_claims(work)
        touched = {(claim.person_id, claim.day) for claim in new}
        known = stored_claims.current_claims(work.connection, touched)
        assert sorted(known.values()) == sorted(new)


def test_a_corrected_workbook_replaces_claims_and_can_be_taken_back(city: Database) -> None:
    with working(city) as work:
        batch = world.add_batch(work, "backup", "koreksi.xlsx")
        new = [world.new_claims(work)[1]._replace(check_in=28_800)]
        (new_id,) = stored_claims.record_claims(work, batch, new)
        assert stored_claims.record_claims(work, batch, []) == []
    with city.reading() as connection:
        rows = {row.id: row for row in stored_queue.claims_between(connection, *JANUARY)}
    assert 2 not in rows
    assert rows[new_id].clocking == Clocking(28_800, 57_600)
    with working(city, 1) as work:
        assert stored_decisions.decided_claims(work.connection, batch) == 0
        records.take_back(work, claims, batch)
        assert [row.id for row in stored_queue.claims_between(work.connection, *JANUARY)][:2] == [
            1,
            2,
        ]


def test_a_batch_with_decided_claims_is_known(city: Database) -> None:
    with working(city) as work:
        batch = world.add_batch(work, "backup", "lain.xlsx")
        ids = stored_claims.record_claims(work, batch, world.new_claims(work)[:2])
        stored_decisions.decide(work, ids[:1], Decision.MANUAL, "")
        assert stored_decisions.decided_claims(work.connection, batch) == 1


def test_the_store_itself_keeps_one_decision_in_force(city: Database) -> None:
    double = {
        "claim_id": 2,
        "outcome": "manual",
        "decided_by": "x",
        "decided_at": world.MORNING,
    }
    with city.writing() as connection:
        connection.execute(decisions.insert().values(**double))
        with pytest.raises(IntegrityError):
            connection.execute(decisions.insert().values(**double))
