"""The two offices' difference on Beranda: small waterfall and trend, until both have signed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.formatting import number
from polima_desktop.services.reconciliation import reading
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.views.context import Context
from polima_desktop.views.reconciliation.trend import Trend
from polima_desktop.views.reconciliation.waterfall import Waterfall
from polima_desktop.views.widgets import Link, Sheet

_HEIGHT, _LINE = 176, 48


class DifferenceSheet(Sheet):
    """What BKPSDM and Kominfo see first; hidden for others and once the case is signed."""

    def __init__(self, context: Context, go: Callable[[], object]) -> None:
        super().__init__(" ", "")
        self._context = context
        self._known, self._low = False, False
        self.add_to_head(Link("Buka rekonsiliasi", go))
        self.waterfall, self.trend = Waterfall(small=True), Trend()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 4)
        row.addWidget(self.waterfall, 4)
        row.addWidget(self.trend, 1)
        self.drawn = QWidget()
        self.drawn.setLayout(row)
        self.add(self.drawn, 1)
        self.hide()

    def wanted(self) -> bool:
        """Whether whoever is at work reconciles."""
        return self._context.session.actor.may(Permission.RECONCILE)

    def load(self) -> CaseView | None:
        """Read the latest case; to be called in the worker."""
        return reading.load(self._context.session)

    def show_case(self, case: CaseView | None) -> None:
        """Show a case, or that there is none yet."""
        self.setVisible(case is None or not case.closed)
        self._known = case is not None
        self._fit()
        if case is None:
            self.set_title("Belum ada rekonsiliasi", "daftar BKPSDM dan Kominfo belum dicocokkan")
            return
        steps = case.desk.bridge(case.names)
        left, right = steps[0].running, steps[-1].running
        waiting = len(case.desk.waiting())
        self.waterfall.set_bridge(steps, waiting)
        self.trend.set_cases(case.trend)
        self.trend.setVisible(len(case.trend) > 1)
        summary = case.stored.summary
        note = f"selisih bersih {number(abs(left - right))}; "
        note += f"di baliknya {number(summary.apart)} baris; {number(summary.open)} masih terbuka"
        self.set_title(f"Dari {number(left)} ke {number(right)}", note)

    def set_low(self, low: bool) -> None:
        """In a low window the sentence alone must do."""
        self._low = low
        self._fit()

    def _fit(self) -> None:
        drawn = self._known and not self._low
        self.drawn.setVisible(drawn)
        self.setFixedHeight(_HEIGHT if drawn else _LINE)
