"""Third step: what becomes of each row, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.identity import shown_nip
from polima_desktop.services.importing.words import OUTCOME_LABELS
from polima_desktop.views.importing.rows import FILTERS, PreviewRow, narrowed
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import (
    BadgeLabel,
    Columns,
    DetailPane,
    FilterButton,
    SearchField,
    Sheet,
    label,
)

if TYPE_CHECKING:
    from polima_desktop.services.importing.plan import Counts

_KINDS = {"new": "ok", "changed": "info", "unchanged": "mute", "rejected": "bad", "accepted": "ok"}
_SEVERITIES = {"error": ("bad", "Ditolak"), "warning": ("warn", "Peringatan")}
_WORDS_OF: dict[str, str] = {"accepted": "Diterima", **dict(OUTCOME_LABELS.items())}
_BOTH = 780
"""From this width on the detail of a row stands beside the table."""
_ID, _SHEET, _ROW, _KEY, _NAME, _OUTCOME, _WORDS = range(7)


def _verdict(row: tuple[object, ...]) -> Badge:
    seen = PreviewRow._make(row)
    if seen.warned:
        return Badge("warn", _word(seen.outcome))
    return Badge(_KINDS[seen.outcome], _word(seen.outcome))


def _word(outcome: str) -> str:
    return _WORDS_OF[outcome]


class PreviewStep(QWidget):
    """The rows with their verdicts, narrowed by verdict and search; the detail of one row."""

    def __init__(self) -> None:
        super().__init__()
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
        row.addWidget(self.count)
        column.addLayout(row)
        sheet = Sheet()
        sheet.add(self.table, 1)
        sides = Columns("impor-putusan", sheet, self.detail, slack=0, sizes=(690, 260))
        column.addWidget(sides, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the table where both do not fit; its reasons have tooltips."""
        super().resizeEvent(event)
        self.detail.setVisible(self.width() >= _BOTH)

    def set_rows(self, rows: list[PreviewRow], counts: Counts) -> None:
        """Show a plan; where rows are rejected, these come first."""
        self.rows = rows
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

    def _show_detail(self, key: int | None) -> None:
        body = self.detail.clear()
        if key is None:
            body.addWidget(label("Pilih satu baris.", "body", "second", wrap=True))
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
        for change in row.changes:
            body.addSpacing(4)
            body.addWidget(label(change.label.capitalize(), "label", "second"))
            body.addWidget(label(f"{change.old} → {change.new}", "medium", wrap=True))
            since = f"sejak {formatting.day(change.since)}"
            body.addWidget(label(since, "label", "second"))
        if not row.problems and not row.changes:
            words = {"new": "Akan ditambahkan.", "unchanged": "Sama dengan data yang ada."}
            body.addWidget(label(words.get(row.outcome, ""), "body", "second", wrap=True))
