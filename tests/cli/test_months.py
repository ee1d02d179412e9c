"""``polima month`` as a script would use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from polima_desktop.cli.main import main
from polima_desktop.storage.database import open_store
from tests import month_world as world
from tests.month_world import FAJRIN, KARMILA, NIPS, TASLIM

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def polima(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Give a command line on the world, where each verb acts as the role whose work it is."""
    monkeypatch.setattr("polima_desktop.cli.main.FAMILIES", ("months", "payments", "arrears"))
    database = world.standing(sqlite_url)
    world.add_users(database)
    database.close()

    def run(*words: str, group: str = "month") -> tuple[int, str, str]:
        status = main(["--store", sqlite_url, group, *words])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def document(polima: Run, *words: str, group: str = "month") -> dict[str, Any]:
    status, out, err = polima(*words, "--json", group=group)
    assert status == 0, err
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def walk(polima: Run, *verbs: str) -> None:
    for verb in verbs:
        status, _, err = polima(verb, "2021-01")
        assert status == 0, err


def test_the_whole_road_is_a_verb_a_step(polima: Run) -> None:
    status, out, _ = polima("freeze", "2021-01")
    assert status == 0
    assert out.startswith("1 klaim belum diputuskan: catatan elektronik yang dihitung")
    assert "  SD Negeri 1 Kolese: 1\nJanuari 2021 dibekukan" in out
    assert "detik" in out
    status, out, _ = polima("calculate", "2021-01")
    assert "Januari 2021 dihitung dengan aturan versi 1: 5 slip, bersih Rp 16.671.654." in out
    assert "tertahan: Kelas jabatan kosong, 1" in out
    walk(polima, "submit", "approve", "lock")
    status, out, _ = polima("pay", "2021-01", "--sp2d", "7/SP2D", "--date", "2021-02-05")
    assert status == 0
    assert out == (
        "Januari 2021 tercatat dibayar Rp 16.671.654 dengan SP2D 7/SP2D: kelompok 1, 5 slip.\n"
    )
    found = document(polima, "status", "2021-01")
    assert found["state"] == "locked"
    assert (found["paid"], found["unpaid"]) == ("16671654", "0")
    (batch,) = found["payments"]
    assert (batch["sp2d"], batch["date"], batch["amount"]) == ("7/SP2D", "2021-02-05", "16671654")


def test_payments_are_listed_corrected_and_returned(polima: Run) -> None:
    walk(polima, "freeze", "calculate", "submit", "approve", "lock")
    words = ("pay", "2021-01", "--unit", "DIN-05", "--sp2d", "7", "--date", "2021-02-05")
    first = document(polima, *words)
    assert (first["number"], first["sp2d"], first["date"]) == (1, "7", "2021-02-05")
    second = document(polima, "pay", "2021-01", "--sp2d", "8", "--date", "2021-02-06")
    found = document(polima, "list", "2021-01", group="payments")
    assert [batch["number"] for batch in found["batches"]] == [1, 2]
    assert int(first["amount"]) + int(second["amount"]) == int(found["paid"]) == 16671654
    assert (found["unpaid"], found["unpaid_slips"]) == ("0", 0)
    assert found["batches"][0]["returned"] == 0
    status, out, _ = polima(
        "correct", "2021-01", "1", "--sp2d", "7/SP2D", "--reason", "ketik", group="payments"
    )
    assert (status, out[:34]) == (0, "Kelompok 1: SP2D 7/SP2D, 5 Februar")
    fajrin = ("--nip", NIPS[FAJRIN], "--date", "2021-02-07", "--reason", "rekening ditutup")
    assert polima("return", "2021-01", "1", *fajrin, group="payments")[0] == 0
    found = document(polima, "list", "2021-01", group="payments")
    assert (found["batches"][0]["sp2d"], found["batches"][0]["returned"]) == ("7/SP2D", 1)
    assert found["unpaid"] == found["batches"][0]["returned_amount"] == "3991549"
    _, out, _ = polima("list", "2021-01", group="payments")
    assert "kembali 1, Rp 3.991.549; diralat." in out
    assert "Belum dibayar: 1 slip, Rp 3.991.549." in out


def test_status_has_what_the_contract_names(polima: Run) -> None:
    walk(polima, "freeze", "calculate")
    found = document(polima, "status", "2021-01")
    assert found["month"] == "2021-01"
    assert found["state"] == "calculated"
    assert (found["people"], found["entitled"], found["slips"]) == (9, 6, 5)
    assert found["held"] == [{"reason": "Kelas jabatan kosong", "people": 1}]
    assert found["people"] == found["entitled"] + sum(one["people"] for one in found["excluded"])
    assert found["totals"] == {"gross": "18411806", "deductions": "1740152", "net": "16671654"}
    assert found["rules"] == 1
    assert len(found["inputs_hash"]) == 64
    assert found["undecided"] == 1


def test_status_of_an_open_month_is_all_zero(polima: Run) -> None:
    found = document(polima, "status", "2021-01")
    assert (found["state"], found["people"], found["inputs_hash"]) == ("open", 0, None)


def test_explain_follows_every_line_to_its_source(polima: Run) -> None:
    walk(polima, "freeze", "calculate")
    found = document(polima, "explain", "2021-01", NIPS[KARMILA])
    assert (found["nip"], found["revision"], found["rules"]) == (NIPS[KARMILA], 1, 1)
    assert found["equal_to_stored"] is True
    lines = {line["name"]: line for line in found["lines"]}
    assert lines["bersih"]["value"] == "2987705"
    assert lines["bersih"]["formula"] == "kotor - pph - bpjs"
    assert lines["bersih"]["inputs"] == {"kotor": "3178410", "pph": "158921", "bpjs": "31784"}
    assert lines["poin"]["inputs"]["poin_aktivitas"] == ["160.000000", "500.000000", "200.000000"]
    source = lines["poin"]["sources"][0]
    assert (source["kind"], source["file"], source["sheet"], source["row"]) == (
        "claim", "backup-sd.xlsx", "Aktivitas", 3,
    )  # fmt: skip
    assert source["decision"].startswith("Klaim diterima oleh bkpsdm")
    assert lines["tpp_kinerja"]["inputs"] == {
        "kelas": "8",
        "tpp_kelas": "3500452",
        "nilai_indeks": "0.85",
    }


def test_explain_in_words_ends_with_the_proof(polima: Run) -> None:
    walk(polima, "freeze", "calculate")
    status, out, _ = polima("explain", "2021-01", "19811104 200803 1 002")
    assert status == 0
    assert out.startswith("La Ode Fajrin Malik, S.T., NIP 198111042008031002, Januari 2021")
    assert "TPP bersih = Rp 3.991.549" in out
    assert out.endswith("Dihitung ulang: sama dengan slip.\n")


def test_reopen_proposes_approves_and_leaves_the_difference_to_arrears(
    sqlite_url: str, polima: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk(polima, "freeze", "calculate", "submit", "approve", "lock")
    reopen = ("reopen", "2021-01", "--nip", NIPS[FAJRIN])
    status, _, err = polima(*reopen, "--reason", "periksa")
    assert status == 1
    assert "tidak berubah bila dihitung ulang: bersih Rp 3.991.549" in err
    assert polima("pay", "2021-01", "--sp2d", "1", "--date", "2021-02-05")[0] == 0
    database = open_store(sqlite_url)
    world.change(database, world.set_class(FAJRIN, 11), after=10**9)
    database.close()
    assert "Bila dibuka ulang: bersih Rp 3.991.549 menjadi" in polima(*reopen, "--preview")[1]
    monkeypatch.setenv("POLIMA_USER", "keuangan")
    assert "Menunggu orang kedua" in polima(*reopen, "--reason", "kelas 11")[1]
    assert polima(*reopen, "--approve")[0] == 1
    monkeypatch.delenv("POLIMA_USER")
    status, out, _ = polima(*reopen, "--approve")
    assert status == 0
    assert "menjadi revisi 2: bersih Rp 3.991.549 menjadi" in out
    assert "Yang sudah dibayar tetap; selisih" in out
    assert document(polima, "explain", "2021-01", NIPS[FAJRIN])["revision"] == 2
    (item,) = document(polima, "2021-01", group="arrears")["items"]
    assert (item["nip"], item["month"], item["paid"]) == (NIPS[FAJRIN], "2021-01", "3991549")
    assert int(item["difference"]) == int(item["recomputed"]) - int(item["paid"])
    assert item["state"] == "pending"
    assert item["reason"].startswith("jabatan, golongan, dan kelas Rp ")
    status, out, _ = polima("decide", str(item["id"]), "accept", "--reason", "SK", group="arrears")
    assert (status, out[:17]) == (0, "1 rapel diterima,")
    paid = document(polima, "pay", "--arrears", "--sp2d", "R", "--date", "2021-02-06")
    assert (paid["amount"], paid["arrears"]) == (item["difference"], 1)
    (item,) = document(polima, "list", "2021-01..2021-03", group="arrears")["items"]
    assert item["state"] == "paid"
    assert document(polima, "list", "2021-01", group="payments")["paid"] == "16671654"
    assert document(polima, "list", "rapel", group="payments")["paid"] == item["difference"]


def test_reopen_without_a_nip_takes_the_submission_back(polima: Run) -> None:
    walk(polima, "freeze", "calculate", "submit")
    assert polima("reopen", "2021-01", "--reason", "keliru")[0] == 0
    assert document(polima, "status", "2021-01")["state"] == "calculated"


def test_a_script_may_hold_a_step_to_what_it_saw(polima: Run) -> None:
    walk(polima, "freeze", "calculate", "submit")
    seen = document(polima, "status", "2021-01")["seen"]
    stale = seen.replace(":16671654", ":16671655")
    status, _, err = polima("approve", "2021-01", "--seen", stale)
    assert status == 1
    assert err.startswith("Anda melihat Rp 16.671.655; sekarang Rp 16.671.654, dihitung ulang ")
    assert polima("approve", "2021-01", "--seen", seen)[0] == 0


def test_who_approves_returns_a_month_with_a_reason(polima: Run) -> None:
    walk(polima, "freeze", "calculate", "submit")
    assert polima("return", "2021-01", "--reason", "periksa RSUD")[0] == 0
    found = document(polima, "status", "2021-01")
    assert found["state"] == "calculated"
    assert (found["returned"]["by"], found["returned"]["reason"]) == ("pimpinan", "periksa RSUD")
    assert "Dikembalikan oleh pimpinan" in polima("status", "2021-01")[1]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("calculate", "2021-01"), 1, "Januari 2021 belum dibekukan.\nBekukan dulu"),
        (("freeze", "2021-05"), 1, "Mei 2021 belum punya kehadiran"),
        (("status", "2030-01"), 1, "Januari 2030 tidak ada di data ini.\nPeriksa bulannya"),
        (("status", "2021-13"), 2, "Bulan ‘2021-13’ tidak dikenali.\nTulis seperti 2021-01."),
        (("explain", "2021-01", NIPS[TASLIM]), 1, "belum dibekukan"),
        (("pay", "2021-01", "--sp2d", "1", "--date", "5 Feb"), 2, "Tanggal ‘5 Feb’ tidak ada."),
        (("pay", "2021-01"), 2, "sp2d belum disebut"),
        (("melompat", "2021-01"), 2, ""),
    ],
)
def test_a_refusal_says_what_to_do_and_has_its_status(
    polima: Run, words: tuple[str, ...], status: int, told: str
) -> None:
    found, out, err = polima(*words)
    assert found == status
    assert told in err
    assert "Traceback" not in out + err
