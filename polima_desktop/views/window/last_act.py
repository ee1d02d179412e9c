"""Urungkan: the name of one's own last act in the menu, and taking it back (Ctrl+Z)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from polima_desktop.domain.errors import PolimaError
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import confirm

if TYPE_CHECKING:
    from collections.abc import Callable

    from polima_desktop.services.undo import Undoable
    from polima_desktop.views.widgets.page import Page

_ROOMS = ("people", "units", "records", "claims")
_LONGEST = 70


class LastAct:
    """Keeps the menu entry in step with the store; ``undo`` takes the act back and says so."""

    def __init__(
        self, window: QMainWindow, context: Context, page: Callable[[], Page | None]
    ) -> None:
        self.window, self.context, self.page = window, context, page
        self.action: QAction | None = None

    def load(self) -> None:
        """Ask what the last act is called, for the menu."""
        session = self.context.session

        def ask(_progress: object) -> Undoable | None:
            from polima_desktop.services import undo

            return undo.last_own(session)

        self.context.jobs.run(ask, slot="last act").success(self._name)

    def _name(self, found: Undoable | None) -> None:
        if self.action is not None:
            self.action.setText(_menu_text(found))
            self.action.setEnabled(found is not None)

    def undo(self) -> None:
        """Take the last act back, or say why not and what instead."""
        session = self.context.session

        def ask(_progress: object) -> Undoable | None:
            from polima_desktop.services import undo

            return undo.last_own(session)

        self.context.jobs.run(ask, self.page()).success(self._answered)

    def _answered(self, found: Undoable | None) -> None:
        page = self.page()
        if page is None:
            return
        if found is None:
            page.say("info", "Belum ada pekerjaan sendiri yang bisa diurungkan.")
        elif found.why_not is not None:
            page.say_error(PolimaError(*found.why_not))
        elif not found.asks or confirm(
            self.window, f"Urungkan {found.title}?", found.asks, "Urungkan"
        ):
            self._take_back(found, page)

    def _take_back(self, found: Undoable, page: Page) -> None:
        session = self.context.session

        def act(_progress: object) -> str:
            from polima_desktop.services import undo

            return undo.undo(session, found.act_id)

        self.context.jobs.run(act, page, writes=True).success(
            lambda title: self._done(str(title), page)
        )

    def _done(self, title: str, page: Page) -> None:
        page.say("ok", f"Diurungkan: {title}.", "Catatannya tetap tersimpan di Jejak Audit.")
        for room in _ROOMS:
            self.context.changed(room)
        self.load()


def _menu_text(found: Undoable | None) -> str:
    if found is None:
        return "&Urungkan"
    title = found.title if len(found.title) <= _LONGEST else found.title[: _LONGEST - 1] + "…"
    return "&Urungkan: " + title.replace("&", "&&")
