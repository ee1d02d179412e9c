"""What a rule set would change against another on one frozen month, in figures and by person.

Both sides are computed already; here they are only set side by side. Amounts in whole rupiah.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from polima_desktop.domain.formula.scaled import scaled
from polima_desktop.domain.frozen import Bools, FrozenMonth, Ints, text_at, values_of
from polima_desktop.domain.incentive import Computation, compute_placed
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules.model import Band
from polima_desktop.domain.rules.placing import PlacedProgram

BIG = 100_000
"""A change of net pay beyond this many rupiah is counted apart."""
STEP = 500_000
"""Width of a class of the distribution of net pay."""
MOST_STEPS = 40


class PersonChange(NamedTuple):
    """One person's net before and after; ``None``: no slip under that version.

    ``bands_before`` and ``bands_after`` name the pieces of bands in which the person fell;
    ``moved`` tells whether it is another piece, not only another value of the same one.
    """

    nip: str
    name: str
    unit: str
    before: int | None
    after: int | None
    bands_before: tuple[str, ...]
    bands_after: tuple[str, ...]
    moved: bool = False

    @property
    def difference(self) -> int:
        """After minus before, a missing slip counting nothing."""
        return (self.after or 0) - (self.before or 0)


class GroupChange(NamedTuple):
    """The totals of the people who share an office, a class, a grade or a job family."""

    name: str
    people: int
    before: int
    after: int
    more: int
    less: int


class Comparison(NamedTuple):
    """The whole comparison; ``changes`` only lists those who gain, lose or are in another band.

    ``moved``: how many fall into another piece of a band; ``revalued``: how many stay in theirs
    while its value changes. ``distribution``: slips by class of net pay, (from, before, after).
    """

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
    moved: int
    revalued: int
    changes: tuple[PersonChange, ...]
    groups: Mapping[str, tuple[GroupChange, ...]]
    distribution: tuple[tuple[int, int, int], ...]
    people_in: Mapping[str, Mapping[str, int]]
    """By band of the new set: how many people with a slip in each piece, by its lower bound."""

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
            "crossing_a_band": self.moved,
            "band_value_changed": self.revalued,
            "groups": {
                kind: [
                    {"name": g.name, "people": g.people, "before": str(g.before),
                     "after": str(g.after), "up": g.more, "down": g.less}
                    for g in found
                ]
                for kind, found in self.groups.items()
            },
            "people": [_person(change) for change in self.changes],
        }  # fmt: skip


def _person(change: PersonChange) -> dict[str, object]:
    return {
        "nip": change.nip,
        "before": None if change.before is None else str(change.before),
        "after": None if change.after is None else str(change.after),
        "difference": str(change.difference),
        "bands_before": list(change.bands_before),
        "bands_after": list(change.bands_after),
        "crossing": change.moved,
    }


class Side(NamedTuple):
    """One version computed: everybody's lines and their places in its bands."""

    placed: PlacedProgram
    computation: Computation
    places: Mapping[str, Ints]

    @classmethod
    def of(cls, frozen: FrozenMonth, placed: PlacedProgram) -> Side:
        """Compute a version on a month."""
        return cls(placed, *compute_placed(frozen, placed))

    def bands(self) -> list[tuple[Band, Ints]]:
        """Give each use of a band with everybody's place in it."""
        bands = self.placed.program.ruleset.bands
        return [(bands[p.band], self.places[p.line]) for p in self.placed.placings]


class _BandChange(NamedTuple):
    """A use of a band on both sides."""

    old: Band
    new: Band
    before: Ints
    after: Ints

    def moved(self) -> Bools:
        """Tell who falls into another piece: by its number, or by its bound if pieces came."""
        known = (self.before >= 0) & (self.after >= 0)
        if len(self.old.rows) == len(self.new.rows):
            return np.asarray(known & (self.before != self.after))
        low = [_bounds(band)[places] for band, places in
               ((self.old, self.before), (self.new, self.after))]  # fmt: skip
        return np.asarray(known & (low[0] != low[1]))

    def revalued(self) -> Bools:
        """Tell whose piece has another value now."""
        values = [_values(band)[places] for band, places in
                  ((self.old, self.before), (self.new, self.after))]  # fmt: skip
        known = (self.before >= 0) & (self.after >= 0)
        return np.asarray(known & (values[0] != values[1]))

    def said(self, row: int) -> tuple[str, str]:
        """Name both pieces of a person."""
        return _piece(self.old, int(self.before[row])), _piece(self.new, int(self.after[row]))


def _bounds(band: Band) -> Ints:
    return np.array([scaled(bound, 9) for bound, _ in band.rows], dtype=np.int64)


def _values(band: Band) -> Ints:
    return np.array([scaled(value, 9) for _, value in band.rows], dtype=np.int64)


def _piece(band: Band, place: int) -> str:
    if place < 0:
        return f"{band.name} –"
    bound, value = band.rows[place]
    return f"{band.name} mulai {_comma(str(bound))}: {_comma(str(value))}"


def _comma(text: str) -> str:
    return text.replace(".", ",")


def compared(
    frozen: FrozenMonth, number: int, before: Side, after: Side, offices: Sequence[str]
) -> Comparison:
    """Set two versions side by side. ``number``: the old one; ``offices``: everybody's office."""
    old, new = before.computation, after.computation
    paid = old.payable | new.payable
    delta = np.where(new.payable, new.net, 0) - np.where(old.payable, old.net, 0)
    bands = [_BandChange(b, n, bp, np_) for (b, bp), (n, np_) in _pairs(before, after)]
    nobody = np.zeros(frozen.people, dtype=np.bool_)
    moved = np.logical_or.reduce([nobody, *(band.moved() for band in bands)]) & paid
    revalued = np.logical_or.reduce([nobody, *(b.revalued() for b in bands)]) & paid & ~moved
    listed = paid & ((delta != 0) | moved | revalued | (old.payable != new.payable))
    amounts = delta[paid]
    return Comparison(
        month=frozen.month,
        version_before=number,
        slips_before=int(old.payable.sum()),
        slips_after=int(new.payable.sum()),
        net_before=int(old.net[old.payable].sum()),
        net_after=int(new.net[new.payable].sum()),
        much_less=int((amounts < -BIG).sum()),
        less=int(((amounts < 0) & (amounts >= -BIG)).sum()),
        same=int((amounts == 0).sum()),
        more=int(((amounts > 0) & (amounts <= BIG)).sum()),
        much_more=int((amounts > BIG).sum()),
        moved=int(moved.sum()),
        revalued=int(revalued.sum()),
        changes=_changes(frozen, old, new, bands, listed, moved),
        groups=_groups(frozen, old, new, paid, offices),
        distribution=_distribution(old, new),
        people_in=_people_in(after),
    )


def _pairs(before: Side, after: Side) -> list[tuple[tuple[Band, Ints], tuple[Band, Ints]]]:
    """Pair the uses of each band, in the order in which the lines name them."""
    waiting: dict[str, list[tuple[Band, Ints]]] = {}
    for use in before.bands():
        waiting.setdefault(use[0].name, []).append(use)
    pairs = []
    for use in after.bands():
        others = waiting.get(use[0].name)
        if others:
            pairs.append((others.pop(0), use))
    return pairs


def _changes(
    frozen: FrozenMonth, old: Computation, new: Computation, bands: Sequence[_BandChange],
    listed: Bools, moved: Bools,
) -> tuple[PersonChange, ...]:  # fmt: skip
    nips, names = values_of(frozen.paper["nip"]), values_of(frozen.paper["name"])
    units = frozen.paper["unit"]
    changes = []
    for row in np.flatnonzero(listed).tolist():
        said = [band.said(row) for band in bands]
        changes.append(
            PersonChange(
                nip=str(nips[row] or ""),
                name=str(names[row] or ""),
                unit=text_at(units, row) or "",
                before=int(old.net[row]) if old.payable[row] else None,
                after=int(new.net[row]) if new.payable[row] else None,
                bands_before=tuple(pair[0] for pair in said),
                bands_after=tuple(pair[1] for pair in said),
                moved=bool(moved[row]),
            )
        )
    return tuple(sorted(changes, key=lambda change: change.difference))


def _groups(
    frozen: FrozenMonth, old: Computation, new: Computation, paid: Bools, offices: Sequence[str]
) -> dict[str, tuple[GroupChange, ...]]:
    kinds = {
        "OPD": list(offices),
        "Kelas": [str(value or "–") for value in values_of(frozen.inputs["kelas"])],
        "Golongan": [str(v or "–") for v in values_of(frozen.inputs["kelompok_golongan"])],
        "Kelompok jabatan": [str(value or "–") for value in values_of(frozen.inputs["rumpun"])],
    }
    before = np.where(old.payable, old.net, 0)
    after = np.where(new.payable, new.net, 0)
    return {kind: _grouped(names, paid, before, after) for kind, names in kinds.items()}


def _grouped(
    names: Sequence[str], paid: Bools, before: Ints, after: Ints
) -> tuple[GroupChange, ...]:
    labels, places = np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)
    size = len(labels)

    def total(values: Ints) -> list[int]:
        sums = np.zeros(size, dtype=np.int64)
        np.add.at(sums, places, values)
        return [int(value) for value in sums]

    counted = zip(
        [str(label) for label in labels],
        total(paid.astype(np.int64)),
        total(before),
        total(after),
        total((after > before).astype(np.int64)),
        total((after < before).astype(np.int64)),
        strict=True,
    )
    return tuple(GroupChange(*row) for row in counted if row[1])


def _distribution(old: Computation, new: Computation) -> tuple[tuple[int, int, int], ...]:
    """Count slips by class of net pay; the last class takes everything above."""
    top = max(
        (int(side.net[side.payable].max()) for side in (old, new) if side.payable.any()), default=0
    )
    steps = min(top // STEP + 1, MOST_STEPS)
    counts = [
        np.bincount(np.minimum(side.net[side.payable] // STEP, steps - 1), minlength=steps)
        for side in (old, new)
    ]
    return tuple((n * STEP, int(counts[0][n]), int(counts[1][n])) for n in range(steps))


def _people_in(side: Side) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    payable = side.computation.payable
    for band, places in side.bands():
        if band.name in found:
            continue  # the first use speaks for the band
        counts = np.bincount(places[payable & (places >= 0)], minlength=len(band.rows))
        found[band.name] = {
            str(bound): int(counts[place]) for place, (bound, _) in enumerate(band.rows)
        }
    return found
