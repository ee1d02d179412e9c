"""The findings of the gate under every tab: they follow along, and each leads to its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from polima_desktop.domain.rules.model import Finding
from polima_desktop.views.paint import Badge
from polima_desktop.views.rules import words
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Sheet


class FindingsPane(Sheet):
    """``finding_chosen(finding)`` asks to go there."""

    finding_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__("Pemeriksaan")
        self.findings: list[Finding] = []
        self.list = DataTable(_COLUMNS, "Temuan pemeriksaan")
        self.list.horizontalHeader().hide()
        self.list.setSortingEnabled(False)
        self.list.opened.connect(self._open)
        self.add(self.list, 1)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the gate says, errors first."""
        self.findings = sorted(findings, key=lambda finding: finding.severity != "error")
        self.list.set_rows(
            (place, f.message, words.place(f), f.severity) for place, f in enumerate(self.findings)
        )
        self.list.setVisible(bool(findings))
        self.setMaximumHeight(_TALL if findings else _HEAD)
        self.setMinimumHeight(96 if findings else _HEAD)
        wrong = sum(finding.severity == "error" for finding in findings)
        said = f"{wrong} kesalahan, {len(findings) - wrong} peringatan"
        self.set_title(
            "Pemeriksaan", f"{said} · Enter membuka tempatnya" if findings else "Tidak ada temuan."
        )
        self.list.setAccessibleName(said)

    def _open(self, place: int) -> None:
        self.finding_chosen.emit(self.findings[place])


def _badge(row: Row) -> Badge:
    return Badge("bad", "Salah") if row[3] == "error" else Badge("warn", "Peringatan")


_HEAD, _TALL = 40, 400
_COLUMNS = [
    Column("message", "Temuan", 1, width=640, tone="medium", stretch=True,
           tip=lambda row: str(row[1])),
    Column("place", "Tempat", 2, width=260, tone="second"),
    Column("state", "", 3, width=110, badge=_badge),
]  # fmt: skip
