"""What the window remembers for one user at one desk: theme, sizes, filters, folders. No data of the store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QHeaderView, QSplitter, QTableView, QWidget

from polima_desktop.paths import data_folder


class Settings:
    """A small file of remembered things, ``jendela.ini`` in the data folder unless told otherwise."""

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
        for header in _headers(page):
            state = self._bytes(f"{name}/{header.parent().objectName()}")
            if not state.isEmpty():
                header.restoreState(state)

    def remember(self, page: QWidget, name: str) -> None:
        """Keep a page's column widths and splitter sizes."""
        for splitter in page.findChildren(QSplitter):
            if splitter.objectName():
                self._store.setValue(f"{name}/{splitter.objectName()}", splitter.saveState())
        for header in _headers(page):
            self._store.setValue(f"{name}/{header.parent().objectName()}", header.saveState())

    def restore_window(self, window: QWidget) -> bool:
        """Put a window where it was; tell whether that was known."""
        return window.restoreGeometry(self._bytes("window"))

    def remember_window(self, window: QWidget) -> None:
        """Keep where a window is."""
        self._store.setValue("window", window.saveGeometry())

    def sync(self) -> None:
        """Write to the disk."""
        self._store.sync()


def _headers(page: QWidget) -> list[QHeaderView]:
    tables = [table for table in page.findChildren(QTableView) if table.objectName()]
    return [table.horizontalHeader() for table in tables]
