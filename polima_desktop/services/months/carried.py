"""What a month pays of arrears together with its slips: paid with them already, or still to be.

Read side, for the slip as a paper; what is carried is decided in ``arrears`` and paid in
``payments``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.arrears import reason_words
from polima_desktop.domain.differences import CAUSES
from polima_desktop.domain.periods import Month
from polima_desktop.formatting import money
from polima_desktop.services.months import payments
from polima_desktop.storage.months import arrears

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Along(NamedTuple):
    """What is paid of an item of arrears: for which month, how much, of how much, why."""

    month: Month
    amount: int
    whole: int
    parts: Mapping[str, int]

    @property
    def words(self) -> str:
        """Say what it is and why, and of how much it is a share; a single cause needs no amount.

        >>> Along(Month(2021, 1), -600, -2000, {"jabatan": -2000}).words
        'pengembalian, sebagian dari − Rp 2.000: jabatan, golongan, dan kelas'
        >>> Along(Month(2021, 1), 500, 500, {"klaim": 700, "kehadiran": -200}).words
        'rapel: putusan klaim Rp 700 dan kehadiran − Rp 200'
        """
        kind = "rapel" if self.whole > 0 else "pengembalian"
        share = "" if self.amount == self.whole else f", sebagian dari {money(self.whole)}"
        only = [CAUSES[cause] for cause in self.parts]
        return f"{kind}{share}: {only[0] if len(only) == 1 else reason_words(self.parts)}"


def along(connection: Connection, month_id: int) -> Mapping[int, Sequence[Along]]:
    """Give what is paid or taken off along with each person's slip of a month."""
    amounts = dict(arrears.paid_with(connection, month_id))
    for due in payments.all_due(connection, month_id):
        for share in due.shares:
            amounts[share.arrears_id] = amounts.get(share.arrears_id, 0) + share.amount
    found: dict[int, list[Along]] = {}
    for item in arrears.items(connection, states=("accepted",), ids=amounts) if amounts else ():
        one = Along(Month.parse(item.month), amounts[item.id], item.difference, item.parts)
        found.setdefault(item.person_id, []).append(one)
    return found
