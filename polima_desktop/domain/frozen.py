"""A frozen month: everything a calculation may look at, as columns, one row a person.

Built by ``freezing`` from the facts, kept byte for byte by ``storage.months.frozen``, turned into
slips by ``incentive``. Nothing here changes after the freeze: a later correction makes
another frozen month. ``source`` columns point at rows of the store (``attendance_days`` and
``activity_entries``; negative: ``claims`` and ``claim_activities``; 0: none), which are
superseded but never edited, so every number can be followed back to file, sheet and row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.attendance import State
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules import Column, ListColumn
from polima_desktop.domain.stretches import Stretches

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def texts(values: Iterable[str | None]) -> Column:
    """Make a text column; None is missing. Words stand in the order they first appear."""
    given = list(values)
    words = dict.fromkeys(given)
    missing = None in words
    words.pop(None, None)
    codes = {word: code for code, word in enumerate(words)} | {None: 0}
    coded = np.array([*map(codes.__getitem__, given)], dtype=np.int64)
    present = _present(given) if missing else None
    return Column(coded, present=present, words=tuple(word for word in words if word is not None))


def numbers(values: Iterable[int | None], decimals: int = 0) -> Column:
    """Make a number column of scaled integers; None is missing."""
    given = list(values)
    present = _present(given) if None in given else None
    filled = given if present is None else [value or 0 for value in given]
    return Column(np.array(filled, dtype=np.int64), decimals, present=present)


def _present(given: Sequence[object]) -> Bools:
    return np.array([value is not None for value in given], dtype=np.bool_)


def is_present(column: Column, row: int) -> bool:
    """Tell whether a row has a value."""
    return column.present is None or bool(column.present[row])


def text_at(column: Column, row: int) -> str | None:
    """Give a row's text, None if missing."""
    if column.words is None or not is_present(column, row):
        return None
    return column.words[int(column.values[row])]


def number_at(column: Column, row: int) -> int | None:
    """Give a row's scaled integer, None if missing."""
    return int(column.values[row]) if is_present(column, row) else None


def values_of(column: Column) -> list[str | None] | list[int | None]:
    """Give a column as Python values: texts, or scaled integers; None = missing."""
    values: list[int] = column.values.tolist()
    present = [True] * len(values) if column.present is None else column.present.tolist()
    pairs = zip(values, present, strict=True)
    if column.words is None:
        return [value if there else None for value, there in pairs]
    words = column.words
    return [words[value] if there else None for value, there in pairs]


@dataclass(frozen=True)
class FrozenDays:
    """The judged days, each array ``(people, days)``: ``State``, whole minutes, source row."""

    state: npt.NDArray[np.int8]
    late: npt.NDArray[np.int32]
    early: npt.NDArray[np.int32]
    source: Ints

    @property
    def due(self) -> Bools:
        """The days each person had to work."""
        due: Bools = self.state != State.OFF
        return due

    @cached_property
    def offsets(self) -> Ints:
        """Where each person's due days begin in the lists, ``(people + 1,)``."""
        return offsets_of(self.due.sum(axis=1))

    def lists(self) -> dict[str, ListColumn]:
        """Give ``menit_terlambat`` and ``menit_pulang_cepat``: an item a due day."""
        due = self.due
        return {
            "menit_terlambat": ListColumn(self.late[due].astype(np.int64), self.offsets),
            "menit_pulang_cepat": ListColumn(self.early[due].astype(np.int64), self.offsets),
        }


@dataclass(frozen=True)
class FrozenEntries:
    """The counting activity entries of everybody, person by person.

    ``offsets`` ``(people + 1,)``; the others ``(entries,)``: ``source`` row, ``day`` of the
    month, ``code`` into ``codes``, ``volume`` in ten-thousandths, whole ``minutes``,
    ``variable_set`` into ``variable_sets`` (canonical JSON texts), -1 = none.
    """

    offsets: Ints
    source: Ints
    day: npt.NDArray[np.int8]
    code: Ints
    codes: tuple[str, ...]
    volume: Ints
    minutes: Ints
    variable_set: Ints
    variable_sets: tuple[str, ...]

    def of(self, row: int) -> slice:
        """Give where a person's entries stand."""
        return slice(int(self.offsets[row]), int(self.offsets[row + 1]))


@dataclass(frozen=True)
class FrozenMonth:
    """The frozen columns.

    ``paper``: what is printed of a person and never computed with (name, unit, account …).
    ``inputs``: what the month supplies to a rule set, one value a person. ``excluded``:
    ``Exclusion`` codes as text, missing where the person is entitled.
    """

    month: Month
    person_id: Ints
    excluded: Column
    paper: Mapping[str, Column]
    inputs: Mapping[str, Column]
    days: FrozenDays
    entries: FrozenEntries
    stretches: Stretches | None = None
    """Changes inside the month; None where nobody's post changed."""

    @property
    def people(self) -> int:
        """How many people the month has."""
        return len(self.person_id)

    @cached_property
    def entitled(self) -> Bools:
        """Who is due TPP, ``(people,)``."""
        if self.excluded.present is None:
            return np.zeros(self.people, dtype=np.bool_)
        return ~self.excluded.present

    @cached_property
    def reasons(self) -> list[str | None]:
        """Why each person is not due TPP; None for the entitled."""
        return [None if reason is None else str(reason) for reason in values_of(self.excluded)]

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Rows by NIP."""
        return {str(nip): row for row, nip in enumerate(values_of(self.paper["nip"]))}


def offsets_of(counts: npt.ArrayLike) -> Ints:
    """Turn item counts a person into the offsets of a list column."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
