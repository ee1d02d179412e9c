"""The user guide in a window, and the list of all keys made from the menus."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QFont,
    QKeyEvent,
    QKeySequence,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
    QTextFrame,
    QTextTable,
)
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
        # The guide leads to its neighbours by name: impor.md, aturan.md.
        self.text.setSearchPaths([str(asset("docs"))])
        self.text.document().setDocumentMargin(18)
        self.text.setMarkdown(markdown)
        _dress(self.text.document())
        self.text.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def _dress(document: QTextDocument) -> None:
    """Give headings and bold words the real weight of our variable font, tables quiet lines."""
    cursor, block = QTextCursor(document), document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        for piece in _pieces(block):
            if level or piece.charFormat().fontWeight() > QFont.Weight.Medium:
                role = "title" if level == 1 else "record" if level == 2 else "strong"
                cursor.setPosition(piece.position())
                cursor.setPosition(
                    piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor
                )
                fresh = QTextCharFormat()
                fresh.setFont(theme.font(role))
                cursor.mergeCharFormat(fresh)
        block = block.next()
    _quiet_tables(document.rootFrame())


def _pieces(block: QTextBlock) -> list[QTextFragment]:
    found, at = [], block.begin()
    while not at.atEnd():
        found.append(at.fragment())
        at += 1
    return found


def _quiet_tables(frame: QTextFrame) -> None:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            quiet = child.format()
            quiet.setBorderStyle(quiet.BorderStyle.BorderStyle_None)
            quiet.setCellPadding(5)
            quiet.setTopMargin(4)
            quiet.setBottomMargin(10)
            child.setFormat(quiet)


def guide() -> str:
    """Give the user guide's text, or where to find it if it was not shipped."""
    path = asset("docs", "panduan.md")
    if not path.exists():
        return "Panduan tidak ikut terpasang. Bacalah `docs/panduan.md` di sumber program ini."
    return asset("docs", "panduan.md").read_text("utf-8")


def keys(menu_bar: QMenuBar) -> str:
    """Give the list of shortcuts, menu by menu, as a text with headings."""
    lines = ["# Daftar tombol", ""]
    for top in menu_bar.actions():
        found = [action for action in _actions(top) if not action.shortcut().isEmpty()]
        if found:
            lines += [f"## {_plain(top.text())}", "", "| tombol | tindakan |", "|---|---|"]
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
