"""Activity codes and their ids, and the days on which what an activity is may change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, insert, select

from polima_desktop.storage.tables import activities, rule_versions
from polima_desktop.storage.unit_of_work import Work


def activity_ids(connection: Connection) -> dict[str, int]:
    """Give the id of every activity code ever registered."""
    rows = connection.execute(select(activities.c.code, activities.c.id))
    return {row.code: row.id for row in rows}


def register(work: Work, codes: Iterable[str]) -> dict[str, int]:
    """Register codes that are new; give the ids of all."""
    known = activity_ids(work.connection)
    new = sorted(set(codes) - known.keys())
    if new:
        work.connection.execute(insert(activities), [{"code": code} for code in new])
        known = activity_ids(work.connection)
    return known


def starts(connection: Connection) -> list[date]:
    """Give the days from which some version that stands holds."""
    c = rule_versions.c
    query = select(c.valid_from).where(c.state == "published", c.withdrawn_at.is_(None))
    return list(connection.execute(query.distinct()).scalars())
