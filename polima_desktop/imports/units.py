"""A list of organisation units. Parents may stand in the same file or in the store already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from polima_desktop.domain.calendar import read_pattern
from polima_desktop.domain.units import read_kind
from polima_desktop.imports import values
from polima_desktop.imports.columns import UNITS
from polima_desktop.imports.convert import convert, problem_at, repeated, require
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import AcceptedRow, Reading, UnitNames, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

KIND_LABEL = "unit"


def read_units(
    book: Book,
    known: UnitNames,
    layouts: Sequence[Layout] | None = None,
) -> Reading:
    """Read a unit list; ``parent`` becomes a code, ``aliases`` a tuple.

    Args:
        book: the opened file.
        known: the units of the store.
        layouts: corrected layouts; guessed when None.
    """
    tables = read_tables(book, UNITS, KIND_LABEL, layouts)
    findings = Findings()
    columns = [_columns(table, findings) for table in tables]
    repeated(tables, [column["code"] for column in columns], "code", "Kode unit", findings)
    names = _with_file(known, columns)
    for table, column in zip(tables, columns, strict=True):
        column["parent"] = convert(table, "parent", names.find, findings)
    _refuse_circles(tables, columns, findings)
    accepted = [
        row
        for table, column in zip(tables, columns, strict=True)
        for row in _rows(table, column, findings)
    ]
    return Reading(tables, findings, accepted)


def _columns(table: Table, findings: Findings) -> dict[str, list[Any]]:
    require(table, "code", "Kode unit kosong.", "Isi kode unit.", findings)
    require(table, "name", "Nama unit kosong.", "Isi nama unit.", findings)
    require(table, "kind", "Jenis unit kosong.", "Isi jenis, misalnya Dinas.", findings)

    readers = {
        "code": values.code(40, "Kode unit"),
        "name": values.text(160),
        "kind": read_kind,
        "place": values.text(80),
        "pattern": _pattern,
        "aliases": _aliases,
        "valid_from": values.day,
    }
    return {name: convert(table, name, reader, findings) for name, reader in readers.items()}


def _pattern(value: object) -> str:
    return read_pattern(values.text_of(value))


def _aliases(value: object) -> tuple[str, ...]:
    names = [name.strip() for name in re.split(r"[;|\n]", str(value)) if name.strip()]
    for name in names:
        values.text(160)(name)
    return tuple(dict.fromkeys(names))


def _with_file(known: UnitNames, columns: list[dict[str, list[Any]]]) -> UnitNames:
    """Give the names of the store and of the file together."""
    pairs = [
        (str(name), str(code))
        for column in columns
        for code, name in zip(column["code"], column["name"], strict=True)
        if code and name
    ]
    pairs += [(code, code) for _, code in pairs]
    here = UnitNames.of(pairs, {code: name for name, code in pairs})
    codes = dict(known.codes)
    for key, found in here.codes.items():
        codes[key] = codes.get(key, frozenset()) | found
    return UnitNames(codes, {**known.labels, **here.labels})


def _refuse_circles(
    tables: list[Table], columns: list[dict[str, list[Any]]], findings: Findings
) -> None:
    """Reject units that stand above themselves."""
    above = {
        code: parent
        for column in columns
        for code, parent in zip(column["code"], column["parent"], strict=True)
    }
    for table, column in zip(tables, columns, strict=True):
        for index, code in enumerate(column["code"]):
            if code and code in _ancestors(code, above):
                words = "Unit ini menjadi induk dirinya sendiri.", "Betulkan kolom induk."
                findings.add(problem_at(table, index, "parent", "error", *words))


def _ancestors(code: str, above: dict[Any, Any]) -> set[str]:
    seen: set[str] = set()
    parent = above.get(code)
    while parent and parent not in seen:
        seen.add(parent)
        parent = above.get(parent)
    return seen


def _rows(table: Table, columns: dict[str, list[Any]], findings: Findings) -> Iterator[AcceptedRow]:
    for index, row in enumerate(table.rows):
        if (table.sheet.name, row) not in findings.rejected:
            stated: dict[str, object] = {
                name: column[index] for name, column in columns.items() if column[index] is not None
            }
            yield AcceptedRow(table.sheet.name, row, stated)


def since(row: AcceptedRow, default: date) -> date:
    """Give the day from which a unit row holds."""
    value = row.values.get("valid_from", default)
    return value if isinstance(value, date) else default
