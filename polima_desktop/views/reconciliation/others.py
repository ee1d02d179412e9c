"""The right pane: other candidates for the shown pair or row, and a search in the other list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Signal

from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.rows import Side
from polima_desktop.domain.matching.words import shown_number
from polima_desktop.domain.names import search_queries, search_text
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.views.paint import Badge
from polima_desktop.views.reconciliation.items import Item
from polima_desktop.views.tables import QueueList, TwoLine
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import SearchField, Sheet, label

_MOST = 30


class Candidate(NamedTuple):
    """A pair of places that a person could link; ``title`` and ``second`` show the other row."""

    key: str
    left: int
    right: int
    title: str
    second: str
    linked: bool


class Others(Sheet):
    """Candidates; ``current`` is the chosen one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Calon lain", "")
        self.setMinimumWidth(170)
        self._case: CaseView | None = None
        self._item: Item | None = None
        self.search = SearchField("Cari sendiri", hint=False, width=300)
        self.search.setMinimumWidth(80)
        self.search.searched.connect(lambda _text: self._fill())
        self.add_padded(self.search)
        self.list = QueueList(_lines, "Calon lain")
        self.search.lead_to(self.list)
        self.nothing = label("Tidak ada calon lain.", "label", "second", wrap=True)
        self.add_padded(self.nothing)
        self.add(self.list, 1)

    def show_item(self, case: CaseView, item: Item) -> None:
        """Show the candidates of a pair's left row, or of a row."""
        same = self._item is not None and self._item.key == item.key
        self._case, self._item = case, item
        if not same:
            self.search.clear()
        self._fill()

    def show_nothing(self) -> None:
        """Show that there is nothing to find candidates for."""
        self._item = None
        self.list.set_rows([])
        self.note.set_full("")
        self.nothing.show()

    @property
    def current(self) -> Candidate | None:
        """The candidate under the cursor."""
        row = self.list.current_row()
        return row if isinstance(row, Candidate) else None

    def _fill(self) -> None:
        if self._case is None or self._item is None:
            return
        typed = self.search.text().strip()
        found = list(
            _found(self._case, self._item, typed) if typed else _near(self._case, self._item)
        )
        self.list.set_rows(found)
        self.note.set_full(f"{len(found)}" if found else "")
        self.nothing.setVisible(not found)
        if found and self._item.pair is None and self.list.current_key() is None:
            self.list.select_place(0)


def _sides(item: Item) -> tuple[Side, int]:
    if item.pair is not None:
        return "left", item.pair.pair.left
    assert item.side is not None
    return item.side, item.place


def _near(case: CaseView, item: Item) -> Iterator[Candidate]:
    side, place = _sides(item)
    now = item.pair.pair.right if item.pair else -1
    for other in sorted(case.desk.outcome.others, key=lambda o: -o.score):
        mine, theirs = (other.left, other.right) if side == "left" else (other.right, other.left)
        if mine == place and theirs != now:
            yield _candidate(case, other.left, other.right, side)


def _found(case: CaseView, item: Item, typed: str) -> Iterator[Candidate]:
    side, place = _sides(item)
    rows = case.desk.rows("right" if side == "left" else "left")
    queries = (*search_queries(typed), typed.replace(" ", ""))
    count = 0
    for row in rows:
        text = f"{search_text(row.row.name or '')} {row.nip}"
        if any(query and query in text for query in queries):
            pair = (place, row.index) if side == "left" else (row.index, place)
            yield _candidate(case, *pair, side)
            count += 1
            if count == _MOST:
                return


def _candidate(case: CaseView, left: int, right: int, side: Side) -> Candidate:
    row: Clean = case.desk.rows("right" if side == "left" else "left")[
        right if side == "left" else left
    ]
    standings = case.desk.standings("right" if side == "left" else "left")
    linked = standings[row.index].state == "linked"
    return Candidate(f"{left}:{right}", left, right, row.row.name or "–", shown_number(row), linked)


def _lines(row: Row) -> TwoLine:
    assert isinstance(row, Candidate)
    badge = Badge("mute", "Berpasangan") if row.linked else None
    return TwoLine(row.title, row.second, badge=badge)
