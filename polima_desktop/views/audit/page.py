"""Jejak Audit: every entry, newest first, searched and filtered; the proof of the chain."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from polima_desktop.files import replacing
from polima_desktop.formatting import moment, number, short_date
from polima_desktop.services.office import audit, proving
from polima_desktop.services.office.proving import Finding, Proof
from polima_desktop.services.session import WITA
from polima_desktop.storage.office.audit import Entry
from polima_desktop.views.audit.words import action_words, detail_lines, one_line
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import save_file
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import (
    Button,
    Columns,
    DetailPane,
    FilterButton,
    FilterRow,
    Page,
    SearchField,
    Sheet,
    Strip,
    label,
)
from polima_desktop.views.widgets.actions import labelled

CSV = "CSV (*.csv)"
LONG, CAPTION = 24, 96
SHOWN = 40
"""So many findings are named in the pane."""
HEADER = ("id", "at", "user", "action", "subject", "detail", "previous", "hash", "seal")


class AuditPage(Page):
    """Reads the trail; nothing here can change it."""

    listens = frozenset(
        {"people", "units", "rules", "claims", "records", "months", "users", "calendar", "policy"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Jejak Audit")
        self.entries: list[Entry] = []
        self.add_button(Button("Ekspor", "ekspor", self._export))
        self.prove = self.add_button(Button("Buktikan rantai", "audit", self._prove, primary=True))
        self.search = SearchField("Pengguna, tindakan, pegawai, atau rincian")
        self.who, self.act = FilterButton("Pengguna"), FilterButton("Tindakan")
        self.search.searched.connect(lambda _text: self._show())
        self.who.changed.connect(self._show)
        self.act.changed.connect(self._show)
        self.body.addWidget(FilterRow(self.search, self.who, self.act))
        self.table = _table()
        self.table.current_changed.connect(self._show_detail)
        self.strip = Strip()
        sheet = Sheet()
        sheet.add(self.table, 1)
        sheet.add(self.strip)
        self.detail = DetailPane("Rincian catatan")
        self._show_detail(None)
        self.body.addWidget(Columns("kolom", sheet, self.detail, sizes=[820, 300]), 1)

    def refresh(self) -> None:
        """Load the trail."""
        session = self.context.session
        job = self.context.jobs.run(lambda _p: audit.entries(session), self, slot="entries")
        job.success(self._loaded)

    def _loaded(self, entries: list[Entry]) -> None:
        self.entries = entries
        self.who.set_options((name, name) for name in sorted({e.user for e in entries}))
        actions = sorted({e.action for e in entries}, key=action_words)
        self.act.set_options((action, action_words(action)) for action in actions)
        self.set_next_step(f"{number(len(entries))} catatan, hanya dapat dibaca.")
        self._show()

    def _show(self) -> None:
        words = self.search.text().casefold().split() if self.search else []
        shown = [entry for entry in reversed(self.entries) if self._fits(entry, words)]
        self.table.set_rows(map(_row, shown), len(self.entries))
        count = f"{number(len(shown))} dari {number(len(self.entries))} catatan"
        self.strip.set_position(count)
        self.set_status(count)
        if self.table.current_key() is None:
            self.table.select_place(0)

    def _fits(self, entry: Entry, words: Sequence[str]) -> bool:
        who, act = self.who.chosen(), self.act.chosen()
        if (who and entry.user not in who) or (act and entry.action not in act):
            return False
        text = (
            f"{entry.user} {action_words(entry.action)} {entry.subject} {entry.detail}".casefold()
        )
        return all(word in text for word in words)

    def _show_detail(self, key: int | None) -> None:
        column = self.detail.clear() if isinstance(self.detail, DetailPane) else None
        entry = next((e for e in self.entries if e.id == key), None)
        if column is None or entry is None:
            return
        column.addWidget(label(action_words(entry.action), "record", wrap=True))
        column.addWidget(label(f"Catatan {number(entry.id)}", "label", "second"))
        column.addSpacing(8)
        facts = [("Waktu", _when(entry)), ("Pengguna", entry.user), ("Tentang", entry.subject)]
        for name, value in [*facts, *detail_lines(entry.detail), ("sidik catatan", entry.hash)]:
            _add_fact(column, name, _breakable(value))

    def _prove(self) -> None:
        session = self.context.session
        job = self.context.jobs.run(
            lambda progress: proving.prove(session, progress), self, slot="prove"
        )
        job.success(self._proved)

    def _proved(self, proof: Proof) -> None:
        broken = proof.broken
        if proof.intact:
            words = f"{number(proof.entries)} catatan dan semua isi yang bersegel cocok."
            self.say("ok", "Rantai utuh.", f"{words} {proof.vouched}")
            return
        if broken is None:
            self._say_findings(proof.findings)
            return
        where = f"Rantai putus pada catatan {number(broken.id)}, {_when(broken)}."
        self.say("bad", where, "Catatan diubah di luar program. Bandingkan dengan cadangan.")
        self.table.select_key(broken.id)

    def _say_findings(self, found: Sequence[Finding]) -> None:
        """Name what was touched: how much in the bar, each thing in the pane."""
        count = f"{number(len(found))} hal tidak sama dengan segelnya."
        self.say("bad", count, "Data diubah di luar program. Bandingkan dengan cadangan.")
        first = next((one.entry for one in found if one.entry is not None), None)
        if first is not None:
            self.table.select_key(first)
        column = self.detail.clear() if isinstance(self.detail, DetailPane) else None
        if column is not None:
            column.addWidget(label(count, "record", wrap=True))
            for one in found[:SHOWN]:
                column.addWidget(label(one.words, "body", wrap=True))
            if len(found) > SHOWN:
                rest = f"dan {number(len(found) - SHOWN)} lainnya: polima audit verify"
                column.addWidget(label(rest, "label", "second", wrap=True))

    def _export(self) -> None:
        proposal = f"jejak-audit-{self.context.session.today.isoformat()}.csv"
        path = save_file(self, self.context.settings, "Ekspor jejak audit", proposal, CSV)
        if path is not None:
            entries = self.entries
            job = self.context.jobs.run(lambda _p: _write(path, entries), self, slot="export")
            words = f"{number(len(entries))} catatan di {path}."
            job.success(lambda _: self.say("ok", "Jejak audit diekspor.", words))

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Offer the proof and the export."""
        prove = labelled("&Buktikan rantai", "", self._prove)
        return {"Data": [prove, labelled("&Ekspor jejak audit…", "Ctrl+E", self._export)]}

    def key_hints(self) -> list[tuple[str, str]]:
        """Name the keys of this page."""
        return [("Ctrl+F", "cari"), ("Ctrl+C", "salin"), ("F4", "panel rinci")]


def _table() -> DataTable:
    columns = [
        Column("id", "No.", 0, text=number, width=60, right=True, tone="second"),
        Column("at", "Waktu", 1, text=_short, width=164, minimum=150),
        Column("user", "Pengguna", 2, width=100, tone="medium"),
        Column("action", "Tindakan", 3, width=200),
        Column("subject", "Tentang", 4, width=110, tone="second"),
        Column("detail", "Rincian", 5, width=220, tone="second", stretch=True),
    ]
    table = DataTable(columns, "Jejak audit", many=True)
    table.setObjectName("jejak")
    return table


def _row(entry: Entry) -> tuple[object, ...]:
    words, line = action_words(entry.action), one_line(entry.detail)
    return entry.id, _at(entry), entry.user, words, entry.subject, line


def _at(entry: Entry) -> datetime:
    return datetime.fromisoformat(entry.at).astimezone(WITA)


def _short(at: datetime) -> str:
    return f"{short_date(at.date())}, {at:%H.%M.%S}"


def _when(entry: Entry) -> str:
    return moment(_at(entry))


def _add_fact(column: QVBoxLayout, name: str, value: str) -> None:
    """Add a name and its value: side by side, or a long value under its name."""
    caption = label(name, "label", "second")
    if len(value) > LONG:
        column.addWidget(caption)
        column.addWidget(label(value, "body", wrap=True))
        return
    row = QHBoxLayout()
    row.setSpacing(8)
    caption.setFixedWidth(CAPTION)
    row.addWidget(caption)
    row.addWidget(label(value, "body"), 1)
    column.addLayout(row)


def _breakable(text: str) -> str:
    """Let a long code go on in the next line."""
    return text if " " in text else "\u200b".join(text[i : i + 16] for i in range(0, len(text), 16))


def _write(path: Path, entries: Sequence[Entry]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(entries)
    with replacing(path) as out:
        out.write(text.getvalue().encode("utf-8"))
