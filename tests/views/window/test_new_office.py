"""A new office by keyboard: from no data at all to its units, made of names without codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from polima_desktop.app import Desktop
from polima_desktop.services.staff import units
from polima_desktop.views.home.page import BerandaPage
from polima_desktop.views.settings import Settings
from polima_desktop.views.staff.unit_list import UnitListDialog
from tests.views.conftest import PASSWORD

ENTER = Qt.Key.Key_Return


@pytest.fixture
def desktop(qapp: QApplication, settings: Settings, tmp_path: Path) -> Iterator[Desktop]:
    made = Desktop(qapp, settings, str(tmp_path / "kosong" / "kantor.db"), "")
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


def make_office(desktop: Desktop) -> BerandaPage:
    """Make the office with its first administrator, and come to Beranda."""
    QTest.keyClick(desktop.start.first.office, ENTER)
    form = desktop.start.office.form
    for editor, text in (
        (form.nameEdit, "Wa Ode Harmina"),
        (form.userEdit, "wa.harmina"),
        (form.passwordEdit, PASSWORD),
        (form.againEdit, PASSWORD),
    ):
        QTest.keyClicks(editor, text)
    QTest.keyClick(form.againEdit, ENTER)
    desktop.jobs.settle()
    QTest.keyClick(desktop.start.recovery.go, ENTER)
    desktop.jobs.settle()
    assert desktop.window is not None
    [home] = desktop.window.findChildren(BerandaPage)
    return home


def test_beranda_leads_to_units_out_of_a_list_without_codes(
    desktop: Desktop, tmp_path: Path
) -> None:
    path = tmp_path / "opd.csv"
    path.write_text("NO,NAMA UNIT\n1,Dinas Kesehatan\n2,Puskesmas Wajo\n", "utf-8")
    home = make_office(desktop)
    assert home.found is not None
    assert [task.title for task in home.found.tasks][:3] == [
        "Tambah pengguna untuk 4 peran",
        "Buat unit kerja dari daftar",
        "Impor daftar pegawai",
    ]
    home.tasks.setCurrentIndex(home.tasks.model().index(1, 0))
    QTest.keyClick(home.tasks, ENTER)
    QApplication.processEvents()
    desktop.jobs.settle()
    QApplication.processEvents()
    assert desktop.window is not None
    [dialog] = desktop.window.findChildren(UnitListDialog)
    QTest.keyClicks(dialog.path, str(path))
    QTest.keyClick(dialog.path, ENTER)
    desktop.jobs.settle()
    QTest.keyClick(dialog.verb, ENTER)
    desktop.jobs.settle()
    session = desktop.window.context.session
    rows, _ = units.listed(session, session.today)
    assert {(row.code, row.pattern) for row in rows} == {("DK", "5_hari"), ("PKM-WAJO", "6_hari")}
    home.refresh()
    desktop.jobs.settle()
    assert "Buat unit kerja dari daftar" not in [task.title for task in home.found.tasks]
