"""What is known of a page we drew: its greys, and where each letter stands in which face."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from polima_desktop.reports.likeness.pixels import Box, Floats

SCALE = 2.5
"""Pixels a point of the frame in which everything is compared: 180 dpi."""
FINE = 4
"""How much finer it is drawn first: a drawn letter is put on whole pixels, a printed one is not."""
_LARGEST = 20.0  # points; larger letters are marks across the page


class Glyph(NamedTuple):
    """One letter: its ink's box and its origin on the baseline, in pixels of the frame."""

    letter: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float
    face: str
    size: float


Word = list[Glyph]


@dataclass(frozen=True)
class Page:
    """A page as it was drawn: greys (height, width) from 0 for ink to 1 for paper, its words."""

    grey: Floats
    words: list[Word]


def drawn_page(pdf: bytes, number: int) -> Page:
    """Draw a page of a PDF, counted from 0."""
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[number]) as page:
        width, height = (round(side * SCALE) for side in page.get_size())
        fine = page.render(scale=SCALE * FINE, grayscale=True).to_pil().convert("L")
        small = fine.resize((width, height), Image.Resampling.BOX)
        with closing(page.get_textpage()) as text:
            glyphs = list(_glyphs(text, page.get_height()))
    return Page(np.asarray(small, dtype=np.float64) / 255, _words(glyphs))


def box_of(word: Word, margin: int = 3) -> Box:
    """Give the box around a word."""
    left, top = min(g.left for g in word), min(g.top for g in word)
    right, bottom = max(g.right for g in word), max(g.bottom for g in word)
    x, y = int(left) - margin, int(top) - margin
    return x, y, int(right) - x + margin + 1, int(bottom) - y + margin + 1


def spelled(word: Word) -> str:
    """Give a word's letters."""
    return "".join(glyph.letter for glyph in word)


def _glyphs(text: pypdfium2.PdfTextPage, height: float) -> Iterator[Glyph | None]:
    """Give the letters in the order they were drawn, None for a blank."""
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        letter, size = text.get_text_range(at, 1), raw.FPDFText_GetFontSize(text, at)
        if not letter.strip() or size > _LARGEST:
            yield None
            continue
        left, bottom, right, top = text.get_charbox(at)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        yield Glyph(
            letter,
            left * SCALE,
            (height - top) * SCALE,
            right * SCALE,
            (height - bottom) * SCALE,
            x.value * SCALE,
            (height - y.value) * SCALE,
            _face(text, at),
            round(size, 2),
        )


def _face(text: pypdfium2.PdfTextPage, at: int) -> str:
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, at, name, 80, flags)
    return name.value.decode(errors="replace").rpartition("+")[2]


def _words(glyphs: list[Glyph | None]) -> list[Word]:
    words: list[Word] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph is not None:
            near = last is not None and abs(glyph.left - last.right) < 3.2 * SCALE
            if near and last is not None and abs(glyph.y - last.y) < SCALE:
                words[-1].append(glyph)
            else:
                words.append([glyph])
        last = glyph
    return words
