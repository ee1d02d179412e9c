"""Golden slips in the window: choosing the slip under the cursor, the list with what differs.

What is computed again, and what a difference stops, is ``services.months.golden``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout

from polima_desktop.domain.access import Permission
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month
from polima_desktop.formatting import WITA, listed, money, number, short_date
from polima_desktop.services.months import golden
from polima_desktop.services.months.desk import GOLDEN
from polima_desktop.services.months.golden import Golden
from polima_desktop.views.dialogs import Dialog, ask_reason
from polima_desktop.views.months.shown import Shown
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, Page
from polima_desktop.views.widgets.text import label

WHAT_FOR = (
    "Slip acuan dihitung ulang dengan dua cara sebelum bulan mana pun dihitung dan dikunci. Bila "
    "hasilnya lain, langkah itu ditolak dan barisnya disebut."
)
COLUMNS = (
    Column("month", "Bulan", 1, width=80),
    Column("name", "Nama", 2, tone="medium", width=150, stretch=True,
           tip=lambda row: f"{row[2]}, {shown_nip(row[3])}"),
    Column("revision", "Revisi", 4, number, width=60, right=True),
    Column("net", "Bersih", 5, money, width=110, minimum=104, right=True),
    Column("note", "Alasan dipilih", 6, tone="second", width=170, stretch=True,
           tip=lambda row: row[6]),
    Column("chosen", "Oleh", 7, tone="second", width=130, tip=lambda row: row[7]),
    Column("state", "Hasil", 8, lambda _state: "", width=96,
           badge=lambda row: Badge("bad", "Berbeda") if row[8] else Badge("ok", "Sama")),
)  # fmt: skip


def _row(place: int, one: Golden) -> Row:
    slip, chosen = one.slip, one.chosen
    when = short_date(chosen.chosen_at.astimezone(WITA).date())
    month = short_date(Month.parse(slip.month).first).partition(" ")[2]
    return (
        place, month, str(slip.identity["name"]), slip.nip, slip.revision, slip.net, chosen.note,
        f"{chosen.chosen_by}, {when}", bool(one.differs),
    )  # fmt: skip


class GoldenDialog(Dialog):
    """Lists the golden slips as they came out just now; ``release``: let go of ``chosen``."""

    def __init__(self, page: Page, found: Sequence[Golden], *, may: bool) -> None:
        super().__init__(page, "Slip acuan", "Tutup", width=980)
        self.found, self.release = found, False
        self.table = DataTable(COLUMNS, "Slip acuan")
        self.table.setMinimumHeight(220)
        self.told = label("", "body", wrap=True)
        self.told.setMinimumHeight(36)
        self.let_go = Button("Lepas acuan", "silang", self._release)
        self.let_go.setAutoDefault(False)
        self.let_go.setVisible(may)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.told, 1)
        row.addWidget(self.let_go)
        self.body.addWidget(label(WHAT_FOR, "body", "second", wrap=True))
        self.body.addWidget(self.table)
        self.body.addLayout(row)
        self.cancel.hide()
        self.table.current_changed.connect(lambda _key: self._tell())
        self.table.set_rows([_row(place, one) for place, one in enumerate(found)], len(found))
        self.table.select_place(0)
        self._tell()

    @property
    def chosen(self) -> Golden | None:
        """The golden slip under the cursor."""
        key = self.table.current_key()
        return None if key is None else self.found[key]

    def _tell(self) -> None:
        one = self.chosen
        self.let_go.setEnabled(one is not None)
        if one is None:
            words = "Belum ada slip acuan. Bagian Organisasi memilihnya di Perhitungan."
        elif one.differs:
            words = f"Berbeda: {listed(found.words for found in one.differs)}."
        else:
            words = f"{one.words}: semua baris sama bila dihitung ulang."
        self.told.setText(words)

    def _release(self) -> None:
        self.release = True
        self.accept()


class Choosing:
    """What the page does with golden slips; an act ends with the month read again."""

    def __init__(self, page: Page, shown: Shown, after: Callable[[], object]) -> None:
        self.page, self.shown, self._after = page, shown, after

    @property
    def chosen(self) -> bool:
        """Tell whether the slip under the cursor is a golden one."""
        return self.shown.row is not None and GOLDEN in self.shown.row.flags

    def show(self) -> None:
        """Compute the golden slips again and list them."""
        session = self.page.context.session
        self.page.context.jobs.run(lambda _progress: golden.check(session), self.page).success(
            self._show
        )

    def _show(self, found: Sequence[Golden]) -> None:
        may = self.shown.actor.may(Permission.EDIT_RULES)
        dialog = GoldenDialog(self.page, found, may=may)
        dialog.exec()
        one = dialog.chosen
        if dialog.release and one is not None:
            slip = one.slip
            self._let_go(Month.parse(slip.month), slip.nip, str(slip.identity["name"]))

    def turn(self) -> None:
        """Make the slip under the cursor a golden one, or let it go if it is one."""
        row, month = self.shown.row, self.page.context.month
        if row is None:
            return
        if self.chosen:
            self._let_go(month, row.nip, row.name)
            return
        title = f"Jadikan slip {row.name} acuan"
        reason = ask_reason(self.page, title, "Alasan memilih", "Jadikan acuan", note=WHAT_FOR)
        if reason is not None:
            session = self.page.context.session
            self._write(
                lambda: golden.choose(session, month, row.nip, reason),
                f"Slip {row.name} menjadi acuan.",
            )

    def _let_go(self, month: Month, nip: str, name: str) -> None:
        title = f"Lepas slip acuan {name}"
        reason = ask_reason(self.page, title, "Alasan", "Lepas acuan")
        if reason is not None:
            session = self.page.context.session
            self._write(
                lambda: golden.release(session, month, nip, reason),
                f"Slip {name} bukan acuan lagi.",
            )

    def _write(self, work: Callable[[], object], told: str) -> None:
        def done(_nothing: object) -> None:
            self.page.say("ok", told)
            self._after()

        self.page.context.jobs.run(lambda _progress: work(), self.page, writes=True).success(done)
