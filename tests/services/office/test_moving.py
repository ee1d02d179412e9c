"""A whole store moved to a server and back: the same rows, chain, seals, and the next ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from polima_desktop.services.office import moving, proving, server
from polima_desktop.services.session import log_in
from polima_desktop.storage import moving as stored
from polima_desktop.storage.database import open_store
from polima_desktop.storage.office import accounts, audit
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import month_world as world
from tests.month_world import JANUARY
from tests.postgres import Server

PASSWORD = "rahasia-pindah"


def test_there_and_back(postgres: Server, sqlite_url: str, tmp_path: Path) -> None:
    database = world.standing(sqlite_url)
    with unit_of_work(database, "admin", "test.users", world.BUILT) as work:
        for role in (Role.ADMIN, Role.KEUANGAN):
            accounts.add(work, role.value, role.value, role, PASSWORD)
    finance = world.session(database)
    run.freeze(finance, JANUARY, Progress())
    run.calculate(finance, JANUARY, Progress())
    before = _facts(sqlite_url)
    name = postgres.create()
    there = _move(sqlite_url, postgres.url(name))
    assert there.entries == len(before[1])
    assert _facts(postgres.url(name), but_last=True) == before
    _goes_on(postgres.url(name))
    server.secure(log_in(postgres.url(name), "admin", PASSWORD), PASSWORD)
    with pytest.raises(Refused, match="pemilik"):
        _move(postgres.guarded_url(name), str(tmp_path / "kembali.db"))
    middle = _facts(postgres.url(name))
    back = _move(postgres.url(name), str(tmp_path / "kembali.db"))
    assert (back.locked_out, back.went_on) == (("keuangan",), False)
    assert _facts(str(tmp_path / "kembali.db"), but_last=True) == middle
    _is_proved(str(tmp_path / "kembali.db"))
    with pytest.raises(Refused, match="sudah ada"):
        _move(sqlite_url, str(tmp_path / "kembali.db"))
    with pytest.raises(Refused, match="sudah berisi data"):
        _move(sqlite_url, postgres.url(name))
    database.close()
    postgres.drop(name)
    postgres.forget_roles(name)


def _move(address: str, target: str) -> moving.Moved:
    session = log_in(address, "admin", PASSWORD)
    try:
        return moving.move(session, target, PASSWORD)
    finally:
        session.database.close()


def _facts(address: str, *, but_last: bool = False) -> tuple[dict[str, int], list[str]]:
    """Give rows by table and the chain; ``but_last``: before the entry of the move itself."""
    database = open_store(address)
    with database.reading() as connection:
        rows, chain = stored.counts(connection), [e.hash for e in audit.entries(connection)]
        assert audit.first_break(connection) is None
    database.close()
    if but_last:
        rows |= {"audit": rows["audit"] - 1, "acts": rows["acts"] - 1}
        chain.pop()
    del rows["seals"]  # proved apart; the move seals what it writes itself
    return rows, chain


def _goes_on(address: str) -> None:
    """New rows get new numbers after those that were moved."""
    database = open_store(address)
    run.freeze(world.session(database), JANUARY, Progress())
    run.calculate(world.session(database), JANUARY, Progress())
    database.close()
    _is_proved(address)


def _is_proved(address: str) -> None:
    database = open_store(address)
    assert proving.prove(world.session(database, Role.AUDITOR)).intact
    database.close()
