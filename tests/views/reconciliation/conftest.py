"""The two offices at one store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polima_desktop.services.session import Session
from tests import reconciling as world


@pytest.fixture
def office(sqlite_url: str) -> Iterator[dict[str, Session]]:
    with world.office(sqlite_url) as sessions:
        yield sessions
