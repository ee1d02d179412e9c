"""A whole copy of an embedded store while others work on it, and what stands in a store.

SQLite's own backup does the copying: a file copied while somebody works may lack what was
written last. What a backup file looks like, and who may make one, is ``services.office.backup``'s.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select, text

from polima_desktop.domain.errors import StoreUnavailable
from polima_desktop.domain.progress import Progress
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.office import audit
from polima_desktop.storage.tables import metadata

_PAGES = 4_000
"""Pages copied between two looks at the progress: others wait no longer than for these."""


class Contents(NamedTuple):
    """What stands in a store: its schema, rows by table, and the audit chain's length and head."""

    schema: str
    rows: dict[str, int]
    entries: int
    head: str
    broken: int | None

    @property
    def total(self) -> int:
        """All rows together."""
        return sum(self.rows.values())


def copy_store(database: Database, target: Path, progress: Progress) -> None:
    """Copy an embedded store to a new file, as it is at one moment; others go on working."""

    def step(_status: int, remaining: int, pages: int) -> None:
        progress.report(pages - remaining, pages, "Menyalin data")

    driver = database.engine.raw_connection()
    try:
        source = driver.driver_connection
        assert isinstance(source, sqlite3.Connection)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy, pages=_PAGES, progress=step)
    finally:
        driver.close()


def save_older(database: Database, target: Path, progress: Progress) -> int:
    """Copy a store of another schema and prove the copy by its pages and rows; give how many."""
    copy_store(database, target, progress)
    target.chmod(0o600)
    driver = database.engine.raw_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
            ours, theirs = _rows_of(copy), _rows_of(driver.driver_connection)
    finally:
        driver.close()
    if said != "ok" or ours != theirs:
        raise StoreUnavailable(
            f"Salinan {target} tidak sama dengan datanya; data tidak diperbarui.",
            "Periksa disknya, lalu ulangi.",
        )
    return sum(ours.values())


def _rows_of(connection: Any) -> dict[str, int]:  # noqa: ANN401 - the driver's
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in tables
    }


def contents_of(path: Path) -> Contents:
    """Open a store that nobody else uses, prove its pages and its chain, and count its rows."""
    database = open_store(str(path))
    try:
        with database.reading() as connection:
            said = connection.execute(text("PRAGMA integrity_check")).scalar()
            if said != "ok":
                raise StoreUnavailable(f"{path} rusak: {said}.", "Pakai cadangan lain.")
            rows = {
                table.name: int(
                    connection.execute(select(func.count()).select_from(table)).scalar_one()
                )
                for table in metadata.sorted_tables
            }
            broken = audit.first_break(connection)
            schema = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            head = audit.head(connection)
        return Contents(str(schema), rows, rows["audit"], head, broken.id if broken else None)
    finally:
        database.close()
