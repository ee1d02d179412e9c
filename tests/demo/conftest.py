"""The cities the tests look at: each made once a run, however many processes share the work."""

from __future__ import annotations

import csv
import fcntl
import os
import pickle
from pathlib import Path

import pytest

from polima_desktop.demo import CityFiles, write_city


def rows_of(path: Path) -> list[dict[str, str]]:
    """Give the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shared_city(factory: pytest.TempPathFactory, name: str, employees: int, seed: int) -> CityFiles:
    """Give a city, writing it only if no other process of this run has."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"city-{name}"
    folder.mkdir(exist_ok=True)
    ready = folder / "files.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            city = write_city(folder / "city", employees, seed)
            ready.write_bytes(pickle.dumps(city))
    made = pickle.loads(ready.read_bytes())
    assert isinstance(made, CityFiles)
    return made


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
