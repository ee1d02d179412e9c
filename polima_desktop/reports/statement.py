"""The statement of absolute responsibility (SPTJM) that goes with a month's payment, A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, number, terbilang
from polima_desktop.reports.document import GREY, MM, Document, Sheet, Style
from polima_desktop.reports.fonts import SEMIBOLD
from polima_desktop.reports.parts import (
    LETTERHEAD_HEIGHT,
    Letterhead,
    Printed,
    Signatory,
    SignOff,
    draw_marks,
    letterhead_form,
)
from polima_desktop.reports.table import A4_PORTRAIT

MARGIN = 22 * MM
LEADING, SIGN_ROOM = 15.0, 210.0


@dataclass(frozen=True, slots=True)
class Statement:
    """What is answered for: the slips and the sum of one office's month.

    ``undecided`` claims and ``held`` slips are named: nobody answers for what was not examined.
    """

    letterhead: Letterhead
    month: str
    rules: str
    slips: int
    gross: int
    net: int
    undecided: int
    held: int
    signatory: Signatory
    marks: tuple[str, ...] = ()


def write_statements(
    statements: Sequence[Statement], out: BinaryIO, printed: Printed, progress: Progress
) -> None:
    """Write statements, one a page."""
    document = Document(out, A4_PORTRAIT, "Surat pernyataan tanggung jawab mutlak", printed.office)
    for count, statement in enumerate(statements):
        progress.report(count, len(statements), "Mencetak pernyataan")
        _draw(document, statement, printed)
    document.close()


def _draw(document: Document, statement: Statement, printed: Printed) -> None:
    with document.page() as sheet:
        draw_marks(sheet, statement.marks, MARGIN)
        sheet.place(letterhead_form(document, statement.letterhead, MARGIN))
        y = _draw_title(sheet, LETTERHEAD_HEIGHT + 36)
        y = _draw_person(sheet, statement.signatory, y)
        for text, mark in _paragraphs(statement):
            y = _draw_paragraph(sheet, text, mark, y)
        _draw_signature(sheet, statement.signatory, y + 18)
        foot = document.ink(Style(6.5, colour=GREY))
        sheet.text(foot, MARGIN, document.height - 28, f"{printed} Halaman 1 dari 1.")


def _paragraphs(s: Statement) -> list[tuple[str, str]]:
    """Give the wording, each paragraph with its number or none."""
    calculated = (
        f"Tambahan Penghasilan Pegawai {s.letterhead.unit} bulan {s.month} untuk "
        f"{number(s.slips)} pegawai telah dihitung dengan benar menurut {s.rules}, dengan "
        f"jumlah kotor {money(s.gross)} dan jumlah diterima {money(s.net)} "
        f"({terbilang(s.net)})."
    )
    return [
        ("menyatakan dengan sesungguhnya bahwa:", ""),
        (calculated, "1."),
        (_CHECKED, "2."),
        (_left_open(s), "3."),
        (_REPAID, "4."),
        ("Demikian surat pernyataan ini dibuat dengan penuh tanggung jawab.", ""),
    ]


def _left_open(s: Statement) -> str:
    """Say what was not examined, or that nothing was left."""
    if not s.undecided and not s.held:
        return (
            "Sampai pernyataan ini dicetak tidak ada usulan backup manual yang belum diputus dan "
            "tidak ada slip yang tertahan."
        )
    open_, held = number(s.undecided), number(s.held)
    return (
        f"Sampai pernyataan ini dicetak {open_} usulan backup manual belum diputus, sehingga "
        f"untuknya dihitung catatan elektronik, dan {held} slip tertahan tidak termasuk di "
        "dalamnya."
    )


_CHECKED = (
    "Kehadiran, aktivitas, dan backup manual yang menjadi dasar perhitungan telah diperiksa, "
    "dan buktinya disimpan untuk pemeriksaan aparat pengawas."
)
_REPAID = (
    "Apabila di kemudian hari terdapat kelebihan pembayaran atas perhitungan ini, kelebihan "
    "tersebut akan disetorkan ke kas daerah sesuai ketentuan yang berlaku."
)


def _draw_title(sheet: Sheet, y: float) -> float:
    ink = sheet.document.ink(Style(12, SEMIBOLD))
    title = "SURAT PERNYATAAN TANGGUNG JAWAB MUTLAK"
    middle, half = sheet.document.width / 2, ink.width(title) / 2
    sheet.centre(ink, middle, y, title)
    sheet.line(middle - half, y + 3, middle + half, y + 3, 0.8)
    return y + 36


def _draw_person(sheet: Sheet, who: Signatory, y: float) -> float:
    ink = sheet.document.ink(Style(9.6))
    sheet.text(ink, MARGIN, y, "Yang bertanda tangan di bawah ini:")
    unknown = "." * 60
    facts = (
        ("Nama", who.name or unknown),
        ("NIP", shown_nip(who.nip) if who.nip else unknown),
        ("Jabatan", who.office.replace("\n", " ")),
    )
    for label, value in facts:
        y += LEADING + 1
        sheet.text(ink, MARGIN + 18, y, label)
        sheet.text(ink, MARGIN + 84, y, ":")
        for n, line in enumerate(ink.wrapped(value, sheet.document.width - 2 * MARGIN - 94)):
            y += LEADING * bool(n)
            sheet.text(ink, MARGIN + 94, y, line)
    return y + LEADING + 8


def _draw_paragraph(sheet: Sheet, text: str, mark: str, y: float) -> float:
    ink = sheet.document.ink(Style(9.6))
    left = MARGIN + (18 if mark else 0)
    sheet.text(ink, MARGIN, y, mark)
    for line in ink.wrapped(text, sheet.document.width - MARGIN - left):
        sheet.text(ink, left, y, line)
        y += LEADING
    return y + 5


def _draw_signature(sheet: Sheet, who: Signatory, y: float) -> None:
    x = sheet.document.width - MARGIN - SIGN_ROOM
    signs = SignOff(sheet.document, [who], 9.6, SIGN_ROOM, 62)
    sheet.text(sheet.document.ink(Style(7, colour=GREY)), x, y + signs.height - 52, "meterai")
    signs.draw(sheet, [x], y)
