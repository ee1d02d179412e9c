"""The pane of one slip: where its amount comes from, and whether it was computed alike again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from polima_desktop.domain.arrears import reason_words
from polima_desktop.domain.errors import PolimaError
from polima_desktop.formatting import money, number, percent, short_day
from polima_desktop.services.months.comparing import Why
from polima_desktop.services.months.desk import DROP, Row
from polima_desktop.services.months.explaining import Explanation
from polima_desktop.services.months.origin import Origin
from polima_desktop.services.months.trail import trail
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import (
    ActionStrip,
    BadgeLabel,
    Button,
    EmptyState,
    Note,
    OriginNode,
    OriginTree,
    Sheet,
    hairline,
)


def _told(row: tuple[Any, ...]) -> str:
    """Say everything of a record: what is cut in its cell, and the decision."""
    return "\n".join(part for part in (row[2], row[4], row[5]) if part)


COLUMNS = (
    Column("day", "Tgl", 1, short_day, width=58),
    Column("what", "Apa", 2, width=130, stretch=True, tone="medium", tip=_told),
    Column("amount", "Nilai", 3, width=64, right=True),
    Column("place", "Letak", 4, width=150, stretch=True, tone="second", tip=_told,
           badge=lambda row: Badge("man", row[4]) if row[5] else None),
)  # fmt: skip


class OriginPane(Sheet):
    """The origin tree of the slip under the cursor; buttons for what can be done about it."""

    def __init__(
        self,
        correct: Callable[[], object],
        reopen: Callable[[], object],
        choose: Callable[[], object],
    ) -> None:
        super().__init__("Asal angka")
        self.setMinimumWidth(320)
        self.badge = BadgeLabel(None)
        self.add_to_head(self.badge)
        self.add_line()
        self.remark: Note | None = None
        self.tree = OriginTree()
        self.tree.setFrameShape(OriginTree.Shape.NoFrame)
        self.empty = EmptyState("Belum ada slip yang dipilih.", "Pilih satu baris di kiri.")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.tree)
        self.stack.addWidget(self.empty)
        self.stack.setMinimumHeight(76)
        self.add(self.stack, 3)
        self.found: Explanation | None = None
        self.records = Sheet("Catatan")
        self.records.setProperty("sheet", False)
        self.records.column.insertWidget(0, hairline())
        self.table = DataTable(COLUMNS, "Catatan di balik angka")
        self.table.set_row_height(28)
        self.records.add_line()
        self.records.add(self.table, 1)
        self.add(self.records, 2)
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._show_records())
        self.strip = ActionStrip()
        self.correct = self.strip.add(Button("Buka data pegawai", "pegawai", correct))
        self.reopen = self.strip.add(Button("Buka ulang slip", "segar", reopen), after_space=True)
        self.reopen.hide()
        self.acuan = self.strip.add(Button("Jadikan acuan", "cek", choose), after_space=True)
        self.acuan.hide()
        self.add_line()
        self.add(self.strip)
        self.show_nobody()

    def show_nobody(self) -> None:
        """Show that no slip is chosen."""
        self.set_title("Asal angka")
        self._show_remark(None)
        self.found = None
        self.records.hide()
        self.badge.set_badge(None)
        self.stack.setCurrentWidget(self.empty)
        self.correct.setEnabled(False)
        self.reopen.setEnabled(False)

    def show_choosing(self, *, chosen: bool, may: bool) -> None:
        """Offer to make the slip a golden one, or to let it go, to whoever may."""
        self.acuan.setText("Lepas acuan" if chosen else "Jadikan acuan")
        self.acuan.setVisible(may)
        self.strip.fit()

    def show_row(self, row: Row) -> None:
        """Name the slip that is being followed."""
        self.set_title("Asal angka", row.name)
        self.correct.setEnabled(True)
        self.reopen.setEnabled(True)

    def show_explanation(
        self,
        found: Explanation,
        tree: tuple[Origin, ...],
        row: Row,
        beside: str,
        moved: Sequence[Why],
        *,
        closed: bool,
    ) -> None:
        """Show the tree, the proof, how the amount differs from ``beside``; ``closed``: locked."""
        if found.equal_to_stored:
            self.badge.set_badge(Badge("ok", "Sama dengan slip"))
        else:
            names = ", ".join(found.differences)
            self.badge.set_badge(Badge("bad", "Berbeda dengan slip"))
            self.badge.setToolTip(f"Baris yang berbeda: {names}")
        self._show_remark(_note(row, beside, moved, closed=closed))
        self.found = found
        self.tree.set_tree([_node(origin) for origin in tree])
        self.stack.setCurrentWidget(self.tree)

    def go_to(self, block: str) -> None:
        """Put the cursor on the amount of a block of the slip, the first in rupiah."""
        lines = self.found.lines if self.found else ()
        keys = [line.name for line in lines if line.slip == block and line.unit == "Rp"]
        if keys:
            self.tree.go_to(keys[0])

    def show_error(self, error: PolimaError) -> None:
        """Say why nothing can be shown."""
        self.badge.set_badge(None)
        self._show_remark(None)
        self.found = None
        self.records.hide()
        self.empty.set_words(error.message, error.advice)
        self.stack.setCurrentWidget(self.empty)

    def _show_records(self) -> None:
        """List the records behind the input under the tree's cursor."""
        node = self.tree.current_node()
        rows = trail(self.found, node.key) if self.found and node and not node.parts else []
        self.records.setVisible(bool(rows))
        if node is not None and rows:
            self.records.set_title("Catatan", f"{node.title}, {number(len(rows))} baris")
            self.table.set_rows(rows)
            self.column.activate()
            self.tree.scrollTo(self.tree.currentIndex())

    def _show_remark(self, note: Note | None) -> None:
        if self.remark is not None:
            self.column.removeWidget(self.remark)
            self.remark.hide()
            self.remark.deleteLater()
        self.remark = note
        if note is not None:
            self.column.insertWidget(self.column.indexOf(self.stack), note)


def _note(row: Row, beside: str, moved: Sequence[Why], *, closed: bool) -> Note | None:
    if row.held_reason:
        then = "buka ulang slip" if closed else "hitung ulang"
        return Note("bad", f"Slip tertahan: {row.held_reason}.", f"Betulkan datanya, lalu {then}.")
    if row.before is None or row.net is None or row.before == row.net:
        return None
    change = row.net - row.before
    way, kind = "Turun" if change < 0 else "Naik", "warn" if DROP in row.flags else "info"
    share = f" ({percent(Decimal(abs(change)) / row.before, 1)})" if row.before > 0 else ""
    words = f"{way} {money(abs(change))}{share} dari {money(row.before)}, {beside}."
    same = [why.parts for why in moved if (why.before, why.after) == (row.before, row.net)]
    return Note(kind, words, _because(same[0]) if same and same[0] else "")


def _because(parts: Mapping[str, int]) -> str:
    words = reason_words(parts)
    return f"{words[:1].upper()}{words[1:]}."


def _node(origin: Origin) -> OriginNode:
    return OriginNode(
        origin.key,
        origin.title,
        origin.second,
        origin.amount,
        tuple(_node(part) for part in origin.parts),
        "bad" if origin.missing else "",
    )
