"""A list of units' points: where their people clock in, from a day on, with a radius in metres."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.whereabouts import check_point
from polima_desktop.imports import values
from polima_desktop.imports.columns import POINTS
from polima_desktop.imports.convert import convert, problem_at, repeated, require
from polima_desktop.imports.headers import Layout
from polima_desktop.imports.problems import Findings
from polima_desktop.imports.reading import AcceptedRow, Reading, UnitNames, read_tables
from polima_desktop.imports.rows import Table
from polima_desktop.imports.sheets import Book

KIND_LABEL = "titik unit"
RADIUS = 100
"""Metres where a row says none; said as a warning."""


def read_points(book: Book, units: UnitNames, layouts: Sequence[Layout] | None = None) -> Reading:
    """Read a list of points; ``unit`` becomes a code, ``ends`` the last day or None."""
    tables = read_tables(book, POINTS, KIND_LABEL, layouts)
    findings = Findings()
    columns = [_columns(table, units, findings) for table in tables]
    keys = [_keys(each) for each in columns]
    repeated(tables, keys, "unit", "Unit, nama titik, dan tanggal mulai", findings)
    accepted = [
        row
        for table, column in zip(tables, columns, strict=True)
        for row in _rows(table, column, findings)
    ]
    return Reading(tables, findings, accepted)


def _keys(columns: dict[str, list[Any]]) -> list[tuple[Any, ...] | None]:
    cells = zip(columns["unit"], columns["name"], columns["starts"], strict=True)
    return [(unit, str(name).casefold(), day) if unit else None for unit, name, day in cells]


def _columns(table: Table, units: UnitNames, findings: Findings) -> dict[str, list[Any]]:
    for field, words, advice in (
        ("unit", "Unit kosong.", "Isi kode atau nama unitnya."),
        ("lat", "Lintang kosong.", "Isi derajatnya, misalnya -5,463100."),
        ("lon", "Bujur kosong.", "Isi derajatnya, misalnya 122,601200."),
        ("starts", "Tanggal mulai kosong.", "Isi sejak kapan titik itu berlaku."),
    ):
        require(table, field, words, advice, findings)
    readers = {
        "unit": units.find,
        "name": values.text(80),
        "lat": values.degrees(90),
        "lon": values.degrees(180),
        "radius": values.whole(10, 20_000),
        "starts": values.day,
        "ends": values.day,
        "basis": values.text(160),
    }
    read = {name: convert(table, name, reader, findings) for name, reader in readers.items()}
    read["name"] = [name or "Kantor" for name in read["name"]]
    _check(table, read, findings)
    return read


def _check(table: Table, read: dict[str, list[Any]], findings: Findings) -> None:
    """Refuse points nobody can mean; say so where a blank radius is taken for the usual one."""
    written = table.column("radius")
    for index, radius in enumerate(read["radius"]):
        if radius is None and values.is_blank(written[index]):
            words = f"Radius kosong, dicatat {RADIUS} m.", "Bila bukan, isi radiusnya dalam meter."
            findings.add(problem_at(table, index, "radius", "warning", *words))
            read["radius"][index] = RADIUS
        starts, ends = read["starts"][index], read["ends"][index]
        if starts is not None and ends is not None and ends < starts:
            words = "Titik berakhir sebelum mulai.", "Periksa kedua tanggalnya."
            findings.add(problem_at(table, index, "ends", "error", *words))
        lat, lon = read["lat"][index], read["lon"][index]
        if lat is not None and lon is not None:
            try:
                check_point(read["name"][index], lat, lon, RADIUS)
            except Refused as refused:
                findings.add(
                    problem_at(table, index, "lat", "error", refused.message, refused.advice)
                )


def _rows(table: Table, columns: dict[str, list[Any]], findings: Findings) -> Iterator[AcceptedRow]:
    for index, row in enumerate(table.rows):
        if (table.sheet.name, row) not in findings.rejected:
            stated = {name: column[index] for name, column in columns.items()}
            yield AcceptedRow(table.sheet.name, row, stated)
