"""A backup made and put back from the window: one button each, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from polima_desktop.app import Desktop
from polima_desktop.domain.access import Role
from polima_desktop.services.office import accounts, backup, reminding
from polima_desktop.services.session import log_in
from polima_desktop.views import dialogs
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.office.backups import BackupDialog, OpenBackupDialog
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.settings import Settings
from tests.views.conftest import PASSWORD

PASSPHRASE = "empat kata yang panjang"


def answering(act: Callable[[Dialog], None], tries: int = 500) -> None:
    def later() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog):
            act(dialog)
        elif tries:
            answering(act, tries - 1)

    QTimer.singleShot(10, later)


@pytest.fixture
def desktop(qapp: QApplication, settings: Settings, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(qapp, settings, str(tmp_path / "hilang.db"), "")
    made.start.show()
    made.begin()
    made.jobs.settle()
    yield made
    made.jobs.settle()
    for window in (made.window, made.start):
        if window is not None:
            window.close()
            window.deleteLater()
    made.close()


def test_the_administrator_sets_when_beranda_reminds(context: Context, qtbot: QtBot) -> None:
    page, told = SettingsPage(context), []
    context.data_changed.connect(told.append)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    context.jobs.settle()
    days = page.reminder.days
    assert days.value() == 7
    page.focus_on(backup=True)
    days.setFocus()
    days.selectAll()
    QTest.keyClicks(days, "14")
    QTest.keyClick(days, Qt.Key.Key_Return)
    context.jobs.settle()
    assert reminding.reminder(context.session) == 14
    assert told == ["backup"]


def test_the_administrator_makes_a_backup_with_a_passphrase(
    context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SettingsPage(context)
    qtbot.addWidget(page)
    page.show()
    path = tmp_path / "malam.cadangan"
    monkeypatch.setattr(dialogs, "save_file", lambda *_args: path)

    def type_it(dialog: Dialog) -> None:
        assert isinstance(dialog, BackupDialog)
        QTest.keyClicks(dialog.passphrase, PASSPHRASE)
        QTest.keyClicks(dialog.again, PASSPHRASE)
        QTest.keyClick(dialog.again, Qt.Key.Key_Return)

    answering(type_it)
    QTest.mouseClick(page.backup, Qt.MouseButton.LeftButton)
    context.jobs.settle()
    message = page.notices.messages.message
    assert message is not None
    assert message.bold == "Cadangan dibuat dan diperiksa."
    assert backup.look(path, PASSPHRASE).contents.rows["users"] == 1


def test_a_lost_store_comes_back_from_the_first_window(
    desktop: Desktop, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add(context.session, "wa.ratna", "Ratna Zahara", Role.KEUANGAN, PASSWORD)
    path = tmp_path / "malam.cadangan"
    backup.create(context.session, path, PASSPHRASE)
    start = desktop.start
    assert start.steps.currentWidget() is start.first
    monkeypatch.setattr("polima_desktop.views.window.restoring.open_file", lambda *_args: path)

    def open_it(dialog: Dialog) -> None:
        assert isinstance(dialog, OpenBackupDialog)
        QTest.keyClicks(dialog.passphrase, PASSPHRASE)
        QTest.keyClick(dialog.passphrase, Qt.Key.Key_Return)
        answering(agree)

    def agree(dialog: Dialog) -> None:
        assert "sudah diperiksa" in dialog.accessibleDescription()
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    answering(open_it)
    QTest.mouseClick(start.first.backup, Qt.MouseButton.LeftButton)
    for _ in range(6):
        desktop.jobs.settle()
    assert start.steps.currentWidget() is start.login
    session = log_in(start.address, "wa.ratna", PASSWORD)
    assert session.actor.display_name == "Ratna Zahara"
    session.database.close()
