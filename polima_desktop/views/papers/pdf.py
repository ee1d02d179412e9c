"""A PDF in memory as pictures of its pages, one at a time; it never touches the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import Lock

import pypdfium2
from PySide6.QtGui import QImage

_library = Lock()
"""PDFium must not be entered by two threads at once: the window draws while a job prints."""


class PdfPages:
    """The pages of a PDF. Sizes are in points, scales in pixels a point.

    The document is opened for each drawing and closed again (milliseconds), so that nothing
    of it is left behind when the window goes.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        with _library, closing(pypdfium2.PdfDocument(data)) as pdf:
            self.sizes = [pdf.get_page_size(number) for number in range(len(pdf))]

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, number: int, scale: float) -> QImage:
        """Draw a page on white."""
        with _library, closing(pypdfium2.PdfDocument(self._data)) as pdf:
            return _drawn(pdf, number, scale)

    def find(self, text: str) -> tuple[int, Box] | None:
        """Give the first page (from 0) with a text and its box, from the page's upper left corner.

        Blanks do not count: a list breaks a number where its column ends.
        """
        wanted = "".join(text.split())
        with _library, closing(pypdfium2.PdfDocument(self._data)) as pdf:
            for number in range(len(pdf)):
                with closing(pdf[number]) as page, closing(page.get_textpage()) as words:
                    if (box := _box_of(words, wanted, page.get_height())) is not None:
                        return number, box
        return None

    def images(self, scale: float) -> Iterator[QImage]:
        """Draw every page in turn; others may draw in between."""
        with _library:
            pdf = pypdfium2.PdfDocument(self._data)
        try:
            for number in range(len(self.sizes)):
                with _library:
                    image = _drawn(pdf, number, scale)
                yield image
        finally:
            with _library:
                pdf.close()


Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""


def _box_of(words: pypdfium2.PdfTextPage, wanted: str, height: float) -> Box | None:
    letters = [(at, letter) for at, letter in enumerate(words.get_text_range()) if letter.strip()]
    start = "".join(letter for _, letter in letters).casefold().find(wanted.casefold())
    if start < 0 or not wanted:
        return None
    places = [words.get_charbox(at) for at, _ in letters[start : start + len(wanted)]]
    left, right = min(p[0] for p in places), max(p[2] for p in places)
    return left, height - max(p[3] for p in places), right, height - min(p[1] for p in places)


def _drawn(pdf: pypdfium2.PdfDocument, number: int, scale: float) -> QImage:
    with closing(pdf[number]) as page, closing(page.render(scale=scale, rev_byteorder=True)) as b:
        pixels, three = bytes(b.buffer), b.n_channels == 3
        kind = QImage.Format.Format_RGB888 if three else QImage.Format.Format_RGBX8888
        return QImage(pixels, b.width, b.height, b.stride, kind).copy()
