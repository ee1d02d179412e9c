"""A table's columns and rows as values, and the one model over them.

Rows are plain tuples whose first field is the primary key. Filtering is the page's (it hands over
the rows to show); sorting is done here in Python, which is hundreds of times faster than a proxy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from polima_desktop.views.paint import Badge

Row = tuple[Any, ...]
Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NEAR = 200
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

Tone = Literal["plain", "strong", "medium", "second", "mono", "bad", "warn", "acc", "mute"]


class TwoLine(NamedTuple):
    """Two lines: title and amount above, second line and badge below, an icon before."""

    title: str
    second: str = ""
    amount: str = ""
    badge: Badge | None = None
    kind: str = ""
    chevron: bool = False

    @property
    def words(self) -> str:
        """Everything it says, for screen readers and the clipboard."""
        badge = self.badge.text if self.badge else ""
        return ", ".join(part for part in (self.title, self.amount, self.second, badge) if part)


class Cell(NamedTuple):
    """What one cell shows; every delegate of the kit paints from it (``CELL_ROLE``)."""

    text: str = ""
    badge: Badge | None = None
    right: bool = False
    tone: Tone = "plain"
    icon: str = ""
    tip: str = ""

    @property
    def words(self) -> str:
        """What it says, for screen readers and the clipboard."""
        return ", ".join(
            part for part in (self.badge.text if self.badge else "", self.text) if part
        )


def _plain(value: Any) -> str:
    return "–" if value is None else str(value)


@dataclass(frozen=True)
class Column:
    """One column: where its value stands in the row, and how it is shown, sorted and sized.

    ``field`` is the index in the row tuple; ``text`` formats the value; ``badge`` may put a badge
    in its place; ``tone_of`` colours by row. ``minimum`` > 0 makes the column never narrower
    (178 for a NIP, 98–120 for money); ``stretch`` takes the slack; ``lines`` makes two lines.
    """

    key: str
    title: str
    field: int
    text: Callable[[Any], str] = _plain
    width: int = 120
    minimum: int = 0
    right: bool = False
    tone: Tone = "plain"
    tone_of: Callable[[Row], Tone] | None = None
    badge: Callable[[Row], Badge | None] | None = None
    tip: Callable[[Row], str] | None = None
    order: Callable[[Any], Any] | None = None
    stretch: bool = False
    hidden: bool = False
    lines: Callable[[Row], TwoLine] | None = None

    def cell(self, row: Row) -> Cell | TwoLine:
        """Make what the delegate paints for a row."""
        if self.lines:
            return self.lines(row)
        badge = self.badge(row) if self.badge else None
        return Cell(
            self.text(row[self.field]) if badge is None else "",
            badge,
            self.right,
            self.tone_of(row) if self.tone_of else self.tone,
            tip=self.tip(row) if self.tip else "",
        )

    def sort_key(self, row: Row) -> tuple[bool, Any]:
        """Give the key a row sorts by; the unknown (``None``) comes last."""
        value = row[self.field]
        if value is None:
            return True, 0
        if self.order:
            return False, self.order(value)
        return False, value.casefold() if isinstance(value, str) else value


class RowModel(QAbstractTableModel):
    """Rows of tuples under a list of columns; ``set_rows`` keeps the sorting."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: list[Row] = []
        self._given: list[Row] = []  # in the order they came, for the third click on a header
        self.sorted_by: int = -1
        self.descending = False
        self.total = 0
        self._places: dict[Any, int] = {}

    def set_rows(self, rows: Iterable[Row], total: int | None = None) -> None:
        """Show other rows; ``total`` is how many there are without the filter."""
        self.beginResetModel()
        self._given = list(rows)
        self.rows = self._given
        self.total = len(self.rows) if total is None else total
        self._order()
        self.endResetModel()

    def key_at(self, place: int) -> Any:
        """Give the primary key of the row at a place."""
        return self.rows[place][0]

    def place_of(self, key: Any) -> int:
        """Find the place of a primary key, −1 if it is not shown."""
        if not self._places:  # the row under the cursor is mostly near the top: no table for that
            near = (place for place, row in enumerate(self.rows[:_NEAR]) if row[0] == key)
            if (place := next(near, -1)) >= 0:
                return place
        if not self._places and self.rows:
            self._places = {row[0]: place for place, row in enumerate(self.rows)}
        return self._places.get(key, -1)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, as the header asks; −1 gives the rows their first order back."""
        self.sorted_by, self.descending = column, order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self.key_at(index.row()) for index in before]
        self._order()
        after = [
            self.index(self.place_of(key), index.column())
            for key, index in zip(keys, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _order(self) -> None:
        self._places = {}
        self.rows = self._given
        if self.sorted_by >= 0:
            column = self.columns[self.sorted_by]
            known = [row for row in self._given if row[column.field] is not None]
            unknown = [row for row in self._given if row[column.field] is None]
            known.sort(key=column.sort_key, reverse=self.descending)
            self.rows = known + unknown

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == CELL_ROLE:
            return self.columns[index.column()].cell(self.rows[index.row()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[index.column()].cell(self.rows[index.row()]).words
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        return None
