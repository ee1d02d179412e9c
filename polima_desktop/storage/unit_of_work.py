"""One change of the store: one transaction, one moment, one actor, one audit entry, one act.

What was done is noted on the ``Work`` while it happens; the entry is written just before the
commit, so that a change without its audit entry cannot exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from polima_desktop.storage.database import Database, Turn, take_turn
from polima_desktop.storage.office import acts, audit, heads, seals
from polima_desktop.storage.office.heads import Kept

TURNS = {
    "imports.attendance": Turn.BESIDE,
    "imports.activities": Turn.BESIDE,
    "imports.punches": Turn.BESIDE,
    "imports.undo": Turn.RECORDS,
    "people.undo": Turn.RECORDS,
    "month.freeze": Turn.RECORDS,
}
"""What an action waits for on a server, where not just for the work before it."""


@dataclass
class Work:
    """An open change: its connection, its one moment (UTC), and who acts."""

    connection: Connection
    now: datetime
    user: str
    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    reason: str | None = None

    def note(self, subject: str, **detail: object) -> None:
        """Say for the audit entry what was changed; later notes add to earlier ones."""
        self.subject = subject
        self.detail.update(detail)

    def name(self, title: str, reason: str | None = None) -> None:
        """Name the change as the person who made it would, and say why where there is a why."""
        self.title, self.reason = title, reason
        if reason is not None:
            self.detail["reason"] = reason


@contextmanager
def unit_of_work(database: Database, user: str, action: str, now: datetime) -> Iterator[Work]:
    """Give a ``Work``; commit it with its audit entry at the end, or roll everything back.

    Works follow one another, on PostgreSQL as on SQLite: what a work reads before it writes (a
    timeline, a version, the last audit entry) is still so when it writes. Its moment is later
    than that of any work before, even when a clock was set back: the moment is how a work's rows
    are known again. Only mass records come to a server beside other works (``TURNS``): nobody
    else writes their tables meanwhile, and only the end of it, with the entry, is a work like
    any other.
    """
    kept = heads.read(database)
    turn = TURNS.get(action, Turn.STORE)
    beside = turn is Turn.BESIDE and not database.is_sqlite
    with database.writing(turn) as connection:
        torn = heads.torn(connection, kept)
        last = audit.last(connection)
        work = Work(connection, _after(last.latest, now, beside=beside), user)
        since = _sealed_since(last, work.now)
        with seals.watching(connection, take_turn if beside else None) as watch:
            yield work
            at = audit.written_moment(work.now)
            done = seals.seal_imports(connection, work.now, at, watch) if beside and since else []
            if beside:
                take_turn(connection)
            acts.add(connection, work.now, user, action, work.title, work.reason)
            root = seals.seal(connection, since, at, watch, done)
        previous = None if beside else last.hash  # beside others, they have written meanwhile
        entry = audit.append(
            connection, work.now, user, action, work.subject, work.detail, root, previous
        )
    newest = heads.Head(entry.id, entry.hash, entry.at)
    signed = None if kept.signed in torn else kept.signed
    heads.keep(database, Kept(newest, signed, torn))


def _sealed_since(last: audit.Last, now: datetime) -> datetime | None:
    """Give from when on an act seals: the first of a store also what it was made with.

    None: all there is, in a store that is older than its seals.
    """
    if last.sealed is None:
        return seals.BEGINNING
    return now if last.sealed else None


def _after(last: datetime | None, now: datetime, *, beside: bool) -> datetime:
    """Give a moment after the last one; a work beside others has an odd one, the others even.

    So no two works have one moment, though neither sees the other before it ends.
    """
    later = now if last is None or now > last else last + timedelta(microseconds=1)
    return later + timedelta(microseconds=(later.microsecond + beside) % 2)
