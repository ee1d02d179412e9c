"""Events by decree (transfer, leave, retirement, …) written into people's timelines.

``apply`` works inside a unit of work that is already open, so that a form and an imported list
use one and the same way. What an event changes is ``domain.events``' decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.events import Event, Turn, check, effects
from polima_desktop.services.session import Session
from polima_desktop.storage.facts import Source
from polima_desktop.storage.staff import people
from polima_desktop.storage.unit_of_work import Work


class Happening(NamedTuple):
    """An event of a person (by id)."""

    person_id: int
    event: Event


def record(session: Session, happenings: Sequence[Happening]) -> None:
    """Write events as one change: all of them, or none."""
    for one in happenings:
        check(one.event)
    with session.changing("people.events", Permission.EDIT_PEOPLE) as work:
        apply(work, happenings)
        people.bump(work, sorted({one.person_id for one in happenings}))
        work.note(
            f"people:{len(happenings)}",
            events=[
                {"person": person, "kind": event.kind.code, "from": event.starts.isoformat()}
                for person, event in happenings
            ],
        )


def apply(work: Work, happenings: Sequence[Happening], batch_id: int | None = None) -> None:
    """Write the turns and spells of checked events, in time order for each person."""
    turns: dict[int, list[tuple[Turn, Source]]] = defaultdict(list)
    for person, event in happenings:
        source = Source(event.decree_number, event.decree_date, batch_id)
        turns[person] += [(turn, source) for turn in effects(event).turns]
        _write_spell(work, person, event, source)
    for of_one in turns.values():
        of_one.sort(key=lambda pair: pair[0].since)
    while any(turns.values()):  # one turn a person and round: each starts from the one before
        _write_turns(work, {person: rest.pop(0) for person, rest in turns.items() if rest})


def _write_turns(work: Work, turns: dict[int, tuple[Turn, Source]]) -> None:
    wanted: list[tuple[int, date]] = [(person, turn.since) for person, (turn, _) in turns.items()]
    before = people.assignments_on(work.connection, wanted)
    if len(before) != len(wanted):
        raise Refused("Ada pegawai tanpa penugasan.", "Isi penugasan awalnya lebih dulu.")
    people.record_assignments(
        work,
        [
            (person, turn.since, replace(before[person, turn.since], **turn.fields))
            for person, (turn, _) in turns.items()
        ],
        [source for _, source in turns.values()],
    )


def _write_spell(work: Work, person: int, event: Event, source: Source) -> None:
    spell = effects(event).spell
    if spell is not None:
        people.add_spells(work, [{"person_id": person, **spell._asdict()}], source)
