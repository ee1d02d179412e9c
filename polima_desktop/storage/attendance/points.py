"""Units' points as dated facts: where their people clock in, superseded and never edited.

A unit may have several points side by side, told apart by name. Whether a clocking lies inside is
``domain.whereabouts``'.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select

from polima_desktop.domain.whereabouts import Circle
from polima_desktop.storage import facts
from polima_desktop.storage.attendance import followed
from polima_desktop.storage.tables import unit_points
from polima_desktop.storage.unit_of_work import Work


class Point(NamedTuple):
    """A place in degrees with its radius in metres, from a day to before another."""

    unit_id: int
    name: str
    lat: float
    lon: float
    radius: int
    valid_from: date
    valid_to: date | None = None
    basis: str | None = None

    @property
    def key(self) -> tuple[int, str]:
        """What a later row must share to replace it: the unit, and the name in any spelling."""
        return self.unit_id, self.name.casefold()

    @property
    def circle(self) -> Circle:
        """The point without its unit."""
        return Circle(self.name, self.lat, self.lon, self.radius, self.valid_from, self.valid_to)


class PointRow(NamedTuple):
    """A believed point as stored."""

    id: int
    point: Point
    recorded_by: str


def believed(connection: Connection, units: Collection[int] | None = None) -> list[PointRow]:
    """Give the points, of all units or of some, by unit, name and day."""
    c = unit_points.c
    query = select(c.id, *(c[name] for name in Point._fields), c.recorded_by)
    if units is not None:
        query = query.where(c.unit_id.in_(list(units)))
    rows = connection.execute(
        query.where(facts.believed(unit_points)).order_by(c.unit_id, c.name, c.valid_from, c.id)
    )
    return [PointRow(row[0], Point._make(row[1:-1]), row[-1]) for row in rows]


def find(connection: Connection, point_id: int) -> PointRow | None:
    """Give a believed point by its id, or None."""
    return next((row for row in believed(connection) if row.id == point_id), None)


def record(work: Work, new: Sequence[Point], batch_id: int | None = None) -> None:
    """Write points; one of the same unit and name ends when the new one begins."""
    first = {point.key: point.valid_from for point in sorted(new, key=_since, reverse=True)}
    before = [row for row in believed(work.connection) if row.point.key in first]
    gone = [row for row in before if _after(row.point, first[row.point.key])]
    facts.withdraw(work, unit_points, [row.id for row in gone])
    cut = [
        row.point._replace(valid_to=first[row.point.key])
        for row in gone
        if row.point.valid_from < first[row.point.key]
    ]
    _insert(work, [*cut, *new], batch_id)


def end(work: Work, row: PointRow, day: date) -> None:
    """Let a point hold no more from a day on."""
    facts.withdraw(work, unit_points, [row.id])
    _insert(work, [row.point._replace(valid_to=day)], None)


def withdraw(work: Work, point_id: int) -> None:
    """Stop believing a point that never was there."""
    facts.withdraw(work, unit_points, [point_id])


def circles(connection: Connection, span: tuple[date, date]) -> dict[int, list[Circle]]:
    """Give the points of each unit within a span: its own, else those of the nearest above."""
    own: dict[int, list[Circle]] = {}
    for row in believed(connection):
        own.setdefault(row.point.unit_id, []).append(row.point.circle)
    rows = followed.unit_rows(connection, span)
    found: dict[int, list[Circle]] = {}
    for unit in rows if own else ():
        line = followed.line_of(rows, unit)
        nearest = next((own[one] for one in line if one in own), None)
        if nearest is not None:
            found[unit] = nearest
    return found


def _after(point: Point, day: date) -> bool:
    return point.valid_to is None or point.valid_to > day


def _since(point: Point) -> date:
    return point.valid_from


def _insert(work: Work, points: Sequence[Point], batch_id: int | None) -> None:
    written: dict[str, Any] = {
        "recorded_at": work.now, "recorded_by": work.user, "batch_id": batch_id,
    }  # fmt: skip
    if points:
        rows = [{**point._asdict(), **written} for point in points]
        work.connection.execute(insert(unit_points), rows)
