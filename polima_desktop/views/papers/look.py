"""The form for how a unit's slips look, with the slip beside it as it is being edited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.papers import PAPERS, RENAMED, SHOWN, Paper, PaperStyle, faults
from polima_desktop.files import read_whole
from polima_desktop.views import dialogs
from polima_desktop.views.papers.pdf import PdfPages
from polima_desktop.views.papers.preview import Preview
from polima_desktop.views.pause import pause
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets import Button, ElidedLabel, Field, label, scrolling
from polima_desktop.views.widgets.choices import Choice, DayBox

if TYPE_CHECKING:  # reportlab waits until the first slip is drawn
    from polima_desktop.services.papers.styles import Look

PICTURES = "Gambar (*.png *.jpg *.jpeg)"
PAUSE_MS = 350
Draw = Callable[[PaperStyle, Callable[[bytes], object], Callable[[PolimaError], object]], object]
"""Draws a slip in a style and tells its PDF, or why there is none."""

_LINES = {
    "government": "Baris pertama kop",
    "unit": "Nama unit di kop",
    "below": "Baris di bawahnya (provinsi atau alamat)",
    "title": "Judul slip",
    "place": "Tempat tanda tangan",
    "knowing": "Kata di atas kepala unit",
}


class LookDialog(dialogs.FormDialog):
    """Shows how slips look now; ``style_made`` is what the user made of it.

    ``dropped`` says that the unit shall have no style of its own any more.
    """

    def __init__(
        self, parent: QWidget, settings: Settings, unit: str, look: Look, since: date, draw: Draw
    ) -> None:
        super().__init__(parent, "Kop dan bentuk slip", "Simpan bentuk", self._check)
        self._settings, self._draw, self._logo = settings, draw, look.style.logo
        self.dropped = False
        self._lines = {name: self._line(name, look.style, unit) for name in _LINES}
        self.paper = self._papers(look.style.paper)
        self._shown: dict[str, QCheckBox] = {}
        self._labels: dict[str, QLineEdit] = {}
        self._logo_row()
        self._facts(look.style)
        self.since = DayBox(QDate(since.year, since.month, since.day))
        self.since.setDisplayFormat("d MMMM yyyy")
        self.since.setCalendarPopup(True)
        self.form.add("since", Field("Berlaku sejak", self.since, required=True))
        self._whose(unit, look)
        self.preview = Preview()
        self.said = label("", "body", "second", wrap=True)
        self._lay_out()
        self._pause = pause(self, PAUSE_MS)
        self._pause.timeout.connect(self.show_now)
        self.show_now()

    # ── the form ──────────────────────────────────────────────────────────────────────────

    def _line(self, name: str, style: PaperStyle, unit: str) -> QLineEdit:
        edit = QLineEdit(getattr(style, name))
        edit.setCursorPosition(0)
        if name == "unit":
            edit.setPlaceholderText(unit)
        edit.textEdited.connect(self._changed)
        self.form.add(name, Field(_LINES[name], edit))
        return edit

    def _papers(self, paper: Paper) -> Choice:
        choice = Choice()
        for kind, words in PAPERS.items():
            choice.addItem(words, kind.value)
        choice.setCurrentIndex(list(PAPERS).index(paper))
        choice.currentIndexChanged.connect(self._changed)
        self.form.add("paper", Field("Kertas", choice))
        return choice

    def _logo_row(self) -> None:
        self.pick = Button("Pilih lambang", "lampir", self.ask_logo)
        self.no_logo = Button("Hapus lambang", on_press=self.drop_logo, quiet=True)
        self.no_logo.setEnabled(self._logo is not None)
        row = QHBoxLayout()
        row.addWidget(self.pick)
        row.addWidget(self.no_logo)
        row.addStretch(1)
        self.form.column.addLayout(row)

    def _facts(self, style: PaperStyle) -> None:
        self.form.add_heading("Keterangan pada slip")
        for name, usual in SHOWN.items():
            box = QCheckBox(usual)
            box.setChecked(name not in style.hidden)
            box.toggled.connect(self._changed)
            self._shown[name] = box
            row = QHBoxLayout()
            row.addWidget(box, 1)
            if name in RENAMED:
                edit = QLineEdit(style.labels.get(name, ""))
                edit.setPlaceholderText(usual)
                edit.setAccessibleName(f"Sebutan {usual} pada slip")
                edit.textEdited.connect(self._changed)
                self._labels[name] = edit
                row.addWidget(edit, 1)
            self.form.column.addLayout(row)

    def _whose(self, unit: str, look: Look) -> None:
        words = f"{unit}: bentuk sendiri" if look.own else f"{unit}: mengikuti {look.of}"
        self.body.insertWidget(0, ElidedLabel(words, "body", "second"))
        self.drop = Button("Ikuti unit di atasnya", on_press=self._give_up, quiet=True)
        self.drop.setVisible(look.own and look.of != "bawaan program")
        self.form.column.addWidget(self.drop)

    def _lay_out(self) -> None:
        self.setMinimumSize(940, 600)
        row = QHBoxLayout()
        row.setSpacing(16)
        beside = scrolling(self.form)
        beside.setMinimumWidth(390)
        row.addWidget(beside)
        row.addWidget(self.preview, 1)
        self.body.takeAt(self.body.count() - 1)  # no blank below: the slip takes all there is
        self.body.addLayout(row, 1)
        self.body.addWidget(self.said)

    # ── what was made of it ───────────────────────────────────────────────────────────────

    @property
    def style_made(self) -> PaperStyle:
        """The style as it stands in the form."""
        texts = {name: " ".join(edit.text().split()) for name, edit in self._lines.items()}
        labels = {name: " ".join(edit.text().split()) for name, edit in self._labels.items()}
        return PaperStyle(
            government=texts["government"],
            unit=texts["unit"],
            below=texts["below"],
            place=texts["place"],
            title=texts["title"],
            knowing=texts["knowing"],
            paper=Paper(self.paper.currentData()),
            hidden=tuple(name for name, box in self._shown.items() if not box.isChecked()),
            labels={name: words for name, words in labels.items() if words},
            logo=self._logo,
        )

    @property
    def valid_from(self) -> date:
        """The chosen first day."""
        return date.fromisoformat(self.since.date().toString("yyyy-MM-dd"))

    def _check(self) -> dict[str, str]:
        wrong = faults(self.style_made)
        for name, words in wrong.items():
            if name not in self.form.fields:
                self.said.setText(words)
        return wrong

    def ask_logo(self) -> None:
        """Let the user choose a picture of the arms."""
        path = dialogs.open_file(self, self._settings, "Lambang", PICTURES)
        if path is not None:
            self._logo = read_whole(path)
            self.no_logo.setEnabled(True)
            self.show_now()

    def drop_logo(self) -> None:
        """Take the office's own arms away."""
        self._logo = None
        self.no_logo.setEnabled(False)
        self.show_now()

    def _give_up(self) -> None:
        self.dropped = True
        super(dialogs.FormDialog, self).accept()

    # ── as one edits ──────────────────────────────────────────────────────────────────────

    def _changed(self, *_: object) -> None:
        self._pause.start()

    def show_now(self) -> None:
        """Draw the slip anew."""
        wrong = faults(self.style_made)
        self.form.show_errors({n: words for n, words in wrong.items() if n in self.form.fields})
        if not wrong:
            self._draw(self.style_made, self._show, self._show_not)

    def _show(self, data: bytes) -> None:
        self.said.setText("")
        self.preview.show_pages(PdfPages(data))

    def _show_not(self, error: PolimaError) -> None:
        self.said.setText(f"{error.message} {error.advice}")
        self.preview.show_pages(None)
