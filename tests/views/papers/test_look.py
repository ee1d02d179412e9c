"""The form *Kop dan bentuk slip*: what is typed is seen on the slip beside it, then kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from polima_desktop.domain.papers import Paper
from polima_desktop.services.papers import styles
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.papers.look import LookDialog
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.papers.signers import ACTING, _act_as
from polima_desktop.views.settings import Settings
from tests.papers_world import JANUARY
from tests.views.papers.page_object import Desk


@pytest.fixture
def desk(
    office: Session, jobs: Jobs, settings: Settings, qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:  # fmt: skip
    return Desk(CetakPage(Context(office, jobs, settings, JANUARY)), monkeypatch)


def test_what_is_typed_is_seen_at_once_and_kept(
    desk: Desk, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(dialog: LookDialog) -> int:
        dialog.show()
        desk.rest()
        before = dialog.preview.grab().toImage()
        title = dialog.form.fields["title"].editor
        title.setFocus()
        QTest.keyClick(title, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(title, "SLIP TPP BULANAN")
        dialog.paper.setCurrentIndex(1)
        dialog._pause.stop()
        dialog.show_now()
        desk.rest()
        assert dialog.preview.grab().toImage() != before
        dialog.accept()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(LookDialog, "exec", answer)
    desk.take_row("Dinas PU")
    desk.press(desk.page.look)
    desk.rest()
    assert desk.message.startswith("Bentuk slip tersimpan.")
    unit = desk.page.setting.one_unit()
    look = styles.of_unit(office, unit, JANUARY.last)
    assert (look.style.title, look.style.paper, look.own) == ("SLIP TPP BULANAN", Paper.TWO, True)
    assert desk.pages == 1  # both slips on one sheet


def test_an_empty_line_is_named_at_its_field(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []

    def answer(dialog: LookDialog) -> int:
        dialog._lines["title"].clear()
        dialog.accept()
        said.append(dialog.form.fields["title"].error)
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(LookDialog, "exec", answer)
    desk.press(desk.page.look)
    desk.rest()
    assert said == ["Belum diisi."]


def test_a_unit_can_follow_the_one_above_it_again(
    desk: Desk, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    desk.take_row("Dinas PU")
    unit = desk.page.setting.one_unit()
    own = replace(styles.of_unit(office, unit, JANUARY.last).style, title="SLIP SENDIRI")
    styles.set_up(office, unit, own, JANUARY.first)

    def answer(dialog: LookDialog) -> int:
        dialog.show()
        QTest.mouseClick(dialog.drop, Qt.MouseButton.LeftButton)
        return QDialog.DialogCode(dialog.result())

    monkeypatch.setattr(LookDialog, "exec", answer)
    desk.press(desk.page.look)
    desk.rest()
    assert not styles.of_unit(office, unit, JANUARY.last).own


@pytest.mark.parametrize(
    ("title", "at", "made"),
    [
        ("Kepala Dinas", 1, "Plt. Kepala Dinas"),
        ("Plt. Kepala Dinas", 2, "Plh. Kepala Dinas"),
        ("Plh. Kepala Dinas", 0, "Kepala Dinas"),
    ],
)
def test_how_an_office_is_held_stands_before_its_title(
    qapp: QApplication, title: str, at: int, made: str
) -> None:
    from PySide6.QtWidgets import QLineEdit

    edit = QLineEdit(title)
    _act_as(edit, at)
    assert (edit.text(), len(ACTING)) == (made, 3)
