"""The numbers (NIP) people have and ever had: whom one means, and what it is on a day.

A number that was corrected stays known: lists, papers and superiors that name it mean the
person, not the number. A number that somebody holds now always means them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from polima_desktop.storage import facts
from polima_desktop.storage.tables import identities

_C = identities.c


def owners(connection: Connection) -> dict[str, int]:
    """Give the person each number means: who holds it, else who last had it."""
    known = select(_C.person_id).where(facts.believed(identities))
    query = (
        select(_C.nip, _C.person_id)
        .where(_C.person_id.in_(known))
        .order_by(_C.superseded_at.is_(None), _C.valid_to.is_(None), _C.id)
    )
    return {nip: person for nip, person in connection.execute(query).all()}  # noqa: C416 - rows to pairs


def owners_of(connection: Connection, nips: Collection[str]) -> dict[str, int]:
    """Give what ``owners`` says of some numbers, without reading everybody's."""
    believed = select(_C.nip, _C.person_id).where(facts.believed(identities)).order_by(_C.id)
    known = select(_C.person_id).where(facts.believed(identities))
    once = select(_C.nip, _C.person_id).where(
        _C.superseded_at.is_not(None), _C.person_id.in_(known)
    )
    found: dict[str, int] = {}
    for query in (
        believed.where(_C.valid_to.is_(None)),
        believed.where(_C.valid_to.is_not(None)),
        once.order_by(_C.id),
    ):
        left = [nip for nip in nips if nip not in found]
        found = _in_chunks(connection, query, left) | found
    return found


def _in_chunks(connection: Connection, query: Select[Any], nips: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(nips), facts.MANY_KEYS):
        chunk = _C.nip.in_(nips[start : start + facts.MANY_KEYS])
        found |= {nip: person for nip, person in connection.execute(query.where(chunk)).all()}  # noqa: C416 - rows to pairs
    return found


def holders(connection: Connection) -> dict[str, int]:
    """Give whom each number belongs to, as believed now; a corrected one belongs to nobody."""
    query = select(_C.nip, _C.person_id).where(facts.believed(identities))
    query = query.order_by(_C.valid_to.is_(None), _C.id)
    return {nip: person for nip, person in connection.execute(query).all()}  # noqa: C416 - rows to pairs


def as_held(connection: Connection, day: date, known_at: datetime | None = None) -> dict[str, str]:
    """Give for each other number of a person the one they hold on a day; mostly empty."""
    rows = connection.execute(
        select(_C.person_id, _C.nip, _C.id).where(_C.person_id.in_(_several())).order_by(_C.id)
    ).all()
    if not rows:
        return {}
    people = {row.person_id for row in rows}
    on_day = and_(_C.person_id.in_(people), facts.in_force(identities, day, known_at))
    held = {row.person_id: row.nip for row in connection.execute(select(identities).where(on_day))}
    taken = select(_C.nip).where(
        _C.nip.in_({row.nip for row in rows}), facts.in_force(identities, day, known_at)
    )
    in_use = set(connection.execute(taken).scalars())
    return {
        row.nip: held[row.person_id]
        for row in rows
        if row.person_id in held and row.nip not in in_use
    }


def former(connection: Connection) -> dict[int, list[str]]:
    """Give the numbers people had beside the present ones, for searching."""
    now = and_(_C.person_id.in_(_several()), facts.believed(identities), _C.valid_to.is_(None))
    present = {row.person_id: row.nip for row in connection.execute(select(identities).where(now))}
    found: dict[int, list[str]] = {}
    query = select(_C.person_id, _C.nip).where(_C.person_id.in_(_several())).distinct()
    for person, nip in connection.execute(query.order_by(_C.person_id, _C.nip)):
        if present.get(person) != nip:
            found.setdefault(person, []).append(nip)
    return found


def _several() -> Select[tuple[int]]:
    """Give the query for the people who ever had more than one number.

    They have a row that is past, of which there is an index: nobody else's rows are read.
    """
    past = select(_C.person_id).where(_C.superseded_at.is_not(None) | _C.valid_to.is_not(None))
    query = select(_C.person_id).where(_C.person_id.in_(past))
    return query.group_by(_C.person_id).having(func.count(_C.nip.distinct()) > 1)
