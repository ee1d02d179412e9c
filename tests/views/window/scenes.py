"""Pictures of the window itself: the screen that is locked, and what asks for the password."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from tests.screens.stage import Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Lock a window in the middle of work."""
    window = stage.window("perhitungan", "keuangan")
    window.lock.lock()
    stage.settle()
    yield "layar-terkunci", window
    yield "layar-terkunci-tanya", window.lock.panel
    window.lock.stop()
