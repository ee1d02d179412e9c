"""Permits of hours: lateness that is excused, leaving early, some hours away, each by a letter.

They take minutes off what a day's judgement found; a missing clocking stays missing. Permits of
whole days are absences (``attendance.Absence``).
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from polima_desktop.domain.calendar import DAY, Hours, parse_hours

LATE, EARLY, SOME_HOURS = "izin_terlambat", "izin_pulang_cepat", "izin_jam"
PERMITS = {LATE: "Izin terlambat", EARLY: "Izin pulang cepat", SOME_HOURS: "Izin beberapa jam"}
"""The code of a kind of permit → its words on screen."""

_ALL_DAY = Hours(-DAY, 3 * DAY)
_HOURS = re.compile(r"\d{1,2}[.:]\d{2}\s*(?:-|–|s\.?/?d\.?)\s*\d{1,2}[.:]\d{2}")


class Permit(NamedTuple):
    """What is excused of a day: minutes late or early that lie within ``hours``."""

    late: bool
    early: bool
    hours: Hours

    def late_seconds(self, due: int, came: int) -> int:
        """Give how much of the lateness from ``due`` to ``came`` is excused."""
        return self._within(due, came) if self.late else 0

    def early_seconds(self, left: int, due: int) -> int:
        """Give how much of what was lacking from ``left`` to ``due`` is excused."""
        return self._within(left, due) if self.early else 0

    def _within(self, start: int, end: int) -> int:
        return max(0, min(end, self.hours.end) - max(start, self.hours.start))


def permitted_hours(note: str | None) -> Hours | None:
    """Give the hours a permit's note names (``10.00-12.00``), None where it names none."""
    found = _HOURS.search(note or "")
    if found is None:
        return None
    return parse_hours(re.sub(r"\s*(?:–|s\.?/?d\.?)\s*", "-", found[0]))


def permit(kind: str, note: str | None) -> Permit | None:
    """Give what a kind of permit with its note excuses; None for what is none."""
    hours = permitted_hours(note) or _ALL_DAY
    if kind == LATE:
        return Permit(True, False, hours)
    if kind == EARLY:
        return Permit(False, True, hours)
    if kind == SOME_HOURS and hours != _ALL_DAY:
        return Permit(True, True, hours)
    return None


def days_of(valid_from: date, valid_to: date | None) -> range:
    """Give the ordinals of a permit's days; without an end it is one day."""
    until = valid_to or valid_from + timedelta(1)
    return range(valid_from.toordinal(), until.toordinal())
