"""Login roles of a guarded PostgreSQL store: who connects, and the passwords the server keeps.

The account ``budi`` of the database ``polima`` is the role ``polima.budi``. Passwords travel as
SCRAM verifiers made here, so that neither the store nor the server's log ever sees one.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, make_url, text

from polima_desktop.domain.errors import Refused
from polima_desktop.storage.server.grants import OF_AN_OFFICE
from polima_desktop.storage.server.wire import comes_with

LONGEST = 63
"""Bytes in the name of a role."""


def needs_login(address: str) -> bool:
    """Tell whether an address names a server and nobody who connects: then each as oneself."""
    if "://" not in address:
        return False
    url = make_url(address)
    return url.get_backend_name() == "postgresql" and not url.username


def own_address(address: str, name: str, password: str) -> str:
    """Give the address by which an account connects as its own role."""
    url = make_url(address)
    own = url.set(username=role_of(str(url.database), name), password=password)
    return own.render_as_string(hide_password=False)


def role_of(database: str, name: str) -> str:
    """Give the login role of an account."""
    return f"{database}.{name}"


def guarded(connection: Connection) -> bool:
    """Tell whether a store guards itself: a server on which the script was run."""
    if connection.dialect.name != "postgresql":
        return False
    found = text("SELECT to_regprocedure('public.polima_may(text)') IS NOT NULL")
    return bool(connection.execute(found).scalar())


def marked(connection: Connection) -> str | None:
    """Give the fingerprint of the script that was run on a store last."""
    query = text("SELECT obj_description(to_regprocedure('public.polima_may(text)'), 'pg_proc')")
    return connection.execute(query).scalar()


def give(
    connection: Connection, name: str, role: str, of_an_office: bool, password: str | None,
    *, once: bool = False,
) -> None:  # fmt: skip
    """Make or change an account's login role; ``password`` None leaves it as it is.

    Raises:
        Refused: the role works for the whole city, or the name is too long for a server.
    """
    if of_an_office and role not in OF_AN_OFFICE:
        words = " dan ".join(one.value for one in OF_AN_OFFICE)
        raise Refused(
            f"Di server, peran {role} tidak dibatasi pada satu kantor.",
            f"Kosongkan kantornya; yang dapat dibatasi: {words}.",
        )
    login = role_of(_database(connection), name)
    if len(login.encode()) > LONGEST:
        raise Refused(f"Nama pengguna ‘{name}’ terlalu panjang.", "Pilih nama yang lebih pendek.")
    made = None if password is None else _verifier(connection, login, password)
    call = text("SELECT polima_login(:name, :made, :role, :office, :once)")
    values = {"name": name, "made": made, "role": role, "office": of_an_office, "once": once}
    connection.execute(call, values)


def shut(connection: Connection, name: str) -> None:
    """Let an account's role connect no more, and take from open connections what it may."""
    connection.execute(text("SELECT polima_shut(:name)"), {"name": name})


def change_own(connection: Connection, name: str, password: str) -> None:
    """Set the password of whoever is connected."""
    made = _verifier(connection, role_of(_database(connection), name), password)
    connection.execute(text("SELECT polima_own_password(:made)"), {"made": made})


def came_as(connection: Connection, name: str, password: str) -> bool:
    """Tell whether the server let this connection in by that account's name and password."""
    given = comes_with(connection.engine)
    own = role_of(_database(connection), name) == connection.engine.url.username
    return own and given is not None and secrets.compare_digest(given.encode(), password.encode())


def is_once(connection: Connection) -> bool:
    """Tell whether whoever is connected came with a password for one use."""
    return bool(connection.execute(text("SELECT polima_once()")).scalar())


def _database(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_database()")).scalar_one())


def _verifier(connection: Connection, login: str, password: str) -> str:
    server = connection.connection.driver_connection.pgconn  # type: ignore[union-attr]
    made: bytes = server.encrypt_password(password.encode(), login.encode(), b"scram-sha-256")
    return made.decode()


def database_of(address: str) -> str:
    """Give the name of the database of a server's address.

    Raises:
        Refused: the address is a file's.
    """
    url = make_url(address) if "://" in address else None
    if url is None or url.get_backend_name() != "postgresql" or not url.database:
        raise Refused("Alamat itu bukan server data.", "Tulis postgresql://server/basisdata.")
    return str(url.database)
