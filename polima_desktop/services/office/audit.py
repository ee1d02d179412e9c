"""Reading and proving the audit chain. Writing entries happens in the unit of work."""

from __future__ import annotations

from polima_desktop.domain.access import Permission
from polima_desktop.services.session import Session
from polima_desktop.storage.office import audit
from polima_desktop.storage.office.audit import Entry

FIELDS = Entry._fields
"""The headings of an exported trail."""


def entries(session: Session) -> list[Entry]:
    """Give every entry, oldest first."""
    with session.reading(Permission.READ_AUDIT) as connection:
        return list(audit.entries(connection))


def first_break(session: Session) -> Entry | None:
    """Give the first entry that does not fit the hash chain, or None if all do."""
    with session.reading(Permission.READ_AUDIT) as connection:
        return audit.first_break(connection)
