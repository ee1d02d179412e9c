"""A list of planned shifts: who, which day, which shift; the shift's name is the service's."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from polima_desktop.imports import values
from polima_desktop.imports.columns import ROSTERS
from polima_desktop.imports.convert import convert, repeated, require
from polima_desktop.imports.events import known_nip
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import AcceptedRow, Reading, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

KIND_LABEL = "jadwal giliran"


def read_duty_rosters(
    book: Book, nips: Container[str], layouts: Sequence[Layout] | None = None
) -> Reading:
    """Read planned shifts, one a person and day; ``shift`` stays as written."""
    tables = read_tables(book, ROSTERS, KIND_LABEL, layouts)
    findings = Findings()
    columns = [_columns(table, nips, findings) for table in tables]
    keys = [_keys(column) for column in columns]
    repeated(tables, keys, "day", "NIP dan tanggal", findings)
    accepted = [
        AcceptedRow(table.sheet.name, row, {name: cells[n] for name, cells in column.items()})
        for table, column in zip(tables, columns, strict=True)
        for n, row in enumerate(table.rows)
        if (table.sheet.name, row) not in findings.rejected
    ]
    return Reading(tables, findings, accepted)


def _columns(table: Table, nips: Container[str], findings: Findings) -> dict[str, list[Any]]:
    require(table, "nip", "NIP kosong.", "Isi NIP 18 angka.", findings)
    require(table, "day", "Tanggal kosong.", "Isi tanggalnya, misalnya 04-01-2021.", findings)
    require(table, "shift", "Giliran kosong.", "Isi namanya, misalnya Pagi, atau Libur.", findings)
    readers = {
        "nip": known_nip(nips),
        "day": values.day,
        "shift": values.text(40),
        "basis": values.text(160),
    }
    return {name: convert(table, name, reader, findings) for name, reader in readers.items()}


def _keys(columns: dict[str, list[Any]]) -> list[tuple[Any, ...] | None]:
    pairs = zip(columns["nip"], columns["day"], strict=True)
    return [(nip, day) if nip and day else None for nip, day in pairs]
