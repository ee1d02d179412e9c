"""The transition board on Backup Manual: shares drawn and listed, who lags, typed-by patterns.

It shows what ``services.review.board`` counted, and hands it out as a workbook or a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from polima_desktop.formatting import UNKNOWN, number, percent, short_date
from polima_desktop.services.review import board, evaluation
from polima_desktop.services.review.board import Board, Lagging, Line, Typist
from polima_desktop.views import dialogs
from polima_desktop.views.review.shares import ShareBars
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, ChoiceButton, Page, Sheet, label, scrolling
from polima_desktop.views.widgets.flow import FlowLayout

BEGINNING = date(2021, 1, 4)
"""The app began on this day (DOMAIN §2): nothing before it belongs to the transition."""
SPAN = timedelta(13 * 7)
"""A quarter before the month's end is looked at."""
_PARTS = ("groups", "offices", "places")
_LISTS = (
    ("groups", "per kelompok"),
    ("offices", "per OPD"),
    ("places", "per kecamatan"),
    ("never", "belum pernah memakai aplikasi"),
    ("not_ready", "belum siap 1 Maret"),
    ("repeated", "backup manual berulang"),
    ("typists", "pengetik"),
)


class BoardTab(QWidget):
    """Bars above, one of seven lists below. ``page`` runs the jobs and shows what came of them."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.found: Board | None = None
        self.words = label("", "body", wrap=True)
        self.bars = ShareBars()
        self.which = ChoiceButton("Daftar: ", list(_LISTS))
        self.which.changed.connect(lambda _value: self._fill())
        self.export = Button("Ekspor papan", "ekspor", self._export, low=True)
        self.paper = Button("Cetak evaluasi", "cetak", self._print, low=True)
        self.sheet = Sheet("Papan peralihan")
        self.lines = DataTable(_line_columns(), "Hari pegawai menurut bagian")
        self.people = DataTable(_lagging_columns(), "Pegawai yang tertinggal")
        self.typists = DataTable(_typist_columns(), "Pengetik backup manual")
        self.tables = QStackedWidget()
        for table, name in (
            (self.lines, "bagian"),
            (self.people, "orang"),
            (self.typists, "ketik"),
        ):
            table.setObjectName(f"papan-{name}")
            self.tables.addWidget(table)
        self.lines.current_changed.connect(lambda _key: self._draw())
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        drawn = Sheet("Hari pegawai per minggu")
        drawn.add_padded(self.words)
        drawn.add_padded(self.bars)
        drawn.add_padded(
            label("Penuh: aplikasi. Titik: keduanya. Arsir: manual saja. Persen: di aplikasi.",
                  "label", "second", wrap=True)
        )  # fmt: skip
        bar = QWidget()
        row = FlowLayout(bar)
        for control in (self.which, self.export, self.paper):
            row.addWidget(control)
        self.sheet.add_padded(bar)
        self.sheet.add(self.tables, 1)
        column.addWidget(drawn, 2)
        column.addWidget(self.sheet, 3)
        self.tables.setMinimumHeight(28 + 2 * 29)
        self.bars.setMinimumHeight(110)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolling(inside))

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def load(self) -> None:
        """Count the transition up to the end of the month that is looked at."""
        session, month = self.page.context.session, self.page.context.month
        last = month.last
        first = month.first if last < BEGINNING else max(BEGINNING, last - SPAN)
        self.page.context.jobs.run(
            lambda _progress: board.board(session, first, last), self.page, slot="board"
        ).success(self._show)

    def _show(self, found: Board) -> None:
        self.found = found
        self.words.setText(" ".join(board.in_short(found)))
        self._fill()

    def _fill(self) -> None:
        if self.found is None:
            return
        name = self.which.value
        rows: Sequence[Any] = getattr(self.found, name)
        table: DataTable = self.people
        make: Callable[[int, Any], Row] = _lagging_row
        if name in _PARTS:
            table, make = self.lines, _line_row
        elif name == "typists":
            table, make = self.typists, _typist_row
        table.set_rows([make(place, each) for place, each in enumerate(rows)])
        self.tables.setCurrentWidget(table)
        self.sheet.note.set_full(f"{number(len(rows))} baris")
        self._draw()

    def _draw(self) -> None:
        """Draw the chosen line, else the city."""
        if self.found is None:
            return
        line, key = self.found.city, self.lines.current_key()
        if self.which.value in _PARTS and key is not None:
            line = getattr(self.found, self.which.value)[key]
        self.bars.set_line(line, self.found.weeks)

    # ── handing out ───────────────────────────────────────────────────────────────────────

    def _export(self) -> None:
        self._hand_out(
            "Ekspor papan peralihan",
            f"papan-peralihan-{self.page.context.month}.xlsx",
            dialogs.WORKBOOKS,
            evaluation.export,
        )

    def _print(self) -> None:
        self._hand_out(
            "Cetak evaluasi peralihan",
            f"evaluasi-peralihan-{self.page.context.month}.pdf",
            "PDF (*.pdf)",
            evaluation.print_paper,
        )

    def _hand_out(
        self, title: str, name: str, kinds: str, write: Callable[[Any, Board, Path], object]
    ) -> None:
        found, session = self.found, self.page.context.session
        if found is None:
            return
        path = dialogs.save_file(self.page, self.page.context.settings, title, name, kinds)
        if path is not None:
            self.page.context.jobs.run(
                lambda _progress: write(session, found, path), self.page
            ).success(lambda _made: self.page.say("ok", f"{path.name} disimpan.", str(path)))


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def _line_columns() -> list[Column]:
    return [
        Column("name", "Nama", 1, width=240, stretch=True, tone="medium"),
        Column("people", "Pegawai", 2, width=80, right=True),
        Column("app", "Aplikasi", 3, width=90, right=True),
        Column("both", "Keduanya", 4, width=90, right=True),
        Column("hand", "Manual saja", 5, width=100, right=True),
        Column("share", "Di aplikasi", 6, width=100, right=True, tone="medium"),
    ]


def _line_row(place: int, line: Line) -> Row:
    days = line.days
    share = UNKNOWN if days.by_app is None else percent(days.by_app)
    counts = (line.people, days.electronic, days.both, days.manual)
    return (place, line.name, *map(number, counts), share)


def _lagging_columns() -> list[Column]:
    return [
        Column("name", "Nama", 1, width=220, stretch=True, tone="medium"),
        Column("nip", "NIP", 2, width=178),
        Column("unit", "Unit", 3, width=180, stretch=True, tone="second"),
        Column("opd", "OPD", 4, width=150, tone="second"),
        Column("app", "Hari aplikasi", 5, width=100, right=True),
        Column("hand", "Hari manual", 6, width=100, right=True),
        Column("last", "Terakhir di aplikasi", 7, width=140),
    ]


def _lagging_row(place: int, each: Lagging) -> Row:
    last = short_date(each.last_by_app) if each.last_by_app else "belum pernah"
    counts = number(each.electronic), number(each.manual)
    return (place, each.name, each.nip, each.unit, each.opd, *counts, last)


def _typist_columns() -> list[Column]:
    return [
        Column("name", "Pengetik", 1, width=220, stretch=True, tone="medium"),
        Column("account", "Akun", 2, width=110, tone="second"),
        Column("claims", "Klaim", 3, width=80, right=True),
        Column("people", "Pegawai", 4, width=80, right=True),
        Column("books", "Buku kerja", 5, width=90, right=True),
        Column("alike", "Berjam sama", 6, width=100, right=True),
        Column("accepted", "Diterima", 7, width=80, right=True),
        Column("refused", "Tidak", 8, width=80, right=True),
    ]


def _typist_row(place: int, each: Typist) -> Row:
    counts = each.claims, each.people, each.workbooks, each.alike, each.accepted, each.refused
    return (place, each.name, each.account or "–", *map(number, counts))
