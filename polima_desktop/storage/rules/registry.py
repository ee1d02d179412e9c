"""Activity codes and their ids, and the rule texts that say what each activity is."""

from __future__ import annotations

from collections.abc import Iterable

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


def rule_texts(connection: Connection) -> list[str]:
    """Give the TOML of every rule-set version, oldest first."""
    query = select(rule_versions.c.toml).order_by(rule_versions.c.number)
    return list(connection.execute(query).scalars())
