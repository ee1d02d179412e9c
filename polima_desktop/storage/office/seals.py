"""Seals: what each act wrote, as hashes that its audit entry signs, and the proof that it is so.

A seal is a tree: a leaf is the hash of a person's or a row's columns, a group's leaves stand in
``seals``, their hash and those of the act's other groups make the root, and the root is part of
the entry that the chain signs. Whoever changes a row, a leaf or a root is found by the next
level. Which columns are sealed stands in ``seal_parts``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    event,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.exc import OperationalError

from polima_desktop.domain.progress import Progress
from polima_desktop.storage.bulk import WATCH, Across
from polima_desktop.storage.office.seal_leaves import (
    WHOLE,
    Leaves,
    hash_of,
    leaf_maker,
    leaves_of,
    name_of,
    read_leaves,
    root_of,
    rows_of,
    sealed_groups,
    text_of,
)
from polima_desktop.storage.office.seal_parts import BATCH, BY_NAME, MOMENT, PARTS, STATE, Part
from polima_desktop.storage.office.seal_wholes import LEAST, has_whole, sound_wholes, whole
from polima_desktop.storage.tables import audit, import_batches, seals

TORN = "!"
"""Before a part's name: what an act found touched, lastingly noted under its own root."""
BEGINNING = datetime.min.replace(tzinfo=UTC)
"""From here on the first act of a store seals: also what the store was made with."""


class Fault(NamedTuple):
    """Something that is not as it was sealed.

    ``kind``: changed, missing, added (no act brought it), seal (a seal itself was touched).
    ``part``, ``key``: what it is; ``at``: the moment of the act that sealed it, "" if none.
    """

    kind: str
    part: str
    group: str
    key: str
    at: str


# ── which tables an act touches ─────────────────────────────────────────────────────────────


class Watch:
    """Knows which tables a work writes, and how rows that are edited in place stood before.

    They are held against their seal before the work changes them: else its new seal would cover
    what somebody had touched outside the program.
    """

    def __init__(
        self, connection: Connection, alone: Callable[[Connection], None] | None = None
    ) -> None:
        self._connection = connection
        self._alone = alone
        self.beside = alone is not None
        self.touched: set[str] = set()
        self.before: dict[str, dict[str, Leaves]] = {}
        self.groups: dict[str, set[Any]] = {}
        self.torn: list[tuple[Part, str, Leaves]] = []
        self._passed: dict[str, Leaves] = {}
        self._unseen: set[str] = set()

    def touch(self, table: str, added: Sequence[Mapping[str, Any]] = ()) -> None:
        """Note that a table is about to be written.

        ``added``: the rows, where these are added and nothing else: no other group changes.
        """
        self._unseen.add(table)
        self._note(table, added)

    def passing(
        self, table: str, key: str, across: Sequence[Across], tuples: Iterable[tuple[Any, ...]]
    ) -> Iterable[tuple[Any, ...]]:
        """Give on tuples that are written across, and make their leaves while they pass.

        Millions of lines need not be read again to be sealed.
        """
        self._note(table, ())
        part = BY_NAME.get(table)
        if part is None or part.by != MOMENT or table in self._unseen:
            self._unseen.add(table)
            return tuples
        return self._leaving(table, leaf_maker(part, key, across), tuples)

    def _leaving(
        self, table: str, leaf: Callable[..., str], tuples: Iterable[tuple[Any, ...]]
    ) -> Iterator[tuple[Any, ...]]:
        leaves = self._passed.setdefault(table, {})
        for row in tuples:
            name = str(row[0])
            if name in leaves:  # the rest of it was written before: read it whole
                self._unseen.add(table)
            leaves[name] = leaf(*row)
            yield row

    def passed(self, part: Part) -> Leaves | None:
        """Give the leaves of all that was written of a part; None: not all was seen passing."""
        return None if part.name in self._unseen else self._passed.get(part.name) or None

    def _note(self, table: str, added: Sequence[Mapping[str, Any]]) -> None:
        self.touched.add(table)
        for part in _STATES.get(table, ()):
            self._look(part, _groups_of(part, added))

    def _look(self, part: Part, groups: set[Any] | None) -> None:
        """Look at some groups of a part, None: at all; at each once."""
        before, seen = part.name in self.before, self.groups.get(part.name)
        if before and (seen is None or (groups is not None and groups <= seen)):
            return
        if self._alone is not None:
            self._alone(self._connection)
        if groups is None:
            self.groups.pop(part.name, None)
            rest = rows_of(part).where(part.group.not_in(seen)) if seen else rows_of(part)
            self._compare(part, rest, seen or ())
        else:
            new = groups - (seen or set())
            self.groups[part.name] = groups | (seen or set())
            query = rows_of(part).where(part.group.in_(new))
            self._compare(part, query, only={name_of(group) for group in new})

    def _compare(
        self,
        part: Part,
        query: Select[Any],
        but: Collection[Any] = (),
        only: Collection[str] | None = None,
    ) -> None:
        now = dict(leaves_of(self._connection, part, query, few=True))
        self.before.setdefault(part.name, {}).update(now)
        looked = {name_of(group) for group in but}
        for fault in _differences(self._connection, part, now, looked, only):
            self.torn.append((part, fault.group, {fault.key: fault.kind}))


_STATES = {
    table: [part for part in PARTS if part.by == STATE and table in part.touched]
    for table in {table for part in PARTS for table in part.touched}
}
"""By table, the parts whose rows are held against their seal before they are written."""


def _groups_of(part: Part, added: Sequence[Mapping[str, Any]]) -> set[Any] | None:
    """Give the groups that rows to be added belong to, None: not known, so any."""
    name = getattr(part.group, "name", "")
    if not added or not all(name in row for row in added):
        return None
    return {row[name] for row in added if row[name] is not None}


@contextmanager
def watching(
    connection: Connection, alone: Callable[[Connection], None] | None = None
) -> Iterator[Watch]:
    """Watch which tables are written through a connection.

    ``alone``: makes a work beside others the only writer, before it edits rows in place.
    """
    watch = Watch(connection, alone)

    def note(_connection: object, statement: Any, rows: Any, *_rest: object) -> None:  # noqa: ANN401
        if getattr(statement, "is_dml", False):
            watch.touch(statement.table.name, rows if statement.is_insert else ())

    connection.info[WATCH] = watch
    event.listen(connection, "before_execute", note)
    try:
        yield watch
    finally:
        event.remove(connection, "before_execute", note)
        connection.info.pop(WATCH, None)


# ── sealing ─────────────────────────────────────────────────────────────────────────────────


Sealed = list[tuple[str, str, str]]
"""Part, group, hash of the leaves: what a root is made of."""


def seal_imports(connection: Connection, now: datetime, at: str, watch: Watch) -> Sealed:
    """Seal the rows an import brought, while others still write other things."""
    parts = [part for part in PARTS if part.by == BATCH and _is_touched(part, watch)]
    return _seal(connection, parts, now, at, watch)


def seal(
    connection: Connection,
    start: datetime | None,
    at: str,
    watch: Watch,
    done: Sequence[tuple[str, str, str]] = (),
) -> str:
    """Seal what a work wrote since a moment, None: everything in the store; give the root.

    ``done``: what was sealed of it before.
    """
    sealed = {part for part, _, _ in done}
    parts = [part for part in PARTS if start is None or _is_touched(part, watch)]
    rest = _seal(connection, [p for p in parts if p.name not in sealed], start, at, watch)
    torn = [(TORN + part.name, group, text_of(keys)) for part, group, keys in watch.torn]
    return root_of([*done, *rest, *_keep(connection, at, torn)])


def _is_touched(part: Part, watch: Watch) -> bool:
    return not part.touched.isdisjoint(watch.touched)


def _seal(
    connection: Connection, parts: Iterable[Part], start: datetime | None, at: str, watch: Watch
) -> Sealed:
    parts = list(parts)
    moments = {} if start is None else _moments(connection, parts, start, watch)
    texts = (
        (part.name, group, _sealable(connection, part.name, group, leaves))
        for part in parts
        if start is None or part.by != MOMENT or part.name in moments
        for group, leaves in _written_by(connection, part, start, watch, moments.get(part.name, []))
    )
    return _keep(connection, at, texts)


def _keep(connection: Connection, at: str, texts: Iterable[tuple[str, str, str]]) -> Sealed:
    rows = [
        {"at": at, "part": part, "group": group, "sha256": hash_of(text), "leaves": text}
        for part, group, text in texts
    ]
    if rows:
        connection.execute(insert(seals), rows)
    return [(row["part"], row["group"], row["sha256"]) for row in rows]


def _sealable(connection: Connection, name: str, group: str, leaves: Leaves) -> str:
    """Give the text of a seal: a big group's whole hash, and its leaves."""
    part = BY_NAME.get(name)
    if part is None or len(leaves) < LEAST or not has_whole(part):
        return text_of(leaves)
    return text_of({WHOLE: whole(connection, part, group)} | leaves)


def _written_by(
    connection: Connection,
    part: Part,
    start: datetime | None,
    watch: Watch,
    moments: Sequence[datetime],
) -> Iterator[tuple[str, Leaves]]:
    """Give the groups of a part that a work wrote, as they stand now."""
    passed = watch.passed(part)
    if passed and moments == [start]:
        yield name_of(start), passed
        return
    query = rows_of(part).where(*_since(part, start, watch, moments))
    if start is not None and part.name in watch.groups:
        query = query.where(part.group.in_(watch.groups[part.name]))
    few = start is not None and part.by != BATCH
    found = dict(leaves_of(connection, part, query, few=few))
    if part.by == BATCH and start is not None:
        found = {name: {} for name in _batches(connection, start, watch)} | found
    before = watch.before.get(part.name, {}) if start is not None else {}
    for group in {**before, **found}:
        now = found.get(group, {})
        if part.by != STATE or start is None or before.get(group) != now:
            yield group, now


def _moments(
    connection: Connection, parts: Sequence[Part], start: datetime, watch: Watch
) -> dict[str, list[datetime]]:
    """Give the first moments from ``start`` on of each part that has any, asked at once.

    Two at most: what is wanted is whether there is more than one. Beside others: only ``start``.
    What was seen passing has the work's own moment, and is not asked for.
    """
    queries = []
    seen = {part.name for part in parts if start > BEGINNING and watch.passed(part)}
    for part in (part for part in parts if part.by == MOMENT and part.name not in seen):
        own = part.group == start if watch.beside else part.group >= start
        some = select(literal(part.name).label("part"), part.group.label("moment")).where(own)
        queries.append(select(some.select_from(part.source).distinct().limit(2).subquery()))
    found = {name: [start] for name in seen}
    if queries:
        for name, moment in connection.execute(union_all(*queries)):
            found.setdefault(name, []).append(moment)
    return found


def _since(
    part: Part, start: datetime | None, watch: Watch, moments: Sequence[datetime]
) -> Iterator[ColumnElement[bool]]:
    """Give the conditions for what a work wrote since a moment; beside others: at that moment."""
    if start is None or part.by == STATE:
        return
    if part.by == BATCH:
        yield part.group.in_(_touched_batches(start, watch))
        return
    if watch.beside:
        yield part.group == start
        return
    yield part.group >= start
    if len(moments) == 1:  # as of nearly every act: its rows come in order, without sorting them
        yield part.group == moments[0]


def _touched_batches(start: datetime, watch: Watch) -> Select[Any]:
    b = import_batches.c
    if watch.beside:
        return select(b.id).where(b.applied_at == start)
    return select(b.id).where(or_(b.applied_at >= start, b.undone_at >= start))


def _batches(connection: Connection, start: datetime, watch: Watch) -> list[str]:
    return [str(key) for key in connection.execute(_touched_batches(start, watch)).scalars()]


# ── proving ─────────────────────────────────────────────────────────────────────────────────


def faults(
    connection: Connection,
    progress: Progress | None = None,
    others: Collection[Connection] = (),
    parts: Sequence[Part] = PARTS,
) -> list[Fault]:
    """Hold everything sealed against what stands in the store now; give every difference.

    ``others``: further connections that see the same, which share the work. ``parts``: what this
    user reads whole.
    """
    progress = progress or Progress()
    roots = select(audit.c.at, audit.c.seal).where(audit.c.seal.is_not(None))
    entries = {at: seal for at, seal in connection.execute(roots)}  # noqa: C416
    if not entries:
        return []
    found = [*_broken_seals(connection, entries), *_torn(connection)]
    sound = sound_wholes(connection, [connection, *others], parts, progress)
    for part in parts:
        progress.report(0, 0, f"Memeriksa segel: {part.label}")
        try:
            found += _differences(connection, part, sound=sound.get(part.name, []))
        except OperationalError:  # a cell that is not even what its column holds
            if connection.dialect.name != "sqlite":
                raise
            found.append(Fault("changed", part.name, "", "", ""))
    return found


def _broken_seals(connection: Connection, entries: Mapping[str, str]) -> Iterator[Fault]:
    """Give the entries whose seals are not those their root was made of."""
    s = seals.c
    query = select(s.at, s.part, s.group, s.sha256).order_by(s.at)
    kept = {
        at: [tuple(row[1:]) for row in rows]
        for at, rows in groupby(connection.execute(query), key=lambda row: row[0])
    }
    for at, root in entries.items():
        if root_of(kept.get(at, [])) != root:
            yield Fault("seal", "", "", "", at)
    for at in kept.keys() - entries.keys():
        yield Fault("seal", "", "", "", at)


def _differences(
    connection: Connection,
    part: Part,
    now: Mapping[str, Leaves] | None = None,
    sound: Collection[str] = (),
    only: Collection[str] | None = None,
) -> Iterator[Fault]:
    """Compare leaves: of a part as it stands ``now``, or as read, but for ``sound`` groups.

    ``only``: of these groups, None: of all.
    """
    sealed = dict(sealed_groups(connection, part, only))
    if now is not None and not sealed and not (now and _any_seal(connection)):
        return  # a store that is older than its seals, or new
    for group in sound:
        sealed.pop(group, None)
    groups = (
        leaves_of(connection, part, _rest(connection, part, sound)) if now is None else now.items()
    )
    for group, leaves in groups:
        at, sha256, text = sealed.pop(group, ("", "", None))
        if text is None:
            yield from (Fault("added", part.name, group, key, "") for key in leaves)
        elif hash_of(text) != sha256:
            yield Fault("seal", part.name, group, "", at)
        elif (was := read_leaves(text)) != leaves:
            yield from _compared(part, group, at, was, leaves)
    for group, (at, _, text) in sealed.items():
        yield from (Fault("missing", part.name, group, key, at) for key in read_leaves(text or ""))


def _rest(connection: Connection, part: Part, sound: Collection[str]) -> Select[Any]:
    """Give the rows of the groups that are not proved as wholes."""
    if not sound:
        return rows_of(part)
    if part.by == MOMENT:
        return rows_of(part).where(part.group.not_in(list(map(datetime.fromisoformat, sound))))
    others = set(_numbers(connection, part)) - set(map(int, sound))
    return rows_of(part).where(part.group.in_(others))


def _numbers(connection: Connection, part: Part) -> Iterator[int]:
    """Give the imports that a table's rows name, each by a look into the index."""
    query = select(part.group).select_from(part.source).order_by(part.group).limit(1)
    number = connection.execute(query.where(part.group.is_not(None))).scalar()
    while number is not None:
        yield number
        number = connection.execute(query.where(part.group > number)).scalar()


def _any_seal(connection: Connection) -> bool:
    return connection.execute(select(seals.c.id).limit(1)).first() is not None


def _torn(connection: Connection) -> Iterator[Fault]:
    """Give what an act found touched before it changed it itself."""
    s = seals.c
    query = select(s.part, s.group, s.at, s.leaves).where(s.part.startswith(TORN, autoescape=True))
    for part, group, at, text in connection.execute(query):
        for key, kind in read_leaves(text).items():
            yield Fault(kind, part.removeprefix(TORN), group, key, at)


def _compared(part: Part, group: str, at: str, was: Leaves, now: Leaves) -> Iterator[Fault]:
    for key in {**was, **now}:
        if was.get(key) == now.get(key):
            continue
        kind = "added" if key not in was else "missing" if key not in now else "changed"
        yield Fault(kind, part.name, group, key, at)
