"""Rekonsiliasi: the waterfall, the queue behind a bar, the desk, other candidates.

Reading, choosing and keys are here; what writes to the store is in ``acts``.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.matching.bridge import Step
from polima_desktop.formatting import number
from polima_desktop.services.reconciliation import reading
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.services.session import WITA
from polima_desktop.views.context import Context
from polima_desktop.views.paint import Badge
from polima_desktop.views.reconciliation import items
from polima_desktop.views.reconciliation.acts import Acts
from polima_desktop.views.reconciliation.desk import Desk
from polima_desktop.views.reconciliation.items import Item
from polima_desktop.views.reconciliation.others import Others
from polima_desktop.views.reconciliation.trend import Trend
from polima_desktop.views.reconciliation.waterfall import Waterfall, titled
from polima_desktop.views.tables import Column, DataTable, QueueList, TwoLine
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import (
    BadgeLabel,
    Button,
    ChoiceButton,
    Columns,
    EmptyState,
    Page,
    SearchField,
    Sheet,
    scrolling,
)
from polima_desktop.views.widgets.actions import labelled

_NOTHING = (
    "Belum ada rekonsiliasi.",
    "Cocokkan daftar pegawai BKPSDM dengan daftar server Kominfo, atau dua berkas mana pun.",
)


_LOWEST = 392
"""Points below which the page scrolls, so that the desk keeps its acts."""


class RekonsiliasiPage(Page):
    """Why one list has more people than the other, row by row, until both offices sign."""

    listens = frozenset({"reconciliation", "people"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Rekonsiliasi")
        self.case: CaseView | None = None
        self.shelf = "linked"
        self.may_decide = context.session.actor.may(Permission.RECONCILE)
        self.acts = Acts(self, self)
        self._make_header()
        self.stack = QStackedWidget()
        area = scrolling(self._case_view())
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack.addWidget(area)
        self.empty = EmptyState(
            *_NOTHING, Button("Cocokkan dua daftar", "impor", self.acts.open_case)
        )
        sheet = Sheet()
        sheet.add(self.empty, 1)
        self.stack.addWidget(sheet)
        self.body.addWidget(self.stack, 1)

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_header(self) -> None:
        self.newest = self.add_button(
            Button("Buka yang terakhir", "panah", lambda: self.acts.open_earlier(None))
        )
        self.newest.hide()
        self.open_ = self.add_button(Button("Impor dua daftar", "impor", self.acts.open_case))
        self.bulk = self.add_button(Button("Terima sekaligus…", on_press=self.acts.decide_many))
        self.sign = self.add_button(Button("Tanda tangani", "setuju", self.acts.sign))
        for button in (self.open_, self.bulk, self.sign):
            button.setVisible(self.may_decide)

    def _case_view(self) -> QWidget:
        self.waterfall, self.trend = Waterfall(), Trend()
        self.waterfall.chosen.connect(self._open_shelf)
        self.balanced = BadgeLabel()
        self.bridge_sheet = Sheet("", "")
        self.bridge_sheet.add_to_head(self.balanced)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 4)
        self.bridge_table = DataTable(_step_columns(), "Jembatan, langkah demi langkah")
        self.bridge_table.setSortingEnabled(False)
        self.bridge_table.opened.connect(lambda key: self.waterfall.choose(str(key)))
        self.bridge_views = QStackedWidget()
        self.bridge_views.addWidget(self.waterfall)
        self.bridge_views.addWidget(self.bridge_table)
        row.addWidget(self.bridge_views, 4)
        row.addWidget(self.trend, 1)
        inside = QWidget()
        inside.setLayout(row)
        self.bridge_sheet.add(inside, 1)
        self.desk, self.others = Desk(), Others()
        self.detail = self.others
        self._connect_desk()
        self.middle = QStackedWidget()
        self.middle.addWidget(self.desk)
        self.done = EmptyState("", "")
        holder = Sheet()
        holder.add(self.done, 1)
        self.middle.addWidget(holder)
        self.columns = Columns(
            "kolom", self._queue(), self.middle, self.others, slack=1, sizes=[232, 700, 190]
        )
        box = QWidget()
        box.setMinimumHeight(_LOWEST)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bridge_sheet, 2)
        column.addWidget(self.columns, 5)
        return box

    def _queue(self) -> Sheet:
        self.queue_sheet = Sheet("Pasangan diragukan", "")
        self.queue_sheet.setMinimumWidth(176)
        self.search = self.finder = SearchField("Nama atau NIP", hint=False, width=400)
        self.finder.setMinimumWidth(100)
        self.finder.searched.connect(lambda _text: self._fill())
        self.showing = ChoiceButton("Tampilkan: ", items.SHOWING)
        self.showing.changed.connect(lambda _value: self._fill())
        self.queue = QueueList(_lines, "Antrean")
        self.queue.setObjectName("antrean")
        self.queue.current_changed.connect(lambda _key: self._show_item())
        self.finder.lead_to(self.queue)
        self.queue_sheet.add_padded(self.finder)
        self.queue_sheet.add_padded(self.showing)
        self.queue_sheet.add_line()
        self.queue_sheet.add(self.queue, 1)
        return self.queue_sheet

    def _connect_desk(self) -> None:
        self.desk.may_decide = self.may_decide
        self.desk.same.connect(self.acts.same)
        self.desk.different.connect(self.acts.different)
        self.desk.double.connect(self.acts.double)
        self.desk.explained.connect(self.acts.explain)
        self.desk.corrected.connect(self.acts.correct)
        self.desk.proved.connect(self.acts.prove)
        self.desk.skipped.connect(self.skip)
        self.desk.undone.connect(self.acts.undo)

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the case again; the bar, the search and the cursor stay."""
        session, case = self.context.session, self.case
        wanted = case.stored.id if case is not None and not case.latest else None
        self.context.jobs.run(
            lambda _progress: reading.load(session, wanted), self, slot="case"
        ).success(self.show_case)

    def show_case(self, case: CaseView | None) -> None:
        """Show a case as it is now."""
        self.case = case
        self.stack.setCurrentIndex(0 if case else 1)
        for button in (self.bulk, self.sign):
            button.setVisible(case is not None and case.latest and self.may_decide)
        self.newest.setVisible(case is not None and not case.latest)
        if case is None:
            self.set_next_step("Mulai dengan mencocokkan dua daftar.")
            self.count_changed.emit(0)
            return
        self.showing.set_options(items.showing_of(case))
        self._show_bridge(case)
        self._fill()
        self._say_next(case)

    def show_returns(self) -> None:
        """Show the rulings whose rows changed."""
        self.waterfall.choose("linked")
        self.showing.choose(items.BACK)

    def begin_with(self, case: CaseView | None) -> None:
        """Show another case from its middle bar on."""
        self.notices.messages.clear()
        self.shelf = self.waterfall.key = "linked"
        self.show_case(case)

    def _show_bridge(self, case: CaseView) -> None:
        waiting = len(case.desk.waiting())
        steps = case.desk.bridge(case.names)
        self.waterfall.set_bridge(steps, waiting)
        self.bridge_table.set_rows(
            (s.step, s.label, {"=": "", "-": "−", "+": "+"}[s.sign], number(s.rows),
             number(s.running))
            for s in steps
        )  # fmt: skip
        self.trend.set_cases(case.trend)
        self.trend.setVisible(len(case.trend) > 1)
        away = sum(step.rows for step in steps if step.sign == "-")
        added = sum(step.rows for step in steps if step.sign == "+")
        left, right = steps[0].running, steps[-1].running
        title = f"Dari {number(left)} ke {number(right)}"
        note = (
            f"selisih bersih {number(abs(left - right))}; di baliknya {number(away)} + "
            f"{number(added)} = {number(away + added)} baris"
        )
        if case.since is not None:
            note += (
                f" · sejak ekspor lalu {number(len(case.since.repaired))} diperbaiki, "
                f"{number(len(case.since.still))} masih, {number(len(case.since.new))} baru"
            )
        self.bridge_sheet.set_title(title, note)
        self.balanced.set_badge(Badge("ok", "Jumlah seimbang"))

    def _say_next(self, case: CaseView) -> None:
        waiting, likely = len(case.desk.waiting("check")), len(case.desk.waiting("likely"))
        unexplained = case.stored.summary.open_left + case.stored.summary.open_right
        self.count_changed.emit(waiting + likely + len(case.came_back) if case.open else 0)
        self.bulk.setEnabled(likely > 0 and case.open)
        self.sign.setEnabled(case.open and not waiting and not likely)
        self.set_next_step(_next_words(case, waiting, likely, unexplained))
        files = (
            f"{case.names[0]}: {case.stored.left_file} · {case.names[1]}: {case.stored.right_file}"
        )
        self.set_status(files)

    def step(self) -> Step:
        """Give the step whose rows are shown."""
        assert self.case is not None
        steps = self.case.desk.bridge(self.case.names)
        found = next((step for step in steps if step.step == self.shelf), None)
        return found or next(step for step in steps if step.step == "linked")

    def _open_shelf(self, key: str) -> None:
        self.shelf = key if key not in ("left", "right") else "linked"
        self.finder.clear()
        self._fill()

    def _fill(self) -> None:
        if self.case is None:
            return
        step = self.step()
        pairs = step.side is None
        self.showing.setVisible(pairs)
        found = items.behind(self.case, step, self.showing.value)
        shown = items.matching(found, self.finder.text())
        self.queue_sheet.set_title(
            "Pasangan" if pairs else titled(step, self.case.names), f"{number(len(found))}"
        )
        place = max(0, self.queue.currentIndex().row())
        self.queue.set_rows(shown, len(found))
        if shown and self.queue.current_key() is None:
            self.queue.select_place(min(place, len(shown) - 1))
        self.done.set_words(*_nothing_words(self.case, pairs=pairs, typed=self.finder.text()))
        self._show_item()

    def _flip(self) -> None:
        """Show the bridge as a table, or as a waterfall again."""
        self.bridge_views.setCurrentIndex(1 - self.bridge_views.currentIndex())

    @property
    def item(self) -> Item | None:
        """The item under the cursor of the queue."""
        row = self.queue.current_row()
        return row if isinstance(row, Item) else None

    def _show_item(self) -> None:
        item = self.item
        self.middle.setCurrentIndex(0 if item is not None else 1)
        if item is not None and self.case is not None:
            self.desk.show_item(self.case, item, closed=not self.case.open)
            self.others.show_item(self.case, item)
        else:
            self.others.show_nothing()

    def focus_on(self, **what: Any) -> None:
        """Show a bar another page names: ``step="left_open"``."""
        if "step" in what:
            self.shelf = what["step"]
            self.waterfall.key = self.shelf

    def skip(self) -> None:
        """Leave the shown item as it is and go on."""
        self.queue.select_place(self.queue.currentIndex().row() + 1)

    # ── keys ──────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            step = 1 if event.key() == Qt.Key.Key_J else -1
            self.queue.select_place(self.queue.currentIndex().row() + step)
        elif event.key() == Qt.Key.Key_L and not event.modifiers() and self.desk.isVisible():
            self.desk.papers.click()
        elif not self.desk.isVisible() or not self.desk.strip.press_key(event):
            super().keyPressEvent(event)

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys of the desk."""
        return [("J K", "antrean"), ("U", "urungkan")]

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Give the acts of this page for the menu bar."""
        acts = self.acts
        printing = [
            labelled("Cetak berita acara…", "", acts.print_minutes),
            labelled("Ekspor rekonsiliasi ke Excel…", "", acts.export),
            labelled("Daftar tugas BKPSDM…", "", lambda: acts.export_worklist("left")),
            labelled("Daftar tugas Kominfo…", "", lambda: acts.export_worklist("right")),
        ]
        data = [labelled("Cocokkan dua daftar…", "", acts.open_case)] if self.may_decide else []
        data += [
            labelled("Semua rekonsiliasi…", "", acts.earlier),
            labelled("Periksa daftar BKPSDM…", "", lambda: acts.check_list("left")),
            labelled("Periksa daftar kedua…", "", lambda: acts.check_list("right")),
        ]
        chart = [labelled("&Jembatan sebagai tabel", "Ctrl+T", self._flip)]
        return {"Data": data, "Berkas": printing, "Tampilan": chart}

    def working(self, busy: bool) -> None:
        """Switch the acts off while something is written."""
        super().working(busy)
        self.desk.working(busy)
        if not busy and self.case is not None:
            self._say_next(self.case)
            self._show_item()


def _step_columns() -> list[Column]:
    return [
        Column("label", "Langkah", 1, width=280, stretch=True),
        Column("sign", "", 2, width=32),
        Column("rows", "Baris", 3, width=90, right=True),
        Column("running", "Jumlah berjalan", 4, width=120, right=True),
    ]


def _lines(row: Row) -> TwoLine:
    assert isinstance(row, Item)
    return TwoLine(row.title, row.second, badge=row.badge)


def _next_words(case: CaseView, check: int, likely: int, unexplained: int) -> str:
    if not case.latest:
        return f"Rekonsiliasi {case.stored.id}, {_standing_words(case)} Hanya untuk dibaca."
    if case.closed:
        return "Sudah ditandatangani kedua kantor. Cetak berita acara, lalu bagikan daftar tugas."
    back = len(case.came_back)
    parts = [f"lihat lagi {number(back)} putusan yang barisnya berubah"] if back else []
    parts += [f"putuskan {number(check)} pasangan yang diragukan"] if check else []
    parts += [f"terima {number(likely)} yang sangat mungkin"] if likely else []
    if parts:
        parts += [f"jelaskan {number(unexplained)} baris yang masih terbuka"] if unexplained else []
        words = ", lalu ".join(parts)
        return f"{words[:1].upper()}{words[1:]}."
    if case.stored.signatures:
        return "Satu kantor sudah menandatangani. Tunggu tanda tangan kantor yang lain."
    if unexplained:
        return f"Jelaskan {number(unexplained)} baris yang masih terbuka, atau tanda tangani."
    return "Semua baris sudah dijelaskan. Tanda tangani."


def _standing_words(case: CaseView) -> str:
    """Say from when an earlier case is, and whether it was signed."""
    if case.stored.signed_at is not None:
        return f"ditandatangani {case.stored.signed_at.astimezone(WITA):%d-%m-%Y}."
    return f"dibuka {case.stored.opened_at.astimezone(WITA):%d-%m-%Y}, tidak ditandatangani."


def _nothing_words(case: CaseView, *, pairs: bool, typed: str) -> tuple[str, str]:
    if typed.strip():
        return f"Tidak ada yang cocok dengan ‘{typed.strip()}’.", "Hapus pencarian."
    if pairs and not case.desk.waiting():
        return "Semua pasangan sudah diputus.", "Klik batang lain untuk melihat barisnya."
    return "Tidak ada baris di sini.", "Klik batang lain."
