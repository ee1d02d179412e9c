"""Manual claims and the decisions on them. What a claim is worth is not asked here.

A claim is current while no later workbook replaced it; a decision while nobody undid it.
Decisions are never edited: changing one ends it and adds another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Row,
    insert,
    select,
)

from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import PersonDay
from polima_desktop.storage.tables import (
    activities,
    claim_activities,
    claims,
)
from polima_desktop.storage.unit_of_work import Work

IDS_A_STATEMENT = 500


class ClaimedActivity(NamedTuple):
    """One activity of a claim: volume in ten-thousandths, variables as canonical JSON text."""

    activity_id: int
    description: str | None
    volume: int
    minutes: int
    variables: str | None
    sheet: str | None
    row: int


class StoredActivity(NamedTuple):
    """One activity of a stored claim, as a month counts it."""

    id: int
    claim_id: int
    activity_id: int
    volume: int
    minutes: int
    variables: str | None


class NewClaim(NamedTuple):
    """What a manual workbook says of one person and day; ``unit_id``: where they worked then.

    ``evidence``: file names separated by ``; ``. ``has_attendance`` false: only activities.
    ``typed_account``: whose account typed it, where known. ``doubts``: sentences, one a line.
    """

    person_id: int
    day: date
    unit_id: int
    has_attendance: bool
    check_in: int | None
    check_out: int | None
    reason: str | None
    evidence: str | None
    typed_by: str | None
    typed_at: str | None
    superior: str | None
    sheet: str | None
    row: int
    activities: tuple[ClaimedActivity, ...] = ()
    typed_account: str | None = None
    doubts: str | None = None


# ── claims ──────────────────────────────────────────────────────────────────────────────────


def record_claims(work: Work, batch_id: int, new: Sequence[NewClaim]) -> list[int]:
    """Write claims, replacing the current ones of the same people and days; give their ids."""
    if not new:
        return []
    touched = {(claim.person_id, claim.day) for claim in new}
    known = records.recorded_days(work.connection, claims, touched)
    records.supersede(work, claims, batch_id, known)
    rows = [_claim_values(claim) | {"batch_id": batch_id} for claim in new]
    statement = insert(claims).returning(claims.c.id, sort_by_parameter_order=True)
    ids = list(work.connection.execute(statement, rows).scalars())
    parts = [
        item._asdict() | {"claim_id": claim_id}
        for claim_id, claim in zip(ids, new, strict=True)
        for item in claim.activities
    ]
    if parts:
        work.connection.execute(insert(claim_activities), parts)
    return ids


def current_claims(
    connection: Connection, touched: Collection[PersonDay]
) -> dict[PersonDay, NewClaim]:
    """Give what the current claims of people's days say, to tell new rows from changed ones."""
    near = records.current_near(claims, touched)
    parts: dict[int, list[ClaimedActivity]] = {}
    columns = [claim_activities.c[name] for name in ClaimedActivity._fields]
    query = select(claim_activities.c.claim_id, *columns).join(
        claims, claims.c.id == claim_activities.c.claim_id
    )
    for claim_id, *values in connection.execute(query.where(near).order_by(claim_activities.c.id)):
        parts.setdefault(claim_id, []).append(ClaimedActivity(*values))
    columns = [claims.c[name] for name in NewClaim._fields if name != "activities"]
    wanted = set(touched)
    names = ("id", *(column.name for column in columns))
    return {
        (row.person_id, row.day): _stored(dict(zip(names, row, strict=True)), parts)
        for row in connection.execute(select(claims.c.id, *columns).where(near))
        if (row.person_id, row.day) in wanted
    }


def _stored(values: dict[str, Any], parts: dict[int, list[ClaimedActivity]]) -> NewClaim:
    return NewClaim(activities=tuple(parts.get(values.pop("id"), ())), **values)


def claimed_activities(connection: Connection, claim_id: int) -> list[Row[Any]]:
    """Give a claim's activities with their codes: ``code, description, volume, minutes, …``."""
    query = (
        select(activities.c.code, claim_activities)
        .join(activities, activities.c.id == claim_activities.c.activity_id)
        .where(claim_activities.c.claim_id == claim_id)
    )
    return list(connection.execute(query.order_by(claim_activities.c.id)))


def activities_of(connection: Connection, claim_ids: Sequence[int]) -> list[StoredActivity]:
    """Give all activities of claims, claim by claim."""
    found: list[StoredActivity] = []
    columns = [claim_activities.c[name] for name in StoredActivity._fields]
    for start in range(0, len(claim_ids), IDS_A_STATEMENT):
        chunk = claim_ids[start : start + IDS_A_STATEMENT]
        query = select(*columns).where(claim_activities.c.claim_id.in_(chunk))
        rows = connection.execute(
            query.order_by(claim_activities.c.claim_id, claim_activities.c.id)
        )
        found += [StoredActivity._make(row) for row in rows]
    return found


def _claim_values(claim: NewClaim) -> dict[str, Any]:
    values = claim._asdict()
    del values["activities"]
    return values
