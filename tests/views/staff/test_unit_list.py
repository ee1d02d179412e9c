"""Units made out of a list without codes, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.unit_proposals import Proposal
from polima_desktop.services.staff import units
from polima_desktop.views.context import Context
from polima_desktop.views.staff.unit_list import UnitListDialog, corrected

ENTER, F2 = Qt.Key.Key_Return, Qt.Key.Key_F2
OFFICE, SCHOOL = Proposal("DP", "Dinas Pendidikan", "dinas"), Proposal("S", "SDN 1", "sd", "DP")


def test_children_follow_a_code_and_a_parent_may_be_named() -> None:
    assert corrected([OFFICE, SCHOOL], 0, "code", "dikbud")[1].parent == "DIKBUD"
    other = [OFFICE, Proposal("S", "SDN 1", "sd")]
    assert corrected(other, 1, "parent", "dinas pendidikan")[1].parent == "DP"
    assert corrected([OFFICE, SCHOOL], 1, "parent", "")[1].parent == ""
    assert corrected([OFFICE, SCHOOL], 1, "kind", "SMP")[1].kind == "smp"
    assert corrected([OFFICE, SCHOOL], 1, "pattern", "giliran")[1].pattern == "giliran"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("code", "DP"),
        ("code", ""),
        ("name", ""),
        ("kind", "Warung"),
        ("parent", "Entah"),
        ("pattern", "8 hari"),
    ],
)
def test_what_cannot_be_is_refused(column: str, text: str) -> None:
    with pytest.raises(Refused):
        corrected([OFFICE, SCHOOL], 1, column, text)


@pytest.fixture
def dialog(context: Context, qtbot: QtBot, tmp_path: Path) -> Iterator[UnitListDialog]:
    path = tmp_path / "unit.csv"
    path.write_text("NO,NAMA UNIT\n1,Dinas Pendidikan\n2,SDN 1 Wameo\n3,Jumlah dua\n", "utf-8")
    made = UnitListDialog(None, context)
    qtbot.addWidget(made)
    made.show()
    QTest.keyClicks(made.path, str(path))
    QTest.keyClick(made.path, ENTER)
    context.jobs.settle()
    yield made
    context.jobs.settle()


def typed(dialog: UnitListDialog, place: int, column: int, text: str) -> None:
    dialog.grid.setCurrentIndex(dialog.grid.model().index(place, column))
    QTest.keyClick(dialog.grid, F2)
    editor = dialog.grid.viewport().findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, ENTER)
    QApplication.processEvents()
    dialog.context.jobs.settle()
    QApplication.processEvents()


def test_a_list_is_read_corrected_and_created(dialog: UnitListDialog) -> None:
    assert dialog.verb.text() == "Buat 3 unit"
    assert dialog.grid.hasFocus()
    typed(dialog, 0, 0, "DIKBUD")
    assert dialog.result_ is None, "Enter in a cell must not create anything yet"
    dialog.grid.setCurrentIndex(dialog.grid.model().index(2, 0))
    QTest.keyClick(dialog.grid, Qt.Key.Key_Delete)
    assert dialog.verb.text() == "Buat 2 unit"
    QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
    dialog.context.jobs.settle()
    assert dialog.result_ is not None
    assert dialog.result_.counts.new == 2
    session = dialog.context.session
    rows, _ = units.listed(session, session.today)
    codes = {row.id: row.code for row in rows}
    assert {(r.code, codes.get(r.parent_id or 0)) for r in rows} == {
        ("DIKBUD", None),
        ("SD-1-WAMEO", "DIKBUD"),
    }


def test_a_refused_cell_says_why_and_the_grid_stays(dialog: UnitListDialog) -> None:
    typed(dialog, 1, 2, "Warung")
    message = dialog.notices.messages.message
    assert message is not None
    assert "Warung" in message.bold
    assert dialog.units is not None
    assert dialog.units[1].kind == "sd"
