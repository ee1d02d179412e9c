"""Every page of a small demo city: nothing clipped or squeezed at any size, every control named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitter,
    QWidget,
)

from polima_desktop.app import PAGES, make_application
from polima_desktop.views import theme
from polima_desktop.views.widgets import Page
from polima_desktop.views.window.main_window import MainWindow
from tests.screens.hands import cut_wide, outside, shown, squeezed, words
from tests.screens.scenes import USERS
from tests.screens.stage import Stage

# A wide screen, the two breakpoints, 1024 × 768, 1366 × 768 at 150 %, and the smallest window.
SIZES = [(1366, 740), (1180, 700), (1059, 640), (1024, 700), (911, 493), (900, 500)]


Note = Callable[[str, object], None]


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


def test_nothing_is_clipped_or_squeezed_at_any_size(
    window: MainWindow, stage: Stage, record_property: Note
) -> None:
    for size in SIZES:
        window.resize(*size)
        stage.settle()
        assert squeezed(page_of(window)) == [], size
        assert outside(page_of(window)) == [], size
        assert cut_wide(page_of(window)) == [], size
    sizes = " ".join(f"{wide}×{high}" for wide, high in SIZES)
    record_property("walked", (page_of(window).objectName(), f"not clipped at {sizes}"))


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
    assert sum(widget.isVisibleTo(page) for widget in header if widget is not None) <= 3
    assert len(filled) <= 1


def test_both_themes_draw_every_page(
    window: MainWindow, stage: Stage, record_property: Note
) -> None:
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
    record_property("walked", (page_of(window).objectName(), "light and dark"))


def test_pictures_go_where_they_are_asked_for(tmp_path: Path, stage: Stage) -> None:
    from tests.screens.__main__ import shoot

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = stage.window("audit", "auditor")
    shoot(app, stage, "audit", window, tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["audit-150.png", "audit-gelap.png", "audit.png"]
    stage.clear()
