"""A day's clockings against the hours that were due: minutes late and early, absent, excused.

Minutes are whole, the seconds of the difference cut off (29 s late is 0 minutes). One clocking
missing on a workday counts ``MISSING`` minutes; neither is *alpa*, unless an absence spell
covers the day, which then excuses the whole day. What a minute costs (TL, PSW) is the rule
set's business. Every rule stands twice: plainly for one day, and vectorised for a month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.calendar import DAY, OFF, Hours, Seconds, Shift, nearest_shift

MISSING = 9999
NOT_CLOCKED = -1


class Absence(IntEnum):
    """Kinds of absence spells; the name in lower case is the input the month supplies."""

    DINAS_LUAR = 1
    CUTI_TAHUNAN = 2
    CUTI_SAKIT = 3
    CUTI_MELAHIRKAN = 4
    CUTI_BESAR = 5
    CUTI_ALASAN_PENTING = 6
    TUGAS_BELAJAR = 7

    @property
    def code(self) -> str:
        """The name in files, the store and formulas: ``cuti_tahunan``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The words on screen: ``Cuti tahunan``."""
        return self.name.replace("_", " ").capitalize()


ABSENCES = {kind.code: kind for kind in Absence}
HEALTH = frozenset((Absence.CUTI_SAKIT.code, Absence.CUTI_MELAHIRKAN.code))
"""Absences that say something of a person's health, which not everybody may read."""


class State(IntEnum):
    """What a day came to for one person."""

    OFF = 0
    PRESENT = 1
    ALPA = 2
    EXCUSED = 3


class Clocking(NamedTuple):
    """What one source recorded of a day: seconds since local midnight, ``None`` = not clocked."""

    clock_in: int | None
    clock_out: int | None

    @property
    def empty(self) -> bool:
        """Neither in nor out."""
        return self.clock_in is None and self.clock_out is None


class Spell(NamedTuple):
    """An absence from ``valid_from`` to before ``valid_to`` (``None``: until further notice)."""

    kind: Absence
    valid_from: date
    valid_to: date | None

    def covers(self, day: date) -> bool:
        """Tell whether the spell holds on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Judged(NamedTuple):
    """A day's result: minutes late and early are 0 unless ``state`` is ``PRESENT``."""

    state: State
    late: int = 0
    early: int = 0


def over_midnight(clock_in: int | None, clock_out: int | None) -> int | None:
    """Give the clock-out of a shift: earlier than its clock-in means the next morning."""
    if clock_in is None or clock_out is None or clock_out >= clock_in:
        return clock_out
    return clock_out + DAY


def judge_day(hours: Hours | None, clocked: Clocking, absence: Absence | None = None) -> Judged:
    """Judge one person's day; ``hours`` ``None`` = no duty."""
    if hours is None:
        return Judged(State.OFF)
    if absence is not None:
        return Judged(State.EXCUSED)
    if clocked.empty:
        return Judged(State.ALPA)
    late = MISSING if clocked.clock_in is None else clocked.clock_in - hours.start
    early = MISSING if clocked.clock_out is None else hours.end - clocked.clock_out
    return Judged(
        State.PRESENT,
        late if clocked.clock_in is None else max(0, late) // 60,
        early if clocked.clock_out is None else max(0, early) // 60,
    )


def shift_hours(
    base: Hours | None, shifts: Sequence[Shift], clocked: Clocking, absence: Absence | None = None
) -> Hours | None:
    """Give the hours due from a shift worker without a roster.

    A clocked day is the nearest shift; a day with nothing may be a day off, so only an
    absence on a day of the base week is a due day. ``shortage`` finds the missing shifts.
    """
    if absence is not None:
        return base
    return None if clocked.empty else nearest_shift(shifts, clocked.clock_in, clocked.clock_out)


def shortage(due: int, present: int, excused: int) -> int:
    """Count the shifts somebody without a roster still owed: they are *alpa*."""
    return max(0, due - present - excused)


@dataclass(frozen=True)
class Grid:
    """A month's days, one row a person and one column a day; all arrays ``(people, days)``.

    ``starts``/``ends``: seconds due, ``OFF`` = no duty. ``clock_in``/``clock_out``: seconds,
    ``NOT_CLOCKED`` = none. ``absence``: an ``Absence``, 0 = none.
    """

    starts: Seconds
    ends: Seconds
    clock_in: Seconds
    clock_out: Seconds
    absence: npt.NDArray[np.int8]


@dataclass(frozen=True)
class Days:
    """Judged days, each array ``(people, days)``; ``state`` holds ``State`` values."""

    state: npt.NDArray[np.int8]
    late: Seconds
    early: Seconds

    def count(self, state: State) -> npt.NDArray[np.int64]:
        """Count a state for each person."""
        counts: npt.NDArray[np.int64] = np.count_nonzero(self.state == state, axis=1)
        return counts


def judge(grid: Grid) -> Days:
    """Judge every day of every person; agrees with ``judge_day`` cell by cell."""
    has_in, has_out = grid.clock_in != NOT_CLOCKED, grid.clock_out != NOT_CLOCKED
    due, excused = grid.starts != OFF, grid.absence != 0
    state = np.where(has_in | has_out, State.PRESENT, State.ALPA)
    state = np.where(excused, State.EXCUSED, state)
    state = np.where(due, state, State.OFF).astype(np.int8)
    present = state == State.PRESENT
    late = _minutes(present, has_in, grid.clock_in - grid.starts)
    early = _minutes(present, has_out, grid.ends - grid.clock_out)
    return Days(state, late, early)


def fit_shifts(grid: Grid, rows: npt.NDArray[np.bool_], shifts: Sequence[Shift]) -> Grid:
    """Replace the hours due of shift workers without a roster, as ``shift_hours`` does.

    ``rows`` ``(people,)`` marks them; their ``starts``/``ends`` hold the base week on entry.
    """
    clock_in, clock_out = grid.clock_in[rows], grid.clock_out[rows]
    windows = np.array([shift.hours for shift in shifts], dtype=np.int32)
    by_in = np.abs(clock_in[..., None] - windows[:, 0]).argmin(axis=-1)
    by_out = np.abs(clock_out[..., None] - windows[:, 1]).argmin(axis=-1)
    nearest = np.where(clock_in != NOT_CLOCKED, by_in, by_out)
    empty = (clock_in == NOT_CLOCKED) & (clock_out == NOT_CLOCKED)
    excused = grid.absence[rows] != 0
    starts, ends = grid.starts.copy(), grid.ends.copy()
    for due, edge in ((starts, 0), (ends, 1)):
        guess = np.where(empty, OFF, windows[nearest, edge])
        due[rows] = np.where(excused, due[rows], guess)
    return Grid(starts, ends, grid.clock_in, grid.clock_out, grid.absence)


def absence_grid(
    spells: Sequence[tuple[int, Spell]], people: int, days: Sequence[date]
) -> npt.NDArray[np.int8]:
    """Paint spells ``(row, spell)`` on a grid ``(people, len(days))``; the later one wins.

    ``days`` are consecutive.
    """
    grid = np.zeros((people, len(days)), dtype=np.int8)
    for row, spell in spells:
        first = max(0, (spell.valid_from - days[0]).days)
        until = (spell.valid_to - days[0]).days if spell.valid_to else len(days)
        grid[row, first : max(0, until)] = spell.kind
    return grid


def _minutes(
    present: npt.NDArray[np.bool_], clocked: npt.NDArray[np.bool_], seconds: Seconds
) -> Seconds:
    """Whole minutes of a positive difference, ``MISSING`` where not clocked, 0 if not present."""
    whole = np.where(clocked, np.maximum(seconds, 0) // 60, MISSING)
    return np.where(present, whole, 0).astype(np.int32)
