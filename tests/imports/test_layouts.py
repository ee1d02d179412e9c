"""Lists as other offices print and export them: the header is found, only data is data."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.imports.columns import EMPLOYEES
from polima_desktop.imports.employees import read_employees
from polima_desktop.imports.headers import guess_layout, with_columns
from polima_desktop.imports.reading import Reading
from polima_desktop.imports.sheets import open_book
from tests.imports.biff import write_xls
from tests.imports.lists import UNITS, grid, nip, person, write_xlsx

SIASN = (
    "PNS ID|NIP BARU|NIP LAMA|NAMA|GELAR DEPAN|GELAR BELAKANG|TEMPAT LAHIR NAMA|TANGGAL LAHIR|"
    "JENIS KELAMIN|AGAMA NAMA|NIK|NOMOR HP|NPWP NOMOR|BPJS|JENIS PEGAWAI NAMA|KEDUDUKAN HUKUM NAMA|"
    "STATUS CPNS PNS|TMT CPNS|TMT PNS|GOL AWAL NAMA|GOL AKHIR NAMA|TMT GOLONGAN|MK TAHUN|"
    "JENIS JABATAN NAMA|JABATAN NAMA|TMT JABATAN|TINGKAT PENDIDIKAN NAMA|PENDIDIKAN NAMA|"
    "LOKASI KERJA NAMA|UNOR NAMA|INSTANSI INDUK NAMA|INSTANSI KERJA NAMA"
)
SIASN_ROW = (
    "A1B2|198503122010012001|131234567|WA ODE SARMINA|Hj.|S.Pd.|BAUBAU|12-03-1985|"
    "P|Islam|7472015203850001|0812|012345678901000|1|PNS Daerah|Aktif|"
    "P|01-01-2010|01-01-2011|II/a|III/c|01-04-2018|08|"
    "Jabatan Fungsional Tertentu|Guru Ahli Muda|01-01-2019|S-1|S-1 PGSD|"
    "Kota Bau-Bau|SD Negeri 1 Wameo|Pemerintah Kota Bau Bau|Pemerintah Kota Bau Bau"
)


def _read(path: Path) -> Reading:
    return read_employees(open_book(path), UNITS)


def _text(tmp_path: Path, content: str, encoding: str = "utf-8", name: str = "daftar.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


def test_a_siasn_text_export_is_read_by_its_own_headings(tmp_path: Path) -> None:
    reading = _read(_text(tmp_path, f"{SIASN}\n{SIASN_ROW}\n"))
    assert reading.findings.problems == []
    (row,) = reading.accepted
    assert row.row == 2
    assert row.values["name"] == "WA ODE SARMINA"
    assert row.values["golongan"] == "III/c"
    assert row.values["unit"] == "SD-01"
    assert row.values["position"] == "Guru Ahli Muda"
    assert row.values["status"] == "PNS"
    assert row.values["cpns_date"] == date(2010, 1, 1)


@pytest.mark.parametrize("separator", [";", "|", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_common_separator_and_encoding_opens(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    rows = ["NIP,NAMA,UNIT KERJA".split(","), [nip(1), "Zoë Müller", "Disdikbud"]]
    content = "\r\n".join(separator.join(row) for row in rows)
    (row,) = _read(_text(tmp_path, content, encoding)).accepted
    assert row.values["name"] == "Zoë Müller"
    assert row.values["unit"] == "DIN-01"


def test_a_quoted_cell_may_hold_separators_and_line_breaks(tmp_path: Path) -> None:
    content = f'NIP,NAMA,JABATAN\n{nip(1)},"Ani, S.Pd.","Guru\nAhli"\n{nip(2)},Budi,Guru\n'
    first, second = _read(_text(tmp_path, content)).accepted
    assert first.values["back_title"] == "S.Pd."
    assert first.values["position"] == "Guru Ahli"
    assert second.row == 3


def test_a_quotation_mark_inside_a_cell_is_a_letter(tmp_path: Path) -> None:
    content = f'NIP,NAMA,JABATAN\n{nip(1)},Ani,Teknisi 5" pipa\n{nip(2)},Budi "Bud" S,Guru\n'
    first, second = _read(_text(tmp_path, content)).accepted
    assert first.values["position"] == 'Teknisi 5" pipa'
    assert second.values["name"] == 'Budi "Bud" S'


def test_a_heading_over_two_lines_keeps_all_columns(tmp_path: Path) -> None:
    content = f'"NIP\nBARU","NAMA\nLENGKAP","UNIT\nKERJA"\n{nip(1)},Ani,Disdikbud\n'
    (row,) = _read(_text(tmp_path, content)).accepted
    assert (row.row, row.values["unit"]) == (2, "DIN-01")


def test_rows_of_a_csv_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    content = f"NIP,NAMA\n\n{nip(1)},Ani\n,\n{nip(2)},\n"
    reading = _read(_text(tmp_path, content))
    assert [row.row for row in reading.accepted] == [3]
    assert [(p.row, p.problem) for p in reading.findings.problems] == [(5, "Nama kosong.")]


def test_a_declared_separator_is_no_row(tmp_path: Path) -> None:
    reading = _read(_text(tmp_path, f"sep=;\nNIP;NAMA\n{nip(1)};Ani, B\n"))
    assert [(row.row, row.values["name"]) for row in reading.accepted] == [(2, "Ani")]


def test_an_open_document_sheet_opens(tmp_path: Path) -> None:
    path = tmp_path / "daftar.ods"
    cells = [["NIP", "NAMA", "TANGGAL LAHIR"], [nip(1), "Ani", "12-03-1985"]]
    body = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in cells
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Lembar1">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("content.xml", content)
    (row,) = _read(path).accepted
    assert (row.sheet, row.row, row.values["birth_date"]) == ("Lembar1", 2, date(1985, 3, 12))


def test_an_old_excel_workbook_opens(tmp_path: Path) -> None:
    rows = [["NIP", "NAMA"], [nip(1), "Wa Ode Sarmina"], [1.98503122010012e17, "Budi"]]
    reading = _read(write_xls(tmp_path / "daftar.xls", "Pegawai", rows))
    assert [(row.sheet, row.row) for row in reading.accepted] == [("Pegawai", 2)]
    assert "kehilangan angka" in reading.findings.problems[0].problem


def test_a_web_page_called_xls_opens(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>Daftar</h1><table><tr><th>NIP</th><th colspan=2>NAMA</th></tr>"
        f"<tr><td>{nip(1)}</td><td>Ani &amp; Budi</td><td></td></tr></table></body></html>"
    )
    (row,) = _read(_text(tmp_path, page, name="daftar.xls")).accepted
    assert (row.row, row.values["name"]) == (2, "Ani & Budi")


def test_a_csv_called_xls_opens(tmp_path: Path) -> None:
    assert len(_read(_text(tmp_path, f"NIP;NAMA\n{nip(1)};Ani\n", name="daftar.xls")).accepted) == 1


GROUPS = "NO|NAMA / TEMPAT TANGGAL LAHIR|NIP|PANGKAT||JABATAN||MASA KERJA||PENDIDIKAN||KET"
PARTS = "|||GOL/RUANG|TMT|NAMA|TMT|TH|BL|NAMA|TAHUN|"
DUK_HEADER = [
    [cell or None for cell in GROUPS.split("|")],
    [cell or None for cell in PARTS.split("|")],
    list(range(1, 13)),
]
DUK: list[list[object]] = [
    ["DAFTAR URUT KEPANGKATAN PEGAWAI NEGERI SIPIL"],
    ["PEMERINTAH KOTA BAUBAU"],
    ["KEADAAN PER 31 DESEMBER 2020"],
    [],
    *DUK_HEADER,
    ["DINAS KESEHATAN"],
    [1, "Ani\nBaubau, 12-03-1985", nip(1), "III/c", "01-04-2018", "Perawat", "01-01-2019", 10, 2],
    [2, "Budi\nKendari, 12-03-1985", nip(2), "III/a", "01-04-2018", "Bidan", "01-01-2019", 8, 1],
    ["B.", "DINAS PENDIDIKAN DAN KEBUDAYAAN"],
    *DUK_HEADER,
    [3, "Cici\nBaubau, 12-03-1985", nip(3), "III/b", "01-04-2018", "Pengawas", "01-01-2019", 9, 0],
    [4, "Dedi\nBaubau, 12-03-1985", None, "III/b", "01-04-2018", "Staf", "01-01-2019", 9, 0],
    [],
    [*[None] * 6, "Baubau, 4 Januari 2021"],
    [*[None] * 6, "KEPALA BKPSDM"],
    [],
    [*[None] * 6, "Drs. H. Eko Samrin, M.Si"],
    [*[None] * 6, "Pembina Utama Muda, IV/c"],
    [None, None, "NIP. 19650101 199003 1 010"],
]


@pytest.fixture
def duk(tmp_path: Path) -> Reading:
    width = max(map(len, DUK))
    rows = [[*row, *[None] * (width - len(row))] for row in DUK]
    return _read(write_xlsx(tmp_path / "duk.xlsx", {"DUK": rows}))


def test_a_duk_gives_its_people_and_nothing_else(duk: Reading) -> None:
    assert duk.read == 4
    assert [row.row for row in duk.accepted] == [9, 10, 15]


def test_stacked_headings_of_a_duk_are_told_apart(duk: Reading) -> None:
    (table,) = duk.tables
    assert table.layout.header_row == 5
    assert table.layout.title("golongan") == "PANGKAT GOL/RUANG"
    assert table.layout.title("golongan_date") == "PANGKAT TMT"
    assert table.layout.title("position_date") == "JABATAN TMT"
    first = duk.accepted[0].values
    assert (first["position"], first["position_date"]) == ("Perawat", date(2019, 1, 1))
    assert (first["golongan"], first["golongan_date"]) == ("III/c", date(2018, 4, 1))


def test_name_and_birth_in_one_cell_are_parted(duk: Reading) -> None:
    second = duk.accepted[1].values
    assert second["name"] == "Budi"
    assert (second["birth_place"], second["birth_date"]) == ("Kendari", date(1985, 3, 12))


def test_rows_belong_to_the_unit_heading_above_them(duk: Reading) -> None:
    assert [row.values["unit"] for row in duk.accepted] == ["DIN-02", "DIN-02", "DIN-01"]


def test_a_person_without_nip_in_a_duk_is_rejected_and_not_lost(duk: Reading) -> None:
    assert [(p.row, p.problem) for p in duk.findings.problems] == [(16, "NIP kosong.")]


def test_rows_under_an_unknown_unit_heading_are_rejected_by_name(tmp_path: Path) -> None:
    rows = [["NO", "NAMA", "NIP", "GOL"], ["DINAS ANTARIKSA", None, None, None]]
    rows += [["1", "Ani", nip(1), "III/a"], ["2", "Budi", nip(2), "III/a"]]
    reading = _read(write_xlsx(tmp_path / "daftar.xlsx", {"A": rows}))
    assert [p.row for p in reading.findings.problems] == [3, 4]
    assert all("DINAS ANTARIKSA" in p.problem for p in reading.findings.problems)


def test_a_list_whose_numbers_are_all_damaged_is_rejected_row_by_row(tmp_path: Path) -> None:
    rows = [["NO", "NAMA", "NIP", "GOL"], *([n, f"Ani {n}", 1.98e17, "III/a"] for n in range(300))]
    reading = _read(write_xlsx(tmp_path / "rusak.xlsx", {"A": rows}))
    assert (reading.read, reading.rejected) == (300, 300)


def test_a_lone_name_between_people_is_a_row_and_not_a_heading(tmp_path: Path) -> None:
    rows = [
        ["NO", "NAMA", "NIP"],
        ["1", "Ani", nip(1)],
        [None, "Budi", None],
        ["3", "Cici", nip(3)],
    ]
    reading = _read(write_xlsx(tmp_path / "daftar.xlsx", {"A": rows}))
    assert reading.read == 3
    assert [(p.row, p.problem) for p in reading.findings.problems] == [(3, "NIP kosong.")]


@pytest.mark.parametrize(
    ("heading", "cell", "field", "value"),
    [
        ("NAMA LENGKAP / TEMPAT, TGL. LAHIR", "Ani\nBaubau, 1 Mei 1985", "name", "Ani"),
        ("Tempat dan Tgl. Lahir", "Baubau, 12-03-1985", "birth_place", "Baubau"),
        ("Tmpt/Tgl Lahir", "Baubau 12-03-1985", "birth_date", date(1985, 3, 12)),
        ("Pangkat, Gol./Ruang Terakhir", "Penata, III/c", "golongan", "III/c"),
        ("Gol. Ruang Gaji", "III/c", "golongan", "III/c"),
        ("Nomor Induk Pegawai", nip(1), "nip", nip(1)),
    ],
)
def test_headings_of_many_spellings_are_recognised(
    tmp_path: Path, heading: str, cell: str, field: str, value: object
) -> None:
    header, row = ["NIP", "NAMA LENGKAP", heading], [nip(1), "Ani", cell]
    if field in ("nip", "name"):
        place = 0 if field == "nip" else 1
        header.pop(place)
        row.pop(place)
    (accepted,) = _read(write_xlsx(tmp_path / "a.xlsx", {"A": [header, row]})).accepted
    assert accepted.values[field] == value


def test_a_nominatif_says_nothing_of_what_it_lacks(tmp_path: Path) -> None:
    header = "NO,NAMA,NIP,PANGKAT/GOL,JABATAN,UNIT KERJA,PENDIDIKAN,TMT,KET".split(",")
    row = ["1", "Ani", nip(1), "Penata Muda (III/a)", "Guru", "Disdikbud", "S-1", "2010", ""]
    (accepted,) = _read(
        write_xlsx(tmp_path / "n.xlsx", {"A": [["NOMINATIF"], header, row]})
    ).accepted
    assert set(accepted.values) == {"nip", "name", "golongan", "position", "unit"}


def test_an_attendance_server_list_is_read_by_its_headings(tmp_path: Path) -> None:
    content = "ID,NIP,NAMA,OPD,LOKASI ABSEN,LAT,LONG,STATUS AKTIF\n"
    content += f'2001,{nip(1)},"HJ. ANI, A.MD.",Dinas Kesehatan,Wameo,-5.4,122.5,Aktif\n'
    (row,) = _read(_text(tmp_path, content, name="kominfo.csv")).accepted
    assert row.values["unit"] == "DIN-02"
    assert row.values["front_title"] == "HJ."


def test_every_sheet_that_holds_the_list_is_read(tmp_path: Path) -> None:
    sheets = {
        "Catatan": [["Dibuat oleh", "Ani"]],
        "A": grid([person(1)]),
        "B": grid([person(2), person(1)]),
    }
    reading = _read(write_xlsx(tmp_path / "dua.xlsx", sheets))
    assert reading.read == 3
    assert [(row.sheet, row.row) for row in reading.accepted] == [("B", 2)]
    assert {(p.sheet, p.row) for p in reading.findings.problems} == {("A", 2), ("B", 3)}
    assert "baris 3 lembar ‘B’" in reading.findings.problems[0].problem


def test_a_corrected_layout_is_taken_instead_of_the_guess(tmp_path: Path) -> None:
    rows = [["Kode orang", "Sebutan", "NAMA"], [nip(1), "Ani", "bukan nama"]]
    book = open_book(write_xlsx(tmp_path / "aneh.xlsx", {"A": rows}))
    assert guess_layout(book.sheets[0], EMPLOYEES) is None
    layout = with_columns(book.sheets[0], 1, 2, {"nip": 0, "name": 1}, EMPLOYEES)
    (row,) = read_employees(book, UNITS, [layout]).accepted
    assert row.values == {"nip": nip(1), "name": "Ani"}
    assert layout.title("name") == "Sebutan"


# ── files that are refused as a whole ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("kosong.xlsx", b"", "kosong"),
        ("kosong.csv", b"\xef\xbb\xbf \r\n", "kosong"),
        ("rusak.xlsx", b"PK\x03\x04rusak", "rusak"),
        ("rusak.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "rusak"),
        ("gambar.csv", bytes(range(256)) * 20, "bukan daftar"),
        ("kunci.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "kata sandi"),
        ("kutip.csv", b'NIP,NAMA\n1,"Ani\n2,Budi\n', "kutip"),
    ],
)  # fmt: skip
def test_an_unreadable_file_is_refused_in_one_message(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        open_book(path)
    assert words in refused.value.message.lower()
    assert refused.value.advice


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="folder"):
        open_book(tmp_path)
    with pytest.raises(Refused, match="tidak ada"):
        open_book(tmp_path / "hilang.xlsx")


def test_a_list_without_nip_column_is_refused_naming_the_column(tmp_path: Path) -> None:
    rows = [["NO", "NAMA", "GOL"], ["1", "Ani", "III/a"]]
    path = write_xlsx(tmp_path / "tanpa.xlsx", {"Data": rows})
    with pytest.raises(Refused, match="Kolom NIP tidak ditemukan di lembar ‘Data’"):
        _read(path)


def test_a_workbook_of_something_else_is_refused_naming_its_sheets(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "lain.xlsx", {"Anggaran": [["Uraian", "Jumlah"], ["ATK", 5]]})
    with pytest.raises(Refused, match="lembar ‘Anggaran’"):
        _read(path)


def test_null_characters_which_postgresql_cannot_store_are_dropped(tmp_path: Path) -> None:
    content = f"NIP,NAMA,STATUS,UNIT KERJA\n{nip(1)},La\0 Ode Sabri,PNS,SD Negeri 1 Wameo\n"
    (row,) = _read(_text(tmp_path, content)).accepted
    assert row.values["name"] == "La Ode Sabri"
