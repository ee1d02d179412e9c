"""A month of days of a unit's people, judged as a freeze would judge it now; nothing is written.

What a day came to is ``domain.freezing``'s; here it gets its sign, its words and its punches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.attendance import HEALTH, NOT_CLOCKED, Absence, State
from polima_desktop.domain.calendar import OFF, Calendar, Hours
from polima_desktop.domain.day_words import Day, sign
from polima_desktop.domain.duty import NO_PATTERN
from polima_desktop.domain.freezing import JudgedMonth, judge_month
from polima_desktop.domain.month_facts import Facts, SpellRow
from polima_desktop.domain.names import full_name
from polima_desktop.domain.periods import Month
from polima_desktop.domain.permits import PERMITS, days_of
from polima_desktop.domain.progress import Progress
from polima_desktop.services import scope
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar, followed, punches
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.attendance.punches import PunchRow
from polima_desktop.storage.months import inputs
from polima_desktop.storage.review import queue
from polima_desktop.storage.review.queue import ClaimRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

_LEAVE = (
    Absence.CUTI_TAHUNAN,
    Absence.CUTI_MELAHIRKAN,
    Absence.CUTI_BESAR,
    Absence.CUTI_ALASAN_PENTING,
)


class Office(NamedTuple):
    """A unit to choose: its people and those of the units below it; ``level`` 1 is at the top."""

    id: int
    code: str
    name: str
    people: int
    level: int


class Recap(NamedTuple):
    """What a person's month adds up to, in days; ``permits`` are days with a permit of hours."""

    due: int
    present: int
    late: int
    early: int
    half: int
    permits: int
    sick: int
    leave: int
    duty: int
    study: int
    absent: int


class PersonMonth(NamedTuple):
    """A person's month: ``days`` one a day of the month, in order."""

    person_id: int
    nip: str
    name: str
    unit: str
    position: str
    days: tuple[Day, ...]
    recap: Recap
    clocked: int

    @property
    def signs(self) -> tuple[str, ...]:
        """The sign of each day."""
        return tuple(sign(day) for day in self.days)

    @property
    def nothing(self) -> bool:
        """Work was due, and there is neither a punch nor an accepted claim nor an absence."""
        absent = self.recap.sick + self.recap.leave + self.recap.duty + self.recap.study
        return self.recap.due > 0 and self.clocked == 0 and absent == 0


class UnitMonth(NamedTuple):
    """The people of a unit in a month, by unit and name."""

    month: Month
    unit: Office | None
    people: list[PersonMonth]


def offices(session: Session, month: Month) -> list[Office]:
    """Give the units of the actor that have people in a month, with how many stand below."""
    with session.reading(Permission.READ_RECORDS) as connection:
        own = scope.own_units(connection, session.actor, month.last)
        return [one for one in _offices(connection, month) if own is None or one.id in own]


def read(session: Session, month: Month, unit_id: int | None) -> UnitMonth:
    """Give the month of a unit's people, those of the units below with them.

    None: of everybody the actor may see.
    """
    unit_id = session.actor.unit_id if unit_id is None else unit_id
    with session.reading(Permission.READ_RECORDS) as connection:
        if unit_id is not None:
            scope.refuse_other_units(connection, session.actor, {unit_id}, month.last)
        found = next((one for one in _offices(connection, month) if one.id == unit_id), None)
        people = None if unit_id is None else _people_of(connection, month, unit_id)
        hours, policy = calendar.load_calendar(connection), stored_policy.load(connection)
        facts = inputs.load(connection, month, Progress(), people, reports=False)
    judged = judge_month(month, facts, hours, policy)
    starts = {kind: policy.duty_from(kind) for kind in {unit.kind for unit in judged.units}}
    made = _Words(month, facts, hours, judged, starts)
    rows = [made.person(row) for row in range(len(judged.people))]
    if not session.actor.may(Permission.READ_HEALTH):
        rows = [_without_health(one) for one in rows]
    return UnitMonth(month, found, sorted(rows, key=lambda one: (one.unit, one.name)))


def _without_health(one: PersonMonth) -> PersonMonth:
    """Show absences that speak of somebody's health as leave of no kind."""
    days = tuple(
        replace(day, absence=None) if day.absence and day.absence.code in HEALTH else day
        for day in one.days
    )
    figures = one.recap
    recap = figures._replace(sick=0, leave=figures.leave + figures.sick)
    return one._replace(days=days, recap=recap)


class Beside(NamedTuple):
    """What stands beside a person's days: the single punches, and what was handed in by hand."""

    punches: dict[date, list[PunchRow]]
    claims: dict[date, ClaimRow]


def beside(session: Session, month: Month, person_id: int) -> Beside:
    """Give a person's punches and claims of a month, by day."""
    with session.reading(Permission.READ_RECORDS) as connection:
        scope.refuse_other_people(connection, session.actor, [person_id], month.last)
        touched = {(person_id, day) for day in month.days}
        touches: dict[date, list[PunchRow]] = defaultdict(list)
        for row in sorted(punches.near(connection, touched)):
            touches[row.day].append(row)
        handed_in = queue.of_person(connection, person_id, month.first, month.last)
    return Beside(dict(touches), {row.day: row for row in handed_in})


def _offices(connection: Connection, month: Month) -> list[Office]:
    span = month.first, month.last
    rows = followed.unit_rows(connection, span)
    counts: dict[int, set[int]] = defaultdict(set)
    for person, unit in followed.posts(connection, span):
        for above in followed.line_of(rows, unit):
            counts[above].add(person)
    found = [
        Office(key, row.code, row.name, len(counts[key]), len(followed.line_of(rows, key)))
        for key, row in rows.items()
        if counts[key]
    ]
    return sorted(found, key=lambda one: one.name)


def _people_of(connection: Connection, month: Month, unit_id: int) -> list[int]:
    span = month.first, month.last
    rows = followed.unit_rows(connection, span)
    below = {key for key in rows if unit_id in followed.line_of(rows, key)}
    return sorted({person for person, unit in followed.posts(connection, span) if unit in below})


class _Words:
    """Turns the arrays of a judged month into days with words."""

    def __init__(
        self,
        month: Month,
        facts: Facts,
        hours: Calendar,
        judged: JudgedMonth,
        starts: dict[str, date],
    ) -> None:
        self._days, self._calendar, self._judged = month.days, hours, judged
        self._starts = starts
        self._planned = {(row, day) for row, day, *_ in judged.duty.roster}
        self._permits = _permits(facts.spells)
        grid, days = judged.grid, judged.days
        self._cells = [
            array.tolist()
            for array in (grid.starts, grid.ends, grid.clock_in, grid.clock_out, days.state,
                          days.late, days.early, days.source, grid.absence, judged.duty.pattern)
        ]  # fmt: skip
        self._off: dict[tuple[int, int], str] = {}

    def person(self, row: int) -> PersonMonth:
        """Give one person's month."""
        who, post, unit = self._judged.people[row], self._judged.posts[row], self._judged.units[row]
        name = full_name(who.name, who.front_title, who.back_title)
        days = tuple(self._day(row, n, day) for n, day in enumerate(self._days))
        clocked = sum(one.came is not None or one.left is not None for one in days)
        return PersonMonth(
            who.person_id, who.nip, name, unit.name, post.position or "", days,
            self._recap(row, days), clocked,
        )  # fmt: skip

    def _day(self, row: int, n: int, day: date) -> Day:
        start, end, came, left, state, late, early, source, absence, pattern = (
            cells[row][n] for cells in self._cells
        )
        who = self._judged.people[row].person_id
        return Day(
            day,
            None if start == OFF else Hours(start, end),
            None if came == NOT_CLOCKED else came,
            None if left == NOT_CLOCKED else left,
            State(state),
            late,
            early,
            Absence(absence) if absence else None,
            self._why_off(row, n, pattern, day) if state == State.OFF else "",
            self._permits.get((who, day.toordinal()), ""),
            source < 0,
        )

    def _why_off(self, row: int, n: int, pattern: int, day: date) -> str:
        if pattern == NO_PATTERN:
            unit = self._judged.units[row]
            before = day < self._starts[unit.kind]
            return "Sebelum wajib memakai aplikasi." if before else "Tidak bertugas pada hari ini."
        if (row, n) in self._planned:
            return "Libur menurut jadwal giliran."
        if (pattern, n) not in self._off:
            self._off[pattern, n] = self._off_words(self._judged.duty.codes[pattern], day)
        return self._off[pattern, n]

    def _off_words(self, code: str, day: date) -> str:
        if self._calendar.shifts(code, day):
            return "Tidak ada giliran yang tercatat."
        if self._calendar.ordinary(code, day) is None:
            return "Bukan hari kerja."
        holiday = self._calendar.holidays.get(day)
        return f"{holiday.name}." if holiday else "Hari libur unit."

    def _recap(self, row: int, days: Sequence[Day]) -> Recap:
        counts, signs = self._judged.counts, [sign(day) for day in days]
        absences = {kind: int(number[row]) for kind, number in counts.absences.items()}
        return Recap(
            due=int(counts.due[row]),
            present=int(counts.present[row]),
            late=sum(one in ("T", "K") for one in signs),
            early=sum(one in ("P", "K") for one in signs),
            half=signs.count("?"),
            permits=sum(bool(day.excused) for day in days),
            sick=absences[Absence.CUTI_SAKIT],
            leave=sum(absences[kind] for kind in _LEAVE),
            duty=absences[Absence.DINAS_LUAR],
            study=absences[Absence.TUGAS_BELAJAR],
            absent=int(counts.unexcused[row]),
        )


def _permits(spells: Sequence[SpellRow]) -> dict[tuple[int, int], str]:
    """Give the words of permits of hours by person and ordinal of the day."""
    found: dict[tuple[int, int], str] = {}
    for spell in spells:
        if spell.kind in PERMITS:
            words = " ".join(part for part in (PERMITS[spell.kind], spell.note) if part)
            for day in days_of(spell.valid_from, spell.valid_to):
                found[spell.person_id, day] = words
    return found
