"""The backup policy as rows: recorded, corrected, withdrawn; what a change re-judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.domain.transition import Permit, Scope
from polima_desktop.services.review import claims, decisions, policy
from polima_desktop.services.review.policy import Change
from polima_desktop.services.session import Session
from tests import claims_world as world

FEBRUARY = Month(2021, 2)
PUBLIC_WORKS = Permit(
    "Pemadaman listrik", date(2021, 2, 1), date(2021, 2, 6), "SE 9/2021",
    place="Bidang Bina Marga", scope=Scope.UNIT, activities=True,
)  # fmt: skip


@pytest.fixture
def keeper(store_url: str) -> Iterator[Session]:
    database = world.build(store_url)
    yield world.session(database, Role.ORGANISASI)
    database.close()


def finding(session: Session, claim_id: int) -> Finding:
    return claims.one(session, claim_id).finding


def test_a_permit_is_recorded_and_judges_anew(keeper: Session) -> None:
    assert finding(keeper, 8) is Finding.OUTSIDE
    told = policy.would_rejudge(keeper, Change(None, PUBLIC_WORKS))
    assert [each[2:] for each in told] == [(1, 0, 0)]
    assert (told[0].month, told[0].state) == (FEBRUARY, "open")
    assert finding(keeper, 8) is Finding.OUTSIDE  # asking changes nothing
    assert policy.record(keeper, PUBLIC_WORKS) == told
    assert finding(keeper, 8) is Finding.CONFLICT
    assert PUBLIC_WORKS in [each.rule for each in policy.read(keeper).permits]


def test_a_correction_replaces_and_a_withdrawal_says_why(keeper: Session) -> None:
    policy.record(keeper, PUBLIC_WORKS)
    stored = next(e for e in policy.read(keeper).permits if e.rule == PUBLIC_WORKS)
    verifier = world.session(keeper.database)
    decisions.decide(verifier, 8, Decision.MANUAL, "listrik padam")
    later = replace(PUBLIC_WORKS, valid_from=date(2021, 2, 2))
    told = policy.correct(keeper, stored, later, "SE menyebut tanggal 2")
    assert [each[2:] for each in told] == [(0, 1, 1)]  # one was accepted already
    assert finding(keeper, 8) is Finding.OUTSIDE
    with pytest.raises(Conflict, match="sudah diubah orang lain"):
        policy.correct(keeper, stored, later, "lagi")
    now = next(e for e in policy.read(keeper).permits if e.rule == later)
    assert policy.withdraw(keeper, now, "SE tidak pernah terbit") == []
    gone = policy.read(keeper).gone
    assert [(each.rule, each.withdrawn) for each in gone] == [
        (later, "SE tidak pernah terbit"),
        (PUBLIC_WORKS, None),
    ]


def test_a_group_is_corrected_never_withdrawn(keeper: Session) -> None:
    school = next(e for e in policy.read(keeper).groups if e.rule.code == "guru")
    with pytest.raises(Refused, match="tidak bisa dicabut"):
        policy.withdraw(keeper, school, "tidak perlu")
    shorter = replace(school.rule, manual_until=date(2021, 2, 2))
    told = policy.correct(keeper, school, shorter, "Edaran dibaca keliru")
    assert [each[2:] for each in told] == [(0, 1, 0)]
    assert finding(keeper, 9) is Finding.FILLS
    assert finding(keeper, 10) is Finding.OUTSIDE


def test_a_deadline_counts_from_the_first_hand_in(keeper: Session) -> None:
    school = next(e for e in policy.read(keeper).groups if e.rule.code == "guru")
    # the workbook of the world came on 7 February: long before March is over, after January's end
    policy.correct(keeper, school, replace(school.rule, hand_in_days=0), "Batas akhir bulan")
    assert finding(keeper, 9) is Finding.FILLS
    office = next(e for e in policy.read(keeper).groups if e.rule.code == "struktural")
    policy.correct(keeper, office, replace(office.rule, hand_in_days=3), "Batas tiga hari")
    claim = claims.one(keeper, 1)
    assert claim.finding is Finding.OUTSIDE
    assert claim.policy.reason.startswith("Diserahkan 7 Februari 2021; batas untuk Januari 2021")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (replace(PUBLIC_WORKS, source=" "), "Dasar aturan belum diisi"),
        (replace(PUBLIC_WORKS, name=""), "Nama aturan belum diisi"),
        (replace(PUBLIC_WORKS, valid_to=date(2021, 2, 1)), "Hari terakhir sebelum hari pertama"),
        (replace(PUBLIC_WORKS, place="", scope=None), "berlaku bagi semua orang"),
        (replace(PUBLIC_WORKS, scope=None), "belum lengkap"),
        (replace(PUBLIC_WORKS, hand_in_days=-1), "tidak boleh negatif"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(keeper: Session, rule: Permit, words: str) -> None:
    with pytest.raises(Refused, match=words):
        policy.record(keeper, rule)


def test_only_its_keepers_change_it(keeper: Session) -> None:
    with pytest.raises(NotAllowed, match="tidak boleh mengubah kebijakan backup manual"):
        policy.record(world.session(keeper.database), PUBLIC_WORKS)
