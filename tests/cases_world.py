"""Clockings with places in March: people of ``claims_world`` with odd telephones.

Fajrin (Bidang Bina Marga under Dinas PU, whose point counts) leaves from home once and has a mock
flag; Karmila's school has a point of its own, and her place never moves; Taslim is far in no time.
"""

from __future__ import annotations

from datetime import date

from polima_desktop.domain.periods import Month
from polima_desktop.storage.attendance import points, records
from polima_desktop.storage.attendance.points import Point
from polima_desktop.storage.attendance.records import DayRow
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import claims_world
from tests.claims_world import FAJRIN, KARMILA, MORNING, TASLIM

MARCH = Month(2021, 3)
OFFICE, SCHOOL = (-5.463100, 122.601200), (-5.470000, 122.610000)
FAR = (-5.1477, 119.4327)
MORNINGS, AFTERNOON = 27_000, 57_600


def build(url: str, *, with_points: bool = True) -> Database:
    """Fill an empty store."""
    database = claims_world.build(url)
    with unit_of_work(database, "kominfo", "test.clockings", MORNING) as work:
        batch = claims_world.add_batch(work, "attendance", "maret.csv")
        records.record_days(work, batch, _rows())
        if with_points:
            ids = units.ids_by_code(work.connection)
            since = date(2021, 1, 4)
            points.record(work, [
                Point(ids["DIN-05"], "Kantor", *OFFICE, 100, since),
                Point(ids["SD-07"], "Sekolah", *SCHOOL, 100, since),
                Point(ids["KEL-03"], "Kantor", *OFFICE, 100, since),
            ])  # fmt: skip
    return database


def _rows() -> list[DayRow]:
    """Give eleven days: six of Fajrin, four of Karmila, one of Taslim."""
    found = []
    for n in range(6):
        north = OFFICE[0] + n / 1e5
        left = (north - 0.02, OFFICE[1]) if n == 2 else (north + 1e-6, OFFICE[1])
        mock = n == 4
        found.append(_day(FAJRIN, 1 + n, (north, OFFICE[1]), left, mock=mock))
    found += [
        _day(KARMILA, 1 + n, SCHOOL, (SCHOOL[0] + n / 1e5, SCHOOL[1] + 1e-5)) for n in range(4)
    ]
    found.append(_day(TASLIM, 2, OFFICE, FAR, left_at=MORNINGS + 3_600))
    return found


def _day(
    person: int,
    day: int,
    came: tuple[float, float],
    left: tuple[float, float],
    *,
    left_at: int = AFTERNOON,
    mock: bool = False,
) -> DayRow:
    return DayRow(
        person, date(2021, 3, day), MORNINGS, left_at, *came, *left, "Kantor", "HP", None,
        person * 100 + day, mock,
    )  # fmt: skip
