"""The log of what was printed: added to, never changed. A slip's copies are counted from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select

from polima_desktop.domain.periods import Month
from polima_desktop.storage import bulk
from polima_desktop.storage.tables import months, printed_slips, printings, slips
from polima_desktop.storage.unit_of_work import Work


class Printing(NamedTuple):
    """One batch: what, where to (``berkas``, ``folder``, ``printer``), how many papers."""

    id: int
    paper: str
    target: str
    papers: int
    printed_at: datetime
    printed_by: str


class PrintedSlip(NamedTuple):
    """A slip of a batch, and the unit it is of; ``copy`` 0 is its first print."""

    nip: str
    name: str
    revision: int
    copy: int
    unit_id: int


def record(
    work: Work, month: Month, paper: str, target: str, papers: int, held: Sequence[tuple[int, int]]
) -> None:
    """Write a batch; ``held`` are the ids of its slips, each with the number of the copy."""
    month_id = work.connection.execute(
        select(months.c.id).where(months.c.month == str(month))
    ).scalar_one()
    new = insert(printings).values(
        month_id=month_id,
        paper=paper,
        target=target,
        papers=papers,
        printed_at=work.now,
        printed_by=work.user,
    )
    printing = work.connection.execute(new.returning(printings.c.id)).scalar_one()
    same = {"printing_id": int(printing)}
    bulk.insert_rows(work.connection, printed_slips, ("slip_id", "copy"), held, same)


def counts(connection: Connection, month: Month) -> dict[int, int]:
    """Give how often each slip of a month was printed; what never was is missing."""
    c = printed_slips.c
    query = (
        select(c.slip_id, func.count())
        .join(printings, printings.c.id == c.printing_id)
        .join(months, months.c.id == printings.c.month_id)
        .where(months.c.month == str(month))
        .group_by(c.slip_id)
    )
    return {slip: int(count) for slip, count in connection.execute(query)}


def of_month(connection: Connection, month: Month) -> list[Printing]:
    """Give the batches of a month, the latest first."""
    columns = [printings.c[name] for name in Printing._fields]
    query = (
        select(*columns)
        .join(months, months.c.id == printings.c.month_id)
        .where(months.c.month == str(month))
        .order_by(printings.c.id.desc())
    )
    return [Printing._make(row) for row in connection.execute(query)]


def slips_of(connection: Connection, printing: int) -> list[PrintedSlip]:
    """Give the slips of a batch in the order they were printed."""
    c = printed_slips.c
    query = (
        select(slips.c.identity, slips.c.revision, c.copy, slips.c.unit_id)
        .join(slips, slips.c.id == c.slip_id)
        .where(c.printing_id == printing)
        .order_by(c.id)
    )
    return [_printed(*row) for row in connection.execute(query)]


def _printed(identity: str, revision: int, copy: int, unit_id: int) -> PrintedSlip:
    who = json.loads(identity)
    return PrintedSlip(who["nip"], who["name"], revision, copy, unit_id)
