"""Signing a saved file from the menu: asked for, done, said; and what is missing is asked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from polima_desktop.reports.pades import signature_of
from polima_desktop.services.session import Session
from polima_desktop.storage import secrets
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.papers.signing import SignFileDialog
from polima_desktop.views.settings import Settings
from tests.certificates import PASSPHRASE, certificate
from tests.papers_world import JANUARY
from tests.views.papers.page_object import Desk


@pytest.fixture
def desk(
    office: Session,
    jobs: Jobs,
    settings: Settings,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    return Desk(CetakPage(Context(office, jobs, settings, JANUARY)), monkeypatch)


def test_the_file_saved_last_is_signed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, target = tmp_path / "kantor.p12", tmp_path / "slip bertanda tangan.pdf"
    holder.write_bytes(certificate(2020, 2090))
    kept: dict[str, str] = {}
    monkeypatch.setattr(secrets, "recall", kept.get)
    monkeypatch.setattr(secrets, "remember", lambda who, word: not kept.update({who: word}))
    desk.save_as(tmp_path / "slip.pdf")

    def answer(dialog: SignFileDialog) -> int:
        assert dialog.file.text() == str(tmp_path / "slip.pdf")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        assert dialog.form.fields["certificate"].error == "Sertifikat belum dipilih."
        assert dialog.form.fields["passphrase"].error == "Frasa sandi belum diisi."
        QTest.keyClicks(dialog.certificate, str(holder))
        QTest.keyClicks(dialog.passphrase, PASSPHRASE)
        QTest.keyClick(dialog.remember, Qt.Key.Key_Space)
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(SignFileDialog, "exec", answer)
    monkeypatch.setattr("polima_desktop.views.dialogs.save_file", lambda *_: target)
    desk.page.sign_file()
    desk.rest()
    assert desk.message.startswith("slip bertanda tangan.pdf ditandatangani dan utuh. Oleh Sitti")
    assert signature_of(target.read_bytes()) is not None
    again = SignFileDialog(desk.page, desk.page.context.settings)
    assert (again.certificate.text(), again.passphrase.text()) == (str(holder), PASSPHRASE)
    assert list(kept.values()) == [PASSPHRASE]
