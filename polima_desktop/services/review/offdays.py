"""Why no work was due on the day of a claim: the weekend, a holiday, or an absence by its letter.

Only reading. Whether a day off keeps a claim from being accepted is ``domain.review``'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from polima_desktop.domain.attendance import ABSENCES
from polima_desktop.domain.calendar import Calendar
from polima_desktop.formatting import day as written
from polima_desktop.formatting import weekday
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.attendance.records import PersonDay
from polima_desktop.storage.staff import people
from polima_desktop.storage.staff.people import Spell
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from sqlalchemy import Connection


class DaysOff:
    """Days without duty of the people and units of some claims; each answer is worked out once.

    A unit that works in shifts has no weekend: its people are off by their absences only.
    """

    def __init__(
        self, calendar: Calendar, units: Mapping[int, UnitRow], spells: Sequence[Spell]
    ) -> None:
        self._calendar, self._units = calendar, units
        self._spells: dict[int, list[Spell]] = {}
        for spell in spells:
            if spell.kind in ABSENCES:
                self._spells.setdefault(spell.person_id, []).append(spell)
        self._weeks: dict[int, str] = {}
        self._answers: dict[tuple[int, date], str] = {}

    @property
    def absent(self) -> set[int]:
        """The people with an absence of their own."""
        return set(self._spells)

    def why(self, person_id: int, unit_id: int, day: date) -> str:
        """Say in a sentence why nothing was due; empty on a day of duty."""
        for spell in self._spells.get(person_id, ()):
            if spell.valid_from <= day and (spell.valid_to is None or day < spell.valid_to):
                return _absence(spell)
        return self.of_unit(unit_id, day)

    def of_unit(self, unit_id: int, day: date) -> str:
        """Say why nothing was due of a unit's people without an absence of their own."""
        key = unit_id, day
        if key not in self._answers:
            self._answers[key] = self._of_unit(unit_id, day)
        return self._answers[key]

    def _of_unit(self, unit_id: int, day: date) -> str:
        code = self._week(unit_id)
        if not code or self._calendar.shifts(code, day):
            return ""
        if self._calendar.hours(code, day) is not None:
            return ""
        holiday = self._calendar.holidays.get(day)
        if self._calendar.ordinary(code, day) is None:
            return f"{weekday(day)} bukan hari kerja unit ini."
        return f"{weekday(day)} libur{': ' + holiday.name if holiday else ''}."

    def _week(self, unit_id: int) -> str:
        """Give the code of the unit's week: its own or its nearest parent's; empty if unknown."""
        if unit_id not in self._weeks:
            line = self._line(unit_id)
            pattern = next((unit.pattern for unit in line if unit.pattern), None)
            codes = [unit.code for unit in line]
            self._weeks[unit_id] = self._calendar.key(pattern, codes) if pattern else ""
        return self._weeks[unit_id]

    def _line(self, unit_id: int) -> list[UnitRow]:
        line: list[UnitRow] = []
        at: int | None = unit_id
        while at is not None and at in self._units and self._units[at] not in line:
            line.append(self._units[at])
            at = self._units[at].parent_id
        return line


def of_days(
    connection: Connection, units: Mapping[int, UnitRow], wanted: Sequence[PersonDay]
) -> DaysOff:
    """Read what is needed to tell the days off among some people's days."""
    days = [day for _person, day in wanted]
    alone = wanted[0][0] if len({person for person, _day in wanted}) == 1 else None
    spells = people.spells_between(connection, min(days), max(days), alone)
    return DaysOff(calendar.load_calendar(connection), units, spells)


def _absence(spell: Spell) -> str:
    until = written(spell.valid_to - timedelta(1)) if spell.valid_to else "seterusnya"
    letter = f" ({spell.decree_number})" if spell.decree_number else ""
    return f"{ABSENCES[spell.kind].label} {written(spell.valid_from)} sampai {until}{letter}."
