"""A small office whose month stands to be run, and the page on it, opened as anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.months.page import PerhitunganPage
from polima_desktop.views.settings import Settings
from tests import month_world as world
from tests.month_world import JANUARY
from tests.views.months.desk_object import MonthObject

Open = Callable[..., MonthObject]
SitDown = Callable[[Database, Role], Session]


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    built = world.standing(sqlite_url)
    yield built
    built.close()


@pytest.fixture
def sit_down() -> SitDown:
    """Give how somebody of a role begins to work; a module may set another day."""
    return world.session


@pytest.fixture
def opened(
    qapp: QApplication, database: Database, jobs: Jobs, settings: Settings, sit_down: SitDown
) -> Iterator[Open]:
    """Open the page as somebody, in a month."""
    pages: list[PerhitunganPage] = []

    def open_as(role: Role = Role.KEUANGAN, month: Month = JANUARY) -> MonthObject:
        page = PerhitunganPage(Context(sit_down(database, role), jobs, settings, month))
        pages.append(page)
        page.resize(1176, 700)
        page.show()
        page.refresh()
        made = MonthObject(page)
        made.settle()
        return made

    yield open_as
    for page in pages:
        page.close()
        page.deleteLater()
