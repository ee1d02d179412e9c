"""Opens the window as a user would and prints when it was first painted; ``window`` starts it.

    python -m tests.bench.first_window lazy|eager

The moments are seconds since the epoch, one line each: the start window, then the main window
with a page in it. ``eager`` imports what other programs import at the top of their modules.
"""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from polima_desktop import app

HEAVY = ("pandas", "reportlab.platypus", "alembic.command", "keyring", "python_calamine")


class FirstPaint(QObject):
    """Prints the moment each kind of window was painted first, and ends after the main one."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at paint events only; let all of them pass."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            name = type(watched.window()).__name__
            if name not in self.seen:
                self.seen.add(name)
                print(name, time.time(), flush=True)
                if name == "MainWindow":
                    QTimer.singleShot(0, QApplication.quit)
        return False


if __name__ == "__main__":
    for module in HEAVY if sys.argv[1] == "eager" else ():
        import_module(module)
    application = app.make_application()
    watcher = FirstPaint()
    application.installEventFilter(watcher)
    sys.exit(app.run(os.environ["POLIMA_STORE"], os.environ["POLIMA_USER"]))
