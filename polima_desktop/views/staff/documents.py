"""The tab of a person's papers: a list, and the acts attach, save a copy, take out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.errors import PolimaError
from polima_desktop.services.staff import documents
from polima_desktop.storage.staff.documents import Document
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import ANY, open_file, save_file
from polima_desktop.views.staff.dialogs import ask_name
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button

_FILES = "Dokumen (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.docx *.xlsx)"


class DocumentsTab(QWidget):
    """A person's papers; errors go to whoever shows them."""

    def __init__(
        self, context: Context, person_id: int, on_error: Callable[[PolimaError], None]
    ) -> None:
        super().__init__()
        self.context, self.person_id, self._on_error = context, person_id, on_error
        self.table = DataTable(_columns(), "Dokumen pegawai")
        self.table.opened.connect(lambda _key: self.save_copy())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, icon, act in (
            ("Lampirkan berkas", "lampir", self.attach),
            ("Simpan salinan", "ekspor", self.save_copy),
            ("Keluarkan dari daftar", "silang", self.withdraw),
        ):
            button = Button(text, icon, act)
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.load()

    def load(self) -> None:
        """Read the list."""
        session, person = self.context.session, self.person_id
        self.context.jobs.run(lambda _progress: documents.listed(session, person)).success(
            self.table.set_rows
        ).failure(self._on_error)

    def attach(self) -> None:
        """Ask for a file and a title, and keep both."""
        path = open_file(self, self.context.settings, "Lampirkan berkas", _FILES)
        title = ask_name(self, "Lampirkan berkas", "Judul dokumen", "Lampirkan") if path else ""
        if path is not None and title:
            self.attach_file(path, title)

    def attach_file(self, path: Path, title: str) -> None:
        """Keep a file under a title."""
        session, person = self.context.session, self.person_id
        self._run(lambda _progress: documents.attach(session, person, title, path))

    def save_copy(self) -> None:
        """Write the paper under the cursor to a file."""
        chosen = self._current()
        if chosen is None:
            return
        path = save_file(self, self.context.settings, "Simpan salinan", chosen.file_name, ANY)
        if path is not None:
            session = self.context.session
            self._run(lambda _progress: documents.save_copy(session, chosen, path))

    def withdraw(self) -> None:
        """Take the paper under the cursor out of the list."""
        chosen = self._current()
        if chosen is not None:
            session, person = self.context.session, self.person_id
            self._run(lambda _progress: documents.withdraw(session, person, chosen))

    def _run(self, work: Callable[..., object]) -> None:
        job = self.context.jobs.run(work, writes=True)
        job.success(lambda _result: self.load()).failure(self._on_error)

    def _current(self) -> Document | None:
        row = self.table.current_row()
        return row if isinstance(row, Document) else None


def _columns() -> list[Column]:
    place = Document._fields.index
    return [
        Column("title", "Judul", place("title"), tone="medium", width=220, stretch=True),
        Column("file", "Berkas", place("file_name"), tone="second", width=160, stretch=True),
        Column("size", "Ukuran", place("size"), text=_size, right=True, width=80),
        Column("when", "Dilampirkan", place("added_at"), text=formatting.moment, width=150),
        Column("who", "Oleh", place("added_by"), tone="second", width=90),
    ]


def _size(size: int) -> str:
    return f"{formatting.number(max(size // 1024, 1))} KB"
