"""Manual back-up workbooks against the claims of the store. A claim is one person's day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.names import name_key
from polima_desktop.imports.backup import Backup, Claim, ClaimedWork, Clerk
from polima_desktop.imports.problems import RowProblem
from polima_desktop.services.importing import claim_checks, known
from polima_desktop.services.importing.claim_checks import Known
from polima_desktop.services.importing.plan import Decided, Settled, Verdict
from polima_desktop.services.importing.words import Outcome
from polima_desktop.storage.office import accounts
from polima_desktop.storage.review import claims as stored_claims
from polima_desktop.storage.review.claims import ClaimedActivity, NewClaim
from polima_desktop.storage.rules import registry
from polima_desktop.storage.staff import numbers, people, units
from polima_desktop.storage.staff.units import ids_by_code
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Added(NamedTuple):
    """What the store adds to what a workbook says: whose account typed it, what is doubted."""

    account: str | None
    doubts: str | None


class Payload(NamedTuple):
    """Claims to write, who typed them, and what was added to each, by NIP and day."""

    claims: list[Claim]
    clerk: Clerk
    added: dict[tuple[str, date], Added]


def decide(connection: Connection, reading: Backup, settled: Settled) -> Decided:
    """Compare each claim with the current one of its person and day.

    Raises:
        Refused: the names stand beside other people's NIPs throughout.
    """
    decided = Decided(payload=Payload([], reading.clerk, {}))
    ids = _ids(connection, reading.claims)
    touched = {(ids[claim.nip], claim.day) for claim in reading.claims}
    stored = stored_claims.current_claims(connection, touched)
    codes = registry.activity_ids(connection)
    jobs = people.assignments_on(connection, [(ids[c.nip], c.day) for c in reading.claims])
    places = ids_by_code(connection, {job.unit for job in jobs.values()})
    facts = _known(connection, reading, ids, places)
    claim_checks.refuse_slipped(claim_checks.named_rows(reading.claims), facts.names)
    account = _account(connection, reading.clerk)
    for claim in reading.claims:
        key = (ids[claim.nip], claim.day)
        job = jobs.get(key)
        if job is None:
            decided.problems += [_without_post(place, claim) for place in claim.places]
            continue
        if wrong := claim_checks.other_person(claim, facts):
            decided.problems += wrong
            continue
        doubts = claim_checks.doubts(claim, job, facts)
        decided.problems += doubts
        added = Added(account, "\n".join(dict.fromkeys(each.problem for each in doubts)) or None)
        now = _new_claim(claim, key[0], places[job.unit], codes, reading.clerk, added)
        _weigh(decided, claim, stored.get(key), now, settled)
        if decided.verdicts[-1].outcome != "unchanged":
            decided.payload.claims.append(claim)
            decided.payload.added[claim.nip, claim.day] = added
    return decided


def _weigh(
    decided: Decided, claim: Claim, before: NewClaim | None, now: NewClaim, settled: Settled
) -> None:
    outcome = _outcome(before, now)
    if outcome == "changed" and all(settled(*place) for place in claim.places):
        outcome = "unchanged"
    decided.count(outcome, len(claim.places))
    decided.verdicts += [
        Verdict(sheet, row, claim.nip, f"{claim.day:%d-%m-%Y}", outcome)
        for sheet, row in claim.places
    ]


def _known(
    connection: Connection, reading: Backup, ids: dict[str, int], places: Collection[str]
) -> Known:
    """Read what the names, units and activities of a workbook are checked against."""
    days = [claim.day for claim in reading.claims]
    day = max(days, default=date.max)
    named, under = reading.clerk.unit or "", None
    found = units.called(connection, named, day) if days and named else set()
    if len(found) == 1:
        under = frozenset(units.codes_below(connection, next(iter(found)), day))
    return Known(
        _names(connection, ids, days),
        units.names(connection, places, day),
        named,
        under,
        known.activity_families(connection),
    )


def _names(connection: Connection, ids: dict[str, int], days: list[date]) -> dict[str, str]:
    """Give the name of everybody the workbook means, titles left out."""
    found: dict[int, str] = {}
    for day in sorted(set(days)):
        lacking = [key for key in ids.values() if key not in found]
        if lacking:
            rows = people.as_of(connection, day, ids=lacking)
            found |= {row.id: row.person.identity.name for row in rows}
    left = {key: people.identity_on(connection, key, date.max) for key in ids.values()
            if key not in found}  # fmt: skip
    found |= {key: who.name for key, who in left.items() if who is not None}
    return {nip: found.get(key, "") for nip, key in ids.items()}


def _account(connection: Connection, clerk: Clerk) -> str | None:
    """Give the account of who typed: as the sheet names it, else the only one of that name."""
    everybody = accounts.listed(connection)
    if clerk.typed_account:
        wanted = clerk.typed_account.casefold()
        return next((each.name for each in everybody if each.name.casefold() == wanted), None)
    name = name_key(clerk.typed_by or "")
    named = [each.name for each in everybody if name and name_key(each.display_name) == name]
    return named[0] if len(named) == 1 else None


def _ids(connection: Connection, claims: list[Claim]) -> dict[str, int]:
    return numbers.owners_of(connection, {claim.nip for claim in claims})


def _without_post(place: tuple[str, int], claim: Claim) -> RowProblem:
    words = "Pegawai ini belum punya penugasan pada tanggal itu.", "Lengkapi data pegawainya."
    return RowProblem(*place, "NIP", claim.nip, "error", *words)


def _outcome(before: NewClaim | None, now: NewClaim) -> Outcome:
    if before is None:
        return "new"
    return "unchanged" if _same(before, now) else "changed"


def _same(before: NewClaim, now: NewClaim) -> bool:
    """Compare what is claimed; the place in the file and what was doubted are not part of it."""

    def bare(claim: NewClaim) -> NewClaim:
        works = tuple(sorted((w._replace(sheet=None, row=0) for w in claim.activities), key=repr))
        return claim._replace(sheet=None, row=0, activities=works, typed_account=None, doubts=None)

    return bare(before) == bare(now)


def _new_claim(
    claim: Claim, person_id: int, unit_id: int, codes: dict[str, int], clerk: Clerk, added: Added
) -> NewClaim:
    return NewClaim(
        person_id,
        claim.day,
        unit_id,
        claim.has_attendance,
        claim.check_in,
        claim.check_out,
        claim.reason,
        claim.evidence,
        clerk.typed_by,
        clerk.typed_at and clerk.typed_at[:60],
        clerk.superior,
        claim.sheet,
        claim.row,
        tuple(_activity(one, codes) for one in claim.activities),
        *added,
    )


def _activity(one: ClaimedWork, codes: dict[str, int]) -> ClaimedActivity:
    return ClaimedActivity(codes.get(one.code, 0), *one[1:])


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Write the claims of one batch."""
    ids = _ids(work.connection, payload.claims)
    used = {one.code for claim in payload.claims for one in claim.activities}
    codes = registry.register(work, used)
    wanted = [(ids[claim.nip], claim.day) for claim in payload.claims]
    jobs = people.assignments_on(work.connection, wanted)
    places = ids_by_code(work.connection, {job.unit for job in jobs.values()})
    new = [
        _new_claim(
            claim,
            key[0],
            places[jobs[key].unit],
            codes,
            payload.clerk,
            payload.added[claim.nip, claim.day],
        )
        for claim, key in zip(payload.claims, wanted, strict=True)
    ]
    stored_claims.record_claims(work, batch_id, new)
