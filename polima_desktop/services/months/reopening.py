"""One person's slip of a locked month computed again: proposed by one, approved by another.

Nothing is written where nothing changes. Every other slip stays as it is; both revisions are
kept. What was already paid is not touched: the difference becomes an item of arrears.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.entitlement import Exclusion
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import UNKNOWN, money
from polima_desktop.services import scope
from polima_desktop.services.months import arrears, reading, slip_writing, steps
from polima_desktop.services.months.seen import clock_words
from polima_desktop.services.months.slip_writing import Made, Rules
from polima_desktop.services.session import Session
from polima_desktop.storage.months import arrears as arrears_store
from polima_desktop.storage.months import months, reopenings, slips
from polima_desktop.storage.months.frozen import pack
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.months.reopenings import Proposal
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True)
class Preview:
    """What reopening would do. ``after`` None: ``outcome`` says why there is no amount."""

    month: Month
    nip: str
    person_id: int
    old: Slip | None
    before: int | None
    after: int | None
    outcome: str | None
    inputs_hash: str
    changed: bool


@dataclass(frozen=True)
class Reopened:
    """A reopened slip: the amounts before and after, and what is to be settled as arrears."""

    month: Month
    nip: str
    revision: int
    before: int | None
    after: int | None
    outcome: str | None
    arrears: int | None


@dataclass(frozen=True)
class _Computed:
    """One person's month as it is known now, computed by the month's rules."""

    row: MonthRow
    frozen: FrozenMonth
    rules: Rules
    made: Made
    preview: Preview


# ── looking ─────────────────────────────────────────────────────────────────────────────────


def preview(session: Session, month: Month, nip: str, progress: Progress) -> Preview:
    """Show what reopening would do, before anybody proposes it."""
    with session.reading(Permission.READ_SLIPS) as connection:
        row = steps.existing(connection, month)
        steps.check("reopen", row)
        found = _computed(connection, row, month, nip, progress).preview
        who = [found.person_id]
        scope.refuse_other_people(connection, session.actor, who, month.last)
        return found


def read_waiting(connection: Connection, row: MonthRow) -> list[tuple[str, Proposal]]:
    """Give the proposals that wait for a second person, each with its NIP."""
    found = reopenings.waiting(connection, row.id)
    known = arrears_store.names(connection, {one.person_id for one in found})
    return [(known[one.person_id][0], one) for one in found]


def _computed(
    connection: Connection, row: MonthRow, month: Month, nip: str, progress: Progress
) -> _Computed:
    assert row.rule_version_id is not None, "a locked month was calculated"
    person = reopenings.person_of(connection, nip)
    if person is None:
        raise Refused(f"Tidak ada slip {month_name(month)} dengan NIP {nip}.", "Periksa NIP-nya.")
    old = next((s for s in slips.of_person(connection, month, person) if s.standing), None)
    rules = slip_writing.rules_by_id(connection, row.rule_version_id)
    frozen = reading.read_month(connection, month, progress, [person])
    made = slip_writing.compute_slips(frozen, rules)
    return _Computed(row, frozen, rules, made, _preview(month, nip, person, old, made))


def _preview(month: Month, nip: str, person: int, old: Slip | None, made: Made) -> Preview:
    outcome, after, digest = _outcome(made), None, ""
    if made.computation.frozen.people:
        digest = made.fingerprints[0]
        after = int(made.computation.net[0]) if outcome is None else None
    entitled = bool(made.computation.frozen.entitled.any())
    same = old is not None and entitled and old.inputs_hash == digest
    nothing = old is None and not entitled
    return Preview(
        month=month,
        nip=nip,
        person_id=person,
        old=old,
        before=old.net if old else None,
        after=after,
        outcome=outcome,
        inputs_hash=digest,
        changed=not same and not nothing,
    )


def _outcome(made: Made) -> str | None:
    """Say why there is no amount: not entitled, or held; None if there is one."""
    frozen = made.computation.frozen
    if not frozen.people:
        return Exclusion.GONE.label
    reason = frozen.reasons[0]
    if reason is not None:
        return Exclusion(reason).label
    held = made.computation.held.get(0)
    return None if held is None else f"tertahan: {held}"


# ── proposing and approving ─────────────────────────────────────────────────────────────────


def propose(session: Session, month: Month, nip: str, reason: str, progress: Progress) -> Preview:
    """Propose to compute one person's locked slip again; refused where nothing would change."""
    steps.check_reason(reason)
    with session.changing("month.propose_reopening", Permission.LOCK_MONTH) as work:
        row = steps.held(work, month)
        steps.check("reopen", row)
        found = _computed(work.connection, row, month, nip, progress).preview
        _check_changes(found)
        older = reopenings.waiting_for(work.connection, row.id, found.person_id)
        if older is not None:
            reopenings.close(work, older.id, "overtaken")
        reopenings.add(
            work,
            month_id=row.id,
            person_id=found.person_id,
            slip_id=found.old.id if found.old else None,
            why=reason.strip(),
            before=found.before,
            after=found.after,
            outcome=found.outcome,
            inputs_hash=found.inputs_hash,
        )
        _note(work, found, reason)
    return found


def _check_changes(found: Preview) -> None:
    if found.changed:
        return
    if found.old is None:
        raise Refused(
            f"NIP {found.nip} tidak punya slip {month_name(found.month)}, dan menurut data "
            f"sekarang tetap tidak: {(found.outcome or '').lower()}.",
            "Betulkan data pegawainya dulu.",
        )
    raise Refused(
        f"Slip NIP {found.nip} tidak berubah bila dihitung ulang: bersih {money(found.before)}.",
        "Betulkan dulu data yang keliru; slip yang sama tidak mendapat revisi baru.",
    )


def _note(work: Work, found: Preview, reason: str) -> None:
    work.note(
        str(found.month),
        nip=found.nip,
        reason=reason.strip(),
        before=str(found.before),
        after=found.outcome or str(found.after),
    )


def approve(session: Session, month: Month, nip: str, progress: Progress) -> Reopened:
    """Carry out a proposal of somebody else: the new revision, and the difference as arrears.

    What is written is what the proposal showed; if the facts moved since, it is refused.
    """
    with session.changing("month.reopen", Permission.APPROVE_MONTH) as work:
        row = steps.held(work, month)
        steps.check("reopen", row)
        proposal = _proposal(work.connection, row, month, nip)
        if work.user == proposal.proposed_by:
            raise Refused(
                f"Pembukaan ulang ini diusulkan oleh {work.user} sendiri.",
                "Yang menyetujui harus orang lain.",
            )
        found = _computed(work.connection, row, month, nip, progress)
        _check_unmoved(proposal, found.preview)
        owed = arrears_store.something_settled(work.connection, row.id, proposal.person_id)
        revision = _replace(work, found, proposal)
        reopenings.close(work, proposal.id, "done")
        difference = _settle(work, found) if owed else None
        _note(work, found.preview, proposal.why)
        work.note(str(month), revision=revision, proposed_by=proposal.proposed_by)
    seen = found.preview
    return Reopened(month, nip, revision, seen.before, seen.after, seen.outcome, difference)


def refuse(session: Session, month: Month, nip: str, reason: str) -> None:
    """Turn a proposal down, with a reason."""
    steps.check_reason(reason)
    with session.changing("month.refuse_reopening", Permission.APPROVE_MONTH) as work:
        row = steps.held(work, month)
        proposal = _proposal(work.connection, row, month, nip)
        reopenings.close(work, proposal.id, "refused", reason.strip())
        work.note(str(month), nip=nip, reason=reason.strip())


def _proposal(connection: Connection, row: MonthRow, month: Month, nip: str) -> Proposal:
    person = reopenings.person_of(connection, nip)
    found = None if person is None else reopenings.waiting_for(connection, row.id, person)
    if found is None:
        raise Refused(
            f"Tidak ada usulan membuka ulang slip {month_name(month)} dengan NIP {nip}.",
            f"Usulkan dulu: polima month reopen {month} --nip {nip} --reason ALASAN.",
        )
    return found


def _check_unmoved(proposal: Proposal, now: Preview) -> None:
    if proposal.inputs_hash == now.inputs_hash and proposal.outcome == now.outcome:
        return
    then = proposal.outcome or money(proposal.after)
    raise Conflict(
        f"Usulan {proposal.proposed_by} {clock_words(proposal.proposed_at)} menunjukkan {then}; "
        f"menurut data sekarang {now.outcome or money(now.after)}.",
        "Usulkan lagi dengan angka yang baru.",
    )


def _replace(work: Work, found: _Computed, proposal: Proposal) -> int:
    """Write the new revision, or withdraw the slip; give the revision that now counts."""
    row, frozen, old = found.row, found.frozen, found.preview.old
    kept = months.add_frozen(work, row.id, frozen, pack(frozen), "reopening")
    if not frozen.people:
        months.add_states(work, kept.id, [(proposal.person_id, Exclusion.GONE.value)])
    if old is not None:
        slips.mark_replaced(work, [old.id], f"Dibuka ulang: {proposal.why}")
    rows = np.flatnonzero(frozen.entitled).tolist()
    last = slips.last_revisions(work.connection, row.id).get(proposal.person_id, 0)
    slip_writing.add_slips(work, row.id, kept.id, found.rules, found.made, rows, last)
    return last + len(rows)


def _settle(work: Work, found: _Computed) -> int | None:
    """Write the difference to what was settled as an item; give it, None if there is none."""
    person = found.preview.person_id
    arrears.record(work, found.row, found.frozen, found.rules, person)
    waiting = arrears_store.items(work.connection, [found.row.id], ("pending",))
    return next((item.difference for item in waiting if item.person_id == person), None)


def outcome_words(after: int | None, outcome: str | None) -> str:
    """Write what a slip came to: its net, or why there is none."""
    return outcome or (UNKNOWN if after is None else money(after))
