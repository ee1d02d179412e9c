"""The manual back-up queue: claims beside the electronic record, with finding and suggestion.

Only reading; deciding is ``decisions``'. What a claim is worth in rupiah is ``stakes``'.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.names import full_name, search_queries, search_text
from polima_desktop.domain.people import Person
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import (
    Claimed,
    Comparison,
    Finding,
    Recorded,
    Suggestion,
    compare,
    suggest,
)
from polima_desktop.domain.transition import Policy, Verdict, Workplace
from polima_desktop.domain.units import unit_key
from polima_desktop.services import scope
from polima_desktop.services.collector import collector_paused
from polima_desktop.services.review import offdays
from polima_desktop.services.review.offdays import DaysOff
from polima_desktop.services.scope import below
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.attendance.records import PersonDay
from polima_desktop.storage.review import claims
from polima_desktop.storage.review import decisions as stored_decisions
from polima_desktop.storage.review import queue as stored_queue
from polima_desktop.storage.review.decisions import Decided
from polima_desktop.storage.review.queue import ClaimRow
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session


@dataclass(frozen=True)
class Claim:
    """One claim as the desk shows it: who, where, both records, what the policy says."""

    row: ClaimRow
    nip: str
    name: str
    golongan: str | None
    job_class: int | None
    unit: UnitRow
    policy: Verdict
    comparison: Comparison
    suggestion: Suggestion
    off: str = ""
    moved: str = ""

    @property
    def id(self) -> int:
        """The claim's number, as ``polima claims decide`` takes it."""
        return self.row.id

    @property
    def day(self) -> date:
        """The day claimed."""
        return self.row.day

    @property
    def finding(self) -> Finding:
        """What the comparison came to."""
        return self.comparison.finding

    @property
    def doubts(self) -> tuple[str, ...]:
        """What asks for a second look, in sentences; none of it decides anything by itself."""
        many = f"{self.row.together} klaim satu buku kerja berjam persis sama."
        together = (f"Mungkin diketik sekaligus: {many}",) if self.row.together else ()
        moved = (f"Pada hari itu bertugas di {self.moved}.",) if self.moved else ()
        return (*self.row.doubts, *moved, *together)

    @property
    def decided(self) -> Decided | None:
        """The decision in force, also a mere request for evidence."""
        return self.row.decided

    @property
    def open(self) -> bool:
        """Nobody settled it yet."""
        return self.decided is None or not self.decided.outcome.settles

    @cached_property
    def key(self) -> str:
        """What a search looks through."""
        return search_key(self.name, self.nip, self.unit)


class Wanted(NamedTuple):
    """Which claims of a month: all fields narrow; ``findings`` empty = any.

    ``unit`` is a code or a name and includes the units below it.
    """

    unit: str | None = None
    findings: frozenset[Finding] = frozenset()
    text: str = ""
    open_only: bool = False


def queue(session: Session, month: Month, wanted: Wanted | None = None) -> list[Claim]:
    """Give the claims of a month this user may see, by person and day."""
    wanted = wanted or Wanted()
    with collector_paused(), session.reading(Permission.READ_RECORDS) as connection:
        own = units_of(connection, session.actor, month, wanted.unit)
        rows = stored_queue.claims_between(connection, month.first, month.last, own)
        found = complete(connection, rows)
    if wanted == Wanted(wanted.unit):
        return found
    return [claim for claim in found if matches(claim, wanted)]


def one(session: Session, claim_id: int) -> Claim:
    """Give one claim; an unknown number, or one a later workbook replaced, is refused."""
    found = some(session, [claim_id])
    if not found:
        raise unknown(claim_id)
    return found[0]


def some(session: Session, claim_ids: Sequence[int]) -> list[Claim]:
    """Give claims by their numbers; those that are gone are left out."""
    with session.reading(Permission.READ_RECORDS) as connection:
        rows = stored_queue.by_ids(connection, claim_ids)
        for day, mine in groupby(sorted(rows, key=lambda row: row.day), key=lambda row: row.day):
            found = {row.unit_id for row in mine}
            scope.refuse_other_units(connection, session.actor, found, day)
        return complete(connection, rows)


def activities(session: Session, claim_id: int) -> list[tuple[str, str, int, int]]:
    """Give a claim's activities: code, description, volume in ten-thousandths, minutes."""
    one(session, claim_id)
    with session.reading(Permission.READ_RECORDS) as connection:
        rows = claims.claimed_activities(connection, claim_id)
        return [(row.code, row.description or "", row.volume, row.minutes) for row in rows]


def waiting(session: Session, month: Month) -> int:
    """Count the claims of this user's office that nobody settled yet."""
    with session.reading(Permission.READ) as connection:
        own = units_of(connection, session.actor, month)
        return stored_decisions.undecided(connection, month.first, month.last, own)


def matches(claim: Claim, wanted: Wanted) -> bool:
    """Tell whether a claim passes the filter, its unit aside."""
    if wanted.findings and claim.finding not in wanted.findings:
        return False
    if wanted.open_only and not claim.open:
        return False
    queries = search_queries(wanted.text)
    return not queries or any(query in claim.key for query in queries)


# ── which units ─────────────────────────────────────────────────────────────────────────────


def units_of(
    connection: Connection, actor: Actor, month: Month, unit: str | None = None
) -> set[int] | None:
    """Give the units to look at: the user's office and the unit asked for; None = all."""
    if actor.unit_id is None and not unit:
        return None
    known = units.as_of(connection, month.last)
    own = None if actor.unit_id is None else below(known, actor.unit_id)
    if not unit:
        return own
    asked = below(known, unit_named(connection, month, unit))
    return asked if own is None else own & asked


def unit_named(connection: Connection, month: Month, text: str) -> int:
    """Give the unit a code, name, short name or alias means; unclear ones are refused."""
    ids = units.lookup(connection, month.last).get(unit_key(text), set())
    if len(ids) == 1:
        return next(iter(ids))
    if ids:
        raise Refused(f"Nama unit ‘{text}’ dimiliki beberapa unit.", "Tulis kode unitnya.")
    raise Refused(f"Unit ‘{text}’ tidak dikenal.", "Tulis kode atau nama lengkap unit.")


# ── completing rows ─────────────────────────────────────────────────────────────────────────


def unknown(claim_id: int) -> Refused:
    """Give the refusal for a number no current claim has."""
    return Refused(
        f"Klaim {claim_id} tidak ada, atau sudah diganti buku kerja yang lebih baru.",
        "Lihat nomor klaim dengan: polima claims list BULAN.",
    )


def complete(connection: Connection, rows: Sequence[ClaimRow]) -> list[Claim]:
    """Join people, units, policy and comparison to claims, in the order given."""
    found: dict[int, Claim] = {}
    in_time = sorted(rows, key=lambda row: row.day)
    for month, group in groupby(in_time, key=lambda row: Month.of(row.day)):
        mine = list(group)
        judge = judge_of(connection, month, [(row.person_id, row.day) for row in mine])
        found |= {row.id: judge.claim(row) for row in mine}
    return [found[row.id] for row in rows]


def judge_of(connection: Connection, month: Month, days: Sequence[PersonDay]) -> Judge:
    """Read what the claims of some people's days of a month are judged with."""
    policy, known = stored_policy.load(connection), _units(connection, month)
    people = {person for person, _day in days}
    return Judge(
        _people(connection, month, days),
        policy,
        calendar.load_tolerance(connection),
        Places.of_month(connection, month, people, known),
        offdays.of_days(connection, known, days),
        _first_handed_in(connection, policy, month),
    )


def _people(connection: Connection, month: Month, days: Sequence[PersonDay]) -> dict[int, Person]:
    """Give everybody as of the month's end, or of their own day if they had left by then."""
    ids = {person for person, _day in days}
    who = {each.id: each.person for each in people.as_of(connection, month.last, ids=ids)}
    left = ids - who.keys()
    for person, day in days if left else ():
        if person not in who:
            for each in people.as_of(connection, day, ids=[person]):
                who[each.id] = each.person
    return who


def _units(connection: Connection, month: Month) -> Mapping[int, UnitRow]:
    both = (*units.as_of(connection, month.first), *units.as_of(connection, month.last))
    return {unit.id: unit for unit in both}


def _first_handed_in(
    connection: Connection, policy: Policy, month: Month
) -> Mapping[PersonDay, date]:
    """Give when each day was handed in first; nothing where no rule has a deadline."""
    if not policy.has_deadlines:
        return {}
    return stored_queue.first_handed_in(connection, month.first, month.last)


@dataclass(frozen=True)
class Places:
    """Where everybody works on each day of a month, as it is known now."""

    units: Mapping[int, UnitRow]
    posts: Mapping[int, Sequence[stored_queue.Post]]

    @classmethod
    def of_month(
        cls,
        connection: Connection,
        month: Month,
        people: Collection[int] | None = None,
        units: Mapping[int, UnitRow] | None = None,
    ) -> Places:
        """Read the posts of a month, of everybody or of some people."""
        found: dict[int, list[stored_queue.Post]] = {}
        for post in stored_queue.posts(connection, month.first, month.last, people):
            found.setdefault(post.person_id, []).append(post)
        return cls(units if units is not None else _units(connection, month), found)

    def stays(self, person_id: int, first: date, last: date) -> bool:
        """Tell whether somebody's post is the same on all days of a span."""
        posts = self.posts.get(person_id, ())
        through = all(
            post.valid_from <= first and (post.valid_to is None or last < post.valid_to)
            for post in posts
        )
        return through and len(posts) < 2

    def of(self, person_id: int, day: date, unit_id: int) -> Workplace:
        """Give the workplace of a day; ``unit_id``: of the claim, where no post is known."""
        unit, family = self.units[unit_id], ""
        for post in self.posts.get(person_id, ()):
            if post.valid_from <= day and (post.valid_to is None or day < post.valid_to):
                unit, family = self.units.get(post.unit_id, unit), post.family or ""
        return Workplace(unit.name, unit.kind, unit.place, family)


@dataclass(frozen=True)
class Judge:
    """What claims of a month are judged with."""

    who: Mapping[int, Person]
    policy: Policy
    tolerance: int
    places: Places
    off: DaysOff
    handed_in: Mapping[PersonDay, date]
    verdicts: dict[tuple[Workplace, date, date | None], Verdict] = field(default_factory=dict)
    """Each answer of the policy is worked out once: a month asks it tens of thousands of times."""

    def verdict(self, place: Workplace, day: date, handed_in: date | None) -> Verdict:
        """Say what the policy says of a day's work at a place."""
        key = place, day, handed_in
        if key not in self.verdicts:
            self.verdicts[key] = self.policy.verdict(*key)
        return self.verdicts[key]

    def name(self, person_id: int) -> str:
        """Give a person's name with its degrees."""
        who = self.who[person_id].identity
        return full_name(who.name, who.front_title, who.back_title)

    def claim(self, row: ClaimRow) -> Claim:
        """Judge one claim."""
        unit = self.places.units[row.unit_id]
        off = self.off.why(row.person_id, row.unit_id, row.day)
        place = self.places.of(row.person_id, row.day, row.unit_id)
        verdict = self.verdict(place, row.day, self.handed_in.get((row.person_id, row.day)))
        said = Claimed(row.clocking, row.activities, row.evidence)
        kept = Recorded(row.recorded, row.recorded_activities, row.known, off)
        comparison = compare(said, kept, verdict, self.tolerance)
        who, job = self.who[row.person_id]
        return Claim(
            row=row,
            nip=who.nip,
            name=self.name(row.person_id),
            golongan=job.golongan,
            job_class=job.job_class,
            unit=unit,
            policy=verdict,
            comparison=comparison,
            suggestion=suggest(said, kept, verdict, comparison),
            off=off,
            moved="" if place.name == unit.name else place.name,
        )


def search_key(name: str, nip: str, unit: UnitRow) -> str:
    """Give what a search looks through: name in any spelling, NIP, unit."""
    names = unit.name, unit.short_name or ""
    places = " ".join(re.sub(r"\W", "", text.lower()) for text in names)
    return f"{search_text(name)} {nip} {places}"
