"""20 clerks on a PostgreSQL server for a minute, while 100,000 rows of attendance come in.

Each clerk is an account with a login role of its own on a guarded server that waits for its disk.
Each program has been open for a while: everybody has done one thing before the minute begins.
Editors read a person's file and count up a position that others count up too; verifiers decide
claims; searchers look people up. Every two to four seconds each does one thing. A save
that was overtaken is shown both values and tries again; at the end each position must have been
counted up as often as somebody was told that it was saved.
"""

from __future__ import annotations

import csv
import multiprocessing
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Conflict
from polima_desktop.domain.review import Decision
from polima_desktop.services import imports
from polima_desktop.services.office import accounts, proving
from polima_desktop.services.review import claims as claim_service
from polima_desktop.services.review import decisions
from polima_desktop.services.session import Session, log_in
from polima_desktop.services.staff import events, people, roster
from polima_desktop.storage import bulk_facts
from polima_desktop.storage.database import Database, create_store, open_store
from polima_desktop.storage.facts import Source
from polima_desktop.storage.review import claims
from polima_desktop.storage.review.claims import NewClaim
from polima_desktop.storage.staff import units
from polima_desktop.storage.tables import assignments, identities
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.bench.figures import Figure, keep
from tests.guarded_world import PASSWORD, Guarded, guarded
from tests.month_world import BUILT, JANUARY, add_batch
from tests.postgres import running_server

WARM = 120
"""Within so many seconds everybody has logged in and done one thing, which is not timed."""
SECONDS, ROWS, PEOPLE, PROCESSES = 60, 100_000, 4_000, 4
EDITORS, VERIFIERS, SEARCHERS = 8, 8, 4
SHARED = 6
"""So many people are edited by all editors, so that they meet."""
SINCE = date(2020, 1, 1)
ROLES = {"penyunting": Role.BKPSDM, "penilai": Role.VERIFIKATOR, "pencari": Role.AUDITOR}


_ready: Barrier


class Seen(NamedTuple):
    """What a clerk did in a minute: each save's seconds, conflicts, how often whom, errors."""

    saves: list[float]
    searches: list[float]
    conflicts: int
    counted: Counter[int]
    errors: list[str]


def figures(seconds: int = SECONDS, rows: int = ROWS) -> list[Figure]:
    """Let them work, and look at what stands in the store afterwards."""
    with running_server(durable=True) as server, TemporaryDirectory() as folder:
        server.execute("CREATE DATABASE polima")
        create_store(server.url("polima")).close()
        with guarded(server) as city:
            return _in(city, Path(folder) / "presensi.csv", seconds, rows)


def _in(city: Guarded, path: Path, seconds: int, rows: int) -> list[Figure]:
    owner = open_store(city.server.url(city.database))
    first = _people(owner)
    waiting = _claims(owner, first)
    _accounts(city.enter("admin"))
    _write_rows(path, owner, rows)
    seen, took = _minute(city.address, seconds, first, waiting, path)
    lost = _lost(owner, first, sum((one.counted for one in seen), Counter()))
    auditor = city.enter("auditor")
    proof = proving.prove(auditor)
    assert proof.intact, proof.findings[:3]
    auditor.database.close()
    owner.close()
    return _figures(seen, took, lost)


def _figures(seen: list[Seen], took: float, lost: int) -> list[Figure]:
    saves = sorted(one for each in seen for one in each.saves)
    searches = sorted(one for each in seen for one in each.searches)
    errors = [error for each in seen for error in each.errors]
    for error in errors[:5]:
        print(error, flush=True)
    name = f"20 clerks beside {ROWS:,} rows"
    note = f"{len(saves)} saves, {sum(each.conflicts for each in seen)} conflicts shown"
    return [
        Figure(f"{name}: p95 of a save", saves[len(saves) * 95 // 100], "s", 0.2, note=note),
        Figure(f"{name}: longest save", saves[-1], "s", 1.0),
        Figure(f"{name}: p95 of a search", searches[len(searches) * 95 // 100], "s"),
        Figure(f"{name}: the import", took, "s"),
        Figure(f"{name}: errors", len(errors), "errors", 0),
        Figure(f"{name}: lost updates", lost, "updates", 0),
    ]


# ── the store ───────────────────────────────────────────────────────────────────────────────


def _people(owner: Database) -> int:
    """Add teachers of the school; give the first one's id."""
    with unit_of_work(owner, "bkpsdm", "test.people", BUILT) as work:
        school = units.ids_by_code(work.connection)["SD-07"]
        ids = bulk_facts.new_people(work, PEOPLE)
        names = ("person_id", "nip", "name", "name_key", "valid_from")
        bulk_facts.add(
            work,
            identities,
            names,
            ((key, _nip(key), f"Guru {key}", f"guru {key}", SINCE) for key in ids),
            Source(),
        )
        names = ("person_id", "status", "standing", "golongan", "family", "job_class", "position",
                 "unit_id", "valid_from")  # fmt: skip
        bulk_facts.add(
            work,
            assignments,
            names,
            ((key, "PNS", "aktif", "III/b", "guru", 8, "Guru 0", school, SINCE) for key in ids),
            Source(),
        )
    return ids[0]


def _nip(key: int) -> str:
    return f"{date(1980, 1, 1) + timedelta(days=key // 900):%Y%m%d}2010051{key % 900 + 1:03d}"


def _claims(owner: Database, first: int) -> list[int]:
    """Let the school hand in a claim of many teachers; give their numbers."""
    with unit_of_work(owner, "verifikator", "test.claims", BUILT) as work:
        school = units.ids_by_code(work.connection)["SD-07"]
        new = [
            NewClaim(key, date(2021, 1, 5), school, True, 27_600, 52_200, "Sinyal hilang",
                     "hadir.jpg", "Sitti", None, None, "Kehadiran", row)
            for row, key in enumerate(range(first, first + 600), start=2)
        ]  # fmt: skip
        return claims.record_claims(work, add_batch(work, "backup", "guru.xlsx"), new)


def _accounts(admin: Session) -> None:
    for name, role in ROLES.items():
        for number in range(max(EDITORS, VERIFIERS)):
            accounts.add(admin, f"{name}{number}", f"{name} {number}", role, PASSWORD)
    admin.database.close()


def _write_rows(path: Path, owner: Database, count: int) -> None:
    with owner.reading() as connection:
        rows = connection.execute(identities.select().where(identities.c.name.like("Guru%")))
        nips = [row.nip for row in rows]
    days = [date(2021, 3, 1) + timedelta(days=n) for n in range(count // len(nips))]
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["nip", "tanggal", "masuk", "pulang"])
        writer.writerows([nip, day, "07:20:00", "14:30:00"] for nip in nips for day in days)


# ── a minute ────────────────────────────────────────────────────────────────────────────────


def _minute(
    address: str, seconds: int, first: int, waiting: list[int], path: Path
) -> tuple[list[Seen], float]:
    context = multiprocessing.get_context("spawn")
    shares = [waiting[n::PROCESSES] for n in range(PROCESSES)]
    ready = context.Barrier(EDITORS + VERIFIERS + SEARCHERS + 1)
    with context.Pool(PROCESSES + 1, _meet_at, (ready,)) as pool:
        clerks = [
            pool.apply_async(_clerks, (address, seconds, number, first, shares[number]))
            for number in range(PROCESSES)
        ]
        importing = pool.apply_async(_bring, (address, path))
        seen = [one for each in clerks for one in each.get()]
        return seen, importing.get()


def _meet_at(ready: Barrier) -> None:
    """Let a process know where all wait for one another before the minute begins."""
    global _ready
    _ready = ready


def _bring(address: str, path: Path) -> float:
    session = log_in(address, "kominfo", PASSWORD)
    _ready.wait(WARM)
    time.sleep(5)
    start = time.perf_counter()
    _, done = imports.run(session, "attendance", path)
    assert done.counts.new, done.counts
    assert not done.counts.rejected, done.counts
    session.database.close()
    return time.perf_counter() - start


def _clerks(address: str, seconds: int, number: int, first: int, waiting: list[int]) -> list[Seen]:
    acts = {"penyunting": _edit, "penilai": _decide, "pencari": _search}
    names = [f"{kind}{n}" for kind, many in zip(ROLES, (EDITORS, VERIFIERS, SEARCHERS), strict=True)
             for n in range(many)][number::PROCESSES]  # fmt: skip

    def work(name: str) -> Seen:
        session, dice = log_in(address, name, PASSWORD), random.Random(name)
        seen = Seen([], [], 0, Counter(), [])
        act = acts[name.rstrip("0123456789")]
        warm = act(session, seen, dice, first, waiting)
        seen = Seen([], [], 0, warm.counted, [])
        _ready.wait(WARM)
        stop = time.monotonic() + seconds
        while time.monotonic() < stop:
            time.sleep(dice.uniform(2.0, 4.0))
            try:
                seen = act(session, seen, dice, first, waiting)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted and shown
                seen.errors.append(f"{name}: {type(error).__name__} {error}")
        session.database.close()
        return seen

    with ThreadPoolExecutor(len(names)) as threads:
        return list(threads.map(work, names))


def _edit(
    session: Session, seen: Seen, dice: random.Random, first: int, _waiting: list[int]
) -> Seen:
    """Count up a position; whoever was overtaken looks again."""
    person = first + dice.randrange(SHARED)
    while True:
        start = time.perf_counter()
        file = roster.person_file(session, person, JANUARY.first)
        was = file.now.person.assignment.position or ""
        seen.searches.append(time.perf_counter() - start)
        time.sleep(dice.uniform(0.2, 0.6))  # typing
        new = f"Guru {int(was.split()[1]) + 1} {session.actor.name}"
        start = time.perf_counter()
        try:
            correction = people.Correction(
                person, JANUARY.first, {"position": was}, {"position": new}
            )
            people.correct(session, correction)
        except Conflict:
            seen.saves.append(time.perf_counter() - start)
            seen = seen._replace(conflicts=seen.conflicts + 1)
            continue
        seen.saves.append(time.perf_counter() - start)
        seen.counted[person] += 1
        return seen


def _decide(
    session: Session, seen: Seen, _dice: random.Random, _first: int, waiting: list[int]
) -> Seen:
    claim = waiting.pop()
    start = time.perf_counter()
    claim_service.one(session, claim)
    seen.searches.append(time.perf_counter() - start)
    start = time.perf_counter()
    decisions.decide(session, claim, Decision.MANUAL, "Bukti cocok")
    seen.saves.append(time.perf_counter() - start)
    return seen


def _search(
    session: Session, seen: Seen, dice: random.Random, first: int, _waiting: list[int]
) -> Seen:
    start = time.perf_counter()
    person = events.person_of(session, _nip(first + dice.randrange(PEOPLE)))
    roster.person_file(session, person, JANUARY.first)
    seen.searches.append(time.perf_counter() - start)
    return seen


def _lost(owner: Database, first: int, counted: Counter[int]) -> int:
    """Give how many edits that were called saved are not in the positions."""
    from polima_desktop.storage.staff import people as stored

    with owner.reading() as connection:
        rows = stored.as_of(connection, JANUARY.first, ids=list(range(first, first + SHARED)))
    found = {row.id: int((row.person.assignment.position or "").split()[1]) for row in rows}
    return sum(abs(found[key] - counted[key]) for key in found)


if __name__ == "__main__":
    keep(figures())
