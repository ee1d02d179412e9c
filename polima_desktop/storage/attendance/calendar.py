"""Holidays, work hours and the transition policy as rows of the store, read as domain values."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, insert, select

from polima_desktop.domain.calendar import Calendar, Holiday
from polima_desktop.domain.transition import BlankSpot, Group, Policy, Scope
from polima_desktop.storage.attendance import holidays, working_hours
from polima_desktop.storage.office import initial
from polima_desktop.storage.tables import (
    blank_spots,
    settings,
    transition_rules,
)

TOLERANCE = "review.tolerance_minutes"


def fill_new_store(connection: Connection) -> None:
    """Write the shipped holidays, patterns, policy and tolerance into an empty store."""
    shipped = initial.shipped_calendar()
    patterns = shipped.patterns.values()
    holidays.ship(connection, list(shipped.holidays.values()))
    working_hours.ship(connection, patterns)
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
    patterns, own = working_hours.holders(connection)
    return Calendar(patterns, days, dict(local), own)


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
