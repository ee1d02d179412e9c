"""When work is due: weekly hours as dated data, holidays, shifts, and what they make of a day.

A pattern (5 hari, 6 hari, giliran) is a list of timetables with dates; of those in force the
one that began last wins, so Ramadan hides the ordinary week while it lasts. Which unit follows
which pattern, and what people really clocked, live elsewhere. Times are whole seconds since
local midnight (WITA); a shift that ends the next morning ends after ``DAY``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month

DAY = 86_400
OFF = -1
_BETWEEN = "\n"  # stands in no code of a pattern or a unit
SPELLINGS = {
    "5_hari": ("5_hari", "5_hari_kerja", "lima_hari", "lima_hari_kerja"),
    "6_hari": ("6_hari", "6_hari_kerja", "enam_hari", "enam_hari_kerja"),
    "giliran": ("giliran", "sif", "shift", "piket"),
}
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")

Seconds = npt.NDArray[np.int32]


class Hours(NamedTuple):
    """Expected start and end in seconds since local midnight; ``end`` may exceed ``DAY``."""

    start: int
    end: int


Week = tuple[Hours | None, ...]
"""Seven entries, Monday first; ``None`` is a day off."""


class Reach(NamedTuple):
    """How many minutes before its start and after its end a punch still counts for a shift."""

    early: int
    late: int


class Shift(NamedTuple):
    """A named window of a shift pattern, in force from ``valid_from`` to before ``valid_to``.

    ``reach`` None: nobody said; ``domain.pairing`` has its usual ones.
    """

    name: str
    hours: Hours
    valid_from: date
    valid_to: date | None = None
    reach: Reach | None = None


class Holiday(NamedTuple):
    """A day without duty for everybody on a weekly pattern; ``kind`` of ``HOLIDAY_KINDS``."""

    day: date
    name: str
    kind: str


HOLIDAY_KINDS: dict[str, str] = {
    "libur": "Libur",
    "cuti_bersama": "Cuti bersama",
    "khusus": "Libur khusus",
}
"""The code of a kind of holiday → its words on screen."""


def read_holiday_kind(text: str) -> str:
    """Give the kind as lists write it: ``Libur nasional``, ``CUTI BERSAMA``, ``khusus``."""
    words = set(re.sub(r"[_\W]+", " ", text.casefold()).split())
    if {"cuti", "bersama"} <= words:
        return "cuti_bersama"
    if words & {"khusus", "daerah", "lokal", "pemilu", "pilkada"}:
        return "khusus"
    if words & {"libur", "nasional", "fakultatif"}:
        return "libur"
    raise Refused(
        f"Jenis hari libur ‘{text.strip()}’ tidak dikenal.",
        "Tulis libur, cuti bersama, atau khusus.",
    )


def in_force(dated: Shift | Timetable, day: date) -> bool:
    """Tell whether something dated holds on ``day`` (``valid_to`` is the first day it does not)."""
    return dated.valid_from <= day and (dated.valid_to is None or day < dated.valid_to)


@dataclass(frozen=True)
class Timetable:
    """A week in force from ``valid_from`` to before ``valid_to`` (``None``: open)."""

    valid_from: date
    valid_to: date | None
    week: Week
    name: str = ""


@dataclass(frozen=True)
class Pattern:
    """A work pattern. With ``windows``, the week says only how many shifts a month owes."""

    code: str
    timetables: tuple[Timetable, ...]
    windows: tuple[Shift, ...] = ()

    @property
    def name(self) -> str:
        """The words on screen: ``5 hari``, ``Giliran``."""
        return self.code.replace("_", " ").capitalize()

    def timetable(self, day: date) -> Timetable | None:
        """Give the week in force, or ``None`` before the first."""
        found = [table for table in self.timetables if in_force(table, day)]
        return max(found, key=_lateness, default=None)

    def shifts(self, day: date) -> tuple[Shift, ...]:
        """Give the shift windows in force; empty for a weekly pattern."""
        return tuple(shift for shift in self.windows if in_force(shift, day))


def _lateness(table: Timetable) -> tuple[date, bool, int]:
    """Order weeks: what began later hides the rest; of those that began together, the shorter."""
    ends = table.valid_to
    return table.valid_from, ends is not None, -ends.toordinal() if ends else 0


@dataclass(frozen=True)
class Calendar:
    """Patterns by code and holidays by day: all that decides whether a day is a workday.

    ``local``: what units have of their own, by unit code: days off (True), and days on which they
    work although everybody else is off (False). ``own``: their own hours and shifts, by unit code.
    Both hold for the units below them as well.
    """

    patterns: Mapping[str, Pattern]
    holidays: Mapping[date, Holiday]
    local: Mapping[str, Mapping[date, bool]] = field(default_factory=dict)
    own: Mapping[str, Pattern] = field(default_factory=dict)

    def key(self, code: str, units: Sequence[str]) -> str:
        """Give the code by which to ask for the days of a unit: its pattern with days of its own.

        ``units``: the unit's code, then those above it, the nearest first.
        """
        mine = (unit for unit in units if unit in self.local or unit in self.own)
        return _BETWEEN.join((code, *mine))

    def pattern(self, code: str) -> Pattern:
        """Give the pattern; an unknown code is refused, naming the known ones."""
        code = code.partition(_BETWEEN)[0]
        if code not in self.patterns:
            known = ", ".join(sorted(self.patterns))
            raise Refused(f"Pola kerja ‘{code}’ tidak dikenal.", f"Pilih salah satu: {known}.")
        return self.patterns[code]

    def hours(self, code: str, day: date) -> Hours | None:
        """Give the expected hours of ``day``, or ``None`` on a day off or a holiday."""
        return None if self._is_off(code, day) else self.ordinary(code, day)

    def ordinary(self, code: str, day: date) -> Hours | None:
        """Give the hours of the week in force, holidays not considered.

        Of the pattern's week and those of the units the one that began last counts, so Ramadan
        hides a unit's ordinary week and a unit's own event hides Ramadan; together: the unit's.
        """
        weeks = [week for one in self._holders(code) if (week := one.timetable(day))]
        return max(weeks, key=_lateness).week[day.weekday()] if weeks else None

    def lasting(self, code: str, since: date, until: date | None) -> Week:
        """Give the week in force from ``since`` on that lasts until then; days off without any."""
        weeks = [
            week
            for one in self._holders(code)
            for week in one.timetables
            if in_force(week, since)
            and (week.valid_to is None or (until is not None and until <= week.valid_to))
        ]
        return max(weeks, key=_lateness).week if weeks else (None,) * len(WEEKDAYS)

    def shifts(self, code: str, day: date) -> tuple[Shift, ...]:
        """Give the shift windows in force: the nearest unit's own, else the pattern's."""
        return next((found for one in self._holders(code) if (found := one.shifts(day))), ())

    def _holders(self, code: str) -> list[Pattern]:
        """Give whose hours may count: the units' own, the nearest first, then the pattern's."""
        units = code.split(_BETWEEN)[1:]
        return [*(self.own[unit] for unit in units if unit in self.own), self.pattern(code)]

    def _is_off(self, code: str, day: date) -> bool:
        units = code.split(_BETWEEN)[1:]
        own = (self.local[unit] for unit in units if unit in self.local)
        return next((days[day] for days in own if day in days), day in self.holidays)

    def workdays(self, code: str, month: Month) -> list[date]:
        """List the workdays of a month (DOMAIN §4, G2)."""
        return [day for day in month.days if self.hours(code, day)]

    def knows_holidays(self, year: int) -> bool:
        """Tell whether holidays of ``year`` were entered; a year without any is not ready."""
        return any(day.year == year for day in self.holidays)

    def table(self, codes: Sequence[str], days: Sequence[date]) -> tuple[Seconds, Seconds]:
        """Give expected starts and ends, each ``(len(codes), len(days))``; ``OFF`` = no duty."""
        off = Hours(OFF, OFF)
        cells = [[self.hours(code, day) or off for day in days] for code in codes]
        both = np.array(cells, dtype=np.int32).reshape(len(codes), len(days), 2)
        return both[:, :, 0], both[:, :, 1]


PATTERN_LABELS: dict[str, str] = {"5_hari": "5 hari", "6_hari": "6 hari", "giliran": "giliran"}
"""The code of a work pattern → its words on screen."""


def read_pattern(text: str) -> str:
    """Give the code of a pattern as lists write it: ``5 hari``, ``5_hari``, ``Giliran``."""
    code = "_".join(re.sub(r"[_\W]+", " ", text.casefold()).split())
    for known, spellings in SPELLINGS.items():
        if code in spellings:
            return known
    raise Refused(
        f"Pola kerja ‘{text.strip()}’ tidak dikenal.", "Tulis 5 hari, 6 hari, atau giliran."
    )


def nearest_shift(shifts: Sequence[Shift], clock_in: int | None, clock_out: int | None) -> Hours:
    """Guess the shift of somebody without a roster: nearest start, else nearest end.

    The earlier window wins a tie. At least one of the two clockings must be there.
    """
    if clock_in is not None:
        return min(shifts, key=lambda shift: abs(shift.hours.start - clock_in)).hours
    if clock_out is None:
        raise ValueError("a shift cannot be guessed from a day without clockings")
    return min(shifts, key=lambda shift: abs(shift.hours.end - clock_out)).hours


def parse_hours(text: str) -> Hours:
    """Read ``07.30-16.00``; an end at or before the start is the next morning.

    >>> parse_hours("21.00-07.30")
    Hours(start=75600, end=113400)
    """
    match = re.fullmatch(r"\s*(\d{1,2})[.:](\d{2})\s*[-–]\s*(\d{1,2})[.:](\d{2})\s*", text)
    parts = [int(part) for part in match.groups()] if match else [99] * 4
    if parts[0] > 23 or parts[2] > 23 or parts[1] > 59 or parts[3] > 59:
        raise Refused(f"Jam kerja ‘{text}’ tidak dikenali.", "Tulis seperti 07.30-16.00.")
    start, end = parts[0] * 3600 + parts[1] * 60, parts[2] * 3600 + parts[3] * 60
    return Hours(start, end if end > start else end + DAY)


def write_hours(hours: Hours | None) -> str:
    """Write hours as ``parse_hours`` reads them; a day off is empty.

    >>> write_hours(Hours(75_600, 113_400))
    '21.00-07.30'
    """
    return "-".join(_clock(seconds) for seconds in hours) if hours else ""


def _clock(seconds: int) -> str:
    hour, minute = divmod(seconds % DAY // 60, 60)
    return f"{hour:02d}.{minute:02d}"


def write_week(week: Week) -> str:
    """Write a week in one line, Monday first: ``07.30-16.00;…;07.30-11.00;;``."""
    return ";".join(write_hours(hours) for hours in week)


def read_week(text: str) -> Week:
    """Read what ``write_week`` wrote."""
    return tuple(parse_hours(part) if part else None for part in text.split(";"))
