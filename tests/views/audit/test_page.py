"""Jejak Audit in the window: searched, filtered, read, proved, exported; never changed."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from polima_desktop.domain.access import Role
from polima_desktop.services.office import accounts, audit
from polima_desktop.views.audit.page import AuditPage
from polima_desktop.views.audit.words import ACTIONS, action_words
from polima_desktop.views.context import Context
from tests.views.file_dialogs import when_asked


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> AuditPage:
    accounts.add(context.session, "wa.ratna", "Ratna Zahara", Role.KEUANGAN, "rahasia")
    accounts.disable(context.session, "wa.ratna")
    made = AuditPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    made.refresh()
    context.jobs.settle()
    return made


def actions(page: AuditPage) -> list[str]:
    return [row[3] for row in page.table.rows_model.rows]


def said(page: AuditPage) -> str:
    message = page.notices.messages.message
    return f"{message.bold} {message.text}".strip() if message else ""


def test_the_newest_entry_comes_first_and_is_open(page: AuditPage) -> None:
    assert actions(page) == ["Menonaktifkan pengguna", "Menambah pengguna", "Membuat kantor"]
    assert page.detail is not None
    words = [label.text() for label in page.detail.findChildren(QLabel)]
    assert "Menonaktifkan pengguna" in words
    assert "pengguna wa.ratna" in words


def test_searching_and_filtering_narrow_the_list(page: AuditPage) -> None:
    assert page.search is not None
    QTest.keyClicks(page.search, "ratna menambah")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert actions(page) == ["Menambah pengguna"]
    assert page.strip.position.text() == "1 dari 3 catatan"
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    page.act.choose({"office.create"})
    assert actions(page) == ["Membuat kantor"]


def test_an_untouched_trail_is_proved(page: AuditPage) -> None:
    QTest.mouseClick(page.prove, Qt.MouseButton.LeftButton)
    page.context.jobs.settle()
    assert said(page).startswith("Rantai utuh. 3 catatan dan semua isi yang bersegel cocok.")
    assert "sampai catatan 3" in said(page)


def test_a_forged_entry_is_found_and_selected(page: AuditPage) -> None:
    with page.context.session.database.engine.begin() as connection:
        connection.execute(text("UPDATE audit SET user = 'lain' WHERE id = 2"))
    page.refresh()
    page.context.jobs.settle()
    QTest.mouseClick(page.prove, Qt.MouseButton.LeftButton)
    page.context.jobs.settle()
    assert said(page).startswith("Rantai putus pada catatan 2,")
    assert page.table.current_key() == 2


def test_the_export_holds_what_is_shown_in_words_and_is_itself_noted(
    page: AuditPage, tmp_path: Path
) -> None:
    path = tmp_path / "jejak.xlsx"
    when_asked(path)
    page.act.choose({"users.add", "office.create"})
    page._export()
    page.context.jobs.settle()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [row[3] for row in rows] == ["TINDAKAN", "Menambah pengguna", "Membuat kantor"]
    assert rows[1][4] == "pengguna wa.ratna"
    page.context.jobs.settle()
    newest = audit.entries(page.context.session)[-1]
    assert (newest.action, json.loads(newest.detail)["count"]) == ("audit.export", 2)


def test_days_narrow_the_list_and_leaving_them_empty_shows_everything(page: AuditPage) -> None:
    today = page.context.session.today
    QTest.keyClicks(page.last, (today - timedelta(1)).strftime("%d-%m-%Y"))
    QTest.keyClick(page.last, Qt.Key.Key_Return)
    assert actions(page) == []
    page.last.clear()
    QTest.keyClicks(page.first, today.strftime("%d-%m-%Y"))
    QTest.keyClick(page.first, Qt.Key.Key_Return)
    assert len(actions(page)) == 3


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("month.lock", "Mengunci bulan"),
        ("imports.attendance", "Mengimpor kehadiran"),
        ("papers.slips", "Mencetak slip"),
        ("sesuatu.baru", "sesuatu.baru"),
    ],
)
def test_actions_read_as_words(action: str, words: str) -> None:
    assert action_words(action) == words


def test_every_action_of_the_services_has_words() -> None:
    services = Path(audit.__file__).parent.parent
    families = "|".join({action.split(".")[0] for action in ACTIONS})
    spoken = re.compile(rf'''"((?:{families})\.[a-z_.-]+)"''')
    written = {
        action
        for path in services.rglob("*.py")
        for action in spoken.findall(path.read_text("utf-8"))
    }
    assert {"month.lock", "store.moved", "users.recover"} <= written
    assert {action for action in written if action_words(action) == action} == set()
