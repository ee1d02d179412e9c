"""The grid of planned shifts: letters choose a day's shift, blocks come from a spreadsheet.

Nothing is stored here; ``typed`` is what differs from what was read, by person and day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.working_hours import OFF_CODE, read_shift
from polima_desktop.formatting import weekday
from polima_desktop.services.attendance.planning import Cell, Plan
from polima_desktop.services.attendance.planning import Row as Member
from polima_desktop.views.tables import Column, Row
from polima_desktop.views.tables.grid import EditGrid
from polima_desktop.views.tables.model import Tone

_CTRL = Qt.KeyboardModifier.ControlModifier
_DAY = 34
_FIRST = 3
"""Where the first day stands in a row: person, name, the person's row, then the days."""


class Counts(NamedTuple):
    """How many cells differ and how many are not understood; people planned only in part."""

    changed: int
    wrong: int
    partly: int


class RosterGrid(EditGrid):
    """People by days; every edit can be taken back with Ctrl+Z until it is saved.

    ``changed()`` tells that cells differ now; only their rows are drawn and counted anew.
    """

    changed = Signal()

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.typed: dict[Cell, str] = {}
        self._before: list[dict[Cell, str]] = []
        self._members = {row.person_id: row for row in plan.rows}
        self._codes = {code: code for code in (*plan.codes.values(), OFF_CODE)}
        days = [f"d{n + 1}" for n in range(len(plan.month.days))]
        super().__init__(_columns(self, plan), "Jadwal giliran", days, _shown)
        self.setObjectName("jadwal")
        self.set_row_height(28)
        self.horizontalHeader().setMinimumSectionSize(_DAY)
        self.horizontalHeader().setSectionsMovable(False)
        self.setSortingEnabled(False)
        for n in range(len(days)):
            self.setColumnWidth(1 + n, _DAY)
        self.edited.connect(lambda key, column, text: self._take([(key, column, text)]))
        self.block_edited.connect(self._take)
        self._places = {day: n for n, day in enumerate(plan.month.days)}
        self.wrong: set[Cell] = set()
        self._filled = {row.person_id: sum(map(bool, row.cells)) for row in plan.rows}
        self.set_rows(self._row(member) for member in plan.rows)

    # ── what stands there ─────────────────────────────────────────────────────────────────

    def text(self, person: int, n: int) -> str:
        """Give what stands in a cell: typed, else planned."""
        day = self.plan.month.days[n]
        return self.typed.get((person, day), self._members[person].cells[n])

    def problem(self, person: int, n: int) -> str:
        """Say why a cell is not understood; empty: it is."""
        text = self.text(person, n)
        try:
            if text:
                read_shift(text, self._members[person].known[n])
        except Refused as refused:
            return f"{refused.message} {refused.advice}"
        return ""

    def counts(self) -> Counts:
        """Count what differs, what is not understood, and who is planned only in part."""
        days = len(self._places)
        partly = sum(0 < filled < days for filled in self._filled.values())
        return Counts(len(self.typed), len(self.wrong), partly)

    # ── keys ──────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let a letter choose a shift and go on to the next day; Delete clears the day."""
        editing = self.state() is EditGrid.State.EditingState
        held = event.modifiers() & (_CTRL | Qt.KeyboardModifier.AltModifier)
        letter = "" if held else event.text().upper()
        if editing or self.currentIndex().column() < 1:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.take_back()
        elif event.key() == Qt.Key.Key_R and event.modifiers() & _CTRL:
            self.repeat()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._put("", on=event.key() == Qt.Key.Key_Delete)
        elif letter in self._codes:
            self._put(letter)
        elif letter.isalpha() and letter:
            self.edit_cell(self.current_key(), f"d{self.currentIndex().column()}")
        else:
            super().keyPressEvent(event)

    def _put(self, text: str, *, on: bool = True) -> None:
        index = self.currentIndex()
        self._take([(self.key_at(index.row()), f"d{index.column()}", text)])
        following = self.rows_model.index(index.row(), index.column() + 1)
        if on and following.isValid():
            self.setCurrentIndex(following)

    def paste(self, text: str) -> None:
        """Take a block: by NIP where its rows name one, else from the current cell on."""
        lines = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
        found = [(self._named(line), line) for line in lines]
        if not any(who for who, _line in found):
            super().paste(text)
            return
        days = len(self.plan.month.days)
        self._take(
            (who, f"d{n + 1}", cell)
            for who, line in found
            if who
            for n, cell in enumerate(_last(line, days))
        )

    def _named(self, line: list[str]) -> int | None:
        numbers = {re.sub(r"\D", "", cell) for cell in line}
        return next((row.person_id for row in self.plan.rows if row.nip in numbers), None)

    def repeat(self) -> None:
        """Go on to the month's end with the days from the first up to the current one."""
        index = self.currentIndex()
        who, length = self.current_key(), index.column()
        if who is None or length < 1:
            return
        pattern = [self.text(who, n) for n in range(length)]
        self._take(
            (who, f"d{n + 1}", pattern[n % length])
            for n in range(length, len(self.plan.month.days))
        )

    # ── taking edits ──────────────────────────────────────────────────────────────────────

    def _take(self, cells: Iterable[tuple[int | None, str, str]]) -> None:
        """Take cells as one edit; what lies below the last person is left out."""
        before = dict(self.typed)
        for who, column, text in cells:
            if who is not None and column.startswith("d"):
                n = int(column[1:]) - 1
                key, said = (who, self.plan.month.days[n]), self._said(text.strip())
                self.typed[key] = said
                if said == self._members[who].cells[n]:
                    del self.typed[key]
        if self.typed != before:
            self._before.append(before)
            self._renew(before)

    def _said(self, text: str) -> str:
        """Write what was typed as it stands in the grid: codes in capitals, a dash as nothing."""
        return "" if text in ("-", "–") else self._codes.get(text.upper(), text)

    def take_back(self) -> None:
        """Undo the last edit."""
        if self._before:
            before, self.typed = self.typed, self._before.pop()
            self._renew(before)

    def _renew(self, before: Mapping[Cell, str]) -> None:
        """Count and draw what differs from before."""
        now, touched = self.typed, set[int]()
        for key in before.keys() | now.keys():
            if before.get(key) == now.get(key):
                continue
            (who, day), n = key, self._places[key[1]]
            planned = self._members[who].cells[n]
            was, text = before.get(key, planned), now.get(key, planned)
            self._filled[who] += bool(text) - bool(was)
            self.wrong.discard(key)
            if self.problem(who, n):
                self.wrong.add((who, day))
            touched.add(who)
        for who in touched:
            self._redraw(who)
        self.changed.emit()

    def _redraw(self, who: int) -> None:
        model = self.rows_model
        place = model.place_of(who)
        model.rows[place] = self._row(self._members[who])
        model.dataChanged.emit(model.index(place, 0), model.index(place, model.columnCount() - 1))

    def _row(self, member: Member) -> Row:
        who = member.person_id
        texts = (self.text(who, n) for n in range(len(self.plan.month.days)))
        return (who, member.name, member, *texts)


def _last(line: list[str], days: int) -> list[str]:
    """Give the cells of the days: those at the end of a line that also names somebody."""
    cells = [cell.strip() for cell in line]
    start = next(n for n, cell in enumerate(cells) if len(re.sub(r"\D", "", cell)) == 18) + 1
    rest = cells[start:]
    return rest[-days:] if len(rest) >= days else rest


def _shown(row: Row, column: str) -> str:
    return str(row[1] if column == "name" else row[_FIRST + int(column[1:]) - 1])


def _columns(grid: RosterGrid, plan: Plan) -> list[Column]:
    return [
        Column("name", "Nama", 1, width=180, minimum=150, tone="medium", stretch=True, tip=_who),
        *(_day(grid, n, day) for n, day in enumerate(plan.month.days)),
    ]


def _day(grid: RosterGrid, n: int, day: date) -> Column:
    def tone(row: Row) -> Tone:
        if (row[0], day) in grid.wrong:
            return "bad"
        if (row[0], day) in grid.typed:
            return "acc"
        return "mute" if row[_FIRST + n] == OFF_CODE else "plain"

    def tip(row: Row) -> str:
        return grid.problem(row[0], n) or f"{row[1]}, {weekday(day)} {day.day}: {row[_FIRST + n]}"

    return Column(f"d{n + 1}", str(day.day), _FIRST + n, _short, _DAY, _DAY, tone_of=tone, tip=tip)


def _short(text: str) -> str:
    """Fit hours of their own into a day: when they begin; the tip says them whole."""
    return text if len(text) <= 3 else text[:2]


def _who(row: Row) -> str:
    member: Member = row[2]
    return f"{member.name}, {shown_nip(member.nip)}, {member.unit}"
