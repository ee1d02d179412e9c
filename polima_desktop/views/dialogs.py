"""Questions to the user: confirmation with the number in the button, reasons, forms, files.

A dialog is for loss or money, or for a form; everything else is said in the page's bar.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QPlainTextEdit,
    QWidget,
)

from polima_desktop.views.file_dialog import ask_files, ask_folder, ask_target
from polima_desktop.views.modal import Dialog, confirm
from polima_desktop.views.settings import Settings
from polima_desktop.views.theme import font
from polima_desktop.views.widgets.fields import Field, Form
from polima_desktop.views.widgets.text import label

__all__ = [
    "ANY",
    "LISTS",
    "PDF",
    "READ_WORKBOOKS",
    "WORKBOOKS",
    "CrashDialog",
    "Dialog",
    "FormDialog",
    "ask_reason",
    "confirm",
    "file_name",
    "open_file",
    "open_files",
    "open_folder",
    "save_file",
]

WORKBOOKS = "Buku kerja (*.xlsx)"
"""What is written: no other kind of workbook."""
READ_WORKBOOKS = "Buku kerja (*.xlsx *.xls *.ods)"
LISTS = "Daftar (*.xlsx *.xls *.ods *.csv *.txt)"
PDF = "PDF (*.pdf)"
ANY = "Semua berkas (*)"


class FormDialog(Dialog):
    """A dialog around a form; ``check`` gives the errors by field, and only none lets it close."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        verb: str,
        check: Callable[[], dict[str, str]] = dict,
    ) -> None:
        super().__init__(parent, title, verb)
        self.form, self.check = Form(), check
        self.body.addWidget(self.form)
        self.body.addStretch(1)

    def accept(self) -> None:
        """Close with success if no field is wrong."""
        if self.form.show_errors(self.check()):
            super().accept()


def ask_reason(
    parent: QWidget | None,
    title: str,
    name: str,
    verb: str,
    *,
    required: bool = True,
    note: str = "",
) -> str | None:
    """Ask for a reason in words, under a ``note`` of what it is for; ``None``: turned back."""
    text = QPlainTextEdit()
    text.setFixedHeight(84)
    text.setTabChangesFocus(True)

    def check() -> dict[str, str]:
        empty = required and not text.toPlainText().strip()
        return {"reason": "Alasan belum ditulis. Tulis satu kalimat."} if empty else {}

    dialog = FormDialog(parent, title, verb, check)
    if note:
        dialog.body.insertWidget(0, label(note, "body", wrap=True))
    dialog.form.add("reason", Field(name, text, required=required))
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return text.toPlainText().strip()


def open_file(
    parent: QWidget | None, settings: Settings, title: str, kinds: str = LISTS
) -> Path | None:
    """Let the user choose a file to read; the folder is remembered."""
    folder = _folder(settings, "folder/open")
    return _first(settings, "folder/open", ask_files(parent, title, folder, f"{kinds};;{ANY}"))


def open_files(
    parent: QWidget | None, settings: Settings, title: str, kinds: str = LISTS
) -> list[Path]:
    """Let the user choose several files to read."""
    folder = _folder(settings, "folder/open")
    paths = ask_files(parent, title, folder, f"{kinds};;{ANY}", many=True)
    _first(settings, "folder/open", paths)
    return paths


def save_file(
    parent: QWidget | None, settings: Settings, title: str, proposal: str, kinds: str
) -> Path | None:
    """Let the user choose where to write; ``proposal`` is the file's name with its ending.

    Only an ending of ``kinds`` comes back: after another one that was typed stands the proposal's.
    """
    place = _folder(settings, "folder/save") / proposal
    return _first(settings, "folder/save", ask_target(parent, title, place, kinds))


def open_folder(parent: QWidget | None, settings: Settings, title: str) -> Path | None:
    """Let the user choose a folder."""
    return next(iter(ask_folder(parent, title, _folder(settings, "folder/save"))), None)


def file_name(ending: str, *held: str) -> str:
    """Make a file's name of what it holds: ``slip-2021-02-sd-negeri-2-wameo.pdf``."""
    parts = [re.sub(r"[^\w]+", "-", words.casefold()).strip("-")[:48] for words in held]
    return f"{'-'.join(part for part in parts if part)}.{ending}"


def _folder(settings: Settings, key: str) -> Path:
    return Path(str(settings.get(key, str(Path.home()))))


def _first(settings: Settings, key: str, paths: list[Path]) -> Path | None:
    """Give the first of the chosen paths; its folder is remembered."""
    if not paths:
        return None
    settings.put(key, str(paths[0].parent))
    return paths[0]


class CrashDialog(Dialog):
    """A mistake of ours: what it means for the work, and the details to send to the maintainers."""

    def __init__(self, parent: QWidget | None, details: str, fate: str) -> None:
        super().__init__(parent, "Kesalahan di dalam program", "Salin rincian", width=620)
        words = f"{fate} Salin rincian di bawah dan kirim kepada pengelola program."
        self.body.addWidget(label(words, "body", wrap=True))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setFont(font("mono"))
        self.details.setMinimumHeight(220)
        self.details.setAccessibleName("Rincian kesalahan")
        self.body.addWidget(self.details)
        self.cancel.setText("Tutup")

    def accept(self) -> None:
        """Copy the details; the dialog stays open so that they can be read."""
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.verb.setText("Sudah disalin")
