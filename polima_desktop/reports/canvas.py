"""reportlab's canvas, whose pages are put down as they will stand in the file, compressed at once.

reportlab keeps every page as text and dictionaries until the file is saved: for 4,039 slips 40 MB
and a second. What is drawn on a page is ``document``'s.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFObject,
    PDFResourceDictionary,
)
from reportlab.pdfgen.canvas import Canvas

_LEVEL = 4
"""Of zlib's nine: a third faster than the usual 6, the file 3 % larger."""


class _Ready(PDFObject):
    """An object of the file that is written already."""

    __RefOnly__ = 1

    def __init__(self, text: bytes) -> None:
        self._text = text

    def format(self, _document: PDFDocument) -> bytes:
        return self._text


class PageCanvas(Canvas):
    """A canvas into whose current page or form operators are written as text."""

    _code: list[str]
    _doc: Any  # reportlab's stubs leave out half of what a PDFDocument has
    _preamble: str
    _formsinuse: list[str]
    _pagesize: tuple[float, float]
    _startPage: Callable[[], None]  # noqa: N815 - reportlab's name
    _setXObjects: Callable[[object], None]  # noqa: N815

    def write(self, operators: list[str]) -> None:
        """Add operators to what is being drawn."""
        self._code.extend(operators)

    def write_first(self, operators: str) -> None:
        """Put operators below everything that was drawn."""
        self._code.insert(0, operators)

    def uses(self, forms: list[str]) -> list[str]:
        """Let the current page know forms; give their names in the file."""
        self._formsinuse.extend(forms)
        return [self._doc.getXObjectName(name) for name in forms]

    @property
    def content(self) -> bytes:
        """What the page or form being drawn will hold, as it will stand in the file."""
        return "\n".join([self._preamble, *self._code]).encode("latin-1")

    @property
    def pdf(self) -> PDFDocument:
        """The document that is being made."""
        document: PDFDocument = self._doc
        return document

    def end_page(self) -> None:
        """End the page: its content is compressed, what pages share is referred to."""
        content = zlib.compress(self.content + b"\n", _LEVEL)
        head = b"<< /Filter [ /FlateDecode ] /Length %d >>\nstream\n" % len(content)
        stream = self._reference(_Ready(head + content + b"\nendstream\n"))
        pages = self._reference(self._doc.Pages)
        box = " ".join(fp_str(side) for side in (0, 0, *self._pagesize))
        text = (
            f"<< /Type /Page /Parent {pages} /MediaBox [ {box} ] "
            f"/Resources {self._shared_resources()} /Contents {stream} >>"
        )
        self._doc.addPage(_Ready(text.encode()))
        self._startPage()

    def _shared_resources(self) -> str:
        """Refer to fonts and forms; pages that show the same forms share one list of them."""
        used = SimpleNamespace()
        self._setXObjects(used)
        shown: PDFDictionary | None = used.XObjects
        key = tuple(sorted(shown.dict)) if shown else ()
        known = self.__dict__.setdefault("_resources", {})
        if key not in known:
            resources: Any = PDFResourceDictionary()
            resources.basicFonts()
            if shown:
                resources.XObject = shown
            known[key] = self._reference(resources)
        return str(known[key])

    def _reference(self, thing: PDFObject) -> str:
        written: bytes = self._doc.Reference(thing).format(self._doc)
        return written.decode()
