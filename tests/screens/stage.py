"""The stage on which scenes are played: a small demo city, its users, windows on it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from polima_desktop.app import PAGES
from polima_desktop.domain.periods import Month
from polima_desktop.services import demo
from polima_desktop.services.session import DEMO_PASSWORD, Session, log_in
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.window.main_window import MainWindow

JANUARY, FEBRUARY = Month(2021, 1), Month(2021, 2)
SIZE = (1366, 740)  # 1366 × 768 without the title bar


@dataclass
class Stage:
    """A demo city in a folder of its own; scenes ask it for windows and sessions."""

    folder: Path
    jobs: Jobs = field(default_factory=Jobs)
    employees: int = 200
    address: str = ""
    _open: list[QWidget] = field(default_factory=list)
    _sessions: list[Session] = field(default_factory=list)

    def build(self) -> None:
        """Make the city."""
        self.address = str(demo.create(self.folder / "kota", self.employees).store)

    def session(self, user: str) -> Session:
        """Log in as a user of the demo city."""
        made = log_in(self.address, user, DEMO_PASSWORD)
        self._sessions.append(made)
        return made

    def context(self, user: str, month: Month = JANUARY) -> Context:
        """Give what a page needs, with an empty memory."""
        memory = Path(tempfile.mkdtemp(dir=self.folder)) / "jendela.ini"
        return Context(self.session(user), self.jobs, Settings(memory), month)

    def window(self, page: str, user: str, month: Month = JANUARY) -> MainWindow:
        """Open the window on a page, everything loaded."""
        made = MainWindow(self.context(user, month), PAGES)
        made.resize(*SIZE)
        made.show()
        made.show_page(page)
        made.load_overview()
        self._open.append(made)
        self.settle()
        return made

    def keep(self, widget: QWidget) -> QWidget:
        """Show another widget and close it with the scene."""
        widget.show()
        self._open.append(widget)
        self.settle()
        return widget

    def settle(self) -> None:
        """Let jobs end and layouts come to rest."""
        self.jobs.settle()
        for _ in range(3):
            QCoreApplication.processEvents()

    def clear(self) -> None:
        """Close what a scene opened."""
        self.settle()
        for widget in self._open:
            widget.close()
            widget.deleteLater()
        self.settle()  # a page that goes keeps what was typed: not into a store that is closed
        for session in self._sessions:
            session.database.close()
        self._open.clear()
        self._sessions.clear()
        # Without an event loop nobody deletes them, and every change of theme would dress them too.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()

    def close(self) -> None:
        """Take the stage down."""
        self.clear()
        self.jobs.close()
        shutil.rmtree(self.folder, ignore_errors=True)
