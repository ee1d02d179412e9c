"""A file of 4,039 rows with every variant of the three lists planted at known places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from polima_desktop.imports.employees import read_employees
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.reading import Reading
from polima_desktop.imports.sheets import open_book
from tests.imports.lists import BOSS, UNITS, grid, nip, person, write_xlsx

ROWS = 4_039
STEP = 37
"""A variant is planted on every so many-th row."""
DAMAGED = "kehilangan angka"


class Silent(NamedTuple):
    """A cell that is normalised without a word."""

    title: str
    written: Any
    field: str
    value: Any
    others: Mapping[str, Any] = MappingProxyType({})


class Loud(NamedTuple):
    """A cell that warns or rejects, with words of its problem."""

    title: str
    written: Any
    words: str
    others: Mapping[str, Any] = MappingProxyType({})


BORN = date(1985, 3, 12)
PPPK = {"NIP": "198503122021211007", "STATUS": "PPPK", "TMT CPNS": date(2021, 1, 1)}
SILENT = [
    Silent("NIP", "19850312 201001 2 901", "nip", "198503122010012901", {"TMT CPNS": "1/1/2010"}),
    Silent("NIP", "'198503122010012902", "nip", "198503122010012902", {"TMT CPNS": "01-01-2010"}),
    Silent("NIP", "`198503122010012903", "nip", "198503122010012903", {"TMT CPNS": "2010-01-01"}),
    Silent("NIP", "NIP. 19850312 201001 2 906", "nip", "198503122010012906", {"TMT CPNS": 40179}),
    Silent("NIP", "19850312.201001.2.904", "nip", "198503122010012904", {"TMT CPNS": 40179}),
    Silent("NIP", "198503122010012905\u00a0", "nip", "198503122010012905", {"TMT CPNS": "40179"}),
    *(
        Silent("TANGGAL LAHIR", written, "birth_date", BORN)
        for written in (
            "12-03-1985",
            "12/03/1985",
            "12.03.1985",
            "1985-03-12",
            "12 Maret 1985",
            "12-Mar-1985",
            "1985-03-12 00:00:00",
            "31118",
            31118,
            datetime(1985, 3, 12),
        )
    ),
    *(
        Silent("GOLONGAN", written, "golongan", "III/a")
        for written in (
            "IIIa",
            "III-a",
            "III A",
            "III.a",
            "3a",
            "3/a",
            "31",
            31,
            "iii/a",
            "Penata Muda (III/a)",
            "Penata Muda, III/a",
            "Penata Muda",
            "Gol. III/a",
            "III / a",
            "III/a (Penata Muda)",
        )
    ),
    Silent("GOLONGAN", "Penata Muda Tk. I (III/b)", "golongan", "III/b"),
    Silent("GOLONGAN", "45", "golongan", "IV/e"),
    Silent("GOLONGAN", "IV", "golongan", "IV", {**PPPK, "NIP": "198503122021212001"}),
    Silent("GOLONGAN", "Golongan IX", "golongan", "IX", {**PPPK, "NIP": "198503122021212002"}),
    Silent("GOLONGAN", 9, "golongan", "IX", {**PPPK, "NIP": "198503122021212003"}),
    *(
        Silent("JENIS KELAMIN", written, "sex", "P")
        for written in ("p", "Pr", "Perempuan", "PEREMPUAN", "Wanita", "2", 2)
    ),
    Silent("STATUS", "Pegawai Negeri Sipil", "status", "PNS"),
    Silent("ESELON", "Eselon III-a", "eselon", "III.a"),
    Silent("KELAS JABATAN", "Kelas 9", "job_class", 9),
    Silent("KELAS JABATAN", "9", "job_class", 9),
    Silent("GAJI POKOK", "Rp 3.456.700", "salary", 3456700),
    Silent("GAJI POKOK", "3.456.700,00", "salary", 3456700),
    Silent("UNIT KERJA", "DINAS KESEHATAN", "unit", "DIN-02"),
    Silent("UNIT KERJA", "Disdikbud", "unit", "DIN-01"),
    Silent("UNIT KERJA", "SDN 1 Wameo", "unit", "SD-01"),
    Silent("UNIT KERJA", "Dinas Pendidikan & Kebudayaan Kota Bau-Bau", "unit", "DIN-01"),
    Silent("JENIS JABATAN", "Jabatan Fungsional Tertentu", "job_kind", "fungsional"),
    Silent("JENIS JABATAN", "Jabatan Fungsional Umum", "job_kind", "pelaksana"),
    Silent("SERTIFIKASI", "Sudah", "certified", True),
    Silent("KEDUDUKAN HUKUM", "Meninggal Dunia", "standing", "wafat"),
]
WARNED = [
    Loud("TANGGAL LAHIR", "13-03-1985", "menurut NIP 12-03-1985", {"NIK": None}),
    Loud("JENIS KELAMIN", "L", "menurut NIP Perempuan", {"NIK": None}),
    Loud("TMT CPNS", "01-04-2001", "berbeda dengan NIP"),
    Loud("STATUS", "PPPK", "NIP berbentuk NIP PNS", {"GOLONGAN": "IX"}),
    Loud("NIP", "131234567", "NIP lama"),
    Loud("NIK", "747201520385", "seharusnya 16 angka"),
    Loud("NIK", "7472011203850001", "Jenis kelamin dalam NIK"),
    Loud("NIK", 7.472015203850001e15, "NIK kehilangan angka"),
    Loud("NPWP", "01.234.567", "seharusnya 15 angka"),
    Loud("NOMOR REKENING", 12345678, "nol di depan"),
]
REJECTED = [
    Loud("NIP", 1.98503122010011e17, DAMAGED),
    Loud("NIP", "1.98503E+17", DAMAGED),
    Loud("NIP", "1,98503E+17", DAMAGED),
    Loud("NIP", "198503122010012000", DAMAGED),
    Loud("NIP", None, "NIP kosong"),
    Loud("NIP", "19850312201001200", "NIP 17 angka"),
    Loud("NIP", "1985031220100120011", "NIP 19 angka"),
    Loud("NIP", "19850312201O012001", "selain angka"),
    Loud("NIP", "198502312010012001", "Tanggal lahir 31-02-1985"),
    Loud("NIP", "198503122010132001", "Bulan pengangkatan 13"),
    Loud("NIP", "198503122010013001", "Angka jenis kelamin"),
    Loud("NIP", "198503121999012001", "Umur saat diangkat"),
    Loud("NIP ATASAN", 1.97001e17, DAMAGED),
    Loud("NAMA", "  ", "Nama kosong"),
    Loud("TANGGAL LAHIR", "31 Februari 1985", "31 Februari 1985 tidak ada"),
    Loud("TANGGAL LAHIR", "03/25/1985", "Bulan 25"),
    Loud("TANGGAL LAHIR", "12-03-85", "dua angka"),
    Loud("TANGGAL LAHIR", "12 Marat 1985", "Marat"),
    Loud("JENIS KELAMIN", "X", "Jenis kelamin"),
    Loud("GOLONGAN", "01-04-2018", "bergeser"),
    Loud("GOLONGAN", date(2018, 4, 1), "bergeser"),
    Loud("GOLONGAN", "III", "tanpa ruang"),
    Loud("GOLONGAN", "V/a", "tidak dikenal"),
    Loud("GOLONGAN", "III/e", "tidak dikenal"),
    Loud("GOLONGAN", "Penata Muda (III/b)", "Pangkat Penata Muda adalah III/a"),
    Loud("GOLONGAN", "III/a", "bukan golongan PPPK", {**PPPK, "NIP": "198503122021212004"}),
    Loud("KELAS JABATAN", 18, "di luar 1–17"),
    Loud("KELAS JABATAN", "0", "di luar 1–17"),
    Loud("ESELON", "VII", "Eselon"),
    Loud("UNIT KERJA", "Dinas Kesehatn", "tidak dikenal"),
    Loud("GAJI POKOK", "3,456", "dua cara"),
    Loud("GAJI POKOK", "tiga juta", "tidak terbaca"),
    Loud("JABATAN", "#N/A", "kesalahan Excel"),
    Loud("BANK", "B" * 61, "paling banyak 60"),
    Loud("KEDUDUKAN HUKUM", "Libur", "Kedudukan hukum"),
]
TWINS = (500, 1500, 3999)
"""Data rows that get the NIP of the first of them."""


def _row_of(number: int) -> int:
    """Give the spreadsheet row of a data row: header in row 1."""
    return number + 2


PLANTED = [(STEP * n + 5, plant) for n, plant in enumerate([*SILENT, *WARNED, *REJECTED])]


@pytest.fixture(scope="module")
def planted_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [person(number) for number in range(ROWS)]
    for number, plant in PLANTED:
        rows[number] |= {plant.title: plant.written, **plant.others}
    for number in TWINS[1:]:
        rows[number]["NIP"] = nip(TWINS[0])
        rows[number]["TMT CPNS"] = rows[TWINS[0]]["TMT CPNS"]
    return write_xlsx(tmp_path_factory.mktemp("planted") / "daftar.xlsx", {"Pegawai": grid(rows)})


@pytest.fixture(scope="module")
def reading(planted_file: Path) -> Reading:
    return read_employees(open_book(planted_file), UNITS)


def _problems(reading: Reading, number: int) -> list[RowProblem]:
    return [p for p in reading.findings.problems if p.row == _row_of(number)]


def test_the_plants_fit_into_the_file() -> None:
    assert max(number for number, _ in PLANTED) < ROWS
    assert not {number for number, _ in PLANTED} & set(TWINS)


def test_no_row_is_lost(reading: Reading) -> None:
    assert reading.read == ROWS
    assert len(reading.accepted) + reading.rejected == ROWS


def test_only_planted_rows_are_rejected(reading: Reading) -> None:
    planted = {_row_of(n) for n, plant in PLANTED if plant in REJECTED}
    planted |= {_row_of(n) for n in TWINS}
    assert {row for _, row in reading.findings.rejected} == planted


def test_only_planted_rows_warn(reading: Reading) -> None:
    planted = {_row_of(n) for n, plant in PLANTED if plant in WARNED}
    assert {row for _, row in reading.findings.warned} == planted


@pytest.mark.parametrize(
    ("number", "plant"),
    [(n, plant) for n, plant in PLANTED if isinstance(plant, Silent)],
    ids=lambda value: f"{value.title} {value.written}" if isinstance(value, Silent) else "",
)
def test_is_normalised_silently(reading: Reading, number: int, plant: Silent) -> None:
    assert _problems(reading, number) == []
    (values,) = [row.values for row in reading.accepted if row.row == _row_of(number)]
    assert values[plant.field] == plant.value


@pytest.mark.parametrize(
    ("number", "plant", "severity"),
    [
        (n, plant, "warning" if plant in WARNED else "error")
        for n, plant in PLANTED
        if isinstance(plant, Loud)
    ],
    ids=lambda value: f"{value.title} {value.written}" if isinstance(value, Loud) else "",
)
def test_ends_as_its_list_says(reading: Reading, number: int, plant: Loud, severity: str) -> None:
    (problem,) = _problems(reading, number)
    assert problem.sheet == "Pegawai"
    assert problem.column == plant.title
    assert problem.severity == severity
    assert plant.words in problem.problem
    assert problem.advice


def test_rows_sharing_a_nip_are_all_rejected_and_name_each_other(reading: Reading) -> None:
    for number in TWINS:
        (problem,) = _problems(reading, number)
        others = [str(_row_of(other)) for other in TWINS if other != number]
        assert problem.severity == "error"
        assert all(row in problem.problem for row in others)
        assert problem.value == nip(TWINS[0])


def test_a_damaged_nip_gets_the_advice_to_export_as_text(reading: Reading) -> None:
    damaged = [p for p in reading.findings.problems if p.column == "NIP" and DAMAGED in p.problem]
    assert len(damaged) >= 3
    assert all("sebagai teks" in p.advice for p in damaged)


def test_the_superior_stays_as_written(reading: Reading) -> None:
    assert {row.values["superior_nip"] for row in reading.accepted} == {BOSS}
