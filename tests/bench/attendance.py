"""Bringing in a month of records, and the month's grid of the largest unit."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, text

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.services import imports
from polima_desktop.services.attendance import months
from polima_desktop.services.session import Session
from tests.bench.city import FOLDER, scratch_store, session
from tests.bench.figures import Figure, keep, seconds

JANUARY = Month(2021, 1)
KINDS = {"attendance": "attendance_days", "activities": "activity_entries"}


def _forget(store: Path) -> None:
    """Leave the store as it was before January's records came, so that they are new again."""
    engine = create_engine(f"sqlite:///{store}")
    with engine.begin() as connection:
        for kind, table in KINDS.items():
            connection.execute(text(f"DELETE FROM {table}"))
            connection.execute(
                text("UPDATE import_batches SET undone_at = applied_at WHERE kind = :kind"),
                {"kind": kind},
            )
    engine.dispose()


def _file(kind: str) -> Path:
    names = {"attendance": "attendance-2021-01.csv", "activities": "activities-2021-01.csv"}
    [found] = FOLDER.rglob(names[kind])
    return found


def _import(clerk: Session, kind: str) -> Figure:
    path = _file(kind)
    rows = 0

    def run() -> None:
        nonlocal rows
        rows = imports.run(clerk, kind, path)[1].counts.read

    took = seconds(run)
    return Figure(f"import of {rows} {kind} rows", took, "s", bound=8)


def _grid(reader: Session) -> Figure:
    largest = max(
        (one for one in months.offices(reader, JANUARY) if one.level > 1 or one.people < 2000),
        key=lambda one: one.people,
    )
    months.read(reader, JANUARY, largest.id)
    took = seconds(lambda: months.read(reader, JANUARY, largest.id))
    return Figure(f"month grid of {largest.people} people", took, "s", bound=0.3)


def measure() -> list[Figure]:
    """Take the figures."""
    store = scratch_store()
    _forget(store)
    clerk = session(store, Role.KOMINFO)
    figures = [_import(clerk, kind) for kind in KINDS]
    figures += [_import(clerk, "activities"), _grid(session(store, Role.AUDITOR))]
    figures[2] = Figure("the same activities again, nothing new", figures[2].value, "s")
    return figures


if __name__ == "__main__":
    keep(measure())
