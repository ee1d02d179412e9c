"""The office's keys as use cases: make, open, rotate, revoke, and hand out what proves a slip.

The private part lies in the store under a passphrase; a desk may keep the passphrase in its
keyring. Signing itself happens while a paper is drawn (``reports.seal``).
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.proof.signing import SigningKey, read_public, unlock
from polima_desktop.domain.proof.signing import signed as with_signature
from polima_desktop.domain.proof.trust import Revoked, Trust
from polima_desktop.formatting import moment
from polima_desktop.services.session import Session, is_demo
from polima_desktop.storage import secrets
from polima_desktop.storage.months import slips
from polima_desktop.storage.papers import keys
from polima_desktop.storage.papers.keys import StoredKey

if TYPE_CHECKING:
    from sqlalchemy import Connection

PASSPHRASE = "POLIMA_KEY_PASSPHRASE"  # noqa: S105 - a variable's name
DEMO_PASSPHRASE = "kunci kota contoh"  # noqa: S105 - meant to be known
OFFICE = "KOTA-BAUBAU"


class KeyLocked(Refused):
    """The office's key is there, but this desk does not know its passphrase."""


def listed(session: Session) -> list[StoredKey]:
    """Give every key of the office, the newest first."""
    with session.reading(Permission.READ) as connection:
        return keys.listed(connection)


class Made(NamedTuple):
    """A new key; ``remembered`` is False where a keyring was wanted and there is none."""

    id: str
    remembered: bool


def create(session: Session, passphrase: str, *, remember: bool = True) -> Made:
    """Make the office's first key; a second one is a rotation."""
    with session.reading(Permission.MANAGE_KEYS) as connection:
        there = keys.current(connection)
    if there is not None:
        raise Refused(
            f"Kantor ini sudah punya kunci {there.id}.",
            "Ganti dengan `keys rotate`, atau cabut dengan `keys revoke`.",
        )
    return _make(session, "keys.create", passphrase, remember)


def rotate(session: Session, passphrase: str, *, remember: bool = True) -> Made:
    """Make a new key that signs from now on; what earlier keys signed stays genuine."""
    session.actor.require(Permission.MANAGE_KEYS)
    return _make(session, "keys.rotate", passphrase, remember)


def _make(session: Session, action: str, passphrase: str, remember: bool) -> Made:
    key = SigningKey.new()
    locked = key.locked(passphrase)
    with session.changing(action, Permission.MANAGE_KEYS) as work:
        keys.add(work, key, locked)
        work.note(f"key:{key.public.id}", public=key.public.raw.hex())
    session.opened_keys[key.public.id] = key
    return Made(key.public.id, _kept(session, key.public.id, passphrase, wanted=remember))


def _kept(session: Session, key_id: str, passphrase: str, *, wanted: bool) -> bool:
    """Keep a passphrase in the keyring if that is wanted; False if it cannot be."""
    return not wanted or secrets.remember(_account(session, key_id), passphrase)


def revoke(session: Session, key_id: str, reason: str) -> None:
    """Withdraw trust from a key, with the reason that everybody will read."""
    if not reason.strip():
        raise Refused("Alasan pencabutan belum ditulis.", "Tulis mengapa kunci ini dicabut.")
    with session.changing("keys.revoke", Permission.MANAGE_KEYS) as work:
        found = next((k for k in keys.listed(work.connection) if k.id == key_id), None)
        if found is None or found.revoked_at is not None:
            raise Refused(
                f"Tidak ada kunci {key_id} yang masih berlaku.", "Lihat daftarnya: `keys list`."
            )
        keys.revoke(work, key_id, reason.strip())
        work.note(f"key:{key_id}", reason=reason.strip())
    session.opened_keys.pop(key_id, None)


def open_key(session: Session) -> SigningKey | None:
    """Open the key that signs now; None: the office has none. Raises ``KeyLocked``."""
    with session.reading(Permission.PRINT) as connection:
        stored = keys.current(connection)
    if stored is None:
        return None
    if stored.id not in session.opened_keys:
        passphrase = _known_passphrase(session, stored.id)
        opened = unlock(stored.locked, passphrase) if passphrase else None
        if opened is None:
            raise KeyLocked(
                f"Kunci kantor {stored.id} masih terkunci di komputer ini.",
                f"Ketik frasa sandinya, atau isi {PASSPHRASE}.",
            )
        session.opened_keys[stored.id] = opened
    return session.opened_keys[stored.id]


def open_with(session: Session, passphrase: str, *, remember: bool) -> bool:
    """Open the key with a passphrase that was typed; False if it could not be kept as wanted."""
    with session.reading(Permission.PRINT) as connection:
        stored = keys.current(connection)
    opened = unlock(stored.locked, passphrase) if stored else None
    if stored is None or opened is None:
        raise KeyLocked("Frasa sandi kunci tidak cocok.", "Periksa huruf besar dan kecilnya.")
    session.opened_keys[stored.id] = opened
    return _kept(session, stored.id, passphrase, wanted=remember)


def _known_passphrase(session: Session, key_id: str) -> str | None:
    if given := os.environ.get(PASSPHRASE):
        return given
    if is_demo(session.database):
        return DEMO_PASSPHRASE
    return secrets.recall(_account(session, key_id))


def _account(session: Session, key_id: str) -> str:
    return f"{session.database.address}|kunci {key_id}"


# ── what others need ────────────────────────────────────────────────────────────────────────


def trust_of(connection: Connection) -> Trust:
    """Give what proves this store's slips: its keys, and which slips were replaced."""
    stored = keys.listed(connection)
    return Trust(
        keys={key.id: key.public for key in stored},
        revoked={
            key.id: Revoked(moment(key.revoked_at), key.revoked_reason or "")
            for key in stored
            if key.revoked_at is not None
        },
        replaced=slips.replacements(connection),
    )


def export(session: Session) -> str:
    """Write the public keys, revocations and replacements as one signed text.

    Whoever verifies needs nothing else; the signature lets nobody add a key or drop a line.
    """
    session.actor.require(Permission.PRINT)
    key = open_key(session)
    if key is None:
        raise Refused("Kantor ini belum punya kunci.", "Buat dahulu dengan `keys create`.")
    with session.reading(Permission.PRINT) as connection:
        text = trust_of(connection).text(OFFICE, _iso(session.clock()))
    return json.dumps(
        {
            "kind": "si-polima-public-keys",
            "pem": key.public.pem(),
            "signed": with_signature(text, key),
        },
        indent=2,
    )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def read_trust(data: bytes) -> Trust:
    """Read what ``export`` wrote, or a bare public key in PEM; anything else is refused."""
    text = data.decode(errors="replace")
    if text.lstrip().startswith("-----BEGIN"):
        key = read_public(text)
        return Trust({key.id: key}, {}, {})
    try:
        document = json.loads(text)
        return Trust.read(document["signed"], read_public(document["pem"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(
            "Berkas kunci publik tidak terbaca.", "Minta ekspor baru: `keys export`."
        ) from error
