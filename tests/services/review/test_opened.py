"""The queue as columns: the same findings, filters and bulk choices as claim by claim."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.review.claims import Wanted
from polima_desktop.services.review.opened import Opened, opened
from polima_desktop.services.session import Session
from tests import claims_world as world
from tests.services.review.slow_queue import assert_same

MONTHS = [Month(2021, 1), Month(2021, 2)]


@pytest.fixture
def both(store_url: str) -> Iterator[Session]:
    database = world.build(store_url)
    yield world.session(database)
    database.close()


@pytest.fixture
def verifier(sqlite_url: str) -> Iterator[Session]:
    database = world.build(sqlite_url)
    yield world.session(database)
    database.close()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A store that nobody changes."""
    database = world.build(str(tmp_path_factory.mktemp("queue") / "polima.db"))
    yield world.session(database)
    database.close()


def test_every_column_says_what_its_claim_says(both: Session) -> None:
    decisions.decide(both, 1, Decision.MANUAL)
    decisions.decide(both, 11, Decision.ASK, "Mana buktinya?")
    for month in MONTHS:
        slow = claims.queue(both, month)
        assert_same(opened(both, month), slow)
        assert_same(Opened.of(slow), slow)
        assert list(opened(both, month)) == slow


def test_a_month_without_claims_is_empty(reader: Session) -> None:
    found = opened(reader, Month(2021, 3))
    assert list(found) == []
    assert found.with_text("fajrin").tolist() == []
    assert found.able(reader.actor, Decision.MANUAL, "", found.open).tolist() == []


@pytest.mark.parametrize("text", ["", "fajrin", "kampeonaho", "1981", "nobody", "wa ode"])
def test_a_search_finds_the_same_claims(reader: Session, text: str) -> None:
    found = opened(reader, MONTHS[0])
    wanted = [claim.id for claim in claims.queue(reader, MONTHS[0], Wanted(text=text))]
    assert found.columns.id[found.with_text(text)].tolist() == wanted


def test_an_account_of_an_office_opens_the_claims_of_its_office(reader: Session) -> None:
    school = world.session(reader.database, Role.VERIFIKATOR, "SD-07")
    assert {claim.row.person_id for claim in opened(school, MONTHS[1])} == {world.KARMILA}


@pytest.mark.parametrize("decision", list(Decision))
@pytest.mark.parametrize("reason", ["", "Sudah diperiksa."])
@pytest.mark.parametrize("name", ["Verifikator", "La Ode Ansar, operator", "Muh. Taslim Bungi"])
def test_a_rule_may_decide_the_same_claims(
    reader: Session, decision: Decision, reason: str, name: str
) -> None:
    actor = Actor("verifikator", name, Role.VERIFIKATOR, None)
    for month in MONTHS:
        found = opened(reader, month)
        slow = [n for n, claim in enumerate(found)
                if claim.open and decisions.allows(actor, claim, decision, reason)]  # fmt: skip
        assert found.able(actor, decision, reason, found.open).tolist() == slow


def test_what_was_decided_is_put_in_its_place(verifier: Session) -> None:
    found = opened(verifier, MONTHS[0])
    before = found[1]
    decisions.decide(verifier, before.id, Decision.ELECTRONIC)
    found.replace(claims.some(verifier, [before.id, 9999]))
    assert_same(found, claims.queue(verifier, MONTHS[0]))
    assert found[1].decided is not None
    assert [claim.id for claim in found.of_people([world.TASLIM])] == [11]
    assert found.place(9999) is None
    assert found[0:2] == [found[0], found[1]]
    with pytest.raises(IndexError):
        found[len(found)]


def test_reading_every_claim_does_not_bring_an_old_one_back(verifier: Session) -> None:
    found = opened(verifier, MONTHS[0])
    reader = iter(found)
    next(reader)
    decisions.decide(verifier, found[1].id, Decision.ELECTRONIC)
    found.replace(claims.some(verifier, [found[1].id]))
    assert next(claim.open for claim in reader) is False
    assert np.flatnonzero(~found.open).tolist() == [1]
    assert found.with_finding(Finding).all()
