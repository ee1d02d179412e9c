"""How many already use the app: percent of each transition group that clocked in, week by week.

Read side only. The chart is ``views.home``; the policy is ``domain.transition``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from polima_desktop.domain.access import Permission
from polima_desktop.domain.transition import Group
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import clocked
from polima_desktop.storage.attendance import policy as stored_policy

WEEK, _DAY = timedelta(7), timedelta(1)


@dataclass(frozen=True)
class Line:
    """A group: code, name, how many people, one share (0–1) a week, its last day of back-up."""

    code: str
    name: str
    people: int
    shares: Sequence[Decimal]
    manual_until: date


@dataclass(frozen=True)
class Adoption:
    """Weeks by their Monday (only those with records), a line a group, the day all must."""

    weeks: Sequence[date]
    lines: Sequence[Line]
    mandatory_from: date
    last_day: date


def adoption(session: Session, groups: Mapping[int, str]) -> Adoption | None:
    """Count by week; ``groups`` names each person's group. None without any record."""
    with session.reading(Permission.READ) as connection:
        found = clocked.span(connection)
        if found is None:
            return None
        policy = stored_policy.load(connection)
        weeks = _weeks(*found)
        clocking = [clocked.people_between(connection, w, w + WEEK - _DAY) for w in weeks]
    using = [Counter(groups[p] for p in people if p in groups) for people in clocking]
    headcount = Counter(groups.values())
    every = sorted((policy.everybody, *policy.groups), key=lambda group: group.manual_until)
    lines = [_line(group, headcount[group.name], using) for group in every]
    shown = [line for line in lines if line.people]
    mandatory = max(group.manual_until for group in every) + _DAY
    return Adoption(weeks, shown, mandatory, found[1])


def _weeks(first: date, last: date) -> list[date]:
    monday = first - timedelta(first.weekday())
    count = (last - monday).days // 7 + 1
    return [monday + n * WEEK for n in range(count)]


def _line(group: Group, people: int, using: Sequence[Counter[str]]) -> Line:
    shares = [Decimal(week[group.name]) / people if people else Decimal(0) for week in using]
    return Line(group.code, group.name, people, shares, group.manual_until)
