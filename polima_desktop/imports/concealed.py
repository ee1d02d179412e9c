"""What of a file is hidden: said, and read or left out as the clerk chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from polima_desktop.formatting import number
from polima_desktop.imports.problems import RowProblem

if TYPE_CHECKING:
    from polima_desktop.imports.rows import Table
    from polima_desktop.imports.sheets import Book


def notices(book: Book, tables: Sequence[Table], read_rows: bool | None) -> tuple[str, ...]:
    """Say what is hidden and what became of it, a sentence each.

    ``read_rows`` is the clerk's choice about hidden rows; None: not asked, so they are read.
    """
    said = [f"Lembar ‘{name}’ tersembunyi dan tidak dibaca." for name in book.unread]
    rows = sum(len(sheet.hidden_rows) for sheet in book.sheets)
    if rows and read_rows is False:
        said.append(f"{number(rows)} baris tersembunyi dilewati.")
    elif count := sum(len(_hidden_rows(table)) for table in tables):
        said.append(f"{number(count)} baris tersembunyi ikut dibaca.")
    said += [
        f"Kolom ‘{title}’ di lembar ‘{table.sheet.name}’ tersembunyi dan ikut dibaca."
        for table in tables
        for title in _hidden_titles(table)
    ]
    return tuple(said)


def of_book(book: Book) -> tuple[str, ...]:
    """Say what of a file is hidden before anybody knows which of its rows are the list."""
    said = [f"Lembar ‘{name}’ tersembunyi dan tidak dibaca." for name in book.unread]
    if rows := sum(len(sheet.hidden_rows) for sheet in book.sheets):
        said.append(f"{number(rows)} baris tersembunyi ikut dibaca.")
    return tuple(said)


def _hidden_rows(table: Table) -> list[int]:
    hidden = table.sheet.hidden_rows
    return [row for row in table.rows if row in hidden] if hidden else []


def _hidden_titles(table: Table) -> list[str]:
    columns = table.layout.columns
    hidden = table.sheet.hidden_columns
    return [table.layout.title(name) for name, index in columns.items() if index in hidden]


def warnings(tables: Sequence[Table]) -> list[RowProblem]:
    """Warn at each hidden row that is read although nobody chose so."""
    words = (
        "Baris ini tersembunyi di berkasnya (disaring atau disembunyikan).",
        "Periksa apakah baris ini memang bagian daftar, atau lewati baris tersembunyi.",
    )
    return [
        RowProblem(table.sheet.name, row, "", "", "warning", *words)
        for table in tables
        for row in _hidden_rows(table)
    ]
