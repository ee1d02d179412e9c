"""A month's queue as columns: what is counted, filtered and ordered, and the claims on demand.

Making fifty thousand claims takes seconds and nobody reads them; so their findings are worked out
as columns (``domain.review_columns``), and a claim is made when somebody looks at it. What a claim
says, and why, is ``claims``'.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

import numpy as np

from polima_desktop.domain.access import Actor, Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.names import search_queries
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding, check_decision
from polima_desktop.domain.review_columns import (
    DECISIONS,
    FINDINGS,
    UNDECIDED,
    Bools,
    Ints,
    Sides,
    compare,
    still_open,
)
from polima_desktop.domain.transition import Because, Outcome, Verdict, Workplace
from polima_desktop.services.collector import collector_paused
from polima_desktop.services.review.claims import Claim, Judge, judge_of, search_key, units_of
from polima_desktop.services.review.decisions import Own, own_of
from polima_desktop.storage.review import queue as stored_queue
from polima_desktop.storage.review.queue import Read
from polima_desktop.storage.staff.units import UnitRow

if TYPE_CHECKING:
    from datetime import date

    from polima_desktop.services.session import Session

_MISSING = -1
_Value = TypeVar("_Value", bound=Hashable)


class Columns(NamedTuple):
    """Of each claim: its number, whose, where, what was found, and what was decided.

    ``finding`` and ``outcome`` are places in ``FINDINGS`` and ``DECISIONS``; ``verdict`` and
    ``typed`` are places in lists of their own.
    """

    id: Ints
    person: Ints
    unit: Ints
    finding: Ints
    minutes: Ints
    outcome: Ints
    doubted: Bools
    verdict: Ints
    typed: Ints


@dataclass
class Opened(Sequence[Claim]):
    """The claims of a month by person and day; those somebody decided here are kept fresh."""

    columns: Columns
    names: dict[int, tuple[str, str]]
    units: dict[int, UnitRow]
    verdicts: list[Verdict]
    typists: list[tuple[str | None, str | None]]
    make: Callable[[int], Claim]

    def __post_init__(self) -> None:
        self._made: dict[int, Claim] = {}
        self._read_open()

    @classmethod
    def of(cls, claims: Sequence[Claim]) -> Opened:
        """Give claims that are made already as a queue."""
        verdicts = list(dict.fromkeys(claim.policy for claim in claims))
        typists = list(dict.fromkeys(_typist(claim) for claim in claims))
        rows = [_cells(c, verdicts.index(c.policy), typists.index(_typist(c))) for c in claims]
        return cls(
            Columns(*_turned(rows)),
            {claim.row.person_id: (claim.name, claim.nip) for claim in claims},
            {claim.row.unit_id: claim.unit for claim in claims},
            verdicts,
            typists,
            claims.__getitem__,
        )

    # ── one claim, or many ────────────────────────────────────────────────────────────────

    def __len__(self) -> int:
        return len(self.columns.id)

    @overload
    def __getitem__(self, place: int) -> Claim: ...
    @overload
    def __getitem__(self, place: slice) -> list[Claim]: ...
    def __getitem__(self, place: int | slice) -> Claim | list[Claim]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        if place < 0 or place >= len(self):
            raise IndexError(place)
        if place not in self._made:  # the worker may be reading too: what is fresh stays
            self._made.setdefault(place, self.make(place))
        return self._made[place]

    def __iter__(self) -> Iterator[Claim]:
        """Give every claim once; those made on the way are not kept."""
        return (self._made.get(n) or self.make(n) for n in range(len(self)))

    def place(self, claim_id: int) -> int | None:
        """Find a claim; None: it is not here."""
        found = np.flatnonzero(self.columns.id == claim_id)
        return int(found[0]) if len(found) else None

    def of_people(self, people: Iterable[int]) -> list[Claim]:
        """Give every claim of some people."""
        found = np.flatnonzero(np.isin(self.columns.person, list(people)))
        return [self[place] for place in found.tolist()]

    def replace(self, fresh: Iterable[Claim]) -> None:
        """Put claims as they are now in the place of what was read before."""
        for claim in fresh:
            place = self.place(claim.id)
            if place is not None:
                self._made[place] = claim
                cells = _cells(claim, _added(self.verdicts, claim.policy), _MISSING)
                for column, cell in zip(self.columns[:-1], cells[:-1], strict=True):
                    column[place] = cell
        self._read_open()

    # ── counting and narrowing ────────────────────────────────────────────────────────────

    def _read_open(self) -> None:
        self.open = still_open(self.columns.outcome)

    def with_finding(self, findings: Iterable[Finding]) -> Bools:
        """Tell which claims have one of some findings."""
        numbers = [FINDINGS.index(each) for each in findings]
        return np.isin(self.columns.finding, numbers)

    def with_outcome(self, decision: Decision) -> Bools:
        """Tell on which claims a decision is in force."""
        return np.equal(self.columns.outcome, DECISIONS.index(decision))

    def with_text(self, text: str) -> Bools:
        """Tell which claims a search finds: by person and unit, each pair looked at once."""
        queries = search_queries(text)
        if not queries:
            return np.ones(len(self), np.bool_)
        pairs, places = _pairs(self.columns.person, self.columns.unit)
        keys = [search_key(*self.names[who], self.units[where]) for who, where in pairs]
        return np.array([any(query in key for query in queries) for key in keys], bool)[places]

    def able(self, actor: Actor, decision: Decision, reason: str, among: Bools) -> Ints:
        """Give the places of the claims among some that this user may decide so.

        As ``decisions.allows`` says of each: the policy and the finding allow it with this
        reason, and the claim is neither typed by the user nor their own.
        """
        chosen = np.flatnonzero(among)
        pairs, places = _pairs(self.columns.finding[chosen], self.columns.verdict[chosen])
        allowed = [
            _allowed(FINDINGS[finding], self.verdicts[verdict], decision, reason)
            for finding, verdict in pairs
        ]
        return chosen[np.array(allowed, np.bool_)[places] & ~self._own(actor)[chosen]]

    def _own(self, actor: Actor) -> Bools:
        """Tell which claims this user typed or makes for themselves."""
        typed = [own_of(actor, "", *each) is Own.TYPED for each in self.typists]
        people = [who for who, (name, _) in self.names.items() if own_of(actor, name) is Own.NAME]
        by_hand = np.array(typed, np.bool_)[self.columns.typed]
        return by_hand | np.isin(self.columns.person, people)


# ── reading a month ─────────────────────────────────────────────────────────────────────────


def opened(session: Session, month: Month) -> Opened:
    """Give the queue of a month this user may see, by person and day."""
    with collector_paused():
        with session.reading(Permission.READ_RECORDS) as connection:
            own = units_of(connection, session.actor, month)
            read = stored_queue.read_between(connection, month.first, month.last, own)
            if not len(read):
                return Opened.of([])
            days = list(zip(read.table["person_id"], read.table["day"], strict=True))
            judge = judge_of(connection, month, days)
        return _queue(read, judge)


def _queue(read: Read, judge: Judge) -> Opened:
    table = read.table
    person, unit = _ints(table["person_id"]), _ints(table["unit_id"])
    places = _Places(judge, table)
    verdicts, which = places.verdicts()
    sides, proved = _sides(read), _proved(read)
    accepted = np.array([each.outcome is Outcome.ACCEPTED for each in verdicts], np.bool_)[which]
    by_place = np.array([each.because is Because.PLACE for each in verdicts], np.bool_)[which]
    weighed = Sides(**sides, proved=proved, off=places.off(), accepted=accepted, by_place=by_place)
    finding, minutes = compare(weighed, judge.tolerance)
    numbers = {each.value: n for n, each in enumerate(DECISIONS)}
    outcome = _ints([numbers.get(each, UNDECIDED) for each in table["outcome"]])
    typists, typed = _coded(zip(table["typed_by"], table["typed_account"], strict=True))
    doubted = places.moved() | _warned(read)
    columns = Columns(
        _ints(table["id"]), person, unit, finding, minutes, outcome, doubted, which, typed
    )
    names = {who: (judge.name(who), judge.who[who].identity.nip) for who in set(person.tolist())}
    known = {where: judge.places.units[where] for where in set(unit.tolist())}
    return Opened(columns, names, known, verdicts, typists, lambda n: judge.claim(read.row(n)))


def _sides(read: Read) -> dict[str, Any]:
    """Give what both sources say, as ``Sides`` wants it."""
    table, ids = read.table, _ints(read.table["id"])
    return {
        "clocked": np.array(table["has_attendance"], np.bool_),
        "said_in": _times(table["check_in"]),
        "said_out": _times(table["check_out"]),
        "said_work": _among(ids, read.said),
        "kept_in": _times(table["kept_in"]),
        "kept_out": _times(table["kept_out"]),
        "kept_work": _among(ids, (claim for claim, count in read.kept.items() if count)),
        "known": _times(table["kept_id"]) != _MISSING,
    }


def _proved(read: Read) -> Bools:
    """Tell which claims have a file whose bytes are kept."""
    if not read.files:
        return np.zeros(len(read), np.bool_)
    days = zip(read.table["person_id"], read.table["day"], strict=True)
    return np.array([day in read.files for day in days], np.bool_)


def _warned(read: Read) -> Bools:
    """Tell which claims the import warned of, or were typed at one time with many others."""
    table = read.table
    warned = np.array([bool(each) for each in table["doubts"]], np.bool_)
    if not read.alike:
        return warned
    times = zip(table["batch_id"], table["check_in"], table["check_out"], strict=True)
    alike = np.array([each in read.alike for each in times], np.bool_)
    return warned | (alike & np.array(table["has_attendance"], np.bool_))


class _Places:
    """Where each claim's person worked on its day, and what follows from that."""

    def __init__(self, judge: Judge, table: Mapping[str, Sequence[Any]]) -> None:
        self._judge, self._table = judge, table
        self._days: list[date] = sorted(set(table["day"]))
        numbers = {day: n for n, day in enumerate(self._days)}
        self._day = _ints([numbers[day] for day in table["day"]])
        self._person, self._unit = _ints(table["person_id"]), _ints(table["unit_id"])
        self._places, self._place = self._where()

    def _where(self) -> tuple[list[Workplace], Ints]:
        """Give the different workplaces, and which of them each claim's person worked in.

        Whoever stays put all month is looked up once for all claims of a unit.
        """
        of, first, last = self._judge.places, self._days[0], self._days[-1]
        pairs, pair = _pairs(self._person, self._unit)
        found, place = _coded(of.of(who, first, unit) for who, unit in pairs)
        place, numbers = place[pair], {each: n for n, each in enumerate(found)}
        move = [who for who in set(self._person.tolist()) if not of.stays(who, first, last)]
        for n in np.flatnonzero(np.isin(self._person, move)).tolist():
            where = of.of(*(self._table[name][n] for name in ("person_id", "day", "unit_id")))
            place[n] = numbers.setdefault(where, len(numbers))
        return list(numbers), place

    def verdicts(self) -> tuple[list[Verdict], Ints]:
        """Give the policy's different answers, and which of them each claim gets."""
        rows = zip(self._table["person_id"], self._table["day"], strict=True)
        late = self._judge.handed_in
        came, when = _coded(late.get(row) for row in rows) if late else ([None], 0 * self._day)
        cases, case = _pairs(self._place * len(came) + when, self._day)
        verdict = self._judge.verdict
        answers = [
            verdict(self._places[one // len(came)], self._days[day], came[one % len(came)])
            for one, day in cases
        ]
        found, which = _coded(answers)
        return found, which[case]

    def off(self) -> Bools:
        """Tell on which of the days no work was due."""
        days = self._judge.off
        pairs, places = _pairs(self._unit, self._day)
        found = np.array([bool(days.of_unit(u, self._days[d])) for u, d in pairs], bool)[places]
        for n in np.flatnonzero(np.isin(self._person, list(days.absent))).tolist():
            row = self._table["person_id"][n], self._table["unit_id"][n], self._table["day"][n]
            found[n] = bool(days.why(*row))
        return found

    def moved(self) -> Bools:
        """Tell which claims were made in another unit than the person's of that day."""
        pairs, places = _pairs(self._place, self._unit)
        units = self._judge.places.units
        return np.array([self._places[p].name != units[u].name for p, u in pairs], bool)[places]


# ── columns ─────────────────────────────────────────────────────────────────────────────────


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, np.int64)


def _times(values: Sequence[int | None]) -> Ints:
    """Give whole numbers, ``_MISSING`` for none; floats between hold every id and second exactly.

    numpy reads a blank as not-a-number, five times as fast as Python looks at each.
    """
    found = np.array(values, np.float64)
    return np.where(np.isnan(found), _MISSING, found).astype(np.int64)


def _among(ids: Ints, some: Iterable[int]) -> Bools:
    return np.isin(ids, np.fromiter(some, np.int64))


def _coded(values: Iterable[_Value]) -> tuple[list[_Value], Ints]:
    """Give the different values in the order they come, and the place of each value among them."""
    places: dict[_Value, int] = {}
    found = [places.setdefault(value, len(places)) for value in values]
    return list(places), _ints(found)


def _pairs(one: Ints, other: Ints) -> tuple[list[tuple[int, int]], Ints]:
    """Give the different pairs of two columns, and the place of each row's pair among them."""
    if not len(one):
        return [], one
    width = int(other.max()) + 1
    codes, places = np.unique(one * width + other, return_inverse=True)
    return [divmod(code, width) for code in codes.tolist()], places


def _turned(rows: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    """Turn rows of cells into columns; the seventh tells yes from no."""
    for n, name in enumerate(Columns._fields):
        yield np.array([row[n] for row in rows], np.bool_ if name == "doubted" else np.int64)


def _cells(claim: Claim, verdict: int, typed: int) -> tuple[Any, ...]:
    outcome = DECISIONS.index(claim.decided.outcome) if claim.decided else UNDECIDED
    finding, minutes = FINDINGS.index(claim.finding), claim.comparison.minutes
    row = claim.row
    where = row.id, row.person_id, row.unit_id
    return *where, finding, minutes, outcome, bool(claim.doubts), verdict, typed


def _typist(claim: Claim) -> tuple[str | None, str | None]:
    return claim.row.typed_by, claim.row.typed_account


def _added(values: list[Verdict], one: Verdict) -> int:
    if one not in values:
        values.append(one)
    return values.index(one)


def _allowed(finding: Finding, policy: Verdict, decision: Decision, reason: str) -> bool:
    try:
        check_decision(finding, policy, decision, reason)
    except Refused:
        return False
    return True
