"""Files that are no files, bombs, sparse giants, damaged archives: one clear sentence each."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Cancelled, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.imports import apart
from polima_desktop.imports.columns import EMPLOYEES
from polima_desktop.imports.headers import find_layouts
from polima_desktop.imports.reading import read_tables
from polima_desktop.imports.sheets import open_book
from tests.imports.damaged import Maker, every, kinds
from tests.imports.lists import grid, person, write_xlsx

ALLOWED = 500_000_000
HARMLESS = {"flipped", "cut", "old_flipped", "inner_flipped", "inner_cut", "noise"}
"""Ways after which something may still be readable: a byte of a name, an end that was blank."""


def _sentence(path: Path) -> str | None:
    """Read a file as far as an import does; give what it is refused with."""
    try:
        book = open_book(path)
        find_layouts(book, EMPLOYEES, "pegawai")
        read_tables(book, EMPLOYEES, "pegawai")
    except Refused as refused:
        return f"{refused.message} {refused.advice}".replace("\n", " ⏎ ")
    return None


@pytest.mark.parametrize("way", kinds())
def test_a_broken_file_is_refused_in_one_sentence(tmp_path: Path, way: str) -> None:
    for seed in range(1 if "bomb" in way else 2):
        said = _sentence(getattr(Maker(tmp_path, seed), way)())
        assert said or way in HARMLESS, (way, seed)
        assert "⏎" not in (said or "")


def test_the_size_of_a_bomb_is_said_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_reader", None)  # nothing may be started
    with pytest.raises(Refused, match=r"menjadi \d+ MB bila dibuka"):
        open_book(Maker(tmp_path, 1).bomb())


def test_a_sparse_giant_is_called_by_its_size_or_as_damaged(tmp_path: Path) -> None:
    said = {_sentence(Maker(tmp_path, seed).sparse()) for seed in range(4)}
    assert all("besar" in str(words) for words in said)


def test_reading_apart_is_cancelled_at_once(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": grid([person(n) for n in range(50)])})
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        apart.read_workbook(path.name, path.read_bytes(), progress, "Membuka")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_three_hundred_broken_files_end_in_a_sentence_each(tmp_path: Path) -> None:
    slowest, said = 0.0, 0
    for path in every(tmp_path, 300):
        begun = time.monotonic()
        said += _sentence(path) is not None
        slowest = max(slowest, time.monotonic() - begun)
        if path.is_file() and path.parent == tmp_path:
            path.unlink()
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        assert resource.getrusage(who).ru_maxrss * 1024 < ALLOWED
    print(f"{said} of 300 refused, slowest {slowest:.1f} s")
    assert said > 200
