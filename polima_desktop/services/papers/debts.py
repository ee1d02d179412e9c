"""What is owed for a month that was settled otherwise, with where its people stand: the read side.

Items are found and decided in ``services.months.arrears``; what stands on which paper, in ``owed``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.periods import Month
from polima_desktop.services.papers.kinds import Chosen
from polima_desktop.storage.months import arrears, payments
from polima_desktop.storage.months.arrears import Item
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.staff import people

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Owed(NamedTuple):
    """An item with the unit its person stands in, and their post; None: in no unit of the city."""

    item: Item
    unit_id: int | None
    position: str


@dataclass(frozen=True)
class Debts:
    """The items of a desk: the accepted ones, and those that stand on no paper."""

    accepted: Sequence[Owed] = ()
    others: Sequence[Owed] = ()

    def of_units(self, units: Collection[int | None]) -> Debts:
        """Give the items of some units."""
        return Debts(
            [owed for owed in self.accepted if owed.unit_id in units],
            [owed for owed in self.others if owed.unit_id in units],
        )

    @property
    def refunds(self) -> dict[int, list[Owed]]:
        """The accepted items that a person has to give back, by person."""
        found: dict[int, list[Owed]] = defaultdict(list)
        for owed in self.accepted:
            if owed.item.difference < 0:
                found[owed.item.person_id].append(owed)
        return found


def of_month(
    connection: Connection,
    month_id: int,
    month: Month,
    allowed: Collection[int] | None,
    chosen: Chosen,
    some: Sequence[Slip],
) -> Debts:
    """Read a month's items of the units that may be seen, or of people by NIP.

    Who has a slip among ``some`` stands where the slip says; others where they are assigned at
    the month's end, or had their latest slip.
    """
    items = arrears.items(connection, [month_id])
    if chosen.nips:
        items = [item for item in items if item.nip in chosen.nips]
    places = _places(connection, month, {item.person_id for item in items}, some)
    found = [Owed(item, *places.get(item.person_id, (None, ""))) for item in items]
    found = [owed for owed in found if allowed is None or owed.unit_id in allowed]
    accepted = [owed for owed in found if owed.item.state == "accepted"]
    return Debts(accepted, [owed for owed in found if owed.item.state != "accepted"])


def _places(
    connection: Connection, month: Month, wanted: Collection[int], some: Sequence[Slip]
) -> Mapping[int, tuple[int | None, str]]:
    places: dict[int, tuple[int | None, str]] = {
        person: (unit, "") for person, unit in payments.units_of(connection, wanted).items()
    }
    for row in people.as_of(connection, month.last, ids=wanted):
        places[row.id] = (row.unit_id, row.person.assignment.position or "")
    for slip in some:
        if slip.person_id in wanted:
            places[slip.person_id] = (slip.unit_id, str(slip.identity.get("position") or ""))
    return places
