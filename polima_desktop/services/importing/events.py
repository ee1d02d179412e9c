"""Event lists against what is already recorded: a list is a sequence, a decree is one event.

The rows about a person are weighed in order of their days, each against what is recorded and what
the rows before it did, whatever their order in the file. A row of the same kind and decree as a
recorded event that it overlaps corrects it; where more than one thing could be meant, the row
is not taken and asks for the column TINDAKAN.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from polima_desktop import formatting
from polima_desktop.domain import doubts
from polima_desktop.domain.events import (
    EVENT_KINDS,
    ONE_DAY,
    Effect,
    Event,
    Withdrawal,
    effect,
    last_day,
)
from polima_desktop.domain.life import stretches
from polima_desktop.domain.people import ASSIGNMENT_FIELDS, Identity
from polima_desktop.imports.columns import EVENTS
from polima_desktop.imports.problems import RowProblem
from polima_desktop.imports.reading import AcceptedRow, Reading
from polima_desktop.services.importing.plan import Decided, Options, Verdict
from polima_desktop.services.importing.words import Outcome
from polima_desktop.services.staff import events
from polima_desktop.services.staff.events import Happening
from polima_desktop.storage.importing import places
from polima_desktop.storage.importing.places import PersonRow
from polima_desktop.storage.staff import people, statements
from polima_desktop.storage.staff.statements import Said
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FAR = date(9999, 12, 31)


class Payload(NamedTuple):
    """What happened, ready to be written; which records are withdrawn, by id with their person."""

    happenings: list[Happening]
    withdrawn: list[tuple[int, int]]
    places: list[PersonRow]
    """Where each happening stood in the list."""


@dataclass(frozen=True)
class _Standing:
    """What stands of a person while rows are weighed; ``id`` None: from this very list."""

    id: int | None
    kind: str
    valid_from: date
    valid_to: date | None
    fields: Mapping[str, Any]
    note: str | None
    decree: str
    first: bool
    order: tuple[datetime, int]

    @property
    def last(self) -> date:
        """The last day it speaks of; a missed apel without end is a day."""
        if self.valid_to is None:
            return self.valid_from if self.kind in ONE_DAY else _FAR
        return self.valid_to - timedelta(days=1)


@dataclass
class _Life:
    """One person's records while the rows about them are weighed."""

    standing: list[_Standing]
    gone: list[Said] = field(default_factory=list)


class _Question(Exception):
    """The row cannot be taken as it stands; ``column`` is where the answer belongs."""

    def __init__(self, column: str, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.column, self.problem, self.advice = column, problem, advice


def decide(connection: Connection, reading: Reading, options: Options, today: date) -> Decided:
    """Weigh event rows: an event whose every effect already stands is unchanged."""
    decided = Decided(payload=Payload([], [], []))
    ids = people.ids_by_nip(connection)
    rows = [(row, ids[str(row.values["nip"])]) for row in reading.accepted]
    lives = _lives(connection, {person for _, person in rows})
    names = people.as_of(connection, options.valid_from or today)
    named = {row.id: row.person.identity.name for row in names}
    known = {row.id: row.person.identity for row in names}
    for row, person in sorted(rows, key=_sequence):
        try:
            outcome = _weigh(row, person, lives[person], decided.payload)
        except _Question as question:
            decided.problems.append(_asked(row, question))
            continue
        decided.count(outcome)
        if outcome != "unchanged":
            decided.problems += _doubted(row, known.get(person), today)
        label = f"{named.get(person, '')} · {_label(row)}"
        decided.verdicts.append(Verdict(row.sheet, row.row, str(row.values["nip"]), label, outcome))
    return decided


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Write what happened and what is withdrawn, in one batch."""
    events.apply(work, payload.happenings, batch_id, [key for key, _ in payload.withdrawn])
    places.add(work, batch_id, payload.places)
    touched = {one.person_id for one in payload.happenings}
    people.bump(work, sorted(touched | {person for _, person in payload.withdrawn}))


# ── what stands ─────────────────────────────────────────────────────────────────────────────


def _lives(connection: Connection, person_ids: set[int]) -> dict[int, _Life]:
    found = {
        person: _Life([_stored(one) for one in said])
        for person, said in statements.complete(connection, person_ids).items()
    }
    for one in statements.gone(connection, person_ids):
        found[one.person_id].gone.append(one)
    return found


def _stored(one: Said) -> _Standing:
    return _Standing(
        one.id,
        one.kind,
        one.valid_from,
        one.valid_to,
        one.fields,
        one.note,
        _decree(one.decree_number),
        one.first,
        one.order,
    )


def _pending(event: Event, done: Effect, number: int) -> _Standing:
    return _Standing(
        None,
        event.kind.code,
        done.valid_from,
        done.valid_to,
        done.fields,
        done.note,
        _decree(event.decree_number),
        False,
        (datetime.max.replace(tzinfo=UTC), number),
    )


def _decree(number: str | None) -> str:
    return "".join((number or "").split()).upper()


def _sequence(pair: tuple[AcceptedRow, int]) -> tuple[Any, ...]:
    """Give the place of a row among those of its person, whatever its place in the file."""
    row, person = pair
    event = row.values["event"]
    if isinstance(event, Withdrawal):
        kind = event.kind.code if event.kind else ""
        return person, event.starts or date.min, 0, kind, _decree(event.decree_number)
    assert isinstance(event, Event)
    return person, event.starts, 1, event.kind.code, _decree(event.decree_number)


def _label(row: AcceptedRow) -> str:
    event = row.values["event"]
    assert isinstance(event, Event | Withdrawal)
    kind = event.kind.label if event.kind else "catatan"
    return f"cabut {kind.lower()}" if isinstance(event, Withdrawal) else kind


# ── one row ─────────────────────────────────────────────────────────────────────────────────


def _weigh(row: AcceptedRow, person: int, life: _Life, payload: Payload) -> Outcome:
    event = row.values["event"]
    if isinstance(event, Withdrawal):
        return _withdraw(event, person, life, payload)
    assert isinstance(event, Event)
    done = effect(event)
    if done.fields and not any(one.first for one in life.standing):
        raise _Question(
            "nip", "Pegawai ini belum punya penugasan.", "Impor data pegawainya lebih dahulu."
        )
    if _stands(event, done, life.standing):
        return "unchanged"
    replaced = _replaced(event, row.values["action"], life.standing)
    if replaced is not None:
        life.standing.remove(replaced)
    life.standing.append(_pending(event, done, len(life.standing)))
    payload.happenings.append(Happening(person, event, replaced.id if replaced else None))
    payload.places.append(PersonRow(person, done.valid_from, row.sheet, row.row))
    return "new" if replaced is None else "changed"


def _withdraw(wish: Withdrawal, person: int, life: _Life, payload: Payload) -> Outcome:
    found = [one for one in life.standing if one.id and not one.first and _meant(wish, one)]
    if len(found) == 1:
        life.standing.remove(found[0])
        payload.withdrawn.append((found[0].id or 0, person))
        return "changed"
    if not found and any(_meant(wish, _stored(one)) for one in life.gone):
        return "unchanged"
    many = "Lebih dari satu catatan cocok." if found else "Tidak ada catatan yang cocok."
    raise _Question("kind", many, "Isi JENIS, MULAI, dan NOMOR SK seperti pada catatannya.")


def _meant(wish: Withdrawal, one: _Standing) -> bool:
    return (
        one.kind in EVENT_KINDS
        and (wish.kind is None or one.kind == wish.kind.code)
        and (wish.starts is None or one.valid_from == wish.starts)
        and (not wish.decree_number or one.decree == _decree(wish.decree_number))
        and bool(wish.starts or wish.decree_number)
    )


def _stands(event: Event, done: Effect, standing: Sequence[_Standing]) -> bool:
    same = (event.kind.code, done.valid_from, done.valid_to, done.note, dict(done.fields))
    if any(same == _content(one) for one in standing):
        return True
    if event.kind.lasts or event.kind.spell:
        return False
    held = _state(standing, event.starts)
    return all(held.get(name) == value for name, value in done.fields.items())


def _content(one: _Standing) -> tuple[Any, ...]:
    return one.kind, one.valid_from, one.valid_to, one.note, dict(one.fields)


def _state(standing: Iterable[_Standing], day: date) -> Mapping[str, Any]:
    found: Mapping[str, Any] = {}
    for stretch in stretches(standing, ASSIGNMENT_FIELDS):
        if stretch.valid_from <= day or not found:
            found = stretch.values
    return found


def _replaced(event: Event, action: object, standing: Sequence[_Standing]) -> _Standing | None:
    """Give the record a row corrects, None if it stands beside all; ask where both could be."""
    alike = [one for one in standing if one.kind == event.kind.code and one.id]
    near = [one for one in alike if _touches(event, one)]
    decree = _decree(event.decree_number)
    same = [one for one in alike if decree and one.decree == decree]
    if action == "new":
        return None
    if action == "replace":
        return _only([one for one in near if one in same] or same or near, event)
    overlapping = [one for one in same if one in near]
    if len(overlapping) == 1 and near == overlapping:
        return overlapping[0]
    asked = near or same
    if asked:
        raise _question(event, asked[0], overlaps=bool(near))
    beside = [one for one in standing if one.kind == event.kind.code and _touches(event, one)]
    if beside:
        raise _question(event, beside[0], overlaps=True)
    return None


def _only(found: Sequence[_Standing], event: Event) -> _Standing:
    if len(found) == 1:
        return found[0]
    kind = event.kind.label.lower()
    many = "Lebih dari satu" if found else "Belum ada"
    raise _Question(
        "action",
        f"{many} {kind} yang bisa diganti.",
        "Isi NOMOR SK seperti pada catatannya, atau tulis TINDAKAN baru.",
    )


def _touches(event: Event, one: _Standing) -> bool:
    if not event.kind.lasts:
        return one.valid_from == event.starts
    return one.valid_from <= (last_day(event) or _FAR) and event.starts <= one.last


def _question(event: Event, one: _Standing, *, overlaps: bool) -> _Question:
    last = "sampai dicabut" if one.last == _FAR else f"sampai {formatting.day(one.last)}"
    what = f"{event.kind.label} sejak {formatting.day(one.valid_from)} {last}"
    paper = f" (nomor SK {one.decree})" if one.decree else ""
    how = "bertumpang tindih dengan baris ini" if overlaps else "memakai nomor SK yang sama"
    return _Question(
        "action",
        f"{what}{paper} sudah tercatat dan {how}.",
        "Tulis TINDAKAN: ganti bila baris ini menggantinya, baru bila keduanya berlaku.",
    )


def _doubted(row: AcceptedRow, who: Identity | None, today: date) -> Iterator[RowProblem]:
    """Warn of days that can hardly be meant; the row is taken."""
    event = row.values["event"]
    if isinstance(event, Event):
        title = next(column.title for column in EVENTS if column.field == "starts")
        said, advice = f"{event.starts:%d-%m-%Y}", "Periksa tanggalnya di berkas asal."
        for words in doubts.of_event(event, who, today):
            yield RowProblem(row.sheet, row.row, title, said, "warning", words, advice)


def _asked(row: AcceptedRow, question: _Question) -> RowProblem:
    title = next(column.title for column in EVENTS if column.field == question.column)
    said = str(row.values["nip"]) if question.column == "nip" else ""
    return RowProblem(row.sheet, row.row, title, said, "error", question.problem, question.advice)
