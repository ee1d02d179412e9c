"""The last two steps: what will happen in numbers, and what did happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from polima_desktop.formatting import number
from polima_desktop.services.importing.words import KIND_NOUNS
from polima_desktop.views.widgets import Button, Note, SummaryBand, SummaryCell, clear_layout, label

if TYPE_CHECKING:
    from polima_desktop.services.importing.plan import Counts, ImportPlan, ImportResult


def _cells(counts: Counts) -> list[SummaryCell]:
    return [
        SummaryCell("Dibaca", number(counts.read)),
        SummaryCell("Baru", number(counts.new)),
        SummaryCell("Berubah", number(counts.changed)),
        SummaryCell("Tetap", number(counts.unchanged)),
        SummaryCell("Ditolak", number(counts.rejected), tone="bad" if counts.rejected else ""),
    ]


class SummaryStep(QWidget):
    """Says in numbers what will happen."""

    def __init__(self) -> None:
        super().__init__()
        self.heading = label("", "record", wrap=True)
        self.band = SummaryBand()
        self.notes = QVBoxLayout()
        self.notes.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.band)
        column.addLayout(self.notes)
        column.addStretch(1)

    def set_plan(self, plan: ImportPlan) -> None:
        """Show a plan."""
        counts = plan.counts
        self.heading.setText(
            f"{number(counts.read)} dibaca, {number(counts.accepted)} diterima, "
            f"{number(counts.rejected)} ditolak"
        )
        self.band.set_cells(_cells(counts))
        clear_layout(self.notes)
        for note in _notes(plan):
            self.notes.addWidget(note)


def _notes(plan: ImportPlan) -> list[Note]:
    counts, noun = plan.counts, KIND_NOUNS[plan.kind]
    notes = []
    if plan.earlier is not None:
        words = f"Berkas yang sama sudah masuk sebagai impor {plan.earlier}."
        notes.append(Note("warn", words, "Baris yang sama tidak ditulis lagi."))
    if counts.new or counts.changed:
        words = f"{number(counts.new)} {noun} ditambahkan, {number(counts.changed)} diubah."
        notes.append(Note("info", words, "Semuanya ditulis sekaligus dan bisa diurungkan."))
    else:
        notes.append(Note("info", "Tidak ada yang baru atau berubah.", "Tidak ada yang ditulis."))
    notes += [Note("warn", notice, "") for notice in plan.notices]
    if plan.options.edits or plan.options.left_out:
        words = (
            f"{number(len(plan.options.edits))} sel dibetulkan, "
            f"{number(len(plan.options.left_out))} baris dilewati di sini."
        )
        notes.append(Note("info", words, "Berkas aslinya tidak diubah."))
    if plan.ignored:
        words = f"{number(len(plan.ignored))} kolom tidak dipakai."
        notes.append(Note("mute", words, ", ".join(plan.ignored)))
    if counts.warnings:
        words = f"{number(counts.warnings)} baris diterima dengan peringatan."
        notes.append(Note("warn", words, "Periksa di Pemeriksaan data pegawai sesudah impor."))
    if counts.rejected:
        words = f"{number(counts.rejected)} baris ditolak dan tidak ditulis."
        advice = "Sesudah impor, simpan sebagai buku kerja untuk dibetulkan pengirim."
        notes.append(Note("bad", words, advice))
    return notes


class ResultStep(QWidget):
    """Says what was written; gives the rejected rows and the way back."""

    def __init__(self, save_rejected: Callable[[], object], undo: Callable[[], object]) -> None:
        super().__init__()
        self.heading = label("", "record", wrap=True)
        self.sentence = label("", "body", "second", wrap=True)
        self.band = SummaryBand()
        self.rejected = Button("Simpan baris ditolak…", "ekspor", save_rejected)
        self.undo = Button("Urungkan impor ini", "urung", undo)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setAlignment(Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.rejected)
        row.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addWidget(self.band)
        column.addLayout(row)
        column.addStretch(1)

    def set_result(self, plan: ImportPlan, result: ImportResult) -> None:
        """Show what was applied."""
        counts = result.counts
        written = counts.new + counts.changed
        if result.batch is None:
            self.heading.setText("Tidak ada yang ditulis")
            self.sentence.setText("Semua baris yang diterima sudah sama dengan data yang ada.")
        else:
            self.heading.setText(f"Impor {result.batch} selesai: {number(written)} baris ditulis")
            self.sentence.setText(f"Dari {plan.file_name}. Jejak audit mencatat impor ini.")
        self.band.set_cells(_cells(counts))
        self.rejected.setText(f"Simpan {number(counts.rejected)} baris ditolak…")
        self.rejected.setVisible(counts.rejected > 0)
        self.undo.setVisible(result.batch is not None)

    def set_undone(self, batch: int) -> None:
        """Say that it was taken back."""
        self.heading.setText(f"Impor {batch} diurungkan")
        self.sentence.setText("Data kembali seperti sebelum impor.")
        self.undo.hide()
