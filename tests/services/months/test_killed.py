"""A process that dies at any moment of a month leaves it in one of its states, never between."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from polima_desktop.domain.access import Role
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import arrears, payments, reopening, run
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.office import audit
from polima_desktop.storage.tables import metadata
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, KARMILA, NIPS

ROOT = Path(__file__).parents[3]
PAID_ON = date(2021, 2, 5)
CHILD = "import sys; from tests.services.months.test_killed import live; live(sys.argv[1])"


def acts(database: Database) -> list[Callable[[], object]]:
    """Give the acts of a month that is paid, reopened and settled, each one transaction."""
    finance = world.session(database, Role.KEUANGAN)
    chief = world.session(database, Role.PIMPINAN)
    return [
        lambda: run.freeze(finance, JANUARY, Progress()),
        lambda: run.calculate(finance, JANUARY, Progress()),
        lambda: run.submit(finance, JANUARY),
        lambda: run.approve(chief, JANUARY),
        lambda: run.lock(finance, JANUARY),
        lambda: payments.pay(finance, JANUARY, "1", PAID_ON),
        lambda: world.change(database, world.set_class(FAJRIN, 11), after=10**6),
        lambda: world.change(database, world.set_class(KARMILA, 9), after=2 * 10**6),
        lambda: reopening.propose(finance, JANUARY, NIPS[FAJRIN], "SK", Progress()),
        lambda: reopening.approve(chief, JANUARY, NIPS[FAJRIN], Progress()),
        lambda: arrears.find(finance, [JANUARY], None, Progress()),
        lambda: arrears.decide(chief, _pending(finance), accept=True, reason="benar"),
        lambda: payments.pay_arrears(finance, None, "R", PAID_ON),
    ]


def _pending(finance: Session) -> list[int]:
    return [item.id for item in arrears.items(finance) if item.state == "pending"]


def live(path: str) -> None:
    """Do all acts, as the process that is killed does; say when the first begins."""
    database = open_store(path)
    print("begun", flush=True)
    for act in acts(database):
        act()
    database.close()


def reference(path: Path) -> tuple[list[str], float]:
    """Give what the store holds before the first and after each act, and how long all took."""
    database = world.standing(str(path))
    found = [dump(database)]
    began = time.monotonic()
    for act in acts(database):
        act()
        found.append(dump(database))
    took = time.monotonic() - began
    database.close()
    return found, took


def dump(database: Database) -> str:
    """Give a fingerprint of every row of every table, and see that the trail holds."""
    digest = sha256()
    with database.reading() as connection:
        assert audit.first_break(connection) is None
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table)).all()
            digest.update(f"{table.name} {sorted(map(repr, rows))}".encode())
    return digest.hexdigest()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_kill_9_at_any_moment_leaves_one_of_the_states(tmp_path: Path) -> None:
    states, took = reference(tmp_path / "acuan.db")
    assert len(set(states)) == len(states)
    random, met = Random(7), set[int]()
    for attempt in range(20):
        path = tmp_path / f"{attempt}.db"
        world.standing(str(path)).close()
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(random.uniform(0, took))
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        process.stdout.close()
        database = open_store(str(path))
        held = dump(database)
        database.close()
        assert held in states, f"attempt {attempt}: between two states"
        met.add(states.index(held))
    assert len(met) > 3  # the moments were spread over the acts
