"""Deciding on manual claims: one or many, with its reason, and taking a decision back.

Each act is one transaction and one audit entry. A decision on a claim of a frozen month is
kept like any other but no longer changes that month: it becomes arrears, and is said to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import Conflict, NotAllowed, PolimaError, Refused
from polima_desktop.domain.names import name_key
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, check_decision
from polima_desktop.formatting import day as written
from polima_desktop.formatting import moment, number
from polima_desktop.services.review import claims
from polima_desktop.services.review.claims import Claim, Wanted
from polima_desktop.storage.office import accounts, acts, since
from polima_desktop.storage.review import decisions as stored_decisions
from polima_desktop.storage.review import objections
from polima_desktop.storage.review import queue as stored_queue

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from polima_desktop.services.session import Session
    from polima_desktop.storage.unit_of_work import Work

SAMPLES = 10
_NONE: Mapping[int, str] = {}
_Item = TypeVar("_Item")


class Seen(NamedTuple):
    """Which decision a user had before their eyes when deciding; None: there was none."""

    decision_id: int | None


class Preview(NamedTuple):
    """What a bulk decision would touch: the claims, ten of them spread over all, and the rest.

    ``left`` counts claims the filter found but this decision may not settle.
    """

    ids: tuple[int, ...]
    samples: tuple[Claim, ...]
    left: int


class Done(NamedTuple):
    """What was written: for how many claims, under which mark of a bulk act, how many late.

    Late are those whose month was frozen already: they become arrears. ``skipped`` says of each
    claim that was left out why: somebody decided it meanwhile, or it changed.
    """

    claims: int
    bulk: str | None
    late: int
    skipped: tuple[str, ...] = ()


def decide(
    session: Session,
    claim_id: int,
    decision: Decision,
    reason: str = "",
    seen: Seen | None = None,
) -> Done:
    """Decide one claim.

    Args:
        session: who decides; must be a verifier of the claim's office.
        claim_id: the claim.
        decision: what counts from now on, or that evidence is asked for.
        reason: required against the electronic record, without evidence, and for a rejection.
        seen: another decision than this one meanwhile is a ``Conflict``; None: not checked.
    """
    with session.reading(Permission.DECIDE_CLAIMS) as connection:
        looked = _look(connection, session.actor, claim_id)
    with session.changing("claims.decide", Permission.DECIDE_CLAIMS) as work:
        if not _stands(work.connection, looked):
            looked = _look(work.connection, session.actor, claim_id)
        found, against = looked.found, looked.against
        if seen is not None and found.decided and found.decided.id != seen.decision_id:
            raise _conflict(work.connection, found)
        refuse_own(session.actor, found)
        refuse_contested(session.actor, found, against)
        check_decision(found.finding, found.policy, decision, reason)
        stored_decisions.decide(work, [claim_id], decision, reason)
        _answer(work, [claim_id], decision, reason)
        late = _late(work, [found])
        work.name(f"putusan {decision.label.lower()}: {found.name} {written(found.day)}")
        work.note(
            f"klaim {claim_id}",
            nip=found.nip,
            day=found.day,
            finding=found.finding.value,
            replaced=found.decided.outcome.value if found.decided else None,
            **_detail(decision, reason, late),
        )
    return Done(1, None, late)


class _Looked(NamedTuple):
    """A claim as it was judged before one's turn to write, and by what is known that it stands."""

    entry: int
    found: Claim
    against: Mapping[int, str]
    mark: stored_decisions.Mark


def _look(connection: Connection, actor: Actor, claim_id: int) -> _Looked:
    (found,) = readable(connection, actor, [claim_id])
    return _Looked(
        since.entry(connection),
        found,
        objections.contested_among(connection, [claim_id]),
        stored_decisions.mark(connection, claim_id, found.row.person_id),
    )


def _stands(connection: Connection, looked: _Looked) -> bool:
    """Tell whether nobody wrote anything since that the judgement of a claim rests on."""
    parts = since.parts(connection, looked.entry)
    if since.only(parts):
        return True
    if not since.only(parts, since.DECIDED, since.PEOPLE):
        return False
    found = looked.found
    return looked.mark == stored_decisions.mark(connection, found.id, found.row.person_id)


def preview(
    session: Session, month: Month, wanted: Wanted, decision: Decision, reason: str = ""
) -> Preview:
    """Say what ``decide_many`` would do with the open claims a filter finds."""
    found = [claim for claim in claims.queue(session, month, wanted) if claim.open]
    able = [claim for claim in found if allows(session.actor, claim, decision, reason)]
    return Preview(tuple(claim.id for claim in able), spread(able), len(found) - len(able))


def decide_many(
    session: Session, claim_ids: Sequence[int], decision: Decision, reason: str, rule: str
) -> Done:
    """Decide many open claims at once; ``rule`` says in words how they were chosen.

    Everything is looked at again inside the change. A claim that somebody decided meanwhile, or
    that a later workbook changed so that the decision does not fit any more, is left out and
    named; the others are decided. With none left, nothing is written.
    """
    if not claim_ids:
        raise Refused("Tidak ada klaim yang cocok.", "Longgarkan saringan, lalu coba lagi.")
    with session.changing("claims.decide_many", Permission.DECIDE_CLAIMS) as work:
        able, skipped = _still_able(work, session.actor, claim_ids, decision, reason)
        if not able:
            raise Refused(f"Tidak ada yang diputuskan. {skipped[0]}", "Muat ulang daftar klaim.")
        mark = f"{work.now:%Y%m%dT%H%M%S.%f}"
        ids = sorted(each.id for each in able)
        stored_decisions.decide(work, ids, decision, reason, mark)
        _answer(work, ids, decision, reason)
        late = _late(work, able)
        detail = _detail(decision, reason, late) | {"skipped": len(skipped)}
        work.name(f"putusan {decision.label.lower()} untuk {number(len(ids))} klaim")
        work.note(f"{len(ids)} klaim", bulk=mark, rule=rule, claims=ids, **detail)
    return Done(len(ids), mark, late, tuple(skipped))


def _still_able(
    work: Work, actor: Actor, claim_ids: Sequence[int], decision: Decision, reason: str
) -> tuple[list[Claim], list[str]]:
    """Part the claims that may still be decided from those that may not, with why."""
    found = claims.complete(work.connection, stored_queue.by_ids(work.connection, claim_ids))
    _require_office(work.connection, actor, found)
    gone = set(claim_ids) - {each.id for each in found}
    skipped = [f"Klaim {claim_id} sudah diganti buku kerja lain." for claim_id in sorted(gone)]
    able = []
    against = objections.contested_among(work.connection, claim_ids)
    for each in found:
        if not each.open:
            skipped.append(_conflict(work.connection, each).message)
            continue
        try:
            refuse_own(actor, each)
            refuse_contested(actor, each, against)
            check_decision(each.finding, each.policy, decision, reason)
        except Refused as refused:
            skipped.append(f"{each.name} {written(each.day)}: {refused.message}")
        else:
            able.append(each)
    return able, skipped


def _answer(work: Work, ids: Sequence[int], decision: Decision, reason: str) -> None:
    """Let a decision that settles also answer what was objected to the one before."""
    if decision.settles:
        words = f"{decision.label}. {reason.strip()}".strip()
        objections.answer(work, ids, words)


def undo(session: Session, claim_id: int) -> Done:
    """Take back the decision in force on a claim; the one before it, if any, holds again."""
    with session.changing("claims.undo", Permission.DECIDE_CLAIMS) as work:
        (found,) = readable(work.connection, session.actor, [claim_id])
        if found.decided is None:
            raise Refused(f"Klaim {claim_id} belum diputuskan.", "Tidak ada yang diurungkan.")
        stored_decisions.undo(work, [claim_id])
        _mark_undone(work, [found])
        late = _late(work, [found])
        undone = found.decided.outcome.value
        work.note(f"klaim {claim_id}", nip=found.nip, undone=undone, after_freezing=late)
    return Done(1, None, late)


def undo_many(session: Session, bulk: str) -> Done:
    """Take back what is still in force of one bulk decision."""
    with session.changing("claims.undo_many", Permission.DECIDE_CLAIMS) as work:
        ids = stored_decisions.claims_of_bulk(work.connection, bulk)
        if not ids:
            raise Refused("Putusan massal itu sudah diurungkan.", "Muat ulang daftar klaim.")
        found = readable(work.connection, session.actor, ids)
        stored_decisions.undo(work, ids)
        _mark_undone(work, found)
        late = _late(work, found)
        work.note(f"{len(ids)} klaim", bulk=bulk, claims=ids, after_freezing=late)
    return Done(len(ids), bulk, late)


def undo_act(session: Session, at: datetime) -> Done:
    """Take back what is still in force of the decisions one act made."""
    with session.changing("claims.undo_many", Permission.DECIDE_CLAIMS) as work:
        ids = stored_decisions.decided_at(work.connection, at)
        if not ids:
            raise Refused("Putusan itu sudah diurungkan.", "Muat ulang daftar klaim.")
        found = readable(work.connection, session.actor, ids)
        stored_decisions.undo(work, ids)
        _mark_undone(work, found)
        late = _late(work, found)
        work.note(f"{len(ids)} klaim", claims=ids, after_freezing=late)
    return Done(len(ids), None, late)


def _mark_undone(work: Work, found: Iterable[Claim]) -> None:
    """Note which acts have none of their decisions in force any more."""
    for at in {each.decided.at for each in found if each.decided}:
        if not stored_decisions.decided_at(work.connection, at):
            acts.mark_undone(work.connection, at, work.now, work.user)


# ── checks inside the change ────────────────────────────────────────────────────────────────


def readable(connection: Connection, actor: Actor, claim_ids: Sequence[int]) -> list[Claim]:
    """Read the claims inside the change; each must exist and belong to the user's office."""
    found = claims.complete(connection, stored_queue.by_ids(connection, claim_ids))
    known = {each.id for each in found}
    for claim_id in claim_ids:
        if claim_id not in known:
            raise claims.unknown(claim_id)
    _require_office(connection, actor, found)
    return found


def _require_office(connection: Connection, actor: Actor, found: Iterable[Claim]) -> None:
    scopes: dict[Month, set[int] | None] = {}
    for each in found:
        month = Month.of(each.day)
        if month not in scopes:
            scopes[month] = claims.units_of(connection, actor, month)
        scope = scopes[month]
        if scope is not None and each.unit.id not in scope:
            raise NotAllowed(
                f"Hanya verifikator {each.unit.name} yang boleh memutuskan klaim ini.",
                "Masuk sebagai verifikator unit itu.",
            )


def _conflict(connection: Connection, found: Claim) -> Conflict:
    """Say who decided what meanwhile."""
    assert found.decided is not None
    who, label = found.decided.by, found.decided.outcome.label.lower()
    names = {account.name: account.display_name for account in accounts.listed(connection)}
    return Conflict(
        f"{names.get(who, who)} sudah memutuskan klaim {found.name} {written(found.day)} "
        f"pada {moment(found.decided.at)}: {label}.",
        "Muat ulang daftar, lalu ubah putusan itu bila perlu.",
    )


def _late(work: Work, found: Iterable[Claim]) -> int:
    days = [Month.of(each.day) for each in found]
    frozen = {month for month in set(days) if stored_decisions.is_frozen(work.connection, month)}
    return sum(month in frozen for month in days)


def spread(able: Sequence[_Item]) -> tuple[_Item, ...]:
    """Pick samples at equal distances, so that none of the queue's ends is left out of sight."""
    if len(able) <= SAMPLES:
        return tuple(able)
    return tuple(able[n * len(able) // SAMPLES] for n in range(SAMPLES))


def allows(actor: Actor, found: Claim, decision: Decision, reason: str) -> bool:
    """Tell whether this user may take this decision on a claim."""
    try:
        refuse_own(actor, found)
        check_decision(found.finding, found.policy, decision, reason)
    except Refused:
        return False
    return True


def why_not(actor: Actor, found: Claim, contested: Mapping[int, str] = _NONE) -> str:
    """Say who may decide a claim if this user may not; empty if they may.

    ``contested``: as ``objections.contested`` gives it.
    """
    try:
        actor.require(Permission.DECIDE_CLAIMS)
        refuse_own(actor, found)
        refuse_contested(actor, found, contested)
    except PolimaError as refused:
        return f"{refused.message} {refused.advice}"
    return ""


class Own(Enum):
    """Whether a claim is a user's own, and by what."""

    NOT = "not"
    TYPED = "typed"
    NAME = "name"


def own_of(actor: Actor, name: str, typed_by: str | None = None, account: str | None = None) -> Own:
    """Tell whether this user typed a claim, or makes it for themselves.

    The typist is known by account where the workbook names one, and by name in any spelling.
    """
    mine = name_key(actor.display_name)
    if account == actor.name or (typed_by and name_key(typed_by) == mine):
        return Own.TYPED
    return Own.NAME if name_key(name) == mine else Own.NOT


def refuse_contested(actor: Actor, found: Claim, contested: Mapping[int, str]) -> None:
    """Refuse who made the decision somebody objects to: another verifier answers."""
    if contested.get(found.id) == actor.name:
        raise NotAllowed(
            f"Keberatan atas klaim {found.name} {written(found.day)} menyangkut putusan pengguna "
            "ini sendiri.",
            "Yang memutus keberatan harus verifikator lain.",
        )


def refuse_own(actor: Actor, found: Claim) -> None:
    """Refuse a decision on what this user typed, or claims for themselves."""
    own = own_of(actor, found.name, found.row.typed_by, found.row.typed_account)
    if own is Own.TYPED:
        raise NotAllowed(
            f"Klaim {found.name} {written(found.day)} diketik oleh pengguna ini sendiri.",
            "Yang memutuskan harus verifikator lain di kantor ini.",
        )
    if own is Own.NAME:
        raise NotAllowed(
            f"Klaim {written(found.day)} ini atas nama pengguna ini sendiri.",
            "Yang memutuskan harus verifikator lain di kantor ini.",
        )


def _detail(decision: Decision, reason: str, late: int) -> dict[str, object]:
    """Give what every audit entry of a decision says."""
    return {"decision": decision.value, "reason": reason.strip(), "after_freezing": late}
