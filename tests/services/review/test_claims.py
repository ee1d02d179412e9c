"""The manual back-up queue as a verifier sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.review.claims import Wanted
from polima_desktop.services.session import Session
from tests import claims_world as world

JANUARY, FEBRUARY = Month(2021, 1), Month(2021, 2)


@pytest.fixture
def verifier(sqlite_url: str) -> Iterator[Session]:
    database = world.build(sqlite_url)
    yield world.session(database)
    database.close()


def test_every_claim_has_its_finding(verifier: Session) -> None:
    found = {(c.row.person_id, c.day): c.finding for c in claims.queue(verifier, JANUARY)}
    assert found == {
        (world.FAJRIN, date(2021, 1, 4)): Finding.MATCH,
        (world.FAJRIN, date(2021, 1, 5)): Finding.CONFLICT,
        (world.FAJRIN, date(2021, 1, 6)): Finding.FILLS,
        (world.FAJRIN, date(2021, 1, 7)): Finding.MATCH,
        (world.FAJRIN, date(2021, 1, 8)): Finding.MATCH,
        (world.FAJRIN, date(2021, 1, 11)): Finding.CONFLICT,
        (world.FAJRIN, date(2021, 1, 12)): Finding.MATCH,
        (world.TASLIM, date(2021, 1, 5)): Finding.NO_EVIDENCE,
    }


def test_february_depends_on_the_group_and_the_place(verifier: Session) -> None:
    found = {(c.row.person_id, c.day): c.finding for c in claims.queue(verifier, FEBRUARY)}
    assert found == {
        (world.FAJRIN, date(2021, 2, 1)): Finding.OUTSIDE,
        (world.KARMILA, date(2021, 2, 2)): Finding.FILLS,
        (world.KARMILA, date(2021, 2, 3)): Finding.NO_EVIDENCE,
        (world.TASLIM, date(2021, 2, 1)): Finding.FILLS,
    }


def test_a_claim_says_who_where_and_why(verifier: Session) -> None:
    claim = claims.one(verifier, 2)
    assert (claim.name, claim.nip) == ("La Ode Fajrin Malik, S.T.", "198111042008031002")
    assert (claim.golongan, claim.job_class, claim.unit.name) == ("III/d", 9, "Bidang Bina Marga")
    assert claim.comparison.minutes == 64
    assert claim.suggestion.decision is Decision.ELECTRONIC
    assert claim.policy.reason.endswith("sampai 31 Januari 2021.")
    assert claim.open


def test_a_claims_activities_are_read_with_it(verifier: Session) -> None:
    found = claims.activities(verifier, 3)
    assert found == [("UMUM-SRT", "Mengawasi pekerjaan jalan", 10_000, 240)]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), [1, 2, 3, 4, 5, 6, 7, 11]),
        (Wanted(unit="Dinas PU"), [1, 2, 3, 4, 5, 6, 7]),
        (Wanted(unit="KEL-03"), [11]),
        (Wanted(findings=frozenset({Finding.CONFLICT})), [2, 6]),
        (Wanted(text="laode fajrin"), [1, 2, 3, 4, 5, 6, 7]),
        (Wanted(text="19700312 199303"), [11]),
        (Wanted(text="kampeonaho"), [11]),
        (Wanted(text="samrin"), []),
    ],
)
def test_the_queue_is_narrowed(verifier: Session, wanted: Wanted, ids: list[int]) -> None:
    assert [claim.id for claim in claims.queue(verifier, JANUARY, wanted)] == ids


def test_open_claims_are_those_nobody_settled(verifier: Session) -> None:
    decisions.decide(verifier, 1, Decision.MANUAL)
    decisions.decide(verifier, 11, Decision.ASK, "foto")
    opened = claims.queue(verifier, JANUARY, Wanted(open_only=True))
    assert [claim.id for claim in opened] == [2, 3, 4, 5, 6, 7, 11]
    assert claims.waiting(verifier, JANUARY) == 7


def test_an_office_sees_only_its_own_claims(verifier: Session) -> None:
    school = world.session(verifier.database, unit="SD-07")
    assert [claim.id for claim in claims.queue(school, FEBRUARY)] == [9, 10]
    assert claims.queue(school, FEBRUARY, Wanted(unit="DIN-05")) == []
    assert claims.waiting(school, FEBRUARY) == 2
    office = world.session(verifier.database, unit="DIN-05")
    assert [claim.id for claim in claims.queue(office, FEBRUARY)] == [8]


def test_an_auditor_may_look(verifier: Session) -> None:
    auditor = world.session(verifier.database, Role.AUDITOR)
    assert len(claims.queue(auditor, JANUARY)) == 8


def test_an_unknown_unit_is_refused(verifier: Session) -> None:
    with pytest.raises(Refused, match="Unit ‘Dinas Sihir’ tidak dikenal"):
        claims.queue(verifier, JANUARY, Wanted(unit="Dinas Sihir"))


def test_an_unknown_claim_is_refused(verifier: Session) -> None:
    with pytest.raises(Refused, match="Klaim 99 tidak ada"):
        claims.one(verifier, 99)


def test_a_month_without_claims_is_an_empty_queue(verifier: Session) -> None:
    assert claims.queue(verifier, Month(2021, 3)) == []
