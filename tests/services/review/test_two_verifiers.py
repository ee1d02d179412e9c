"""Two verifiers decide the same claims at the same moment: none is lost, none is decided twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.review import Decision
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.review.decisions import Seen
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.tables import decisions as table
from tests import claims_world as world

MATCHING = [1, 4, 5, 7]


@pytest.fixture
def city(store_url: str) -> Iterator[Database]:
    database = world.build(store_url)
    yield database
    database.close()


def _verifier(address: str, name: str) -> Session:
    actor = Actor(name, f"Verifikator {name}", Role.VERIFIKATOR)
    return Session(open_store(address), actor)


def _at_once(city: Database, *works: object) -> list[object]:
    """Run each work with a session and store of its own, all from the same moment on."""
    barrier = Barrier(len(works))

    def one(name: str, work: object) -> object:
        session = _verifier(city.address, name)
        try:
            barrier.wait(20)
            return work(session)  # type: ignore[operator]
        except Refused as refused:
            return refused
        finally:
            session.database.close()

    with ThreadPoolExecutor(len(works)) as pool:
        found = [pool.submit(one, f"v{n}", work) for n, work in enumerate(works)]
        return [each.result(60) for each in found]


def _in_force(city: Database) -> dict[int, int]:
    with city.reading() as connection:
        query = (
            select(table.c.claim_id, func.count())
            .where(table.c.undone_at.is_(None))
            .group_by(table.c.claim_id)
        )
        return {claim: count for claim, count in connection.execute(query)}  # noqa: C416


def test_the_same_claim_is_decided_by_one_and_told_to_the_other(city: Database) -> None:
    answers = _at_once(
        city,
        lambda s: decisions.decide(s, 2, Decision.ELECTRONIC, seen=Seen(None)),
        lambda s: decisions.decide(s, 2, Decision.REJECT, "bukan dia", seen=Seen(None)),
    )
    refused = [each for each in answers if isinstance(each, Conflict)]
    assert len(refused) == 1
    assert "sudah memutuskan klaim La Ode Fajrin Malik" in refused[0].message
    assert _in_force(city) == {2: 1}


def test_two_bulk_decisions_share_the_claims_between_them(city: Database) -> None:
    answers = _at_once(
        city,
        lambda s: decisions.decide_many(s, MATCHING, Decision.MANUAL, "", "sama"),
        lambda s: decisions.decide_many(s, [1, 4, 6, 2], Decision.ELECTRONIC, "", "dua"),
    )
    done = [each for each in answers if isinstance(each, decisions.Done)]
    assert sum(each.claims for each in done) == 6  # 1, 2, 4, 5, 6 and 7, each once
    assert sum(len(each.skipped) for each in done) == 2
    assert _in_force(city) == dict.fromkeys((1, 2, 4, 5, 6, 7), 1)
    session = world.session(city)
    outcome = {c.id: c.decided.outcome for c in claims.some(session, [1, 4]) if c.decided}
    assert len(set(outcome.values())) == 1
