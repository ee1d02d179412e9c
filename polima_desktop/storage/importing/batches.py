"""Import batches: which file came in when, by whom, with what result, and whether it was undone."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from polima_desktop.storage.tables import import_batches
from polima_desktop.storage.unit_of_work import Work


class Batch(NamedTuple):
    """One applied file. ``report`` is the JSON its import gave."""

    id: int
    kind: str
    source: str
    file_name: str
    sha256: str
    applied_at: datetime
    applied_by: str
    undone_at: datetime | None
    undone_by: str | None
    report: str


_COLUMNS = [import_batches.c[name] for name in Batch._fields]


def add(work: Work, kind: str, source: str, file_name: str, sha256: str) -> int:
    """Open a batch in this work; its moment is the work's. Gives its number."""
    values = {
        "kind": kind,
        "source": source,
        "file_name": file_name[:260],
        "sha256": sha256,
        "applied_at": work.now,
        "applied_by": work.user,
        "report": "{}",
    }
    statement = insert(import_batches).values(values).returning(import_batches.c.id)
    return int(work.connection.execute(statement).scalar_one())


def keep_report(work: Work, batch_id: int, report: str) -> None:
    """Keep what the import said."""
    work.connection.execute(
        update(import_batches).where(import_batches.c.id == batch_id).values(report=report)
    )


def find(connection: Connection, batch_id: int) -> Batch | None:
    """Give a batch, or None."""
    row = connection.execute(select(*_COLUMNS).where(import_batches.c.id == batch_id)).first()
    return Batch._make(row) if row else None


def applied_at(connection: Connection, moment: datetime) -> Batch | None:
    """Give the batch that the work of a moment applied, or None."""
    query = select(*_COLUMNS).where(import_batches.c.applied_at == moment)
    row = connection.execute(query).first()
    return Batch._make(row) if row else None


def of_file(connection: Connection, kind: str, source: str, sha256: str) -> Batch | None:
    """Give the latest batch of the very same file that was not undone."""
    row = connection.execute(
        select(*_COLUMNS)
        .where(
            import_batches.c.kind == kind,
            import_batches.c.source == source,
            import_batches.c.sha256 == sha256,
            import_batches.c.undone_at.is_(None),
        )
        .order_by(import_batches.c.id.desc())
        .limit(1)
    ).first()
    return Batch._make(row) if row else None


def rejected_places(batch: Batch) -> set[tuple[str, int]]:
    """Give sheet and row of what a batch rejected."""
    return {(sheet, row) for sheet, row in json.loads(batch.report).get("rejected_rows", ())}


def latest(connection: Connection, limit: int = 50) -> list[Batch]:
    """Give the last batches, newest first."""
    query = select(*_COLUMNS).order_by(import_batches.c.id.desc()).limit(limit)
    return [Batch._make(row) for row in connection.execute(query)]


def undone(connection: Connection) -> dict[datetime, datetime]:
    """Give the moments of the batches that were taken back, each with that of its undoing."""
    c = import_batches.c
    rows = connection.execute(select(c.applied_at, c.undone_at).where(c.undone_at.is_not(None)))
    return {applied: taken_back for applied, taken_back in rows}  # noqa: C416 - rows to pairs


def mark_undone(work: Work, batch_id: int) -> None:
    """Note that a batch was taken back."""
    work.connection.execute(
        update(import_batches)
        .where(import_batches.c.id == batch_id)
        .values(undone_at=work.now, undone_by=work.user)
    )
