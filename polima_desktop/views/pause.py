"""The short wait after the last key or message, before something is done about it.

Qt's classes are made without keywords here and everywhere: PySide finds the setter of ``interval``
by the C library's capitals, and in a Turkish locale the capital of i is another letter.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer


def pause(parent: QObject, milliseconds: int) -> QTimer:
    """Give a timer that rings once, so long after it was last started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
