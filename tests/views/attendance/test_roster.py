"""Jadwal giliran by keys: letters, a block from a spreadsheet, repeating, mending, saving."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.access import Role
from polima_desktop.services import undo
from polima_desktop.services.attendance import planning
from polima_desktop.storage.database import Database
from polima_desktop.views.attendance.page import AttendancePage
from polima_desktop.views.attendance.roster import RosterDialog
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from tests import month_world as world

ROTA = "PPSSMML"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(
    qapp: QApplication, sqlite_url: str, jobs: Jobs, settings: Settings
) -> Iterator[AttendancePage]:
    city: Database = world.standing(sqlite_url)
    made = AttendancePage(Context(world.session(city, Role.BKPSDM), jobs, settings, world.JANUARY))
    made.resize(1150, 680)
    made.show()
    made.refresh()
    jobs.settle()
    made.unit.choose({next(one.id for one in made.offices if one.code == "SAT-01")})
    made.unit.changed.emit()
    jobs.settle()
    yield made
    made.close()
    city.close()


def plan(page: AttendancePage, act: Callable[[RosterDialog], None]) -> None:
    """Press the button, act in the dialog, let all work end."""

    done: list[RosterDialog] = []

    def later() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RosterDialog):
            watch.stop()
            done.append(dialog)
            try:
                act(dialog)
            finally:
                if dialog.isVisible():
                    dialog.reject()

    watch = QTimer()
    watch.setInterval(5)
    watch.timeout.connect(later)
    watch.start()
    QTest.keyClick(page.plan, Qt.Key.Key_Space)
    page.context.jobs.settle()
    watch.stop()
    assert done


def written(page: AttendancePage) -> str:
    chosen = next(iter(page.unit.chosen()))
    [hasan] = planning.read(page.context.session, world.JANUARY, int(str(chosen))).rows
    return "".join(cell or "." for cell in hasan.cells)


def test_a_month_is_typed_repeated_saved_and_undone(page: AttendancePage) -> None:
    def act(dialog: RosterDialog) -> None:
        assert dialog.focusWidget() is dialog.grid
        assert not dialog.verb.isEnabled()
        QTest.keyClicks(dialog.grid, ROTA.lower())
        assert "1 pegawai baru terisi sebagian" in dialog.said.text()
        QTest.keyClick(dialog.grid, Qt.Key.Key_Left)
        QTest.keyClick(dialog.grid, Qt.Key.Key_R, CTRL)
        assert dialog.said.text() == "31 sel berubah."
        QTest.keyClicks(dialog.basis, "Jadwal 800/12")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    plan(page, act)
    assert written(page) == (ROTA * 5)[:31]
    message = page.notices.messages.message
    assert message is not None
    assert message.text == "31 hari 1 pegawai direncanakan."
    last = undo.last_own(page.context.session)
    assert last is not None
    undo.undo(page.context.session, last.act_id)
    assert written(page) == "." * 31


def test_a_block_from_a_spreadsheet_goes_to_its_nip_and_wrong_cells_are_mended(
    page: AttendancePage,
) -> None:
    nip, other = world.NIPS[world.HASAN], "199001012015031999"
    days = [*ROTA, "Q", "-", "siang", *["L"] * 21]
    block = "\n".join("\t".join(("1", "Hasan", f"{who[:8]} {who[8:]}", *days))
                      for who in (other, nip))  # fmt: skip

    def act(dialog: RosterDialog) -> None:
        QGuiApplication.clipboard().setText(block)
        QTest.keyClick(dialog.grid, Qt.Key.Key_V, CTRL)
        assert "1 sel tidak dikenal" in dialog.said.text()
        assert not dialog.verb.isEnabled()
        dialog.grid.setCurrentIndex(dialog.grid.rows_model.index(0, 8))
        QTest.keyClick(dialog.grid, Qt.Key.Key_Delete)
        assert dialog.verb.isEnabled()
        QTest.keyClick(dialog.grid, "p")
        QTest.keyClick(dialog.grid, Qt.Key.Key_Z, CTRL)
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    plan(page, act)
    assert written(page) == ROTA + "..S" + "L" * 21
