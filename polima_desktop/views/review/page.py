"""The page Backup Manual: queue | claim beside record | proof, and deciding with one letter.

What the queue holds and in which order is ``items``'; the three columns draw themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, PolimaError, Refused
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.review import Decision, Finding, check_decision
from polima_desktop.formatting import number
from polima_desktop.services.review import claims as claim_service
from polima_desktop.services.review import decisions, objections, stakes
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.decisions import Done, Seen
from polima_desktop.services.review.opened import Opened, opened
from polima_desktop.services.review.stakes import Stakes
from polima_desktop.views.context import Context
from polima_desktop.views.review import files, items
from polima_desktop.views.review.board_tab import BoardTab
from polima_desktop.views.review.bulk import BulkDialog
from polima_desktop.views.review.desk import Desk
from polima_desktop.views.review.items import Item
from polima_desktop.views.review.objection_tab import ObjectionTab
from polima_desktop.views.review.policy_tab import PolicyTab
from polima_desktop.views.review.proof import ProofPane
from polima_desktop.views.review.queue import Queue
from polima_desktop.views.review.shown import Act, Shown
from polima_desktop.views.review.workbooks import Workbooks
from polima_desktop.views.widgets import Button, Columns, EmptyState, Page, Sheet, Tabs


class BackupPage(Page):
    """The review desk of the month's manual claims."""

    notices_in_header = True
    listens = frozenset(
        {"claims", "records", "people", "units", "rules", "months", "policy", "calendar"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Backup Manual")
        self.shown = Shown()
        self._own_change = False
        self._first_shown: int | None = None
        self.may_decide = context.session.actor.may(Permission.DECIDE_CLAIMS)
        self.workbooks = Workbooks(self, self._brought)
        self._make_buttons()
        self.policy, self.board = PolicyTab(self), BoardTab(self)
        self.tabs = Tabs("Bagian backup manual")
        self.tabs.addTab(self._columns(), "Antrean")
        self.tabs.addTab(self.policy, "Kebijakan")
        self.tabs.addTab(self.board, "Papan peralihan")
        self.objections = ObjectionTab(self, lambda: self.desk.claim)
        self.objections.asked.connect(self.show_claim)
        self.tabs.addTab(self.objections, "Sanggah dan daftar")
        self.tabs.currentChanged.connect(lambda _place: self._open_tab())
        self.body.addWidget(self.tabs, 1)

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_buttons(self) -> None:
        may_import = self.context.session.actor.may(Permission.IMPORT_CLAIMS)
        self.template = self.add_button(
            Button("Formulir kosong", "ekspor", self.workbooks.ask_template)
        )
        self.import_ = self.add_button(Button("Impor buku kerja", "impor", self.workbooks.choose))
        self.lacking = self.add_button(Button("Bukti kurang", "lampir", self.show_lacking))
        self.import_.setVisible(may_import)
        self.template.setVisible(may_import)

    def _columns(self) -> QStackedWidget:
        self.desk = Desk()
        self.desk.why_not = self._why_not
        self.desk.claim_chosen.connect(self._show_proof)
        self.desk.decided.connect(self.decide)
        self.desk.skipped.connect(self.skip)
        self.desk.undone.connect(self.undo)
        self.proof = self.detail = ProofPane()
        self.proof.attach.setVisible(self.context.session.actor.may(Permission.IMPORT_CLAIMS))
        self.proof.attach_asked.connect(self._attach)
        self.proof.open_asked.connect(self.workbooks.open_proof)
        self.queue = Queue()
        self.search = self.queue.search
        self.queue.bulk.setVisible(self.may_decide)
        self.queue.filter_changed.connect(lambda: self._fill())
        self.queue.bulk_asked.connect(self.decide_many)
        self.queue.list.current_changed.connect(lambda _key: self._show_person())
        self.middle = QStackedWidget()
        self.middle.addWidget(self.desk)
        clear = Button("Kosongkan saringan", "silang", self.queue.clear_filter)
        self.no_hit = EmptyState("Tidak ada yang cocok.", "", clear)
        self.middle.addWidget(self._on_sheet(self.no_hit))
        self.columns = Columns(
            "kolom", self.queue, self.middle, self.proof, slack=1, sizes=[234, 690, 182]
        )
        self.empty = EmptyState(
            "Belum ada klaim backup manual.",
            "Bagikan formulir kosong ke unit, lalu impor yang sudah diisi.",
            Button("Impor buku kerja", "impor", self.workbooks.choose),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.columns)
        self.stack.addWidget(self._on_sheet(self.empty))
        return self.stack

    def _on_sheet(self, widget: QWidget) -> Sheet:
        sheet = Sheet()
        sheet.add(widget, 1)
        return sheet

    def _open_tab(self) -> None:
        """Read what a tab shows when it comes into sight."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, PolicyTab | BoardTab | ObjectionTab):
            shown.load()

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the month's claims again; filter, person and day stay."""
        if self._own_change:
            return
        self._open_tab()
        session, month = self.context.session, self.context.month
        self.context.jobs.run(
            lambda _progress: objections.contested(session, month), self, slot="contested"
        ).success(self._show_contested)
        self.context.jobs.run(
            lambda _progress: opened(session, month), self, slot="claims"
        ).success(self._show)

    def _show_contested(self, found: dict[int, str]) -> None:
        self.shown.contested = found
        self.desk.working(busy=False)

    def _why_not(self, claim: Claim) -> str:
        return decisions.why_not(self.context.session.actor, claim, self.shown.contested)

    def _show(self, claims: Opened) -> None:
        self.shown.take(self.context.month, claims)
        began = self.item is None
        self._fill(resort=True)
        self._first_shown = self.queue.list.current_key() if began else None
        if len(claims):
            self._weigh()

    def _weigh(self) -> None:
        """Ask for the amounts; without rules in force the queue lives without them."""
        session, month, claims = self.context.session, self.context.month, self.shown.claims
        self.context.jobs.run(
            lambda progress: stakes.weigh(session, month, list(claims), progress),
            self,
            slot="stakes",
        ).success(self._show_stakes).failure(self._without_stakes)

    def _show_stakes(self, found: Stakes) -> None:
        """Order the queue by amount; whoever has not moved yet begins at its new top."""
        self.shown.stakes = found
        unmoved = self.queue.list.current_key() == self._first_shown
        self._fill(resort=True)
        if unmoved:
            self.queue.list.select_place(0)
        self._first_shown = None

    def _reweigh(self, claims: Sequence[Claim]) -> None:
        """Ask again for the amounts of the people whose claims were just decided."""
        if self.shown.stakes is None:
            return
        mine = self.shown.beside(claims)
        people = sorted({claim.row.person_id for claim in claims})
        session, month, slot = self.context.session, self.context.month, f"reweigh {people}"
        self.context.jobs.run(
            lambda progress: stakes.weigh(session, month, mine, progress), self, slot=slot
        ).success(lambda found: self._show_some_stakes(month, mine, found)).failure(
            self._without_stakes
        )

    def _show_some_stakes(self, month: Month, claims: Sequence[Claim], found: Stakes) -> None:
        if self.shown.take_some(month, claims, found):
            self._fill()

    def _without_stakes(self, error: PolimaError) -> None:
        self.set_status(f"Nilai rupiah belum bisa dihitung. {error.message}")

    def _fill(self, *, resort: bool = False) -> None:
        """Show the queue and the desk as they are now."""
        self.stack.setCurrentIndex(0 if len(self.shown.claims) else 1)
        self.empty.set_words(
            f"Belum ada klaim backup manual untuk {month_name(self.context.month)}.",
            "Bagikan formulir kosong ke unit, lalu impor yang sudah diisi.",
        )
        self.queue.show_claims(self.shown.claims, self.shown.stakes, resort=resort)
        self._show_counts()
        self._show_person()

    def _show_counts(self) -> None:
        shown = self.shown
        lacking = shown.waiting_with(Finding.NO_EVIDENCE)
        self.lacking.setText(f"Bukti kurang  {number(lacking)}")
        self.lacking.setVisible(lacking > 0)
        self.no_hit.set_words(*self.queue.nothing_found(shown.waiting))
        self.count_changed.emit(shown.waiting)
        self.set_next_step(shown.next_step())

    # ── choosing ──────────────────────────────────────────────────────────────────────────

    def _show_person(self) -> None:
        item = self.item
        self.middle.setCurrentIndex(0 if item is not None else 1)
        if item is None:
            self.desk.claim = None
            self.proof.show_nothing()
            self.set_status("")
            return
        now = self.desk.claim
        keep = now is not None and any(claim.id == now.id for claim in item.claims)
        first = items.first_claim(item.claims, self.queue.filter)
        chosen = now.id if keep and now is not None else first.id
        by_claim = self.shown.stakes.claims if self.shown.stakes else {}
        self.desk.show_item(item, by_claim, chosen)
        self._tell_place()

    @property
    def item(self) -> Item | None:
        """The claimant under the cursor of the queue."""
        return self.queue.item

    def _tell_place(self) -> None:
        place = self.queue.list.currentIndex().row() + 1
        shown = len(self.queue.list.rows_model.rows)
        self.set_status(self.shown.place_words(place, shown))

    def _show_proof(self, claim: Claim) -> None:
        self.proof.show_claim(claim)
        session = self.context.session
        self.context.jobs.run(
            lambda _progress: files.behind(session, claim), self, slot="behind"
        ).success(self.proof.show_behind)

    def focus_on(self, **what: Any) -> None:
        """Show one claimant or one finding another page names: ``person=17``."""
        if "finding" in what:
            self.queue.narrow_to(Finding(what["finding"]))
        if "person" in what:
            self.queue.clear_filter()
            self.queue.list.select_key(what["person"])

    def show_claim(self, claim_id: int) -> None:
        """Show one claim in the queue, whatever was filtered."""
        claim = self.shown.one(claim_id)
        if claim is None:
            self.say("warn", "Klaim itu sudah diganti buku kerja lain.")
            return
        self.tabs.setCurrentIndex(0)
        self.queue.clear_filter()
        self.queue.list.select_key(claim.row.person_id)
        self.desk.table.select_key(claim_id)
        self.desk.to_table()

    def show_lacking(self) -> None:
        """Show the open claims without evidence."""
        self.queue.narrow_to(Finding.NO_EVIDENCE)

    # ── deciding ──────────────────────────────────────────────────────────────────────────

    def decide(self, decision: Decision) -> None:
        """Decide the chosen claim; then the next open one is chosen."""
        claim, reason = self.desk.claim, self.desk.reason.text()
        if claim is None:
            return
        try:
            check_decision(claim.finding, claim.policy, decision, reason)
        except Refused as refused:
            self.desk.show_error(str(refused))
            return
        self.desk.show_error("")
        session, seen = self.context.session, Seen(claim.decided.id if claim.decided else None)

        def work(_progress: object) -> tuple[Done, list[Claim]]:
            done = decisions.decide(session, claim.id, decision, reason, seen)
            return done, [claim_service.one(session, claim.id)]

        self._write(work, lambda done: self._after_one(claim, done))

    def _write(
        self,
        work: Callable[[object], tuple[Done, list[Claim]]],
        after: Callable[[Done], None],
    ) -> None:
        def answer(result: tuple[Done, list[Claim]]) -> None:
            done, fresh = result
            self.shown.replace(fresh)
            after(done)
            self._reweigh(fresh)
            self._say_late(done)
            self._tell_others()

        self.context.jobs.run(work, self, writes=True).success(answer).failure(self._refused)

    def _refused(self, error: PolimaError) -> None:
        """Say why, and show what somebody else decided meanwhile."""
        self.say_error(error)
        if isinstance(error, Conflict):
            self.refresh()

    def _after_one(self, claim: Claim, done: Done) -> None:
        self.shown.acts.append(Act((claim.id,), done.bulk))
        self.desk.reason.clear()
        self._go_on(claim)
        self.desk.to_table()

    def _say_late(self, done: Done) -> None:
        if done.late:
            month = month_name(self.context.month)
            self.say(
                "warn", "Putusan disimpan.", f"{month} sudah dibekukan: selisihnya menjadi rapel."
            )

    def _tell_others(self) -> None:
        self._own_change = True
        self.context.changed("claims")
        self._own_change = False

    def _brought(self) -> None:
        """Claims or evidence came in: read everything again, here and elsewhere."""
        self._tell_others()
        self.refresh()

    def skip(self) -> None:
        """Leave the chosen claim open and go on."""
        if self.desk.claim is not None:
            self._go_on(self.desk.claim)

    def _go_on(self, claim: Claim) -> None:
        """Choose the next open claim of this person, else the next person."""
        mine = self.shown.beside([claim])
        place = self.queue.list.currentIndex().row()
        following = items.next_claim(mine, self.queue.filter, claim.id)
        if following is not None:
            self._fill()
            self.desk.table.select_key(following.id)
            return
        still_there = any(self.queue.filter.passes(each) for each in mine)
        self.desk.claim = None
        self._fill()
        self.queue.list.select_place(place + 1 if still_there else place)
        self._show_person()

    def undo(self) -> None:
        """Take the last decision back, or the one on the chosen claim."""
        session, claim = self.context.session, self.desk.claim
        act = self.shown.undoable(claim)
        if act is None:
            self.say("info", "Tidak ada putusan untuk diurungkan.")
            return

        def work(_progress: object) -> tuple[Done, list[Claim]]:
            if act.bulk is not None:
                done = decisions.undo_many(session, act.bulk)
            else:
                done = decisions.undo(session, act.claims[0])
            return done, claim_service.some(session, act.claims)

        self._write(work, lambda done: self._after_undo(act, done))

    def _after_undo(self, act: Act, done: Done) -> None:
        self.shown.forget(act)
        self._fill()
        claim = self.shown.one(act.claims[0])
        if claim is not None and len(act.claims) == 1:
            self.queue.list.select_key(claim.row.person_id)
            self.desk.table.select_key(claim.id)
        self.say("ok", f"Putusan {number(done.claims)} klaim diurungkan.")

    def decide_many(self) -> None:
        """Decide claims by a rule: count and samples first, one undo after."""
        chosen = sorted(self.queue.filter.findings, key=items.ORDER.index)
        actor, finding = self.context.session.actor, chosen[0] if chosen else Finding.MATCH
        dialog = BulkDialog(self, actor, self.shown.claims, finding)
        if dialog.exec():
            self.decide_by_rule(
                dialog.preview.ids, dialog.decision.value, dialog.reason.text(), dialog.rule
            )

    def decide_by_rule(
        self, ids: Sequence[int], decision: Decision, reason: str, rule: str
    ) -> None:
        """Decide the claims a rule found."""
        session = self.context.session

        def work(_progress: object) -> tuple[Done, list[Claim]]:
            done = decisions.decide_many(session, ids, decision, reason, rule)
            return done, claim_service.some(session, ids)

        self._write(work, lambda done: self._after_many(tuple(ids), decision, done))

    def _after_many(self, ids: tuple[int, ...], decision: Decision, done: Done) -> None:
        self.shown.acts.append(Act(ids, done.bulk))
        self.desk.claim = None
        self._fill()
        left = f" {number(len(done.skipped))} dilewati: {done.skipped[0]}" if done.skipped else ""
        self.say(
            "warn" if done.skipped else "ok",
            f"{number(done.claims)} klaim diputus.",
            f"{decision.label}.{left}",
            link="Urungkan",
            on_link=self.undo,
        )

    def _attach(self) -> None:
        if self.desk.claim is not None:
            self.workbooks.choose_proof(self.desk.claim)

    # ── keys ──────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            step = 1 if event.key() == Qt.Key.Key_J else -1
            self.queue.list.select_place(self.queue.list.currentIndex().row() + step)
        elif event.key() == Qt.Key.Key_E and not event.modifiers():
            self.proof.open_first()
        elif not self.desk.isVisible() or not self.desk.strip.press_key(event):
            super().keyPressEvent(event)

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys of the desk."""
        return [("J K", "antrean"), ("E", "buka bukti"), ("U", "urungkan")]

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Give the acts of this page for the menu bar."""
        acts: list[tuple[str, Callable[[], object]]] = [
            ("Impor buku kerja manual…", self.workbooks.choose),
            ("Formulir kosong…", self.workbooks.ask_template),
        ]
        if self.may_decide:
            acts.append(("Putuskan klaim massal…", self.decide_many))
        return {"Data": [self._action(text, act) for text, act in acts]}

    def _action(self, text: str, act: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: act())
        return action

    def working(self, busy: bool) -> None:
        """Switch the acts off while something is written."""
        super().working(busy)
        self.desk.working(busy)
