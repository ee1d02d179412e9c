"""The findings of the gate under every tab: they follow along, and each leads to its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from polima_desktop.domain.rules.model import Finding
from polima_desktop.views.rules import words
from polima_desktop.views.tables import QueueList, TwoLine
from polima_desktop.views.widgets import EmptyState, Sheet


class FindingsPane(Sheet):
    """``finding_chosen(finding)`` asks to go there."""

    finding_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Pemeriksaan")
        self.findings: list[Finding] = []
        self.list = QueueList(_lines, "Temuan pemeriksaan")
        self.list.opened.connect(self._open)
        sound = EmptyState("Tidak ada temuan.", "Aturan ini lolos seluruh pemeriksaan.")
        self.stack = QStackedWidget()
        self.stack.addWidget(sound)
        self.stack.addWidget(self.list)
        self.add(self.stack, 1)
        self.setMinimumHeight(96)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the gate says, errors first."""
        self.findings = sorted(findings, key=lambda finding: finding.severity != "error")
        self.list.set_rows([(place, finding) for place, finding in enumerate(self.findings)])
        self.stack.setCurrentIndex(1 if findings else 0)
        wrong = sum(finding.severity == "error" for finding in findings)
        said = f"{wrong} kesalahan, {len(findings) - wrong} peringatan"
        self.set_title("Pemeriksaan", f"{said} · Enter membuka tempatnya" if findings else "")
        self.list.setAccessibleName(said)

    def _open(self, place: int) -> None:
        self.finding_chosen.emit(self.findings[place])


def _lines(row: tuple[int, Finding]) -> TwoLine:
    finding = row[1]
    kind = "bad" if finding.severity == "error" else "warn"
    return TwoLine(finding.message, words.place(finding), kind=kind, chevron=True)
