"""What the page Rekonsiliasi does to the store: deciding, undoing, correcting, signing, papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, PolimaError, Refused
from polima_desktop.domain.matching.rows import Side
from polima_desktop.formatting import number
from polima_desktop.services.reconciliation import (
    alone,
    cases,
    deciding,
    documents,
    mapping,
    reading,
    repairs,
)
from polima_desktop.services.reconciliation.cases import Source
from polima_desktop.services.reconciliation.deciding import OFFICES, Done, Wish
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.storage.reconciliation.cases import StoredCase
from polima_desktop.storage.reconciliation.documents import Paper
from polima_desktop.views.dialogs import PDF, WORKBOOKS, save_file
from polima_desktop.views.reconciliation.dialogs import (
    BulkDialog,
    CorrectDialog,
    ListCheckDialog,
    OpenDialog,
    ReasonDialog,
    SignDialog,
)
from polima_desktop.views.reconciliation.earlier import EarlierDialog
from polima_desktop.views.reconciliation.items import Item
from polima_desktop.views.reconciliation.mapping import MappingDialog
from polima_desktop.views.reconciliation.others import Others
from polima_desktop.views.reconciliation.proof import ProofDialog
from polima_desktop.views.widgets import Page

if TYPE_CHECKING:
    from pathlib import Path

    from polima_desktop.services.imports import Guess


class Shown(Protocol):
    """What the page shows and can be told to show."""

    case: CaseView | None
    others: Others

    @property
    def item(self) -> Item | None:
        """The item under the cursor of the queue."""

    def show_case(self, case: CaseView | None) -> None:
        """Show a case as it is now."""

    def begin_with(self, case: CaseView | None) -> None:
        """Show another case from its middle bar on."""

    def show_returns(self) -> None:
        """Show the rulings whose rows changed."""


class Acts:
    """The page's acts; each writes in the worker and shows the case again."""

    def __init__(self, page: Page, shown: Shown) -> None:
        self.page, self.shown = page, shown

    # ── opening ───────────────────────────────────────────────────────────────────────────

    def open_case(self) -> None:
        """Ask for two lists and match them."""
        dialog = OpenDialog(self.page, self.page.context.settings)
        if dialog.exec():
            self.look_at(dialog.sources(), dialog.events.path, ask=dialog.ask_columns.isChecked())

    def look_at(
        self, sources: tuple[Source, Source], events: Path | None, *, ask: bool = False
    ) -> None:
        """Find the files' columns, ask about those that are unclear (or all), then match."""
        session = self.page.context.session
        sides: tuple[Side, Side] = ("left", "right")

        def work(progress: Any) -> list[Guess | None]:
            return [
                mapping.look(session, source.path, side, progress) if source.path else None
                for source, side in zip(sources, sides, strict=True)
            ]

        def looked(guesses: list[Guess | None]) -> None:
            read = [
                self._laid_out(source, guess, ask=ask)
                for source, guess in zip(sources, guesses, strict=True)
            ]
            if read[0] is not None and read[1] is not None:
                self._say_hidden(guesses)
                self.match(read[0], read[1], events)

        self._run(work, looked)

    def _say_hidden(self, guesses: list[Guess | None]) -> None:
        """Say what of the files is hidden, and whether it counts."""
        from polima_desktop.imports.concealed import of_book

        for guess in guesses:
            if guess is not None and (said := of_book(guess.book)):
                self.page.say("warn", f"{guess.book.name}: {' '.join(said)}")

    def _laid_out(self, source: Source, guess: Guess | None, *, ask: bool) -> Source | None:
        """Give a source with its columns; None where the person turned back."""
        if guess is None or source.kind != "file":
            return source
        clear = mapping.complete(guess)
        if clear and not ask:
            return source._replace(layouts=clear)
        dialog = MappingDialog(self.page, self.page.context.settings, source.name, guess)
        return source._replace(layouts=dialog.layouts) if dialog.exec() else None

    def match(self, left: Source, right: Source, events: Path | None) -> None:
        """Match two lists as a new case."""
        session = self.page.context.session

        def work(progress: Any) -> CaseView | None:
            number_ = cases.open_case(session, left, right, events, progress)
            return reading.load(session, number_)

        self._run(work, self._opened)

    def _opened(self, case: CaseView | None) -> None:
        self.shown.begin_with(case)
        if case is not None:
            pairs = number(len(case.desk.pairs))
            waiting = number(len(case.desk.waiting()))
            self.page.say(
                "ok", f"{pairs} pasangan ditemukan.", f"{waiting} di antaranya perlu diputus."
            )
            if case.came_back:
                count = number(len(case.came_back))
                self.page.say(
                    "warn",
                    f"{count} putusan lama barisnya berubah.",
                    "Teks lama dan barunya menunggu putusan.",
                    link="Lihat",
                    on_link=self.shown.show_returns,
                )
        self.page.context.changed("reconciliation")

    def earlier(self) -> None:
        """Offer all cases to be opened; only the latest one is decided on."""
        session = self.page.context.session

        def ask(cases: list[StoredCase]) -> None:
            if not cases:
                self.page.say("info", "Belum ada rekonsiliasi.", "Cocokkan dua daftar dulu.")
                return
            dialog = EarlierDialog(self.page, cases, self._case().stored.id)
            if dialog.exec() and dialog.chosen is not None:
                self.open_earlier(dialog.chosen)

        job = self.page.context.jobs.run(lambda _progress: reading.every(session), self.page)
        job.success(ask).failure(self._refused)

    def open_earlier(self, case_id: int | None) -> None:
        """Show another case; None: the latest."""
        session = self.page.context.session
        job = self.page.context.jobs.run(
            lambda _progress: reading.load(session, case_id), self.page, slot="case"
        )
        job.success(self.shown.begin_with).failure(self._refused)

    # ── deciding ──────────────────────────────────────────────────────────────────────────

    def same(self) -> None:
        """The shown pair is one person; for a row, it and the chosen candidate are."""
        item, other = self.shown.item, self.shown.others.current
        if item is None:
            return
        if item.back is not None and item.back.back.ruling.kind == "reason":
            said = item.back.back.ruling
            self._decide(item, Wish("reason", *item.places, said.state, said.words))
        elif None not in item.places:
            self._decide(item, Wish("same", *item.places))
        elif other is None:
            self.page.say("info", "Pilih calon di kanan dulu.", "Cari sendiri bila tidak ada.")
        else:
            self._decide(item, Wish("same", other.left, other.right))

    def different(self) -> None:
        """The shown pair is two people."""
        item = self.shown.item
        if item is not None and None not in item.places:
            self._decide(item, Wish("different", *item.places))

    def double(self) -> None:
        """The shown row, or the right row of the pair, repeats another."""
        item = self.shown.item
        if item is None:
            return
        place, side = item.place, item.side
        if item.pair is not None:
            side, place = "right", item.pair.pair.right
        left, right = (place, None) if side == "left" else (None, place)
        self._decide(item, Wish("reason", left, right, "duplicate", "baris ganda"))

    def explain(self) -> None:
        """Ask why the shown row stands in one list only."""
        item = self.shown.item
        if item is None or item.standing is None:
            return
        state = item.standing.state if item.standing.state != "linked" else "open"
        settings = self.page.context.settings
        dialog = ReasonDialog(self.page, settings, f"Jelaskan: {item.title}", state)
        if dialog.exec():
            left, right = (item.place, None) if item.side == "left" else (None, item.place)
            words, paper = dialog.words.text(), dialog.paper.path
            self._decide(item, Wish("reason", left, right, dialog.state.value, words, paper))

    def _decide(self, item: Item, wish: Wish) -> None:
        case = self._case()
        session, seen = self.page.context.session, _seen(case, item)

        def work(_progress: object) -> CaseView | None:
            deciding.decide(session, case.stored.id, wish, seen)
            return reading.load(session, case.stored.id)

        self._run(work, self._decided)

    def _decided(self, case: CaseView | None) -> None:
        self.shown.show_case(case)
        self.page.context.changed("reconciliation")

    def prove(self) -> None:
        """Show the papers of the shown pair or row: attach one, save a copy."""
        item, case = self.shown.item, self._case()
        if item is None:
            return
        may = self.page.context.session.actor.may(Permission.RECONCILE) and case.open
        dialog = ProofDialog(self.page, self.page.context.settings, f"Berkas: {item.title}",
                             case.papers_of(*item.places), may_attach=may)  # fmt: skip
        dialog.exec()
        if dialog.attached is not None:
            self.attach(item, dialog.attached)
        elif dialog.copy is not None:
            self._save_copy(*dialog.copy)

    def attach(self, item: Item, path: Path) -> None:
        """Keep a file on a pair or a row."""
        case, session, places = self._case(), self.page.context.session, item.places

        def work(_progress: object) -> CaseView | None:
            documents.attach(session, case.stored.id, *places, path)
            return reading.load(session, case.stored.id)

        def attached(case: CaseView | None) -> None:
            self._decided(case)
            self.page.say("ok", f"{path.name} dilampirkan.")

        self._run(work, attached)

    def _save_copy(self, paper: Paper, path: Path) -> None:
        session = self.page.context.session
        self._saved(path, lambda _p: documents.save_copy(session, paper, path))

    def undo(self) -> None:
        """Take the user's last act back: one ruling, or a bulk act as a whole."""
        case, session = self._case(), self.page.context.session

        def work(_progress: object) -> tuple[Done, CaseView | None]:
            held = deciding.rulings_in_force(session)
            ids = deciding.last_act(held, session.actor.name)
            if not ids:
                raise Refused("Tidak ada putusan untuk diurungkan.", "")
            return deciding.undo(session, case.stored.id, ids), reading.load(
                session, case.stored.id
            )

        def undone(answer: tuple[Done, CaseView | None]) -> None:
            self._decided(answer[1])
            self.page.say("ok", f"{number(answer[0].rulings)} putusan diurungkan.")

        self._run(work, undone)

    def decide_many(self) -> None:
        """Accept pairs by a rule, after a preview."""
        dialog = BulkDialog(self.page, self._case())
        if dialog.exec():
            self.accept_by_rule(dialog.rule.value, dialog.count)

    def accept_by_rule(self, rule: str, expected: int) -> None:
        """Accept every pair a rule finds."""
        case, session = self._case(), self.page.context.session

        def work(_progress: object) -> tuple[Done, CaseView | None]:
            done = deciding.decide_many(session, case.stored.id, rule, expected)
            return done, reading.load(session, case.stored.id)

        def accepted(answer: tuple[Done, CaseView | None]) -> None:
            self._decided(answer[1])
            words = f"{number(answer[0].rulings)} pasangan diterima."
            self.page.say("ok", words, link="Urungkan", on_link=self.undo)

        self._run(work, accepted)

    # ── the master list, signing ──────────────────────────────────────────────────────────

    def correct(self) -> None:
        """Offer the master list's fields that should follow the decided pair."""
        case, item, session = self._case(), self.shown.item, self.page.context.session
        if item is None or item.pair is None:
            return
        pair, day = item.pair, session.today
        self._run(
            lambda _progress: repairs.master_fixes(session, case, pair, day),
            lambda person: self._ask_fixes(case, item, person),
        )

    def _ask_fixes(self, case: CaseView, item: Item, person: repairs.Person) -> None:
        if not person.fixes:
            self.page.say("info", "Tidak ada isian daftar pegawai yang berbeda.")
            return
        dialog = CorrectDialog(self.page, person, self.page.context.session.today)
        if not dialog.exec():
            return
        assert item.pair is not None
        pair, session = item.pair, self.page.context.session
        fields, day = dialog.chosen, dialog.valid_from
        self._run(
            lambda _progress: repairs.correct_master(session, case, pair, person, fields, day),
            lambda _done: self._corrected(len(fields)),
        )

    def _corrected(self, count: int) -> None:
        self.page.say(
            "ok", f"{count} isian daftar pegawai dibetulkan.", "Sumbernya rekonsiliasi ini."
        )
        self.page.context.changed("people")

    def sign(self) -> None:
        """Show what is signed and sign for one's office."""
        case, actor = self._case(), self.page.context.session.actor
        if actor.role not in OFFICES:
            self.page.say("info", "Hanya BKPSDM dan Dinas Kominfo yang menandatangani.")
            return
        check = deciding.sign_off(case)
        office = case.names[OFFICES.index(actor.role)]
        if SignDialog(self.page, case, check, office).exec():
            self.sign_now(check.bridge_sha256)

    def sign_now(self, seen: str) -> None:
        """Sign what was seen."""
        case, session = self._case(), self.page.context.session

        def work(_progress: object) -> tuple[bool, CaseView | None]:
            both = deciding.sign(session, case.stored.id, seen)
            return both, reading.load(session, case.stored.id)

        def signed(answer: tuple[bool, CaseView | None]) -> None:
            self._decided(answer[1])
            words = "Kedua kantor sudah menandatangani." if answer[0] else "Satu tanda tangan lagi."
            self.page.say("ok", "Ditandatangani.", words)

        self._run(work, signed)

    def check_list(self, side: Side) -> None:
        """Show what one list says of itself."""
        if self.shown.case is None:
            self.page.say("info", "Belum ada rekonsiliasi.", "Cocokkan dua daftar dulu.")
            return
        case = self.shown.case
        job = self.page.context.jobs.run(lambda p: alone.check_list(case, side, p), self.page)
        job.success(lambda check: ListCheckDialog(self.page, check).exec())

    # ── papers ────────────────────────────────────────────────────────────────────────────

    def print_minutes(self) -> None:
        """Write the berita acara as a PDF."""
        self._write(
            "Simpan berita acara",
            f"berita-acara-rekonsiliasi-{self.page.context.month}.pdf",
            PDF,
            self.minutes_to,
        )

    def minutes_to(self, path: Path) -> None:
        """Write the berita acara to a file."""
        from polima_desktop.services.reconciliation import papers

        case, session = self._case(), self.page.context.session
        self._saved(path, lambda p: papers.print_minutes(session, case, path, p))

    def export(self) -> None:
        """Write everything as a workbook."""
        self._write(
            "Simpan rekonsiliasi",
            f"rekonsiliasi-{self.page.context.month}.xlsx",
            WORKBOOKS,
            self.export_to,
        )

    def export_to(self, path: Path) -> None:
        """Write the workbook to a file."""
        from polima_desktop.services.reconciliation import papers

        case, session = self._case(), self.page.context.session
        self._saved(path, lambda _p: papers.export_workbook(session, case, path))

    def export_worklist(self, side: Side) -> None:
        """Write what one office has to repair."""
        from polima_desktop.services.reconciliation import papers

        name = "bkpsdm" if side == "left" else "kominfo"
        self._write(
            "Simpan daftar tugas",
            f"tugas-{name}-{self.page.context.month}.xlsx",
            WORKBOOKS,
            lambda path: self._saved(
                path,
                lambda _p: papers.export_worklist(
                    self.page.context.session, self._case(), side, path
                ),
            ),
        )

    def _write(self, title: str, proposal: str, kinds: str, then: Callable[[Path], None]) -> None:
        if self.shown.case is None:
            self.page.say("info", "Belum ada rekonsiliasi.", "Cocokkan dua daftar dulu.")
            return
        path = save_file(self.page, self.page.context.settings, title, proposal, kinds)
        if path is not None:
            then(path)

    def _saved(self, path: Path, write: Callable[[Any], object]) -> None:
        self._run(write, lambda _done: self.page.say("ok", f"Disimpan: {path.name}."))

    # ── the ways of all acts ──────────────────────────────────────────────────────────────

    def _case(self) -> CaseView:
        assert self.shown.case is not None  # the buttons are hidden without one
        return self.shown.case

    def _run(self, work: Callable[[Any], Any], then: Callable[[Any], object]) -> None:
        self.page.context.jobs.run(work, self.page, writes=True).success(then).failure(
            self._refused
        )

    def _refused(self, error: PolimaError) -> None:
        self.page.say_error(error)
        if isinstance(error, Conflict):
            self.page.refresh()


def _seen(case: CaseView, item: Item) -> int | None:
    """Give the ruling that was before the person's eyes."""
    if item.pair is not None:
        return item.pair.ruling.id if item.pair.ruling else None
    assert item.side is not None
    ruling = case.desk.rulings.get((item.side, item.place))
    return ruling.id if ruling else None
