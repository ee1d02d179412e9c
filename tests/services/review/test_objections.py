"""Precedence of sources as a dated rule; the objection period, its deadline, its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.freezing import freeze
from polima_desktop.domain.periods import Month
from polima_desktop.domain.precedence import USUAL, Precedence, Source, in_force
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.review import decisions, objections
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.attendance import policy as stored_policy
from polima_desktop.storage.months import inputs
from tests import claims_world as world

JANUARY, FEBRUARY = Month(2021, 1), Month(2021, 2)
ELECTRONIC = Precedence(date(2021, 2, 1), Source.ELECTRONIC, 14, "SE 20/2021")


@pytest.fixture
def verifier(store_url: str) -> Iterator[Session]:
    database = world.build(store_url)
    yield world.session(database)
    database.close()


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2020, 12, 31), Source.MANUAL),
        (date(2021, 1, 31), Source.MANUAL),
        (date(2021, 2, 1), Source.ELECTRONIC),
        (date(2022, 1, 1), Source.ELECTRONIC),
    ],
)
def test_the_rule_that_began_last_holds(day: date, first: Source) -> None:
    assert in_force([USUAL, ELECTRONIC], day).first is first


def test_the_rule_says_what_counts_while_nobody_decided() -> None:
    assert USUAL.sentence.startswith("Klaim yang diterima menggantikan catatan elektronik")
    assert "Yang belum diputus saat dibekukan: catatan elektronik" in ELECTRONIC.sentence
    with pytest.raises(Refused, match="Dasar aturan belum diisi"):
        USUAL.check()


def _late(session: Session, month: Month, person: int) -> dict[int, int]:
    """Give the minutes late by day, where a source counts."""
    with session.reading_own() as connection:
        facts = inputs.load(connection, month, Progress())
        hours, policy = calendar.load_calendar(connection), stored_policy.load(connection)
    frozen = freeze(month, facts, hours, policy)
    row = int(np.flatnonzero(frozen.person_id == person)[0])
    sources = frozen.days.source[row]
    return {day + 1: int(frozen.days.late[row, day]) for day in np.flatnonzero(sources).tolist()}


def test_an_accepted_claim_goes_first_or_only_fills_gaps_as_the_rule_says(
    verifier: Session,
) -> None:
    decisions.decide(verifier, 2, Decision.MANUAL, "CCTV")  # 5 January: 07.30 against 08.34
    decisions.decide(verifier, 3, Decision.MANUAL)  # 6 January: nothing in the app
    assert {day: _late(verifier, JANUARY, 1)[day] for day in (5, 6)} == {5: 0, 6: 0}
    keeper = world.session(verifier.database, Role.ORGANISASI)
    objections.set_rule(keeper, replace(ELECTRONIC, valid_from=date(2021, 1, 1)))
    assert {day: _late(verifier, JANUARY, 1)[day] for day in (5, 6)} == {5: 64, 6: 0}
    with pytest.raises(NotAllowed):
        objections.set_rule(verifier, ELECTRONIC)


def test_one_objects_after_it_was_opened_and_before_the_deadline(verifier: Session) -> None:
    decisions.decide(verifier, 2, Decision.ELECTRONIC)
    with pytest.raises(Refused, match="belum dibuka"):
        objections.record(verifier, 2, "La Ode Fajrin Malik", "HP saya rusak")
    period = objections.open_period(verifier, JANUARY)
    assert (period.opened_on, period.until) == (date(2021, 2, 8), date(2021, 2, 15))
    objections.record(verifier, 2, "La Ode Fajrin Malik", "HP saya rusak", "surat 9 Feb")
    with pytest.raises(Refused, match="Keberatan hanya atas putusan"):
        objections.record(verifier, 3, "La Ode Fajrin Malik", "belum")
    standing = objections.standing(verifier, JANUARY)
    assert standing.waiting == 1
    assert standing.sentence(date(2021, 2, 9)) == (
        "Masa sanggah sampai 15 Februari 2021. 1 keberatan menunggu."
    )
    decisions.decide(_another(verifier), 2, Decision.MANUAL, "surat bengkel")
    (answered,) = objections.standing(verifier, JANUARY).objections
    assert answered.answer == "Klaim diterima. surat bengkel"
    later = Session(verifier.database, verifier.actor, lambda: world.MORNING + timedelta(days=8))
    with pytest.raises(Refused, match="Masa sanggah sudah berakhir 15 Februari 2021"):
        objections.record(later, 2, "La Ode Fajrin Malik", "lagi")


def test_another_verifier_answers_than_who_decided(verifier: Session) -> None:
    decisions.decide(verifier, 2, Decision.ELECTRONIC)
    objections.open_period(verifier, JANUARY)
    objections.record(verifier, 2, "La Ode Fajrin Malik", "HP saya rusak")
    assert objections.contested(verifier, JANUARY) == {2: "verifikator"}
    assert objections.contested(verifier, FEBRUARY) == {}
    with pytest.raises(NotAllowed, match="harus verifikator lain"):
        decisions.decide(verifier, 2, Decision.MANUAL, "surat bengkel")
    decisions.undo(verifier, 2)  # taken back it is still theirs
    with pytest.raises(NotAllowed, match="menyangkut putusan pengguna ini sendiri"):
        decisions.decide(verifier, 2, Decision.MANUAL, "surat bengkel")
    done = decisions.decide_many(verifier, [2, 3], Decision.MANUAL, "surat bengkel", "dua")
    assert done.claims == 1
    assert "Keberatan atas klaim La Ode Fajrin Malik" in done.skipped[0]
    decisions.decide(_another(verifier), 2, Decision.MANUAL, "surat bengkel")
    assert objections.contested(verifier, JANUARY) == {}
    decisions.decide(verifier, 2, Decision.ELECTRONIC, "")  # answered: anybody's again


def _another(verifier: Session) -> Session:
    actor = verifier.actor._replace(name="sari", display_name="Wa Ode Sari")
    return Session(verifier.database, actor, verifier.clock)


def test_only_the_city_opens_it(verifier: Session) -> None:
    school = world.session(verifier.database, unit="SD-07")
    with pytest.raises(Refused, match="seluruh kota"):
        objections.open_period(school, FEBRUARY)
