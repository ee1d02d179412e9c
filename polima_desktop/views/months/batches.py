"""Batches in the window: what was paid with which SP2D, mended numbers, transfers sent back.

What may be corrected or returned is ``services.months.payments``'s; the dialog says which and how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit

from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import money, number, short_day
from polima_desktop.storage.months.payments import Batch, Item
from polima_desktop.views.dialogs import Dialog, FormDialog
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, Field, Page, SearchField
from polima_desktop.views.widgets.choices import DayBox
from polima_desktop.views.widgets.text import label

BATCHES = (
    Column("number", "Kelompok", 1, width=110),
    Column("sp2d", "SP2D", 2, tone="medium", width=190, stretch=True, tip=lambda row: row[2]),
    Column("day", "Tanggal", 3, short_day, width=80),
    Column("slips", "Slip", 4, number, width=64, right=True),
    Column("arrears", "Rapel", 7, number, width=64, right=True),
    Column("amount", "Jumlah", 5, money, width=130, minimum=120, right=True, tone="strong"),
    Column("returned", "Kembali", 6, money, width=120, minimum=110, right=True),
)
ITEMS = (
    Column("name", "Nama", 1, tone="medium", width=200, stretch=True,
           tip=lambda row: f"{row[1]}, {shown_nip(row[2])}"),
    Column("nip", "NIP", 2, shown_nip, width=178, minimum=178),
    Column("for", "Untuk", 6, tone="second", width=96),
    Column("account", "Rekening", 3, tone="second", width=160, stretch=True,
           tip=lambda row: row[3]),
    Column("amount", "Jumlah", 4, money, width=120, minimum=110, right=True, tone="strong"),
    Column("state", "Keadaan", 5, lambda _day: "", width=136,
           badge=lambda row: _state(row[5])),
)  # fmt: skip


def _state(returned_on: date | None) -> Badge:
    if returned_on is None:
        return Badge("ok", "Dibayar")
    return Badge("warn", f"Kembali {short_day(returned_on)}")


def _batch_row(place: int, batch: Batch) -> tuple[Any, ...]:
    return (
        place, batch_name(batch), batch.sp2d, batch.paid_on, batch.slips, batch.amount,
        batch.returned_amount, batch.arrears,
    )  # fmt: skip


def batch_name(batch: Batch) -> str:
    """Name a batch by its number among the month's, or among those of arrears alone."""
    if batch.month_id is None:
        return f"rapel {batch.number}"
    return f"{batch.number} susulan" if batch.supplementary else str(batch.number)


def _item_row(item: Item) -> tuple[Any, ...]:
    account = " ".join(filter(None, (item.bank, item.account)))
    what = "slip" if item.slip_id is not None else "rapel" if item.amount > 0 else "pengembalian"
    return item.id, item.name, item.nip, account, item.amount, item.returned_on, what


class BatchesDialog(Dialog):
    """Shows batches and their transfers; ``answer``: ``correct`` the batch, or ``returned``.

    ``export`` is given the batch whose bank list is wanted, None where the user may not.
    """

    def __init__(
        self,
        page: Page,
        batches: Sequence[Batch],
        items: Mapping[int, Sequence[Item]],
        may: bool,
        export: Callable[[Batch], object] | None = None,
    ) -> None:
        super().__init__(page, "Kelompok bayar", "Tutup", width=960)
        self.batches, self.items, self.answer, self.export = batches, items, "", export
        self.list = DataTable(BATCHES, "Kelompok bayar")
        self.list.setFixedHeight(140)
        self.list.set_row_height(28)
        self.list.setSortingEnabled(False)
        self.finder = SearchField("Cari nama atau NIP")
        self.table = DataTable(ITEMS, "Transfer", many=True)
        self.table.setMinimumHeight(220)
        self.finder.lead_to(self.table)
        self.finder.searched.connect(lambda _text: self._show_items())
        self.sum = label("", "body", "second")
        for widget in (self.list, self.finder, self.table):
            self.body.addWidget(widget)
        self.body.addLayout(self._acts(may))
        self.cancel.hide()
        self.list.current_changed.connect(lambda _key: self._show_items())
        self.table.selection_changed.connect(self._tell)
        self.list.set_rows([_batch_row(n, batch) for n, batch in enumerate(batches)])
        self.list.select_place(0)
        self._show_items()

    def _acts(self, may: bool) -> QHBoxLayout:
        self.mend = Button("Ralat SP2D", "setuju", partial(self._answer, "correct"))
        self.back = Button("Catat transfer kembali", "urung", partial(self._answer, "returned"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.sum, 1)
        self.list_out = Button("Daftar bank", "ekspor", self._export)
        for button in (self.list_out, self.mend, self.back):
            button.setAutoDefault(False)
            button.setVisible(may if button is not self.list_out else self.export is not None)
            row.addWidget(button)
        return row

    @property
    def batch(self) -> Batch | None:
        """The batch under the cursor."""
        key = self.list.current_key()
        return None if key is None else self.batches[key]

    @property
    def chosen(self) -> list[Item]:
        """The selected transfers that did not come back yet."""
        keys = set(self.table.selected_keys())
        found = self.items.get(self.batch.id, ()) if self.batch else ()
        return [item for item in found if item.id in keys and item.returned_on is None]

    def _show_items(self) -> None:
        batch, typed = self.batch, self.finder.text().strip().casefold()
        found = self.items.get(batch.id, ()) if batch else ()
        rows = [
            _item_row(item)
            for item in found
            if typed in item.name.casefold() or "".join(typed.split()) in item.nip
        ]
        self.table.set_rows(rows, len(found))
        self._tell()

    def _tell(self) -> None:
        chosen = self.chosen
        total = money(sum(item.amount for item in chosen))
        self.sum.setText(f"{number(len(chosen))} dipilih, {total}." if chosen else "")
        self.mend.setEnabled(self.batch is not None)
        self.list_out.setEnabled(self.batch is not None)
        self.back.setEnabled(bool(chosen))

    def _export(self) -> None:
        if self.batch is not None and self.export is not None:
            self.export(self.batch)

    def _answer(self, act: str) -> None:
        self.answer = act
        self.accept()


class _Dated(FormDialog):
    """A form with a day and a reason."""

    def __init__(self, page: Page, title: str, verb: str, day_words: str, day: date) -> None:
        super().__init__(page, title, verb, self._check)
        self.day = DayBox(QDate(day.year, day.month, day.day))
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setCalendarPopup(True)
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(64)
        self.reason.setTabChangesFocus(True)
        self.form.add("date", Field(day_words, self.day, required=True))
        self.form.add("reason", Field("Alasan", self.reason, required=True))

    @property
    def chosen_day(self) -> date:
        """The day that is written."""
        return date.fromisoformat(self.day.date().toString("yyyy-MM-dd"))

    @property
    def why(self) -> str:
        """The reason that is written."""
        return self.reason.toPlainText().strip()

    def _check(self) -> dict[str, str]:
        return {} if self.why else {"reason": "Alasan belum ditulis. Tulis satu kalimat."}


class CorrectionDialog(_Dated):
    """Asks for the right SP2D number and day of a batch, and the reason."""

    def __init__(self, page: Page, batch: Batch) -> None:
        title = f"Ralat kelompok {batch_name(batch)}"
        super().__init__(page, title, "Catat ralat", "Tanggal bayar", batch.paid_on)
        self.number = QLineEdit(batch.sp2d)
        self.form.add("sp2d", Field("Nomor SP2D", self.number, required=True))

    def _check(self) -> dict[str, str]:
        empty = not self.number.text().strip()
        return super()._check() | ({"sp2d": "Nomor SP2D belum diisi."} if empty else {})


class ReturnDialog(_Dated):
    """Asks when the bank sent transfers back, and why."""

    def __init__(self, page: Page, chosen: Sequence[Item], today: date) -> None:
        total = money(sum(item.amount for item in chosen))
        title = f"{number(len(chosen))} transfer kembali"
        super().__init__(page, title, f"Catat {total} kembali", "Tanggal kembali", today)
