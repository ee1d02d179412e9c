"""What a rule set would change on a frozen month against the version in force, by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.printer import number_text
from polima_desktop.domain.frozen import text_at
from polima_desktop.domain.incentive import Computation, compute
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import Program, RuleSet
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.rules.reading import load
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months
from polima_desktop.storage.rules import versions as store

if TYPE_CHECKING:
    from sqlalchemy import Connection

COMPARING = "Membandingkan dengan aturan yang berlaku"
BIG = 100_000
"""A change of net pay beyond this many rupiah is counted apart."""


class PersonChange(NamedTuple):
    """One person's net before and after; ``None``: no slip under that version."""

    nip: str
    name: str
    before: int | None
    after: int | None
    bands_before: tuple[str, ...]
    bands_after: tuple[str, ...]

    @property
    def difference(self) -> int:
        """After minus before, a missing slip counting nothing."""
        return (self.after or 0) - (self.before or 0)


class Comparison(NamedTuple):
    """The whole comparison; ``changes`` only lists those who gain, lose or cross a band."""

    month: Month
    version_before: int
    slips_before: int
    slips_after: int
    net_before: int
    net_after: int
    much_less: int
    less: int
    same: int
    more: int
    much_more: int
    crossing: int
    changes: tuple[PersonChange, ...]

    @property
    def changed(self) -> int:
        """How many slips change."""
        return self.much_less + self.less + self.more + self.much_more

    def document(self) -> dict[str, object]:
        """Give it as JSON values: English keys, amounts as strings."""
        return {
            "month": str(self.month),
            "against": self.version_before,
            "slips": {"before": self.slips_before, "after": self.slips_after},
            "net": {
                "before": str(self.net_before),
                "after": str(self.net_after),
                "difference": str(self.net_after - self.net_before),
            },
            "changed": self.changed,
            "counts": {
                "down_over_100000": self.much_less,
                "down": self.less,
                "same": self.same,
                "up": self.more,
                "up_over_100000": self.much_more,
            },
            "crossing_a_band": self.crossing,
            "people": [_person(change) for change in self.changes],
        }


def _person(change: PersonChange) -> dict[str, object]:
    return {
        "nip": change.nip,
        "before": None if change.before is None else str(change.before),
        "after": None if change.after is None else str(change.after),
        "difference": str(change.difference),
        "bands_before": list(change.bands_before),
        "bands_after": list(change.bands_after),
    }


def compare(session: Session, ruleset: RuleSet, month: Month, progress: Progress) -> Comparison:
    """Compare a set with the version in force, on a frozen month."""
    with session.reading() as connection:
        frozen_id = months.latest_frozen_id(connection, month)
        if frozen_id is None:
            raise Refused(
                f"{month_name(month)} belum dibekukan.", "Bekukan bulan itu, lalu bandingkan lagi."
            )
        if store.in_force(connection, month) is None:
            raise Refused(
                f"Belum ada aturan terbit yang berlaku untuk {month_name(month)}.",
                "Perbandingan memerlukan satu versi yang sudah terbit.",
            )
        found = _compared(connection, frozen_id, ruleset, progress)
    assert found is not None, "a frozen month and a version in force were found"
    return found


def for_desk(
    session: Session, ruleset: RuleSet, month: Month, progress: Progress
) -> Comparison | None:
    """Compare on this month if it is frozen, else on the latest frozen one; None without any."""
    with session.reading() as connection:
        frozen_id = months.latest_frozen_id(connection, month)
        if frozen_id is None:
            frozen_id = months.latest_frozen_id(connection)
        return None if frozen_id is None else _compared(connection, frozen_id, ruleset, progress)


def against_latest(
    connection: Connection, ruleset: RuleSet, progress: Progress
) -> Comparison | None:
    """Compare on the latest frozen month; None if there is none, or nothing to compare with."""
    frozen_id = months.latest_frozen_id(connection)
    return None if frozen_id is None else _compared(connection, frozen_id, ruleset, progress)


def _compared(
    connection: Connection, frozen_id: int, ruleset: RuleSet, progress: Progress
) -> Comparison | None:
    frozen = months.frozen_month(connection, frozen_id)
    standing = store.in_force(connection, frozen.month)
    if standing is None:
        return None
    old, new = compile_set(load(standing.toml)), compile_set(ruleset)
    progress.report(0, 2, COMPARING)
    before = compute(frozen, old)
    progress.report(1, 2, COMPARING)
    after = compute(frozen, new)
    progress.report(2, 2, COMPARING)
    return _summed_up(frozen.month, standing.number, _Side(before, old), _Side(after, new))


class _Side(NamedTuple):
    computation: Computation
    program: Program

    def bands(self, row: int) -> tuple[str, ...]:
        """The values of the lines that are a band, as text: crossing one changes them."""
        return tuple(
            f"{name} {number_text(int(column.values[row]), column.decimals)}"
            for name, column in self.computation.lines.items()
            if self.program.lines[name].node.op == "JENJANG"
        )


def _summed_up(month: Month, number: int, before: _Side, after: _Side) -> Comparison:
    old, new = before.computation, after.computation
    frozen = old.frozen
    difference = np.where(new.payable, new.net, 0) - np.where(old.payable, old.net, 0)
    paid = old.payable | new.payable
    crossing = np.zeros(frozen.people, dtype=bool)
    changes = []
    for row in np.flatnonzero(paid).tolist():
        bands = before.bands(row), after.bands(row)
        crossing[row] = bands[0] != bands[1]
        if difference[row] or crossing[row] or old.payable[row] != new.payable[row]:
            changes.append(_change(row, old, new, bands))
    delta = difference[paid]
    return Comparison(
        month=month,
        version_before=number,
        slips_before=int(old.payable.sum()),
        slips_after=int(new.payable.sum()),
        net_before=int(old.net[old.payable].sum()),
        net_after=int(new.net[new.payable].sum()),
        much_less=int((delta < -BIG).sum()),
        less=int(((delta < 0) & (delta >= -BIG)).sum()),
        same=int((delta == 0).sum()),
        more=int(((delta > 0) & (delta <= BIG)).sum()),
        much_more=int((delta > BIG).sum()),
        crossing=int(crossing.sum()),
        changes=tuple(sorted(changes, key=lambda change: change.difference)),
    )


def _change(
    row: int, old: Computation, new: Computation, bands: tuple[tuple[str, ...], tuple[str, ...]]
) -> PersonChange:
    frozen = old.frozen
    return PersonChange(
        nip=text_at(frozen.paper["nip"], row) or "",
        name=text_at(frozen.paper["name"], row) or "",
        before=int(old.net[row]) if old.payable[row] else None,
        after=int(new.net[row]) if new.payable[row] else None,
        bands_before=bands[0],
        bands_after=bands[1],
    )
