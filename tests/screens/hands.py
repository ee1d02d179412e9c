"""What a hand does to any window: turn the wheel, walk with Tab; what stands there.

Nothing here knows a page or a dialog.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QWidget,
)

from polima_desktop.views.widgets import BadgeLabel, ElidedLabel, SearchField
from polima_desktop.views.widgets.order import letter_of

# --- what stands in a window ---


def shown(page: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    """Give the visible widgets of some kinds, without Qt's inner ones."""
    found = [widget for kind in kinds for widget in page.findChildren(kind) if widget.isVisible()]
    return [widget for widget in found if not widget.objectName().startswith("qt_")]


def words(widget: QWidget) -> str:
    """Name a widget by its kind and text."""
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} ‘{text[:40]}’"


def inputs(window: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Give the fields of text one can write into; a search is none."""
    kinds = (QLineEdit, QPlainTextEdit)
    found = [w for w in shown(window, *kinds) if isinstance(w, kinds) and not w.isReadOnly()]
    inner = QComboBox | QAbstractSpinBox
    return [
        w for w in found
        if w.isEnabled() and not isinstance(w, SearchField)
        and not isinstance(w.parentWidget(), inner)
    ]  # fmt: skip


def text_of(field: QLineEdit | QPlainTextEdit) -> str:
    """Give what stands in a field."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def write(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Write something else into a field."""
    if isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.setPlainText(text)


def letters(window: QWidget) -> list[str]:
    """Give the letters for Alt of what is visible."""
    texts = [w.text() for w in window.findChildren(QAbstractButton) if w.isVisible()]
    texts += [w.text() for w in window.findChildren(QLabel) if w.buddy() and w.isVisible()]
    for tabs in window.findChildren(QTabWidget):
        texts += [tabs.tabText(place) for place in range(tabs.count())]
    return [letter for text in texts if (letter := letter_of(text))]


# --- what has too little room ---


def scrolls(widget: QWidget, page: QWidget) -> bool:
    """Tell whether the widget stands in something that scrolls."""
    above = widget.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def squeezed(page: QWidget) -> list[str]:
    """Give the controls and lines of text that have less room than they need."""
    found = []
    for widget in shown(page, QPushButton, QLineEdit, QComboBox, QLabel):
        if isinstance(widget, ElidedLabel) or (isinstance(widget, QLabel) and widget.wordWrap()):
            continue
        least = widget.minimumSizeHint()
        if widget.width() < least.width() - 1 or widget.height() < least.height() - 1:
            found.append(f"{words(widget)}: {widget.size().toTuple()} < {least.toTuple()}")
    return found


def outside(page: QWidget) -> list[str]:
    """Give what reaches over the page's edge without anything to scroll it."""
    found = []
    for widget in shown(page, QPushButton, QLineEdit, QComboBox, QLabel):
        place = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
        if not page.rect().contains(place) and not scrolls(widget, page):
            found.append(f"{words(widget)}: {place.getRect()} in {page.size().toTuple()}")
    return found


def cut_wide(page: QWidget) -> list[str]:
    """Give what stands in something that scrolls only up and down, and is cut at its right."""
    found = []
    for area in page.findChildren(QAbstractScrollArea):
        never = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if not never and area.horizontalScrollBar().maximum():
            continue
        kinds = (QPushButton, QLineEdit, QComboBox, QLabel, BadgeLabel)
        for widget in shown(area.viewport(), *kinds):
            right = widget.mapTo(area.viewport(), widget.rect().topRight()).x()
            if right > area.viewport().width():
                found.append(f"{words(widget)}: {right} > {area.viewport().width()}")
    return found


# --- the wheel and Tab ---


def turn_wheel(widget: QWidget) -> None:
    """Turn the mouse wheel over the middle of a widget, as the mouse does."""
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def _value(widget: QWidget) -> object:
    if isinstance(widget, QTabWidget):
        return widget.currentIndex()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QDateEdit):
        return widget.date()
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        return widget.isChecked()
    return getattr(widget, "text", str)()


def wheel_over_all(window: QWidget) -> tuple[int, list[str]]:
    """Turn the wheel over every control without the focus; give how many, and which changed."""
    kinds = (QComboBox, QDateEdit, QTabWidget, QLineEdit, QAbstractButton)
    controls = [w for w in shown(window, *kinds) if w is not window.focusWidget()]
    before = [_value(widget) for widget in controls]
    for widget in controls:
        turn_wheel(widget.tabBar() if isinstance(widget, QTabWidget) else widget)
    pairs = zip(controls, before, strict=True)
    return len(controls), [words(widget) for widget, old in pairs if _value(widget) != old]


def walk_with_tab(window: QWidget) -> list[QWidget]:
    """Press Tab until it is back where it began; give where it was."""
    start = window.focusWidget()
    seen: list[QWidget] = []
    stays = 0
    assert start is not None
    for _ in range(200):
        now = window.focusWidget()
        assert now is not None
        if now not in seen[-1:]:  # a date takes Tab for its day, month and year
            seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
        here = window.focusWidget() is start
        stays = stays + 1 if here and len(seen) == 1 else 0
        if (here and len(seen) > 1) or stays > 3:
            return seen
    raise AssertionError(f"Tab never comes back: {[words(widget) for widget in seen[:20]]}")


def top(widget: QWidget, window: QWidget) -> int:
    """Give where a widget stands, no higher than what it scrolls in."""
    found, above = widget.mapTo(window, QPoint(0, 0)).y(), widget.parentWidget()
    while above is not None and above is not window:
        if isinstance(above, QAbstractScrollArea):
            found = max(found, above.mapTo(window, QPoint(0, 0)).y())
        above = above.parentWidget()
    return found


def backwards(window: QWidget, walked: list[QWidget]) -> list[str]:
    """Give the steps that go up or left within one column: not as one reads."""
    found = []
    for one, other in pairwise(walked):
        a, b = _box(one, window), _box(other, window)
        above = b.bottom() <= a.top() and b.left() < a.right()
        same_line = b.top() < a.bottom() and a.top() < b.bottom()
        if above or (same_line and b.right() <= a.left()):
            found.append(f"{words(one)} {a.getRect()} → {words(other)} {b.getRect()}")
    return found


def _box(widget: QWidget, window: QWidget) -> QRect:
    place = widget.mapTo(window, QPoint(0, 0))
    return QRect(QPoint(place.x(), top(widget, window)), widget.size())


# --- questions in between ---


@contextmanager
def answering(answer: Callable[[QDialog], object]) -> Iterator[list[str]]:
    """Answer the next question that comes up; give its title, nothing if none came."""
    asked: list[str] = []

    def reply() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, QDialog):
            asked.append(question.windowTitle())
            answer(question)

    timer = QTimer()
    timer.timeout.connect(reply)
    timer.start(0)
    yield asked
    timer.stop()
