"""The queue's rows out of columns: who is shown, in which order, with which finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import pytest

from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.review import claims, decisions, stakes
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.opened import Opened, opened
from polima_desktop.services.review.stakes import Stakes
from polima_desktop.services.session import Session
from polima_desktop.views.review import items
from polima_desktop.views.review.items import ORDER, Filter, State
from tests import claims_world as world

JANUARY = Month(2021, 1)
FILTERS = [
    Filter(),
    Filter("fajrin"),
    Filter("nobody"),
    Filter(findings=frozenset({Finding.MATCH})),
    Filter(findings=frozenset({Finding.CONFLICT, Finding.NO_EVIDENCE})),
    *(Filter(states=frozenset({state})) for state in State),
    Filter("ode", frozenset({Finding.MATCH, Finding.FILLS}), frozenset({State.WAITING})),
]


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    database = world.build(str(tmp_path_factory.mktemp("queue") / "polima.db"), rules=True)
    yield world.session(database)
    database.close()


@pytest.fixture(scope="module")
def queue(verifier: Session) -> Opened:
    for claim_id in (2, 3):
        decisions.decide(verifier, claim_id, Decision.ELECTRONIC, "Sesuai aplikasi.")
    decisions.decide(verifier, 11, Decision.ASK, "Mana buktinya?")
    return opened(verifier, JANUARY)


def _slowly(
    found: Sequence[Claim], wanted: Filter, weighed: Stakes | None
) -> list[tuple[int, str, str, Finding, list[int]]]:
    """Give the rows claim by claim: person, name, unit, finding, all claims of the person."""
    rows = []
    for person, group in groupby(found, key=lambda claim: claim.row.person_id):
        mine = list(group)
        shown = [claim for claim in mine if wanted.passes(claim)]
        if not shown:
            continue
        worst = min(
            (claim.finding for claim in [c for c in shown if c.open] or shown), key=ORDER.index
        )
        stake = weighed.people.get(person) if weighed else None
        minutes = sum(claim.comparison.minutes for claim in mine if claim.open)
        rank = (
            ORDER.index(worst), -abs(stake.stake.amount or 0) if stake else 0, -minutes,
            shown[0].name.casefold(),
        )  # fmt: skip
        row = person, shown[0].name, shown[0].unit.label, worst, [claim.id for claim in mine]
        rows.append((rank, row))
    return [row for _rank, row in sorted(rows)]


@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("weighed", [False, True])
def test_rows_are_those_of_the_claims(
    verifier: Session, queue: Opened, wanted: Filter, weighed: bool
) -> None:
    found = claims.queue(verifier, JANUARY)
    worth = stakes.weigh(verifier, JANUARY, found) if weighed else None
    told = [
        (row.person_id, row.name, row.unit, row.finding, [claim.id for claim in row.claims])
        for row in items.gather(queue, wanted, worth)
    ]
    assert told == _slowly(found, wanted, worth)


def test_nobody_moves_while_one_decides(queue: Opened) -> None:
    order = {world.TASLIM: 0, world.FAJRIN: 1}
    found = items.gather(queue, Filter(), None, order)
    assert [row.person_id for row in found] == [world.TASLIM, world.FAJRIN]


def test_an_empty_queue_has_no_rows() -> None:
    assert items.gather(Opened.of([]), Filter(), None) == []
