"""*Kasus untuk diperiksa* on Kehadiran: odd clockings in a queue, each decided with its reason.

A case is no proof and changes no amount; the page says so. What is odd is ``domain.whereabouts``'.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.names import search_queries, search_text
from polima_desktop.domain.periods import month_name
from polima_desktop.domain.whereabouts import Case, Kind, Ruling, check_ruling
from polima_desktop.formatting import moment, number, weekday
from polima_desktop.services.attendance import cases, points
from polima_desktop.services.attendance.cases import Done, Found, MonthCases
from polima_desktop.views.attendance.points import LimitsForm, PointsDialog
from polima_desktop.views.dialogs import WORKBOOKS, file_name, save_file
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable, Row
from polima_desktop.views.widgets import (
    ActionStrip,
    Button,
    EmptyState,
    FilterButton,
    Link,
    Page,
    SearchField,
    Sheet,
    label,
)
from polima_desktop.views.widgets.flow import FlowLayout

_STATES = {"open": "belum selesai", "asked": "menunggu klarifikasi", "done": "sudah diputus"}
_KINDS = {Kind.MOCK: "bad", Kind.JUMP: "warn", Kind.SAME: "warn", Kind.OUTSIDE: "info"}
_OUTCOMES = {Ruling.FAIR: "ok", Ruling.ASK: "warn", Ruling.WRONG: "bad"}
ACTS = ((Ruling.FAIR, "Wajar", "W"), (Ruling.ASK, "Perlu klarifikasi", "P"),
        (Ruling.WRONG, "Tidak wajar", "T"))  # fmt: skip
_REASON = "Alasan putusan, misalnya: HP operator rusak, absen di tablet kantor"
_CALM = "Kasus bukan bukti. Putusannya tidak mengubah kehadiran maupun TPP."


class CasesTab(QWidget):
    """The queue, what was seen, the acts. ``page`` runs the jobs and shows what came of them."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.found: MonthCases | None = None
        self._last: list[int] = []
        self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._queue(), 1)
        column.addWidget(self._desk())
        self._enable()

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_buttons(self) -> None:
        """Put the acts of the tab into the page's head; the page shows them with the tab."""
        actor, add = self.page.context.session.actor, self.page.add_button
        self.limits = add(Button("Batas kasus", "atur", self.set_limits))
        self.places = add(Button("Titik unit", "pin", self.open_points))
        self.export = add(Button("Ekspor kasus", "ekspor", self.export_cases))
        self.may = {
            self.limits: actor.may(Permission.EDIT_CALENDAR),
            self.places: True,
            self.export: actor.may(Permission.PRINT),
        }
        self.show_buttons(seen=False)

    def show_buttons(self, *, seen: bool) -> None:
        """Show the acts with the tab, each to whoever may use it."""
        for button, allowed in self.may.items():
            button.setVisible(seen and allowed)

    def _queue(self) -> Sheet:
        sheet = Sheet()
        sheet.setAccessibleName("Antrean kasus")
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 8, 14, 6)
        bar.addWidget(self._bar())
        sheet.column.addLayout(bar)
        self.table = DataTable(_columns(), "Kasus untuk diperiksa", many=True)
        self.table.setObjectName("kasus")
        self.table.set_row_height(28)
        self.table.current_changed.connect(lambda _key: self._show_case())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._enable())
        self.search.lead_to(self.table)
        self.no_case = EmptyState(
            "Tidak ada kasus.", _CALM, link=Link("Titik unit", self.open_points)
        )
        self.no_hit = EmptyState(
            "Tidak ada yang cocok.", "", link=Link("Kosongkan saringan", self.clear_filter)
        )
        self.hits = QStackedWidget()
        for part in (self.table, self.no_hit, self.no_case):
            self.hits.addWidget(part)
        self.hits.setMinimumHeight(28 + 2 * 28)
        sheet.add(self.hits, 1)
        self.position = label("", "label", "second", wrap=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 4, 14, 6)
        foot.addWidget(self.position)
        sheet.column.addLayout(foot)
        return sheet

    def _bar(self) -> QWidget:
        self.search = SearchField("Cari nama, NIP, atau unit", hint=False, width=260)
        self.search.searched.connect(lambda _text: self.narrow())
        self.kind = FilterButton("Kasus", [(kind, kind.label) for kind in Kind])
        self.state = FilterButton("Keadaan", list(_STATES.items()), many=False)
        self.state.choose({"open"})
        bar = QWidget()
        row = FlowLayout(bar)
        for control in (self.search, self.kind, self.state):
            row.addWidget(control)
        for filter_ in (self.kind, self.state):
            filter_.changed.connect(self.narrow)
        return bar

    def _desk(self) -> Sheet:
        self.desk = Sheet("Kasus")
        self.desk.add_to_head(Link("Buka di Pegawai", self._open_person))
        self.words = label("", "body", wrap=True)
        self.decided = label("", "label", "second", wrap=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(400)
        self.reason.setPlaceholderText(_REASON)
        self.reason.setAccessibleName("Alasan putusan")
        self.reason.textChanged.connect(lambda _text: self._say_error(""))
        self.error = label("", "label", "bad", wrap=True)
        self.error.hide()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 0, 14, 8)
        column.setSpacing(4)
        for part in (self.words, self.decided, self.reason, self.error):
            column.addWidget(part)
        self.desk.add(box)
        self.strip = ActionStrip()
        self.acts = {
            ruling: self.strip.add(Button(text, on_press=self._pressed(ruling), key=key))
            for ruling, text, key in ACTS
        }
        self.undo = self.strip.add(
            Button("Urungkan", "urung", self.take_back, quiet=True, key="U"), after_space=True
        )
        self.desk.add(self.strip)
        return self.desk

    def _pressed(self, ruling: Ruling) -> Callable[[], None]:
        return lambda: self.decide(ruling)

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def load(self) -> None:
        """Read the month's cases; filter and cursor stay."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda progress: cases.read(session, month, progress),
            self.page,
            slot="attendance.cases",
        ).success(self._show)

    def _show(self, found: MonthCases) -> None:
        self.found = found
        self.narrow()

    def narrow(self) -> None:
        """Show the cases that match search, kind and state."""
        everything = self.found.found if self.found else []
        shown = [one for one in everything if self._fits(one)]
        self.table.set_rows(map(_row, shown), len(everything))
        self.hits.setCurrentIndex(0 if shown else 1 if everything else 2)
        self.no_hit.set_words("Tidak ada yang cocok.", "Ubah pencarian atau saringannya.")
        month = month_name(self.page.context.month)
        self.no_case.set_words(f"Tidak ada kasus pada {month}.", self._without())
        self.position.setText(self._position())
        if shown and self.table.current_row() is None:
            self.table.select_place(0)
        self.page.set_next_step(self._next_step())
        self._show_case()

    def _next_step(self) -> str:
        left = self.found.waiting if self.found else 0
        month = month_name(self.page.context.month)
        if not left:
            return f"Tidak ada kasus yang menunggu pada {month}."
        return f"Periksa {number(left)} kasus {month}, lalu putuskan dengan alasannya."

    def _fits(self, one: Found) -> bool:
        kinds, state = self.kind.chosen(), next(iter(self.state.chosen()), None)
        if kinds and one.case.kind not in kinds:
            return False
        asked = one.open and one.ruled is not None
        if (
            state is not None
            and not {"open": one.open, "asked": asked, "done": not one.open}[state]
        ):
            return False
        queries = search_queries(self.search.text())
        key = f"{search_text(one.name)} {one.nip} {search_text(one.unit)}"
        return not queries or any(query in key for query in queries)

    def _position(self) -> str:
        if self.found is None:
            return ""
        left = self.found.waiting
        return f"{self.table.position_text()}, {number(left)} belum selesai. {self._without()}"

    def _without(self) -> str:
        found = self.found
        if found is None or not found.clockings:
            return f"Tidak ada ketukan yang membawa koordinat. {_CALM}"
        if not found.without:
            return _CALM
        return (
            f"{number(found.without)} dari {number(found.clockings)} ketukan tidak dapat dinilai "
            f"jaraknya: unitnya belum punya titik. {_CALM}"
        )

    @property
    def current(self) -> Found | None:
        """The case under the cursor."""
        row = self.table.current_row()
        return None if row is None else row[-1]

    @property
    def chosen(self) -> list[Found]:
        """The selected cases, at least the one under the cursor."""
        keys = set(self.table.selected_keys())
        rows = [row[-1] for row in self.table.rows_model.rows if row[0] in keys]
        return rows or [one for one in (self.current,) if one is not None]

    def _show_case(self) -> None:
        one = self.current
        self.desk.setVisible(one is not None)
        self.desk.set_title(
            one.name if one else "Kasus", f"{one.case.kind.label} · {one.unit}" if one else ""
        )
        self.words.setText(f"{weekday(one.case.day)}: {one.case.words}" if one else "")
        self.decided.setText(_decided(one) if one else "")
        self.decided.setVisible(bool(one and one.ruled))
        self._say_error("")
        self._enable()

    def _enable(self) -> None:
        one, actor = self.current, self.page.context.session.actor
        why = cases.why_not(actor, one) if one else ""
        for ruling, _text, key in ACTS:
            self.acts[ruling].setEnabled(one is not None and not why)
            self.acts[ruling].setToolTip(why or f"Tombol {key}")
        self.reason.setEnabled(one is not None and not why)
        can = bool(self._last) or (one is not None and one.ruled is not None)
        self.undo.setEnabled(can and actor.may(Permission.DECIDE_CASES))

    def _say_error(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))

    def clear_filter(self) -> None:
        """Show every case."""
        self.search.clear()
        self.kind.choose(())
        self.state.choose(())
        self.narrow()

    # ── acts ──────────────────────────────────────────────────────────────────────────────

    def decide(self, ruling: Ruling) -> None:
        """Decide the selected cases; the cursor goes on to the next."""
        chosen, reason = self.chosen, self.reason.text()
        if not chosen:
            return
        try:
            check_ruling(ruling, reason)
        except Refused as refused:
            self._say_error(str(refused))
            self.reason.setFocus()
            return
        session, month = self.page.context.session, self.page.context.month

        def work(_progress: object) -> tuple[Done, MonthCases]:
            return cases.decide(session, month, chosen, ruling, reason), cases.read(session, month)

        self.page.context.jobs.run(work, self.page, writes=True).success(
            lambda result: self._after(ruling, chosen, *result)
        )

    def _after(self, ruling: Ruling, chosen: list[Found], done: Done, found: MonthCases) -> None:
        keys, place = {one.key for one in chosen}, self.table.currentIndex().row()
        self._last = [one.ruled.id for one in found.found if one.key in keys and one.ruled]
        self.reason.clear()
        self._show(found)
        self.page.context.changed("cases")
        if self.table.rows_model.rows and self.current is None:
            self.table.select_place(min(place, len(self.table.rows_model.rows) - 1))
        self.table.setFocus()
        left = f" {number(len(done.skipped))} dilewati: {done.skipped[0]}" if done.skipped else ""
        self.page.say(
            "warn" if done.skipped else "ok", f"{number(done.cases)} kasus diputus.",
            f"{ruling.label}.{left}", link="Urungkan", on_link=self.take_back,
        )  # fmt: skip

    def take_back(self) -> None:
        """Take the last decision back, or the one on the case under the cursor."""
        one = self.current
        ids = self._last or ([one.ruled.id] if one and one.ruled else [])
        if not ids:
            self.page.say("info", "Tidak ada putusan untuk diurungkan.")
            return
        session, month = self.page.context.session, self.page.context.month

        def work(_progress: object) -> tuple[Done, MonthCases]:
            return cases.undo(session, ids), cases.read(session, month)

        self.page.context.jobs.run(work, self.page, writes=True).success(
            lambda result: self._after_undo(*result)
        )

    def _after_undo(self, done: Done, found: MonthCases) -> None:
        self._last = []
        self._show(found)
        self.page.context.changed("cases")
        self.page.say("ok", f"Putusan {number(done.cases)} kasus diurungkan.")

    def open_points(self) -> None:
        """Show the units' points, to be recorded, ended, withdrawn or imported."""
        session = self.page.context.session
        self.page.context.jobs.run(lambda _progress: points.read(session), self.page).success(
            lambda found: self._points(PointsDialog(self.page, found))
        )

    def _points(self, dialog: PointsDialog) -> None:
        dialog.exec()
        if dialog.changed:
            self.page.context.changed("points")

    def set_limits(self) -> None:
        """Ask from where on a clocking is a case."""
        if self.found is None:
            return
        dialog = LimitsForm(self.page, self.found.limits)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        session, limits = self.page.context.session, dialog.limits()
        self.page.context.jobs.run(
            lambda _progress: cases.set_limits(session, limits), self.page, writes=True
        ).success(lambda _done: self._limits_set())

    def _limits_set(self) -> None:
        self.page.say("ok", "Batas kasus dicatat.", "Putusan yang sudah ada tetap.")
        self.page.context.changed("cases")
        self.load()

    def export_cases(self) -> None:
        """Write the cases shown as a workbook."""
        session, month = self.page.context.session, self.page.context.month
        shown = [row[-1] for row in self.table.rows_model.rows]
        proposal = file_name("xlsx", "kasus-kehadiran", str(month))
        settings = self.page.context.settings
        path = save_file(self.page, settings, "Ekspor kasus", proposal, WORKBOOKS)
        if path is not None:
            self._write(path, lambda: cases.export(session, month, shown, path))

    def _write(self, path: Path, write: Callable[[], int]) -> None:
        self.page.context.jobs.run(lambda _progress: write(), self.page, writes=True).success(
            lambda count: self.page.say("ok", f"{number(count)} kasus ditulis.", str(path))
        )

    def _open_person(self) -> None:
        if self.current is not None:
            self.page.context.go("pegawai", person=self.current.case.person_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_J and not event.modifiers():
            self.table.select_place(self.table.currentIndex().row() + 1)
        elif not self.strip.press_key(event):
            super().keyPressEvent(event)


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def _columns() -> list[Column]:
    return [
        Column("day", "Tanggal", 1, text=lambda day: f"{weekday(day)[:3]} {day.day}", width=72),
        Column("name", "Nama", 2, width=170, stretch=True, tone="medium", tip=lambda row: row[2]),
        Column("unit", "Unit", 3, width=130, stretch=True, tone="second", tip=lambda row: row[3]),
        Column("kind", "Kasus", 4, width=132, badge=lambda row: row[4]),
        Column("words", "Yang terlihat", 5, width=260, stretch=True, tip=lambda row: row[5]),
        Column("state", "Putusan", 6, width=140, badge=lambda row: row[6]),
    ]


def _row(one: Found) -> Row:
    case = one.case
    badge = Badge(_KINDS[case.kind], case.kind.label)
    state = Badge(_OUTCOMES[one.ruled.outcome], one.ruled.outcome.label) if one.ruled else None
    return _key(case), case.day, one.name, one.unit, badge, case.words, state, one


def _key(case: Case) -> str:
    return f"{case.kind}|{case.person_id}|{case.day}|{case.evidence}"


def _decided(one: Found) -> str:
    if one.ruled is None:
        return ""
    ruled = one.ruled
    return f"{ruled.outcome.label} oleh {ruled.by}, {moment(ruled.at)}: {ruled.reason}"
