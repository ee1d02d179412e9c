"""Beranda in the window: every line of it leads to the page that does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from polima_desktop.domain.periods import Month
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.home.chart import LOOKS, summary
from polima_desktop.views.home.page import BerandaPage
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets import NoteLine
from tests import cases_world, claims_world, month_world, reconciling

JANUARY, MARCH = Month(2021, 1), Month(2021, 3)


class Hands:
    """The page with hands: opens, presses, and remembers where it was sent."""

    def __init__(self, page: BerandaPage) -> None:
        self.page, self.sent = page, []
        page.context.page_asked.connect(lambda key, what: self.sent.append((key, what)))

    def load(self) -> None:
        self.page.refresh()
        self.page.context.jobs.settle()

    def verdict(self) -> str:
        lines = [w for w in self.page.findChildren(NoteLine) if w.isVisible()]
        return lines[0].accessibleName() if lines else ""


@pytest.fixture
def hands(sqlite_url: str, jobs: Jobs, settings: Settings, qtbot: QtBot) -> Iterator[Hands]:
    session: Session = month_world.session(month_world.standing(sqlite_url))
    page = BerandaPage(Context(session, jobs, settings, JANUARY))
    qtbot.addWidget(page)
    page.resize(1170, 680)
    page.show()
    made = Hands(page)
    made.load()
    yield made
    jobs.settle()
    session.database.close()


def test_the_title_is_the_month_and_the_sentence_the_next_step(hands: Hands) -> None:
    assert hands.page.title.text() == "Januari 2021"
    assert hands.page.next_step.full == (
        "Langkah berikutnya: bekukan Januari 2021, atau tunggu 1 klaim diputus."
    )
    assert hands.page.go_on.text() == "Buka perhitungan"
    assert hands.page.tasks_sheet.note.full == "0 hal, 2 oleh orang lain"
    assert hands.verdict().startswith("Bisa dibekukan.")


def test_the_filled_button_goes_on_with_the_next_step(hands: Hands) -> None:
    QTest.mouseClick(hands.page.go_on, Qt.MouseButton.LeftButton)
    assert hands.sent == [("perhitungan", {})]


def test_a_step_of_the_path_opens_its_page_by_keyboard(hands: Hands) -> None:
    QTest.keyClick(hands.page.path, Qt.Key.Key_Return)
    QTest.keyClick(hands.page.path, Qt.Key.Key_Right)
    QTest.keyClick(hands.page.path, Qt.Key.Key_Return)
    assert [key for key, _ in hands.sent] == ["pegawai", "bobot"]


def test_a_task_leads_to_its_rows(hands: Hands) -> None:
    hands.page.tasks.select_place(1)
    QTest.keyClick(hands.page.tasks, Qt.Key.Key_Return)
    [(page, what)] = hands.sent
    assert page == "pegawai"
    assert set(what) == {"problem"}


def test_cases_to_check_are_counted_and_lead_to_their_queue(
    sqlite_url: str, jobs: Jobs, settings: Settings, qtbot: QtBot
) -> None:
    database = cases_world.build(sqlite_url)
    page = BerandaPage(Context(claims_world.session(database), jobs, settings, MARCH))
    qtbot.addWidget(page)
    page.show()
    made = Hands(page)
    made.load()
    tasks = [row[1] for row in page.tasks.rows_model.rows]
    [place] = [n for n, task in enumerate(tasks) if task.title == "Periksa 5 kasus kehadiran"]
    page.tasks.select_place(place)
    page.tasks.setFocus()
    QTest.keyClick(page.tasks, Qt.Key.Key_Return)
    assert made.sent == [("kehadiran", {"cases": True})]
    jobs.settle()
    database.close()


def test_a_blocked_month_says_so_and_offers_the_way_out(hands: Hands) -> None:
    hands.page.context.set_month(MARCH)
    hands.load()
    assert hands.verdict().startswith("Belum bisa diteruskan.")
    assert hands.page.go_on.text() == "Buka perhitungan"
    hands.page.tasks.select_place(0)
    QTest.keyClick(hands.page.tasks, Qt.Key.Key_Return)
    message = hands.page.notices.messages.message
    assert message is not None
    assert "tidak mengimpor daftar" in message.bold  # finance may not; the bar says who may


def test_the_chart_speaks_and_has_a_table_view(hands: Hands) -> None:
    found = hands.page.found
    assert found is not None
    assert found.adoption is not None
    assert hands.page.chart.accessibleDescription() == summary(found.adoption)
    assert "pada minggu 4 Jan" in summary(found.adoption)
    assert hands.page.views.currentWidget() is hands.page.chart
    [action] = hands.page.menu_actions()["Tampilan"]
    assert action.shortcut().toString() == "Ctrl+T"
    action.trigger()
    assert hands.page.views.currentWidget() is hands.page.table
    assert hands.page.table.rows_model.rows[0][1] == "4 Jan"


def test_the_chart_draws_at_any_size(hands: Hands) -> None:
    for size in ((700, 420), (380, 150), (300, 120)):
        hands.page.chart.resize(*size)
        assert not hands.page.chart.grab().isNull()


def test_lines_differ_in_more_than_colour() -> None:
    assert len({look.dashes for look in LOOKS}) == len(LOOKS)
    assert len({look.marker for look in LOOKS}) == len(LOOKS)


def test_what_was_selected_stays_after_a_refresh(hands: Hands) -> None:
    hands.page.tasks.select_place(1)
    before = hands.page.tasks.current_row()
    hands.load()
    assert hands.page.tasks.current_row() == before


def test_the_offices_see_their_difference_first_until_it_is_signed(
    sqlite_url: str, jobs: Jobs, settings: Settings, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = reconciling.city(tmp_path / "kota", 150, 2)
    month_world.standing(sqlite_url).close()
    with reconciling.office(sqlite_url) as sessions:
        page = BerandaPage(Context(sessions["rahim"], jobs, settings, JANUARY))
        qtbot.addWidget(page)
        page.show()
        made = Hands(page)
        made.load()
        assert page.difference.isVisible()
        assert page.difference.title.text() == "Belum ada rekonsiliasi"
        reconciling.opened(sessions["rahim"], folder)
        made.load()
        assert page.difference.title.text().startswith("Dari 150 ke ")
        assert page.difference.waterfall.bars[0].words == "BKPSDM 150"
        assert any("baris yang hanya di satu daftar" in task.title for task in page.found.tasks)
        jobs.settle()
