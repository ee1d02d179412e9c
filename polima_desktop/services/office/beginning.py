"""What a new office still lacks before its first month, and who may see to it.

Everything is derived from the store each time: no step is remembered, so each can be left and
taken up again by whoever is there.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import GRANTS, ROLE_LABELS, Permission, Role
from polima_desktop.storage.office import accounts
from polima_desktop.storage.office.accounts import Account
from polima_desktop.storage.staff import units

if TYPE_CHECKING:
    from sqlalchemy import Connection

NEEDED = (Role.BKPSDM, Role.ORGANISASI, Role.KEUANGAN, Role.PIMPINAN)
"""Roles without which no first month is ever locked: lists, rules, the run, its approval."""


class Beginning(NamedTuple):
    """How far an office is: whether it has units, and its active users."""

    has_units: bool
    users: tuple[Account, ...]

    @property
    def missing_roles(self) -> list[str]:
        """The needed roles that nobody has yet, in words."""
        held = {user.role for user in self.users}
        return [_short(role) for role in NEEDED if role not in held]

    def who(self, permission: Permission) -> str:
        """Say who may do something, by name; or which role is still to be given to somebody."""
        able = [user for user in self.users if permission in GRANTS[user.role]]
        able.sort(key=lambda user: user.role is Role.ADMIN)
        if able:
            others = f" dan {len(able) - 1} lainnya" if len(able) > 1 else ""
            return f"Oleh {able[0].display_name}{others}"
        able_roles = [role for role in Role if permission in GRANTS[role]]
        role = next((role for role in able_roles if role is not Role.ADMIN), Role.ADMIN)
        return f"Belum ada pengguna {_short(role)}"


def _short(role: Role) -> str:
    """Give a role's office without what it does there."""
    return ROLE_LABELS[role].partition(" · ")[0]


def read(connection: Connection, day: date) -> Beginning:
    """Read how far the office is on a day."""
    users = tuple(user for user in accounts.listed(connection) if not user.disabled)
    return Beginning(bool(units.as_of(connection, day)), users)
