"""A month of days of a unit's people, judged as a freeze would judge it now; nothing is written.

What a day came to is ``domain.freezing``'s; here it gets its sign, its words and its punches.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.attendance import ABSENCES, HEALTH, NOT_CLOCKED, Absence, State
from polima_desktop.domain.calendar import OFF, Calendar, Hours
from polima_desktop.domain.day_words import Day, signs
from polima_desktop.domain.duty import NO_PATTERN, Small
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
_UNWELL = tuple(int(ABSENCES[code]) for code in HEALTH)
"""What only some may read; to others it is leave of no kind."""


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


@dataclass(frozen=True)
class PersonMonth:
    """A person's month: ``signs`` one a day of the month, ``clocked`` the days with a punch.

    The days with their words are made when they are first asked for.
    """

    person_id: int
    nip: str
    name: str
    unit: str
    position: str
    signs: tuple[str, ...]
    recap: Recap
    clocked: int
    make: Callable[[], tuple[Day, ...]] = field(repr=False, compare=False)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """Each day of the month, in order."""
        return self.make()

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
        found = _Standing.of(connection, month).offices()
    return [one for one in found if own is None or one.id in own]


def read(session: Session, month: Month, unit_id: int | None) -> UnitMonth:
    """Give the month of a unit's people, those of the units below with them.

    None: of everybody the actor may see.
    """
    unit_id = session.actor.unit_id if unit_id is None else unit_id
    with session.reading(Permission.READ_RECORDS) as connection:
        if unit_id is not None:
            scope.refuse_other_units(connection, session.actor, {unit_id}, month.last)
        standing = _Standing.of(connection, month)
        people = None if unit_id is None else standing.people(unit_id)
        hours, policy = calendar.load_calendar(connection), stored_policy.load(connection)
        facts = inputs.load(connection, month, Progress(), people, reports=False)
    found = next((one for one in standing.offices() if one.id == unit_id), None)
    judged = judge_month(month, facts, hours, policy)
    starts = {kind: policy.duty_from(kind) for kind in {unit.kind for unit in judged.units}}
    made = _Words(month, facts, hours, judged, starts, session.actor.may(Permission.READ_HEALTH))
    rows = made.everybody()
    return UnitMonth(month, found, sorted(rows, key=lambda one: (one.unit, one.name)))


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


class _Standing(NamedTuple):
    """Who stands where in a month: the units, and each of them with those above, and the posts."""

    units: dict[int, Any]
    above: dict[int, list[int]]
    posts: list[tuple[int, int]]

    @classmethod
    def of(cls, connection: Connection, month: Month) -> _Standing:
        """Read it."""
        span = month.first, month.last
        rows = followed.unit_rows(connection, span)
        above = {key: followed.line_of(rows, key) for key in rows}
        return cls(rows, above, followed.posts(connection, span))

    def offices(self) -> list[Office]:
        """Give the units that have people in them or below."""
        counts: dict[int, set[int]] = defaultdict(set)
        for person, unit in self.posts:
            for one in self.above.get(unit, ()):
                counts[one].add(person)
        found = [
            Office(key, row.code, row.name, len(counts[key]), len(self.above[key]))
            for key, row in self.units.items()
            if counts[key]
        ]
        return sorted(found, key=lambda one: one.name)

    def people(self, unit_id: int) -> list[int]:
        """Give the people of a unit and of those below it."""
        return sorted({who for who, unit in self.posts if unit_id in self.above.get(unit, ())})


class _Words:
    """Turns the arrays of a judged month into days with words."""

    def __init__(
        self,
        month: Month,
        facts: Facts,
        hours: Calendar,
        judged: JudgedMonth,
        starts: dict[str, date],
        health: bool,
    ) -> None:
        self._days, self._calendar, self._judged = month.days, hours, judged
        self._starts, self._health = starts, health
        self._planned = {(row, day) for row, day, *_ in judged.duty.roster}
        self._permits = _permits(facts.spells)
        self._off: dict[tuple[int, int], str] = {}

    def everybody(self) -> list[PersonMonth]:
        """Give the months of all rows: signs and sums as arrays, words when they are asked for."""
        grid, days, counts = self._judged.grid, self._judged.days, self._judged.counts
        absence = self._told(grid.absence)
        letters = signs(days.state, days.late, days.early, absence)
        clocked = (grid.clock_in != NOT_CLOCKED) | (grid.clock_out != NOT_CLOCKED)
        with_permit = Counter(person for person, _day in self._permits)
        absences = {kind: counts.absences[kind] for kind in Absence}
        unwell = absences[Absence.CUTI_SAKIT] if self._health else 0 * counts.due
        away = sum(absences[kind] for kind in _LEAVE) + absences[Absence.CUTI_SAKIT] - unwell
        figures = zip(
            counts.due.tolist(), counts.present.tolist(),
            np.isin(letters, ("T", "K")).sum(axis=1).tolist(),
            np.isin(letters, ("P", "K")).sum(axis=1).tolist(),
            (letters == "?").sum(axis=1).tolist(),
            [with_permit[who.person_id] for who in self._judged.people],
            unwell.tolist(), away.tolist(), absences[Absence.DINAS_LUAR].tolist(),
            absences[Absence.TUGAS_BELAJAR].tolist(), counts.unexcused.tolist(),
            strict=True,
        )  # fmt: skip
        rows = zip(letters.tolist(), clocked.sum(axis=1).tolist(), figures, strict=True)
        return [self._person(n, *found) for n, found in enumerate(rows)]

    def _told(self, absence: Small) -> Small:
        """Give the absences that may be told; what speaks of health becomes leave of no kind."""
        if self._health:
            return absence
        return np.where(np.isin(absence, _UNWELL), 0, absence).astype(np.int8)

    def _person(
        self, row: int, letters: list[str], clocked: int, figures: tuple[int, ...]
    ) -> PersonMonth:
        judged = self._judged
        who, post, unit = judged.people[row], judged.posts[row], judged.units[row]
        name = full_name(who.name, who.front_title, who.back_title)
        return PersonMonth(
            who.person_id, who.nip, name, unit.name, post.position or "", tuple(letters),
            Recap(*figures), clocked, partial(self._made, row),
        )  # fmt: skip

    def _made(self, row: int) -> tuple[Day, ...]:
        return tuple(self._day(row, n, day) for n, day in enumerate(self._days))

    def _day(self, row: int, n: int, day: date) -> Day:
        grid, days = self._judged.grid, self._judged.days
        start, end = int(grid.starts[row, n]), int(grid.ends[row, n])
        came, left = int(grid.clock_in[row, n]), int(grid.clock_out[row, n])
        state, absence = State(int(days.state[row, n])), int(grid.absence[row, n])
        pattern = int(self._judged.duty.pattern[row, n])
        told = absence and (self._health or absence not in _UNWELL)
        who = self._judged.people[row].person_id
        return Day(
            day,
            None if start == OFF else Hours(start, end),
            None if came == NOT_CLOCKED else came,
            None if left == NOT_CLOCKED else left,
            state,
            int(days.late[row, n]),
            int(days.early[row, n]),
            Absence(absence) if told else None,
            self._why_off(row, n, pattern, day) if state == State.OFF else "",
            self._permits.get((who, day.toordinal()), ""),
            int(days.source[row, n]) < 0,
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


def _permits(spells: Sequence[SpellRow]) -> dict[tuple[int, int], str]:
    """Give the words of permits of hours by person and ordinal of the day."""
    found: dict[tuple[int, int], str] = {}
    for spell in spells:
        if spell.kind in PERMITS:
            words = " ".join(part for part in (PERMITS[spell.kind], spell.note) if part)
            for day in days_of(spell.valid_from, spell.valid_to):
                found[spell.person_id, day] = words
    return found
