"""The page Bobot & Indeks on a small city with a frozen January and rules in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.rules.page import BobotPage
from polima_desktop.views.settings import Settings
from tests import month_world
from tests.views.rules.bobot_object import BobotObject

JANUARY = Month(2021, 1)
Opened = Callable[..., BobotObject]


@pytest.fixture
def city(sqlite_url: str) -> Iterator[Database]:
    """Give the city with January frozen."""
    database = month_world.build(sqlite_url)
    run.freeze(month_world.session(database), JANUARY, Progress())
    yield database
    database.close()


@pytest.fixture
def opened(qapp: QApplication, city: Database, jobs: Jobs, settings: Settings) -> Iterator[Opened]:
    """Open the page as a role."""
    made: list[BobotPage] = []

    def open_page(role: Role = Role.ORGANISASI, session: Session | None = None) -> BobotObject:
        context = Context(session or month_world.session(city, role), jobs, settings, JANUARY)
        page = BobotPage(context)
        made.append(page)
        page.resize(1150, 660)
        page.show()
        page.refresh()
        jobs.settle()
        return BobotObject(page)

    yield open_page
    for page in made:
        page.close()
        page.deleteLater()
    jobs.settle()
