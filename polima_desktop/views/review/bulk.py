"""Deciding many claims at once: the rule, how many it finds, ten samples, then one button."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from polima_desktop.domain.access import Actor
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.domain.review_columns import Bools
from polima_desktop.formatting import number, short_day
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.decisions import SAMPLES, Preview, spread
from polima_desktop.services.review.opened import Opened
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.review.desk_words import ACTS
from polima_desktop.views.review.items import KINDS, apart, finding_badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import ChoiceButton, Field, label

_VERBS = {
    Decision.MANUAL: "Terima",
    Decision.ELECTRONIC: "Pakai elektronik untuk",
    Decision.REJECT: "Tolak",
    Decision.ASK: "Minta bukti untuk",
    Decision.RETURN: "Kembalikan",
}


class BulkDialog(Dialog):
    """Chooses a rule over the open claims it was given; ``preview`` is what would be decided."""

    def __init__(
        self,
        parent: QWidget | None,
        actor: Actor,
        claims: Opened,
        finding: Finding = Finding.MATCH,
    ) -> None:
        super().__init__(parent, "Putuskan klaim massal", "Terima", width=720)
        self.actor = actor
        self.claims = claims
        self.preview = Preview((), (), 0)
        self._make_rule(finding)
        self.found = label("", "body", wrap=True)
        self.samples = DataTable(_columns(), "Contoh klaim")
        self.samples.setMinimumHeight(28 + 6 * 29)
        self.reason = QLineEdit()
        self.reason.textChanged.connect(lambda _text: self._look())
        self.body.addWidget(self.found)
        self.body.addWidget(self.samples, 1)
        self.body.addWidget(Field("Catatan putusan", self.reason))
        self._look()

    def _make_rule(self, finding: Finding) -> None:
        there = set(self.claims.columns.unit[self.claims.open].tolist())
        units = sorted(((one, self.claims.units[one].label) for one in there), key=_second)
        self.finding = ChoiceButton("Temuan: ", [(each, each.label) for each in KINDS])
        self.unit = ChoiceButton("Unit: ", [(None, "semua"), *units])
        self.decision = ChoiceButton("Putusan: ", [(each, text) for each, text, _ in ACTS])
        self.finding.choose(finding)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.finding, self.unit, self.decision):
            button.changed.connect(lambda _value: self._look())
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    @property
    def rule(self) -> str:
        """The rule in words, for the audit entry."""
        return f"{self.finding.text()}; {self.unit.text()}; klaim terbuka"

    def _look(self) -> None:
        """Show what the rule finds now."""
        decision, reason = self.decision.value, self.reason.text()
        found = self._fitting()
        able = self.claims.able(self.actor, decision, reason, found).tolist()
        left = int(found.sum()) - len(able)
        ids = tuple(self.claims.columns.id[able].tolist())
        self.preview = Preview(ids, tuple(self.claims[one] for one in spread(able)), left)
        self.found.setText(_words(len(able), left))
        self.samples.set_rows([_row(claim) for claim in self.preview.samples])
        self.verb.setText(f"{_VERBS[decision]} {number(len(able))} klaim")
        self.verb.setEnabled(bool(able))
        self.verb.updateGeometry()

    def _fitting(self) -> Bools:
        """Tell which open claims fit the rule."""
        found = self.claims.open & self.claims.with_finding([self.finding.value])
        if self.unit.value is not None:
            found &= np.equal(self.claims.columns.unit, self.unit.value)
        return found


def _second(pair: tuple[int, str]) -> str:
    return pair[1].casefold()


def _words(able: int, left: int) -> str:
    words = f"{number(able)} klaim terbuka cocok dengan aturan ini."
    if able > SAMPLES:
        words += f" {SAMPLES} contoh, diambil merata:"
    if left:
        words += f" {number(left)} lagi perlu catatan putusan, di luar masa, atau diketik sendiri."
    return words


def _columns() -> list[Column]:
    return [
        Column("day", "Tanggal", 1, width=64),
        Column("name", "Nama", 2, width=220, stretch=True, tone="medium"),
        Column("unit", "Unit", 3, width=150, stretch=True, tone="second"),
        Column("finding", "Temuan", 4, width=128, badge=lambda row: row[4]),
        Column("apart", "Beda", 5, width=80, right=True),
    ]


def _row(claim: Claim) -> tuple[object, ...]:
    day = short_day(claim.day)
    badge = finding_badge(claim.finding)
    return claim.id, day, claim.name, claim.unit.label, badge, apart(claim)
