"""Cells that mean two things are asked about, codes that arrive as numbers are damaged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.imports import values
from polima_desktop.imports.catalogues import Catalogues
from polima_desktop.imports.employees import read_employees
from polima_desktop.imports.events import read_events
from polima_desktop.imports.records import Variable, read_activities, read_attendance
from polima_desktop.imports.sheets import open_book
from polima_desktop.imports.units import read_units
from polima_desktop.imports.values import Warned
from tests.imports.lists import UNITS, grid, nip, person, write_xlsx

CATALOGUE = {"UMUM-ARS": {"berat": Variable("Berat", 3)}, "101": {}}
HEADER = "NIP tanggal kode_aktivitas volume menit status berat".split()
TODAY = date(2021, 2, 1)


@pytest.mark.parametrize("written", ["1.000", "1.500", "10.500", "1,000", "-2.000"])
@pytest.mark.parametrize("reader", [values.whole(-9999, 99_999), values.scaled(4, 99_999)])
def test_a_point_before_three_digits_is_asked_about(reader: values.Reader, written: str) -> None:
    with pytest.raises(Refused, match="dua cara"):
        reader(written)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.000.000", "1000000"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1,5", "1.5"),
        ("12.5", "12.5"),
        ("1.234,5", "1234.5"),
        ("1000", "1000"),
        (1.125, "1.125"),
        (1000, "1000"),
    ],
)
def test_what_can_be_read_in_one_way_only_is_read(cell: object, number: str) -> None:
    assert values.quantity(cell) == Decimal(number)


def test_thousands_of_volume_minutes_and_variables_are_asked_about(tmp_path: Path) -> None:
    day, done = date(2021, 1, 5), "Disetujui"
    rows = [
        HEADER,
        [nip(1), day, "UMUM-ARS", "1.500", "20", done, "2"],
        [nip(1), day, "UMUM-ARS", "2", "1.000", done, "2"],
        [nip(1), day, "UMUM-ARS", "2", "20", done, "1.250"],
        [nip(1), day, "UMUM-ARS", 1.5, 20, done, 1.25],
        [nip(1), day, 101, 1, 20, done, None],
    ]
    book = open_book(write_xlsx(tmp_path / "a.xlsx", {"A": rows}))
    catalogues = Catalogues(((date(2021, 1, 1), CATALOGUE),))
    read = read_activities(book, {nip(1): 1}, catalogues, TODAY)
    assert [(p.row, p.column) for p in read.findings.ordered()] == [
        (2, "volume"), (3, "menit"), (4, "berat"), (6, "kode_aktivitas"),
    ]  # fmt: skip
    assert [(row.volume, row.minutes, row.variables) for row in read.rows] == [
        (15_000, 20, '{"berat":"1.250"}')
    ]


@pytest.mark.parametrize(
    ("reader", "cell"),
    [(values.nik, 747201520385000), (values.npwp, 12345678901000), (values.account_number, 12345)],
)
def test_a_persons_number_that_arrives_as_a_number_is_not_kept(
    reader: values.Reader, cell: object
) -> None:
    for damaged in (cell, float(str(cell)), f"{float(str(cell)):.5E}"):
        read = reader(damaged)
        assert isinstance(read, Warned)
        assert read.value is None
        assert "sebagai teks" in read.advice


def test_unit_codes_that_arrive_as_numbers_are_refused(tmp_path: Path) -> None:
    rows = [["KODE", "NAMA", "JENIS", "INDUK"], [1.1, "Dinas A", "Dinas", None]]
    rows += [["1.10", "Dinas B", "Dinas", None], ["1.11", "Bidang", "Bagian", 1.1]]
    read = read_units(open_book(write_xlsx(tmp_path / "u.xlsx", {"A": rows})), UNITS)
    assert [row.values["code"] for row in read.accepted] == ["1.10"]
    assert [(p.row, p.column) for p in read.findings.ordered()] == [(2, "KODE"), (4, "INDUK")]
    assert "bilangan" in read.findings.problems[0].problem


def test_a_unit_or_a_decree_written_as_a_number_is_refused(tmp_path: Path) -> None:
    staff = write_xlsx(tmp_path / "p.xlsx", {"A": grid([person(1, UNIT_KERJA=1.1)])})
    assert read_employees(open_book(staff), UNITS).rejected == 1
    rows = [["NIP", "JENIS", "MULAI", "SELESAI", "NOMOR SK"]]
    rows += [[nip(1), "Cuti tahunan", date(2021, 1, 4), date(2021, 1, 5), 800.1]]
    events = write_xlsx(tmp_path / "k.xlsx", {"A": rows})
    (problem,) = read_events(open_book(events), UNITS, {nip(1)}).findings.problems
    assert problem.column == "NOMOR SK"


@pytest.mark.parametrize(
    ("written", "month"),
    [("25 Agust 1985", 8), ("25 Agustu. 1985", 8), ("25-Okto-1985", 10), ("25 Sept 1985", 9),
     ("25 Nopem 1985", 11), ("25 Janu 1985", 1), ("25 Mei 1985", 5)],
)  # fmt: skip
def test_months_are_known_by_any_beginning_that_means_one(written: str, month: int) -> None:
    assert values.day(written) == date(1985, month, 25)


@pytest.mark.parametrize("written", ["25 Ju 1985", "25 Ma 1985", "25 Agx 1985"])
def test_a_month_that_may_be_two_or_none_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="Bulan"):
        values.day(written)


@pytest.mark.parametrize("called", ["Nan", "Null", "None", "NAN", "null"])
def test_people_may_be_called_as_programs_write_blanks(tmp_path: Path, called: str) -> None:
    path = tmp_path / "n.csv"
    path.write_text(f"NIP;NAMA;NIK;UNIT KERJA\n{nip(1)};{called};{called};Disdikbud\n", "utf-8")
    read = read_employees(open_book(path), UNITS)
    (row,) = read.accepted
    assert row.values["name"] == called
    assert "nik" not in row.values
    assert [p.severity for p in read.findings.problems] == ["warning"]


@pytest.mark.parametrize("cell", ["12345", "12.345", "1985-03-12", 12345, date(1985, 3, 12), True])
def test_a_name_without_letters_is_refused(tmp_path: Path, cell: object) -> None:
    path = write_xlsx(tmp_path / "n.xlsx", {"A": [["NIP", "NAMA"], [nip(1), cell]]})
    (problem,) = read_employees(open_book(path), UNITS).findings.problems
    assert (problem.column, problem.severity) == ("NAMA", "error")


@pytest.mark.parametrize("line", ["---;-----;---", "====;====;====", "----+----+---", "...;...;…"])
def test_rows_of_dashes_are_no_rows(tmp_path: Path, line: str) -> None:
    path = tmp_path / "n.csv"
    rows = ["NIP;NAMA;UNIT KERJA", line, f"{nip(1)};Ani;Disdikbud", line, f"{nip(2)};Budi;-----"]
    path.write_text("\n".join([*rows, line]), "utf-8")
    read = read_employees(open_book(path), UNITS)
    assert (read.read, read.rejected) == (2, 0)
    assert "unit" not in read.accepted[1].values


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("called", ["Ani", "Zoë Müller"])
def test_utf_16_without_a_mark_is_read(tmp_path: Path, encoding: str, called: str) -> None:
    path = tmp_path / "n.txt"
    path.write_bytes(f"NIP\tNAMA\r\n{nip(1)}\t{called}\r\n".encode(encoding))
    (row,) = read_employees(open_book(path), UNITS).accepted
    assert row.values["name"] == called


@pytest.mark.parametrize("cell", ["1900-01-05", 3, date(1900, 1, 5), "05-01-1921"])
def test_attendance_of_1900_is_asked_about(tmp_path: Path, cell: object) -> None:
    rows = [["nip", "tanggal", "masuk", "pulang"], [nip(1), cell, "07:20", "16:00"]]
    book = open_book(write_xlsx(tmp_path / "a.xlsx", {"A": rows}))
    read = read_attendance(book, {nip(1): 1}, TODAY)
    assert (read.read, read.rejected) == (1, 1)
