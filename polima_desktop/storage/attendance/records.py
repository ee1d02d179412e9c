"""The electronic record: attendance days and activity entries, written in bulk by an import.

A row is current while nothing superseded it. A later batch replaces a person's day of
attendance, or single activity entries; taking the batch back makes current again what it had
replaced. What a day is worth is not asked here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, bindparam, select, update

from polima_desktop.storage import bulk
from polima_desktop.storage.tables import activity_entries, attendance_days
from polima_desktop.storage.unit_of_work import Work

PersonDay = tuple[int, date]


class DayRow(NamedTuple):
    """An attendance day as a file gave it: clockings in seconds since local midnight."""

    person_id: int
    day: date
    check_in: int | None
    check_out: int | None
    lat_in: float | None
    lon_in: float | None
    lat_out: float | None
    lon_out: float | None
    location: str | None
    device: str | None
    sheet: str | None
    row: int
    mock: bool | None = None


class EntryRow(NamedTuple):
    """An activity entry: volume in ten-thousandths, variables as canonical JSON text."""

    person_id: int
    day: date
    activity_id: int
    description: str | None
    volume: int
    minutes: int
    variables: str | None
    status: str
    superior_nip: str | None
    sheet: str | None
    row: int


def record_days(work: Work, batch_id: int, rows: Sequence[DayRow]) -> None:
    """Write attendance days, replacing the current ones; at most one row a person and day."""
    touched = {(row.person_id, row.day) for row in rows}
    table = attendance_days
    supersede(work, table, batch_id, recorded_days(work.connection, table, touched))
    bulk.insert_rows(work.connection, table, DayRow._fields, rows, {"batch_id": batch_id})


def record_entries(
    work: Work, batch_id: int, rows: Sequence[EntryRow], replaced: Sequence[int] = ()
) -> None:
    """Write activity entries beside those of the same days; ``replaced``: ids no more current."""
    table = activity_entries
    if replaced:
        gone = update(table).where(table.c.id == bindparam("gone"), table.c.superseded_by.is_(None))
        work.connection.execute(
            gone.values(superseded_by=batch_id), [{"gone": key} for key in replaced]
        )
    bulk.insert_rows(work.connection, table, EntryRow._fields, rows, {"batch_id": batch_id})


def take_back(work: Work, table: Table, batch_id: int) -> None:
    """Make current again what a batch replaced, and the batch's own rows not; see ``rests_on``."""
    own = table.c.batch_id == batch_id
    replaced = (table.c.superseded_by == batch_id) & ~own
    work.connection.execute(
        update(table).where(own, table.c.superseded_by.is_(None)).values(superseded_by=batch_id)
    )
    work.connection.execute(update(table).where(replaced).values(superseded_by=None))


def rests_on(connection: Connection, table: Table, batch_id: int) -> bool:
    """Tell whether a later batch already replaced rows of this one."""
    later = select(table.c.id).where(
        table.c.batch_id == batch_id,
        table.c.superseded_by.is_not(None),
        table.c.superseded_by != batch_id,
    )
    return connection.execute(later.limit(1)).first() is not None


def days(connection: Connection, touched: Collection[PersonDay]) -> list[Row[Any]]:
    """Give the current attendance rows of some people's days, all columns, by person and day."""
    return _current(connection, attendance_days, touched)


def entries(connection: Connection, touched: Collection[PersonDay]) -> list[Row[Any]]:
    """Give the current activity entries of some people's days, by person, day and row."""
    return _current(connection, activity_entries, touched)


def recorded_days(
    connection: Connection, table: Table, wanted: Collection[PersonDay]
) -> set[PersonDay]:
    """Give which of the people's days already have a current row."""
    if not wanted:
        return set()
    query = select(table.c.person_id, table.c.day).where(current_near(table, wanted))
    found = connection.execute(query.distinct())
    return {(person, day) for person, day in found} & set(wanted)


def current_near(table: Table, wanted: Collection[PersonDay]) -> ColumnElement[bool]:
    """Give the condition for the current rows of the days, and of people numbered among these.

    It narrows to what the index finds at once: a part of a big city does not read the whole of
    it. Rows of others who have a number in between are the caller's to pass over.
    """
    people = {person for person, _ in wanted}
    return and_(
        table.c.day.in_(sorted({day for _, day in wanted})),
        table.c.person_id.between(min(people, default=0), max(people, default=0)),
        table.c.superseded_by.is_(None),
    )


def supersede(work: Work, table: Table, batch_id: int, gone: Iterable[PersonDay]) -> None:
    """Mark the current rows of people's days as replaced by a batch."""
    marks = [{"person": person, "on": day} for person, day in gone]
    if not marks:
        return
    statement = (
        update(table)
        .where(
            table.c.person_id == bindparam("person"),
            table.c.day == bindparam("on"),
            table.c.superseded_by.is_(None),
        )
        .values(superseded_by=batch_id)
    )
    work.connection.execute(statement, marks)


def _current(
    connection: Connection, table: Table, touched: Collection[PersonDay]
) -> list[Row[Any]]:
    query = select(table).where(current_near(table, touched))
    rows = connection.execute(query.order_by(table.c.person_id, table.c.day, table.c.row))
    wanted = set(touched)
    return [row for row in rows if (row.person_id, row.day) in wanted]
