"""Opening a list of any common kind: xls, xlsx, ods, csv, txt. What cells mean is not known here.

What a file *is* decides, not what it is called: a web page or a CSV named .xls opens as well.
Every refusal of a whole file has its words here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.files import read_whole
from polima_desktop.imports import text_files, xml_2003
from polima_desktop.imports.apart import read_workbook
from polima_desktop.imports.text_files import refuse_sparse
from polima_desktop.imports.workbook_reader import SheetHead

_Found = tuple[SheetHead, pd.DataFrame]
OPENABLE = (".xlsx", ".xls", ".ods", ".csv", ".txt")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST_LIST = 300_000_000
"""Bytes; the attendance of 100,000 people in a month is half of it."""
_OPENING = "Membuka berkas"


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells as read. Row n of ``frame`` is spreadsheet row n + 1; blanks are ``""``.

    ``hidden_rows`` are spreadsheet row numbers, ``hidden_columns`` indices into the frame.
    """

    name: str
    frame: pd.DataFrame
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """An opened file: its name, its SHA-256 and its sheets; ``unread`` sheets are hidden ones."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    unread: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """Give a sheet by name."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        names = ", ".join(sheet.name for sheet in self.sheets)
        raise Refused(f"Lembar ‘{name}’ tidak ada dalam {self.name}.", f"Pilih lembar: {names}.")

    def without_hidden_rows(self) -> Book:
        """Give the book with hidden rows blank: row numbers stay."""
        return replace(self, sheets=tuple(map(_emptied, self.sheets)))

    def put_right(
        self, cells: Iterable[tuple[str, int, int, str]], gone: Iterable[tuple[str, int]]
    ) -> Book:
        """Give the book with cells (sheet, row, column from 0, text) changed and rows blank."""
        blanks = [
            (sheet.name, row, column, "")
            for name, row in gone
            for sheet in self.sheets
            if sheet.name == name
            for column in range(sheet.frame.shape[1])
        ]
        changes = [*cells, *blanks]
        frames = {sheet.name: sheet.frame for sheet in self.sheets}
        for name in {change[0] for change in changes} & frames.keys():
            frames[name] = frames[name].copy()
        for name, row, column, text in changes:
            height, width = frames[name].shape if name in frames else (0, 0)
            if 0 < row <= height and 0 <= column < width:
                frames[name].iat[row - 1, column] = text
        return replace(self, sheets=tuple(replace(s, frame=frames[s.name]) for s in self.sheets))


def _emptied(sheet: Sheet) -> Sheet:
    places = [row - 1 for row in sorted(sheet.hidden_rows) if row <= len(sheet.frame)]
    if not places:
        return replace(sheet, hidden_rows=frozenset())
    frame = sheet.frame.copy()
    frame.iloc[places] = ""
    return replace(sheet, frame=frame, hidden_rows=frozenset())


def open_book(path: Path, progress: Progress | None = None, *, hidden_sheets: bool = False) -> Book:
    """Open a file and read its visible sheets, and its hidden ones where these are asked for.

    Raises:
        Refused: not there, a folder, a device, empty, encrypted, damaged, too large, or of an
            unknown kind.
    """
    progress = progress or Progress()
    content = _content(path)
    progress.report(0, 0, _OPENING)
    if content.startswith((b"PK", _OLE)):
        found = _workbook_sheets(path.name, content, progress)
    else:
        found = _text_sheets(path, content)
    sheets = [
        Sheet(head.name, frame, frozenset(n + 1 for n in head.hidden_rows),
              frozenset(head.hidden_columns))
        for head, frame in found
        if head.shown or hidden_sheets
    ]  # fmt: skip
    unread = tuple(head.name for head, frame in found if frame.size and not head.shown)
    if not any(sheet.frame.size for sheet in sheets) and (hidden_sheets or not unread):
        raise Refused(f"{path.name} tidak berisi baris.", "Pilih berkas yang berisi daftar.")
    sha256 = hashlib.sha256(content).hexdigest()
    return Book(path.name, sha256, tuple(sheets), () if hidden_sheets else unread)


def _content(path: Path) -> bytes:
    content = read_whole(path, most=LARGEST_LIST)
    if not content.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise Refused(f"{path.name} kosong.", "Pilih berkas yang berisi daftar.")
    return content


def _workbook_sheets(name: str, content: bytes, progress: Progress) -> list[_Found]:
    return [
        (head, pd.DataFrame(rows, dtype=object))
        for head, rows in read_workbook(name, content, progress, _OPENING)
    ]


def _text_sheets(path: Path, content: bytes) -> list[_Found]:
    text = text_files.decode(content)
    if text_files.looks_binary(text):
        raise Refused(
            f"{path.name} bukan daftar yang dikenal.",
            "Pilih berkas xlsx, xls, ods, csv, atau txt.",
        )
    if xml_2003.looks_like_it(text[:4_000]):
        return [_xml_sheet(path.name, sheet) for sheet in xml_2003.read(text)]
    head = SheetHead(path.stem, True, (), ())
    if text_files.looks_like_page(text):
        return [(head, text_files.read_page(path.name, text))]
    return [(head, text_files.read_separated(path.name, text))]


def _xml_sheet(name: str, sheet: xml_2003.XmlSheet) -> _Found:
    refuse_sparse(f"Lembar ‘{sheet.name}’ {name}", *sheet.size, len(sheet.cells))
    head = SheetHead(sheet.name, sheet.shown, tuple(sheet.hidden_rows), tuple(sheet.hidden_columns))
    return head, pd.DataFrame(list(sheet.rows()), dtype=object)
