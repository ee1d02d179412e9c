"""Writing the manual back-up form of a unit and month, for people without the app.

It is handed out filled in as far as it is known: who and which days on the sheet Kehadiran, the
activities of the unit's job families to choose from. What is printed is locked; only what has to
be written can be written. It comes back through ``backup``. Nothing is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from polima_desktop.domain.periods import Month, month_name
from polima_desktop.files import replacing
from polima_desktop.imports.columns import CLAIMED_DAYS
from polima_desktop.imports.workbooks import SafeWorkbook

NAME = "NAMA"
ACTIVITIES = ("NIP", NAME, "TANGGAL", "KODE AKTIVITAS", "URAIAN", "VOLUME", "MENIT", "ALASAN")
CLERK = ("PETUGAS", "AKUN PETUGAS", "DIKETIK PADA", "ATASAN", "BUKTI")
PEOPLE, CHOICES = "Daftar pegawai", "Daftar kegiatan"
REASONS = (
    "HP rusak",
    "Aplikasi gagal membuka lokasi",
    "Tidak ada sinyal di tempat kerja",
    "Akun belum aktif di server",
    "Lupa menekan tombol",
)
LINES = 400
"""So many lines for activities are open to be written on."""
ADVICE = (
    "Isi jam masuk dan pulang pada baris pegawai dan tanggalnya. Jam ditulis 07.30.",
    "Baris yang tidak diisi dibiarkan saja: tidak ikut diimpor.",
    (
        "Laporan kegiatan, bila ada, di lembar Aktivitas: satu baris satu kegiatan; NIP dan kode "
        "kegiatan dipilih dari daftar."
    ),
    (
        "Isi lembar Petugas: siapa mengetik dan akunnya, kapan, atasan yang mengetahui, nama "
        "berkas bukti."
    ),
    "BUKTI pada satu baris berlaku untuk baris itu; BUKTI di lembar Petugas untuk semua baris.",
    "Simpan berkas bukti di samping buku kerja ini: nama yang berkasnya tidak ada bukan bukti.",
    "Yang mengetik tidak boleh memutuskan klaim ini.",
    "Pulang yang lebih awal daripada masuk berarti keesokan paginya (pegawai giliran).",
)


class Activity(NamedTuple):
    """An activity one may choose: code, name, unit of volume, job family in words."""

    code: str
    name: str
    unit: str
    family: str


@dataclass(frozen=True)
class Form:
    """What a form is made of.

    ``people``: NIP and name of everybody in the unit; ``days``: the days of duty of the month;
    ``variables``: headings of the measured variables that the activities declare.
    """

    unit: str
    month: Month
    people: Sequence[tuple[str, str]]
    days: Sequence[date]
    activities: Sequence[Activity] = ()
    variables: Sequence[str] = ()


def write_backup(path: Path, form: Form) -> None:
    """Write the form; a file at ``path`` is replaced whole."""
    with replacing(path) as out, SafeWorkbook(out) as book:
        _attendance(book, form)
        _works(book, form)
        _clerk(book, form)
        for sheet in (
            book.sheet(PEOPLE, ("NIP", NAME), form.people, width=34),
            book.sheet(CHOICES, ("KODE", "KEGIATAN", "SATUAN", "KELOMPOK"), form.activities, 34),
            book.sheet("Petunjuk", ("CARA MENGISI",), ([line] for line in ADVICE), width=100),
        ):
            book.protect(sheet)


def _attendance(book: SafeWorkbook, form: Form) -> None:
    """Print a line for everybody and every day of duty; the times are to be written."""
    titles = [column.title for column in CLAIMED_DAYS]
    lines = [(nip, name, day) for nip, name in form.people for day in form.days]
    sheet = book.sheet("Kehadiran", titles, lines)
    _open(book, sheet, range(3, len(titles)))
    book.suggest(sheet, titles.index("ALASAN"), max(1, len(lines)), REASONS)
    book.protect(sheet)


def _works(book: SafeWorkbook, form: Form) -> None:
    titles = (*ACTIVITIES, *form.variables)
    sheet = book.sheet("Aktivitas", titles, ())
    _open(book, sheet, range(len(titles)))
    if form.people:
        book.offer(sheet, 0, LINES, PEOPLE, 0, len(form.people))
    if form.activities:
        book.offer(sheet, titles.index("KODE AKTIVITAS"), LINES, CHOICES, 0, len(form.activities))
    book.open_column(sheet, titles.index("TANGGAL"), "day")
    book.suggest(sheet, titles.index("ALASAN"), LINES, REASONS)
    book.protect(sheet)


def _clerk(book: SafeWorkbook, form: Form) -> None:
    known = [("UNIT", form.unit), ("BULAN", month_name(form.month))]
    sheet = book.sheet("Petugas", (), [*known, *((label,) for label in CLERK)])
    sheet.set_column(0, 0, 22)
    book.open_cells(sheet, [(len(known) + n, 1) for n in range(len(CLERK))], 48)
    book.protect(sheet)


def _open(book: SafeWorkbook, sheet: Any, columns: range) -> None:  # noqa: ANN401
    for column in columns:
        book.open_column(sheet, column)
