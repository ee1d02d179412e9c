"""A published retroactive case: the months as first run, and every difference found later.

The regression case "RetroPayroll" of Payroll-Engine (MIT): a monthly wage by calendar days times
an employment level, with facts that come late and are overtaken by later ones. Its values in
thousandths; its years two later, which changes no month's length. The level is the CPNS share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import arrears, explaining, payments
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow
from polima_desktop.storage.database import Database
from polima_desktop.storage.months import slips
from polima_desktop.storage.staff import statements
from polima_desktop.storage.staff.statements import New
from polima_desktop.storage.tables import rule_versions
from polima_desktop.storage.unit_of_work import Work, unit_of_work
from tests import month_world as world
from tests.month_world import FAJRIN, NIPS, run_to

RULES = """
[decree]
number = "contoh"
title = "Upah bulanan"
date = 2020-10-01
valid_from = 2020-10-01

[changes]
status = "calendar_days"

[inputs.gaji]
label = "Upah"
unit = "Rp"
decimals = 0
min = "0"
max = "100000000"

[inputs.status]
label = "Status"
values = ["CPNS", "PNS", "PPPK"]

[[lines]]
name = "upah"
label = "Upah"
unit = "Rp"
decimals = 0
slip = "bersih"
sliced = true
formula = "BULAT(gaji * JIKA(status = \\"CPNS\\"; 50%; 1); 0)"

[[examples]]
name = "penuh"
inputs = { gaji = "5000000", status = "PNS" }
expect = { upah = "5000000" }

[[examples]]
name = "setengah"
inputs = { gaji = "5000000", status = "CPNS" }
expect = { upah = "2500000" }
"""

MONTHS = [Month(2020, 10), Month(2020, 11), Month(2020, 12)] + [
    Month(2021, number) for number in range(1, 8)
]
PAID_IN = {
    "2020-10": 5_000_000, "2020-11": 5_000_000, "2020-12": 5_000_000, "2021-01": 5_000_000,
    "2021-02": 4_500_000, "2021-03": 6_000_000, "2021-04": 6_000_000, "2021-05": 2_750_000,
    "2021-06": 7_000_000, "2021-07": 0,
}  # fmt: skip
FOUND_IN = {
    "2021-02": -300_000, "2021-05": 5_455_357, "2021-06": -5_000_000, "2021-07": -10_500_000,
}  # fmt: skip
RECOMPUTED = {
    "2021-02": {"2020-11": 5_700_000, "2020-12": 6_000_000, "2021-01": 3_000_000},
    "2021-05": {"2021-02": 4_205_357, "2021-03": 10_000_000, "2021-04": 7_750_000},
    "2021-06": {"2021-03": 5_000_000, "2021-04": 7_000_000, "2021-05": 3_500_000},
    "2021-07": {"2021-05": 0, "2021-06": 0},
}


def wage(amount: int, start: date, last: date | None = None) -> New:
    end = None if last is None else last + timedelta(1)
    return New(FAJRIN, "data", start, end, {"salary": amount * 1000})


def half(start: date, last: date) -> New:
    return New(FAJRIN, "data", start, last + timedelta(1), {"status": "CPNS"})


BECAME_KNOWN = {
    "2020-10": [wage(5000, date(2020, 10, 1))],
    "2021-02": [
        wage(6000, date(2020, 11, 10)),
        half(date(2021, 1, 1), date(2021, 2, 14)),
        half(date(2021, 5, 1), date(2021, 5, 31)),
    ],
    "2021-05": [
        wage(5500, date(2021, 2, 10)),
        wage(10_000, date(2021, 3, 1), date(2021, 4, 15)),
    ],
    "2021-06": [
        wage(0, date(2021, 3, 1), date(2021, 4, 15)),
        wage(5000, date(2021, 3, 1), date(2021, 4, 15)),
        wage(7000, date(2021, 4, 1)),
    ],
    "2021-07": [wage(0, date(2021, 5, 1))],
}


class Told:
    """The store, to which facts are told one after the other."""

    def __init__(self, database: Database) -> None:
        self.database, self.moment = database, 1000

    def tell(self, act: Callable[[Work], object]) -> None:
        self.moment += 1000
        world.change(self.database, lambda work: act(work) and None, after=self.moment)

    def clocked(self, month: Month) -> None:
        row = DayRow(FAJRIN, month.first, 0, 1, None, None, None, None, "", None,
                     None, month.month)  # fmt: skip

        def act(work: Work) -> None:
            records.record_days(work, world.add_batch(work, "attendance", f"{month}.csv"), [row])

        self.tell(act)


@pytest.fixture
def told(database: Database) -> Told:
    with unit_of_work(database, "organisasi", "test.rules", world.BUILT) as work:
        work.connection.execute(delete(rule_versions))
    world.publish(database, RULES, since=date(2020, 10, 1))
    return Told(database)


def test_the_published_retroactive_case_comes_out_to_the_thousandth(
    told: Told, finance: Session, chief: Session
) -> None:
    finance = replace(finance, clock=lambda: world.NOW + timedelta(days=300))
    chief = replace(chief, clock=finance.clock)
    settled: list[Month] = []
    paid: dict[str, int] = {}
    for month in MONTHS:
        for fact in BECAME_KNOWN.get(str(month), ()):
            told.tell(lambda work, fact=fact: statements.write(work, [fact]))  # type: ignore[misc]
        told.clocked(month)
        run_to("locked", finance, chief, month)
        with finance.reading_own() as connection:
            (slip,) = slips.of_person(connection, month, FAJRIN)
        assert slip.net == PAID_IN[str(month)], month
        payments.pay(finance, month, f"S{month}", date(2021, 8, 1))
        found = _later(finance, chief, settled)
        assert sum(found.values()) == FOUND_IN.get(str(month), 0), month
        assert {m: paid[m] + d for m, d in found.items()} == RECOMPUTED.get(str(month), {})
        paid.update({m: paid[m] + d for m, d in found.items()})
        paid[str(month)] = PAID_IN[str(month)]
        settled.append(month)
    february = explaining.explain(finance, Month(2021, 2), NIPS[FAJRIN])
    assert [(p.first, p.last, p.weight) for p in february.slices] == [(1, 14, 14), (15, 28, 14)]


def _later(finance: Session, chief: Session, settled: list[Month]) -> dict[str, int]:
    """Give what is found for the months before, by month; it is accepted."""
    if not settled:
        return {}
    found = arrears.find(finance, settled, None, Progress()).items
    new = [item for item in found if item.state == "pending"]
    if new:
        arrears.decide(chief, [item.id for item in new], accept=True, reason="benar")
    return {item.month: item.difference for item in new if item.person_id == FAJRIN}
