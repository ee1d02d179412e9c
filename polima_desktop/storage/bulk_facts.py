"""New people and their first facts by the hundred thousand: the bulk path of an initial import.

Writes what ``facts.add`` would write; only for keys without a timeline yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, func, select, text

from polima_desktop.storage import bulk
from polima_desktop.storage.facts import Source
from polima_desktop.storage.tables import people
from polima_desktop.storage.unit_of_work import Work


def new_people(work: Work, count: int) -> list[int]:
    """Create people without facts; give their ids in order."""
    if not count:
        return []
    if work.connection.dialect.name == "postgresql":
        ids = _from_sequence(work, count)
    else:  # the writer of a SQLite file is alone
        last = work.connection.execute(select(func.max(people.c.id))).scalar() or 0
        ids = list(range(last + 1, last + 1 + count))
    bulk.insert_rows(work.connection, people, ["id"], ((key,) for key in ids), {"version": 1})
    return ids


def _from_sequence(work: Work, count: int) -> list[int]:
    query = text(
        "SELECT nextval(pg_get_serial_sequence('people', 'id')) FROM generate_series(1, :count)"
    )
    return list(work.connection.execute(query, {"count": count}).scalars())


def add(
    work: Work,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    source: Source | None = None,
) -> None:
    """Add rows given as tuples of ``columns``, which include the key and the valid time.

    ``source`` is one for all; without it, ``columns`` include each row's own.
    """
    written = (bulk.moment(work.connection, work.now), work.user, *(source or ()))
    names = (*columns, "recorded_at", "recorded_by", *(Source._fields if source else ()))
    bulk.insert_rows(work.connection, table, names, ((*row, *written) for row in rows), {})
