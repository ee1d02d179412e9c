"""Small things drawn by hand for delegates and widgets: badges, key caps, thread, weave."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from polima_desktop.views import theme
from polima_desktop.views.icons import KIND_ICONS, paint_icon

BADGE_HEIGHT = 19
_BADGE_ICON, _BADGE_SIDE, _BADGE_GAP = 13, 6, 4


class Badge(NamedTuple):
    """A state in word, shape and colour; ``kind`` is ok, warn, bad, info, man or mute."""

    kind: str
    text: str
    icon: str = ""

    @property
    def shape(self) -> str:
        """The icon's name: its own, or the one of its kind."""
        return self.icon or KIND_ICONS[self.kind]


def text_width(text: str, font: QFont) -> float:
    """Give the width of a line of text in device-independent pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def elided(text: str, font: QFont, width: float) -> str:
    """Cut a text to a width with an ellipsis at its end."""
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    font: QFont,
    color: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Draw one line, vertically centred and elided to its box."""
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = elided(text, font, box.width() + 1)  # a pixel of grace for rounding
    painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter), shown)


def badge_width(badge: Badge, font: QFont | None = None) -> float:
    """Give the width a badge wants."""
    font = font or theme.font("label-medium")
    return text_width(badge.text, font) + _BADGE_ICON + 2 * _BADGE_SIDE + _BADGE_GAP


def draw_badge(painter: QPainter, left: float, box: QRectF, badge: Badge, room: float) -> float:
    """Draw a badge from ``left``, centred in the height of ``box``; give the width it took."""
    t, font = theme.tokens(), theme.font("label-medium")
    width = min(badge_width(badge, font), room)
    frame = QRectF(left, box.center().y() - BADGE_HEIGHT / 2, width, BADGE_HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(t.color(f"{badge.kind}bg"))
    painter.drawRoundedRect(frame, 4, 4)
    color = getattr(t, badge.kind)
    top = frame.center().y() - _BADGE_ICON / 2
    paint_icon(
        painter, badge.shape, QRectF(left + _BADGE_SIDE, top, _BADGE_ICON, _BADGE_ICON), color
    )
    words = frame.adjusted(_BADGE_SIDE + _BADGE_ICON + _BADGE_GAP, 0, -_BADGE_SIDE + 2, 0)
    draw_text(painter, words, badge.text, font, color)
    painter.restore()
    return width


def draw_key(painter: QPainter, box: QRectF, text: str, color: str) -> None:
    """Draw a key cap with its letter, e.g. ``Y`` or ``Ctrl+F``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setFont(theme.font("label-medium"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def draw_thread(painter: QPainter, start: QPointF, end: QPointF, *, done: bool = True) -> None:
    """Draw a piece of the thread: solid where something is done, dashed where not yet."""
    t = theme.tokens()
    pen = QPen(t.color("acc" if done else "line2"), 2.5 if done else 1.5)
    if not done:
        pen.setDashPattern([3, 3])
    painter.save()
    painter.setPen(pen)
    painter.drawLine(start, end)
    painter.restore()


def draw_knot(
    painter: QPainter, center: QPointF, radius: float, *, filled: bool, past: bool = False
) -> None:
    """Draw a knot of the thread: filled = done or computed, ring = now or an input."""
    t = theme.tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(t.color("line2" if past else "acc"), 2))
    painter.setBrush(QBrush(t.color("acc" if filled else "sheet")))
    painter.drawEllipse(center, radius, radius)
    painter.restore()


def draw_selection(painter: QPainter, row: QRect, *, first: bool = True) -> None:
    """Tint a selected row; its first cell carries the edge of the thread."""
    t = theme.tokens()
    painter.fillRect(row, t.color("sel"))
    if first:
        painter.fillRect(QRect(row.left(), row.top(), 3, row.height()), t.color("acc"))


# One repeat of the weave: (height, colour); 94 px in all.
_WEAVE = [
    (16, "#0B5A66"), (2, "#EFE3C8"), (6, "#C98A2B"), (2, "#16211F"), (14, "#8B1E2D"),
    (2, "#EFE3C8"),
    (4, "#C98A2B"), (2, "#16211F"), (12, "#1F3D3A"), (2, "#EFE3C8"), (8, "#8B1E2D"), (2, "#C98A2B"),
    (14, "#0B5A66"), (2, "#EFE3C8"), (4, "#1F3D3A"), (2, "#C98A2B"),
]  # fmt: skip


@cache
def weave() -> QPixmap:
    """Give one repeat of the *tenun* band, 6 × 94 px, to be tiled down the window's left edge."""
    made = QPixmap(6, sum(height for height, _ in _WEAVE))
    painter, top = QPainter(made), 0
    for height, color in _WEAVE:
        painter.fillRect(0, top, 6, height, QColor(color))
        top += height
    painter.end()
    return made
