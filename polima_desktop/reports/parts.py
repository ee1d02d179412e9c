"""What papers share: letterhead, marks, signatures, and who printed when. Data and drawing.

A paper is given as frozen values with every text ready to print; nothing here reads a
store or computes money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import moment
from polima_desktop.reports.document import GREY, MM, RED, Document, Sheet, Style
from polima_desktop.reports.fonts import SEMIBOLD

MARGIN = 10 * MM


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a paper; ``arms`` is a PNG or JPEG of the city's or the office's arms.

    Without them a ``draft`` shows where they will stand; what is final leaves the place blank.
    """

    unit: str
    government: str = "PEMERINTAH KOTA BAUBAU"
    place: str = "Provinsi Sulawesi Tenggara"
    arms: bytes | None = None
    draft: bool = True


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs. An unknown name (``""``) prints a dotted line to write on."""

    office: str
    name: str = ""
    nip: str = ""
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """Who printed a paper and when (an aware moment), for which office: the file's author.

    ``head``: the audit chain's newest entry then, "" none: with it the paper vouches for the chain.
    """

    by: str
    at: datetime
    office: str = "Pemerintah Kota Baubau"
    head: str = ""

    def __str__(self) -> str:
        said = f"Dicetak {moment(self.at)}, oleh {self.by}."
        return f"{said} Jejak audit {self.head}." if self.head else said


# --- the weave -----------------------------------------------------------------------------

_WEAVE = (
    (16.5, ".043 .353 .4"),
    (1.5, ".914 .875 .784"),
    (3, ".043 .353 .4"),
    (6, ".725 .514 .184"),
    (1.5, ".914 .875 .784"),
    (12, ".486 .141 .2"),
    (1.5, ".914 .875 .784"),
    (2, ".725 .514 .184"),
    (2.5, ".486 .141 .2"),
    (1.5, ".914 .875 .784"),
    (16.5, ".137 .251 .239"),
    (1.5, ".725 .514 .184"),
    (3, ".137 .251 .239"),
    (1.5, ".914 .875 .784"),
)


def draw_weave(sheet: Sheet, width: float) -> None:
    """Draw the band of Buton weaving along the top edge."""
    x = 0.0
    while x < width:
        for step, colour in _WEAVE:
            sheet.fill(x, 0, min(step, max(0, width - x)), 4.5, f"{colour} rg")
            x += step


# --- letterhead ----------------------------------------------------------------------------

_SHIELD = (
    "[2 1.6] 0 d .9 w .35 G 0 0 m 29 0 l 29 -20 l 29 -28 20 -32 14.5 -35 c 9 -32 0 -28 0 -20 c h S"
)


def letterhead_form(document: Document, head: Letterhead, margin: float) -> str:
    """Give the form with band, arms, names and double rule; one a letterhead and document.

    The lower rule stands at 71.7 points from the top; ``margin`` is at both sides.
    """
    return document.form((head, margin), lambda sheet: _draw_letterhead(sheet, head, margin))


LETTERHEAD_HEIGHT = 72.0


def _draw_letterhead(sheet: Sheet, head: Letterhead, margin: float) -> None:
    document = sheet.document
    right = document.width - margin
    draw_weave(sheet, document.width)
    if head.arms is not None or head.draft:
        _draw_arms(sheet, head.arms, margin + 1.5, 26.5)
    middle, room = document.width / 2, right - margin - 2 * 46
    _draw_names(sheet, head, middle, room)
    sheet.line(margin, 69.6, right, 69.6, 1.6)
    sheet.line(margin, 71.7, right, 71.7, 0.6)


def _draw_names(sheet: Sheet, head: Letterhead, middle: float, room: float) -> None:
    ink = sheet.document.ink
    bold = ink(Style(9.2, SEMIBOLD))
    unit = head.unit.upper()
    lines = bold.wrapped(unit, room)
    if len(lines) > 2:
        bold = ink(Style(7.2, SEMIBOLD))
        lines = bold.wrapped(unit, room)
    step = bold.size * 1.22
    y = 47.2 - step * (len(lines) - 1) * 0.62
    sheet.centre(ink(Style(8.6, spacing=0.4)), middle, y - 12.2, head.government)
    for number, line in enumerate(lines):
        sheet.centre(bold, middle, y + number * step, line)
    below = y + (len(lines) - 1) * step + 11.4
    small = ink(Style(7.2, colour=GREY))
    places = small.wrapped(head.place, room)
    if len(places) > 1:  # an address: two lines, and smaller where it is long
        small = ink(Style(6.2, colour=GREY))
        places = small.wrapped(head.place, room)
    for number, line in enumerate(places[:2]):
        sheet.centre(small, middle, min(below, 67 - 7.2 * len(places)) + 7.2 * number, line)


def _draw_arms(sheet: Sheet, arms: bytes | None, x: float, y: float) -> None:
    if arms is None:
        small = sheet.document.ink(Style(5.6, colour=GREY))
        sheet.path(_SHIELD, x, y)
        sheet.centre(small, x + 14.5, y + 15.2, "lambang")
        sheet.centre(small, x + 14.5, y + 21.6, "daerah")
    else:
        sheet.image(_image(arms), x, y - 2, 36, 40)


def _image(data: bytes) -> ImageReader:
    try:
        picture = Image.open(BytesIO(data))
        # Points, not the file: a JPEG kept as it is could not be proven by its points.
        return ImageReader(
            picture.convert("RGBA" if picture.mode in ("RGBA", "LA", "P") else "RGB")
        )
    except OSError as error:
        raise Refused(
            "Gambar lambang daerah tidak terbaca.", "Pasang berkas PNG atau JPEG yang utuh."
        ) from error


# --- marks ---------------------------------------------------------------------------------


def draw_marks(sheet: Sheet, marks: tuple[str, ...], margin: float, copy: int = 0) -> None:
    """Put words such as CONTOH or DRAF outlined across the sheet and boxed at its corner.

    A ``copy`` is boxed only: ``SALINAN 2`` is the third print of a paper.
    """
    boxed = (*marks, f"SALINAN {copy}") if copy else marks
    if boxed:
        document = sheet.document
        key = (marks, copy, margin)
        sheet.place(document.form(key, lambda form: _draw_mark(form, boxed, marks, margin)))


def _draw_mark(sheet: Sheet, boxed: tuple[str, ...], marks: tuple[str, ...], margin: float) -> None:
    document = sheet.document
    ink = document.ink(Style(7.4, SEMIBOLD, RED, 0.6))
    right = document.width - margin
    for word in reversed(boxed):
        width = ink.width(word) + 11
        sheet.path(f".612 .149 .106 RG 1 w 0 0 {width:.2f} 14 re S", right - width, 27.2)
        sheet.text(ink, right - width + 5.8, 22.9, word)
        right -= width + 5
    if marks:
        _draw_across(sheet, " ".join(marks))


def _draw_across(sheet: Sheet, words: str) -> None:
    """Draw outlined letters along the rising diagonal, as large as the sheet allows."""
    width, height = sheet.document.width, sheet.document.height
    slope = 0.62 * min(1, height / width)
    unit = sheet.document.ink(Style(1, SEMIBOLD)).width(words)
    size = min(0.81 * width * (1 + slope**2) ** 0.5 / unit, height * 0.14)
    sheet.outlined(words, Style(size, SEMIBOLD), width / 2, height * 0.43, slope, ".91 .79 .77 RG")


# --- signatures ----------------------------------------------------------------------------


class SignOff:
    """Signatures side by side: their names on one line of sight, long texts wrapped.

    ``room`` is the width of one, ``gap`` the points to sign in.
    """

    def __init__(
        self, document: Document, who: Sequence[Signatory], size: float, room: float, gap: float
    ) -> None:
        self._plain = document.ink(Style(size))
        self._bold = document.ink(Style(size, SEMIBOLD))
        self._who, self._gap, self._step = who, gap, size * 1.35
        self._above = [self._lines_above(one, room) for one in who]
        self._names = [self._bold.wrapped(one.name or TO_WRITE_ON, room) for one in who]
        self._name_at = max((len(lines) for lines in self._above), default=1)
        longest = max((len(lines) for lines in self._names), default=1)
        self.height = (self._name_at + longest) * self._step + gap

    def _lines_above(self, who: Signatory, room: float) -> list[str]:
        return [who.intro, *self._plain.wrapped(who.office, room)]

    def draw(self, sheet: Sheet, places: Sequence[float], y: float) -> None:
        """Write the signatures at their left edges, the first baseline at ``y``."""
        for n, x in zip(range(len(self._who)), places, strict=True):
            for k, line in enumerate(self._above[n]):
                sheet.text(self._plain, x, y + k * self._step, line)
            self._draw_name(sheet, n, x, y + (self._name_at - 1) * self._step + self._gap)

    def _draw_name(self, sheet: Sheet, n: int, x: float, y: float) -> None:
        who = self._who[n]
        for line in self._names[n]:
            sheet.text(self._bold if who.name else self._plain, x, y, line)
            if who.name:
                sheet.line(x, y + 1.5, x + self._bold.width(line), y + 1.5, 0.6)
            y += self._step
        sheet.text(self._plain, x, y, f"NIP {shown_nip(who.nip)}" if who.nip else "NIP")


TO_WRITE_ON = "." * 44
