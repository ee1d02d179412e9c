"""The cities the tests look at: each made once a run, however many processes share the work."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from polima_desktop.demo import CityFiles, write_city
from tests.made_once import made_once


def rows_of(path: Path) -> list[dict[str, str]]:
    """Give the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shared_city(factory: pytest.TempPathFactory, name: str, employees: int, seed: int) -> CityFiles:
    """Give a city, writing it only if no other process of this run has."""
    _folder, city = made_once(
        factory, f"city-{name}", lambda here: write_city(here / "city", employees, seed)
    )
    return city


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    """A city of 200."""
    return shared_city(tmp_path_factory, "small", 200, 3)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    """A city of 1,200: large enough for shares to show."""
    return shared_city(tmp_path_factory, "town", 1200, 1)


@pytest.fixture(scope="session")
def whole_city(tmp_path_factory: pytest.TempPathFactory) -> CityFiles:
    """The city of 4,039."""
    return shared_city(tmp_path_factory, "whole", 4039, 1)
