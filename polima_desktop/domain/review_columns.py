"""A month of manual claims weighed at once: the finding and the minutes of each, as columns.

The rules and their words are ``review.compare``'s; here they stand once more for tens of
thousands of claims, and a test lets the two disagree if they can.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.review import Decision, Finding

FINDINGS = tuple(Finding)
"""A finding's number is its place here: the order of work on the desk."""
DECISIONS = tuple(Decision)
UNDECIDED = -1
_OPEN = (UNDECIDED, *(n for n, each in enumerate(DECISIONS) if not each.settles))

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


class Sides(NamedTuple):
    """Both sides of each claim; a time is in seconds of the day, negative where there is none.

    ``clocked``: the claim speaks of a clocking. ``accepted``: the policy accepts it;
    ``by_place``: it would not, because the place has a signal. ``off``: no work was due.
    """

    clocked: Bools
    said_in: Ints
    said_out: Ints
    said_work: Bools
    proved: Bools
    kept_in: Ints
    kept_out: Ints
    kept_work: Bools
    known: Bools
    off: Bools
    accepted: Bools
    by_place: Bools


def compare(sides: Sides, tolerance: int) -> tuple[Ints, Ints]:
    """Give the number of each claim's finding and its minutes of contradiction."""
    pairs = (sides.said_in, sides.kept_in), (sides.said_out, sides.kept_out)
    minutes, lost = np.zeros(len(sides.off), np.int64), np.zeros(len(sides.off), np.bool_)
    gaps = sides.said_work & ~sides.kept_work
    for said, kept in pairs:
        has, there = sides.clocked & (said >= 0), kept >= 0
        apart = np.where(has & there, abs(said // 60 - kept // 60), 0)
        minutes += np.where(apart > tolerance, apart, 0)
        lost = lost | (sides.clocked & ~has & there)
        gaps = gaps | (has & ~there)
    came = sides.clocked & ((sides.said_in >= 0) | (sides.said_out >= 0))
    nothing = (sides.kept_in < 0) & (sides.kept_out < 0)
    cases = {
        Finding.NOT_BLANK: ~sides.accepted & sides.by_place,
        Finding.OUTSIDE: ~sides.accepted,
        Finding.CONFLICT: (minutes > 0) | lost,
        Finding.ABSENT: came & sides.known & nothing,
        Finding.BOTH: sides.said_work & sides.kept_work,
        Finding.OFF_DAY: sides.off,
        Finding.MATCH: ~gaps,
        Finding.FILLS: sides.proved,
    }
    numbers = [np.int64(FINDINGS.index(each)) for each in cases]
    default = FINDINGS.index(Finding.NO_EVIDENCE)
    return np.select(list(cases.values()), numbers, default).astype(np.int64), minutes


def still_open(outcomes: Ints) -> Bools:
    """Tell which claims nobody settled, from the numbers of their decisions."""
    return np.isin(outcomes, _OPEN)
