"""Slips chosen to be computed again before every lock: which, by whom, why, until when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from polima_desktop.domain.periods import Month
from polima_desktop.storage.tables import golden_slips, months, slips
from polima_desktop.storage.unit_of_work import Work


class Chosen(NamedTuple):
    """A chosen slip that was not released."""

    id: int
    slip_id: int
    note: str
    chosen_at: datetime
    chosen_by: str


def standing(connection: Connection) -> list[Chosen]:
    """Give the chosen slips, in the order they were chosen."""
    c = golden_slips.c
    columns = [c[name] for name in Chosen._fields]
    query = select(*columns).where(c.released_at.is_(None)).order_by(c.id)
    return [Chosen._make(row) for row in connection.execute(query)]


def people(connection: Connection, month: Month) -> frozenset[int]:
    """Give whose slips of a month are chosen."""
    query = (
        select(slips.c.person_id)
        .join(months, months.c.id == slips.c.month_id)
        .join(golden_slips, golden_slips.c.slip_id == slips.c.id)
        .where(months.c.month == str(month), golden_slips.c.released_at.is_(None))
    )
    return frozenset(connection.execute(query).scalars())


def choose(work: Work, slip_id: int, note: str) -> None:
    """Choose a slip."""
    values = {"slip_id": slip_id, "note": note, "chosen_at": work.now, "chosen_by": work.user}
    work.connection.execute(insert(golden_slips).values(**values))


def release(work: Work, key: int, why: str) -> None:
    """Let a chosen slip go; that it was chosen stays."""
    values = {"released_at": work.now, "released_by": work.user, "released_why": why}
    statement = update(golden_slips).where(golden_slips.c.id == key)
    work.connection.execute(statement.values(**values))
