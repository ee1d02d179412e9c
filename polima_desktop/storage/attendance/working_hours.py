"""Hours as dated statements: the weeks and shifts of patterns and of single units.

One believed row says one thing: a whole week, or one shift, of a pattern or of a unit, from a
day on. A row is replaced, ended or withdrawn by superseding it, never edited; what the rows make
of a day is ``domain.calendar``'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select

from polima_desktop.domain.calendar import (
    Hours,
    Pattern,
    Shift,
    Timetable,
    read_week,
    write_hours,
    write_week,
)
from polima_desktop.domain.working_hours import read_duty, write_duty
from polima_desktop.storage import facts
from polima_desktop.storage.tables import units, work_hours
from polima_desktop.storage.unit_of_work import Work

SHIPPED_AT, SHIPPED_BY = datetime(2021, 1, 1, tzinfo=UTC), "program"
"""Moment and hand of the hours that come with the program."""


class Statement(NamedTuple):
    """Hours of a pattern (its code) or of a unit, from ``valid_from`` to before ``valid_to``.

    ``hours`` is a week as ``domain.calendar.write_week`` writes it, or those of one ``shift`` as
    ``domain.working_hours.write_duty`` does.
    """

    pattern: str | None
    unit_id: int | None
    shift: str | None
    hours: str
    valid_from: date
    valid_to: date | None = None
    name: str | None = None
    basis: str | None = None

    @property
    def key(self) -> tuple[str | None, int | None, str | None, date]:
        """What a later statement must share to stand in place of this one."""
        return self.pattern, self.unit_id, self.shift, self.valid_from


class HoursRow(NamedTuple):
    """A believed statement as stored; ``unit`` is the unit's code."""

    id: int
    said: Statement
    unit: str | None
    recorded_by: str


def ship(connection: Connection, patterns: Iterable[Pattern]) -> None:
    """Write the hours of a new store."""
    written = {"recorded_at": SHIPPED_AT, "recorded_by": SHIPPED_BY}
    rows = [{**said._asdict(), **written} for one in patterns for said in _statements(one)]
    connection.execute(insert(work_hours), rows)


def _statements(pattern: Pattern) -> Iterable[Statement]:
    for table in pattern.timetables:
        hours, name = write_week(table.week), table.name or None
        yield Statement(pattern.code, None, None, hours, table.valid_from, table.valid_to, name)
    for shift in pattern.windows:
        hours = write_duty(shift.hours, shift.reach)
        yield Statement(pattern.code, None, shift.name, hours, shift.valid_from, shift.valid_to)


def believed(connection: Connection) -> list[HoursRow]:
    """Give all statements: the patterns' first, each holder's by day, weeks before shifts."""
    c = work_hours.c
    query = (
        select(*(c[name] for name in Statement._fields), c.id, units.c.code, c.recorded_by)
        .outerjoin(units, units.c.id == c.unit_id)
        .where(facts.believed(work_hours))
        .order_by(c.unit_id.is_not(None), c.pattern, units.c.code)
        .order_by(c.shift.is_not(None), c.valid_from, c.id)
    )
    rows = connection.execute(query).all()
    return [HoursRow(row.id, Statement._make(row[:8]), row.code, row.recorded_by) for row in rows]


def find(connection: Connection, row_id: int) -> HoursRow | None:
    """Give a believed statement by its id, or None."""
    return next((row for row in believed(connection) if row.id == row_id), None)


def record(work: Work, statements: Sequence[Statement], batch_id: int | None = None) -> None:
    """Write statements, each in place of the one with its key."""
    keys = {said.key for said in statements}
    facts.withdraw(
        work, work_hours, [row.id for row in believed(work.connection) if row.said.key in keys]
    )
    written = {"recorded_at": work.now, "recorded_by": work.user, "batch_id": batch_id}
    if statements:
        rows = [{**said._asdict(), **written} for said in statements]
        work.connection.execute(insert(work_hours), rows)


def withdraw(work: Work, row_id: int) -> None:
    """Stop believing a statement that never was so."""
    facts.withdraw(work, work_hours, [row_id])


def span_of(connection: Connection, batch_id: int) -> tuple[date, date] | None:
    """Give the first and the last day for which a batch says something."""
    c = work_hours.c
    query = select(c.valid_from, c.valid_to).where(c.batch_id == batch_id)
    rows = connection.execute(query).all()
    ends = [row.valid_to or date.max for row in rows]
    return (min(row.valid_from for row in rows), max(ends)) if rows else None


def holders(connection: Connection) -> tuple[Mapping[str, Pattern], Mapping[str, Pattern]]:
    """Give the patterns by their code, and what units have of their own by the unit's."""
    weeks: dict[tuple[str | None, str | None], list[Timetable]] = defaultdict(list)
    windows: dict[tuple[str | None, str | None], list[Shift]] = defaultdict(list)
    for row in believed(connection):
        said, holder = row.said, (row.said.pattern, row.unit)
        weeks[holder]  # a unit may have shifts only
        if said.shift is None:
            week = read_week(said.hours)
            weeks[holder].append(Timetable(said.valid_from, said.valid_to, week, said.name or ""))
        else:
            hours, reach = read_duty(said.hours)
            shift = Shift(said.shift, hours, said.valid_from, said.valid_to, reach)
            windows[holder].append(shift)
    made = {
        holder: Pattern(holder[0] or holder[1] or "", tuple(tables), tuple(windows[holder]))
        for holder, tables in weeks.items()
    }
    common = {code: found for (code, unit), found in made.items() if code and unit is None}
    return common, {unit: found for (_code, unit), found in made.items() if unit is not None}


def carried_over(rows: Iterable[Row[Any]], shifts: Iterable[Row[Any]]) -> list[Statement]:
    """Make statements of the rows stores kept before: a weekday a row, a shift a row."""
    weeks: dict[tuple[str, date, date | None], list[str]] = {}
    for row in rows:
        week = weeks.setdefault((row.pattern, row.valid_from, row.valid_to), [""] * 7)
        week[row.weekday] = _hours(row)
    made = [
        Statement(pattern, None, None, ";".join(week), since, until)
        for (pattern, since, until), week in weeks.items()
    ]
    return made + [
        Statement(row.pattern, None, row.name, _hours(row), row.valid_from, row.valid_to)
        for row in shifts
    ]


def _hours(row: Row[Any]) -> str:
    return write_hours(Hours(row.starts, row.ends))
