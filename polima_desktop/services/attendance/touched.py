"""Whom a change of the calendar touches, and which months that were already worked on.

An open month is judged anew when it is frozen; a frozen one has to be frozen again; of a locked
one the difference becomes arrears. Nothing is judged here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import listed, number
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar, followed
from polima_desktop.storage.months import months
from polima_desktop.storage.staff import people

_WHAT = {"open": "dihitung saat dibekukan", "locked": "sudah dikunci, selisihnya menjadi rapel"}
_FROZEN = "sudah dibekukan, bekukan lagi"


class Who(NamedTuple):
    """Somebody whose day may be judged otherwise."""

    person_id: int
    nip: str
    name: str
    unit: str


class Touched(NamedTuple):
    """The months a change reaches that were worked on, each with its state, and the people."""

    months: list[tuple[Month, str]]
    people: list[Who]

    @property
    def sentence(self) -> str:
        """Say how many people, which months, and what comes of each."""
        if not self.months:
            return ""
        named = [f"{month_name(one)} ({_WHAT.get(state, _FROZEN)})" for one, state in self.months]
        return f"Menyentuh {number(len(self.people))} pegawai: {listed(named)}."


def by_days(
    session: Session,
    first: date,
    last: date | None,
    unit_id: int | None = None,
    pattern: str | None = None,
) -> Touched:
    """Give what a change from ``first`` to ``last`` (None: on and on) touches.

    ``unit_id``: only that unit and those below it; ``pattern``: only who follows it.
    """
    with session.reading(Permission.READ_PEOPLE) as connection:
        reached = [
            (month, row.state)
            for row in months.month_rows(connection)
            for month in (Month.parse(row.month),)
            if month.last >= first and (last is None or month.first <= last)
        ]
        reached.sort(key=lambda one: one[0].first)
        if all(state == "open" for _month, state in reached):
            return Touched([], [])
        span = max(first, reached[0][0].first), min(last or date.max, reached[-1][0].last)
        rows = followed.unit_rows(connection, span)
        keys = followed.unit_keys(connection, calendar.load_calendar(connection), span)
        units = {
            unit
            for unit, key in keys.items()
            if (unit_id is None or unit_id in followed.line_of(rows, unit))
            and (pattern is None or followed.pattern_of(key) == pattern)
        }
        ids = {person for person, unit in followed.posts(connection, span) if unit in units}
        found = people.as_of(connection, span[1], ids=ids)
        names = {key: row.name for key, row in rows.items()}
    who = [
        Who(row.id, row.person.identity.nip, row.person.identity.name, names.get(row.unit_id, ""))
        for row in found
    ]
    return Touched(reached, sorted(who, key=lambda one: (one.unit, one.name)))


def last_day(valid_to: date | None) -> date | None:
    """Give the last day before an end that is itself no more."""
    return None if valid_to is None else valid_to - timedelta(1)
