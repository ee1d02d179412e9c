"""Cells that hold two things: name and NIP, golongan or post and its TMT, as a DUK prints them.

They are parted before anything is read; what cannot be parted stays whole and is refused later.
"""

from __future__ import annotations

import re

from polima_desktop.imports.columns import heading_key
from polima_desktop.imports.headers import NAME_AND_NIP, Layout
from polima_desktop.imports.values import Cell

_NUMBER = re.compile(
    r"(?:\bN\.?I\.?P\w*\.?|\bNI ?PPPK)?[\s.:]*"
    r"(['`]?(?:\d{8}[ .\-/]\d{6}[ .\-/]\d[ .\-/]\d{3}|\d(?: ?\d){8,}|\d[.,]\d+E\+?\d+))(?![\d])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\bN\.?I\.?P\w*\s*[.:]*\s*-?\s*$", re.IGNORECASE)
_DATED = re.compile(
    r"^(.*?)[\s,;/(]*(?:\bTMT\b[.:\s]*)?"
    r"(\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{4}|\d{4}-\d{2}-\d{2})\)?$",
    re.IGNORECASE | re.DOTALL,
)
_EDGES = " \t\n/,;|-("


def part(layout: Layout, cells: dict[str, list[Cell]]) -> bool:
    """Part the cells of columns that hold two things; tell whether name and NIP share one."""
    for front, dated in (("golongan", "golongan_date"), ("position", "position_date")):
        if dated in cells and front not in cells and _names_both(layout.title(dated)):
            parted = [_front_and_day(cell) for cell in cells[dated]]
            if any(first is not None for first, _ in parted):
                cells[front], cells[dated] = map(list, zip(*parted, strict=True))
    if not shares_name(layout):
        return False
    parted = [_name_and_nip(cell) for cell in cells["nip"]]
    cells["nip"] = [nip for _, nip in parted]
    if "name" in cells:
        cells["name"] = [name for name, _ in parted]
    return True


def shares_name(layout: Layout) -> bool:
    """Whether name and NIP stand in one column."""
    place = layout.columns.get("nip")
    if place is None:
        return False
    both = layout.columns.get("name") == place
    return both or bool(NAME_AND_NIP.fullmatch(heading_key(layout.title("nip"))))


def _names_both(title: str) -> bool:
    return bool(re.search(r"pangkat|gol|jab", title, re.IGNORECASE))


def _front_and_day(cell: Cell) -> tuple[Cell, Cell]:
    found = _DATED.match(cell) if isinstance(cell, str) else None
    return (found[1].strip(_EDGES) or None, found[2]) if found else (None, cell)


def _name_and_nip(cell: Cell) -> tuple[Cell, Cell]:
    """Part ``Ani, S.Pd.`` and ``NIP. 19850312 …``; no number, no NIP; a number alone, no name."""
    if not isinstance(cell, str):
        return None, cell
    found = _NUMBER.search(cell)
    if found is None:
        return _LABEL.sub("", cell).strip(_EDGES) or None, None
    before, after = cell[: found.start()].strip(_EDGES), cell[found.end() :].strip(_EDGES + ")")
    return "\n".join(text for text in (before, after) if text) or None, found[1].strip()
