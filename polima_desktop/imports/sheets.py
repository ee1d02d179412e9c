"""Opening a list of any common kind: xls, xlsx, ods, csv, txt. What cells mean is not known here.

What a file *is* decides, not what it is called: a web page or a CSV named .xls opens as well.
Every refusal of a whole file has its words here.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.files import read_whole
from polima_desktop.imports import text_files
from polima_desktop.imports.failed_cells import failed_cells

OPENABLE = (".xlsx", ".xls", ".ods", ".csv", ".txt")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPENING = "Membuka berkas"


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as read. Row n of ``frame`` is spreadsheet row n + 1; blanks are ``""``."""

    name: str
    frame: pd.DataFrame


@dataclass(frozen=True)
class Book:
    """An opened file: its name, its SHA-256 and its visible sheets."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """Give a sheet by name."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        names = ", ".join(sheet.name for sheet in self.sheets)
        raise Refused(f"Lembar ‘{name}’ tidak ada dalam {self.name}.", f"Pilih lembar: {names}.")


def open_book(path: Path, progress: Progress | None = None) -> Book:
    """Open a file and read all its visible sheets.

    Raises:
        Refused: not there, a folder, empty, encrypted, damaged, or of an unknown kind.
    """
    progress = progress or Progress()
    content = _content(path)
    progress.report(0, 0, _OPENING)
    if content.startswith((b"PK", _OLE)):
        sheets = _workbook_sheets(path, content, progress)
    else:
        sheets = [_text_sheet(path, content)]
    if not any(sheet.frame.size for sheet in sheets):
        raise Refused(f"{path.name} tidak berisi baris.", "Pilih berkas yang berisi daftar.")
    return Book(path.name, hashlib.sha256(content).hexdigest(), tuple(sheets))


def _content(path: Path) -> bytes:
    content = read_whole(path)
    if not content.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise Refused(f"{path.name} kosong.", "Pilih berkas yang berisi daftar.")
    return content


def _workbook_sheets(path: Path, content: bytes, progress: Progress) -> list[Sheet]:
    damaged = Refused(
        f"{path.name} rusak atau bukan buku kerja Excel.",
        "Buka di Excel atau LibreOffice, lalu simpan ulang sebagai .xlsx.",
    )
    archive = _archive(path, content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [
            meta.name
            for meta in workbook.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet and str(meta.visible).endswith("Visible")
        ]
        sheets = []
        for done, name in enumerate(shown):
            progress.report(done, len(shown), f"{_OPENING}, lembar {name}")
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            _show_failed(rows, archive, name)
            sheets.append(Sheet(name, pd.DataFrame(rows, dtype=object)))
    except PasswordError:
        raise _encrypted(path) from None
    except CalamineError as problem:
        if "password" in str(problem).lower() or "encrypt" in str(problem).lower():
            raise _encrypted(path) from None
        raise damaged from None
    return sheets


def _encrypted(path: Path) -> Refused:
    return Refused(
        f"{path.name} dikunci dengan kata sandi.",
        "Buka di Excel, hapus kata sandinya, lalu simpan ulang.",
    )


def _archive(path: Path, content: bytes) -> zipfile.ZipFile | None:
    """Open what an xlsx or ods is packed in; None for an old xls. Other archives are refused."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _encrypted(path)
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise Refused(
            f"{path.name} terpotong atau rusak.", "Salin ulang berkas itu dari asalnya."
        ) from None
    if not any(name.startswith("xl/") or name == "content.xml" for name in archive.namelist()):
        raise Refused(
            f"{path.name} bukan buku kerja Excel.", "Pilih berkas xlsx, xls, ods, csv, atau txt."
        )
    return archive


def _show_failed(rows: list[list[Any]], archive: zipfile.ZipFile | None, sheet: str) -> None:
    """Put the errors of formulas back into the cells the reader left blank."""
    if archive is None:
        return
    for row, column, text in failed_cells(archive, sheet):
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = text


def _text_sheet(path: Path, content: bytes) -> Sheet:
    text = text_files.decode(content)
    if text_files.looks_binary(text):
        raise Refused(
            f"{path.name} bukan daftar yang dikenal.",
            "Pilih berkas xlsx, xls, ods, csv, atau txt.",
        )
    if text_files.looks_like_page(text):
        return Sheet(path.stem, text_files.read_page(text))
    return Sheet(path.stem, text_files.read_separated(text))
