"""Manners every page gets from the kit: wheel, order of Tab, letters, Esc, geometry, menus."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

import polima_desktop
from polima_desktop.views import theme
from polima_desktop.views.dialogs import Dialog, FormDialog
from polima_desktop.views.modal import ModalWindow
from polima_desktop.views.settings import fitted
from polima_desktop.views.tables import Column, DataTable
from polima_desktop.views.widgets import Field
from polima_desktop.views.widgets.choices import Choice, DayBox
from polima_desktop.views.widgets.focus import FocusRing
from polima_desktop.views.widgets.order import letter_of, with_letter
from tests.screens.hands import turn_wheel

ROOT = Path(polima_desktop.__file__).parent


def test_the_wheel_changes_a_value_only_with_the_focus(qapp: QApplication, qtbot: QtBot) -> None:
    box, other, choice, day = QWidget(), QLineEdit(), Choice(), DayBox()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    for widget in (other, choice, day):
        column.addWidget(widget)
    choice.addItems(["7", "8", "9"])
    box.show()
    box.activateWindow()
    other.setFocus()
    before = day.date()
    turn_wheel(choice)
    turn_wheel(day)
    assert (choice.currentText(), day.date()) == ("7", before)
    assert box.focusWidget() is other
    choice.setFocus()
    qtbot.waitUntil(choice.hasFocus)
    turn_wheel(choice)
    assert choice.currentText() == "8"


def _calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text("utf-8"))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in found if isinstance(call.func, ast.Name) and call.func.id[:1] == "Q"]


def test_no_page_makes_a_box_that_the_wheel_turns() -> None:
    banned = {"QComboBox", "QDateEdit", "QSpinBox", "QDoubleSpinBox", "QTabBar"}
    found = [
        f"{path.name}:{call.lineno}"
        for path in ROOT.rglob("*.py")
        for call in _calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in banned
    ]
    assert found == []


def test_no_property_is_set_by_keyword() -> None:
    """Qt looks such names up by the language's upper case, and fails in Turkish."""
    found = [
        f"{path.name}:{call.lineno}"
        for path in ROOT.rglob("*.py")
        for call in _calls(path)
        if any(word.arg for word in call.keywords)
    ]
    assert found == []


def form(qtbot: QtBot) -> FormDialog:
    dialog = FormDialog(None, "Ubah", "Simpan")
    qtbot.addWidget(dialog)
    dialog.form.add("name", Field("&Nama", QLineEdit()))
    reason = QPlainTextEdit()
    reason.setTabChangesFocus(True)
    dialog.form.add("reason", Field("Alasa&n", reason))
    dialog.show()
    return dialog


def test_a_dialog_begins_in_its_first_field_and_tab_reads_on(qtbot: QtBot) -> None:
    dialog = form(qtbot)
    name, reason = (field.editor for field in dialog.form.fields.values())
    seen = []
    for _ in range(4):
        seen.append(dialog.focusWidget())
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert seen == [name, reason, dialog.verb, dialog.cancel]


def test_letters_of_a_dialog_never_clash(qtbot: QtBot) -> None:
    fields = form(qtbot).form.fields.values()
    assert [letter_of(field.caption.text()) for field in fields] == ["N", "A"]


@pytest.mark.parametrize(
    ("text", "taken", "marked"),
    [
        ("&Baru", set(), "&Baru"),
        ("&Baru", {"B"}, "B&aru"),
        ("R && &D", {"D"}, "&R && D"),
        ("&A", {"A"}, "A"),
        ("Biasa", {"B"}, "Biasa"),
    ],
)
def test_a_taken_letter_gives_way_to_the_next(text: str, taken: set[str], marked: str) -> None:
    assert with_letter(text, taken) == marked


@pytest.mark.parametrize(("answer", "open_after"), [("Batal", True), ("Buang isian", False)])
def test_escape_asks_only_when_something_was_typed(
    qtbot: QtBot, answer: str, open_after: bool
) -> None:
    dialog = form(qtbot)
    QTest.keyClicks(dialog.focusWidget(), "Ratna")

    def reply() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, Dialog)
        button = question.cancel if answer == "Batal" else question.verb
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, reply)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible() is open_after
    assert dialog.form.fields["name"].editor.property("text") == "Ratna"


def test_escape_closes_what_nobody_touched(qtbot: QtBot) -> None:
    dialog = form(qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_focus_goes_back_to_where_one_was(qtbot: QtBot) -> None:
    window, field = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(field)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    dialog = ModalWindow(window)
    inner = QLineEdit()
    QVBoxLayout(dialog).addWidget(inner)
    QTimer.singleShot(0, dialog.reject)
    dialog.exec()
    qtbot.waitUntil(field.hasFocus)


def test_a_dialog_too_high_for_the_screen_scrolls_and_keeps_its_buttons(qtbot: QtBot) -> None:
    dialog = FormDialog(None, "Ubah", "Simpan")
    qtbot.addWidget(dialog)
    for number in range(20):
        dialog.form.add(str(number), Field(f"Isian {number}", QLineEdit()))
    dialog.show()
    dialog.fit_to(QSize(895, 472))  # 1366 × 768 at 150 %
    QApplication.processEvents()
    bottom = dialog.verb.mapTo(dialog, dialog.verb.rect().bottomRight())
    assert dialog.height() <= 472
    assert dialog.rect().contains(bottom)


def test_a_place_of_a_larger_screen_is_brought_onto_the_smaller() -> None:
    screen = QRect(0, 0, 1024, 700)
    assert fitted(QRect(1500, 300, 1366, 740), screen) == screen
    assert fitted(QRect(900, -50, 400, 300), screen) == QRect(624, 0, 400, 300)


def test_what_has_the_focus_wears_a_ring(qapp: QApplication, qtbot: QtBot) -> None:
    ring = qapp.findChild(FocusRing) or FocusRing(qapp)
    box, field = QWidget(), QLineEdit()
    made = DataTable([Column("name", "Nama", 1)], "Pegawai")
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    column.addWidget(field)
    column.addWidget(made)
    box.show()
    box.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    assert ring.ring is not None
    assert ring.ring.parentWidget() is made
    assert made.grab().toImage().pixelColor(1, 1) == theme.tokens().color("acc")
    field.setFocus()
    assert ring.ring is None


PEOPLE = [(1, "Wa Ode Sarmina", "III/a"), (2, "La Ode", "IV/a"), (3, "Wa Ode Hawa", "III/a")]


@pytest.fixture
def table(qtbot: QtBot) -> DataTable:
    made = DataTable([Column("name", "Nama", 1), Column("gol", "Gol.", 2)], "Pegawai", many=True)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.set_rows(PEOPLE)
    made.show()
    return made


def names(table: DataTable) -> list[int]:
    return [row[0] for row in table.rows_model.rows]


def test_the_third_click_on_a_header_gives_the_first_order_back(table: DataTable) -> None:
    header = table.horizontalHeader()
    at = QPoint(header.sectionPosition(0) + 20, header.height() // 2)
    orders = []
    for _ in range(3):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        orders.append(names(table))
    assert orders == [[2, 3, 1], [1, 3, 2], [1, 2, 3]]


def test_of_several_selected_rows_the_one_that_stays_is_current(table: DataTable) -> None:
    """Case 22: the pane shows who is still selected."""
    table.selectAll()
    table.select_key(2)
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    table.set_rows([PEOPLE[0]])
    assert table.selected_keys() == [1]
    assert table.current_key() == 1


def test_space_ticks_and_unticks_a_row(table: DataTable, qtbot: QtBot) -> None:
    table.select_key(1)
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.selected_keys() == [1, 3]
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert table.selected_keys() == [1]


@pytest.mark.parametrize("held", [Qt.Key.Key_Control, Qt.Key.Key_Shift])
def test_a_row_put_forward_while_a_key_is_held_is_the_only_one(
    table: DataTable, held: Qt.Key
) -> None:
    table.select_key(1)
    modifier = Qt.KeyboardModifier
    down = modifier.ControlModifier if held is Qt.Key.Key_Control else modifier.ShiftModifier
    QTest.keyPress(table, held, down)
    table.select_key(3)
    table.select_key(3)
    QTest.keyRelease(table, held)
    assert table.selected_keys() == [3]


def test_the_menu_of_a_cell_copies_and_narrows(table: DataTable) -> None:
    table.narrows = frozenset({"gol"})
    asked: list[tuple[str, object]] = []
    table.narrow_asked.connect(lambda key, value: asked.append((key, value)))
    table.select_key(2)
    table.setCurrentIndex(table.rows_model.index(1, 1))
    acts = {action.text().replace("&", ""): action for action in table.row_menu().actions()}
    assert list(acts) == ["Salin baris", "Salin isi sel", "Hanya Gol.: IV/a"]
    acts["Salin isi sel"].trigger()
    assert QGuiApplication.clipboard().text() == "IV/a"
    acts["Hanya Gol.: IV/a"].trigger()
    assert asked == [("gol", "IV/a")]


def test_the_menu_of_a_heading_sorts_and_hides_columns(table: DataTable) -> None:
    acts = {a.text().replace("&", ""): a for a in table.header_menu(0).actions() if a.text()}
    acts["Urutkan turun"].trigger()
    assert names(table) == [1, 3, 2]
    acts["Urutan pertama"].trigger()
    assert names(table) == [1, 2, 3]
    columns = acts["Kolom"].menu()
    assert columns is not None
    columns.actions()[1].trigger()
    assert table.isColumnHidden(1)
