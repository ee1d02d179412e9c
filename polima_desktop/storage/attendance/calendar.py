"""Holidays and work hours as rows of the store, read as domain values; and what a new one gets."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection, insert, select

from polima_desktop.domain.calendar import Calendar, Holiday
from polima_desktop.storage.attendance import holidays, policy, working_hours
from polima_desktop.storage.office import initial
from polima_desktop.storage.tables import (
    settings,
)

TOLERANCE = "review.tolerance_minutes"


def fill_new_store(connection: Connection) -> None:
    """Write the shipped holidays, patterns, policy and tolerance into an empty store."""
    shipped = initial.shipped_calendar()
    patterns = shipped.patterns.values()
    holidays.ship(connection, list(shipped.holidays.values()))
    working_hours.ship(connection, patterns)
    policy.ship(connection, initial.shipped_policy())
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


def load_tolerance(connection: Connection) -> int:
    """Read the minutes by which claim and record may differ and still agree."""
    value = select(settings.c.value).where(settings.c.key == TOLERANCE)
    return int(connection.execute(value).scalar_one())
