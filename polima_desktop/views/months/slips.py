"""The list of slips: search, a filter for low screens, the table, the words without a hit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import money, number
from polima_desktop.services.months.desk import Concern, Row
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import (
    EmptyState,
    FilterButton,
    Link,
    SearchField,
    Sheet,
    Strip,
)


def _field(name: str) -> int:
    return Row._fields.index(name)


def _held_badge(row: tuple[Any, ...]) -> Badge | None:
    return Badge("bad", "Tertahan") if row[_field("held_reason")] else None


COLUMNS = (
    Column("name", "Nama", _field("name"), tone="medium", width=190, stretch=True,
           tip=lambda row: f"{row[_field('name')]}, {shown_nip(row[0])}, {row[_field('unit')]}"),
    Column("class", "Kls", _field("job_class"), number, width=44, right=True),
    Column("performance", "Kinerja", _field("performance"), lambda v: money(v, 0), width=108,
           minimum=104, right=True),
    Column("discipline", "Disiplin", _field("discipline"), lambda v: money(v, 0), width=108,
           minimum=104, right=True),
    Column("gross", "Kotor", _field("gross"), money, width=112, minimum=108, right=True),
    Column("net", "Bersih", _field("net"), money, width=112, minimum=108, right=True,
           tone="strong", badge=_held_badge,
           tip=lambda row: row[_field("held_reason")] or ""),
)  # fmt: skip


class SlipSheet(Sheet):
    """Everybody's slip; ``group_chosen(key)`` when the filter for low screens is used."""

    group_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Slip")
        self.rows: Sequence[Row] = ()
        self.key = ""
        self.finder = SearchField("Cari nama atau NIP")
        self.finder.searched.connect(lambda _text: self.narrow())
        self.group = FilterButton("Pengecualian", many=False)
        self.group.changed.connect(self._tell_group)
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(8)
        row.addWidget(self.finder)
        row.addWidget(self.group)
        row.addStretch(1)
        self.column.addLayout(row)
        self._add_table()

    def _add_table(self) -> None:
        self.table = DataTable(COLUMNS, "Slip")
        self.table.setObjectName("slip")
        self.finder.lead_to(self.table)
        self.clear_link = Link("Kosongkan saringan", self.clear_filter)
        self.no_hit = EmptyState("Tidak ada yang cocok.", "", link=self.clear_link)
        self.hits = QStackedWidget()
        self.hits.addWidget(self.table)
        self.hits.addWidget(self.no_hit)
        self.hits.setMinimumHeight(64)  # a low screen may cut the words, never push the totals out
        self.add(self.hits, 1)
        self.strip = Strip()
        for changed in ("valueChanged", "rangeChanged"):
            getattr(self.table.verticalScrollBar(), changed).connect(self._tell_position)
        self.add(self.strip)

    @property
    def current(self) -> Row | None:
        """The slip under the cursor."""
        row = self.table.current_row()
        return None if row is None else Row._make(row)

    @property
    def seen(self) -> list[Row]:
        """The slips that are shown, in their order."""
        return [Row._make(row) for row in self.table.rows_model.rows]

    def show_rows(self, rows: Sequence[Row], concerns: Sequence[Concern]) -> None:
        """Show other slips; search, group, cursor and place stay as far as they can."""
        self.rows = rows
        self.group.set_options(
            [(c.key, f"{c.label} ({number(c.people)})") for c in concerns if c.people]
        )
        self.narrow()

    def show_group(self, key: str) -> None:
        """Show only the slips of a group of exceptions, empty for all."""
        self.key = key
        wanted = {key} if key else set()
        if self.group.chosen() != wanted:
            self.group.choose(wanted)
        self.narrow()

    def show_low(self, low: bool) -> None:
        """Let the filter stand in for the sheet of exceptions, and the strip give way."""
        self.group.setVisible(low)
        self.strip.setVisible(not low)

    def clear_filter(self) -> None:
        """Show all slips again."""
        self.finder.clear()
        self.group_chosen.emit("")

    def narrow(self) -> None:
        """Show the slips of the chosen group that match the search."""
        typed = self.finder.text().strip()
        rows = [row for row in self.rows if self._matches(row, typed.casefold())]
        self.table.set_rows(rows, len(self.rows))
        self.hits.setCurrentIndex(0 if rows or not self.rows else 1)
        sought = f"‘{typed}’" if typed else "saringan ini"
        self.no_hit.set_words("Tidak ada yang cocok.", f"Tidak ada slip untuk {sought}.")
        if rows and self.table.current_row() is None:
            self.table.select_place(0)
        self._tell_position()

    def _matches(self, row: Row, typed: str) -> bool:
        if self.key and self.key not in row.flags:
            return False
        digits = "".join(typed.split())
        return typed in row.name.casefold() or (digits.isdecimal() and digits in row.nip)

    def _tell_group(self) -> None:
        chosen = next(iter(self.group.chosen()), "")
        if chosen != self.key:
            self.group_chosen.emit(str(chosen))

    def _tell_position(self, *_: object) -> None:
        self.strip.set_position(self.table.position_text())
