"""The leaves of seals: a row's or a person's columns as hashes, and how a seal keeps them.

Sealing what an act wrote and proving the store is ``seals``; what is sealed, ``seal_parts``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Integer, LargeBinary, Select, String, select, type_coerce
from sqlalchemy.types import NullType

from polima_desktop.storage.bulk import Across
from polima_desktop.storage.office.seal_parts import Part
from polima_desktop.storage.tables import Instant, seals

LETTERS = 32
"""So much of a leaf's hash is kept: 128 bits."""

ROWS = 5_000
"""Rows held at a time."""

WHOLE = "="
"""Under this key stands, before the leaves of a big group, the hash over all its cells."""

Leaves = dict[str, str]


def rows_of(part: Part) -> Select[Any]:
    """Select group, key and sealed columns of all rows of a part, group by group."""
    return (
        select(type_coerce(part.group, NullType), part.key, *part.columns)
        .select_from(part.source)
        .where(part.group.is_not(None))
        .order_by(part.group, *part.order)
    )


def leaves_of(
    connection: Connection, part: Part, query: Select[Any], *, few: bool = False
) -> Iterator[tuple[str, Leaves]]:
    """Give each group of some of a part's rows with the hashes of its leaves.

    A group's name is made once, not for each of its rows. ``few``: there are hardly ever more
    rows than are held at a time.
    """
    rows = _cells(connection, part, query, few)
    written = _written if any(_is_odd(column) for column in part.columns) else repr
    for group, of_group in groupby(rows, key=itemgetter(0)):
        leaves: Leaves = {}
        for key, of_key in groupby(of_group, key=itemgetter(1)):
            texts = "".join([written(row[2:]) for row in of_key])
            leaves[str(key)] = _leaf(texts)
        yield _group_name(part, group), leaves


def _leaf(texts: str) -> str:
    return hashlib.sha256(texts.encode()).hexdigest()[:LETTERS]


def leaf_maker(part: Part, key: str, across: Sequence[Across]) -> Callable[..., str]:
    """Give what makes the leaf of ``(key, value, value …)``, each value a row of a plain part.

    It is the leaf that ``leaves_of`` makes of the stored rows, without a tuple a row.
    """
    rows = []
    for number, one in enumerate(across, 1):
        same = {name: _braced(repr(value)) for name, value in one.same.items()}
        cells = {key: "{0!r}", one.column: f"{{{number}!r}}", **same}
        rows.append(f"({', '.join(cells.get(c.name, 'None') for c in part.columns)})")
    form = "".join(rows).format
    return lambda *values: _leaf(form(*values))


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _cells(
    connection: Connection, part: Part, query: Select[Any], few: bool
) -> Iterator[Sequence[Any]]:
    """Give the rows some thousands at a time; plain cells of a file straight from the driver.

    A server is asked once for a few rows, where holding a place among many takes four questions.
    """
    if few and connection.dialect.name == "postgresql":
        some = connection.execute(query.limit(ROWS + 1)).all()
        if len(some) <= ROWS:
            yield from some
            return
    straight = all(isinstance(column.type, (Integer, String)) for column in part.columns)
    if connection.dialect.name == "postgresql":  # whose driver would else hold all of it at once
        query, straight = query.execution_options(stream_results=True), False
    with connection.execute(query) as result:
        if not straight:
            yield from chain.from_iterable(result.partitions(ROWS))
            return
        assert result.cursor is not None, "a query has rows"
        while more := result.cursor.fetchmany(ROWS):
            yield from more


def _is_odd(column: Any) -> bool:  # noqa: ANN401 - a column of the query
    """Tell whether the two kinds of store give a column's cells differently."""
    return isinstance(column.type, (Instant, LargeBinary))


def _written(cells: Sequence[Any]) -> str:
    return repr(tuple(_plain(cell) for cell in cells))


def _plain(cell: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Give a cell as both kinds of store have it."""
    if isinstance(cell, datetime):
        return name_of(cell)
    if cell is None or isinstance(cell, (int, str, float, date)):
        return cell
    return hashlib.sha256(bytes(cell)).hexdigest()


def _group_name(part: Part, group: Any) -> str:  # noqa: ANN401 - as the driver gives it
    if isinstance(part.group.type, Instant) and isinstance(group, str):
        return name_of(datetime.fromisoformat(group).replace(tzinfo=UTC))
    return name_of(group)


def name_of(group: Any) -> str:  # noqa: ANN401 - a moment, a batch, a month, or nothing
    """Write a group as its seal names it."""
    if isinstance(group, datetime):
        return group.astimezone(UTC).isoformat(timespec="microseconds")
    return str(group)


def text_of(leaves: Mapping[str, str]) -> str:
    """Write leaves as a seal keeps them."""
    return "".join(f"{key}\t{value}\n" for key, value in leaves.items())


def read_leaves(text: str) -> Leaves:
    """Read the leaves that a seal keeps."""
    pairs = (line.rpartition("\t") for line in text.splitlines())
    return {key: value for key, _, value in pairs if key != WHOLE}


def whole_of(text: str) -> str:
    """Give the hash over all cells of a group that its seal keeps, "" if none."""
    key, _, value = text.partition("\n")[0].rpartition("\t")
    return value if key == WHOLE else ""


def hash_of(text: str) -> str:
    """Give the hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def root_of(parts: Iterable[tuple[str, str, str]]) -> str:
    """Give the root over (part, group, hash of the leaves)."""
    return hash_of("\n".join("\t".join(each) for each in sorted(parts)))


def sealed_groups(
    connection: Connection, part: Part, groups: Collection[str] | None = None
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Give the seals of each group of a part, or of some, the latest last."""
    s = seals.c
    query = select(s.group, s.at, s.sha256, s.leaves).where(s.part == part.name).order_by(s.id)
    if groups is not None:
        query = query.where(s.group.in_(list(groups)))
    for group, at, sha256, text in connection.execute(query):
        yield group, (at, sha256, text)
