"""Whose hours each person follows on a day: their post's unit, its pattern, what units have of own.

The hours themselves are ``domain.calendar``'s; planned shifts of single people ``shifts``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from polima_desktop.domain.calendar import Calendar
from polima_desktop.storage import facts
from polima_desktop.storage.tables import assignments, unit_facts, units

ALL_AT_ONCE = 900
"""From here on everybody's posts are read instead of naming the people."""


class Followed:
    """The key to ask a calendar by, of each person and day of a span; see ``Calendar.key``."""

    def __init__(
        self,
        connection: Connection,
        calendar: Calendar,
        people: Collection[int],
        span: tuple[date, date],
    ) -> None:
        self.calendar = calendar
        self._keys = unit_keys(connection, calendar, span)
        self._posts: dict[int, list[Any]] = defaultdict(list)
        c = assignments.c
        query = select(c.person_id, c.valid_from, c.valid_to, c.unit_id).where(
            within(assignments, span)
        )
        if len(people) < ALL_AT_ONCE:
            query = query.where(c.person_id.in_(list(people)))
        for row in connection.execute(query.order_by(c.valid_from)):
            self._posts[row.person_id].append(row)

    def code(self, person: int, day: date) -> str | None:
        """Give the key, or None for who has no post that day or whose unit has no pattern."""
        for post in reversed(self._posts.get(person, [])):
            if post.valid_from <= day and (post.valid_to is None or day < post.valid_to):
                return self._keys.get(post.unit_id)
        return None


def unit_rows(connection: Connection, span: tuple[date, date]) -> dict[int, Any]:
    """Give the units of a span as they are at its end: id, code, name, parent and pattern."""
    c = unit_facts.c
    query = (
        select(units.c.id, units.c.code, c.name, c.parent_id, c.pattern)
        .join(unit_facts, c.unit_id == units.c.id)
        .where(within(unit_facts, span))
        .order_by(c.valid_from)
    )
    return {row.id: row for row in connection.execute(query)}


def posts(connection: Connection, span: tuple[date, date]) -> list[tuple[int, int]]:
    """Give everybody with the units they stood in within a span, as (person, unit)."""
    c = assignments.c
    query = select(c.person_id, c.unit_id).where(within(assignments, span))
    return [(person, unit) for person, unit in connection.execute(query).all()]


def unit_keys(
    connection: Connection, calendar: Calendar, span: tuple[date, date]
) -> Mapping[int, str]:
    """Give each unit's key within a span of days; units without any pattern are left out."""
    rows = unit_rows(connection, span)
    found: dict[int, str] = {}
    for key in rows:
        line = line_of(rows, key)
        pattern = next((rows[one].pattern for one in line if rows[one].pattern), None)
        if pattern is not None:
            found[key] = calendar.key(pattern, [rows[one].code for one in line])
    return found


def pattern_of(key: str) -> str:
    """Give the pattern of a key."""
    return key.partition("\n")[0]


def line_of(rows: Mapping[int, Any], key: int) -> list[int]:
    """Give a unit and the units above it, the nearest first; a circle ends where it closes."""
    line: list[int] = []
    at: int | None = key
    while at is not None and at in rows and at not in line:
        line.append(at)
        at = rows[at].parent_id
    return line


def within(table: Table, span: tuple[date, date]) -> ColumnElement[bool]:
    """Give the condition for believed rows that hold on some day of a span."""
    first, last = span
    return and_(
        facts.believed(table),
        table.c.valid_from <= last,
        or_(table.c.valid_to.is_(None), table.c.valid_to > first),
    )
