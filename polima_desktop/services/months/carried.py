"""What a month pays of arrears together with its slips: paid with them already, or still to be.

Read side, for the slip as a paper; what is carried is decided in ``arrears`` and paid in
``payments``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.periods import Month
from polima_desktop.services.months import payments
from polima_desktop.storage.months import arrears

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Along(NamedTuple):
    """A share of an item of arrears: the month it is owed for, the rupiah, why."""

    month: Month
    amount: int
    reason: str


def along(connection: Connection, month_id: int) -> Mapping[int, Sequence[Along]]:
    """Give what is paid or taken off along with each person's slip of a month."""
    amounts = dict(arrears.paid_with(connection, month_id))
    for due in payments.all_due(connection, month_id):
        for share in due.shares:
            amounts[share.arrears_id] = amounts.get(share.arrears_id, 0) + share.amount
    found: dict[int, list[Along]] = {}
    for item in arrears.items(connection, states=("accepted",), ids=amounts) if amounts else ():
        one = Along(Month.parse(item.month), amounts[item.id], item.reason)
        found.setdefault(item.person_id, []).append(one)
    return found
