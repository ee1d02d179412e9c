"""What accepting a claim is worth: the claimants' month computed with and without it.

The rules in force are run over the people concerned only, once as things stand, once with
every open claim accepted, and once for each claim alone. Nothing is written. Amounts are gross
(before deductions), because that is what the city pays too much or too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.attendance import NOT_CLOCKED
from polima_desktop.domain.calendar import Calendar
from polima_desktop.domain.freezing import freeze
from polima_desktop.domain.frozen import FrozenMonth, is_present
from polima_desktop.domain.incentive import Computation, compute, entry_points
from polima_desktop.domain.month_facts import Clockings, Entries, Facts, Ints
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import Program, RuleSet
from polima_desktop.domain.transition import Outcome, Policy
from polima_desktop.services import scope
from polima_desktop.services.review.claims import Claim
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.months import inputs
from polima_desktop.storage.review import claims as stored_claims

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from polima_desktop.services.session import Session

WEIGHING = "Menghitung nilai klaim"
NOTHING = Decimal(0)


class Worth(NamedTuple):
    """One person's month: gross in rupiah (None: held, no amount), points, discipline value.

    ``discipline`` is a share of one; None where the rule set has no such line.
    """

    gross: int | None
    points: Decimal
    discipline: Decimal | None


class Stake(NamedTuple):
    """What would change: rupiah gross (None: unknown) and points."""

    amount: int | None
    points: Decimal


class PersonStake(NamedTuple):
    """A person's month as it stands and with all open claims accepted."""

    before: Worth
    after: Worth

    @property
    def stake(self) -> Stake:
        """What would change."""
        return _difference(self.before, self.after)


@dataclass(frozen=True)
class Stakes:
    """By claim and by person; ``rules`` names the version the amounts come from."""

    rules: str
    claims: Mapping[int, Stake]
    people: Mapping[int, PersonStake]

    def updated(self, claims: Sequence[Claim], newer: Stakes) -> Stakes:
        """Give these stakes with some claims weighed anew; decided ones fall out."""
        gone = {claim.id for claim in claims}
        kept = {key: stake for key, stake in self.claims.items() if key not in gone}
        return Stakes(newer.rules, {**kept, **newer.claims}, {**self.people, **newer.people})


def weigh(
    session: Session, month: Month, claims: Sequence[Claim], progress: Progress | None = None
) -> Stakes:
    """Weigh the open claims of a month; without rules in force it is refused."""
    from polima_desktop.services.months.slip_writing import (
        rules_in_force,  # the engine: only on demand
    )

    progress = progress or Progress()
    people = sorted({claim.row.person_id for claim in claims})
    with session.reading(Permission.READ_SLIPS) as connection:
        units = {claim.row.unit_id for claim in claims}
        scope.refuse_other_units(connection, session.actor, units, month.last)
        rules = rules_in_force(connection, month)
        facts = inputs.load(connection, month, progress, people)
        what_if = _Case(
            month,
            facts,
            calendar.load_calendar(connection),
            stored_policy.load(connection),
            rules.program,
            _claimed(connection, [claim for claim in claims if _acceptable(claim)]),
        )
    return Stakes(rules.title, *what_if.weigh(progress))


def accepted_worth(
    session: Session, month: Month, accepted: Sequence[Claim], progress: Progress | None = None
) -> dict[int, int | None]:
    """Give what accepted claims are worth gross by person: the month with them less without.

    None where one of the two has no amount. Without rules in force it is refused.
    """
    from polima_desktop.services.months.slip_writing import rules_in_force

    progress = progress or Progress()
    people = sorted({claim.row.person_id for claim in accepted})
    with session.reading(Permission.READ_SLIPS) as connection:
        rules = rules_in_force(connection, month)
        facts = inputs.load(connection, month, progress, people)
        case = _Case(
            month,
            facts,
            calendar.load_calendar(connection),
            stored_policy.load(connection),
            rules.program,
            (),
        )
    with_them, without = case.worths(facts), case.worths(_without_claims(facts))
    return {
        person: _difference(without[person], worth).amount for person, worth in with_them.items()
    }


def _without_claims(facts: Facts) -> Facts:
    """Give the facts as the app alone tells them."""
    return replace(
        facts,
        claimed_clockings=Clockings(*(column[:0] for column in facts.claimed_clockings)),
        claimed_entries=Entries(*(column[:0] for column in facts.claimed_entries)),
        claimed_units=facts.claimed_units[:0],
    )


@dataclass(frozen=True)
class _Claimed:
    """An open claim as the freeze would take it, with its activities."""

    claim: Claim
    activities: Sequence[stored_claims.StoredActivity]


def _acceptable(claim: Claim) -> bool:
    return claim.open and claim.policy.outcome is Outcome.ACCEPTED


def _claimed(connection: Connection, claims: Sequence[Claim]) -> list[_Claimed]:
    found = stored_claims.activities_of(connection, [claim.id for claim in claims])
    items = {key: list(group) for key, group in groupby(found, key=lambda item: item.claim_id)}
    return [_Claimed(claim, items.get(claim.id, ())) for claim in claims]


@dataclass(frozen=True)
class _Case:
    """The facts of the claimants, and the claims that could be accepted beside them."""

    month: Month
    facts: Facts
    calendar: Calendar
    policy: Policy
    program: Program
    claimed: Sequence[_Claimed]

    def weigh(self, progress: Progress) -> tuple[dict[int, Stake], dict[int, PersonStake]]:
        before, after = self._worths(()), self._worths(self.claimed)
        alone: dict[int, Stake] = {}
        rounds = list(_rounds(self.claimed))
        for number, chosen in enumerate(rounds):
            progress.report(number, len(rounds), WEIGHING)
            worths = self._worths(chosen)
            for each in chosen:
                person = each.claim.row.person_id
                if person in worths:
                    alone[each.claim.id] = _difference(before[person], worths[person])
        return alone, {key: PersonStake(worth, after[key]) for key, worth in before.items()}

    def _worths(self, accepted: Sequence[_Claimed]) -> dict[int, Worth]:
        """Give what everybody's month is worth with some more claims accepted."""
        return self.worths(_accepting(self.facts, accepted))

    def worths(self, facts: Facts) -> dict[int, Worth]:
        """Give what everybody's month is worth by some facts."""
        frozen = freeze(self.month, facts, self.calendar, self.policy)
        found = compute(frozen, self.program)
        points, shares = _points(frozen, self.program), _discipline(found, self.program.ruleset)
        return {
            int(person): Worth(
                None if row in found.held else int(found.gross[row]), points[row], shares[row]
            )
            for row, person in enumerate(frozen.person_id)
        }


def _rounds(claimed: Sequence[_Claimed]) -> Iterator[list[_Claimed]]:
    """Give the first claim of everybody, then the second, and so on: one run each."""
    waiting: dict[int, list[_Claimed]] = {}
    for each in claimed:
        waiting.setdefault(each.claim.row.person_id, []).append(each)
    while waiting:
        yield [many[0] for many in waiting.values()]
        waiting = {person: many[1:] for person, many in waiting.items() if len(many) > 1}


def _points(frozen: FrozenMonth, program: Program) -> list[Decimal]:
    """Add up everybody's points; entries without a result add nothing."""
    points = entry_points(frozen, program)
    if points is None:
        return [NOTHING] * frozen.people
    column, offsets = points.column, frozen.entries.offsets
    good = column.values if column.present is None else column.values * column.present
    sums = np.concatenate([[0], np.cumsum(good)])
    totals = sums[offsets[1:]] - sums[offsets[:-1]]
    return [Decimal(int(total)).scaleb(-column.decimals) for total in totals]


def _discipline(found: Computation, rules: RuleSet) -> list[Decimal | None]:
    """Give everybody's discipline value: the last line of that block that has no unit."""
    lines = [each for each in rules.lines.values() if each.slip == "disiplin" and not each.unit]
    if not lines:
        return [None] * found.frozen.people
    column = found.lines[lines[-1].name]
    return [
        Decimal(int(value)).scaleb(-column.decimals) if is_present(column, row) else None
        for row, value in enumerate(column.values)
    ]


def _difference(before: Worth, after: Worth) -> Stake:
    points = after.points - before.points
    if before.gross is None or after.gross is None:
        return Stake(None, points)
    return Stake(after.gross - before.gross, points)


# ── facts with more claims accepted ─────────────────────────────────────────────────────────


def _accepting(facts: Facts, accepted: Sequence[_Claimed]) -> Facts:
    """Give the facts as they would be; a claim that was decided before gives way."""
    clocked = [each.claim for each in accepted if each.claim.row.clocking is not None]
    texts = list(facts.variable_sets)
    work = [(each.claim, item) for each in accepted for item in each.activities]
    return replace(
        facts,
        claimed_clockings=Clockings(*_both(facts.claimed_clockings, _clockings(clocked))),
        claimed_entries=Entries(*_both(facts.claimed_entries, _entries(work, texts))),
        claimed_units=np.concatenate(
            [facts.claimed_units, _column(claim.row.unit_id for claim, _ in work)]
        ),
        variable_sets=texts,
    )


def _clockings(claims: Sequence[Claim]) -> Clockings:
    rows = [claim.row for claim in claims]
    pairs = [row.clocking for row in rows if row.clocking is not None]
    return Clockings(
        _column(row.person_id for row in rows),
        _column(row.day.day for row in rows),
        _column(_clock(pair.clock_in) for pair in pairs),
        _column(_clock(pair.clock_out) for pair in pairs),
        _column(-row.id for row in rows),
    )


def _entries(
    work: Sequence[tuple[Claim, stored_claims.StoredActivity]], texts: list[str]
) -> Entries:
    """Give the activities as columns; texts of variables met first are added to ``texts``."""
    known = {text: number for number, text in enumerate(texts)}
    numbers = []
    for _, item in work:
        if item.variables is not None and item.variables not in known:
            known[item.variables] = len(texts)
            texts.append(item.variables)
        numbers.append(-1 if item.variables is None else known[item.variables])
    return Entries(
        _column(claim.row.person_id for claim, _ in work),
        _column(claim.day.day for claim, _ in work),
        _column(-item.id for _, item in work),
        _column(item.activity_id for _, item in work),
        _column(item.volume for _, item in work),
        _column(item.minutes for _, item in work),
        _column(numbers),
    )


def _clock(seconds: int | None) -> int:
    return NOT_CLOCKED if seconds is None else seconds


def _column(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _both(one: Sequence[Ints], other: Sequence[Ints]) -> Iterator[Ints]:
    return (np.concatenate(pair) for pair in zip(one, other, strict=True))
