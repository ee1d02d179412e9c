"""Walks every page of the small demo city: order of Tab, letters, focus, the wheel; says what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QTabWidget,
    QWidget,
)

from polima_desktop.app import PAGES, make_application
from polima_desktop.views import theme
from polima_desktop.views.widgets.order import letter_of
from polima_desktop.views.window.main_window import MainWindow
from polima_desktop.views.window.menus import TITLES
from tests.screens.scenes import USERS
from tests.screens.stage import Stage

covered: list[str] = []


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    app = make_application()
    theme.apply(app, "light")
    made = Stage(Path(tmp_path_factory.mktemp("stage")))
    made.build()
    yield made
    made.close()
    print("\nwalked: " + "; ".join(covered))


@pytest.fixture(params=[spec.key for spec in PAGES])
def window(stage: Stage, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    yield stage.window(request.param, USERS[request.param])
    stage.clear()


def _value(widget: QWidget) -> object:
    if isinstance(widget, QTabWidget):
        return widget.currentIndex()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QDateEdit):
        return widget.date()
    return getattr(widget, "text", str)()


def _turn_wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            middle, widget.mapToGlobal(middle), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def test_the_wheel_over_any_control_changes_nothing(window: MainWindow) -> None:
    page = window.page
    assert page is not None
    kinds = (QComboBox, QDateEdit, QTabWidget, QLineEdit, QAbstractButton)
    controls = [w for w in page.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    before = [_value(widget) for widget in controls if not widget.hasFocus()]
    for widget in controls:
        if not widget.hasFocus():
            _turn_wheel(widget.tabBar() if isinstance(widget, QTabWidget) else widget)
    assert [_value(widget) for widget in controls if not widget.hasFocus()] == before
    covered.append(f"{page.objectName()}: wheel over {len(controls)}")


def test_letters_clash_with_no_menu_and_with_one_another(window: MainWindow) -> None:
    page = window.page
    assert page is not None
    texts = [w.text() for w in page.findChildren(QAbstractButton) if w.isVisible()]
    texts += [w.text() for w in page.findChildren(QLabel) if w.buddy() and w.isVisible()]
    letters = [letter for text in [*TITLES, *texts] if (letter := letter_of(text))]
    assert len(letters) == len(set(letters)), letters
    covered.append(f"{page.objectName()}: {len(letters)} letters")


def test_tab_walks_every_part_of_the_page_and_comes_back(window: MainWindow) -> None:
    page = window.page
    assert page is not None
    window.activateWindow()
    window.focus_page()
    start, seen = window.focusWidget(), []
    assert start is not None
    for _ in range(200):
        now = window.focusWidget()
        assert now is not None
        QTest.keyClick(now, Qt.Key.Key_Tab)
        seen.append(now)
        if window.focusWidget() is start:
            break
    assert window.focusWidget() is start
    assert len(seen) == len(set(seen)) > 2
    inside = [widget for widget in seen if page.isAncestorOf(widget)]
    covered.append(f"{page.objectName()}: Tab over {len(inside)}")
