"""The middle of the desk: one claimant's days line by line, the chosen day on two rails, the acts.

The desk shows and asks; deciding is the page's. Letters press the strip's buttons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.review import Decision, needs_reason
from polima_desktop.formatting import listed, number, weekday
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.stakes import Stake
from polima_desktop.views.review import desk_words
from polima_desktop.views.review.desk_words import ACTS
from polima_desktop.views.review.items import Item
from polima_desktop.views.tables import DataTable
from polima_desktop.views.widgets import (
    ActionStrip,
    BadgeLabel,
    Button,
    DayRail,
    ElidedLabel,
    Sheet,
    Span,
    SummaryBand,
    hairline,
    label,
)
from polima_desktop.views.widgets.sheet import KindIcon
from polima_desktop.views.widgets.text import set_property

_HINT = "Catatan putusan"
_SHORT = {Decision.ELECTRONIC: "Elektronik", Decision.ASK: "Bukti"}
"""Words on the strip, which has to show its letters at 1366 pixels too."""
_ROOMY = 660


class Desk(Sheet):
    """One claimant. ``decided(decision)``, ``skipped()`` and ``undone()`` tell what was pressed."""

    claim_chosen = Signal(object)
    decided = Signal(object)
    skipped = Signal()
    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Klaim dan catatan elektronik")
        self.claim: Claim | None = None
        self.why_not: Callable[[Claim], str] = lambda _claim: ""
        self._claims: dict[int, Claim] = {}
        self._item: Item | None = None
        self._roomy = True
        self.add(self._head())
        self.add_line()
        self.add(self._middle(), 1)
        self.add_line()
        self.add(self._putting())
        self.add(self._strip())

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _head(self) -> QWidget:
        self.name, self.person = ElidedLabel("", "record"), ElidedLabel("", "label", "second")
        self.name.setMinimumWidth(120)
        self.open_days = BadgeLabel()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.person)
        box = QWidget()
        box.setFixedHeight(56)
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 6, 14, 6)
        row.addLayout(words, 1)
        row.addWidget(self.open_days)
        return box

    def _middle(self) -> QScrollArea:
        """Totals, days and rails; scrolls in a low window, so that the acts never give way."""
        self.band = SummaryBand()
        self.band.setProperty("sheet", False)
        self.table = DataTable(desk_words.columns(), "Hari yang diklaim")
        self.table.setObjectName("hari")
        self.table.setMinimumHeight(28 + 4 * 29)
        self.table.current_changed.connect(self._choose)
        self.caption, self.rail = ElidedLabel("", "body"), DayRail()
        day = QVBoxLayout()
        day.setContentsMargins(14, 8, 14, 0)
        day.addWidget(self.caption)
        day.addWidget(self.rail)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.band, hairline()):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(hairline())
        column.addLayout(day)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(box)
        return area

    def _putting(self) -> QWidget:
        """What is suggested and why, and the reason to write; always above the acts."""
        self.advice, self.why = label("", "strong"), label("", "body", wrap=True)
        self.reason = QLineEdit()
        self.reason.setMaxLength(400)
        self.reason.setAccessibleName(_HINT)
        self.reason.textChanged.connect(lambda _text: self.show_error(""))
        self.error = label("", "label", "bad")
        self.error.hide()
        self.barred = label("", "label", "warn", wrap=True)
        self.barred.hide()
        said = QHBoxLayout()
        said.setSpacing(8)
        for part in (KindIcon("info"), self.advice):
            said.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.why, 1)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(6)
        column.addLayout(said)
        column.addWidget(self.reason)
        column.addWidget(self.error)
        column.addWidget(self.barred)
        return box

    def _strip(self) -> ActionStrip:
        self.strip = ActionStrip()
        self.acts = {
            decision: self.strip.add(
                Button(_SHORT.get(decision, text), on_press=self._pressed(decision), key=key)
            )
            for decision, text, key in ACTS
        }
        for decision, text, _ in ACTS:
            self.acts[decision].setAccessibleName(text)
        self.skip = self.strip.add(
            Button("Lewati", on_press=self.skipped.emit, quiet=True, key="S")
        )
        self.undo = self.strip.add(
            Button("", "urung", self.undone.emit, quiet=True, key="U"), after_space=True
        )
        self.undo.setAccessibleName("Urungkan putusan terakhir")
        self.undo.setToolTip("Urungkan putusan terakhir (U)")
        return self.strip

    def _pressed(self, decision: Decision) -> Callable[[], None]:
        return lambda: self.decided.emit(decision)

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def show_item(self, item: Item, stakes: Mapping[int, Stake], chosen: int | None) -> None:
        """Show a claimant, with the cursor on one of the claims."""
        self._claims = {claim.id: claim for claim in item.claims}
        first = item.claims[0]
        self.name.set_full(first.name)
        self.person.set_full(desk_words.person_words(first))
        self.open_days.set_badge(desk_words.open_days(item.claims))
        self._item = item
        self._show_totals()
        self.table.set_rows([desk_words.row(claim, stakes) for claim in item.claims])
        if chosen is not None:
            self.table.select_key(chosen)
        self._choose(self.table.current_key())

    def _show_totals(self) -> None:
        if self._item is not None:
            self.band.set_cells(desk_words.totals(self._item, roomy=self._roomy))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        if roomy != self._roomy:
            self._roomy = roomy
            self._show_totals()

    def _choose(self, claim_id: int | None) -> None:
        before, self.claim = self.claim, self._claims.get(claim_id or -1)
        if self.claim is None:
            return
        if before is None or before.id != self.claim.id:
            self.reason.clear()
            self.show_error("")
        self._show_day(self.claim)
        self.claim_chosen.emit(self.claim)

    def _show_day(self, claim: Claim) -> None:
        self.caption.set_full(f"{weekday(claim.day)}. {desk_words.said(claim)}")
        row = claim.row
        said = row.clocking or Clocking(None, None)
        minutes = claim.comparison.minutes
        words = f"{number(minutes)} menit beda" if minutes else ""
        self.rail.set_day(Span(*said), Span(*row.recorded), words)
        advice, why = desk_words.advice(claim)
        self.advice.setText(advice)
        self.why.setText(why)
        needing = [text for decision, text, _ in ACTS if needs_reason(claim.finding, decision)]
        wanted = listed([text.lower() for text in needing])
        self.reason.setPlaceholderText(f"{_HINT} (wajib untuk {wanted})")
        self._set_acts(claim)

    def _set_acts(self, claim: Claim) -> None:
        """Let press what may be decided; a grey button says who may, or why nobody."""
        refused = self.why_not(claim)
        for decision, button in self.acts.items():
            button.set_primary(claim.open and decision is claim.suggestion.decision and not refused)
            shut = decision is Decision.MANUAL and not claim.finding.open_to_manual
            why = refused or (claim.policy.reason if shut else "")
            button.setEnabled(not why)
            button.setToolTip(why or f"Tombol {button.key}")
            button.setAccessibleDescription(why)
        self.reason.setEnabled(not refused)
        self.barred.setText(refused)
        self.barred.setVisible(bool(refused))

    def to_table(self) -> None:
        """Put the focus on the days again, so that the next letter is an act and no text."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, text: str) -> None:
        """Show under the reason what is missing, or nothing."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        set_property(self.reason, "wrong", bool(text))
        if text:
            self.reason.setFocus()

    def working(self, busy: bool) -> None:
        """Switch the acts off while a decision is being written."""
        if busy:
            for button in (*self.acts.values(), self.undo):
                button.setEnabled(False)
        else:
            self.undo.setEnabled(self.claim is None or not self.why_not(self.claim))
            if self.claim is not None:
                self._set_acts(self.claim)
