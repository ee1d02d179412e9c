"""The order in which Tab goes through a window, and letters for Alt that never clash.

Both follow what is read: from the top, from the left, as the layouts have it. Nothing here knows
a page; ``Page`` and ``Dialog`` call it for whatever was put into them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLayout,
    QMenu,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QWidget,
)

from polima_desktop.views.widgets.text import Link


def reading_order(top: QWidget) -> list[QWidget]:
    """Give what takes the focus by Tab inside a widget, in the order it is read."""
    return [widget for widget in _walk(top) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]


def order_tabs(top: QWidget) -> None:
    """Let Tab follow the reading order; what is hidden now is ordered as well."""
    found = reading_order(top)
    for before, after in pairwise(found):
        QWidget.setTabOrder(before, after)


def first_field(top: QWidget) -> QWidget | None:
    """Give what one fills in first: a field before any button or link, else nothing."""
    skipped, ticked = QAbstractButton | Link | QScrollArea, QCheckBox | QRadioButton
    ready = [w for w in reading_order(top) if w.isVisibleTo(top) and w.isEnabled()]
    fields = [w for w in ready if not isinstance(w, skipped) or isinstance(w, ticked)]
    return next((w for w in fields if not _is_tab_bar(w)), None)


def _is_tab_bar(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QTabWidget)


def _walk(widget: QWidget) -> Iterator[QWidget]:
    """Give a widget and what is in it, as it is read."""
    yield widget
    if isinstance(widget, QComboBox):
        return
    for child in _inside(widget):
        yield from _walk(child)


def _inside(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, QScrollArea):
        return [inner] if (inner := widget.widget()) else []
    if isinstance(widget, QAbstractScrollArea):
        return []
    if isinstance(widget, QTabWidget):
        return [widget.tabBar(), *_parts(widget)]
    if isinstance(widget, QSplitter | QStackedWidget):
        return _parts(widget)
    layout = widget.layout()
    return list(_laid_out(layout)) if layout is not None else []


def _parts(widget: QTabWidget | QSplitter | QStackedWidget) -> list[QWidget]:
    found = (widget.widget(place) for place in range(widget.count()))
    return [part for part in found if part is not None]


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda place: layout.getItemPosition(place)[:2])  # type: ignore[index]
    for place in places:
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)


# --- letters -----------------------------------------------------------------------------------


def letter_of(text: str) -> str:
    """Give the letter pressed with Alt for a text, empty if none: ``N`` for ``N&IP``… is ``I``."""
    plain = text.replace("&&", "")
    place = plain.find("&")
    return plain[place + 1].upper() if 0 <= place < len(plain) - 1 else ""


def with_letter(text: str, taken: set[str]) -> str:
    """Mark another letter where the marked one is taken, none if all are; ``taken`` grows."""
    letter = letter_of(text)
    if not letter:
        return text
    plain = text.replace("&&", "\0").replace("&", "")
    able = [letter, *(each.upper() for each in plain if each.isascii() and each.isalpha())]
    free = next((each for each in able if each not in taken), "")
    if free:
        taken.add(free)
        if free != letter:
            place = plain.upper().index(free)
            text = f"{plain[:place]}&{plain[place:]}".replace("\0", "&&")
        return text
    return plain.replace("\0", "&&")


def part_letters(top: QWidget, taken: set[str]) -> None:
    """Give every label and button of a window a letter of its own for Alt."""
    for widget in top.findChildren(QWidget):
        if isinstance(widget, QTabWidget):
            _part_tabs(widget, taken)
        elif isinstance(widget, QAbstractButton) or (
            isinstance(widget, QLabel) and widget.buddy() is not None
        ):
            _mark(widget.text(), widget.setText, taken)


def _part_tabs(tabs: QTabWidget, taken: set[str]) -> None:
    for place in range(tabs.count()):
        _mark(tabs.tabText(place), partial(tabs.setTabText, place), taken)


def part_menu(menu: QMenu) -> None:
    """Give every entry of a menu a letter of its own."""
    taken: set[str] = set()
    for action in menu.actions():
        _mark(action.text(), action.setText, taken)


def _mark(text: str, put: Callable[[str], Any], taken: set[str]) -> None:
    marked = with_letter(text, taken)
    if marked != text:
        put(marked)
