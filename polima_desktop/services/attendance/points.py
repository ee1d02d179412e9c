"""Units' points as their keepers work on them: listed, recorded, ended, withdrawn.

Lists of points come in through ``services.imports``; what a point means is ``domain.whereabouts``'.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.whereabouts import check_point
from polima_desktop.formatting import day as written_day
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import points
from polima_desktop.storage.attendance.points import Point, PointRow
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import Work


class Points(NamedTuple):
    """The believed points with their units' names, and the units that may have some."""

    rows: list[tuple[PointRow, str]]
    units: list[tuple[int, str]]


def read(session: Session) -> Points:
    """Read all points, by unit."""
    with session.reading(Permission.READ) as connection:
        offices = [(row.id, row.name) for row in units.as_of(connection, session.today)]
        names = dict(offices)
        found = [(row, names.get(row.point.unit_id, "")) for row in points.believed(connection)]
    return Points(sorted(found, key=lambda pair: pair[1]), offices)


def add(session: Session, point: Point) -> None:
    """Record a point; one of the same unit and name ends when it begins."""
    session.actor.require(Permission.EDIT_UNITS)
    check_point(point.name, point.lat, point.lon, point.radius)
    with session.changing("points.add", Permission.EDIT_UNITS) as work:
        points.record(work, [point])
        work.name(f"titik {point.name}, sejak {written_day(point.valid_from)}")
        work.note(f"unit:{point.unit_id}", **_told(point))


def end(session: Session, point_id: int, day: date) -> None:
    """Let a point hold no more from a day on."""
    with session.changing("points.end", Permission.EDIT_UNITS) as work:
        row = _held(work, point_id)
        if day <= row.point.valid_from or (row.point.valid_to and day >= row.point.valid_to):
            raise Refused(
                f"Titik {row.point.name} tidak bisa berakhir {written_day(day)}.",
                f"Isi tanggal sesudah {written_day(row.point.valid_from)}, selama titik berlaku.",
            )
        points.end(work, row, day)
        work.name(f"berakhirnya titik {row.point.name}, {written_day(day)}")
        work.note(f"unit:{row.point.unit_id}", **_told(row.point._replace(valid_to=day)))


def withdraw(session: Session, point_id: int) -> None:
    """Take out a point that never was there."""
    with session.changing("points.withdraw", Permission.EDIT_UNITS) as work:
        row = _held(work, point_id)
        points.withdraw(work, point_id)
        work.name(f"pencabutan titik {row.point.name}")
        work.note(f"unit:{row.point.unit_id}", **_told(row.point))


def _held(work: Work, point_id: int) -> PointRow:
    found = points.find(work.connection, point_id)
    if found is None:
        raise Refused("Titik ini sudah diubah orang lain.", "Muat ulang dengan F5.")
    return found


def _told(point: Point) -> dict[str, object]:
    until = point.valid_to.isoformat() if point.valid_to else None
    return {
        "name": point.name, "lat": point.lat, "lon": point.lon, "radius": point.radius,
        "since": point.valid_from.isoformat(), "until": until, "basis": point.basis,
    }  # fmt: skip
