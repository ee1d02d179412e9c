"""Five regional schemes as rule sets: through the publish gate, their figures to the rupiah.

The figures are the examples of each file (DOMAIN.md §4, G1-G8 and the tables above them); here
they pass the gate by two people, and the published ones are said once more outside the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from polima_desktop.assets import asset
from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import load
from polima_desktop.domain.rules.gate import check
from polima_desktop.services.rules import versions, workbooks
from polima_desktop.services.session import Session
from polima_desktop.storage.database import open_store
from tests.domain.rules.test_worked_values import TPP

FOLDER = asset("resources", "rulesets", "daerah")
REGIONS = ("barru", "dki", "seruyan", "standar-7260", "wonogiri")
PUBLISHED = {
    ("barru", "indeks 0,90 dan disiplin 93,75 persen"): {
        "tpp_kinerja": "2351812.32", "tpp_disiplin": "1633203.00", "kotor": "3985015",
        "pph21": "199251",
    },
    ("barru", "nilai penuh"): {"pph21": "653281", "bersih": "3701927"},
    ("seruyan", "kelas 9 golongan III"): {"pph21": "217760", "bersih": "4137448"},
    ("wonogiri", "dasar BPJS bersama gaji"): {
        "dasar_bpjs": "7000000", "bpjs1": "70000", "bpjs4": "280000",
    },
    ("wonogiri", "nilai tidak dibulatkan"): {"kotor": "21653682"},
}  # fmt: skip


def text(region: str) -> str:
    return (FOLDER / f"{region}.toml").read_text("utf-8")


@pytest.fixture
def people(sqlite_url: str) -> Iterator[tuple[Session, Session]]:
    database = open_store(sqlite_url)
    yield (
        Session(database, Actor("organisasi", "Bagian Org.", Role.ORGANISASI)),
        Session(database, Actor("pimpinan", "Sekda", Role.PIMPINAN)),
    )
    database.close()


@pytest.mark.parametrize("region", REGIONS)
def test_a_scheme_has_no_finding_even_at_publishing(region: str) -> None:
    assert check(text(region), publishing=True) == []


def test_the_shapes_regions_write_pass_the_gate_too() -> None:
    """Daily bounds, five criteria, three prorations, stepped absence, a ceiling."""
    shapes = (FOLDER.parent / "bentuk.toml").read_text("utf-8")
    assert check(shapes, publishing=True) == []
    found = {example.name: example.expect for example in load(shapes).examples}
    # by hand: 330 + 660 of 6,000 minutes; 4,355,208 × 40 % × 0.165
    bounded = found["batas menit sehari dari semua laporan"]
    assert (bounded["menit_efektif"], bounded["tpp_prestasi"]) == ("990", "287443.73")
    # 14/31 of 60 %, 10/20 of 40 % × 660/6,000, nothing after the 10th
    parts = found["mulai tanggal 18: tiga cara membagi bulan"]
    assert (parts["tpp_beban"], parts["tpp_prestasi"], parts["tpp_tempat"]) == (
        "1180120.88", "95814.58", "0",
    )  # fmt: skip
    assert found["alpa empat hari, tiga berturut-turut"]["nilai_disiplin"] == "0.78"
    assert found["plafon sebulan"]["bersih"] == "25000000"


def test_all_five_are_published_by_two_people(people: tuple[Session, Session]) -> None:
    bureau, leader = people
    for number, region in enumerate(REGIONS, 1):
        row = versions.propose_text(bureau, text(region))
        assert versions.publish(leader, row.id, Progress(), row).number == number


@pytest.mark.parametrize(("region", "example"), list(PUBLISHED))
def test_the_published_figures_are_those_of_the_examples(region: str, example: str) -> None:
    found = next(e for e in load(text(region)).examples if e.name == example)
    expected = PUBLISHED[region, example]
    assert {name: found.expect[name] for name in expected} == expected


def test_seruyan_has_every_class() -> None:
    examples = {
        e.name: e.expect["tpp"] for e in load(text("seruyan")).examples if "tpp" in e.expect
    }
    assert [int(examples[f"kelas {k}"]) for k in range(1, 16)] == TPP


def test_a_yes_or_no_is_excels_own_in_the_workbook(tmp_path: Path) -> None:
    """Excel's IF does not understand the text ``ya``: another engine found that."""
    path = tmp_path / "contoh.xlsx"
    workbooks.write_examples(load((FOLDER.parent / "kekhasan.toml").read_text("utf-8")), path)
    with ZipFile(path) as book:
        sheets = [book.read(n).decode() for n in book.namelist() if "worksheets/sheet" in n]
    assert sum('t="b"' in sheet for sheet in sheets) == 4  # two of penyuluh, two of perawat


@pytest.mark.parametrize("region", [*REGIONS, ""])
def test_examples_become_a_workbook_with_live_formulas(region: str, tmp_path: Path) -> None:
    source = FOLDER / f"{region}.toml" if region else FOLDER.parent / "contoh.toml"
    path = tmp_path / "contoh.xlsx"
    workbooks.write_examples(load(source.read_text("utf-8")), path)
    assert path.read_bytes()[:2] == b"PK"


def test_the_catalogue_comes_back_from_its_workbook(tmp_path: Path) -> None:
    contoh = load((FOLDER.parent / "contoh.toml").read_text("utf-8"))
    path = tmp_path / "aktivitas.xlsx"
    workbooks.write_activities(contoh, path)
    assert workbooks.read_activities(contoh, path) == contoh
