"""``polima events`` and lists that correct or withdraw, as a script would use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polima_desktop.cli.main import main
from polima_desktop.domain.access import Role
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.database import create_store
from polima_desktop.storage.office import accounts
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.imports.lists import nip
from tests.services.import_world import TODAY, UNITS_CSV

NIP = nip(1)
HEAD = "NIP,JENIS,MULAI,SELESAI,NOMOR SK,TANGGAL SK,KETERANGAN,TINDAKAN\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def polima(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Give a command line on a store with one person."""
    monkeypatch.setattr("polima_desktop.cli.main.FAMILIES", ("imports", "events"))
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia1")
    database = create_store(sqlite_url)
    with unit_of_work(database, "rita", "office.create", TODAY) as work:
        calendar.fill_new_store(work.connection)
        accounts.add(work, "rita", "Rita", Role.BKPSDM, "rahasia1")
    database.close()

    def run(*words: str) -> tuple[int, str, str]:
        status = main(["--store", sqlite_url, "--user", "rita", *words])
        out, err = capsys.readouterr()
        return status, out, err

    units, staff = tmp_path / "unit.csv", tmp_path / "pegawai.csv"
    units.write_text(UNITS_CSV, "utf-8")
    staff.write_text(
        f"NIP,NAMA,UNIT KERJA,STATUS,KELAS JABATAN\n{NIP},Ratna Zahara,DIN-01,PNS,7\n", "utf-8"
    )
    assert run("import", "units", str(units))[0] == 0
    assert run("import", "employees", str(staff), "--valid-from", "2020-01-01")[0] == 0
    return run


@pytest.fixture
def bring(polima: Run, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Give an import of event rows; gives its JSON."""

    def run(*rows: str) -> dict[str, Any]:
        path = tmp_path / f"{abs(hash(rows))}.csv"
        path.write_text(HEAD + "".join(f"{NIP},{row}\n" for row in rows), "utf-8")
        status, out, err = polima("import", "events", str(path), "--json")
        assert status == 0, err
        return dict(json.loads(out))

    return run


Bring = Callable[..., dict[str, Any]]


def _listed(polima: Run) -> list[dict[str, Any]]:
    status, out, _ = polima("events", "list", NIP, "--json")
    assert status == 0
    return [one for one in json.loads(out)["events"] if one["kind"] not in ("awal", "data")]


def _outcome(document: dict[str, Any]) -> tuple[int, ...]:
    return tuple(document[name] for name in ("new", "changed", "unchanged", "rejected"))


def test_a_corrected_row_of_the_same_decree_takes_the_place_of_the_first(
    polima: Run, bring: Bring
) -> None:
    bring("cuti_tahunan,11-01-2021,15-01-2021,SK/1,08-01-2021,,")
    again = bring("cuti_tahunan,11-01-2021,12-01-2021,SK/1,08-01-2021,ralat,")
    assert _outcome(again) == (0, 1, 0, 0)
    states = {one["ends"]: one["state"] for one in _listed(polima)}
    assert states == {"2021-01-12": "in_force", "2021-01-15": "replaced"}


def test_an_overlap_of_another_decree_asks_and_takes_the_answer(polima: Run, bring: Bring) -> None:
    bring("cuti_tahunan,11-01-2021,15-01-2021,SK/1,08-01-2021,,")
    other = "cuti_tahunan,13-01-2021,18-01-2021,SK/2,12-01-2021,,"
    asked = bring(other)
    assert _outcome(asked) == (0, 0, 0, 1)
    (row,) = asked["rows"]
    assert row["column"] == "TINDAKAN"
    assert "sejak 11 Januari 2021 sampai 15 Januari 2021 (nomor SK SK/1)" in row["problem"]
    assert "ganti" in row["advice"]
    assert "baru" in row["advice"]
    assert _outcome(bring(other + "baru")) == (1, 0, 0, 0)
    assert [one["state"] for one in _listed(polima)] == ["in_force", "in_force"]
    assert _outcome(bring("cuti_tahunan,11-01-2021,18-01-2021,SK/1,,gabungan,ganti")) == (
        0,
        1,
        0,
        0,
    )
    in_force = [one for one in _listed(polima) if one["state"] == "in_force"]
    assert {(one["starts"], one["decree_number"]) for one in in_force} == {
        ("2021-01-11", "SK/1"),
        ("2021-01-13", "SK/2"),
    }


@pytest.mark.parametrize(
    "row",
    ["hukdis,04-01-2021,,SK/7,,,cabut", "cabut,04-01-2021,,SK/7,,,", "cabut,,,sk / 7,,,"],
)
def test_a_list_withdraws_what_is_recorded(polima: Run, bring: Bring, row: str) -> None:
    bring("hukdis,04-01-2021,,SK/7,,sedang,")
    assert _outcome(bring(row)) == (0, 1, 0, 0)
    (one,) = _listed(polima)
    assert one["state"] == "withdrawn"
    assert _outcome(bring(row + " ")) == (0, 0, 1, 0)


def test_a_withdrawal_of_what_is_not_there_is_said(bring: Bring) -> None:
    asked = bring("hukdis,04-01-2021,,SK/7,,,cabut")
    assert _outcome(asked) == (0, 0, 0, 1)
    assert asked["rows"][0]["problem"] == "Tidak ada catatan yang cocok."


@pytest.mark.parametrize(
    "rows",
    [
        ("berhenti_sementara,04-01-2021,,SK/9,03-01-2021,,", "aktif_kembali,18-01-2021,,SK/10,,,"),
        ("berhenti,01-11-2020,,SK/9,21-10-2020,,", "aktif_kembali,18-01-2021,,SK/10,,,"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_leaving_and_coming_back_in_one_list_are_two_events_in_any_order(
    polima: Run, bring: Bring, rows: tuple[str, ...], order: int
) -> None:
    assert _outcome(bring(*rows[::order])) == (2, 0, 0, 0)
    assert [one["state"] for one in _listed(polima)] == ["in_force", "in_force"]
    assert _outcome(bring(*(f"{row} " for row in rows))) == (0, 0, 2, 0)


def test_a_record_is_ended_and_withdrawn_by_its_number(polima: Run, bring: Bring) -> None:
    bring("berhenti_sementara,04-01-2021,,SK/9,,,")
    (one,) = _listed(polima)
    number = str(one["id"])
    assert polima("events", "end", number, "--on", "2021-01-17", "--reason", "putusan")[0] == 0
    status, _, err = polima("events", "withdraw", number, "--reason", "keliru")
    assert (status, "sudah tidak berlaku oleh rita" in err) == (1, True)
    now = next(one for one in _listed(polima) if one["state"] == "in_force")
    assert (now["ends"], now["replaces"]) == ("2021-01-17", one["id"])
    assert polima("events", "withdraw", str(now["id"]))[0] == 1
    assert polima("events", "withdraw", str(now["id"]), "--reason", "keliru")[0] == 0
    status, out, _ = polima("events", "list", NIP)
    assert "dicabut rita" in out
    assert ": keliru" in out
    assert "0 berlaku" not in out
    assert polima("events", "list", "123")[0] == 2


def test_a_day_that_can_hardly_be_meant_is_taken_with_a_warning(bring: Bring) -> None:
    found = bring("cuti_tahunan,11-01-2031,15-01-2031,SK/1,08-01-2021,,")
    assert _outcome(found) == (1, 0, 0, 0)
    assert [row["problem"] for row in found["rows"]] == [
        "11-01-2031 masih lebih dari dua tahun lagi."
    ]
