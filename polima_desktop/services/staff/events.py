"""What happens to people by decree (transfer, leave, retirement, …), and the life of each record.

An event is recorded, corrected by another in its place, ended on a day, withdrawn with a reason;
none is ever deleted. ``apply`` works inside a unit of work that is already open, so that a form
and an imported list use one and the same way. What an event changes is ``domain.events``'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from polima_desktop import formatting
from polima_desktop.domain import doubts as doubting
from polima_desktop.domain import life
from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.attendance import HEALTH
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.events import (
    EVENT_KINDS,
    ONE_DAY,
    Event,
    check,
    effect,
    lacks_decree,
    last_day,
)
from polima_desktop.domain.people import PRIVATE, masked
from polima_desktop.domain.periods import Month
from polima_desktop.services import scope
from polima_desktop.services.session import Session
from polima_desktop.services.staff import superiors
from polima_desktop.storage.facts import Source
from polima_desktop.storage.months import months
from polima_desktop.storage.office import acts
from polima_desktop.storage.office.acts import Act
from polima_desktop.storage.staff import people, statements
from polima_desktop.storage.staff.statements import DATA, FIRST, New, Said
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

LEAVE = "cuti"
"""The kind shown in place of one that the role may not know."""
OTHER_LABELS = {FIRST: "Data awal", DATA: "Perubahan data"}


class Happening(NamedTuple):
    """An event of a person (by id); ``replaces``: the recorded one it corrects."""

    person_id: int
    event: Event
    replaces: int | None = None


class Recorded(NamedTuple):
    """A record and what became of it. ``out``: the act that took it out; None: it stands.

    ``replaced_by``: the record that stands in its place.
    """

    said: Said
    label: str
    out: Act | None
    replaced_by: int | None
    before: Mapping[str, Any] = {}
    """What held of its fields on its first day without it."""

    @property
    def stands(self) -> bool:
        """Whether it is believed."""
        return self.said.superseded_at is None

    @property
    def last_day(self) -> date | None:
        """The last day it speaks of."""
        return self.said.valid_to - timedelta(days=1) if self.said.valid_to else None

    @property
    def state(self) -> str:
        """One of ``in_force``, ``replaced``, ``withdrawn``."""
        if self.stands:
            return "in_force"
        return "withdrawn" if self.replaced_by is None else "replaced"


# ── use cases ───────────────────────────────────────────────────────────────────────────────


Answer = Literal["replace", "extend", "both"]
"""What is meant by an event that overlaps a recorded one of its kind: it takes its place, makes
one with it, or stands beside it."""


class Overlaps(Conflict):
    """Events overlap recorded ones of their kind; what is meant must be asked."""

    def __init__(self, found: Sequence[Said], name: str) -> None:
        self.found = found
        first = found[0]
        more = f" (dan {len(found) - 1} lainnya)" if len(found) > 1 else ""
        super().__init__(
            f"{name} sudah punya {_span(first)}{more}.",
            "Pilih: menggantinya, menyambungnya, atau keduanya berlaku.",
        )


def record(session: Session, happenings: Sequence[Happening], answer: Answer | None = None) -> None:
    """Write events as one change: all of them, or none.

    Raises:
        Overlaps: a recorded event of the same kind overlaps, and no answer says what is meant.
    """
    for one in happenings:
        check(one.event)
    with session.changing("people.events", Permission.EDIT_PEOPLE) as work:
        for one in happenings:
            superiors.refuse_unknown(work.connection, one.person_id, one.event.job)
        settled, out = _settle(work, happenings, answer)
        apply(work, settled, withdrawn=out)
        people.bump(work, sorted({one.person_id for one in happenings}))
        work.name(_title(work, happenings))
        work.note(
            f"people:{len(happenings)}",
            events=[
                {"person": person, "kind": event.kind.code, "from": event.starts.isoformat()}
                for person, event, _ in happenings
            ],
        )


def correct(session: Session, statement_id: int, event: Event, reason: str) -> None:
    """Put another event in the place of a recorded one; both stay on record."""
    session.actor.require(Permission.EDIT_PEOPLE)
    check(event)
    with _changing(session, "people.events.correct", statement_id, reason) as (work, said, name):
        _refuse_first(said, "dibetulkan di sini")
        superiors.refuse_unknown(work.connection, said.person_id, event.job)
        apply(work, [Happening(said.person_id, event, said.id)])
        _named(work, f"pembetulan {_what(said)} {name}", said, reason)


def end(session: Session, statement_id: int, last: date, reason: str) -> None:
    """Let a recorded event last until a day, that day included."""
    with _changing(session, "people.events.end", statement_id, reason) as (work, said, name):
        kind = EVENT_KINDS.get(said.kind)
        if kind is None or not kind.lasts:
            raise Refused(
                f"{label_of(said.kind)} tidak punya akhir.",
                "Cabut, atau catat perubahan berikutnya.",
            )
        if last < said.valid_from:
            raise Refused(
                f"Akhirnya lebih dulu daripada mulainya, {formatting.day(said.valid_from)}.",
                "Pilih hari lain, atau cabut catatan ini.",
            )
        until = last + timedelta(days=1)
        statements.write(work, [_copy(said, until)], [said.id])
        _named(work, f"akhir {_what(said)} {name}", said, reason, last=last.isoformat())


def withdraw(session: Session, statement_id: int, reason: str) -> None:
    """Stop believing a recorded event, with a reason; what was under it shows again."""
    with _changing(session, "people.events.withdraw", statement_id, reason) as (work, said, name):
        _refuse_first(said, "dicabut")
        statements.write(work, [], [said.id])
        _named(work, f"pencabutan {_what(said)} {name}", said, reason)


def doubts(session: Session, happenings: Sequence[Happening]) -> list[str]:
    """Give what can hardly be meant of some events, each once: days, or no decree. To be asked."""
    found: dict[str, None] = {}
    with session.reading(Permission.READ_PEOPLE) as connection:
        for one in happenings:
            if lacks_decree(one.event):
                words = f"{one.event.kind.label} ditetapkan dengan SK; nomornya belum diisi."
                found[words] = None
            who = people.identity_on(connection, one.person_id, one.event.starts)
            found |= dict.fromkeys(doubting.of_event(one.event, who, session.today))
    return list(found)


def listed(session: Session, person_id: int) -> list[Recorded]:
    """Give everything recorded of a person, the newest day first, with what became of it."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        scope.refuse_other_people(connection, session.actor, [person_id], session.today)
        return for_eyes_of(session.actor, recorded(connection, person_id))


def for_eyes_of(actor: Actor, found: Sequence[Recorded]) -> list[Recorded]:
    """Leave out what the role may not see: private numbers, and why somebody was on leave."""
    shown = list(found)
    if not actor.may(Permission.READ_HEALTH):
        shown = [_plain_leave(one) if one.said.kind in HEALTH else one for one in shown]
    if not actor.may(Permission.READ_PRIVATE):
        shown = [one._replace(said=_masked(one.said)) for one in shown]
    return shown


def _plain_leave(one: Recorded) -> Recorded:
    said = replace(one.said, kind=LEAVE, note=None, decree_number=None, decree_date=None)
    out = one.out and one.out._replace(title="", reason=None)
    return one._replace(said=said, label="Cuti", out=out)


def _masked(said: Said) -> Said:
    fields = {
        name: masked(str(value)) if name in PRIVATE and value else value
        for name, value in said.fields.items()
    }
    return replace(said, fields=fields)


def recorded(connection: Connection, person_id: int) -> list[Recorded]:
    """Give the same with a connection that is open."""
    latest: dict[int, Said] = {}
    for one in statements.history(connection, person_id):
        latest[one.number] = one
    gone = {one.superseded_at for one in latest.values() if one.superseded_at}
    out = acts.at(connection, gone)
    replaced = {one.replaces: one.id for one in latest.values() if one.superseded_at is None}
    replaced |= {one.replaces: one.id for one in latest.values() if one.replaces not in replaced}
    believed = statements.complete(connection, [person_id])[person_id]
    found = [
        Recorded(
            one,
            label_of(one.kind),
            out.get(one.superseded_at) if one.superseded_at else None,
            _successor(one, replaced) if one.superseded_at else None,
            {} if one.first else life.without(believed, one),
        )
        for one in latest.values()
    ]
    return sorted(found, key=lambda one: (one.said.valid_from, one.said.order), reverse=True)


def person_of(session: Session, nip: str) -> int:
    """Give the person a NIP belongs or belonged to."""
    with session.reading(Permission.READ_PEOPLE) as connection:
        found = people.ids_by_nip(connection).get(nip)
        if found is None:
            raise Refused(f"NIP {nip} tidak ada dalam daftar pegawai.", "Periksa NIP-nya.")
        scope.refuse_other_people(connection, session.actor, [found], session.today)
    return found


def locked_months(session: Session, since: date) -> tuple[Month, ...]:
    """Give the locked months that something of a day reaches: their slips stay, arrears follow."""
    with session.reading(Permission.READ) as connection:
        return tuple(month for month in months.locked(connection) if month.last >= since)


def as_event(said: Said) -> Event:
    """Give a recorded event as it was entered, to correct it."""
    kind = EVENT_KINDS[said.kind]
    job = {name: said.fields[name] for name in kind.asks if name in said.fields}
    last = said.valid_to - timedelta(days=1) if said.valid_to else None
    return Event(kind, said.valid_from, last, said.note, said.decree_number, said.decree_date, job)


def label_of(kind: str) -> str:
    """Give the words of a kind of record."""
    known = EVENT_KINDS.get(kind)
    return known.label if known else OTHER_LABELS[kind]


# ── inside a change ─────────────────────────────────────────────────────────────────────────


def apply(
    work: Work,
    happenings: Sequence[Happening],
    batch_id: int | None = None,
    withdrawn: Sequence[int] = (),
) -> None:
    """Write checked events and withdraw recorded ones; one that replaces another takes it out."""
    lacking = _without_post(work, [one for one in happenings if effect(one.event).fields])
    if lacking:
        raise Refused("Ada pegawai tanpa penugasan.", "Isi penugasan awalnya lebih dulu.")
    out = [one.replaces for one in happenings if one.replaces is not None]
    statements.write(work, [new(one, batch_id) for one in happenings], [*out, *withdrawn])


def new(one: Happening, batch_id: int | None = None) -> New:
    """Give an event as the statement that is written."""
    done = effect(one.event)
    return New(
        one.person_id,
        one.event.kind.code,
        done.valid_from,
        done.valid_to,
        done.fields,
        done.note,
        Source(one.event.decree_number, one.event.decree_date, batch_id),
        one.replaces,
    )


def _settle(
    work: Work, happenings: Sequence[Happening], answer: Answer | None
) -> tuple[list[Happening], list[int]]:
    """Give the events as meant, and which records they take out beside the one each replaces."""
    believed = statements.of(work.connection, {one.person_id for one in happenings})
    near = [[s for s in believed[one.person_id] if _overlap(one.event, s)] for one in happenings]
    clashing = [found for found in near if found]
    if not clashing or answer == "both":
        return list(happenings), []
    if answer is None:
        first = clashing[0][0]
        name = _name(work, first.person_id, first.valid_from)
        raise Overlaps([said for found in clashing for said in found], name)
    settled = [
        _in_place_of(one, found, answer) if found else one
        for one, found in zip(happenings, near, strict=True)
    ]
    return settled, [said.id for found in clashing for said in found[1:]]


def _overlap(event: Event, said: Said) -> bool:
    if said.kind != event.kind.code or not event.kind.lasts:
        return False
    last = last_day(event)
    until = said.valid_from + timedelta(days=1) if said.kind in ONE_DAY else None
    ends = said.valid_to or until
    return (last is None or said.valid_from <= last) and (ends is None or ends > event.starts)


def _in_place_of(one: Happening, found: Sequence[Said], answer: Answer) -> Happening:
    event = one.event
    if answer == "extend":
        starts = min(event.starts, *(said.valid_from for said in found))
        ends = [event.ends, *(said.valid_to and said.valid_to - timedelta(1) for said in found)]
        known = [day for day in ends if day is not None]
        last = max(known) if len(known) == len(ends) else None
        event = replace(event, starts=starts, ends=last)
    return Happening(one.person_id, event, found[0].id)


def _without_post(work: Work, happenings: Sequence[Happening]) -> set[tuple[int, date]]:
    wanted = {(one.person_id, one.event.starts) for one in happenings}
    return wanted - people.assignments_on(work.connection, sorted(wanted)).keys()


@contextmanager
def _changing(
    session: Session, action: str, statement_id: int, reason: str
) -> Iterator[tuple[Work, Said, str]]:
    """Open a change of one recorded statement that stands; give it and the person's name."""
    if not reason.strip():
        raise Refused("Alasan belum diisi.", "Tulis alasannya dengan singkat.")
    with session.changing(action, Permission.EDIT_PEOPLE) as work:
        said = _standing(work, statement_id)
        yield work, said, _name(work, said.person_id, said.valid_from)


def _standing(work: Work, statement_id: int) -> Said:
    said = statements.find(work.connection, statement_id)
    if said is None:
        raise Refused(f"Catatan {statement_id} tidak ada.", "Periksa nomornya.")
    if said.superseded_at is not None:
        act = acts.at(work.connection, [said.superseded_at]).get(said.superseded_at)
        who = f" oleh {act.user}" if act else ""
        raise Conflict(
            f"Catatan {statement_id} sudah tidak berlaku{who} sejak "
            f"{formatting.moment(said.superseded_at)}.",
            "Muat ulang, lalu pilih catatan yang berlaku.",
        )
    return said


def _refuse_first(said: Said, verb: str) -> None:
    if said.first:
        raise Refused(
            f"Data awal pegawai tidak bisa {verb}.",
            "Betulkan datanya dengan Ubah data, atau urungkan impor yang membawanya.",
        )


def _copy(said: Said, until: date) -> New:
    return New(
        said.person_id,
        said.kind,
        said.valid_from,
        until,
        said.fields,
        said.note,
        said.source,
        said.id,
    )


def _named(work: Work, title: str, said: Said, reason: str, **detail: object) -> None:
    people.bump(work, [said.person_id])
    work.name(title, reason.strip())
    work.note(f"person:{said.person_id}", statement=said.id, kind=said.kind, **detail)


def _successor(one: Said, replaced: Mapping[int | None, int]) -> int | None:
    return replaced.get(one.id) or replaced.get(one.number)


# ── words ───────────────────────────────────────────────────────────────────────────────────


def _title(work: Work, happenings: Sequence[Happening]) -> str:
    first = happenings[0]
    what = first.event.kind.label.lower()
    if len(happenings) > 1:
        return f"{what} {formatting.number(len(happenings))} pegawai"
    return f"{what} {_name(work, first.person_id, first.event.starts)}"


def _what(said: Said) -> str:
    return f"{label_of(said.kind).lower()} {formatting.short_date(said.valid_from)}"


def _span(said: Said) -> str:
    last = said.valid_to - timedelta(days=1) if said.valid_to else None
    until = f"sampai {formatting.day(last)}" if last else "sampai dicabut"
    paper = f" (SK {said.decree_number})" if said.decree_number else ""
    label = label_of(said.kind).lower()
    return f"{label} sejak {formatting.day(said.valid_from)} {until}{paper}"


def _name(work: Work, person_id: int, day: date) -> str:
    who = people.identity_on(work.connection, person_id, day)
    return who.name if who else f"pegawai {person_id}"
