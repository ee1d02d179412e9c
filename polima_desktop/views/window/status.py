"""The line at the bottom: where one is, the last result, keys that work here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from polima_desktop.views.widgets.sheet import set_ground
from polima_desktop.views.widgets.text import ElidedLabel, KeyHint, clear_layout, label

ALWAYS = (("F1", "Bantuan"), ("Ctrl+K", "Cari atau buka"))


class StatusLine(QStatusBar):
    """24 px: the page's words and the last message left, key hints and the store right."""

    def __init__(self) -> None:
        super().__init__()
        set_ground(self, "nav")
        self.setSizeGripEnabled(False)
        self.setFixedHeight(24)
        self.left, self.last = label("", "label", "second"), ElidedLabel("", "label", "third")
        self.store = label("", "label", "second")
        self._hints = QWidget()
        self._row = QHBoxLayout(self._hints)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(18)
        row.addWidget(self.left)
        row.addWidget(self.last, 1)
        row.addWidget(self._hints)
        row.addWidget(self.store)
        self.addWidget(box, 1)
        self.set_hints(())

    def set_left(self, text: str) -> None:
        """Say where one is."""
        self.left.setText(text)

    def set_last(self, text: str) -> None:
        """Keep what a message said after its bar is gone."""
        self.last.set_full(text)

    def set_store(self, text: str) -> None:
        """Say which data is open."""
        self.store.setText(text)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show the keys of the page, or those that always work."""
        clear_layout(self._row)
        for keys, words in hints or ALWAYS:
            self._row.addWidget(KeyHint(keys, words))
