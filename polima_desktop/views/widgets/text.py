"""Labels in the roles of the type scale, links, badges and key caps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from polima_desktop.views import theme
from polima_desktop.views.paint import (
    BADGE_HEIGHT,
    Badge,
    badge_width,
    draw_badge,
    draw_key,
    elided,
    text_width,
)


def label(text: str = "", role: str = "body", tone: str = "", *, wrap: bool = False) -> QLabel:
    """Make a label in a role of ``theme.font``; tones: second, third, acc, ok, warn, bad."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(role))
    made.setWordWrap(wrap)
    if tone:
        made.setProperty("tone", tone)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a label another tone after it was made."""
    set_property(widget, "tone", tone)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and let the widget be dressed again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def clear_layout(layout: QLayout) -> None:
    """Take every widget out of a layout, out of sight at once."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class ElidedLabel(QLabel):
    """One line that is cut to its room and then shows itself whole as a tooltip."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role))
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.full = ""
        self.set_full(text)

    def set_full(self, text: str) -> None:
        """Show another text."""
        self.full = text
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = elided(self.full, self.font(), self.width())
        self.setText(shown)
        self.setToolTip(self.full if shown != self.full else "")


class Link(QLabel):
    """Words to press: by mouse, or Enter and Space when it has the focus."""

    def __init__(self, text: str, on_press: Callable[[], object], tone: str = "acc") -> None:
        super().__init__()
        self.on_press = on_press
        self.setFont(theme.font("body"))
        self.setProperty("tone", tone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show other words."""
        font = self.font()
        font.setUnderline(True)
        self.setFont(font)
        self.setText(text)
        self.setAccessibleName(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.on_press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.on_press()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(theme.tokens().color("acc"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class BadgeLabel(QWidget):
    """A badge on its own; without one it takes no room."""

    def __init__(self, badge: Badge | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.badge: Badge | None = None
        self.set_badge(badge)

    def set_badge(self, badge: Badge | None) -> None:
        """Show another badge, or none."""
        self.badge = badge
        self.setAccessibleName(badge.text if badge else "")
        self.setVisible(badge is not None)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(badge_width(self.badge)) + 1 if self.badge else 0, BADGE_HEIGHT + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.badge:
            draw_badge(QPainter(self), 0, QRectF(self.rect()), self.badge, self.width())


class BadgeButton(QPushButton):
    """A badge that can be pressed, e.g. a problem count that filters."""

    def __init__(self, badge: Badge) -> None:
        super().__init__()
        self.badge = badge
        self.setProperty("quiet", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_badge(badge)

    def set_badge(self, badge: Badge) -> None:
        """Show another badge."""
        self.badge = badge
        self.setAccessibleName(badge.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(badge_width(self.badge)) + 9, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_badge(painter, 4, QRectF(self.rect()), self.badge, self.width() - 8)
        if self.hasFocus() or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.tokens().color("acc"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 2.5, -1.5, -2.5), 5, 5)


class KeyHint(QWidget):
    """Key caps and what they do, e.g. ``F4`` panel rinci, in the status bar."""

    def __init__(self, keys: str, words: str = "") -> None:
        super().__init__()
        self.keys, self.words = keys.split(), words
        self.setAccessibleName(f"{keys}: {words}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _cap(self, key: str) -> float:
        return max(text_width(key, theme.font("label-medium")) + 10, 20)

    def sizeHint(self) -> QSize:
        caps = sum(self._cap(key) + 3 for key in self.keys)
        return QSize(int(caps + text_width(self.words, theme.font("label")) + 4), 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, t, left = QPainter(self), theme.tokens(), 0.0
        for key in self.keys:
            width = self._cap(key)
            draw_key(painter, QRectF(left, 1, width, self.height() - 2), key, t.ink2)
            left += width + 3
        painter.setPen(t.color("ink2"))
        painter.setFont(theme.font("label"))
        box = QRectF(left + 1, 0, self.width() - left, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.words)
