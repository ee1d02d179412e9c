"""Whom an act on several people will touch, and what it does to each, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.events import Event, effect
from polima_desktop.domain.people import Person
from polima_desktop.services.staff import wording
from polima_desktop.storage.staff import people, units

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session
    from polima_desktop.services.staff.roster import Listed


_ITS_OWN_DAY = ("position_date", "golongan_date")


class Touched(NamedTuple):
    """One person: name, number, age in whole years on the day (None: no birth date), and what."""

    id: int
    name: str
    nip: str
    age: int | None
    what: str


def of_event(rows: Iterable[Listed], event: Event, names: Mapping[str, str]) -> list[Touched]:
    """Say what an event will do to each; ``names``: unit code → name."""
    sets = {n: v for n, v in effect(event).fields.items() if n not in _ITS_OWN_DAY}
    return [
        Touched(
            row.id,
            row.name,
            row.nip,
            age_on(row.person, event.starts),
            _sentence(wording.changes(asdict(row.person.assignment), sets, names))
            or event.kind.label,
        )
        for row in rows
    ]


def of_merge(session: Session, code: str, day: date) -> list[Touched]:
    """Give everybody who is in a unit on a day or comes into it later: they go over with it."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        unit = units.ids_by_code(connection)[code]
        turns = people.turns_in_unit(connection, unit, day)
        return _moving(connection, turns, day)


def of_move(session: Session, person_ids: Sequence[int], day: date) -> list[Touched]:
    """Give people who are put into another unit on a day."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        return _moving(connection, [(person, day) for person in person_ids], day)


def _moving(connection: Connection, turns: Sequence[tuple[int, date]], day: date) -> list[Touched]:
    first: dict[int, date] = {}
    for person, since in turns:
        first.setdefault(person, since)
    found = [
        Touched(
            row.id,
            row.person.identity.name,
            row.person.identity.nip,
            age_on(row.person, day),
            row.person.assignment.position or wording.UNKNOWN,
        )
        for since in sorted(set(first.values()))
        for row in people.as_of(
            connection, since, ids=[person for person, on in first.items() if on == since]
        )
    ]
    return sorted(found, key=lambda one: one.name)


def _sentence(changes: Sequence[str]) -> str:
    text = ", ".join(changes)
    return text[:1].upper() + text[1:]


def age_on(person: Person, day: date) -> int | None:
    """Give somebody's age in whole years on a day; None without a birth date."""
    birth = person.identity.birth_date
    if birth is None:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
