"""Ways back in: one-time passwords given by an administrator, and the recovery code.

A one-time password opens nothing but the setting of a new one. A recovery code is shown once,
kept as a hash, and used up by resetting its owner's password.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.services.session import Session, open_as
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.office import accounts, attempts
from polima_desktop.storage.server import logins
from polima_desktop.storage.unit_of_work import unit_of_work

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Nothing that is misread on paper: no I, L, O, 0, 1."""
_ONE_TIME, _RECOVERY = (4, 3), (5, 5)


def reset_password(session: Session, name: str) -> str:
    """Give an account a one-time password, to be told to its owner; the old one ends."""
    if name == session.actor.name:
        raise Refused(
            "Kata sandi sendiri tidak diatur ulang di sini.",
            "Pakai Ganti kata sandi di Pengaturan.",
        )
    made = _code(*_ONE_TIME)
    with session.changing("users.reset", Permission.MANAGE_USERS) as work:
        accounts.issue_password(work, name, made)
        work.note(f"user:{name}")
    return made


def replace_one_time(address: str, name: str, given: str, new: str) -> None:
    """Set the own password in place of the one-time one."""
    database = open_as(address, name, given)
    try:
        with (
            attempts.counted(database, name, datetime.now(UTC)),
            database.reading() as connection,
        ):
            actor = accounts.identify(connection, name, given)
        if new == given:
            raise Refused("Kata sandi baru sama dengan yang sekali pakai.", "Pilih yang lain.")
        _set(database, actor, new, "users.password")
    finally:
        database.close()


def new_recovery_code(session: Session) -> str:
    """Give the acting user a recovery code; an earlier one ends. It cannot be shown again."""
    made = _code(*_RECOVERY)
    with session.changing("users.recovery", Permission.MANAGE_USERS) as work:
        accounts.keep_recovery(work, session.actor.name, _plain(made))
        work.note(f"user:{session.actor.name}")
    return made


def recover(address: str, name: str, code: str, new: str) -> None:
    """Set a new password by the recovery code, which is used up.

    Raises:
        NotAllowed: name and code do not fit; not said which.
    """
    _refuse_on_server(address)
    with _store(address) as database:
        with (
            attempts.counted(database, name, datetime.now(UTC)),
            database.reading() as connection,
        ):
            actor = accounts.identify_by_recovery(connection, name, _plain(code))
        _set(database, actor, new, "users.recover")


def _set(database: Database, actor: Actor, new: str, action: str) -> None:
    with unit_of_work(database, actor.name, action, datetime.now(UTC)) as work:
        accounts.change_password(work, actor.name, new)
        if action == "users.recover":
            accounts.keep_recovery(work, actor.name, None)
        work.note(f"user:{actor.name}")


def _refuse_on_server(address: str) -> None:
    if logins.needs_login(address):
        raise accounts.no_recovery()


@contextmanager
def _store(address: str) -> Iterator[Database]:
    database = open_store(address)
    try:
        yield database
    finally:
        database.close()


def _code(groups: int, letters: int) -> str:
    """Give random letters in groups: 5 × 5 are 123 bits, 4 × 3 are 59."""
    return "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(letters)) for _ in range(groups)
    )


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
