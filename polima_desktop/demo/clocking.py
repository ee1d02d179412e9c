"""When people of the demo city came and went, and which of it the attendance server saw.

Everybody works their days; only those who use the app that week leave a record. Adoption rises
from the first week of January to the last of February, with people trying it and falling back; in
a blank spot there is hardly a record at all. What is late or absent is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt
from random import Random
from statistics import NormalDist
from typing import NamedTuple

from polima_desktop.demo.facts import holidays, on_duty, shifts
from polima_desktop.demo.people import Person
from polima_desktop.domain.calendar import DAY, Hours
from polima_desktop.domain.periods import Month

#: The app is to be used from this day (DOMAIN §2).
APP_START = date(2021, 1, 4)
MONTHS = (Month(2021, 1), Month(2021, 2))
#: Percent of a group's registered people using the app in its first and in its eighth week; counted
#: over everybody that is about 60 and 94, 35 and 80, 18 and 66.
ADOPTION = {"structural": (65, 99), "rsud": (37, 84), "teachers": (20, 71)}
_WEEKS = 8
#: How much a person's own reluctance weighs against the week's luck.
_RELUCTANCE = 0.6
_NORMAL = NormalDist()
_BLANK_SPOT_PERCENT = 12
_SHIFT_FAMILIES = ("satpol_pp", "damkar", "kesehatan")
_PHONES = (
    "Samsung Galaxy A10s",
    "Samsung Galaxy A21s",
    "Xiaomi Redmi 9",
    "Xiaomi Redmi Note 8",
    "OPPO A5s",
    "OPPO A15",
    "vivo Y12",
    "vivo Y91C",
    "realme C11",
)


class Clocked(NamedTuple):
    """Seconds since midnight of the first day; None where that clocking is missing."""

    came: int | None
    left: int | None


@dataclass(frozen=True)
class Habit:
    """What one person is like: weeks with the app, how often late, which phone, place in a rota."""

    weeks: tuple[bool, ...]
    late_percent: int
    phone: str
    rota: int
    steady: bool = False
    """Never absent without a reason."""


def habits(people: list[Person], story: Person, random: Random) -> list[Habit]:
    """Give everybody their habits; the story's teacher uses the app from the first day."""
    found = []
    for person in people:
        late = random.choice((2, 3, 4, 5, 6, 8, 12, 20, 34))
        habit = Habit(_weeks(person, random), late, random.choice(_PHONES), random.randrange(7))
        if person is story:
            habit = replace(habit, weeks=(True,) * _WEEKS, late_percent=4, steady=True)
        found.append(habit)
    return found


def _weeks(person: Person, random: Random) -> tuple[bool, ...]:
    """Draw the weeks in which the app is used, as many people each week as the curve says."""
    first, last = ADOPTION[group_of(person)]
    shares = [(first + (last - first) * week / (_WEEKS - 1)) / 100 for week in range(_WEEKS)]
    own, luck = random.gauss(), [random.gauss() for _ in range(_WEEKS)]
    rest = sqrt(1 - _RELUCTANCE**2)
    return tuple(
        person.registered and _RELUCTANCE * own + rest * each < _NORMAL.inv_cdf(share)
        for share, each in zip(shares, luck, strict=True)
    )


def group_of(person: Person) -> str:
    """Give the transition group: structural, rsud or teachers."""
    if person.office.kind in ("TK", "SD", "SMP"):
        return "teachers"
    return "rsud" if person.office.kind == "RSUD" else "structural"


def duty(person: Person, habit: Habit, day: date) -> Hours | None:
    """Give the hours a person works on a day, None on a day off or before the start."""
    if day < APP_START or day < person.post_since:
        return None
    if person.office.pattern != "giliran":
        return on_duty(person.office.pattern, day)
    if person.family in _SHIFT_FAMILIES and not person.title.startswith("Kepala "):
        return _rota(habit, day)
    return shifts()[0] if day.weekday() < 6 and day not in holidays() else None


def _rota(habit: Habit, day: date) -> Hours | None:
    """Two mornings, two afternoons, two nights, one day off."""
    turn = ((day - APP_START).days + habit.rota) % 7
    return None if turn == 6 else shifts()[turn // 2]


def uses_app(habit: Habit, day: date) -> bool:
    """Whether the person clocks in by phone that week."""
    return habit.weeks[(day - APP_START).days // 7]


class Day(NamedTuple):
    """One person's working day: the place in the list, the hours due, and what was recorded."""

    place: int
    day: date
    hours: Hours
    worked: Clocked
    recorded: Clocked | None


def working_days(
    people: list[Person],
    habits: list[Habit],
    away: dict[str, set[date]],
    month: Month,
    random: Random,
    places: range,
) -> Iterator[Day]:
    """Give all days those at ``places`` worked in a month, by day and place.

    Unexcused absence leaves nothing.
    """
    for day in month.days:
        for place in places:
            person, habit = people[place], habits[place]
            hours = duty(person, habit, day)
            if hours is None or day in away.get(person.nip, ()):
                continue
            if random.random() < 0.012 and not habit.steady:
                continue
            worked = _worked(habit, hours, random)
            recorded = _recorded(person, worked, random) if uses_app(habit, day) else None
            yield Day(place, day, hours, worked, recorded)


def _worked(habit: Habit, hours: Hours, random: Random) -> Clocked:
    """When the person really came and left."""
    came = hours.start - random.randint(20, 1500)
    if random.random() * 100 < habit.late_percent:
        came = hours.start + min(7800, 61 + int(random.expovariate(1 / 1300)))
    left = hours.end + random.randint(15, 1900)
    if random.random() < 0.035:
        left = hours.end - min(7200, 61 + int(random.expovariate(1 / 1500)))
    return Clocked(came, left)


def _recorded(person: Person, worked: Clocked, random: Random) -> Clocked | None:
    """What the server got of it: gaps in a blank spot, a clocking forgotten now and then."""
    if person.office.blank_spot and random.random() * 100 >= _BLANK_SPOT_PERCENT:
        return None
    chance = random.random()
    if chance < 0.025:
        return Clocked(worked.came, None)
    return Clocked(None, worked.left) if chance < 0.031 else worked


HEADER = (
    "nip,tanggal,masuk,pulang,lat_masuk,lon_masuk,lat_pulang,lon_pulang,lokasi,perangkat,lokasi_palsu"
).split(",")


def attendance_row(person: Person, habit: Habit, day: Day, random: Random) -> list[str]:
    """Give the cells of one record but the last; a night ends on the next day's clock."""
    recorded = day.recorded or Clocked(None, None)
    near = [_point(person, random) if seconds is not None else ("", "") for seconds in recorded]
    return [
        person.nip,
        day.day.isoformat(),
        clock_text(recorded.came),
        clock_text(recorded.left),
        *near[0],
        *near[1],
        person.office.name,
        habit.phone,
    ]


def _point(person: Person, random: Random) -> tuple[str, str]:
    """A point within some thirty metres of the office."""
    north, east = random.randint(-280, 280), random.randint(-280, 280)
    office = person.office
    return f"{office.latitude + north / 1e6:.6f}", f"{office.longitude + east / 1e6:.6f}"


def clock_text(seconds: int | None) -> str:
    """Write a time of day; what lies past midnight is the next morning's.

    >>> clock_text(26_671), clock_text(86_400 + 25_200), clock_text(None)
    ('07:24:31', '07:00:00', '')
    """
    if seconds is None:
        return ""
    minutes, second = divmod(seconds % DAY, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"
