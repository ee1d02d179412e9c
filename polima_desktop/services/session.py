"""Who works on which store right now: the first argument of every use case.

Opening a store and logging in happen here; accounts are managed in ``services.office.accounts``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import NotAllowed, StoreRefused
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.office import accounts, attempts, heads, settings
from polima_desktop.storage.server import logins
from polima_desktop.storage.unit_of_work import Work, unit_of_work

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.domain.proof.signing import SigningKey

WITA = timezone(timedelta(hours=8), "WITA")
DEMO_PASSWORD = "contoh"  # noqa: S105 - the demo city's published password


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Session:
    """A store and the actor who works on it; ``clock`` gives the moment in UTC."""

    database: Database
    actor: Actor
    clock: Callable[[], datetime] = _utc_now
    opened_keys: dict[str, SigningKey] = field(default_factory=dict, compare=False, repr=False)
    """Signing keys opened since the login: kept in memory, never written."""

    @contextmanager
    def reading(self, permission: Permission) -> Iterator[Connection]:
        """Give a connection with one consistent view for what this actor may see."""
        self.actor.require(permission)
        with self.reading_own() as connection:
            yield connection

    @contextmanager
    def reading_own(self) -> Iterator[Connection]:
        """Give a connection for what every user may see: what is their own."""
        with self.database.reading() as connection:
            accounts.refuse_if_changed(connection, self.actor)
            yield connection

    @contextmanager
    def changing(self, action: str, permission: Permission) -> Iterator[Work]:
        """Give a ``Work`` for a change this actor may make; its audit entry is named ``action``.

        Actions read ``room.verb``, e.g. ``people.correct``; call ``work.note`` for the rest.
        """
        self.actor.require(permission)
        with self.changing_own(action) as work:
            yield work

    @contextmanager
    def changing_own(self, action: str) -> Iterator[Work]:
        """Give a ``Work`` for what every user may change: what is their own."""
        with unit_of_work(self.database, self.actor.name, action, self.clock()) as work:
            accounts.refuse_if_changed(work.connection, self.actor)
            yield work
        self._sign_head()

    def _sign_head(self) -> None:
        """Let the office's key, where it is open, vouch for the chain outside the store."""
        key = next(iter(reversed(self.opened_keys.values())), None)
        head = heads.read(self.database).newest if key else None
        if key and head:
            signed = replace(head, key=key.public.id, signature=key.sign(head.message).hex())
            heads.sign(self.database, signed)

    @property
    def today(self) -> date:
        """Today's date in Baubau."""
        return self.clock().astimezone(WITA).date()


def log_in(address: str, name: str, password: str) -> Session:
    """Open a store as a user; a wrong name or password is ``NotAllowed``, later tries wait.

    A server that guards its store itself is entered by the user's own login role, whatever
    connection the address names.
    """
    database = open_as(address, name, password)
    try:
        with (
            attempts.counted(database, name, _utc_now()),
            database.reading() as connection,
        ):
            return Session(database, accounts.authenticate(connection, name, password))
    except BaseException:
        database.close()
        raise


def open_as(address: str, name: str, password: str) -> Database:
    """Open a store for a user: a guarded server as the user's own role, any other as it is."""
    if not logins.needs_login(address):
        database = open_store(address)
        with database.reading() as connection:
            if not logins.guarded(connection):
                return database
        database.close()
    try:
        return open_store(logins.own_address(address, name, password), address)
    except StoreRefused as refused:
        raise NotAllowed(
            "Nama pengguna atau kata sandi tidak cocok.", "Periksa ejaannya, lalu coba lagi."
        ) from refused


def is_demo(database: Database) -> bool:
    """Tell whether the store holds the demo city, whose accounts and password are published."""
    with database.reading() as connection:
        return settings.read(connection, "demo") == "1"
