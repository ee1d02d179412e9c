"""A month's slips without their lines: who holds one, where, and how much it pays."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import Connection, select

from polima_desktop.domain.periods import Month
from polima_desktop.storage.tables import months, slips


class Holder(NamedTuple):
    """A standing slip: payable (``state`` current, with ``net``) or held (with the reason)."""

    slip_id: int
    nip: str
    name: str
    position: str
    unit_id: int
    state: str
    net: int | None
    held_reason: str | None


def of_month(connection: Connection, month: Month) -> list[Holder]:
    """Give every standing slip of a month, by name."""
    c = slips.c
    query = (
        select(c.id, c.identity, c.unit_id, c.state, c.net, c.held_reason)
        .join(months, months.c.id == c.month_id)
        .where(months.c.month == str(month), c.state != "replaced")
    )
    found = []
    for key, identity, unit_id, state, net, reason in connection.execute(query):
        who = json.loads(identity)
        name, position = str(who["name"]), str(who.get("position") or "")
        found.append(Holder(key, who["nip"], name, position, unit_id, state, net, reason))
    return sorted(found, key=lambda holder: (holder.name, holder.nip))
