"""Beranda: the month's path, what to do next, who already clocks in."""

from __future__ import annotations

from polima_desktop.formatting import month_name
from polima_desktop.views.context import Context
from polima_desktop.views.widgets.page import Page


class BerandaPage(Page):
    """Where the month stands."""

    listens = frozenset({"people", "rules", "claims", "records", "months", "units"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Beranda")

    def refresh(self) -> None:
        self.title.setText(month_name(self.context.month))
