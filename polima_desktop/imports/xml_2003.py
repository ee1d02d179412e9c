"""Lists saved as "XML Spreadsheet 2003": one text file that is a whole workbook.

Dates come as dates, numbers as numbers, so what holds for a workbook's cells holds here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from xml.parsers import expat

from polima_desktop.domain.errors import Refused

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_WIDEST, _LOWEST = 16_384, 1_048_576
_HIDDEN = ("SheetHidden", "SheetVeryHidden")


def looks_like_it(head: str) -> bool:
    """Tell whether a text begins like such a file."""
    return NAMESPACE in head and "<" in head[:10]


@dataclass
class XmlSheet:
    """A sheet: its cells by row and column from 0, and what of it is hidden."""

    name: str
    shown: bool = True
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns that hold something."""
        rows = max((row for row, _ in self.cells), default=-1)
        return rows + 1, max((column for _, column in self.cells), default=-1) + 1

    def rows(self) -> Iterator[list[Any]]:
        """Give the rows, blanks as ``""``."""
        height, width = self.size
        grid = [[""] * width for _ in range(height)]
        for (row, column), value in self.cells.items():
            grid[row][column] = value
        yield from grid


def read(text: str) -> list[XmlSheet]:
    """Read all sheets.

    Raises:
        Refused: the file breaks off, or declares entities of its own.
    """
    reader = _Reader()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as problem:
        raise Refused(
            f"Berkas XML ini rusak di baris {problem.lineno}.",
            "Buka di Excel atau LibreOffice, lalu simpan ulang sebagai .xlsx.",
        ) from None
    return reader.sheets


class _Reader:
    """Follows the elements; everything but sheets, rows and cells is passed over."""

    def __init__(self) -> None:
        self.sheets: list[XmlSheet] = []
        self.row = self.column = -1
        self.across = 0
        self.kind: str | None = None
        self.words: list[str] = []
        self.visible = False

    def entity(self, *_: object) -> None:
        raise Refused(
            "Berkas XML ini memuat singkatan yang bisa mengembang tanpa batas.",
            "Buka di Excel atau LibreOffice, lalu simpan ulang sebagai .xlsx.",
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        given = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        match tag.rpartition(" ")[2]:
            case "Worksheet":
                self.sheets.append(XmlSheet(given.get("Name", "")))
                self.row = -1
            case "Column" if self.sheets:
                self._column(given)
            case "Row" if self.sheets:
                self.row, self.column = _place(given, self.row, _LOWEST), -1
                if given.get("Hidden") == "1" or given.get("Height") == "0":
                    self.sheets[-1].hidden_rows.append(self.row)
            case "Table":
                self.column = -1
            case "Cell":
                self.column = _place(given, self.column, _WIDEST)
                self.across = _whole(given.get("MergeAcross", "0"))
            case "Data":
                self.kind, self.words = given.get("Type", "String"), []
            case "Visible":
                self.visible, self.words = True, []

    def _column(self, given: dict[str, str]) -> None:
        self.column = _place(given, self.column, _WIDEST)
        last = min(self.column + _whole(given.get("Span", "0")), _WIDEST)
        if given.get("Hidden") == "1":
            self.sheets[-1].hidden_columns += range(self.column, last + 1)
        self.column = last

    def text(self, words: str) -> None:
        if self.kind is not None or self.visible:
            self.words.append(words)

    def end(self, tag: str) -> None:
        match tag.rpartition(" ")[2]:
            case "Data" if self.kind is not None and self.sheets:
                value = _value(self.kind, "".join(self.words))
                if value != "":
                    self.sheets[-1].cells[self.row, self.column] = value
                self.kind = None
            case "Cell":
                self.column += self.across
            case "Visible" if self.sheets:
                self.sheets[-1].shown = "".join(self.words).strip() not in _HIDDEN
                self.visible = False


def _place(given: dict[str, str], before: int, most: int) -> int:
    place = _whole(given["Index"]) - 1 if "Index" in given else before + 1
    if not before < place < most:
        raise Refused(
            "Berkas XML ini rusak: letak selnya tidak mungkin.",
            "Buka di Excel atau LibreOffice, lalu simpan ulang sebagai .xlsx.",
        )
    return place


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _value(kind: str, words: str) -> Any:  # noqa: ANN401 - a cell may hold any of these
    match kind:
        case "Number":
            try:
                return float(words)
            except ValueError:
                return words
        case "DateTime":
            try:
                return datetime.fromisoformat(words)
            except ValueError:
                return words
        case "Boolean":
            return words.strip() == "1"
    return words
