"""The list of slips: search, filters by exception and unit, the table, the words without a hit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import money, number
from polima_desktop.services.months.desk import Concern, Row
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import (
    EmptyState,
    FilterButton,
    IconButton,
    Link,
    SearchField,
    Sheet,
    label,
)

ROW = 28
"""Height of a row: fourteen people are in sight on the smallest desk."""


def _field(name: str) -> int:
    return Row._fields.index(name)


def _held_badge(row: tuple[Any, ...]) -> Badge | None:
    return Badge("bad", "Tertahan") if row[_field("held_reason")] else None


COLUMNS = (
    Column("name", "Nama", _field("name"), tone="medium", width=150, stretch=True,
           tip=lambda row: f"{row[_field('name')]}, {shown_nip(row[0])}, {row[_field('unit')]}"),
    Column("unit", "Unit", _field("unit"), width=116, tone="second",
           tip=lambda row: row[_field("unit")]),
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
    """Everybody's slip; what narrows it is seen beside the search, with how many it leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Slip")
        self.rows: Sequence[Row] = ()
        self.finder = SearchField("Cari nama atau NIP")
        self.finder.setMinimumWidth(170)
        self.finder.searched.connect(lambda _text: self.narrow())
        self.group = FilterButton("Pengecualian", many=False, most=100)
        self.unit = FilterButton("Unit", most=100)
        for button in (self.group, self.unit):
            button.changed.connect(self.narrow)
        self.cleared = IconButton("silang", "Kosongkan saringan", self.clear_filter)
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(8)
        row.addWidget(self.finder)
        row.addWidget(self.group)
        row.addWidget(self.unit)
        row.addStretch(1)
        self.position = label("", "label", "second")
        row.addWidget(self.cleared)
        row.addWidget(self.position)
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
        self.table.set_row_height(ROW)
        for changed in ("valueChanged", "rangeChanged"):
            getattr(self.table.verticalScrollBar(), changed).connect(self._tell_position)

    @property
    def current(self) -> Row | None:
        """The slip under the cursor."""
        row = self.table.current_row()
        return None if row is None else Row._make(row)

    @property
    def block(self) -> str:
        """The block of the slip whose amount is under the cursor; the net where none is."""
        place = self.table.currentIndex().column()
        key = COLUMNS[place].key if 0 <= place < len(COLUMNS) else ""
        return {"performance": "kinerja", "discipline": "disiplin", "gross": "kotor"}.get(
            key, "bersih"
        )

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
        units = Counter(row.unit for row in rows)
        self.unit.set_options(
            [(unit, f"{unit} ({number(count)})") for unit, count in sorted(units.items())]
        )
        self.narrow()

    def show_group(self, key: str) -> None:
        """Show only the slips of a group of exceptions, empty for all."""
        self.group.choose({key} if key else ())

    def clear_filter(self) -> None:
        """Show all slips again."""
        self.finder.clear()
        self.unit.choose(())
        self.group.choose(())

    @property
    def filtered(self) -> bool:
        """Tell whether not all slips are shown."""
        return bool(self.finder.text().strip() or self.group.chosen() or self.unit.chosen())

    def narrow(self) -> None:
        """Show the slips of the chosen group that match the search."""
        typed = self.finder.text().strip()
        groups, units = set(self.group.chosen()), set(self.unit.chosen())
        rows = [
            row
            for row in self.rows
            if groups <= row.flags
            and (not units or row.unit in units)
            and _matches(row, typed.casefold())
        ]
        self.table.set_rows(rows, len(self.rows))
        self.cleared.setVisible(self.filtered)
        self.hits.setCurrentIndex(0 if rows or not self.rows else 1)
        sought = f"‘{typed}’" if typed else "saringan ini"
        self.no_hit.set_words("Tidak ada yang cocok.", f"Tidak ada slip untuk {sought}.")
        if rows and self.table.current_row() is None:
            self.table.select_place(0)
        self._tell_position()

    def _tell_position(self, *_: object) -> None:
        self.position.setText(self.table.position_text())


def _matches(row: Row, typed: str) -> bool:
    digits = "".join(typed.split())
    return typed in row.name.casefold() or (digits.isdecimal() and digits in row.nip)
