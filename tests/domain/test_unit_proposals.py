"""Units proposed from names without codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.unit_proposals import Found, Proposal, guess_code, guess_kind, propose
from polima_desktop.domain.units import KINDS, unit_key


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("Dinas Pendidikan dan Kebudayaan", "dinas", "DPK"),
        ("DINAS KESEHATAN KOTA BAUBAU", "dinas", "DK"),
        ("Sekretariat Daerah", "setda", "SETDA"),
        ("Sekretariat DPRD", "setwan", "SETWAN"),
        ("Kec. Wolio", "kecamatan", "KEC-WOLIO"),
        ("Kelurahan Bone-Bone", "kelurahan", "KEL-BONE-BONE"),
        ("SD Negeri 2 Wameo", "sd", "SD-2-WAMEO"),
        ("SMPN 1 Baubau", "smp", "SMP-1"),
        ("UPTD Puskesmas Wajo", "uptd", "UPW"),
        ("Puskesmas Wajo", "puskesmas", "PKM-WAJO"),
        ("Inspektorat", "inspektorat", "INSPEKTORAT"),
        ("Gudang", "lainnya", "GUDANG"),
    ],
)
def test_kind_and_code_come_from_the_name(name: str, kind: str, code: str) -> None:
    assert guess_kind(name) == kind
    assert guess_code(name, kind) == code


def test_schools_go_under_the_education_office_and_kelurahan_under_the_kecamatan_before() -> None:
    names = (
        "SDN 1 Wameo|Dinas Pendidikan|Kecamatan Wolio|Kelurahan Wangkanapi|Kecamatan Bungi"
        "|Kelurahan Ngkaring-karing|Dinas Kesehatan|UPTD Gudang Obat"
    ).split("|")
    found = {unit.name: unit.parent for unit in propose(Found(name) for name in names)}
    assert found == {
        "SDN 1 Wameo": "DP",
        "Dinas Pendidikan": "",
        "Kecamatan Wolio": "",
        "Kelurahan Wangkanapi": "KEC-WOLIO",
        "Kecamatan Bungi": "",
        "Kelurahan Ngkaring-karing": "KEC-BUNGI",
        "Dinas Kesehatan": "",
        "UPTD Gudang Obat": "DK",
    }


def test_what_the_list_says_itself_goes_before_what_is_guessed() -> None:
    [office, ward] = propose(
        [Found("RSUD Palagimata"), Found("Melati", "Lainnya", "RSUD Palagimata")]
    )
    assert ward == Proposal("MELATI", "Melati", "lainnya", office.code)


def test_spellings_of_one_unit_are_one_and_what_is_stored_is_not_proposed_again() -> None:
    stored = [Proposal("D01", "Dinas Pendidikan", "dinas")]
    found = propose(
        [Found("DINAS PENDIDIKAN"), Found("SDN 1 Bonebone"), Found("SD Negeri 1 Bone-Bone")], stored
    )
    assert found == [Proposal("SD-1-BONEBONE", "SDN 1 Bonebone", "sd", "D01", "6_hari")]


@given(st.lists(st.text(min_size=1, max_size=40), max_size=30))
def test_codes_are_unique_kinds_known_and_no_name_is_lost(names: list[str]) -> None:
    made = propose(Found(name) for name in names)
    assert len({unit.code for unit in made}) == len(made)
    assert {unit.kind for unit in made} <= set(KINDS)
    assert all(unit.pattern or unit.parent for unit in made), "nobody is without duty days"
    assert {unit_key(unit.name) for unit in made} == {unit_key(n) for n in names if unit_key(n)}
