"""Cells of an xlsx sheet that the reader gives as blank although they are not.

The workbook reader turns a failed formula (``#N/A``) and a formula never calculated into blanks.
A blank says nothing and would pass; these must be seen and refused, so they are looked up in the
file itself. What refusing them says is ``values.refuse_excel_error``.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

UNCALCULATED = "#RUMUS!"
"""Stands in a cell whose formula was written without ever being calculated."""

_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET_TAG = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_LINK_TAG = re.compile(r"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"""(?:\w+:)?(\w+)=["']([^"']*)["']""")
_FAILED = re.compile(rb'\bt="e"')
_NO_RESULT = re.compile(rb"<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_VALUE = re.compile(rb"<v>([^<]*)</v>")


class FailedCell(NamedTuple):
    """A cell by its indices from 0, and the text to show for it."""

    row: int
    column: int
    text: str


def failed_cells(archive: zipfile.ZipFile, sheet: str) -> list[FailedCell]:
    """Give the failed and uncalculated cells of a sheet; none where the file is no xlsx."""
    path = sheet_paths(archive).get(sheet)
    if path is None or path not in archive.namelist():
        return []
    content = archive.read(path)
    return [*_errors(content), *_uncalculated(content)]


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Give where each sheet lies, by its name."""
    if not {_BOOK, _LINKS} <= set(archive.namelist()):
        return {}
    links = [_attributes(tag) for tag in _LINK_TAG.findall(archive.read(_LINKS).decode())]
    targets = {link.get("Id", ""): link.get("Target", "").lstrip("/") for link in links}
    found = {}
    for tag in _SHEET_TAG.findall(archive.read(_BOOK).decode()):
        sheet = _attributes(tag)
        target = targets.get(sheet.get("id", ""), "")
        found[sheet.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return found


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _errors(content: bytes) -> Iterator[FailedCell]:
    for hit in _FAILED.finditer(content) if b't="e"' in content else ():
        start = content.rfind(b"<c ", 0, hit.start())
        value = _VALUE.search(content, hit.end(), content.find(b"</c>", hit.end()))
        if start >= 0 and value:
            yield from _cell(content[start : content.find(b">", start)], value[1].decode())


def _uncalculated(content: bytes) -> Iterator[FailedCell]:
    for hit in _NO_RESULT.finditer(content) if b"<f" in content else ():
        head = content[content.rfind(b"<c ", 0, hit.start()) : hit.start()]
        if b't="str"' not in head and b't="e"' not in head:
            yield from _cell(head, UNCALCULATED)


def _cell(head: bytes, text: str) -> Iterator[FailedCell]:
    place = _PLACE.search(head)
    if place:
        column = 0
        for letter in place[1]:
            column = column * 26 + letter - ord("A") + 1
        yield FailedCell(int(place[2]) - 1, column - 1, text)
