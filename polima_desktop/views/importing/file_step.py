"""First step: which file, of what kind, from whom, valid since when; and the imports before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from polima_desktop import formatting
from polima_desktop.services.importing.words import KIND_LABELS, SOURCES
from polima_desktop.views.paint import Badge
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Button, Field, Sheet, label
from polima_desktop.views.widgets.choices import Choice, DayBox

if TYPE_CHECKING:
    from polima_desktop.storage.importing.batches import Batch

DATED = frozenset({"units", "employees"})


class FileStep(QWidget):
    """Asks for the file and how to take it."""

    def __init__(
        self,
        kinds: list[str],
        kind: str,
        sources: list[str],
        month: date,
        choose: Callable[[], Path | None],
        undo: Callable[[int], object],
        template: Callable[[str], object],
    ) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.path = QLineEdit()
        self.path.setPlaceholderText("Lokasi berkas xlsx, xls, ods, csv, atau txt")
        self.choose = Button("Pilih berkas…", "lampir", lambda: self._chosen(choose()))
        self.file_field = Field("&Berkas", self._with_button())
        self.file_field.caption.setBuddy(self.path)
        self.path.setAccessibleName("Berkas")
        self.kind, self.source = Choice(), Choice()
        self.template = Button(
            "Unduh format isian", "ekspor", lambda: template(self.kind.currentData())
        )
        self.template.setAutoDefault(False)
        for code in kinds:
            self.kind.addItem(KIND_LABELS[code], code)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        for code in sources:
            self.source.addItem(SOURCES[code], code)
        self.dated = QCheckBox("Perubahan berlaku &sejak")
        self.since = DayBox(QDate(month.year, month.month, month.day))
        self.since.setDisplayFormat("dd-MM-yyyy")
        self.since.setCalendarPopup(True)
        self.since.setAccessibleName("Berlaku sejak")
        self.history = History(undo)
        self.spelling = QCheckBox("Ubah juga yang hanya beda &huruf besar-kecil atau spasi")
        self.whole_days = QCheckBox("Berkas memuat laporan sehari &penuh: ganti yang tersimpan")
        self._lay_out(month)
        self.kind.currentIndexChanged.connect(self._show_what_applies)
        self.dated.toggled.connect(self.since.setEnabled)
        self._show_what_applies()

    def _with_button(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        return box

    def _lay_out(self, month: date) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label("Daftar mana yang diimpor?", "record"))
        column.addWidget(self.file_field)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.source_field = Field("&Sumber daftar", self.source)
        row.addWidget(Field("&Jenis daftar", self.kind), 1)
        row.addWidget(self.source_field, 1)
        row.addWidget(self.template, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.since_row = QWidget()
        line = QHBoxLayout(self.since_row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.dated)
        line.addWidget(self.since)
        line.addWidget(
            label(
                f"Tanpa tanggal: sejak TMT di berkas, selain itu {formatting.day(month)}.",
                "label",
                "second",
                wrap=True,
            ),
            1,
        )
        column.addWidget(self.since_row)
        column.addWidget(self.spelling)
        column.addWidget(self.whole_days)
        column.addWidget(self.history, 1)

    def _show_what_applies(self) -> None:
        kind = self.kind.currentData()
        self.source_field.setVisible(kind == "employees")
        self.since_row.setVisible(kind in DATED)
        self.spelling.setVisible(kind == "employees")
        self.whole_days.setVisible(kind == "activities")
        self.since.setEnabled(self.dated.isChecked())

    def _chosen(self, path: Path | None) -> None:
        if path is not None:
            self.path.setText(str(path))
            self.file_field.set_error("")

    @property
    def chosen_path(self) -> Path | None:
        """The file named, or None."""
        text = self.path.text().strip()
        return Path(text).expanduser() if text else None

    @property
    def chosen_source(self) -> str:
        """Whose list it is."""
        employees = self.kind.currentData() == "employees"
        return str(self.source.currentData()) if employees else "bkpsdm"

    @property
    def valid_from(self) -> date | None:
        """The day named, or None."""
        if self.kind.currentData() not in DATED or not self.dated.isChecked():
            return None
        day = self.since.date()
        return date(day.year(), day.month(), day.day())

    def check(self) -> bool:
        """Show what is missing; tell whether nothing is."""
        missing = self.chosen_path is None
        self.file_field.set_error("Berkas belum dipilih." if missing else "")
        if missing:
            self.path.setFocus(Qt.FocusReason.OtherFocusReason)
        return not missing

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a dropped file."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Name the dropped file."""
        self._chosen(Path(event.mimeData().urls()[0].toLocalFile()))


class History(Sheet):
    """The imports before, newest first, each of which can be taken back."""

    def __init__(self, undo: Callable[[int], object]) -> None:
        super().__init__("Impor terakhir")
        self.table = DataTable(
            [
                Column("id", "No", 0, width=48, right=True),
                Column("when", "Waktu", 1, _when, width=150),
                Column("kind", "Jenis", 2, width=130),
                Column("file", "Berkas", 3, stretch=True),
                Column("who", "Oleh", 4, width=110, tone="second"),
                Column("state", "Keadaan", 5, width=110, badge=_state),
            ],
            "Impor terakhir",
        )
        self.undo = Button(
            "Urungkan impor", "urung", lambda: self._undo(undo), quiet=True, low=True
        )
        self.undo.setEnabled(False)
        self.add_to_head(self.undo)
        self.add(self.table, 1)
        self.setMinimumHeight(150)
        self.table.current_changed.connect(self._offer)

    def set_batches(self, batches: list[Batch]) -> None:
        """Show the batches of the store."""
        self.table.set_rows(
            (b.id, b.applied_at, _kind(b), b.file_name, b.applied_by, b.undone_at) for b in batches
        )
        self._offer()

    def _offer(self, *_: object) -> None:
        row = self.table.current_row()
        self.undo.setEnabled(row is not None and row[5] is None)

    def _undo(self, undo: Callable[[int], object]) -> None:
        if (key := self.table.current_key()) is not None:
            undo(key)


def _when(moment: datetime) -> str:
    here = moment.astimezone(formatting.WITA)
    return f"{formatting.short_date(here.date())}, {here:%H.%M}"


def _kind(batch: Batch) -> str:
    words = KIND_LABELS.get(batch.kind, batch.kind)
    return f"{words} (Kominfo)" if batch.source == "kominfo" else words


def _state(row: tuple[object, ...]) -> Badge:
    return Badge("ok", "Berlaku") if row[5] is None else Badge("mute", "Diurungkan", "urung")
