"""What accepting a claim is worth, under the example rules; the figures of the desk's picture."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from polima_desktop.domain.errors import Cancelled, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.review import claims, decisions, stakes
from polima_desktop.services.review.stakes import PersonStake, Stake, Stakes
from polima_desktop.services.session import Session
from tests import claims_world as world

JANUARY, FEBRUARY = Month(2021, 1), Month(2021, 2)


@pytest.fixture
def verifier(sqlite_url: str) -> Iterator[Session]:
    database = world.build(sqlite_url, rules=True)
    yield world.session(database)
    database.close()


def weigh(session: Session, month: Month = JANUARY) -> Stakes:
    return stakes.weigh(session, month, claims.queue(session, month))


def test_each_claim_is_weighed_alone(verifier: Session) -> None:
    # class 9, Rp 4.355.208 × 40 %: 64 minutes late 1,25 %, a day without record 3 %, 48 early 1 %
    found = weigh(verifier).claims
    assert {key: found[key].amount for key in range(1, 8)} == {
        1: 0,
        2: 21_776,
        3: 52_262,
        4: 0,
        5: 0,
        6: 17_420,
        7: 0,
    }
    assert found[3].points == Decimal(30)
    assert found[2].points == 0


def test_a_person_is_weighed_with_all_open_claims_accepted(verifier: Session) -> None:
    person = weigh(verifier).people[world.FAJRIN]
    assert person.stake == Stake(91_459, Decimal(30))
    assert (person.before.discipline, person.after.discipline) == (
        Decimal("0.5475"),
        Decimal("0.6"),
    )
    assert (person.before.points, person.after.points) == (30, 60)


def test_a_decided_claim_is_no_longer_at_stake(verifier: Session) -> None:
    decisions.decide(verifier, 3, Decision.MANUAL)
    found = weigh(verifier)
    assert 3 not in found.claims
    assert found.people[world.FAJRIN].stake.amount == 91_459 - 52_262
    assert found.people[world.FAJRIN].before.points == 60


def test_a_claim_outside_its_time_is_never_at_stake(verifier: Session) -> None:
    found = weigh(verifier, FEBRUARY)
    assert 8 not in found.claims
    assert found.people[world.FAJRIN].stake == Stake(0, Decimal(0))


def test_a_blank_spot_brings_the_clocking_but_not_the_activities(verifier: Session) -> None:
    stake = weigh(verifier, FEBRUARY).claims[12]
    assert stake.amount == round(Decimal(2_681_989) * Decimal("0.4") * Decimal("0.03"))
    assert stake.points == 0


def test_without_rules_there_are_no_amounts(sqlite_url: str) -> None:
    database = world.build(sqlite_url)
    session = world.session(database)
    with pytest.raises(Refused, match="Belum ada aturan terbit"):
        weigh(session)
    database.close()


def test_weighing_can_be_cancelled(verifier: Session) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        stakes.weigh(verifier, JANUARY, claims.queue(verifier, JANUARY), progress)


def test_nothing_to_weigh_is_no_stake(verifier: Session) -> None:
    assert stakes.weigh(verifier, Month(2021, 5), []).people == {}


def test_a_held_month_has_no_amount() -> None:
    held = stakes.Worth(None, Decimal(0), None)
    good = stakes.Worth(100, Decimal(5), None)
    assert PersonStake(held, good).stake == Stake(None, Decimal(5))
