"""The tab Jenjang & tabel: one band or table in a grid, a band also drawn as a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import adding, editing, renaming
from polima_desktop.domain.rules.entering import read_entered
from polima_desktop.domain.rules.model import RuleSet
from polima_desktop.domain.rules.supplied import CLASS_TABLE
from polima_desktop.views import theme
from polima_desktop.views.paint import draw_text
from polima_desktop.views.rules import words
from polima_desktop.views.rules.dialogs import ask_name
from polima_desktop.views.tables import Column, QueueList, TwoLine
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, Columns, Sheet

Place = tuple[str, str]
"""Kind (band or table) and name: a band and a table may share a name."""
Pairs = list[tuple[Decimal | str, Decimal]]
_WORDS = {"band": "Jenjang", "table": "Tabel"}


class ValuesTab(Columns):
    """``changed(ruleset)`` gives the set with the edit in it."""

    changed = Signal(object)
    refused = Signal(object)

    def __init__(self) -> None:
        self.list = QueueList(_entry, "Jenjang dan tabel")
        self.left, self.right = Sheet("Jenjang & tabel"), Sheet("Nilai")
        self.grid = EditGrid(_COLUMNS, "Nilai jenjang atau tabel", ("key", "value"), _shown)
        self.scale = Scale()
        super().__init__("bobot-jenjang", self.left, self.right, slack=1, sizes=[300, 760])
        self.ruleset: RuleSet | None = None
        self.counts: Mapping[str, Mapping[Decimal, int]] = {}
        self._fill_sheets()
        self.list.current_changed.connect(lambda _key: self.fill())
        self.grid.edited.connect(self._edit)
        self.grid.block_edited.connect(self._edit_block)

    def _fill_sheets(self) -> None:
        self.add_band = Button("Tambah jenjang", "tambah", lambda: self._add("band"), low=True)
        self.add_table = Button("Tambah tabel", "tambah", lambda: self._add("table"), low=True)
        self.rename_button = Button("Ganti nama", on_press=self.rename, low=True)
        self.drop_button = Button("Hapus", on_press=self.drop, low=True)
        self.add_row = Button("Tambah baris", "tambah", self._add_row, low=True)
        self.drop_row = Button("Hapus baris", on_press=self._drop_row, low=True)
        self.left.add(self.list, 1)
        self.left.add(_strip(self.add_band, self.add_table))
        self.right.add_to_head(self.rename_button)
        self.right.add_to_head(self.drop_button)
        self.right.add(self.scale)
        self.right.add(self.grid, 1)
        self.right.add(_strip(self.add_row, self.drop_row))

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def show_set(self, ruleset: RuleSet, *, editable: bool) -> None:
        """Show the bands and tables of a set."""
        self.ruleset = ruleset
        places: list[Place] = [("band", name) for name in ruleset.bands]
        places += [("table", name) for name in ruleset.tables]
        self.list.set_rows((place, _said(ruleset, place)) for place in places)
        if self.list.current_key() is None:
            self.list.select_place(0)
        self.grid.set_open(editable)
        for button in (self.add_band, self.add_table, self.rename_button, self.drop_button,
                       self.add_row, self.drop_row):  # fmt: skip
            button.setVisible(editable)
        self.fill()

    def show_people(self, people: Mapping[str, Mapping[str, int]]) -> None:
        """Show how many people fell into each piece in a month: by band and lower bound."""
        self.counts = {
            band: {Decimal(bound): count for bound, count in found.items()}
            for band, found in people.items()
        }
        self.fill()

    def choose(self, kind: str, name: str) -> None:
        """Show a band or table."""
        self.list.select_key((kind, name))

    @property
    def current(self) -> Place | None:
        """What is shown, or nothing."""
        place: Place | None = self.list.current_key()
        return place

    @property
    def rows(self) -> Pairs:
        """The rows of what is shown."""
        place = self.current
        if self.ruleset is None or place is None:
            return []
        kind, name = place
        parts = self.ruleset.bands if kind == "band" else self.ruleset.tables
        found = parts.get(name)
        return [] if found is None else list(found.rows)

    @property
    def _is_band(self) -> bool:
        return self.current is not None and self.current[0] == "band"

    def fill(self) -> None:
        """Show the rows of what is chosen."""
        rows, place = self.rows, self.current
        people = self.counts.get(place[1], {}) if place and self._is_band else {}
        self.right.set_title(f"{_WORDS[place[0]]} {place[1]}" if place else "Nilai")
        self.grid.set_rows(
            (number, key, self._until(number, rows), value,
             people.get(key, 0) if people and isinstance(key, Decimal) else None)
            for number, (key, value) in enumerate(rows)
        )  # fmt: skip
        self.scale.setVisible(self._is_band)
        if self._is_band:
            bounds = [(key, value) for key, value in rows if isinstance(key, Decimal)]
            self.scale.show_band(bounds, people)

    def _until(self, place: int, rows: Pairs) -> str:
        if not self._is_band:
            return ""
        return "ke atas" if place + 1 == len(rows) else f"sampai sebelum {_key(rows[place + 1][0])}"

    # ── changing ──────────────────────────────────────────────────────────────────────────

    def _edit(self, place: int, column: str, text: str) -> None:
        self._edit_block([(place, column, text)])

    def _edit_block(self, cells: Sequence[tuple[int | None, str, str]]) -> None:
        """Take cells over as one edit; a block pasted below the last row adds rows."""
        rows = self.rows
        try:
            for place, column, text in cells:
                if place is None and column == "key":
                    rows.append((self._read_key(text), Decimal(0)))
                    continue
                at = len(rows) - 1 if place is None else place
                key, value = rows[at]
                rows[at] = (key, read_entered(text)) if column == "value" else (
                    self._read_key(text), value)  # fmt: skip
            self._store(rows)
        except Refused as refused:
            self.refused.emit(refused)
            self.fill()

    def _read_key(self, text: str) -> Decimal | str:
        return read_entered(text) if self._is_band else text

    def _store(self, rows: Pairs) -> None:
        assert self.ruleset is not None and self.current is not None, "something is shown"  # noqa: PT018
        store = editing.with_band if self._is_band else editing.with_table
        self.changed.emit(store(self.ruleset, self.current[1], rows))  # type: ignore[arg-type]

    def _add_row(self) -> None:
        rows = self.rows
        if not rows:
            return
        last, value = rows[-1]
        key = last + 1 if isinstance(last, Decimal) else _fresh_key([str(key) for key, _ in rows])
        self._store([*rows, (key, value)])
        self.grid.select_key(len(rows))
        self.grid.setFocus()

    def _drop_row(self) -> None:
        place = self.grid.current_key()
        if place is None:
            return
        try:
            self._store([row for number, row in enumerate(self.rows) if number != place])
        except Refused as refused:
            self.refused.emit(refused)

    def _add(self, kind: str) -> None:
        title = f"Tambah {_WORDS[kind].lower()}"
        name = ask_name(self, title, "Nama", "", title)
        if name:
            add = adding.add_band if kind == "band" else adding.add_table
            self._change(lambda ruleset: add(ruleset, name), (kind, name.strip()))

    def rename(self) -> None:
        """Rename what is shown, in every formula too."""
        if self.current is None:
            return
        kind, old = self.current
        title = f"Ganti nama {_WORDS[kind].lower()} {old}"
        new = ask_name(self, title, "Nama baru", old, "Ganti di semua tempat")
        rename = renaming.rename_band if kind == "band" else renaming.rename_table
        if new:
            self._change(lambda ruleset: rename(ruleset, old, new), (kind, new.strip()))

    def drop(self) -> None:
        """Take what is shown away; undo brings it back."""
        place = self.current
        if place is not None:
            remove = adding.remove_band if place[0] == "band" else adding.remove_table
            self._change(lambda ruleset: remove(ruleset, place[1]))

    def _change(self, change: words.Change, then: Place | None = None) -> None:
        assert self.ruleset is not None, "a set is shown"
        try:
            made = change(self.ruleset)
        except Refused as refused:
            self.refused.emit(refused)
            return
        self.changed.emit(made)
        if then:
            self.choose(*then)


class Scale(QWidget):
    """A band drawn: bounds along a line, each half-open piece with its value and its people."""

    _HEIGHT, _SIDE = 62, 18

    def __init__(self) -> None:
        super().__init__()
        self.band: Sequence[tuple[Decimal, Decimal]] = ()
        self.people: Mapping[Decimal, int] = {}
        self.setFixedHeight(self._HEIGHT)

    def show_band(
        self, band: Sequence[tuple[Decimal, Decimal]], people: Mapping[Decimal, int]
    ) -> None:
        """Show another band."""
        self.band, self.people = band, people
        pieces = (f"mulai {words.typed(low)}: {words.typed(value)}" for low, value in band)
        self.setAccessibleName(f"Skala jenjang. {'; '.join(pieces)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, self._HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t = QPainter(self), theme.tokens()
        count = max(len(self.band), 1)
        wide = (self.width() - 2 * self._SIDE) / count
        middle = 30
        painter.fillRect(QRectF(self._SIDE, middle, wide * count, 2), t.color("acc"))
        for place, (low, value) in enumerate(self.band):
            left = self._SIDE + place * wide
            painter.setPen(t.color("acc"))
            painter.setBrush(t.color("acc"))
            painter.drawEllipse(QRectF(left - 4, middle - 3, 8, 8))
            above = QRectF(left + 8, 8, wide - 12, 18)
            draw_text(painter, above, words.typed(value), theme.font("chart-strong"), t.ink)
            below = QRectF(left - 2, middle + 8, wide, 18)
            people = self.people.get(low)
            said = f" · {formatting.number(people)} orang" if people is not None else ""
            draw_text(painter, below, f"≥ {words.typed(low)}{said}", theme.font("chart"), t.ink2)


def _strip(*buttons: Button) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(14, 6, 14, 6)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    row.addStretch(1)
    return box


def _entry(row: tuple[Place, str]) -> TwoLine:
    (kind, name), said = row
    return TwoLine(name, f"{_WORDS[kind]} · {said}")


def _said(ruleset: RuleSet, place: Place) -> str:
    kind, name = place
    count = len((ruleset.bands if kind == "band" else ruleset.tables)[name].rows)
    lines, activities = renaming.used_by(ruleset, name, table=True)
    named = [*lines, *activities]
    if name == CLASS_TABLE and kind == "table" and name in ruleset.inputs:
        named.insert(0, f"isian {name}")  # the input is taken from the table of its name
    users = ", ".join(named[:3])
    return f"{count} baris, dipakai oleh {users}" if users else f"{count} baris, belum dipakai"


def _fresh_key(keys: Sequence[str]) -> str:
    if all(key.isdigit() for key in keys):
        return str(max(map(int, keys)) + 1)
    number = 1
    while f"baru {number}" in keys:
        number += 1
    return f"baru {number}"


def _key(value: Decimal | str) -> str:
    return words.typed(value) if isinstance(value, Decimal) else value


def _shown(row: Row, column: str) -> str:
    return words.typed(row[3]) if column == "value" else _key(row[1])


_COLUMNS = [
    Column("key", "Batas bawah / kunci", 1, _key, width=190, tone="medium"),
    Column("until", "", 2, width=200, tone="second", stretch=True),
    Column("value", "Nilai", 3, formatting.number, width=150, minimum=110, right=True),
    Column("people", "Pegawai bulan lalu", 4, formatting.number, width=140, right=True),
]
