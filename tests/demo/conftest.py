"""The cities the tests look at: made once, because reading them is what takes the tests' time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from polima_desktop.demo import CityFiles, write_city


def rows_of(path: Path) -> list[dict[str, str]]:
    """Give the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    """A city of 200."""
    return write_city(tmp_path_factory.mktemp("small"), 200, seed=3)


@pytest.fixture(scope="session")
def whole_city(tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    """The city of 4,039."""
    return write_city(tmp_path_factory.mktemp("whole"))
