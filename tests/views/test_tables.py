"""Tables: the unknown sorts last, the selection survives a refresh, rows can be copied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import money
from polima_desktop.views.tables import (
    CELL_ROLE,
    Badge,
    CellDelegate,
    Column,
    DataTable,
    QueueList,
    RowModel,
    TwoLine,
)

NAME, NIP, NET = 0, 1, 2
PEOPLE = [
    (11, "Wa Ode Sarmina", "198403122009022004", 3_745_914),
    (12, "La Ode Fajrin", "198111042008031002", None),
    (13, "Muh. Idris", "197908252007011013", 2_000_000),
    (14, "Siti Hawa", "199001012019032001", 4_000_000),
]


def net_badge(row: tuple[object, ...]) -> Badge | None:
    return Badge("bad", "Tertahan") if row[3] is None else None


def columns() -> list[Column]:
    return [
        Column("name", "Nama", 1, width=160, stretch=True),
        Column("nip", "NIP", 2, text=shown_nip, width=178, minimum=178),
        Column("net", "Bersih", 3, text=money, right=True, badge=net_badge),
    ]


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication) -> DataTable:
    made = DataTable(columns(), "Pegawai", many=True)
    qtbot.addWidget(made)
    made.set_rows(PEOPLE)
    made.resize(700, 300)
    made.show()
    return made


def names(table: DataTable) -> list[str]:
    return [row[1].split()[0] for row in table.rows_model.rows]


def test_a_click_on_the_heading_sorts_and_the_unknown_stays_last(table: DataTable) -> None:
    header = table.horizontalHeader()
    at = QPoint(header.sectionPosition(NET) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(table) == ["Muh.", "Wa", "Siti", "La"]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert names(table) == ["Siti", "Wa", "Muh.", "La"]


def test_selection_cursor_and_sorting_survive_a_refresh(table: DataTable) -> None:
    table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    table.select_key(13)
    changed = [row for row in PEOPLE if row[0] != 11] + [(15, "Aisyah", "", 1)]
    table.set_rows(changed)
    assert table.selected_keys() == [13]
    assert table.current_key() == 13
    assert names(table)[0] == "Aisyah"


def test_several_selected_rows_stay_selected_when_the_order_changes(table: DataTable) -> None:
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_keys() == [11, 12]
    table.sortByColumn(NAME, Qt.SortOrder.DescendingOrder)
    assert sorted(table.selected_keys()) == [11, 12]


def test_a_row_that_went_away_is_told_once(table: DataTable, qtbot: QtBot) -> None:
    table.select_key(12)
    told: list[object] = []
    table.current_changed.connect(told.append)
    table.set_rows(row for row in PEOPLE if row[0] != 12)
    table.set_rows(row for row in PEOPLE if row[0] != 12)
    assert told == [None]
    assert qtbot is not None


def test_enter_opens_the_row_under_the_cursor(table: DataTable) -> None:
    opened: list[object] = []
    table.opened.connect(opened.append)
    table.select_key(13)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [13]


def test_ctrl_c_copies_rows_as_a_spreadsheet_takes_them(table: DataTable) -> None:
    table.select_key(12)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    expected = "Nama\tNIP\tBersih\nLa Ode Fajrin\t19811104 200803 1 002\tTertahan"
    assert QGuiApplication.clipboard().text() == expected


def test_a_letter_does_not_jump_to_a_row(table: DataTable) -> None:
    table.select_key(11)
    QTest.keyClick(table, Qt.Key.Key_S)
    assert table.current_key() == 11


def test_a_nip_column_never_gets_narrower_than_a_nip(table: DataTable) -> None:
    table.setColumnWidth(NIP, 60)
    assert table.columnWidth(NIP) == 178


def test_the_strip_says_which_rows_are_seen(table: DataTable) -> None:
    table.set_rows(PEOPLE, total=4039)
    assert table.position_text() == "1–4 dari 4.039"
    table.set_rows([], total=4039)
    assert table.position_text() == "0 dari 4.039"


def test_a_cut_text_shows_itself_as_a_tooltip_and_a_whole_one_does_not(table: DataTable) -> None:
    delegate = table.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    place = table.rows_model.index(0, NAME)
    assert delegate.tip(table, place) == ""
    table.setColumnWidth(NAME, 60)
    assert delegate.tip(table, place) == "Wa Ode Sarmina"


def test_a_badge_speaks_for_screen_readers(table: DataTable) -> None:
    place = table.rows_model.index(1, NET)
    assert place.data(Qt.ItemDataRole.AccessibleTextRole) == "Tertahan"
    assert place.data(CELL_ROLE).badge == Badge("bad", "Tertahan")


def test_a_queue_row_says_all_it_shows(qtbot: QtBot, qapp: QApplication) -> None:
    queue = QueueList(lambda row: TwoLine(row[1], "SD 2", "Rp 5", Badge("ok", "Cocok")), "Antrean")
    qtbot.addWidget(queue)
    queue.set_rows(PEOPLE)
    words = queue.rows_model.index(0, 0).data(Qt.ItemDataRole.DisplayRole)
    assert words == "Wa Ode Sarmina, Rp 5, SD 2, Cocok"
    assert queue.rowHeight(0) == 56


@given(st.lists(st.none() | st.integers(-5, 5), max_size=12), st.booleans())
def test_sorting_is_a_permutation_with_the_unknown_last(
    values: list[int | None], descending: bool
) -> None:
    model = RowModel([Column("v", "V", 1)])
    model.set_rows(enumerate(values))
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    model.sort(0, order)
    shown = [row[1] for row in model.rows]
    known = [value for value in shown if value is not None]
    assert sorted(row[0] for row in model.rows) == list(range(len(values)))
    assert known == sorted(known, reverse=descending)
    assert shown[len(known) :] == [None] * (len(values) - len(known))
