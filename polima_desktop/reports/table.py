"""Papers that are one long table: a heading, rows over pages, totals carried, signatures.

The totals are added up here from the very cells that are printed. At the foot of a page
that goes on stands what has been added so far, and again at the top of the next.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import BinaryIO

from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number, terbilang, within
from polima_desktop.reports.document import GREY, MM, Document, Ink, Sheet, Style
from polima_desktop.reports.fonts import ITALIC, SEMIBOLD
from polima_desktop.reports.parts import (
    Printed,
    Signatory,
    SignOff,
    draw_marks,
)

F4_LANDSCAPE = (330 * MM, 215 * MM)
A4_PORTRAIT = (210 * MM, 297 * MM)

Cell = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``width`` in parts of the whole, ``label`` under the heading (``12 = 8 + 11``).

    Numbers stand right, texts left unless ``centred`` or ``right``; ``total`` adds the column up.
    Neighbours with the same ``group`` share a heading above their own.
    """

    heading: str
    width: float
    label: str = ""
    group: str = ""
    total: bool = False
    centred: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table paper, e.g. the payment list of one office.

    ``headings`` are centred lines, the first in bold. ``words`` is the column whose total
    is written out in words, none if it is None. A list without ``totals`` carries none over pages.
    """

    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    signatories: tuple[Signatory, ...]
    words: int | None = None
    marks: tuple[str, ...] = ()
    row_height: float = 24
    note: str = ""
    totals: bool = True

    def total(self, column: int, rows: range | None = None) -> int | Decimal:
        """Add a column up, over some rows or all."""
        some = self.rows if rows is None else self.rows[rows.start : rows.stop]
        cells = [row[column] for row in some]
        return sum((cell for cell in cells if not isinstance(cell, str)), start=0)


def write_tables(
    tables: Sequence[Table],
    out: BinaryIO,
    size: tuple[float, float],
    title: str,
    printed: Printed,
    progress: Progress,
) -> None:
    """Write tables one after the other, each from a page of its own, as a PDF."""
    document = Document(out, size, title, printed.office)
    for count, table in enumerate(tables):
        progress.report(count, len(tables), f"Mencetak {within(title)}")
        _Setter(document, table, printed).draw()
    document.close()


MARGIN, TOP = 12 * MM, 12 * MM
PAD, CARRY, SIGN_ROOM, LATER_HEAD = 3.0, 15.0, 200.0, 16.0
TEXT, SMALL = 6.6, 5.8
LEAST_ON_LAST = 3
"""Rows that the last page has at least: no row stands there alone with the signatures."""
_UNBROKEN = re.compile(r"[\d.,\s–−%]+|\d+\. ?\.+")
"""A number, a percentage, a numbered place to sign: set smaller rather than broken."""


class _Setter:
    """Sets one table: measures the rows, deals them out to pages, draws."""

    def __init__(self, document: Document, table: Table, printed: Printed) -> None:
        self._document, self._table, self._printed = document, table, printed
        whole = document.width - 2 * MARGIN
        parts = sum(column.width for column in table.columns)
        self._edges = [MARGIN]
        for column in table.columns:
            self._edges.append(self._edges[-1] + column.width * whole / parts)
        self._body = document.ink(Style(TEXT))
        self._step = TEXT * 1.28

    # measuring

    @cached_property
    def _lines(self) -> list[list[list[str]]]:
        """The lines of every cell of every row."""
        return [
            [self._cell_lines(cell, n) for n, cell in enumerate(row)] for row in self._table.rows
        ]

    def _cell_lines(self, cell: Cell, column: int) -> list[str]:
        if not isinstance(cell, str):
            return [number(cell)]
        room = self._room(column)
        return [
            line
            for part in cell.split("\n")
            for line in ([part] if _UNBROKEN.fullmatch(part) else self._body.wrapped(part, room))
        ]

    def _room(self, column: int) -> float:
        return self._edges[column + 1] - self._edges[column] - 2 * PAD

    def _height(self, row: int) -> float:
        most = max(len(lines) for lines in self._lines[row])
        return max(self._table.row_height, most * self._step + 6)

    @cached_property
    def _head_height(self) -> float:
        return 15.0 * self._has_groups + 8.0 * self._most_heading_lines + 8 + 11 * self._has_labels

    @cached_property
    def _has_groups(self) -> bool:
        return any(column.group for column in self._table.columns)

    @cached_property
    def _has_labels(self) -> bool:
        return any(column.label for column in self._table.columns)

    @cached_property
    def _most_heading_lines(self) -> int:
        return max(len(self._heading_lines(n)) for n in range(len(self._table.columns)))

    def _heading_lines(self, column: int) -> list[str]:
        ink = self._document.ink(Style(SMALL + 0.4, SEMIBOLD))
        return ink.wrapped(self._table.columns[column].heading, self._room(column) + PAD)

    @property
    def _title_height(self) -> float:
        return 13.5 * len(self._headings) + 9.5

    @cached_property
    def _headings(self) -> list[tuple[Ink, str]]:
        """The centred lines above the table, long ones broken, each with its ink."""
        bold, plain = self._document.ink(Style(10, SEMIBOLD)), self._document.ink(Style(8.4))
        room = self._document.width - 2 * MARGIN - 120
        return [
            (bold if n == 0 else plain, line)
            for n, text in enumerate(self._table.headings)
            for line in (bold if n == 0 else plain).wrapped(text, room)
        ]

    @cached_property
    def _signs(self) -> SignOff:
        return SignOff(self._document, self._table.signatories, 7.6, SIGN_ROOM, 34)

    @cached_property
    def _closing_height(self) -> float:
        """Height of the words, the note and the signatures below the table."""
        return 36 + 10.0 * len(self._note_lines) + self._signs.height

    @cached_property
    def _note_lines(self) -> list[str]:
        ink = self._document.ink(Style(7))
        return ink.wrapped(self._table.note, self._document.width - 2 * MARGIN)

    # pages

    def _pages(self) -> list[range]:
        """Deal the rows out; every page leaves room for both carried lines.

        The last page has the signatures too, and never them alone: it takes a row along.
        """
        whole = self._document.height - TOP - 10 * MM - self._head_height - 3 * CARRY - LATER_HEAD
        pages: list[range] = []
        start, room = 0, whole - self._title_height + LATER_HEAD
        count = len(self._table.rows)
        for row in range(count):
            height = self._height(row)
            closing = self._closing_height if row == count - 1 else 0
            if height + closing > room and row > start:
                pages.append(range(start, row))
                start, room = row, whole
            room -= height
        return self._no_lone_row([*pages, range(start, count)])

    def _no_lone_row(self, pages: list[range]) -> list[range]:
        """Let the last page take rows from the one before, which keeps more of its own."""
        if len(pages) < 2:
            return pages
        before, last = pages[-2:]
        wanted = max(0, LEAST_ON_LAST - len(last))
        taken = min(wanted, len(before) - LEAST_ON_LAST)
        if taken <= 0:
            return pages
        cut = before.stop - taken
        return [*pages[:-2], range(before.start, cut), range(cut, last.stop)]

    # drawing

    def draw(self) -> None:
        """Draw all pages of this table."""
        pages = self._pages()
        for n, rows in enumerate(pages):
            with self._document.page() as sheet:
                draw_marks(sheet, self._table.marks, MARGIN)
                top = TOP + (self._draw_title(sheet) if n == 0 else self._draw_later_head(sheet))
                below = self._draw_table(sheet, top, rows, first=n == 0, last=n == len(pages) - 1)
                if n == len(pages) - 1:
                    self._draw_closing(sheet, below)
                self._draw_foot(sheet, f"{self._printed} Halaman {n + 1} dari {len(pages)}.")

    def _draw_title(self, sheet: Sheet) -> float:
        for n, (ink, line) in enumerate(self._headings):
            sheet.centre(ink, self._document.width / 2, TOP + 10 + n * 13.5, line)
        return self._title_height

    def _draw_later_head(self, sheet: Sheet) -> float:
        """Say again on a later page what list this is: of which office and month."""
        ink = self._document.ink(Style(7.4, SEMIBOLD))
        words = " · ".join((*self._table.headings, "lanjutan"))
        fitting = ink.wrapped(words, self._document.width - 2 * MARGIN)
        sheet.text(ink, MARGIN, TOP + 8, fitting[0] + ("…" if len(fitting) > 1 else ""))
        return LATER_HEAD

    def _draw_table(
        self, sheet: Sheet, top: float, rows: range, *, first: bool, last: bool
    ) -> float:
        """Draw heading, rows and totals; give the y below them."""
        y = self._draw_head(sheet, top)
        if not first:
            y = self._draw_total(sheet, y, "Pindahan", range(rows.start))
        for row in rows:
            y = self._draw_row(sheet, y, row)
        if not (first and last):
            y = self._draw_total(sheet, y, "Jumlah halaman ini", rows)
        label = "Jumlah" if last else "Jumlah dipindahkan"
        y = self._draw_total(sheet, y, label, range(rows.stop))
        body_top = top + self._head_height
        for edge in self._edges:
            sheet.line(edge, body_top, edge, y, 0.4)
        return y

    def _draw_head(self, sheet: Sheet, top: float) -> float:
        height = self._head_height
        sheet.fill(MARGIN, top, self._edges[-1] - MARGIN, height, ".937 .953 .945 rg")
        sheet.line(MARGIN, top, self._edges[-1], top, 0.8)
        below_groups = top + 15 * self._has_groups
        self._draw_groups(sheet, top)
        for n, column in enumerate(self._table.columns):
            inside = below_groups if column.group else top
            self._draw_heading(sheet, n, inside, top + height - 11 * self._has_labels)
            if self._has_labels:
                small = self._fitting(column.label, n, SMALL - 0.6)
                sheet.centre(small, self._middle(n), top + height - 3.4, column.label)
        if self._has_labels:
            sheet.line(MARGIN, top + height - 11, self._edges[-1], top + height - 11, 0.4)
        sheet.line(MARGIN, top + height, self._edges[-1], top + height, 0.8)
        sheet.line(self._edges[-1], top, self._edges[-1], top + height, 0.4)
        return top + height

    def _draw_heading(self, sheet: Sheet, n: int, top: float, below: float) -> None:
        ink = self._document.ink(Style(SMALL + 0.4, SEMIBOLD))
        lines = self._heading_lines(n)
        y = (top + below) / 2 - (len(lines) - 1) * 4 + 2
        for k, line in enumerate(lines):
            sheet.centre(ink, self._middle(n), y + k * 8, line)
        columns = self._table.columns
        joined = n > 0 and columns[n].group and columns[n - 1].group == columns[n].group
        start = top if joined or not columns[n].group else top - 15
        sheet.line(self._edges[n], start, self._edges[n], below + 11 * self._has_labels, 0.4)

    def _draw_groups(self, sheet: Sheet, top: float) -> None:
        columns = self._table.columns
        ink = self._document.ink(Style(SMALL + 0.4, SEMIBOLD))
        for group in dict.fromkeys(column.group for column in columns if column.group):
            members = [n for n, column in enumerate(columns) if column.group == group]
            left, right = self._edges[members[0]], self._edges[members[-1] + 1]
            sheet.centre(ink, (left + right) / 2, top + 10, group)
            sheet.line(left, top + 15, right, top + 15, 0.4)

    def _middle(self, column: int) -> float:
        return (self._edges[column] + self._edges[column + 1]) / 2

    def _fitting(self, text: str, column: int, size: float, bold: bool = False) -> Ink:
        """Give the largest ink up to ``size`` in which a text that must not wrap fits."""
        style = Style(size, SEMIBOLD) if bold else Style(size)
        width, room = self._document.ink(style).width(text), self._room(column) + 1
        if width <= room:
            return self._document.ink(style)
        return self._document.ink(style._replace(size=int(size * room / width * 10) / 10))

    def _draw_row(self, sheet: Sheet, top: float, row: int) -> float:
        height = self._height(row)
        for n, lines in enumerate(self._lines[row]):
            cell = self._table.rows[row][n]
            for k, line in enumerate(lines):
                self._draw_cell(sheet, n, top + 8.6 + k * self._step, line, isinstance(cell, str))
        below = top + height
        sheet.line(MARGIN, below, self._edges[-1], below, 0.4)
        return below

    def _draw_cell(self, sheet: Sheet, column: int, y: float, line: str, is_text: bool) -> None:
        ink = self._fitting(line, column, TEXT)
        if not is_text or self._table.columns[column].right:
            sheet.right(ink, self._edges[column + 1] - PAD, y, line)
        elif self._table.columns[column].centred:
            sheet.centre(ink, self._middle(column), y, line)
        else:
            sheet.text(ink, self._edges[column] + PAD, y, line)

    def _draw_total(self, sheet: Sheet, top: float, label: str, rows: range) -> float:
        """Draw the sum of some rows under every column that is added up."""
        if not self._table.totals:
            return top
        bold = self._document.ink(Style(TEXT, SEMIBOLD))
        sheet.fill(MARGIN, top, self._edges[-1] - MARGIN, CARRY, ".965 .973 .969 rg")
        sheet.line(MARGIN, top, self._edges[-1], top, 0.4)
        sheet.text(bold, self._edges[1] + PAD, top + 10, label)
        for n, column in enumerate(self._table.columns):
            if column.total:
                text = number(self._table.total(n, rows))
                ink = self._fitting(text, n, TEXT, bold=True)
                sheet.right(ink, self._edges[n + 1] - PAD, top + 10, text)
        sheet.line(MARGIN, top + CARRY, self._edges[-1], top + CARRY, 0.8)
        return top + CARRY

    def _draw_closing(self, sheet: Sheet, y: float) -> None:
        table, ink = self._table, self._document.ink
        if table.words is not None:
            lead, plain = "Terbilang: ", ink(Style(7))
            sheet.text(plain, MARGIN, y + 13, lead)
            words = terbilang(int(table.total(table.words)))
            sheet.text(ink(Style(7, ITALIC)), MARGIN + plain.width(lead), y + 13, words)
        for n, line in enumerate(self._note_lines):
            sheet.text(ink(Style(7)), MARGIN, y + 25 + 10 * n, line)
        y += 36 + 10 * len(self._note_lines)
        self._signs.draw(sheet, self._signatory_places(len(table.signatories)), y)

    def _signatory_places(self, count: int) -> list[float]:
        """Spread the signatures from the left margin to the end of the line."""
        last = self._edges[-1] - SIGN_ROOM
        return [MARGIN + n * (last - MARGIN) / max(1, count - 1) for n in range(count)]

    def _draw_foot(self, sheet: Sheet, text: str) -> None:
        ink = self._document.ink(Style(6, colour=GREY))
        sheet.text(ink, MARGIN, self._document.height - 16, text)
