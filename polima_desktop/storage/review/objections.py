"""The objection period of a month (*masa sanggah*), and what was objected to which decision.

A period and an objection are rows that stay; what they mean for a claim is the service's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, insert, select, true, update

from polima_desktop.domain.periods import Month
from polima_desktop.domain.precedence import Precedence, Source
from polima_desktop.storage.review.claims import IDS_A_STATEMENT
from polima_desktop.storage.tables import (
    claims,
    decisions,
    objection_periods,
    objections,
    precedence_rules,
)
from polima_desktop.storage.unit_of_work import Work

SHIPPED_BY = "program"


class Period(NamedTuple):
    """When a month's decisions were made known, and the last day to object."""

    opened_on: date
    until: date
    opened_by: str


class Objection(NamedTuple):
    """What somebody says against the decision on a claim; ``answer`` None: not answered yet."""

    id: int
    claim_id: int
    said_by: str
    text: str
    letter: str | None
    recorded_at: datetime
    recorded_by: str
    answer: str | None


def rules(connection: Connection) -> list[Precedence]:
    """Give the rules of precedence that are believed, the earliest first."""
    c = precedence_rules.c
    query = select(c.valid_from, c.first, c.objection_days, c.source)
    rows = connection.execute(query.where(c.superseded_at.is_(None)).order_by(c.valid_from, c.id))
    return [Precedence(day, Source(first), days, source) for day, first, days, source in rows]


def ship(connection: Connection, shipped: Sequence[Precedence], at: datetime) -> None:
    """Write the rules of a new store."""
    written = {"recorded_at": at, "recorded_by": SHIPPED_BY}
    rows = [{**vars(rule), "first": rule.first.value, **written} for rule in shipped]
    connection.execute(insert(precedence_rules), rows)


def set_rule(work: Work, rule: Precedence) -> None:
    """Write a rule; one of the same day gives way to it."""
    c = precedence_rules.c
    work.connection.execute(
        update(precedence_rules)
        .where(c.valid_from == rule.valid_from, c.superseded_at.is_(None))
        .values(superseded_at=work.now)
    )
    values = {**vars(rule), "first": rule.first.value}
    written = {"recorded_at": work.now, "recorded_by": work.user}
    work.connection.execute(insert(precedence_rules), [values | written])


def period(connection: Connection, month: Month) -> Period | None:
    """Give the objection period of a month, None if none was opened."""
    c = objection_periods.c
    query = select(c.opened_on, c.until, c.opened_by).where(
        c.month == str(month), c.superseded_at.is_(None)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Period._make(row)


def open_period(work: Work, month: Month, opened: date, until: date) -> None:
    """Write a period; one that was opened before gives way to it."""
    c = objection_periods.c
    work.connection.execute(
        update(objection_periods)
        .where(c.month == str(month), c.superseded_at.is_(None))
        .values(superseded_at=work.now)
    )
    values = {"month": str(month), "opened_on": opened, "until": until}
    written = {"opened_at": work.now, "opened_by": work.user}
    work.connection.execute(insert(objection_periods), [values | written])


def add(work: Work, claim_id: int, said_by: str, text: str, letter: str | None) -> None:
    """Write an objection."""
    values = {
        "claim_id": claim_id,
        "said_by": said_by,
        "text": text,
        "letter": letter,
        "recorded_at": work.now,
        "recorded_by": work.user,
    }
    work.connection.execute(insert(objections), [values])


def answer(work: Work, claim_ids: Sequence[int], words: str) -> None:
    """Note that the objections to claims were answered by a decision, where there are any."""
    for start in range(0, len(claim_ids), 500):
        chunk = list(claim_ids[start : start + 500])
        waiting = and_(objections.c.claim_id.in_(chunk), objections.c.answered_at.is_(None))
        if work.connection.execute(select(objections.c.id).where(waiting).limit(1)).first():
            values = {"answered_at": work.now, "answered_by": work.user, "answer": words}
            work.connection.execute(update(objections).where(waiting).values(values))


def contested_in(connection: Connection, first: date, last: date) -> dict[int, str]:
    """Give the claims of a span with an unanswered objection, and who decided what it is against.

    That is the last decision before the objection, also where somebody took it back since.
    """
    return _contested(connection, claims.c.day.between(first, last))


def contested_among(connection: Connection, claim_ids: Sequence[int]) -> dict[int, str]:
    """Give the same of some claims; of many: of all there are."""
    few = len(claim_ids) <= IDS_A_STATEMENT
    return _contested(connection, claims.c.id.in_(list(claim_ids)) if few else true())


def _contested(connection: Connection, chosen: ColumnElement[bool]) -> dict[int, str]:
    before = and_(
        decisions.c.claim_id == objections.c.claim_id,
        decisions.c.decided_at <= objections.c.recorded_at,
    )
    query = (
        select(objections.c.claim_id, decisions.c.decided_by)
        .join(claims, claims.c.id == objections.c.claim_id)
        .join(decisions, before)
        .where(objections.c.answered_at.is_(None), chosen)
        .order_by(decisions.c.decided_at, decisions.c.id)
    )
    return {claim: who for claim, who in connection.execute(query)}  # noqa: C416 - rows to pairs


def of_span(
    connection: Connection, first: date, last: date, unit_ids: Collection[int] | None = None
) -> list[Objection]:
    """Give the objections to claims of a span, of some units or of all, as they came."""
    columns = [objections.c[name] for name in Objection._fields]
    query = (
        select(*columns)
        .join(claims, claims.c.id == objections.c.claim_id)
        .where(claims.c.day.between(first, last))
        .order_by(objections.c.id)
    )
    if unit_ids is not None:
        query = query.where(claims.c.unit_id.in_(list(unit_ids)))
    return [Objection._make(row) for row in connection.execute(query)]
