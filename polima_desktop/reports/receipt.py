"""The receipt to sign (tanda terima), as Barru prints it: a discipline and a work block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.progress import Progress
from polima_desktop.reports.parts import Printed, Signatory
from polima_desktop.reports.payment_list import signature_place
from polima_desktop.reports.table import F4_LANDSCAPE, Cell, Column, Table, write_tables


@dataclass(frozen=True, slots=True)
class Receipt:
    """One person's line; ``discipline`` and ``work`` are the two parts as the rules give them.

    ``other`` is every deduction but the tax.
    """

    name: str
    nip: str
    golongan: str
    position: str
    job_class: str
    base: int | None
    discipline: Decimal
    work: Decimal
    gross: int
    tax: int
    other: int

    @property
    def rest(self) -> Decimal:
        """What makes gross of the two parts: additions, sanctions, and the one rounding."""
        return self.gross - self.discipline - self.work

    @property
    def received(self) -> int:
        """Gross less tax less other deductions."""
        return self.gross - self.tax - self.other


RECEIVED = 12


def receipt_table(
    headings: tuple[str, ...],
    receipts: Sequence[Receipt],
    signatories: tuple[Signatory, ...],
    marks: tuple[str, ...],
    parts: tuple[str, str] = ("Disiplin 40 %", "Kinerja 60 %"),
) -> Table:
    """Give the receipt of one office; ``parts`` are the headings of the two blocks."""
    columns = (
        Column("No", 20, "1", centred=True),
        Column("Nama / NIP", 120, "2"),
        Column("Gol.", 30, "3", centred=True),
        Column("Jabatan", 120, "4"),
        Column("Kelas", 28, "5", centred=True),
        Column("TPP kelas", 60, "6", total=True),
        Column(parts[0], 66, "7", "TPP menurut penilaian", total=True),
        Column(parts[1], 66, "8", "TPP menurut penilaian", total=True),
        Column("Lain dan pembulatan", 50, "9", "TPP menurut penilaian", total=True),
        Column("Jumlah kotor", 60, "10 = 7+8+9", total=True),
        Column("Pajak", 54, "11", "Potongan", total=True),
        Column("Iuran dan lain", 54, "12", "Potongan", total=True),
        Column("Diterima", 64, "13 = 10 − (11+12)", total=True),
        Column("Tanda tangan", 80, "14"),
    )
    rows = tuple(_row(n, receipt) for n, receipt in enumerate(receipts, 1))
    return Table(headings, columns, rows, signatories, RECEIVED, marks)


def _row(n: int, r: Receipt) -> tuple[Cell, ...]:
    return (
        *(str(n), f"{r.name}\n{shown_nip(r.nip)}", r.golongan, r.position, r.job_class),
        *("–" if r.base is None else r.base, r.discipline, r.work, r.rest, r.gross),
        *(r.tax, r.other, r.received, signature_place(n)),
    )


def write_receipts(
    tables: Sequence[Table], out: BinaryIO, printed: Printed, progress: Progress
) -> None:
    """Write receipts, one office after the other."""
    write_tables(tables, out, F4_LANDSCAPE, "Tanda terima TPP", printed, progress)
