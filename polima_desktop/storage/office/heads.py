"""The head of the audit chain, kept outside the store: what was cut off is missed.

Beside an embedded file stands ``NAME.kepala``; of a server's store each desk keeps one in its data
folder. It holds the newest entry this desk knows of, the last one that the office's key signed,
and heads the chain no longer leads to. What all of it means is ``services.office.proving``'s.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from sqlalchemy import Connection, select

from polima_desktop.domain.errors import PolimaError
from polima_desktop.files import read_whole, replacing
from polima_desktop.paths import data_folder
from polima_desktop.storage.database import Database
from polima_desktop.storage.tables import audit

ENDING = ".kepala"
SHORT = 12
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    """An entry of the chain; ``key`` and ``signature`` (hex) where the office's key signed it."""

    entry: int
    hash: str
    at: str
    key: str = ""
    signature: str = ""

    @property
    def short(self) -> str:
        """Write it as papers do: number and the hash's first letters, 48 bits."""
        return f"{self.entry}/{self.hash[:SHORT]}"

    @property
    def message(self) -> bytes:
        """What is signed."""
        return f"SI POLIMA kepala jejak audit|{self.entry}|{self.hash}|{self.at}".encode()


@dataclass(frozen=True)
class Kept:
    """What stands outside the store. ``torn``: heads that the chain does not lead to any more."""

    newest: Head | None = None
    signed: Head | None = None
    torn: list[Head] = field(default_factory=list)


def place(database: Database) -> Path:
    """Give where this store's head is kept."""
    if database.is_sqlite:
        store = Path(str(database.engine.url.database))
        return store.with_name(store.name + ENDING)
    url = database.engine.url
    name = hashlib.sha256(f"{url.host}|{url.port}|{url.database}|{url.query}".encode())
    return data_folder() / f"{name.hexdigest()[:16]}{ENDING}"


def read(database: Database) -> Kept:
    """Read what is kept; a file that cannot be read counts as none."""
    path = place(database)
    if not path.is_file():
        return Kept()
    try:
        found = json.loads(read_whole(path))
        newest, signed = (found[name] and Head(**found[name]) for name in ("newest", "signed"))
        return Kept(newest, signed, [Head(**each) for each in found["torn"]])
    except (PolimaError, ValueError, KeyError, TypeError):
        return Kept()


def newest(connection: Connection) -> Head | None:
    """Give the newest entry of the chain."""
    c = audit.c
    row = connection.execute(select(c.id, c.hash, c.at).order_by(c.id.desc()).limit(1)).first()
    return None if row is None else Head(*row)


def leads_to(connection: Connection, head: Head) -> bool:
    """Tell whether the chain still holds a head."""
    found = select(audit.c.hash).where(audit.c.id == head.entry)
    return connection.execute(found).scalar() == head.hash


def torn(connection: Connection, kept: Kept) -> list[Head]:
    """Give the kept heads that the chain does not lead to."""
    heads = [*kept.torn, *(head for head in (kept.newest, kept.signed) if head is not None)]
    return [head for head in dict.fromkeys(heads) if not leads_to(connection, head)]


def keep(database: Database, kept: Kept) -> None:
    """Write what is kept; a folder that cannot be written costs the work nothing."""
    document = asdict(kept)
    try:
        with replacing(place(database)) as out:
            out.write(json.dumps(document, indent=1).encode())
        place(database).chmod(0o600)
    except (PolimaError, OSError):
        _log.warning("the head of the audit chain could not be kept outside the store")


def sign(database: Database, head: Head) -> None:
    """Keep a signed head."""
    keep(database, replace(read(database), signed=head))


def put_aside(store: Path, kept: Path) -> None:
    """Let a head go with its store, which is renamed."""
    head = store.with_name(store.name + ENDING)
    if head.exists():
        head.rename(kept.with_name(kept.name + ENDING))
