"""``polima policy`` as a script would use it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from polima_desktop.cli.main import main
from polima_desktop.domain.access import Role
from polima_desktop.services.office import accounts
from tests import claims_world as world

Run = Callable[..., tuple[int, str, str]]
KAMPEONAHO = ("Kampeonaho lagi", "--from", "2021-03-01", "--until", "2021-06-30", "--place",
              "Kampeonaho", "--scope", "kelurahan", "--source", "SE 7/2021")  # fmt: skip


@pytest.fixture
def polima(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give a command line on the world; ``malik`` keeps the policy, ``rahim`` verifies."""
    monkeypatch.setattr("polima_desktop.cli.main.FAMILIES", ("policy",))
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia")
    database = world.build(sqlite_url, users=True)
    admin = world.session(database, Role.ADMIN)
    accounts.add(admin, "malik", "Hasrul Malik", Role.ORGANISASI, "rahasia")
    database.close()

    def run(*words: str, user: str = "malik") -> tuple[int, str, str]:
        status = main(["--store", sqlite_url, "--user", user, "policy", *words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_a_permit_is_tried_recorded_listed_and_withdrawn(polima: Run) -> None:
    before = json.loads(polima("list", "--json")[1])
    assert {each["manual_until"] for each in before["groups"]} == {"2021-01-31", "2021-02-28"}
    status, out, _ = polima("permit", *KAMPEONAHO, "--dry-run")
    assert (status, out) == (
        0, "Izin Kelurahan Kampeonaho akan dicatat.\nTidak ada klaim yang dinilai lain.\n"
    )  # fmt: skip
    assert json.loads(polima("list", "--json")[1]) == before
    assert polima("permit", *KAMPEONAHO)[0] == 0
    [new] = [p for p in json.loads(polima("list", "--json")[1])["permits"]
             if p not in before["permits"]]  # fmt: skip
    assert (new["place"], new["scope"], new["from"], new["until"]) == (
        "Kampeonaho", "kelurahan", "2021-03-01", "2021-06-30"
    )  # fmt: skip
    assert "SE 7/2021" in polima("list")[1]
    status, _, err = polima("withdraw", str(new["id"]))
    assert status == 1
    assert "Alasan pencabutan belum diisi" in err
    assert polima("withdraw", str(new["id"]), "--reason", "salah tahun")[0] == 0
    gone = json.loads(polima("list", "--all", "--json")[1])["gone"]
    assert [each["withdrawn"] for each in gone] == ["salah tahun"]


def test_an_extension_says_which_claims_it_opens(polima: Run) -> None:
    status, out, _ = polima(
        "permit", "Perpanjangan bidang", "--from", "2021-02-01", "--until", "2021-02-28",
        "--unit-kind", "bidang", "--source", "SE 8/2021",
    )  # fmt: skip
    assert status == 0
    assert "Februari 2021: 1 klaim menjadi diterima, 0 tidak." in out


@pytest.mark.parametrize(
    ("words", "user", "status", "said"),
    [
        (("withdraw", "999", "--reason", "x"), "malik", 1, "Izin 999 tidak ada"),
        (("permit", "x", "--from", "kemarin", "--source", "SE"), "malik", 2, "kemarin"),
        (("permit", "x", "--from", "2021-03-01", "--source", "SE", "--place", "A", "--scope",
          "kota"), "malik", 2, "Jenis tempat ‘kota’ tidak dikenal"),
        (("permit", "x", "--from", "2021-03-01", "--source", "SE"), "malik", 1, "semua orang"),
        (("permit", *KAMPEONAHO), "rahim", 1, "tidak boleh mengubah kebijakan"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(
    polima: Run, words: tuple[str, ...], user: str, status: int, said: str
) -> None:
    got, _, err = polima(*words, user=user)
    assert got == status
    assert said in err
