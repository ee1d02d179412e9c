"""Asking whether a slip is genuine: a code typed from paper, or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from polima_desktop.views import dialogs
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets import Button, Field

if TYPE_CHECKING:  # reading PDF and pictures waits until somebody asks
    from polima_desktop.services.papers.verifying import Verdict

FILES = "Slip (*.pdf *.png *.jpg *.jpeg)"
SHOWN = 3


class CheckDialog(dialogs.FormDialog):
    """One field for a code or a file's path, with a button that chooses a file."""

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        super().__init__(parent, "Periksa keaslian slip", "Periksa", self._check)
        self._settings = settings
        self.code = QLineEdit()
        self.code.setPlaceholderText("K7QD-M2XA-94FH")
        self.form.add("code", Field("Kode di bawah slip, atau berkasnya", self.code, required=True))
        row = QHBoxLayout()
        row.addWidget(Button("Pilih berkas", "lampir", self._choose))
        row.addStretch(1)
        self.body.insertLayout(1, row)

    @property
    def text(self) -> str:
        """What was typed or chosen."""
        return self.code.text().strip()

    def _choose(self) -> None:
        path = dialogs.open_file(self, self._settings, "Berkas slip", FILES)
        if path is not None:
            self.code.setText(str(path))

    def _check(self) -> dict[str, str]:
        return {} if self.text else {"code": "Kode belum diisi. Ketik 12 huruf dan angkanya."}


def words(verdicts: list[Verdict]) -> tuple[str, str, str]:
    """Give kind, bold words and text for the message bar."""
    wrong = [verdict for verdict in verdicts if not verdict.genuine]
    if not wrong and len(verdicts) == 1:
        return "ok", "Slip ini asli.", verdicts[0].words
    if not wrong:
        return "ok", f"Semua {len(verdicts)} slip asli.", verdicts[0].words
    kind = "bad" if any(verdict.outcome.verdict != "unsure" for verdict in wrong) else "warn"
    if len(verdicts) > 1:
        bold = f"{len(wrong)} dari {len(verdicts)} slip tidak terbukti asli."
    else:
        bold = _BOLD[wrong[0].outcome.verdict]
    return kind, bold, " ".join(_one(verdict) for verdict in wrong[:SHOWN])


_BOLD = {
    "unsure": "Keaslian slip ini tidak dapat dipastikan.",
    "replaced": "Slip ini sudah diganti.",
    "revoked": "Slip ini dicabut.",
    "false": "Slip ini palsu.",
}


def _one(verdict: Verdict) -> str:
    place = f"Halaman {verdict.page}: " if verdict.page else ""
    details = [f"{d.field}: tertulis {d.seen}, yang benar {d.signed}" for d in verdict.differences]
    details += [f"Berkas: {fault}" for fault in verdict.faults]
    return f"{place}{verdict.words}" + "".join(f" {detail}." for detail in details)
