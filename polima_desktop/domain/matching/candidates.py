"""Which pairs of rows are worth comparing: those that share at least one of several keys.

Each slip a row can carry leaves some key whole: a number with one wrong digit keeps two of
its thirds, a misspelt name keeps its birth date, a damaged number keeps name and unit. A key that
too many rows share says nothing and is passed over.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np

from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.progress import Progress

Keys = Callable[[Clean], Iterator[object]]

MOST_PAIRS = 4_000
"""A key shared by so many pairs is passed over; not for numbers and birth dates."""
RARE = 30


def candidate_pairs(
    left: Sequence[Clean], right: Sequence[Clean], progress: Progress | None = None
) -> list[tuple[int, int]]:
    """Give places in ``left`` and ``right`` to compare, each pair once, in order."""
    if not left or not right:
        return []
    common = Counter(word for side in (left, right) for row in side for word in row.name.telling)
    kinds: Kinds = (
        (_number, None),
        (_births, None),
        (_whole_name, MOST_PAIRS),
        (_pieces, MOST_PAIRS),
        (_months, MOST_PAIRS),
        (_in_unit, MOST_PAIRS),
        (lambda row: _rare(row, common), RARE * RARE),
    )
    return _pairs(left, right, kinds, progress or Progress())


def repeat_pairs(
    some: Sequence[Clean], all_rows: Sequence[Clean], progress: Progress | None = None
) -> list[tuple[int, int]]:
    """Give pairs of rows of one list that may be one person: one number, or one birth and name."""
    kinds: Kinds = (
        (_number, None),
        (_births, None),
        (_months, MOST_PAIRS),
        (_named_pieces, MOST_PAIRS),
    )
    return _pairs(some, all_rows, kinds, progress or Progress())


Kinds = tuple[tuple[Keys, int | None], ...]


def _pairs(
    left: Sequence[Clean], right: Sequence[Clean], kinds: Kinds, progress: Progress
) -> list[tuple[int, int]]:
    found = array("q")
    for done, (keys, most) in enumerate(kinds):
        progress.report(done, len(kinds), "Mencari calon pasangan")
        _join(left, right, keys, most, found)
    codes = np.unique(np.frombuffer(found, dtype=np.int64)) if found else np.empty(0, np.int64)
    width = len(right)
    return list(zip((codes // width).tolist(), (codes % width).tolist(), strict=True))


def _join(
    left: Sequence[Clean], right: Sequence[Clean], keys: Keys, most: int | None, found: array[int]
) -> None:
    blocks: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for place, row in enumerate(left):
        for key in keys(row):
            blocks[key][0].append(place)
    for place, row in enumerate(right):
        for key in keys(row):
            if key in blocks:
                blocks[key][1].append(place)
    width = len(right)
    for ours, theirs in blocks.values():
        if theirs and (most is None or len(ours) * len(theirs) <= most):
            for place in ours:
                found.extend(place * width + other for other in theirs)


def _number(row: Clean) -> Iterator[object]:
    if row.nip:
        yield row.nip
    if len(row.kept) == 15:
        yield row.kept
    elif len(row.nip) == 18:
        yield row.nip[:15]


def _births(row: Clean) -> Iterator[object]:
    days = {row.birth, row.parts.birth if row.parts else None} - {None}
    for day in days:
        assert day is not None
        yield day
        if day.day <= 12 and day.day != day.month:
            yield "swapped", date(day.year, *sorted((day.day, day.month)))


def _whole_name(row: Clean) -> Iterator[object]:
    if row.name.solid:
        yield row.name.solid
        yield "words", tuple(sorted(row.name.words))


def _pieces(row: Clean) -> Iterator[object]:
    if len(row.nip) >= 17:
        pieces = (row.nip[:6], row.nip[6:12], row.nip[-6:])
        for place, piece in enumerate(pieces):
            for word in row.name.telling:
                yield place, piece, word[:3]


def _named_pieces(row: Clean) -> Iterator[object]:
    if len(row.nip) >= 17:
        for place, piece in enumerate((row.nip[:6], row.nip[6:12], row.nip[-6:])):
            yield place, piece, row.name.bag


def _months(row: Clean) -> Iterator[object]:
    month = (row.birth.year, row.birth.month) if row.birth else row.birth_month
    if month:
        for word in row.name.telling:
            yield month, word[:3]


def _in_unit(row: Clean) -> Iterator[object]:
    if row.unit:
        for word in row.name.telling:
            yield row.unit, word[:4]


def _rare(row: Clean, common: Counter[str]) -> Iterator[object]:
    for word in row.name.telling:
        if common[word] <= RARE:
            yield word
