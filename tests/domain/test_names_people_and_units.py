"""Spelling variants of names and units; retirement; what looks wrong with a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.names import (
    full_name,
    name_key,
    search_queries,
    search_text,
    split_titles,
)
from polima_desktop.domain.people import (
    Assignment,
    Identity,
    Person,
    problems,
    read_education,
    read_job_kind,
    read_standing,
    read_status,
    retirement_date,
)
from polima_desktop.domain.units import KINDS, below, read_kind, unit_key

TODAY = date(2021, 1, 15)


@pytest.mark.parametrize(
    ("written", "front", "bare", "back"),
    [
        ("Dr. Hj. Wa Ode Siti, S.Pd., M.Si", "Dr. Hj.", "Wa Ode Siti", "S.Pd., M.Si"),
        ("Drs. H. La Ode Samrin", "Drs. H.", "La Ode Samrin", ""),
        ("LA ODE SAMRIN", "", "LA ODE SAMRIN", ""),
        ("dr. Ani Rahma, Sp.PD", "dr.", "Ani Rahma", "Sp.PD"),
        ("Ani Rahma S.Pd", "", "Ani Rahma", "S.Pd"),
        ("Muh. Tamrin", "", "Muh. Tamrin", ""),
    ],
)
def test_titles_are_parted_from_the_name(written: str, front: str, bare: str, back: str) -> None:
    assert split_titles(written) == (front, bare, back)


def test_a_name_is_joined_as_printed() -> None:
    assert full_name("Wa Ode Siti", "Hj.", "S.Pd.") == "Hj. Wa Ode Siti, S.Pd."
    assert full_name("Wa Ode Siti") == "Wa Ode Siti"


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "La Ode Samrin",
            "LAODE SAMRIN",
            "L.O. Samrin",
            "L. O. Samrin",
            "Drs. La Ode Samrin, M.Si",
        ),
        ("Wa Ode Siti", "Waode Sitti", "W.O. St.", "Hj. Wa Ode Siti"),
        ("Muhammad Tamrin", "Muh. Thamrin", "Moh. Tamrin", "Mohamad Thamrin", "M. Tamrin"),
        ("Darusalam", "Darussalam"),
        ("Muhtar", "Muchtar"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("La Ode Samrin", "La Ode Samsin"), ("Siti", "Satu")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("laode", "La Ode Samrin"),
        ("la ode", "LAODE SAMRIN"),
        ("muchtar", "Ahmad Muhtar"),
        ("muh", "Ahmad Muhtar"),
        ("sam", "La Ode Samrin"),
        ("moh tam", "Muhammad Thamrin"),
    ],
)
def test_typing_finds_the_name(typed: str, name: str) -> None:
    assert any(query in search_text(name) for query in search_queries(typed))


@pytest.mark.parametrize(
    ("job", "leaves"),
    [
        (Assignment("X"), date(2023, 4, 1)),
        (Assignment("X", family="guru", job_kind="fungsional"), date(2025, 4, 1)),
        (Assignment("X", eselon="II.b", job_kind="struktural"), date(2025, 4, 1)),
        (Assignment("X", job_kind="fungsional", position="Dokter Ahli Madya"), date(2025, 4, 1)),
        (Assignment("X", job_kind="fungsional", position="Dokter Ahli Utama"), date(2030, 4, 1)),
    ],
)
def test_retirement_is_the_first_of_the_month_after_the_age(job: Assignment, leaves: date) -> None:
    assert retirement_date(date(1965, 3, 12), job) == leaves


def test_somebody_born_in_december_retires_in_january() -> None:
    assert retirement_date(date(1965, 12, 31), Assignment("X")) == date(2024, 1, 1)


def _person(**changes: object) -> Person:
    who: dict[str, object] = {
        "nip": "198503122010012001",
        "name": "Wa Ode Sarmina",
        "birth_date": date(1985, 3, 12),
        "sex": "P",
        "cpns_date": date(2010, 1, 1),
    }
    job: dict[str, object] = {
        "unit": "SD-01",
        "status": "PNS",
        "golongan": "III/c",
        "job_class": 8,
        "superior_nip": "197001011995031001",
    }
    for name, value in changes.items():
        (job if name in Assignment.__dataclass_fields__ else who)[name] = value
    return Person(Identity(**who), Assignment(**job))  # type: ignore[arg-type]


def test_a_complete_person_has_no_problems() -> None:
    assert problems(_person(), TODAY) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"birth_date": date(1985, 3, 13)}, "nip_birth"),
        ({"sex": "L"}, "nip_sex"),
        ({"cpns_date": date(2010, 2, 1)}, "nip_cpns"),
        ({"status": "PPPK"}, "nip_status"),
        ({"nip": "198503122010132001"}, "nip_invalid"),
        ({"job_class": None}, "no_class"),
        ({"golongan": None}, "no_golongan"),
        ({"superior_nip": None}, "no_superior"),
        ({"nik": "12"}, "nik_doubtful"),
        ({"npwp": "12"}, "npwp_doubtful"),
    ],
)
def test_what_looks_wrong_is_named(changes: dict[str, object], code: str) -> None:
    assert [problem.code for problem in problems(_person(**changes), TODAY)] == [code]


def test_nobody_is_past_retirement_on_the_last_working_day() -> None:
    old = _person(nip="196301152010012001", birth_date=date(1963, 1, 15))
    assert problems(old, date(2021, 1, 31)) == []
    assert [p.code for p in problems(old, date(2021, 2, 1))] == ["past_retirement"]


def test_whoever_left_lacks_nothing() -> None:
    assert problems(_person(standing="pensiun", job_class=None, superior_nip=None), TODAY) == []


@pytest.mark.parametrize(
    ("read", "written", "code"),
    [
        (read_status, "P3K", "PPPK"),
        (read_status, "Calon PNS", "CPNS"),
        (read_standing, "Pemberhentian sementara", "berhenti_sementara"),
        (read_job_kind, "Jabatan Pimpinan Tinggi Pratama", "struktural"),
        (read_job_kind, "JABATAN FUNGSIONAL UMUM", "pelaksana"),
        (read_kind, "Sekretariat Daerah", "setda"),
    ],
)
def test_words_of_closed_lists(read: Callable[[object], str], written: str, code: str) -> None:
    assert read(written) == code


@pytest.mark.parametrize("read", [read_status, read_standing, read_job_kind, read_kind])
def test_other_words_are_refused_with_the_choices(
    read: Callable[[object], str],
) -> None:
    with pytest.raises(Refused) as refused:
        read("entah")
    assert "Tulis" in refused.value.advice


def test_every_kind_of_unit_reads_back_from_its_words() -> None:
    assert [read_kind(words) for words in KINDS.values()] == list(KINDS)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Dinas P dan K", "DINAS P & K", "Dinas P. dan K. Kota Baubau", "dinas p&k kota bau-bau"),
        ("SD Negeri 1 Bone-Bone", "SDN 1 Bonebone", "SD N 1 BONE BONE"),
        ("Kelurahan Kampeonaho", "Kel. Kampenaho"),
        ("Kecamatan Lea-Lea", "Kec. Lealea"),
        ("Kelurahan Gonda Baru", "Kel. Gonda"),
        ("Kelurahan Ngkaring Karing", "Kel. Ngkari-Ngkari"),
        ("Kelurahan Sukanaeyo", "kelurahan Sukanayo"),
    ],
)
def test_spellings_of_one_unit_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({unit_key(name) for name in spellings}) == 1


def test_neighbouring_schools_stay_apart() -> None:
    assert unit_key("SD Negeri 1 Wameo") != unit_key("SD Negeri 11 Wameo")
    assert unit_key("SD Negeri 1 Wameo") != unit_key("SMP Negeri 1 Wameo")


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("S1", "S1"), ("S.1", "S1"), ("S-1 Akuntansi", "S1"), ("S-1/Sarjana", "S1"),
        ("Strata 1", "S1"), ("SARJANA EKONOMI", "S1"), ("Magister Manajemen", "S2"), ("S.2", "S2"),
        ("D.III Kebidanan", "D3"), ("D-III", "D3"), ("Diploma III/Sarjana Muda", "D3"),
        ("D IV", "D4"), ("SLTA Sederajat", "SMA"), ("SMA", "SMA"), ("SMK Teknik", "SMA"),
        ("SLTP", "SMP"), ("Sekolah Dasar", "SD"), ("Doktor", "S3"),
    ],
)  # fmt: skip
def test_a_level_of_education_in_many_spellings(written: str, level: str) -> None:
    assert read_education(written) == level


@pytest.mark.parametrize("written", ["Akuntansi", "S4", "Kursus", "2019"])
def test_other_words_are_no_level_of_education(written: str) -> None:
    with pytest.raises(Refused, match="Pendidikan"):
        read_education(written)


def test_below_a_unit_stands_everything_under_it_even_in_a_circle() -> None:
    assert below({1: None, 2: 1, 3: 2, 4: None}, {1}) == {1, 2, 3}
    assert below({1: 2, 2: 1, 3: None}, {1, 3}) == {1, 2, 3}
    assert below({}, set()) == set()
