"""The recapitulation of a month: one line an office, A4 upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from polima_desktop.domain.progress import Progress
from polima_desktop.reports.parts import Printed, Signatory
from polima_desktop.reports.table import A4_PORTRAIT, Column, Table, write_tables


@dataclass(frozen=True, slots=True)
class OfficeTotal:
    """One office's slips added up; rupiah, deductions positive."""

    unit: str
    slips: int
    held: int
    gross: int
    tax: int
    other: int

    @property
    def net(self) -> int:
        """Gross less tax less other deductions."""
        return self.gross - self.tax - self.other


COLUMNS = (
    Column("No", 18, "1", centred=True),
    Column("Unit", 150, "2"),
    Column("Slip", 28, "3", total=True),
    Column("Tertahan", 34, "4", total=True),
    Column("Kotor", 66, "5", total=True),
    Column("Pajak", 58, "6", "Potongan", total=True),
    Column("Iuran dan lain", 58, "7", "Potongan", total=True),
    Column("Diterima", 66, "8 = 5 − (6+7)", total=True),
)
NET = 7


def recap_table(
    headings: tuple[str, ...],
    offices: Sequence[OfficeTotal],
    signatories: tuple[Signatory, ...],
    marks: tuple[str, ...],
    note: str = "",
) -> Table:
    """Give the recapitulation; the last column is written out in words."""
    rows = tuple(
        (str(n), o.unit, o.slips, o.held, o.gross, o.tax, o.other, o.net)
        for n, o in enumerate(offices, 1)
    )
    return Table(headings, COLUMNS, rows, signatories, NET, marks, row_height=15, note=note)


def write_recap(table: Table, out: BinaryIO, printed: Printed, progress: Progress) -> None:
    """Write the recapitulation."""
    write_tables([table], out, A4_PORTRAIT, "Rekapitulasi TPP", printed, progress)
