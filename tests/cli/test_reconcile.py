"""``polima reconcile``: the four files, their sums, and the same answers again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from polima_desktop.cli.main import main
from polima_desktop.demo import write_city


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo city's files with their truth."""
    made = tmp_path_factory.mktemp("kota") / "berkas"
    write_city(made, 400, 5)
    return made


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _run(folder: Path, out: Path, *more: str) -> int:
    files = [str(folder / "bkpsdm.xlsx"), str(folder / "kominfo.csv")]
    return main(["reconcile", *files, "--out", str(out), *more])


def test_every_row_of_both_files_has_the_state_that_is_true_of_it(
    folder: Path, tmp_path: Path
) -> None:
    assert _run(folder, tmp_path, "--events", str(folder / "departures.csv")) == 0
    truth = {(t["side"], t["row"]): t for t in _rows(folder / "truth.csv")}
    rows = _rows(tmp_path / "rows.csv")
    assert {(r["side"], r["row"]) for r in rows} == set(truth)
    wrong = [r for r in rows if r["state"] != truth[r["side"], r["row"]]["state"]]
    assert [r for r in wrong if r["state"] not in ("linked", "duplicate")] == []
    pairs = _rows(tmp_path / "pairs.csv")
    true = {(t["row"], t["partner"]) for t in truth.values() if t["state"] == "linked" and
            t["side"] == "left"}  # fmt: skip
    found = {(p["left_row"], p["right_row"]) for p in pairs}
    assert len(true ^ found) <= 2  # a row that stands twice, alike to the letter
    assert {p["certainty"] for p in pairs} <= {"sure", "likely", "check"}


def test_the_bridge_balances_and_is_printed(folder: Path, tmp_path: Path) -> None:
    assert _run(folder, tmp_path) == 0
    steps = _rows(tmp_path / "bridge.csv")
    running = int(steps[0]["running"])
    for step in steps[1:]:
        running += {"=": 0, "-": -1, "+": 1}[step["sign"]] * int(step["rows"])
        assert int(step["running"]) == running
    assert int(steps[-1]["running"]) == len(_rows(folder / "kominfo.csv"))
    text = PdfReader(tmp_path / "bridge.pdf").pages[0].extract_text()
    assert "Jembatan rekonsiliasi daftar pegawai" in text
    assert "Belum dijelaskan" in text


def test_the_same_files_give_the_same_answers(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        _run(folder, tmp_path / name)
    for file in ("pairs.csv", "rows.csv", "bridge.csv"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_json_gives_counts_and_bridge(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(folder, tmp_path, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert sum(said["left"]["states"].values()) == said["left"]["rows"] == 400
    assert sum(said["certainty"].values()) == said["pairs"]


def test_a_list_without_numbers_or_names_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("KODE,JUMLAH\nA,1\nB,2\n", encoding="utf-8")
    assert main(["reconcile", str(path), str(path), "--out", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()
