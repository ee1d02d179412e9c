"""What a server's settings say of the care it takes: read as whoever is connected."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, text

from polima_desktop.storage.server import logins, script

OLDEST = 150_000
"""``server_version_num`` of PostgreSQL 15."""


class Check(NamedTuple):
    """One thing looked at: its name, whether it is well, and what to do if it is not."""

    name: str
    ok: bool
    advice: str


def checks(connection: Connection) -> list[Check]:
    """Look at everything of a server that a user of the store may see."""
    database = str(_one(connection, "SELECT current_database()"))
    marked = logins.marked(connection)
    number = int(_set(connection, "server_version_num"))
    scram = _set(connection, "password_encryption") == "scram-sha-256"
    current = marked in (None, script.fingerprint(database))
    bypassing = _bypassing(connection, database)
    found = [
        ("PostgreSQL 15 atau lebih baru", number >= OLDEST, "Perbarui server."),
        ("penjagaan data terpasang", marked is not None, "Jalankan: polima server secure."),
        ("penjagaan data seversi dengan program", current, "Jalankan skrip polima server script."),
        ("sambungan tersandi atau di komputer yang sama", _is_private(connection),
         "Nyalakan ssl di server dan pakai hostssl di pg_hba.conf."),
        ("kata sandi disimpan sebagai SCRAM-SHA-256", scram,
         "Atur password_encryption = 'scram-sha-256'."),
        *((f"yang tersimpan selamat bila listrik padam ({name})", _set(connection, name) != "off",
           f"Atur {name} = on.") for name in _DURABLE),
        ("yang terhubung bukan penguasa server", not _is_powerful(connection),
         "Masuk dengan nama sendiri: alamat tanpa nama pengguna server."),
        ("tidak ada peran pengguna yang melewati penjagaan", not bypassing,
         "ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE."),
    ]  # fmt: skip
    return [Check._make(each) for each in found]


_DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def _set(connection: Connection, name: str) -> str:
    return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar())


def _one(connection: Connection, query: str) -> object:
    return connection.execute(text(query)).scalar()


def _is_private(connection: Connection) -> bool:
    query = (
        "SELECT ssl OR inet_client_addr() IS NULL OR inet_client_addr() << inet '127.0.0.0/8' "
        "OR inet_client_addr() = inet '::1' FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    )
    return bool(_one(connection, query))


def _is_powerful(connection: Connection) -> bool:
    query = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = "
    return bool(_one(connection, f"{query} session_user"))


def _bypassing(connection: Connection, database: str) -> bool:
    query = text(
        "SELECT count(*) FROM pg_roles WHERE starts_with(rolname, :own) "
        "AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)"
    )
    return bool(connection.execute(query, {"own": f"{database}."}).scalar())
