"""A PostgreSQL store that guards itself: making it so, its script, and whether all is well."""

from __future__ import annotations

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.services.session import Session
from polima_desktop.storage.office import accounts
from polima_desktop.storage.server import health, logins, script
from polima_desktop.storage.server.health import Check


def text(address: str) -> str:
    """Give the SQL script that makes the database of an address guard itself."""
    return script.script(logins.database_of(address))


def secure(session: Session, password: str) -> list[str]:
    """Give every account a login role and every table its guards, in one transaction.

    The acting administrator keeps the ``password``; give the names of the others, who come in
    again with a one-time password from the administrator. The connection must be the owner's.
    """
    session.actor.require(Permission.MANAGE_USERS)
    if session.database.is_sqlite:
        raise Refused(
            "Data ini satu berkas, bukan server.", "Pindahkan dulu ke server: polima move ALAMAT."
        )
    with session.changing("server.secure", Permission.MANAGE_USERS) as work:
        known = accounts.authenticate(work.connection, session.actor.name, password)
        script.run(work.connection)
        accounts.leave_to_server(work)
        office = known.unit_id is not None
        logins.give(work.connection, known.name, known.role.value, office, password)
        others = [one.name for one in accounts.listed(work.connection) if not one.disabled]
        work.note("server", accounts=len(others))
    return [name for name in others if name != known.name]


def examine(session: Session) -> list[Check]:
    """Look at the server's settings; a file has none."""
    with session.reading(Permission.CHANGE_SETTINGS) as connection:
        return [] if session.database.is_sqlite else health.checks(connection)
