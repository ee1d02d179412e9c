"""Third step: what becomes of each row, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.identity import shown_nip
from polima_desktop.services.importing.words import OUTCOME_LABELS
from polima_desktop.views.importing.rows import FILTERS, PreviewRow, narrowed
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import (
    BadgeLabel,
    Button,
    Columns,
    DetailPane,
    FilterButton,
    SearchField,
    Sheet,
    label,
)

if TYPE_CHECKING:
    from polima_desktop.imports.problems import RowProblem
    from polima_desktop.services.importing.plan import Change, Counts

_KINDS = {"new": "ok", "changed": "info", "unchanged": "mute", "rejected": "bad", "accepted": "ok"}
_SEVERITIES = {"error": ("bad", "Ditolak"), "warning": ("warn", "Peringatan")}
_WORDS_OF: dict[str, str] = {"accepted": "Diterima", **dict(OUTCOME_LABELS.items())}
_BOTH = 780
"""From this width on the detail of a row stands beside the table, else below it."""
_ID, _SHEET, _ROW, _KEY, _NAME, _OUTCOME, _WORDS = range(7)


def _verdict(row: tuple[object, ...]) -> Badge:
    seen = PreviewRow._make(row)
    if seen.warned:
        return Badge("warn", _word(seen.outcome))
    return Badge(_KINDS[seen.outcome], _word(seen.outcome))


def _word(outcome: str) -> str:
    return _WORDS_OF[outcome]


class Hands(Protocol):
    """What the clerk may do about a row, and what can be asked of it."""

    def cell(self, problem: RowProblem) -> tuple[int, str] | None:
        """Give the column and the text of a problem's cell."""

    def put_right(self, row: PreviewRow, column: int, text: str) -> None:
        """Put a cell right and check again."""

    def leave_out(self, row: PreviewRow) -> None:
        """Leave a row out and check again."""

    def take_in_again(self) -> None:
        """Read the rows left out again."""

    def described(self, row: PreviewRow) -> tuple[Change, ...]:
        """Say what a new person will be."""


class RepairField(QLineEdit):
    """A cell to put right; Enter checks the list again instead of going on."""

    def __init__(self, caption: str, text: str, done: Callable[[str], None]) -> None:
        super().__init__(text)
        self.setAccessibleName(f"Betulkan {caption}")
        self.setToolTip("Enter: periksa lagi")
        self._done = done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self._done(self.text())
        else:
            super().keyPressEvent(event)


class PreviewStep(QWidget):
    """The rows with their verdicts, narrowed by verdict and search; the detail of one row."""

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self.hands = hands
        self.repairs: list[RepairField] = []
        self.rows: list[PreviewRow] = []
        self.heading = label("", "record")
        self.search = SearchField("NIP, nama, atau baris", width=260)
        self.filter = FilterButton("Putusan", FILTERS)
        self.count = label("", "label", "second")
        self.table = DataTable(
            [
                Column("row", "Baris", _ROW, width=54, right=True, tone="second"),
                Column("outcome", "Putusan", _OUTCOME, width=100, badge=_verdict),
                Column("key", "NIP / kode", _KEY, shown_nip, width=178, minimum=178),
                Column("name", "Nama", _NAME, width=170, tone="medium", stretch=True),
                Column("words", "Perubahan atau alasan", _WORDS, width=240, stretch=True,
                       tone="second", tip=lambda row: str(row[_WORDS])),
            ],
            "Putusan tiap baris",
        )  # fmt: skip
        self.detail = DetailPane("Rincian baris", 260)
        self.leave = Button("Lewati baris ini", "lewati", self._leave_out, low=True)
        self.leave.setAutoDefault(False)
        self.detail.add_to_foot(self.leave)
        self.again = Button("", "urung", hands.take_in_again, quiet=True, low=True)
        self.again.setAutoDefault(False)
        self.again.hide()
        self._lay_out()
        self.search.searched.connect(self._narrow)
        self.search.lead_to(self.table)
        self.filter.changed.connect(self._narrow)
        self.table.current_changed.connect(self._show_detail)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.heading)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search)
        row.addWidget(self.filter)
        row.addStretch(1)
        row.addWidget(self.again)
        row.addWidget(self.count)
        column.addLayout(row)
        sheet = Sheet()
        sheet.add(self.table, 1)
        self.sides = Columns("impor-putusan", sheet, self.detail, slack=0, sizes=(690, 260))
        column.addWidget(self.sides, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the detail below the table where both do not fit side by side."""
        super().resizeEvent(event)
        both = Qt.Orientation.Horizontal if self.width() >= _BOTH else Qt.Orientation.Vertical
        if self.sides.orientation() != both:
            self.sides.setOrientation(both)
            beside = both == Qt.Orientation.Horizontal
            fifth = self.sides.height() // 5  # below, the detail needs the room for its repairs
            below = [2 * fifth, 3 * fifth]
            self.sides.setSizes([self.sides.width() - 260, 260] if beside else below)

    def set_rows(self, rows: list[PreviewRow], counts: Counts, left_out: int = 0) -> None:
        """Show a plan; where rows are rejected, these come first."""
        self.rows = rows
        self.again.setText(f"Kembalikan {formatting.number(left_out)} baris yang dilewati")
        self.again.setVisible(left_out > 0)
        self.heading.setText(
            f"{formatting.number(counts.read)} dibaca, {formatting.number(counts.accepted)} "
            f"diterima, {formatting.number(counts.rejected)} ditolak"
        )
        self.search.clear()
        self.filter.choose({"rejected"} if counts.rejected else ())
        self._narrow()

    def _narrow(self, *_: object) -> None:
        shown = narrowed(self.rows, set(self.filter.chosen()), self.search.text().strip())
        self.table.set_rows(shown, len(self.rows))
        self.count.setText(
            f"{formatting.number(len(shown))} dari {formatting.number(len(self.rows))} baris"
        )
        if shown and self.table.current_key() is None:
            self.table.select_place(0)
        self._show_detail(self.table.current_key())

    def _nothing(self) -> str:
        """Say why no row stands here; of records only those that need a look are listed."""
        if not self.rows:
            return "Tidak ada baris yang perlu diperiksa."
        return "Pilih satu baris." if self.table.rows_model.rows else "Tidak ada baris yang cocok."

    def _show_detail(self, key: int | None) -> None:
        body = self.detail.clear()
        self.repairs = []
        self.leave.setEnabled(key is not None)
        if key is None:
            body.addWidget(label(self._nothing(), "body", "second", wrap=True))
            return
        row = self.rows[key]
        body.addWidget(label(row.name or row.key or f"Baris {row.row}", "record", wrap=True))
        place = f"Lembar {row.sheet}, baris {row.row}" if row.sheet else f"Baris {row.row}"
        body.addWidget(label(place, "label", "second", wrap=True))
        body.addSpacing(6)
        for problem in row.problems:
            kind, word = _SEVERITIES[problem.severity]
            where = f"{problem.column} ‘{problem.value}’" if problem.value else problem.column
            body.addSpacing(4)
            body.addWidget(BadgeLabel(Badge(kind, word)))
            body.addWidget(label(where, "strong", wrap=True))
            body.addWidget(label(problem.problem, "body", wrap=True))
            body.addWidget(label(problem.advice, "body", "second", wrap=True))
            self._offer_repair(body, row, problem)
        for change in row.changes:
            body.addSpacing(4)
            body.addWidget(label(change.label.capitalize(), "label", "second"))
            body.addWidget(label(f"{change.old} → {change.new}", "medium", wrap=True))
            since = f"sejak {formatting.day(change.since)}"
            body.addWidget(label(since, "label", "second"))
        if row.outcome == "new" and self._say_new(body, row):
            return
        if not row.problems and not row.changes:
            words = {"new": "Akan ditambahkan.", "unchanged": "Sama dengan data yang ada."}
            body.addWidget(label(words.get(row.outcome, ""), "body", "second", wrap=True))

    def _offer_repair(self, body: QVBoxLayout, row: PreviewRow, problem: RowProblem) -> None:
        found = self.hands.cell(problem)
        if found is None:
            return
        column, text = found

        def done(typed: str) -> None:
            self.hands.put_right(row, column, typed)

        field = RepairField(problem.column, text, done)
        self.repairs.append(field)
        body.addWidget(field)
        check = Button("Periksa lagi", "segar", lambda: done(field.text()), low=True)
        check.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(check)
        line.addStretch(1)
        body.addLayout(line)

    def _say_new(self, body: QVBoxLayout, row: PreviewRow) -> bool:
        """Show what a new person will be; tell whether there was anything to show."""
        changes = self.hands.described(row)
        if changes:
            body.addWidget(label("Akan ditambahkan:", "body", "second", wrap=True))
        for change in changes:
            body.addSpacing(4)
            body.addWidget(label(change.label.capitalize(), "label", "second"))
            body.addWidget(label(change.new, "medium", wrap=True))
        if changes:
            since = formatting.day(min(change.since for change in changes))
            body.addWidget(label(f"Dicatat sejak {since}.", "label", "second", wrap=True))
        return bool(changes)

    def _leave_out(self) -> None:
        key = self.table.current_key()
        if key is not None:
            self.hands.leave_out(self.rows[key])
