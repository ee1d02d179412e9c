"""The small city's January as finance and the chief see it, on either store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from tests import month_world as world


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database(kind: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    url = request.getfixturevalue("postgres_url" if kind == "postgresql" else "sqlite_url")
    built = world.standing(str(url))
    yield built
    built.close()


@pytest.fixture
def finance(database: Database) -> Session:
    return world.session(database, Role.KEUANGAN)


@pytest.fixture
def chief(database: Database) -> Session:
    return world.session(database, Role.PIMPINAN)
