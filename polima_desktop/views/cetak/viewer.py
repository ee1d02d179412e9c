"""The sheet at the right: the preview with its pages, sizes, and what must be known about it."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from polima_desktop.formatting import number
from polima_desktop.views.cetak.pdf import PdfPages
from polima_desktop.views.cetak.preview import Preview
from polima_desktop.views.widgets import Button, IconButton, Sheet, Strip, label


class Viewer(Sheet):
    """A preview with its controls. Give it the bytes of a PDF."""

    def __init__(self) -> None:
        super().__init__("Pratinjau")
        self.preview = Preview()
        self.back = IconButton("kiri", "Halaman sebelumnya (←)", self._back)
        self.place: QLabel = label("", "body")
        self.on = IconButton("kanan", "Halaman berikutnya (→)", self._on)
        self.smaller = IconButton("kurang", "Perkecil (−)", self.preview.zoom_out)
        self.larger = IconButton("tambah", "Perbesar (+)", self.preview.zoom_in)
        self.fit = Button("Lebar halaman", on_press=self.preview.fit_width, quiet=True, low=True)
        for widget in (self.back, self.place, self.on, self.smaller, self.larger, self.fit):
            self.add_to_head(widget)
        self.strip = Strip()
        self.add(self.preview, 1)
        self.add(self.strip)
        self.preview.page_changed.connect(self._show_place)
        self.show_pdf(None, "", "")

    def show_pdf(self, data: bytes | None, title: str, note: str) -> None:
        """Show a document and say what part of the whole it is; None shows nothing."""
        self.preview.show_pages(None if data is None else PdfPages(data))
        self.set_title(title or "Pratinjau")
        self.strip.set_position(note)

    def _back(self) -> None:
        self.preview.go_to(self.preview.page - 1)

    def _on(self) -> None:
        self.preview.go_to(self.preview.page + 1)

    def _show_place(self, page: int, count: int) -> None:
        self.place.setText(f"{number(page)} dari {number(count)}" if count else "")
        self.back.setEnabled(page > 1)
        self.on.setEnabled(0 < page < count)
        for widget in (self.smaller, self.larger, self.fit):
            widget.setEnabled(count > 0)
