"""Hands for the page Backup Manual: what a verifier sees and presses."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from polima_desktop.services.review import claims
from polima_desktop.services.review.claims import Claim
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.tables import DataTable
from polima_desktop.views.widgets import Link


class DeskObject:
    """The page in words: ``queue``, ``days``, ``press("Y")``, ``type_reason``."""

    def __init__(self, page: BackupPage) -> None:
        self.page = page

    # ── seeing ────────────────────────────────────────────────────────────────────────────

    @property
    def queue(self) -> list[str]:
        """The queue's rows as a screen reader says them."""
        return _words(self.page.queue.list)

    @property
    def days(self) -> list[str]:
        """The lines of the claimant's days."""
        return _words(self.page.desk.table)

    @property
    def person(self) -> str:
        """Whose claims are on the desk."""
        return self.page.desk.name.full

    @property
    def claim(self) -> Claim:
        """The claim under the cursor, as the store has it now."""
        chosen = self.page.desk.claim
        assert chosen is not None
        return claims.one(self.page.context.session, chosen.id)

    @property
    def message(self) -> str:
        """What the message bar says."""
        message = self.page.notices.messages.message
        return f"{message.bold} {message.text}".strip() if message else ""

    @property
    def filled(self) -> list[str]:
        """The words of the filled buttons of the strip."""
        return [b.text() for b in self.page.desk.acts.values() if b.property("primary")]

    # ── doing ─────────────────────────────────────────────────────────────────────────────

    def press(self, keys: str) -> None:
        """Type letters on the list of days, as with no text field in focus."""
        for key in keys:
            self.page.desk.table.setFocus()
            QTest.keyClick(self.page.desk.table, key)
            self.settle()

    def click(self, widget: QWidget) -> None:
        """Press a button with the mouse."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def follow(self, link: Link) -> None:
        """Press a link with the mouse."""
        QTest.mouseClick(link, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
        self.settle()

    def type_reason(self, text: str) -> None:
        """Write into the reason field."""
        self.page.desk.reason.setFocus()
        QTest.keyClicks(self.page.desk.reason, text)

    def search(self, text: str) -> None:
        """Search in the queue and wait for the answer."""
        field = self.page.queue.search
        field.clear()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def choose_day(self, place: int) -> None:
        """Click a line of the days."""
        _click_row(self.page.desk.table, place)
        self.settle()

    def choose_person(self, place: int) -> None:
        """Click a row of the queue."""
        _click_row(self.page.queue.list, place)
        self.settle()

    def settle(self) -> None:
        """Let all work end and everything be drawn."""
        self.page.context.jobs.settle()
        QApplication.processEvents()


def _words(table: DataTable) -> list[str]:
    model = table.rows_model
    return [
        " | ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def _click_row(table: DataTable, place: int) -> None:
    box = table.visualRect(table.rows_model.index(place, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
