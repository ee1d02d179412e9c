"""Bulk rows of the electronic record: written, replaced, taken back, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from polima_desktop.storage import bulk
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow, EntryRow
from polima_desktop.storage.database import Database
from polima_desktop.storage.tables import activity_entries, attendance_days
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import claims_world as world

DAY = date(2021, 1, 5)
EVERYBODY = range(1, 100)
ON_THE_DAY = {(person, DAY) for person in EVERYBODY}
NEAR = {(person, DAY + timedelta(days)) for person in EVERYBODY for days in range(-4, 60)}


@pytest.fixture
def city(store_url: str) -> Iterator[Database]:
    database = world.build(store_url)
    yield database
    database.close()


def day_row(person: int, day: date, check_in: int | None, row: int = 2) -> DayRow:
    place = (-5.47, 122.6, None, None, "Kantor", "HP")
    return DayRow(person, day, check_in, None, *place, "Sheet1", row)


def entry(person: int, day: date, volume: int, row: int) -> EntryRow:
    return EntryRow(
        person, day, 1, "Rapat; 'x'\t\\N", volume, 60, '{"siswa":"36"}', "Disetujui", "1", None, row
    )


def import_days(city: Database, hours: int, *rows: DayRow) -> int:
    moment = world.MORNING + timedelta(hours=hours)
    with unit_of_work(city, "kominfo", "test.import", moment) as work:
        batch = world.add_batch(work, "attendance", f"hadir-{hours}.csv")
        records.record_days(work, batch, rows)
    return batch


def clock_ins(city: Database) -> dict[tuple[int, date], int | None]:
    with city.reading() as connection:
        rows = records.days(connection, NEAR)
        return {(row.person_id, row.day): row.check_in for row in rows}


def test_rows_come_back_as_they_were_written(city: Database) -> None:
    written = day_row(world.TASLIM, DAY, 27_000)
    batch = import_days(city, 1, written)
    with city.reading() as connection:
        rows = records.days(connection, ON_THE_DAY)
    (row,) = (row for row in rows if row.person_id == world.TASLIM)
    assert tuple(getattr(row, name) for name in DayRow._fields) == written
    assert (row.batch_id, row.superseded_by) == (batch, None)


def test_a_later_batch_replaces_only_the_days_it_names(city: Database) -> None:
    before = clock_ins(city)
    import_days(city, 1, day_row(world.FAJRIN, DAY, 28_000), day_row(world.TASLIM, DAY, 29_000))
    new = {(world.FAJRIN, DAY): 28_000, (world.TASLIM, DAY): 29_000}
    assert clock_ins(city) == before | new


def test_taking_a_batch_back_gives_the_days_before_it(city: Database) -> None:
    before = clock_ins(city)
    batch = import_days(city, 1, day_row(world.FAJRIN, DAY, 28_000))
    with unit_of_work(city, "kominfo", "test.undo", world.MORNING + timedelta(hours=2)) as work:
        assert not records.rests_on(work.connection, attendance_days, batch)
        records.take_back(work, attendance_days, batch)
    assert clock_ins(city) == before
    import_days(city, 3, day_row(world.FAJRIN, DAY, 28_500))
    assert clock_ins(city) == before | {(world.FAJRIN, DAY): 28_500}


def test_a_batch_a_later_one_replaced_is_known_to_carry_it(city: Database) -> None:
    first = import_days(city, 1, day_row(world.FAJRIN, DAY, 28_000))
    second = import_days(city, 2, day_row(world.FAJRIN, DAY, 28_100))
    with city.reading() as connection:
        assert records.rests_on(connection, attendance_days, first)
        assert not records.rests_on(connection, attendance_days, second)


def test_entries_a_batch_replaces_come_back_with_it(city: Database) -> None:
    with city.reading() as connection:
        old = [row.id for row in records.entries(connection, ON_THE_DAY)]
    with unit_of_work(city, "kominfo", "test.import", world.MORNING) as work:
        batch = world.add_batch(work, "activities", "b.csv")
        new = [entry(world.FAJRIN, DAY, 25_000, 2), entry(world.KARMILA, DAY, 10_000, 3)]
        records.record_entries(work, batch, new, old)
    with city.reading() as connection:
        rows = records.entries(connection, ON_THE_DAY)
    assert [tuple(getattr(row, name) for name in EntryRow._fields) for row in rows] == new
    with unit_of_work(city, "kominfo", "test.undo", world.MORNING + timedelta(1)) as work:
        records.take_back(work, activity_entries, batch)
        rows = records.entries(work.connection, ON_THE_DAY)
        assert [row.status for row in rows] == ["Disetujui", "Menunggu"]


def test_a_column_the_table_does_not_have_is_a_programmers_error(city: Database) -> None:
    with city.writing() as connection, pytest.raises(ValueError, match="no columns"):
        bulk.insert_rows(connection, attendance_days, ["nip"], [("1",)], {})
