"""Reads of a month for the screen: everybody's slip as a row, sums of lines, amounts before."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from polima_desktop.domain.periods import Month
from polima_desktop.storage import facts
from polima_desktop.storage.months.slips import REGULAR
from polima_desktop.storage.review.decisions import OPEN
from polima_desktop.storage.tables import (
    claims,
    decisions,
    months,
    slip_lines,
    slips,
    unit_facts,
)


class SlipRow(NamedTuple):
    """A standing slip without its lines; ``identity`` as printed."""

    id: int
    person_id: int
    revision: int
    state: str
    held_reason: str | None
    gross: int | None
    net: int | None
    identity: dict[str, Any]


def rows(connection: Connection, month_id: int) -> list[SlipRow]:
    """Give the standing slips of a month."""
    columns = [slips.c[name] for name in SlipRow._fields]
    query = select(*columns).where(
        slips.c.month_id == month_id, slips.c.kind == REGULAR, slips.c.state != "replaced"
    )
    found = connection.execute(query.order_by(slips.c.id))
    return [SlipRow._make([*row[:-1], json.loads(row.identity)]) for row in found]


def line_values(
    connection: Connection, month_id: int, names: Collection[str]
) -> dict[int, dict[str, tuple[int, int]]]:
    """Give named lines of the payable slips: by slip, by name, the scaled value and decimals."""
    c = slip_lines.c
    query = (
        select(c.slip_id, c.name, c.value, c.decimals)
        .join(slips, slips.c.id == c.slip_id)
        .where(slips.c.month_id == month_id, slips.c.state == "current", c.name.in_(list(names)))
    )
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for slip, name, value, decimals in connection.execute(query):
        found.setdefault(slip, {})[name] = (value, decimals)
    return found


def line_sums(connection: Connection, month_id: int, names: Collection[str]) -> dict[str, int]:
    """Add up lines of whole rupiah over the payable slips."""
    c = slip_lines.c
    query = (
        select(c.name, func.sum(c.value))
        .join(slips, slips.c.id == c.slip_id)
        .where(slips.c.month_id == month_id, slips.c.state == "current", c.name.in_(list(names)))
        .group_by(c.name)
    )
    return {name: int(total) for name, total in connection.execute(query)}


def nets_of(connection: Connection, month: Month) -> dict[int, int]:
    """Give the net of everybody's payable slip of a month, by person."""
    query = (
        select(slips.c.person_id, slips.c.net)
        .join(months, months.c.id == slips.c.month_id)
        .where(months.c.month == str(month), slips.c.state == "current")
    )
    return {person: net for person, net in connection.execute(query)}  # noqa: C416


def nets_before(connection: Connection, month_id: int) -> dict[int, int]:
    """Give the net of everybody's latest replaced slip of the month, by person."""
    query = (
        select(slips.c.person_id, slips.c.net)
        .where(slips.c.month_id == month_id, slips.c.state == "replaced", slips.c.net.is_not(None))
        .order_by(slips.c.revision)
    )
    return {person: net for person, net in connection.execute(query)}  # noqa: C416


def undecided_by_unit(connection: Connection, month: Month) -> list[tuple[str, int]]:
    """Count the claims nobody settled by the unit they were made in, most first."""
    settled = select(decisions.c.id).where(
        decisions.c.claim_id == claims.c.id,
        decisions.c.undone_at.is_(None),
        decisions.c.outcome.not_in(OPEN),
    )
    name = (
        select(func.max(unit_facts.c.name))
        .where(unit_facts.c.unit_id == claims.c.unit_id, facts.in_force(unit_facts, month.last))
        .scalar_subquery()
    )
    query = (
        select(name, func.count())
        .where(
            claims.c.day.between(month.first, month.last),
            claims.c.superseded_by.is_(None),
            ~settled.exists(),
        )
        .group_by(claims.c.unit_id)
        .order_by(func.count().desc(), claims.c.unit_id)
    )
    return [(unit or "", count) for unit, count in connection.execute(query)]
