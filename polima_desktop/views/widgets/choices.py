"""Boxes to choose from that the mouse wheel only turns while they have the focus.

Scrolling a form must never change what stands in it: without the focus the wheel goes on to what
scrolls around the box. A test refuses Qt's own boxes anywhere else.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QSpinBox, QTabBar, QWidget


class Choice(QComboBox):
    """One out of a list."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # a parent, from a Designer file
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class DayBox(QDateEdit):
    """A day with its calendar."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[call-overload]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Go on at once where no day stands: Qt looks for its month and year, and stays."""
        if self.text() == self.specialValueText():
            return QWidget.focusNextPrevChild(self, forwards)
        return super().focusNextPrevChild(forwards)


class CountBox(QSpinBox):
    """A whole number."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(8, 0, 0, 0)  # the style sheet's padding is not for numbers

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TabWords(QTabBar):
    """The words of tabs: the wheel scrolls the page, it never changes the tab."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Bagian halaman")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
