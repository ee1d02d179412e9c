"""Who clocked in by the app in a span of days; the records themselves are ``attendance``."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, or_, select

from polima_desktop.storage.tables import attendance_days

_D = attendance_days.c


def people_between(connection: Connection, first: date, last: date) -> set[int]:
    """Give the ids of everybody with at least one clocking from ``first`` to ``last``."""
    query = (
        select(_D.person_id)
        .where(
            _D.day.between(first, last),
            _D.superseded_by.is_(None),
            or_(_D.check_in.is_not(None), _D.check_out.is_not(None)),
        )
        .distinct()
    )
    return set(connection.execute(query).scalars())


def person_days(connection: Connection, first: date, last: date) -> list[tuple[int, date]]:
    """Give every person's day with a clocking from ``first`` to ``last``."""
    query = select(_D.person_id, _D.day).where(
        _D.day.between(first, last),
        _D.superseded_by.is_(None),
        or_(_D.check_in.is_not(None), _D.check_out.is_not(None)),
    )
    return [(person, day) for person, day in connection.execute(query)]


def span(connection: Connection) -> tuple[date, date] | None:
    """Give the first and the last day with a record, or None without any."""
    query = select(func.min(_D.day), func.max(_D.day)).where(_D.superseded_by.is_(None))
    first, last = connection.execute(query).one()
    return None if first is None else (first, last)
