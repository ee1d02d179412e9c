"""Reading our own papers back: the text and the QR symbols of a PDF, a scan or a photograph."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress

STRAIGHT, SCANNED = 1.5, 3.0
"""Pixels a point: enough for a symbol we printed, and for one that was scanned askew."""
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its words in reading order, blanks single, and what its QR symbols say."""

    text: str
    symbols: tuple[str, ...]


def read_pages(data: bytes, name: str, progress: Progress) -> Iterator[Page]:
    """Read every page of a PDF, or the one of a picture; anything else is refused."""
    if data.startswith(b"%PDF"):
        yield from _pdf_pages(data, name, progress)
    else:
        yield _picture(data, name)


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
                yield _pdf_page(page)


def _pdf_page(page: pypdfium2.PdfPage) -> Page:
    """Read a page; its symbol is looked for harder only where our own does not stand straight."""
    with closing(page.get_textpage()) as text:
        words = " ".join(text.get_text_bounded().split())
    straight = page.render(scale=STRAIGHT, grayscale=True).to_pil()
    symbols = _symbols(straight, thorough=False)
    if not symbols:
        symbols = _symbols(page.render(scale=SCANNED, grayscale=True).to_pil())
    return Page(words, symbols)


def _picture(data: bytes, name: str) -> Page:
    try:
        picture = Image.open(BytesIO(data)).convert("L")
    except (UnidentifiedImageError, OSError) as error:
        raise Refused(
            f"Berkas {name} tidak terbaca.",
            "Berikan PDF slip, atau foto slip sebagai PNG atau JPEG.",
        ) from error
    return Page("", _symbols(picture))


def _symbols(picture: Image.Image, *, thorough: bool = True) -> tuple[str, ...]:
    found = zxingcpp.read_barcodes(
        np.asarray(picture),
        formats=_FORMATS,
        try_rotate=thorough,
        try_downscale=thorough,
        try_invert=thorough,
    )
    return tuple(symbol.text for symbol in found)
