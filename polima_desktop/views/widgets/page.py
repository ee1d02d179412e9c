"""What every page is: a title, the next step in one sentence, three buttons, its content."""

from __future__ import annotations

from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import NotAllowed, PolimaError
from polima_desktop.views.context import Context
from polima_desktop.views.widgets.fields import SearchField
from polima_desktop.views.widgets.messages import Message, NoticePlace
from polima_desktop.views.widgets.text import ElidedLabel, label

_B = TypeVar("_B", bound=QPushButton)


class Page(QWidget):
    """The base of all pages: fills ``body`` in its constructor and loads data in ``refresh``.

    The window calls ``refresh`` when the page is first shown, on F5, when the month changes and
    when something in ``listens`` was changed (it waits until the page is seen again).
    """

    #: A page on which one clicks row after row keeps them in place: its messages stand where the
    #: title stands, and nothing below moves.
    notices_in_header = False
    status_changed = Signal(str)
    count_changed = Signal(int)
    listens: frozenset[str] = frozenset()

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.context = context
        self.search: SearchField | None = None
        self.detail: QWidget | None = None
        self._pressed: QWidget | None = None  # what had the focus when work began
        self._landed: QWidget | None = None  # where Qt put it when that was switched off
        self.notices = NoticePlace()
        self.title, self.next_step = label(title, "title"), ElidedLabel("", "body", "second")
        self.setAccessibleName(title)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, 0, 0, 0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.next_step)
        words.addStretch(1)
        header = QWidget()
        header.setFixedHeight(60)
        row = QHBoxLayout(header)
        row.setContentsMargins(0, 4, 0, 2)
        row.setSpacing(16)
        if self.notices_in_header:
            words.insertWidget(1, self.notices)
            self.notices.below = 0
            self.notices.occupied.connect(self._give_way)
        row.addLayout(words, 1)
        row.addLayout(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 20, 14)
        column.setSpacing(0)
        column.addWidget(header)
        if not self.notices_in_header:
            column.addWidget(self.notices)
        column.addLayout(self.body, 1)

    def _give_way(self, taken: bool) -> None:
        self.title.setHidden(taken)
        self.next_step.setHidden(taken)

    def set_next_step(self, text: str) -> None:
        """Say what to do next, with its number."""
        self.next_step.set_full(text)

    def add_button(self, button: _B) -> _B:
        """Add a button at the right of the header; the filled one last."""
        self.buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def needs(self, widget: QWidget | QAction, permission: Permission) -> None:
        """Switch off for good what this user may not do, and let it say why."""
        try:
            self.context.session.actor.require(permission)
        except NotAllowed as why:
            widget.setProperty("closed", True)
            widget.setEnabled(False)
            widget.setToolTip(str(why))

    def say(self, kind: str, bold: str, text: str = "", **link: Any) -> None:
        """Show a message: kind ok, info, warn or bad; ``link`` and ``on_link`` are a way on."""
        self.notices.messages.show_message(Message(kind, bold, text, **link))

    def say_error(self, error: PolimaError) -> None:
        """Show an error's own words in the bar."""
        self.notices.messages.show_message(Message.of(error))

    def set_status(self, text: str) -> None:
        """Write at the left of the status bar."""
        self.status_changed.emit(text)

    def refresh(self) -> None:
        """Load what the page shows; the place, the selection and the filter stay."""

    def focus_on(self, **what: Any) -> None:
        """Show what another page sent the user for, e.g. ``person=17`` or ``problem="kelas"``."""

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Give the page's own actions by menu title (``Berkas``, ``Data``, ``Hitung`` …)."""
        return {}

    def key_hints(self) -> list[tuple[str, str]]:
        """Give the keys to show in the status bar: ``[("Enter", "buka")]``."""
        return []

    def working(self, busy: bool) -> None:
        """Switch the header's buttons off while a writing job runs; pages with more extend it."""
        if busy and self.isAncestorOf(QApplication.focusWidget() or self.window()):
            self._pressed = QApplication.focusWidget()
        for place in range(self.buttons.count()):
            item = self.buttons.itemAt(place)
            if item is not None and (widget := item.widget()) is not None:
                widget.setEnabled(not busy and not widget.property("closed"))
        if busy:
            self._landed = QApplication.focusWidget()
        elif self._pressed is not None:
            QTimer.singleShot(0, self, self._focus_again)

    def _focus_again(self) -> None:
        """Give the focus back to what began the work, unless the user has moved on meanwhile."""
        pressed, self._pressed = self._pressed, None
        if not self.isVisible() or QApplication.focusWidget() is not self._landed:
            return
        lists = [view for view in self.findChildren(QAbstractItemView) if view.isVisible()]
        for widget in (pressed, *lists):
            if widget is not None and isValid(widget) and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
