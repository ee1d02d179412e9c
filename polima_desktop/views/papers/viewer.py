"""The sheet at the right: the preview with its pages, sizes, and what must be known about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedWidget, QWidget

from polima_desktop.formatting import number
from polima_desktop.services.papers.kinds import Apart
from polima_desktop.views.papers.pdf import PdfPages
from polima_desktop.views.papers.preview import Preview
from polima_desktop.views.widgets import (
    Button,
    EmptyState,
    IconButton,
    Link,
    Sheet,
    Strip,
    label,
    set_ground,
)
from polima_desktop.views.widgets.sheet import KindIcon


class Caution(QWidget):
    """One line above the preview: why the papers are marked, and the way to change it."""

    def __init__(self, link: str, on_link: Callable[[], object]) -> None:
        super().__init__()
        set_ground(self, "warnbg")
        self.setMinimumHeight(34)
        self._bold, self._text = label("", "strong", "warn"), label("", "body", wrap=True)
        self.link = Link(link, on_link, "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 14, 4)
        row.setSpacing(8)
        row.addWidget(KindIcon("warn"))
        row.addWidget(self._bold)
        row.addWidget(self._text, 1)
        row.addWidget(self.link)
        self.hide()

    def show_words(self, bold: str, text: str) -> None:
        """Say it, or hide if there is nothing to say."""
        self._bold.setText(bold)
        self._text.setText(text)
        self.setAccessibleName(f"{bold} {text}")
        self.setVisible(bool(bold))


class Viewer(Sheet):
    """A preview with its controls. Give it the bytes of a PDF."""

    def __init__(self, on_caution: Callable[[], object]) -> None:
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
        self.caution = Caution("Buka Perhitungan", on_caution)
        self.strip = Strip()
        self.apart = QCheckBox("Pisah per &unit")
        self.each = QCheckBox("Pisah per &pegawai")
        self.apart.setToolTip("Satu berkas untuk setiap unit, dalam satu folder.")
        self.each.setToolTip(
            "Satu berkas untuk setiap pegawai.\n"
            "Kata sandi: tanggal lahir (HHBBTTTT) dan empat angka terakhir NIP."
        )
        for box, other in ((self.apart, self.each), (self.each, self.apart)):
            self.strip.row.addWidget(box)
            box.toggled.connect(lambda on, other=other: other.setChecked(False) if on else None)
        self.add(self.caution)
        self.nothing = EmptyState("", "")
        self.place_of = QStackedWidget()
        self.place_of.addWidget(self.preview)
        self.place_of.addWidget(self.nothing)
        self.add(self.place_of, 1)
        self.add(self.strip)
        self.preview.page_changed.connect(self._show_place)
        self.show_pdf(None, "", "")

    @property
    def parting(self) -> Apart | None:
        """What gets a file of its own; None: one file for all."""
        if self.apart.isVisible() and self.apart.isChecked():
            return Apart.UNIT
        return Apart.PERSON if self.each.isVisible() and self.each.isChecked() else None

    def show_pdf(self, data: bytes | None, title: str, note: str, whose: str = "") -> None:
        """Show a document, say whose it is and what part of the whole; None shows nothing."""
        self.preview.show_pages(None if data is None else PdfPages(data))
        self.place_of.setCurrentWidget(self.preview)
        self.set_title(title or "Pratinjau", whose)
        self.strip.set_position(note)

    def show_nothing(self, why: str, advice: str) -> None:
        """Say in the middle why there is nothing to look at, and what to do."""
        self.show_pdf(None, "", "")
        self.nothing.set_words(why, advice)
        self.place_of.setCurrentWidget(self.nothing)

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
