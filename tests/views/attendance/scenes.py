"""Scenes of Kehadiran: planned shifts as a grid, cases to check, the units' points."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from polima_desktop.services.attendance import planning, points
from polima_desktop.views.attendance.page import AttendancePage
from polima_desktop.views.attendance.points import PointsDialog
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
    yield from _cases(stage)


def _cases(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Give the queue of cases as a verifier sees it, and the points as their keeper does."""
    window = stage.window("kehadiran", "verifikator")
    [page] = window.findChildren(AttendancePage)
    page.focus_on(cases=True)
    page.context.jobs.settle()
    yield "kehadiran-kasus", window
    stage.clear()
    window = stage.window("kehadiran", "bkpsdm")
    [page] = window.findChildren(AttendancePage)
    yield "titik-unit", stage.keep(PointsDialog(page, points.read(page.context.session)))
    stage.clear()
