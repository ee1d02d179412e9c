"""Precedence, objection period and papers on Backup Manual: what is shown, opened, handed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.domain.access import Permission
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.precedence import Precedence, Source
from polima_desktop.formatting import day as written
from polima_desktop.formatting import number, short_date
from polima_desktop.services.review import objections, papers
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.objections import Standing
from polima_desktop.services.session import Session
from polima_desktop.storage.review.objections import Objection
from polima_desktop.views import dialogs
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.tables.model import Row
from polima_desktop.views.widgets import Button, EmptyState, Field, Page, Sheet, label, scrolling
from polima_desktop.views.widgets.choices import Choice, CountBox, DayBox
from polima_desktop.views.widgets.flow import FlowLayout

_Write = Callable[[Session, Month, Path], int]


class ObjectionTab(QWidget):
    """``chosen`` gives the claim under the cursor of the queue, to which one may object.

    ``asked(claim)`` tells that an objection's claim is wanted in the queue, to answer it there.
    """

    asked = Signal(int)

    def __init__(self, page: Page, chosen: Callable[[], Claim | None]) -> None:
        super().__init__()
        self.page, self.chosen = page, chosen
        self.found: Standing | None = None
        self.rule = label("", "body", wrap=True)
        self.period = label("", "body", wrap=True)
        self.order = Button("Ubah urutan sumber", "setuju", self._set_rule, low=True)
        self.begin = Button("Buka masa sanggah", "kalender", self._open, low=True)
        self.object = Button("Catat keberatan", "tambah", self._record, low=True)
        self.answer = Button("Buka klaimnya", "kanan", self._answer, low=True)
        self.hand_out, *self.papers = [
            Button(text, "cetak", self._printing(name, write), low=True)
            for text, name, write in _PAPERS
        ]
        self.table = DataTable(_columns(), "Keberatan bulan ini")
        self.table.setObjectName("keberatan")
        self.table.current_changed.connect(lambda _key: self._enable_answer())
        self.table.opened.connect(lambda _key: self._answer())
        self.empty = EmptyState("Belum ada keberatan.", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        order = Sheet("Sumber yang dihitung")
        order.add_padded(self.rule)
        order.add_padded(_row(self.order))
        period = Sheet("Masa sanggah")
        period.add_padded(self.period)
        period.add_padded(_row(self.begin, self.hand_out, self.object, self.answer))
        period.add(self.stack, 1)
        handed = Sheet("Daftar dan rekap")
        handed.add_padded(_row(*self.papers))
        column.addWidget(order)
        column.addWidget(period, 1)
        column.addWidget(handed)
        self.stack.setMinimumHeight(28 + 3 * 29)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolling(inside))

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def load(self) -> None:
        """Read where the objection period stands."""
        session, month = self.page.context.session, self.page.context.month
        self.page.context.jobs.run(
            lambda _progress: objections.standing(session, month), self.page, slot="objections"
        ).success(self._show)

    def _show(self, found: Standing) -> None:
        self.found = found
        rule = found.rule
        since = f"Berlaku sejak {written(rule.valid_from)}, {rule.source or 'tanpa keputusan'}."
        self.rule.setText(f"{rule.first.label}. {rule.sentence} {since}")
        self.period.setText(found.sentence(self.page.context.session.today))
        self.table.set_rows([_objection_row(each) for each in found.objections])
        self.stack.setCurrentIndex(0 if found.objections else 1)
        self.empty.set_words("Belum ada keberatan.", _what_next(found))
        self._enable(found)

    def _enable(self, found: Standing) -> None:
        """Let press what may be done now; a grey button says why not."""
        actor, today = self.page.context.session.actor, self.page.context.session.today
        city = actor.may(Permission.DECIDE_CLAIMS) and actor.unit_id is None
        self.begin.setText("Perpanjang masa sanggah" if found.period else "Buka masa sanggah")
        _open(self.begin, "" if city else "Dibuka oleh verifikator tingkat kota.")
        shut = "" if found.period else "Masa sanggah belum dibuka."
        _open(self.hand_out, shut)
        if found.period and today > found.period.until:
            shut = f"Masa sanggah sudah berakhir {written(found.period.until)}."
        if not actor.may(Permission.IMPORT_CLAIMS):
            shut = "Dicatat oleh verifikator."
        _open(self.object, shut)
        may = actor.may(Permission.EDIT_POLICY)
        _open(self.order, "" if may else "Diubah oleh Bagian Organisasi atau pengelola.")
        self._enable_answer()

    def _enable_answer(self) -> None:
        _open(self.answer, "" if self.table.current_row() else "Pilih satu keberatan.")

    # ── acts ──────────────────────────────────────────────────────────────────────────────

    def _open(self) -> None:
        session, month = self.page.context.session, self.page.context.month
        assert self.found is not None
        until = written(self.found.rule.deadline(session.today))
        title, words = (
            f"{self.begin.text()} {month_name(month)}?",
            f"Putusan diumumkan hari ini; keberatan diterima sampai {until}.",
        )
        if self.found.period:
            words = f"Sekarang sampai {written(self.found.period.until)}; menjadi {until}."
        if dialogs.confirm(self.page, title, words, self.begin.text()):
            self.page.context.jobs.run(
                lambda _progress: objections.open_period(session, month), self.page, writes=True
            ).success(lambda period: self._done(f"Masa sanggah sampai {written(period.until)}."))

    def _answer(self) -> None:
        """Show the claim of the objection under the cursor; a decision on it is the answer."""
        key = self.table.current_key()
        found = self.found.objections if self.found else []
        for each in found:
            if each.id == key:
                self.asked.emit(each.claim_id)

    def _record(self) -> None:
        claim, session = self.chosen(), self.page.context.session
        if claim is None:
            self.page.say("info", "Pilih klaimnya di Antrean lebih dahulu.")
            return
        dialog = ObjectionForm(self.page, claim)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        words = dialog.name.text(), dialog.words.toPlainText(), dialog.letter.text()
        self.page.context.jobs.run(
            lambda _progress: objections.record(session, claim.id, *words), self.page, writes=True
        ).success(
            lambda _done: self._done("Keberatan dicatat; verifikator lain memutus lagi klaimnya.")
        )

    def _set_rule(self) -> None:
        assert self.found is not None
        dialog = PrecedenceForm(self.page, self.found.rule, self.page.context.month)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            rule, session = dialog.rule(), self.page.context.session
            self.page.context.jobs.run(
                lambda _progress: objections.set_rule(session, rule), self.page, writes=True
            ).success(lambda _done: self._done(f"Urutan sumber berlaku sejak "
                                               f"{written(rule.valid_from)}."))  # fmt: skip

    def _done(self, words: str) -> None:
        self.page.say("ok", words)
        self.page.context.changed("policy")
        self.load()

    def _printing(self, name: str, write: _Write) -> Callable[[], None]:
        return lambda: self._print(name, write)

    def _print(self, name: str, write: _Write) -> None:
        session, month = self.page.context.session, self.page.context.month
        settings, proposal = self.page.context.settings, f"{name}-{month}.pdf"
        path = dialogs.save_file(self.page, settings, "Simpan PDF", proposal, "PDF (*.pdf)")
        if path is not None:
            self.page.context.jobs.run(
                lambda _progress: write(session, month, path), self.page
            ).success(
                lambda count: self.page.say(
                    "ok", f"{path.name} disimpan.", f"{number(count)} daftar."
                )
            )


_PAPERS: tuple[tuple[str, str, _Write], ...] = (
    ("Daftar putusan untuk disanggah", "putusan-backup-manual", papers.print_decisions),
    ("Rekap backup manual per OPD", "rekap-backup-manual", papers.print_recap),
    ("Daftar pemeriksa", "pemeriksaan-backup-manual", papers.print_audit_list),
)


class ObjectionForm(FormDialog):
    """Asks who objects to a decision, and what they say."""

    def __init__(self, parent: QWidget, claim: Claim) -> None:
        super().__init__(parent, "Catat keberatan", "Catat keberatan", self._errors)
        self.name, self.letter, self.words = QLineEdit(claim.name), QLineEdit(), QPlainTextEdit()
        self.name.setMaxLength(160)
        self.letter.setMaxLength(160)
        self.words.setFixedHeight(84)
        self.words.setTabChangesFocus(True)
        day = f"Atas putusan klaim {claim.name}, {written(claim.day)}."
        self.body.insertWidget(0, label(day, "body", wrap=True))
        self.form.add("name", Field("&Yang berkeberatan", self.name, required=True))
        self.form.add("words", Field("&Isi keberatan", self.words, required=True))
        self.form.add("letter", Field("&Surat", self.letter))

    def _errors(self) -> dict[str, str]:
        errors = {}
        if not self.name.text().strip():
            errors["name"] = "Nama belum diisi."
        if not self.words.toPlainText().strip():
            errors["words"] = "Isi keberatan belum ditulis."
        return errors


class PrecedenceForm(FormDialog):
    """Asks which source goes first from a month on, how long one may object, by which decree."""

    def __init__(self, parent: QWidget, now: Precedence, month: Month) -> None:
        super().__init__(parent, "Ubah urutan sumber", "Simpan", self._errors)
        self.now = now
        self.since = DayBox(QDate(month.year, month.month, 1))
        self.since.setDisplayFormat("dd-MM-yyyy")
        self.since.setCalendarPopup(True)
        self.first, self.days, self.source = Choice(), CountBox(), QLineEdit()
        for source in Source:
            self.first.addItem(source.label, source)
        self.first.setCurrentIndex(self.first.findData(now.first))
        self.days.setRange(1, 90)
        self.days.setValue(now.objection_days)
        self.days.setSuffix(" hari")
        self.source.setMaxLength(160)
        self.form.add("since", Field("&Berlaku sejak", self.since))
        self.form.add("first", Field("&Urutan", self.first))
        self.form.add("days", Field("&Masa sanggah", self.days))
        self.form.add("source", Field("&Dasar", self.source, required=True))

    def _errors(self) -> dict[str, str]:
        return {} if self.source.text().strip() else {"source": "Dasar aturan belum diisi."}

    def rule(self) -> Precedence:
        """Give what was typed."""
        day = self.since.date()
        return replace(
            self.now,
            valid_from=date(day.year(), day.month(), day.day()),
            first=self.first.currentData(),
            objection_days=self.days.value(),
            source=self.source.text().strip(),
        )


def _open(button: Button, why_not: str) -> None:
    """Let a button be pressed unless there is a reason against it, which it then says."""
    button.setEnabled(not why_not)
    button.setToolTip(why_not)
    button.setAccessibleDescription(why_not)


def _what_next(found: Standing) -> str:
    """Say what comes before an objection."""
    if found.period is None:
        return "Buka masa sanggah setelah klaim diputus, lalu bagikan daftar putusannya."
    return (
        f"Bagikan daftar putusannya; keberatan dicatat sampai {written(found.period.until)}: "
        "pilih klaimnya di Antrean, lalu Catat keberatan."
    )


def _row(*buttons: Button) -> QWidget:
    bar = QWidget()
    row = FlowLayout(bar)
    for button in buttons:
        row.addWidget(button)
    return bar


def _columns() -> list[Column]:
    return [
        Column("at", "Diterima", 1, width=112),
        Column("by", "Dari", 2, width=200, tone="medium"),
        Column("words", "Keberatan", 3, width=300, stretch=True),
        Column("letter", "Surat", 4, width=140, tone="second"),
        Column("answer", "Jawaban", 5, width=240, stretch=True, badge=lambda row: row[6]),
    ]


def _objection_row(each: Objection) -> Row:
    waits = None if each.answer else Badge("warn", "Menunggu", "jeda")
    day = short_date(each.recorded_at.date())
    return (each.id, day, each.said_by, each.text, each.letter or "–", each.answer or "", waits)
