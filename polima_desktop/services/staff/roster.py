"""The employee list as read: everybody on a day, the unit tree, one person's whole file.

Filtering and searching work on the plain rows this gives; changing a person is ``people``'s.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.attendance import HEALTH
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.names import full_name, name_key, search_queries, search_text
from polima_desktop.domain.people import (
    GONE,
    QUALITY,
    Assignment,
    Identity,
    Person,
    Quality,
    problems,
)
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.transition import Policy
from polima_desktop.services import scope
from polima_desktop.services.session import Session
from polima_desktop.services.staff import events
from polima_desktop.services.staff.events import Recorded
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.staff import numbers, people, units
from polima_desktop.storage.staff.people import Dated, RosterRow, Spell
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

CHUNK = 2_000


class Listed(NamedTuple):
    """One row of the list. ``opd``: the office above the unit; ``key``: what a search sees."""

    id: int
    version: int
    name: str
    nip: str
    golongan: str | None
    job_class: int | None
    position: str | None
    unit: str
    unit_id: int
    opd: str
    status: str | None
    standing: str
    family: str | None
    group: str
    problems: tuple[Quality, ...]
    worst: str  # "error", "warning", or "" where nothing looks wrong
    person: Person
    key: str


class UnitNode(NamedTuple):
    """A unit in the tree: ``people`` counts the active in and below it, ``flawed`` the doubtful."""

    unit: UnitRow
    children: tuple[UnitNode, ...]
    people: int
    flawed: int


@dataclass(frozen=True)
class Roster:
    """The list of a day, as known now or at an earlier moment."""

    day: date
    known_at: datetime | None
    rows: tuple[Listed, ...]
    tree: tuple[UnitNode, ...]
    below: dict[int, frozenset[int]]
    """Unit id → ids of the unit itself and every unit below it."""
    aliases: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Unit id → its other names."""

    @property
    def active(self) -> list[Listed]:
        """Those who are there: not retired, dead, moved away, or left."""
        return [row for row in self.rows if row.standing not in GONE]

    def board(self) -> dict[str, Counter[str]]:
        """Count the problems: code → OPD → people, for the quality board."""
        counts: dict[str, Counter[str]] = {code: Counter() for code in QUALITY}
        for row in self.active:
            for code in {problem.code for problem in row.problems}:
                counts[code][row.opd] += 1
        return counts


class PersonFile(NamedTuple):
    """Everything known about one person, earliest first; ``now`` is the state on the day asked."""

    id: int
    version: int
    now: Listed
    identities: list[Dated]
    assignments: list[Dated]
    spells: list[Spell]
    unit_names: dict[str, str]
    records: list[Recorded]
    """Everything recorded, newest day first, also what was replaced or withdrawn."""

    def on(self, day: date) -> Person:
        """Give what a correction from a day starts from: what holds then, else the first known."""
        who, job = (_held(rows, day) for rows in (self.identities, self.assignments))
        assert isinstance(who, Identity)
        assert isinstance(job, Assignment)
        return Person(who, job)


def _held(rows: Sequence[Dated], day: date) -> Identity | Assignment:
    """Give the value of the latest row that has begun, else of the first."""
    return next((row for row in reversed(rows) if row.valid_from <= day), rows[0]).value


def roster(
    session: Session,
    day: date,
    known_at: datetime | None = None,
    progress: Progress | None = None,
) -> Roster:
    """Read whom the user may see of a day, with what looks wrong with them."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        whole = read(connection, day, known_at, progress)
        own = scope.own_units(connection, session.actor, day)
    if own is not None:
        whole = _of_units(whole, own)
    if not session.actor.may(Permission.READ_PRIVATE):
        rows = tuple(_without_private(row) for row in whole.rows)
        whole = replace(whole, rows=rows)
    return whole


def read(
    connection: Connection,
    day: date,
    known_at: datetime | None = None,
    progress: Progress | None = None,
) -> Roster:
    """Read everybody of a day, for what is said of the city as a whole."""
    progress = progress or Progress()
    found = people.as_of(connection, day, known_at)
    valid = units.as_of(connection, day, known_at)
    policy = stored_policy.load(connection)
    former = numbers.former(connection)
    aliases = units.aliases(connection, day)
    places = _places(valid, policy)
    between = _problems_between(found)
    rows = []
    for number, row in enumerate(found):
        if number % CHUNK == 0:
            progress.report(number, len(found), "Memeriksa pegawai")
        listed = _listed(row, day, places.get(row.unit_id), between[row.id])
        if row.id in former:
            listed = listed._replace(key=" ".join((listed.key, *former[row.id])))
        rows.append(listed)
    below = _below(valid)
    return Roster(day, known_at, tuple(rows), _tree(valid, rows, below), below, aliases)


def _of_units(whole: Roster, own: set[int]) -> Roster:
    """Narrow a list to the units of an office and the people in them."""
    rows = tuple(row for row in whole.rows if row.unit_id in own)
    below = {unit: inside for unit, inside in whole.below.items() if unit in own}
    return replace(whole, rows=rows, tree=tuple(_tops_in(whole.tree, own)), below=below)


def _tops_in(nodes: Sequence[UnitNode], own: set[int]) -> Iterator[UnitNode]:
    for node in nodes:
        if node.unit.id in own:
            yield node
        else:
            yield from _tops_in(node.children, own)


def _without_private(row: Listed) -> Listed:
    return row._replace(person=Person(row.person.identity.masked(), row.person.assignment))


def person_file(session: Session, person_id: int, day: date) -> PersonFile:
    """Read one person's whole file."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        found = people.as_of(connection, day, ids=[person_id])
        if not found:
            raise Refused("Pegawai ini tidak ada pada tanggal itu.", "Pilih tanggal lain.")
        scope.refuse_other_units(connection, session.actor, {found[0].unit_id}, day)
        valid = units.as_of(connection, day)
        places = _places(valid, stored_policy.load(connection))
        now = _listed(found[0], day, places.get(found[0].unit_id), [])
        return _for_eyes_of(
            session.actor,
            PersonFile(
                person_id,
                found[0].version,
                now,
                people.identity_timeline(connection, person_id),
                people.assignment_timeline(connection, person_id),
                people.spells_between(connection, date.min, date.max, person_id),
                {unit.code: unit.name for unit in valid},
                events.recorded(connection, person_id),
            ),
        )


def _for_eyes_of(actor: Actor, file: PersonFile) -> PersonFile:
    """Leave out what the role may not see: numbers are masked, leave of the sick is leave."""
    if not actor.may(Permission.READ_PRIVATE):
        known = [
            one._replace(value=one.value.masked())
            for one in file.identities
            if isinstance(one.value, Identity)
        ]
        file = file._replace(now=_without_private(file.now), identities=known)
    if not actor.may(Permission.READ_HEALTH):
        shown = [one for one in file.spells if one.kind not in HEALTH]
        file = file._replace(spells=shown)
    return file._replace(records=events.for_eyes_of(actor, file.records))


def matches(typed: str, rows: Iterable[Listed]) -> list[Listed]:
    """Give the rows that hold what was typed: name in any spelling, NIP, unit or position."""
    queries = search_queries(typed)
    if not queries:
        return list(rows)
    if len(queries) == 1:
        (query,) = queries
        return [row for row in rows if query in row.key]
    one, other = queries
    return [row for row in rows if one in row.key or other in row.key]


# ── one row ─────────────────────────────────────────────────────────────────────────────────


class _Place(NamedTuple):
    """What the rows of one unit share."""

    name: str
    opd: str
    group: str
    search: str


def _places(valid: Sequence[UnitRow], policy: Policy) -> dict[int, _Place]:
    tops = _tops(valid)
    return {
        unit.id: _Place(
            unit.name,
            tops[unit.id].label,
            policy.group(unit.kind).name,
            f"{_plain(unit.name)} {_plain(unit.short_name or '')}",
        )
        for unit in valid
    }


def _listed(row: RosterRow, day: date, place: _Place | None, between: Sequence[Quality]) -> Listed:
    who, job = row.person.identity, row.person.assignment
    found = [*problems(row.person, day), *between]
    if place is None:
        found.append(Quality("unit_invalid", "warning", f"Unit {job.unit} tidak berlaku lagi."))
        place = _Place(job.unit, job.unit, "", _plain(job.unit))
    if job.standing in GONE:
        found = []  # nobody completes what a month no longer asks of them
    return Listed(
        row.id,
        row.version,
        full_name(who.name, who.front_title, who.back_title),
        who.nip,
        job.golongan,
        job.job_class,
        job.position,
        place.name,
        row.unit_id,
        place.opd,
        job.status,
        job.standing,
        job.family,
        place.group,
        tuple(found),
        _worst(found),
        row.person,
        f"{search_text(who.name)} {who.nip} {place.search} {_plain(job.position or '')}",
    )


def _worst(found: Sequence[Quality]) -> str:
    severities = {problem.severity for problem in found}
    return "error" if "error" in severities else "warning" if severities else ""


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _problems_between(rows: Sequence[RosterRow]) -> dict[int, list[Quality]]:
    """Give the problems that only show beside the others: doubles, superiors nobody has."""
    found: dict[int, list[Quality]] = defaultdict(list)
    nips = {row.person.identity.nip for row in rows}
    for row in rows:
        superior = row.person.assignment.superior_nip
        if superior and superior not in nips:
            text = f"NIP atasan {superior} tidak ada dalam daftar."
            found[row.id].append(Quality("superior_unknown", "warning", text))
    for row, text in _doubles(rows):
        found[row.id].append(Quality("duplicate", "warning", text))
    return found


def _doubles(rows: Sequence[RosterRow]) -> Iterator[tuple[RosterRow, str]]:
    same_person: dict[object, list[RosterRow]] = defaultdict(list)
    same_nik: dict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        who = row.person.identity
        if who.birth_date:
            same_person[name_key(who.name), who.birth_date].append(row)
        if who.nik:
            same_nik[who.nik].append(row)
    for alike, words in ((same_person, "nama dan tanggal lahir"), (same_nik, "NIK")):
        for group in alike.values():
            for row in group if len(group) > 1 else ():
                others = ", ".join(r.person.identity.nip for r in group if r is not row)
                yield row, f"Sama {words} dengan {others}."


# ── the tree ────────────────────────────────────────────────────────────────────────────────


def _parents(valid: Sequence[UnitRow]) -> dict[int, int | None]:
    known = {unit.id for unit in valid}
    return {u.id: u.parent_id if u.parent_id in known else None for u in valid}


def _tops(valid: Sequence[UnitRow]) -> dict[int, UnitRow]:
    """Give the office at the top of each unit."""
    parents, by_id = _parents(valid), {unit.id: unit for unit in valid}
    tops = {}
    for unit in valid:
        top = unit.id
        while (parent := parents[top]) is not None:
            top = parent
        tops[unit.id] = by_id[top]
    return tops


def _below(valid: Sequence[UnitRow]) -> dict[int, frozenset[int]]:
    parents = _parents(valid)
    below: dict[int, set[int]] = {unit.id: {unit.id} for unit in valid}
    for unit in valid:
        above = parents[unit.id]
        while above is not None:
            below[above].add(unit.id)
            above = parents[above]
    return {key: frozenset(ids) for key, ids in below.items()}


def _tree(
    valid: Sequence[UnitRow], rows: Sequence[Listed], below: dict[int, frozenset[int]]
) -> tuple[UnitNode, ...]:
    parents = _parents(valid)
    children: dict[int | None, list[UnitRow]] = defaultdict(list)
    for unit in sorted(valid, key=lambda unit: unit.label):
        children[parents[unit.id]].append(unit)
    people_in = Counter(row.unit_id for row in rows if row.standing not in GONE)
    flawed_in = Counter(row.unit_id for row in rows if row.problems)

    def node(unit: UnitRow) -> UnitNode:
        inside = below[unit.id]
        return UnitNode(
            unit,
            tuple(node(child) for child in children[unit.id]),
            sum(people_in[key] for key in inside),
            sum(flawed_in[key] for key in inside),
        )

    return tuple(node(unit) for unit in children[None])
