"""People's rulings laid over an outcome: what is decided, what waits, and still every row once.

A ruling names rows by their content (number, name key, birth date), so it holds for the next
export too; where a row's content has changed, the ruling no longer reaches it and comes back to be
looked at (``rulings``). Later rulings win over earlier ones; taken-back ones are not handed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from polima_desktop.domain.matching.bridge import Step, build_bridge
from polima_desktop.domain.matching.cleaning import Clean
from polima_desktop.domain.matching.engine import Outcome, Pair, Rulings
from polima_desktop.domain.matching.leftovers import Decrees, Standing, explain
from polima_desktop.domain.matching.levels import Context, compare
from polima_desktop.domain.matching.rows import Certainty, Side, State
from polima_desktop.domain.matching.rulings import Kind, Return, Ruling, returned
from polima_desktop.domain.matching.verdicts import Circumstances, judge

Status = Literal["auto", "waits", "accepted"]


class DeskPair(NamedTuple):
    """A linked pair: ``auto`` needs nobody, ``waits`` is to be decided, ``accepted`` was."""

    pair: Pair
    status: Status
    ruling: Ruling | None = None


@dataclass(frozen=True)
class Desk:
    """An outcome with rulings. ``left`` and ``right``: one standing a row, in list order.

    ``returns``: rulings one row of which reads otherwise now, to be decided anew.
    """

    outcome: Outcome
    keys: tuple[list[str], list[str]]
    pairs: list[DeskPair]
    left: list[Standing]
    right: list[Standing]
    rulings: Mapping[tuple[Side, int], Ruling]
    returns: tuple[Return, ...] = ()

    def bridge(self, names: tuple[str, str]) -> list[Step]:
        """Give the steps from one headcount to the other, as decided so far."""
        left: list[State] = [standing.state for standing in self.left]
        right: list[State] = [standing.state for standing in self.right]
        return build_bridge(left, right, names)

    def standings(self, side: Side) -> list[Standing]:
        """Give a side's standings."""
        return self.left if side == "left" else self.right

    def rows(self, side: Side) -> list[Clean]:
        """Give a side's rows."""
        return self.outcome.left_rows if side == "left" else self.outcome.right_rows

    def waiting(self, *certainties: Certainty) -> list[DeskPair]:
        """Give the pairs nobody has decided, of the named certainties or all."""
        wanted = certainties or ("likely", "check")
        return [p for p in self.pairs if p.status == "waits" and p.pair.certainty in wanted]


def row_keys(rows: Iterable[Clean]) -> list[str]:
    """Give each row's content as one text; rows alike to the letter are numbered in list order."""
    seen = Counter[str]()
    keys = []
    for row in rows:
        key = "|".join(row.content)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}|{seen[key]}")
    return keys


def places(keys: tuple[list[str], list[str]], rulings: Iterable[Ruling]) -> Rulings:
    """Give the rulings on pairs as places in two lists, for the engine; the later one wins."""
    left = {key: n for n, key in enumerate(keys[0])}
    right = {key: n for n, key in enumerate(keys[1])}
    by_pair: dict[tuple[int, int], Kind] = {}
    for ruling in rulings:
        if ruling.kind != "reason" and ruling.left in left and ruling.right in right:
            by_pair[left[ruling.left], right[ruling.right]] = ruling.kind
    same: dict[int, int] = {}
    for (a, b), kind in by_pair.items():
        if kind == "same":
            same = {k: v for k, v in same.items() if k != a and v != b} | {a: b}
    different = frozenset(pair for pair, kind in by_pair.items() if kind == "different")
    return Rulings(frozenset(same.items()), different)


def lay(outcome: Outcome, rulings: Sequence[Ruling]) -> Desk:
    """Lay rulings over an outcome, in the order in which they were made."""
    keys = row_keys(outcome.left_rows), row_keys(outcome.right_rows)
    table = _Table(outcome, keys)
    for ruling in rulings:
        table.apply(ruling)
    return table.desk(rulings)


class _Table:
    """The pairs while rulings are laid on them."""

    def __init__(self, outcome: Outcome, keys: tuple[list[str], list[str]]) -> None:
        self._outcome, self._keys = outcome, keys
        self._place = (
            {key: n for n, key in enumerate(keys[0])},
            {key: n for n, key in enumerate(keys[1])},
        )
        self._by_left = {pair.left: pair for pair in outcome.pairs}
        self._by_right = {pair.right: pair for pair in outcome.pairs}
        self._accepted: dict[tuple[int, int], Ruling] = {}
        self._alone: dict[tuple[Side, int], Ruling] = {}

    def apply(self, ruling: Ruling) -> None:
        """Apply one ruling, if its rows are there."""
        left = self._place[0].get(ruling.left)
        right = self._place[1].get(ruling.right)
        if ruling.kind == "reason":
            self._say_why(ruling, left, right)
        elif left is not None and right is not None:
            self._part(left, right) if ruling.kind == "different" else self._join(
                left, right, ruling
            )

    def _say_why(self, ruling: Ruling, left: int | None, right: int | None) -> None:
        if left is not None and not ruling.right:
            self._free(self._by_left.get(left))
            self._alone["left", left] = ruling
        elif right is not None and not ruling.left:
            self._free(self._by_right.get(right))
            self._alone["right", right] = ruling

    def _join(self, left: int, right: int, ruling: Ruling) -> None:
        pair = self._by_left.get(left)
        if pair is None or pair.right != right:
            self._free(pair)
            self._free(self._by_right.get(right))
            pair = self._new_pair(left, right)
            self._by_left[left] = self._by_right[right] = pair
        self._accepted[left, right] = ruling
        self._alone.pop(("left", left), None)
        self._alone.pop(("right", right), None)

    def _part(self, left: int, right: int) -> None:
        pair = self._by_left.get(left)
        if pair is not None and pair.right == right:
            self._free(pair)

    def _free(self, pair: Pair | None) -> None:
        if pair is not None:
            del self._by_left[pair.left], self._by_right[pair.right]
            self._accepted.pop((pair.left, pair.right), None)

    def _new_pair(self, left: int, right: int) -> Pair:
        """Give a pair that a person made; its evidence is shown for what it is."""
        one, other = self._outcome.left_rows[left], self._outcome.right_rows[right]
        context = Context(1, {}, {}, self._outcome.same_unit)
        levels = compare(one, other, context)
        verdict = judge(one, other, levels, Circumstances())
        return Pair(left, right, "check", levels.score, verdict.case, levels, verdict.notes)

    def desk(self, rulings: Sequence[Ruling]) -> Desk:
        """Give what stands."""
        links = (
            {left: pair.right for left, pair in self._by_left.items()},
            {right: pair.left for right, pair in self._by_right.items()},
        )
        returns = returned(self._keys, links, rulings)
        doubted = {_places(back) for back in returns if back.ruling.kind == "different"}
        pairs = [self._shown(self._by_left[left], doubted) for left in sorted(self._by_left)]
        decrees = Decrees(self._outcome.departures)
        return Desk(
            self._outcome,
            self._keys,
            pairs,
            self._standings("left", self._by_left, decrees),
            self._standings("right", self._by_right, decrees),
            dict(self._alone),
            tuple(returns),
        )

    def _shown(self, pair: Pair, doubted: Collection[tuple[int | None, int | None]]) -> DeskPair:
        """Give a pair's status; one whose rows were once told apart is never automatic."""
        ruling = self._accepted.get((pair.left, pair.right))
        if ruling is not None:
            return DeskPair(pair, "accepted", ruling)
        if (pair.left, pair.right) in doubted:
            notes = (*pair.notes, "told_apart")
            return DeskPair(pair._replace(certainty="check", notes=notes), "waits")
        return DeskPair(pair, "auto" if pair.certainty == "sure" else "waits")

    def _standings(
        self, side: Side, linked: Mapping[int, Pair], decrees: Decrees
    ) -> list[Standing]:
        outcome = self._outcome
        found = outcome.left if side == "left" else outcome.right
        rows = outcome.left_rows if side == "left" else outcome.right_rows
        standings = []
        for place, (row, before) in enumerate(zip(rows, found, strict=True)):
            ruling = self._alone.get((side, place))
            if place in linked:
                standings.append(Standing("linked", ""))
            elif ruling is not None:
                standings.append(Standing(ruling.state or "open", ruling.words))
            elif before.state == "linked":
                standings.append(explain(row, decrees, outcome.day))
            else:
                standings.append(before)
        return standings


def _places(back: Return) -> tuple[int | None, int | None]:
    return (back.kept, back.now) if back.side == "right" else (back.now, back.kept)


# ── what is left to do, and what the next export brought ────────────────────────────────────


class Summary(NamedTuple):
    """The numbers of a desk, for the trend: headcounts, links, what is unexplained or waits."""

    left: int
    right: int
    linked: int
    open_left: int
    open_right: int
    check: int
    likely: int
    differing: int

    @property
    def apart(self) -> int:
        """The rows that stand in one list only."""
        return self.left + self.right - 2 * self.linked

    @property
    def open(self) -> int:
        """Rows nobody has explained and pairs nobody has decided."""
        return self.open_left + self.open_right + self.check + self.likely


def summarise(desk: Desk) -> Summary:
    """Give a desk's numbers."""
    return Summary(
        len(desk.left),
        len(desk.right),
        len(desk.pairs),
        sum(standing.state == "open" for standing in desk.left),
        sum(standing.state == "open" for standing in desk.right),
        len(desk.waiting("check")),
        len(desk.waiting("likely")),
        sum(bool(pair.pair.case) for pair in desk.pairs),
    )


def trouble(desk: Desk) -> dict[str, str]:
    """Give what is wrong with whom: a row's own key → the code of its case or its state.

    People are known again in the next export by what a repair leaves alone: the left row of a
    pair, else number or name of the row itself.
    """
    found: dict[str, str] = {}
    for each in desk.pairs:
        if each.pair.case:
            found[desk.keys[0][each.pair.left]] = each.pair.case
    for side, keys in (("left", desk.keys[0]), ("right", desk.keys[1])):
        for place, standing in enumerate(desk.standings("left" if side == "left" else "right")):
            if standing.state != "linked":
                found[f"{side}:{keys[place]}"] = standing.state
    return found


class Since(NamedTuple):
    """What became of the last export's trouble: repaired, still there, new in this one."""

    repaired: list[str]
    still: list[str]
    new: list[str]


def compare_trouble(before: Mapping[str, str], now: Mapping[str, str]) -> Since:
    """Hold the trouble of two exports against each other."""
    return Since(
        sorted(key for key in before if key not in now),
        sorted(key for key in before if key in now),
        sorted(key for key in now if key not in before),
    )
