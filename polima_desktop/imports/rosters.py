"""Any list of people read for a reconciliation: every row counts, nothing is refused or repaired.

A cell that cannot be read says nothing; its text stays in ``written``. The strict reading of a
staff list for the master list is ``employees``'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.events import read_event_kind
from polima_desktop.domain.matching.cleaning import read_number
from polima_desktop.domain.matching.rows import Departure, Row, State
from polima_desktop.domain.names import full_name
from polima_desktop.domain.progress import Progress
from polima_desktop.imports import columns as headings
from polima_desktop.imports import concealed, values
from polima_desktop.imports.columns import EMPLOYEES, Column
from polima_desktop.imports.convert import convert
from polima_desktop.imports.employees import first_line, read_columns
from polima_desktop.imports.headers import Layout, find_layouts
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import UnitNames, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book
from polima_desktop.imports.values import text_of

_BY_NAME = tuple(
    replace(column, required=column.field == "name")
    if column.field in ("nip", "name")
    else column
    for column in EMPLOYEES
)  # fmt: skip
_NO_UNITS = UnitNames({}, {})
_DATES = ("cpns_date", "golongan_date", "position_date")


@dataclass(frozen=True)
class Roster:
    """A list as read: its file, its rows, and each row's cells as written (heading → text)."""

    name: str
    sha256: str
    rows: list[Row]
    written: list[dict[str, str]]
    layouts: list[Layout]
    hidden: tuple[str, ...] = ()
    """What of the file is hidden, a sentence each."""


def read_roster(
    book: Book, layouts: Sequence[Layout] | None = None, progress: Progress | None = None
) -> Roster:
    """Read every row of a list that has a column of numbers or of names.

    Raises:
        Refused: no sheet holds such a list.
    """
    progress = progress or Progress()
    tables = _tables(book, layouts)
    rows: list[Row] = []
    written: list[dict[str, str]] = []
    for table in tables:
        rows += _rows(table, progress)
        written += _written(table)
    layouts_read = [table.layout for table in tables]
    hidden = concealed.notices(book, tables, None)
    return Roster(book.name, book.sha256, rows, written, layouts_read, hidden)


def _tables(book: Book, layouts: Sequence[Layout] | None) -> list[Table]:
    if layouts:
        numbered = all("nip" in layout.columns for layout in layouts)
        columns = EMPLOYEES if numbered else _BY_NAME
        return read_tables(book, columns, "pegawai", layouts, _no_unit if numbered else None)
    try:
        return read_tables(book, EMPLOYEES, "pegawai", None, _no_unit)
    except Refused:
        columns = _BY_NAME
        return read_tables(book, columns, "pegawai", find_layouts(book, columns, "pegawai"))


def _no_unit(_text: str) -> bool:
    return False


def _rows(table: Table, progress: Progress) -> list[Row]:
    read = read_columns(table, _NO_UNITS, Findings(), progress)
    nothing: list[Any] = [None] * len(table)
    names = _names(table)
    wanted = ("birth_date", "sex", "status", "cpns_date", "golongan", "standing", "position", "nik")
    columns = [read.get(name, nothing) for name in wanted]
    dates = zip(*(read.get(name, nothing) for name in _DATES), strict=True)
    units = [
        heading if cell is None else text_of(cell)
        for cell, heading in zip(table.column("unit"), table.headings, strict=True)
    ]
    cells = zip(table.rows, map(number_of, table.column("nip")), names, units, *columns, dates,
                strict=True)  # fmt: skip
    sheet = table.sheet.name
    return [
        Row(row, nip, name, unit, birth, sex, status, appointed, golongan, standing, position,
            None, max((day for day in days if day), default=None), nik, sheet)
        for row, nip, name, unit, birth, sex, status, appointed, golongan, standing, position, nik,
            days in cells
    ]  # fmt: skip


def _names(table: Table) -> list[str | None]:
    """Give names with their titles, also where these have columns of their own."""
    parts = zip(*(table.column(n) for n in ("front_title", "name", "back_title")), strict=True)
    return [
        full_name(first_line(name) or "", _text(front), _text(back)) if name is not None else None
        for front, name, back in parts
    ]


def _text(cell: object) -> str | None:
    return text_of(cell) if cell is not None else None


def number_of(cell: object) -> str | None:
    """Give a number as written; a numeric cell that lost digits keeps looking like one."""
    if cell is None:
        return None
    if isinstance(cell, int | float) and abs(cell) >= 1e15:
        return f"{cell:.14E}"
    return text_of(cell)


def _written(table: Table) -> list[dict[str, str]]:
    titles = [t or f"KOLOM {n}" for n, t in enumerate(table.layout.all_titles, start=1)]
    body = table.sheet.frame.to_numpy()
    return [
        {
            title: number_of(value) or ""
            for title, value in zip(titles, body[row - 1], strict=True)
            if value not in ("", None)
        }
        for row in table.rows
    ]


# ── decrees ─────────────────────────────────────────────────────────────────────────────────

_STATES: dict[str, State] = {
    "pensiun": "retired",
    "meninggal": "died",
    "pindah": "moved",
    "berhenti": "moved",
}
_NEW = ("pengangkatan", "cpns", "pppk", "pindahmasuk", "mutasimasuk", "baru", "aktif")
_EVENT_COLUMNS = (*headings.EVENTS, Column("name", "NAMA", ("NAMA LENGKAP", "NAMA PEGAWAI")))


def read_departures(book: Book) -> list[Departure]:
    """Read the decrees of an event list that explain why a row stands in one list only.

    Leave, discipline and the like explain nothing and are passed over; so is a row whose number
    or kind says nothing.
    """
    found = []
    for table in read_tables(book, _EVENT_COLUMNS, "peristiwa"):
        quiet = Findings()
        starts = convert(table, "starts", values.day, quiet)
        cells = zip(
            *(table.column(name) for name in ("nip", "name", "kind", "decree_number")),
            starts,
            strict=True,
        )
        for nip, name, kind, number, since in cells:
            departure = _departure(nip, name, kind, number, since)
            if departure:
                found.append(departure)
    return found


def _departure(
    nip: object, name: object, kind: object, number: object, since: date | None
) -> Departure | None:
    digits, _, _ = read_number(number_of(nip))
    state, label = _explained(kind)
    if not digits or state is None:
        return None
    paper = text_of(number) if number is not None else None
    words = f"{label}{f' sejak {since:%d-%m-%Y}' if since else ''}"
    words += f", SK {paper}" if paper else ""
    return Departure(digits, text_of(name) or None, state, since, paper, words)


def _explained(kind: object) -> tuple[State | None, str]:
    written = headings.heading_key(text_of(kind))
    if written.startswith(_NEW) and written != "aktifkembali":
        return "new", text_of(kind)
    try:
        event = read_event_kind(text_of(kind))
    except Refused:
        return None, ""
    return _STATES.get(event.code), event.label


def explained_kinds() -> Mapping[str, State]:
    """Give the kinds of event that explain a row, with the state each means."""
    return _STATES
