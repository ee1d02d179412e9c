"""Holidays as dated facts: one believed row a day and unit, superseded and never edited.

A row without a unit is everybody's. A cancelled row says that work is due after all: of a unit,
although everybody else is off. What the rows make of a day is ``domain.calendar``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, insert, select

from polima_desktop.domain.calendar import Holiday
from polima_desktop.storage import facts
from polima_desktop.storage.tables import holidays, units
from polima_desktop.storage.unit_of_work import Work

SHIPPED_AT, SHIPPED_BY = datetime(2021, 1, 1, tzinfo=UTC), "program"
"""Moment and hand of the holidays that come with the program."""


class Entry(NamedTuple):
    """What is recorded of a day for a unit (None: everybody)."""

    day: date
    unit_id: int | None
    name: str
    kind: str
    cancelled: bool = False
    basis: str | None = None


class HolidayRow(NamedTuple):
    """A believed entry as stored; ``unit`` is the unit's code."""

    id: int
    entry: Entry
    unit: str | None
    recorded_by: str


def ship(connection: Connection, days: Sequence[Holiday]) -> None:
    """Write the holidays of a new store."""
    written = {"recorded_at": SHIPPED_AT, "recorded_by": SHIPPED_BY, "cancelled": False}
    connection.execute(insert(holidays), [{**day._asdict(), **written} for day in days])


def believed(connection: Connection, year: int | None = None) -> list[HolidayRow]:
    """Give the entries, of all years or of one, by day; everybody's first."""
    query = _query()
    if year is not None:
        query = query.where(holidays.c.day.between(date(year, 1, 1), date(year, 12, 31)))
    rows = connection.execute(query).all()
    return [HolidayRow(row.id, Entry._make(row[:6]), row.code, row.recorded_by) for row in rows]


def find(connection: Connection, holiday_id: int) -> HolidayRow | None:
    """Give a believed entry by its id, or None."""
    return next((row for row in believed(connection) if row.id == holiday_id), None)


def record(work: Work, entries: Sequence[Entry], batch_id: int | None = None) -> None:
    """Write entries in place of what was believed of their day and unit."""
    keys = {(entry.day, entry.unit_id) for entry in entries}
    before = [
        row.id for row in believed(work.connection) if (row.entry.day, row.entry.unit_id) in keys
    ]
    facts.withdraw(work, holidays, before)
    written = {"recorded_at": work.now, "recorded_by": work.user, "batch_id": batch_id}
    if entries:
        rows = [{**entry._asdict(), **written} for entry in entries]
        work.connection.execute(insert(holidays), rows)


def withdraw(work: Work, holiday_id: int) -> None:
    """Stop believing an entry that never was so."""
    facts.withdraw(work, holidays, [holiday_id])


def _query() -> Select[Any]:
    c = holidays.c
    return (
        select(*(c[name] for name in Entry._fields), c.id, units.c.code, c.recorded_by)
        .outerjoin(units, units.c.id == c.unit_id)
        .where(facts.believed(holidays))
        .order_by(c.day, c.unit_id.is_not(None), units.c.code, c.id)
    )
