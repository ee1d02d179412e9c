"""Seals: what each act wrote, as hashes that its audit entry signs, and the proof that it is so.

A seal is a tree: a leaf is the hash of a person's or a row's columns, a group's leaves stand in
``seals``, their hash and those of the act's other groups make the root, and the root is part of
the entry that the chain signs. Whoever changes a row, a leaf or a root is found by the next
level. Which columns are sealed stands in ``seal_parts``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import chain, groupby
from operator import itemgetter
from queue import SimpleQueue
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    event,
    insert,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import NullType

from polima_desktop.domain.progress import Progress
from polima_desktop.storage.bulk import WATCH
from polima_desktop.storage.office.seal_parts import BATCH, BY_NAME, MOMENT, PARTS, STATE, Part
from polima_desktop.storage.office.seal_wholes import LEAST, has_whole, whole
from polima_desktop.storage.tables import Instant, audit, import_batches, seals, slips

LETTERS = 32
"""So much of a leaf's hash is kept: 128 bits."""

WHOLE = "="
"""Under this key stands, before the leaves of a big group, the hash over all its cells."""

TORN = "!"
"""Before a part's name: what an act found touched, lastingly noted under its own root."""
Leaves = dict[str, str]


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

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.touched: set[str] = set()
        self.before: dict[str, dict[str, Leaves]] = {}
        self.torn: list[tuple[Part, str, Leaves]] = []

    def touch(self, table: str) -> None:
        """Note that a table is about to be written."""
        if table in self.touched:
            return
        self.touched.add(table)
        for part in PARTS:
            if part.by == STATE and table in part.touched and part.name not in self.before:
                self._look(part)

    def _look(self, part: Part) -> None:
        now = dict(_leaves(self._connection, part, _rows(part)))
        self.before[part.name] = now
        for fault in _differences(self._connection, part, now):
            self.torn.append((part, fault.group, {fault.key: fault.kind}))


@contextmanager
def watching(connection: Connection) -> Iterator[Watch]:
    """Watch which tables are written through a connection."""
    watch = Watch(connection)

    def note(_connection: object, statement: Any, *_rest: object) -> None:  # noqa: ANN401
        if getattr(statement, "is_dml", False):
            watch.touch(statement.table.name)

    connection.info[WATCH] = watch
    event.listen(connection, "before_execute", note)
    try:
        yield watch
    finally:
        event.remove(connection, "before_execute", note)
        connection.info.pop(WATCH, None)


# ── leaves ──────────────────────────────────────────────────────────────────────────────────


def _rows(part: Part) -> Select[Any]:
    return (
        select(type_coerce(part.group, NullType), part.key, *part.columns)
        .select_from(part.source)
        .where(part.group.is_not(None))
        .order_by(part.group, *part.order)
    )


def _leaves(connection: Connection, part: Part, query: Select[Any]) -> Iterator[tuple[str, Leaves]]:
    """Give each group of some of a part's rows with the hashes of its leaves.

    A group's name is made once, not for each of its rows.
    """
    if connection.dialect.name == "postgresql":  # whose driver would else hold all of it at once
        query = query.execution_options(stream_results=True)
    rows = chain.from_iterable(connection.execute(query).partitions(5_000))
    written = _written if any(_is_odd(column) for column in part.columns) else repr
    for group, of_group in groupby(rows, key=itemgetter(0)):
        leaves: Leaves = {}
        for key, of_key in groupby(of_group, key=itemgetter(1)):
            texts = "".join([written(row[2:]) for row in of_key])
            leaves[str(key)] = hashlib.sha256(texts.encode()).hexdigest()[:LETTERS]
        yield _group_name(part, group), leaves


def _is_odd(column: Any) -> bool:  # noqa: ANN401 - a column of the query
    """Tell whether the two kinds of store give a column's cells differently."""
    return isinstance(column.type, (Instant, LargeBinary))


def _written(cells: Sequence[Any]) -> str:
    return repr(tuple(_plain(cell) for cell in cells))


def _plain(cell: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Give a cell as both kinds of store have it."""
    if isinstance(cell, datetime):
        return _name(cell)
    if cell is None or isinstance(cell, (int, str, float, date)):
        return cell
    return hashlib.sha256(bytes(cell)).hexdigest()


def _group_name(part: Part, group: Any) -> str:  # noqa: ANN401 - as the driver gives it
    if isinstance(part.group.type, Instant) and isinstance(group, str):
        return _name(datetime.fromisoformat(group).replace(tzinfo=UTC))
    return _name(group)


def _name(group: Any) -> str:  # noqa: ANN401 - a moment, a batch, a month, or nothing
    if isinstance(group, datetime):
        return group.astimezone(UTC).isoformat(timespec="microseconds")
    return str(group)


def _text(leaves: Mapping[str, str]) -> str:
    return "".join(f"{key}\t{value}\n" for key, value in leaves.items())


def _read(text: str) -> Leaves:
    pairs = (line.rpartition("\t") for line in text.splitlines())
    return {key: value for key, _, value in pairs if key != WHOLE}


def _whole_of(text: str) -> str:
    """Give the hash over all cells of a group that its seal keeps, "" if none."""
    key, _, value = text.partition("\n")[0].rpartition("\t")
    return value if key == WHOLE else ""


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def root_of(parts: Iterable[tuple[str, str, str]]) -> str:
    """Give the root over (part, group, hash of the leaves)."""
    return _hash("\n".join("\t".join(each) for each in sorted(parts)))


# ── sealing ─────────────────────────────────────────────────────────────────────────────────


def seal(connection: Connection, start: datetime | None, at: str, watch: Watch) -> str:
    """Seal what a work wrote since a moment, None: everything in the store; give the root."""
    found: list[tuple[str, str, Leaves]] = []
    for part in PARTS:
        if start is None or not part.touched.isdisjoint(watch.touched):
            found += [(part.name, *each) for each in _written_by(connection, part, start, watch)]
    found += [(TORN + part.name, group, keys) for part, group, keys in watch.torn]
    texts = ((part, group, _sealable(connection, part, group, leaves))
             for part, group, leaves in found)  # fmt: skip
    rows = [
        {"at": at, "part": part, "group": group, "sha256": _hash(text), "leaves": text}
        for part, group, text in texts
    ]
    if rows:
        connection.execute(insert(seals), rows)
    return root_of((row["part"], row["group"], row["sha256"]) for row in rows)


def _sealable(connection: Connection, name: str, group: str, leaves: Leaves) -> str:
    """Give the text of a seal: a big group's whole hash, and its leaves."""
    part = BY_NAME.get(name)
    if part is None or len(leaves) < LEAST or not has_whole(part):
        return _text(leaves)
    return _text({WHOLE: whole(connection, part, group)} | leaves)


def _written_by(
    connection: Connection, part: Part, start: datetime | None, watch: Watch
) -> Iterator[tuple[str, Leaves]]:
    """Give the groups of a part that a work wrote, as they stand now."""
    query = _rows(part).where(*_since(connection, part, start))
    found = dict(_leaves(connection, part, query))
    if part.by == BATCH and start is not None:
        found = {name: {} for name in _batches(connection, start)} | found
    before = watch.before.get(part.name, {}) if start is not None else {}
    for group in {**before, **found}:
        now = found.get(group, {})
        if part.by != STATE or start is None or before.get(group) != now:
            yield group, now


def _since(
    connection: Connection, part: Part, start: datetime | None
) -> Iterator[ColumnElement[bool]]:
    """Give the conditions for what was written since a moment."""
    if start is None or part.by == STATE:
        return
    if part.by == BATCH:
        yield part.group.in_(_touched_batches(start))
        return
    yield part.group >= start
    moments = select(part.group).where(part.group >= start).distinct().limit(2)
    found = connection.execute(moments).scalars().all()
    if len(found) == 1:  # as of nearly every act: its rows come in order, without sorting them
        yield part.group == found[0]


def _touched_batches(start: datetime) -> Select[Any]:
    b = import_batches.c
    return select(b.id).where(or_(b.applied_at >= start, b.undone_at >= start))


def _batches(connection: Connection, start: datetime) -> list[str]:
    return [str(key) for key in connection.execute(_touched_batches(start)).scalars()]


# ── proving ─────────────────────────────────────────────────────────────────────────────────


def faults(
    connection: Connection,
    progress: Progress | None = None,
    others: Collection[Connection] = (),
) -> list[Fault]:
    """Hold everything sealed against what stands in the store now; give every difference.

    ``others``: further connections that see the same, which share the work.
    """
    progress = progress or Progress()
    roots = select(audit.c.at, audit.c.seal).where(audit.c.seal.is_not(None))
    entries = {at: seal for at, seal in connection.execute(roots)}  # noqa: C416
    if not entries:
        return []
    found = [*_broken_seals(connection, entries), *_torn(connection)]
    sound = _sound_wholes(connection, [connection, *others], progress)
    for part in PARTS:
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
) -> Iterator[Fault]:
    """Compare leaves: of a part as it stands ``now``, or as read, but for ``sound`` groups."""
    sealed = dict(_sealed(connection, part))
    if now is not None and not sealed and not _any_seal(connection):
        return  # a store that is older than its seals, or new
    for group in sound:
        del sealed[group]
    groups = (
        _leaves(connection, part, _rest(connection, part, sound)) if now is None else now.items()
    )
    for group, leaves in groups:
        at, sha256, text = sealed.pop(group, ("", "", None))
        if text is None:
            yield from (Fault("added", part.name, group, key, "") for key in leaves)
        elif _hash(text) != sha256:
            yield Fault("seal", part.name, group, "", at)
        elif (was := _read(text)) != leaves:
            yield from _compared(part, group, at, was, leaves)
    for group, (at, _, text) in sealed.items():
        yield from (Fault("missing", part.name, group, key, at) for key in _read(text or ""))


def _sound_wholes(
    connection: Connection, hands: Sequence[Connection], progress: Progress
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
    tasks = [task for part in PARTS if has_whole(part) for task in _wholes(connection, part)]
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
    for group, (_, sha256, text) in dict(_sealed(connection, part)).items():
        kept = _whole_of(text)
        if kept.startswith(f"{connection.dialect.name}:") and _hash(text) == sha256:
            yield part, group, kept


def _is_whole(connection: Connection, part: Part, group: str, kept: str) -> bool:
    try:
        return whole(connection, part, group) == kept
    except OperationalError:  # a cell that is not even what its column holds
        if connection.dialect.name != "sqlite":
            raise
        return False


def _rest(connection: Connection, part: Part, sound: Collection[str]) -> Select[Any]:
    """Give the rows of the groups that are not proved as wholes."""
    if not sound:
        return _rows(part)
    if part.by == MOMENT:
        return _rows(part).where(part.group.not_in(list(map(datetime.fromisoformat, sound))))
    others = set(_numbers(connection, part)) - set(map(int, sound))
    return _rows(part).where(part.group.in_(others))


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
        for key, kind in _read(text).items():
            yield Fault(kind, part.removeprefix(TORN), group, key, at)


def _sealed(
    connection: Connection, part: Part, groups: Collection[str] | None = None
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Give the seals of each group of a part, or of some, the latest last."""
    s = seals.c
    query = select(s.group, s.at, s.sha256, s.leaves).where(s.part == part.name).order_by(s.id)
    if groups is not None:
        query = query.where(s.group.in_(list(groups)))
    for group, at, sha256, text in connection.execute(query):
        yield group, (at, sha256, text)


def _compared(part: Part, group: str, at: str, was: Leaves, now: Leaves) -> Iterator[Fault]:
    for key in {**was, **now}:
        if was.get(key) == now.get(key):
            continue
        kind = "added" if key not in was else "missing" if key not in now else "changed"
        yield Fault(kind, part.name, group, key, at)


# ── one slip, before it leaves the house ────────────────────────────────────────────────────


def unsealed_slips(connection: Connection, ids: Collection[int]) -> set[int]:
    """Give the slips among these whose content no longer equals its seal.

    Slips of acts from before there were seals are not judged.
    """
    c = slips.c
    moments = {
        _name(at) for at in connection.execute(
            select(c.created_at).where(c.id.in_(list(ids))).distinct()
        ).scalars()
    }  # fmt: skip
    wrong: set[int] = set()
    for name in ("slips", "slip_lines"):
        part = BY_NAME[name]
        kept = _kept(connection, part, moments)
        query = _rows(part).where(c.id.in_(list(ids)))
        for group, leaves in _leaves(connection, part, query):
            if group in kept:
                was = kept[group]
                wrong |= {int(key) for key, leaf in leaves.items() if was.get(key) != leaf}
    return wrong


def _kept(connection: Connection, part: Part, groups: Collection[str]) -> dict[str, Leaves]:
    """Give the leaves of sealed groups whose seal is itself sound; an unsound one has none."""
    found: dict[str, Leaves] = {}
    for group, (at, sha256, text) in _sealed(connection, part, groups):
        sound = _hash(text) == sha256 and _is_sound(connection, at)
        found[group] = _read(text) if sound else {}
    return found


def _is_sound(connection: Connection, at: str) -> bool:
    s = seals.c
    rows = connection.execute(select(s.part, s.group, s.sha256).where(s.at == at))
    root = connection.execute(select(audit.c.seal).where(audit.c.at == at)).scalar()
    return root == root_of(tuple(row) for row in rows)
