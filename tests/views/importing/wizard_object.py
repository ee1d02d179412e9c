"""The page object of the import wizard: what a clerk sees, types and presses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from shiboken6 import isValid

from polima_desktop.views.context import Context
from polima_desktop.views.importing import open_wizard
from polima_desktop.views.importing.wizard import ImportWizard


class WizardDriver:
    """Drives the wizard with keys and clicks, and waits for its jobs."""

    def __init__(self, context: Context, kind: str = "employees") -> None:
        self.context = context
        self.page = QWidget()
        self.page.show()
        self.wizard: ImportWizard = open_wizard(self.page, context, kind)
        self.settle()

    @classmethod
    def of(cls, context: Context, wizard: ImportWizard) -> WizardDriver:
        """Drive a wizard that a page opened."""
        made = cls.__new__(cls)
        made.context, made.wizard, made.page = context, wizard, wizard.parentWidget()
        made.settle()
        return made

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.context.jobs.settle()
        QApplication.processEvents()

    def close(self) -> None:
        """Close everything."""
        self.settle()
        if isValid(self.wizard):
            self.wizard.close()
        self.page.close()
        self.page.deleteLater()
        QApplication.processEvents()

    def type_path(self, path: Path) -> None:
        """Type the file's path."""
        self.wizard.file.path.setFocus()
        self.wizard.file.path.selectAll()
        QTest.keyClicks(self.wizard.file.path, str(path))

    def press_next(self) -> None:
        """Click the filled button."""
        QTest.mouseClick(self.wizard.next, Qt.MouseButton.LeftButton)
        self.settle()

    def press_enter(self) -> None:
        """Press Enter: the filled button by keyboard."""
        QTest.keyClick(self.wizard, Qt.Key.Key_Return)
        self.settle()

    def enter_where_the_focus_is(self) -> None:
        """Press Enter in whatever has the focus."""
        QTest.keyClick(self.wizard.focusWidget() or self.wizard, Qt.Key.Key_Return)
        self.settle()

    def repair(self, text: str) -> None:
        """Type over the first cell offered for repair, and press Enter."""
        field = self.wizard.preview.repairs[0]
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def press_back(self) -> None:
        """Click Kembali."""
        QTest.mouseClick(self.wizard.back, Qt.MouseButton.LeftButton)
        self.settle()

    def words(self) -> str:
        """Give everything the step says."""
        labels = self.wizard.steps.currentWidget().findChildren(QLabel)
        return " ".join(one.text() for one in labels)

    def message(self) -> str:
        """Give the message in the bar, empty if none."""
        message = self.wizard.notices.messages.message
        return f"{message.bold} {message.text}".strip() if message else ""

    def shown(self) -> list[tuple[int, str]]:
        """Give row number and verdict of the rows in the preview."""
        return [(row.row, row.outcome) for row in self.wizard.preview.table.rows_model.rows]

    def in_dialog(self, act: Callable[[], object], then: Callable[[QDialog], None]) -> None:
        """Do something that opens a dialog, and answer the dialog."""

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QDialog)
            then(dialog)

        QTimer.singleShot(50, answer)
        act()
        self.settle()

    def reload_history(self) -> None:
        """Open the wizard anew: its list of imports is read again."""
        self.wizard.close()
        self.wizard = open_wizard(self.page, self.context, "employees")
        self.settle()
