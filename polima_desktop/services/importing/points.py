"""Lists of units' points against what is recorded: new places, moved ones, unchanged ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.formatting import day as written_day
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.services.importing.plan import Change, Decided, Settled, Verdict
from polima_desktop.storage.attendance import points
from polima_desktop.storage.attendance.points import Point
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.importing.words import Outcome
    from polima_desktop.storage.unit_of_work import Work


class Payload(NamedTuple):
    """What is to be recorded."""

    points: list[Point]


def decide(connection: Connection, reading: Reading, settled: Settled) -> Decided:
    """Weigh rows, each against the point of its unit and name on its first day."""
    decided = Decided(payload=Payload([]))
    ids = units.ids_by_code(connection)
    stored: dict[tuple[int, str], list[Point]] = {}
    for row in points.believed(connection):
        stored.setdefault(row.point.key, []).append(row.point)
    for accepted in reading.accepted:
        new = _point(accepted, ids)
        before = _on(stored.get(new.key, ()), new.valid_from)
        same = new in stored.get(new.key, ()) or (before is not None and _alike(before, new))
        if settled(accepted.sheet, accepted.row) and before is not None:
            same = True
        outcome: Outcome = "unchanged" if same else "changed" if before else "new"
        changes = () if same or before is None else tuple(_changes(before, new))
        decided.count(outcome)
        unit = str(accepted.values["unit"])
        decided.verdicts.append(
            Verdict(accepted.sheet, accepted.row, unit, new.name, outcome, changes)
        )
        if not same:
            decided.payload.points.append(new)
    return decided


def _point(row: AcceptedRow, ids: dict[str, int]) -> Point:
    """Make a point of a row; the last day in the list is the day before ``valid_to``."""
    stated = row.values
    starts, ends, basis = stated["starts"], stated["ends"], stated["basis"]
    assert isinstance(starts, date)  # the reader makes nothing else
    until = ends + timedelta(1) if isinstance(ends, date) else None
    lat, lon, radius = (stated[name] for name in ("lat", "lon", "radius"))
    assert isinstance(lat, float)
    assert isinstance(lon, float)
    assert isinstance(radius, int)
    unit, name = ids[str(stated["unit"])], str(stated["name"])
    return Point(unit, name, lat, lon, radius, starts, until, None if basis is None else str(basis))


def _on(found: Iterable[Point], day: date) -> Point | None:
    holding = [p for p in found if p.valid_from <= day and (p.valid_to is None or day < p.valid_to)]
    return holding[-1] if holding else None


def _alike(before: Point, new: Point) -> bool:
    """The same place and end as what holds already; since when it holds may differ."""
    return before._replace(valid_from=new.valid_from, basis=new.basis, name=new.name) == new


def _changes(before: Point, new: Point) -> Iterable[Change]:
    for label, old, fresh in (
        ("Lintang", f"{before.lat:.7f}", f"{new.lat:.7f}"),
        ("Bujur", f"{before.lon:.7f}", f"{new.lon:.7f}"),
        ("Radius", f"{before.radius} m", f"{new.radius} m"),
        ("Sampai", _until(before), _until(new)),
    ):
        if old != fresh:
            yield Change(label, old, fresh, new.valid_from)


def _until(point: Point) -> str:
    return "seterusnya" if point.valid_to is None else written_day(point.valid_to - timedelta(1))


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Record the points of one batch."""
    for point in sorted(payload.points, key=lambda one: one.valid_from):
        points.record(work, [point], batch_id)
