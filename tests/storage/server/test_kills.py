"""Clients killed and servers restarted in the middle of works: nothing half, nothing lost.

A client works through edits, decisions and a month's run, and says of each work that it is saved
only after it was. Whatever was said stands in the chain afterwards, and all seals hold.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection as Pipe
from threading import Event, Thread

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import PolimaError, Refused, StoreUnavailable
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import run
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import records
from polima_desktop.storage.attendance.records import DayRow
from polima_desktop.storage.database import Database, create_store, open_store
from polima_desktop.storage.office import audit, heads, seals
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY
from tests.postgres import Server, running_server

KILLS, RESTARTS = 50, 10
pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def durable() -> Iterator[Server]:
    """Give a server that waits for its disk, which these tests may bring down."""
    with running_server(durable=True) as server:
        server.execute("CREATE DATABASE polima")
        create_store(server.url("polima")).close()
        yield server


def _works(database: Database, dice: random.Random) -> Iterator[str]:
    """Do one work after the other, of every kind; give its name once it is saved."""
    finance, verifier = world.session(database), world.session(database, Role.VERIFIKATOR)
    while True:
        act = dice.choice([_edit, _decide, _bring, _freeze])
        try:
            act(database, finance, verifier, dice)
        except Refused:
            continue  # a step the month is not in, a claim that is decided
        yield act.__name__


def _edit(database: Database, *_rest: object) -> None:
    dice = random.Random(time.time_ns())
    with unit_of_work(database, "bkpsdm", "test.edit", world.NOW) as work:
        world.set_class(FAJRIN, dice.randrange(5, 12))(work)


def _decide(_database: Database, _finance: object, verifier: Session, *_rest: object) -> None:
    claim = claims.queue(verifier, JANUARY)[-1].id
    try:
        decisions.decide(verifier, claim, Decision.MANUAL, "Bukti cocok")
    except Refused:
        decisions.undo(verifier, claim)


def _bring(database: Database, *_rest: object) -> None:
    with unit_of_work(database, "kominfo", "imports.attendance", world.NOW) as work:
        batch = world.add_batch(work, "attendance", f"{time.time_ns()}.csv")
        days = [day for day in JANUARY.next.days if day.weekday() < 5]
        rows = [
            DayRow(person, day, world.at("07.20"), 57_600, *[None] * 7, day.day)
            for person in (FAJRIN, world.WAJO)
            for day in days
        ]
        records.record_days(work, batch, rows)


def _freeze(_database: Database, finance: Session, *_rest: object) -> None:
    run.freeze(finance, JANUARY, Progress())
    run.calculate(finance, JANUARY, Progress())


def _child(url: str, seed: int, said: Pipe) -> None:
    database = open_store(url)
    for _ in _works(database, random.Random(seed)):
        with database.reading() as connection:
            newest = heads.newest(connection)
        assert newest is not None
        said.send(newest.entry)


def test_clients_killed_in_the_middle(durable: Server) -> None:
    url = durable.url(durable.create(template="polima"))
    world.standing(url).close()
    fork, dice, acknowledged = multiprocessing.get_context("fork"), random.Random(5), 0
    for number in range(KILLS):
        said, saying = fork.Pipe(duplex=False)
        child = fork.Process(target=_child, args=(url, number, saying))
        child.start()
        saying.close()
        time.sleep(dice.uniform(0.05, 1.5))
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        entries = _read(said)
        acknowledged += len(entries)
        _nothing_is_lost(url, max(entries, default=0))
    assert acknowledged > KILLS
    _all_seals_hold(url)


def _read(said: Pipe) -> list[int]:
    found: list[int] = []
    try:
        while True:
            found.append(said.recv())
    except (EOFError, OSError):
        return found


def _nothing_is_lost(url: str, last: int) -> None:
    database = open_store(url)
    with database.reading() as connection:
        newest = heads.newest(connection)
        assert newest is not None
        assert newest.entry >= last
        assert audit.first_break(connection) is None
    database.close()


def _all_seals_hold(url: str) -> None:
    database = open_store(url)
    with database.reading() as connection:
        assert seals.faults(connection) == []
    database.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # a cursor nobody is left to close
def test_a_server_restarted_under_an_open_session(durable: Server) -> None:
    """The session lives on: a work is refused in Indonesian, the next ones are saved again."""
    url = durable.url(durable.create(template="polima"))
    database, dice = world.standing(url), random.Random(7)
    stop, saved, refused, other = Event(), list[int](), list[PolimaError](), list[BaseException]()

    def work() -> None:
        while not stop.is_set():
            try:
                for _ in _works(database, dice):
                    with database.reading() as connection:
                        newest = heads.newest(connection)
                    saved.append(newest.entry if newest else 0)
                    if stop.is_set():
                        return
            except StoreUnavailable as error:
                refused.append(error)
                time.sleep(0.05)
            except BaseException as error:  # noqa: BLE001 - told below
                other.append(error)
                return

    clerk = Thread(target=work)
    clerk.start()
    for _ in range(RESTARTS):
        before = len(saved)
        time.sleep(dice.uniform(0.2, 1.5))
        durable.restart()
        _wait_for(lambda before=before: len(saved) > before + 1 or bool(other))
    stop.set()
    clerk.join()
    assert [traceback.format_exception(error) for error in other] == []
    assert refused
    told = {(error.message.partition(" postgresql")[0], error.advice) for error in refused}
    assert all("erver data" in message or "Sambungan" in message for message, _ in told), told
    _nothing_is_lost(url, saved[-1])
    _all_seals_hold(url)
    database.close()
    other.clear()
    refused.clear()
    gc.collect()


def _wait_for(reached: Callable[[], bool]) -> None:
    for _ in range(600):
        if reached():
            return
        time.sleep(0.1)
    pytest.fail("the session did not come back")
