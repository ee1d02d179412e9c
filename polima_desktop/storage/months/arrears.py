"""Items of arrears: found, decided, carried by a month, paid; and what each month was settled as.

What an item amounts to is ``domain.differences``'s; when one is written, ``services``'.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, func, insert, select, update

from polima_desktop.domain.names import full_name
from polima_desktop.storage import facts
from polima_desktop.storage.months import payments
from polima_desktop.storage.tables import (
    arrears,
    frozen_inputs,
    identities,
    months,
    payment_batches,
    payment_items,
    payment_returns,
)
from polima_desktop.storage.unit_of_work import Work


class Basis(NamedTuple):
    """What a person's month was settled as: the rupiah, from which freeze, by which rules."""

    settled: int
    frozen_id: int
    rule_version_id: int
    slip_id: int | None


class NewItem(NamedTuple):
    """An item to be written, adding to a slip; ``parts`` a JSON text of rupiah by cause."""

    person_id: int
    slip_id: int | None
    settled: int
    recomputed: int
    difference: int
    parts: str
    reason: str


class Item(NamedTuple):
    """A stored item. ``state``: pending, accepted, refused, overtaken; ``paid`` what was paid."""

    id: int
    month_id: int
    month: str
    person_id: int
    nip: str
    name: str
    frozen_id: int
    rule_version_id: int
    settled: int
    recomputed: int
    difference: int
    parts: dict[str, int]
    reason: str
    state: str
    found_at: datetime
    found_by: str
    decided_at: datetime | None
    decided_by: str | None
    decided_why: str | None
    carrier_id: int | None
    paid: int

    @property
    def remaining(self) -> int:
        """What is still to be paid, or to be taken off."""
        return self.difference - self.paid

    @property
    def shown_state(self) -> str:
        """The state, where an accepted item that was paid whole is ``paid``."""
        return "paid" if self.state == "accepted" and not self.remaining else self.state


# ── what was settled ────────────────────────────────────────────────────────────────────────


def bases(connection: Connection, month_id: int) -> dict[int, Basis]:
    """Give what everybody's month was settled as: by a paid slip, else by one still to be paid.

    Accepted items count as settled, paid or not, and are then what the next is compared with.
    """
    found = {
        person: Basis(slip.amount, slip.frozen_id, slip.rule_version_id, slip.slip_id)
        for person, slip in payments.principals(connection, month_id).items()
    }
    a = arrears.c
    accepted = select(a.person_id, a.difference, a.frozen_id, a.rule_version_id, a.slip_id).where(
        a.month_id == month_id, a.state == "accepted"
    )
    for person, amount, frozen, rules, slip in connection.execute(accepted.order_by(a.id)):
        before = found[person].settled if person in found else 0
        found[person] = Basis(before + amount, frozen, rules, slip)
    return found


def _came_back() -> Any:  # noqa: ANN401 - SQLAlchemy's own
    return exists().where(payment_returns.c.item_id == payment_items.c.id)


def something_settled(connection: Connection, month_id: int, person_id: int) -> bool:
    """Tell whether anything of a person's month was paid, or accepted as arrears."""
    item, a = payment_items.c, arrears.c
    paid = select(item.id).where(
        item.month_id == month_id, item.person_id == person_id, ~_came_back()
    )
    accepted = select(a.id).where(
        a.month_id == month_id, a.person_id == person_id, a.state == "accepted"
    )
    return any(connection.execute(query.limit(1)).first() for query in (paid, accepted))


# ── items ───────────────────────────────────────────────────────────────────────────────────


def add(
    work: Work, month_id: int, frozen_id: int, rule_version_id: int, new: Sequence[NewItem]
) -> None:
    """Write pending items of a month."""
    same = {
        "month_id": month_id,
        "frozen_id": frozen_id,
        "rule_version_id": rule_version_id,
        "state": "pending",
        "found_at": work.now,
        "found_by": work.user,
    }
    if new:
        work.connection.execute(insert(arrears), [{**item._asdict(), **same} for item in new])


def change(work: Work, ids: Sequence[int], **values: object) -> None:
    """Change columns of items: their state, who decided, which month carries them."""
    if ids:
        statement = update(arrears).where(arrears.c.id == bindparam("item")).values(**values)
        work.connection.execute(statement, [{"item": key} for key in ids])


def release(work: Work, carrier_id: int) -> None:
    """Let a month carry nothing any more."""
    statement = update(arrears).where(arrears.c.carrier_id == carrier_id)
    work.connection.execute(statement.values(carrier_id=None))


def items(
    connection: Connection,
    month_ids: Collection[int] | None = None,
    states: Collection[str] = ("pending", "accepted", "refused"),
    ids: Collection[int] | None = None,
    carrier_id: int | None = None,
) -> list[Item]:
    """Give items by month and name: of some months (None: all), in some states, or by their id.

    ``carrier_id`` keeps those that a month carries.
    """
    a, back, paid_item = arrears.c, payment_returns.c, payment_items.c
    paid = (
        select(func.coalesce(func.sum(paid_item.amount), 0))
        .outerjoin(payment_returns, back.item_id == paid_item.id)
        .where(paid_item.arrears_id == a.id, back.id.is_(None))
        .scalar_subquery()
    )
    query = select(arrears, months.c.month, paid.label("paid")).join(
        months, months.c.id == a.month_id
    )
    query = query.where(a.state.in_(list(states)))
    if month_ids is not None:
        query = query.where(a.month_id.in_(list(month_ids)))
    if carrier_id is not None:
        query = query.where(a.carrier_id == carrier_id)
    if ids is not None:
        query = query.where(a.id.in_(list(ids)))
    rows = connection.execute(query).all()
    known = names(connection, {row.person_id for row in rows})
    found = [_item(row, *known[row.person_id]) for row in rows]
    return sorted(found, key=lambda item: (item.month, item.name, item.nip, item.id))


def paid_with(connection: Connection, month_id: int) -> list[tuple[int, int]]:
    """Give items and what was paid of them in batches of a month and did not come back."""
    c = payment_items.c
    query = (
        select(c.arrears_id, func.sum(c.amount))
        .join(payment_batches, payment_batches.c.id == c.batch_id)
        .where(payment_batches.c.month_id == month_id, c.arrears_id.is_not(None), ~_came_back())
        .group_by(c.arrears_id)
    )
    return [(key, int(amount)) for key, amount in connection.execute(query)]


def _item(row: Any, nip: str, name: str) -> Item:  # noqa: ANN401 - a row
    values = {key: value for key, value in row._asdict().items() if key in Item._fields}
    return Item(
        **{**values, "parts": json.loads(row.parts), "paid": int(row.paid)}, nip=nip, name=name
    )


def names(connection: Connection, people: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Give NIP and name of people as they are known now."""
    c = identities.c
    query = select(c.person_id, c.nip, c.name, c.front_title, c.back_title).where(
        facts.believed(identities)
    )
    if len(people) < facts.MANY_KEYS:
        query = query.where(c.person_id.in_(list(people)))
    rows = connection.execute(query.order_by(c.valid_from))
    return {
        person: (nip, full_name(name, front, back))
        for person, nip, name, front, back in rows
        if person in people
    }


# ── freezes of arrears ──────────────────────────────────────────────────────────────────────


def same_freeze(connection: Connection, month_id: int, sha256: str) -> int | None:
    """Give a freeze of the month with the same content, if there is one."""
    c = frozen_inputs.c
    query = select(c.id).where(c.month_id == month_id, c.sha256 == sha256).order_by(c.id)
    return connection.execute(query.limit(1)).scalar()
