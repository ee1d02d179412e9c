"""No verb opens the store's files beside SQLite, not even when it is given them to read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from polima_desktop.cli.main import build, main
from polima_desktop.domain.access import Role
from polima_desktop.services.session import DEMO_PASSWORD
from polima_desktop.storage.database import Database
from polima_desktop.storage.office import accounts
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import locks, month_world

KINDS = ("attendance", "employees", "rules", "backup", "undo")


def _verbs(
    command: Any,  # noqa: ANN401 - the parser's own types
    name: tuple[str, ...] = (),
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give every verb of the command line with its parameters, also those added later."""
    for word, inner in getattr(command, "commands", {}).items():
        yield from _verbs(inner, (*name, word))
    if not getattr(command, "commands", {}):
        yield name, command.params


def _word(name: str, path: Path) -> str:
    """Give what a parameter takes; whatever may be a file is the store's."""
    if name.startswith("month"):
        return "2021-01"
    known = {"kind": "attendance", "paper": "slips", "date_": "2021-02-01", "decision": "manual"}
    return known.get(name, str(path))


def _lines(
    name: tuple[str, ...],
    params: Any,  # noqa: ANN401
    path: Path,
) -> Iterator[list[str]]:
    """Give a verb with what it must have, and again with every option that takes a text.

    A verb whose options are all switches is given once.
    """
    needed, options = [], []
    for param in params:
        takes_text = not getattr(param, "is_flag", False) and param.name != "help"
        words = [param.opts[-1]] if param.param_type_name == "option" else []
        if param.required:
            needed += [*words, _word(param.name, path)]
        elif takes_text:
            options += [*words, _word(param.name, path)]
    for kind in KINDS if name == ("import",) else ("attendance",):
        first = [kind if word == "attendance" else word for word in needed]
        yield [*name, *first]
        if options:
            yield [*name, *first, *options]


def add_everybody(database: Database) -> None:
    """Let every verb act as the role whose work it is."""
    month_world.add_users(database)
    with unit_of_work(database, "admin", "test.users", month_world.BUILT) as work:
        there = {account.name for account in accounts.listed(work.connection)}
        for role in Role:
            if role.value not in there:
                accounts.add(work, role.value, role.value, role, DEMO_PASSWORD)


@locks.needs_table
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "name",
    [
        "polima.db",
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("polima.db-wal", "polima.db-shm", "lain/daftar.xlsx")
        ),
    ],
)
def test_no_verb_drops_the_locks_of_an_open_store(
    name: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Path(sqlite_url)
    monkeypatch.chdir(store.parent)  # where papers without a named place go
    database = month_world.standing(sqlite_url)
    add_everybody(database)
    given = store.parent / name
    if not given.exists():
        given.parent.mkdir()
        os.link(store, given)
    before = locks.held(store)
    assert [name for name, *_ in before] == ["polima.db", "polima.db-shm"]
    for verb, params in _verbs(get_command(build())):
        for line in _lines(verb, params, given):
            main(["--store", sqlite_url, *line])
            assert locks.held(store) == before, f"after polima {' '.join(line)}"
    assert "Kesalahan di dalam program" not in capsys.readouterr().err
    database.close()
