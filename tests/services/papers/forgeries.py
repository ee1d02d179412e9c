"""Forty ways and more to make a false slip out of a true one. Nothing is judged here.

Each takes the bytes of a signed PDF of one page and gives a forged one. Some are drawn again by
somebody who has our program but not our key; others change the file as an editor would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from polima_desktop.domain.progress import Progress
from polima_desktop.reports import seal, slip_layout
from polima_desktop.reports.parts import Signatory
from polima_desktop.reports.slip import Amount, Fact, Row, Slip
from polima_desktop.reports.slip_file import write_slips
from tests.reports.samples import PRINTED

Forge = Callable[[bytes], bytes]


# ── drawn again under the true symbol ───────────────────────────────────────────────────────


@contextmanager
def _true_symbol(text: str) -> Iterator[None]:
    """Let whatever is drawn carry a symbol that the office did sign."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slip_layout, "seal", lambda *args: seal.symbol(text, *args[-2:]))
        yield


def redrawn(paper: Slip, symbol: str) -> bytes:
    """Draw a slip with our own program under a symbol that speaks of another."""
    out = BytesIO()
    with _true_symbol(symbol):
        write_slips([paper], out, PRINTED, Progress())
    return out.getvalue()


def _fact(column: int, label: str, value: str) -> Callable[[Slip], Slip]:
    def change(paper: Slip) -> Slip:
        facts = [list(column) for column in paper.facts]
        at = [fact.label for fact in facts[column]].index(label)
        facts[column][at] = Fact(label, value, facts[column][at].strong)
        return replace(paper, facts=(tuple(facts[0]), tuple(facts[1])))

    return change


def _signatory(which: int, **changes: str) -> Callable[[Slip], Slip]:
    def change(paper: Slip) -> Slip:
        both = list(paper.signatories)
        both[which] = replace(both[which], **changes)
        return replace(paper, signatories=(both[0], both[1]))

    return change


def _first_block(**changes: Any) -> Callable[[Slip], Slip]:  # noqa: ANN401 - fields of a block
    return lambda paper: replace(
        paper, blocks=(replace(paper.blocks[0], **changes), *paper.blocks[1:])
    )


REDRAWN: dict[str, Callable[[Slip], Slip]] = {
    "another name": _fact(0, "Nama", "Orang Lain"),
    "another NIP": _fact(0, "NIP", "19811104 200803 1 003"),
    "another rank": _fact(0, "Pangkat", "Pembina (IV/a)"),
    "another position": _fact(0, "Jabatan", "Kepala Dinas"),
    "another NPWP": _fact(0, "NPWP", "09.999.999.9-811.000"),
    "another class": _fact(1, "Kelas jabatan", "15"),
    "another class amount": _fact(1, "TPP kelas", "Rp 14.355.208"),
    "another superior": _fact(1, "Atasan", "Siapa Saja"),
    "another decree": _fact(1, "Dasar", "Perwali 99 Tahun 2021"),
    "another month": lambda p: replace(p, subtitle=p.subtitle.replace("Januari", "Maret")),
    "another year": lambda p: replace(
        p, subtitle=p.subtitle.replace("Januari 2021", "Januari 2022")
    ),
    "another number": lambda p: replace(p, subtitle=p.subtitle.replace("Nomor 0", "Nomor 9")),
    "another revision": lambda p: replace(p, subtitle=p.subtitle.replace("Revisi 1", "Revisi 2")),
    "more gross and net": lambda p: replace(
        p, gross=(replace(p.gross[0], rupiah=p.gross[0].rupiah + 10_000_000), *p.gross[1:])
    ),
    "less deduction": lambda p: replace(p, deductions=p.deductions[:1]),
    "one deduction moved to another": lambda p: replace(
        p,
        deductions=(
            Amount(p.deductions[0].label, p.deductions[0].rupiah + 1000),
            Amount(p.deductions[1].label, p.deductions[1].rupiah - 1000),
        ),
    ),
    "another label of an amount": lambda p: replace(
        p, deductions=(Amount("Zakat", p.deductions[0].rupiah), *p.deductions[1:])
    ),
    "another head": _signatory(0, name="Kepala Palsu"),
    "another head's NIP": _signatory(0, nip="197001011995031001"),
    "another office of the treasurer": _signatory(1, office="Kepala Badan"),
    "another date of signing": _signatory(1, intro="Baubau, 1 April 2021"),
    "another unit": lambda p: replace(p, letterhead=replace(p.letterhead, unit="Dinas Kesehatan")),
    "another line of the performance": _first_block(rows=(Row("Poin aktivitas", "9.999", ""),)),
    "another result of the performance": _first_block(
        results=(("TPP kinerja", "Rp 9.351.812,32"),)
    ),
    "another title": lambda p: replace(p, title="SLIP GAJI"),
    "no longer an example": lambda p: replace(p, marks=()),
    "another code": lambda p: replace(p, code="K7QD-M2XA-94FH"),
    "no signatories": lambda p: replace(p, signatories=(Signatory("", ""), Signatory("", ""))),
}
"""What is changed on the paper; the symbol stays that of the true one."""


# ── the file changed ────────────────────────────────────────────────────────────────────────


def _edited(change: Callable[[PdfWriter, Any], None]) -> Forge:
    def forge(data: bytes) -> bytes:
        writer = PdfWriter(clone_from=BytesIO(data))
        change(writer, writer.pages[0])
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    return forge


def _content(page: Any) -> bytes:  # noqa: ANN401 - pypdf's page
    return bytes(page["/Contents"].get_object().get_data())


def _set_content(writer: PdfWriter, page: Any, content: bytes) -> None:  # noqa: ANN401
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)


_BOX = b"\nq 1 1 1 rg 300 195 90 20 re f Q\n"
_NEW_NET = b"q BT /F2+0 9.6 Tf 1 0 0 1 310 200 Tm (Rp 93.745.914) Tj ET Q\n"


def _white_box(writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
    _set_content(writer, page, _content(page) + _BOX)


def _covered_net(writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
    _set_content(writer, page, _content(page) + _BOX + _NEW_NET)


def _second_stream(writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
    stream = DecodedStreamObject()
    stream.set_data(_BOX + _NEW_NET)
    both = [page.raw_get("/Contents"), writer._add_object(stream)]
    page[NameObject("/Contents")] = ArrayObject(both)


def _note(writer: PdfWriter, _page: Any) -> None:  # noqa: ANN401
    writer.add_annotation(0, FreeText(text="Rp 93.745.914", rect=(300, 195, 390, 215)))


def _picture(writer: PdfWriter, page: Any, name: str = "/FormXob.gambar") -> None:  # noqa: ANN401
    image = DecodedStreamObject()
    image.set_data(b"\xff" * 300)
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(10),
            NameObject("/Height"): NumberObject(10),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    page["/Resources"]["/XObject"][NameObject(name)] = writer._add_object(image)
    drawn = f"\nq 90 0 0 20 300 195 cm {name} Do Q\n".encode()
    _set_content(writer, page, _content(page) + drawn)


def _box_first(writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
    _set_content(writer, page, _BOX + _content(page))


def _box_in_seal(writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
    content = _content(page)
    assert content.count(b"> EI Q") == 1
    _set_content(writer, page, content.replace(b"> EI Q", b"> EI Q" + _BOX + _NEW_NET))


def _in_a_form(part: str) -> Callable[[PdfWriter, Any], None]:
    """Draw over the page from within one of its forms."""

    def change(_writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
        forms = page["/Resources"]["/XObject"]
        form = next(forms[name].get_object() for name in forms if part in name)
        form.set_data(form.get_data() + _BOX + _NEW_NET)

    return change


def _swapped_figures(shape: bool) -> Callable[[PdfWriter, Any], None]:
    """Let 3 look like 9 and 9 like 3: in the shapes, or in what the codes are said to mean."""

    def change(_writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
        for reference in page["/Resources"]["/Font"].get_object().values():
            font = reference.get_object()
            if "/ToUnicode" not in font:
                continue
            if not shape:
                codes = font["/ToUnicode"].get_object()
                text = codes.get_data().replace(b"<33> <0033>", b"<33> <0039>")
                codes.set_data(text.replace(b"<39> <0039>", b"<39> <0033>"))
                continue
            stream = font["/FontDescriptor"].get_object()["/FontFile2"].get_object()
            file = TTFont(BytesIO(stream.get_data()))
            for table in file["cmap"].tables:
                cmap = table.cmap
                cmap[0x33], cmap[0x39] = cmap[0x39], cmap[0x33]
            out = BytesIO()
            file.save(out)
            stream.set_data(out.getvalue())

    return change


def _key(name: str, value: Any, *, on_page: bool = True) -> Callable[[PdfWriter, Any], None]:  # noqa: ANN401
    def change(writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
        holder = page if on_page else writer._root_object
        holder[NameObject(name)] = value

    return change


def _layer() -> DictionaryObject:
    return DictionaryObject({NameObject("/OCGs"): ArrayObject()})


def _amount(old: bytes, new: bytes) -> Callable[[PdfWriter, Any], None]:
    def change(writer: PdfWriter, page: Any) -> None:  # noqa: ANN401
        content = _content(page)
        assert old in content
        _set_content(writer, page, content.replace(old, new))

    return change


def _update(data: bytes) -> bytes:
    """Append a second version of the page behind the end of the file."""
    writer = PdfWriter(BytesIO(data), incremental=True)
    writer.pages[0][NameObject("/Rotate")] = NumberObject(0)
    _white_box(writer, writer.pages[0])
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _image_only(data: bytes, painted: bool) -> bytes:
    """Print the page as a picture, with or without another net on it."""
    from PIL import ImageDraw

    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=3).to_pil().convert("RGB")
    document.close()
    if painted:
        pen = ImageDraw.Draw(picture)
        pen.rectangle((900, 1140, 1170, 1200), fill="white")
        pen.text((910, 1150), "Rp 93.745.914", fill="black", font_size=36)
    out = BytesIO()
    picture.save(out, "PDF", resolution=216)
    return out.getvalue()


EDITED: dict[str, Forge] = {
    "a white box over the net": _edited(_white_box),
    "a white box and another net": _edited(_covered_net),
    "a second content stream": _edited(_second_stream),
    "a note over the net": _edited(_note),
    "a picture over the net": _edited(_picture),
    "a box drawn in the letterhead": _edited(_in_a_form("bagian")),
    "a box drawn before the seal": _edited(_box_first),
    "a box drawn in the seal": _edited(_box_in_seal),
    "figures of other shapes": _edited(_swapped_figures(shape=True)),
    "figures of other meaning": _edited(_swapped_figures(shape=False)),
    "another net in the text": _edited(_amount(b"(Rp 3.745.914)", b"(Rp 9.745.914)")),
    "another deduction in the text": _edited(_amount(b"Rp 199.251)", b"Rp 100.251)")),
    "the spelled amount in the text": _edited(_amount(b"(tiga juta", b"(enam juta")),
    "the page turned": _edited(_key("/Rotate", NumberObject(180))),
    "the page cut": _edited(
        _key("/CropBox", ArrayObject([FloatObject(n) for n in (0, 0, 419, 400)]))
    ),
    "the page enlarged": _edited(
        _key("/MediaBox", ArrayObject([FloatObject(n) for n in (0, 0, 419, 800)]))
    ),
    "another unit of the page": _edited(_key("/UserUnit", FloatObject(2))),
    "a layer that can be hidden": _edited(_key("/OCProperties", _layer(), on_page=False)),
    "a form to fill in": _edited(_key("/AcroForm", DictionaryObject(), on_page=False)),
    "a script that runs at opening": _edited(
        _key(
            "/OpenAction",
            DictionaryObject(
                {
                    NameObject("/S"): NameObject("/JavaScript"),
                    NameObject("/JS"): TextStringObject("this.print()"),
                }
            ),
            on_page=False,
        )
    ),
    "a later version behind the end": _update,
    "words behind the end": lambda data: data + b"\n% tambahan\n",
    "a picture of the true page": lambda data: _image_only(data, painted=False),
    "a picture with another net": lambda data: _image_only(data, painted=True),
}
"""What is done to the file."""


def _seal_of(content: bytes) -> bytes:
    return content[content.index(b" BI ") : content.index(b"> EI Q")]


def pages_swapped(data: bytes) -> bytes:
    """Put the seal of the second slip under the first."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    first, second = (_content(page) for page in writer.pages[:2])
    _set_content(writer, writer.pages[0], first.replace(_seal_of(first), _seal_of(second)))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
