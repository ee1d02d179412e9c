"""A new embedded store is its owner's alone: the file, its log, its head, a folder made for it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from polima_desktop.storage.database import create_store
from polima_desktop.storage.unit_of_work import unit_of_work


def test_a_new_store_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "kantor"
    database = create_store(str(folder / "polima.db"))
    with unit_of_work(database, "rita", "test.change", datetime(2021, 2, 1, tzinfo=UTC)) as work:
        work.note("a")
    try:
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    finally:
        database.close()
    assert {"polima.db", "polima.db.kepala"} <= modes.keys()
    assert set(modes.values()) == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
