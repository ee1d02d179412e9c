"""Hands for the page Perhitungan: what finance sees and presses.

With ``POLIMA_PICTURES=FOLDER`` every step and every dialog is kept there as a picture, to be
looked at by somebody.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.months.page import PerhitunganPage

_ALBUM, _NUMBERS = os.environ.get("POLIMA_PICTURES"), count(1)


def keep(widget: QWidget) -> None:
    """Keep a picture of a step, where somebody wants to look at it."""
    if _ALBUM is not None:
        name = f"{next(_NUMBERS):03d}-{type(widget).__name__}.png"
        widget.grab().save(str(Path(_ALBUM) / name))


class MonthObject:
    """The page in words: ``steps``, ``slips``, ``origin``; ``press``, ``choose``, ``answer``."""

    def __init__(self, page: PerhitunganPage) -> None:
        self.page = page

    # ── seeing ────────────────────────────────────────────────────────────────────────────

    @property
    def steps(self) -> list[str]:
        """The path's steps as words, each with its state."""
        return [f"{step.title}: {step.state}" for step in self.page.path.steps]

    @property
    def sentence(self) -> str:
        """The next step in words."""
        return self.page.next_step.full

    @property
    def primary(self) -> str:
        """The words of the one filled button that is seen, empty if there is none."""
        seen = [b for b in (self.page.primary, self.page.act) if b.isVisible()]
        assert len(seen) <= 1
        return seen[0].text() if seen else ""

    @property
    def slips(self) -> list[str]:
        """The table's rows as a screen reader says them."""
        model = self.page.slips.table.rows_model
        return [
            " | ".join(
                str(model.index(row, column).data()) for column in range(model.columnCount())
            )
            for row in range(model.rowCount())
        ]

    @property
    def concerns(self) -> dict[str, int]:
        """The groups of exceptions with their counts."""
        desk = self.page.shown.desk
        assert desk is not None
        return {concern.label: concern.people for concern in desk.concerns}

    @property
    def origin(self) -> dict[str, str]:
        """The origin tree: the last amount seen under each title."""
        found: dict[str, str] = {}
        model = self.page.origin.tree.model()

        def walk(parent: QModelIndex) -> None:
            for row in range(model.rowCount(parent)):
                index = model.index(row, 0, parent)
                title, _, amount = str(index.data()).rpartition(": ")
                found[title] = amount
                walk(index)

        walk(QModelIndex())
        return found

    @property
    def proof(self) -> str:
        """What the badge over the tree says."""
        badge = self.page.origin.badge.badge
        return badge.text if badge else ""

    @property
    def message(self) -> str:
        """What the message bar says."""
        message = self.page.notices.messages.message
        return f"{message.bold} {message.text}".strip() if message else ""

    # ── doing ─────────────────────────────────────────────────────────────────────────────

    def press(self, widget: QWidget | None = None) -> None:
        """Press a button with the mouse; without one, the filled one."""
        seen = self.page.primary if self.page.primary.isVisible() else self.page.act
        QTest.mouseClick(widget or seen, Qt.MouseButton.LeftButton)
        self.settle()
        keep(self.page)

    def press_with(self, answer: Callable[[Dialog], object], widget: QWidget | None = None) -> str:
        """Press a button whose act asks first, at once or after looking something up.

        Give the words of the filled button there.
        """
        verbs: list[str] = []
        waiting = QTimer()

        def meet() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, Dialog):
                waiting.stop()
                verbs.append(dialog.verb.text())
                keep(dialog)
                answer(dialog)

        waiting.timeout.connect(meet)
        waiting.start(5)
        self.press(widget)
        waiting.stop()
        return verbs[0]

    def act(self, action: QAction, *answers: Callable[[Dialog], object]) -> None:
        """Choose an act of the menu that asks something, and answer each dialog in turn."""
        waiting, left, met = QTimer(), list(answers), list[Dialog]()

        def meet() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, Dialog) and dialog not in met:
                met.append(dialog)
                answer = left.pop(0)
                if not left:
                    waiting.stop()
                keep(dialog)
                answer(dialog)

        waiting.timeout.connect(meet)
        waiting.start(5)
        action.trigger()
        self.settle()
        waiting.stop()
        keep(self.page)

    def choose(self, concern: str) -> None:
        """Tick a group of exceptions in the filter's list, or let go of it."""
        button = self.page.slips.group
        line = next(
            place for place in range(button.ticks.count())
            if button.ticks.item(place).text().startswith(concern)
        )  # fmt: skip
        box = button.ticks.visualItemRect(button.ticks.item(line))
        QTest.mouseClick(button.ticks.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        self.settle()

    def click_row(self, place: int) -> None:
        """Click a slip."""
        table = self.page.slips.table
        box = table.visualRect(table.rows_model.index(place, 0))
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        self.settle()

    def key(self, widget: QWidget, key: Qt.Key) -> None:
        """Press a key in a widget."""
        QTest.keyClick(widget, key)
        self.settle()

    def walk_to(self, title: str) -> None:
        """Go down the origin tree with the arrow until an input of that title."""
        tree = self.page.origin.tree
        for _ in range(200):
            node = tree.current_node()
            if node is not None and node.title == title and not node.parts:
                return
            self.key(tree, Qt.Key.Key_Down)
        raise AssertionError(f"no {title} in the tree")

    def search(self, text: str) -> None:
        """Search and wait for the answer."""
        self.page.slips.finder.clear()
        QTest.keyClicks(self.page.slips.finder, text)
        self.key(self.page.slips.finder, Qt.Key.Key_Return)

    def settle(self) -> None:
        """Let all work end and everything be drawn."""
        for _ in range(3):
            self.page.context.jobs.settle()
            QApplication.processEvents()


def yes(dialog: Dialog) -> None:
    """Press the filled button of a dialog."""
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def no(dialog: Dialog) -> None:
    """Press Batal."""
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))


def write(text: str) -> Callable[[QDialog], None]:
    """Give an answer: write into the first field and press the filled button."""

    def answer(dialog: QDialog) -> None:
        field = dialog.findChild(QPlainTextEdit) or dialog.findChild(QLineEdit)
        assert field is not None
        QTest.keyClicks(field, text)
        assert isinstance(dialog, Dialog)
        yes(dialog)

    return answer


def press(words: str, then: Callable[[Dialog], object] | None = None) -> Callable[[Dialog], None]:
    """Give an answer: press the button with these words; ``then`` answers what it asks next."""

    def answer(dialog: Dialog) -> None:
        button = next(b for b in dialog.findChildren(QPushButton) if b.text() == words)
        if then is not None:
            following = QTimer(dialog.parent())

            def meet() -> None:
                asked = QApplication.activeModalWidget()
                if isinstance(asked, Dialog) and asked is not dialog:
                    following.stop()
                    keep(asked)
                    then(asked)

            following.timeout.connect(meet)
            following.start(5)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))

    return answer
