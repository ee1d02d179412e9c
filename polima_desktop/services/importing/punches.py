"""Lists of punches against those already there, and the days that all punches make together.

Days are made anew around every punch that comes in, and around every shift that is planned: which
night a leaving belongs to follows from the plan. Pairing itself is ``domain.pairing``'s.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.pairing import Pair, Punch, moment, pair
from polima_desktop.imports.punches import Touch
from polima_desktop.imports.records import Records
from polima_desktop.services.importing.plan import Decided
from polima_desktop.storage.attendance import punches, records
from polima_desktop.storage.attendance.due import Due
from polima_desktop.storage.attendance.punches import PunchRow
from polima_desktop.storage.attendance.records import DayRow, PersonDay
from polima_desktop.storage.staff import numbers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.domain.pairing import Way
    from polima_desktop.storage.unit_of_work import Work

_AROUND = 2
"""Days before and after a punch whose punches may stand in one duty with it."""


class Payload(NamedTuple):
    """The punches to write."""

    rows: list[PunchRow]


def decide(connection: Connection, reading: Records) -> Decided:
    """Take the punches that are not there yet; the same touch again, in a file or not, is none."""
    touches: list[Touch] = reading.rows
    ids = numbers.owners_of(connection, {one.nip for one in touches})
    rows = [PunchRow(ids[one.nip], *one[1:]) for one in touches]
    seen = {row[:4] for row in punches.near(connection, {(r.person_id, r.day) for r in rows})}
    fresh = []
    for row in rows:
        if row[:4] not in seen:
            seen.add(row[:4])
            fresh.append(row)
    return Decided(new=len(fresh), unchanged=len(rows) - len(fresh), payload=Payload(fresh))


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Write the punches of one batch and the days they make."""
    punches.add(work, batch_id, payload.rows)
    derive(work, batch_id, {(row.person_id, row.day) for row in payload.rows})


def derive(work: Work, batch_id: int, touched: Collection[PersonDay]) -> None:
    """Make the days around some days anew, and write those that come out different."""
    if not touched:
        return
    connection = work.connection
    wide, close = set(_around(touched, _AROUND)), set(_around(touched, 1))
    found = _Pool(connection, wide)
    now = {(row.person_id, row.day): row for row in records.days(connection, close)}
    days = [day for _, day in wide]
    due = Due(connection, found.people, (min(days), max(days)))
    made = []
    for person in found.people:
        pairs = pair(found.punches[person], *due.of(person))
        for day in sorted({day for who, day in close if who == person}):
            row = found.day(person, day, pairs.get(day, Pair(None, None)))
            if _differs(now.get((person, day)), row):
                made.append(row)
    records.record_days(work, batch_id, made)


def _around(touched: Iterable[PersonDay], days: int) -> Iterator[PersonDay]:
    for person, day in touched:
        for step in range(-days, days + 1):
            yield person, day + timedelta(step)


def _differs(now: object, row: DayRow) -> bool:
    clocked = (row.check_in, row.check_out)
    if now is None:
        return clocked != (None, None)
    return (now.check_in, now.check_out) != clocked  # type: ignore[attr-defined]  # a day's row


class _Origin(NamedTuple):
    """Where a punch was made, and where it stands in its file."""

    lat: float | None
    lon: float | None
    location: str | None
    device: str | None
    mock: bool | None
    sheet: str | None
    row: int


_NOWHERE = _Origin(None, None, None, None, None, None, 0)


class _Pool:
    """All that is known of some days: single punches, and the ends of days that came as rows."""

    def __init__(self, connection: Connection, wanted: set[PersonDay]) -> None:
        self.origins: list[_Origin] = []
        self.punches: dict[int, list[Punch]] = defaultdict(list)
        for row in punches.near(connection, wanted):
            if (row.person_id, row.day) in wanted:
                self._add(row.person_id, row.day, row.seconds, row.way, _Origin(*row[4:]))
        for day in punches.rows_near(connection, wanted):
            if (day.person_id, day.day) in wanted:
                rest = day.location, day.device, day.mock, day.sheet, day.row
                came = _Origin(day.lat_in, day.lon_in, *rest)
                self._add(day.person_id, day.day, day.check_in, "in", came)
                left = _Origin(day.lat_out, day.lon_out, *rest)
                self._add(day.person_id, day.day, day.check_out, "out", left)

    @property
    def people(self) -> list[int]:
        """Everybody with a punch."""
        return sorted(self.punches)

    def _add(self, person: int, day: date, seconds: int | None, way: Way, at: _Origin) -> None:
        if seconds is not None:
            self.punches[person].append(Punch(moment(day, seconds), way, len(self.origins)))
            self.origins.append(at)

    def day(self, person: int, day: date, found: Pair) -> DayRow:
        """Give the row of a day: its clockings, where each was made, the place in the file."""
        came, left = (_NOWHERE if one is None else self.origins[one.source] for one in found)
        told = came if found.came else left
        mocks = [one.mock for one in (came, left) if one.mock is not None]
        return DayRow(
            person, day, *found.clocking(day), came.lat, came.lon, left.lat, left.lon,
            told.location, told.device, told.sheet, told.row, any(mocks) if mocks else None,
        )  # fmt: skip
