"""What a user types into: the debounced search field, and a form's fields with their errors."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from polima_desktop.views import theme
from polima_desktop.views.icons import icon, pixmap
from polima_desktop.views.paint import draw_key, text_width
from polima_desktop.views.pause import pause
from polima_desktop.views.widgets.text import label, set_property

_PAUSE_MS = 120


class SearchField(QLineEdit):
    """A search field with its Ctrl+F cap; ``searched(text)`` comes a moment after the last key."""

    searched = Signal(str)

    def __init__(self, placeholder: str, *, hint: bool = True, width: int = 300) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(f"Cari: {placeholder}")
        self.setClearButtonEnabled(True)
        self.addAction(icon("cari", "ink2"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(min(width, 200))
        self.setMaximumWidth(width)
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._hint = hint
        self._last = ""
        self._hits: QAbstractItemView | None = None
        self._pause = pause(self, _PAUSE_MS)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(lambda _text: self._pause.start())

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def lead_to(self, hits: QAbstractItemView) -> None:
        """Name the list of what was found: Down and a second Enter go there."""
        self._hits = hits

    def _go_to_hits(self) -> None:
        if self._hits is None:
            self.focusNextChild()
            return
        self._hits.setFocus(Qt.FocusReason.TabFocusReason)
        if not self._hits.currentIndex().isValid():
            self._hits.setCurrentIndex(self._hits.model().index(0, 0))

    def search_now(self) -> None:
        """Tell the text at once, e.g. on Enter."""
        self._pause.stop()
        if self.text().strip() != self._last:
            self._last = self.text().strip()
            self.searched.emit(self._last)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._hits is not None and self.text().strip() == self._last != "":
                self._go_to_hits()
            else:
                self.search_now()
        elif event.key() == Qt.Key.Key_Down:
            self.search_now()
            self._go_to_hits()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        wide = text_width(self.placeholderText(), self.font()) + 100
        if self._hint and not self.text() and wide < self.width():
            width = text_width("Ctrl+F", theme.font("label-medium")) + 10
            box = QRectF(self.width() - width - 8, self.height() / 2 - 9, width, 18)
            draw_key(QPainter(self), box, "Ctrl+F", theme.tokens().ink2)


class Field(QWidget):
    """A form's field: its label above (a buddy), the input, the error under it with its shape."""

    def __init__(
        self, name: str, editor: QWidget, *, required: bool = False, note: str = ""
    ) -> None:
        super().__init__()
        self.editor = editor
        self.caption = label(f"{name} (wajib)" if required else name, "label", "second")
        self.caption.setBuddy(editor)
        editor.setAccessibleName(name.replace("&", ""))
        self._mark, self._error = QLabel(), label("", "label", "bad", wrap=True)
        self._note = label(note, "label", "third", wrap=True)
        self._note.setVisible(bool(note))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.caption, editor, self._note):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error, 1)
        column.addLayout(row)
        self.set_error("")

    def set_note(self, text: str) -> None:
        """Show another note under the input, or none."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    @property
    def note(self) -> str:
        """The note now shown, empty if none."""
        return self._note.text()

    @property
    def error(self) -> str:
        """The error now shown, empty if none."""
        return self._error.text()

    def set_error(self, text: str) -> None:
        """Show what is wrong with the value and what to do, or nothing."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self._mark.setVisible(bool(text))
        if text:
            self._mark.setPixmap(pixmap("galat", "bad", 13, self.devicePixelRatioF()))
        self.editor.setAccessibleDescription(text)
        set_property(self.editor, "wrong", bool(text))


class Form(QWidget):
    """Fields in one column of at most 420 px, with headings."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.setMaximumWidth(420)

    def add_heading(self, text: str) -> None:
        """Begin a group of fields."""
        self.column.addWidget(label(text, "strong"))

    def add(self, key: str, field: Field) -> Field:
        """Add a field under a key."""
        self.fields[key] = field
        self.column.addWidget(field)
        return field

    def show_errors(self, errors: dict[str, str]) -> bool:
        """Show errors by key, put the focus on the first; tell whether there was none."""
        for key, field in self.fields.items():
            field.set_error(errors.get(key, ""))
        wrong = [field for key, field in self.fields.items() if errors.get(key)]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong
