"""The pane at the right: what stands behind a claim, who typed it, and what the policy says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from polima_desktop.domain.activities import VOLUME_SCALE
from polima_desktop.domain.transition import Outcome
from polima_desktop.formatting import moment, number, trimmed
from polima_desktop.services.review.claims import Claim
from polima_desktop.storage.review.attachments import Proof
from polima_desktop.views.paint import Badge
from polima_desktop.views.widgets import (
    BadgeLabel,
    Button,
    DetailPane,
    ElidedLabel,
    Link,
    label,
)
from polima_desktop.views.widgets.sheet import KindIcon

_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_OUTCOMES = {Outcome.ACCEPTED: "ok", Outcome.REFUSED: "bad", Outcome.NOT_NEEDED: "mute"}

Activity = tuple[str, str, int, int]


class Behind(NamedTuple):
    """What stands behind a claim and is read after it: its work, its files, a picture's bytes."""

    activities: Sequence[Activity]
    files: Sequence[Proof]
    picture: bytes | None


class ProofPane(DetailPane):
    """The proof of one claim. ``attach_asked()``, ``open_asked(proof)`` tell what was pressed."""

    attach_asked = Signal()
    open_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("Bukti", 186)
        self.setMinimumWidth(180)
        self.set_title("Bukti")
        self.behind = Behind((), (), None)
        self.attach = self.add_to_foot(Button("Lampirkan bukti", "lampir", self.attach_asked.emit))
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that no claim is chosen."""
        self.set_title("Bukti")
        words = "Pilih klaim untuk melihat buktinya."
        self.clear().addWidget(label(words, "body", "second", wrap=True))
        self.attach.setEnabled(False)

    def show_claim(self, claim: Claim) -> None:
        """Show a claim's proof; what must be read first comes with ``show_behind``."""
        row, self.behind = claim.row, Behind((), (), None)
        self.attach.setEnabled(True)
        self.set_title("Bukti", f"{len(row.evidence)} berkas" if row.evidence else "belum ada")
        names = (*row.evidence, *row.named)
        column = self.clear()
        self.picture = QLabel()
        self.picture.hide()
        column.addWidget(self.picture)
        self._files = {name: self._file(name) for name in names}
        for line in self._files.values():
            column.addWidget(line)
        if not row.evidence:
            words = "Berkas belum ada" if row.named else "Tanpa berkas bukti"
            column.addWidget(BadgeLabel(Badge("warn", words)))
        if claim.doubts:
            _add_caption(column, "Perlu dilihat lagi")
            for doubt in claim.doubts:
                column.addWidget(label(doubt, "body", "warn", wrap=True))
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

    def _file(self, name: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(KindIcon("man", "lampir", 16))
        row.addWidget(ElidedLabel(name, "medium"), 1)
        return box

    def show_behind(self, behind: Behind) -> None:
        """Show the work a claim reports, and let its kept files be opened."""
        self.behind = behind
        kept = {proof.name: proof for proof in behind.files}
        for name, line in self._files.items():
            row = line.layout()
            assert row is not None
            proof = kept.get(name)
            row.addWidget(
                label("belum ada", "label", "warn")
                if proof is None
                else Link("Buka", self._opening(proof))
            )
        if behind.picture is not None:
            self._show_picture(behind.picture)
        self._show_work(behind.activities)

    def _opening(self, proof: Proof) -> Callable[[], None]:
        return lambda: self.open_asked.emit(proof)

    def _show_picture(self, content: bytes) -> None:
        picture = QPixmap()
        if not picture.loadFromData(content):
            return
        ratio, room = self.devicePixelRatioF(), self.width() - 32
        size = QSize(room, 130) * ratio
        fitted = picture.scaled(size, _KEEP, Qt.TransformationMode.SmoothTransformation)
        fitted.setDevicePixelRatio(ratio)
        self.picture.setPixmap(fitted)
        self.picture.setAccessibleName(f"Gambar bukti {self.behind.files[0].name}")
        self.picture.show()

    def open_first(self) -> None:
        """Open the first kept file, if there is one."""
        if self.behind.files:
            self.open_asked.emit(self.behind.files[0])

    def _show_work(self, found: Sequence[Activity]) -> None:
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


def _facts(claim: Claim) -> list[tuple[str, str]]:
    row = claim.row
    facts = [
        ("Diketik oleh", row.typed_by),
        *([("Akun pengetik", row.typed_account)] if row.typed_account else []),
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
