"""The user guide in a window, and the list of all keys made from the menus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QTextBrowser, QVBoxLayout, QWidget

from polima_desktop.assets import asset
from polima_desktop.views import theme
from polima_desktop.views.icons import window_icon


class GuideWindow(QWidget):
    """Reads ``docs/panduan.md``; Esc closes it."""

    def __init__(self, parent: QWidget, title: str, markdown: str) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(title)
        self.setWindowIcon(window_icon())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 640)
        self.text = QTextBrowser()
        self.text.setFont(theme.font("body"))
        self.text.setOpenExternalLinks(True)
        self.text.document().setDocumentMargin(18)
        self.text.setMarkdown(markdown)
        self.text.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def guide() -> str:
    """Give the user guide's text, or where to find it if it was not shipped."""
    path = asset("docs", "panduan.md")
    if not path.exists():
        return "Panduan tidak ikut terpasang. Bacalah `docs/panduan.md` di sumber program ini."
    return path.read_text("utf-8")


def keys(menu_bar: QMenuBar) -> str:
    """Give the list of shortcuts, menu by menu, as a text with headings."""
    lines = ["# Daftar tombol", ""]
    for top in menu_bar.actions():
        found = [action for action in _actions(top) if not action.shortcut().isEmpty()]
        if found:
            lines += [f"## {_plain(top.text())}", "", "| tombol | perbuatan |", "|---|---|"]
            lines += [f"| {shown_keys(action)} | {_plain(action.text())} |" for action in found]
            lines.append("")
    return "\n".join(lines)


def shown_keys(action: QAction) -> str:
    """Give an action's keys as they stand on the keyboard."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _actions(action: QAction) -> list[QAction]:
    menu = action.menu()
    if not isinstance(menu, QMenu):
        return [action]
    return [inner for child in menu.actions() for inner in _actions(child)]
