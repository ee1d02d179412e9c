"""Payments: which slips can be paid, batches with their items, corrections, returned transfers.

What was paid is the sum of the items of batches less what came back, never the sum of slips.
When something may be paid is decided in ``services.months.payments``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, exists, func, insert, or_, select

from polima_desktop.domain.names import full_name
from polima_desktop.storage import bulk, facts
from polima_desktop.storage.tables import (
    arrears,
    identities,
    payment_batches,
    payment_corrections,
    payment_items,
    payment_returns,
    slips,
)
from polima_desktop.storage.unit_of_work import Work


class Payable(NamedTuple):
    """A slip that is to be paid: to whom, by which unit, how much."""

    slip_id: int
    person_id: int
    nip: str
    unit_id: int
    amount: int


class NewItem(NamedTuple):
    """An item to be written: a slip, or an item of arrears, of a person's month."""

    month_id: int
    person_id: int
    slip_id: int | None
    arrears_id: int | None
    amount: int
    attempt: int
    bank: str | None
    account: str | None


class Batch(NamedTuple):
    """A batch with its sums. ``amount`` counts what was returned too; amounts in rupiah.

    ``slips`` are transfers of slips, ``arrears`` items of arrears; ``supplementary``: every
    slip of it was written after the month's first batch (*susulan*).
    """

    id: int
    month_id: int | None
    number: int
    sp2d: str
    paid_on: date
    slips: int
    arrears: int
    amount: int
    returned: int
    returned_amount: int
    supplementary: bool
    corrected: int
    recorded_at: datetime
    recorded_by: str


class Item(NamedTuple):
    """One item of a batch, with the person as the slip prints them."""

    id: int
    person_id: int
    nip: str
    name: str
    unit_id: int | None
    slip_id: int | None
    arrears_id: int | None
    amount: int
    bank: str | None
    account: str | None
    returned_on: date | None
    returned_why: str | None


# ── what can be paid ────────────────────────────────────────────────────────────────────────


def _came_back() -> Any:  # noqa: ANN401 - SQLAlchemy's own
    return exists().where(payment_returns.c.item_id == payment_items.c.id)


def _principal(month_id: int) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    """Give the condition for the slip that a person's month is paid by.

    That is the slip which counts; once arrears were accepted, the one they add to, even if it
    was replaced since, and none where they add to none.
    """
    c, a = slips.c, arrears.c
    accepted = (a.month_id == month_id) & (a.person_id == c.person_id) & (a.state == "accepted")
    return and_(
        c.month_id == month_id,
        or_(
            and_(c.state == "current", ~exists().where(accepted)),
            exists().where(accepted, a.slip_id == c.id),
        ),
    )


def _paid() -> Any:  # noqa: ANN401 - SQLAlchemy's own
    item = payment_items.c
    return exists().where(
        item.month_id == slips.c.month_id,
        item.person_id == slips.c.person_id,
        item.slip_id.is_not(None),
        ~_came_back(),
    )


def _payable(month_id: int) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    return and_(_principal(month_id), slips.c.net > 0, ~_paid())


def payable(connection: Connection, month_id: int) -> list[Payable]:
    """Give the slips of a month that nobody was paid for yet; none of them is zero."""
    c = slips.c
    query = select(c.id, c.person_id, c.identity, c.unit_id, c.net).where(_payable(month_id))
    return [
        Payable(key, person, json.loads(identity)["nip"], unit, net)
        for key, person, identity, unit, net in connection.execute(query.order_by(c.id))
    ]


class Unpaid(NamedTuple):
    """How many slips are to be paid, and their sum in rupiah."""

    slips: int
    amount: int


def unpaid(connection: Connection, month_id: int) -> Unpaid:
    """Add up the slips of a month that are to be paid."""
    query = select(func.count(), func.coalesce(func.sum(slips.c.net), 0)).where(_payable(month_id))
    count, amount = connection.execute(query).one()
    return Unpaid(count, int(amount))


def returns_by_person(connection: Connection, month_id: int) -> dict[int, int]:
    """Count how often each person's transfer of a month's slip came back."""
    c = payment_items.c
    query = (
        select(c.person_id, func.count())
        .join(payment_returns, payment_returns.c.item_id == c.id)
        .where(c.month_id == month_id, c.slip_id.is_not(None))
        .group_by(c.person_id)
    )
    return {person: count for person, count in connection.execute(query)}  # noqa: C416


def accounts_of(
    connection: Connection, people: Collection[int]
) -> dict[int, tuple[str | None, str | None]]:
    """Give everybody's bank and account as they are known now."""
    c = identities.c
    query = select(c.person_id, c.bank, c.account_number).where(facts.believed(identities))
    found = connection.execute(query.order_by(c.valid_from))
    wanted = set(people)
    return {person: (bank, account) for person, bank, account in found if person in wanted}


def units_of(connection: Connection, people: Collection[int]) -> dict[int, int]:
    """Give the unit of everybody's latest slip."""
    c = slips.c
    query = select(c.person_id, c.unit_id).order_by(c.id)
    if len(people) < facts.MANY_KEYS:
        query = query.where(c.person_id.in_(list(people)))
    return {person: unit for person, unit in connection.execute(query)}  # noqa: C416


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def add_batch(
    work: Work, month_id: int | None, sp2d: str, paid_on: date, items: Iterable[NewItem]
) -> int:
    """Write a batch with its items; give its number, counted within the month."""
    c = payment_batches.c
    mine = c.month_id.is_(None) if month_id is None else c.month_id == month_id
    last = work.connection.execute(select(func.coalesce(func.max(c.number), 0)).where(mine))
    number = 1 + int(last.scalar_one())
    values = {"month_id": month_id, "number": number, "sp2d_number": sp2d, "paid_on": paid_on}
    statement = insert(payment_batches).values(**values, **_by(work)).returning(c.id)
    key = work.connection.execute(statement).scalar_one()
    bulk.insert_rows(
        work.connection, payment_items, NewItem._fields, list(items), {"batch_id": key}
    )
    return number


def add_correction(work: Work, batch_id: int, sp2d: str, paid_on: date, reason: str) -> None:
    """Record what a batch's number and date should have been."""
    values = {"batch_id": batch_id, "sp2d_number": sp2d, "paid_on": paid_on, "reason": reason}
    work.connection.execute(insert(payment_corrections).values(**values, **_by(work)))


def add_returns(work: Work, items: Sequence[int], returned_on: date, reason: str) -> None:
    """Record that the bank sent transfers back."""
    same = {"returned_on": returned_on, "reason": reason, **_by(work)}
    work.connection.execute(insert(payment_returns), [{"item_id": key, **same} for key in items])


def _by(work: Work) -> dict[str, Any]:
    return {"recorded_at": work.now, "recorded_by": work.user}


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def batches(connection: Connection, month_id: int | None) -> list[Batch]:
    """Give a month's batches, earliest first; None: those of arrears alone."""
    c = payment_batches.c
    mine = c.month_id.is_(None) if month_id is None else c.month_id == month_id
    rows = connection.execute(select(payment_batches).where(mine).order_by(c.number)).all()
    keys = [row.id for row in rows]
    sums, corrected = _sums(connection, keys), _corrections(connection, keys)
    first = rows[0].recorded_at if rows else None
    found = []
    for row in rows:
        slips_, arrears_, amount, returned, came_back, oldest = sums[row.id]
        right = corrected.get(row.id, [])
        sp2d, paid_on = right[-1] if right else (row.sp2d_number, row.paid_on)
        later = first is not None and oldest is not None and oldest > first
        found.append(
            Batch(
                row.id, row.month_id, row.number, sp2d, paid_on, slips_, arrears_, int(amount),
                returned, int(came_back), later, len(right), row.recorded_at, row.recorded_by,
            )
        )  # fmt: skip
    return found


def _sums(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    item, back = payment_items.c, payment_returns.c
    query = (
        select(
            item.batch_id,
            func.count(item.slip_id),
            func.count(item.arrears_id),
            func.sum(item.amount),
            func.count(back.id),
            func.coalesce(func.sum(item.amount).filter(back.id.is_not(None)), 0),
            func.min(slips.c.created_at),
        )
        .outerjoin(payment_returns, back.item_id == item.id)
        .outerjoin(slips, slips.c.id == item.slip_id)
        .where(item.batch_id.in_(keys))
        .group_by(item.batch_id)
    )
    return {key: tuple(rest) for key, *rest in connection.execute(query)}


def _corrections(connection: Connection, keys: Sequence[int]) -> dict[int, list[tuple[str, date]]]:
    c = payment_corrections.c
    query = select(c.batch_id, c.sp2d_number, c.paid_on).where(c.batch_id.in_(keys))
    found: dict[int, list[tuple[str, date]]] = {}
    for key, sp2d, paid_on in connection.execute(query.order_by(c.id)):
        found.setdefault(key, []).append((sp2d, paid_on))
    return found


def items(connection: Connection, batch_id: int) -> list[Item]:
    """Give the items of a batch, in the order they were written."""
    rows = connection.execute(_items().where(payment_items.c.batch_id == batch_id)).all()
    without = [row.person_id for row in rows if row.identity is None]
    known = _names(connection, without) if without else {}
    return [_item(row, known) for row in rows]


def _items() -> Select[Any]:
    """Select items, each with the slip it pays or the person's latest slip."""
    item, back = payment_items.c, payment_returns.c
    latest, newer = slips.alias("latest"), slips.alias("newer")
    newest = select(func.max(newer.c.id)).where(newer.c.person_id == item.person_id)
    is_newest = latest.c.id == newest.correlate(payment_items).scalar_subquery()
    printed = select(latest.c.identity).where(is_newest).correlate(payment_items).scalar_subquery()
    unit_id = select(latest.c.unit_id).where(is_newest).correlate(payment_items).scalar_subquery()
    return (
        select(
            item.id, item.person_id, item.slip_id, item.arrears_id, item.amount, item.bank,
            item.account, back.returned_on, back.reason,
            func.coalesce(slips.c.identity, printed).label("identity"),
            func.coalesce(slips.c.unit_id, unit_id).label("unit_id"),
        )
        .outerjoin(payment_returns, back.item_id == item.id)
        .outerjoin(slips, slips.c.id == item.slip_id)
        .order_by(item.id)
    )  # fmt: skip


def _names(connection: Connection, people: Sequence[int]) -> dict[int, dict[str, str]]:
    """Give NIP and name of people who never had a slip."""
    c = identities.c
    query = select(c.person_id, c.nip, c.front_title, c.name, c.back_title).where(
        facts.believed(identities), c.person_id.in_(list(people))
    )
    return {
        row.person_id: {
            "nip": row.nip,
            "name": full_name(row.name, row.front_title, row.back_title),
        }
        for row in connection.execute(query.order_by(c.valid_from))
    }


def _item(row: Any, known: Mapping[int, Mapping[str, Any]]) -> Item:  # noqa: ANN401 - a row
    who = known[row.person_id] if row.identity is None else json.loads(row.identity)
    printed = row.account is None  # recorded before items kept their account
    return Item(
        row.id, row.person_id, str(who["nip"]), str(who["name"]), row.unit_id, row.slip_id,
        row.arrears_id, row.amount, who.get("bank") if printed else row.bank,
        who.get("account") if printed else row.account, row.returned_on, row.reason,
    )  # fmt: skip


class Principal(NamedTuple):
    """The slip a person's month is paid by, or was: what arrears add to."""

    slip_id: int
    amount: int
    frozen_id: int
    rule_version_id: int


def principals(connection: Connection, month_id: int) -> dict[int, Principal]:
    """Give everybody's slip that was paid and did not come back, else the one to be paid."""
    c, item = slips.c, payment_items.c
    columns = c.id, c.net, c.frozen_id, c.rule_version_id
    due = select(c.person_id, *columns).where(_principal(month_id), c.net.is_not(None))
    paid = (
        select(c.person_id, *columns)
        .join(payment_items, item.slip_id == c.id)
        .where(item.month_id == month_id, ~_came_back())
    )
    return {
        person: Principal(*rest)
        for query in (due, paid)
        for person, *rest in connection.execute(query)
    }
