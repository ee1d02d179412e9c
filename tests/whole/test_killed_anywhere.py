"""Killed at any moment of a working day: what was acknowledged is there, whole, and nothing half.

One process lives the day on a small city: a review, imports, their undoing, a month from its
freezing to its payment, a reopening, arrears, backups. It is killed with SIGKILL somewhere in it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.review import Decision
from polima_desktop.services import imports
from polima_desktop.services.office import backup, proving
from polima_desktop.services.review import claims, decisions
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.office import audit
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, KARMILA, NIPS
from tests.services.months import test_killed as month

KILLS = int(os.environ.get("POLIMA_KILLS", "200"))
"""How often; a quick look asks for fewer."""
ROWS = "".join(
    f"{NIPS[person]},2021-02-{day:02d},07.{20 + day},16.00\n"
    for person in (FAJRIN, KARMILA)
    for day in range(1, 6)
)


def day(database: Database, folder: Path) -> list[Callable[[], object]]:
    """Give the acts of the day, each one transaction with one audit entry."""
    kominfo, verifier, admin = (
        world.session(database, role) for role in (Role.KOMINFO, Role.VERIFIKATOR, Role.ADMIN)
    )
    records = folder / "kehadiran.csv"
    records.write_text("nip,tanggal,masuk,pulang\n" + ROWS, encoding="utf-8")
    brought: list[int | None] = []
    return [
        lambda: decisions.decide(verifier, _open_claim(verifier), Decision.MANUAL, "benar"),
        lambda: brought.append(imports.run(kominfo, "attendance", records)[1].batch),
        lambda: backup.create(admin, folder / "pagi.cadangan"),
        lambda: imports.undo(kominfo, brought[0] or 0),
        *month.acts(database),
        lambda: backup.create(admin, folder / "malam.cadangan", "empat kata yang panjang"),
    ]


def _open_claim(verifier: object) -> int:
    found = claims.queue(verifier, JANUARY)  # type: ignore[arg-type]
    return next(claim.id for claim in found if claim.decided is None)


def live(store: str, folder: str, told: int) -> None:
    """Live the day; tell each act when it has come back."""
    database = open_store(store)
    for act in day(database, Path(folder)):
        act()
        os.write(told, b".")
    database.close()


def _lived(folder: Path, after: float | None) -> tuple[int, float]:
    """Let a child live a day until it is killed; give what it acknowledged and how long it took."""
    hear, tell = os.pipe()
    process = multiprocessing.get_context("fork").Process(
        target=live, args=(str(folder / "kota.db"), str(folder), tell)
    )
    began = time.monotonic()
    process.start()
    os.close(tell)
    process.join(after)
    if process.is_alive():
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    took = time.monotonic() - began
    acknowledged = b""
    while piece := os.read(hear, 100):
        acknowledged += piece
    os.close(hear)
    return len(acknowledged), took


def _actions(database: Database) -> list[str]:
    with database.reading() as connection:
        return [entry.action for entry in audit.entries(connection)]


@pytest.mark.long
@pytest.mark.timeout(7_200)
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork are POSIX's")
def test_kill_9_at_any_moment_of_a_day_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    whole = tmp_path / "seluruhnya"
    whole.mkdir()
    world.standing(str(whole / "kota.db")).close()
    acts, took = _lived(whole, None)
    database = open_store(str(whole / "kota.db"))
    expected = _actions(database)
    database.close()
    before = len(expected) - acts
    assert acts > 15
    random, met = Random(13), set[int]()
    for attempt in range(KILLS):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        world.standing(str(folder / "kota.db")).close()
        acknowledged, _ = _lived(folder, random.uniform(0.01, took))
        _prove(folder, acknowledged, expected, before)
        met.add(acknowledged)
    assert len(met) >= min(10, KILLS // 2)  # the moments were spread over the day


def _prove(folder: Path, acknowledged: int, expected: list[str], before: int) -> None:
    database = open_store(str(folder / "kota.db"))
    try:
        done = _actions(database)
        assert done == expected[: len(done)]
        assert acknowledged <= len(done) - before <= acknowledged + 1
        with database.reading() as connection:
            assert audit.first_break(connection) is None
            assert proving.findings_of(database, connection) == []
    finally:
        database.close()
    backups = done[before : before + acknowledged].count("backup.create")
    for name, passphrase in [("pagi", ""), ("malam", "empat kata yang panjang")][:backups]:
        backup.look(folder / f"{name}.cadangan", passphrase)
