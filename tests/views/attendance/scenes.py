"""Scenes of Kehadiran: planned shifts of the hospital as a grid, some cells just typed."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from polima_desktop.services.attendance import planning
from polima_desktop.views.attendance.page import AttendancePage
from polima_desktop.views.attendance.roster import RosterDialog
from tests.screens.stage import Stage


def scenes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Give the grid as somebody typing a rota sees it."""
    window = stage.window("kehadiran", "bkpsdm")
    [page] = window.findChildren(AttendancePage)
    hospital = next(one for one in page.offices if one.name == "RSUD Kota Baubau")
    plan = planning.read(page.context.session, page.context.month, hospital.id)
    dialog = RosterDialog(page, plan)
    QTest.keyClicks(dialog.grid, "ppssmml")
    QTest.keyClick(dialog.grid, Qt.Key.Key_Left)
    dialog.grid.repeat()
    dialog.grid.block_edited.emit([(plan.rows[1].person_id, "d1", "14.00-21.00"),
                                   (plan.rows[1].person_id, "d2", "X")])  # fmt: skip
    yield "jadwal-giliran", stage.keep(dialog)
    stage.clear()
