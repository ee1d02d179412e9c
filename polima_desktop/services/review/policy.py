"""The backup policy as its keepers work on it: listed, recorded, corrected, withdrawn.

Before anything is written one may ask what it would re-judge: which claims would be accepted that
are not now, and which no more. What the rules mean is ``domain.transition``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision
from polima_desktop.domain.transition import Group, Outcome, Permit, Policy
from polima_desktop.formatting import day as written
from polima_desktop.services.review.claims import Places
from polima_desktop.storage.attendance import policy as stored
from polima_desktop.storage.attendance.policy import Stored
from polima_desktop.storage.months import months
from polima_desktop.storage.review import queue

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session
    from polima_desktop.storage.unit_of_work import Work

Rule = Group | Permit


class View(NamedTuple):
    """The rules believed now, those no more believed (latest first), and the policy they make."""

    groups: list[Stored]
    permits: list[Stored]
    gone: list[Stored]
    policy: Policy


class Change(NamedTuple):
    """A rule that is replaced by another, added (``old`` None) or withdrawn (``new`` None)."""

    old: Stored | None
    new: Rule | None


class Rejudged(NamedTuple):
    """What a change does to a month's claims: how many it opens and shuts.

    ``state``: where the month stands. ``accepted``: how many of those it shuts were accepted
    already; their decisions stay, and are for somebody to look at.
    """

    month: Month
    state: str
    opened: int
    shut: int
    accepted: int


def read(session: Session) -> View:
    """Read the policy and what it was."""
    with session.reading(Permission.READ) as connection:
        everything = [
            *stored.groups(connection, believed=False),
            *stored.permits(connection, believed=False),
        ]
        policy = stored.load(connection)
    here = [each for each in everything if each.believed]
    gone = [each for each in everything if not each.believed]
    return View(
        [each for each in here if isinstance(each.rule, Group)],
        [each for each in here if isinstance(each.rule, Permit)],
        sorted(gone, key=lambda each: each.superseded_at or each.recorded_at, reverse=True),
        policy,
    )


def would_rejudge(session: Session, change: Change) -> list[Rejudged]:
    """Say month by month what a change would do; months it leaves alone are left out."""
    with session.reading(Permission.EDIT_POLICY) as connection:
        return _rejudged(connection, change)


def record(session: Session, rule: Permit) -> list[Rejudged]:
    """Add a permit by a decree; gives what it re-judges."""
    session.actor.require(Permission.EDIT_POLICY)
    _check(rule)
    with session.changing("policy.record", Permission.EDIT_POLICY) as work:
        found = _rejudged(work.connection, Change(None, rule))
        stored.add(work, rule)
        _told(work, f"kebijakan backup: {rule.label}", rule, None)
    return found


def correct(session: Session, old: Stored, rule: Rule, reason: str) -> list[Rejudged]:
    """Replace a rule by what it should have said; gives what that re-judges."""
    session.actor.require(Permission.EDIT_POLICY)
    _check(rule)
    if not reason.strip():
        raise Refused("Alasan pembetulan belum diisi.", "Tulis apa yang dibetulkan dan dasarnya.")
    with session.changing("policy.correct", Permission.EDIT_POLICY) as work:
        _still_there(work, old)
        found = _rejudged(work.connection, Change(old, rule))
        stored.supersede(work, old)
        stored.add(work, rule)
        _told(work, f"pembetulan kebijakan backup: {_name(rule)}", rule, reason)
    return found


def withdraw(session: Session, old: Stored, reason: str) -> list[Rejudged]:
    """Stop believing a permit that never was so; gives what that re-judges.

    A group of the transition is corrected, never withdrawn: everybody belongs to one.
    """
    session.actor.require(Permission.EDIT_POLICY)
    if isinstance(old.rule, Group):
        raise Refused(
            "Kelompok masa peralihan tidak bisa dicabut.", "Betulkan tanggal atau isinya."
        )
    if not reason.strip():
        raise Refused("Alasan pencabutan belum diisi.", "Tulis mengapa aturan ini keliru.")
    with session.changing("policy.withdraw", Permission.EDIT_POLICY) as work:
        _still_there(work, old)
        found = _rejudged(work.connection, Change(old, None))
        stored.supersede(work, old, reason.strip())
        _told(work, f"pencabutan kebijakan backup: {_name(old.rule)}", old.rule, reason)
    return found


# ── checks and words ────────────────────────────────────────────────────────────────────────


def _check(rule: Rule) -> None:
    """Refuse a rule that says nothing, contradicts itself, or has no decree."""
    if not rule.name.strip():
        raise Refused("Nama aturan belum diisi.", "Tulis siapa yang dimaksud.")
    if not rule.source.strip():
        raise Refused("Dasar aturan belum diisi.", "Tulis nomor surat atau keputusannya.")
    if rule.hand_in_days is not None and rule.hand_in_days < 0:
        raise Refused("Batas penyerahan tidak boleh negatif.", "Isi jumlah hari, atau kosongkan.")
    if isinstance(rule, Permit):
        _check_permit(rule)


def _check_permit(rule: Permit) -> None:
    if rule.valid_to is not None and rule.valid_to <= rule.valid_from:
        raise Refused(
            f"Hari terakhir sebelum hari pertama, {written(rule.valid_from)}.",
            "Periksa kedua tanggalnya.",
        )
    if not (rule.place or rule.unit_kinds or rule.families):
        raise Refused(
            "Izin ini berlaku bagi semua orang di mana pun.",
            "Sebut tempat, jenis unit, atau kelompok jabatannya.",
        )
    if bool(rule.place) != (rule.scope is not None):
        raise Refused("Tempat dan jenis tempatnya belum lengkap.", "Isi keduanya.")


def _still_there(work: Work, old: Stored) -> None:
    here = (*stored.groups(work.connection), *stored.permits(work.connection))
    if not any(each.id == old.id and type(each.rule) is type(old.rule) for each in here):
        raise Conflict("Aturan ini sudah diubah orang lain.", "Muat ulang dengan F5.")


def _name(rule: Rule) -> str:
    return rule.label if isinstance(rule, Permit) else rule.name


def _told(work: Work, name: str, rule: Rule, reason: str | None) -> None:
    work.name(name, reason)
    start = rule.valid_from if isinstance(rule, Permit) else rule.electronic_from
    work.note(_name(rule), valid_from=start, basis=rule.source, reason=reason or "")


# ── what a change re-judges ─────────────────────────────────────────────────────────────────


def changed(policy: Policy, change: Change) -> Policy:
    """Give the policy as it would be."""
    groups = _exchanged((*policy.groups, policy.everybody), change, Group)
    permits = _exchanged(policy.permits, change, Permit)
    return stored.policy_of(
        [each for each in groups if isinstance(each, Group)],
        [each for each in permits if isinstance(each, Permit)],
        policy.precedence,
    )


def _exchanged(rules: Iterable[Rule], change: Change, kind: type[Rule]) -> list[Rule]:
    found = list(rules)
    if change.old is not None and isinstance(change.old.rule, kind):
        found.remove(change.old.rule)
    if change.new is not None and isinstance(change.new, kind):
        found.append(change.new)
    return found


def _rejudged(connection: Connection, change: Change) -> list[Rejudged]:
    before = stored.load(connection)
    after = changed(before, change)
    states = {row.month: row.state for row in months.month_rows(connection)}
    counts: dict[Month, list[int]] = {}
    for month, days in _by_month(queue.claimed_days(connection)).items():
        places = Places.of_month(connection, month)
        for each in days:
            place = places.of(each.person_id, each.day, each.unit_id)
            was, now = (
                p.verdict(place, each.day, each.handed_in).outcome is Outcome.ACCEPTED
                for p in (before, after)
            )
            if was != now:
                count = counts.setdefault(month, [0, 0, 0])
                count[was] += 1
                count[2] += was and each.outcome == Decision.MANUAL.value
    return [
        Rejudged(month, states.get(str(month), "open"), *count)
        for month, count in sorted(counts.items())
    ]


def _by_month(days: Iterable[queue.ClaimedDay]) -> Mapping[Month, list[queue.ClaimedDay]]:
    found: dict[Month, list[queue.ClaimedDay]] = {}
    for each in days:
        found.setdefault(Month.of(each.day), []).append(each)
    return found
