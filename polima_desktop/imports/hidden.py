"""Which rows and columns of a packed workbook are hidden; the workbook reader does not say.

An old xls says it in a way that is not read here: its hidden rows are read like any other.
"""

from __future__ import annotations

import html
import re
import zipfile

from polima_desktop.imports.failed_cells import sheet_paths

Concealed = tuple[tuple[int, ...], tuple[int, ...]]
"""Indices from 0 of hidden rows and of hidden columns."""

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true|on)["']""")
_NUMBER = re.compile(rb"""\b(r|min|max)=["'](\d{1,7})["']""")
_CELL = re.compile(rb"""<c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_TABLE = re.compile(r"<table:table\b[^>]*>.*?</table:table>", re.DOTALL)
_NAME = re.compile(r"""\btable:name=["']([^"']*)["']""")
_OPEN_ROW = re.compile(r"<table:table-row\b([^>]*)>")
_OPEN_COLUMN = re.compile(r"<table:table-column\b([^>]*)>")
_REPEATED = re.compile(r"""number-(?:rows|columns)-repeated=["'](\d{1,7})["']""")
_COLLAPSED = re.compile(r"""table:visibility=["'](?:collapse|filter)["']""")
_MOST = 1_048_576


def claimed_size(archive: zipfile.ZipFile, sheet: str) -> tuple[int, int, int] | None:
    """Give the place of an xlsx sheet's last cell, and how many of its cells say something."""
    path = sheet_paths(archive).get(sheet)
    if path is None or path not in archive.namelist():
        return None
    content = archive.read(path)
    filled = sum(content.count(end) for end in (b"</v>", b":v>", b"</is>"))
    start = content.rfind(b"<c ", 0, max(content.rfind(b"<v>"), content.rfind(b"<is>"), 0))
    last = _CELL.match(content, start) if start >= 0 else None
    return (int(last[2]), _column_number(last[1]), filled) if last else None


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:3]:
        number = number * 26 + letter - ord("A") + 1
    return number


def of_archive(archive: zipfile.ZipFile) -> dict[str, Concealed]:
    """Give what is hidden in each sheet of an xlsx or ods that hides something."""
    if "content.xml" in archive.namelist():
        return _of_document(archive.read("content.xml").decode("utf-8", "replace"))
    found = {}
    names = set(archive.namelist())
    for sheet, path in sheet_paths(archive).items():
        if path in names:
            found[sheet] = _of_sheet(archive.read(path))
    return {sheet: concealed for sheet, concealed in found.items() if any(concealed)}


def _of_sheet(content: bytes) -> Concealed:
    if b"hidden=" not in content:
        return (), ()
    rows = [_numbers(tag).get(b"r") for tag in _ROW.findall(content) if _HIDDEN.search(tag)]
    columns: list[int] = []
    for tag in _COLUMN.findall(content):
        if _HIDDEN.search(tag):
            ends = _numbers(tag)
            first, last = ends.get(b"min", 1), ends.get(b"max", 1)
            columns += range(first - 1, min(last, first + 1_000))
    return tuple(row - 1 for row in rows if row), tuple(columns)


def _numbers(tag: bytes) -> dict[bytes, int]:
    return {name: int(number) for name, number in _NUMBER.findall(tag)}


def _of_document(content: str) -> dict[str, Concealed]:
    found = {}
    for table in _TABLE.findall(content) if "table:visibility" in content else ():
        name = _NAME.search(table)
        concealed = _collapsed(_OPEN_ROW, table), _collapsed(_OPEN_COLUMN, table)
        if name and any(concealed):
            found[html.unescape(name[1])] = concealed
    return found


def _collapsed(tag: re.Pattern[str], table: str) -> tuple[int, ...]:
    places: list[int] = []
    index = 0
    for attributes in tag.findall(table):
        repeated = _REPEATED.search(attributes)
        times = int(repeated[1]) if repeated else 1
        if _COLLAPSED.search(attributes):
            places += range(index, min(index + times, index + 100_000, _MOST))
        index += times
    return tuple(places)
