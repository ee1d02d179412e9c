"""The two offices at one store; ``small`` where one kind of store is enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polima_desktop.services.session import Session
from tests import reconciling as world


@pytest.fixture
def office(store_url: str) -> Iterator[dict[str, Session]]:
    with world.office(store_url) as sessions:
        yield sessions


@pytest.fixture
def small(sqlite_url: str) -> Iterator[dict[str, Session]]:
    with world.office(sqlite_url) as sessions:
        yield sessions
