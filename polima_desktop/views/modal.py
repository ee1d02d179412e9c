"""The window that asks something, with its manners, and the question before a loss.

It starts in its first field, Tab follows the reading order, letters for Alt are unique, Esc asks
when something was typed, it never reaches over the screen, and the focus goes back where it was.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from polima_desktop.views.widgets.buttons import Button
from polima_desktop.views.widgets.fields import SearchField
from polima_desktop.views.widgets.order import first_field, order_tabs, part_letters
from polima_desktop.views.widgets.sheet import KindIcon
from polima_desktop.views.widgets.text import label

_EDGE = QSize(16, 40)
"""What a window leaves of the screen: its frame and title bar."""


class ModalWindow(QDialog):
    """A dialog with manners; ``reject`` closes it without asking, as Batal does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._came_from: QWidget | None = None
        self._before: dict[QWidget, object] = {}

    # --- opening ---

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if event.spontaneous():  # only back from the task bar
            return
        self._came_from = QApplication.focusWidget()
        order_tabs(self)
        part_letters(self, set())
        self.fit_to(self.screen().availableSize() - _EDGE)
        if self.focusWidget() is None:
            self._start()
        self._before = _typed(self)

    def _start(self) -> None:
        """Begin in the first field; without one the filled button waits for Enter."""
        filled = [b for b in self.findChildren(QAbstractButton) if b.property("primary")]
        start = first_field(self) or next(iter(filled), None)
        if start is not None:
            start.setFocus(Qt.FocusReason.TabFocusReason)

    def fit_to(self, room: QSize) -> None:
        """Become no larger than a room, e.g. the screen's."""
        self.setMinimumSize(self.minimumSize().boundedTo(room))
        self.setMaximumSize(room)
        self.resize(self.size().boundedTo(room))

    def focusNextPrevChild(self, forwards: bool) -> bool:
        order_tabs(self)  # fields may have come and gone since it opened
        return super().focusNextPrevChild(forwards)

    # --- closing ---

    def unsaved(self) -> bool:
        """Tell whether something was typed or chosen since it opened."""
        now = _typed(self)
        return any(self._before.get(widget, value) != value for widget, value in now.items())

    def may_leave(self) -> bool:
        """Ask before what was typed is thrown away; nothing typed, nothing asked."""
        loss = "Yang sudah diisi di sini belum disimpan."
        return not self.unsaved() or confirm(self, "Tutup tanpa menyimpan?", loss, "Buang isian")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or self.may_leave():
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and not self.may_leave():  # the title bar, not the program
            event.ignore()
        else:
            super().closeEvent(event)

    def done(self, result: int) -> None:
        """Close, and give the focus back to where one was."""
        super().done(result)
        back = self._came_from
        if back is not None and isValid(back) and back.isVisible() and back.isEnabled():
            back.window().activateWindow()
            back.setFocus(Qt.FocusReason.OtherFocusReason)


class Body(QScrollArea):
    """What a dialog asks, in a column that scrolls when the screen is too low for it."""

    grew = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.inner = QWidget()
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self.inner)
        self.inner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.inner and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.grew.emit()
        return super().eventFilter(watched, event)

    def _high(self, width: int) -> int:
        column = self.column
        return column.heightForWidth(width) if column.hasHeightForWidth() else -1

    def sizeHint(self) -> QSize:
        wanted = self.column.sizeHint()
        width = max(wanted.width(), self.window().minimumWidth() - 40)
        return QSize(width, max(wanted.height(), self._high(max(width, self.width()))))

    def minimumSizeHint(self) -> QSize:
        least = self.column.minimumSize()
        return QSize(least.width(), min(max(least.height(), self._high(self.width())), 120))


class Dialog(ModalWindow):
    """A window with a heading, a body, and at the bottom right the filled verb, then Batal."""

    def __init__(self, parent: QWidget | None, title: str, verb: str, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.heading = label(title, "record", wrap=True)
        self.middle = Body()
        self.middle.grew.connect(self._grow)
        self.body = self.middle.column
        self.verb = Button(verb, on_press=self.accept, primary=True)
        self.verb.setDefault(True)
        self.cancel = Button("Batal", on_press=self.reject)
        self.cancel.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.verb)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.middle, 1)
        column.addLayout(row)

    def _grow(self) -> None:
        """Make room for what was added, e.g. an error under its field."""
        if self.isVisible():
            self.resize(self.size().expandedTo(self.sizeHint()).boundedTo(self.maximumSize()))


def confirm(parent: QWidget | None, question: str, loss: str, verb: str) -> bool:
    """Ask before loss or money; ``verb`` holds the number: ``"Kunci 2.858 slip"``."""
    dialog = Dialog(parent, question, verb, width=420)
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(KindIcon("warn", side=20), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(loss, "body", wrap=True), 1)
    dialog.body.addLayout(row)
    dialog.setAccessibleDescription(loss)
    return dialog.exec() == QDialog.DialogCode.Accepted


def _typed(window: QWidget) -> dict[QWidget, object]:
    """Give what stands in every field, by its widget."""
    found: dict[QWidget, object] = {}
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLineEdit) and not isinstance(widget, SearchField):
            found[widget] = widget.text()
        elif isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
            found[widget] = widget.toPlainText()
        elif isinstance(widget, QComboBox):
            found[widget] = widget.currentText()
        elif isinstance(widget, QDateEdit):
            found[widget] = widget.date()
        elif isinstance(widget, QAbstractButton) and widget.isCheckable():
            found[widget] = widget.isChecked()
    return found
