"""The screen's lock, by keys: covered, kept, asked for, counted; hands put it off."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.window import lock
from polima_desktop.views.window.lock import TITLE, ScreenLock
from polima_desktop.views.window.main_window import MainWindow
from tests.views.conftest import PASSWORD
from tests.views.window.test_window import SPECS, ListPage

CTRL = Qt.KeyboardModifier.ControlModifier


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, minutes: float) -> None:
        self.now += minutes * 60


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(qtbot: QtBot, context: Context, clock: Clock) -> Iterator[MainWindow]:
    made = MainWindow(context, SPECS)
    made.lock.clock, made.lock._seen = clock, clock()
    made.show_place(1)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is made.windowHandle())
    made.lock.timer.setInterval(5)
    yield made
    context.jobs.settle()
    made.close()
    made.deleteLater()


def answer(held: ScreenLock, password: str) -> None:
    """Type a password as hands do, in the system's own window."""
    QTest.keyClicks(held.panel.password, password)
    QTest.keyClick(held.panel.windowHandle(), Qt.Key.Key_Return)
    assert held.jobs is not None
    held.jobs.settle()


def test_nothing_is_seen_nor_usable_until_the_password_is_right(
    window: MainWindow, qtbot: QtBot, clock: Clock
) -> None:
    page = window.page
    assert isinstance(page, ListPage)
    assert page.search is not None
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_F, CTRL)
    QTest.keyClicks(page.search, "wa ode")
    open_look = window.grab().toImage()
    clock.pass_by(15)
    qtbot.waitUntil(lambda: window.lock.locked)
    covered = window.grab().toImage()
    assert covered != open_look
    page.search.setText("la ode")
    assert window.grab().toImage() == covered  # whatever stands under it
    page.search.setText("wa ode")
    assert window.windowTitle() == TITLE
    for key in (Qt.Key.Key_E, Qt.Key.Key_K):
        QTest.keyClick(window.windowHandle(), key, CTRL)
    QTest.keyClick(window.lock.panel.windowHandle(), Qt.Key.Key_Escape)
    assert page.exported == 0
    assert window.lock.locked
    answer(window.lock, "bukan ini")
    assert "tidak cocok" in window.lock.panel.field.error
    assert window.lock.locked
    answer(window.lock, PASSWORD)
    assert not window.lock.locked
    assert window.grab().toImage() != covered
    assert page.search.text() == "wa ode"
    assert window.windowTitle() == "SI POLIMA · Januari 2021 · Pegawai"


def test_hands_put_it_off_and_come_too_late(window: MainWindow, clock: Clock) -> None:
    window.lock.timer.stop()  # as while the machine sleeps
    handle = window.windowHandle()
    clock.pass_by(14)
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    clock.pass_by(14)
    QTest.mouseMove(handle, QPoint(200, 200))
    clock.pass_by(14)
    where = QPointF(300, 300)
    QApplication.sendEvent(
        handle,
        QWheelEvent(
            where, where, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    clock.pass_by(14)
    QTest.keyClick(handle, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert not window.lock.locked
    clock.pass_by(16)
    QTest.keyClick(handle, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.lock.locked
    assert window.page is window.pages["beranda"]  # the late key did nothing else


def test_a_question_under_it_waits_and_keeps_what_was_typed(
    window: MainWindow, qtbot: QtBot, clock: Clock
) -> None:
    dialog = Dialog(window, "Catatan La Ode", "Simpan")
    typed = QLineEdit()
    dialog.body.addWidget(typed)
    dialog.open()
    QTest.keyClicks(typed, "isi")
    clock.pass_by(15)
    qtbot.waitUntil(lambda: window.lock.locked)
    assert dialog.isVisible()
    assert dialog.windowTitle() == TITLE
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    answer(window.lock, PASSWORD)
    assert typed.text() == "isi"
    assert dialog.windowTitle() == "Catatan La Ode"
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_work_goes_on_and_what_it_opens_is_covered(window: MainWindow, qtbot: QtBot) -> None:
    go, opened = threading.Event(), Dialog(window, "Kata sandi sekali pakai: x7", "Tutup")
    window.context.jobs.run(lambda _p: go.wait(10)).success(lambda _r: opened.open())
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_L, CTRL)
    assert window.lock.locked
    go.set()
    window.context.jobs.settle()
    qtbot.waitUntil(opened.isVisible)
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.lock.panel.windowHandle())
    assert opened.windowTitle() == TITLE
    QTest.keyClick(opened.windowHandle(), Qt.Key.Key_Return)
    assert opened.isVisible()
    answer(window.lock, PASSWORD)
    assert opened.windowTitle() == "Kata sandi sekali pakai: x7"


def test_wrong_passwords_are_counted_like_a_login(window: MainWindow) -> None:
    window.lock.lock()
    for _ in range(3):
        answer(window.lock, "bukan ini")
    answer(window.lock, PASSWORD)
    assert "menunggu" in window.lock.panel.field.error
    assert window.lock.locked


def test_leaving_says_what_is_lost_and_then_ends(window: MainWindow, qtbot: QtBot) -> None:
    window.lock.lock()
    panel, gone = window.lock.panel, []
    window.lock.left.connect(lambda: gone.append(window.lock.locked))
    qtbot.waitUntil(lambda: QApplication.focusWindow() is panel.windowHandle())
    panel.leave.setFocus()
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Space)
    assert panel.warning.isVisible()
    assert gone == []
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Space)
    assert gone == [True]


def test_the_desk_says_how_long_and_never_says_so(context: Context, qtbot: QtBot) -> None:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show()
    context.jobs.settle()
    assert page.lock_after.value() == 15
    page.lock_after.setFocus()
    page.lock_after.selectAll()
    QTest.keyClicks(page.lock_after, "0")
    QTest.keyClick(page.lock_after, Qt.Key.Key_Return)
    assert lock.minutes(context.settings) == 0
    assert page.lock_after.text() == "Tidak pernah"
    assert "tidak pernah terkunci" in page.lock_field.note


def test_never_is_never(window: MainWindow, qtbot: QtBot, clock: Clock) -> None:
    window.context.settings.put(lock.KEY, 0)
    clock.pass_by(10_000)
    qtbot.wait(30)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert not window.lock.locked
