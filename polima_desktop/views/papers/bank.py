"""The bank's list before it is saved: of which batch, in which layout, and every transfer of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from polima_desktop.domain.bank_layouts import FIELDS, BankLayout
from polima_desktop.domain.errors import PolimaError
from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import day, money, number
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Field, SearchField
from polima_desktop.views.widgets.choices import Choice
from polima_desktop.views.widgets.text import label

if TYPE_CHECKING:
    from polima_desktop.services.papers.bank import BankList
    from polima_desktop.storage.months.payments import Batch

TRANSFERS = (
    Column("name", "Nama", 1, tone="medium", width=190, stretch=True,
           tip=lambda row: f"{row[1]}, {shown_nip(row[2])}"),
    Column("nip", "NIP", 2, shown_nip, width=178, minimum=178),
    Column("bank", "Bank", 3, tone="second", width=110),
    Column("account", "Rekening", 4, lambda account: account or "belum ada", width=150),
    Column("amount", "Jumlah", 5, money, width=120, minimum=110, right=True, tone="strong"),
)  # fmt: skip
APART = "Setiap bank satu berkas, dalam bentuknya"

Shown = Callable[["BankList"], object]
Read = Callable[[int | None, Shown, Callable[[PolimaError], object]], object]
"""Reads the list of a batch in the worker and gives it, or why there is none."""


class BankDialog(Dialog):
    """Asks for batch and layout, and shows what the bank will be told."""

    def __init__(
        self,
        parent: QWidget,
        month: str,
        batches: Sequence[Batch],
        layouts: Sequence[BankLayout],
        read: Read,
    ) -> None:
        super().__init__(parent, f"Daftar bank {month}", "Simpan daftar bank", width=900)
        self._layouts, self._read = layouts, read
        self._list: BankList | None = None
        self.batches, self.layouts = self._batches(batches), self._shapes()
        self.search = SearchField("Cari nama, NIP, atau rekening")
        self.table = DataTable(TRANSFERS, "Transfer")
        self.table.setMinimumHeight(240)
        self.about, self.said = label("", "body", "second"), label("", "body", wrap=True)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        choices.addWidget(Field("Kelompok bayar", self.batches), 1)
        choices.addWidget(Field("Bentuk", self.layouts), 1)
        self.body.addLayout(choices)
        for widget in (self.about, self.search, self.table, self.said):
            self.body.addWidget(widget)
        self.search.lead_to(self.table)
        self.search.searched.connect(lambda _text: self._fill())
        self.batches.currentIndexChanged.connect(lambda _place: self._ask())
        self.layouts.currentIndexChanged.connect(lambda _place: self._tell_layout())
        self._tell_layout()
        self._ask()

    def _batches(self, batches: Sequence[Batch]) -> Choice:
        choice = Choice()
        for batch in batches:
            words = f"Kelompok {batch.number}, SP2D {batch.sp2d}, {day(batch.paid_on)}"
            choice.addItem(words, batch.number)
        if not batches:
            choice.addItem("Usulan: yang belum dibayar", None)
        return choice

    def _shapes(self) -> Choice:
        choice = Choice()
        for place, layout in enumerate(self._layouts):
            choice.addItem(f"{layout.name} ({layout.file})", place)
        choice.addItem(APART, None)
        return choice

    @property
    def batch(self) -> int | None:
        """The number of the chosen batch; None: a proposal."""
        number_: int | None = self.batches.currentData()
        return number_

    @property
    def layout_chosen(self) -> BankLayout | None:
        """The chosen layout; None: each bank's own, a file a bank."""
        place = self.layouts.currentData()
        return None if place is None else self._layouts[place]

    def _ask(self) -> None:
        self._list = None
        self._fill()
        self._read(self.batch, self._show, self._show_error)

    def _show(self, found: BankList) -> None:
        self._list = found
        self._fill()

    def _show_error(self, error: PolimaError) -> None:
        self.said.setText(f"{error.message} {error.advice}")

    def _tell_layout(self) -> None:
        layout = self.layout_chosen
        if layout is None:
            self.about.setText("Yang belum punya rekening mendapat berkas sendiri.")
            return
        columns = ", ".join(c.field or f"‘{c.text}’" for c in layout.columns)
        self.about.setText(f"Kolom: {columns}.")
        self.about.setToolTip("\n".join(f"{field}: {words}" for field, words in FIELDS.items()))

    def _fill(self) -> None:
        found = self._list
        self.verb.setEnabled(found is not None and bool(found.transfers))
        if found is None:
            self.table.set_rows([])
            self.said.setText("Membaca daftar…")
            return
        typed = self.search.text().strip().casefold()
        digits = "".join(typed.split())
        rows = [
            (place, one.name, one.nip, one.bank, one.account, one.rupiah)
            for place, one in enumerate(found.transfers)
            if typed in one.name.casefold()
            or (digits and (digits in one.nip or digits in one.account))
        ]
        self.table.set_rows(rows, len(found.transfers))
        self.said.setText(_words(found))


def _words(found: BankList) -> str:
    """Say what the list adds up to, who has no account, and what it is marked with."""
    words = f"{number(len(found.transfers))} transfer, {money(found.rupiah)}."
    if found.without_account:
        words += f" {number(found.without_account)} pegawai belum punya nomor rekening."
    if found.marks:
        words += f" Bertanda {' dan '.join(found.marks)}."
    return words
