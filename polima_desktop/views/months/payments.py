"""Paying in the window: whose slips, with which SP2D. What may be paid is the service's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QLineEdit

from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import money, number
from polima_desktop.services.months.payments import Office
from polima_desktop.storage.months.payments import Unpaid
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.widgets import Field, Page, label
from polima_desktop.views.widgets.choices import Choice, DayBox


class PaymentDialog(FormDialog):
    """Asks whose slips are paid, the SP2D number and the day; the button holds the sum."""

    def __init__(self, page: Page, month: Month, offices: Sequence[Office]) -> None:
        super().__init__(page, f"Catat pembayaran {month_name(month)}", "", self._check)
        slips, amount = (sum(o.unpaid[n] for o in offices) for n in (0, 1))
        arrears = sum(office.arrears for office in offices)
        everybody = Office("", "Seluruh kota", Unpaid(slips, amount), arrears)
        self._offices = [everybody, *offices]
        self.whose = Choice()
        for office in self._offices:
            self.whose.addItem(f"{office.name}: {number(office.unpaid.slips)} slip", office.code)
        self.whose.currentIndexChanged.connect(self._say_sum)
        self.number = QLineEdit()
        self.number.setPlaceholderText("00123/SP2D-LS/2021")
        self.day = DayBox(QDate(*page.context.session.today.timetuple()[:3]))
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setCalendarPopup(True)
        self.form.add("whose", Field("Slip siapa", self.whose))
        self.form.add("sp2d", Field("Nomor SP2D", self.number, required=True))
        self.form.add("date", Field("Tanggal bayar", self.day, required=True))
        self.made_of = label("", "label", "second", wrap=True)
        self.made_of.setVisible(any(office.arrears for office in offices))
        self.body.insertWidget(1, self.made_of)
        self._say_sum()

    @property
    def unit(self) -> str:
        """The code of the chosen office; empty for the whole city."""
        return str(self.whose.currentData())

    @property
    def chosen(self) -> Unpaid:
        """How many slips are paid, and their sum."""
        return self._offices[self.whose.currentIndex()].unpaid

    @property
    def paid_on(self) -> date:
        """The chosen day."""
        return date.fromisoformat(self.day.date().toString("yyyy-MM-dd"))

    def _say_sum(self) -> None:
        office = self._offices[self.whose.currentIndex()]
        of_slips = money(office.unpaid.amount - office.arrears)
        self.made_of.setText(f"Slip {of_slips}, rapel dan pengembalian {money(office.arrears)}.")
        self.verb.setText(f"Catat {money(self.chosen.amount)}")
        self.verb.updateGeometry()

    def _check(self) -> dict[str, str]:
        empty = not self.number.text().strip()
        return {"sp2d": "Nomor SP2D belum diisi."} if empty else {}
