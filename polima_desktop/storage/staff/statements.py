"""The life of what is known of a person: said, replaced, ended, withdrawn, undone; never deleted.

A statement is what a decree, a form or a list says of one person: that they are on leave from one
day to another, that their class is 9 from a day on. It is never edited: it is superseded, and
another stands in its place. Who they are and what they do (``identities``, ``assignments``) is
made of the believed statements by ``domain.life`` and written again wherever it comes out
different, so that every other reader sees plain dated rows, as known now or then.

People who came in with a first list have no statements until somebody says something more: then
their rows are taken over as statements, with the moment and the hand that wrote them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, insert, select

from polima_desktop.domain.events import EVENT_KINDS
from polima_desktop.domain.life import Stretch, stretches
from polima_desktop.domain.names import name_key
from polima_desktop.domain.people import ASSIGNMENT_FIELDS, IDENTITY_FIELDS
from polima_desktop.storage import facts
from polima_desktop.storage.facts import Source
from polima_desktop.storage.staff.units import ids_by_code
from polima_desktop.storage.tables import assignments, identities, statements
from polima_desktop.storage.unit_of_work import Work

FIRST, DATA = "awal", "data"
"""Kinds beside those of ``domain.events``: everything at the beginning; single fields corrected."""
SPELLS = frozenset(code for code, kind in EVENT_KINDS.items() if kind.spell)
"""The kinds that are a spell of days: leave, duty travel, discipline."""

_DATES = frozenset(("birth_date", "cpns_date", "golongan_date", "position_date"))
_TABLES = ((identities, IDENTITY_FIELDS), (assignments, ASSIGNMENT_FIELDS))
_C = statements.c


class New(NamedTuple):
    """A statement to write; ``valid_to`` exclusive; ``fields`` empty: it sets no data.

    ``replaces``: the id of the statement this one corrects.
    """

    person_id: int
    kind: str
    valid_from: date
    valid_to: date | None = None
    fields: Mapping[str, Any] = {}
    note: str | None = None
    source: Source = Source()  # a frozen value
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as stored; ``number`` is the same through undoing and believing again."""

    id: int
    person_id: int
    kind: str
    note: str | None
    fields: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    said_at: datetime
    number: int
    replaces: int | None
    decree_number: str | None
    decree_date: date | None
    batch_id: int | None
    recorded_at: datetime
    recorded_by: str
    superseded_at: datetime | None

    @property
    def first(self) -> bool:
        """Whether it says everything, at the beginning."""
        return self.kind == FIRST

    @property
    def order(self) -> tuple[datetime, int]:
        """When it was said."""
        return self.said_at, self.number

    @property
    def source(self) -> Source:
        """The paper or the import it comes from."""
        return Source(self.decree_number, self.decree_date, self.batch_id)


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def of(
    connection: Connection, person_ids: Collection[int], known_at: datetime | None = None
) -> dict[int, list[Said]]:
    """Give the believed statements of people, in the order they were said; nobody left out."""
    query = select(statements).where(facts.believed(statements, known_at))
    if len(person_ids) < facts.MANY_KEYS:
        query = query.where(_C.person_id.in_(list(person_ids)))
    found: dict[int, list[Said]] = {person: [] for person in person_ids}
    for row in connection.execute(query.order_by(_C.said_at, _C.id)):
        if row.person_id in found:
            found[row.person_id].append(_said(row))
    return found


def history(connection: Connection, person_id: int) -> list[Said]:
    """Give everything ever said of a person, also what is not believed any more, as it was said."""
    query = select(statements).where(_C.person_id == person_id).order_by(_C.said_at, _C.id)
    return [_said(row) for row in connection.execute(query)]


def gone(connection: Connection, person_ids: Collection[int]) -> list[Said]:
    """Give the events of people that were replaced, ended or withdrawn."""
    wanted = set(person_ids)
    query = select(statements).where(
        _C.superseded_at.is_not(None), _C.kind.not_in((FIRST, DATA)), _C.copy_of.is_(None)
    )
    if len(person_ids) < facts.MANY_KEYS:
        query = query.where(_C.person_id.in_(list(person_ids)))
    return [_said(row) for row in connection.execute(query) if row.person_id in wanted]


def find(connection: Connection, statement_id: int) -> Said | None:
    """Give a statement by its id."""
    row = connection.execute(select(statements).where(_C.id == statement_id)).first()
    return _said(row) if row else None


def said_by(connection: Connection, moment: datetime) -> list[Said]:
    """Give what an act said, believed or not, each row once."""
    query = select(statements).where(_C.said_at == moment).order_by(_C.id)
    return [_said(row) for row in connection.execute(query)]


def is_spell() -> ColumnElement[bool]:
    """Give the condition for statements that are a spell of days."""
    return _C.kind.in_(sorted(SPELLS))


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def write(work: Work, new: Sequence[New], out: Sequence[int] = ()) -> None:
    """Say some things and stop believing others, as one step; people's rows follow."""
    gone = _rows(work.connection, out)
    touched = {one.person_id for one in new if one.fields}
    touched |= {row.person_id for row in gone if row.fields}
    _take_over(work, touched)
    facts.withdraw(work, statements, out)
    if new:
        work.connection.execute(insert(statements), [_row(work, one) for one in new])
    _project(work, touched)


def _rows(connection: Connection, ids: Sequence[int]) -> list[Row[Any]]:
    return [
        row
        for start in range(0, len(ids), facts.MANY_KEYS)
        for row in connection.execute(
            select(statements).where(_C.id.in_(ids[start : start + facts.MANY_KEYS]))
        )
    ]


def _row(work: Work, one: New) -> dict[str, Any]:
    return {
        "person_id": one.person_id,
        "kind": one.kind,
        "note": one.note,
        "fields": _text(one.fields),
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "said_at": work.now,
        "replaces": one.replaces,
        "recorded_at": work.now,
        "recorded_by": work.user,
        **one.source._asdict(),
    }


# ── taking back an act ──────────────────────────────────────────────────────────────────────


def resting(connection: Connection, moment: datetime) -> list[Said]:
    """Give what an act said and a later act, which still stands, corrected or withdrew."""
    latest: dict[int, Said] = {}
    for one in said_by(connection, moment):
        latest[one.number] = one
    return [one for one in latest.values() if one.superseded_at not in (None, moment)]


def take_back(work: Work, moment: datetime) -> set[int]:
    """Believe again what was believed before an act; nothing may rest on it. Gives the people."""
    own = (_C.said_at == moment) & facts.believed(statements)
    out = work.connection.execute(select(statements).where(own)).all()
    ended = (_C.superseded_at == moment) & (_C.said_at != moment)
    back = work.connection.execute(select(statements).where(ended)).all()
    touched = {row.person_id for row in (*out, *back)}
    facts.withdraw(work, statements, [row.id for row in out])
    if back:
        work.connection.execute(insert(statements), [_again(work, row) for row in back])
    _project(work, {row.person_id for row in (*out, *back) if row.fields})
    return touched


def _again(work: Work, row: Row[Any]) -> dict[str, Any]:
    values = {**row._asdict(), "recorded_at": work.now, "superseded_at": None}
    del values["id"]
    return values | {"copy_of": row.copy_of or row.id}


# ── taking over the rows of a first list ────────────────────────────────────────────────────


def _take_over(work: Work, person_ids: Collection[int]) -> None:
    """Turn the rows of people without a first statement into statements."""
    rows = list(_not_yet_said(work.connection, person_ids))
    if rows:
        work.connection.execute(insert(statements), rows)


def complete(connection: Connection, person_ids: Collection[int]) -> dict[int, list[Said]]:
    """Give the believed statements of people, and as such the rows nobody has said more of yet."""
    found = of(connection, person_ids)
    lacking = {column.name: None for column in statements.c} | {"id": 0}
    for row in _not_yet_said(connection, person_ids):
        said = _said(SimpleNamespace(**{**lacking, **row}))
        found[said.person_id].append(said)
    return found


def _not_yet_said(connection: Connection, person_ids: Collection[int]) -> Iterator[dict[str, Any]]:
    have = select(_C.person_id).where(_C.kind == FIRST, facts.believed(statements))
    if len(person_ids) < facts.MANY_KEYS:
        have = have.where(_C.person_id.in_(list(person_ids)))
    lacking = set(person_ids) - set(connection.execute(have).scalars())
    if not lacking:
        return
    codes = {key: code for code, key in ids_by_code(connection).items()}
    for table, names in _TABLES:
        for person, mine in facts.timelines(connection, table, sorted(lacking)).items():
            if person in lacking:
                yield from _as_statements(mine, names, codes)


def _as_statements(
    rows: Sequence[Row[Any]], names: Sequence[str], codes: Mapping[int, str]
) -> Iterator[dict[str, Any]]:
    before: dict[str, Any] = {}
    for row in rows:
        held = _held(row, names, codes)
        fields = {name: value for name, value in held.items() if before.get(name, held) != value}
        yield {
            "person_id": row.person_id,
            "kind": DATA if before else FIRST,
            "fields": _text(fields if before else held),
            "said_at": row.recorded_at,
            **{name: getattr(row, name) for name in _CARRIED},
        }
        before = held


_CARRIED = ("valid_from", "recorded_at", "recorded_by", *Source._fields)


def _held(row: Row[Any], names: Sequence[str], codes: Mapping[int, str]) -> dict[str, Any]:
    return {name: codes[row.unit_id] if name == "unit" else getattr(row, name) for name in names}


# ── people's rows ───────────────────────────────────────────────────────────────────────────


def _project(work: Work, person_ids: Collection[int]) -> None:
    """Write again what the statements make of people wherever it comes out different."""
    if not person_ids:
        return
    said = of(work.connection, person_ids)
    unit_ids = ids_by_code(work.connection)
    for table, names in _TABLES:
        before = facts.timelines(work.connection, table, sorted(person_ids))
        ended: list[int] = []
        added: list[dict[str, Any]] = []
        for person in sorted(person_ids):
            wanted = [_wanted(person, one, unit_ids) for one in stretches(said[person], names)]
            old = {_content(table, row._asdict()): row.id for row in before.get(person, ())}
            new = {_content(table, row): row for row in wanted}
            ended += [key for content, key in old.items() if content not in new]
            added += [row for content, row in new.items() if content not in old]
        facts.withdraw(work, table, ended)
        if added:
            moment = {"recorded_at": work.now, "superseded_at": None}
            work.connection.execute(insert(table), [row | moment for row in added])


def _wanted(person: int, one: Stretch[Said], unit_ids: Mapping[str, int]) -> dict[str, Any]:
    values = dict(one.values)
    if "unit" in values:
        values["unit_id"] = unit_ids[values.pop("unit")]
    if "name" in values:
        values["name_key"] = name_key(values["name"])
    span = {"valid_from": one.valid_from, "valid_to": one.valid_to}
    who = {"person_id": person, "recorded_by": one.said.recorded_by}
    return {**values, **span, **who, **one.said.source._asdict()}


def _content(table: Table, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.c if column.name not in _BELIEF)


_BELIEF = frozenset(("id", "recorded_at", "superseded_at", "recorded_by"))


# ── rows and values ─────────────────────────────────────────────────────────────────────────


def _said(row: Row[Any] | SimpleNamespace) -> Said:
    return Said(
        id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        note=row.note,
        fields=_fields(row.fields),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        said_at=row.said_at,
        number=row.copy_of or row.id,
        replaces=row.replaces,
        decree_number=row.decree_number,
        decree_date=row.decree_date,
        batch_id=row.batch_id,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        superseded_at=row.superseded_at,
    )


def _text(fields: Mapping[str, Any]) -> str | None:
    if not fields:
        return None
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def _fields(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    return {
        name: date.fromisoformat(value) if name in _DATES and value else value
        for name, value in json.loads(text).items()
    }
