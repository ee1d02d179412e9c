"""Where everything on a slip stands. Its content is ``slip``, what papers share ``parts``.

A slip too long for its page is set smaller step by step and only then goes on to a second
page; nothing is cut.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import money, terbilang
from polima_desktop.reports.document import BLACK, GREY, TEAL, Document, Ink, Seal, Sheet, Style
from polima_desktop.reports.flow import Piece, drawn, height_of, paged
from polima_desktop.reports.fonts import ITALIC, REGULAR, SEMIBOLD
from polima_desktop.reports.parts import (
    MARGIN,
    Printed,
    Signatory,
    SignOff,
    draw_marks,
    letterhead_form,
)
from polima_desktop.reports.seal import SIDE, seal, symbol
from polima_desktop.reports.slip import A5, Amount, Block, Fact, Occurrence, Row, Slip

LEFT, RIGHT = MARGIN, A5[0] - MARGIN
FACTS_TOP, LATER_TOP, FLOW_END = 108.0, 68.0, 507.0
FOOT, SYMBOL_END = 510.0, 584.0
FACT_VALUE, SECOND, SECOND_VALUE = LEFT + 42, LEFT + 202, LEFT + 254
NOTE, CODE, TIMES, PERCENT = LEFT + 95, LEFT + 160, LEFT + 250, LEFT + 307
BOX_PAD = 7.5
SECOND_SIGN, SIGN_ROOM = LEFT + 196, 167.0
HAIR = ".82 G"
SEAL_AT = (LEFT + 2, A5[1] - SYMBOL_END)
"""Where a seal's lower left corner stands, from the sheet's."""
SEAL_CORNERS = (
    (LEFT + 2, SYMBOL_END - SIDE),
    (LEFT + 2 + SIDE, SYMBOL_END - SIDE),
    (LEFT + 2 + SIDE, SYMBOL_END),
    (LEFT + 2, SYMBOL_END),
)
"""Its corners from the upper left one of the sheet, going round to the right."""
_EDGE = 12.0
NOT_THE_SLIP = (
    (0.0, 0.0, A5[0], _EDGE),
    (0.0, A5[1] - _EDGE, A5[0], A5[1]),
    (0.0, 0.0, _EDGE, A5[1]),
    (A5[0] - _EDGE, 0.0, A5[0], A5[1]),
    (A5[0] / 2 + 46, 10.0, A5[0], 30.0),
    (LEFT, FOOT + 2, LEFT + SIDE + 4, A5[1]),
    (LEFT + SIDE + 10, FOOT + 21, A5[0], A5[1]),
)
"""Left, top, right, bottom of what says nothing of the slip: the edges of the paper, which copy it
is, the symbol (which speaks for itself), how to verify it and who printed it when.
"""


class Density(NamedTuple):
    """How tightly a slip is set: heights and type as parts of the normal ones."""

    height: float
    type: float


DENSITIES = (
    Density(1, 1),
    Density(0.92, 0.97),
    Density(0.85, 0.94),
    Density(0.78, 0.9),
    Density(0.71, 0.87),
    Density(0.65, 0.85),
)


def draw_slip(document: Document, slip: Slip, printed: Printed, outline: bool = False) -> None:
    """Draw a slip on as many pages as it needs, usually one."""
    pages = _fitted(document, slip)
    for number, pieces in enumerate(pages, 1):
        with document.page(_seal(slip, f"{number}-{len(pages)}")) as sheet:
            draw_marks(sheet, slip.marks, MARGIN, slip.copy)
            if number == 1:
                _draw_head(sheet, slip)
                if outline:
                    document.outline(f"unit-{id(slip)}", slip.letterhead.unit)
            else:
                _draw_later_head(sheet, slip)
            drawn(sheet, pieces, FACTS_TOP if number == 1 else LATER_TOP)
            _draw_foot(sheet, slip, (str(printed), f"Halaman {number} dari {len(pages)}."))


def _seal(slip: Slip, sheet: str) -> Seal | None:
    proof = slip.proof
    if proof is None:
        return None
    return lambda content: seal(slip, proof, sheet, content, *SEAL_AT)


def _fitted(document: Document, slip: Slip) -> list[list[Piece]]:
    """Set the slip as airily as fits one page; if nothing fits, tightly on several."""
    room = FLOW_END - FACTS_TOP
    setters = document.kept("slip setters", lambda: [_Setter(document, d) for d in DENSITIES])
    for setter in setters:
        if setter.least(slip) <= room and height_of(pieces := setter.pieces(slip)) <= room:
            return [pieces]
    return paged(setters[-1].pieces(slip), room, FLOW_END - LATER_TOP)


# --- what does not flow --------------------------------------------------------------------


def _draw_head(sheet: Sheet, slip: Slip) -> None:
    document = sheet.document
    sheet.place(letterhead_form(document, slip.letterhead, MARGIN))
    middle = document.width / 2
    sheet.centre(document.ink(Style(9.6, SEMIBOLD)), middle, 88, slip.title)
    sheet.centre(document.ink(Style(7.2, colour=GREY)), middle, 98.6, slip.subtitle)


def _draw_later_head(sheet: Sheet, slip: Slip) -> None:
    bold, quiet = (
        sheet.document.ink(Style(7.4, SEMIBOLD)),
        sheet.document.ink(Style(7, colour=GREY)),
    )
    texts = [(bold, line) for line in bold.wrapped(slip.name, RIGHT - LEFT)]
    texts.append((quiet, f"NIP {shown_nip(slip.nip)} · {slip.subtitle} · lanjutan"))
    for above, (ink, line) in enumerate(reversed(texts)):
        sheet.text(ink, LEFT, 55 - above * 10, line)
    sheet.line(LEFT, 60, RIGHT, 60, 0.8)


def _draw_foot(sheet: Sheet, slip: Slip, printed: tuple[str, str]) -> None:
    ink = sheet.document.ink
    sheet.line(LEFT, FOOT, RIGHT, FOOT, 0.5, ".7 G")
    if slip.proof is None:
        sheet.path(symbol(slip.code, 0, 0), LEFT + 2, SYMBOL_END)
    x, small = LEFT + SIDE + 14, ink(Style(6.7, colour=GREY))
    y = FOOT + 17.0
    sheet.text(ink(Style(7.6, SEMIBOLD)), x, y, f"Kode {slip.code}")
    lines = [
        line
        for text in (*_how_to_verify(slip), *printed)
        for line in small.wrapped(text, RIGHT - x)
    ]
    for number, line in enumerate(lines, 1):
        sheet.text(small, x, y + 3 + 9.6 * number, line)


def _how_to_verify(slip: Slip) -> tuple[str, ...]:
    if slip.proof is None:
        return ("Pindai atau ketik kode ini di SI POLIMA untuk memeriksa keaslian slip.",)
    return (
        f"Ditandatangani secara elektronik dengan kunci {slip.proof.key_id}.",
        "Kode QR memuat isi slip dan tanda tangannya; periksa di SI POLIMA.",
    )


# --- what flows ----------------------------------------------------------------------------


def _together(pieces: list[Piece]) -> list[Piece]:
    """Join the totals and the signatures, unless they alone are longer than a page."""
    height = height_of(pieces)
    if height > FLOW_END - LATER_TOP:
        return pieces
    return [Piece(height, lambda sheet, top: drawn(sheet, pieces, top))]


class _Setter:
    """Sets a slip's content at one density."""

    def __init__(self, document: Document, density: Density) -> None:
        self._document = document
        self._k = density.height
        self._t = density.type

    def _ink(self, size: float, face: str = REGULAR, colour: str = BLACK) -> Ink:
        return self._document.ink(Style(round(size * self._t, 2), face, colour))

    @cached_property
    def _body(self) -> Ink:
        return self._ink(7.4)

    @cached_property
    def _bold(self) -> Ink:
        return self._ink(7.4, SEMIBOLD)

    @cached_property
    def _quiet(self) -> Ink:
        return self._ink(7, colour=GREY)

    @cached_property
    def _label(self) -> Ink:
        return self._ink(7.4, colour=GREY)

    def pieces(self, slip: Slip) -> list[Piece]:
        """Give the whole content, top to bottom."""
        made = self._facts(*slip.facts)
        for block in slip.blocks:
            made += self._block(block)
        return [*made, *_together([*self._totals(slip), self._closing(slip)])]

    def least(self, slip: Slip) -> float:
        """Give the height if every text took one line: the content never takes less."""
        rows = max(len(column) for column in slip.facts) * 12.5 + 3
        for block in slip.blocks:
            results = len(block.results) or bool(block.summary)
            head = 12.2 if block.occurrences else 0
            rows += 17.2 + 14 * (len(block.rows) + len(block.occurrences)) + head + 16.2 * results
        rows += 10.1 + 12.4 * (len(slip.gross) + len(slip.deductions)) + 24.4
        closing = 15 + 12.5 + 33
        return (rows + closing) * self._k + 3 * 7.4 * self._t * 1.35 + 3

    # identity

    def _facts(self, left: tuple[Fact, ...], right: tuple[Fact, ...]) -> list[Piece]:
        step = 12.5 * self._k
        columns = (
            self._placed(left, LEFT, FACT_VALUE, SECOND - 8),
            self._placed(right, SECOND, SECOND_VALUE, RIGHT),
        )
        lines = max(len(column) for column in columns)
        shown = [text for column in columns for line in column for text in line]

        def draw(sheet: Sheet, top: float) -> None:
            for ink, x, number, text in shown:
                sheet.text(ink, x, top + 10.5 * self._k + number * step, text)

        return [Piece(lines * step + 3 * self._k, draw)]

    def _placed(
        self, facts: tuple[Fact, ...], x: float, value_x: float, end: float
    ) -> list[list[tuple[Ink, float, int, str]]]:
        """Give the texts of one column line by line; long values take several lines."""
        lines: list[list[tuple[Ink, float, int, str]]] = []
        for fact in facts:
            ink = self._bold if fact.strong else self._body
            first = len(lines)
            for text in ink.wrapped(fact.value, end - value_x):
                lines.append([(ink, value_x, len(lines), text)])
            lines[first].insert(0, (self._label, x, first, fact.label))
        return lines

    # blocks

    def _block(self, block: Block) -> list[Piece]:
        made = [self._block_head(block)]
        made += [self._row(row) for row in block.rows]
        if block.occurrences:
            made.append(self._occurrence_head())
            made += [self._occurrence(row) for row in block.occurrences]
        results = block.results or ((("", ""),) if block.summary else ())
        for number, (label, amount) in enumerate(results):
            made.append(self._result(block.summary if number == 0 else "", label, amount))
        return made

    def _block_head(self, block: Block) -> Piece:
        k = self._k

        def draw(sheet: Sheet, top: float) -> None:
            sheet.text(self._ink(7.9, SEMIBOLD, TEAL), LEFT, top + 12.4 * k, block.title)
            sheet.right(self._quiet, RIGHT, top + 12.4 * k, block.note)
            sheet.line(LEFT, top + 16.7 * k, RIGHT, top + 16.7 * k, 1, ".043 .353 .4 RG")

        return Piece(17.2 * k, draw)

    def _row(self, row: Row) -> Piece:
        room = RIGHT - self._body.width(row.value) - 8
        labels = self._body.wrapped(row.label, (NOTE if row.note else room) - LEFT - 6)
        notes = self._quiet.wrapped(row.note, room - NOTE) if row.note else []
        lines, step = max(len(labels), len(notes)), 9.4 * self._k
        height = 14 * self._k + (lines - 1) * step

        def draw(sheet: Sheet, top: float) -> None:
            y = top + 9.8 * self._k
            for number, text in enumerate(labels):
                sheet.text(self._body, LEFT, y + number * step, text)
            for number, text in enumerate(notes):
                sheet.text(self._quiet, NOTE, y + number * step, text)
            sheet.right(self._body, RIGHT, y, row.value)
            sheet.line(LEFT, top + height, RIGHT, top + height, 0.4, HAIR)

        return Piece(height, draw)

    def _occurrence_head(self) -> Piece:
        def draw(sheet: Sheet, top: float) -> None:
            y, ink = top + 9.2 * self._k, self._ink(6.8)
            sheet.text(ink, LEFT, y, "Kejadian")
            sheet.text(ink, CODE, y, "Kode")
            for x, text in ((TIMES, "Kali"), (PERCENT, "Persen"), (RIGHT, "Jumlah")):
                sheet.right(ink, x, y, text)

        return Piece(12.2 * self._k, draw)

    def _occurrence(self, row: Occurrence) -> Piece:
        labels, step = self._body.wrapped(row.label, CODE - LEFT - 8), 9.4 * self._k
        height = 14 * self._k + (len(labels) - 1) * step

        def draw(sheet: Sheet, top: float) -> None:
            y = top + 9.8 * self._k
            for number, text in enumerate(labels):
                sheet.text(self._body, LEFT, y + number * step, text)
            sheet.text(self._body, CODE, y, row.code)
            for x, text in ((TIMES, row.times), (PERCENT, row.percent), (RIGHT, row.total)):
                sheet.right(self._body, x, y, text)
            sheet.line(LEFT, top + height, RIGHT, top + height, 0.4, HAIR)

        return Piece(height, draw)

    def _result(self, summary: str, label: str, amount: str) -> Piece:
        """Set a bold line: label and amount, or the summary left and both at the right."""
        bold, step = self._bold, 9.4 * self._k
        left = summary or label
        if summary and label:
            amount = f"{label}  {amount}"
        lines = bold.wrapped(left, RIGHT - LEFT - bold.width(amount) - 10)

        def draw(sheet: Sheet, top: float) -> None:
            y = top + 10.6 * self._k
            for number, text in enumerate(lines):
                sheet.text(bold, LEFT, y + number * step, text)
            sheet.right(bold, RIGHT, y, amount)

        return Piece(16.2 * self._k + (len(lines) - 1) * step, draw)

    # totals

    def _totals(self, slip: Slip) -> list[Piece]:
        rows = [self._amount(a, money(a.rupiah)) for a in slip.gross]
        rows += [self._amount(a, money(-a.rupiah)) for a in slip.deductions]
        return [self._box_top(), *rows, self._net(slip.net)]

    def _box_top(self) -> Piece:
        gap = 5.5 * self._k

        def draw(sheet: Sheet, top: float) -> None:
            sheet.line(LEFT, top + gap, RIGHT, top + gap, 0.8)
            self._sides(sheet, top + gap, top + gap + 4.6 * self._k)

        return Piece(gap + 4.6 * self._k, draw)

    def _sides(self, sheet: Sheet, top: float, below: float) -> None:
        sheet.line(LEFT, top, LEFT, below, 0.8)
        sheet.line(RIGHT, top, RIGHT, below, 0.8)

    def _amount(self, amount: Amount, shown: str) -> Piece:
        room = RIGHT - LEFT - 2 * BOX_PAD - self._body.width(shown) - 10
        labels, step = self._body.wrapped(amount.label, room), 9.4 * self._k
        height = 12.4 * self._k + (len(labels) - 1) * step

        def draw(sheet: Sheet, top: float) -> None:
            y = top + 8.6 * self._k
            for number, text in enumerate(labels):
                sheet.text(self._body, LEFT + BOX_PAD, y + number * step, text)
            sheet.right(self._body, RIGHT - BOX_PAD, y, shown)
            self._sides(sheet, top, top + height)

        return Piece(height, draw)

    def _net(self, net: int) -> Piece:
        k = self._k

        def draw(sheet: Sheet, top: float) -> None:
            ink, start, height = self._ink(9.6, SEMIBOLD), top + 3.4 * k, 21 * k
            sheet.fill(LEFT, start, RIGHT - LEFT, height, ".914 .945 .949 rg")
            for y in (start, start + height):
                sheet.line(LEFT, y, RIGHT, y, 0.8)
            self._sides(sheet, top, start + height)
            sheet.text(ink, LEFT + BOX_PAD, start + 14 * k, "Diterima")
            sheet.right(ink, RIGHT - BOX_PAD, start + 14 * k, money(net))

        return Piece(24.4 * k, draw)

    # amount in words and signatures

    def _closing(self, slip: Slip) -> Piece:
        """Set the words and both signatures as one piece: a signature never stands alone."""
        pieces = [self._words(terbilang(slip.net))]
        if slip.along is not None:
            pieces += self._block(slip.along)
        pieces.append(self._signatures(slip.signatories))
        return Piece(height_of(pieces), lambda sheet, top: drawn(sheet, pieces, top))

    def _words(self, amount: str) -> Piece:
        lead, italic = "Terbilang: ", self._ink(7.4, ITALIC)
        indent, step = self._body.width(lead), 9.6 * self._k
        lines = italic.wrapped(amount, RIGHT - LEFT - indent)

        def draw(sheet: Sheet, top: float) -> None:
            sheet.text(self._body, LEFT, top + 11.6 * self._k, lead)
            for number, text in enumerate(lines):
                sheet.text(italic, LEFT + indent, top + 11.6 * self._k + number * step, text)

        return Piece(15 * self._k + (len(lines) - 1) * step, draw)

    def _signatures(self, both: tuple[Signatory, Signatory]) -> Piece:
        size, gap, pad = 7.4 * self._t, 33 * self._k, 12.5 * self._k
        signs = SignOff(self._document, both, size, SIGN_ROOM, gap)

        def draw(sheet: Sheet, top: float) -> None:
            signs.draw(sheet, (LEFT, SECOND_SIGN), top + pad)

        return Piece(pad + signs.height + 3, draw)
