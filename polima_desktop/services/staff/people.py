"""Changing one person: correcting facts from a day on, adding somebody new.

A clerk says which values they saw and which they set; whoever changed the same value meanwhile
is named, and nothing is overwritten. Events by decree are ``services.staff.events``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.people import (
    ASSIGNMENT_FIELDS,
    IDENTITY_FIELDS,
    LABELS,
    Assignment,
    Identity,
)
from polima_desktop.domain.periods import Month
from polima_desktop.services.session import Session
from polima_desktop.services.staff import superiors, wording
from polima_desktop.storage.facts import Source
from polima_desktop.storage.months import months
from polima_desktop.storage.staff import numbers, people, statements
from polima_desktop.storage.staff.statements import DATA, New
from polima_desktop.storage.unit_of_work import Work


@dataclass(frozen=True)
class Correction:
    """New values of a person from a day on; ``seen`` holds what the clerk saw in those fields."""

    person_id: int
    valid_from: date
    seen: Mapping[str, Any]
    values: Mapping[str, Any]
    decree_number: str | None = None
    decree_date: date | None = None


class Clash(NamedTuple):
    """A field that somebody else changed after the clerk had looked."""

    field: str
    label: str
    theirs: Any
    ours: Any
    who: str
    when: datetime


class Clashes(Conflict):
    """The same fields were changed meanwhile; both values stand in ``clashes``.

    ``own``: by the same user, e.g. in another window.
    """

    def __init__(self, clashes: list[Clash], user: str = "") -> None:
        self.clashes = clashes
        first = clashes[0]
        self.own = all(clash.who == user for clash in clashes)
        who = "Anda sendiri" if self.own else first.who
        super().__init__(
            f"{who} sudah mengubah {first.label} menjadi {first.theirs}. "
            f"Nilai di formulir ini {first.ours}.",
            "Pilih salah satu.",
        )


class Corrected(NamedTuple):
    """What a correction did: the fields that changed, and locked months it reaches (arrears)."""

    changed: tuple[str, ...]
    arrears: tuple[Month, ...]


@dataclass(frozen=True)
class Newcomer:
    """Somebody to enter: who they are, what they do, and from when."""

    identity: Identity
    assignment: Assignment
    valid_from: date
    decree_number: str | None = None
    decree_date: date | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


def correct(session: Session, correction: Correction) -> Corrected:
    """Write a correction; ``Clashes`` if somebody else changed the same fields meanwhile."""
    with session.changing("people.correct", Permission.EDIT_PEOPLE) as work:
        if not people.claim(work, correction.person_id):
            raise Conflict("Pegawai ini sedang diubah orang lain.", "Muat ulang, lalu coba lagi.")
        before = _values_on(work, correction.person_id, correction.valid_from)
        _refuse_clashes(work, correction, before)
        changed = tuple(n for n, value in correction.values.items() if before[n] != value)
        if not changed:
            raise Refused("Tidak ada yang berubah.", "Ubah sesuatu, atau tekan Batal.")
        _write(work, correction, changed)
        after = {name: correction.values[name] for name in changed}
        work.name(wording.change(before["name"], before, after))
        work.note(
            f"person:{correction.person_id}",
            valid_from=correction.valid_from.isoformat(),
            decree=correction.decree_number,
            changes={name: [before[name], correction.values[name]] for name in changed},
        )
        return Corrected(changed, locked_since(work, correction.valid_from))


def add(session: Session, newcomer: Newcomer) -> int:
    """Enter a new person; a NIP that is in use is refused. Gives the person's id."""
    with session.changing("people.add", Permission.EDIT_PEOPLE) as work:
        nip = newcomer.identity.nip
        if nip in numbers.holders(work.connection):
            raise Refused(f"NIP {nip} sudah dipakai.", "Cari pegawai itu lewat NIP-nya.")
        job = {"superior_nip": newcomer.assignment.superior_nip}
        superiors.refuse_unknown(work.connection, None, job)
        (person,) = people.create(work, 1)
        source = Source(newcomer.decree_number, newcomer.decree_date)
        since = newcomer.valid_from
        people.record_identities(work, [(person, since, newcomer.identity)], source)
        people.record_assignments(work, [(person, since, newcomer.assignment)], source)
        work.name(f"pegawai baru {newcomer.identity.name}")
        work.note(f"person:{person}", nip=nip, valid_from=since.isoformat())
        return person


def locked_since(work: Work, day: date) -> tuple[Month, ...]:
    """Give the locked months a change from that day reaches: their slips stay, arrears follow."""
    return tuple(month for month in months.locked(work.connection) if month.last >= day)


def arrears_warning(session: Session, day: date) -> tuple[Month, ...]:
    """Give the locked months a change from that day would reach, before anything is written."""
    with session.reading(Permission.READ) as connection:
        return tuple(month for month in months.locked(connection) if month.last >= day)


def _values_on(work: Work, person_id: int, day: date) -> dict[str, Any]:
    who = people.identity_on(work.connection, person_id, day)
    job = people.assignments_on(work.connection, [(person_id, day)]).get((person_id, day))
    if who is None or job is None:
        raise Refused("Pegawai ini belum punya data.", "Isi identitas dan penugasannya dulu.")
    return {name: getattr(who, name) for name in IDENTITY_FIELDS} | {
        name: getattr(job, name) for name in ASSIGNMENT_FIELDS
    }


def _refuse_clashes(work: Work, correction: Correction, before: Mapping[str, Any]) -> None:
    clashing = [
        name
        for name, ours in correction.values.items()
        if before[name] not in (correction.seen[name], ours)
    ]
    if clashing:
        raise Clashes(
            [
                Clash(
                    name,
                    LABELS[name].lower(),
                    before[name],
                    correction.values[name],
                    *_last_hand(work, correction.person_id, name),
                )
                for name in clashing
            ],
            work.user,
        )


def _last_hand(work: Work, person_id: int, name: str) -> tuple[str, datetime]:
    """Give who said something of a field last, and when."""
    said = statements.complete(work.connection, [person_id])[person_id]
    last = max((one for one in said if name in one.fields), key=lambda one: one.order)
    return last.recorded_by, last.said_at


def _write(work: Work, correction: Correction, changed: tuple[str, ...]) -> None:
    person, since = correction.person_id, correction.valid_from
    source = Source(correction.decree_number, correction.decree_date)
    values = {name: correction.values[name] for name in changed}
    if "nip" in values:
        _refuse_taken_nip(work, person, values["nip"])
    superiors.refuse_unknown(work.connection, person, values)
    statements.write(work, [New(person, DATA, since, fields=values, source=source)])


def _refuse_taken_nip(work: Work, person: int, nip: str) -> None:
    holder = numbers.holders(work.connection).get(nip, person)
    if holder != person:
        raise Refused(f"NIP {nip} sudah dipakai pegawai lain.", "Periksa kedua pegawai itu.")
