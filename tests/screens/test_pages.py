"""Every page of a small demo city: nothing clipped or squeezed at any size, every control named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QSplitter,
    QWidget,
)

from polima_desktop.app import PAGES, make_application
from polima_desktop.views import theme
from polima_desktop.views.widgets import ElidedLabel, Page
from polima_desktop.views.window.main_window import MainWindow
from tests.screens.scenes import USERS
from tests.screens.stage import Stage

# A wide screen, the two breakpoints, 1366 × 768 at 150 %, and the smallest window.
SIZES = [(1366, 740), (1180, 700), (1059, 640), (911, 493), (900, 500)]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    app = make_application()
    theme.apply(app, "light")
    made = Stage(tmp_path_factory.mktemp("stage"))
    made.build()
    yield made
    made.close()


@pytest.fixture(scope="module", params=[spec.key for spec in PAGES])
def window(stage: Stage, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    yield stage.window(request.param, USERS[request.param])
    stage.clear()


def page_of(window: MainWindow) -> Page:
    assert window.page is not None
    return window.page


def shown(page: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    found = [widget for kind in kinds for widget in page.findChildren(kind) if widget.isVisible()]
    return [widget for widget in found if not widget.objectName().startswith("qt_")]


def scrolls(widget: QWidget, page: QWidget) -> bool:
    """Tell whether the widget stands in something that scrolls."""
    above = widget.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def words(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} ‘{text[:40]}’"


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


def test_nothing_is_clipped_or_squeezed_at_any_size(window: MainWindow, stage: Stage) -> None:
    for size in SIZES:
        window.resize(*size)
        stage.settle()
        assert squeezed(page_of(window)) == [], size
        assert outside(page_of(window)) == [], size


def test_every_control_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    page = page_of(window)
    buddies = [label.buddy() for label in page.findChildren(QLabel) if label.buddy()]
    nameless = [
        words(widget)
        for widget in shown(page, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QScrollBar | QSplitter)
        and not _name(widget)
        and widget not in buddies
    ]
    assert nameless == []


def _name(widget: QWidget) -> str:
    holds_data = isinstance(widget, QAbstractItemView | QPlainTextEdit | QLineEdit)
    text = "" if holds_data else getattr(widget, "text", str)()
    return widget.accessibleName() or text


def test_a_page_has_a_next_step_and_at_most_one_filled_button(window: MainWindow) -> None:
    page = page_of(window)
    header = [page.buttons.itemAt(i).widget() for i in range(page.buttons.count())]
    filled = [widget for widget in header if widget is not None and widget.property("primary")]
    assert page.next_step.full
    assert len(header) <= 3
    assert len(filled) <= 1


def test_both_themes_draw_every_page(window: MainWindow, stage: Stage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    pictures = []
    for name in ("light", "dark"):
        theme.apply(app, theme.named(name))
        stage.settle()
        pictures.append(window.grab().toImage())
    theme.apply(app, "light")
    middle = QPoint(window.width() // 2, 45)
    assert pictures[0].pixelColor(middle).lightness() > 200
    assert pictures[1].pixelColor(middle).lightness() < 60


def test_pictures_go_where_they_are_asked_for(tmp_path: Path, stage: Stage) -> None:
    from tests.screens.__main__ import shoot

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = stage.window("audit", "auditor")
    shoot(app, stage, "audit", window, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["audit-150.png", "audit-gelap.png", "audit.png"]
    stage.clear()
