"""The hours due from single people on single days: a planned shift, else their unit's week."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from polima_desktop.domain.calendar import Calendar, Hours, Reach, Shift
from polima_desktop.storage.attendance import calendar, shifts
from polima_desktop.storage.attendance.followed import Followed

PersonDay = tuple[int, date]
_AROUND = timedelta(2)


class Due:
    """Answers for some people from ``first`` to ``last`` and two days around."""

    def __init__(
        self, connection: Connection, people: Collection[int], span: tuple[date, date]
    ) -> None:
        first, last = span[0] - _AROUND, span[1] + _AROUND
        self._follows = Followed(
            connection, calendar.load_calendar(connection), people, (first, last)
        )
        self.planned = shifts.between(connection, first.replace(day=1), _month_end(last), people)
        self._with_roster = {(person, day.year, day.month) for person, day in self.planned}
        self._shifts: dict[tuple[str, date], tuple[Shift, ...]] = {}
        self._hours: dict[tuple[str, date], Hours | None] = {}

    @property
    def calendar(self) -> Calendar:
        """The calendar that was read."""
        return self._follows.calendar

    def on_shifts(self, person: int, day: date) -> bool:
        """Tell whether a person works in shifts, planned or not, around a day."""
        return self._rostered(person, day) or bool(self._in_force(person, day))

    def hours(self, person: int, day: date) -> Hours | None:
        """Give the hours due; None on a day off, and where an unplanned shift may be any."""
        planned = self.planned.get((person, day))
        if planned is not None:
            return planned.hours
        if self._in_force(person, day):
            return None
        code = self._follows.code(person, day)
        if code is None:
            return None
        if (code, day) not in self._hours:
            self._hours[code, day] = self.calendar.hours(code, day)
        return self._hours[code, day]

    def windows(self, person: int, day: date) -> Sequence[Shift]:
        """Give the shifts that may be meant where none is planned for the person's month."""
        return () if self._rostered(person, day) else self._in_force(person, day)

    def reach(self, person: int, day: date, hours: Hours) -> Reach | None:
        """Give what was said of how early and late a punch may be for hours due on a day."""
        known = self._in_force(person, day) or self._usual(day)
        return next((one.reach for one in known if one.hours == hours), None)

    def of(
        self, person: int
    ) -> tuple[
        Callable[[date], Hours | None],
        Callable[[date], Sequence[Shift]],
        Callable[[date, Hours], Reach | None],
    ]:
        """Give all three answers for one person."""
        return (
            lambda day: self.hours(person, day),
            lambda day: self.windows(person, day),
            lambda day, hours: self.reach(person, day, hours),
        )

    def _usual(self, day: date) -> Sequence[Shift]:
        """Give the common shifts, for who is on no pattern of shifts but has one planned."""
        usual = self.calendar.patterns.get("giliran")
        return usual.shifts(day) if usual else ()

    def _rostered(self, person: int, day: date) -> bool:
        return (person, day.year, day.month) in self._with_roster

    def _in_force(self, person: int, day: date) -> tuple[Shift, ...]:
        code = self._follows.code(person, day)
        if code is None:
            return ()
        if (code, day) not in self._shifts:
            self._shifts[code, day] = self.calendar.shifts(code, day)
        return self._shifts[code, day]


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(31)).replace(day=1) - timedelta(1)
