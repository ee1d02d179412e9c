"""The review desk on the small city of ``claims_world``, driven with real keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.periods import Month
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.settings import Settings
from tests import claims_world as world
from tests.views.review.desk_object import DeskObject


@pytest.fixture
def verifier(sqlite_url: str) -> Iterator[Session]:
    """Give a verifier of the whole city at work."""
    database = world.build(sqlite_url, rules=True)
    yield world.session(database)
    database.close()


@pytest.fixture
def desk(
    qapp: QApplication, verifier: Session, jobs: Jobs, settings: Settings
) -> Iterator[DeskObject]:
    """Give the page of January 2021, shown and loaded."""
    context = Context(verifier, jobs, settings, Month(2021, 1))
    page = BackupPage(context)
    page.resize(1170, 650)
    page.show()
    page.refresh()
    jobs.settle()
    yield DeskObject(page)
    page.close()
    page.deleteLater()
