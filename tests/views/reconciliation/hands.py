"""Hands for the page Rekonsiliasi: what two clerks see and press."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from polima_desktop.domain.periods import Month
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.reconciliation.page import RekonsiliasiPage
from polima_desktop.views.settings import Settings


def open_page(session: Session, jobs: Jobs, settings: Settings) -> RekonsiliasiObject:
    """Open the page for somebody."""
    page = RekonsiliasiPage(Context(session, jobs, settings, Month(2021, 1)))
    page.resize(1170, 650)
    page.show()
    page.refresh()
    hands = RekonsiliasiObject(page)
    hands.settle()
    return hands


def answer(kind: type[QDialog], fill: Callable[[Any], None]) -> None:
    """Fill the next dialog of a kind and press its verb, as soon as it is open."""
    timer = QTimer(QApplication.instance())

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            timer.stop()
            fill(dialog)
            dialog.accept()

    timer.timeout.connect(look)
    timer.start(10)


class RekonsiliasiObject:
    """The page in words: ``bars``, ``queue``, ``lines``, ``press("Y")``."""

    def __init__(self, page: RekonsiliasiPage) -> None:
        self.page = page

    # ── seeing ────────────────────────────────────────────────────────────────────────────

    @property
    def bars(self) -> list[str]:
        """The waterfall's bars as a screen reader says them."""
        return [bar.words for bar in self.page.waterfall.bars]

    @property
    def queue(self) -> list[str]:
        """The queue's rows."""
        model = self.page.queue.rows_model
        return [str(model.index(n, 0).data()) for n in range(model.rowCount())]

    @property
    def lines(self) -> list[str]:
        """The comparison's lines."""
        return self.page.desk.comparison.words()

    @property
    def message(self) -> str:
        """What the message bar says."""
        message = self.page.notices.messages.message
        return f"{message.bold} {message.text}".strip() if message else ""

    @property
    def next_step(self) -> str:
        """The sentence under the title."""
        return self.page.next_step.full

    # ── doing ─────────────────────────────────────────────────────────────────────────────

    def press(self, keys: str) -> None:
        """Type letters on the queue, as with no text field in focus."""
        for key in keys:
            self.page.queue.setFocus()
            QTest.keyClick(self.page.queue, key)
            self.settle()

    def click_bar(self, key: str) -> None:
        """Click a bar of the waterfall."""
        place = next(n for n, bar in enumerate(self.page.waterfall.bars) if bar.key == key)
        box = self.page.waterfall._column(place)
        point = QPointF(box.center().x(), self.page.waterfall.height() / 2).toPoint()
        QTest.mouseClick(self.page.waterfall, Qt.MouseButton.LeftButton, pos=point)
        self.settle()

    def choose(self, place: int) -> None:
        """Click a row of the queue."""
        view = self.page.queue
        box = view.visualRect(view.rows_model.index(place, 0))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        self.settle()

    def settle(self) -> None:
        """Let all work end and everything be drawn."""
        self.page.context.jobs.settle()
        QApplication.processEvents()

    def close(self) -> None:
        """Close the page."""
        self.page.close()
        self.page.deleteLater()
