"""Hands for the page Bobot & Indeks: what the organisation bureau sees, types and presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.rules.page import BobotPage
from polima_desktop.views.tables.grid import EditGrid


def fill(**texts: str) -> Callable[[Dialog], None]:
    """Type into a dialog's fields by name and press its filled button."""

    def act(dialog: Dialog) -> None:
        for name, text in texts.items():
            field = dialog.findChild(QLineEdit, name)
            assert field is not None, name
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, text)
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        if dialog.isVisible():
            dialog.reject()

    return act


class BobotObject:
    """The page in words."""

    def __init__(self, page: BobotPage) -> None:
        self.page = page

    # ── seeing ────────────────────────────────────────────────────────────────────────────

    @property
    def step(self) -> str:
        """The sentence under the title."""
        return self.page.next_step.full

    @property
    def message(self) -> str:
        """What the message bar says."""
        message = self.page.notices.messages.message
        return f"{message.bold} {message.text}".strip() if message else ""

    @property
    def findings(self) -> list[str]:
        """The findings as they are listed."""
        rows = self.page.findings.list.rows_model
        return [str(rows.index(n, 0).data()) for n in range(rows.rowCount())]

    def cell(self, grid: EditGrid, key: object, column: str) -> str:
        """Read a cell."""
        model = grid.grid_model
        place = [c.key for c in model.columns].index(column)
        return str(model.index(model.place_of(key), place).data())

    # ── doing ─────────────────────────────────────────────────────────────────────────────

    def settle(self) -> None:
        """Let queued signals arrive and jobs end."""
        QApplication.processEvents()
        self.page.context.jobs.settle()
        QApplication.processEvents()

    def check_now(self) -> None:
        """Do not wait for the pause after typing."""
        self.settle()
        self.page.check()
        self.settle()

    def click(self, widget: QWidget) -> None:
        """Press a button with the mouse."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def type_cell(self, grid: EditGrid, key: object, column: str, text: str) -> None:
        """Click a cell, press Enter, type over it, press Enter."""
        model = grid.grid_model
        place = [c.key for c in model.columns].index(column)
        index = model.index(model.place_of(key), place)
        grid.scrollTo(index)
        at = grid.visualRect(index).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.keyClick(grid, Qt.Key.Key_Return)
        editor = grid.viewport().findChild(QLineEdit)
        assert editor is not None, "the cell cannot be edited"
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.settle()

    def show(self, tab: int) -> None:
        """Press one of the page's tabs."""
        bar = self.page.tabs.tabBar()
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(tab).center())
        self.settle()

    def type_weight(self, code: str, text: str) -> None:
        """Change an activity's weight and let it be checked."""
        self.show(0)
        self.type_cell(self.page.catalogue.grid, code, "weight", text)
        self.check_now()

    def type_formula(self, name: str, old: str, new: str) -> None:
        """Select a piece of a line's formula in the editor and type over it."""
        editor = self.page.lines.editor
        self.show(1)
        editor.go_to(name)
        block = editor.textCursor().block()
        cursor = editor.textCursor()
        cursor.setPosition(block.position() + block.text().index(old))
        cursor.setPosition(cursor.position() + len(old), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        QTest.keyClicks(editor, new)
        editor.take_over()
        self.check_now()

    def in_dialog(self, open_it: Callable[[], object], act: Callable[[Dialog], None]) -> None:
        """Open a modal dialog, act in it, and come back."""
        seen: list[Dialog] = []
        failed: list[BaseException] = []

        def find() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, Dialog)
            seen.append(dialog)
            try:
                act(dialog)
            except Exception as problem:  # noqa: BLE001 - told below; an open dialog waits for ever
                failed.append(problem)
            if dialog.isVisible():
                dialog.reject()

        QTimer.singleShot(0, find)
        open_it()
        if failed:
            raise failed[0]
        assert seen, "no dialog was opened"
        self.settle()

    def accept(self, open_it: Callable[[], object]) -> None:
        """Open a dialog and press its filled button."""

        def press(dialog: Dialog) -> None:
            QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
            if dialog.isVisible():
                dialog.reject()

        self.in_dialog(open_it, press)
