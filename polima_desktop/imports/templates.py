"""Writing the empty manual back-up workbook of a unit and month, for people without the app.

What is filled into it comes back through ``backup``. Who works in the unit is given; nothing
is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from polima_desktop.domain.periods import Month, month_name
from polima_desktop.files import replacing
from polima_desktop.imports.columns import CLAIMED_DAYS
from polima_desktop.imports.workbooks import SafeWorkbook

NAME = "NAMA"
ACTIVITIES = ("NIP", "TANGGAL", "KODE AKTIVITAS", "URAIAN", "VOLUME", "MENIT")
CLERK = ("PETUGAS", "DIKETIK PADA", "ATASAN", "BUKTI")
ADVICE = (
    "Isi satu baris untuk tiap pegawai dan tanggal di lembar Kehadiran. Jam ditulis 07.30.",
    "Laporan kegiatan, bila ada, di lembar Aktivitas: satu baris satu kegiatan.",
    "Isi lembar Petugas: siapa mengetik, kapan, atasan yang mengetahui, dan nama berkas bukti.",
    "BUKTI pada satu baris berlaku untuk baris itu; BUKTI di lembar Petugas untuk semua baris.",
    "NIP dan nama bisa disalin dari lembar Daftar pegawai. Jangan mengubah judul kolom.",
    "Pulang yang lebih awal daripada masuk berarti keesokan paginya (pegawai giliran).",
)


def write_backup(
    path: Path,
    unit: str,
    month: Month,
    people: Sequence[tuple[str, str]],
    variables: Sequence[str] = (),
) -> None:
    """Write the workbook.

    Args:
        path: where it goes; replaced whole.
        unit: the unit's full name.
        month: the month all its dates must be in.
        people: NIP and name of everybody in the unit.
        variables: headings of measured variables that activities declare.
    """
    days, *rest = (column.title for column in CLAIMED_DAYS)
    clerk = [("UNIT", unit), ("BULAN", month_name(month)), *((label, "") for label in CLERK)]
    with replacing(path) as out, SafeWorkbook(out) as book:
        book.sheet("Kehadiran", (days, NAME, *rest), ())
        book.sheet("Aktivitas", (*ACTIVITIES, *variables), ())
        book.sheet("Petugas", (), clerk)
        book.sheet("Daftar pegawai", ("NIP", NAME), people, width=34)
        book.sheet("Petunjuk", ("CARA MENGISI",), ([line] for line in ADVICE), width=100)
