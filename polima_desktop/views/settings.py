"""What the window remembers at one desk: theme, sizes, filters, folders; nothing of the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QPoint, QRect, QSettings
from PySide6.QtWidgets import QSplitter, QTableView, QWidget

from polima_desktop.paths import data_folder


class Settings:
    """A small file of remembered things, by default ``jendela.ini`` in the data folder."""

    def __init__(self, path: Path | None = None) -> None:
        self._store = QSettings(
            str(path or data_folder() / "jendela.ini"), QSettings.Format.IniFormat
        )

    def get(self, key: str, default: Any = None) -> Any:
        """Give a remembered value (text, number, list, dict …) or the default."""
        text = self._store.value(key)
        if not isinstance(text, str):
            return default
        try:
            return json.loads(text)
        except ValueError:
            return default

    def put(self, key: str, value: Any) -> None:
        """Remember a value."""
        self._store.setValue(key, json.dumps(value, ensure_ascii=False))

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def restore(self, page: QWidget, name: str) -> None:
        """Give a page back its column widths and splitter sizes."""
        for splitter in page.findChildren(QSplitter):
            if splitter.objectName():
                splitter.restoreState(self._bytes(f"{name}/{splitter.objectName()}"))
        for table in _tables(page):
            state = self._bytes(f"{name}/{table.objectName()}")
            if not state.isEmpty():
                table.horizontalHeader().restoreState(state)

    def remember(self, page: QWidget, name: str) -> None:
        """Keep a page's column widths and splitter sizes."""
        for splitter in page.findChildren(QSplitter):
            if splitter.objectName():
                self._store.setValue(f"{name}/{splitter.objectName()}", splitter.saveState())
        for table in _tables(page):
            state = table.horizontalHeader().saveState()
            self._store.setValue(f"{name}/{table.objectName()}", state)

    def restore_window(self, window: QWidget) -> bool:
        """Put a window where it was, on the screen there is now; tell whether that was known."""
        known = window.restoreGeometry(self._bytes("window"))
        if known and not window.isMaximized():
            window.setGeometry(fitted(window.geometry(), window.screen().availableGeometry()))
        return known

    def remember_window(self, window: QWidget) -> None:
        """Keep where a window is."""
        self._store.setValue("window", window.saveGeometry())

    def sync(self) -> None:
        """Write to the disk."""
        self._store.sync()


def fitted(wanted: QRect, room: QRect) -> QRect:
    """Give a place as near to the wanted one as a smaller screen allows."""
    size = wanted.size().boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(wanted.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)


def _tables(page: QWidget) -> list[QTableView]:
    return [table for table in page.findChildren(QTableView) if table.objectName()]
