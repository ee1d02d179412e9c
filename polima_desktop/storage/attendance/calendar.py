"""Holidays, work hours and the transition policy as rows of the store, read as domain values."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from polima_desktop.domain.calendar import Calendar, Holiday, Hours, Pattern, Shift, Timetable
from polima_desktop.domain.transition import BlankSpot, Group, Policy, Scope
from polima_desktop.storage.attendance import holidays
from polima_desktop.storage.office import initial
from polima_desktop.storage.tables import (
    blank_spots,
    settings,
    shift_windows,
    transition_rules,
    work_hours,
)

TOLERANCE = "review.tolerance_minutes"


def fill_new_store(connection: Connection) -> None:
    """Write the shipped holidays, patterns, policy and tolerance into an empty store."""
    shipped = initial.shipped_calendar()
    patterns = shipped.patterns.values()
    holidays.ship(connection, list(shipped.holidays.values()))
    connection.execute(insert(work_hours), [row for each in patterns for row in _hour_rows(each)])
    connection.execute(insert(shift_windows), [row for each in patterns for row in _windows(each)])
    _write_policy(connection, initial.shipped_policy())
    tolerance = str(initial.shipped_tolerance())
    connection.execute(insert(settings), [{"key": TOLERANCE, "value": tolerance}])


def load_calendar(connection: Connection) -> Calendar:
    """Read all patterns and holidays, and what single units have of their own."""
    days: dict[date, Holiday] = {}
    local: dict[str, dict[date, bool]] = defaultdict(dict)
    for holiday in holidays.believed(connection):
        entry = holiday.entry
        if holiday.unit is not None:
            local[holiday.unit][entry.day] = not entry.cancelled
        elif not entry.cancelled:
            days[entry.day] = Holiday(entry.day, entry.name, entry.kind)
    windows: dict[str, list[Shift]] = defaultdict(list)
    for row in _all(connection, shift_windows):
        shift = Shift(row.name, Hours(row.starts, row.ends), row.valid_from, row.valid_to)
        windows[row.pattern].append(shift)
    order = (work_hours.c.pattern, work_hours.c.valid_from, work_hours.c.valid_to)
    rows = connection.execute(select(work_hours).order_by(*order))
    patterns = {
        code: Pattern(code, tuple(_timetables(list(mine))), tuple(windows[code]))
        for code, mine in groupby(rows, key=lambda row: str(row.pattern))
    }
    return Calendar(patterns, days, dict(local))


def load_policy(connection: Connection) -> Policy:
    """Read the transition policy; a store without a rule for everybody is damaged."""
    groups = [_group(row) for row in _all(connection, transition_rules)]
    spots = [
        BlankSpot(row.place, Scope(row.scope), row.valid_from, row.valid_to, row.source)
        for row in _all(connection, blank_spots)
    ]
    named = tuple(group for group in groups if group.unit_kinds)
    everybody = next(group for group in groups if not group.unit_kinds)
    return Policy(named, everybody, tuple(spots), initial.districts())


def load_tolerance(connection: Connection) -> int:
    """Read the minutes by which claim and record may differ and still agree."""
    value = select(settings.c.value).where(settings.c.key == TOLERANCE)
    return int(connection.execute(value).scalar_one())


def _all(connection: Connection, table: Table) -> list[Row[Any]]:
    return list(connection.execute(select(table).order_by(*table.primary_key)))


def _timetables(rows: list[Row[Any]]) -> list[Timetable]:
    """Join the weekday rows of one pattern into weeks, one a period."""
    weeks: dict[tuple[date, date | None], list[Hours | None]] = {}
    for row in rows:
        week = weeks.setdefault((row.valid_from, row.valid_to), [None] * 7)
        week[row.weekday] = Hours(row.starts, row.ends)
    return [Timetable(start, end, tuple(week)) for (start, end), week in weeks.items()]


def _hour_rows(pattern: Pattern) -> list[dict[str, object]]:
    return [
        _period(pattern.code, table) | {"weekday": weekday} | _span(hours)
        for table in pattern.timetables
        for weekday, hours in enumerate(table.week)
        if hours
    ]


def _windows(pattern: Pattern) -> list[dict[str, object]]:
    return [
        _period(pattern.code, shift) | {"name": shift.name} | _span(shift.hours)
        for shift in pattern.windows
    ]


def _period(code: str, dated: Shift | Timetable) -> dict[str, object]:
    return {"pattern": code, "valid_from": dated.valid_from, "valid_to": dated.valid_to}


def _span(hours: Hours) -> dict[str, object]:
    return {"starts": hours.start, "ends": hours.end}


def _write_policy(connection: Connection, policy: Policy) -> None:
    groups = [*policy.groups, policy.everybody]
    connection.execute(insert(transition_rules), [_group_row(group) for group in groups])
    spots = [
        {
            "place": spot.place,
            "scope": spot.scope.value,
            "valid_from": spot.valid_from,
            "valid_to": spot.valid_to,
            "source": spot.source,
        }
        for spot in policy.blank_spots
    ]
    connection.execute(insert(blank_spots), spots)


def _group_row(group: Group) -> dict[str, object]:
    return {
        "group": group.code,
        "label": group.name,
        "unit_kinds": "; ".join(group.unit_kinds),
        "electronic_from": group.electronic_from,
        "manual_until": group.manual_until,
        "source": group.source,
    }


def _group(row: Row[Any]) -> Group:
    kinds = tuple(kind.strip() for kind in row.unit_kinds.split(";") if kind.strip())
    return Group(row.group, row.label, kinds, row.electronic_from, row.manual_until, row.source)
