"""A PDF document and its sheets: text, lines and boxes by position, nothing about papers.

reportlab keeps the document (pages, fonts, forms, file); the content of a page is written
here as PDF operators, because 4,039 slips a month are 400,000 pieces of text. What made
it fast: characters are translated by a table, widths summed from a table, everything that
repeats drawn once as a form, no ASCII85. Positions are points from the *top* left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from math import atan, cos, sin
from typing import BinaryIO, NamedTuple, TypeVar, cast

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFDocument

from polima_desktop.reports import fonts
from polima_desktop.reports.canvas import PageCanvas
from polima_desktop.reports.content import sealed_content

rl_config.useA85 = 0

MM = 72 / 25.4
BLACK, GREY, TEAL, RED = "0 g", ".3 g", ".043 .353 .4 rg", ".612 .149 .106 rg"


class Style(NamedTuple):
    """How a piece of text looks: a face of ``fonts``, points, a fill colour operator."""

    size: float
    face: str = fonts.REGULAR
    colour: str = BLACK
    spacing: float = 0


Kept = TypeVar("Kept")
Letters = dict[tuple[str, int], str]
"""What a font's code shows, by the font's name in the file."""


class _Widths(dict[str, float]):
    """Points a character takes in one style, looked up once a character."""

    def __init__(self, style: Style) -> None:
        self._font, self._style = fonts.faces()[style.face], style

    def __missing__(self, character: str) -> float:
        width = self._font.stringWidth(character, self._style.size) + self._style.spacing
        self[character] = width
        return float(width)


class _Codes(dict[int, str]):
    """What stands in a PDF string for a character in one style.

    A font subset holds 255 characters. One from a later subset is written as: end this
    string, change the font, show it, change back, begin a string.
    """

    def __init__(self, style: Style, document: PDFDocument, letters: Letters) -> None:
        self._font, self._size, self._document = fonts.faces()[style.face], style.size, document
        self._letters = letters

    def __missing__(self, code: int) -> str:
        ((subset, shown),) = self._font.splitString(chr(code), self._document)
        name = self._font.getSubsetInternalName(subset, self._document).lstrip("/")
        self._letters.update({(name, byte): chr(code) for byte in shown})
        text = "".join(_escaped(byte) for byte in shown)
        if subset:
            text = f") Tj {self.select(subset)} ({text}) Tj {self.select(0)} ("
        self[code] = text
        return text

    def select(self, subset: int) -> str:
        """Write the operator that chooses a subset at this style's size."""
        name = self._font.getSubsetInternalName(subset, self._document)
        return f"{name} {self._size:.2f} Tf"


def _escaped(byte: int) -> str:
    character = chr(byte)
    if character in "()\\":
        return "\\" + character
    return character if 32 <= byte < 127 else f"\\{byte:03o}"


class Ink:
    """A style bound to one document: measures and encodes text."""

    def __init__(self, style: Style, document: PDFDocument, letters: Letters) -> None:
        self.size = style.size
        self.codes = _Codes(style, document, letters)
        self.codes.__missing__(32)  # a font must have a first subset before it is selected
        self._widths = _Widths(style)
        self.width = lru_cache(maxsize=2000)(self._width)
        self.select = f"{self.codes.select(0)} {style.colour} {style.spacing:g} Tc"

    def _width(self, text: str) -> float:
        """Give the points a text takes on one line."""
        return sum(map(self._widths.__getitem__, text))

    def wrapped(self, text: str, room: float) -> list[str]:
        """Break a text into lines of at most ``room`` points; a word too long is cut, not lost."""
        if self.width(text) <= room:
            return [text]
        lines = [""]
        for word in text.split():
            for piece in self._pieces(word, room):
                longer = f"{lines[-1]} {piece}".lstrip()
                if self.width(longer) <= room:
                    lines[-1] = longer
                else:
                    lines.append(piece)
        return [line for line in lines if line]

    def _pieces(self, word: str, room: float) -> Iterator[str]:
        while len(word) > 1 and self.width(word) > room:
            fitting = len(word) - 1
            while fitting > 1 and self.width(word[:fitting]) > room:
                fitting -= 1
            yield word[:fitting]
            word = word[fitting:]
        yield word


class Sheet:
    """What is drawn on one page or one form; ``operators`` gives it as PDF content."""

    def __init__(self, document: Document, height: float) -> None:
        self.document = document
        self._height = height
        self._graphics: list[str] = []
        self._words: list[str] = []
        self._ink: Ink | None = None

    def text(self, ink: Ink, x: float, y: float, text: str) -> None:
        """Set a line of text from ``x`` on the baseline ``y``."""
        if ink is not self._ink:
            self._words.append(ink.select)
            self._ink = ink
        shown = text.translate(ink.codes)
        self._words.append(f"1 0 0 1 {x:.2f} {self._height - y:.2f} Tm ({shown}) Tj")

    def right(self, ink: Ink, x: float, y: float, text: str) -> None:
        """Set a line of text that ends at ``x``."""
        self.text(ink, x - ink.width(text), y, text)

    def centre(self, ink: Ink, x: float, y: float, text: str) -> None:
        """Set a line of text around ``x``."""
        self.text(ink, x - ink.width(text) / 2, y, text)

    def line(
        self, x: float, y: float, x2: float, y2: float, width: float, colour: str = "0 G"
    ) -> None:
        """Draw a straight line."""
        top = self._height
        self._graphics.append(
            f"{width:g} w {colour} {x:.2f} {top - y:.2f} m {x2:.2f} {top - y2:.2f} l S"
        )

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle whose upper left corner is at ``x``, ``y``."""
        below = self._height - y - height
        self._graphics.append(f"{colour} {x:.2f} {below:.2f} {width:.2f} {height:.2f} re f")

    def path(self, operators: str, x: float, y: float, scale: float = 1) -> None:
        """Draw path operators whose origin is put at ``x``, ``y`` (y pointing up)."""
        self._graphics.append(
            f"q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {self._height - y:.2f} cm {operators} Q"
        )

    def outlined(
        self, text: str, style: Style, x: float, y: float, slope: float, colour: str
    ) -> None:
        """Set a line of large outlined letters centred on ``x``, ``y``, rising with ``slope``."""
        ink = self.document.ink(style)
        angle = atan(slope)
        c, s, half = cos(angle), sin(angle), ink.width(text) / 2
        drop = style.size * 0.36  # half a capital's height
        left, base = x - half * c + drop * s, self._height - y - half * s - drop * c
        place = f"{c:.4f} {s:.4f} {-s:.4f} {c:.4f} {left:.2f} {base:.2f} Tm"
        shown = f"{place} ({text.translate(ink.codes)}) Tj"
        # A letter's strokes overlap inside: white over the line leaves only the outside.
        self._graphics.append(
            f"q BT {ink.select} {colour} 2.2 w 1 Tr {shown} 1 g 0 Tr {shown} ET Q"
        )

    def image(self, image: ImageReader, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture into a box, its proportions kept, its corner at ``x``, ``y``."""
        below = self._height - y - height
        self.document.canvas.drawImage(
            image, x, below, width, height, mask="auto", preserveAspectRatio=True
        )

    def place(self, form: str) -> None:
        """Put a form under everything drawn on this sheet."""
        self.document.place(form)

    def operators(self) -> list[str]:
        """Give the content: graphics first, then all text in one text object."""
        return [*self._graphics, "BT", *self._words, "ET"]


class Placing(NamedTuple):
    """Paper on which drawn pages are placed: its size, and for each its scale, x and y."""

    size: tuple[float, float]
    places: tuple[tuple[float, float, float], ...]

    def shown(self, forms: Sequence[str]) -> list[str]:
        """Give the operators that show forms, by their names in the file, at their places."""
        return [
            f"q {k:.5f} 0 0 {k:.5f} {x:.2f} {y:.2f} cm /{form} Do Q"
            for form, (k, x, y) in zip(forms, self.places, strict=False)
        ]


Seal = Callable[[bytes], str]
"""Is given all that is drawn on a page, with its forms, and gives the operators of its seal."""


class Document:
    """A PDF being written to ``out`` by an office; pages and forms are drawn one at a time."""

    def __init__(
        self, out: BinaryIO, size: tuple[float, float], title: str, author: str = ""
    ) -> None:
        self.width, self.height = size
        self.canvas = PageCanvas(out, pagesize=size, pageCompression=1, lang="id-ID")
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("SI POLIMA Desktop")
        self._inks: dict[Style, Ink] = {}
        self._kept: dict[Hashable, object] = {}
        self._forms: dict[Hashable, str] = {}
        self._contents: dict[str, bytes] = {}
        self._letters: Letters = {}
        self._placed: list[str] = []
        self._placing: Placing | None = None
        self._waiting: list[str] = []
        self._outlines: list[tuple[str, str]] = []
        self._drawn_pages = 0

    def place_on(self, placing: Placing | None) -> None:
        """Place the pages drawn from now on on other paper; None: each is a sheet of its own."""
        if placing != self._placing:
            self._show_waiting()
            self._placing = placing
            self.canvas.setPageSize(placing.size if placing else (self.width, self.height))

    def kept(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Give what is made once for the document, at the first call."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("Kept", self._kept[key])

    def ink(self, style: Style) -> Ink:
        """Give a style's ink in this document."""
        if style not in self._inks:
            self._inks[style] = Ink(style, self.canvas.pdf, self._letters)
        return self._inks[style]

    @contextmanager
    def page(self, seal: Seal | None = None) -> Iterator[Sheet]:
        """Draw the next page.

        A seal is drawn below everything else but made last: it speaks of all the rest of the page.
        """
        self._placed = []
        name = f"halaman{self._drawn_pages}"
        if self._placing is not None:
            self.canvas.beginForm(name, 0, 0, self.width, self.height)
        sheet = Sheet(self, self.height)
        yield sheet
        self.canvas.write(sheet.operators())
        if seal is not None:
            self.canvas.write_first(seal(self._drawn()))
        self._finish(name)

    def _finish(self, name: str) -> None:
        """Show the page that was drawn, or keep it until its paper is full."""
        self._drawn_pages += 1
        if self._placing is None:
            self._write_outlines()
            self.canvas.end_page()
            return
        self.canvas.endForm()
        self._waiting.append(name)
        if len(self._waiting) == len(self._placing.places):
            self._show_waiting()

    def _show_waiting(self) -> None:
        if self._waiting and self._placing is not None:
            self.canvas.write(self._placing.shown(self.canvas.uses(self._waiting)))
            self._write_outlines()
            self.canvas.end_page()
        self._waiting = []

    def _write_outlines(self) -> None:
        for key, title in self._outlines:
            self.canvas.bookmarkPage(key)
            self.canvas.addOutlineEntry(title, key)
        self._outlines = []

    def _drawn(self) -> bytes:
        """Give everything drawn on the current page, its forms behind its own content."""
        parts = [self.canvas.content, *(self._contents[form] for form in self._placed)]
        return sealed_content(parts, lambda font, code: self._letters[font, code])

    def form(self, key: Hashable, draw: Callable[[Sheet], None]) -> str:
        """Give the name of the form with this key, drawn at the first call."""
        if key not in self._forms:
            name = f"bagian{len(self._forms)}"
            sheet = Sheet(self, self.height)
            self.canvas.beginForm(name, 0, 0, self.width, self.height)
            draw(sheet)
            self.canvas.write(sheet.operators())
            self._contents[name] = self.canvas.content
            self.canvas.endForm()
            self._forms[key] = name
        return self._forms[key]

    def place(self, form: str) -> None:
        """Show a form on the page being drawn."""
        self._placed.append(form)
        self.canvas.doForm(form)

    def outline(self, key: str, title: str) -> None:
        """Add an entry to the reader's table of contents, pointing at the page being drawn."""
        self._outlines.append((key, title))

    def close(self) -> None:
        """Write the file."""
        self._show_waiting()
        self.canvas.save()
