"""The way in: first start, an empty office, logging in, and data that cannot be used."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from polima_desktop.app import Desktop
from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.services.office import accounts
from polima_desktop.services.office.recovery import new_recovery_code, reset_password
from polima_desktop.services.session import Session
from polima_desktop.storage.office.settings import write
from polima_desktop.views.settings import Settings
from tests.views.conftest import PASSWORD

LEFT = Qt.MouseButton.LeftButton
Opener = Callable[..., Desktop]


@pytest.fixture
def opened(qapp: QApplication, settings: Settings) -> Iterator[Opener]:
    """Open the program on a path and let it look for data there."""
    made: list[Desktop] = []

    def open_on(path: Path, user: str = "") -> Desktop:
        desktop = Desktop(qapp, settings, str(path), user)
        made.append(desktop)
        desktop.start.show()
        desktop.begin()
        desktop.jobs.settle()
        return desktop

    yield open_on
    for desktop in made:
        desktop.jobs.settle()
        for window in (desktop.window, desktop.start):
            if window is not None:
                window.close()
                window.deleteLater()
        desktop.close()


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def said(desktop: Desktop) -> str:
    message = desktop.start.notices.messages.message
    return f"{message.bold} {message.text}".strip() if message else ""


def test_where_there_is_no_data_three_ways_to_begin_are_offered(
    opened: Opener, tmp_path: Path
) -> None:
    desktop = opened(tmp_path / "belum-ada.db")
    start = desktop.start
    assert start.steps.currentWidget() is start.first
    words = [button.text() for button in start.first.findChildren(QPushButton)]
    assert words == [
        "Buat kota contoh",
        "Buat kantor baru",
        "Buka berkas data",
        "Pulihkan cadangan",
    ]


def test_an_empty_office_is_made_and_entered(opened: Opener, tmp_path: Path) -> None:
    path = tmp_path / "baru" / "kantor.db"
    desktop = opened(path)
    press(desktop.start.first.office)
    office = desktop.start.office
    QTest.keyClicks(office.form.nameEdit, "Wa Ode Harmina")
    QTest.keyClicks(office.form.userEdit, "wa.harmina")
    QTest.keyClicks(office.form.passwordEdit, PASSWORD)
    QTest.keyClicks(office.form.againEdit, PASSWORD)
    QTest.keyClick(office.form.againEdit, Qt.Key.Key_Return)
    desktop.jobs.settle()
    assert path.exists()
    assert desktop.start.steps.currentWidget() is desktop.start.recovery
    assert len(desktop.start.recovery.code.text()) == 29
    QTest.keyClick(desktop.start.recovery.go, Qt.Key.Key_Return)
    desktop.jobs.settle()
    assert desktop.window is not None
    assert desktop.window.isVisible()
    assert not desktop.start.isVisible()
    assert desktop.window.nav.name.full == "Wa Ode Harmina"


def test_who_forgot_comes_in_by_the_recovery_code_and_gets_another(
    opened: Opener, office: Session
) -> None:
    code = new_recovery_code(office)
    desktop = opened(Path(office.database.address))
    QTest.keyClick(desktop.start.login.forgot, Qt.Key.Key_Return)
    step = desktop.start.forgotten
    for editor, text in (
        (step.user, "admin"),
        (step.code, code.lower()),
        (step.new, "baru-sekali"),
    ):
        QTest.keyClicks(editor, text)
    QTest.keyClicks(step.again, "baru-sekalj")
    QTest.keyClick(step.again, Qt.Key.Key_Return)
    assert step.form.fields["again"].error.startswith("Tidak sama")
    step.again.clear()
    QTest.keyClicks(step.again, "baru-sekali")
    QTest.keyClick(step.again, Qt.Key.Key_Return)
    desktop.jobs.settle()
    shown = desktop.start.recovery
    assert desktop.start.steps.currentWidget() is shown
    assert shown.code.text() not in ("", code)
    assert shown.code.text() in shown.text()
    QTest.keyClick(shown.go, Qt.Key.Key_Return)
    desktop.jobs.settle()
    assert desktop.window is not None


def test_a_one_time_password_asks_for_an_own_one_before_anything_opens(
    opened: Opener, office: Session
) -> None:
    accounts.add(office, "ratna", "Ratna Zahara", Role.KEUANGAN, PASSWORD)
    given = reset_password(office, "ratna")
    desktop = opened(Path(office.database.address))
    login, step = desktop.start.login, desktop.start.new_password
    QTest.keyClicks(login.form.userEdit, "ratna")
    QTest.keyClicks(login.form.passwordEdit, given)
    QTest.keyClick(login.form.passwordEdit, Qt.Key.Key_Return)
    desktop.jobs.settle()
    assert desktop.window is None
    assert desktop.start.steps.currentWidget() is step
    for editor in (step.new, step.again):
        QTest.keyClicks(editor, "milikku")
    QTest.keyClick(step.again, Qt.Key.Key_Return)
    desktop.jobs.settle()
    assert desktop.window is not None
    assert desktop.window.nav.name.full == "Ratna Zahara"


@pytest.mark.parametrize(
    ("name", "user", "password", "again", "problem"),
    [
        ("", "a", PASSWORD, PASSWORD, "Nama lengkap belum diisi."),
        ("Wa", "Wa Ode", PASSWORD, PASSWORD, "Nama pengguna: huruf kecil tanpa spasi"),
        ("Wa", "wa", "pendek"[:4], "pend", "Kata sandi paling sedikit 6 huruf."),
        ("Wa", "wa", PASSWORD, PASSWORD + "x", "Kedua kata sandi tidak sama."),
    ],
)
def test_what_is_wrong_with_the_first_account_is_said_and_nothing_is_made(
    opened: Opener, tmp_path: Path, name: str, user: str, password: str, again: str, problem: str
) -> None:
    desktop = opened(tmp_path / "kantor.db")
    press(desktop.start.first.office)
    form = desktop.start.office.form
    for editor, text in zip(
        (form.nameEdit, form.userEdit, form.passwordEdit, form.againEdit),
        (name, user, password, again),
        strict=True,
    ):
        QTest.keyClicks(editor, text)
    press(desktop.start.office.make)
    assert form.problemLabel.text().startswith(problem)
    assert not (tmp_path / "kantor.db").exists()


def test_a_wrong_password_is_said_and_the_right_one_enters(opened: Opener, office: Session) -> None:
    desktop = opened(Path(office.database.address))
    login = desktop.start.login
    assert desktop.start.steps.currentWidget() is login
    assert not login.roles.isVisible()
    QTest.keyClicks(login.form.userEdit, "admin")
    QTest.keyClicks(login.form.passwordEdit, "salah sekali")
    QTest.keyClick(login.form.passwordEdit, Qt.Key.Key_Return)
    desktop.jobs.settle()
    assert said(desktop).startswith("Nama pengguna atau kata sandi tidak cocok.")
    assert desktop.start.focusWidget() is login.form.passwordEdit
    QTest.keyClicks(login.form.passwordEdit, "salah lagi")
    press(login.enter)
    desktop.jobs.settle()
    assert desktop.start.focusWidget() is login.form.passwordEdit
    QTest.keyClicks(login.form.passwordEdit, PASSWORD)
    press(login.enter)
    desktop.jobs.settle()
    assert desktop.window is not None


def test_the_user_of_last_time_is_written_already(
    opened: Opener, office: Session, settings: Settings
) -> None:
    settings.put("user", "admin")
    desktop = opened(Path(office.database.address))
    login = desktop.start.login
    assert login.form.userEdit.text() == "admin"
    assert desktop.start.focusWidget() is login.form.passwordEdit


def test_the_demo_city_offers_its_users_by_role(opened: Opener, office: Session) -> None:
    with office.changing_own("settings.demo") as work:
        write(work, "demo", "1")
        work.note("demo")
    desktop = opened(Path(office.database.address))
    login = desktop.start.login
    assert login.roles.isVisible()
    assert list(login.buttons)[:2] == ["admin", "bkpsdm"]
    press(login.buttons["keuangan"])
    desktop.jobs.settle()
    assert "tidak cocok" in said(desktop)  # this store has no such user; the city has


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def log_in_remembering(desktop: Desktop) -> None:
    form = desktop.start.login.form
    form.userEdit.clear()
    form.passwordEdit.clear()
    QTest.keyClicks(form.userEdit, "admin")
    QTest.keyClicks(form.passwordEdit, PASSWORD)
    QTest.mouseClick(form.rememberBox, LEFT, pos=QPoint(8, form.rememberBox.height() // 2))
    press(desktop.start.login.enter)
    desktop.jobs.settle()


def test_a_remembered_password_is_in_the_keyring_and_written_next_time(
    opened: Opener, office: Session, ring: Ring, tmp_path: Path
) -> None:
    path = Path(office.database.address)
    log_in_remembering(opened(path))
    assert list(ring.kept.values()) == [PASSWORD]
    login = opened(path).start.login
    assert login.form.passwordEdit.text() == PASSWORD
    assert login.form.rememberBox.isChecked()
    assert PASSWORD not in (tmp_path / "jendela.ini").read_text("utf-8")


def test_a_password_no_longer_remembered_leaves_the_keyring(
    opened: Opener, office: Session, ring: Ring
) -> None:
    path = Path(office.database.address)
    log_in_remembering(opened(path))
    log_in_remembering(opened(path))  # the tick is there: the click takes it away
    assert ring.kept == {}
    assert opened(path).start.login.form.passwordEdit.text() == ""


def test_without_a_keyring_the_window_says_that_nothing_is_remembered(
    opened: Opener, office: Session
) -> None:
    desktop = opened(Path(office.database.address))
    log_in_remembering(desktop)
    assert desktop.window is not None
    assert desktop.window.page is not None
    message = desktop.window.page.notices.messages.message
    assert message is not None
    assert message.bold == "Kata sandi tidak disimpan."


def test_the_demo_city_is_made_entered_and_can_be_cancelled(
    opened: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("POLIMA_DEMO_EMPLOYEES", "200")
    desktop = opened(tmp_path / "data" / "polima.db")
    start, strip = desktop.start, desktop.start.notices.progress
    press(start.first.demo)
    qtbot.waitUntil(strip.isVisible, timeout=20_000)
    press(strip.cancel)
    desktop.jobs.settle()
    assert said(desktop).startswith("Dibatalkan.")
    assert not (tmp_path / "data" / "kota-contoh" / "polima.db").exists()
    assert start.steps.isEnabled()
    assert start.focusWidget() is start.first.demo
    press(start.first.demo)
    desktop.jobs.settle(110)
    assert start.steps.currentWidget() is start.login
    press(start.login.buttons["bkpsdm"])
    desktop.jobs.settle()
    assert desktop.window is not None
    assert desktop.window.context.month == Month(2021, 1)


def test_user_and_password_of_the_environment_open_at_once(
    opened: Opener, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLIMA_PASSWORD", PASSWORD)
    desktop = opened(Path(office.database.address), "admin")
    assert desktop.window is not None


def _not_a_store(path: Path) -> None:
    path.write_bytes(b"SQLite? bukan. " * 200)


def _another_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE pegawai (nip TEXT)")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(_not_a_store, "bukan data SI POLIMA"), (_another_database, "bukan data SI POLIMA")],
)
def test_data_that_cannot_be_used_says_what_is_wrong_and_what_to_do(
    opened: Opener, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path = tmp_path / "kantor.db"
    spoil(path)
    before = path.read_bytes()
    trouble = opened(path).start.trouble
    assert trouble.isVisible()
    assert words in trouble.message.text()
    assert trouble.advice.text()
    assert path.read_bytes() == before


def test_trying_again_goes_on_once_the_data_is_right(
    opened: Opener, office: Session, tmp_path: Path
) -> None:
    path = tmp_path / "lain.db"
    _not_a_store(path)
    desktop = opened(path)
    shutil.copy(office.database.address, path)
    press(desktop.start.trouble.again)
    desktop.jobs.settle()
    assert desktop.start.steps.currentWidget() is desktop.start.login


def test_changing_the_user_leads_back_to_the_login(
    opened: Opener, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLIMA_PASSWORD", PASSWORD)
    desktop = opened(Path(office.database.address), "admin")
    assert desktop.window is not None
    desktop.window.user_change_asked.emit()
    desktop.jobs.settle()
    assert desktop.window is None
    assert desktop.start.steps.currentWidget() is desktop.start.login
