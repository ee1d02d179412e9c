"""A small case in a store: two files of a demo city, two offices at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from polima_desktop.demo import write_city
from polima_desktop.domain.access import Role
from polima_desktop.services.reconciliation.cases import Source, open_case
from polima_desktop.services.reconciliation.reading import CaseView, load
from polima_desktop.services.session import Session, log_in
from polima_desktop.storage.database import open_store
from polima_desktop.storage.office import accounts
from polima_desktop.storage.unit_of_work import unit_of_work

PEOPLE = (("harmina", Role.BKPSDM), ("rahim", Role.KOMINFO), ("kedua", Role.BKPSDM))


@contextmanager
def office(url: str) -> Iterator[dict[str, Session]]:
    """Give the people of both offices, each with a store of their own open; a fresh store."""
    database = open_store(url)
    with unit_of_work(database, "admin", "test.users", datetime(2021, 1, 4, tzinfo=UTC)) as work:
        for name, role in PEOPLE:
            accounts.add(work, name, name.title(), role, "rahasia")
    database.close()
    sessions = {name: log_in(url, name, "rahasia") for name, _ in PEOPLE}
    try:
        yield sessions
    finally:
        for session in sessions.values():
            session.database.close()


def city(folder: Path, employees: int = 300, seed: int = 4) -> Path:
    """Write a small city's files."""
    write_city(folder, employees, seed)
    return folder


def sources(folder: Path, right: str = "kominfo.csv") -> tuple[Source, Source]:
    """Give both files as sources."""
    return (
        Source("file", "BKPSDM", folder / "bkpsdm.xlsx"),
        Source("file", "Kominfo", folder / right),
    )


def opened(session: Session, folder: Path, right: str = "kominfo.csv") -> int:
    """Open a case of the city's files with its decrees."""
    return open_case(session, *sources(folder, right), folder / "departures.csv")


def view(session: Session, case_id: int | None = None) -> CaseView:
    """Give a case that is there, the newest if none is named."""
    case = load(session, case_id)
    assert case is not None
    return case
