"""Planned shifts as dated facts: one believed row a person and day, superseded, never edited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, insert, select

from polima_desktop.domain.calendar import Hours
from polima_desktop.storage import facts
from polima_desktop.storage.tables import shifts
from polima_desktop.storage.unit_of_work import Work

PersonDay = tuple[int, date]


class Planned(NamedTuple):
    """A person's planned shift of a day; ``starts`` None: a planned day off."""

    person_id: int
    day: date
    name: str | None
    starts: int | None
    ends: int | None
    basis: str | None = None

    @property
    def hours(self) -> Hours | None:
        """The planned hours; None: off."""
        return None if self.starts is None or self.ends is None else Hours(self.starts, self.ends)


def between(
    connection: Connection, first: date, last: date, people: Collection[int] | None = None
) -> dict[PersonDay, Planned]:
    """Give what is planned from ``first`` to ``last``, of everybody or of some people."""
    return {key: row for key, (row, _id) in _believed(connection, first, last, people).items()}


def record(work: Work, rows: Sequence[Planned], batch_id: int | None = None) -> None:
    """Write planned shifts, each in place of what was planned of its person and day."""
    if not rows:
        return
    first, last = min(row.day for row in rows), max(row.day for row in rows)
    before = _believed(work.connection, first, last, None)
    keys = {(row.person_id, row.day) for row in rows}
    facts.withdraw(work, shifts, [before[key][1] for key in keys if key in before])
    written = {"recorded_at": work.now, "recorded_by": work.user, "batch_id": batch_id}
    work.connection.execute(insert(shifts), [{**row._asdict(), **written} for row in rows])


def withdraw(work: Work, keys: Collection[PersonDay]) -> None:
    """Let nothing be planned any more for some people's days."""
    if keys:
        days = [day for _person, day in keys]
        before = _believed(work.connection, min(days), max(days), {who for who, _day in keys})
        facts.withdraw(work, shifts, [before[key][1] for key in keys if key in before])


def _believed(
    connection: Connection, first: date, last: date, people: Collection[int] | None
) -> dict[PersonDay, tuple[Planned, int]]:
    c = shifts.c
    query: Select[Any] = select(*(c[name] for name in Planned._fields), c.id).where(
        facts.believed(shifts), c.day.between(first, last)
    )
    if people is not None and len(people) < facts.MANY_KEYS:
        query = query.where(c.person_id.in_(list(people)))
    rows = connection.execute(query)
    return {(row.person_id, row.day): (Planned._make(row[:6]), row.id) for row in rows}
