"""The backup policy as dated rows of the store: groups of the transition, and permits.

A row is believed until it is superseded; nothing is edited. What a row means is
``domain.transition``'s, who may change it ``services.review.policy``'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, insert, select, update

from polima_desktop.domain.precedence import Precedence
from polima_desktop.domain.transition import Group, Permit, Policy, Scope
from polima_desktop.storage.office import initial
from polima_desktop.storage.review import objections
from polima_desktop.storage.tables import backup_permits, transition_rules
from polima_desktop.storage.unit_of_work import Work

SHIPPED_AT, SHIPPED_BY = datetime(2021, 1, 1, tzinfo=UTC), "program"
"""Moment and hand of the policy that comes with the program."""


class Stored(NamedTuple):
    """A row and what became of it: since when it is believed, by whom, until when and why not."""

    id: int
    rule: Group | Permit
    recorded_at: datetime
    recorded_by: str
    superseded_at: datetime | None
    withdrawn: str | None

    @property
    def believed(self) -> bool:
        """Whether it is in force as a row; its days are another matter."""
        return self.superseded_at is None


def ship(connection: Connection, policy: Policy) -> None:
    """Write the policy of a new store."""
    written = {"recorded_at": SHIPPED_AT, "recorded_by": SHIPPED_BY}
    groups = [_group_values(group) | written for group in (*policy.groups, policy.everybody)]
    connection.execute(insert(transition_rules), groups)
    permits = [_permit_values(permit) | written for permit in policy.permits]
    if permits:
        connection.execute(insert(backup_permits), permits)
    objections.ship(connection, policy.precedence, SHIPPED_AT)


def load(connection: Connection) -> Policy:
    """Read the policy in force; a store without a rule for everybody is damaged."""
    groups = [_group(row) for row in _rows(connection, transition_rules, believed=True)]
    permits = [_permit(row) for row in _rows(connection, backup_permits, believed=True)]
    return policy_of(groups, permits, objections.rules(connection))


def policy_of(
    groups: list[Group], permits: list[Permit], precedence: Sequence[Precedence] = ()
) -> Policy:
    """Put a policy together of its rows."""
    named = tuple(group for group in groups if group.unit_kinds)
    everybody = next(group for group in groups if not group.unit_kinds)
    return Policy(named, everybody, tuple(permits), initial.districts(), tuple(precedence))


def groups(connection: Connection, *, believed: bool = True) -> list[Stored]:
    """Give the groups of the transition, those no more believed too if asked."""
    return [_stored(r, _group(r)) for r in _rows(connection, transition_rules, believed=believed)]


def permits(connection: Connection, *, believed: bool = True) -> list[Stored]:
    """Give the permits, those no more believed too if asked."""
    return [_stored(r, _permit(r)) for r in _rows(connection, backup_permits, believed=believed)]


def add(work: Work, rule: Group | Permit) -> int:
    """Write a row; give its id."""
    table, values = _place(rule)
    written = {"recorded_at": work.now, "recorded_by": work.user}
    statement = insert(table).values(**values, **written).returning(table.c.id)
    return int(work.connection.execute(statement).scalar_one())


def supersede(work: Work, old: Stored, reason: str | None = None) -> None:
    """Stop believing a row; ``reason``: it was withdrawn, and not replaced."""
    table, _ = _place(old.rule)
    work.connection.execute(
        update(table)
        .where(table.c.id == old.id, table.c.superseded_at.is_(None))
        .values(superseded_at=work.now, withdrawn=reason)
    )


def _rows(connection: Connection, table: Table, *, believed: bool) -> list[Row[Any]]:
    query = select(table).order_by(table.c.id)
    if believed:
        query = query.where(table.c.superseded_at.is_(None))
    return list(connection.execute(query))


def _place(rule: Group | Permit) -> tuple[Table, Mapping[str, Any]]:
    if isinstance(rule, Group):
        return transition_rules, _group_values(rule)
    return backup_permits, _permit_values(rule)


def _stored(row: Row[Any], rule: Group | Permit) -> Stored:
    return Stored(row.id, rule, row.recorded_at, row.recorded_by, row.superseded_at, row.withdrawn)


def _group_values(group: Group) -> dict[str, Any]:
    return {
        "group": group.code,
        "label": group.name,
        "unit_kinds": _joined(group.unit_kinds),
        "families": _joined(group.families),
        "electronic_from": group.electronic_from,
        "manual_until": group.manual_until,
        "hand_in_days": group.hand_in_days,
        "source": group.source,
    }


def _group(row: Row[Any]) -> Group:
    return Group(
        row.group,
        row.label,
        _parted(row.unit_kinds),
        row.electronic_from,
        row.manual_until,
        row.source,
        _parted(row.families),
        row.hand_in_days,
    )


def _permit_values(permit: Permit) -> dict[str, Any]:
    return {
        "name": permit.name,
        "place": permit.place,
        "scope": permit.scope.value if permit.scope else None,
        "unit_kinds": _joined(permit.unit_kinds),
        "families": _joined(permit.families),
        "activities": permit.activities,
        "valid_from": permit.valid_from,
        "valid_to": permit.valid_to,
        "hand_in_days": permit.hand_in_days,
        "source": permit.source,
    }


def _permit(row: Row[Any]) -> Permit:
    return Permit(
        row.name,
        row.valid_from,
        row.valid_to,
        row.source,
        row.place,
        Scope(row.scope) if row.scope else None,
        _parted(row.unit_kinds),
        _parted(row.families),
        row.activities,
        row.hand_in_days,
    )


def _joined(words: tuple[str, ...]) -> str:
    return "; ".join(words)


def _parted(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(";") if word.strip())
