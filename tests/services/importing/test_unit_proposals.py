"""Units out of lists as offices make them: no codes, headings, numbering, spellings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.unit_proposals import Proposal
from polima_desktop.services import imports
from polima_desktop.services.importing import unit_proposals
from polima_desktop.services.session import Session
from polima_desktop.services.staff import units
from polima_desktop.storage.database import open_store
from tests.services.import_world import acting


@pytest.fixture
def office(store_url: str) -> Iterator[Session]:
    database = open_store(store_url)
    yield acting(database, Role.BKPSDM)
    database.close()


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


LIST = """DAFTAR UNIT KERJA,,
NO,NAMA UNIT KERJA,KET
1,Dinas Pendidikan dan Kebudayaan,
2,SD Negeri 2 Wameo,
3,Kecamatan Bungi,
4,Kelurahan Liabuku,
"""
STAFF = """NO,NIP,NAMA,TANGGAL LAHIR,GOL/RUANG
,,DINAS KESEHATAN,,
1,198501012010011001,"dr. Samrin, M.Kes.",01-01-1985,III/c
,,PUSKESMAS WAJO,,
2,198601012010012002,"Hj. Ratna Zahara, S.Kep.",01-01-1986,III/a
"""


def test_a_list_of_names_becomes_units_in_one_import(office: Session, tmp_path: Path) -> None:
    found = unit_proposals.proposed(office, write(tmp_path / "unit.csv", LIST))
    assert [(u.code, u.kind, u.parent) for u in found] == [
        ("DPK", "dinas", ""),
        ("SD-2-WAMEO", "sd", "DPK"),
        ("KEC-BUNGI", "kecamatan", ""),
        ("KEL-LIABUKU", "kelurahan", "KEC-BUNGI"),
    ]
    result = unit_proposals.create(office, found, "unit.csv")
    assert (result.counts.new, result.counts.rejected) == (4, 0)
    rows, _ = units.listed(office, office.today)
    assert {row.name for row in rows} == {unit.name for unit in found}
    assert result.batch is not None
    imports.undo(office, result.batch)
    assert units.listed(office, office.today)[0] == []


def test_unit_headings_of_a_staff_list_are_units(office: Session, tmp_path: Path) -> None:
    found = unit_proposals.proposed(office, write(tmp_path / "duk.csv", STAFF))
    assert [(u.name, u.kind) for u in found] == [
        ("DINAS KESEHATAN", "dinas"),
        ("PUSKESMAS WAJO", "puskesmas"),
    ]
    unit_proposals.create(office, found, "duk.csv")
    plan = imports.preview(office, "employees", tmp_path / "duk.csv")
    assert [problem.problem for problem in plan.problems if problem.severity == "error"] == []
    assert plan.counts.new == 2


def test_a_correction_that_cannot_be_says_which_unit_and_writes_nothing(office: Session) -> None:
    twice = [Proposal("A", "Dinas Satu", "dinas"), Proposal("A", "Dinas Dua", "dinas")]
    with pytest.raises(Refused, match="Dinas Satu"):
        unit_proposals.create(office, twice, "unit.csv")
    assert units.listed(office, office.today)[0] == []


def test_a_list_without_units_is_refused(office: Session, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="tidak menyebut unit"):
        unit_proposals.proposed(office, write(tmp_path / "harga.csv", "BARANG,HARGA\nPena,5000\n"))
