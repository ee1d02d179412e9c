"""The story the demo tells: a teacher one small change of a weight away from the next index band.

She (or he) teaches at SD Negeri 2 Wameo, is not certified, and misses one clocking in February for
which the school hands in manual back-up. Raising the weight of one activity by the step of
``Story`` lifts exactly this person over a band border, in January and in February; whoever else
would cross is given an entry less that the superior has approved.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.demo.clocking import APP_START, Clocked, Day
from polima_desktop.demo.facts import on_duty
from polima_desktop.demo.organisation import SCHOOL_PATTERN
from polima_desktop.demo.people import Person
from polima_desktop.demo.reports import POINTS_A_MONTH, Floats, Ints, Reports, joined
from polima_desktop.demo.worth import Worth, totals
from polima_desktop.domain.periods import Month

#: The activity whose weight is raised.
ACTIVITY = "GURU-TM"
STEP = Decimal(2)
#: The month with the missing clocking.
STORY_MONTH = Month(2021, 2)
_APPROVED, _WAITING = 0, 1


class Story(NamedTuple):
    """Who crosses, and the change of weight that does it."""

    nip: str
    name: str
    school: str
    activity: str
    old_weight: Decimal
    new_weight: Decimal

    @property
    def weights(self) -> dict[str, Decimal]:
        """The weights that differ after the change."""
        return {self.activity: self.new_weight}


def tell(person: Person, ruleset: Path) -> Story:
    """Give the story of one teacher under the shipped rule set."""
    with ruleset.open("rb") as file:
        weight = Decimal(tomllib.load(file)["activities"][ACTIVITY]["weight"])
    school = person.office.name
    return Story(person.nip, person.written_name, school, ACTIVITY, weight, weight + STEP)


@dataclass(frozen=True)
class Borders:
    """Lower bounds of the index bands, in points of one month at a school."""

    points: npt.NDArray[np.float64]

    @classmethod
    def of(cls, ruleset: Path, month: Month) -> Borders:
        """Read the bands of ``indeks``: shares of the points that the days of duty ask for."""
        with ruleset.open("rb") as file:
            rows = tomllib.load(file)["bands"]["indeks"]["rows"]
        workdays = [day for day in month.days if on_duty(SCHOOL_PATTERN, day)]
        target = POINTS_A_MONTH * len(days_due(month)) / len(workdays)
        return cls(np.array([float(row[0]) * target for row in rows]))

    def band(self, points: npt.NDArray[np.float64]) -> Ints:
        """Give the number of the band each total falls into."""
        return np.searchsorted(self.points, points, side="right").astype(np.int64)


class Teller:
    """Bends one month's reports so that the story comes true."""

    def __init__(self, people: Sequence[Person], heroine: int, ruleset: Path, story: Story) -> None:
        self.nips = [person.nip for person in people]
        self.share = np.ones(len(people))
        self.heroine = heroine
        self.before, self.after = Worth(ruleset), Worth(ruleset, story.weights)
        self.ruleset = ruleset
        self.borders = Borders.of(ruleset, STORY_MONTH)

    def turn_to(self, month: Month, away: Mapping[str, set[date]]) -> float:
        """Begin a month; gives the heroine's pace: short of the last border, with room to add.

        Whether leave lowers what is asked of somebody is the calculation's choice, so others are
        kept clear of the borders with and without it.
        """
        self.borders = Borders.of(self.ruleset, month)
        due = days_due(month)
        left = [1 - len(due & away.get(nip, set())) / len(due) for nip in self.nips]
        self.share = np.maximum(np.array(left), 0.01)
        return 0.9 * float(self.borders.points[-1]) / POINTS_A_MONTH

    def bend(self, reports: Reports) -> Reports:
        """Put the heroine just below the last border, and everybody else clear of any.

        She is in one of the parts of a month; in the others there is nobody but the others.
        """
        mine = reports.place == self.heroine
        if not mine.any():
            return self._keep_clear(reports)
        others = self._keep_clear(reports.taken(~mine))
        return joined([others, self._just_below(reports.taken(mine))])

    def _just_below(self, mine: Reports) -> Reports:
        """Fill up with plain entries to half a step below the border."""
        mine.status[:] = _APPROVED
        plain = self._smallest_plain(mine)
        before, after = self.before.points(mine), self.after.points(mine)
        step = float((after - before).sum())
        room = float(self.borders.points[-1]) - step / 2 - float(before.sum())
        others = [n for n, kind in enumerate(mine.kind) if mine.kinds[kind].code != ACTIVITY]
        kept = np.ones(len(mine), dtype=np.bool_)
        while room < 0:
            last = others.pop()
            kept[last] = False
            room += float(before[last])
        return self._filled(mine.taken(kept), plain, round(room / float(mine.kinds[plain].weight)))

    @staticmethod
    def _smallest_plain(mine: Reports) -> int:
        """The lightest activity that measures nothing but its volume."""
        plain = [
            n for n, kind in enumerate(mine.kinds) if kind.family == "umum" and not kind.variables
        ]
        return min(plain, key=lambda number: mine.kinds[number].weight)

    @staticmethod
    def _filled(mine: Reports, plain: int, volume: int) -> Reports:
        """Spread so much volume of a plain activity over her days, one entry a day."""
        days = np.unique(mine.day)
        parts = np.full(len(days), volume // len(days), dtype=np.int64)
        parts[: volume % len(days)] += 1
        days, parts = days[parts > 0], parts[parts > 0]
        size = len(days)
        extra = Reports(
            mine.kinds,
            np.full(size, mine.place[0]),
            days,
            np.full(size, plain),
            np.arange(size) % 6,
            parts,
            np.clip(parts * mine.kinds[plain].norm_minutes, 5, 240),
            np.full(size, _APPROVED),
            {name: np.zeros(size, dtype=np.int64) for name in mine.variables},
        )
        return joined([mine, extra])

    def _keep_clear(self, reports: Reports) -> Reports:
        """Take back approval of single entries until nobody crosses a border by the step."""
        number = next(n for n, kind in enumerate(reports.kinds) if kind.code == ACTIVITY)
        reporters = np.unique(reports.place[reports.kind == number])
        rows = np.flatnonzero(np.isin(reports.place, reporters))
        theirs = reports.taken(rows)
        before, after = self.before.points(theirs), self.after.points(theirs)
        while (crossing := self._crossing(theirs, before, after)).any():
            approved = (theirs.kind == number) & (theirs.status == _APPROVED)
            mine = np.flatnonzero(crossing[theirs.place] & approved)
            _, first = np.unique(theirs.place[mine], return_index=True)
            theirs.status[mine[first]] = _WAITING
        reports.status[rows] = theirs.status
        return reports

    def _crossing(self, reports: Reports, before: Floats, after: Floats) -> npt.NDArray[np.bool_]:
        """Who would be in another band after the step."""
        old, new = (totals(reports, points, len(self.nips)) for points in (before, after))
        moved = np.zeros(len(self.nips), dtype=np.bool_)
        for share in (1.0, self.share):
            moved |= self.borders.band(old / share) != self.borders.band(new / share)
        return moved


def days_due(month: Month) -> set[date]:
    """Give the days of a month on which a school's people had to use the app."""
    return {day for day in month.days if day >= APP_START and on_duty(SCHOOL_PATTERN, day)}


def story_days(days: list[Day], heroine: int, month: Month) -> list[Day]:
    """Give days of a month with the heroine's made plain: on time, and one gap in February."""
    mine = [n for n, day in enumerate(days) if day.place == heroine]
    gap = mine[len(mine) // 2] if mine and month == STORY_MONTH else -1
    for number in mine:
        day = days[number]
        worked = Clocked(day.hours.start - 60 * (3 + number % 9), day.hours.end + 240)
        if number == mine[2]:
            worked = Clocked(day.hours.start + 17 * 60, worked.left)
        days[number] = day._replace(worked=worked, recorded=None if number == gap else worked)
    return days
