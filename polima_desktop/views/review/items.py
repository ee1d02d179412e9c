"""The queue as values: claims of a month gathered by person, filtered and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, overload

import numpy as np

from polima_desktop.domain.names import search_queries
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.domain.review_columns import Bools, Ints
from polima_desktop.formatting import MINUS, UNKNOWN, money, number
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.opened import Opened
from polima_desktop.services.review.stakes import PersonStake, Stake, Stakes
from polima_desktop.views.paint import Badge

KINDS = {
    Finding.CONFLICT: "bad",
    Finding.ABSENT: "bad",
    Finding.BOTH: "bad",
    Finding.OFF_DAY: "warn",
    Finding.FILLS: "man",
    Finding.NO_EVIDENCE: "warn",
    Finding.OUTSIDE: "mute",
    Finding.NOT_BLANK: "mute",
    Finding.MATCH: "ok",
}
ORDER = list(Finding)


class State(StrEnum):
    """Where a claim stands, as the filter offers it; the value is the word on screen."""

    WAITING = "belum diputus"
    ASKED = "bukti diminta"
    RETURNED = "dikembalikan"
    DOUBTED = "perlu dilihat lagi"
    DECIDED = "sudah diputus"

    def among(self, queue: Opened) -> Bools:
        """Tell which claims of a queue stand there, as ``holds`` tells of one."""
        if self is State.DOUBTED:
            return queue.open & queue.columns.doubted
        if self in _ANSWERS:
            return queue.with_outcome(_ANSWERS[self])
        return queue.open if self is State.WAITING else ~queue.open

    def holds(self, claim: Claim) -> bool:
        """Tell whether a claim stands there; what was asked or sent back is still undecided."""
        if self is State.DOUBTED:
            return claim.open and bool(claim.doubts)
        if self in _ANSWERS:
            return claim.decided is not None and claim.decided.outcome is _ANSWERS[self]
        return claim.open is (self is State.WAITING)


_ANSWERS = {State.ASKED: Decision.ASK, State.RETURNED: Decision.RETURN}


class Filter(NamedTuple):
    """What the queue shows: empty sets and texts narrow nothing."""

    text: str = ""
    findings: frozenset[Finding] = frozenset()
    states: frozenset[State] = frozenset()

    def shown(self, queue: Opened) -> Bools:
        """Tell which claims of a queue are shown."""
        found = queue.with_text(self.text)
        if self.findings:
            found &= queue.with_finding(self.findings)
        if self.states:
            found &= np.any([state.among(queue) for state in self.states], axis=0)
        return found

    @property
    def narrows(self) -> bool:
        """Tell whether anything is left out."""
        return self != Filter()

    def passes(self, claim: Claim) -> bool:
        """Tell whether a claim is shown."""
        if self.findings and claim.finding not in self.findings:
            return False
        if self.states and not any(state.holds(claim) for state in self.states):
            return False
        queries = search_queries(self.text)
        return not queries or any(query in claim.key for query in queries)


class Item(NamedTuple):
    """One row of the queue; a tuple with the person as its key, as tables want it."""

    person_id: int
    name: str
    unit: str
    finding: Finding
    claims: Sequence[Claim]
    stake: PersonStake | None

    @property
    def badge(self) -> Badge:
        """The most telling finding among the claims that are shown."""
        return finding_badge(self.finding)

    @property
    def short_name(self) -> str:
        """The name without the degrees behind it: the queue is narrow, the desk shows them."""
        return self.name.partition(",")[0]

    @property
    def amount(self) -> str:
        """What is at stake, as written at the right of the row."""
        return signed(self.stake.stake.amount) if self.stake else UNKNOWN


def finding_badge(finding: Finding) -> Badge:
    """Give a finding in word, shape and colour; short, for queue and table are narrow."""
    return Badge(KINDS[finding], finding.short)


class Mine(Sequence[Claim]):
    """One person's claims in a queue, made when they are looked at."""

    def __init__(self, queue: Opened, places: range) -> None:
        self._queue, self._places = queue, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Claim: ...
    @overload
    def __getitem__(self, place: slice) -> list[Claim]: ...
    def __getitem__(self, place: int | slice) -> Claim | list[Claim]:
        if isinstance(place, slice):
            return [self._queue[one] for one in self._places[place]]
        return self._queue[self._places[place]]


def gather(
    queue: Opened,
    wanted: Filter,
    stakes: Stakes | None,
    order: Mapping[int, int] | None = None,
) -> list[Item]:
    """Give the people with a claim that passes, the most costly conflict first.

    With ``order`` (person → place) they stay where they were: nobody moves while one decides.
    """
    if not len(queue):
        return []
    shown, person = wanted.shown(queue), queue.columns.person
    starts = np.flatnonzero(np.r_[True, person[1:] != person[:-1]])
    ends = np.r_[starts[1:], len(person)]
    worst = np.minimum.reduceat(_urgency(queue, shown), starts)
    minutes = np.add.reduceat(np.where(queue.open, queue.columns.minutes, 0), starts)
    first = np.flatnonzero(shown)[np.searchsorted(np.flatnonzero(shown), starts[worst < _NOT])]
    chosen = zip(starts[worst < _NOT].tolist(), ends[worst < _NOT].tolist(), first.tolist(),
                 worst[worst < _NOT].tolist(), strict=True)  # fmt: skip
    items = [_item(queue, range(begin, end), at, ORDER[found % _SETTLED], stakes)
             for begin, end, at, found in chosen]  # fmt: skip
    waiting = minutes[worst < _NOT].tolist()
    ranked = sorted(zip(items, waiting, strict=True), key=lambda pair: _rank(*pair))
    found = [item for item, _minutes in ranked]
    if order is not None:
        found.sort(key=lambda item: order.get(item.person_id, len(order)))
    return found


_SETTLED, _NOT = 100, 1000
"""Added to the number of a finding: decided claims come after all open ones, hidden ones last."""


def _urgency(queue: Opened, shown: Bools) -> Ints:
    """Give each claim's place in the order of work; a person's finding is their least."""
    numbers = queue.columns.finding + np.where(queue.open, 0, _SETTLED)
    return np.where(shown, numbers, _NOT)


def _item(
    queue: Opened, places: range, first: int, finding: Finding, stakes: Stakes | None
) -> Item:
    person = int(queue.columns.person[first])
    name, unit = queue.names[person][0], queue.units[int(queue.columns.unit[first])]
    stake = stakes.people.get(person) if stakes else None
    return Item(person, name, unit.label, finding, Mine(queue, places), stake)


def _rank(item: Item, minutes: int) -> tuple[int, int, int, str]:
    amount = (item.stake.stake.amount or 0) if item.stake else 0
    return ORDER.index(item.finding), -abs(amount), -minutes, item.name.casefold()


def first_claim(claims: Sequence[Claim], wanted: Filter) -> Claim:
    """Give the claim to begin with: the first day with the most telling finding."""
    shown = [claim for claim in claims if wanted.passes(claim)] or list(claims)
    waiting = [claim for claim in shown if claim.open] or shown
    return min(waiting, key=lambda claim: (ORDER.index(claim.finding), claim.day))


def next_claim(claims: Sequence[Claim], wanted: Filter, after: int) -> Claim | None:
    """Give the open claim to look at after one: the next later day, else the first there is."""
    places = {claim.id: place for place, claim in enumerate(claims)}
    waiting = [c for c in claims if c.open and wanted.passes(c) and c.id != after]
    later = [claim for claim in waiting if places[claim.id] > places.get(after, -1)]
    return next(iter(later or waiting), None)


# ── words ───────────────────────────────────────────────────────────────────────────────────


def signed(amount: int | None) -> str:
    """Write a difference in rupiah: ``+Rp 21.776``, ``−Rp 5.000``, ``Rp 0``."""
    if amount is None:
        return UNKNOWN
    sign = "+" if amount > 0 else MINUS if amount < 0 else ""
    return f"{sign}{money(abs(amount))}"


def stake_words(stake: Stake | None) -> str:
    """Write what one claim is worth; a claim without effect is a dash."""
    if stake is None or not stake.amount:
        return UNKNOWN
    return signed(stake.amount)


def apart(claim: Claim) -> str:
    """Say in a table cell how far the two records are apart.

    ``64 menit``, ``1 hari``, or the part only the claim has: ``pulang``, ``aktivitas``.
    """
    if claim.comparison.minutes:
        return f"{number(claim.comparison.minutes)} menit"
    if {"masuk", "pulang"} <= set(claim.comparison.gaps):
        return "1 hari"
    return claim.comparison.gaps[0] if claim.comparison.gaps else UNKNOWN


def total_apart(claims: Iterable[Claim]) -> str:
    """Add up how far the open claims are from the records: ``112 menit, 1 hari``."""
    waiting = [claim for claim in claims if claim.open]
    minutes = sum(claim.comparison.minutes for claim in waiting)
    days = sum({"masuk", "pulang"} <= set(claim.comparison.gaps) for claim in waiting)
    parts = [f"{number(minutes)} menit"] if minutes else []
    parts += [f"{number(days)} hari"] if days else []
    return ", ".join(parts) or "tidak ada"
