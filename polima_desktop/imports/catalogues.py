"""The activities there are on each day, as the published rules say: what a code is read against."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Variable(NamedTuple):
    """A variable an activity declares; bounds None where none are declared.

    ``kind``: number, percent, date, bool, or text (one of ``words``).
    """

    label: str
    decimals: int = 0
    low: Decimal | None = None
    high: Decimal | None = None
    kind: str = "number"
    words: tuple[str, ...] = ()


Catalogue = Mapping[str, Mapping[str, Variable]]
"""Activity code → the variables its entries must carry."""


class Catalogues(NamedTuple):
    """The catalogue in force from each first day of a month on, in order of those days.

    A draft is in none of them: what is claimed rests only on what was published for its month.
    """

    since: tuple[tuple[date, Catalogue], ...]

    def on(self, day: date) -> Catalogue:
        """Give the catalogue of the month a day lies in; an empty one before the first."""
        place = bisect_right(self.since, day, key=lambda pair: pair[0])
        return self.since[place - 1][1] if place else {}

    @property
    def every(self) -> Catalogue:
        """Everything any of them has, the later one saying what a code's variables are."""
        return {code: names for _, found in self.since for code, names in found.items()}
