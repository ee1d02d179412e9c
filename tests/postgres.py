"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

OLDEST = 15
_NEW_CLUSTER = ["--username=polima", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
_WHO_COMES_IN = "local all polima trust\nlocal all all scram-sha-256\n"


class NoPostgres(Exception):
    """There is no server to be had here; the text says why."""


@dataclass(frozen=True)
class Server:
    """A running server. The superuser is ``polima``, who needs no password; others do."""

    folder: Path
    durable: bool = False
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str, user: str = "polima") -> str:
        """Give the address of a database on this server as ``--store`` takes it."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def guarded_url(self, database: str) -> str:
        """Give the address of a store whose users come as their own login roles."""
        return f"postgresql:///{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """Create a database of its own as a copy of ``template``; gives its name."""
        name = f"t{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def forget_roles(self, name: str) -> None:
        """Take the login roles of a dropped store from the cluster."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            query = "SELECT rolname FROM pg_roles WHERE rolname LIKE %s OR rolname LIKE %s"
            for (role,) in connection.execute(query, (f"{name}.%", f"{name}:%")).fetchall():
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

    def restart(self) -> None:
        """Stop the server as a crash does, and start it again."""
        pg_ctl, owner = _programs() / "pg_ctl", _owner()
        _run(self.folder, owner, [pg_ctl, "stop", "-m", "immediate", *_places(self.folder)[:1]])
        options = _options(self.folder, self.durable)
        _run(self.folder, owner, [pg_ctl, "start", "-w", *_places(self.folder), *options])

    def execute(self, statement: str) -> None:
        """Run a statement outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """Make a cluster, start it, and stop it whatever happens; ``NoPostgres`` if that cannot be.

    ``durable``: it waits for the disk, as an office's server does.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="polima-pg-"))
    owner = _owner()
    if owner:
        shutil.chown(folder, owner)
    with _removed_at_the_end(folder, owner, programs / "pg_ctl"):
        _run(
            folder,
            owner,
            [programs / "initdb", f"--pgdata={folder / 'data'}", *_NEW_CLUSTER],
        )
        (folder / "data" / "pg_hba.conf").write_text(_WHO_COMES_IN, encoding="utf-8")
        _run(
            folder,
            owner,
            [programs / "pg_ctl", "start", "-w", *_places(folder), *_options(folder, durable)],
        )
        yield Server(folder, durable)


@contextmanager
def _removed_at_the_end(folder: Path, owner: str | None, pg_ctl: Path) -> Iterator[None]:
    """Stop the server and remove its folder, also when this process dies: Qt can abort a test run.

    A shell waits for the end of a pipe that only this process holds open.
    """
    script = 'cat; "$1" stop -m immediate -D "$2/data"; rm -rf "$2"'
    keeper = subprocess.Popen(
        ["sh", "-c", script, "keeper", str(pg_ctl), str(folder)],
        cwd="/",
        user=owner,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        keeper.communicate()


def _places(folder: Path) -> list[str]:
    return [f"--pgdata={folder / 'data'}", f"--log={folder / 'log'}"]


def _options(folder: Path, durable: bool) -> list[str]:
    # Only a socket, and nothing is waited for on the disk: this cluster lives for one run.
    settings: dict[str, object] = {
        "listen_addresses": "''",
        "unix_socket_directories": folder,
        "shared_buffers": "64MB",
        "autovacuum": "off",
    }
    if not durable:
        hasty = ("fsync", "full_page_writes", "synchronous_commit")
        settings |= dict.fromkeys(hasty, "off")
    return ["-o", " ".join(f"-c {name}={value}" for name, value in settings.items())]


def _programs() -> Path:
    """Find the newest server programs on this machine."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    suitable = {_version(folder): folder for folder in folders}
    if not suitable or max(suitable) < OLDEST:
        raise NoPostgres(f"PostgreSQL {OLDEST} or newer is not installed (Debian: postgresql)")
    return suitable[max(suitable)]


def _version(folder: Path) -> int:
    text = subprocess.run(
        [folder / "initdb", "--version"], check=True, capture_output=True, text=True
    )
    return int(text.stdout.split()[2].split(".")[0])


def _owner() -> str | None:
    """Give the account to run as: the server refuses root."""
    if os.geteuid() != 0:
        return None
    known = Path("/etc/passwd").read_text(encoding="utf-8")
    return "postgres" if "\npostgres:" in known else "nobody"


def _run(folder: Path, owner: str | None, command: list[str | Path]) -> None:
    # The server inherits pg_ctl's output, so that goes to a file: a pipe would never close.
    output = folder / "output"
    with output.open("ab") as sink:
        done = subprocess.run(
            command,
            cwd=folder,
            user=owner,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise NoPostgres(f"{Path(command[0]).name}: {output.read_text(errors='replace')[-800:]}")
