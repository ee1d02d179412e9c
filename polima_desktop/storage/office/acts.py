"""Acts: each unit of work as something a person did, with its name, and whether it was taken back.

The moment of an act is that of its audit entry and of every row it wrote or ended; so "what this
act wrote" is asked by its moment, and no row needs to know its act.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from polima_desktop.storage.tables import acts


class Act(NamedTuple):
    """One unit of work. ``title`` in words, as a menu names it; empty: it has no name of its own.

    ``reason``: why somebody corrected, ended or withdrew. ``undone_at``: taken back then.
    """

    id: int
    at: datetime
    user: str
    action: str
    title: str
    reason: str | None
    undone_at: datetime | None
    undone_by: str | None


_COLUMNS = [acts.c[name] for name in Act._fields]


def add(
    connection: Connection, at: datetime, user: str, action: str, title: str, reason: str | None
) -> None:
    """Write an act down; the unit of work does, with the audit entry."""
    values = {"at": at, "user": user, "action": action, "title": title[:260], "reason": reason}
    connection.execute(insert(acts).values(values))


def find(connection: Connection, act_id: int) -> Act | None:
    """Give an act by its number."""
    row = connection.execute(select(*_COLUMNS).where(acts.c.id == act_id)).first()
    return Act._make(row) if row else None


def at(connection: Connection, moments: Collection[datetime]) -> dict[datetime, Act]:
    """Give the acts of some moments."""
    query = select(*_COLUMNS).where(acts.c.at.in_(list(moments)))
    return {row.at: Act._make(row) for row in connection.execute(query)}


def last_of(connection: Connection, user: str, actions: Collection[str]) -> Act | None:
    """Give a user's newest act of some kinds that was not taken back."""
    query = (
        select(*_COLUMNS)
        .where(acts.c.user == user, acts.c.undone_at.is_(None), acts.c.action.in_(list(actions)))
        .order_by(acts.c.at.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return Act._make(row) if row else None


def undone(connection: Connection) -> dict[datetime, datetime]:
    """Give the moments of the acts that were taken back, each with that of its undoing."""
    c = acts.c
    rows = connection.execute(select(c.at, c.undone_at).where(c.undone_at.is_not(None)))
    return {moment: taken_back for moment, taken_back in rows}  # noqa: C416 - rows to pairs


def mark_undone(connection: Connection, moment: datetime, at: datetime, user: str) -> None:
    """Note that an act was taken back."""
    statement = update(acts).where(acts.c.at == moment).values(undone_at=at, undone_by=user)
    connection.execute(statement)


def titles(connection: Connection) -> dict[str, str]:
    """Give the names of the acts that have one, by the moment as their audit entry writes it."""
    query = select(acts.c.at, acts.c.title).where(acts.c.title != "")
    return {
        at.astimezone(UTC).isoformat(timespec="microseconds"): title
        for at, title in connection.execute(query)
    }
