"""``polima import`` as a script would use it: exit statuses, JSON, taking back."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polima_desktop.cli.main import main
from polima_desktop.domain.access import Role
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.database import open_store
from polima_desktop.storage.office import accounts
from polima_desktop.storage.unit_of_work import unit_of_work
from tests.imports.lists import nip, person, write_xlsx
from tests.services.import_world import TODAY, new_city, staff_list

Run = Callable[..., tuple[int, str, str]]
KEYS = set(
    "read accepted new changed unchanged rejected warnings rows batch same_as"
    " ignored_columns notices".split()
)


@pytest.fixture
def polima(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:  # fmt: skip
    """Give a command line on a store with four units and a user for two roles."""
    monkeypatch.setattr("polima_desktop.cli.main.FAMILIES", ("imports",))
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia")
    database = new_city(sqlite_url, tmp_path)
    with unit_of_work(database, "admin", "test.users", TODAY) as work:
        for role in (Role.BKPSDM, Role.KOMINFO):
            accounts.add(work, role.value, role.value, role, "rahasia")
    database.close()

    def run(*words: object, user: str = "bkpsdm") -> tuple[int, str, str]:
        status = main(["--store", sqlite_url, "--user", user, "import", *map(str, words)])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def _json(polima: Run, *words: object, user: str = "bkpsdm") -> dict[str, Any]:
    status, out, _ = polima(*words, "--json", user=user)
    assert status == 0
    document = json.loads(out)
    assert set(document) == KEYS
    assert document["read"] == document["accepted"] + document["rejected"]
    assert document["accepted"] == sum(document[k] for k in ("new", "changed", "unchanged"))
    return dict(document)


def _dump(url: str) -> str:
    database = open_store(url)
    with database.reading() as connection:
        text = canonical_dump(connection)
    database.close()
    return text


def test_rejected_rows_still_end_with_status_0(polima: Run, tmp_path: Path) -> None:
    path = staff_list(tmp_path, person(1), person(2, GOLONGAN="V/a"), person(3, SEX=None))
    document = _json(polima, "employees", path)
    assert (document["read"], document["new"], document["rejected"]) == (3, 2, 1)
    assert document["rows"] == [
        {
            "sheet": "Pegawai",
            "row": 3,
            "column": "GOLONGAN",
            "value": "V/a",
            "severity": "error",
            "problem": "Golongan ‘V/a’ tidak dikenal.",
            "advice": "Tulis I/a sampai IV/e, misalnya III/a.",
        }
    ]
    assert isinstance(document["batch"], int)


def test_a_dry_run_writes_nothing(polima: Run, tmp_path: Path, sqlite_url: str) -> None:
    before = _dump(sqlite_url)
    document = _json(polima, "employees", staff_list(tmp_path, person(1)), "--dry-run")
    assert (document["new"], document["batch"]) == (1, None)
    assert _dump(sqlite_url) == before


def test_without_json_it_says_the_numbers_and_how_to_take_back(polima: Run, tmp_path: Path) -> None:
    status, out, _ = polima("employees", staff_list(tmp_path, person(1), person(2, NIP="12")))
    assert status == 0
    assert "2 dibaca, 1 diterima, 1 ditolak" in out
    assert "baris 3, NIP ‘12’: ditolak. NIP 2 angka, seharusnya 18." in out
    assert "polima import undo 2" in out


def test_taking_back_and_the_same_file_again(polima: Run, tmp_path: Path, sqlite_url: str) -> None:
    before = _dump(sqlite_url)
    path = staff_list(tmp_path, person(1), person(2))
    first = _json(polima, "employees", path)
    after = _dump(sqlite_url)
    again = _json(polima, "employees", path)
    assert (again["unchanged"], again["batch"], again["same_as"]) == (2, None, first["batch"])
    status, out, _ = polima("undo", first["batch"])
    assert (status, "diurungkan" in out) == (0, True)
    assert _dump(sqlite_url) == before
    assert _json(polima, "employees", path)["new"] == 2
    assert _dump(sqlite_url) == after
    assert polima("undo", 999)[0] == 1
    assert polima("undo", "abc")[0] == 2


def test_rejected_rows_go_to_the_named_workbook(polima: Run, tmp_path: Path) -> None:
    out = tmp_path / "ditolak.xlsx"
    path = staff_list(tmp_path, person(1), person(2, NIP="12"))
    polima("employees", path, "--rejected", out)
    again = _json(polima, "employees", out, "--dry-run")
    assert (again["read"], again["rejected"]) == (1, 1)


def test_options_name_unit_source_and_day(polima: Run, tmp_path: Path) -> None:
    path = staff_list(tmp_path, person(1, UNIT_KERJA=None))
    assert _json(polima, "employees", path, "--unit", "Disdikbud")["new"] == 1
    status, _, err = polima("employees", path, "--unit", "Kantor Entah")
    assert (status, "tidak dikenal" in err) == (1, True)
    assert polima("employees", path, "--valid-from", "kemarin")[0] == 2
    assert polima("employees", path, "--source", "bkn")[0] == 2
    listed = _json(polima, "employees", path, "--source", "kominfo", user="kominfo")
    assert listed["new"] == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kosong.xlsx", b""),
        ("rusak.xlsx", b"PK\x03\x04 bukan"),
        ("acak.csv", os.urandom(4000)),
        ("tanpa-nip.csv", b"NO,NAMA\n1,Ani\n"),
        ("lain.csv", b"Anggaran,Jumlah\nATK,5\n"),
    ],
)
def test_a_file_refused_as_a_whole_gives_status_1_and_one_message(
    polima: Run, tmp_path: Path, sqlite_url: str, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = _dump(sqlite_url)
    status, out, err = polima("employees", path)
    assert (status, out) == (1, "")
    assert 1 <= err.strip().count("\n") + 1 <= 2
    assert _dump(sqlite_url) == before


def test_a_folder_a_missing_file_and_another_list_are_refused(polima: Run, tmp_path: Path) -> None:
    assert polima("employees", tmp_path)[0] == 1
    assert polima("employees", tmp_path / "hilang.xlsx")[0] == 1
    units = write_xlsx(tmp_path / "a.xlsx", {"A": [["KODE", "NAMA", "JENIS"], ["x", "y", "Dinas"]]})
    status, _, err = polima("employees", units)
    assert (status, "NIP" in err) == (1, True)


def test_wrong_words_give_status_2(polima: Run, tmp_path: Path) -> None:
    status, _, err = polima("pegawai", tmp_path / "x.csv")
    assert (status, "employees" in err) == (2, True)
    assert polima("employees")[0] == 2


def test_another_role_is_refused(polima: Run, tmp_path: Path) -> None:
    status, _, err = polima("employees", staff_list(tmp_path, person(1)), user="kominfo")
    assert (status, "tidak boleh mengubah data pegawai" in err) == (1, True)


def test_a_locked_store_gives_status_3(
    polima: Run, tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polima_desktop.storage.embedded.BUSY_SECONDS", 0.1)
    path = staff_list(tmp_path, person(1))
    holder = sqlite3.connect(sqlite_url, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    status, out, err = polima("employees", path)
    holder.execute("ROLLBACK")
    holder.close()
    assert (status, out) == (3, "")
    assert "sedang dipakai" in err


def test_a_store_that_is_not_there_gives_status_3(tmp_path: Path) -> None:
    words = ["--store", str(tmp_path / "hilang.db"), "--user", "x", "import", "employees", "y"]
    assert main(words) == 3


def test_columns_nobody_knows_are_named(polima: Run, tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_text(f"NIP,NAMA,UNIT KERJA,ZODIAK\n{nip(1)},Ani,Disdikbud,Leo\n", encoding="utf-8")
    assert _json(polima, "employees", path, "--dry-run")["ignored_columns"] == ["ZODIAK"]
    assert "Kolom yang tidak dipakai: ZODIAK." in polima("employees", path)[1]


def test_a_csv_from_the_attendance_server(polima: Run, tmp_path: Path) -> None:
    polima("employees", staff_list(tmp_path, person(1)))
    path = tmp_path / "hadir.csv"
    path.write_text(
        f"nip;tanggal;masuk;pulang\n{nip(1)};2021-01-04;07:31:20;16:02:10\n", encoding="utf-8"
    )
    assert _json(polima, "attendance", path, user="kominfo")["new"] == 1


# ── forms ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "kind", ["units", "employees", "events", "holidays", "patterns", "attendance"]
)
def test_the_form_of_a_kind_is_written_and_comes_back(
    polima: Run, tmp_path: Path, kind: str
) -> None:
    polima("employees", staff_list(tmp_path, person(1)))
    user = "kominfo" if kind == "attendance" else "bkpsdm"
    path = tmp_path / "isian.xlsx"
    status, out, _ = polima("template", kind, "--out", path, user=user)
    assert (status, str(path) in out) == (0, True)
    found = _json(polima, kind, path, user=user)
    assert (found["read"], found["new"], found["rejected"], found["rows"]) == (1, 1, 0, [])


def test_the_form_has_a_telling_name_and_an_unknown_kind_has_none(
    polima: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert polima("template", "holidays")[0] == 0
    assert (tmp_path / "format-isian-hari-libur.xlsx").is_file()
    status, _, err = polima("template", "sepatu")
    assert status == 2
    assert "sepatu" in err
