"""Users of a store, as its admin manages them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from polima_desktop.domain.access import Permission, Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.units import unit_key
from polima_desktop.services.session import Session, log_in
from polima_desktop.storage.office import accounts, acts, attempts
from polima_desktop.storage.office.accounts import Account
from polima_desktop.storage.server import logins
from polima_desktop.storage.server.wire import come_with
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection


def listed(session: Session) -> list[Account]:
    """Give every account by name."""
    session.actor.require(Permission.MANAGE_USERS)
    with session.reading(Permission.MANAGE_USERS) as connection:
        return accounts.listed(connection)


def office_named(session: Session, text: str) -> int | None:
    """Give the unit a code, name or alias means today, for an account's scope; empty: the city."""
    if not text.strip():
        return None
    with session.reading(Permission.READ) as connection:
        found = units.lookup(connection, session.today).get(unit_key(text), set())
    if len(found) != 1:
        state = "dimiliki beberapa unit" if found else "tidak dikenal"
        raise Refused(f"Unit ‘{text}’ {state}.", "Tulis kode unitnya.")
    return next(iter(found))


def add(
    session: Session,
    name: str,
    display_name: str,
    role: Role,
    password: str,
    unit_id: int | None = None,
) -> None:
    """Create an account."""
    with session.changing("users.add", Permission.MANAGE_USERS) as work:
        accounts.add(work, name, display_name, role, password, unit_id)
        work.note(f"user:{name}", role=role.value, unit_id=unit_id)
        work.name(f"pengguna {display_name} ({name})")


def refuse_if_acted(connection: Connection, moment: datetime) -> None:
    """Refuse to take back the account made at a moment once it did something, or was shut."""
    name = accounts.made_at(connection, moment)
    if name is None or accounts.acted(connection, name):
        raise Refused(
            "Pengguna itu sudah dipakai untuk bekerja.", "Nonaktifkan di Pengaturan, Pengguna."
        )


def take_back(session: Session, moment: datetime) -> None:
    """Shut the account made at a moment, which never did anything; its name is free again."""
    with session.changing("users.take_back", Permission.MANAGE_USERS) as work:
        refuse_if_acted(work.connection, moment)
        name = accounts.made_at(work.connection, moment)
        assert name is not None, "refused above"
        accounts.disable(work, name)
        acts.mark_undone(work.connection, moment, work.now, work.user)
        work.note(f"user:{name}")


def change_role(session: Session, name: str, role: Role, unit_id: int | None = None) -> None:
    """Give an account another role and office; the acting admin's own role stays."""
    _not_oneself(session, name)
    with session.changing("users.role", Permission.MANAGE_USERS) as work:
        accounts.change_role(work, name, role, unit_id)
        work.note(f"user:{name}", role=role.value, unit_id=unit_id)


def disable(session: Session, name: str) -> None:
    """Shut an account; nobody shuts their own."""
    _not_oneself(session, name)
    with session.changing("users.disable", Permission.MANAGE_USERS) as work:
        accounts.disable(work, name)
        work.note(f"user:{name}")


def change_own_password(session: Session, old: str, new: str) -> None:
    """Set a new password for whoever is logged in, after the old one was given."""
    confirm(session, old)
    with session.changing_own("users.password") as work:
        accounts.change_password(work, session.actor.name, new)
        work.note(f"user:{session.actor.name}")
    come_with(session.database.engine, new)


def confirm(session: Session, password: str) -> None:
    """Make sure that whoever sits there is whoever logged in; raises ``NotAllowed``."""
    name = session.actor.name
    with (
        attempts.counted(session.database, name, session.clock()),
        session.reading_own() as connection,
    ):
        accounts.authenticate(connection, name, password)


def unlock(session: Session, password: str) -> None:
    """Let whoever logged in go on after the screen was locked; raises ``NotAllowed``.

    A server that guards its store is asked by a login, so that it counts wrong passwords and
    refuses a role that was shut meanwhile.
    """
    with session.reading_own() as connection:
        guarded = logins.guarded(connection)
    if guarded:
        log_in(session.database.address, session.actor.name, password).database.close()
        come_with(session.database.engine, password)
    else:
        confirm(session, password)


def _not_oneself(session: Session, name: str) -> None:
    if name == session.actor.name:
        raise Refused("Akun sendiri tidak bisa diubah di sini.", "Minta pengelola lain.")
