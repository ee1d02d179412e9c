"""The small city of ``month_world`` on a server that guards itself, with a login role each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import psycopg

from polima_desktop.domain.access import Role
from polima_desktop.services.office import server as guarding
from polima_desktop.services.session import Session, log_in
from polima_desktop.storage.database import Database
from polima_desktop.storage.office import accounts
from polima_desktop.storage.server import logins
from polima_desktop.storage.staff import units
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import month_world as world
from tests.postgres import Server

PASSWORD = "rahasia-kota"
OFFICES = {"verif.sd": "SD-07", "verif.dinas": "DIN-05"}


@dataclass
class Guarded:
    """A guarded store: ``enter`` as the program does, ``direct`` as psql would."""

    server: Server
    database: str

    @property
    def address(self) -> str:
        """Give the address everybody types."""
        return self.server.guarded_url(self.database)

    def enter(self, name: str, password: str = PASSWORD) -> Session:
        """Log in; the clock is the world's."""
        found = log_in(self.address, name, password)
        return replace(found, clock=world.session(found.database).clock)

    @contextmanager
    def direct(self, name: str, password: str = PASSWORD) -> Iterator[psycopg.Connection]:
        """Connect with nothing of the program in between."""
        login = f"{self.database}.{name}"
        url = f"host={self.server.folder} dbname={self.database} user={login}"
        with psycopg.connect(url, password=password) as connection:
            yield connection


@contextmanager
def guarded(server: Server) -> Iterator[Guarded]:
    """Build the world, add a user of every role and two of offices, and let the server guard it."""
    name = server.create(template="polima")
    database = world.standing(server.url(name))
    _users(database)
    admin = log_in(server.url(name), "admin", PASSWORD)
    guarding.secure(admin, PASSWORD)
    with database.writing() as connection:
        for role in Role:
            if role is not Role.ADMIN:
                logins.give(connection, role.value, role.value, False, PASSWORD)
        for one in OFFICES:
            logins.give(connection, one, Role.VERIFIKATOR.value, True, PASSWORD)
    admin.database.close()
    database.close()
    yield Guarded(server, name)
    server.drop(name)
    server.forget_roles(name)


def _users(database: Database) -> None:
    with unit_of_work(database, "admin", "test.users", world.BUILT) as work:
        ids = units.ids_by_code(work.connection)
        for role in Role:
            accounts.add(work, role.value, role.value.capitalize(), role, PASSWORD)
        for name, code in OFFICES.items():
            accounts.add(work, name, f"Verifikator {code}", Role.VERIFIKATOR, PASSWORD, ids[code])
