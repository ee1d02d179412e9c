"""A big city's months are cut into parts: nobody is left out, nobody stands in two."""

from __future__ import annotations

from pathlib import Path

import pytest

from polima_desktop.demo import blocks, names_of, write_city
from polima_desktop.demo.blocks import LARGEST, blocks_of
from polima_desktop.domain.periods import Month
from tests.demo.conftest import rows_of

JANUARY = Month(2021, 1)


@pytest.mark.parametrize(
    ("people", "parts"), [(100, 1), (5_000, 1), (5_001, 2), (20_000, 4), (100_000, 20)]
)
def test_parts_are_as_few_as_can_be_and_of_a_size(people: int, parts: int) -> None:
    cut = blocks_of(people)
    assert [place for block in cut for place in block.places] == list(range(people))
    sizes = {len(block.places) for block in cut}
    assert len(cut) == parts
    assert max(sizes) <= LARGEST
    assert max(sizes) - min(sizes) <= 1


def test_one_part_has_the_plain_names_and_more_are_numbered() -> None:
    (only,) = blocks_of(4_039)
    assert only.file("activities", JANUARY) == "activities-2021-01.csv"
    assert only.stream("attendance 2021-01") == "attendance 2021-01"
    second = blocks_of(20_000)[1]
    assert second.file("activities", JANUARY) == "activities-2021-01-bagian-02.csv"
    assert second.stream("attendance 2021-01") == "attendance 2021-01 2"


def test_a_city_in_parts_holds_everybody_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "LARGEST", 60)
    files = write_city(tmp_path, 150)
    assert {path.name for path in tmp_path.iterdir()} == set(names_of(150))
    assert len(files.activities) == len(files.attendance) == 6
    seen: list[set[str]] = []
    for path in files.activities[:3]:
        rows = rows_of(path)
        assert [row["tanggal"] for row in rows] == sorted(row["tanggal"] for row in rows)
        seen.append({row["nip"] for row in rows})
    assert sum(map(len, seen)) == len(set().union(*seen)) > 100
    assert sum(len(rows_of(path)) for path in files.activities) == files.counts["activities"]
    assert sum(len(rows_of(path)) for path in files.attendance) == files.counts["attendance"]
    assert files.story.nip in seen[0] | seen[1] | seen[2]
    assert "activities-2021-01-bagian-01.csv" in files.readme.read_text(encoding="utf-8")
