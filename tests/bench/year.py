"""A year of the demo city, proved: the chain, every seal, and the heads kept outside.

Ten more months are copied from January's and February's records, day by day, each by a work that
seals it as an import does; then all twelve are frozen and calculated.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Date, Table, func, insert, literal, select

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from polima_desktop.services.office import proving
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.storage.importing import batches
from polima_desktop.storage.tables import activity_entries, attendance_days, metadata
from polima_desktop.storage.unit_of_work import Work, unit_of_work
from tests.bench.city import scratch_store, session
from tests.bench.figures import Figure, keep, peak_megabytes, seconds

YEAR = 2021
"""The months of the city's own records come first; the others are copied from them in turn."""
OWN = (Month(YEAR, 1), Month(YEAR, 2))
RECORDS = (("attendance", attendance_days), ("activities", activity_entries))


def figures() -> list[Figure]:
    """Make the year, prove it, touch one amount and prove that it is found."""
    store = scratch_store()
    work = session(store, Role.KEUANGAN)
    for number in range(1, 13):
        month = Month(YEAR, number)
        if month not in OWN:
            _copy(work.database, month)
        run.freeze(work, month, Progress())
        run.calculate(work, month, Progress())
    rows = _rows(work.database)
    work.database.close()
    auditor = session(store, Role.AUDITOR)
    name = f"a year of the city proved, {rows:,} rows"
    took = seconds(lambda: _prove(auditor, 0))
    memory = peak_megabytes()
    with auditor.database.writing() as connection:
        connection.exec_driver_sql("UPDATE slips SET net = net + 1 WHERE id = 1")
    found = seconds(lambda: _prove(auditor, 1))
    return [
        Figure(name, took, "s", bound=10.0),
        Figure(f"{name}: one rupiah found", found, "s", bound=10.0),
        Figure(f"{name}: memory", memory, "MB"),
    ]


def _prove(auditor: Session, findings: int) -> None:
    proof = proving.prove(auditor)
    assert (proof.broken, len(proof.findings)) == (None, findings), proof.findings[:3]


def _copy(database: Database, month: Month) -> None:
    source = OWN[month.month % 2]
    for kind, table in RECORDS:
        with unit_of_work(database, "bench", f"imports.{kind}", datetime.now(UTC)) as work:
            _copy_rows(work, kind, table, source, month)


def _copy_rows(work: Work, kind: str, table: Table, source: Month, month: Month) -> None:
    """Put a month's rows as many days later as keeps the weekday."""
    days = -((source.first - month.first).days // 7) * 7
    batch = batches.add(work, kind, "bench", f"{kind}-{month}.csv", f"{kind}-{month}")
    later = func.date(table.c.day, f"+{days} days", type_=Date)
    changed = {"day": later, "batch_id": literal(batch)}
    names = [c.name for c in table.c if c.name not in ("id", "superseded_by")]
    cells = [changed.get(name, table.c[name]) for name in names]
    mine = later.between(month.first, month.last) & table.c.superseded_by.is_(None)
    mine &= table.c.day.between(source.first, source.last)
    work.connection.execute(insert(table).from_select(names, select(*cells).where(mine)))


def _rows(database: Database) -> int:
    with database.reading() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        )


if __name__ == "__main__":
    keep(figures())
