"""Bringing an older program's store up to this one: saved first, proved, then changed as a whole.

Nobody is logged in: the tables the accounts stand in may be the ones that change. Migrations
themselves are ``storage.migrations``'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from polima_desktop.domain.errors import OlderStore, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.storage import backup as stored
from polima_desktop.storage.database import (
    SCHEMA,
    Database,
    open_older,
    open_store,
    schema_of,
    upgrade,
)
from polima_desktop.storage.unit_of_work import unit_of_work

PROGRAM = "polima"
"""Who is named in the audit entry: no user did it."""


@dataclass(frozen=True)
class Upgraded:
    """A store that was brought up: from which schema, where its copy lies, how many rows."""

    before: str
    kept: Path
    rows: int


def bring_up(address: str, progress: Progress | None = None) -> Upgraded:
    """Save an older embedded store beside itself, prove the copy, and bring the store up.

    The change is one transaction: it happens whole or not at all, and the copy stays either way.
    """
    progress = progress or Progress()
    if "://" in address:
        raise Refused(
            "Data di server tidak diperbarui dari sini.",
            "Pakai program yang seversi dengan datanya, atau tanyakan kepada pengelola servernya.",
        )
    _refuse_unless_older(address)
    database = open_older(address)
    try:
        before = schema_of(database)
        kept = _beside(Path(str(database.engine.url.database)), before)
        rows = stored.save_older(database, kept, progress)
        progress.report(0, 0, "Memperbarui data")
        upgrade(database)
    finally:
        database.close()
    _note(address, before, kept)
    return Upgraded(before, kept, rows)


def _refuse_unless_older(address: str) -> None:
    """Raise what is wrong with a store, unless it is only older."""
    try:
        open_store(address).close()
    except OlderStore:
        return
    raise Refused(f"Data ini sudah berskema {SCHEMA}.", "Tidak ada yang perlu diperbarui.")


def _beside(store: Path, schema: str) -> Path:
    now = datetime.now(UTC)
    return store.with_name(f"{store.name}.skema-{schema}-{now:%Y%m%d-%H%M%S}")


def _note(address: str, before: str, kept: Path) -> None:
    database: Database = open_store(address)
    try:
        with unit_of_work(database, PROGRAM, "store.upgrade", datetime.now(UTC)) as work:
            work.note("data", before=before, after=SCHEMA, kept=kept.name)
    finally:
        database.close()
