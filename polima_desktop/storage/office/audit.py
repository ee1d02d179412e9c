"""The audit entries: an append-only hash chain. Who may read them is decided in ``services``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, insert, select

from polima_desktop.storage.tables import audit, import_batches

GENESIS = "0" * 64


class Entry(NamedTuple):
    """One link of the chain, as stored."""

    id: int
    at: str
    user: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str
    seal: str | None = None


class Last(NamedTuple):
    """What the next entry must know of those before it.

    ``sealed``: whether the newest has a seal, None: there is no entry yet. ``latest``: the latest
    moment of the last entries (UTC): works beside others end out of order.
    """

    hash: str
    sealed: bool | None
    latest: datetime | None


def last(connection: Connection) -> Last:
    """Give what the next entry must know of those before it."""
    newest = audit.alias("newest")
    some = select(audit.c.at).order_by(audit.c.id.desc()).limit(_OUT_OF_ORDER).subquery()
    latest = select(func.max(some.c.at)).scalar_subquery()
    query = select(newest.c.hash, newest.c.seal, latest).order_by(newest.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return Last(GENESIS, None, None)
    return Last(row[0], row[1] is not None, datetime.fromisoformat(row[2]))


def append(
    connection: Connection,
    now: datetime,
    user: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
    seal: str | None = None,
    previous: str | None = None,
) -> Entry:
    """Add an entry that signs the one before, and give it. The caller is the only writer.

    ``seal``: the root over what the act wrote, which the entry signs too. ``previous``: the
    newest entry's hash, where the caller knows it.
    """
    previous = head(connection) if previous is None else previous
    fields = {
        "at": written_moment(now),
        "user": user,
        "action": action,
        "subject": subject,
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, default=str),
        "previous": previous,
    }
    digest = _digest(fields, seal)
    added = insert(audit).values(**fields, hash=digest, seal=seal).returning(audit.c.id)
    return Entry(connection.execute(added).scalar_one(), **fields, hash=digest, seal=seal)


def written_moment(now: datetime) -> str:
    """Write a moment as an entry has it."""
    return now.astimezone(UTC).isoformat(timespec="microseconds")


def head(connection: Connection) -> str:
    """Give the hash of the newest entry, which vouches for all before it."""
    newest = select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
    return connection.execute(newest).scalar() or GENESIS


def last_moment(connection: Connection) -> datetime | None:
    """Give the moment of the newest entry (UTC)."""
    at = connection.execute(select(audit.c.at).order_by(audit.c.id.desc()).limit(1)).scalar()
    return None if at is None else datetime.fromisoformat(at)


_OUT_OF_ORDER = 200


def entries(connection: Connection) -> Iterator[Entry]:
    """Give every entry, oldest first."""
    for row in connection.execute(select(audit).order_by(audit.c.id)):
        yield Entry(*row)


def entry(connection: Connection, number: int) -> Entry | None:
    """Give an entry by its number."""
    row = connection.execute(select(audit).where(audit.c.id == number)).one_or_none()
    return None if row is None else Entry(*row)


def file_names(connection: Connection) -> dict[int, str]:
    """Give the file of each import, by the number that its entry names."""
    rows = connection.execute(select(import_batches.c.id, import_batches.c.file_name))
    return {key: name for key, name in rows}  # noqa: C416


def first_break(connection: Connection) -> Entry | None:
    """Give the first entry that does not fit the chain, or None if it holds throughout."""
    previous = GENESIS
    for entry in entries(connection):
        fields = {name: getattr(entry, name) for name in _SIGNED}
        if entry.previous != previous or entry.hash != _digest(fields, entry.seal):
            return entry
        previous = entry.hash
    return None


_SIGNED = ("at", "user", "action", "subject", "detail", "previous")


def _digest(fields: Mapping[str, str], seal: str | None) -> str:
    signed = [fields[name] for name in _SIGNED]
    text_ = json.dumps(signed if seal is None else [*signed, seal], ensure_ascii=False)
    return hashlib.sha256(text_.encode()).hexdigest()
