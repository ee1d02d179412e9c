"""The electronic signature of a whole PDF (PAdES B-B): put under it, and read from it again.

A signature is an addition behind a file that was finished. ``signature_of`` accepts exactly one,
and only where it changes nothing but the signature's own field and its stamp. Nothing here asks
who may sign or whether the certificate's issuer is trusted: without a network nobody can.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.generic import DictionaryObject, Reference
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from polima_desktop.reports import fonts
from polima_desktop.reports.seal import SIDE
from polima_desktop.reports.slip import A5
from polima_desktop.reports.slip_layout import LEFT, RIGHT

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # They warn of every certificate whose issuer is unknown here, with a traceback: all of them.
    logging.getLogger(_name).setLevel(logging.CRITICAL)

FIELD = "TandaTangan"
_NEW_ROOT_KEYS = {"/AcroForm", "/Extensions", "/Metadata", "/Version"}
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*")
_LARGEST_TYPE, _LEADING = 7.0, 1.25
_FORM_KEYS = {"/Fields", "/SigFlags"}
_STAMP_KEYS = {"/AP", "/F", "/FT", "/P", "/Rect", "/Subtype", "/T", "/Type", "/V"}


class Certificate(NamedTuple):
    """Whose certificate it is, and from when until when it may be used."""

    name: str
    office: str
    serial: str
    begins: datetime
    ends: datetime

    @property
    def who(self) -> str:
        """Name the holder with the office."""
        return f"{self.name} ({self.office})" if self.office else self.name


@dataclass(frozen=True)
class Signature:
    """A signature that covers the whole file; ``at`` is what the signer's own clock said."""

    certificate: Certificate
    at: datetime | None


class NotSigned(Exception):
    """What speaks against a signature, in words that can be shown."""


class Opened:
    """A certificate with its private key."""

    def __init__(self, signer: signers.SimpleSigner) -> None:
        self.signer = signer
        self.certificate = _certificate(signer.signing_cert)


def open_certificate(data: bytes, passphrase: str) -> Opened | None:
    """Open a PKCS#12 file; None: the passphrase does not fit, or it is no such file."""
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(
            data, other_certs=[], passphrase=passphrase.encode()
        )
    except (ValueError, AttributeError, TypeError):  # the latter two: no key, or no certificate
        return None
    return Opened(signer)


def sign(data: bytes, opened: Opened, words: Sequence[str]) -> bytes:
    """Give the file with the signature behind it and a stamp at the foot of its last page.

    Raises ``NotSigned`` for what cannot be signed.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(data))
        last = int(writer.root["/Pages"]["/Count"]) - 1
        box = stamp_place(_media_box(writer.find_page_for_modification(last)[0].get_object()))
        with _stamp(words, box) as style:
            signer = signers.PdfSigner(
                signers.PdfSignatureMetadata(
                    field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
                ),
                signer=opened.signer,
                stamp_style=style,
                new_field_spec=SigFieldSpec(FIELD, on_page=last, box=box),
            )
            out: BytesIO = signer.sign_pdf(writer, output=BytesIO())
    except (PdfError, SigningError, KeyError, ValueError) as error:
        raise NotSigned("berkas PDF ini tidak dapat ditandatangani") from error
    return out.getvalue()


def stamp_place(media_box: Sequence[float]) -> tuple[int, int, int, int]:
    """Give left, low, right and high of the stamp on a page: where no paper of ours has anything.

    On a slip that is the room beside the symbol, which no picture of a slip is compared in; on
    larger paper, which may show several slips, it is the edge.
    """
    width, height = round(media_box[2]), round(media_box[3])
    if (width, height) == (round(A5[0]), round(A5[1])):
        return round(LEFT + SIDE + 14), 6, round(RIGHT), 23
    return round(LEFT), 1, width - round(LEFT), 9


def _media_box(page: Any) -> list[float]:  # noqa: ANN401 - pyHanko's own union
    while "/MediaBox" not in page:
        page = page["/Parent"]
    return [float(number) for number in page["/MediaBox"]]


@contextmanager
def _stamp(words: Sequence[str], box: tuple[int, int, int, int]) -> Iterator[StaticStampStyle]:
    """Draw the stamp in our face as a page of its own; a low one has its words on one line."""
    width, height = box[2] - box[0], box[3] - box[1]
    lines = list(words) if height >= 2 * _LARGEST_TYPE else [", ".join(words)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cap.pdf"
        _draw(path, lines, width, height)
        fitting = SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MIN,
            y_align=AxisAlignment.ALIGN_MIN,
            margins=Margins(0, 0, 0, 0),
            inner_content_scaling=InnerScaling.NO_SCALING,
        )
        yield StaticStampStyle(
            background=ImportedPdfPage(str(path)), background_layout=fitting, border_width=0
        )


def _draw(path: Path, lines: Sequence[str], width: float, height: float) -> None:
    """Draw lines of text over the whole of a page, as large as the longest of them allows."""
    face = fonts.faces()[fonts.REGULAR]
    registerFont(face)
    room = height / len(lines) / _LEADING
    size = min(_LARGEST_TYPE, room, *(width / face.stringWidth(line, 1) for line in lines))
    canvas = Canvas(str(path), pagesize=(width, height))
    canvas.setFont(face.fontName, size)
    for number, line in enumerate(lines, 1):
        canvas.drawString(0, height - (number - 0.2) * _LEADING * size, line)
    canvas.save()


def _certificate(found: Any) -> Certificate:  # noqa: ANN401 - asn1crypto has no types
    subject = found.subject.native
    return Certificate(
        _one(subject.get("common_name")) or "tanpa nama",
        _one(subject.get("organization_name")),
        f"{found.serial_number:X}",
        found.not_valid_before.astimezone(UTC),
        found.not_valid_after.astimezone(UTC),
    )


def _one(value: object) -> str:
    """Give a part of a name as a line of text; a name may hold a part several times."""
    parts = value if isinstance(value, list) else [value]
    return " ".join(" ".join(str(part) for part in parts if part).split())


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def signature_of(data: bytes) -> Signature | None:
    """Give the signature of a file; None: it carries none.

    Raises ``NotSigned`` for one that does not hold, does not cover the whole file, or came with
    anything but its own field and stamp.
    """
    try:
        reader = PdfFileReader(BytesIO(data))
        if "/AcroForm" not in reader.root or not reader.embedded_signatures:
            return None
        _refuse_other_changes(data, reader)
        return _validated(reader)
    except (PdfError, SigningError, SignatureValidationError) as error:
        raise NotSigned("tanda tangan elektronik yang tidak terbaca") from error
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        # pyHanko says with any of these that a structure is not what it writes.
        raise NotSigned("tanda tangan elektronik yang tidak terbaca") from error


def _validated(reader: PdfFileReader) -> Signature:
    (embedded,) = reader.embedded_signatures
    trusted = ValidationContext(trust_roots=[], allow_fetching=False)
    status = validate_pdf_signature(embedded, signer_validation_context=trusted)
    if embedded.sig_object["/SubFilter"] != SigSeedSubFilter.PADES.value:
        raise NotSigned("tanda tangan elektronik yang bukan PAdES")
    if not (status.intact and status.valid):
        raise NotSigned("isi yang diubah setelah tanda tangan elektronik")
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        raise NotSigned("tanda tangan elektronik yang tidak meliputi seluruh berkas")
    certificate, at = _certificate(status.signing_cert), embedded.self_reported_timestamp
    if at is not None and not certificate.begins <= at <= certificate.ends:
        raise NotSigned("tanda tangan elektronik di luar masa berlaku sertifikatnya")
    return Signature(certificate, at)


def _refuse_other_changes(data: bytes, reader: PdfFileReader) -> None:
    """Compare the file with what it was before the signature, object by object."""
    before = PdfFileReader(BytesIO(data[: _end_before(data)]))
    (embedded,) = reader.embedded_signatures
    stamp = embedded.sig_field
    page = stamp.raw_get("/P").reference
    _refuse_other_form(reader, embedded, page)
    may_lose: dict[Reference, set[str]] = {
        before.root_ref: _NEW_ROOT_KEYS,
        Reference(page.idnum, page.generation): {"/Annots"},
    }
    if "/Info" in before.trailer:
        may_lose[before.trailer.raw_get("/Info").reference] = {"/ModDate", "/Producer"}
    if reader.root_ref != before.root_ref or reader.xrefs.refs_freed_in_revision(1):
        raise NotSigned("tambahan yang mengubah isi berkas")
    there = before.xrefs.explicit_refs_in_revision(0)
    for changed in reader.xrefs.explicit_refs_in_revision(1) & there:
        loses = may_lose.get(changed)
        if loses is None or _kept(reader, changed, loses) != _kept(before, changed, loses):
            raise NotSigned("tambahan yang mengubah isi berkas")
    if "/AcroForm" in before.root or "/Annots" in before.get_object(page):
        raise NotSigned("tambahan yang mengubah isi berkas")


def _end_before(data: bytes) -> int:
    """Give where the file ended before its one addition; anything else there is refused."""
    ends = list(_END.finditer(data))
    if len(ends) != 2 or data.count(b"%%EOF") != 2 or data.count(b"startxref") != 2:
        raise NotSigned("tambahan lain selain tanda tangan elektronik")
    first, second = ends
    added = data[first.end() :]
    before = re.findall(rb"/Prev\s+(\d+)", added)
    plain = added.count(b"trailer") == 1 and b"/XRefStm" not in added
    if second.end() != len(data) or not plain or before != [first[1]]:
        raise NotSigned("tambahan lain selain tanda tangan elektronik")
    return first.end()


def _kept(reader: PdfFileReader, reference: Reference, without: set[str]) -> dict[str, bytes]:
    found = reader.get_object(Reference(reference.idnum, reference.generation, reader))
    if type(found) is not DictionaryObject:  # a stream shows something, whatever refers to it
        raise NotSigned("tambahan yang mengubah isi berkas")
    return {str(key): _bytes(found.raw_get(key)) for key in found if str(key) not in without}


def _bytes(value: Any) -> bytes:  # noqa: ANN401 - any object of a PDF
    out = BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue()


def _refuse_other_form(reader: PdfFileReader, embedded: Any, page: Reference) -> None:  # noqa: ANN401
    """See that the form is the one field, and its stamp lies in the strip of its own page."""
    form, stamp = reader.root["/AcroForm"], embedded.sig_field
    shown = reader.get_object(page)["/Annots"]
    if len(form["/Fields"]) != 1 or len(shown) != 1 or set(form) - _FORM_KEYS:
        raise NotSigned("isian formulir selain tanda tangan elektronik")
    if _bytes(shown.raw_get(0)) != _bytes(form["/Fields"].raw_get(0)) or set(stamp) - _STAMP_KEYS:
        raise NotSigned("isian formulir selain tanda tangan elektronik")
    box, place = stamp["/Rect"], stamp_place(_media_box(reader.get_object(page)))
    left, low, right, high = (float(number) for number in box)
    if not (place[0] <= left <= right <= place[2] and place[1] <= low <= high <= place[3]):
        raise NotSigned("cap tanda tangan yang menutupi isi halaman")
