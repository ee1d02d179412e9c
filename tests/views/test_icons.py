"""Every icon can be drawn, in the colour of its theme, sharp on any screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from polima_desktop.assets import asset
from polima_desktop.views import theme
from polima_desktop.views.icons import KIND_ICONS, icon, pixmap, window_icon

FILES = sorted(asset("resources", "icons").glob("*.svg"))
STROKED = [path for path in FILES if "currentColor" in path.read_text("utf-8")]


def colors(image: QImage) -> set[str]:
    seen = set()
    for y in range(image.height()):
        for x in range(image.width()):
            color = image.pixelColor(x, y)
            if color.alpha() > 250:
                seen.add(color.name().upper())
    return seen


@pytest.mark.parametrize("path", STROKED, ids=lambda path: path.stem)
def test_an_icon_draws_in_one_colour(qapp: QApplication, path: Path) -> None:
    image = pixmap(path.stem, "acc", 48).toImage()
    assert colors(image) == {theme.tokens().acc}


@pytest.mark.parametrize("path", STROKED, ids=lambda path: path.stem)
def test_an_icon_is_a_stroke_in_a_box_of_24(path: Path) -> None:
    text = path.read_text("utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.75"' in text
    assert 'fill="none"' in text


def test_the_sharp_screen_gets_more_pixels(qapp: QApplication) -> None:
    image = pixmap("cek", "ink", 16, 1.5)
    assert image.size() == QSize(24, 24)
    assert image.deviceIndependentSize().width() == pytest.approx(16)


def test_an_icon_follows_the_theme(light: QApplication) -> None:
    made = icon("galat", "bad")
    before = colors(made.pixmap(32, 32).toImage())
    theme.apply(light, "dark")
    after = colors(made.pixmap(32, 32).toImage())
    assert before == {theme.LIGHT.bad}
    assert after == {theme.DARK.bad}


def test_a_disabled_icon_is_grey(qapp: QApplication) -> None:
    made: QPixmap = icon("impor").pixmap(QSize(32, 32), QIcon.Mode.Disabled)
    assert colors(made.toImage()) == {QColor(theme.tokens().ink3).name().upper()}


def test_each_kind_has_a_shape_of_its_own() -> None:
    assert len(set(KIND_ICONS.values())) == len(KIND_ICONS)
    assert all(asset("resources", "icons", f"{name}.svg").exists() for name in KIND_ICONS.values())


def test_the_window_has_an_icon(qapp: QApplication) -> None:
    assert not window_icon().pixmap(64, 64).isNull()
