"""A sealed group as a whole: one hash over all its cells, taken inside the database.

Beside the leaves of a big group, which tell what was touched, its seal keeps the hash of everything
in it. The database writes the rows out as JSON itself, six times faster than Python makes leaves;
a group whose hash is still the same needs no leaves to be proved. Every cell of every row counts,
as it does in the leaves. The two kinds of store write JSON differently, so the hash says which made
it; where the other kind did, or an older version of it, the leaves are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import SimpleQueue
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.exc import OperationalError

from polima_desktop.domain.progress import Progress
from polima_desktop.storage.office.seal_leaves import hash_of, sealed_groups, whole_of
from polima_desktop.storage.office.seal_parts import MOMENT, STATE, Part

LEAST = 200
"""A group of fewer leaves is proved by them alone."""
ROWS = 20_000
"""Rows written out at a time: some two megabytes."""
_WHOLE, _REST = 2.0**52, 2.0**60
"""A float's bits as two integers: SQLite's own digits may leave out the last ones."""


def has_whole(part: Part) -> bool:
    """Tell whether groups of a part may be hashed whole: no act edits them, none holds files."""
    return part.by != STATE and not any(isinstance(c.type, LargeBinary) for c in part.columns)


def whole(connection: Connection, part: Part, group: str) -> str:
    """Give the hash over all cells of a group, with the kind of store that wrote them out."""
    kind = connection.dialect.name
    if kind == "postgresql":  # moments are written in the session's zone
        connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
    value: Any = datetime.fromisoformat(group) if part.by == MOMENT else int(group)
    digest = hashlib.sha256()
    for piece in _pieces(connection, part, value):
        digest.update(piece.encode())
    return f"{kind}:{digest.hexdigest()}"


def _pieces(connection: Connection, part: Part, group: object) -> Iterator[str]:
    """Give a group's rows in a lasting order, some thousands at a time, whole leaves together."""
    own = part.source.c.get("id") if isinstance(part.source, Table) else None
    order = part.order if own is None else (own,)
    by = order[0]
    mine = part.group == group
    while True:
        upto = select(by).select_from(part.source).where(mine).order_by(by).offset(ROWS - 1)
        last = connection.execute(upto.limit(1)).scalar()
        some = mine if last is None else mine & (by <= last)
        rows = select(_json(connection, part).label("cells")).select_from(part.source).where(some)
        cells = connection.execute(select(_joined(connection, rows.order_by(*order)))).scalar()
        yield cells or ""
        if last is None:
            return
        mine = (part.group == group) & (by > last)


def _json(connection: Connection, part: Part) -> ColumnElement[str]:
    cells: list[ColumnElement[Any]] = [part.key]
    exact = connection.dialect.name != "sqlite"
    for column in part.columns:
        cells += [column] if exact or not isinstance(column.type, Float) else _bits(column)
    if exact:
        return cast(func.json_build_array(*cells), String)
    return func.json_array(*cells, type_=String)


def _bits(column: Column[Any]) -> list[ColumnElement[Any]]:
    whole_ = cast(column * _WHOLE, Integer)
    return [column, whole_, cast((column * _WHOLE - whole_) * _REST, Integer)]


def _joined(connection: Connection, rows: Select[str]) -> ColumnElement[str]:
    cells = rows.subquery().c.cells
    if connection.dialect.name == "sqlite":
        return func.group_concat(cells, "", type_=String)
    return func.string_agg(cells, "", type_=String)


def sound_wholes(
    connection: Connection,
    hands: Sequence[Connection],
    parts: Sequence[Part],
    progress: Progress,
) -> dict[str, list[str]]:
    """Give, by part, the groups whose seal is sound and whose cells all have the hash kept there.

    Each connection proves one group at a time, for the database does the work.
    """
    free: SimpleQueue[Connection] = SimpleQueue()
    for hand in hands:
        free.put(hand)

    def prove(part: Part, group: str, kept: str) -> bool:
        hand = free.get()
        try:
            return _is_whole(hand, part, group, kept)
        finally:
            free.put(hand)

    found: dict[str, list[str]] = {}
    tasks = [task for part in parts if has_whole(part) for task in _wholes(connection, part)]
    with ThreadPoolExecutor(len(hands)) as pool:
        asked = [pool.submit(prove, *task) for task in tasks]
        try:
            for number, ((part, group, _), answer) in enumerate(zip(tasks, asked, strict=True)):
                progress.report(number, len(tasks), f"Memeriksa segel: {part.label}")
                if answer.result():
                    found.setdefault(part.name, []).append(group)
        finally:
            pool.shutdown(cancel_futures=True)
    return found


def _wholes(connection: Connection, part: Part) -> Iterator[tuple[Part, str, str]]:
    """Give the groups whose last seal is sound and holds a hash of the whole."""
    for group, (_, sha256, words) in dict(sealed_groups(connection, part)).items():
        kept = whole_of(words)
        if kept.startswith(f"{connection.dialect.name}:") and hash_of(words) == sha256:
            yield part, group, kept


def _is_whole(connection: Connection, part: Part, group: str, kept: str) -> bool:
    try:
        return whole(connection, part, group) == kept
    except OperationalError:  # a cell that is not even what its column holds
        if connection.dialect.name != "sqlite":
            raise
        return False
