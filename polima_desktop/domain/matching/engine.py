"""The whole of a reconciliation, from two lists to states that add up. ``reconcile`` is the door.

The plain rows (one valid number, one name in both lists) are linked first; they also show which
units are one under two names. All others go through candidates, evidence and assignment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz

from polima_desktop.domain.matching import leftovers
from polima_desktop.domain.matching.assignment import assign
from polima_desktop.domain.matching.bridge import Step, build_bridge
from polima_desktop.domain.matching.candidates import candidate_pairs
from polima_desktop.domain.matching.cleaning import Clean, clean_rows
from polima_desktop.domain.matching.leftovers import Decrees, Repeat, Standing
from polima_desktop.domain.matching.levels import (
    VERSION,
    Compared,
    Context,
    compare,
    compare_if,
    name_level,
)
from polima_desktop.domain.matching.rows import Certainty, Departure, Row, State
from polima_desktop.domain.matching.verdicts import LINK, Circumstances, judge
from polima_desktop.domain.progress import Progress

_STEPS = 5
_RIVAL = 50
"""Another free candidate within so many tenths of a bit makes a person look."""
_WITHOUT_NUMBER = 75
"""Tenths of a bit that two rows need where a number is missing."""
_CITY = 1_000
"""A shorter list is taken for a part of a population of so many: a name in it is not common."""
_SHOWN = 12
_ONE_NAME = ("same", "near", "less")
_CANDIDATE = 30
"""Evidence from which a row that was not chosen is still shown as another candidate."""


class Pair(NamedTuple):
    """Two rows taken for one person. ``left`` and ``right`` are places in the lists."""

    left: int
    right: int
    certainty: Certainty
    score: int
    case: str
    levels: Compared
    notes: tuple[str, ...]


class Other(NamedTuple):
    """A candidate that was not chosen."""

    left: int
    right: int
    score: int


class Rulings(NamedTuple):
    """What people have decided already, as places in the lists."""

    same: frozenset[tuple[int, int]] = frozenset()
    different: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """The answer. ``left`` and ``right`` hold one standing a row, in the order of the lists."""

    version: str
    day: date | None
    left_rows: list[Clean]
    right_rows: list[Clean]
    pairs: list[Pair]
    left: list[Standing]
    right: list[Standing]
    others: list[Other]
    same_unit: frozenset[tuple[str, str]]
    departures: tuple[Departure, ...] = ()

    def bridge(self, names: tuple[str, str]) -> list[Step]:
        """Give the steps from one headcount to the other."""
        states: tuple[list[State], list[State]] = (
            [standing.state for standing in self.left],
            [standing.state for standing in self.right],
        )
        return build_bridge(*states, names)


def reconcile(
    left: list[Row],
    right: list[Row],
    departures: Sequence[Departure] = (),
    rulings: Rulings = Rulings(),  # noqa: B008 - a frozen value
    day: date | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Hold two lists against each other.

    Args:
        left: the list that is counted from, mostly BKPSDM's.
        right: the list that is counted to.
        departures: decrees that explain rows.
        rulings: pairs that people have linked or parted already.
        day: the day of the lists; found from their dates when None.
        progress: told what is being done; may cancel.
    """
    progress = progress or Progress()
    progress.report(0, _STEPS, "Membersihkan kedua daftar")
    ours, theirs = clean_rows(left), clean_rows(right)
    context = _context(ours, theirs)
    plain = _plain_pairs(ours, theirs, rulings)
    same = learn_units(ours, theirs, plain)
    context = replace(context, same_unit=same, known_units=_known_units(ours, theirs, same))
    progress.report(1, _STEPS, "Mencari calon pasangan")
    scores, levels = _evidence(ours, theirs, plain, rulings, context, progress)
    progress.report(3, _STEPS, "Memilih pasangan")
    chosen = sorted([*plain, *assign(scores)])
    pairs = _judged(ours, theirs, chosen, scores, levels, context)
    progress.report(4, _STEPS, "Mencari alasan baris tanpa pasangan")
    when = day or leftovers.lists_day([*ours, *theirs])
    decrees = Decrees(departures)
    by_left, by_right = dict(chosen), {b: a for a, b in chosen}
    return Outcome(
        VERSION,
        when,
        ours,
        theirs,
        pairs,
        _standings(ours, by_left, decrees, when, context, progress),
        _standings(theirs, by_right, decrees, when, context, progress),
        _others(scores, levels, by_left, by_right),
        context.same_unit,
        tuple(departures),
    )


def within(rows: list[Row], progress: Progress | None = None) -> list[Repeat]:
    """Hold a list against itself: pairs of rows that seem to be one person, each once."""
    clean = clean_rows(rows)
    found = leftovers.repeats(clean, clean, _context(clean, clean), progress)
    return sorted(repeat for repeat in found if repeat.one < repeat.other)


def _context(ours: Sequence[Clean], theirs: Sequence[Clean]) -> Context:
    names: Counter[str] = Counter(row.name.solid for row in ours)
    names |= Counter(row.name.solid for row in theirs)
    units: Counter[str] = Counter(row.unit for row in ours)
    units |= Counter(row.unit for row in theirs)
    return Context(max(_CITY, len(ours), len(theirs)), names, units)


def _plain_pairs(
    ours: Sequence[Clean], theirs: Sequence[Clean], rulings: Rulings
) -> list[tuple[int, int]]:
    """Link rows that share a valid number nobody else has, and the name; decided pairs first."""
    fixed = sorted(rulings.same)
    taken_left, taken_right = {a for a, _ in fixed}, {b for _, b in fixed}
    here, there = _by_number(ours), _by_number(theirs)
    for number, places in here.items():
        others = there.get(number, ())
        if len(places) == len(others) == 1:
            pair = places[0], others[0]
            free = pair[0] not in taken_left and pair[1] not in taken_right
            alike = ours[pair[0]].name.solid == theirs[pair[1]].name.solid
            if free and alike and ours[pair[0]].name.solid and pair not in rulings.different:
                fixed.append(pair)
    return fixed


def _by_number(rows: Sequence[Clean]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.kind == "valid":
            found[row.nip].append(row.index)
    return found


def learn_units(
    ours: Sequence[Clean], theirs: Sequence[Clean], plain: Iterable[tuple[int, int]]
) -> frozenset[tuple[str, str]]:
    """Give unit keys that most of the plain pairs of a unit show to be one unit in both lists."""
    together, here, there = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for a, b in plain:
        units = ours[a].unit, theirs[b].unit
        if all(units):
            together[units] += 1
            here[units[0]] += 1
            there[units[1]] += 1
    return frozenset(
        units
        for units, count in together.items()
        if units[0] != units[1] and count >= 2 and count * 2 > min(here[units[0]], there[units[1]])
    )


def _known_units(
    ours: Sequence[Clean], theirs: Sequence[Clean], same: frozenset[tuple[str, str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Give the unit keys of either list that have a counterpart in the other."""
    here, there = {row.unit for row in ours}, {row.unit for row in theirs}
    both = here & there
    return frozenset(both | {a for a, _ in same}), frozenset(both | {b for _, b in same})


def _evidence(
    ours: Sequence[Clean],
    theirs: Sequence[Clean],
    plain: Collection[tuple[int, int]],
    rulings: Rulings,
    context: Context,
    progress: Progress,
) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], Compared]]:
    """Compare the candidates among rows not linked yet; scores that may link, and all levels."""
    done_left, done_right = {a for a, _ in plain}, {b for _, b in plain}
    left = [row for row in ours if row.index not in done_left]
    right = [row for row in theirs if row.index not in done_right]
    scores: dict[tuple[int, int], int] = {}
    levels: dict[tuple[int, int], Compared] = {}
    pairs = candidate_pairs(left, right, progress)
    for n, (a, b) in enumerate(pairs):
        if n % 20_000 == 0:
            progress.report(n, len(pairs), "Membandingkan calon pasangan")
        one, other = left[a], right[b]
        place = one.index, other.index
        compared = compare_if(one, other, context, _CANDIDATE)
        if compared is None or place in rulings.different:
            continue
        levels[place] = compared
        if compared.score >= LINK and not _other_person(compared):
            scores[place] = compared.score * 1000 + _neatness(one, other)
    return scores, levels


def _other_person(levels: Compared) -> bool:
    """Tell what no sum of evidence makes one person.

    Two numbers of one recruitment under names that are not alike are two people; so are two
    different numbers under different names, unless office or NIK speak against it.
    """
    if levels.nip == "missing" and levels.score < _WITHOUT_NUMBER:
        return True
    if levels.nip == "serial":
        return levels.name not in ("same", "near", "less")
    if levels.name in ("other", "weak") and levels.nip != "same":
        if levels.birth == "same" and levels.nik in ("same", "slip"):
            return False
        return levels.nip not in ("slip", "kept") or levels.unit != "same"
    return False


def _neatness(one: Clean, other: Clean) -> int:
    """Tell equally good rows apart: the one written more alike, else the earlier one, is meant."""
    alike = round(5 * fuzz.ratio(one.name.written, other.name.written))
    return alike + 400 - min(399, other.index * 400 // 1_000_000)


def _judged(
    ours: Sequence[Clean],
    theirs: Sequence[Clean],
    chosen: Sequence[tuple[int, int]],
    scores: dict[tuple[int, int], int],
    levels: dict[tuple[int, int], Compared],
    context: Context,
) -> list[Pair]:
    twice, repeated = _repeated_numbers(ours, theirs)
    rivals = _rivals(chosen, scores)
    pairs = []
    for place in chosen:
        one, other = ours[place[0]], theirs[place[1]]
        compared = levels.get(place) or compare(one, other, context)
        around = Circumstances(one.nip in repeated, one.nip in twice, place in rivals)
        verdict = judge(one, other, compared, around)
        pairs.append(Pair(*place, verdict.certainty, compared.score, verdict.case, compared,
                          verdict.notes))  # fmt: skip
    return pairs


def _repeated_numbers(*lists: Sequence[Clean]) -> tuple[set[str], set[str]]:
    """Give the numbers that stand in a list twice, and those under names of different people."""
    twice, repeated = set[str](), set[str]()
    for rows in lists:
        by_number: dict[str, list[Clean]] = defaultdict(list)
        for row in rows:
            if row.nip:
                by_number[row.nip].append(row)
        for number, (first, *more) in by_number.items():
            if more:
                twice.add(number)
            if any(name_level(first.name, row.name) not in _ONE_NAME for row in more):
                repeated.add(number)
    return twice, repeated


def _rivals(
    chosen: Sequence[tuple[int, int]], scores: dict[tuple[int, int], int]
) -> set[tuple[int, int]]:
    """Give the chosen pairs with a free candidate nearly as strong."""
    by_left, by_right = dict(chosen), {b: a for a, b in chosen}
    rivals = set()
    for (a, b), score in scores.items():
        held = (a, by_left[a]) if a in by_left and b not in by_right else None
        held = (by_right[b], b) if b in by_right and a not in by_left else held
        if held and held in scores and score + _RIVAL * 1000 >= scores[held]:
            rivals.add(held)
    return rivals


def _standings(
    rows: Sequence[Clean],
    partner: dict[int, int],
    decrees: Decrees,
    day: date | None,
    context: Context,
    progress: Progress,
) -> list[Standing]:
    left_over = [row for row in rows if row.index not in partner]
    found = leftovers.repeats(left_over, rows, context, progress)
    doubled = leftovers.settle_repeats(found, partner, {row.index for row in left_over})
    linked = Standing("linked", "")
    return [
        linked
        if row.index in partner
        else doubled.get(row.index) or leftovers.explain(row, decrees, day)
        for row in rows
    ]


def _others(
    scores: dict[tuple[int, int], int],
    levels: dict[tuple[int, int], Compared],
    by_left: dict[int, int],
    by_right: dict[int, int],
) -> list[Other]:
    """Give for each row the best candidates that were not chosen."""
    best: dict[int, list[Other]] = defaultdict(list)
    for (a, b), compared in levels.items():
        if by_left.get(a) != b and (a not in by_left or b not in by_right or (a, b) in scores):
            best[a].append(Other(a, b, compared.score))
    return sorted(
        other
        for several in best.values()
        for other in sorted(several, key=lambda o: (-o.score, o.right))[:_SHOWN]
    )
