"""Wrong passwords in a row, by the name they were tried with; each makes the next wait longer.

Counted in the store, so that starting the program again gives no new tries. A name nobody has is
counted like any other: waiting tells nothing about who exists. No audit entry: nothing of the
office changed. A server whose users are login roles counts (and delays) by its own means.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from polima_desktop.domain.errors import NotAllowed, PasswordExpired
from polima_desktop.formatting import number
from polima_desktop.storage.database import Database
from polima_desktop.storage.server import logins
from polima_desktop.storage.tables import login_attempts

FREE = 3
"""So many mistakes cost nothing: a finger slips."""
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)
"""After so long the counting begins anew."""
_LETTERS = 60


def wait_after(failures: int) -> timedelta:
    """Give how long the next try has to wait: 2, 4, 8 … seconds, 15 minutes at most."""
    if failures < FREE:
        return timedelta()
    return min(timedelta(seconds=2 ** min(failures - FREE + 1, 30)), LONGEST)


@contextmanager
def counted(database: Database, name: str, now: datetime) -> Iterator[None]:
    """Refuse a try that comes too early; count it if it fails, forget all if it is right.

    Raises:
        NotAllowed: too early, or what the try itself raised.
    """
    name = name[:_LETTERS]
    with database.reading() as connection:
        guarded = logins.guarded(connection)
        before = 0 if guarded else _failures(connection, name, now)
    try:
        yield
    except PasswordExpired:
        _forget(database, name, before)
        raise
    except NotAllowed:
        if not guarded:
            _count(database, name, now)
        raise
    _forget(database, name, before)


def _failures(connection: Connection, name: str, now: datetime) -> int:
    c = login_attempts.c
    row = connection.execute(select(c.failures, c.last_at).where(c.name == name)).one_or_none()
    if row is None or now - row.last_at > FORGOTTEN:
        return 0
    wait = wait_after(row.failures)
    since = max(now - row.last_at, timedelta())  # a clock that was set back gives no free tries
    if since < wait:
        seconds = -(-(wait - since) // timedelta(seconds=1))
        left = f"{number(seconds)} detik" if seconds < 60 else f"{number(-(-seconds // 60))} menit"
        raise NotAllowed(
            f"Kata sandi salah {row.failures} kali berturut-turut; percobaan berikutnya menunggu.",
            f"Coba lagi dalam {left}, atau minta kata sandi sekali pakai kepada pengelola.",
        )
    return int(row.failures)


def _count(database: Database, name: str, now: datetime) -> None:
    c = login_attempts.c
    with database.writing() as connection:
        connection.execute(delete(login_attempts).where(c.last_at < now - FORGOTTEN))
        again = update(login_attempts).where(c.name == name)
        found = connection.execute(again.values(failures=c.failures + 1, last_at=now))
        if found.rowcount == 0:
            connection.execute(insert(login_attempts).values(name=name, failures=1, last_at=now))


def _forget(database: Database, name: str, failures: int) -> None:
    if failures:
        with database.writing() as connection:
            connection.execute(delete(login_attempts).where(login_attempts.c.name == name))
