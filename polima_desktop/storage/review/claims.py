"""Manual claims and the decisions on them. What a claim is worth is not asked here.

A claim is current while no later workbook replaced it; a decision while nobody undid it.
Decisions are never edited: changing one ends it and adds another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    select,
    update,
)

from polima_desktop.domain.activities import Status
from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import PersonDay
from polima_desktop.storage.review import attachments
from polima_desktop.storage.tables import (
    activities,
    activity_entries,
    attendance_days,
    claim_activities,
    claims,
    decisions,
    import_batches,
    months,
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


class Decided(NamedTuple):
    """A decision in force."""

    id: int
    outcome: Decision
    reason: str | None
    by: str
    at: datetime
    bulk: str | None


class ClaimRow(NamedTuple):
    """A current claim beside the electronic record of its day, and the decision in force."""

    id: int
    person_id: int
    day: date
    unit_id: int
    clocking: Clocking | None
    activities: int
    recorded: Clocking
    recorded_activities: int
    location: str | None
    reason: str | None
    evidence: tuple[str, ...]
    typed_by: str | None
    typed_at: str | None
    superior: str | None
    batch_id: int
    file: str
    sheet: str | None
    row: int
    decided: Decided | None


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
    return {
        (row.person_id, row.day): NewClaim._make((*row[1:], tuple(parts.get(row.id, ()))))
        for row in connection.execute(select(claims.c.id, *columns).where(near))
        if (row.person_id, row.day) in wanted
    }


def claims_between(
    connection: Connection, first: date, last: date, unit_ids: Collection[int] | None = None
) -> list[ClaimRow]:
    """Give the current claims of a span, by person and day; ``unit_ids`` narrows to units."""
    span = claims.c.day.between(first, last)
    if unit_ids is None:
        return _rows(connection, span)
    return _rows(connection, and_(span, claims.c.unit_id.in_(list(unit_ids))))


def of_person(connection: Connection, person_id: int, first: date, last: date) -> list[ClaimRow]:
    """Give a person's current claims of a span of days."""
    mine = and_(claims.c.person_id == person_id, claims.c.day.between(first, last))
    return _rows(connection, and_(mine, claims.c.superseded_by.is_(None)))


def by_ids(connection: Connection, ids: Sequence[int]) -> list[ClaimRow]:
    """Give current claims by their ids; ids that are gone are left out."""
    return [
        row
        for start in range(0, len(ids), IDS_A_STATEMENT)
        for row in _rows(connection, claims.c.id.in_(ids[start : start + IDS_A_STATEMENT]))
    ]


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


# ── decisions ───────────────────────────────────────────────────────────────────────────────


def decide(
    work: Work, claim_ids: Sequence[int], outcome: Decision, reason: str, bulk: str | None = None
) -> None:
    """Write one decision for each claim; what was in force on it ends at the same moment."""
    _end(work, claim_ids)
    values = {
        "outcome": outcome.value,
        "reason": reason.strip() or None,
        "decided_by": work.user,
        "decided_at": work.now,
        "bulk": bulk,
    }
    rows = [values | {"claim_id": claim_id} for claim_id in claim_ids]
    work.connection.execute(insert(decisions), rows)


def undo(work: Work, claim_ids: Sequence[int]) -> None:
    """End the decisions in force; what each had itself replaced is in force again.

    It keeps its moment, so that undoing once more goes one step further back.
    """
    before = _replaced(work.connection, claim_ids)
    _end(work, claim_ids)
    again = [{name: getattr(row, name) for name in _KEPT_BY_UNDO} for row in before]
    if again:
        work.connection.execute(insert(decisions), again)


def claims_of_bulk(connection: Connection, bulk: str) -> list[int]:
    """Give the claims whose decision in force was made by one bulk act."""
    query = select(decisions.c.claim_id).where(
        decisions.c.bulk == bulk, decisions.c.undone_at.is_(None)
    )
    return list(connection.execute(query.order_by(decisions.c.claim_id)).scalars())


def decided_at(connection: Connection, moment: datetime) -> list[int]:
    """Give the claims whose decision in force was made at one moment, by one act."""
    query = select(decisions.c.claim_id).where(
        decisions.c.decided_at == moment, decisions.c.undone_at.is_(None)
    )
    return list(connection.execute(query.order_by(decisions.c.claim_id)).scalars())


def count(
    connection: Connection, first: date, last: date, unit_ids: Collection[int] | None = None
) -> int:
    """Count the current claims of a span, of some units or of all."""
    query = select(func.count()).where(
        claims.c.day.between(first, last), claims.c.superseded_by.is_(None)
    )
    if unit_ids is not None:
        query = query.where(claims.c.unit_id.in_(list(unit_ids)))
    return connection.execute(query).scalar_one()


def undecided(
    connection: Connection, first: date, last: date, unit_ids: Collection[int] | None = None
) -> int:
    """Count the current claims of a span that nobody settled yet, of some units or of all."""
    settled = select(decisions.c.id).where(_in_force(), decisions.c.outcome != Decision.ASK.value)
    query = select(func.count()).where(
        claims.c.day.between(first, last), claims.c.superseded_by.is_(None), ~settled.exists()
    )
    if unit_ids is not None:
        query = query.where(claims.c.unit_id.in_(list(unit_ids)))
    return connection.execute(query).scalar_one()


def is_frozen(connection: Connection, month: Month) -> bool:
    """Tell whether a month was frozen: decisions on its claims become arrears from then on."""
    query = select(months.c.id).where(months.c.month == str(month), months.c.state != "open")
    return connection.execute(query).first() is not None


def decided_claims(connection: Connection, batch_id: int) -> int:
    """Count a batch's current claims somebody decided: the batch cannot be taken back then."""
    query = (
        select(func.count())
        .select_from(claims.join(decisions, _in_force()))
        .where(claims.c.batch_id == batch_id, claims.c.superseded_by.is_(None))
    )
    return connection.execute(query).scalar_one()


_KEPT_BY_UNDO = ("claim_id", "outcome", "reason", "decided_by", "decided_at", "bulk")


# ── rows and values ─────────────────────────────────────────────────────────────────────────


def _in_force() -> ColumnElement[bool]:
    return and_(decisions.c.claim_id == claims.c.id, decisions.c.undone_at.is_(None))


def _claim_values(claim: NewClaim) -> dict[str, Any]:
    values = claim._asdict()
    del values["activities"]
    return values


def _end(work: Work, claim_ids: Sequence[int]) -> None:
    for start in range(0, len(claim_ids), IDS_A_STATEMENT):
        chunk = claim_ids[start : start + IDS_A_STATEMENT]
        work.connection.execute(
            update(decisions)
            .where(decisions.c.claim_id.in_(chunk), decisions.c.undone_at.is_(None))
            .values(undone_at=work.now, undone_by=work.user)
        )


def _replaced(connection: Connection, claim_ids: Sequence[int]) -> list[Row[Any]]:
    """Give the decisions that those in force had replaced: both share the moment of change."""
    now, before = decisions.alias("now"), decisions.alias("before")
    found: list[Row[Any]] = []
    for start in range(0, len(claim_ids), IDS_A_STATEMENT):
        chunk = claim_ids[start : start + IDS_A_STATEMENT]
        query = select(before).join(
            now,
            and_(
                now.c.claim_id == before.c.claim_id,
                now.c.undone_at.is_(None),
                before.c.undone_at == now.c.decided_at,
                before.c.id != now.c.id,
            ),
        )
        found += connection.execute(query.where(before.c.claim_id.in_(chunk)))
    return found


def _rows(connection: Connection, where: ColumnElement[bool]) -> list[ClaimRow]:
    where = and_(where, claims.c.superseded_by.is_(None))
    said = _counts(connection, _claimed_count().where(where))
    kept = _counts(connection, _recorded_count().where(where))
    query = _claim_query().where(where).order_by(claims.c.person_id, claims.c.day)
    found = connection.execute(query).all()
    if not found:
        return []
    days = [row.day for row in found]
    files = attachments.names(connection, min(days), max(days))
    return [_claim_row(row, said, kept, files) for row in found]


def _claim_query() -> Select[Any]:
    recorded = and_(
        attendance_days.c.person_id == claims.c.person_id,
        attendance_days.c.day == claims.c.day,
        attendance_days.c.superseded_by.is_(None),
    )
    return (
        select(
            claims,
            attendance_days.c.check_in.label("kept_in"),
            attendance_days.c.check_out.label("kept_out"),
            attendance_days.c.location,
            import_batches.c.file_name,
            decisions.c.id.label("decision_id"),
            decisions.c.outcome,
            decisions.c.reason.label("decision_reason"),
            decisions.c.decided_by,
            decisions.c.decided_at,
            decisions.c.bulk,
        )
        .join(import_batches, import_batches.c.id == claims.c.batch_id)
        .outerjoin(attendance_days, recorded)
        .outerjoin(decisions, _in_force())
    )


def _claimed_count() -> Select[Any]:
    return (
        select(claims.c.id, func.count())
        .join(claim_activities, claim_activities.c.claim_id == claims.c.id)
        .group_by(claims.c.id)
    )


def _recorded_count() -> Select[Any]:
    """Count the approved electronic entries of each claim's day, claim by claim.

    A correlated count, and no index over ``superseded_by``: left to itself SQLite reads every
    current entry of the store and looks for its claim.
    """
    c = activity_entries.c
    same_day = and_(
        c.person_id == claims.c.person_id,
        c.day == claims.c.day,
        func.coalesce(c.superseded_by, 0) == 0,
        c.status == Status.APPROVED.value,
    )
    count = select(func.count()).select_from(activity_entries).where(same_day)
    return select(claims.c.id, count.correlate(claims).scalar_subquery())


def _counts(connection: Connection, query: Select[Any]) -> dict[int, int]:
    return {claim_id: count for claim_id, count in connection.execute(query)}  # noqa: C416 - pairs


def _claim_row(
    row: Row[Any],
    said: Mapping[int, int],
    kept: Mapping[int, int],
    files: Mapping[PersonDay, tuple[str, ...]],
) -> ClaimRow:
    attached = files.get((row.person_id, row.day), ())
    return ClaimRow(
        id=row.id,
        person_id=row.person_id,
        day=row.day,
        unit_id=row.unit_id,
        clocking=Clocking(row.check_in, row.check_out) if row.has_attendance else None,
        activities=said.get(row.id, 0),
        recorded=Clocking(row.kept_in, row.kept_out),
        recorded_activities=kept.get(row.id, 0),
        location=row.location,
        reason=row.reason,
        evidence=tuple(dict.fromkeys((*_names(row.evidence), *attached))),
        typed_by=row.typed_by,
        typed_at=row.typed_at,
        superior=row.superior,
        batch_id=row.batch_id,
        file=row.file_name,
        sheet=row.sheet,
        row=row.row,
        decided=_decided(row),
    )


def _decided(row: Row[Any]) -> Decided | None:
    if row.decision_id is None:
        return None
    outcome = Decision(row.outcome)
    return Decided(
        row.decision_id, outcome, row.decision_reason, row.decided_by, row.decided_at, row.bulk
    )


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(_split(text.split(";"))) if text else ()


def _split(parts: Iterable[str]) -> Iterable[str]:
    return (part.strip() for part in parts if part.strip())
