"""Where in an imported list a person stood: the sheet and the row a spreadsheet shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from polima_desktop.storage.bulk import insert_rows
from polima_desktop.storage.tables import imported_people
from polima_desktop.storage.unit_of_work import Work


class PersonRow(NamedTuple):
    """A row about a person; ``day``: from when what it says holds, where it says one thing."""

    person_id: int
    day: date | None
    sheet: str
    row: int


def add(work: Work, batch_id: int, rows: Iterable[PersonRow]) -> None:
    """Keep where a batch's people stood."""
    columns = PersonRow._fields
    insert_rows(work.connection, imported_people, columns, rows, {"batch_id": batch_id})


def find(
    connection: Connection, batch_id: int | None, person_id: int, day: date | None
) -> tuple[str, int] | None:
    """Give the sheet and row of a person in a batch, the one about a day if there are several."""
    c = imported_people.c
    query = select(c.day, c.sheet, c.row).where(c.batch_id == batch_id, c.person_id == person_id)
    found = [] if batch_id is None else connection.execute(query.order_by(c.row)).all()
    exact = [row for row in found if row.day is not None and row.day == day]
    first = next(iter(exact or [row for row in found if row.day is None]), None)
    return None if first is None else (first.sheet, first.row)
