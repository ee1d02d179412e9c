"""Users, the audit chain, and facts of the store as a whole."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text

from polima_desktop.storage.tables.base import Instant, metadata, new_id, ref

users = Table(
    "users",
    metadata,
    new_id(),
    Column("name", String(60), nullable=False, unique=True),
    Column("display_name", String(160), nullable=False),
    Column("role", String(20), nullable=False),
    ref("unit_id", "units.id", nullable=True),  # office scope; NULL: the whole city
    Column("password_hash", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    Column("password_reset_at", Instant),  # an administrator set it: changed at the next login
    Column("recovery_hash", String(200)),
)

login_attempts = Table(  # wrong passwords in a row; see storage.office.attempts
    "login_attempts",
    metadata,
    Column("name", String(60), primary_key=True),  # as typed: need not be a user's
    Column("failures", Integer, nullable=False),
    Column("last_at", Instant, nullable=False),
)

audit = Table(  # a hash chain: each entry signs the one before
    "audit",
    metadata,
    new_id(),
    Column("at", String(40), nullable=False),  # ISO, exactly the text that was hashed
    Column("user", String(60), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("detail", Text, nullable=False),  # JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("seal", String(64)),  # root over what the act wrote; NULL: from before there were seals
)

seals = Table(  # the leaves under an entry's root: see storage.office.seals
    "seals",
    metadata,
    new_id(),
    Column("at", String(40), nullable=False, index=True),  # the entry's moment
    Column("part", String(60), nullable=False),
    Column("group", String(40), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("leaves", Text, nullable=False),  # a line each: key, tab, hash
    Index("ix_seals_part_group", "part", "group"),
)

acts = Table(  # each change of the store in words, and whether it was taken back
    "acts",
    metadata,
    new_id(),
    Column("at", Instant, nullable=False, unique=True),  # the moment of its rows
    Column("user", String(60), nullable=False, index=True),
    Column("action", String(60), nullable=False),
    Column("title", String(260), nullable=False),  # "kelas jabatan Ratna Zahara 7 → 9"; "" none
    Column("reason", Text),
    Column("undone_at", Instant),
    Column("undone_by", String(60)),
)

settings = Table(
    "settings",
    metadata,
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

signing_keys = Table(  # the office's Ed25519 keys; the newest that is not revoked signs
    "signing_keys",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("public", String(64), nullable=False),
    Column("locked", Text, nullable=False),  # the private part, under the office's passphrase
    Column("made_at", Instant, nullable=False),
    Column("made_by", String(60), nullable=False),
    Column("revoked_at", Instant),
    Column("revoked_by", String(60)),
    Column("revoked_reason", Text),
)
