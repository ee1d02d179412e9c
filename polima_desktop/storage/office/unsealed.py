"""Which of the rows that are about to be printed, paid or exported no longer equal their seal.

Here only some rows are held against their seals, before they leave the house; the whole store is
proved by ``seals``. A store that has no seal yet, for it is older, is not judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, Connection, select

from polima_desktop.storage import facts
from polima_desktop.storage.office.seal_leaves import (
    Leaves,
    hash_of,
    leaves_of,
    name_of,
    read_leaves,
    root_of,
    rows_of,
    sealed_groups,
)
from polima_desktop.storage.office.seal_parts import BY_NAME, Part
from polima_desktop.storage.tables import arrears, audit, identities, payment_items, seals, slips

SOME = 10_000
"""So many rows are asked for at a time: a statement has no more room for names."""


def slips_among(connection: Connection, ids: Collection[int]) -> set[int]:
    """Give the slips among these of which cells, lines or state are not as sealed."""
    parts = ("slips", "slip_lines", "slips.state")
    return {key for name in parts for key in _unequal(connection, name, slips.c.id, ids)}


def arrears_among(connection: Connection, ids: Collection[int]) -> set[int]:
    """Give the items of arrears among these that are not as sealed."""
    return set(_unequal(connection, "arrears", arrears.c.id, ids))


def transfers_among(connection: Connection, ids: Collection[int]) -> set[int]:
    """Give the transfers of payment batches among these that are not as sealed."""
    return set(_unequal(connection, "payment_items", payment_items.c.id, ids))


def people_among(connection: Connection, people: Collection[int]) -> set[int]:
    """Give the people among these whose names, numbers or bank account are not as sealed.

    That a row counts or no longer counts is sealed by itself; what was ended and counts again by
    hand is found too.
    """
    c = identities.c
    rows = connection.execute(select(c.id, c.person_id, facts.believed(identities).label("now")))
    mine = {key: (person, now) for key, person, now in rows if person in set(people)}
    wrong = set(_unequal(connection, "identities", c.id, mine))
    ended = {key for key, (_, now) in mine.items() if not now}
    wrong |= set(_unequal(connection, "identities.superseded_at", c.id, ended))
    sealed = sealed_groups(connection, BY_NAME["identities.superseded_at"])
    for _, (_at, _sha256, text) in sealed:
        wrong |= {int(key) for key in read_leaves(text)} & (mine.keys() - ended)
    return {mine[key][0] for key in wrong}


def _unequal(
    connection: Connection, name: str, column: Column[int], ids: Collection[int]
) -> Iterator[int]:
    """Give the keys of a part's leaves that are not as their group's last seal says."""
    part = BY_NAME[name]
    if connection.execute(select(seals.c.id).limit(1)).first() is None:
        return
    wanted = sorted(ids)
    for start in range(0, len(wanted), SOME):
        some = wanted[start : start + SOME]
        mine = column.in_(some)
        asked = select(part.group).where(mine).distinct()
        if column.table is not getattr(part.group, "table", None):
            asked = asked.select_from(part.source)
        groups = set(map(name_of, connection.execute(asked).scalars()))
        kept = _kept(connection, part, groups)
        found: Leaves = {}
        for _, leaves in leaves_of(connection, part, rows_of(part).where(mine)):
            found |= leaves
        yield from (key for key in some if found.get(str(key)) != kept.get(str(key)))


def _kept(connection: Connection, part: Part, groups: Collection[str]) -> Leaves:
    """Give the leaves of sealed groups whose seal is itself sound."""
    found: Leaves = {}
    for at, sha256, text in dict(sealed_groups(connection, part, groups)).values():
        if hash_of(text) == sha256 and _is_sound(connection, at):
            found |= read_leaves(text)
    return found


def _is_sound(connection: Connection, at: str) -> bool:
    s = seals.c
    rows: Any = connection.execute(select(s.part, s.group, s.sha256).where(s.at == at))
    root = connection.execute(select(audit.c.seal).where(audit.c.at == at)).scalar()
    return root == root_of(tuple(row) for row in rows)
