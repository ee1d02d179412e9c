"""How a page or the window makes a menu's act: words, keys, what it does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence


def labelled(
    text: str, keys_text: str = "", on_press: Callable[[], object] | None = None
) -> QAction:
    """Make an action for a page's menu."""
    action = QAction(text)
    if keys_text:
        action.setShortcut(QKeySequence(keys_text))
    if on_press:
        action.triggered.connect(lambda _checked=False: on_press())
    return action
