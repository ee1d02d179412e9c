"""The demo city as a whole: the same bytes each time, clear refusals, a cancel that is heard."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from polima_desktop.demo import CityFiles, names_of, write_city
from polima_desktop.domain.errors import Cancelled, WrongUsage
from polima_desktop.domain.progress import Progress
from tests.demo.conftest import rows_of


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes(small_city: CityFiles, tmp_path: Path) -> None:
    write_city(tmp_path, 200, seed=3)
    again, before = contents(tmp_path / "."), contents(small_city.units.parent)
    again = {name: data for name, data in again.items() if not name.startswith("home")}
    assert again.keys() == before.keys()
    assert [name for name in again if again[name] != before[name]] == []


def test_another_seed_gives_other_people(small_city: CityFiles, tmp_path: Path) -> None:
    other = write_city(tmp_path, 200, seed=4)
    ours = {row["NIP"] for row in rows_of(small_city.events)}
    assert not ours & {row["NIP"] for row in rows_of(other.events)}


def test_a_small_city_keeps_every_unit_and_exactly_its_people(small_city: CityFiles) -> None:
    assert small_city.counts["units"] == len(rows_of(small_city.units)) == 189
    assert small_city.counts["employees"] == 200


@pytest.mark.parametrize("employees", [-1, 0, 99, 100_001, 1_000_000])
def test_too_few_or_too_many_people_are_refused(employees: int, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="tidak bisa berisi") as refused:
        write_city(tmp_path / "city", employees)
    assert refused.value.advice == "Isi --employees dengan 100 sampai 100.000."
    assert not (tmp_path / "city").exists()


def test_cancelling_stops_between_the_parts(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        write_city(tmp_path / "city", 200, progress=progress)
    assert progress.latest.text == "Menyusun unit dan pegawai"


def test_the_story_is_written_for_scripts(small_city: CityFiles) -> None:
    told = json.loads((small_city.units.parent / "kisah.json").read_text(encoding="utf-8"))
    story = small_city.story
    assert told["nip"] == story.nip
    assert told["name"] == story.name
    assert told["school"] == story.school == "SD Negeri 2 Wameo"
    assert Decimal(told["old_weight"]) < Decimal(told["new_weight"])


def test_the_folder_holds_what_is_promised(small_city: CityFiles) -> None:
    assert {path.name for path in small_city.units.parent.iterdir()} == set(names_of(200))


def test_the_readme_names_every_file(small_city: CityFiles) -> None:
    text = small_city.readme.read_text(encoding="utf-8")
    names = [path.name for path in small_city.units.parent.iterdir() if path.is_file()]
    missing = [name for name in names if name not in text and not name.endswith("-02.csv")]
    assert missing == ["README.txt"]
