"""What the reports of a day add up to: the lists over days, made from those over activities.

A day with a report that has no value has none either, for the first such report's reason.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from polima_desktop.domain.formula import wide
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.formula.exact import Value
from polima_desktop.domain.rules.intake import ListColumn

Items = Sequence[Value | RowError | None]


def by_day(days: Sequence[Hashable], items: Items) -> list[Decimal | RowError | None]:
    """Add one person's items up by day, the days in the order in which they first appear."""
    groups: dict[Hashable, list[Value | RowError | None]] = {}
    for day, item in zip(days, items, strict=True):
        groups.setdefault(day, []).append(item)
    return [_added(group) for group in groups.values()]


def _added(items: Items) -> Decimal | RowError | None:
    total = Decimal(0)
    for item in items:
        if not isinstance(item, Decimal):
            return item if isinstance(item, RowError) else None
        total += item
    return total


def columns_by_day(day: NDArray[np.integer], column: ListColumn) -> ListColumn:
    """Add a list up by day; ``day`` of every item, a person's items sorted by it."""
    people = np.repeat(np.arange(len(column.offsets) - 1), np.diff(column.offsets))
    new = np.ones(len(day), dtype=bool)
    new[1:] = (day[1:] != day[:-1]) | (people[1:] != people[:-1])
    starts = np.flatnonzero(new)
    counts = np.diff(np.append(starts, len(day)))
    sums = wide.segment_sums(column.values, starts, counts, safe=False)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(people[starts],
                              minlength=len(column.offsets) - 1))]).astype(np.int64)  # fmt: skip
    if column.present is None:
        return ListColumn(sums, offsets, column.decimals)
    missing = np.flatnonzero(~column.present)
    place = np.searchsorted(starts, missing, side="right") - 1
    present = np.ones(len(starts), dtype=bool)
    present[place] = False
    reasons: dict[int, str] = {}
    for item, group in zip(missing.tolist(), place.tolist(), strict=True):
        reasons.setdefault(group, column.reasons.get(item, ""))
    return ListColumn(sums, offsets, column.decimals, present, reasons)
