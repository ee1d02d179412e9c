"""Reading our own papers back: the text and the QR symbols of a PDF, a scan or a photograph."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from polima_desktop.domain.errors import Refused

DOTS_PER_POINT = 3.0
_FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its words in reading order, blanks single, and what its QR symbols say."""

    text: str
    symbols: tuple[str, ...]


def read_pages(data: bytes, name: str) -> list[Page]:
    """Read every page of a PDF, or the one of a picture; anything else is refused."""
    return _pdf_pages(data, name) if data.startswith(b"%PDF") else [_picture(data, name)]


def _pdf_pages(data: bytes, name: str) -> list[Page]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused(
            f"Berkas {name} bukan PDF yang utuh.", "Unduh atau salin ulang berkasnya."
        ) from error
    try:
        return [_pdf_page(pdf[number]) for number in range(len(pdf))]
    finally:
        pdf.close()


def _pdf_page(page: pypdfium2.PdfPage) -> Page:
    text = page.get_textpage()
    words = " ".join(text.get_text_bounded().split())
    text.close()
    return Page(words, _symbols(page.render(scale=DOTS_PER_POINT, grayscale=True).to_pil()))


def _picture(data: bytes, name: str) -> Page:
    try:
        picture = Image.open(BytesIO(data)).convert("L")
    except (UnidentifiedImageError, OSError) as error:
        raise Refused(
            f"Berkas {name} tidak terbaca.",
            "Berikan PDF slip, atau foto slip sebagai PNG atau JPEG.",
        ) from error
    return Page("", _symbols(picture))


def _symbols(picture: Image.Image) -> tuple[str, ...]:
    found = zxingcpp.read_barcodes(np.asarray(picture), formats=_FORMATS)
    return tuple(symbol.text for symbol in found)
