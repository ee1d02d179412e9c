"""Facts of this store as a whole: key → text (``city``, ``demo``, …).

A user's own preferences are not here but in the program's settings.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from polima_desktop.storage.tables import settings
from polima_desktop.storage.unit_of_work import Work


def read(connection: Connection, key: str, default: str = "") -> str:
    """Give the stored text of a key, or the default."""
    value = connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()
    return default if value is None else str(value)


def write(work: Work, key: str, value: str) -> None:
    """Store the text of a key."""
    work.connection.execute(delete(settings).where(settings.c.key == key))
    work.connection.execute(insert(settings).values(key=key, value=value))
