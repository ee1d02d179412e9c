"""From single punches of a clock to a day's in and out: first in, last out, over midnight too.

A punch keeps its date; which day's duty it belongs to follows from the hours due around it, so a
night shift is one pair also where its punches stand on two dates. What a pair is worth is
``attendance``'s. Moments are seconds counted from the ordinal of a date (``moment``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.calendar import DAY, Hours, Reach, Shift

Way = Literal["in", "out", ""]

REPEAT = 5 * 60
"""A punch so soon after another is the same finger again."""
LEAD = 4 * 3600
"""Nobody comes earlier than this before a duty; who punches earlier is still leaving."""
TURN = 4 * 3600
"""Where nothing is due, a day ends so long after midnight: overtime belongs to the evening."""
LINGER = 6 * 3600
"""So long after a night's duty its leaving may still come, when nothing follows."""


class Punch(NamedTuple):
    """One touch of a clock; ``way`` if the machine tells it, ``source``: the caller's own mark."""

    at: int
    way: Way = ""
    source: int = 0


class Pair(NamedTuple):
    """A duty's first coming and last leaving; None: not punched."""

    came: Punch | None
    left: Punch | None

    def clocking(self, day: date) -> Clocking:
        """Give seconds since the day's midnight; whoever came before it came at midnight."""
        begin = day.toordinal() * DAY
        came = None if self.came is None else max(0, self.came.at - begin)
        return Clocking(came, None if self.left is None else self.left.at - begin)


_ORDER: dict[Way, int] = {"in": 0, "out": 1, "": 2}
Due = Callable[[date], Hours | None]
Windows = Callable[[date], Sequence[Shift]]
Reaches = Callable[[date, Hours], Reach | None]
"""A day and the hours due there → what was said of how early and late a punch may be."""


def moment(day: date, seconds: int) -> int:
    """Give the moment of a time of day; ``seconds`` may exceed ``DAY``."""
    return day.toordinal() * DAY + seconds


def no_windows(_day: date) -> Sequence[Shift]:
    """Give no shifts: of somebody whose hours are known."""
    return ()


def no_reach(_day: date, _hours: Hours) -> Reach | None:
    """Say nothing of how early and late a punch may be: the usual ``LEAD`` and ``LINGER``."""
    return None


def pair(
    punches: Iterable[Punch],
    due: Due,
    windows: Windows = no_windows,
    reaches: Reaches = no_reach,
) -> dict[date, Pair]:
    """Pair one person's punches into duties by the day each began.

    ``due``: the hours of a day, planned or of the week, None where none are. ``windows``: the
    shifts in force where nothing is planned; the shift meant is then guessed from the punches.
    ``reaches``: where it says how early and late a punch may be, one beyond counts for no duty.
    """
    kept = sorted(punches, key=lambda one: (one.at, _ORDER[one.way], one.source))
    if not kept:
        return {}
    guessed = _guessed(kept, due, windows)

    def hours(day: date) -> Hours | None:
        return guessed.get(day) or due(day)

    first, last = kept[0].at // DAY - 1, kept[-1].at // DAY + 1
    days = [date.fromordinal(n) for n in range(first, last + 2)]
    found: dict[date, list[Punch]] = {}

    def reach(day: date) -> Reach | None:
        mine = hours(day)
        return None if mine is None else reaches(day, mine)

    rest = iter(_cuts(days, hours, reach))
    day, until = next(rest)
    for punch in kept:
        while punch.at >= until:
            day, until = next(rest)
        found.setdefault(day, []).append(punch)
    return {
        day: _ends(_within(mine, day, hours(day), reach(day)), day, hours(day))
        for day, mine in found.items()
    }


def _within(
    punches: Sequence[Punch], day: date, hours: Hours | None, reach: Reach | None
) -> Sequence[Punch]:
    """Leave out what is too early or too late for a duty of which that was said."""
    if hours is None or reach is None:
        return punches
    first = moment(day, hours.start - 60 * reach.early)
    last = moment(day, hours.end + 60 * reach.late)
    return [one for one in punches if first <= one.at <= last]


def _cuts(
    days: Sequence[date], hours: Due, reach: Callable[[date], Reach | None]
) -> Iterator[tuple[date, int]]:
    """Give for each day the moment from which punches belong to the next one."""
    for day, following in pairwise(days):
        before, after = reach(day), reach(following)
        linger = LINGER if before is None else 60 * before.late + 1  # the last minute counts
        lead = LEAD if after is None else 60 * after.early
        yield day, _cut(day, hours(day), hours(following), linger, lead)


def _cut(day: date, before: Hours | None, after: Hours | None, linger: int, lead: int) -> int:
    midnight = moment(day, DAY)
    end = None if before is None else moment(day, before.end)
    start = None if after is None else midnight + after.start
    if start is None:
        return midnight + TURN if end is None else max(midnight + TURN, end + linger)
    if end is None:
        return min(midnight + TURN, start - lead)
    return max((end + start) // 2, start - lead)


def _ends(punches: Sequence[Punch], day: date, hours: Hours | None) -> Pair:
    """Give the first coming and the last leaving of one duty's punches."""
    kept = _without_repeats(punches)
    if not kept:
        return Pair(None, None)
    if len(kept) == 1 and not kept[0].way:
        return _lone(kept[0], day, hours)
    came = next((one for one in kept if one.way != "out"), None)
    if came is None:
        return Pair(None, kept[-1])
    leaving = [one for one in kept if one.way != "in" and one.at > came.at]
    if not leaving and not came.way and came is not kept[0]:
        return Pair(None, came)  # after a leaving that the machine names
    return Pair(came, leaving[-1] if leaving else None)


def _without_repeats(punches: Sequence[Punch]) -> list[Punch]:
    kept: list[Punch] = []
    for one in punches:
        near = kept and one.at - kept[-1].at <= REPEAT
        if not near or (one.way and kept[-1].way and one.way != kept[-1].way):
            kept.append(one)
    return kept


def _lone(punch: Punch, day: date, hours: Hours | None) -> Pair:
    """Take a single punch for the end it is nearer to; where nothing is due, for a coming."""
    if hours is None:
        return Pair(punch, None)
    from_start = abs(punch.at - moment(day, hours.start))
    to_end = abs(punch.at - moment(day, hours.end))
    return Pair(punch, None) if from_start <= to_end else Pair(None, punch)


def _guessed(punches: Sequence[Punch], due: Due, windows: Windows) -> Mapping[date, Hours]:
    """Guess the shifts of who has none planned: a punch outside all others begins one."""
    found: dict[date, Hours] = {}
    busy = 0
    for punch in punches:
        if punch.at < busy:
            continue
        meant = _nearest(punch, windows)
        if meant is None:
            continue
        day, hours = meant
        if due(day) is None and day not in found:
            found[day] = hours
        busy = max(busy, moment(day, hours.end) + TURN)
    return found


def _nearest(punch: Punch, windows: Windows) -> tuple[date, Hours] | None:
    """Give the shift a punch begins or, failing that, ends; the day it began with it."""
    today = punch.at // DAY
    near = [
        (gap, ending, day, shift.hours)
        for n in (today - 1, today, today + 1)
        for day in (date.fromordinal(n),)
        for shift in windows(day)
        for ending, edge in enumerate(shift.hours)
        if punch.way != ("in" if ending else "out")
        for gap in (abs(punch.at - moment(day, edge)),)
    ]
    if not near:
        return None
    _gap, _ending, day, hours = min(near, key=lambda one: one[:2])
    return day, hours


# ── rows of a day whose leaving has no date ─────────────────────────────────────────────────


def crosses(hours: Hours | None) -> bool:
    """Tell whether a duty ends after its midnight."""
    return hours is not None and hours.end > DAY


def belongs_before(
    clocked: Clocking, before: Clocking | None, planned: Hours | None, today: Hours | None
) -> bool:
    """Tell whether a row's leaving, written without a date, ends the night before.

    ``planned``: the hours of the day before, ``today``: those of the row's own. It does where the
    row says no coming before it, that night goes over midnight and waits for its end; or where
    nobody punched the night's beginning but its end is the nearer one.
    """
    left = clocked.clock_out
    if left is None or not crosses(planned) or planned is None:
        return False
    if clocked.clock_in is not None and left > clocked.clock_in:
        return False
    if before is not None and before.clock_out is not None:
        return False
    if before is not None and before.clock_in is not None:
        return True
    if clocked.clock_in is not None:
        return False
    here = DAY if today is None else min(abs(left - today.end), abs(left + DAY - today.end))
    return abs(left + DAY - planned.end) <= here


def own_end(clocked: Clocking, hours: Hours | None) -> int | None:
    """Give a row's leaving where it has no date: the end nearer to the plan, else the next one.

    Of a duty of 24 hours, 08.05 after 07.55 is the next morning.
    """
    came, left = clocked
    if left is None:
        return None
    if hours is not None and crosses(hours):
        return min((left, left + DAY), key=lambda end: abs(end - hours.end))
    return left if came is None or left >= came else left + DAY
