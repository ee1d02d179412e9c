"""Manual back-up workbooks against the claims of the store. A claim is one person's day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.imports.backup import Backup, Claim, ClaimedWork, Clerk
from polima_desktop.imports.problems import RowProblem
from polima_desktop.services.importing.plan import Decided, Settled, Verdict
from polima_desktop.services.importing.words import Outcome
from polima_desktop.storage.review import claims as stored_claims
from polima_desktop.storage.review.claims import ClaimedActivity, NewClaim
from polima_desktop.storage.rules import registry
from polima_desktop.storage.staff import numbers, people
from polima_desktop.storage.staff.units import ids_by_code
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Payload(NamedTuple):
    """Claims to write, and who typed them."""

    claims: list[Claim]
    clerk: Clerk


def decide(connection: Connection, reading: Backup, settled: Settled) -> Decided:
    """Compare each claim with the current one of its person and day."""
    decided = Decided(payload=Payload([], reading.clerk))
    ids = _ids(connection, reading.claims)
    touched = {(ids[claim.nip], claim.day) for claim in reading.claims}
    stored = stored_claims.current_claims(connection, touched)
    codes = registry.activity_ids(connection)
    units = ids_by_code(connection)
    jobs = people.assignments_on(connection, [(ids[c.nip], c.day) for c in reading.claims])
    for claim in reading.claims:
        key = (ids[claim.nip], claim.day)
        job = jobs.get(key)
        if job is None:
            decided.problems += [_without_post(place, claim) for place in claim.places]
            continue
        now = _new_claim(claim, key[0], units[job.unit], codes, reading.clerk)
        before = stored.get(key)
        outcome = _outcome(before, now)
        if outcome == "changed" and all(settled(*place) for place in claim.places):
            outcome = "unchanged"
        decided.count(outcome, len(claim.places))
        decided.verdicts += [
            Verdict(sheet, row, claim.nip, f"{claim.day:%d-%m-%Y}", outcome)
            for sheet, row in claim.places
        ]
        if outcome != "unchanged":
            decided.payload.claims.append(claim)
    return decided


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
    """Compare what is claimed; the place in the file is not part of it."""

    def bare(claim: NewClaim) -> NewClaim:
        works = tuple(sorted((w._replace(sheet=None, row=0) for w in claim.activities), key=repr))
        return claim._replace(sheet=None, row=0, activities=works)

    return bare(before) == bare(now)


def _new_claim(
    claim: Claim, person_id: int, unit_id: int, codes: dict[str, int], clerk: Clerk
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
    )


def _activity(one: ClaimedWork, codes: dict[str, int]) -> ClaimedActivity:
    return ClaimedActivity(codes.get(one.code, 0), *one[1:])


def write(work: Work, batch_id: int, payload: Payload) -> None:
    """Write the claims of one batch."""
    ids = _ids(work.connection, payload.claims)
    used = {one.code for claim in payload.claims for one in claim.activities}
    codes = registry.register(work, used)
    units = ids_by_code(work.connection)
    wanted = [(ids[claim.nip], claim.day) for claim in payload.claims]
    jobs = people.assignments_on(work.connection, wanted)
    new = [
        _new_claim(claim, key[0], units[jobs[key].unit], codes, payload.clerk)
        for claim, key in zip(payload.claims, wanted, strict=True)
    ]
    stored_claims.record_claims(work, batch_id, new)
