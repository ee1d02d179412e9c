"""Decisions on manual claims: written, taken back, counted. The claims themselves are ``claims``'.

A decision is in force while nobody undid it. Decisions are never edited: changing one ends it and
adds another.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import UNSETTLED, Decision
from polima_desktop.storage.review.claims import IDS_A_STATEMENT
from polima_desktop.storage.tables import (
    assignments,
    claims,
    decisions,
    identities,
    months,
    statements,
)
from polima_desktop.storage.unit_of_work import Work

OPEN = tuple(sorted(each.value for each in UNSETTLED))
"""Outcomes that leave a claim open, as stored."""


class Decided(NamedTuple):
    """A decision in force."""

    id: int
    outcome: Decision
    reason: str | None
    by: str
    at: datetime
    bulk: str | None


def in_force() -> ColumnElement[bool]:
    """Join a claim to the decision in force on it."""
    return and_(decisions.c.claim_id == claims.c.id, decisions.c.undone_at.is_(None))


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
    settled = select(decisions.c.id).where(in_force(), decisions.c.outcome.not_in(OPEN))
    query = select(func.count()).where(
        claims.c.day.between(first, last), claims.c.superseded_by.is_(None), ~settled.exists()
    )
    if unit_ids is not None:
        query = query.where(claims.c.unit_id.in_(list(unit_ids)))
    return connection.execute(query).scalar_one()


def undecided_by_unit(connection: Connection, first: date, last: date) -> dict[int, int]:
    """Count the current claims of a span that nobody settled yet by the unit they were made in."""
    settled = select(decisions.c.id).where(in_force(), decisions.c.outcome.not_in(OPEN))
    query = (
        select(claims.c.unit_id, func.count())
        .where(claims.c.day.between(first, last), claims.c.superseded_by.is_(None))
        .where(~settled.exists())
        .group_by(claims.c.unit_id)
    )
    return {unit: int(count) for unit, count in connection.execute(query)}


def is_frozen(connection: Connection, month: Month) -> bool:
    """Tell whether a month was frozen: decisions on its claims become arrears from then on."""
    query = select(months.c.id).where(months.c.month == str(month), months.c.state != "open")
    return connection.execute(query).first() is not None


class Mark(NamedTuple):
    """How many decisions a claim, and how many rows its person ever had, and how many ended.

    Rows are only ever added and ended: the same numbers, the same rows.
    """

    decisions: int
    undone: int
    identities: int
    identities_ended: int
    assignments: int
    assignments_ended: int
    statements: int
    statements_ended: int


def mark(connection: Connection, claim_id: int, person_id: int) -> Mark:
    """Give by what is seen whether somebody touched a claim's decisions or its person."""
    columns = [
        select(counted).select_from(table).where(table.c[key] == wanted).scalar_subquery()
        for table, key, wanted, ended in (
            (decisions, "claim_id", claim_id, "undone_at"),
            (identities, "person_id", person_id, "superseded_at"),
            (assignments, "person_id", person_id, "superseded_at"),
            (statements, "person_id", person_id, "superseded_at"),
        )
        for counted in (func.count(), func.count(table.c[ended]))
    ]
    return Mark._make(connection.execute(select(*columns)).one())


def decided_claims(connection: Connection, batch_id: int) -> int:
    """Count a batch's current claims somebody decided: the batch cannot be taken back then."""
    query = (
        select(func.count())
        .select_from(claims.join(decisions, in_force()))
        .where(claims.c.batch_id == batch_id, claims.c.superseded_by.is_(None))
    )
    return connection.execute(query).scalar_one()


class Turned(NamedTuple):
    """A claim that was decided otherwise since a moment; ``now`` None: taken back."""

    claim_id: int
    was: Decision
    now: Decision | None
    by: str
    at: datetime


def turned_since(connection: Connection, first: date, last: date, moment: datetime) -> list[Turned]:
    """Give the current claims of a span that had a decision at a moment and have another now."""
    c = decisions.c
    touched = select(c.claim_id).where(or_(c.decided_at > moment, c.undone_at > moment))
    query = (
        select(decisions)
        .join(claims, claims.c.id == c.claim_id)
        .where(claims.c.day.between(first, last), claims.c.superseded_by.is_(None))
        .where(claims.c.id.in_(touched))
        .order_by(c.claim_id, c.id)
    )
    found: list[Turned] = []
    for claim_id, group in groupby(connection.execute(query), key=lambda row: row.claim_id):
        one = _turned(claim_id, list(group), moment)
        found += [one] if one is not None else []
    return found


def _turned(claim_id: int, rows: Sequence[Row[Any]], moment: datetime) -> Turned | None:
    """Compare a claim's decision at a moment with the one in force; undoing wrote copies later."""
    held = (r for r in rows if r.decided_at <= moment)
    then = next((r for r in held if r.undone_at is None or r.undone_at > moment), None)
    now = next((r for r in rows if r.undone_at is None), None)
    if then is None or (now is not None and now.outcome == then.outcome):
        return None
    if now is None or now.decided_at <= moment:  # taken back: who did stands at what was ended
        ended = max((r for r in rows if r.undone_at), key=lambda r: r.undone_at)
        by, at = ended.undone_by, ended.undone_at
    else:
        by, at = now.decided_by, now.decided_at
    outcome = None if now is None else Decision(now.outcome)
    return Turned(claim_id, Decision(then.outcome), outcome, by, at)


_KEPT_BY_UNDO = ("claim_id", "outcome", "reason", "decided_by", "decided_at", "bulk")


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
