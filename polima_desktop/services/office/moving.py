"""Moving a whole store: a file to a PostgreSQL server, or back, proved before it counts as done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused, StoreUnavailable
from polima_desktop.domain.progress import Progress
from polima_desktop.services.session import Session
from polima_desktop.storage import moving
from polima_desktop.storage.database import Database, create_store, open_store
from polima_desktop.storage.office import accounts, audit, seals
from polima_desktop.storage.server import logins
from polima_desktop.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Moved(NamedTuple):
    """What was moved. ``went_on``: somebody worked on the old store meanwhile; that is not in it.

    ``locked_out``: whose passwords stayed on the server; they need one-time passwords.
    """

    rows: int
    entries: int
    went_on: bool
    locked_out: tuple[str, ...]


def move(session: Session, address: str, password: str, progress: Progress | None = None) -> Moved:
    """Copy the whole store to an address where there is none yet, and prove the copy.

    The old store stays as it is. ``password``: the acting administrator's, who comes into the
    new store with it.

    Raises:
        Refused: there is a store already, or whoever is connected does not read everything.
        StoreUnavailable: the copy is not what was copied; nothing of it is left.
    """
    with session.reading(Permission.CHANGE_SETTINGS) as connection:
        accounts.authenticate(connection, session.actor.name, password)
        guarded = logins.guarded(connection)
    progress = progress or Progress()
    with _whole(session, guarded=guarded) as source, _new_store(address) as target:
        with source.reading() as read, target.writing() as write:
            _refuse_filled(write, address)
            moving.copy_all(read, write, progress)
            _prove(read, write, progress)
            found, head = moving.counts(write), audit.head(read)
        locked_out = _settle(session, target, password, guarded=guarded)
        with source.reading() as read:
            went_on = audit.head(read) != head
    return Moved(sum(found.values()), found["audit"], went_on, locked_out)


@contextmanager
def _whole(session: Session, *, guarded: bool) -> Iterator[Database]:
    """Give the store as somebody sees it from whom nothing is hidden."""
    if not guarded:
        yield session.database
        return
    if logins.needs_login(session.database.address):
        raise Refused(
            "Seluruh isi server hanya terbaca oleh pemilik basis datanya.",
            "Sebut pemiliknya di alamat: --store postgresql://pemilik@server/basisdata.",
        )
    database = open_store(session.database.address)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _new_store(address: str) -> Iterator[Database]:
    """Make the new store; a file that did not become whole is taken away again."""
    path = None if "://" in address else Path(address).expanduser()
    if path is not None and path.exists():
        raise Refused(f"{path} sudah ada.", "Pilih nama berkas lain.")
    if path is None:
        logins.database_of(address)
    if logins.needs_login(address):
        raise Refused(
            "Alamat server belum menyebut siapa yang membuat datanya.",
            "Tulis pemilik basis datanya: postgresql://pemilik@server/polima.",
        )
    target = create_store(address)
    try:
        yield target
    except BaseException:
        target.close()
        if path is not None:
            for part in ("", "-wal", "-shm"):
                path.with_name(path.name + part).unlink(missing_ok=True)
        raise
    target.close()


def _refuse_filled(connection: Connection, address: str) -> None:
    if any(moving.counts(connection).values()):
        raise Refused(f"{address} sudah berisi data.", "Pakai basis data yang masih kosong.")


def _prove(read: Connection, write: Connection, progress: Progress) -> None:
    """Hold the copy against what was copied: rows, chain, and every seal."""
    same = moving.counts(read) == moving.counts(write) and audit.head(read) == audit.head(write)
    if not same or audit.first_break(write) is not None:
        raise StoreUnavailable(
            "Data yang dipindahkan tidak sama dengan asalnya.", "Tidak ada yang dipindahkan."
        )
    faults = seals.faults(write, progress)
    if faults:
        raise Refused(
            f"{len(faults)} hal di data ini tidak sama dengan segelnya; data tidak dipindahkan.",
            "Jalankan polima audit verify, dan bandingkan dengan cadangan yang utuh.",
        )


def _settle(session: Session, target: Database, password: str, *, guarded: bool) -> tuple[str, ...]:
    """Write down where the data came from; passwords that a server kept do not come along."""
    with unit_of_work(target, session.actor.name, "store.moved", session.clock()) as work:
        work.note("store", rows=sum(moving.counts(work.connection).values()))
        if not guarded:
            return ()
        accounts.change_password(work, session.actor.name, password)
        known = [one.name for one in accounts.listed(work.connection) if not one.disabled]
        return tuple(name for name in known if name != session.actor.name)
