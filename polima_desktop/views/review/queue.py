"""The queue at the left: search, two filters, one row a claimant, the link to bulk decisions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from polima_desktop.domain.review import Finding
from polima_desktop.formatting import number
from polima_desktop.services.review.opened import Opened
from polima_desktop.services.review.stakes import Stakes
from polima_desktop.views.review import items
from polima_desktop.views.review.items import Filter, Item, State
from polima_desktop.views.tables import QueueList, TwoLine
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import (
    FilterButton,
    Link,
    SearchField,
    Sheet,
    label,
    set_ground,
)

OPEN = frozenset({State.WAITING})


class Queue(Sheet):
    """Who is to be looked at. ``filter_changed()`` and ``bulk_asked()`` tell the page."""

    filter_changed = Signal()
    bulk_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Antrean klaim")
        self.setMinimumWidth(228)
        self.filter = Filter(states=OPEN)
        self._order: dict[int, int] = {}
        self.add(self._filter_box())
        self.add_line()
        self.list = QueueList(_lines, "Antrean klaim")
        self.list.setObjectName("antrean")
        self.search.lead_to(self.list)
        self.add(self.list, 1)
        self.add(self._foot())

    def _filter_box(self) -> QWidget:
        self.search = SearchField("Nama, NIP, atau unit", hint=False, width=400)
        self.search.setMinimumWidth(100)
        self.search.searched.connect(lambda _text: self._read_filter())
        self.by_finding = FilterButton("Temuan", [(each, each.label) for each in Finding])
        states = [(each, each.value) for each in State]
        self.by_state = FilterButton("Keadaan", states, many=False)
        self.by_state.choose(OPEN)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(6)
        column.addWidget(self.search)
        for button in (self.by_finding, self.by_state):
            button.changed.connect(self._read_filter)
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        return box

    def _foot(self) -> QWidget:
        foot = QWidget()
        set_ground(foot, "head")
        foot.setFixedHeight(49)
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 0, 14, 0)
        self.matching = label("", "strong")
        self.bulk = Link("Putuskan massal…", self.bulk_asked.emit)
        row.addWidget(self.matching, 1)
        row.addWidget(self.bulk)
        return foot

    # ── showing ───────────────────────────────────────────────────────────────────────────

    @property
    def item(self) -> Item | None:
        """The claimant under the cursor."""
        row = self.list.current_row()
        return row if isinstance(row, Item) else None

    def show_claims(self, claims: Opened, stakes: Stakes | None, *, resort: bool = False) -> None:
        """Show who has a claim that passes the filter; the cursor stays if it can."""
        if resort:
            everybody = items.gather(claims, Filter(), stakes)
            self._order = {item.person_id: place for place, item in enumerate(everybody)}
        found = items.gather(claims, self.filter, stakes, self._order)
        self.list.set_rows(found, len(claims.names))
        matching = int((claims.open & claims.with_finding([Finding.MATCH])).sum())
        self.matching.setText(f"{number(matching)} sama")
        if found and self.list.current_key() is None:
            self.list.select_place(0)

    def nothing_found(self, waiting: int) -> tuple[str, str]:
        """Say why the queue is empty, and what to do; ``waiting``: how many are undecided."""
        if not waiting and not self.filter.text and not self.filter.findings:
            return "Semua klaim sudah diputus.", "Kosongkan saringan untuk melihatnya lagi."
        searched = f" dengan ‘{self.filter.text}’" if self.filter.text else ""
        return f"Tidak ada yang cocok{searched}.", "Kosongkan saringan, atau periksa ejaannya."

    # ── narrowing ─────────────────────────────────────────────────────────────────────────

    def _read_filter(self) -> None:
        wanted = Filter(
            self.search.text().strip(),
            frozenset(self.by_finding.chosen()),
            frozenset(self.by_state.chosen()),
        )
        if wanted != self.filter:
            self.filter = wanted
            self.filter_changed.emit()

    def clear_filter(self) -> None:
        """Show every claimant."""
        self.search.clear()
        self.by_finding.choose(())
        self.by_state.choose(())

    def narrow_to(self, finding: Finding) -> None:
        """Show the open claims with one finding."""
        self.search.clear()
        self.by_state.choose(OPEN)
        self.by_finding.choose({finding})


def _lines(row: Row) -> TwoLine:
    assert isinstance(row, Item)
    return TwoLine(row.short_name, row.unit, row.amount, row.badge)
