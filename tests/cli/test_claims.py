"""``polima claims`` as a script would use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polima_desktop.cli.main import main
from polima_desktop.imports.backup import read_clerk
from polima_desktop.imports.sheets import open_book
from tests import claims_world as world

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def polima(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give a command line on the world; ``rahim`` verifies everything, ``sekolah`` one school."""
    monkeypatch.setattr("polima_desktop.cli.main.FAMILIES", ("claims",))
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia")
    world.build(sqlite_url, rules=True, users=True).close()

    def run(*words: str, user: str = "rahim") -> tuple[int, str, str]:
        status = main(["--store", sqlite_url, "--user", user, "claims", *words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def listed(polima: Run, *words: str, user: str = "rahim") -> dict[str, Any]:
    status, out, _ = polima("list", *words, "--json", user=user)
    assert status == 0
    document = json.loads(out)
    assert isinstance(document, dict)
    return document


def test_the_list_says_both_records_and_what_to_do(polima: Run) -> None:
    document = listed(polima, "2021-01")
    assert document["undecided"] == 8
    assert document["verdicts"] == {
        "bertentangan": 2,
        "tidak_hadir": 0,
        "kegiatan_ganda": 0,
        "hari_libur": 0,
        "mengisi_kosong": 1,
        "tanpa_bukti": 1,
        "di_luar_masa": 0,
        "bukan_tanpa_sinyal": 0,
        "cocok": 4,
    }
    claim = next(each for each in document["claims"] if each["id"] == 2)
    assert claim["nip"] == "198111042008031002"
    assert claim["date"] == "2021-01-05"
    assert claim["manual"] == {"in": "07:30:00", "out": "16:00:00"}
    assert claim["electronic"] == {"in": "08:34:00", "out": "16:02:00"}
    assert (claim["verdict"], claim["minutes"]) == ("bertentangan", 64)
    assert claim["suggestion"]["decision"] == "electronic"
    assert claim["policy"]["outcome"] == "accepted"
    assert claim["decision"] is None
    assert (claim["amount"], claim["points"]) == ("21776", "0")
    assert claim["source"] == {"file": "backup-2021.xlsx", "sheet": "Kehadiran", "row": 3}


def test_a_missing_record_is_null(polima: Run) -> None:
    claim = next(each for each in listed(polima, "2021-01")["claims"] if each["id"] == 3)
    assert claim["electronic"] is None
    assert claim["missing"] == ["masuk", "pulang", "aktivitas"]


def test_the_list_narrows_by_unit_verdict_and_state(polima: Run) -> None:
    found = listed(polima, "2021-01", "--unit", "Dinas PU", "--verdict", "bertentangan")
    assert [claim["id"] for claim in found["claims"]] == [2, 6]
    polima("decide", "2", "electronic")
    found = listed(polima, "2021-01", "--open", "--verdict", "bertentangan")
    assert [claim["id"] for claim in found["claims"]] == [6]
    assert [claim["id"] for claim in listed(polima, "2021-02", user="sekolah")["claims"]] == [9, 10]


def test_the_plain_list_is_one_claim_a_line(polima: Run) -> None:
    status, out, _ = polima("list", "2021-02")
    assert status == 0
    *lines, total = out.splitlines()
    assert lines[1] == (
        "9\t2 Feb 2021\t198609262015052001\tWa Ode Karmila Sari, S.Pd.\tSD Negeri 1 Kolese\t"
        "klaim 07.25–14.30\taplikasi tidak ada\tTanpa catatan elektronik\tRp 42.005\tMenunggu"
    )
    assert total == "4 klaim Februari 2021, 4 belum diputuskan."


def test_a_decision_is_made_and_undone(polima: Run) -> None:
    status, out, _ = polima("decide", "2", "manual", "--reason", "CCTV kantor")
    assert (status, out) == (0, "Klaim 2: klaim diterima.\n")
    decision = next(c for c in listed(polima, "2021-01")["claims"] if c["id"] == 2)["decision"]
    assert (decision["decision"], decision["reason"]) == ("manual", "CCTV kantor")
    assert decision["by"] == "rahim"
    status, out, _ = polima("undo", "2")
    assert (status, out) == (0, "Putusan 1 klaim diurungkan.\n")


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("decide", "2", "manual"), 1, "Alasan menerima klaim ini belum diisi."),
        (("decide", "8", "manual", "--reason", "x"), 1, "Klaim di luar masa tidak bisa diterima."),
        (("decide", "99", "manual"), 1, "Klaim 99 tidak ada"),
        (("decide", "2", "terima"), 2, "Putusan ‘terima’ tidak dikenal."),
        (("decide", "dua", "manual"), 2, "polima --help"),
        (("list", "Januari"), 2, "Bulan ‘Januari’ tidak dikenali."),
        (("list", "2021-01", "--verdict", "aneh"), 2, "Temuan itu tidak dikenal."),
        (("list", "2021-01", "--unit", "Dinas Sihir"), 1, "Unit ‘Dinas Sihir’ tidak dikenal."),
    ],
)
def test_what_cannot_be_done_says_why(
    polima: Run, words: tuple[str, ...], status: int, message: str
) -> None:
    given, out, err = polima(*words)
    assert (given, out) == (status, "")
    assert message in err


def test_another_offices_claim_is_refused(polima: Run) -> None:
    status, _, err = polima("decide", "1", "manual", user="sekolah")
    assert status == 1
    assert "Hanya verifikator Bidang Bina Marga" in err


def test_deciding_all_only_counts_until_told_yes(polima: Run) -> None:
    words = ("decide-all", "2021-01", "manual", "--verdict", "cocok")
    status, out, _ = polima(*words)
    assert status == 0
    assert out.startswith("4 klaim akan menjadi: klaim diterima.\n1\t")
    assert listed(polima, "2021-01")["undecided"] == 8
    status, out, _ = polima(*words, "--yes")
    assert status == 0
    first, second = out.splitlines()
    assert first == "4 klaim: klaim diterima."
    assert listed(polima, "2021-01")["undecided"] == 4
    mark = second.rpartition(" ")[2]
    status, out, _ = polima("undo", mark)
    assert (status, out) == (0, "Putusan 4 klaim diurungkan.\n")


def test_the_template_comes_back_through_the_import(polima: Run, tmp_path: Path) -> None:
    path = tmp_path / "backup.xlsx"
    status, out, _ = polima("template", "--unit", "SD-07", "--month", "2021-02", "--out", str(path))
    assert (status, out) == (0, f"{path}: buku kerja SD Negeri 1 Kolese, 1 pegawai.\n")
    book = open_book(path)
    names = [sheet.name for sheet in book.sheets]
    assert names == [
        "Kehadiran",
        "Aktivitas",
        "Petugas",
        "Daftar pegawai",
        "Daftar kegiatan",
        "Petunjuk",
    ]
    staff = book.sheets[3].frame
    assert list(staff.iloc[1])[:2] == ["198609262015052001", "Wa Ode Karmila Sari, S.Pd."]
    with pytest.raises(Exception, match="tidak menyebut siapa yang mengetik"):
        read_clerk(book)


def test_a_template_of_another_office_is_refused(polima: Run, tmp_path: Path) -> None:
    path = tmp_path / "backup.xlsx"
    words = ("template", "--unit", "DIN-05", "--month", "2021-02", "--out", str(path))
    status, _, err = polima(*words, user="sekolah")
    assert status == 1
    assert "di luar kantor akun ini" in err
    assert not path.exists()
