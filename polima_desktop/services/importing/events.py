"""Event lists against what is already recorded: the same event of the same decree is one event."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop.domain.events import Event, effects
from polima_desktop.domain.people import Assignment
from polima_desktop.imports.columns import EVENTS
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.services.importing.plan import Decided, Options, Verdict
from polima_desktop.services.importing.words import Outcome
from polima_desktop.services.staff import events
from polima_desktop.services.staff.events import Happening
from polima_desktop.storage.staff import people
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FAR = date(9999, 12, 31)


class Payload(NamedTuple):
    """What happened, ready to be written."""

    happenings: list[Happening]


def decide(connection: Connection, reading: Reading, options: Options, today: date) -> Decided:
    """Weigh event rows: an event whose every effect already stands is unchanged."""
    decided = Decided(payload=Payload([]))
    ids = people.ids_by_nip(connection)
    found: list[tuple[AcceptedRow, Event, int]] = [
        (row, _event(row), ids[str(row.values["nip"])]) for row in reading.accepted
    ]
    spells = _spells(connection)
    wanted = {(person, turn.since) for _, event, person in found for turn in effects(event).turns}
    jobs = people.assignments_on(connection, sorted(wanted))
    names = people.as_of(connection, options.valid_from or today)
    named = {row.id: row.person.identity.name for row in names}
    for row, event, person in found:
        if any((person, turn.since) not in jobs for turn in effects(event).turns):
            decided.problems.append(_without_post(row))
            continue
        stands = _stands(event, person, spells, jobs)
        outcome: Outcome = "unchanged" if stands else "new"
        decided.count(outcome)
        label = f"{named.get(person, '')} · {event.kind.label}"
        decided.verdicts.append(Verdict(row.sheet, row.row, str(row.values["nip"]), label, outcome))
        if not stands:
            decided.payload.happenings.append(Happening(person, event))
    return decided


def _event(row: AcceptedRow) -> Event:
    event = row.values["event"]
    assert isinstance(event, Event)  # the reader of events makes nothing else
    return event


def _without_post(row: AcceptedRow) -> RowProblem:
    title = next(column.title for column in EVENTS if column.field == "nip")
    words = "Pegawai ini belum punya penugasan.", "Impor data pegawainya lebih dahulu."
    return RowProblem(row.sheet, row.row, title, str(row.values["nip"]), "error", *words)


def _spells(connection: Connection) -> dict[int, set[tuple[Any, ...]]]:
    found: dict[int, set[tuple[Any, ...]]] = defaultdict(set)
    for spell in people.spells_between(connection, date(1900, 1, 1), _FAR - timedelta(1)):
        found[spell.person_id].add((spell.kind, spell.note, spell.valid_from, spell.valid_to))
    return found


def _stands(
    event: Event,
    person: int,
    spells: dict[int, set[tuple[Any, ...]]],
    jobs: dict[tuple[int, date], Assignment],
) -> bool:
    done = effects(event)
    if done.spell is not None and tuple(done.spell) not in spells[person]:
        return False
    return all(
        getattr(jobs[person, turn.since], name) == value
        for turn in done.turns
        for name, value in turn.fields.items()
    )


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Write what happened, in one batch."""
    events.apply(work, payload.happenings, batch_id)
    people.bump(work, sorted({one.person_id for one in payload.happenings}))
