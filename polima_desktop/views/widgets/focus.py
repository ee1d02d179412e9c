"""The ring around whatever has the focus and does not show it by itself: list, tree, pane, tab."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPlainTextEdit, QTabBar, QWidget
from shiboken6 import isValid

from polima_desktop.views import theme


class _Ring(QWidget):
    """Two pixels of acc over the edge of a widget; it takes no clicks."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around.installEventFilter(self)
        self.setGeometry(around.rect())
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(theme.tokens().color("acc"), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class FocusRing(QObject):
    """Moves the ring with the focus, in every window of the program."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.ring: _Ring | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.ring is not None and isValid(self.ring):
            self.ring.hide()
            self.ring.deleteLater()
        self.ring = _Ring(new) if _needs_one(new) and new is not None else None


def _needs_one(widget: QWidget | None) -> bool:
    if isinstance(widget, QPlainTextEdit):
        return False  # the style sheet frames fields
    return isinstance(widget, QAbstractScrollArea | QTabBar)
