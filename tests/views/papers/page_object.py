"""Hands and eyes on the page Cetak, as a finance clerk has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from polima_desktop.services.papers.kinds import Paper
from polima_desktop.views import dialogs
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.widgets import Button


class Desk:
    """The page in a window of its own; every act waits until the page is at rest."""

    def __init__(self, page: CetakPage, patch: pytest.MonkeyPatch) -> None:
        self.page, self._patch = page, patch
        page.resize(1150, 700)
        page.show()
        page.refresh()
        self.rest()

    def rest(self) -> None:
        self.page.context.jobs.settle()

    # hands

    def press(self, button: Button) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.rest()

    def key(self, widget: QWidget, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(widget, key)
        self.rest()

    def take(self, paper: Paper) -> None:
        """Click a kind of paper."""
        table = self.page.chooser.papers
        place = table.rows_model.place_of(paper)
        spot = table.visualRect(table.rows_model.index(place, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.rest()

    def take_row(self, name: str) -> None:
        """Click a row of the list below."""
        table = self.page.chooser.who
        place = [row[1].strip() for row in table.rows_model.rows].index(name)
        spot = table.visualRect(table.rows_model.index(place, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        self.rest()

    def search(self, text: str) -> None:
        self.page.search.clear()
        QTest.keyClicks(self.page.search, text)
        QTest.keyClick(self.page.search, Qt.Key.Key_Return)
        self.rest()

    def save_as(self, path: Path) -> None:
        """Press the filled button and give this file to the file dialog."""
        self._patch.setattr(dialogs, "save_file", lambda *_: path)
        self._patch.setattr(dialogs, "open_folder", lambda *_: path)
        self.press(self.page.save)

    # eyes

    @property
    def names(self) -> list[str]:
        return [row[1].strip() for row in self.page.chooser.who.rows_model.rows]

    @property
    def title(self) -> str:
        viewer = self.page.viewer
        return f"{viewer.title.text()}, {viewer.note.full}"

    @property
    def note(self) -> str:
        return self.page.viewer.strip.position.text()

    @property
    def pages(self) -> int:
        return self.page.viewer.preview.count

    @property
    def message(self) -> str:
        shown = self.page.notices.messages.message
        return f"{shown.bold} {shown.text}".strip() if shown else ""

    @property
    def caution(self) -> str:
        caution = self.page.viewer.caution
        return caution.accessibleName() if caution.isVisible() else ""
