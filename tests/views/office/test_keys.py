"""The office's signing keys in the window: made, revoked, handed out, and opened when needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from polima_desktop.domain.progress import Progress
from polima_desktop.services.papers import keys
from polima_desktop.services.papers.verifying import verify_with
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.office.keys import KeysSheet
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.papers.passphrase import NewKeyDialog, OpenKeyDialog
from polima_desktop.views.settings import Settings
from polima_desktop.views.widgets import Button
from tests.papers_world import JANUARY, copied_office, lock

PASSPHRASE = "empat kata yang panjang"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    session = copied_office(tmp_path)
    lock(session)
    yield session
    session.database.close()


@pytest.fixture
def context(office: Session, jobs: Jobs, settings: Settings, qapp: QApplication) -> Context:
    return Context(office, jobs, settings, JANUARY)


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    made.refresh()
    context.data_changed.connect(lambda _what: made.refresh())
    context.jobs.settle()
    return made


def sheet(page: SettingsPage) -> KeysSheet:
    assert page.keys is not None
    return page.keys


def press(page: SettingsPage, button: Button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    page.context.jobs.settle()


def answering(act: Callable[[FormDialog], None], tries: int = 500) -> None:
    """Answer the next dialog, whenever it comes up."""

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, FormDialog):
            act(dialog)
        elif tries:
            answering(act, tries - 1)

    QTimer.singleShot(10, later)


def said(page: SettingsPage | CetakPage) -> str:
    message = page.notices.messages.message
    return f"{message.bold} {message.text}".strip() if message else ""


def type_new(passphrase: str, again: str = "") -> Callable[[FormDialog], None]:
    def act(dialog: FormDialog) -> None:
        assert isinstance(dialog, NewKeyDialog)
        QTest.keyClicks(dialog.passphrase, passphrase)
        QTest.keyClicks(dialog.again, again or passphrase)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        if dialog.isVisible():
            dialog.reject()

    return act


def test_an_office_without_a_key_says_what_that_means(page: SettingsPage) -> None:
    assert "tanpa tanda tangan elektronik" in sheet(page).note.full
    assert sheet(page).make.text() == "Buat kunci"
    assert not sheet(page).export.isEnabled()


def test_a_key_is_made_changed_and_revoked_with_its_reason(page: SettingsPage) -> None:
    answering(type_new(PASSPHRASE))
    press(page, sheet(page).make)
    (first,) = keys.listed(page.context.session)
    assert said(page).startswith(f"Kunci {first.id} kini menandatangani.")
    assert sheet(page).make.text() == "Ganti kunci"

    answering(type_new(PASSPHRASE))
    press(page, sheet(page).make)
    assert len(keys.listed(page.context.session)) == 2

    sheet(page).table.select_key(first.id)

    def give_reason(dialog: FormDialog) -> None:
        QTest.keyClicks(dialog.form.fields["reason"].editor, "Komputer hilang")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    answering(give_reason)
    press(page, sheet(page).revoke)
    old = next(key for key in keys.listed(page.context.session) if key.id == first.id)
    assert old.revoked_reason == "Komputer hilang"


@pytest.mark.parametrize(
    ("typed", "again"), [("pendek", "pendek"), (PASSPHRASE, "lain sama sekali")]
)
def test_a_short_or_mistyped_passphrase_makes_no_key(
    page: SettingsPage, typed: str, again: str
) -> None:
    answering(type_new(typed, again))
    press(page, sheet(page).make)
    assert keys.listed(page.context.session) == []


def test_printing_asks_for_the_passphrase_once_and_goes_on(
    context: Context, office: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    keys.create(office, PASSPHRASE, remember=False)
    locked = replace(office, opened_keys={})
    page = CetakPage(Context(locked, context.jobs, context.settings, JANUARY))
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    context.jobs.settle()
    path = tmp_path / "slip.pdf"

    def open_it(dialog: FormDialog) -> None:
        assert isinstance(dialog, OpenKeyDialog)
        QTest.keyClicks(dialog.passphrase, PASSPHRASE)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    answering(open_it)
    page.out.save_to(path)
    context.jobs.settle()
    context.jobs.settle()
    assert said(page).startswith("6 slip tersimpan.")
    verdicts = verify_with(keys.read_trust(keys.export(office).encode()), str(path), Progress())
    assert all(verdict.genuine for verdict in verdicts)


def test_the_public_key_is_written_for_others(page: SettingsPage, tmp_path: Path) -> None:
    answering(type_new(PASSPHRASE))
    press(page, sheet(page).make)
    sheet(page).export_to(tmp_path / "kunci.json")
    page.context.jobs.settle()
    written = (tmp_path / "kunci.json").read_bytes()
    assert list(keys.read_trust(written).keys) == [keys.listed(page.context.session)[0].id]
    assert "locked" not in json.loads(written)
