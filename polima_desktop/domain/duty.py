"""The days of a month for everybody: what was due, what was clocked, what each day came to.

Hours come from ``calendar``, the judgement of a day from ``attendance``; here they meet the
people's posts. Somebody in two units in a month follows each unit's pattern while there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.attendance import (
    NOT_CLOCKED,
    Absence,
    Days,
    Grid,
    State,
    fit_shifts,
    judge,
)
from polima_desktop.domain.calendar import OFF, Calendar, Shift
from polima_desktop.domain.frozen import Bools, FrozenDays, Ints
from polima_desktop.domain.month_facts import Clockings, RosterRow, SpellRow
from polima_desktop.domain.periods import Month
from polima_desktop.domain.permits import Permit, days_of, permit

Small = npt.NDArray[np.int8]
NO_PATTERN = -1


@dataclass(frozen=True)
class Duty:
    """Which hours apply where. Arrays ``(people, days)``.

    ``pattern`` indexes ``codes``, ``NO_PATTERN`` = no duty that day (not employed, before
    the app was compulsory, or the unit has no pattern). ``roster`` holds ``(row, day of the
    month from 0, starts, ends)`` of planned shifts; ``OFF`` twice is a planned day off;
    ``permits`` what is excused of a day, by the same row and day.
    """

    month: Month
    calendar: Calendar
    codes: Sequence[str]
    pattern: npt.NDArray[np.int16]
    absence: Small
    roster: Sequence[tuple[int, int, int, int]]
    permits: Sequence[tuple[int, int, Permit]] = ()


@dataclass(frozen=True)
class DayCounts:
    """What the days add up to, each array ``(people,)``; ``absences`` by kind.

    ``due`` are the days to be attended: days of an absence spell are not. ``in_a_row`` is the
    longest run of unexcused days with a date, over weekends and holidays.
    """

    due: Ints
    present: Ints
    unexcused: Ints
    in_a_row: Ints
    absences: Mapping[Absence, Ints]


@dataclass(frozen=True)
class Clocked:
    """The counting clockings, each array ``(people, days)``."""

    clock_in: npt.NDArray[np.int32]
    clock_out: npt.NDArray[np.int32]
    source: Ints


def clocked_grid(people: int, days: int, *layers: tuple[Ints, Clockings]) -> Clocked:
    """Lay clockings on a grid; a later layer replaces an earlier one cell by cell.

    A layer is ``(row of each clocking, clockings)``.
    """
    empty = np.full((people, days), NOT_CLOCKED, dtype=np.int32)
    grid = Clocked(empty, empty.copy(), np.zeros((people, days), dtype=np.int64))
    for rows, clockings in layers:
        cell = rows, clockings.day - 1
        grid.clock_in[cell] = clockings.clock_in
        grid.clock_out[cell] = clockings.clock_out
        grid.source[cell] = clockings.source
    return grid


def judge_days(duty: Duty, clocked: Clocked) -> tuple[FrozenDays, DayCounts]:
    """Judge everybody's days, see ``judged_grid``."""
    _grid, days, counts = judged_grid(duty, clocked)
    return days, counts


def judged_grid(duty: Duty, clocked: Clocked) -> tuple[Grid, FrozenDays, DayCounts]:
    """Judge everybody's days; give also the hours that were due in the end.

    Shift workers without a roster owe as many shifts as their base week has days; the
    shifts they did not come to are absent days without a date.
    """
    base = _base_grid(duty, clocked)
    shift, rostered = _shift_cells(duty), _rostered(duty)
    free = shift & ~rostered[:, None]
    owed = np.count_nonzero((base.starts != OFF) & free, axis=1)
    grid = _with_roster(duty, _fitted(duty, base, free), shift & rostered[:, None])
    judged = _with_permits(duty, grid, judge(grid))
    present, excused = judged.state == State.PRESENT, judged.state == State.EXCUSED
    short = np.maximum(0, owed - _count((present | excused) & free))
    days = FrozenDays(judged.state, judged.late, judged.early, clocked.source)
    return (
        grid,
        days,
        DayCounts(
            due=_count((judged.state != State.OFF) & ~free) + owed - _count(excused),
            present=_count(present),
            unexcused=_count(judged.state == State.ALPA) + short,
            in_a_row=_longest_run(judged.state),
            absences={kind: _count(excused & (duty.absence == kind)) for kind in Absence},
        ),
    )


def _with_permits(duty: Duty, grid: Grid, judged: Days) -> Days:
    """Take excused minutes off; a missing clocking stays missing."""
    late, early = judged.late, judged.early
    by_day: dict[tuple[int, int], list[Permit]] = {}
    for row, day, one in duty.permits:
        by_day.setdefault((row, day), []).append(one)
    for cell, permits in by_day.items():
        if judged.state[cell] != State.PRESENT:
            continue
        start, end = int(grid.starts[cell]), int(grid.ends[cell])
        came, left = int(grid.clock_in[cell]), int(grid.clock_out[cell])
        if came != NOT_CLOCKED and late[cell]:
            off = max(one.late_seconds(start, came) for one in permits)
            late[cell] = max(0, came - start - off) // 60
        if left != NOT_CLOCKED and early[cell]:
            off = max(one.early_seconds(left, end) for one in permits)
            early[cell] = max(0, end - left - off) // 60
    return judged


def roster_cells(
    roster: Sequence[RosterRow], row_of: Mapping[int, int], month: Month
) -> list[tuple[int, int, int, int]]:
    """Place planned shifts on the grid of the month's people."""
    return [
        (row_of[shift.person_id], (shift.day - month.first).days, shift.starts, shift.ends)
        for shift in roster
        if shift.person_id in row_of
    ]


def _longest_run(state: Small) -> Ints:
    """Count the longest run of unexcused days; a day without duty neither adds nor breaks."""
    run = np.zeros(len(state), dtype=np.int64)
    longest = run.copy()
    for day in state.T:
        run = np.where(day == State.ALPA, run + 1, np.where(day == State.OFF, run, 0))
        np.maximum(longest, run, out=longest)
    return longest


def permit_cells(
    spells: Sequence[Sequence[SpellRow]], month: Month
) -> Iterator[tuple[int, int, Permit]]:
    """Place permits of hours on the grid of the month's people."""
    first, total = month.first.toordinal(), len(month.days)
    for row, mine in enumerate(spells):
        for spell in mine:
            found = permit(spell.kind, spell.note)
            for day in days_of(spell.valid_from, spell.valid_to) if found else ():
                if found and 0 <= day - first < total:
                    yield row, day - first, found


def _count(cells: Bools) -> Ints:
    counts: Ints = np.count_nonzero(cells, axis=1).astype(np.int64)
    return counts


def _base_grid(duty: Duty, clocked: Clocked) -> Grid:
    """Give the hours of everybody's week; none where there is no duty."""
    starts, ends = duty.calendar.table(duty.codes, duty.month.days)
    columns = np.arange(duty.pattern.shape[1])
    no_duty = duty.pattern == NO_PATTERN
    return Grid(
        np.where(no_duty, OFF, starts[duty.pattern, columns]).astype(np.int32),
        np.where(no_duty, OFF, ends[duty.pattern, columns]).astype(np.int32),
        clocked.clock_in,
        clocked.clock_out,
        duty.absence,
    )


def _shift_windows(duty: Duty) -> Iterator[tuple[int, tuple[Shift, ...], Bools]]:
    """Give for each week its shifts with the days of the month on which they are in force."""
    days = duty.month.days
    for index, code in enumerate(duty.codes):
        found = [duty.calendar.shifts(code, day) for day in days]
        for shifts in set(found) - {()}:
            yield index, shifts, np.array([one == shifts for one in found], dtype=np.bool_)


def _shift_cells(duty: Duty) -> Bools:
    cells = np.zeros(duty.pattern.shape, dtype=np.bool_)
    for index, _shifts, days in _shift_windows(duty):
        cells |= (duty.pattern == index) & days
    return cells


def _rostered(duty: Duty) -> Bools:
    rostered = np.zeros(len(duty.pattern), dtype=np.bool_)
    rostered[[row for row, *_ in duty.roster]] = True
    return rostered


def _fitted(duty: Duty, base: Grid, free: Bools) -> Grid:
    """Guess the shifts of the cells ``free`` from what was clocked."""
    starts, ends = base.starts.copy(), base.ends.copy()
    for index, shifts, days in _shift_windows(duty):
        cells = free & (duty.pattern == index) & days
        guess = fit_shifts(base, cells.any(axis=1), shifts)
        starts[cells], ends[cells] = guess.starts[cells], guess.ends[cells]
    return replace(base, starts=starts, ends=ends)


def _with_roster(duty: Duty, grid: Grid, shift: Bools) -> Grid:
    """Put planned shifts in; a shift worker with a roster has no other duty."""
    starts, ends = np.where(shift, OFF, grid.starts), np.where(shift, OFF, grid.ends)
    for row, day, start, end in duty.roster:
        if duty.pattern[row, day] != NO_PATTERN:
            starts[row, day], ends[row, day] = start, end
    return replace(grid, starts=starts, ends=ends)
