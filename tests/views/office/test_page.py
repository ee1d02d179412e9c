"""Pengaturan in the window: the theme, the own password, and the users for their admin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.services.office import accounts, recovery
from polima_desktop.services.session import Session, log_in
from polima_desktop.views import theme
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.office.users import AccountDialog, CodeDialog, UsersSheet
from polima_desktop.views.settings import Settings
from tests.views.conftest import PASSWORD

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[SettingsPage]:
    accounts.add(context.session, "wa.ratna", "Ratna Zahara", Role.KEUANGAN, PASSWORD)
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    made.refresh()
    context.data_changed.connect(lambda _what: made.refresh())
    context.jobs.settle()
    yield made
    context.jobs.settle()


def users(page: SettingsPage) -> UsersSheet:
    assert page.users is not None
    return page.users


def said(page: SettingsPage) -> str:
    message = page.notices.messages.message
    return f"{message.bold} {message.text}".strip() if message else ""


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def choose(page: SettingsPage, theme_place: int) -> None:
    button = page.themes.button(theme_place)
    QTest.mouseClick(button, LEFT, pos=QPoint(10, button.height() // 2))


def when_open(act: Callable[[Dialog], None]) -> None:
    def later() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        act(dialog)

    QTimer.singleShot(0, later)


def rows(page: SettingsPage) -> dict[str, tuple[object, ...]]:
    return {row[0]: row for row in users(page).table.rows_model.rows}


# --- the theme ---


def test_a_theme_is_worn_at_once_and_remembered(
    page: SettingsPage,
    light: QApplication,
) -> None:
    choose(page, 2)
    assert theme.tokens() is theme.DARK
    assert page.context.settings.get("theme") == "dark"
    choose(page, 1)
    assert theme.tokens() is theme.LIGHT


# --- the own password ---


def type_passwords(page: SettingsPage, old: str, new: str, again: str) -> None:
    for editor, words in ((page.old, old), (page.new, new), (page.again, again)):
        editor.clear()
        QTest.keyClicks(editor, words)
    press(page.change)
    page.context.jobs.settle()


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "words"),
    [
        ("", "barubaru", "barubaru", "old", "Kata sandi lama belum diisi."),
        (PASSWORD, "baru", "baru", "new", "Baru 4 huruf. Tambah sampai 6."),
        (PASSWORD, "barubaru", "barubari", "again", "Tidak sama dengan kata sandi baru."),
        ("salah sekali", "barubaru", "barubaru", "old", "Nama pengguna atau kata sandi"),
    ],
)
def test_a_wrong_password_is_said_at_its_field(
    page: SettingsPage, old: str, new: str, again: str, field: str, words: str
) -> None:
    type_passwords(page, old, new, again)
    assert page.passwords.fields[field].error.startswith(words)


def test_the_new_password_counts_from_now_on(page: SettingsPage) -> None:
    type_passwords(page, PASSWORD, "barubaru", "barubaru")
    assert said(page).startswith("Kata sandi diganti.")
    assert page.old.text() == page.new.text() == page.again.text() == ""
    address = page.context.session.database.address
    log_in(address, "admin", "barubaru").database.close()
    with pytest.raises(NotAllowed):
        log_in(address, "admin", PASSWORD)


# --- users ---


def test_users_are_listed_with_role_and_office(page: SettingsPage) -> None:
    assert rows(page)["wa.ratna"][1:4] == ("Ratna Zahara", "BPKAD · keuangan", "Seluruh kota")
    assert users(page).note.full == "2 aktif dari 2"


def test_a_user_is_added(page: SettingsPage) -> None:
    def act(dialog: Dialog) -> None:
        assert isinstance(dialog, AccountDialog)
        press(dialog.verb)
        assert dialog.form.problemLabel.text() == "Nama lengkap belum diisi."
        QTest.keyClicks(dialog.form.nameEdit, "La Ode Rahim")
        QTest.keyClicks(dialog.form.userEdit, "la.rahim")
        dialog.form.roleBox.setCurrentIndex(dialog.form.roleBox.findData("verifikator"))
        QTest.keyClicks(dialog.form.passwordEdit, PASSWORD)
        press(dialog.verb)

    when_open(act)
    press(users(page).add_user)
    page.context.jobs.settle()
    assert said(page) == "Pengguna la.rahim ditambahkan."
    assert rows(page)["la.rahim"][2] == "Verifikator unit"
    log_in(page.context.session.database.address, "la.rahim", PASSWORD).database.close()


def test_a_role_is_changed(page: SettingsPage) -> None:
    def act(dialog: Dialog) -> None:
        box = dialog.findChildren(QComboBox)[0]
        box.setCurrentIndex(box.findData("auditor"))
        press(dialog.verb)

    users(page).table.select_key("wa.ratna")
    when_open(act)
    press(users(page).role)
    page.context.jobs.settle()
    assert rows(page)["wa.ratna"][2] == "Pemeriksa"


def test_a_user_is_shut_after_a_question(page: SettingsPage) -> None:
    users(page).table.select_key("wa.ratna")
    when_open(lambda dialog: press(dialog.cancel))
    press(users(page).shut)
    page.context.jobs.settle()
    assert rows(page)["wa.ratna"][4] is False
    when_open(lambda dialog: press(dialog.verb))
    press(users(page).shut)
    page.context.jobs.settle()
    assert rows(page)["wa.ratna"][4] is True
    assert not users(page).role.isEnabled()


def test_nobody_changes_their_own_account_here(page: SettingsPage) -> None:
    users(page).table.select_key("admin")
    assert not users(page).role.isEnabled()
    assert not users(page).shut.isEnabled()
    assert users(page).shut.toolTip() == "Akun sendiri diubah oleh pengelola lain."


def test_only_the_admin_sees_the_users(
    context: Context, jobs: Jobs, settings: Settings, qtbot: QtBot
) -> None:
    accounts.add(context.session, "wa.ratna", "Ratna Zahara", Role.KEUANGAN, PASSWORD)
    finance: Session = log_in(context.session.database.address, "wa.ratna", PASSWORD)
    page = SettingsPage(Context(finance, jobs, settings, context.month))
    qtbot.addWidget(page)
    page.refresh()
    jobs.settle()  # what still runs would open the store again
    assert page.users is None
    finance.database.close()


# --- the recovery code ---


def test_a_new_recovery_code_is_shown_once_and_opens_the_account(page: SettingsPage) -> None:
    shown: list[str] = []

    def read(dialog: Dialog) -> None:
        assert isinstance(dialog, CodeDialog)
        shown.append(dialog.code.text())
        dialog.reject()

    def agree(dialog: Dialog) -> None:
        QTest.keyClick(dialog.verb, Qt.Key.Key_Return)

    when_open(agree)
    QTest.keyClick(page.recovery, Qt.Key.Key_Space)
    QTimer.singleShot(0, lambda: _when_shown(read))
    page.context.jobs.settle()
    [code] = shown
    session = page.context.session
    recovery.recover(session.database.address, session.actor.name, code, "sandi baru 1")
    assert said(page) == "Kode pemulihan diganti. Kode yang lama tidak berlaku lagi."


def _when_shown(act: Callable[[Dialog], None]) -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, CodeDialog):
        act(dialog)
    else:
        QTimer.singleShot(20, lambda: _when_shown(act))


def test_only_an_administrator_is_offered_a_recovery_code(context: Context, qtbot: QtBot) -> None:
    actor = Actor("money", "Money", Role.KEUANGAN)
    finance = Context(
        replace(context.session, actor=actor), context.jobs, context.settings, context.month
    )
    made = SettingsPage(finance)
    qtbot.addWidget(made)
    made.show()
    context.jobs.settle()
    assert not made.recovery.isVisible()
