"""Opening, creating and upgrading a store: one SQLite file or a PostgreSQL database.

The driver's errors become ``StoreUnavailable`` here, so that no caller knows SQLAlchemy.
Alembic is imported only when a store is created or upgraded: it must not cost the first paint.
"""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import RootTransaction
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, PendingRollbackError

from polima_desktop.domain.errors import (
    NotAllowed,
    OlderStore,
    StoreRefused,
    StoreUnavailable,
    WrongUsage,
    is_undone,
    undone,
)
from polima_desktop.storage import embedded
from polima_desktop.storage.embedded import BUSY_SECONDS
from polima_desktop.storage.server import wire

SCHEMA = "0024"
"""The Alembic revision this program reads and writes; a test compares it with the migrations."""

_PASSWORD = re.compile(r"(://[^:/@]+):[^@]*@")
_log = logging.getLogger(__name__)
_STORE, _RECORDS = 5_0115_0115, 5_0115_0116  # any numbers of our own
_NOT_ALLOWED = "42501"  # SQLSTATE: insufficient privilege, row security, a law of the store


class Turn(Enum):
    """What a work waits for on a server. A file has one writer, whatever the work."""

    STORE = "store"
    """The only writer of the store: all works but those below. They are short."""
    RECORDS = "records"
    """The same, and nobody is bringing records: what reads or takes back whole records."""
    BESIDE = "beside"
    """Brings records by the hundred thousand beside the short works; ends with ``take_turn``."""


_LOCKS = {Turn.STORE: (_STORE,), Turn.RECORDS: (_RECORDS, _STORE), Turn.BESIDE: (_RECORDS,)}
"""In this order always, so that two works never wait for one another."""


@dataclass(frozen=True)
class Database:
    """An opened store. ``address`` is what the user typed: a path or a URL."""

    engine: Engine
    address: str

    def __post_init__(self) -> None:
        """Let go of the connections also where a store is only dropped, not closed."""
        weakref.finalize(self, self.engine.dispose)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the store is an embedded file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection with one consistent view of the store; nothing is written."""
        with _store_errors(self.address), self.engine.connect() as connection:
            if not self.is_sqlite:  # whose every transaction reads one snapshot anyway
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, turn: Turn = Turn.STORE) -> Iterator[Connection]:
        """Give a connection inside one transaction: committed at the end or rolled back whole.

        There is one writer at a time, on both kinds of store; a second one waits for it, but for
        a server's mass records: see ``Turn``. Nothing is called saved before the store on disk is
        known to hold it.
        """
        with (
            _store_errors(self.address),
            self.engine.connect().execution_options(polima_writes=True) as connection,
        ):
            with _transaction(connection):
                if not self.is_sqlite:  # which has one writer by itself, see embedded
                    _wait_for(connection, *_LOCKS[turn])
                yield connection
            if self.is_sqlite:
                embedded.settle(connection)

    def settle(self) -> bool:
        """Make the embedded file whole by itself; tell whether it is. A server always is."""
        if not self.is_sqlite:
            return True
        with _store_errors(self.address), self.engine.connect() as connection:
            return embedded.settle(connection)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    """Commit at the end; an error rolls everything back and carries a note that it did."""
    transaction = connection.begin()
    try:
        yield
    except BaseException as error:
        _roll_back(transaction)
        undone(error)
        raise
    try:
        transaction.commit()
    except DBAPIError as problem:
        if connection.dialect.name == "sqlite" or not problem.connection_invalidated:
            undone(problem)
            raise
        raise StoreUnavailable(
            "Sambungan ke server data putus tepat saat menyimpan, jadi belum pasti tersimpan.",
            "Masuk lagi dan lihat Jejak Audit; ulangi hanya bila pekerjaan itu tidak tercatat.",
        ) from problem


def _roll_back(transaction: RootTransaction) -> None:
    try:
        transaction.rollback()
    except DBAPIError as problem:
        if not problem.connection_invalidated:
            raise
        _log.info("the server rolls back whoever is gone")


def take_turn(connection: Connection) -> None:
    """Go on as the only writer of the store, until the transaction ends."""
    if connection.dialect.name != "sqlite":  # whose writer is alone from the start
        _wait_for(connection, _STORE)


def _wait_for(connection: Connection, *locks: int) -> None:
    waits = text("SELECT set_config('lock_timeout', :most, true), pg_advisory_xact_lock(:key)")
    for lock in locks:
        connection.execute(waits, {"most": f"{BUSY_SECONDS}s", "key": lock})


def open_store(address: str, shown: str = "") -> Database:
    """Open an existing store of this program's schema; anything else is ``StoreUnavailable``.

    ``shown``: the address without the name and password of who connects, where there are any.
    """
    url = _url(address)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise StoreUnavailable(
            f"Berkas data {url.database} tidak ada.",
            "Periksa letaknya, atau buat kota contoh dengan: polima demo --out FOLDER.",
        )
    database = Database(_engine(url), shown or address)
    try:
        _expect_schema(database)
        _keep_wal(database)
    except StoreUnavailable:
        database.close()
        raise
    return database


def open_older(address: str) -> Database:
    """Open a store whatever its schema, to save it or to bring it up; close it afterwards."""
    url = _url(address)
    return Database(_engine(url), address)


def schema_of(database: Database) -> str:
    """Give a store's schema."""
    with database.reading() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def create_store(address: str) -> Database:
    """Create a store with this program's schema, or upgrade an older one. Holds no data yet."""
    url = _url(address)
    if url.get_backend_name() == "sqlite":
        _ensure_folder(Path(str(url.database)))
    database = Database(_engine(url), address)
    new = url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists()
    _keep_wal(database)
    upgrade(database)
    if new:
        _keep_private(Path(str(url.database)))
    return database


def _keep_private(path: Path) -> None:
    """Let nobody but the owner read a new store; what SQLite puts beside it follows the file."""
    for part in ("", "-wal", "-shm"):
        beside = path.with_name(path.name + part)
        if beside.exists():
            beside.chmod(0o600)


def upgrade(database: Database) -> None:
    """Bring the schema up to ``SCHEMA`` in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _guard_again(connection)


def _guard_again(connection: Connection) -> None:
    """Let a store that guards itself guard its new tables too."""
    from polima_desktop.storage.server import logins, script

    if logins.guarded(connection):
        script.run(connection)


def store_exists(address: str) -> bool:
    """Tell whether something that looks like a store stands at the address."""
    url = _url(address)
    if url.get_backend_name() == "sqlite":
        return Path(str(url.database)).exists()
    database = Database(_engine(url), address)
    try:
        with database.reading() as connection:
            return inspect(connection).has_table("alembic_version")
    finally:
        database.close()


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create("sqlite+pysqlite", database=str(Path(address).expanduser()))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise WrongUsage(
            f"Alamat data ‘{address}’ tidak dikenali.",
            "Tulis lokasi berkas SQLite, atau postgresql://host/basisdata.",
        ) from None
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and url.database:
        return url.set(drivername="sqlite+pysqlite")
    raise WrongUsage(
        f"Jenis data ‘{backend}’ tidak didukung.", "Pakai berkas SQLite atau postgresql://…"
    )


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        engine = create_engine(wire.encrypted(url), pool_pre_ping=True)
        event.listen(engine, "do_connect", wire.newest_password(engine))
        return engine
    return embedded.open_engine(url)


def _keep_wal(database: Database) -> None:
    if not database.is_sqlite:
        return
    try:
        embedded.keep_wal(database.engine)
    except sqlite3.OperationalError as problem:
        raise StoreUnavailable(*_words(database.address, str(problem))) from problem


def _ensure_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreUnavailable(
            f"Folder {path.parent} tidak bisa dibuat.", "Pilih folder lain yang boleh ditulis."
        ) from problem
    if path.exists() and not os.access(path, os.W_OK):
        raise StoreUnavailable(f"Berkas data {path} hanya bisa dibaca.", "Beri izin tulis.")


def _expect_schema(database: Database) -> None:
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise StoreUnavailable(
                f"{database.address} bukan data SI POLIMA.", "Pilih berkas data yang benar."
            )
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found != SCHEMA:
        raise _other_schema(str(found))


def _other_schema(found: str) -> StoreUnavailable:
    """Say which of the two, data or program, is older, and what to do about it."""
    if found.isdecimal() and found < SCHEMA:
        return OlderStore(
            f"Data ini dari program yang lebih lama: skemanya {found}, program ini memakai "
            f"{SCHEMA}.",
            "Perbarui datanya (polima upgrade); salinan data sekarang disimpan lebih dulu.",
        )
    return StoreUnavailable(
        f"Data ini dari program yang lebih baru: skemanya {found}, program ini mengenal sampai "
        f"{SCHEMA}.",
        "Perbarui SI POLIMA di komputer ini, lalu buka lagi. Datanya tidak diubah.",
    )


@contextmanager
def _store_errors(address: str) -> Iterator[None]:
    try:
        yield
    except OperationalError as problem:
        said = str(problem.orig)
        kind = StoreRefused if _not_let_in(said) else StoreUnavailable
        raise kind(*_words(address, said)) from problem
    except DBAPIError as problem:
        # SQLite says "malformed" and "not a database" by the plain class; its subclasses
        # (an integrity error, say) are mistakes of ours.
        if type(problem.orig) is sqlite3.DatabaseError:
            raise StoreUnavailable(*_words(address, str(problem.orig))) from problem
        if problem.connection_invalidated:  # whatever the driver calls it
            raise StoreUnavailable(*_words(address, _LOST)) from problem
        if getattr(problem.orig, "sqlstate", None) == _NOT_ALLOWED:
            said = str(problem.orig).splitlines()[0].removeprefix("polima: ")
            refused = NotAllowed(f"Server data menolak: {said}.", "Minta pengelola memeriksa hak.")
            if is_undone(problem):
                undone(refused)
            raise refused from problem
        raise
    except _lost() as problem:
        raise StoreUnavailable(*_words(address, _LOST)) from problem


_LOST = "connection lost"


def _lost() -> tuple[type[Exception], ...]:
    """Give what says that a server is gone where SQLAlchemy does not say so: in a COPY, say.

    The driver is not imported for this: an embedded store has no use for it.
    """
    driver = sys.modules.get("psycopg")
    own = (driver.OperationalError, driver.InterfaceError) if driver else ()
    return (PendingRollbackError, *own)


def _not_let_in(reason: str) -> bool:
    lowered = reason.lower()
    return "password" in lowered or "authentication" in lowered or "permitted to log in" in lowered


def _words(address: str, reason: str) -> tuple[str, str]:
    """Say in Indonesian why the store could not be used, and what to do."""
    lowered = reason.lower()
    if "locked" in lowered or "busy" in lowered or "lock timeout" in lowered:
        return (
            "Data sedang dipakai program lain.",
            "Tunggu sampai selesai, atau tutup program itu, lalu ulangi.",
        )
    if "readonly" in lowered or "read-only" in lowered:
        return (f"Berkas data {address} hanya bisa dibaca.", "Beri izin tulis pada berkas itu.")
    if "not a database" in lowered or "malformed" in lowered:
        return (
            f"{address} rusak atau bukan data SI POLIMA.",
            "Pilih berkas lain, atau pulihkan dari cadangan.",
        )
    if "full" in lowered:
        return ("Penyimpanan penuh.", "Kosongkan ruang, lalu ulangi.")
    if "unable to open" in lowered:
        return (f"Berkas data {address} tidak bisa dibuka.", "Periksa letak dan izinnya.")
    server = _PASSWORD.sub(r"\1@", address)
    if "ssl" in lowered and ("support" in lowered or "certificate" in lowered):
        return (
            f"Sambungan tersandi ke server data {server} gagal: {reason.splitlines()[0]}",
            "Minta administrator server menyalakan TLS dan memeriksa sertifikatnya.",
        )
    if _not_let_in(lowered):
        return (
            f"Server data {server} menolak nama pengguna atau kata sandinya.",
            "Periksa alamat data, lalu ulangi.",
        )
    if "does not exist" in lowered:
        return (f"Data {server} tidak ada di server itu.", "Periksa nama data pada alamatnya.")
    if "connect" in lowered:
        return (f"Server data {server} tidak menjawab.", "Periksa alamat, jaringan, dan servernya.")
    return (f"Data {server} tidak bisa dipakai: {reason.splitlines()[0]}", "Periksa server data.")
