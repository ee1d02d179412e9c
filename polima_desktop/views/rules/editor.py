"""The formula editor: every line of the set as ``name = formula``, coloured, numbered, checked.

Formulas are typed here; lines are added, renamed and taken away by the buttons beside it, so a
text whose names changed is not taken over and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextEdit, QWidget

from polima_desktop.domain.formula.errors import Fix
from polima_desktop.domain.formula.lexer import tokens
from polima_desktop.views import theme
from polima_desktop.views.pause import pause

_PAUSE_MS = 250
_SIDE = 46
_NAME = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."


class FormulaEditor(QPlainTextEdit):
    """``formulas_changed(dict)`` comes a moment after typing, ``structure_broken`` if a name went.

    ``line_chosen(name)`` tells on which line the cursor stands.
    """

    formulas_changed = Signal(object)
    structure_broken = Signal()
    line_chosen = Signal(str)
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Rumus")
        self.setUndoRedoEnabled(False)  # the page has one history for everything on it
        self.setFont(theme.font("mono"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.names: list[str] = []
        self.words: Sequence[tuple[str, str]] = ()
        """What Ctrl+Space offers: names, each with what it is."""
        self.marks: Mapping[str, int] = {}
        """By line: the 1-based code point of its mistake."""
        self._colours = _Colours(self.document())
        self._numbers = _Numbers(self)
        self.setViewportMargins(_SIDE, 0, 0, 0)
        self._pause = pause(self, _PAUSE_MS)
        self._pause.timeout.connect(self.take_over)
        self.textChanged.connect(self._pause.start)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.updateRequest.connect(lambda _rect, _dy: self._numbers.update())

    # ── text ──────────────────────────────────────────────────────────────────────────────

    def show_formulas(self, formulas: Mapping[str, str]) -> None:
        """Show other formulas; the cursor stays on its line, and nothing is told."""
        text = "\n".join(f"{name} = {formula}" for name, formula in formulas.items())
        self.names = list(formulas)
        if text == self.toPlainText():
            return
        place = self.textCursor().blockNumber(), self.textCursor().positionInBlock()
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)
        self._pause.stop()
        self._put_cursor(*place)
        self._numbers.update()

    def formulas(self) -> dict[str, str] | None:
        """Read the formulas; ``None`` if the names are not the set's any more."""
        found: dict[str, str] = {}
        for line in self.toPlainText().split("\n"):
            name, mark, formula = line.partition("=")
            if mark or line.strip():
                found[name.strip()] = formula.strip()
        return found if list(found) == self.names else None

    def take_over(self) -> None:
        """Tell the formulas as they stand, at once."""
        self._pause.stop()
        found = self.formulas()
        if found is None:
            self.structure_broken.emit()
        else:
            self.formulas_changed.emit(found)

    @property
    def current(self) -> str:
        """The name of the line with the cursor."""
        return self.textCursor().block().text().partition("=")[0].strip()

    def _put_cursor(self, block: int, column: int) -> None:
        found = self.document().findBlockByNumber(block)
        if found.isValid():
            cursor = QTextCursor(found)
            cursor.movePosition(
                QTextCursor.MoveOperation.Right,
                QTextCursor.MoveMode.MoveAnchor,
                min(column, len(found.text())),
            )
            self.setTextCursor(cursor)

    def go_to(self, name: str, position: int | None = None) -> None:
        """Put the cursor on a line, at a code point of its formula."""
        if name in self.names:
            row = self.names.index(name)
            offset = _offset(self.document().findBlockByNumber(row).text())
            self._put_cursor(row, offset + (position or 1) - 1)
            self.centerCursor()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def apply(self, name: str, fix: Fix) -> None:
        """Put a suggestion exactly in the place of what it replaces; undo takes it back."""
        block = self.document().findBlockByNumber(self.names.index(name))
        text = block.text()
        start = _offset(text) + fix.start - 1
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + _utf16(text[:start]))
        end = block.position() + _utf16(text[: start + fix.length])
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(fix.text)
        self.take_over()

    # ── marks ─────────────────────────────────────────────────────────────────────────────

    def set_marks(self, marks: Mapping[str, int]) -> None:
        """Mark mistakes: the line's ground, and the character itself."""
        self.marks = marks
        shown = [part for name, at in marks.items() for part in self._marked(name, at)]
        self.setExtraSelections(shown)
        self._numbers.update()

    def _marked(self, name: str, position: int) -> list[QTextEdit.ExtraSelection]:
        if name not in self.names:
            return []
        block, t = self.document().findBlockByNumber(self.names.index(name)), theme.tokens()
        line, sign = QTextEdit.ExtraSelection(), QTextEdit.ExtraSelection()
        line.format.setBackground(t.color("badbg"))
        line.format.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
        line.cursor = QTextCursor(block)
        sign.format.setBackground(t.color("bad"))
        sign.format.setForeground(t.color("sheet"))
        start = min(_offset(block.text()) + position - 1, max(len(block.text()) - 1, 0))
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + _utf16(block.text()[:start]))
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        sign.cursor = cursor
        return [line, sign]

    # ── keys ──────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # a line stays a line
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
            return
        if event.matches(QKeySequence.StandardKey.Redo):
            self.redo_asked.emit()
            return
        if (
            event.key() == Qt.Key.Key_Space
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.offer_names()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page's menu, which takes back the last edit wherever it was."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return False
        return super().event(event)

    def offer_names(self) -> None:
        """Offer the names that begin as the word before the cursor does."""
        self.names_menu().popup(self.mapToGlobal(self.cursorRect().bottomLeft()))

    def names_menu(self) -> QMenu:
        """Make the menu of Ctrl+Space."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        stem = before[len(before.rstrip(_NAME)) :]
        menu = QMenu(self)
        for word, meaning in self.words:
            if word.casefold().startswith(stem.casefold()):
                action = menu.addAction(f"{word}\t{meaning}" if meaning else word)
                action.triggered.connect(
                    lambda _checked=False, word=word: self._complete(stem, word)
                )
        if menu.isEmpty():
            menu.addAction("Tidak ada nama yang cocok").setEnabled(False)
        return menu

    def _complete(self, stem: str, word: str) -> None:
        cursor = self.textCursor()
        for _ in stem:
            cursor.deletePreviousChar()
        cursor.insertText(word)

    # ── drawing ───────────────────────────────────────────────────────────────────────────

    def _cursor_moved(self) -> None:
        self._numbers.update()
        self.line_chosen.emit(self.current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        box = self.contentsRect()
        self._numbers.setGeometry(QRect(box.left(), box.top(), _SIDE, box.height()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_colours"):
            self._colours.rehighlight()
            self.set_marks(self.marks)

    def draw_numbers(self, painter: QPainter) -> None:
        """Draw the line numbers; a wrong line's is red and has a cross before it."""
        t, block = theme.tokens(), self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top < self.viewport().height():
            height = self.blockBoundingRect(block).height()
            name = block.text().partition("=")[0].strip()
            wrong = name in self.marks
            painter.setPen(t.color("bad" if wrong else "ink3"))
            box = QRect(0, round(top), _SIDE - 10, round(height))
            words = f"✕ {block.blockNumber() + 1}" if wrong else str(block.blockNumber() + 1)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words
            )
            top, block = top + height, block.next()


class _Numbers(QWidget):
    def __init__(self, editor: FormulaEditor) -> None:
        super().__init__(editor)
        self.editor = editor

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.tokens().color("field"))
        painter.setFont(theme.font("mono"))
        self.editor.draw_numbers(painter)


class _Colours(QSyntaxHighlighter):
    """Functions acc and bold, numbers s2, the line's own name man, texts s3."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        offset = _offset(text)
        if offset:
            self.setFormat(0, len(text[:offset].partition("=")[0]), _format("man"))
        for token in tokens(text[offset:], strict=False):
            ink = _INKS.get(token.kind)
            if ink:
                start = _utf16(text[: offset + token.position - 1])
                self.setFormat(start, _utf16(token.text), _format(ink, token.kind == "FUNCTION"))


_INKS = {"FUNCTION": "acc", "NUMBER": "s2", "PERCENT": "s2", "TEXT": "s3"}


def _format(ink: str, bold: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(getattr(theme.tokens(), ink)))
    if bold:
        made.setFontWeight(QFont.Weight.Bold)
    return made


def _offset(line: str) -> int:
    """Give where the formula begins in ``name = formula``."""
    name, mark, formula = line.partition("=")
    if not mark:
        return 0
    return len(name) + 1 + len(formula) - len(formula.lstrip())


def _utf16(text: str) -> int:
    """Count as Qt does: characters beyond the first plane are two."""
    return len(text.encode("utf-16-le")) // 2
