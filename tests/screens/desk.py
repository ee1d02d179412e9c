"""Where the dialogs of the walk are opened over: the pages of the small demo city, each once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.widgets import Page
from tests.screens.hands import answering
from tests.screens.stage import Stage

if TYPE_CHECKING:
    from polima_desktop.views.window.main_window import MainWindow


class Desk:
    """Opens each page once and makes dialogs over it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._windows: dict[tuple[str, str], MainWindow] = {}

    def window(self, page: str, user: str) -> MainWindow:
        """Open the window on a page, or give the one that is open."""
        if (page, user) not in self._windows:
            self._windows[page, user] = self.stage.window(page, user)
        return self._windows[page, user]

    def page(self, page: str, user: str) -> Page:
        """Give a page as that user sees it."""
        return self.window(page, user).pages[page]

    def staff(self) -> PegawaiPage:
        """Give the page Pegawai with somebody chosen."""
        page = self.page("pegawai", "bkpsdm")
        assert isinstance(page, PegawaiPage)
        if page.pane.file is None:
            page.table.select_place(3)
            self.stage.settle()
        return page

    def caught(self, ask: Callable[[], object]) -> QDialog:
        """Give the dialog a function asks with; its answer was no."""
        found: list[QDialog] = []

        def keep(dialog: QDialog) -> None:
            found.append(dialog)
            dialog.reject()

        with answering(keep):
            ask()
        [dialog] = found
        if (first := dialog.focusWidget()) is not None:
            first.clearFocus()  # it opens once more
        return dialog
