"""The papers of a ruling: what is attached, one more, a copy of one. Writing is ``acts``'."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.storage.reconciliation.documents import Paper
from polima_desktop.views.dialogs import ANY, Dialog, open_file, save_file
from polima_desktop.views.settings import Settings
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button

FILES = "Dokumen (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.docx *.xlsx)"


class ProofDialog(Dialog):
    """Lists papers; closes with ``attached`` (a file to keep) or ``copy`` (where one goes)."""

    def __init__(
        self,
        parent: QWidget | None,
        settings: Settings,
        title: str,
        papers: Sequence[Paper],
        *,
        may_attach: bool,
    ) -> None:
        super().__init__(parent, title, "Tutup", width=640)
        self.cancel.hide()
        self._settings = settings
        self.attached: Path | None = None
        self.copy: tuple[Paper, Path] | None = None
        self.table = DataTable(_columns(), "Berkas bukti putusan")
        self.table.setMinimumHeight(28 + 5 * 29)
        self.table.set_rows(list(papers))
        self.table.select_place(0)
        self.table.opened.connect(lambda _key: self.save_copy())
        self.body.addWidget(self.table, 1)
        self.add = Button("Lampirkan berkas…", "lampir", self.attach)
        self.add.setVisible(may_attach)
        self.save = Button("Simpan salinan…", "ekspor", self.save_copy)
        self.save.setEnabled(bool(papers))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.add, self.save):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def attach(self) -> None:
        """Ask for a file to keep."""
        path = open_file(self, self._settings, "Lampirkan berkas", FILES)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Close with a file to keep."""
        self.attached = path
        self.accept()

    def save_copy(self) -> None:
        """Ask where a copy of the paper under the cursor goes."""
        paper = self.table.current_row()
        if not isinstance(paper, Paper):
            return
        path = save_file(self, self._settings, "Simpan salinan", paper.file_name, ANY)
        if path is not None:
            self.copy = paper, path
            self.accept()


def _columns() -> list[Column]:
    place = Paper._fields.index
    return [
        Column("file", "Berkas", place("file_name"), tone="medium", width=240, stretch=True),
        Column("size", "Ukuran", place("size"), text=_size, right=True, width=80),
        Column("when", "Dilampirkan", place("added_at"), text=formatting.moment, width=196),
        Column("who", "Oleh", place("added_by"), tone="second", width=90),
    ]


def _size(size: int) -> str:
    return f"{formatting.number(max(size // 1024, 1))} KB"
