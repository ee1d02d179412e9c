"""Buttons: plain, filled, quiet, with a key cap, with a menu; the strip of a desk's decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from polima_desktop.views import theme
from polima_desktop.views.icons import icon, paint_icon
from polima_desktop.views.paint import draw_key, text_width
from polima_desktop.views.widgets.text import set_property

_ICON = 16


class _PaintedButton(QPushButton):
    """Bevel by the style sheet; icon, words and key cap by us, so that weight and gaps are ours."""

    def __init__(self, text: str, icon_name: str = "", key: str = "") -> None:
        super().__init__(text)
        self.key, self.icon_name, self.cap_shown = key, icon_name, True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _role(self) -> str:
        return "strong" if self.property("primary") else "medium"

    def _words(self) -> str:
        return self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")

    def parts(self, *, caps: bool) -> tuple[float, float, float]:
        """Give the widths of icon, words and key cap, each with the gap before the next."""
        capped = self.key and caps
        cap = max(text_width(self.key, theme.font("label-medium")) + 10, 20) if capped else 0
        words = text_width(self._words(), theme.font(self._role()))
        gaps = 7 if self.icon_name and (self.text() or self.key) else 0
        return (_ICON if self.icon_name else 0) + gaps, words + (10 if cap and words else 0), cap

    def _parts(self) -> tuple[float, float, float]:
        return self.parts(caps=self.cap_shown)

    def full_width(self, *, caps: bool) -> int:
        """Give the width the button wants with or without its key cap."""
        return round(sum(self.parts(caps=caps))) + self._sides()

    def sizeHint(self) -> QSize:
        more = 20 if self.menu() else 0
        width = round(sum(self._parts())) + self._sides() + more
        return QSize(width, super().sizeHint().height())

    def _sides(self) -> int:
        return 15 if self.property("quiet") and self.key else 27

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_cap(self, shown: bool) -> None:
        """Show the key cap, or keep the key for the tooltip where there is no room."""
        if shown != self.cap_shown:
            self.cap_shown = shown
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QPainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._paint_label(painter)

    def _ink(self) -> str:
        t = theme.tokens()
        if not self.isEnabled():
            return t.ink3
        if self.property("primary"):
            return t.accink
        return t.acc if self.property("narrowing") else t.ink

    def _left(self) -> float:
        return 13 if self.menu() else (self.width() - sum(self._parts())) / 2

    def _paint_label(self, painter: QPainter) -> None:
        (mark, words, cap), color, left = self._parts(), self._ink(), self._left()
        middle = self.height() / 2
        if self.icon_name:
            box = QRectF(left, middle - _ICON / 2, _ICON, _ICON)
            paint_icon(painter, self.icon_name, box, color)
        painter.setPen(color)
        painter.setFont(theme.font(self._role()))
        box = QRectF(left + mark, 0, words + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self._words())
        if cap:
            draw_key(painter, QRectF(left + mark + words, middle - 9, cap, 18), self.key, color)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as well as with the space bar, also outside a dialog."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class Button(_PaintedButton):
    """A button that names the act and the object; ``key`` shows its letter as a key cap."""

    def __init__(
        self,
        text: str,
        icon_name: str = "",
        on_press: Callable[[], object] | None = None,
        *,
        primary: bool = False,
        quiet: bool = False,
        low: bool = False,
        key: str = "",
    ) -> None:
        super().__init__(text, icon_name, key)
        self.setProperty("quiet", quiet)
        self.setProperty("low", low)
        self.set_primary(primary)
        if on_press:
            self.clicked.connect(lambda _checked=False: on_press())

    def set_primary(self, primary: bool) -> None:
        """Fill the button, or take the filling away: only one on a page is filled."""
        set_property(self, "primary", primary)
        self.updateGeometry()


class IconButton(QToolButton):
    """An icon alone: undo, copy, close, more; the name is tooltip and accessible name."""

    def __init__(
        self, icon_name: str, name: str, on_press: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setIcon(icon(icon_name, "ink2"))
        self.setIconSize(QSize(_ICON, _ICON))
        self.setAutoRaise(True)
        self.setFixedSize(28, 28)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if on_press:
            self.clicked.connect(lambda _checked=False: on_press())


class MenuButton(_PaintedButton):
    """A button that opens a menu; its text says what is chosen."""

    def __init__(self, text: str = "", icon_name: str = "", *, low: bool = False) -> None:
        super().__init__(text, icon_name)
        self.setMenu(QMenu(self))
        self.setProperty("low", low)


class ChoiceButton(MenuButton):
    """One choice out of a few, e.g. ``Keadaan per: 31 Januari``; ``changed(value)``."""

    changed = Signal(object)

    def __init__(
        self, prefix: str = "", options: Sequence[tuple[Any, str]] = (), *, low: bool = False
    ) -> None:
        super().__init__(low=low)
        self.prefix = prefix
        self.value: Any = None
        self._names: dict[Any, str] = {}
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other values; the first one is chosen unless the present one is among them."""
        self._names = dict(options)
        self.menu().clear()
        for value, text in options:
            action = self.menu().addAction(text.replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, value=value: self.choose(value))
        if options and self.value not in self._names:
            self.value = options[0][0]
        self._show()

    def choose(self, value: Any) -> None:
        """Choose a value and tell it."""
        if value != self.value:
            self.value = value
            self._show()
            self.changed.emit(value)

    def _show(self) -> None:
        text = f"{self.prefix}{self._names.get(self.value, '')}"
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()


class ActionStrip(QWidget):
    """The strip at the bottom of a desk: decisions with their key letters; never gives way.

    Letters act through ``press_key``, which the desk calls when no text field has the focus.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(49)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 0, 14, 0)
        self.row.setSpacing(6)
        self._buttons: dict[str, Button] = {}

    def add(self, button: Button, *, after_space: bool = False) -> Button:
        """Put a button at the end of the strip, at the right side after a stretch if asked."""
        if after_space:
            self.row.addStretch(1)
        self.row.addWidget(button)
        if button.key:
            self._buttons[button.key.upper()] = button
            button.setToolTip(button.toolTip() or f"Tombol {button.key}")
        self.setMinimumWidth(self._needed(caps=False))
        return button

    def _needed(self, *, caps: bool) -> int:
        """Give the width the buttons want, with or without their key caps."""
        made = [item.widget() for item in map(self.row.itemAt, range(self.row.count())) if item]
        buttons = [b for b in made if isinstance(b, Button) and not b.isHidden()]
        words = sum(button.full_width(caps=caps and bool(button.text())) for button in buttons)
        return words + self.row.spacing() * (len(buttons) - 1) + 28

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show the key caps if there is room; to be called when buttons were shown or hidden."""
        self.setMinimumWidth(self._needed(caps=False))
        roomy = self.width() >= self._needed(caps=True)
        for button in self._buttons.values():
            button.show_cap(roomy and bool(button.text()))  # a bare icon says its key as tooltip

    def press_key(self, event: QKeyEvent) -> bool:
        """Press the button of a letter typed without Ctrl or Alt; tell whether there was one."""
        if event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        button = self._buttons.get(QKeySequence(event.key()).toString().upper())
        if button is None or not button.isEnabled() or not button.isVisible():
            return False
        button.click()
        return True
