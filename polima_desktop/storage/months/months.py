"""Months: where each stands and its freezes, with the state of everybody.

What may happen to a month in which state is decided in ``services.months.run``; how bytes become
columns, in ``frozen``; the slips are in ``slips``, what was paid in ``payments``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.periods import Month
from polima_desktop.storage import bulk
from polima_desktop.storage.months.frozen import Packed, unpack
from polima_desktop.storage.tables import (
    activity_entries,
    attendance_days,
    claims,
    frozen_inputs,
    month_people,
    months,
)
from polima_desktop.storage.unit_of_work import Work

REGULAR = "regular"
IDS_A_STATEMENT = 500


class MonthRow(NamedTuple):
    """Where a month stands, and who took which step when."""

    id: int
    month: str
    state: str
    frozen_id: int | None
    rule_version_id: int | None
    frozen_at: datetime | None
    frozen_by: str | None
    calculated_at: datetime | None
    calculated_by: str | None
    submitted_at: datetime | None
    submitted_by: str | None
    approved_at: datetime | None
    approved_by: str | None
    locked_at: datetime | None
    locked_by: str | None
    returned_at: datetime | None
    returned_by: str | None
    returned_how: str | None
    returned_why: str | None


class FrozenRow(NamedTuple):
    """A freeze without its bytes; ``number`` counts the freezes of its month."""

    id: int
    number: int
    sha256: str
    people: int
    frozen_at: datetime
    frozen_by: str


# ── months ──────────────────────────────────────────────────────────────────────────────────

_MONTH = [months.c[name] for name in MonthRow._fields]


def month_row(connection: Connection, month: Month) -> MonthRow | None:
    """Give where a month stands; None if nobody ever froze it."""
    row = connection.execute(select(*_MONTH).where(months.c.month == str(month))).first()
    return None if row is None else MonthRow._make(row)


def by_id(connection: Connection, month_id: int) -> MonthRow:
    """Give where a month stands, by its id."""
    return MonthRow._make(connection.execute(select(*_MONTH).where(months.c.id == month_id)).one())


def month_rows(connection: Connection) -> list[MonthRow]:
    """Give every month that was ever frozen, latest first."""
    rows = connection.execute(select(*_MONTH).order_by(months.c.month.desc()))
    return [MonthRow._make(row) for row in rows]


def locked(connection: Connection) -> list[Month]:
    """Give the locked months, earliest first."""
    query = select(months.c.month).where(months.c.state == "locked").order_by(months.c.month)
    return [Month.parse(month) for month in connection.execute(query).scalars()]


def months_with_records(connection: Connection) -> list[Month]:
    """Give the months with attendance, activities, claims or a freeze, earliest first."""
    found = {Month.parse(row.month) for row in month_rows(connection)}
    for table in (attendance_days, activity_entries, claims):
        day: Any = connection.execute(select(func.min(table.c.day))).scalar()
        last: Any = connection.execute(select(func.max(table.c.day))).scalar()
        while day is not None and Month.of(day) <= Month.of(last):
            found.add(Month.of(day))
            day = Month.of(day).next.first
    return sorted(found)


def has_records(connection: Connection, month: Month) -> bool:
    """Tell whether anything was clocked, reported or claimed in a month."""
    return any(
        connection.execute(
            select(table.c.id).where(table.c.day.between(month.first, month.last)).limit(1)
        ).first()
        for table in (attendance_days, activity_entries, claims)
    )


def open_month(work: Work, month: Month) -> MonthRow:
    """Give a month's row, held until this work ends; a new one in state ``open`` if needed."""
    found = held_month(work, month)
    if found is None:
        dialect = work.connection.dialect.name
        insert_ = postgresql.insert if dialect == "postgresql" else sqlite.insert
        values = insert_(months).values(month=str(month), state="open")
        work.connection.execute(values.on_conflict_do_nothing(index_elements=["month"]))
        found = held_month(work, month)
    assert found is not None
    return found


def held_month(work: Work, month: Month) -> MonthRow | None:
    """Give a month's row; nobody else changes it until this work, the only writer, ends."""
    query = select(*_MONTH).where(months.c.month == str(month))
    row = work.connection.execute(query).first()
    return None if row is None else MonthRow._make(row)


def update_month(work: Work, month_id: int, **values: object) -> None:
    """Change columns of a month's row."""
    work.connection.execute(update(months).where(months.c.id == month_id).values(**values))


# ── freezes ─────────────────────────────────────────────────────────────────────────────────

_FROZEN = [frozen_inputs.c[name] for name in FrozenRow._fields]


def add_frozen(
    work: Work, month_id: int, frozen: FrozenMonth, packed: Packed, purpose: str = "month"
) -> FrozenRow:
    """Keep a frozen month, with the state of each of its people.

    ``purpose``: ``month``, ``reopening`` of one person, or ``arrears``, which decide nobody's
    state.
    """
    number = (
        1
        + work.connection.execute(
            select(func.coalesce(func.max(frozen_inputs.c.number), 0)).where(
                frozen_inputs.c.month_id == month_id
            )
        ).scalar_one()
    )
    row = FrozenRow(0, number, packed.sha256, frozen.people, work.now, work.user)
    values = row._asdict() | {
        "month_id": month_id,
        "content": packed.content,
        "purpose": purpose,
    }
    del values["id"]
    statement = insert(frozen_inputs).values(**values).returning(frozen_inputs.c.id)
    row = row._replace(id=work.connection.execute(statement).scalar_one())
    if purpose != "arrears":
        people = zip(frozen.person_id.tolist(), frozen.reasons, strict=True)
        add_states(work, row.id, list(people))
    return row


def add_states(work: Work, frozen_id: int, people: Sequence[tuple[int, str | None]]) -> None:
    """Write who is entitled in a freeze, and why the others are not."""
    bulk.insert_rows(
        work.connection,
        month_people,
        ("person_id", "state", "reason"),
        [(person, "excluded" if reason else "entitled", reason) for person, reason in people],
        {"frozen_id": frozen_id},
    )


def frozen_row(connection: Connection, frozen_id: int) -> FrozenRow:
    """Give a freeze without its bytes."""
    query = select(*_FROZEN).where(frozen_inputs.c.id == frozen_id)
    return FrozenRow._make(connection.execute(query).one())


def frozen_month(connection: Connection, frozen_id: int) -> FrozenMonth:
    """Give the columns of a freeze, checked against their sha256."""
    c = frozen_inputs.c
    query = select(c.content, c.sha256).where(c.id == frozen_id)
    content, sha256 = connection.execute(query).one()
    if not content:  # a guarded server, which has a month's content as one piece
        raise NotAllowed(
            "Akun satu kantor di server tidak membaca data beku seluruh kota.",
            "Minta penjelasannya kepada akun yang melihat seluruh kota.",
        )
    return unpack(content, sha256)


def frozen_numbers(connection: Connection, month_id: int) -> dict[int, int]:
    """Give the freezes a month was calculated from: their ids by their number."""
    c = frozen_inputs.c
    query = select(c.number, c.id).where(c.month_id == month_id, c.purpose == "month")
    return {number: key for number, key in connection.execute(query)}  # noqa: C416


def latest_frozen_id(connection: Connection, month: Month | None = None) -> int | None:
    """Give the freeze in use of a month, or of the latest frozen month."""
    query = select(months.c.frozen_id).where(months.c.frozen_id.is_not(None))
    if month is not None:
        query = query.where(months.c.month == str(month))
    return connection.execute(query.order_by(months.c.month.desc()).limit(1)).scalar()


def frozen_months(connection: Connection) -> list[Month]:
    """Give the months that are frozen, first to last."""
    query = select(months.c.month).where(months.c.frozen_id.is_not(None)).order_by(months.c.month)
    return [Month.parse(text) for text in connection.execute(query).scalars()]


def states(connection: Connection, month_id: int, frozen_id: int) -> dict[str | None, int]:
    """Count the people of a freeze by their reason for exclusion; None: entitled."""
    newest, c = _newest(month_id, frozen_id), month_people.c
    query = select(c.reason, func.count()).join(newest, _of(newest)).group_by(c.reason)
    return {reason: count for reason, count in connection.execute(query)}  # noqa: C416


def reasons(connection: Connection, month_id: int, frozen_id: int) -> dict[int, str | None]:
    """Give everybody of a freeze with their reason for exclusion; None: entitled."""
    newest, c = _newest(month_id, frozen_id), month_people.c
    query = select(c.person_id, c.reason).join(newest, _of(newest)).order_by(c.person_id)
    return {person: reason for person, reason in connection.execute(query)}  # noqa: C416


def _newest(month_id: int, frozen_id: int) -> Subquery:
    """Name the state of everybody that counts: of whose slip was reopened since, that one's."""
    c = month_people.c
    return (
        select(c.person_id, func.max(c.frozen_id).label("frozen_id"))
        .join(frozen_inputs, frozen_inputs.c.id == c.frozen_id)
        .where(frozen_inputs.c.month_id == month_id, c.frozen_id >= frozen_id)
        .group_by(c.person_id)
        .subquery()
    )


def _of(newest: Subquery) -> ColumnElement[bool]:
    c = month_people.c
    return and_(newest.c.person_id == c.person_id, newest.c.frozen_id == c.frozen_id)
