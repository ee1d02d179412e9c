"""A PDF in memory as pictures of its pages, one at a time; it never touches the disk."""

from __future__ import annotations

from threading import Lock

import pypdfium2
from PySide6.QtGui import QImage

_library = Lock()
"""PDFium must not be entered by two threads at once: the window draws while a job prints."""


class PdfPages:
    """The pages of a PDF. Sizes are in points, scales in pixels a point."""

    def __init__(self, data: bytes) -> None:
        with _library:
            self._pdf = pypdfium2.PdfDocument(data)
            self.sizes = [self._pdf.get_page_size(n) for n in range(len(self._pdf))]

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, number: int, scale: float) -> QImage:
        """Draw a page on white."""
        with _library:
            page = self._pdf[number]
            bitmap = page.render(scale=scale, rev_byteorder=True)
            pixels = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            channels = bitmap.n_channels
            bitmap.close()
            page.close()
        kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBX8888
        return QImage(pixels, width, height, stride, kind).copy()

    def close(self) -> None:
        """Let go of the document."""
        with _library:
            self._pdf.close()
