"""The clerk of the small office, and the window in which they see its people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from polima_desktop.domain.periods import Month
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.window.main_window import MainWindow
from polima_desktop.views.window.pages import PageSpec
from tests.views.staff.world import clerk, fill


@pytest.fixture
def rita(office: Session) -> Session:
    fill(office.database)
    return clerk(office.database)


@pytest.fixture
def window(qtbot: QtBot, rita: Session, jobs: Jobs, settings: Settings) -> Iterator[MainWindow]:
    context = Context(rita, jobs, settings, Month(2021, 1))
    made = MainWindow(context, [PageSpec("pegawai", "Pegawai", "pegawai", "Data", PegawaiPage)])
    made.resize(1366, 768)
    made.show_place(0)
    made.show()
    qtbot.waitExposed(made)
    jobs.settle()
    yield made
    jobs.settle()
    made.close()
