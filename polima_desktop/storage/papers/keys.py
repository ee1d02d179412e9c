"""The office's signing keys as rows: made, revoked, never deleted. Opening one is ``services``'."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from polima_desktop.domain.proof.signing import PublicKey, SigningKey
from polima_desktop.storage.tables import signing_keys
from polima_desktop.storage.unit_of_work import Work


class StoredKey(NamedTuple):
    """A key of the office; ``locked`` is its private part under the passphrase."""

    id: str
    public: PublicKey
    locked: str
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    revoked_by: str | None
    revoked_reason: str | None


def listed(connection: Connection) -> list[StoredKey]:
    """Give every key, the newest first."""
    rows = connection.execute(select(signing_keys).order_by(signing_keys.c.made_at.desc()))
    return [
        StoredKey(**(row._asdict() | {"public": PublicKey(bytes.fromhex(row.public))}))
        for row in rows
    ]


def current(connection: Connection) -> StoredKey | None:
    """Give the key that signs now."""
    return next((key for key in listed(connection) if key.revoked_at is None), None)


def add(work: Work, key: SigningKey, locked: str) -> None:
    """Store a new key; from now on it signs."""
    work.connection.execute(
        insert(signing_keys).values(
            id=key.public.id,
            public=key.public.raw.hex(),
            locked=locked,
            made_at=work.now,
            made_by=work.user,
        )
    )


def revoke(work: Work, key_id: str, reason: str) -> None:
    """Say that whatever a key signed is not to be trusted any more."""
    work.connection.execute(
        update(signing_keys)
        .where(signing_keys.c.id == key_id)
        .values(revoked_at=work.now, revoked_by=work.user, revoked_reason=reason)
    )
