"""The review desk at the size of a whole city's month: 50,000 claims in one queue.

The store is made here, not imported: 2,500 people of one school office, twenty workdays each, half
of them with a record in the app.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.review import decisions
from polima_desktop.services.review.opened import opened
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow
from polima_desktop.storage.review import claims as stored
from polima_desktop.storage.review.claims import NewClaim
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.unit_of_work import Work, unit_of_work
from polima_desktop.views.review.items import Filter, Item, gather
from polima_desktop.views.review.queue import OPEN
from tests import claims_world as world
from tests.bench.figures import Figure, keep
from tests.imports.lists import nip

MONTH = Month(2021, 1)
PEOPLE, BULK = 2_500, 3_000
DAYS = [day for day in MONTH.days if day.weekday() < 5 and day >= date(2021, 1, 4)][:20]


def figures() -> list[Figure]:
    """Open the queue, decide one, decide three thousand by rule."""
    with tempfile.TemporaryDirectory() as folder:
        database = world.build(str(Path(folder) / "polima.db"))
        with unit_of_work(database, "bench", "test.bench", world.MORNING) as work:
            _fill(work)
        session = world.session(database)
        found = _timed("queue of 50,000 claims", 0.5, lambda: _open(session), 5)
        everything = opened(session, MONTH)
        one = everything.columns.id[everything.with_finding([Finding.MATCH])].tolist()
        seen = iter(one)
        single = _timed(
            "one decision among 50,000 claims", 0.05,
            lambda: decisions.decide(session, next(seen), Decision.MANUAL), 5,
        )  # fmt: skip
        rest = list(seen)
        bulk = _timed(
            f"bulk of {BULK:,} decisions", 2.0,
            lambda: decisions.decide_many(
                session, [rest.pop() for _ in range(BULK)], Decision.MANUAL, "", "sama"
            ),
            2,
        )  # fmt: skip
        database.close()
    return [found, single, bulk]


def _open(session: Session) -> list[Item]:
    """Read the month and put its people in order, as the page does."""
    return gather(opened(session, MONTH), Filter(states=OPEN), None)


def _timed(name: str, bound: float, act: Callable[[], object], repeats: int) -> Figure:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return Figure(name, min(times), "s", bound, note=f"most {max(times):.3f}")


def _fill(work: Work) -> None:
    ids = people.create(work, PEOPLE)
    start = date(2017, 1, 1)
    names = [(key, start, Identity(nip(n), f"Wa Ode Contoh {n}")) for n, key in enumerate(ids)]
    people.record_identities(work, names)
    job = Assignment("SD-07", status="PNS", golongan="III/b", job_class=8, family="guru")
    people.record_assignments(work, [(key, start, job) for key in ids])
    unit = units.ids_by_code(work.connection)["SD-07"]
    batch = world.add_batch(work, "attendance", "besar.csv")
    nothing = (None,) * 6
    records.record_days(
        work,
        batch,
        [
            DayRow(key, day, 27_000 + 60 * (n % 5), 57_600, *nothing, None, n)
            for n, key in enumerate(ids)
            for day in DAYS[: len(DAYS) // 2]
        ],
    )
    books = [world.add_batch(work, "backup", f"buku-{n}.xlsx") for n in range(50)]
    for n, book in enumerate(books):
        mine = ids[n::50]
        stored.record_claims(work, book, [_claim(key, day, unit) for key in mine for day in DAYS])


def _claim(person: int, day: date, unit: int) -> NewClaim:
    late = timedelta(minutes=person % 5).seconds
    return NewClaim(
        person, day, unit, True, 27_000 + late, 57_600, "HP rusak", None,
        "La Ode Ansar", "3 Feb 2021", "Kepala", "Kehadiran", 2,
    )  # fmt: skip


if __name__ == "__main__":
    keep(figures())
