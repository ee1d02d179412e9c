"""Every row of a store into another, of the other kind too: ids, history, evidence and chain.

What may be moved where, and the proof that nothing was lost, is ``services.office.moving``'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, text

from polima_desktop.domain.progress import Progress
from polima_desktop.storage import bulk
from polima_desktop.storage.tables import metadata

AT_ONCE = 5_000


def counts(connection: Connection) -> dict[str, int]:
    """Give how many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def copy_all(source: Connection, target: Connection, progress: Progress) -> None:
    """Copy all rows into a store of the same schema that has none."""
    total, done = sum(counts(source).values()), 0
    for table in metadata.sorted_tables:
        for rows in _portions(source, table):
            progress.report(done, total, f"Memindahkan {table.name}")
            _write(target, table, rows)
            done += len(rows)
        if target.dialect.name == "postgresql" and "id" in table.primary_key.columns:
            _go_on_counting(target, table)
    progress.report(total, total, "Memeriksa data yang dipindahkan")


def _portions(source: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    """Give the rows in the order of their keys: a row refers to earlier ones of its table."""
    query = select(table).order_by(*table.primary_key.columns)
    found = source.execution_options(yield_per=AT_ONCE).execute(query)
    for rows in found.partitions():
        yield list(rows)


def _write(target: Connection, table: Table, rows: list[Row[Any]]) -> None:
    if target.dialect.name == "postgresql":
        bulk.insert_rows(target, table, table.c.keys(), map(tuple, rows), {})
    else:
        target.execute(insert(table), [row._asdict() for row in rows])


def _go_on_counting(target: Connection, table: Table) -> None:
    """Let the next new row get the number after the last one moved."""
    last = select(func.max(table.c.id))
    name = f'"{table.name}"'
    sequence = target.execute(
        text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": name}
    ).scalar()
    highest = target.execute(last).scalar()
    if sequence is not None and highest is not None:
        target.execute(text("SELECT setval(:name, :last)"), {"name": sequence, "last": highest})
