"""The payment list with 19 columns, as Deli Serdang prints it (DOMAIN.md §7), F4 landscape.

The computed columns are computed here from the printed ones, so that every row and every
total adds up on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from polima_desktop.domain.identity import shown_nip, shown_npwp
from polima_desktop.domain.progress import Progress
from polima_desktop.reports.parts import Printed, Signatory
from polima_desktop.reports.table import F4_LANDSCAPE, Cell, Column, Table, write_tables


@dataclass(frozen=True, slots=True)
class Payment:
    """One person's line; amounts in whole rupiah, deductions positive.

    ``base`` is the TPP of the class (None: unknown), ``score`` its percentage as text.
    ``earlier`` is what is taken off for earlier months and everything that has no column.
    """

    name: str
    nip: str
    golongan: str
    position: str
    npwp: str | None
    job_class: str
    base: int | None
    score: str
    amount: int
    earlier: int = 0
    sanction: int = 0
    subsidy: int = 0
    insurance: int = 0
    tax: int = 0

    @property
    def gross(self) -> int:
        """Column 12 = (8 + 11) − (9 + 10)."""
        return self.amount + self.subsidy - self.earlier - self.sanction

    @property
    def contributions(self) -> int:
        """Column 15 = 13 + 14."""
        return self.subsidy + self.insurance

    @property
    def before_tax(self) -> int:
        """Column 16 = 12 − 15."""
        return self.gross - self.contributions

    @property
    def received(self) -> int:
        """Column 18 = 16 − 17."""
        return self.before_tax - self.tax


COLUMNS = (
    Column("No", 18, "1", centred=True),
    Column("Nama / NIP", 104, "2"),
    Column("Gol.", 24, "3", centred=True),
    Column("Jabatan / NPWP", 100, "4"),
    Column("Kelas", 23, "5", centred=True),
    Column("Besaran TPP", 44, "6", total=True),
    Column("Nilai", 34, "7", centred=True),
    Column("Jumlah TPP", 44, "8", total=True),
    Column("Bulan lalu dan lain", 40, "9", "Potongan", total=True),
    Column("Hukuman disiplin", 40, "10", "Potongan", total=True),
    Column("Subsidi BPJS 4 %", 40, "11", total=True),
    Column("Jumlah kotor", 46, "12 = (8+11) − (9+10)", total=True),
    Column("Subsidi 4 %", 40, "13", "Iuran BPJS Kesehatan", total=True),
    Column("Iuran 1 %", 38, "14", "Iuran BPJS Kesehatan", total=True),
    Column("Jumlah", 40, "15 = 13+14", "Iuran BPJS Kesehatan", total=True),
    Column("Jumlah bersih", 46, "16 = 12−15", total=True),
    Column("PPh 21", 40, "17", total=True),
    Column("Diterima", 46, "18 = 16−17", total=True),
    Column("Tanda tangan", 58, "19"),
)
RECEIVED = 17


def payment_table(
    headings: tuple[str, ...],
    payments: Sequence[Payment],
    signatories: tuple[Signatory, ...],
    marks: tuple[str, ...],
) -> Table:
    """Give the payment list of one office."""
    rows = tuple(_row(n, payment) for n, payment in enumerate(payments, 1))
    return Table(headings, COLUMNS, rows, signatories, RECEIVED, marks)


def _row(n: int, p: Payment) -> tuple[Cell, ...]:
    return (
        *(
            str(n),
            f"{p.name}\n{shown_nip(p.nip)}",
            p.golongan,
            f"{p.position}\n{shown_npwp(p.npwp)}",
        ),
        *(p.job_class, "–" if p.base is None else p.base, p.score, p.amount),
        *(p.earlier, p.sanction, p.subsidy, p.gross),
        *(p.subsidy, p.insurance, p.contributions, p.before_tax),
        *(p.tax, p.received, signature_place(n)),
    )


def signature_place(n: int) -> str:
    """Give the numbered dots to sign on; even numbers stand lower so that names do not touch."""
    dots = f"{n}. ..............."
    return dots if n % 2 else f" \n{dots}"


def write_payment_list(
    tables: Sequence[Table], out: BinaryIO, printed: Printed, progress: Progress
) -> None:
    """Write payment lists, one office after the other."""
    write_tables(tables, out, F4_LANDSCAPE, "Daftar pembayaran TPP", printed, progress)
