"""Answers the file dialog as a person does: types a name and presses Enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from polima_desktop.views.file_dialog import FileDialog


def when_asked(
    answer: Path | str | None, look: Callable[[FileDialog], object] = lambda _dialog: None
) -> None:
    """Choose a file as soon as a dialog asks for one, or turn back; ``look`` sees it before."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FileDialog)
        look(dialog)
        if answer is None:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
            return
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(name, QLineEdit)
        name.setText(str(answer))
        QTest.keyClick(name, Qt.Key.Key_Return)

    QTimer.singleShot(0, act)
