"""What every test of a page gets: a dressed application, a store, a window, hands to drive it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from polima_desktop.app import make_application
from polima_desktop.domain.periods import Month
from polima_desktop.services.office.stores import create_office
from polima_desktop.services.session import Session, log_in
from polima_desktop.views import theme
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings

PASSWORD = "rahasia"


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Give the one application of the test process, dressed in the light theme."""
    app = make_application()
    theme.apply(app, "light")
    return app


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """Delete what a test closed or left: outside an event loop nobody else does.

    What is left costs each later test that changes the theme, for all of it is styled anew.
    """
    yield
    if QCoreApplication.instance() is not None:
        for left in QApplication.topLevelWidgets():
            left.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    """Give the application, light again after the test."""
    yield qapp
    theme.apply(qapp, "light")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    """Give a worker that is closed after the test."""
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give an empty memory of its own."""
    return Settings(tmp_path / "jendela.ini")


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "kantor.db"
    session = create_office(str(path), "admin", "Wa Ode Harmina", PASSWORD)
    session.database.close()
    return path


@pytest.fixture
def office(tmp_path: Path, empty_office: Path) -> Iterator[Session]:
    """Give an empty office in a SQLite store of its own, with its admin at work."""
    path = shutil.copy(empty_office, tmp_path / "kantor.db")
    session = log_in(str(path), "admin", PASSWORD)
    yield session
    session.database.close()


@pytest.fixture
def context(office: Session, jobs: Jobs, settings: Settings) -> Context:
    """Give the context of an empty office in January 2021."""
    return Context(office, jobs, settings, Month(2021, 1))
