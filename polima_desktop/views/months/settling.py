"""Arrears in the window: the items of all months as a table, and what this user may do with them.

What is owed is ``services.months.arrears``'s; the dialog only says which items and which act.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import money, number, short_date
from polima_desktop.storage.months.arrears import Item
from polima_desktop.views.dialogs import Dialog, FormDialog
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, Field, Page
from polima_desktop.views.widgets.choices import DayBox
from polima_desktop.views.widgets.text import label

STATES = {
    "pending": Badge("warn", "Menunggu"),
    "accepted": Badge("info", "Diterima"),
    "refused": Badge("mute", "Ditolak"),
    "paid": Badge("ok", "Dibayar"),
}
COLUMNS = (
    Column("month", "Bulan", 1, lambda text: _short(Month.parse(text)), width=84),
    Column("name", "Nama", 2, tone="medium", width=130, stretch=True,
           tip=lambda row: f"{row[2]}, {shown_nip(row[3])}"),
    Column("settled", "Diselesaikan", 4, money, width=104, minimum=100, right=True),
    Column("recomputed", "Seharusnya", 5, money, width=104, minimum=100, right=True),
    Column("difference", "Selisih", 6, money, width=104, minimum=100, right=True, tone="strong"),
    Column("reason", "Sebab", 7, width=104, stretch=True, tone="second", tip=lambda row: row[7]),
    Column("state", "Keadaan", 8, lambda _state: "", width=116,
           badge=lambda row: STATES[row[8]]),
)  # fmt: skip


def _short(month: Month) -> str:
    return short_date(month.first).partition(" ")[2]


def _row(item: Item) -> Row:
    return (
        item.id, item.month, item.name, item.nip, item.settled, item.recomputed,
        item.difference, item.reason, item.shown_state,
    )  # fmt: skip


def _told(item: Item) -> str:
    words = f"{item.name}, {month_name(Month.parse(item.month))}: {item.reason}."
    if item.decided_by and item.decided_why:
        words += f" {STATES[item.state].text} oleh {item.decided_by}: {item.decided_why}."
    if item.paid and item.remaining:
        words += f" Sudah {money(item.paid)}, sisa {money(item.remaining)}."
    return words


class ArrearsDialog(Dialog):
    """Shows items; ``answer`` says what to do with ``chosen``: accept, refuse, pay or find."""

    def __init__(self, page: Page, items: Sequence[Item], actor: Actor) -> None:
        super().__init__(page, "Rapel dan pengembalian", "Tutup", width=1000)
        self.items, self.answer = items, ""
        self.table = DataTable(COLUMNS, "Rapel", many=True)
        self.table.setMinimumHeight(320)
        self.table.set_rows([_row(item) for item in items], len(items))
        self.sum = label("", "body", "second")
        self.told = label("", "body", wrap=True)
        self.told.setMinimumHeight(36)
        self.body.addWidget(self.table)
        self.body.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sum, 1)
        self._acts: list[tuple[Button, str]] = []
        for act, words, icon in self._offered(actor):
            button = Button(words, icon, partial(self._answer, act))
            button.setAutoDefault(False)
            row.addWidget(button)
            self._acts.append((button, act))
        self.body.addLayout(row)
        self.cancel.hide()
        self.table.selection_changed.connect(self._tell)
        self.table.selection_changed.connect(self._tell_item)
        self.table.clearSelection()
        self._tell()
        self._tell_item()

    def _offered(self, actor: Actor) -> list[tuple[str, str, str]]:
        found = []
        if actor.may(Permission.APPROVE_MONTH):
            found += [("accept", "Terima", "cek"), ("refuse", "Tolak", "silang")]
        if actor.may(Permission.RUN_MONTH):
            found += [("find", "Cari rapel", "segar"), ("pay", "Bayar rapel", "ekspor")]
        return found

    @property
    def chosen(self) -> list[Item]:
        """The selected pending items; without a selection, all pending ones."""
        keys = set(self.table.selected_keys())
        pending = [item for item in self.items if item.state == "pending"]
        return [item for item in pending if item.id in keys] if keys else pending

    @property
    def payable(self) -> int:
        """What accepted items would pay now, in rupiah, refunds aside."""
        return sum(item.remaining for item in self.items if item.state == "accepted")

    def _tell_item(self) -> None:
        """Say the whole of the item under the cursor: why, what was decided, what is still open."""
        chosen = set(self.table.selected_keys())
        some = [one for one in self.items if one.id in chosen]
        whole = "Tanpa pilihan, semua yang menunggu yang diputus." if self.chosen else ""
        self.told.setText("" if len(some) > 1 else _told(some[0]) if some else whole)

    def _tell(self) -> None:
        chosen = self.chosen
        total = money(sum(item.difference for item in chosen))
        self.sum.setText(f"{number(len(chosen))} menunggu, {total}." if chosen else "")
        for button, act in self._acts:
            if act in ("accept", "refuse"):
                button.setEnabled(bool(chosen))
            if act == "accept":
                button.setText(f"Terima {number(len(chosen))} rapel" if chosen else "Terima")
            if act == "pay":
                button.setEnabled(self.payable > 0)

    def _answer(self, act: str) -> None:
        self.answer = act
        self.accept()


class ArrearsPayment(FormDialog):
    """Asks for the SP2D number and the day of a batch of arrears."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "Bayar rapel yang diterima", "Catat pembayaran rapel", self._check)
        self.number = QLineEdit()
        self.day = DayBox(QDate(*page.context.session.today.timetuple()[:3]))
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setCalendarPopup(True)
        self.form.add("sp2d", Field("Nomor SP2D", self.number, required=True))
        self.form.add("date", Field("Tanggal bayar", self.day, required=True))

    def _check(self) -> dict[str, str]:
        empty = not self.number.text().strip()
        return {"sp2d": "Nomor SP2D belum diisi."} if empty else {}
