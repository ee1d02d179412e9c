"""The city whose lists come in, and the clerk who brings them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from tests.services.import_world import acting, new_city


@pytest.fixture
def database(store_url: str, tmp_path: Path) -> Iterator[Database]:
    """Give a store with a few units and nobody in it."""
    made = new_city(store_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def clerk(database: Database) -> Session:
    """Give the office that keeps the list of employees, at work."""
    return acting(database, Role.BKPSDM)
