"""``polima rules`` and ``polima import rules`` as a script would use them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polima_desktop.assets import asset
from polima_desktop.cli.main import main
from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from polima_desktop.services.office import accounts
from polima_desktop.storage.database import open_store
from tests import month_world
from tests.domain.rules.test_gate import SOUND

Run = Callable[..., tuple[int, str, str]]
CONTOH = str(asset("resources", "rulesets", "contoh.toml"))


@pytest.fixture
def polima(capsys: pytest.CaptureFixture[str]) -> Run:
    """Give the command line and what it printed."""

    def run(*words: str) -> tuple[int, str, str]:
        status = main(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "salah.toml"
    path.write_text(SOUND.replace("MAKS(kotor - pph; 0)", "MAKS(kotor - pph, 0)"), encoding="utf-8")
    return str(path)


def test_check_is_silent_about_a_sound_set(polima: Run) -> None:
    assert polima("rules", "check", CONTOH) == (0, "0 kesalahan, 0 peringatan.\n", "")


def test_check_points_at_the_fault_with_a_caret(polima: Run, broken: str) -> None:
    status, out, _ = polima("rules", "check", broken)
    assert status == 1
    assert out.splitlines()[:3] == [
        (
            "Kesalahan di lines.bersih.formula, karakter ke-17: Pemisah argumen adalah titik koma "
            "';'. Koma ',' hanya untuk desimal, mis. 1,25 (karakter ke-17)"
        ),
        "    MAKS(kotor - pph, 0)",
        "                    ^",
    ]


def test_check_gives_json_with_places(polima: Run, broken: str) -> None:
    status, out, _ = polima("rules", "check", broken, "--json")
    (finding,) = json.loads(out)["findings"]
    assert status == 1
    assert (finding["severity"], finding["where"], finding["position"]) == (
        "error", "lines.bersih.formula", 17,
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["check", "try", "propose"])
def test_an_unreadable_file_is_one_clear_message(polima: Run, tmp_path: Path, verb: str) -> None:
    noise = tmp_path / "aturan.toml"
    noise.write_bytes(bytes(range(256)))
    rest = ["--cases", "c.csv", "--out", str(tmp_path / "o.csv")] if verb == "try" else []
    for path in (noise, tmp_path / "hilang.toml", tmp_path):
        status, out, err = polima("rules", verb, str(path), *rest)
        assert (status, out) == (1, "")
        assert "Traceback" not in err
        assert len(err.strip().splitlines()) == 2
    assert not (tmp_path / "o.csv").exists()


def test_wrong_usage_is_2(polima: Run) -> None:
    assert polima("rules", "check")[0] == 2
    assert polima("rules", "publish", "satu")[0] == 2
    assert polima("rules", "lain")[0] == 2


def test_try_writes_the_sheet_and_says_how_many_failed(polima: Run, tmp_path: Path) -> None:
    rules, cases, out = (tmp_path / name for name in ("a.toml", "c.csv", "o.csv"))
    rules.write_text(SOUND, encoding="utf-8")
    cases.write_text("tpp_kelas,hari_kerja,kelompok_golongan,asing\n1000000,20,III,x\n1,,I,x\n")
    status, said, err = polima("rules", "try", str(rules), "--cases", str(cases), "--out", str(out))
    assert status == 0
    assert said.startswith("2 kasus dihitung, 1 galat.")
    assert err == "Kolom asing bukan isian aturan ini; nilainya tidak dipakai.\n"
    assert out.read_text(encoding="utf-8").splitlines() == [
        "tpp_kelas,hari_kerja,kelompok_golongan,asing,kotor,pph,bersih,error",
        "1000000,20,III,x,1000000,50000,950000,",
        "1,,I,x,,,,\"kotor, karakter ke-35: Isian 'hari_kerja' tidak ada.\"",
    ]


def test_try_refuses_a_set_without_meaning_and_writes_nothing(
    polima: Run, tmp_path: Path, broken: str
) -> None:
    (tmp_path / "c.csv").write_text("hari_kerja\n1\n")
    out = tmp_path / "o.csv"
    status, _, err = polima(
        "rules", "try", broken, "--cases", str(tmp_path / "c.csv"), "--out", str(out)
    )
    assert status == 1
    assert "lines.bersih.formula, karakter ke-17" in err
    assert not out.exists()


def test_every_reason_of_a_refusal_is_printed(polima: Run, tmp_path: Path) -> None:
    path = tmp_path / "dua.toml"
    path.write_text('[[lines]]\nname = "a"\nformula = "x+"\n[[lines]]\nname = "b"\nformula = ","\n')
    (tmp_path / "c.csv").write_text("x\n1\n")
    files = ("--cases", str(tmp_path / "c.csv"), "--out", str(tmp_path / "o.csv"))
    status, _, err = polima("rules", "try", str(path), *files)
    assert status == 1
    assert ["lines.a.formula" in err, "lines.b.formula" in err] == [True, True]


# ── with a store ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A city with a frozen January, rules in force, and a user a role."""
    monkeypatch.setenv("POLIMA_PASSWORD", "rahasia-sekali")
    month_world.build(sqlite_url).close()
    database = open_store(sqlite_url)
    run.freeze(month_world.session(database), Month(2021, 1), Progress())
    admin = month_world.session(database, Role.ADMIN)
    for role in (Role.ORGANISASI, Role.PIMPINAN):
        accounts.add(admin, role.value, role.value, role, "rahasia-sekali")
    database.close()
    return sqlite_url


def as_(store: str, user: str) -> list[str]:
    return ["--store", store, "--user", user]


def changed_rules(folder: Path) -> str:
    path = folder / "baru.toml"
    path.write_text(month_world.RULES.replace('["1", "0.005"]', '["1", "0.05"]'), encoding="utf-8")
    return str(path)


def test_a_set_goes_from_file_to_force_by_two_users(
    polima: Run, store: str, tmp_path: Path
) -> None:
    bureau, leader = as_(store, "organisasi"), as_(store, "pimpinan")
    path = tmp_path / "sah.toml"
    path.write_text(Path(CONTOH).read_text(encoding="utf-8"), encoding="utf-8")
    status, out, _ = polima(*bureau, "rules", "propose", str(path))
    assert (status, "polima rules publish 2" in out) == (0, True)
    status, _, err = polima(*bureau, "rules", "publish", "2")
    assert status == 1
    assert "diajukan oleh organisasi sendiri" in err
    status, out, _ = polima(*leader, "rules", "publish", "v2")
    assert status == 0
    assert out.startswith("Versi 2 terbit, berlaku sejak 1 Januari 2021.")
    listed = json.loads(polima(*bureau, "rules", "list", "--json")[1])["versions"]
    assert (listed[0]["number"], listed[0]["state"], listed[0]["published_by"]) == (
        2, "published", "pimpinan",
    )  # fmt: skip
    assert polima(*leader, "rules", "publish", "9")[0] == 1


def test_import_rules_makes_a_draft_once(polima: Run, store: str, tmp_path: Path) -> None:
    bureau = as_(store, "organisasi")
    status, out, _ = polima(*bureau, "import", "rules", CONTOH, "--dry-run")
    assert (status, "tidak ada yang ditulis" in out) == (0, True)
    status, out, _ = polima(*bureau, "import", "rules", CONTOH)
    assert (status, "draf versi 2" in out) == (0, True)
    status, out, _ = polima(*bureau, "import", "rules", CONTOH, "--json")
    document = json.loads(out)
    assert (status, document["version"], document["new"]) == (0, 2, False)


def compared(polima: Run, store: str, path: str) -> dict[str, Any]:
    words = ("rules", "compare", path, "--month", "2021-01", "--json")
    status, out, _ = polima(*as_(store, "organisasi"), *words)
    assert status == 0
    document = json.loads(out)
    assert isinstance(document, dict)
    return document


def test_compare_counts_who_gains_and_who_loses(polima: Run, store: str, tmp_path: Path) -> None:
    same = tmp_path / "sama.toml"
    same.write_text(month_world.RULES, encoding="utf-8")
    document = compared(polima, store, str(same))
    assert (document["changed"], document["people"]) == (0, [])
    document = compared(polima, store, changed_rules(tmp_path))
    assert document["against"] == 1
    assert document["changed"] == len(document["people"]) > 0
    assert int(document["net"]["difference"]) < 0
    assert sum(document["counts"].values()) >= document["changed"]
    difference = sum(int(person["difference"]) for person in document["people"])
    assert int(document["net"]["difference"]) == difference


def test_compare_needs_a_frozen_month(polima: Run, store: str) -> None:
    words = ("rules", "compare", CONTOH, "--month", "2021-02")
    status, _, err = polima(*as_(store, "organisasi"), *words)
    assert status == 1
    assert "Februari 2021 belum dibekukan" in err


def test_a_store_that_is_not_there_is_3(polima: Run, tmp_path: Path) -> None:
    missing = str(tmp_path / "tidak-ada.db")
    status, _, err = polima("--store", missing, "--user", "x", "rules", "propose", CONTOH)
    assert (status, "Traceback" in err) == (3, False)
