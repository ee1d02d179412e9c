"""Colours keep their contrast, figures line up, and one style sheet dresses everything."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from polima_desktop.assets import asset
from polima_desktop.views import theme
from polima_desktop.views.theme import DARK, LIGHT, Tokens
from polima_desktop.views.widgets.messages import ProgressStrip

TEXT, MARK = 4.5, 3.0
KINDS = ("ok", "warn", "bad", "info", "man", "mute")

# What is written on what, from the table of the look.
WORDS = [
    *[("ink", ground) for ground in ("bg", "nav", "sheet", "alt", "head", "field", "sel", "mark")],
    *[("ink2", ground) for ground in ("bg", "nav", "sheet", "alt", "head", "sel")],
    *[("ink3", ground) for ground in ("bg", "nav", "sheet", "field")],
    *[("acc", ground) for ground in ("bg", "sheet", "accsoft", "sel", "nav")],
    ("accink", "accbg"),
    *[(kind, f"{kind}bg") for kind in KINDS],
    *[(kind, "sheet") for kind in KINDS],
    *[(series, ground) for series in ("s1", "s2", "s3") for ground in ("sheet", "accsoft")],
]
MARKS = [("line2", "sheet"), ("line2", "bg"), ("bar", "sheet"), ("acc", "nav"), ("warn", "nav")]


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)


@pytest.mark.parametrize("record", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("token", "ground"), WORDS)
def test_words_can_be_read_on_their_ground(record: Tokens, token: str, ground: str) -> None:
    assert contrast(record.color(token), record.color(ground)) >= TEXT


@pytest.mark.parametrize("record", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("token", "ground"), MARKS)
def test_controls_and_marks_stand_out(record: Tokens, token: str, ground: str) -> None:
    assert contrast(record.color(token), record.color(ground)) >= MARK


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_done_part_of_a_progress_bar_stands_out(
    light: QApplication, qtbot: QtBot, name: theme.Theme
) -> None:
    theme.apply(light, name)
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    strip.show_step(1, 2, "Menghitung")
    strip.show()
    drawn, middle = strip.bar.grab().toImage(), strip.bar.height() // 2
    done, rest = (drawn.pixelColor(strip.bar.width() * part // 4, middle) for part in (1, 3))
    assert contrast(done, rest) >= MARK


@pytest.mark.parametrize("role", ["title", "record", "body", "table", "label", "table-strong"])
def test_figures_are_equally_wide(qapp: QApplication, role: str) -> None:
    metrics = QFontMetricsF(theme.font(role))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_the_font_is_inter_and_weights_differ(qapp: QApplication) -> None:
    assert QFontInfo(theme.font("body")).family() == "Inter"
    regular = QFontMetricsF(theme.font("body")).horizontalAdvance("Pegawai")
    assert QFontMetricsF(theme.font("strong")).horizontalAdvance("Pegawai") > regular


def test_a_nip_fits_its_column_of_178_pixels(qapp: QApplication) -> None:
    width = QFontMetricsF(theme.font("table")).horizontalAdvance("19840312 200902 2 004")
    assert width <= 178 - 2 * 8 + 1


def test_changing_the_theme_changes_palette_and_sheet(light: QApplication) -> None:
    theme.apply(light, "dark")
    role = QPalette.ColorRole
    assert light.palette().color(role.Highlight) == DARK.color("sel")
    assert light.palette().color(role.HighlightedText) == DARK.color("ink")
    assert DARK.sheet in light.styleSheet()
    assert theme.tokens() is DARK


def test_the_style_sheet_has_no_hole_and_stays_short() -> None:
    for record in (LIGHT, DARK):
        assert "$" not in theme.style_sheet(record)
    assert len(asset("resources", "theme.qss").read_text("utf-8").splitlines()) <= 40


def test_a_button_box_speaks_indonesian(qapp: QApplication) -> None:
    kind = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kind.Save | kind.Cancel | kind.Close | kind.Discard)
    words = {button.text().replace("&", "") for button in box.buttons()}
    assert words == {"Simpan", "Batal", "Tutup", "Buang"}


class _Bell(QObject):
    rang = Signal(bool)


def test_this_pyside_keeps_its_references_to_true(qapp: QApplication) -> None:
    """PySide6 6.12.0 loses one reference an emit and aborts after some hundreds."""
    bell, before = _Bell(), sys.getrefcount(True)
    for _ in range(2_000):
        bell.rang.emit(True)
    assert abs(sys.getrefcount(True) - before) < 1_000
