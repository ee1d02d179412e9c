"""Dialogs name the act and the number, ask for what is missing, and remember the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from polima_desktop.views import dialogs
from polima_desktop.views.dialogs import CrashDialog, Dialog, FormDialog
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets import Field
from tests.views.file_dialogs import when_asked


def when_open(act: Callable[[Dialog], None]) -> None:
    """Do something with the dialog as soon as it is open."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        act(dialog)

    QTimer.singleShot(0, later)


def press(dialog: Dialog, text: str) -> None:
    [button] = [b for b in dialog.findChildren(QPushButton) if b.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("button", "answer"), [("Kunci 2.858 slip", True), ("Batal", False)])
def test_a_confirmation_has_the_number_in_its_button(
    qapp: QApplication,
    button: str,
    answer: bool,
) -> None:
    when_open(lambda dialog: press(dialog, button))
    loss = "2.858 slip tidak bisa diubah lagi."
    assert dialogs.confirm(None, "Kunci Januari 2021?", loss, "Kunci 2.858 slip") is answer


def test_escape_is_a_no(qapp: QApplication) -> None:
    when_open(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert dialogs.confirm(None, "Tutup?", "Hilang.", "Tutup") is False


def test_a_reason_is_asked_for_until_it_is_written(qapp: QApplication) -> None:
    seen: list[str] = []

    def act(dialog: Dialog) -> None:
        assert isinstance(dialog, FormDialog)
        press(dialog, "Tolak klaim")
        seen.append(dialog.form.fields["reason"].error)
        [text] = dialog.findChildren(QPlainTextEdit)
        QTest.keyClicks(text, "Tanpa bukti")
        press(dialog, "Tolak klaim")

    when_open(act)
    answer = dialogs.ask_reason(None, "Tolak klaim ini?", "&Alasan", "Tolak klaim")
    assert seen == ["Alasan belum ditulis. Tulis satu kalimat."]
    assert answer == "Tanpa bukti"


def test_a_form_shows_errors_at_their_fields_and_goes_to_the_first(
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    name, nip = QLineEdit(), QLineEdit()
    dialog = FormDialog(None, "Ubah", "Simpan", lambda: {"nip": "NIP 17 angka. Tambah satu."})
    qtbot.addWidget(dialog)
    dialog.form.add("name", Field("&Nama", name, required=True))
    dialog.form.add("nip", Field("N&IP", nip))
    dialog.show()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.form.fields["nip"].error == "NIP 17 angka. Tambah satu."
    assert nip.property("wrong") is True
    assert not name.property("wrong")
    assert dialog.focusWidget() is nip
    assert nip.accessibleDescription() == "NIP 17 angka. Tambah satu."


def test_a_field_names_its_input_and_says_what_is_required(
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    editor = QLineEdit()
    field = Field("&Nama", editor, required=True)
    qtbot.addWidget(field)
    assert field.caption.text() == "&Nama (wajib)"
    assert field.caption.buddy() is editor
    assert editor.accessibleName() == "Nama"


def test_the_folder_of_a_file_is_remembered(
    qapp: QApplication, settings: Settings, tmp_path: Path
) -> None:
    asked: list[str] = []
    (tmp_path / "duk.xlsx").touch()
    for _ in range(2):
        when_asked(tmp_path / "duk.xlsx", lambda dialog: asked.append(dialog.directory().path()))
        found = dialogs.open_file(None, settings, "Impor daftar")
    assert found == tmp_path / "duk.xlsx"
    assert asked == [str(Path.home()), str(tmp_path)]


def test_turning_back_from_choosing_a_file_is_nothing(
    qapp: QApplication, settings: Settings
) -> None:
    when_asked(None)
    assert dialogs.save_file(None, settings, "Simpan", "slip.pdf", dialogs.PDF) is None


def test_a_saved_file_gets_its_ending(
    qapp: QApplication, settings: Settings, tmp_path: Path
) -> None:
    names: list[str] = []
    settings.put("folder/save", str(tmp_path))
    when_asked("slip", lambda dialog: names.extend(dialog.selectedFiles()))
    found = dialogs.save_file(None, settings, "Simpan", "x.pdf", dialogs.PDF)
    assert (found, names) == (tmp_path / "slip.pdf", [str(tmp_path / "x.pdf")])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("slip.ods", "slip.ods.xlsx"),
        ("slip 1.2", "slip 1.2.xlsx"),
        ("slip.XLSX", "slip.XLSX"),
        ("slip.csv", "slip.csv"),
    ],
)
def test_only_what_is_written_comes_back(
    qapp: QApplication, settings: Settings, tmp_path: Path, typed: str, written: str
) -> None:
    settings.put("folder/save", str(tmp_path))
    when_asked(typed)
    kinds = f"{dialogs.WORKBOOKS};;CSV (*.csv)"
    found = dialogs.save_file(None, settings, "Simpan", "x.xlsx", kinds)
    assert found == tmp_path / written


def test_a_file_name_says_what_the_file_holds() -> None:
    held = ("daftar pembayaran", "2021-02", "SD Negeri 2 Wameo (Kec. Batupoaro)")
    name = "daftar-pembayaran-2021-02-sd-negeri-2-wameo-kec-batupoaro.pdf"
    assert dialogs.file_name("pdf", *held) == name


def test_the_details_of_a_mistake_can_be_copied(qapp: QApplication, qtbot: QtBot) -> None:
    dialog = CrashDialog(None, "Traceback: ZeroDivisionError", "Mungkin sudah tersimpan.")
    qtbot.addWidget(dialog)
    dialog.show()
    press(dialog, "Salin rincian")
    assert QGuiApplication.clipboard().text() == "Traceback: ZeroDivisionError"
    assert dialog.isVisible()
