"""Twenty lists as offices write them, with planted values: read right, or asked about by name."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlsxwriter

from polima_desktop.imports.concealed import of_book
from polima_desktop.imports.employees import read_employees
from polima_desktop.imports.reading import Reading
from polima_desktop.imports.records import read_attendance
from polima_desktop.imports.rosters import read_roster
from polima_desktop.imports.sheets import open_book
from polima_desktop.imports.workbooks import write_rejected
from tests.imports.lists import UNITS, nip, write_xlsx

A, B, C = nip(1), nip(2), nip(3)
SPACED = f"{A[:8]} {A[8:14]} {A[14]} {A[15:]}"
Rows = list[list[Any]]


def _rows(text: str) -> Rows:
    """Give rows of ``|``-separated cells, one a line; ``\\n`` breaks a line within a cell."""
    lines = text.strip("\n").splitlines()
    width = max(line.count("|") + 1 for line in lines)
    rows = [[c.strip().replace("\\n", "\n") or None for c in line.split("|")] for line in lines]
    return [[*row, *[None] * (width - len(row))] for row in rows]


class Layout(NamedTuple):
    """A list, what its accepted rows must hold, and what is asked about: (row, words)."""

    rows: Rows
    expected: dict[str, dict[str, Any]]
    asked: tuple[tuple[int, str], ...] = ()


PLACED = {"golongan": "III/c", "golongan_date": date(2018, 4, 1)}
POSTED = {"position": "Perawat", "position_date": date(2019, 1, 1)}
LAYOUTS = {
    "nominatif": Layout(
        _rows(f"""
            DAFTAR NOMINATIF
            PEMERINTAH KOTA BAUBAU
            NO|NAMA|NIP|PANGKAT/GOL|JABATAN|UNIT KERJA|PENDIDIKAN|TMT|KET
            1|Ani|{A}|Penata (III/c)|Perawat|Dinas Kesehatan|S-1|2010|
            2|Budi|{B}|III/a|Bidan|Dinas Kesehatan|D-3|2012|cuti"""),
        {
            A: {"name": "Ani", "golongan": "III/c", "unit": "DIN-02"},
            B: {"name": "Budi", "position": "Bidan"},
        },
    ),
    "nominatif, TMT right of what it dates": Layout(
        _rows(f"""
            NO|NIP|NAMA|GOL|TMT|JABATAN|TMT|UNIT KERJA
            1|{A}|Ani|III/c|01-04-2018|Perawat|01-01-2019|Dinas Kesehatan"""),
        {A: {**PLACED, **POSTED}},
    ),
    "DUK, name and NIP in one cell": Layout(
        _rows(f"""
            DAFTAR URUT KEPANGKATAN
            NO|NAMA / NIP|PANGKAT||JABATAN||UNIT KERJA
            ||GOL/RUANG|TMT|NAMA|TMT|
            1|2|3|4|5|6|7
            1|Ani, S.Pd.\\nNIP. {SPACED}|III/c|01-04-2018|Perawat|01-01-2019|Disdikbud
            2|Budi\\n{B}|III/a|01-04-2018|Bidan|01-01-2019|Dinas Kesehatan
            3|Cici\\nNIP. -|III/a|01-04-2018|Bidan|01-01-2019|Dinas Kesehatan
            |||||Baubau, 4 Januari 2021
            |||||KEPALA BKPSDM
            |Drs. Eko, M.Si\\nNIP. {C}"""),
        {A: {"name": "Ani", "back_title": "S.Pd.", **PLACED, **POSTED}, B: {"name": "Budi"}},
        ((7, "NIP kosong"),),
    ),
    "DUK, name, NIP and birth in one cell": Layout(
        _rows(f"""
            NO|NAMA, NIP, TEMPAT TANGGAL LAHIR|GOL|UNIT KERJA
            1|Ani\\n{A}\\nBaubau, 12 Maret 1985|III/c|Disdikbud"""),
        {A: {"name": "Ani", "birth_place": "Baubau", "birth_date": date(1985, 3, 12)}},
    ),
    "DUK, rank and its TMT in one cell": Layout(
        _rows(f"""
            NO|NAMA|NIP|PANGKAT/GOL. RUANG, TMT|JABATAN / TMT|UNIT KERJA
            1|Ani|{A}|Penata, III/c\\n01-04-2018|Perawat\\nTMT. 1 Januari 2019|Dinas Kesehatan
            2|Budi|{B}|III/c|Bidan|Dinas Kesehatan"""),
        {A: {**PLACED, **POSTED}},
        ((3, "tidak terbaca"), (3, "tidak terbaca")),
    ),
    "DUK, more than name and NIP in the cell": Layout(
        _rows(f"""
            NO|NAMA / NIP|GOL|UNIT KERJA
            1|Ani\\n{A}\\nPenata Muda|III/a|Disdikbud
            2|Budi / {B}|III/a|Disdikbud"""),
        {B: {"name": "Budi"}},
        ((2, "lebih dari nama"),),
    ),
    "two header rows and column numbers": Layout(
        _rows(f"""
            NO|NAMA|NIP|TANGGAL LAHIR|JABATAN|MASA KERJA||UNIT KERJA
            |||||TH|BL|
            1|2|3|4|5|6|7|8
            1|Ani|{A}|12-03-1985|Perawat|10|2|Dinas Kesehatan"""),
        {A: {"name": "Ani", "position": "Perawat", "unit": "DIN-02"}},
    ),
    "two header rows without column numbers": Layout(
        _rows(f"""
            NO|NAMA|NIP|TANGGAL LAHIR|JABATAN|MASA KERJA||UNIT KERJA
            |||||TH|BL|
            1|Ani|{A}|12-03-1985|Perawat|10|2|Dinas Kesehatan"""),
        {A: {"name": "Ani", "position": "Perawat"}},
    ),
    "three header rows and numbers in brackets": Layout(
        _rows(f"""
            NO|DATA PEGAWAI|||KEPANGKATAN||TEMPAT TUGAS
            |IDENTITAS||LAHIR|TERAKHIR||
            |NAMA|NIP|TANGGAL|GOL|TMT GOL|UNIT KERJA
            (1)|(2)|(3)|(4)|(5)|(6)|(7)
            1|Ani|{A}|12-03-1985|III/c|01-04-2018|Disdikbud"""),
        {A: {"name": "Ani", **PLACED, "unit": "DIN-01"}},
    ),
    "headings with their words in another order": Layout(
        _rows(f"""
            PEGAWAI NIP|PEGAWAI NAMA|JABATAN KELAS|KELAMIN JENIS|KERJA UNIT
            {A}|Ani|9|P|Disdikbud"""),
        {A: {"name": "Ani", "job_class": 9, "sex": "P", "unit": "DIN-01"}},
    ),
    "SIASN, shortened": Layout(
        _rows(f"""
            PNS ID|NIP BARU|NIP LAMA|NAMA|GOL AWAL NAMA|GOL AKHIR NAMA|TMT GOLONGAN|UNOR NAMA
            A1|{A}|131234567|ANI|II/a|III/c|01-04-2018|Dinas Kesehatan"""),
        {A: {"name": "ANI", **PLACED, "unit": "DIN-02"}},
    ),
    "payroll": Layout(
        _rows(f"""
            REKAP GAJI JANUARI 2021
            NO|NIP|NAMA PEGAWAI|GOL|GAJI POKOK (RP)|NO. REK|NPWP NOMOR|SATKER
            1|'{A}|Ani|III/c|Rp 3.456.700|0012.000.001|01.234.567.8-901.000|Disdikbud
            JUMLAH||||3.456.700|||"""),
        {A: {"salary": 3456700, "account_number": "0012000001", "npwp": "012345678901000"}},
    ),
    "attendance server": Layout(
        _rows(f"""
            ID|NIP|NAMA|OPD|LOKASI ABSEN|LAT|LONG|STATUS AKTIF
            2001|{A}|ANI|Dinas Kesehatan|Wameo|-5.4|122.5|Aktif"""),
        {A: {"name": "ANI", "unit": "DIN-02"}},
    ),
    "unit headings, repeated headers, signature": Layout(
        _rows(f"""
            NO|NAMA|NIP|GOL
            A.|DINAS KESEHATAN
            1|Ani|{A}|III/c
            NO|NAMA|NIP|GOL
            B.|SD NEGERI 1 WAMEO
            2|Budi|{B}|III/a
            ---|-----|-----|---
            ||Mengetahui,
            ||Kepala Dinas
            ||Drs. Eko, M.Si
            ||NIP. {SPACED}"""),
        {A: {"unit": "DIN-02"}, B: {"unit": "SD-01"}},
    ),
    "notes in cells": Layout(
        _rows(f"""
            NIP|NAMA|GOL|TMT GOL|UNIT KERJA
            {A} (pindahan)|Ani|III/c|01-04-2018|Disdikbud
            {B}|Budi|III/c *)|01-04-2018|Disdikbud
            {C}|Cici|III/c|menunggu SK|Disdikbud"""),
        {},
        ((2, "selain angka"), (3, "tidak dikenal"), (4, "tidak terbaca")),
    ),
    "months in letters": Layout(
        _rows(f"""
            NIP|NAMA|GOL|TMT GOL|JABATAN|TMT JABATAN|UNIT KERJA
            {A}|Ani|III/c|1 Apr 2018|Perawat|01-Janu-2019|Disdikbud
            {B}|Budi|III/c|25 Agust 2018|Bidan|1 Mr 2019|Disdikbud"""),
        {A: {**PLACED, **POSTED}},
        ((3, "Bulan ‘Mr’"),),
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_right_or_asked_about(tmp_path: Path, name: str) -> None:
    layout = LAYOUTS[name]
    reading = read_employees(open_book(write_xlsx(tmp_path / "d.xlsx", {"A": layout.rows})), UNITS)
    _holds(reading, layout.expected)
    asked = [(p.row, p.problem) for p in reading.findings.ordered()]
    assert [row for row, _ in asked] == [row for row, _ in layout.asked], asked
    for (_, problem), (_, words) in zip(asked, layout.asked, strict=True):
        assert words in problem


def _holds(reading: Reading, expected: dict[str, dict[str, Any]]) -> None:
    found = {str(row.values["nip"]): row.values for row in reading.accepted}
    assert found.keys() == expected.keys()
    for number, stated in expected.items():
        assert found[number].items() >= stated.items()


@pytest.mark.parametrize("name", [name for name, layout in LAYOUTS.items() if layout.asked])
def test_rejected_rows_of_any_layout_come_back_under_titles_that_are_found(
    tmp_path: Path, name: str
) -> None:
    layout = LAYOUTS[name]
    first = read_employees(open_book(write_xlsx(tmp_path / "d.xlsx", {"A": layout.rows})), UNITS)
    out = tmp_path / "ditolak.xlsx"
    write_rejected(out, first.tables, first.findings)
    again = read_employees(open_book(out), UNITS)
    assert (again.read, again.rejected) == (first.rejected, first.rejected)
    assert again.tables[0].layout.columns == first.tables[0].layout.columns
    assert sorted(p.problem for p in again.findings.problems) == sorted(
        p.problem for p in first.findings.problems if p.severity == "error"
    )


# ── what only a real workbook has ───────────────────────────────────────────────────────────


def test_merged_headings_and_a_merged_unit_are_read_or_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "gabung.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("A")
    for column, title in enumerate(("NO", "NAMA", "NIP")):
        sheet.merge_range(0, column, 1, column, title)
    sheet.merge_range(0, 3, 0, 4, "PANGKAT")
    sheet.write_row(1, 3, ["GOL", "TMT"])
    sheet.merge_range(0, 5, 1, 5, "UNIT KERJA")
    sheet.write_row(2, 0, ["1", "Ani", A, "III/c", "01-04-2018"])
    sheet.write_row(3, 0, ["2", "Budi", B, "III/a", "01-04-2018"])
    sheet.merge_range(2, 5, 3, 5, "Dinas Kesehatan")
    book.close()
    reading = read_employees(open_book(path), UNITS)
    _holds(reading, {A: {**PLACED, "unit": "DIN-02"}, B: {"golongan": "III/a"}})
    assert "unit" not in reading.accepted[1].values  # a new person without unit is then refused


def test_hidden_rows_columns_and_sheets_are_known(tmp_path: Path) -> None:
    path = _with_hidden(tmp_path / "h.xlsx")
    book = open_book(path)
    assert book.unread == ("Lampiran",)
    assert [(s.hidden_rows, s.hidden_columns) for s in book.sheets] == [
        (frozenset({3}), frozenset({2}))
    ]
    assert read_employees(book, UNITS).read == 2
    shown = read_employees(book.without_hidden_rows(), UNITS)
    assert [row.row for row in shown.accepted] == [2]
    assert read_employees(open_book(path, hidden_sheets=True), UNITS).read == 3


def _with_hidden(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    for name, rows in (("Data", [[A, "Ani"], [B, "Budi"]]), ("Lampiran", [[C, "Cici"]])):
        sheet = book.add_worksheet(name)
        for number, row in enumerate([["NIP", "NAMA", "KET"], *rows]):
            sheet.write_row(number, 0, row)
    book.worksheets()[0].set_row(2, None, None, {"hidden": True})
    book.worksheets()[0].set_column(2, 2, None, None, {"hidden": True})
    book.worksheets()[1].hide()
    book.close()
    return path


def test_hidden_rows_of_an_open_document_are_known(tmp_path: Path) -> None:
    path = tmp_path / "h.ods"
    rows = [["NIP", "NAMA"], [A, "Ani"], [B, "Budi"]]
    filtered = ' table:visibility="filter"'
    body = "".join(
        f"<table:table-row{filtered if n == 2 else ''}>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for n, row in enumerate(rows)
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="A">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    assert open_book(path).sheets[0].hidden_rows == {3}


XML = """<?xml version="1.0" encoding="UTF-8"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Worksheet ss:Name="Pegawai"><Table>
  <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">DAFTAR</Data></Cell></Row>
  <Row ss:Index="3"><Cell><Data ss:Type="String">NIP</Data></Cell>
   <Cell><Data ss:Type="String">NAMA</Data></Cell>
   <Cell ss:Index="4"><Data ss:Type="String">TMT GOL</Data></Cell></Row>
  <Row><Cell><Data ss:Type="String">{a}</Data></Cell>
   <Cell><Data ss:Type="String">Ani &amp; Budi</Data></Cell>
   <Cell ss:Index="4"><Data ss:Type="DateTime">2018-04-01T00:00:00.000</Data></Cell></Row>
  <Row ss:Hidden="1"><Cell><Data ss:Type="Number">1.98503122005E+17</Data></Cell>
   <Cell><Data ss:Type="String">Cici</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="Rahasia"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
  <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>
  </WorksheetOptions></Worksheet>
</Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_xml_spreadsheet_of_2003_opens(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "daftar.xls"
    path.write_bytes(XML.format(a=A).encode(encoding))
    book = open_book(path)
    assert (book.unread, book.sheets[0].hidden_rows) == (("Rahasia",), {5})
    reading = read_employees(book, UNITS)
    (row,) = reading.accepted
    assert (row.sheet, row.row, row.values["name"]) == ("Pegawai", 4, "Ani & Budi")
    assert row.values["golongan_date"] == date(2018, 4, 1)
    assert [(p.row, "kehilangan angka" in p.problem) for p in reading.findings.problems] == [
        (5, True)
    ]


def test_an_attendance_list_with_name_and_nip_in_one_cell_is_read(tmp_path: Path) -> None:
    rows = [["NAMA / NIP", "TANGGAL", "MASUK", "PULANG"]]
    rows += [[f"Ani\n{A}", "05-01-2021", "07.30", "16.00"]]
    book = open_book(write_xlsx(tmp_path / "h.xlsx", {"A": rows}))
    read = read_attendance(book, {A: 1}, date(2021, 2, 1))
    assert [(row.nip, row.check_in) for row in read.rows] == [(A, 27_000)]


@pytest.mark.parametrize("make", [_with_hidden])
def test_what_is_hidden_does_not_change_the_row_numbers(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    reading = read_employees(open_book(make(tmp_path / "h.xlsx")), UNITS)
    assert [row.row for row in reading.accepted] == [2, 3]


def test_a_list_to_be_reconciled_says_what_is_hidden_in_it(tmp_path: Path) -> None:
    book = open_book(_with_hidden(tmp_path / "h.xlsx"))
    said = ("Lembar ‘Lampiran’ tersembunyi dan tidak dibaca.", "1 baris tersembunyi ikut dibaca.")
    assert read_roster(book).hidden == said
    assert of_book(book) == said
