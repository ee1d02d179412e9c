"""Small builders of lists: clean people in the template's columns, and workbooks to put them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from polima_desktop.imports.reading import UnitNames

HEADER = (
    "NIP,NIK,GELAR DEPAN,NAMA,GELAR BELAKANG,TEMPAT LAHIR,TANGGAL LAHIR,JENIS KELAMIN,STATUS,"
    "TMT CPNS,GOLONGAN,TMT GOLONGAN,JENIS JABATAN,JABATAN,RUMPUN,ESELON,KELAS JABATAN,TMT JABATAN,"
    "UNIT KERJA,NIP ATASAN,GAJI POKOK,SERTIFIKASI,NPWP,BANK,NOMOR REKENING,KEDUDUKAN HUKUM"
).split(",")

UNITS = UnitNames.of(
    [
        ("DIN-01", "DIN-01"),
        ("Dinas Pendidikan dan Kebudayaan", "DIN-01"),
        ("Disdikbud", "DIN-01"),
        ("DIN-02", "DIN-02"),
        ("Dinas Kesehatan", "DIN-02"),
        ("SD-01", "SD-01"),
        ("SD Negeri 1 Wameo", "SD-01"),
    ],
    {
        "DIN-01": "Dinas Pendidikan dan Kebudayaan",
        "DIN-02": "Dinas Kesehatan",
        "SD-01": "SD Negeri 1 Wameo",
    },
)
BOSS = "197001011995031001"
NAMES = (
    "La Ode Samrin",
    "Wa Ode Sarmina",
    "Muhammad Tamrin",
    "Siti Rahma",
    "=Budi",
    "@Ani",
    "+Cici",
)


def nip(number: int) -> str:
    """Give the number-th of many different valid NIPs of women born on 12 March 1985."""
    year, rest = divmod(number, 12 * 999)
    month, serial = divmod(rest, 999)
    return f"19850312{2005 + year}{month + 1:02}2{serial + 1:03}"


def person(number: int, **changes: object) -> dict[str, Any]:
    """Give a clean row; ``changes`` by title with blanks as underscores."""
    own = nip(number)
    row: dict[str, Any] = {
        "NIP": own,
        "NIK": f"7472015203850{number % 999 + 1:03}",
        "NAMA": NAMES[number % len(NAMES)],
        "GELAR BELAKANG": "S.Pd.",
        "TEMPAT LAHIR": "Baubau",
        "TANGGAL LAHIR": date(1985, 3, 12),
        "JENIS KELAMIN": "P",
        "STATUS": "PNS",
        "TMT CPNS": date(int(own[8:12]), int(own[12:14]), 1),
        "GOLONGAN": "III/a",
        "TMT GOLONGAN": date(2018, 4, 1),
        "JENIS JABATAN": "Fungsional",
        "JABATAN": "Guru Ahli Pertama",
        "RUMPUN": "Guru",
        "KELAS JABATAN": 8,
        "TMT JABATAN": date(2019, 1, 1),
        "UNIT KERJA": "SD Negeri 1 Wameo",
        "NIP ATASAN": BOSS,
        "GAJI POKOK": 3456700,
        "SERTIFIKASI": "TIDAK",
        "NPWP": "01.234.567.8-901.000",
        "BANK": "Bank Sultra",
        "NOMOR REKENING": f"0012{number:06}",
        "KEDUDUKAN HUKUM": "Aktif",
    }
    row |= {name.replace("_", " "): value for name, value in changes.items()}
    return row


def grid(rows: Sequence[Mapping[str, Any]], header: Sequence[str] = HEADER) -> list[list[Any]]:
    """Give a header row and one row for each mapping."""
    return [list(header), *([row.get(title) for title in header] for row in rows)]


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write sheets of cells as Excel would: dates as dates, numbers as numbers."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, date | datetime):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, int | float):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    sheet.write_string(number, column, value)
    book.close()
    return path
