"""Another office's staff list, kept row by row as it came, for reconciliation only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from polima_desktop.storage.tables import import_batches, roster_rows
from polima_desktop.storage.unit_of_work import Work


class RosterLine(NamedTuple):
    """One row: what it says in short, and all its cells as JSON (heading → text)."""

    nip: str | None
    name: str | None
    unit: str | None
    cells: str
    sheet: str
    row: int


def record(work: Work, batch_id: int, source: str, lines: Sequence[RosterLine]) -> None:
    """Keep a list as the current one of its office; the earlier list is marked replaced."""
    same_office = select(import_batches.c.id).where(import_batches.c.source == source)
    work.connection.execute(
        update(roster_rows)
        .where(roster_rows.c.superseded_by.is_(None), roster_rows.c.batch_id.in_(same_office))
        .values(superseded_by=batch_id)
    )
    rows: list[dict[str, Any]] = [line._asdict() | {"batch_id": batch_id} for line in lines]
    if rows:
        work.connection.execute(insert(roster_rows), rows)


def current(connection: Connection, source: str) -> list[RosterLine]:
    """Give the current list of an office, in the order of the file."""
    columns = [roster_rows.c[name] for name in RosterLine._fields]
    query = (
        select(*columns)
        .join(import_batches, import_batches.c.id == roster_rows.c.batch_id)
        .where(import_batches.c.source == source, roster_rows.c.superseded_by.is_(None))
        .order_by(roster_rows.c.id)
    )
    return [RosterLine._make(row) for row in connection.execute(query)]
