"""The pane at the right: what stands behind a claim, who typed it, and what the policy says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from polima_desktop.domain.activities import VOLUME_SCALE
from polima_desktop.domain.transition import Outcome
from polima_desktop.formatting import moment, number, trimmed
from polima_desktop.services.claims import Claim
from polima_desktop.views.paint import Badge
from polima_desktop.views.widgets import BadgeLabel, DetailPane, ElidedLabel, label
from polima_desktop.views.widgets.sheet import KindIcon

_OUTCOMES = {Outcome.ACCEPTED: "ok", Outcome.REFUSED: "bad", Outcome.NOT_NEEDED: "mute"}

Activity = tuple[str, str, int, int]


class ProofPane(DetailPane):
    """The proof of one claim."""

    def __init__(self) -> None:
        super().__init__("Bukti", 186)
        self.setMinimumWidth(180)
        self.set_title("Bukti")
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that no claim is chosen."""
        self.set_title("Bukti")
        words = "Pilih klaim untuk melihat buktinya."
        self.clear().addWidget(label(words, "body", "second", wrap=True))

    def show_claim(self, claim: Claim) -> None:
        """Show a claim's proof; activities come with ``show_activities``."""
        row = claim.row
        self.set_title("Bukti", f"{len(row.evidence)} berkas" if row.evidence else "belum ada")
        column = self.clear()
        for name in row.evidence:
            column.addWidget(_file(name))
        if not row.evidence:
            column.addWidget(BadgeLabel(Badge("warn", "Tanpa berkas bukti")))
        column.addSpacing(4)
        for caption, value in _facts(claim):
            _add_fact(column, caption, value)
        self.work = QWidget()
        column.addWidget(self.work)
        _add_caption(column, "Masa klaim")
        outcome = claim.policy.outcome
        column.addWidget(BadgeLabel(Badge(_OUTCOMES[outcome], outcome.label)))
        column.addWidget(label(claim.policy.reason, "label", "second", wrap=True))
        _add_fact(column, "Lokasi unit", claim.unit.place or "tidak diketahui")
        _add_fact(column, "Sumber", _source(claim))
        if claim.decided is not None:
            _add_fact(column, "Putusan", _decision(claim))
        column.addStretch(1)

    def show_activities(self, found: Sequence[Activity]) -> None:
        """Show what a claim reports as work."""
        if not found:
            return
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        _add_caption(column, f"Kegiatan ({len(found)})")
        for code, words, volume, minutes in found:
            amount = number(trimmed(Decimal(volume) / VOLUME_SCALE))
            text = f"{code}: {words or 'tanpa uraian'}, volume {amount}, {minutes} menit"
            column.addWidget(label(text, "body", wrap=True))


def _file(name: str) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(7)
    row.addWidget(KindIcon("man", "lampir", 16))
    row.addWidget(ElidedLabel(name, "medium"), 1)
    return box


def _facts(claim: Claim) -> list[tuple[str, str]]:
    row = claim.row
    facts = [
        ("Diketik oleh", row.typed_by),
        ("Diketik pada", row.typed_at),
        ("Atasan", row.superior),
        ("Alasan", f"“{row.reason}”" if row.reason else None),
    ]
    return [(caption, value or "tidak disebut") for caption, value in facts]


def _add_caption(column: QVBoxLayout, caption: str) -> None:
    column.addSpacing(4)
    column.addWidget(label(caption, "label", "second"))


def _add_fact(column: QVBoxLayout, caption: str, value: str) -> None:
    _add_caption(column, caption)
    column.addWidget(label(value, "body", wrap=True))


def _source(claim: Claim) -> str:
    sheet = f", lembar {claim.row.sheet}" if claim.row.sheet else ""
    return f"{claim.row.file}{sheet}, baris {claim.row.row}"


def _decision(claim: Claim) -> str:
    decided = claim.decided
    assert decided is not None
    why = f": {decided.reason}" if decided.reason else ""
    return f"{decided.outcome.label} oleh {decided.by}, {moment(decided.at)}{why}"
