"""Walks every page and every dialog of the small demo city as hands and eyes do; says what.

What was covered is printed at the end (``conftest.py``). A dialog nobody walks fails a test.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from polima_desktop import views
from polima_desktop.app import PAGES, make_application
from polima_desktop.views import theme
from polima_desktop.views.importing.wizard import ImportWizard
from polima_desktop.views.modal import Dialog
from polima_desktop.views.staff.editor import NewPersonEditor
from polima_desktop.views.widgets import Button, Field
from polima_desktop.views.widgets.order import first_field
from polima_desktop.views.window.main_window import MainWindow
from polima_desktop.views.window.menus import TITLES
from tests.screens.desk import Desk
from tests.screens.dialogs import MAKERS
from tests.screens.hands import (
    answering,
    backwards,
    cut_wide,
    inputs,
    letters,
    outside,
    shown,
    squeezed,
    text_of,
    top,
    walk_with_tab,
    wheel_over_all,
    words,
    write,
)
from tests.screens.scenes import USERS
from tests.screens.stage import Stage

Walked = Callable[[str], None]
ROOT = Path(views.__file__).parent


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    app = make_application()
    theme.apply(app, "light")
    made = Stage(Path(tmp_path_factory.mktemp("stage")))
    made.build()
    yield made
    made.close()


@pytest.fixture
def walked(request: pytest.FixtureRequest, record_property: Callable[..., None]) -> Walked:
    """Note what was covered, under the page's or dialog's name."""
    place = request.node.callspec.id
    return lambda what: record_property("walked", (place, what))


# --- nothing is missed ---


def qualified(kind: type) -> str:
    return f"{kind.__module__.removeprefix('polima_desktop.views.')}.{kind.__name__}"


def every_dialog() -> set[str]:
    """Give the classes of dialogs that are opened: those that no other one is built on."""
    for found in pkgutil.walk_packages(views.__path__, "polima_desktop.views."):
        importlib.import_module(found.name)
    kinds, left = set(), [QDialog]
    while left:
        below = left.pop().__subclasses__()
        left += below
        kinds |= {k for k in below if k.__module__.startswith("polima_desktop.")}
    return {qualified(k) for k in kinds if not kinds & set(k.__subclasses__())}


def functions_that_ask() -> set[str]:
    """Give the functions that build a plain ``Dialog`` or ``FormDialog`` themselves."""
    found = set()
    for path in ROOT.rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for scope, node in _functions(ast.parse(path.read_text("utf-8")), module):
            calls = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
            names = {c.id for c in calls if isinstance(c, ast.Name)}
            if names & {"Dialog", "FormDialog", "ModalWindow", "QDialog"}:
                found.add(scope)
    return found


def _functions(tree: ast.AST, scope: str) -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{scope}.{node.name}")
        elif isinstance(node, ast.FunctionDef):
            yield f"{scope}.{node.name}", node


def test_no_dialog_is_missed() -> None:
    """Qt's own file dialog has tests of its own: ``tests/views/test_file_dialog.py``."""
    assert every_dialog() | functions_that_ask() == set(MAKERS) | {"file_dialog.FileDialog"}


# --- every page ---


@pytest.fixture(params=[spec.key for spec in PAGES])
def window(stage: Stage, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    yield stage.window(request.param, USERS[request.param])
    stage.clear()


def test_the_wheel_over_any_control_of_a_page_changes_nothing(
    window: MainWindow, walked: Walked
) -> None:
    assert window.page is not None
    count, changed = wheel_over_all(window.page)
    assert changed == []
    walked(f"wheel over {count} controls")


def test_letters_of_a_page_clash_with_no_menu_and_with_one_another(
    window: MainWindow, walked: Walked
) -> None:
    assert window.page is not None
    found = [*letters(window.page), *(title[title.index("&") + 1].upper() for title in TITLES)]
    assert len(found) == len(set(found)), found
    walked(f"{len(found)} letters")


def test_tab_walks_every_part_of_a_page_and_comes_back(window: MainWindow, walked: Walked) -> None:
    page = window.page
    assert page is not None
    window.activateWindow()
    window.focus_page()
    first = window.focusWidget()
    assert first is not None
    panes = [w for w in shown(page, QAbstractItemView, QPlainTextEdit) if w.isEnabled()]
    assert page.isAncestorOf(first) or not panes
    seen = walk_with_tab(window)
    assert len(seen) == len(set(seen)) > 2
    inside = [widget for widget in seen if page.isAncestorOf(widget)]
    walked(f"begins in {type(first).__name__}, Tab over {len(inside)}")


def test_escape_clears_the_search_of_a_page(window: MainWindow, walked: Walked) -> None:
    page = window.page
    assert page is not None
    if page.search is None:
        return
    page.search.setText("tidak ada")
    page.search.search_now()
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    walked("Esc clears the search")


# --- every dialog ---


@pytest.fixture(scope="module")
def desk(stage: Stage) -> Desk:
    return Desk(stage)


@pytest.fixture(params=sorted(MAKERS))
def dialog(desk: Desk, stage: Stage, request: pytest.FixtureRequest) -> Iterator[QDialog]:
    made = MAKERS[request.param](desk)
    stage.settle()
    made.show()
    stage.settle()
    yield made
    made.hide()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def verb_of(dialog: QDialog) -> Button | None:
    found = [b for b in shown(dialog, QAbstractButton) if b.property("primary")]
    assert len(found) <= 1
    return found[0] if found and isinstance(found[0], Button) else None


def test_a_dialog_begins_in_its_first_field(dialog: QDialog, walked: Walked) -> None:
    first = first_field(dialog) or verb_of(dialog)
    if isinstance(dialog, NewPersonEditor):
        first = dialog.inputs["nip"].editor  # the day before it is filled in already
    assert dialog.focusWidget() is first
    walked(f"begins in {type(first).__name__}")


def test_tab_in_a_dialog_reads_on_and_comes_back(dialog: QDialog, walked: Walked) -> None:
    able = {
        widget
        for widget in shown(dialog, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled() and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), QComboBox)
        and not isinstance(widget, QRadioButton)  # Tab takes one of a group, arrows the others
    }  # fmt: skip
    seen = walk_with_tab(dialog)
    assert len(seen) == len(set(seen))
    assert [words(widget) for widget in able - set(seen)] == []
    start = seen.index(min(seen, key=lambda w: top(w, dialog)))
    assert backwards(dialog, [*seen[start:], *seen[:start]]) == []
    walked(f"Tab over {len(seen)}")


def test_letters_of_a_dialog_never_clash(dialog: QDialog, walked: Walked) -> None:
    found = letters(dialog)
    assert len(found) == len(set(found)), found
    walked(f"{len(found)} letters")


def test_the_wheel_over_any_control_of_a_dialog_changes_nothing(
    dialog: QDialog, walked: Walked
) -> None:
    count, changed = wheel_over_all(dialog)
    assert changed == []
    walked(f"wheel over {count}")


def test_escape_closes_a_dialog_nobody_touched(dialog: QDialog, walked: Walked) -> None:
    now = dialog.focusWidget()
    assert now is not None
    with answering(lambda question: question.reject()) as asked:
        QTest.keyClick(now, Qt.Key.Key_Escape)
    assert asked == []
    assert not dialog.isVisible()
    walked("Esc closes")


def test_escape_asks_when_something_was_typed(dialog: QDialog, walked: Walked) -> None:
    fields = inputs(dialog)
    if not fields or isinstance(dialog, ImportWizard):
        return  # the import asks once it has read a file: test_wizard
    QTest.keyClicks(fields[0], "1a b")
    typed = text_of(fields[0])
    with answering(lambda question: question.reject()) as asked:
        QTest.keyClick(fields[0], Qt.Key.Key_Escape)
    assert asked == ["Tutup tanpa menyimpan?"]
    assert dialog.isVisible()
    assert text_of(fields[0]) == typed
    with answering(lambda question: question.accept()):
        QTest.keyClick(fields[0], Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    walked("Esc asks")


def test_typing_presses_nothing_and_enter_the_filled_button(
    dialog: QDialog, walked: Walked
) -> None:
    pressed: list[str] = []
    for button in shown(dialog, QAbstractButton):
        assert isinstance(button, QAbstractButton)
        button.clicked.connect(lambda _on=False, button=button: pressed.append(button.text()))
    for field in inputs(dialog):
        QTest.keyClicks(field, "ya, tidak sb")
    assert pressed == []
    verb = verb_of(dialog)
    if verb is None:
        return
    verb.setEnabled(True)
    verb.clicked.disconnect()
    verb.clicked.connect(lambda: pressed.append("filled"))
    lines = [field for field in inputs(dialog) if isinstance(field, QLineEdit)]
    QTest.keyClick(lines[-1] if lines else dialog, Qt.Key.Key_Return)
    assert pressed == ["filled"]
    walked("Enter presses the filled button")


def test_a_refused_value_keeps_what_was_typed(
    dialog: QDialog, stage: Stage, walked: Walked
) -> None:
    fields, verb = inputs(dialog), verb_of(dialog)
    if not fields or verb is None or not verb.isEnabled():
        return
    for field in fields:
        write(field, "31 Februari 1985")
    before = [text_of(field) for field in fields]
    verb.click()
    stage.settle()
    assert [text_of(field) for field in fields] == before
    if dialog.isVisible():
        walked("a refusal keeps the input")


def test_a_dialog_refuses_what_is_empty_and_leads_there(
    dialog: QDialog, stage: Stage, walked: Walked
) -> None:
    required = [
        field
        for field in dialog.findChildren(Field)
        if field.isVisible() and field.caption.text().endswith("(wajib)")
        and field.editor in inputs(dialog)
    ]  # fmt: skip
    verb = verb_of(dialog)
    if not required or verb is None:
        return
    for field in required:
        write(field.editor, "")  # type: ignore[arg-type]  # it is among the inputs
    if not verb.isEnabled():
        walked("nothing to press while empty")
        return
    verb.click()
    stage.settle()
    assert dialog.isVisible()
    wrong = [field for field in dialog.findChildren(Field) if field.isVisible() and field.error]
    wrong.sort(key=lambda field: field.mapTo(dialog, QPoint()).toTuple()[::-1])
    assert dialog.focusWidget() is wrong[0].editor
    walked(f"{len(required)} required")


ROOMS = {
    "1366×768": QSize(1350, 728),
    "1024×700": QSize(1008, 660),
    "1366×768 at 150 %": QSize(895, 472),
    "900×500": QSize(884, 460),
}
"""Screens, less what a title bar takes."""


def test_a_dialog_fits_every_screen_with_its_buttons(
    dialog: QDialog, stage: Stage, walked: Walked
) -> None:
    for name, room in ROOMS.items():
        dialog.setMaximumSize(room)
        dialog.setMinimumSize(dialog.minimumSize().boundedTo(room))
        dialog.resize(dialog.sizeHint().boundedTo(room))
        stage.settle()
        assert dialog.width() <= room.width(), name
        assert dialog.height() <= room.height(), name
        assert (squeezed(dialog), outside(dialog), cut_wide(dialog)) == ([], [], []), name
    walked("fits " + ", ".join(ROOMS))


def test_every_dialog_is_drawn_in_both_themes(
    desk: Desk, stage: Stage, record_property: Callable[..., None]
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = {name: make(desk) for name, make in MAKERS.items()}
    for name, low, high in (("dark", 0, 60), ("light", 200, 256)):
        theme.apply(app, theme.named(name))
        for key, dialog in made.items():
            dialog.show()
            stage.settle()
            ground = dialog.grab().toImage().pixelColor(4, dialog.height() - 4).lightness()
            assert low <= ground < high, (key, name)
            dialog.hide()
    for key, dialog in made.items():
        record_property("walked", (key, "light and dark"))
        dialog.deleteLater()


def test_a_dialog_of_the_kit_has_a_filled_button_and_a_way_out(dialog: QDialog) -> None:
    if isinstance(dialog, Dialog):
        assert verb_of(dialog) is not None
        assert dialog.cancel.text() in ("Batal", "Tutup")
