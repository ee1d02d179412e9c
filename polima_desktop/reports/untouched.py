"""Whether a page of a PDF still is what was drawn and sealed, down to the shapes of its letters.

A page is made of one content stream, our forms below it and our three faces. The digest of all
that stands in the signed statement; here it is computed again from the file, and what a digest
cannot cover is looked at: fonts whose letters were exchanged, notes, layers, later additions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont, TTLibError
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from polima_desktop.reports.content import canonical, sealed_content, used_codes
from polima_desktop.reports.fonts import face_files
from polima_desktop.reports.placing import PLACINGS
from polima_desktop.reports.seal import parted_seal
from polima_desktop.reports.slip import A5

_PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents", "/Rotate", "/Trans"}
_PAGE_KEYS |= {"/StructParents", "/Tabs"}
_FORM_KEYS = {"/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Filter"}
_FORM_KEYS |= {"/Length"}
_FONT_KEYS = {"/BaseFont", "/FirstChar", "/FontDescriptor", "/LastChar", "/Name", "/Subtype"}
_FONT_KEYS |= {"/ToUnicode", "/Type", "/Widths"}
_CATALOG_FAULTS = {
    "/OCProperties": "lapisan yang dapat disembunyikan",
    "/AcroForm": "isian formulir",
    "/OpenAction": "perintah yang berjalan sendiri",
    "/AA": "perintah yang berjalan sendiri",
}
_A5_BOX = [0, 0, round(A5[0]), round(A5[1])]
_PREAMBLE = "1 0 0 1 0 0 cm BT /F1 12 Tf 14.4 TL ET"  # what reportlab begins every page with
_SHOWN = re.compile(rb"cm /(FormXob\.halaman\d+) Do Q")
_DO = re.compile(rb"/(FormXob\.[\w.]+) Do")


class Drawn(NamedTuple):
    """A page as it stands in the file: what its seal should speak of, and what is foreign to it.

    ``seal`` is the operators of its seal, for comparing with the symbol drawn anew.
    """

    content: bytes
    seal: bytes
    faults: tuple[str, ...]


class File:
    """A PDF whose pages are examined; ``faults`` are those of the file as a whole.

    ``signed``: the file ends with a signature that ``reports.pades`` found good. Its addition, its
    field and its stamp are then no faults; everything else is looked at as it now stands.
    """

    def __init__(self, data: bytes, *, signed: bool = False) -> None:
        self._reader = PdfReader(BytesIO(data))
        self._signed = signed
        self.faults = tuple(_file_faults(data, self._reader, signed=signed))
        self._fonts: dict[int, _Font] = {}

    def page(self, number: int, place: int = 0) -> Drawn:
        """Examine a page, or what stands in one place of larger paper; both counted from 0."""
        try:
            return self._drawn(self._reader.pages[number], place)
        except (PdfReadError, KeyError, ValueError, AttributeError, TypeError, TTLibError):
            # pypdf and fontTools say with any of these that a structure is not what we write.
            return Drawn(b"", b"", ("susunan halaman yang bukan buatan program ini",))

    def _drawn(self, page: DictionaryObject, place: int) -> Drawn:
        faults = list(_page_faults(page, signed=self._signed))
        resources = _dictionary(page["/Resources"])
        content = canonical(_stream(page["/Contents"]))
        if (shown := _SHOWN.findall(content)) and not parted_seal(content)[0]:
            faults += _placing_faults(page, content, [name.decode() for name in shown])
            form = _form(_dictionary(resources["/XObject"])[f"/{shown[place].decode()}"], faults)
            if [round(number) for number in _numbers(form["/BBox"])] != _A5_BOX:
                faults.append("ukuran halaman yang diubah")
            content, resources = canonical(form.get_data()), _dictionary(form["/Resources"])
        elif _box(page) != _A5_BOX:
            faults.append("ukuran halaman yang diubah")
        return self._examined(content, resources, faults)

    def _examined(self, content: bytes, resources: DictionaryObject, faults: list[str]) -> Drawn:
        """Examine a slip's own content with what it uses."""
        seal, stream = parted_seal(content)
        forms = _dictionary(resources.get("/XObject", DictionaryObject()))
        names = [name.decode() for name in _DO.findall(stream)]
        parts, used = [stream], [(stream, resources)]
        for name in names:
            form = _form(forms[f"/{name}"], faults)
            parts.append(form.get_data())
            used.append((form.get_data(), _dictionary(form["/Resources"])))
            faults += _image_faults(form)
        if {f"/{name}" for name in names} != set(forms):
            faults.append("gambar atau bagian yang tidak dicetak program ini")
        fonts = self._fonts_of(used, faults)
        content = sealed_content(
            parts, lambda font, code: fonts[font].letter(code) if font in fonts else ""
        )
        return Drawn(content, seal, tuple(dict.fromkeys(faults)))

    def _fonts_of(
        self, used: list[tuple[bytes, DictionaryObject]], faults: list[str]
    ) -> dict[str, _Font]:
        """Give the fonts by name; a letter that does not look as ours is a fault."""
        found: dict[str, _Font] = {}
        for content, resources in used:
            fonts = _dictionary(resources["/Font"])
            for name, code in used_codes(canonical(content)):
                if name not in found:
                    found[name] = self._font(fonts.raw_get(f"/{name}"))
                if not found[name].looks_right(code):
                    faults.append("huruf yang bentuknya ditukar")
        return found

    def _font(self, reference: PdfObject) -> _Font:
        key = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
        if key not in self._fonts:
            self._fonts[key] = _Font(_dictionary(reference))
        return self._fonts[key]


def _file_faults(data: bytes, reader: PdfReader, *, signed: bool) -> Iterator[str]:
    ends = 2 if signed else 1
    if data.count(b"%%EOF") != ends or data.count(b"startxref") != ends:
        yield "tambahan setelah berkas selesai dibuat"
    if data.rstrip()[-5:] != b"%%EOF":
        yield "isi di belakang akhir berkas"
    root = _dictionary(reader.trailer["/Root"])
    for key, words in _CATALOG_FAULTS.items():
        if key in root and not (signed and key == "/AcroForm"):
            yield words


def _page_faults(page: DictionaryObject, *, signed: bool) -> Iterator[str]:
    if "/Annots" in page and not (signed and _only_a_signature(page["/Annots"])):
        yield "catatan yang ditempel di halaman"
    if isinstance(page["/Contents"].get_object(), ArrayObject):
        yield "isi halaman yang ditambahkan kemudian"
    if set(page) - _PAGE_KEYS - {"/Annots"} or page.get("/Rotate", 0) != 0:
        yield "pengaturan halaman yang diubah"
    extra = set(_dictionary(page["/Resources"])) - {"/Font", "/ProcSet", "/XObject"}
    if extra:
        yield "bahan halaman yang bukan buatan program ini"


def _only_a_signature(notes: Any) -> bool:  # noqa: ANN401 - pypdf's own union
    found = [_dictionary(note) for note in notes.get_object()]
    return [note.get("/FT") for note in found] == ["/Sig"]


def _box(page: DictionaryObject) -> list[int]:
    return [round(number) for number in _numbers(page["/MediaBox"])]


def _placing_faults(page: DictionaryObject, content: bytes, shown: list[str]) -> Iterator[str]:
    """Ask whether larger paper shows slips where we place them, each once, and nothing else."""
    placing = next(
        (
            known
            for known in PLACINGS.values()
            if known and _box(page) == [0, 0, *(round(side) for side in known.size)]
        ),
        None,
    )
    if placing is None:
        yield "ukuran halaman yang diubah"
    elif content != canonical(" ".join([_PREAMBLE, *placing.shown(shown)]).encode()):
        yield "susunan halaman yang bukan buatan program ini"
    forms = _dictionary(_dictionary(page["/Resources"])["/XObject"])
    if set(forms) != {f"/{name}" for name in shown} or len(set(shown)) != len(shown):
        yield "gambar atau bagian yang tidak dicetak program ini"


def _form(reference: PdfObject, faults: list[str]) -> StreamObject:
    form = reference.get_object()
    if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
        faults.append("gambar yang menutupi halaman")
        raise PdfReadError("not a form")
    if set(form) - _FORM_KEYS or _numbers(form["/Matrix"]) != [1, 0, 0, 1, 0, 0]:
        faults.append("bagian halaman yang diubah")
    return form


def _image_faults(form: StreamObject) -> Iterator[str]:
    """Compare pictures with their names: a picture is named by the digest of its points."""
    images = _dictionary(form["/Resources"]).get("/XObject", DictionaryObject())
    for name, reference in _dictionary(images).items():
        picture = reference.get_object()
        points = _stream(picture) if isinstance(picture, StreamObject) else b""
        masked = isinstance(picture, StreamObject) and "/SMask" in picture
        points += _stream(picture["/SMask"]) if masked else b"auto"  # as drawImage was asked
        if name != f"/FormXob.{hashlib.md5(points, usedforsecurity=False).hexdigest()}":
            yield "gambar kepala surat yang diganti"


class _Font:
    """One embedded part of a face: what its codes mean, and whether they look so."""

    def __init__(self, font: DictionaryObject) -> None:
        if set(font) - _FONT_KEYS or str(font["/Subtype"]) != "/TrueType":
            raise PdfReadError("not a font of ours")
        descriptor = _dictionary(font["/FontDescriptor"])
        self._letters = _letters(_stream(font["/ToUnicode"]))
        self._face = str(font["/BaseFont"]).partition("+")[2]
        self._widths = (int(str(font["/FirstChar"])), _numbers(font["/Widths"]))
        self._file = TTFont(BytesIO(_stream(descriptor["/FontFile2"])))
        self._names: Mapping[int, str] = self._file["cmap"].tables[0].cmap

    def letter(self, code: int) -> str:
        """Give the letter a code stands for."""
        return self._letters.get(code, "")

    def looks_right(self, code: int) -> bool:
        """Tell whether a code's shape and width are those of its letter in our face."""
        letter = self.letter(code)
        if 32 <= code < 127 and letter != chr(code):
            return False
        ours = _shapes(self._face).get(letter)
        first, widths = self._widths
        width = widths[code - first]
        shape = _outline(self._file, self._names[code])
        return ours is not None and ours[0] == shape and abs(ours[1] - width) < 1


def _letters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4})>", cmap)
    return {int(code, 16): chr(int(letter, 16)) for code, letter in pairs}


@lru_cache(maxsize=4)
def _shapes(face: str) -> dict[str, tuple[object, float]]:
    """Give outline and width (a thousandth of the size) of every letter of one of our faces."""
    if face not in face_files():
        return {}
    font = TTFont(BytesIO(face_files()[face]))
    scale = 1000 / font["head"].unitsPerEm
    return {
        chr(code): (_outline(font, name), font["hmtx"][name][0] * scale)
        for code, name in font.getBestCmap().items()
    }


def _outline(font: TTFont, name: str) -> object:
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return pen.value


def _dictionary(value: Any) -> DictionaryObject:  # noqa: ANN401 - pypdf's own union
    found = value.get_object()
    if not isinstance(found, DictionaryObject):
        raise PdfReadError("not a dictionary")
    return found


def _numbers(value: Any) -> list[float]:  # noqa: ANN401 - pypdf's own union
    return [float(number) for number in value.get_object()]


def _stream(value: Any) -> bytes:  # noqa: ANN401 - pypdf's own union
    found = value.get_object()
    return bytes(found.get_data())
