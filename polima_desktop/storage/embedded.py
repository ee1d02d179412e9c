"""The embedded store's file: how SQLite is opened on it, and that it stays the one on disk.

A connection holds descriptors of the store, of its ``-wal`` and of its ``-shm``. If another
program deletes or replaces one of them (it can when the locks of this process were lost), what
this process writes goes into a file that nobody will ever open again. So every transaction looks
first, and again before anything is called saved. Nothing but SQLite opens these files; ``files``
guards that.
"""

from __future__ import annotations

import ctypes
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event

from polima_desktop.domain.errors import StoreUnavailable
from polima_desktop.storage.bulk import WATCH

BUSY_SECONDS = 10
_log = logging.getLogger(__name__)


class _Mark(NamedTuple):
    """What makes a file the same one, whatever it is called."""

    device: int
    inode: int


def _mark(path: Path) -> _Mark | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return _Mark(found.st_dev, found.st_ino)


@dataclass(eq=False)
class _Standing:
    """What all connections of this process to one file share, as SQLite shares its ``-shm``."""

    file: _Mark
    wal: _Mark | None = None


_standings: WeakValueDictionary[_Mark, _Standing] = WeakValueDictionary()


class FileConnection(sqlite3.Connection):
    """A connection that knows whether the files behind it are still those on disk."""

    def __init__(self, database: str, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(database, *arguments, **options)
        self._path = Path(database).absolute()
        self._wal_path = self._path.with_name(f"{self._path.name}-wal")
        mark = _mark(self._path)
        # None: a store in memory, or one named by a URI; there is nothing to compare.
        self._standing = None if mark is None else _standings.setdefault(mark, _Standing(mark))

    @property
    def is_file(self) -> bool:
        """Tell whether a file stands behind it, so that another connection sees the same."""
        return self._standing is not None

    @property
    def lost(self) -> bool:
        """Tell whether the store or its ``-wal`` on disk is another file, or gone."""
        standing = self._standing
        if standing is None:
            return False
        if standing.file != _mark(self._path):
            return True
        return standing.wal is not None and standing.wal != _mark(self._wal_path)

    def expect_same_file(self) -> None:
        """Raise ``StoreUnavailable`` if what is written here would not be in the store.

        Call it inside a transaction that has read: only then SQLite has opened the ``-wal``.
        """
        if self._standing is not None and self._standing.wal is None:
            self._standing.wal = _mark(self._wal_path)
        if self.lost:
            raise StoreUnavailable(
                f"Berkas data {self._path} diganti atau dihapus program lain selagi terbuka; "
                "pekerjaan ini tidak tersimpan.",
                "Tutup SI POLIMA, buka lagi, periksa pekerjaan terakhir, lalu ulangi.",
            )

    def close(self) -> None:
        """Close, unless the files were lost: SQLite would write its old log into the new store."""
        if not self.lost:
            super().close()
            return
        _log.error("the store's files were replaced; a connection is left as it is")
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self))  # not even at the program's end


def open_engine(url: URL) -> Engine:
    """Give an engine on a store's file."""
    options: dict[str, Any] = {"timeout": BUSY_SECONDS, "factory": FileConnection}
    engine = create_engine(url, connect_args=options)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def keep_wal(engine: Engine) -> None:
    """Let readers and a writer work side by side; only once the file is known to be ours.

    Raises ``sqlite3.OperationalError`` where that cannot be.
    """
    driver = engine.raw_connection()
    try:
        driver.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        driver.close()


def settle(connection: Connection) -> bool:
    """Bring what was committed from the ``-wal`` into the file itself; tell whether all of it went.

    A copy of the file alone is then whole. Another program that reads meanwhile keeps some back;
    that is no error, the next one brings it. Raises ``StoreUnavailable`` if the files were lost.
    """
    driver = connection.connection.driver_connection
    assert isinstance(driver, FileConnection)
    driver.expect_same_file()
    try:
        _busy, written, brought = driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except sqlite3.OperationalError as problem:  # a full disk: the log keeps what was committed
        _log.warning("no checkpoint: %s", problem)
        return False
    return bool(written == brought)


@contextmanager
def beside(connection: Connection, table: Table) -> Iterator[list[Connection]]:
    """Give connections that see the same of a table, to read it on both cores.

    While a writer of a file works nobody else commits, so a view opened now is the one its work
    began with. Where that says nothing - a table the work wrote itself, a mere reader, a server,
    a store in memory - it is the connection alone.
    """
    driver = connection.connection.driver_connection
    writes = connection.get_execution_options().get("polima_writes", False)
    watch = connection.info.get(WATCH)
    written = watch is None or table.name in watch.touched
    if not (isinstance(driver, FileConnection) and driver.is_file and writes) or written:
        yield [connection]
        return
    with connection.engine.connect() as other, other.begin():
        yield [connection, other]


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -65536")


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: two writers wait for each other instead of failing midway.
    writes = connection.get_execution_options().get("polima_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    connection.exec_driver_sql("SELECT 1 FROM sqlite_schema LIMIT 1").all()  # opens the -wal
    driver = connection.connection.driver_connection
    assert isinstance(driver, FileConnection)
    driver.expect_same_file()
