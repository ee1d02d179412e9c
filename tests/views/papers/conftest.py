"""The small office at the page Cetak."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polima_desktop.services.session import Session
from tests.papers_world import copied_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    """The small office, its January calculated with the example rules."""
    session = copied_office(tmp_path)
    yield session
    session.database.close()
