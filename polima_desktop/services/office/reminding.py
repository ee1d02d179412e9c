"""When a backup is due: how old the last one is, and after how many days one is reminded.

Making one is ``backup``'s.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.services.session import Session
from polima_desktop.storage.office import settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

LAST = "last_backup"
"""The setting that holds the moment of the last backup."""
LONGEST = 365
_KEY, _DAYS = "backup_days", 7


class Due(NamedTuple):
    """How old the last backup is, in whole days (None: never made), and when one is reminded."""

    age: int | None
    days: int

    @property
    def now(self) -> bool:
        """Tell whether somebody should make one."""
        return self.days > 0 and (self.age is None or self.age >= self.days)


def due(session: Session) -> Due:
    """Tell whether the last backup is too old; where others keep the data or it is a demo: never.

    A server is backed up by whoever runs it, and the demo city can be made again.
    """
    with session.reading(Permission.CHANGE_SETTINGS) as connection:
        last = settings.read(connection, LAST)
        days = _days(connection)
        demo = settings.read(connection, "demo") == "1"
    if demo or not session.database.is_sqlite:
        days = 0
    now = session.clock()
    age = None if not last else max((now - datetime.fromisoformat(last)).days, 0)
    return Due(age, days)


def reminder(session: Session) -> int:
    """Give after how many days without a backup Beranda says so; 0: never."""
    with session.reading(Permission.CHANGE_SETTINGS) as connection:
        return _days(connection)


def _days(connection: Connection) -> int:
    return int(settings.read(connection, _KEY, str(_DAYS)))


def remind_after(session: Session, days: int) -> None:
    """Say on Beranda from so many days without a backup on; 0: never."""
    session.actor.require(Permission.CHANGE_SETTINGS)
    if not 0 <= days <= LONGEST:
        raise Refused(
            f"Pengingat cadangan {days} hari tidak dapat dipakai.",
            f"Pakai 0 (tidak pernah) sampai {LONGEST} hari.",
        )
    with session.changing("backup.reminder", Permission.CHANGE_SETTINGS) as work:
        before = _days(work.connection)
        settings.write(work, _KEY, str(days))
        work.note("pengingat cadangan", days=[before, days])
        work.name("pengingat cadangan")
