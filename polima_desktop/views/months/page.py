"""The page Perhitungan: the month's path and totals, exceptions, slips, the origin of an amount."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import NotAllowed, PolimaError
from polima_desktop.domain.periods import month_name
from polima_desktop.formatting import number
from polima_desktop.services.months import comparing, explaining, preflight
from polima_desktop.services.months import desk as month_desk
from polima_desktop.services.months.comparing import Why
from polima_desktop.services.months.desk import Desk, Row, Status
from polima_desktop.services.months.explaining import Explanation
from polima_desktop.services.months.explanation_paper import print_explanation
from polima_desktop.services.months.export import export_slips
from polima_desktop.services.months.origin import Origin, origin, why_origin
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import PDF, WORKBOOKS, file_name, save_file
from polima_desktop.views.months import words
from polima_desktop.views.months.golden import Choosing
from polima_desktop.views.months.origin import OriginPane
from polima_desktop.views.months.preflight import PreflightPane
from polima_desktop.views.months.run import Run
from polima_desktop.views.months.shown import Shown
from polima_desktop.views.months.slips import SlipSheet
from polima_desktop.views.widgets import (
    Button,
    Columns,
    ElidedLabel,
    EmptyState,
    KindIcon,
    Link,
    Page,
    Sheet,
    StepPath,
    SummaryBand,
    label,
    set_ground,
)


class WaitingStrip(QWidget):
    """One line that says that claims still wait, and the way to them."""

    def __init__(self, on_link: Callable[[], object]) -> None:
        super().__init__()
        set_ground(self, "warnbg")
        self.setFixedHeight(34)
        self.bold, self.text = label("", "strong", "warn"), ElidedLabel()
        self.link = Link("Buka Backup Manual", on_link, "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(KindIcon("warn"))
        row.addWidget(self.bold)
        row.addWidget(self.text, 1)
        row.addWidget(self.link)

    def show_words(self, told: tuple[str, str] | None) -> None:
        """Say how many wait and what becomes of them; None hides the line."""
        self.setVisible(told is not None)
        if told is not None:
            self.bold.setText(told[0])
            self.text.set_full(told[1])
            self.setAccessibleName(" ".join(told))


class PerhitunganPage(Page):
    """Run the month; see who is held and why; follow any amount back (F2)."""

    listens = frozenset(
        {"months", "records", "claims", "people", "rules", "units", "calendar", "policy"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Perhitungan")
        self.shown = Shown(context.session.actor)
        self.run = Run(self, self.shown, self.month_was_changed)
        self.golden = Choosing(self, self.shown, self.month_was_changed)
        self._wanted = ""
        self._own_change = False
        self._make_buttons()
        self._make_actions()
        self.path = StepPath("Langkah bulan ini", beside=True)
        on_path = Sheet()
        on_path.add(self.path)
        self.band = SummaryBand(flat=True)
        self.band.setProperty("sheet", False)
        on_path.add_line()
        on_path.add(self.band)
        self.waiting = WaitingStrip(lambda: self.context.go("backup"))
        self.body.addWidget(on_path)
        self.body.addWidget(self.waiting)
        self.body.addWidget(self._content(), 1)

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_buttons(self) -> None:
        self.again = self.add_button(Button("Hitung ulang", "segar", self.run.again))
        self.again.setToolTip("Membekukan data terbaru, lalu menghitung lagi")
        self.export = self.add_button(Button("Ekspor", "ekspor", self.export_seen))
        self.primary = self.add_button(Button("", "hitung", self.run.do_next, primary=True))

    def _make_actions(self) -> None:
        self.follow = self._action("Asal angka", self.show_origin, "F2")
        self.on_paper = self._action("Simpan asal angka (PDF)…", self.print_origin)
        self.refreeze = self._action("Bekukan ulang", self.run.freeze)
        self.recalculate = self._action("Hitung slip", self.run.calculate)
        self.take_back = self._action("Tarik kembali pengajuan…", self.run.take_back)
        self.send_back = self._action("Kembalikan kepada yang menghitung…", self.run.send_back)
        self.reopen = self._action("Buka ulang slip…", self.run.reopen)
        self.everybody = self._action("Keadaan setiap pegawai…", self.run.everybody)
        self.compare = self._action("Bandingkan…", self.run.compare)
        self.batches = self._action("Kelompok bayar…", self.run.batches)
        self.arrears = self._action("Rapel dan pengembalian…", self.run.arrears)
        self.acuan = self._action("Slip acuan…", self.golden.show)
        self.choose = self._action("Jadikan slip acuan…", self.golden.turn)
        self.let_go = self._action("Lepas slip acuan…", self.golden.turn)
        self.see_person = self._action("Buka data pegawai", self.open_person)
        self.addAction(self.follow)

    def _action(self, text: str, act: Any, key: str = "") -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: act())
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return action

    def _content(self) -> QStackedWidget:
        self.origin = self.detail = OriginPane(self.open_person, self.run.reopen, self.golden.turn)
        self.columns = Columns("kolom", self._slips(), self.origin, slack=0, sizes=[780, 340])
        self.act = Button("", "beku", self.run.do_next, primary=True)
        self.empty = EmptyState("Bulan ini belum dihitung.", "", self.act)
        on_sheet = Sheet()
        on_sheet.add(self.empty, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.columns)
        self.stack.addWidget(on_sheet)
        self.before = PreflightPane()
        self.before.asked.connect(self._mend)
        self.stack.addWidget(self.before)
        return self.stack

    def _slips(self) -> SlipSheet:
        self.slips = SlipSheet()
        self.search = self.slips.finder
        self.slips.table.current_changed.connect(lambda _key: self._follow_current())
        self.slips.table.opened.connect(lambda _key: self.show_origin())
        self.slips.table.row_acts = [
            self.follow, self.on_paper, self.see_person, self.reopen, self.choose, self.let_go,
        ]  # fmt: skip
        return self.slips

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the month again; selection, filter and search stay."""
        if self._own_change:
            return
        session, month = self.context.session, self.context.month
        self.context.jobs.run(
            lambda _progress: month_desk.desk(session, month), self, slot="desk"
        ).success(self._show)

    def month_was_changed(self) -> None:
        """Read again after an act of this page, and tell the other pages."""
        self.shown.forget()
        self.refresh()
        self._own_change = True
        self.context.changed("months")
        self._own_change = False

    def _show(self, desk: Desk) -> None:
        if self.shown.take(desk):
            self.slips.clear_filter()
            self.before.forget()
        status, actor = desk.status, self.context.session.actor
        self.path.set_steps(words.path(status))
        self.band.set_cells(words.totals(desk))
        self.band.setVisible(status.inputs_hash is not None)
        told = words.undecided(status)
        beside = f" {told[0]}" if told and desk.rows else ""
        self.set_next_step(f"{words.next_step(status, actor)}{beside}")
        self.set_status(words.status_line(desk))
        self.waiting.show_words(None if desk.rows else told)
        for shown in (self.waiting, self.next_step):
            shown.setToolTip(words.waiting_units(desk))
        self._show_acts(status)
        self._show_slips(desk)

    def _show_acts(self, status: Status) -> None:
        act, slips = self.shown.next_step(), bool(status.slips or status.held)
        self.primary.setVisible(act is not None and (slips or self.shown.may_be_looked_over()))
        self.act.setVisible(act is not None)
        for button in (self.primary, self.act):
            if act is not None:
                button.setText(act.words)
                button.icon_name = act.icon
                button.updateGeometry()
                button.update()
        self.again.setVisible(self.shown.may_again() and slips)
        self.export.setVisible(slips and self.context.session.actor.may(Permission.PRINT))
        self.refreeze.setEnabled(self.shown.may_again())
        self.recalculate.setEnabled(self.shown.may_again())
        self.take_back.setEnabled(self.shown.may_take_back())
        self.send_back.setEnabled(self.shown.may_send_back())
        self.reopen.setEnabled(self.shown.may_reopen())
        self.batches.setEnabled(status.state == "locked")
        self.compare.setEnabled(status.rules is not None)
        self.everybody.setEnabled(status.inputs_hash is not None)
        self.origin.reopen.setVisible(self.shown.may_reopen())

    def _show_slips(self, desk: Desk) -> None:
        status = desk.status
        looked_over = self.shown.may_be_looked_over()
        self.stack.setCurrentIndex(0 if desk.rows else 2 if looked_over else 1)
        if looked_over:
            self._look_over()
        self.empty.set_words(*_empty_words(status))
        self.slips.show_rows(desk.rows, desk.concerns)
        if self._wanted and self.slips.table.select_key(self._wanted):
            self._wanted = ""
        self._follow_current()

    def _look_over(self) -> None:
        """Look the whole city over before the month is frozen."""
        self.before.show_looking()
        session, month = self.context.session, self.context.month
        self.context.jobs.run(
            lambda progress: preflight.check(session, month, progress), self, slot="preflight"
        ).success(self.before.show_found)

    def _mend(self, page: str, what: dict[str, Any]) -> None:
        """Go where something missing is mended; records come in by import."""
        if page != "kehadiran":
            self.context.go(page, **what)
            return
        from polima_desktop.views.importing import open_wizard, require_import

        try:
            require_import(self.context)
        except NotAllowed as refused:
            self.say_error(refused)
        else:
            open_wizard(self, self.context, str(what.get("kind", "attendance")))

    # ── one slip ──────────────────────────────────────────────────────────────────────────

    def _follow_current(self) -> None:
        row = self.shown.row = self.slips.current
        may, chosen = self.shown.may_choose(), self.golden.chosen
        self.choose.setEnabled(may and not chosen)
        self.let_go.setEnabled(may and chosen)
        self.origin.show_choosing(chosen=chosen, may=may)
        if row is None:
            self.origin.show_nobody()
            return
        self.origin.show_row(row)
        session, month, memory = self.context.session, self.context.month, self.shown.memory

        def work(_progress: object) -> tuple[Explanation, tuple[Origin, ...], list[Why]]:
            found = explaining.explain(session, month, row.nip, memory)
            moved = comparing.why_different(session, month, row.nip, memory)
            return found, (*origin(found), *why_origin(moved)), moved

        self.context.jobs.run(work, self, slot="origin").success(
            lambda answer: self._show_explanation(row, *answer)
        ).failure(self._show_no_explanation)

    def _show_explanation(
        self, row: Row, found: Explanation, tree: tuple[Origin, ...], moved: list[Why]
    ) -> None:
        now = self.shown.row
        if now is not None and now.nip == row.nip and self.shown.desk is not None:
            closed = self.shown.desk.status.state in ("locked", "paid")
            beside = self.shown.desk.compared_with
            self.origin.show_explanation(found, tree, row, beside, moved, closed=closed)

    def _show_no_explanation(self, error: PolimaError) -> None:
        self.origin.show_error(error)

    # ── acts ──────────────────────────────────────────────────────────────────────────────

    def show_origin(self) -> None:
        """Go to the origin of the amount under the cursor (F2)."""
        if self.shown.row is not None:
            self.origin.setVisible(True)
            self.origin.go_to(self.slips.block)
            self.origin.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def print_origin(self) -> None:
        """Write the origin of the amounts of the slip under the cursor as a PDF."""
        row = self.shown.row
        if row is None:
            return
        session, month = self.context.session, self.context.month
        proposal = file_name("pdf", "asal-angka", str(month), row.name)
        path = save_file(self, self.context.settings, "Simpan asal angka", proposal, PDF)
        if path is not None:
            self.context.jobs.run(
                lambda progress: print_explanation(session, month, row.nip, path, progress), self
            ).success(lambda _: self.say("ok", f"Asal angka {row.name} disimpan.", str(path)))

    def open_person(self) -> None:
        """Open the person of the slip in Pegawai."""
        row = self.shown.row
        if row is not None:
            self.context.go("pegawai", person=row.person_id)

    def export_seen(self) -> None:
        """Write the slips that are shown to a workbook."""
        seen, everybody = len(self.slips.seen), self.slips.table.rows_model.total
        part = f"{seen} slip" if seen < everybody else ""
        proposal = file_name("xlsx", "slip", str(self.context.month), part)
        path = save_file(self, self.context.settings, "Ekspor slip", proposal, WORKBOOKS)
        if path is None:
            return
        session, month, rows = self.context.session, self.context.month, self.slips.seen
        self.context.jobs.run(
            lambda _progress: export_slips(session, month, rows, path), self
        ).success(lambda count: self.say("ok", f"{number(count)} slip diekspor.", str(path)))

    def focus_on(self, **what: Any) -> None:
        """Show one slip (``nip=…``) or one group of exceptions (``concern=…``)."""
        if "concern" in what:
            self.slips.show_group(str(what["concern"]))
        if "nip" in what:
            self.slips.clear_filter()
            self._wanted = "" if self.slips.table.select_key(what["nip"]) else str(what["nip"])

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Give the page's acts for the menu bar."""
        acts = [
            self.refreeze,
            self.recalculate,
            self.take_back,
            self.send_back,
            self.reopen,
            self.batches,
            self.arrears,
        ]
        looks = [self.everybody, self.compare, self.acuan, self.choose, self.let_go]
        return {"Hitung": [*acts, *looks, self.follow, self.on_paper]}

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys of the page."""
        return [("F2", "asal angka")]

    def working(self, busy: bool) -> None:
        """Switch the acts off while something is written."""
        super().working(busy)
        for widget in (self.act, self.origin.strip):
            widget.setEnabled(not busy)
        for action in (
            self.refreeze,
            self.recalculate,
            self.take_back,
            self.send_back,
            self.reopen,
        ):
            action.setEnabled(False)
        if not busy and self.shown.desk is not None:
            self._show_acts(self.shown.desk.status)


def _empty_words(status: Status) -> tuple[str, str]:
    """Say what is missing and how to begin."""
    name = month_name(status.month)
    if not status.known:
        return (f"Belum ada data {name}.", "Impor kehadiran dan aktivitas bulan ini lebih dulu.")
    if status.state == "open":
        return (
            f"{name} belum dibekukan.",
            "Membekukan membaca kehadiran, aktivitas, dan putusan klaim sampai saat ini.",
        )
    return (f"{name} belum dihitung.", "Aturan yang berlaku dijalankan atas bulan yang beku.")
