"""How well lists were matched, against their planted truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from polima_desktop.domain.matching.engine import Outcome
from tests.rosters import Rosters


@dataclass(frozen=True)
class Score:
    """Links right, wrong and missed, and what a person has to look at."""

    right: int
    false: int
    missed: int
    false_sure: int
    review: float
    by_kind: dict[str, tuple[int, int, int]]

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.false + self.missed)


def measure(rosters: Rosters, outcome: Outcome) -> Score:
    """Compare links with the truth; ``by_kind``: right, false, missed among the special people."""
    truth = rosters.truth
    linked = [(truth.left[p.left], truth.right[p.right], p.certainty) for p in outcome.pairs]
    right = {a for a, b, _ in linked if a == b}
    false = [(a, b, certainty) for a, b, certainty in linked if a != b]
    missed = rosters.pairs - right
    kinds = {
        kind: (
            sum(truth.special.get(key) == kind for key in right),
            sum(kind in (truth.special.get(a), truth.special.get(b)) for a, b, _ in false),
            sum(truth.special.get(key) == kind for key in missed),
        )
        for kind in sorted(set(truth.special.values()))
    }
    counts = Counter(p.certainty for p in outcome.pairs)
    sure = sum(certainty == "sure" for *_, certainty in false)
    review = counts["check"] / max(1, len(rosters.right))
    return Score(len(right), len(false), len(missed), sure, review, kinds)
