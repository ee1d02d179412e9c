"""Asking which column of an office's list is what, where its headings do not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from polima_desktop.services.reconciliation.mapping import unclear
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.importing.layout_step import LayoutStep
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets import label

if TYPE_CHECKING:
    from polima_desktop.services.imports import Guess


class MappingDialog(Dialog):
    """One list's sheet, header and columns; ``layouts`` is how it is to be read."""

    def __init__(self, parent: QWidget | None, settings: Settings, name: str, guess: Guess) -> None:
        super().__init__(parent, f"Kolom daftar {name}: {guess.book.name}", "Lanjut", width=900)
        words = (
            "NIP dan nama paling menentukan. Pilihan ini disimpan bersama rekonsiliasi dan "
            "dipakai lagi untuk ekspor berikut yang judul kolomnya sama."
        )
        self.body.addWidget(label(words, "label", "second", wrap=True))
        self.step = LayoutStep(settings)
        self.step.setMinimumHeight(400)
        self.step.set_guess(guess, "rekonsiliasi")
        for box in (self.step.hidden_rows, self.step.hidden_sheets):
            box.hide()
        self.error = label("", "label", "bad", wrap=True)
        self.step.touched.connect(self._say)
        self.body.addWidget(self.step, 1)
        self.body.addWidget(self.error)
        self._say()

    @property
    def layouts(self) -> tuple[Any, ...] | None:
        """The layouts to read by; None: every sheet as guessed."""
        return self.step.layouts()

    def _say(self) -> bool:
        lacking = unclear(self.step.columns())
        self.error.setText(lacking)
        self.error.setVisible(bool(lacking))
        return not lacking

    def accept(self) -> None:
        """Close if the list can be read by what was chosen."""
        if self._say():
            super().accept()
