"""The list of what is owed for a month that was settled otherwise, F4 across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from polima_desktop.domain.identity import shown_nip
from polima_desktop.reports.parts import Signatory
from polima_desktop.reports.table import Column, Table


@dataclass(frozen=True, slots=True)
class Owing:
    """One accepted difference; rupiah, what the person owes is negative. ``paid``: already."""

    name: str
    nip: str
    unit: str
    settled: int
    recomputed: int
    reason: str
    decided: str
    paid: int

    @property
    def difference(self) -> int:
        """What is owed to the person, or by them."""
        return self.recomputed - self.settled


COLUMNS = (
    Column("No", 18, "1", centred=True),
    Column("Nama / NIP", 112, "2"),
    Column("Unit kerja", 96, "3"),
    Column("Sudah ditetapkan", 58, "4", total=True),
    Column("Hitung ulang", 58, "5", total=True),
    Column("Rapel atau pengembalian", 60, "6 = 5 − 4", total=True),
    Column("Sebab", 130, "7"),
    Column("Putusan", 74, "8"),
    Column("Sudah dibayar atau dipotong", 60, "9", total=True),
    Column("Sisa", 58, "10 = 6 − 9", total=True),
)


def arrears_table(
    headings: tuple[str, ...],
    rows: Sequence[Owing],
    signatories: tuple[Signatory, ...],
    marks: tuple[str, ...],
    note: str = "",
) -> Table:
    """Give the list; ``note`` says what does not stand on it."""
    cells = tuple(
        (
            str(n),
            f"{row.name}\nNIP {shown_nip(row.nip)}",
            row.unit,
            row.settled,
            row.recomputed,
            row.difference,
            row.reason,
            row.decided,
            row.paid,
            row.difference - row.paid,
        )
        for n, row in enumerate(rows, 1)
    )
    return Table(headings, COLUMNS, cells, signatories, marks=marks, row_height=24, note=note)
