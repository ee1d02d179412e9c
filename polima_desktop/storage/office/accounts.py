"""Local accounts: names, roles, Argon2 hashes. Remembering a password is ``secrets``' work."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, insert, select, update

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import NotAllowed, PasswordExpired, Refused
from polima_desktop.storage.server import logins
from polima_desktop.storage.server.grants import KEPT_BY_SERVER
from polima_desktop.storage.tables import audit, users
from polima_desktop.storage.unit_of_work import Work

SHORTEST_PASSWORD = 6

_hasher = PasswordHasher()


class Account(NamedTuple):
    """A user as listed; never with the hash."""

    name: str
    display_name: str
    role: Role
    unit_id: int | None
    disabled: bool


def listed(connection: Connection) -> list[Account]:
    """Give every account by name."""
    rows = connection.execute(
        select(
            users.c.name, users.c.display_name, users.c.role, users.c.unit_id, users.c.disabled_at
        ).order_by(users.c.name)
    )
    return [Account(n, d, Role(r), u, off is not None) for n, d, r, u, off in rows]


def authenticate(connection: Connection, name: str, password: str) -> Actor:
    """Give the actor if name and password fit an enabled account; else one and the same refusal.

    Raises:
        NotAllowed: they do not fit.
        PasswordExpired: they do, but the password was for one use.
    """
    actor = identify(connection, name, password)
    if _is_for_one_use(connection, name):
        raise PasswordExpired(
            "Kata sandi ini hanya untuk sekali masuk.",
            "Tetapkan kata sandi sendiri di jendela, atau dengan polima users password.",
        )
    return actor


def _is_for_one_use(connection: Connection, name: str) -> bool:
    if logins.guarded(connection):
        return logins.is_once(connection)
    reset = select(users.c.password_reset_at).where(users.c.name == name)
    return connection.execute(reset).scalar() is not None


def identify(connection: Connection, name: str, password: str) -> Actor:
    """Tell whose name and password these are, even if the password was for one use.

    A guarded server has asked for the password when it let the connection in.
    """
    row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
    fits = logins.came_as if logins.guarded(connection) else _kept_fits
    if row is None or row.disabled_at is not None or not fits(connection, name, password):
        raise NotAllowed(
            "Nama pengguna atau kata sandi tidak cocok.", "Periksa ejaannya, lalu coba lagi."
        )
    return Actor(row.name, row.display_name, Role(row.role), row.unit_id)


def identify_by_recovery(connection: Connection, name: str, code: str) -> Actor:
    """Tell whose name and recovery code these are."""
    if logins.guarded(connection):
        raise no_recovery()
    row = connection.execute(select(users).where(users.c.name == name)).one_or_none()
    kept = row is not None and row.disabled_at is None and row.recovery_hash
    if row is None or not kept or not _fits(row.recovery_hash, code):
        raise NotAllowed(
            "Nama pengguna atau kode pemulihan tidak cocok.",
            "Periksa ejaannya. Selain pengelola, minta kata sandi sekali pakai kepada pengelola.",
        )
    return Actor(row.name, row.display_name, Role(row.role), row.unit_id)


def refuse_if_changed(connection: Connection, actor: Actor) -> None:
    """Refuse an actor whose account was disabled or given another role since the login."""
    query = select(users.c.role, users.c.unit_id, users.c.disabled_at)
    row = connection.execute(query.where(users.c.name == actor.name)).one_or_none()
    if row is None:  # a program that brings its own actor, not a login
        return
    if row.disabled_at is not None or (row.role, row.unit_id) != (actor.role, actor.unit_id):
        raise NotAllowed("Hak akun ini baru saja diubah.", "Keluar, lalu masuk lagi.")


def add(
    work: Work, name: str, display_name: str, role: Role, password: str, unit_id: int | None = None
) -> None:
    """Create an account; a name that is taken is refused.

    The name of an account that was shut before it ever did anything is free again.
    """
    _require_length(password)
    values = {
        "display_name": display_name,
        "role": role.value,
        "unit_id": unit_id,
        "password_hash": _kept(work, password),
        "created_at": work.now,
        "disabled_at": None,
    }
    old = select(users.c.disabled_at).where(users.c.name == name)
    row = work.connection.execute(old).one_or_none()
    if row is None:
        work.connection.execute(insert(users).values(name=name, **values))
    elif row.disabled_at is None or acted(work.connection, name):
        raise Refused(f"Pengguna ‘{name}’ sudah ada.", "Pilih nama lain.")
    else:
        _change(work, name, **values, password_reset_at=None, recovery_hash=None)
    if logins.guarded(work.connection):
        logins.give(work.connection, name, role.value, unit_id is not None, password)


def acted(connection: Connection, name: str) -> bool:
    """Tell whether an account ever changed anything."""
    query = select(audit.c.id).where(audit.c.user == name).limit(1)
    return connection.execute(query).first() is not None


def made_at(connection: Connection, moment: datetime) -> str | None:
    """Give the name of the account that was made at a moment, or None."""
    query = select(users.c.name).where(users.c.created_at == moment)
    return connection.execute(query).scalar_one_or_none()


def change_role(work: Work, name: str, role: Role, unit_id: int | None) -> None:
    """Give an account another role and office."""
    _change(work, name, role=role.value, unit_id=unit_id)
    if logins.guarded(work.connection):
        logins.give(work.connection, name, role.value, unit_id is not None, None)


def change_password(work: Work, name: str, password: str) -> None:
    """Set a new password of the owner's own."""
    _require_length(password)
    if logins.guarded(work.connection):
        logins.change_own(work.connection, name, password)
    else:
        _change(work, name, password_hash=_hasher.hash(password), password_reset_at=None)


def issue_password(work: Work, name: str, password: str) -> None:
    """Set a password for one use."""
    _require_length(password)
    _change(work, name, password_hash=_kept(work, password), password_reset_at=work.now)
    if logins.guarded(work.connection):
        c, of_this = users.c, users.c.name == name
        row = work.connection.execute(select(c.role, c.unit_id).where(of_this)).one()
        office = row.unit_id is not None
        logins.give(work.connection, name, row.role, office, password, once=True)


def keep_recovery(work: Work, name: str, code: str | None) -> None:
    """Keep the hash of a recovery code, or none any more."""
    if logins.guarded(work.connection):
        raise no_recovery()
    _change(work, name, recovery_hash=None if code is None else _hasher.hash(code))


def disable(work: Work, name: str) -> None:
    """Shut an account; its past entries keep its name."""
    _change(work, name, disabled_at=work.now)
    if logins.guarded(work.connection):
        logins.shut(work.connection, name)


def _change(work: Work, name: str, **values: object) -> None:
    result = work.connection.execute(update(users).where(users.c.name == name).values(**values))
    if result.rowcount != 1:
        raise Refused(f"Pengguna ‘{name}’ tidak ada.", "Lihat daftar pengguna di Pengaturan.")


def _kept(work: Work, password: str) -> str:
    """Give what the store keeps of a password: its hash, or that the server keeps it."""
    guarded = logins.guarded(work.connection)
    return KEPT_BY_SERVER if guarded else _hasher.hash(password)


def _require_length(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            "Kata sandi terlalu pendek.", f"Pakai sedikitnya {SHORTEST_PASSWORD} huruf atau angka."
        )


def _kept_fits(connection: Connection, name: str, password: str) -> bool:
    kept = select(users.c.password_hash).where(users.c.name == name)
    return _fits(connection.execute(kept).scalar_one(), password)


def no_recovery() -> Refused:
    """Give the refusal of recovery codes where the server keeps the passwords."""
    return Refused(
        "Di server data, kode pemulihan tidak dipakai.",
        "Administrator server menetapkan kata sandi pengelola: lihat Panduan, Server.",
    )


def leave_to_server(work: Work) -> None:
    """Forget the hashes of passwords that the server keeps from now on."""
    gone = {"password_hash": KEPT_BY_SERVER, "recovery_hash": None}
    work.connection.execute(update(users).values(gone))


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (InvalidHashError, VerificationError):
        return False
