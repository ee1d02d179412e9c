"""The manual back-up queue: claims beside the electronic record, with finding and suggestion.

Only reading; deciding is ``decisions``'. What a claim is worth in rupiah is ``stakes``'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from polima_desktop.services.scope import below
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.review import claims
from polima_desktop.storage.review.claims import ClaimRow, Decided
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
    def decided(self) -> Decided | None:
        """The decision in force, also a mere request for evidence."""
        return self.row.decided

    @property
    def open(self) -> bool:
        """Nobody settled it yet."""
        return self.decided is None or not self.decided.outcome.settles

    @cached_property
    def key(self) -> str:
        """What a search looks through: name in any spelling, NIP, unit."""
        places = " ".join(re.sub(r"\W", "", text.lower()) for text in _names(self.unit))
        return f"{search_text(self.name)} {self.nip} {places}"


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
    with session.reading(Permission.READ_RECORDS) as connection:
        own = units_of(connection, session.actor, month, wanted.unit)
        rows = claims.claims_between(connection, month.first, month.last, own)
        found = complete(connection, rows)
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
        rows = claims.by_ids(connection, claim_ids)
        for row in rows:
            scope.refuse_other_units(connection, session.actor, {row.unit_id}, row.day)
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
        return claims.undecided(connection, month.first, month.last, own)


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
    policy, tolerance = calendar.load_policy(connection), calendar.load_tolerance(connection)
    found: dict[int, Claim] = {}
    in_time = sorted(rows, key=lambda row: row.day)
    for month, group in groupby(in_time, key=lambda row: Month.of(row.day)):
        mine = list(group)
        who, known = _people(connection, month, mine), _units(connection, month)
        for row in mine:
            person, unit = who[row.person_id], known[row.unit_id]
            found[row.id] = _claim(row, person, unit, policy, tolerance)
    return [found[row.id] for row in rows]


def _people(connection: Connection, month: Month, rows: Sequence[ClaimRow]) -> dict[int, Person]:
    """Give everybody as of the month's end, or of their own day if they had left by then."""
    ids = {row.person_id for row in rows}
    who = {each.id: each.person for each in people.as_of(connection, month.last, ids=ids)}
    for row in rows:
        if row.person_id not in who:
            for each in people.as_of(connection, row.day, ids=[row.person_id]):
                who[each.id] = each.person
    return who


def _units(connection: Connection, month: Month) -> Mapping[int, UnitRow]:
    both = (*units.as_of(connection, month.first), *units.as_of(connection, month.last))
    return {unit.id: unit for unit in both}


def _claim(row: ClaimRow, person: Person, unit: UnitRow, policy: Policy, tolerance: int) -> Claim:
    verdict = policy.verdict(Workplace(unit.name, unit.kind, unit.place), row.day)
    said = Claimed(row.clocking, row.activities, row.evidence)
    kept = Recorded(row.recorded, row.recorded_activities)
    comparison = compare(said, kept, verdict, tolerance)
    who, job = person
    return Claim(
        row=row,
        nip=who.nip,
        name=full_name(who.name, who.front_title, who.back_title),
        golongan=job.golongan,
        job_class=job.job_class,
        unit=unit,
        policy=verdict,
        comparison=comparison,
        suggestion=suggest(said, kept, verdict, comparison),
    )


def _names(unit: UnitRow) -> tuple[str, str]:
    return unit.name, unit.short_name or ""
