"""What is missing before a month is frozen: the kinds found, who each is about, the way there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import number
from polima_desktop.services.months.preflight import Finding, Member, Preflight
from polima_desktop.views.tables import Column, DataTable, QueueList, TwoLine
from polima_desktop.views.widgets import ActionStrip, Button, Columns, EmptyState, Sheet

_MENDED = {
    "pegawai": "Buka Pegawai",
    "bobot": "Buka Bobot & Indeks",
    "kehadiran": "Impor daftar",
    "backup": "Buka Backup Manual",
    "atur": "Buka kalender kerja",
    "cetak": "Buka Cetak",
}
_CALM = ("Tidak ada yang kurang.", "Semua yang berhak akan mendapat slip.")
_LOOKING = ("Memeriksa seluruh kota.", "Data pegawai, kehadiran, klaim, aturan, dan kalender.")

MEMBERS = (
    Column("name", "Siapa", 1, tone="medium", width=190, stretch=True,
           tip=lambda row: f"{row[1]}, {shown_nip(row[3])}" if row[3] else row[1]),
    Column("unit", "Di mana", 2, tone="second", width=170, stretch=True, tip=lambda row: row[2]),
)  # fmt: skip


class PreflightPane(QStackedWidget):
    """The findings and, beside them, whom the one under the cursor is about.

    ``asked(page, what)``: the place that mends something is wanted.
    """

    asked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.found: Preflight | None = None
        self.calm = EmptyState(*_LOOKING)
        on_sheet = Sheet()
        on_sheet.add(self.calm, 1)
        self.list = QueueList(_lines, "Yang kurang sebelum dibekukan")
        self.list.current_changed.connect(lambda _key: self._show_members())
        self.list.opened.connect(lambda _key: self.mend())
        self.left = Sheet("Sebelum dibekukan", "")
        self.left.add_line()
        self.left.add(self.list, 1)
        self.strip = ActionStrip()
        self.there = self.strip.add(Button("Buka", "panah", self.mend))
        self.left.add_line()
        self.left.add(self.strip)
        self.table = DataTable(MEMBERS, "Siapa saja")
        self.table.opened.connect(self._open_member)
        self.right = Sheet("Siapa saja", "")
        self.right.add_line()
        self.right.add(self.table, 1)
        self.addWidget(on_sheet)
        self.addWidget(Columns("periksa", self.left, self.right, slack=1, sizes=[520, 600]))

    @property
    def current(self) -> Finding | None:
        """The finding under the cursor."""
        key = self.list.current_key()
        return None if self.found is None or key is None else self.found.findings[key]

    def show_looking(self) -> None:
        """Say that the city is being looked over, unless something is shown already."""
        if self.found is None:
            self.calm.set_words(*_LOOKING)
            self.setCurrentIndex(0)

    def show_found(self, found: Preflight) -> None:
        """Show what was found; nothing found is said so."""
        self.found = found
        self.setCurrentIndex(1 if found.findings else 0)
        self.calm.set_words(*_CALM)
        self.left.note.set_full(
            f"{number(len(found.findings))} hal; {number(found.entitled)} dari "
            f"{number(found.people)} pegawai berhak"
        )
        self.list.set_rows(list(enumerate(found.findings)))
        if found.findings and self.list.current_key() is None:
            self.list.select_place(0)
        self._show_members()

    def forget(self) -> None:
        """Another month is looked over from the beginning."""
        self.found = None
        self.list.set_rows([])
        self.show_looking()

    def mend(self) -> None:
        """Go to the page and filter that mends the finding under the cursor."""
        now = self.current
        if now is not None:
            self.asked.emit(now.page, dict(now.what))

    def _show_members(self) -> None:
        now = self.current
        members = now.members if now else ()
        self.right.setVisible(bool(members))
        self.there.setEnabled(now is not None)
        if now is not None:
            self.there.setText(_MENDED[now.page])
            self.right.note.set_full(now.title)
        self.table.set_rows([_row(place, one) for place, one in enumerate(members)])

    def _open_member(self, key: Any) -> None:
        now = self.current
        member = now.members[key] if now else None
        if member is not None and member.person_id is not None:
            self.asked.emit("pegawai", {"person": member.person_id})
        elif now is not None and member is not None and member.unit_id is not None:
            self.asked.emit(now.page, {**now.what, "unit": member.unit_id})
        else:
            self.mend()


def _row(place: int, member: Member) -> tuple[Any, ...]:
    return place, member.name, member.unit, member.nip


def _lines(row: tuple[Any, ...]) -> TwoLine:
    found: Finding = row[1]
    return TwoLine(found.title, f"{found.advice}.", kind=found.severity, chevron=True)
