"""The root of the command line: its exit statuses, and that it speaks Indonesian."""

from __future__ import annotations

from pathlib import Path

import pytest

from polima_desktop.cli import main as root
from polima_desktop.cli.main import main
from polima_desktop.paths import log_folder
from polima_desktop.services.office.stores import create_office


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "Perintah ‘nonsense’ tidak ada."),
        (["month", "freeze"], "BULAN belum disebut."),
        (["--stor", "x"], "Pilihan --stor tidak ada."),
        (["month", "freeze", "2021-01", "x"], "Terlalu banyak isian: x."),
        (["demo", "--employees", "abc", "--out", "x"], "Isi itu harus bilangan bulat."),
        (["users", "add", "x", "--role", "raja"], "‘raja’ tidak dikenal. Pilih salah satu"),
        (["month"], "Perintahnya belum lengkap."),
        (["--store", "mysql://x", "doctor"], "Jenis data ‘mysql’ tidak didukung."),
    ],
)
def test_wrong_usage_is_said_in_indonesian(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_store_that_is_none_gives_status_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign, torn = tmp_path / "foreign.db", tmp_path / "torn.db"
    foreign.write_text("not a database at all, but long enough to be looked at" * 40)
    create_office(str(tmp_path / "kantor.db"), "harmina", "W", "rahasia1").database.close()
    torn.write_bytes((tmp_path / "kantor.db").read_bytes()[:3000])
    for address in (tmp_path / "nowhere.db", foreign, torn, tmp_path):
        assert main(["--store", str(address), "--user", "x", "month", "status", "2021-01"]) == 3
        assert capsys.readouterr().err.count("\n") == 2


def test_accounts_and_the_audit_chain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "kantor.db")
    create_office(store, "harmina", "Wa Ode Harmina", "rahasia1").database.close()
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia1")
    monkeypatch.setenv("POLIMA_NEW_PASSWORD", "rahasia2")
    asked = ["--store", store, "--user", "harmina"]
    assert main([*asked, "users", "add", "budi", "--role", "keuangan"]) == 0
    assert main([*asked, "users", "add", "budi", "--role", "keuangan"]) == 1
    assert main([*asked, "users", "role", "budi", "--role", "auditor"]) == 0
    assert main([*asked, "users", "disable", "harmina"]) == 1
    capsys.readouterr()
    assert main([*asked, "users", "list"]) == 0
    assert "budi\tbudi\tPemeriksa\taktif" in capsys.readouterr().out
    assert main([*asked, "audit", "verify"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 catatan, rantai utuh; 3 bersegel, isinya sama.\nDijamin kepala")
    monkeypatch.setenv("POLIMA_PASSWORD", "salah")
    assert main([*asked, "users", "list"]) == 1


def test_without_a_user_a_store_that_is_no_demo_asks_who(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "kantor.db")
    create_office(store, "harmina", "Wa Ode Harmina", "rahasia1").database.close()
    assert main(["--store", store, "users", "list"]) == 2
    assert "--user NAMA" in capsys.readouterr().err


def test_a_mistake_of_ours_is_logged_and_named_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(root, "build", fail)
    assert main(["doctor"]) == 1
    assert "Kesalahan di dalam program: ZeroDivisionError" in capsys.readouterr().err
    assert "ZeroDivisionError" in (log_folder() / "polima.log").read_text(encoding="utf-8")
