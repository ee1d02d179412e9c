"""The papers of the review desk: recapitulation, decisions, the auditor's list, shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

from polima_desktop.domain.progress import Progress
from polima_desktop.reports.parts import Printed, Signatory
from polima_desktop.reports.table import (
    A4_PORTRAIT,
    F4_LANDSCAPE,
    Cell,
    Column,
    Table,
    write_tables,
)

Rows = Sequence[tuple[Cell, ...]]

RECAP = (
    Column("No", 18, "1", centred=True),
    Column("Nama dan NIP", 110, "2"),
    Column("Unit", 90, "3"),
    Column("Hari diklaim", 34, "4", total=True),
    Column("Diterima", 34, "5", "Putusan", total=True),
    Column("Elektronik", 36, "6", "Putusan", total=True),
    Column("Ditolak", 32, "7", "Putusan", total=True),
    Column("Belum", 32, "8", "Putusan", total=True),
    Column("Dengan bukti", 38, "9", total=True),
    Column("Selisih bruto diterima", 56, "10", total=True),
)
DECIDED = (
    Column("No", 18, centred=True),
    Column("Nama dan NIP", 110),
    Column("Tanggal", 50),
    Column("Klaim", 60),
    Column("Aplikasi", 60),
    Column("Putusan", 70),
    Column("Alasan", 130),
)
_CLAIM = (
    Column("No", 18, centred=True),
    Column("Nama dan NIP", 92),
    Column("Unit", 74),
    Column("Tanggal", 42),
    Column("Klaim", 48),
    Column("Aplikasi", 48),
)
AUDIT = (
    *_CLAIM,
    Column("Bukti (sidik SHA-256)", 96),
    Column("Diketik", 60),
    Column("Diputus", 88),
    Column("Dibayar", 62),
)
TURNED = (
    *_CLAIM,
    Column("Saat dibekukan", 60),
    Column("Sekarang", 60),
    Column("Diubah", 88),
    Column("Rapel", 98),
)
SHARES = (
    Column("No", 18, centred=True),
    Column("Nama", 142),
    Column("Pegawai", 36),
    Column("Aplikasi", 40, "hari"),
    Column("Keduanya", 40, "hari"),
    Column("Manual saja", 40, "hari"),
    Column("Di aplikasi", 40, right=True),
    Column("Belum pernah", 40, "pegawai"),
    Column("Belum siap", 40, "pegawai"),
)
"""Without totals: weeks, groups and places each count everybody; the city is a row of its own."""


def listed(
    headings: tuple[str, ...],
    columns: tuple[Column, ...],
    rows: Rows,
    signatories: tuple[Signatory, ...] = (),
    note: str = "",
    marks: tuple[str, ...] = (),
) -> Table:
    """Give one list; totals stand where a column adds up."""
    totals = any(column.total for column in columns)
    return Table(
        headings, columns, tuple(rows), signatories, marks=marks, row_height=15, note=note,
        totals=totals,
    )  # fmt: skip


def write_lists(
    tables: Sequence[Table],
    out: BinaryIO,
    title: str,
    printed: Printed,
    progress: Progress,
    *,
    wide: bool = False,
) -> None:
    """Write lists one after the other, each from a page of its own."""
    size = F4_LANDSCAPE if wide else A4_PORTRAIT
    write_tables(tables, out, size, title, printed, progress)
