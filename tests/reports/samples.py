"""The slip of the design picture, its longest relatives, and helpers that read a PDF back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp

from polima_desktop.domain.progress import Progress
from polima_desktop.reports.parts import Letterhead, Printed, Signatory
from polima_desktop.reports.slip import (
    Amount,
    Block,
    Fact,
    Occurrence,
    Row,
    Slip,
)
from polima_desktop.reports.slip_file import write_slips

PRINTED = Printed("Ratna Zahara (BPKAD)", datetime(2021, 2, 26, 2, 15, tzinfo=UTC))

SIGNATORIES = (
    Signatory("Kepala Dinas", "Ir. Wa Ode Zahra, M.T.", "196905231995032004", "Mengetahui,"),
    Signatory(
        "Bendahara Pengeluaran",
        "Sitti Halimah Wale, S.E.",
        "198607112010012009",
        "Baubau, 26 Februari 2021",
    ),
)

KINERJA = Block(
    "Kinerja, 60 %",
    "60 % × TPP kelas × indeks",
    rows=(
        Row("Poin aktivitas", "5.899", "62 aktivitas disetujui"),
        Row("Target poin", "6.750"),
        Row("Capaian", "87,39 %", "jenjang 85 % sampai di bawah 95 %"),
        Row("Indeks nilai kinerja", "0,90"),
    ),
    results=(("TPP kinerja", "Rp 2.351.812,32"),),
)

DISIPLIN = Block(
    "Disiplin, 40 %",
    "40 % × TPP kelas × nilai disiplin",
    occurrences=(
        Occurrence("Terlambat 1–30 menit", "TL1", "2", "0,50", "1,00"),
        Occurrence("Terlambat 61–90 menit", "TL3", "1", "1,25", "1,25"),
        Occurrence("Pulang cepat 31–60 menit", "PSW2", "1", "1,00", "1,00"),
        Occurrence("Tidak hadir tanpa keterangan", "TK", "1", "3,00", "3,00"),
    ),
    summary="Nilai disiplin 100 − 6,25 = 93,75 %",
    results=(("TPP disiplin", "Rp 1.633.203,00"),),
)


def picture_slip() -> Slip:
    """Give the slip of the design picture."""
    return Slip(
        letterhead=Letterhead("DINAS PEKERJAAN UMUM DAN PENATAAN RUANG"),
        subtitle="Bulan Januari 2021 · Nomor 02417/SLIP/01/2021 · Revisi 0",
        name="La Ode Fajrin Malik, S.T.",
        nip="198111042008031002",
        facts=(
            (
                Fact("Nama", "La Ode Fajrin Malik, S.T.", strong=True),
                Fact("NIP", "19811104 200803 1 002"),
                Fact("Pangkat", "Penata Tingkat I (III/d)"),
                Fact("Jabatan", "Kepala Seksi Jalan"),
                Fact("NPWP", "00.000.000.0-811.000"),
            ),
            (
                Fact("Kelas jabatan", "9"),
                Fact("TPP kelas", "Rp 4.355.208"),
                Fact("Hari kerja", "20, pola 5 hari"),
                Fact("Atasan", "Ir. Wa Ode Zahra, M.T."),
                Fact("Dasar", "Contoh aturan v3"),
            ),
        ),
        blocks=(KINERJA, DISIPLIN),
        gross=(Amount("TPP kotor, dibulatkan sekali", 3_985_015),),
        deductions=(
            Amount("PPh 21 final, golongan III, 5 %", 199_251),
            Amount("Iuran BPJS Kesehatan, 1 %", 39_850),
        ),
        signatories=SIGNATORIES,
        code="K7QD-M2XA-94FH",
        marks=("CONTOH",),
    )


LONGEST_UNIT = (
    "DINAS PENGENDALIAN PENDUDUK, KELUARGA BERENCANA, PEMBERDAYAAN PEREMPUAN DAN PERLINDUNGAN ANAK"
)
LONGEST_NAME = (
    "Prof. Dr. Ir. Hj. Wa Ode Sitti Nurhayati Rahmatullah Abdurrahman, S.Pd., M.Si., M.Pd., Ph.D."
)
LONGEST_POSITION = (
    "Guru Ahli Muda Mata Pelajaran Pendidikan Jasmani, Olahraga, dan Kesehatan "
    "pada Sekolah Menengah Pertama"
)
SIX_DEDUCTIONS = tuple(
    Amount(label, 100_000 + n)
    for n, label in enumerate(
        (
            "PPh 21 final, golongan IV, 15 %",
            "Iuran BPJS Kesehatan, 1 %",
            (
                "Hukuman disiplin sedang, 25 % selama sembilan bulan menurut keputusan walikota "
                "nomor 188.45/1021/2020"
            ),
            "Kelebihan bayar bulan lalu",
            "Zakat, 2,5 %",
            "Iuran Korpri",
        )
    )
)


def longest_slip() -> Slip:
    """Give a slip with the longest texts, six deductions and words over two lines."""
    base = picture_slip()
    left, right = (list(column) for column in base.facts)
    left[0] = Fact("Nama", LONGEST_NAME, strong=True)
    left[3] = Fact("Jabatan", LONGEST_POSITION)
    right[3] = Fact("Atasan", LONGEST_NAME)
    return replace(
        base,
        letterhead=Letterhead(LONGEST_UNIT),
        name=LONGEST_NAME,
        facts=(tuple(left), tuple(right)),
        gross=(Amount("TPP kotor, dibulatkan sekali", 778_377_777),),
        deductions=SIX_DEDUCTIONS,
        signatories=(
            replace(SIGNATORIES[0], office=f"Kepala {LONGEST_UNIT.title()}"),
            SIGNATORIES[1],
        ),
        marks=("DRAF", "CONTOH"),
    )


def pdf_of(slips: Iterable[Slip]) -> pypdfium2.PdfDocument:
    """Print slips and open what came out."""
    out = BytesIO()
    write_slips(slips, out, PRINTED, Progress())
    return pypdfium2.PdfDocument(out.getvalue())


def text_of(pdf: pypdfium2.PdfDocument, page: int = 0) -> str:
    """Read the text of a page, one line a line."""
    return str(pdf[page].get_textpage().get_text_bounded()).replace("\r\n", "\n")


def words_of(pdf: pypdfium2.PdfDocument, page: int = 0) -> str:
    """Read the text of a page with line breaks as blanks, to find wrapped texts."""
    return " ".join(text_of(pdf, page).split())


def codes_of(pdf: pypdfium2.PdfDocument, page: int = 0) -> list[str]:
    """Read the QR symbols of a page as a phone would."""
    image = pdf[page].render(scale=3, grayscale=True).to_numpy()
    found = zxingcpp.read_barcodes(np.ascontiguousarray(image.reshape(image.shape[:2])))
    return [symbol.text for symbol in found]
