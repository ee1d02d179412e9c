"""A clerk's day in the window by keyboard alone: one list in, one leave and one class taken back,
and an old list that does no harm."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPlainTextEdit, QWidget

from polima_desktop.services.session import Session
from polima_desktop.services.staff import events, roster
from polima_desktop.services.staff.roster import Listed
from polima_desktop.views.importing.wizard import (
    LAYOUT,
    PREVIEW,
    RESULT,
    SUMMARY,
    ImportWizard,
)
from polima_desktop.views.staff.editor import PersonEditor
from polima_desktop.views.staff.events import EventDialog
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.staff.records import RecordRow
from polima_desktop.views.window.main_window import MainWindow
from tests.views.importing.wizard_object import WizardDriver
from tests.views.staff.world import SARMINA, PegawaiDriver, type_into

TODAY = date(2021, 1, 31)
FAJRIN, CORRECTED = "198111042008031002", "198111042008031012"
ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
HEAD = "NIP;NAMA;KELAS JABATAN;UNIT KERJA\n"


class Day:
    """The hands of the clerk: keys, and nothing else."""

    def __init__(self, window: MainWindow, rita: Session) -> None:
        assert isinstance(window.page, PegawaiPage)
        self.window, self.rita, self.page = window, rita, window.page
        self.driver = PegawaiDriver(window.page)
        self.driver.settle()

    def row(self, name: str) -> Listed:
        return next(r for r in roster.roster(self.rita, TODAY).rows if r.name == name)

    def find(self, name: str) -> None:
        """Search somebody and go down to them."""
        self.driver.search(name)
        search = self.page.search
        assert search is not None
        QTest.keyClick(search, Qt.Key.Key_Down)
        self.driver.settle()
        assert self.page.table.hasFocus()
        file = self.page.pane.file
        assert file is not None
        assert file.now.name == name

    def wizard(self) -> WizardDriver:
        self.page.import_.setFocus()
        QTest.keyClick(self.page.import_, ENTER)
        self.driver.settle()
        wizard = QApplication.activeModalWidget()
        assert isinstance(wizard, ImportWizard)
        return WizardDriver.of(self.page.context, wizard)

    def to_preview(self, path: Path) -> WizardDriver:
        hands = self.wizard()
        hands.type_path(path)
        hands.press_enter()
        assert hands.wizard.step == LAYOUT
        hands.enter_where_the_focus_is()
        assert hands.wizard.step == PREVIEW
        return hands

    def write(self, hands: WizardDriver) -> str:
        """Go on to the end, and give what the summary said."""
        hands.enter_where_the_focus_is()
        assert hands.wizard.step == SUMMARY
        said = hands.words()
        hands.enter_where_the_focus_is()
        assert hands.wizard.step in (SUMMARY, RESULT)
        QTest.keyClick(hands.wizard, Qt.Key.Key_Escape)
        self.driver.settle()
        return said

    def undo(self) -> None:
        self.window.activateWindow()
        self.page.table.setFocus()
        QTest.keyClick(self.page.table, Qt.Key.Key_Z, CTRL)
        self.driver.settle()


def test_a_day_by_keyboard(window: MainWindow, rita: Session, tmp_path: Path) -> None:
    day = Day(window, rita)
    _a_list_with_a_repair(day, tmp_path)
    _a_wrong_leave_withdrawn(day)
    _a_wrong_class_undone(day)
    _an_old_list_without_harm(day, tmp_path)


def _a_list_with_a_repair(day: Day, folder: Path) -> None:
    path = folder / "januari.csv"
    rows = (
        f"{SARMINA[:-1]};Wa Ode Sarmina Hadi;10;SD Negeri 2 Wameo\n"
        "199105082019032010;Wa Ima Lestari;9;SD Negeri 2 Wameo\n"
    )
    path.write_text(HEAD + rows, "utf-8")
    hands = day.to_preview(path)
    assert hands.shown() == [(2, "rejected")]
    hands.repair(SARMINA)
    assert hands.shown() == [(2, "changed"), (3, "changed")]
    assert "1 sel dibetulkan" in day.write(hands)
    classes = [day.row(name).job_class for name in ("Wa Ode Sarmina Hadi", "Wa Ima Lestari")]
    assert classes == [10, 9]


def _a_wrong_leave_withdrawn(day: Day) -> None:
    day.find("Rosmina")
    button = day.page.pane.event_button

    def record(dialog: QDialog) -> None:
        assert isinstance(dialog, EventDialog)
        dialog.kind.setFocus()
        QTest.keyClicks(dialog.kind, "Cuti")
        for _ in range(dialog.kind.count()):
            if dialog.chosen_kind().code != "cuti_sakit":
                QTest.keyClick(dialog.kind, Qt.Key.Key_Down)
        assert dialog.chosen_kind().code == "cuti_sakit"
        type_into(dialog.starts, "11 Januari 2021")
        type_into(dialog.ends, "15 Januari 2021")
        QTest.keyClick(dialog.ends, ENTER)
        day.driver.settle()

    day.driver.in_dialog(lambda: QTest.keyClick(button, ENTER), record)
    rows = [row for row in day.page.pane.findChildren(RecordRow) if row.isVisible()]
    menu: QMenu = rows[0].more.menu()
    withdraw = next(act for act in menu.actions() if "Cabut" in act.text().replace("&", ""))

    def say_why(dialog: QDialog) -> None:
        (text,) = dialog.findChildren(QPlainTextEdit)
        QTest.keyClicks(text, "salah orang")
        QTest.keyClick(text, Qt.Key.Key_Tab)
        focus: QWidget | None = dialog.focusWidget()
        QTest.keyClick(focus or dialog, ENTER)

    def choose() -> None:
        menu.popup(rows[0].mapToGlobal(rows[0].rect().center()))
        menu.setActiveAction(withdraw)
        QTest.keyClick(menu, ENTER)

    day.driver.in_dialog(choose, say_why)
    (leave,) = [r for r in events.listed(day.rita, day.row("Rosmina").id) if not r.said.first]
    assert (leave.state, leave.out and leave.out.reason) == ("withdrawn", "salah orang")


def _a_wrong_class_undone(day: Day) -> None:
    day.find("Wa Ima Lestari")

    def retype(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        QTest.keyClick(dialog.tabs.tabBar(), Qt.Key.Key_Right)
        box = dialog.inputs["job_class"].editor
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Down)
        QTest.keyClick(box, Qt.Key.Key_Down)
        QTest.keyClick(dialog, ENTER)
        day.driver.settle()

    day.driver.in_dialog(lambda: QTest.keyClick(day.page.table, ENTER), retype)
    assert day.row("Wa Ima Lestari").job_class == 11
    day.undo()
    assert day.row("Wa Ima Lestari").job_class == 9


def _an_old_list_without_harm(day: Day, folder: Path) -> None:
    day.find("La Ode Fajrin Malik")

    def correct(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        type_into(dialog.since, "1 Januari 2017")
        type_into(dialog.inputs["nip"].editor, CORRECTED)
        QTest.keyClick(dialog, ENTER)
        day.driver.settle()

    day.driver.in_dialog(lambda: QTest.keyClick(day.page.table, ENTER), correct)
    before = roster.roster(day.rita, TODAY).rows
    assert day.row("La Ode Fajrin Malik").nip == CORRECTED
    path = folder / "lama.csv"
    rows = f"{FAJRIN};LA ODE FAJRIN MALIK;;Dinas Pekerjaan Umum dan Penataan Ruang\n"
    path.write_text(HEAD + rows, "utf-8")
    hands = day.to_preview(path)
    hands.wizard.preview.filter.choose(())
    assert hands.shown() == [(2, "unchanged")]
    said = day.write(hands)
    assert "Tidak ada yang ditulis." in said
    after = roster.roster(day.rita, TODAY).rows
    assert [row[:15] for row in after] == [row[:15] for row in before]
