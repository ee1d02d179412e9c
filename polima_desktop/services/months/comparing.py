"""Why a slip, or a whole month, differs from another: by cause, by unit, by name; exact sums.

The split itself is ``domain.differences``. Read side only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.differences import CAUSES, Side, split, take
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.frozen import FrozenMonth, values_of
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.services import scope
from polima_desktop.services.months import slip_writing, steps
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.months.slips import Slip

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Why(NamedTuple):
    """How a slip differs from another of the person: ``parts`` add up to after - before."""

    against: str
    before: int
    after: int
    parts: Mapping[str, int]


class Moved(NamedTuple):
    """One person in two months; amounts in rupiah, 0 where there is no payable slip."""

    nip: str
    name: str
    unit: str
    before: int
    after: int
    parts: Mapping[str, int]

    @property
    def difference(self) -> int:
        """What the person's net moved by."""
        return self.after - self.before


@dataclass(frozen=True)
class Compared:
    """Two months side by side. Every sum is that of ``people``, everybody on either side."""

    first: Month
    second: Month
    people: Sequence[Moved]
    new: Sequence[Moved]
    gone: Sequence[Moved]

    @property
    def before(self) -> int:
        """The net of the first month."""
        return sum(one.before for one in self.people)

    @property
    def after(self) -> int:
        """The net of the second month."""
        return sum(one.after for one in self.people)

    @property
    def parts(self) -> dict[str, int]:
        """What the difference is made of, in the order of the causes."""
        total = Counter[str]()
        for one in self.people:
            total.update(one.parts)
        return {cause: total[cause] for cause in CAUSES if total[cause]}

    @property
    def units(self) -> list[tuple[str, int, int]]:
        """Each unit with its net before and after, by name."""
        before, after = Counter[str](), Counter[str]()
        for one in self.people:
            before[one.unit] += one.before
            after[one.unit] += one.after
        return [(unit, before[unit], after[unit]) for unit in sorted(before)]


def why_different(session: Session, month: Month, nip: str) -> list[Why]:
    """Say how a slip differs from the person's last revision and from the month before."""
    with session.reading(Permission.READ_SLIPS) as connection:
        history = slips.history(connection, month, nip)
        units = {slip.unit_id for slip in history}
        scope.refuse_other_units(connection, session.actor, units, month.last)
        now = next((slip for slip in history if slip.standing and slip.net is not None), None)
        if now is None:
            return []
        found = []
        earlier = [slip for slip in history if slip.revision < now.revision]
        if earlier:
            words = f"revisi {earlier[-1].revision}"
            found.append(_why(connection, earlier[-1], now, words))
        previous = Month.of(month.first - timedelta(1))
        last = [slip for slip in slips.history(connection, previous, nip) if slip.standing]
        if last:
            found.append(_why(connection, last[0], now, month_name(previous)))
    return found


def _why(connection: Connection, old: Slip, new: Slip, against: str) -> Why:
    found = split(_side(connection, old), _side(connection, new))
    row = int(np.searchsorted(found.person_id, new.person_id))
    return Why(against, int(found.before[row]), int(found.after[row]), found.causes_of(row))


def _side(connection: Connection, slip: Slip) -> Side:
    frozen = months.frozen_month(connection, slip.frozen_id)
    one = np.array([slip.person_id], dtype=np.int64)
    rules = slip_writing.rules_by_id(connection, slip.rule_version_id)
    return Side(take(frozen, one), rules.program)


def compare(session: Session, first: Month, second: Month) -> Compared:
    """Compare two calculated months: as they were calculated, whoever was reopened since aside."""
    with session.reading(Permission.READ_SLIPS) as connection:
        rows = [_calculated(connection, month) for month in (first, second)]
        before, after = (_whole(connection, row) for row in rows)
        own = scope.own_people(connection, session.actor, second.last)
    found = split(before, after)
    known = {**_people(before.frozen), **_people(after.frozen)}
    people = [
        Moved(*known[person], int(found.before[row]), int(found.after[row]), found.causes_of(row))
        for row, person in enumerate(found.person_id.tolist())
        if own is None or person in own
    ]
    ordered = sorted(people, key=lambda one: (-abs(one.difference), one.name, one.nip))
    return Compared(
        first,
        second,
        ordered,
        [one for one in ordered if one.after and not one.before],
        [one for one in ordered if one.before and not one.after],
    )


def _calculated(connection: Connection, month: Month) -> MonthRow:
    row = steps.existing(connection, month)
    if row.rule_version_id is None or row.calculated_at is None:
        raise Refused(f"{month_name(month)} belum dihitung.", "Hitung dulu, lalu bandingkan.")
    return row


def _whole(connection: Connection, row: MonthRow) -> Side:
    assert row.frozen_id is not None, "a calculated month was frozen"
    assert row.rule_version_id is not None, "a calculated month has rules"
    frozen = months.frozen_month(connection, row.frozen_id)
    return Side(frozen, slip_writing.rules_by_id(connection, row.rule_version_id).program)


def _people(frozen: FrozenMonth) -> dict[int, tuple[str, str, str]]:
    columns = [values_of(frozen.paper[name]) for name in ("nip", "name", "unit")]
    who = zip(*columns, strict=True)
    return {
        person: (str(nip), str(name), str(unit or ""))
        for person, (nip, name, unit) in zip(frozen.person_id.tolist(), who, strict=True)
    }
