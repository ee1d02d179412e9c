"""*Kasus untuk diperiksa*: clockings that look odd, and what verifiers decide of each.

What is odd is ``domain.whereabouts``'. A decision changes neither attendance nor an amount: what
follows from it takes its own way (a correction with its document, the discipline of staff).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain import whereabouts
from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.names import full_name, name_key
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.whereabouts import Case, Kind, Limits, Ruling
from polima_desktop.files import replacing, written
from polima_desktop.formatting import day as written_day
from polima_desktop.formatting import moment, number
from polima_desktop.services import scope
from polima_desktop.storage.attendance import cases, points
from polima_desktop.storage.attendance.cases import Key, Ruled, Standing
from polima_desktop.storage.office import acts, settings
from polima_desktop.storage.review import queue
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.staff.people import RosterRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session
    from polima_desktop.storage.unit_of_work import Work

LIMITS = "cases.limits"


class Found(NamedTuple):
    """A case with its person and what was decided of it."""

    case: Case
    name: str
    nip: str
    unit_id: int
    unit: str
    ruled: Ruled | None

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return cases.key_of(self.case)

    @property
    def open(self) -> bool:
        """Nobody settled it yet."""
        return self.ruled is None or not self.ruled.outcome.settles


@dataclass(frozen=True)
class MonthCases:
    """The cases of a month; ``without``: clockings with a place whose unit has no point."""

    month: Month
    found: list[Found]
    clockings: int
    without: int
    limits: Limits

    @property
    def waiting(self) -> int:
        """How many nobody settled yet."""
        return sum(one.open for one in self.found)


class Done(NamedTuple):
    """How many were written, and why others were left out."""

    cases: int
    skipped: tuple[str, ...] = ()


def read(session: Session, month: Month, progress: Progress | None = None) -> MonthCases:
    """Give the cases of the people this user may see, by day."""
    with session.reading(Permission.READ_RECORDS) as connection:
        return _read(connection, session.actor, month, None, progress or Progress())


def _read(
    connection: Connection,
    actor: Actor,
    month: Month,
    only: Collection[int] | None,
    progress: Progress,
) -> MonthCases:
    """Find a month's cases; the day before is read too, for a jump may begin there."""
    own = scope.own_units(connection, actor, month.last)
    span = month.first - timedelta(1), month.last
    touches = cases.touches(connection, span, only, progress)
    circles = points.circles(connection, (month.first, month.last))
    limits = limits_of(connection)
    found = whereabouts.find(touches, circles, limits, month.first)
    progress.report(len(touches.person), 0, f"{number(len(found))} kasus ditemukan")
    rows = _with_people(connection, month, found)
    of_month = whereabouts.from_day(touches, month.first)
    without = whereabouts.without_points(of_month, circles)
    mine = [one for one in rows if own is None or one.unit_id in own]
    return MonthCases(month, mine, len(of_month.person), without, limits)


def _with_people(connection: Connection, month: Month, found: Sequence[Case]) -> list[Found]:
    """Join names, units of the case's day, and decisions."""
    ids = {case.person_id for case in found}
    who = {row.id: row for row in people.as_of(connection, month.last, ids=ids)}
    posts: dict[int, list[queue.Post]] = {}
    for post in queue.posts(connection, month.first, month.last, ids):
        posts.setdefault(post.person_id, []).append(post)
    both = (*units.as_of(connection, month.first), *units.as_of(connection, month.last))
    names = {unit.id: unit.label for unit in both}
    ruled = cases.rulings(connection, month.first, month.last)
    rows = []
    for case in found:
        row = who.get(case.person_id)
        here = [post.unit_id for post in posts.get(case.person_id, ()) if _holds(post, case)]
        unit = here[-1] if here else row.unit_id if row else 0
        name, nip = _called(row)
        decided = ruled.get(cases.key_of(case))
        rows.append(Found(case, name, nip, unit, names.get(unit, ""), decided))
    return rows


def _called(row: RosterRow | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    who = row.person.identity
    return full_name(who.name, who.front_title, who.back_title), who.nip


def _holds(post: queue.Post, case: Case) -> bool:
    return post.valid_from <= case.day and (post.valid_to is None or case.day < post.valid_to)


# ── deciding ────────────────────────────────────────────────────────────────────────────────


def decide(
    session: Session, month: Month, chosen: Sequence[Found], outcome: Ruling, reason: str
) -> Done:
    """Decide cases as they were seen; those that changed or were decided meanwhile are left out.

    With none left nothing is written, and the first reason is said.
    """
    session.actor.require(Permission.DECIDE_CASES)
    whereabouts.check_ruling(outcome, reason)
    with session.changing("cases.decide", Permission.DECIDE_CASES) as work:
        able, skipped = _able(work, session.actor, month, chosen)
        if not able:
            raise Refused(skipped[0] if skipped else "Tidak ada kasus yang dipilih.",
                          "Muat ulang daftar dengan F5.")  # fmt: skip
        replaced = [one.ruled.id for one in able if one.ruled]
        cases.decide(work, [one.case for one in able], replaced, outcome, reason.strip())
        work.name(f"putusan {outcome.label.lower()}: {_named(able)}")
        work.note(
            f"{len(able)} kasus {month}", outcome=outcome.value, reason=reason.strip(),
            cases=[_told(one) for one in able], skipped=len(skipped),
        )  # fmt: skip
    return Done(len(able), tuple(skipped))


def _able(
    work: Work, actor: Actor, month: Month, chosen: Sequence[Found]
) -> tuple[list[Found], list[str]]:
    only = {one.case.person_id for one in chosen}
    now = {one.key: one for one in _read(work.connection, actor, month, only, Progress()).found}
    able, skipped = [], []
    for one in chosen:
        fresh = now.get(one.key)
        where = f"{one.name} {written_day(one.case.day)}"
        if fresh is None:
            skipped.append(f"Kasus {where} tidak ada lagi: catatan atau titiknya berubah.")
        elif _id(fresh) != _id(one):
            skipped.append(f"Kasus {where} baru saja diputus pengguna lain.")
        elif name_key(fresh.name) == name_key(actor.display_name):
            skipped.append(f"Kasus {where} atas nama pengguna ini sendiri.")
        else:
            able.append(fresh)
    return able, skipped


def undo(session: Session, ruling_ids: Sequence[int]) -> Done:
    """Take decisions back; what each had replaced holds again."""
    with session.changing("cases.undo", Permission.DECIDE_CASES) as work:
        return _undo(work, session.actor, cases.by_ids(work.connection, ruling_ids))


def undo_act(session: Session, at: datetime) -> Done:
    """Take back what is still in force of the decisions one act made."""
    with session.changing("cases.undo", Permission.DECIDE_CASES) as work:
        return _undo(work, session.actor, cases.made_at(work.connection, at))


def _undo(work: Work, actor: Actor, gone: Sequence[Standing]) -> Done:
    if not gone:
        raise Refused("Putusan itu sudah diurungkan.", "Muat ulang daftar dengan F5.")
    for day in {one.day for one in gone}:
        mine = {one.person_id for one in gone if one.day == day}
        scope.refuse_other_people(work.connection, actor, mine, day)
    ids = [one.id for one in gone]
    cases.end(work, ids)
    cases.revive(work, ids)
    for at in {one.at for one in gone}:
        if not cases.made_at(work.connection, at):
            acts.mark_undone(work.connection, at, work.now, work.user)
    work.note(f"{len(ids)} kasus", rulings=ids)
    return Done(len(ids))


def why_not(actor: Actor, found: Found) -> str:
    """Say why this user may not decide a case; empty if they may."""
    try:
        actor.require(Permission.DECIDE_CASES)
    except NotAllowed as refused:
        return f"{refused.message} {refused.advice}"
    own = name_key(found.name) == name_key(actor.display_name)
    return "Kasus ini atas nama pengguna ini sendiri." if own else ""


# ── limits ──────────────────────────────────────────────────────────────────────────────────


def limits_of(connection: Connection) -> Limits:
    """Give the limits of this office; those of the program where it set none."""
    stored = settings.read(connection, LIMITS)
    return Limits(**json.loads(stored)) if stored else Limits()


def set_limits(session: Session, limits: Limits) -> None:
    """Set from where on a clocking is a case; decisions made before stay."""
    session.actor.require(Permission.EDIT_CALENDAR)
    whereabouts.check_limits(limits)
    with session.changing("cases.limits", Permission.EDIT_CALENDAR) as work:
        before = limits_of(work.connection)
        settings.write(work, LIMITS, json.dumps(limits._asdict()))
        work.note("batas kasus", before=before._asdict(), after=limits._asdict())


# ── export ──────────────────────────────────────────────────────────────────────────────────

HEADINGS = ("TANGGAL", "NIP", "NAMA", "UNIT KERJA", "KASUS", "YANG TERLIHAT", "PUTUSAN", "ALASAN",
            "DIPUTUS OLEH", "DIPUTUS PADA")  # fmt: skip


def export(session: Session, month: Month, shown: Sequence[Found], path: Path) -> int:
    """Write the cases shown as a workbook; give how many."""
    from polima_desktop.imports.workbooks import SafeWorkbook

    session.actor.require(Permission.READ_RECORDS)
    with replacing(path) as out:
        with SafeWorkbook(out) as book:
            book.sheet("Kasus", HEADINGS, [_cells(one) for one in shown])
        digest = sha256(written(out)).hexdigest()
        with session.changing("cases.export", Permission.PRINT) as work:
            work.note(str(month), file=path.name, count=len(shown), sha256=digest)
    return len(shown)


def _cells(one: Found) -> tuple[object, ...]:
    case, ruled = one.case, one.ruled
    seen = case.day, one.nip, one.name, one.unit, case.kind.label, case.words
    if ruled is None:
        return *seen, "belum diputus", "", "", ""
    return *seen, ruled.outcome.label, ruled.reason, ruled.by, moment(ruled.at)


def _id(one: Found) -> int | None:
    return one.ruled.id if one.ruled else None


def _named(able: Sequence[Found]) -> str:
    if len(able) > 1:
        return f"{number(len(able))} kasus kehadiran"
    return f"{able[0].case.kind.label.lower()} {able[0].name} {written_day(able[0].case.day)}"


def _told(one: Found) -> dict[str, str]:
    case = one.case
    return {"nip": shown_nip(one.nip), "day": case.day.isoformat(), "kind": case.kind.value,
            "evidence": case.evidence}  # fmt: skip


def counts(found: Sequence[Found]) -> dict[Kind, int]:
    """Count the open cases by kind."""
    return {kind: sum(one.open and one.case.kind is kind for one in found) for kind in Kind}
