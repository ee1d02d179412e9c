"""Single punches of clocks, written in bulk by an import; current while nothing superseded them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, or_, select

from polima_desktop.domain.pairing import Way
from polima_desktop.storage import bulk
from polima_desktop.storage.attendance.records import PersonDay, current_near
from polima_desktop.storage.tables import attendance_days, import_batches, punches
from polima_desktop.storage.unit_of_work import Work

DERIVED = ("punches", "rosters")
"""The kinds of import whose attendance days were made of punches and other rows."""


class PunchRow(NamedTuple):
    """A punch as a file gave it; ``seconds`` since the day's midnight, ``way`` in, out or empty."""

    person_id: int
    day: date
    seconds: int
    way: Way
    lat: float | None
    lon: float | None
    location: str | None
    device: str | None
    mock: bool | None
    sheet: str | None
    row: int


def add(work: Work, batch_id: int, rows: Sequence[PunchRow]) -> None:
    """Write punches that are not there yet."""
    bulk.insert_rows(work.connection, punches, PunchRow._fields, rows, {"batch_id": batch_id})


def near(connection: Connection, wanted: Collection[PersonDay]) -> list[PunchRow]:
    """Give the current punches of the days, also of others with a number in between."""
    columns = [punches.c[name] for name in PunchRow._fields]
    query = select(*columns).where(current_near(punches, wanted))
    return [PunchRow._make(row) for row in connection.execute(query)]


def rows_near(connection: Connection, wanted: Collection[PersonDay]) -> list[Row[Any]]:
    """Give the days as files gave them: current ones, and those that only derived days replaced."""
    own, later = import_batches.alias(), import_batches.alias()
    c = attendance_days.c
    people, days = {person for person, _ in wanted}, {day for _, day in wanted}
    query = (
        select(attendance_days)
        .join(own, own.c.id == c.batch_id)
        .outerjoin(later, later.c.id == c.superseded_by)
        .where(
            c.day.in_(sorted(days)),
            c.person_id.between(min(people, default=0), max(people, default=0)),
            own.c.kind.not_in(DERIVED),
            or_(c.superseded_by.is_(None), and_(later.c.kind.in_(DERIVED))),
        )
        .order_by(c.id)
    )
    return list(connection.execute(query))
