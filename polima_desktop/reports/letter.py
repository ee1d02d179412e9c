"""The official letter that tells somebody what they were paid too much, A4, a letter a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money, terbilang
from polima_desktop.reports.document import GREY, MM, Document, Ink, Sheet, Style
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
LEADING, SIZE, SIGN_ROOM = 15.0, 9.6, 210.0
END = A4_PORTRAIT[1] - 42
"""Below it stands only who printed the letter."""


@dataclass(frozen=True, slots=True)
class Overpaid:
    """One accepted refund: rupiah as settled, as computed again, and taken off already."""

    settled: int
    recomputed: int
    returned: int
    reason: str
    decided: str

    @property
    def amount(self) -> int:
        """What was paid too much, positive."""
        return self.settled - self.recomputed


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: to whom, about which month, by which rules, and every refund of it."""

    letterhead: Letterhead
    number: str
    dated: str
    name: str
    nip: str
    position: str
    unit: str
    month: str
    rules: str
    refunds: tuple[Overpaid, ...]
    signatory: Signatory
    marks: tuple[str, ...] = ()

    @property
    def amount(self) -> int:
        """All that was paid too much."""
        return sum(refund.amount for refund in self.refunds)

    @property
    def left(self) -> int:
        """What is still to be given back."""
        return self.amount - sum(refund.returned for refund in self.refunds)


def write_letters(
    letters: Sequence[Letter], out: BinaryIO, printed: Printed, progress: Progress
) -> None:
    """Write letters one after the other."""
    document = Document(out, A4_PORTRAIT, "Surat pemberitahuan pengembalian", printed.office)
    for count, letter in enumerate(letters):
        progress.report(count, len(letters), "Mencetak surat")
        _Setter(document, letter, printed).draw()
    document.close()


class _Setter:
    """Sets one letter: lines are dealt out to pages, the closing and the signature together."""

    def __init__(self, document: Document, letter: Letter, printed: Printed) -> None:
        self._document, self._letter, self._printed = document, letter, printed
        self._plain = document.ink(Style(SIZE))
        self._bold = document.ink(Style(SIZE, SEMIBOLD))
        self._right = document.width - MARGIN
        self._signs = SignOff(document, [letter.signatory], SIZE, SIGN_ROOM, 56)

    def draw(self) -> None:
        """Draw the letter on as many pages as it needs, usually one."""
        pages = self._pages()
        for number, lines in enumerate(pages, 1):
            with self._document.page() as sheet:
                draw_marks(sheet, self._letter.marks, MARGIN)
                y = self._draw_head(sheet, first=number == 1)
                for line in lines:
                    line.draw(sheet, y)
                    y += line.height
                if number == len(pages):
                    x = self._right - SIGN_ROOM
                    self._signs.draw(sheet, [x], y + 18)
                foot = self._document.ink(Style(6.5, colour=GREY))
                words = f"{self._printed} Halaman {number} dari {len(pages)}."
                sheet.text(foot, MARGIN, self._document.height - 28, words)

    def _pages(self) -> list[list[_Line]]:
        """Deal out the lines: the last four go with the signature to the last page."""
        top = self._head_height(first=True)
        lines = list(self._lines())
        pages: list[list[_Line]] = [[]]
        y = top
        closing = self._signs.height + 24
        for number, line in enumerate(lines):
            rest = lines[number:]
            needed = sum(one.height for one in rest) + closing if len(rest) == 4 else line.height
            if y + needed > END and pages[-1]:
                pages.append([])
                y = self._head_height(first=False)
            pages[-1].append(line)
            y += line.height
        return pages

    # the head

    def _head_height(self, *, first: bool) -> float:
        if not first:
            return 70.0
        return LETTERHEAD_HEIGHT + 30 + LEADING * (7 + len(self._position_lines))

    @property
    def _position_lines(self) -> list[str]:
        letter = self._letter
        texts = (letter.position, f"pada {letter.unit}")
        room = self._right - MARGIN
        return [line for text in texts if text for line in self._plain.wrapped(text, room)]

    def _draw_head(self, sheet: Sheet, *, first: bool) -> float:
        letter, plain = self._letter, self._plain
        if not first:
            words = f"Surat nomor {letter.number} · {letter.name} · lanjutan"
            small = self._document.ink(Style(7.4, SEMIBOLD))
            sheet.text(small, MARGIN, 48, small.wrapped(words, self._right - MARGIN)[0])
            return self._head_height(first=False)
        sheet.place(letterhead_form(self._document, letter.letterhead, MARGIN))
        y = LETTERHEAD_HEIGHT + 30
        sheet.right(plain, self._right, y, letter.dated)
        about = "Pemberitahuan pengembalian kelebihan pembayaran TPP"
        for label, value in (("Nomor", letter.number), ("Perihal", about)):
            sheet.text(plain, MARGIN, y, label)
            sheet.text(plain, MARGIN + 52, y, f": {value}")
            y += LEADING
        y += LEADING
        address = ["Yth. Saudara", letter.name, f"NIP {shown_nip(letter.nip)}"]
        for line in (*address, *self._position_lines):
            sheet.text(self._bold if line == letter.name else plain, MARGIN, y, line)
            y += LEADING
        return self._head_height(first=True)

    # what flows

    def _lines(self) -> Iterator[_Line]:
        letter = self._letter
        yield from self._paragraph(
            f"Berdasarkan penghitungan ulang Tambahan Penghasilan Pegawai bulan {letter.month} "
            f"menurut {letter.rules}, Saudara menerima kelebihan pembayaran sebagai berikut."
        )
        for refund in letter.refunds:
            yield from self._refund(refund)
        if len(letter.refunds) > 1:
            yield self._row("Jumlah kelebihan pembayaran", letter.amount, strong=True)
        yield self._row("Sisa yang harus dikembalikan", letter.left, strong=True)
        yield from self._paragraph(f"Terbilang: {terbilang(letter.left)}.")
        yield from self._paragraph(_how(letter))
        yield from self._paragraph(
            "Apabila Saudara berkeberatan atas penghitungan ini, sampaikan secara tertulis "
            f"disertai bukti kepada {letter.letterhead.unit}."
        )
        yield from self._paragraph("Demikian untuk dimaklumi dan dilaksanakan.")

    def _refund(self, refund: Overpaid) -> Iterator[_Line]:
        month = self._letter.month
        yield self._row(f"TPP {month} yang sudah ditetapkan", refund.settled)
        yield self._row(f"TPP {month} menurut hitungan ulang", refund.recomputed)
        yield self._row("Kelebihan pembayaran", refund.amount, strong=True)
        if refund.returned:
            yield self._row("Sudah dipotong dari pembayaran TPP", refund.returned)
        yield from self._paragraph(f"Sebab: {refund.reason}. {refund.decided}")

    def _paragraph(self, text: str) -> Iterator[_Line]:
        lines = self._plain.wrapped(text, self._right - MARGIN)
        for number, line in enumerate(lines):
            last = number == len(lines) - 1
            yield _Line(self._plain, line, "", LEADING + 6 * last, self._right)

    def _row(self, label: str, rupiah: int, *, strong: bool = False) -> _Line:
        ink = self._bold if strong else self._plain
        return _Line(ink, label, money(rupiah), LEADING + 5, self._right)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the letter; with an ``amount`` it is a row with a hair line under it."""

    ink: Ink
    text: str
    amount: str
    height: float
    right: float

    def draw(self, sheet: Sheet, y: float) -> None:
        indent = 18 if self.amount else 0
        sheet.text(self.ink, MARGIN + indent, y, self.text)
        if self.amount:
            sheet.right(self.ink, self.right - indent, y, self.amount)
            sheet.line(MARGIN + indent, y + 5, self.right - indent, y + 5, 0.4, ".82 G")


def _how(letter: Letter) -> str:
    """Say how it is given back, as the program does it: taken off what is paid next."""
    if not letter.left:
        return "Kelebihan itu sudah seluruhnya dipotong dari pembayaran TPP Saudara."
    return (
        "Sisa itu dipotong dari pembayaran TPP Saudara berikutnya, bila perlu dalam beberapa "
        "bulan, sampai lunas."
    )
