"""A list of holidays: by day, for everybody or a unit, by a decree; or cancelled after the fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from polima_desktop.domain.calendar import HOLIDAY_KINDS, read_holiday_kind
from polima_desktop.imports import values
from polima_desktop.imports.columns import HOLIDAYS
from polima_desktop.imports.convert import convert, problem_at, repeated, require
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import AcceptedRow, Reading, UnitNames, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

KIND_LABEL = "hari libur"


def read_holidays(book: Book, units: UnitNames, layouts: Sequence[Layout] | None = None) -> Reading:
    """Read a holiday list; ``unit`` becomes a code or None, ``cancelled`` is always there.

    A day may stand twice: once as a holiday, once as cancelled.
    """
    tables = read_tables(book, HOLIDAYS, KIND_LABEL, layouts)
    findings = Findings()
    columns = [_columns(table, units, findings) for table in tables]
    words = "Tanggal, unit, dan BATAL"
    repeated(tables, [_keys(c) for c in columns], "day", words, findings)
    accepted = [
        row
        for table, column in zip(tables, columns, strict=True)
        for row in _rows(table, column, findings)
    ]
    return Reading(tables, findings, accepted)


def _keys(columns: dict[str, list[Any]]) -> list[tuple[Any, ...] | None]:
    cells = zip(columns["day"], columns["unit"], columns["cancelled"], strict=True)
    return [(day, unit, cancelled) if day else None for day, unit, cancelled in cells]


def _columns(table: Table, units: UnitNames, findings: Findings) -> dict[str, list[Any]]:
    require(table, "day", "Tanggal kosong.", "Isi tanggalnya, misalnya 09-02-2024.", findings)
    readers = {
        "day": values.day,
        "name": values.text(120),
        "kind": lambda cell: read_holiday_kind(values.text_of(cell)),
        "unit": units.find,
        "basis": values.text(160),
        "cancelled": _cancelled,
    }
    read = {name: convert(table, name, reader, findings) for name, reader in readers.items()}
    read["cancelled"] = [bool(cell) for cell in read["cancelled"]]
    _complete(table, read, findings)
    return read


def _cancelled(value: object) -> bool:
    words = values.text_of(value).casefold()
    return words in ("batal", "dibatalkan", "x") or values.yes_no(value)


def _complete(table: Table, read: dict[str, list[Any]], findings: Findings) -> None:
    """Refuse a holiday without a name; say so where a blank kind is taken for the ordinary one."""
    kinds = table.column("kind")
    for index, cancelled in enumerate(read["cancelled"]):
        if cancelled:
            continue
        if table.column("name")[index] is None:
            words = "Nama hari libur kosong.", "Isi namanya, misalnya Tahun Baru Imlek."
            findings.add(problem_at(table, index, "name", "error", *words))
        if kinds[index] is None:
            known = ", ".join(HOLIDAY_KINDS)
            words = "Jenis kosong, dicatat sebagai libur.", f"Bila bukan, isi: {known}."
            findings.add(problem_at(table, index, "kind", "warning", *words))
            read["kind"][index] = "libur"


def _rows(table: Table, columns: dict[str, list[Any]], findings: Findings) -> Iterator[AcceptedRow]:
    for index, row in enumerate(table.rows):
        if (table.sheet.name, row) not in findings.rejected:
            stated = {name: column[index] for name, column in columns.items()}
            yield AcceptedRow(table.sheet.name, row, stated)
