"""Jejak Audit: every entry, newest first, searched and filtered; the proof of the chain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import moment, number
from polima_desktop.services.office import audit, proving
from polima_desktop.services.office.proving import Finding, Proof
from polima_desktop.storage.office.audit import Entry
from polima_desktop.views.audit import details
from polima_desktop.views.audit.details import Lead
from polima_desktop.views.audit.shown import Row, Shown, Wanted, moment_of, moment_words
from polima_desktop.views.audit.words import action_words
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import save_file
from polima_desktop.views.staff.days import DayField
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import (
    Button,
    Columns,
    DetailPane,
    FilterButton,
    FilterRow,
    Link,
    Page,
    SearchField,
    Sheet,
    Strip,
    label,
)
from polima_desktop.views.widgets.actions import labelled

XLSX = "Buku kerja Excel (*.xlsx)"
LONG, CAPTION, DAY_WIDTH = 24, 96, 150
SHOWN = 40
"""So many findings are named in the pane."""


class AuditPage(Page):
    """Reads the trail; nothing here can change it."""

    listens = frozenset(
        {"people", "units", "rules", "claims", "records", "months", "users", "calendar", "policy"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Jejak Audit")
        self.shown: Shown | None = None
        self._wanted = ""
        self.add_button(Button("Ekspor", "ekspor", self._export))
        self.prove = self.add_button(Button("Buktikan rantai", "audit", self._prove, primary=True))
        self.body.addWidget(self._filters())
        self.table = _table()
        self.table.current_changed.connect(self._show_detail)
        self.strip = Strip()
        sheet = Sheet()
        sheet.add(self.table, 1)
        sheet.add(self.strip)
        self.detail = DetailPane("Rincian catatan")
        self._show_detail(None)
        self.body.addWidget(Columns("kolom", sheet, self.detail, sizes=[820, 300]), 1)

    def _filters(self) -> FilterRow:
        self.search = SearchField("NIP, nama, dokumen, jumlah, atau kata lain", width=340)
        self.who, self.act = FilterButton("Pengguna"), FilterButton("Tindakan")
        self.first, self.last = DayField(), DayField()
        for field, name in ((self.first, "Sejak tanggal"), (self.last, "Sampai tanggal")):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.setClearButtonEnabled(True)
            field.setFixedWidth(DAY_WIDTH)
            field.editingFinished.connect(self._show)
            field.textChanged.connect(self._day_typed)
        self.search.searched.connect(lambda _text: self._show())
        self.who.changed.connect(self._show)
        self.act.changed.connect(self._show)
        return FilterRow(self.search, self.first, self.last, self.who, self.act)

    def _day_typed(self, text: str) -> None:
        """Let the days go at once when a field is emptied, by its cross."""
        if not text:
            self._show()

    def refresh(self) -> None:
        """Load the trail."""
        session = self.context.session

        def work(progress: Progress) -> Shown:
            return Shown(audit.trail(session, progress), progress)

        self.context.jobs.run(work, self, slot="entries").success(self._loaded)

    def _loaded(self, shown: Shown) -> None:
        self.shown = shown
        self.table.rows_model.columns[4:] = _said_columns(shown)
        entries = shown.entries.values()
        self.who.set_options((name, name) for name in sorted({e.user for e in entries}))
        actions = sorted({e.action for e in entries}, key=action_words)
        self.act.set_options((action, action_words(action)) for action in actions)
        self.set_next_step(f"{number(len(entries))} catatan, hanya dapat dibaca.")
        self._show()

    def _show(self) -> None:
        if self.shown is None:
            return
        shown, total = self.shown.narrow(self._asked()), len(self.shown.entries)
        self.table.set_rows(shown, total)
        count = f"{number(len(shown))} dari {number(total)} catatan"
        self.strip.set_position(count)
        self.set_status(count)
        if self.table.current_key() is None:
            self.table.select_place(0)

    def _asked(self) -> Wanted:
        return Wanted(
            self.search.text() if self.search else "",
            self.who.chosen(),
            self.act.chosen(),
            self.first.written(),
            self.last.written(),
        )

    def focus_on(self, **what: Any) -> None:
        """Show the entries about something that is named: ``search="daftar.xlsx"``."""
        if "search" in what and self.search is not None:
            self.first.clear()
            self.last.clear()
            self.who.choose(set())
            self.act.choose(set())
            self.search.setText(str(what["search"]))
            self.search.search_now()

    def _show_detail(self, key: int | None) -> None:
        column = self.detail.clear() if isinstance(self.detail, DetailPane) else None
        entry = self.shown.entries.get(key) if self.shown and key is not None else None
        if column is None or entry is None or self.shown is None:
            return
        names = self.shown.names
        column.addWidget(label(action_words(entry.action), "record", wrap=True))
        column.addWidget(label(f"Catatan {number(entry.id)}", "label", "second"))
        column.addSpacing(8)
        about = details.about(entry, names)
        facts = [("Waktu", _when(entry)), ("Pengguna", entry.user), ("Tentang", about)]
        if title := names.titles.get(entry.at):
            facts.append(("", title))
        for name, value in [*facts, *details.detail_lines(entry, names)]:
            _add_fact(column, name, _breakable(value))
        self._add_leads(column, details.leads(entry, names))
        _add_fact(column, "sidik catatan", _breakable(entry.hash))

    def _add_leads(self, column: QVBoxLayout, leads: Sequence[Lead]) -> None:
        column.addSpacing(8)
        for lead in leads:
            link = Link(lead.words, partial(self._follow, lead))
            link.setWordWrap(True)
            column.addWidget(link)
        column.addSpacing(8)

    def _follow(self, lead: Lead) -> None:
        if lead.month is not None:
            self.context.set_month(lead.month)
        self.context.go(lead.page, **lead.what)

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
        shown, session = self.shown, self.context.session
        if shown is None:
            return
        rows: Sequence[Row] = self.table.rows_model.rows
        proposal = f"jejak-audit-{session.today.isoformat()}.xlsx"
        path = save_file(self, self.context.settings, "Ekspor catatan yang tampak", proposal, XLSX)
        if path is None:
            return

        def work(progress: Progress) -> int:
            progress.report(0, 0, "Menulis jejak audit")
            return audit.export(session, shown.cells(rows), path)

        job = self.context.jobs.run(work, self, slot="export", writes=True)
        job.success(lambda count: self._exported(count, str(path)))

    def _exported(self, count: int, path: str) -> None:
        self.say("ok", "Jejak audit diekspor.", f"{number(count)} catatan yang tampak, di {path}.")
        self.refresh()

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Offer the proof and the export."""
        prove = labelled("&Buktikan rantai", "", self._prove)
        return {"Data": [prove, labelled("&Ekspor catatan yang tampak…", "Ctrl+E", self._export)]}

    def key_hints(self) -> list[tuple[str, str]]:
        """Name the keys of this page."""
        return [("Ctrl+F", "cari"), ("Ctrl+C", "salin"), ("F4", "panel rinci")]


def _table() -> DataTable:
    columns = [
        Column("id", "No.", 0, text=number, width=60, right=True, tone="second"),
        Column("at", "Waktu", 1, text=moment_words, width=172, minimum=172),
        Column("user", "Pengguna", 2, width=92, tone="medium"),
        Column("action", "Tindakan", 3, width=176),
        *_said_columns(None),
    ]
    table = DataTable(columns, "Jejak audit", many=True)
    table.setObjectName("jejak")
    return table


def _said_columns(shown: Shown | None) -> list[Column]:
    """Give the columns whose words are made when they are painted."""

    def about(entry: Entry) -> str:
        return details.about(entry, shown.names) if shown else ""

    def line(entry: Entry) -> str:
        return details.line(entry, shown.names) if shown else ""

    return [
        Column("subject", "Tentang", 4, text=about, width=150, tone="second", order=about),
        Column("detail", "Rincian", 5, text=line, width=220, tone="second", stretch=True,
               order=lambda entry: entry.detail),
    ]  # fmt: skip


def _when(entry: Entry) -> str:
    return moment(moment_of(entry.at))


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
