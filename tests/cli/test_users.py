"""``polima users``: one-time passwords and setting one's own, as a script does it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from polima_desktop.cli.main import main
from polima_desktop.services.office.stores import create_office

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def polima(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give a command line on an office with its admin ``harmina`` and a user ``budi``."""
    store = str(tmp_path / "kantor.db")
    create_office(store, "harmina", "Wa Ode Harmina", "rahasia1").database.close()

    def run(*words: str, user: str = "harmina", password: str = "rahasia1") -> tuple[int, str, str]:
        monkeypatch.setenv("POLIMA_PASSWORD", password)
        status = main(["--store", store, "--user", user, "users", *words])
        out, err = capsys.readouterr()
        return status, out, err

    monkeypatch.setenv("POLIMA_NEW_PASSWORD", "rahasia2")
    assert run("add", "budi", "--role", "admin", "--display", "La Ode Budi")[0] == 0
    return run


def test_a_one_time_password_opens_nothing_but_the_setting_of_an_own(
    polima: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, _ = polima("reset", "budi")
    once = out.strip().rpartition(" ")[2]
    assert (status, len(once)) == (0, 15)
    assert polima("list", user="budi", password="rahasia2")[0] == 1
    status, _, err = polima("list", user="budi", password=once)
    assert (status, "sekali masuk" in err) == (1, True)
    monkeypatch.setenv("POLIMA_NEW_PASSWORD", "rahasia3")
    assert polima("password", "budi", user="budi", password=once)[0] == 0
    assert polima("list", user="budi", password="rahasia3")[0] == 0
    assert polima("password", "budi", user="budi", password=once)[0] == 1


def test_nobody_resets_their_own_or_who_is_not_there(polima: Run) -> None:
    status, _, err = polima("reset", "harmina")
    assert (status, "Pengaturan" in err) == (1, True)
    status, _, err = polima("reset", "siapa")
    assert (status, "tidak ada" in err) == (1, True)


def test_a_short_password_is_refused(polima: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLIMA_NEW_PASSWORD", "abc")
    assert polima("add", "wati", "--role", "auditor")[0] == 1


def test_the_list_tells_roles_and_who_is_shut(polima: Run) -> None:
    assert polima("role", "budi", "--role", "keuangan")[0] == 0
    assert polima("disable", "budi")[0] == 0
    found = {row["name"]: row for row in json.loads(polima("list", "--json")[1])}
    assert (found["budi"]["role"], found["budi"]["disabled"]) == ("keuangan", True)
    assert found["harmina"]["disabled"] is False
    assert polima("list", user="budi", password="rahasia2")[0] == 1


def test_only_an_administrator_keeps_the_users(polima: Run) -> None:
    polima("role", "budi", "--role", "keuangan")
    status, _, err = polima("add", "wati", "--role", "admin", user="budi", password="rahasia2")
    assert (status, "tidak boleh" in err) == (1, True)


def test_an_account_is_given_an_office_by_its_code(polima: Run) -> None:
    status, _, err = polima("add", "rita", "--role", "verifikator", "--unit", "SD-99")
    assert (status, "Unit ‘SD-99’ tidak dikenal." in err) == (1, True)
    assert "rita" not in polima("list")[1]
