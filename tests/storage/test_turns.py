"""Works on a server: short ones go on beside a long import, and whoever reads records waits."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from sqlalchemy import select

from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow
from polima_desktop.storage.database import Database, Turn
from polima_desktop.storage.office import audit, seals, settings
from polima_desktop.storage.tables import acts
from polima_desktop.storage.unit_of_work import TURNS, Work, unit_of_work
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, NOW


def test_short_works_go_on_beside_an_import(postgres_url: str) -> None:
    database = world.standing(postgres_url)
    written, go_on = Event(), Event()

    def bring() -> None:
        with unit_of_work(database, "kominfo", "imports.attendance", NOW) as work:
            _bring(work)
            written.set()
            assert go_on.wait(60)

    importing = Thread(target=bring)
    importing.start()
    assert written.wait(60)
    for number in range(3):
        with unit_of_work(database, "admin", "test.short", NOW) as work:
            settings.write(work, "hitungan", str(number))
    assert importing.is_alive()  # nobody waited for it
    freezing = Thread(
        target=run.freeze, args=(world.session(database), JANUARY, Progress()), daemon=True
    )
    freezing.start()
    freezing.join(0.3)
    assert freezing.is_alive()  # half an import is never frozen
    go_on.set()
    importing.join(60)
    freezing.join(60)
    _is_whole(database)
    database.close()


def _bring(work: Work) -> None:
    batch = world.add_batch(work, "attendance", "besar.csv")
    days = [day for day in JANUARY.next.days if day.weekday() < 5]
    rows = [
        DayRow(FAJRIN, day, 27_000, 57_600, None, None, None, None, "Kantor", None, None, day.day)
        for day in days
    ]
    records.record_days(work, batch, rows)


def _is_whole(database: Database) -> None:
    with database.reading() as connection:
        assert audit.first_break(connection) is None
        assert seals.faults(connection) == []
        actions = [entry.action for entry in audit.entries(connection)]
        moments = connection.execute(select(acts.c.at)).scalars().all()
    assert actions[-5:] == [*["test.short"] * 3, "imports.attendance", "month.freeze"]
    assert len(set(moments)) == len(moments)


@pytest.mark.parametrize("action", ["month.freeze", "imports.undo", "people.undo"])
def test_what_reads_whole_records_waits_for_them(action: str) -> None:
    assert TURNS[action] is Turn.RECORDS
