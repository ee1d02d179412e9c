"""What is costly to make and only looked at: made once a run, however many processes share it."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from polima_desktop.services.demo import DemoCity, create

Made = TypeVar("Made")


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]
) -> tuple[Path, Made]:
    """Give a folder and what ``make`` made in it, unless another process of this run has."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    ready = folder / "made.pickle"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            ready.write_bytes(pickle.dumps(make(folder)))
    return folder, pickle.loads(ready.read_bytes())


def demo_city(factory: pytest.TempPathFactory, folder: Path) -> DemoCity:
    """Give a copy, in a folder of its own, of the demo city of 100 people and its store."""
    _folder, made = made_once(factory, "demo-100", lambda here: create(here / "kota", 100))
    shutil.copytree(made.store.parent, folder)
    return replace(made, store=folder / made.store.name, files=made.files.moved(folder))
