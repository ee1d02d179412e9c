"""What every page is given: who works on which store and month, the worker, what is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from polima_desktop.domain.periods import Month
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings

if TYPE_CHECKING:  # the store's modules are heavy: they wait until after the first paint
    from polima_desktop.services.session import Session


class Context(QObject):
    """One per window. Pages read it, tell it what they changed, and ask it for other pages.

    ``data_changed(what)``: people, units, rules, claims, records, months or users were changed.
    ``page_asked(key, what)``: show a page, and there what another page names.
    """

    month_changed = Signal(object)
    data_changed = Signal(str)
    page_asked = Signal(str, object)

    def __init__(self, session: Session, jobs: Jobs, settings: Settings, month: Month) -> None:
        super().__init__()
        self.session, self.jobs, self.settings = session, jobs, settings
        self._month = month

    @property
    def month(self) -> Month:
        """The month everything belongs to."""
        return self._month

    def set_month(self, month: Month) -> None:
        """Work in another month."""
        if month != self._month:
            self._month = month
            self.month_changed.emit(month)

    def changed(self, what: str) -> None:
        """Tell every page what was changed: people, rules, claims, months and so on."""
        self.data_changed.emit(what)

    def go(self, page: str, **what: Any) -> None:
        """Show a page, e.g. ``go("pegawai", person=17)``."""
        self.page_asked.emit(page, what)
