"""A wrong record is withdrawn, ended, corrected and undone where it stands, by mouse and keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit

from polima_desktop.domain.events import EVENT_KINDS, Event
from polima_desktop.services.session import Session
from polima_desktop.services.staff import events, roster
from polima_desktop.services.staff.events import Happening, Recorded
from polima_desktop.views.staff.editor import PersonEditor
from polima_desktop.views.staff.events import EventDialog, OverlapDialog
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.staff.record_acts import EndDialog
from polima_desktop.views.staff.records import RecordRow
from polima_desktop.views.window.main_window import MainWindow
from tests.views.staff.world import PegawaiDriver, clerk, type_into

TODAY = date(2021, 1, 31)


@pytest.fixture
def driver(window: MainWindow) -> PegawaiDriver:
    page = window.page
    assert isinstance(page, PegawaiPage)
    driver = PegawaiDriver(page)
    driver.settle()
    driver.choose("Rosmina")
    return driver


def _record(rita: Session, driver: PegawaiDriver, kind: str, **more: object) -> None:
    person = driver.page.table.current_key()
    event = Event(EVENT_KINDS[kind], date(2021, 1, 11), **more)  # type: ignore[arg-type]
    events.record(rita, [Happening(person, event)])
    driver.page.refresh()
    driver.settle()


def _rows(driver: PegawaiDriver) -> list[RecordRow]:
    driver.settle()
    return [row for row in driver.page.pane.findChildren(RecordRow) if row.isVisible()]


def _kept(rita: Session, driver: PegawaiDriver) -> list[Recorded]:
    person = driver.page.table.current_key()
    return [one for one in roster.person_file(rita, person, TODAY).records if not one.said.first]


def _ctrl_z(window: MainWindow, driver: PegawaiDriver) -> None:
    window.activateWindow()
    driver.page.table.setFocus()
    QTest.keyClick(driver.page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    driver.settle()


def test_a_discipline_until_further_notice_has_a_withdrawal_beside_it(
    rita: Session, driver: PegawaiDriver
) -> None:
    _record(rita, driver, "hukdis", note="sedang")
    (row,) = _rows(driver)
    assert row.line.items[0].when == "11 Jan 2021 – sampai dicabut"

    def say_why(dialog: QDialog) -> None:
        (text,) = dialog.findChildren(QPlainTextEdit)
        QTest.keyClicks(text, "salah orang")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]

    click = Qt.MouseButton.LeftButton
    driver.in_dialog(lambda: QTest.mouseClick(row.withdraw, click), say_why)
    assert roster.person_file(rita, driver.page.table.current_key(), TODAY).spells == []
    (gone,) = _rows(driver)
    assert gone.line.items[0].gone
    assert gone.line.items[0].lines[-1] == "salah orang"
    assert not hasattr(gone, "withdraw")
    told = driver.page.notices.messages.message
    assert told is not None
    assert told.bold == "Hukuman disiplin dicabut."


def test_ctrl_z_takes_back_the_withdrawal_and_then_the_record(
    rita: Session, driver: PegawaiDriver, window: MainWindow
) -> None:
    _record(rita, driver, "hukdis", note="sedang")
    (one,) = _kept(rita, driver)
    events.withdraw(rita, one.said.id, "salah orang")
    _ctrl_z(window, driver)
    assert [one.state for one in _kept(rita, driver)] == ["in_force"]
    assert window.menus.by_keys["Ctrl+Z"].text().replace("&", "") == (
        "Urungkan: hukuman disiplin Rosmina"
    )
    _ctrl_z(window, driver)
    assert [one.state for one in _kept(rita, driver)] == ["withdrawn"]
    told = driver.page.notices.messages.message
    assert told is not None
    assert told.bold == "Diurungkan: hukuman disiplin Rosmina."


def test_a_wrong_class_is_undone_by_its_name(
    rita: Session, driver: PegawaiDriver, window: MainWindow
) -> None:
    driver.choose("Wa Ima Lestari")

    def retype(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        dialog.tabs.setCurrentIndex(1)
        dialog.inputs["job_class"].set_value(9)
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(driver.page.acts.edit_person, retype)
    window.last_act.load()
    driver.settle()
    text = window.menus.by_keys["Ctrl+Z"].text().replace("&", "")
    assert text == "Urungkan: kelas jabatan Wa Ima Lestari 8 → 9"
    _ctrl_z(window, driver)
    file = roster.person_file(rita, driver.page.table.current_key(), TODAY)
    assert file.now.job_class == 8


def test_in_a_text_field_ctrl_z_undoes_only_what_was_typed(
    rita: Session, driver: PegawaiDriver
) -> None:
    _record(rita, driver, "hukdis", note="sedang")
    search = driver.page.search
    assert isinstance(search, QLineEdit)
    search.setFocus()
    QTest.keyClicks(search, "rosmi")
    QTest.keyClick(search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    driver.settle()
    assert search.text() == ""
    assert [one.state for one in _kept(rita, driver)] == ["in_force"]


def test_what_was_changed_since_says_why_it_stays(
    rita: Session, driver: PegawaiDriver, window: MainWindow
) -> None:
    _record(rita, driver, "hukdis", note="sedang")
    (one,) = _kept(rita, driver)
    events.end(clerk(rita.database, "budi"), one.said.id, date(2021, 3, 1), "banding")
    _ctrl_z(window, driver)
    told = driver.page.notices.messages.message
    assert told is not None
    assert "tidak bisa diurungkan" in told.bold
    assert "Urungkan lebih dahulu “akhir hukuman disiplin" in told.text


def test_an_open_record_is_ended_from_its_menu(rita: Session, driver: PegawaiDriver) -> None:
    _record(rita, driver, "hukdis", note="sedang")
    (row,) = _rows(driver)
    end = next(act for act in row.more.menu().actions() if "Akhiri" in act.text().replace("&", ""))

    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, EndDialog)
        type_into(dialog.day, "1 Januari 2021")
        type_into(dialog.reason, "banding diterima")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        assert "lebih dulu" in dialog.form.fields["day"].error
        type_into(dialog.day, "1 Maret 2021")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    driver.in_dialog(end.trigger, fill_in)
    now = next(one for one in _kept(rita, driver) if one.stands)
    assert now.last_day == date(2021, 3, 1)


def test_a_record_is_corrected_in_its_own_form(rita: Session, driver: PegawaiDriver) -> None:
    _record(rita, driver, "cuti_tahunan", ends=date(2021, 1, 15), decree_number="SK/1")
    (row,) = _rows(driver)
    correct = next(act for act in row.more.menu().actions() if "Betulkan" in act.text())

    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, EventDialog)
        assert dialog.ends.text() == "15 Januari 2021"
        assert dialog.decree.text() == "SK/1"
        type_into(dialog.ends, "12 Januari 2021")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        assert "Alasan" in dialog.fields["reason"].error
        type_into(dialog.reason, "ralat surat")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(correct.trigger, fill_in)
    assert {one.last_day: one.state for one in _kept(rita, driver)} == {
        date(2021, 1, 12): "in_force",
        date(2021, 1, 15): "replaced",
    }


@pytest.mark.parametrize(
    ("answer", "spans"),
    [
        ("replace", [(date(2021, 1, 14), date(2021, 1, 20))]),
        ("extend", [(date(2021, 1, 11), date(2021, 1, 20))]),
        (
            "both",
            [(date(2021, 1, 14), date(2021, 1, 20)), (date(2021, 1, 11), date(2021, 1, 15))],
        ),
    ],
)
def test_a_second_leave_over_the_first_is_asked_about(
    rita: Session, driver: PegawaiDriver, answer: str, spans: list[tuple[date, date]]
) -> None:
    _record(rita, driver, "cuti_sakit", ends=date(2021, 1, 15))

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, OverlapDialog)
        assert not dialog.verb.isEnabled()
        dialog.buttons[answer].setFocus()  # type: ignore[index]
        QTest.keyClick(dialog.buttons[answer], Qt.Key.Key_Space)  # type: ignore[index]
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, EventDialog)
        dialog.kind.setCurrentIndex(dialog.kind.findData("cuti_sakit"))
        type_into(dialog.starts, "14 Januari 2021")
        type_into(dialog.ends, "20 Januari 2021")
        press = Qt.MouseButton.LeftButton
        driver.in_dialog(lambda: (QTest.mouseClick(dialog.verb, press), driver.settle()), choose)
        QApplication.processEvents()

    driver.in_dialog(driver.page.acts.record_event, fill_in)
    found = [(one.said.valid_from, one.last_day) for one in _kept(rita, driver) if one.stands]
    assert found == spans


def test_another_day_in_the_form_shows_what_held_on_that_day(
    rita: Session, driver: PegawaiDriver
) -> None:
    driver.choose("Wa Ode Sarmina Hadi")

    def look_back(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        driver.settle()
        job_class, position = dialog.inputs["job_class"], dialog.inputs["position"]
        assert job_class.read().value == 9
        type_into(position.editor, "Guru Utama")
        type_into(dialog.since, "1 Juni 2019")
        dialog.decree.setFocus()
        driver.settle()
        assert job_class.read().value == 8
        assert position.read().value == "Guru Utama"
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(driver.page.acts.edit_person, look_back)
    key = driver.page.table.current_key()
    then = roster.person_file(rita, key, date(2020, 1, 1)).now
    assert (then.job_class, then.position) == (8, "Guru Utama")
    now = roster.person_file(rita, key, TODAY).now
    assert (now.job_class, now.position) == (9, "Guru Utama")


def test_a_day_typed_and_saved_at_once_is_never_called_somebody_elses_change(
    rita: Session, driver: PegawaiDriver
) -> None:
    driver.choose("Wa Ode Sarmina Hadi")

    def at_once(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        driver.settle()
        dialog.inputs["job_class"].set_value(10)
        dialog.since.setText("1 Juni 2019")
        dialog.accept()
        driver.settle()

    driver.in_dialog(driver.page.acts.edit_person, at_once)
    key = driver.page.table.current_key()
    assert roster.person_file(rita, key, date(2020, 1, 1)).now.job_class == 10
    assert roster.person_file(rita, key, TODAY).now.job_class == 9


def test_a_day_that_can_hardly_be_meant_is_asked_about_once(
    rita: Session, driver: PegawaiDriver
) -> None:
    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, EventDialog)
        dialog.kind.setCurrentIndex(dialog.kind.findData("cuti_sakit"))
        type_into(dialog.starts, "14 Januari 2021")
        QTest.keyClick(dialog.ends, Qt.Key.Key_Return)

        def go_on(question: QDialog) -> None:
            words = " ".join(part.text() for part in question.findChildren(QLabel))
            assert "biasanya punya tanggal selesai" in words
            QTest.keyClick(question, Qt.Key.Key_Return)

        driver.in_dialog(driver.settle, go_on)

    driver.in_dialog(driver.page.acts.record_event, fill_in)
    assert [one.said.kind for one in _kept(rita, driver)] == ["cuti_sakit"]
