"""Our own icons: one stroke style, coloured when they are painted, sharp on every screen.

An icon is named by its file in ``resources/icons`` and takes the colour of a theme token, so a
change of theme needs nothing but a repaint.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from polima_desktop.assets import asset
from polima_desktop.views import theme

KIND_ICONS = {
    "ok": "cek",
    "warn": "awas",
    "bad": "galat",
    "info": "info",
    "man": "backup",
    "mute": "jeda",
}


@cache
def _renderer(name: str, color: str, stroke: float) -> QSvgRenderer:
    text = asset("resources", "icons", f"{name}.svg").read_text("utf-8")
    text = text.replace("currentColor", color).replace('"1.75"', f'"{stroke}"')
    return QSvgRenderer(QByteArray(text.encode()))


def paint_icon(painter: QPainter, name: str, box: QRect | QRectF, color: str) -> None:
    """Draw an icon into a square box in a colour (``#rrggbb``), thicker below 15 px."""
    stroke = 1.75 if box.width() >= 15 else 2.4
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, color, stroke).render(painter, QRectF(box))
    painter.restore()


@cache
def _pixmap(name: str, color: str, side: int) -> QPixmap:
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_icon(painter, name, QRectF(0, 0, side, side), color)
    painter.end()
    return made


def pixmap(name: str, token: str = "ink", side: int = 16, ratio: float = 1.0) -> QPixmap:
    """Give an icon as a picture of ``side`` device-independent pixels for a screen's ratio."""
    made = QPixmap(_pixmap(name, getattr(theme.tokens(), token), round(side * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


class _TokenEngine(QIconEngine):
    """Paints an icon in the colour its token has at that moment; greyed when disabled."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self.name, self.token = name, token

    def _color(self, mode: QIcon.Mode) -> str:
        token = "ink3" if mode is QIcon.Mode.Disabled else self.token
        return str(getattr(theme.tokens(), token))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(rect).center())
        paint_icon(painter, self.name, box, self._color(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        return _pixmap(self.name, self._color(mode), min(size.width(), size.height()))

    def clone(self) -> QIconEngine:
        return _TokenEngine(self.name, self.token)


@cache
def icon(name: str, token: str = "ink") -> QIcon:
    """Give an icon for a button or a menu, in the colour a token has when it is painted."""
    return QIcon(_TokenEngine(name, token))


@cache
def window_icon() -> QIcon:
    """Give the program's own icon: a piece of weaving."""
    return QIcon(str(asset("resources", "icons", "polima.svg")))
