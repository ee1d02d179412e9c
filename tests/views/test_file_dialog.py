"""Qt's own file dialog speaks Indonesian: whatever it shows, and what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLabel,
    QWidget,
)

from polima_desktop.app import make_application
from polima_desktop.views.file_dialog import FileDialog, Mode

VISIBLE = {
    "Batal", "Berkas", "Buat folder baru", "Buka", "Daftar tempat dan penanda", "Diubah", "Folder",
    "Folder baru", "Folder induk", "Folder:", "Ganti nama", "Hapus", "Jenis", "Jenis berkas:",
    "Ke folder induk", "Kembali", "Kembali ke folder sebelumnya", "Komputer", "Lihat di:", "Maju",
    "Maju ke folder berikutnya", "Nama", "Nama berkas:", "Pilih", "Semua berkas (*)", "Simpan",
    "Tampilan daftar", "Tampilan rinci", "Tampilkan Diubah", "Tampilkan Jenis",
    "Tampilkan Ukuran", "Tampilkan berkas tersembunyi", "Tampilkan dengan rincian",
    "Tampilkan sebagai daftar", "Tempat", "Ukuran",
}  # fmt: skip
"""Every text the dialog shows or tells a screen reader, but for names of files and folders."""


@pytest.fixture(params=[(Mode.ExistingFile, False), (Mode.AnyFile, True), (Mode.Directory, False)])
def dialog(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FileDialog]:
    make_application()
    mode, saving = request.param
    (tmp_path / "daftar").mkdir()
    made = FileDialog(None, "Pilih", mode, saving=saving)
    made.setViewMode(QFileDialog.ViewMode.Detail)
    made.setDirectory(str(tmp_path))
    made.show()
    QCoreApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def texts(dialog: QWidget) -> Iterator[str]:
    for widget in dialog.findChildren(QWidget):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QAbstractButton | QLabel):
            yield widget.text()
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            for place in range(model.columnCount()):
                yield str(model.headerData(place, Qt.Orientation.Horizontal))
        if isinstance(widget, QComboBox) and widget.objectName() == "fileTypeCombo":
            yield from (widget.itemText(place) for place in range(widget.count()))
    yield from (action.text() for action in dialog.findChildren(QAction))


def test_whatever_the_dialog_shows_is_indonesian(dialog: FileDialog) -> None:
    shown = {text.replace("&", "").strip() for text in texts(dialog)} - {"", "1"}
    assert shown - VISIBLE == set()
    assert {"Batal", "Lihat di:", "Nama", "Ukuran"} <= shown


@pytest.mark.parametrize(
    "text",
    [
        "%1 already exists.\nDo you want to replace it?",
        "%1\nFile not found.\nPlease verify the correct file name was given.",
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.",
        "'%1' is write protected.\nDo you want to delete it anyway?",
        "Are you sure you want to delete '%1'?",
        "Could not delete directory.",
        "Recent Places",
        "Remove",
    ],
)
def test_what_the_dialog_asks_is_indonesian(text: str) -> None:
    make_application()
    assert QCoreApplication.translate("QFileDialog", text) != text
