"""The transition in numbers: how much is electronic and how much by hand, where, and who lags.

Counted are person-days that somebody recorded: by the app, by hand, or both. A day nobody
recorded is in no share. Read side only; the papers are ``reports``', the windows ``views``'.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.names import full_name
from polima_desktop.domain.review import Decision
from polima_desktop.domain.transition import Policy, Workplace
from polima_desktop.services import scope
from polima_desktop.storage.attendance import clocked
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.review import queue
from polima_desktop.storage.review.queue import Typed
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.staff.people import RosterRow
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from polima_desktop.services.session import Session

WEEK = timedelta(7)
READY_WITHIN = timedelta(14)
"""Somebody is ready who clocked in by the app within two weeks before the day all must."""
MANY = 8
"""From so many days by hand somebody is listed as backing up again and again."""


class Days(NamedTuple):
    """Person-days: by the app alone, by hand alone, by both."""

    electronic: int = 0
    manual: int = 0
    both: int = 0

    @property
    def total(self) -> int:
        """All days somebody recorded."""
        return self.electronic + self.manual + self.both

    def share(self, count: int) -> Decimal | None:
        """Give a part of all days, None where there are none."""
        return Decimal(count) / self.total if self.total else None

    @property
    def by_app(self) -> Decimal | None:
        """The share of days the app recorded, also where something was handed in beside it."""
        return self.share(self.electronic + self.both)

    @property
    def by_hand(self) -> Decimal | None:
        """The share of days only a manual record tells of."""
        return self.share(self.manual)


class Line(NamedTuple):
    """A group, office or place: its people, its days, its days week by week."""

    name: str
    people: int
    days: Days
    weeks: tuple[Days, ...]


class Lagging(NamedTuple):
    """Somebody the transition has not reached: with days by app and by hand, last day by app."""

    person_id: int
    nip: str
    name: str
    unit: str
    opd: str
    group: str
    electronic: int
    manual: int
    last_by_app: date | None


class Typist(NamedTuple):
    """What one name typed: claims, whose, in how many workbooks, the same times, what became."""

    name: str
    account: str
    claims: int
    people: int
    workbooks: int
    alike: int
    accepted: int
    refused: int


@dataclass(frozen=True)
class Board:
    """The whole picture from ``first`` to ``last``; ``weeks`` by their Monday."""

    first: date
    last: date
    mandatory: date
    weeks: tuple[date, ...]
    city: Line
    groups: tuple[Line, ...]
    offices: tuple[Line, ...]
    places: tuple[Line, ...]
    never: tuple[Lagging, ...]
    not_ready: tuple[Lagging, ...]
    repeated: tuple[Lagging, ...]
    typists: tuple[Typist, ...]


def board(session: Session, first: date, last: date) -> Board:
    """Count a span of days, of the user's office; people and units as on its last day."""
    with session.reading(Permission.READ_RECORDS) as connection:
        known = {unit.id: unit for unit in units.as_of(connection, last)}
        own = scope.own_units(connection, session.actor, last)
        roster = [r for r in people.as_of(connection, last) if own is None or r.unit_id in own]
        mine = {row.id for row in roster}
        policy = stored_policy.load(connection)
        electronic = clocked.person_days(connection, first, last)
        manual = queue.person_days(connection, first, last)
        typed = [each for each in queue.typed(connection, first, last) if each.person_id in mine]
    counted = _Counted(first, last, electronic, manual)
    who = [_Person(row, known, policy, counted) for row in roster]
    mandatory = policy.last_day + timedelta(1)
    return Board(
        first,
        last,
        mandatory,
        counted.weeks,
        _line("Seluruh kota", who, counted),
        _lines(who, counted, lambda one: one.group),
        _lines(who, counted, lambda one: one.opd),
        _lines(who, counted, lambda one: one.place),
        _sorted(one.lagging for one in who if not counted.by_app(one.id)),
        _sorted(one.lagging for one in who if not one.ready(mandatory, last)),
        _most(one.lagging for one in who if counted.by_hand(one.id) >= MANY),
        tuple(_typists(typed)),
    )


# ── counting ────────────────────────────────────────────────────────────────────────────────


class _Counted:
    """Person-days of a span, by person and week."""

    def __init__(
        self,
        first: date,
        last: date,
        electronic: Iterable[tuple[int, date]],
        manual: Iterable[tuple[int, date]],
    ) -> None:
        monday = first - timedelta(first.weekday())
        count = (last - monday).days // 7 + 1
        self.weeks = tuple(monday + n * WEEK for n in range(count))
        self.last_by_app: dict[int, date] = {}
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        self._totals: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        by_hand = set(manual)
        for person, day in electronic:
            both = (person, day) in by_hand
            by_hand.discard((person, day))
            self._add(person, (day - monday).days // 7, 2 if both else 0)
            self.last_by_app[person] = max(day, self.last_by_app.get(person, day))
        for person, day in by_hand:
            self._add(person, (day - monday).days // 7, 1)

    def _add(self, person: int, week: int, kind: int) -> None:
        self.cells[person, week][kind] += 1
        self._totals[person][kind] += 1

    def of(self, person: int) -> Days:
        """Give somebody's days."""
        return Days(*self._totals[person]) if person in self._totals else Days()

    def by_app(self, person: int) -> int:
        days = self.of(person)
        return days.electronic + days.both

    def by_hand(self, person: int) -> int:
        days = self.of(person)
        return days.manual + days.both


class _Person:
    """Somebody of the roster, with the names of what they belong to."""

    def __init__(
        self, row: RosterRow, known: Mapping[int, UnitRow], policy: Policy, counted: _Counted
    ) -> None:
        self.id, self.counted = row.id, counted
        self._row, self._unit = row, known.get(row.unit_id)
        line = _line_of(known, row.unit_id)
        self.opd = line[-1].label if line else "tanpa unit"
        job = row.person.assignment
        if self._unit is None:
            self.group, self.place = policy.everybody.name, "tanpa tempat"
            return
        place = Workplace(self._unit.name, self._unit.kind, self._unit.place, job.family or "")
        self.group = policy.group(place.kind, place.family).name
        self.place = policy.district(place) or "tanpa tempat"

    def ready(self, mandatory: date, last: date) -> bool:
        """Tell whether somebody clocked in shortly before the day all must (or the span's end)."""
        until = min(mandatory - timedelta(1), last)
        found = self.counted.last_by_app.get(self.id)
        return found is not None and found > until - READY_WITHIN

    @property
    def lagging(self) -> Lagging:
        who, counted = self._row.person.identity, self.counted
        return Lagging(
            self.id,
            who.nip,
            full_name(who.name, who.front_title, who.back_title),
            self._unit.label if self._unit else "–",
            self.opd,
            self.group,
            counted.by_app(self.id),
            counted.by_hand(self.id),
            counted.last_by_app.get(self.id),
        )


def _line_of(known: Mapping[int, UnitRow], unit_id: int) -> list[UnitRow]:
    line: list[UnitRow] = []
    at: int | None = unit_id
    while at is not None and at in known and known[at] not in line:
        line.append(known[at])
        at = known[at].parent_id
    return line


def _line(name: str, who: Sequence[_Person], counted: _Counted) -> Line:
    weeks = [[0, 0, 0] for _ in counted.weeks]
    for one in who:
        for week, cells in enumerate(weeks):
            for kind, count in enumerate(counted.cells.get((one.id, week), ())):
                cells[kind] += count
    total = [sum(week[kind] for week in weeks) for kind in range(3)]
    return Line(name, len(who), Days(*total), tuple(Days(*week) for week in weeks))


def _lines(
    who: Sequence[_Person], counted: _Counted, key: Callable[[_Person], str]
) -> tuple[Line, ...]:
    """Give a line for each value of ``key``, the least by app first."""
    parted: dict[str, list[_Person]] = defaultdict(list)
    for one in who:
        parted[key(one)].append(one)
    lines = [_line(name, members, counted) for name, members in parted.items()]
    return tuple(sorted(lines, key=lambda line: (line.days.by_app or Decimal(0), line.name)))


def _sorted(found: Iterable[Lagging]) -> tuple[Lagging, ...]:
    return tuple(sorted(found, key=lambda each: (each.opd, each.unit, each.name)))


def _most(found: Iterable[Lagging]) -> tuple[Lagging, ...]:
    return tuple(sorted(found, key=lambda each: (-each.manual, each.name)))


def _typists(typed: Iterable[Typed]) -> Iterable[Typist]:
    """Gather what each name typed, most first."""
    mine: dict[tuple[str, str], list[Typed]] = defaultdict(list)
    for each in typed:
        mine[each.name or "tidak disebut", each.account or ""].append(each)
    found = [_typist(*key, each) for key, each in mine.items()]
    return sorted(found, key=lambda each: (-each.claims, each.name))


def _typist(name: str, account: str, typed: Sequence[Typed]) -> Typist:
    times = Counter((each.batch_id, each.check_in, each.check_out) for each in typed)
    alike = sum(count for count in times.values() if count >= queue.TOGETHER)
    outcomes = Counter(each.outcome for each in typed)
    refused = outcomes[Decision.REJECT.value] + outcomes[Decision.ELECTRONIC.value]
    return Typist(
        name,
        account,
        len(typed),
        len({each.person_id for each in typed}),
        len({each.batch_id for each in typed}),
        alike,
        outcomes[Decision.MANUAL.value],
        refused,
    )


# ── words ───────────────────────────────────────────────────────────────────────────────────


def in_short(found: Board) -> list[str]:
    """Say what the numbers come to, in sentences: the head of the evaluation."""
    from polima_desktop.formatting import day as written
    from polima_desktop.formatting import number, percent

    days = found.city.days
    words = [
        (
            f"Dari {number(days.total)} hari pegawai yang tercatat {written(found.first)} sampai "
            f"{written(found.last)}, {percent(days.by_app)} tercatat di aplikasi dan "
            f"{percent(days.by_hand)} hanya di backup manual."
        ),
        (
            f"{number(len(found.never))} dari {number(found.city.people)} pegawai belum pernah "
            f"memakai aplikasi; {number(len(found.not_ready))} belum siap untuk "
            f"{written(found.mandatory)}."
        ),
    ]
    if found.repeated:
        words.append(
            f"{number(len(found.repeated))} pegawai memakai backup manual {MANY} hari atau lebih."
        )
    alike = [each for each in found.typists if each.alike]
    if alike:
        words.append(
            f"{number(len(alike))} pengetik menulis {queue.TOGETHER} klaim atau lebih berjam "
            "persis sama dalam satu buku kerja: perlu dilihat, bukan bukti."
        )
    return words
