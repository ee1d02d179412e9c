"""Reading our own papers back: the text and the QR symbols of a PDF, a scan or a photograph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdfium2 import raw

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress

STRAIGHT, SCANNED = 1.5, 3.0
"""Pixels a point: enough for a symbol we printed, and for one that was scanned askew."""
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


Corners = tuple[tuple[float, float], ...]
"""Of a symbol: upper left, upper right, lower right, lower left, in pixels of its picture."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its words in reading order, blanks single, and what its QR symbols say.

    ``picture`` (grey) is only of a page that is nothing but a picture; ``corners`` are those of
    its symbols, in their order. Of larger paper each ``place`` with a slip is a page by itself;
    a picture of several symbols is one for each. Pages and places count from 0.
    """

    text: str
    symbols: tuple[str, ...]
    number: int = 0
    place: int = 0
    picture: Image.Image | None = field(default=None, repr=False, compare=False)
    corners: tuple[Corners, ...] = ()


def read_pages(data: bytes, name: str, progress: Progress) -> Iterator[Page]:
    """Read every page of a PDF, or those of a picture; anything else is refused."""
    if data.startswith(b"%PDF"):
        yield from _pdf_pages(data, name, progress)
    else:
        yield from _picture(data, name)


class Closed(Refused):
    """The file wants a password, or another one than it was given."""


def opened(data: bytes, name: str, password: str) -> bytes:
    """Give a PDF without its password; anything else as it is. Raises ``Closed``."""
    if not data.startswith(b"%PDF") or b"/Encrypt" not in data:
        return data
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(password):
            raise Closed(
                f"Berkas {name} dilindungi kata sandi.",
                "Berikan kata sandinya: tanggal lahir (HHBBTTTT) dan empat angka terakhir NIP.",
            )
        out = BytesIO()
        PdfWriter(clone_from=reader).write(out)
    except PyPdfError:
        return data  # whoever reads its pages will say that it is damaged
    return out.getvalue()


def _pdf_pages(data: bytes, name: str, progress: Progress) -> Iterator[Page]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused(
            f"Berkas {name} bukan PDF yang utuh.", "Unduh atau salin ulang berkasnya."
        ) from error
    with closing(pdf):
        for number in range(len(pdf)):
            progress.report(number, len(pdf), "Membaca halaman")
            with closing(pdf[number]) as page:
                yield from _pdf_page(page, number)


def _pdf_page(page: pypdfium2.PdfPage, number: int) -> Iterator[Page]:
    """Read a page; its symbol is looked for harder only where our own does not stand straight."""
    if _is_picture(page):
        grey = page.render(scale=SCANNED, grayscale=True).to_pil().convert("L")
        yield from (replace(seen, number=number) for seen in _seen(grey))
        return
    straight = page.render(scale=STRAIGHT, grayscale=True).to_pil()
    width, height = page.get_size()
    places = _PLACES if width > height else 1
    with closing(page.get_textpage()) as text:
        for place in range(places):
            left, right = width * place / places, width * (place + 1) / places
            words = " ".join(text.get_text_bounded(left, 0, right, height).split())
            part = straight.crop(
                (round(left * STRAIGHT), 0, round(right * STRAIGHT), straight.height)
            )
            symbols = _symbols(part, thorough=False)
            if not symbols and place == 0:
                symbols = _symbols(page.render(scale=SCANNED, grayscale=True).to_pil())
            yield Page(words, tuple(symbol.text for symbol in symbols), number, place)


_PLACES = 2
"""Slips side by side on a sheet that lies."""


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    """Tell whether a page is one picture and nothing that could be shown now and hidden then."""
    kinds = [found.type for found in page.get_objects()]
    return kinds == [raw.FPDF_PAGEOBJ_IMAGE] and raw.FPDFPage_GetAnnotCount(page) == 0


def _seen(picture: Image.Image) -> list[Page]:
    """Read a page of which there is nothing but a picture, larger or smaller if it has to be."""
    for part in _SIZES:
        size = (round(picture.width * part), round(picture.height * part))
        symbols = _symbols(picture if part == 1 else picture.resize(size))
        if symbols:
            return [
                Page("", (symbol.text,), 0, place, picture, (_corners(symbol, part),))
                for place, symbol in enumerate(symbols)
            ]
    return [Page("", (), picture=picture)]


_SIZES = (1, 0.5, 1.6)


def _corners(symbol: zxingcpp.Barcode, part: float) -> Corners:
    place = symbol.position
    round_ = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return tuple((point.x / part, point.y / part) for point in round_)


def _picture(data: bytes, name: str) -> list[Page]:
    try:
        picture = ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("L")
    except (UnidentifiedImageError, OSError) as error:
        raise Refused(
            f"Berkas {name} tidak terbaca.",
            "Berikan PDF slip, atau foto slip sebagai PNG atau JPEG.",
        ) from error
    return _seen(picture)


def _symbols(picture: Image.Image, *, thorough: bool = True) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        np.asarray(picture),
        formats=_FORMATS,
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=thorough,
    )
