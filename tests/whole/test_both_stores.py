"""The same files give the same facts and the same slips on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from polima_desktop.demo import write_city
from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services import demo
from polima_desktop.services.months import run
from polima_desktop.services.session import Session
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.months import slips
from polima_desktop.storage.office import audit
from tests.postgres import Server

JANUARY = Month(2021, 1)
CITY = 100


def _as(database: Database, role: Role) -> Session:
    return Session(database, Actor(role.value, role.value, role))


def _month(database: Database) -> tuple[str, list[Any]]:
    finance, mayor = _as(database, Role.KEUANGAN), _as(database, Role.PIMPINAN)
    run.freeze(finance, JANUARY, Progress())
    run.calculate(finance, JANUARY, Progress())
    run.submit(finance, JANUARY)
    run.approve(mayor, JANUARY)
    run.lock(finance, JANUARY)
    with database.reading() as connection:
        assert audit.first_break(connection) is None
        found = slips.of_month(connection, JANUARY)
        values = [(s.nip, s.revision, s.gross, s.deductions, s.net, s.lines) for s in found]
        return canonical_dump(connection), sorted(values, key=lambda slip: slip[0])


def test_one_month_on_both(tmp_path: Path, postgres: Server) -> None:
    files = write_city(tmp_path / "kota", CITY, 1, Progress())
    name = postgres.create(template="template1")
    found = []
    for address in (str(tmp_path / "polima.db"), postgres.url(name)):
        demo.fill(address, files, Progress())
        database = open_store(address)
        found.append(_month(database))
        database.close()
    (facts, paid), (other_facts, other_paid) = found
    assert facts.splitlines() == other_facts.splitlines()
    assert len(paid) > CITY / 2
    assert paid == other_paid
