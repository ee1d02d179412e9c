"""What other works wrote since one looked: so that reading need not wait for one's turn to write.

Every work seals what it wrote and ends with an entry, so the seals after an entry name all parts
of the store that may be other than they were.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from polima_desktop.storage.tables import audit, seals

NAMES = frozenset({"acts"})
"""Every work adds its own name: nothing anybody reads before they write."""
DECIDED = frozenset({"decisions", "decisions.undone_at"})
PEOPLE = frozenset(
    {"identities", "identities.superseded_at", "assignments", "assignments.superseded_at",
     "statements", "statements.superseded_at"}
)  # fmt: skip


def entry(connection: Connection) -> int:
    """Give the newest entry's number as this connection sees the store; 0: none yet."""
    return connection.execute(select(func.max(audit.c.id))).scalar() or 0


def parts(connection: Connection, number: int) -> set[str | None]:
    """Give the parts (``seal_parts``) that works wrote after an entry; None: one without seals."""
    query = select(seals.c.part).distinct().select_from(audit)
    query = query.outerjoin(seals, seals.c.at == audit.c.at).where(audit.c.id > number)
    return set(connection.execute(query).scalars())


def only(found: Collection[str | None], *harmless: Collection[str]) -> bool:
    """Tell whether nothing but these parts was written."""
    return set(found) <= NAMES.union(*harmless)
