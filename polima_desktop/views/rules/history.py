"""The tab Versi: all versions, and in words what the one on the page changes against another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal

from polima_desktop import formatting
from polima_desktop.domain.rules.differences import Difference, differences
from polima_desktop.domain.rules.model import RuleSet
from polima_desktop.domain.rules.reading import load
from polima_desktop.storage.rules.versions import VersionRow
from polima_desktop.views.rules import words
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, ChoiceButton, Rows, Sheet


class HistoryTab(Rows):
    """``opened(id)`` asks for a version, ``place_asked(difference)`` for the place of a change."""

    opened = Signal(object)
    place_asked = Signal(object)
    copy_asked = Signal()
    withdraw_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()

    def __init__(self) -> None:
        self.versions, self.changes = Sheet("Versi"), Sheet("Perbedaan")
        self.table = DataTable(_VERSIONS, "Versi aturan")
        self.list = DataTable(_CHANGES, "Perbedaan dua versi")
        self.against = ChoiceButton("Terhadap ", low=True)
        super().__init__("bobot-versi", self.versions, self.changes, slack=1, sizes=[200, 360])
        self.rows: Sequence[VersionRow] = ()
        self.checked: set[int] = set()
        self.ruleset: RuleSet | None = None
        self.shown_id = 0
        self._fill_sheets()
        self.table.opened.connect(self.opened)
        self.against.changed.connect(lambda _value: self._fill())
        self.list.opened.connect(self._go_to)

    def _fill_sheets(self) -> None:
        self.copy_button = Button("Salin menjadi draf", "salin", self.copy_asked.emit, low=True)
        self.withdraw_button = Button("Tarik…", "silang", self.withdraw_asked.emit, low=True)
        self.import_button = Button("Impor berkas", "impor", self.import_asked.emit, low=True)
        self.export_button = Button("Ekspor berkas", "ekspor", self.export_asked.emit, low=True)
        for button in (self.copy_button, self.withdraw_button, self.import_button,
                       self.export_button):  # fmt: skip
            self.versions.add_to_head(button)
        self.versions.add(self.table, 1)
        self.changes.add_to_head(self.against)
        self.changes.add(self.list, 1)

    def show_versions(
        self, rows: Sequence[VersionRow], standing: int | None, checked: Collection[int]
    ) -> None:
        """List the versions; ``standing``: the number in force, compared with at first."""
        self.rows, self.checked = rows, set(checked)
        self._list()
        self.against.set_options([(row.id, f"v{row.number}") for row in rows])
        first = next((row for row in rows if row.number == standing), None)
        if first is not None:
            self.against.choose(first.id)

    def show_checked(self, version_id: int, *, passes: bool) -> None:
        """Say of a draft whether the gate lets it through as it is typed now."""
        if passes != (version_id in self.checked):
            self.checked ^= {version_id}
            self._list()

    def _list(self) -> None:
        self.table.set_rows(
            (row.id, row.number, words.state(row, checked=row.id in self.checked),
             row.decree_number, row.decree_date, row.valid_from, row.proposed_by or "",
             row.published_by or "", row.withdrawn_reason or "")
            for row in self.rows
        )  # fmt: skip
        self.table.select_key(self.shown_id)

    def show_set(self, row: VersionRow, ruleset: RuleSet, *, may_edit: bool) -> None:
        """Show another version, or the same with what was typed."""
        if row.id != self.shown_id:
            self.shown_id = row.id
            self._choose_other(row)
        self.ruleset = ruleset
        self.copy_button.setVisible(may_edit)
        self.import_button.setVisible(may_edit)
        self.table.select_key(row.id)
        self._fill()

    def _choose_other(self, row: VersionRow) -> None:
        """Compare a published version with the one before it, not with itself."""
        if self.against.value == row.id:
            before = next((r for r in self.rows if r.number < row.number), None)
            if before is not None:
                self.against.choose(before.id)

    @property
    def found(self) -> list[Difference]:
        """What the shown version changes against the chosen one."""
        other = next((row for row in self.rows if row.id == self.against.value), None)
        if other is None or self.ruleset is None:
            return []
        return differences(load(other.toml), self.ruleset)

    def _fill(self) -> None:
        found = self.found
        self.list.set_rows(
            (place, _SECTIONS.get(d.section, d.section), d.owner, d.words)
            for place, d in enumerate(found)
        )
        other = next((row for row in self.rows if row.id == self.against.value), None)
        against = f"terhadap v{other.number}" if other else ""
        count = f"{len(found)} perbedaan" if found else "tidak berbeda"
        self.changes.set_title("Perbedaan", f"{count} {against} · Enter membuka tempatnya")

    def _go_to(self, place: int) -> None:
        self.place_asked.emit(self.found[place])


_SECTIONS = {
    "decree": "Dasar hukum", "inputs": "Isian", "bands": "Jenjang", "tables": "Tabel",
    "activities": "Aktivitas", "lines": "Rumus", "examples": "Contoh",
}  # fmt: skip
_VERSIONS = [
    Column("number", "Versi", 1, lambda number: f"v{number}", width=60, tone="medium"),
    Column("state", "Keadaan", 2, width=160, tip=lambda row: str(row[8])),
    Column("decree", "Nomor keputusan", 3, width=170, stretch=True),
    Column("date", "Tanggal", 4, formatting.day, width=140, tone="second"),
    Column("since", "Berlaku sejak", 5, formatting.day, width=140, tone="second"),
    Column("proposed", "Diajukan", 6, width=110, tone="second"),
    Column("published", "Diterbitkan", 7, width=110, tone="second"),
]
_CHANGES = [
    Column("section", "Bagian", 1, width=110, tone="second"),
    Column("owner", "Nama", 2, width=200, tone="medium"),
    Column("words", "Perubahan", 3, width=520, stretch=True, tip=lambda row: str(row[3])),
]
