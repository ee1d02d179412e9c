"""Somebody who knows Excel but no code adds an activity for damkar, from the page alone.

With keys and clicks: a formula, an error mended from its message, an example for every branch,
the effect on the city, and the proposal. The guide's chapter tells the same steps.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from polima_desktop.domain.access import Role
from polima_desktop.domain.rules import load
from polima_desktop.services.rules import versions
from polima_desktop.storage.database import Database
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.rules.page import ACTIVITIES, EXAMPLES, HISTORY, IMPACT
from polima_desktop.views.rules.variables import VariablesDialog
from tests import month_world
from tests.views.rules.bobot_object import BobotObject, fill

Opened = Callable[..., BobotObject]


def add_activity(desk: BobotObject) -> str:
    """Press Tambah aktivitas behind the last one of damkar; type its cells; give its code."""
    catalogue = desk.page.catalogue
    desk.show(ACTIVITIES)
    alike = [a.code for a in catalogue.activities.values() if a.family == "damkar"]
    catalogue.grid.select_key(alike[-1] if alike else next(iter(catalogue.activities)))
    desk.click(catalogue.add_button)
    editor = catalogue.grid.viewport().findChild(QLineEdit)
    assert editor is not None, "the name of the new activity is being typed"
    editor.selectAll()
    QTest.keyClicks(editor, "Evakuasi sarang tawon")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()
    code = str(catalogue.grid.current_key())
    for column, text in (("family", "damkar"), ("unit", "kejadian"), ("weight", "30"),
                         ("evidence", "foto dan berita acara")):  # fmt: skip
        desk.type_cell(catalogue.grid, code, column, text)
    return code


def add_variable(desk: BobotObject) -> None:
    """Add the variable ``tinggi`` (metres) in the dialog."""

    def act(dialog: Dialog) -> None:
        assert isinstance(dialog, VariablesDialog)
        QTest.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        editor = dialog.grid.viewport().findChild(QLineEdit)
        assert editor is not None, "the name of the new variable is being typed"
        editor.selectAll()
        QTest.keyClicks(editor, "tinggi")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        QApplication.processEvents()

    desk.in_dialog(lambda: desk.click(desk.page.catalogue.variables_button), act)


def type_points(desk: BobotObject, text: str) -> None:
    """Type a point formula into the bar under the grid, over what stands there."""
    editor = desk.page.catalogue.box.editor
    editor.go_to(editor.names[0])
    for _ in editor.toPlainText().partition("= ")[2]:
        QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    editor.take_over()
    desk.check_now()


def test_an_activity_for_damkar_from_the_page_alone(opened: Opened, city: Database) -> None:
    desk = opened()
    desk.click(desk.page.act)  # Buat draf dari v1
    code = add_activity(desk)
    add_variable(desk)
    assert list(desk.page.shown.ruleset.activities[code].inputs) == ["tinggi"]

    # a mistake, its message, its suggestion
    type_points(desk, "volume * bobot * JIKA(tinggi > 10; 1.5; 1)")
    problem = desk.page.catalogue.box.problem
    assert problem.isVisible()
    assert "Desimal ditulis dengan koma" in problem.text.text()
    assert problem.links[0].text().count("Ganti ‘1.5’ dengan 1,5 (Ctrl+.)") == 1
    desk.page.apply_suggestion()
    desk.check_now()
    points = desk.page.shown.ruleset.activities[code].points
    assert points == "volume * bobot * JIKA(tinggi > 10; 1,5; 1)"
    assert "tidak dilalui satu contoh pun" in problem.text.text()

    # the gate asks for an example of each branch
    assert any("tidak dilalui satu contoh pun" in text for text in desk.findings)
    add_examples(desk, code)
    assert desk.page.shown.errors == []
    assert desk.page.act.isEnabled()

    # what it does to the city, and what changed, in words
    desk.show(IMPACT)
    assert desk.page.impact.compared is not None
    assert desk.page.impact.compared.changed == 0  # nobody has reported it yet
    desk.show(HISTORY)
    said = {change.owner: change.words for change in desk.page.history.found}
    assert said[code].startswith("Aktivitas baru: Evakuasi sarang tawon, bobot 30")

    decree = fill(number="100.3.3/17", date="2 Maret 2021")
    desk.in_dialog(lambda: desk.click(desk.page.act), decree)
    assert desk.message == "v2 diajukan. Penerbitan menunggu pejabat penerbit."
    row = versions.versions(month_world.session(city, Role.ORGANISASI))[0]
    stored = load(row.toml).activities[code]
    assert (row.state, row.decree_number, stored.weight) == ("proposed", "100.3.3/17", Decimal(30))


def add_examples(desk: BobotObject, code: str) -> None:
    """Copy an example twice, report the new activity in each, take the results as reference."""
    tab = desk.page.examples
    for name, tall in (("tawon rendah", "4"), ("tawon tinggi", "14")):
        desk.show(EXAMPLES)
        desk.in_dialog(lambda: desk.click(tab.add_button), fill(name=name))
        assert tab.example is not None
        assert tab.example.name == name
        desk.in_dialog(lambda: desk.click(tab.entry_button), fill(name=code))
        number = len(tab.example.activities) - 1
        desk.type_cell(tab.grid, ("activities", number, "tinggi"), "value", tall)
        desk.check_now()
        tab.list.select_key(name)
        if tab.accept_one.isVisible():
            desk.click(tab.accept_one)
            desk.check_now()


def test_one_undo_walks_over_grid_and_editor_in_order(opened: Opened) -> None:
    desk = opened()
    desk.click(desk.page.act)
    before = desk.page.shown.ruleset
    desk.type_weight("GURU-TM", "41")
    name = next(iter(before.lines))
    desk.type_formula(name, before.lines[name].formula, "1")
    desk.type_weight("GURU-TM", "43")
    for weight, formula in ((41, "1"), (41, before.lines[name].formula), (40, None)):
        QTest.keyClick(desk.page.lines.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
        assert desk.page.shown.ruleset.activities["GURU-TM"].weight == weight
        assert formula in (None, desk.page.shown.ruleset.lines[name].formula)
    assert desk.page.shown.ruleset == before


def test_a_block_from_excel_is_one_edit(opened: Opened) -> None:
    desk = opened()
    desk.click(desk.page.act)
    before, grid = desk.page.shown.ruleset, desk.page.catalogue.grid
    rows = grid.rows_model.rows
    keys = [rows[-1][0], None]
    grid.select_key(keys[0])
    grid.setCurrentIndex(grid.grid_model.index(len(rows) - 1, 0))
    QApplication.clipboard().setText(f"{keys[0]}\tNama lain\tumum\torang\nBARU-9\tBaru\tumum\tkali")
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    made = desk.page.shown.ruleset.activities
    assert (made[keys[0]].name, made["BARU-9"].unit) == ("Nama lain", "kali")
    desk.page.undo()
    assert desk.page.shown.ruleset == before


def test_the_open_tab_is_remembered(opened: Opened) -> None:
    opened().show(IMPACT)
    assert opened().page.tabs.currentIndex() == IMPACT
