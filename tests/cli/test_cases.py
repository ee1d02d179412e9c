"""``polima cases``: the month's cases as lines and as JSON, with what was decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from polima_desktop.cli.main import main
from polima_desktop.domain.access import Role
from polima_desktop.domain.whereabouts import Ruling
from polima_desktop.services.attendance import cases
from polima_desktop.services.office import accounts
from tests import cases_world, claims_world


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("polima_desktop.cli.main.FAMILIES", ("cases",))
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia")
    path = str(tmp_path / "polima.db")
    database = cases_world.build(path)
    session = claims_world.session(database)
    first = cases.read(session, cases_world.MARCH).found[:1]
    admin = claims_world.session(database, Role.ADMIN)
    accounts.add(admin, "rahim", "Abdul Rahim", Role.VERIFIKATOR, "rahasia")
    cases.decide(session, cases_world.MARCH, first, Ruling.FAIR, "Naik kapal.")
    database.close()
    return path


def test_the_cases_of_a_month(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", store, "--user", "rahim", "cases", "2021-03", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["open"], found["clockings"], found["without_point"]) == (4, 22, 0)
    first, second = found["cases"][:2]
    assert (first["kind"], first["open"]) == ("loncatan", False)
    assert first["decided"]["outcome"] == "wajar"
    assert (second["kind"], second["decided"]) == ("di_luar_titik", None)


def test_only_what_waits(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--store", store, "--user", "rahim", "cases", "2021-03", "--open"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "4 kasus Maret 2021, 4 belum diputuskan."
    assert len(lines) == 5
    assert "Loncatan" not in "\n".join(lines)
