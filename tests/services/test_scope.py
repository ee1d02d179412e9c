"""An account of an office sees its own people and nobody else's, on both kinds of store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.progress import Progress
from polima_desktop.services.attendance import months as attendance
from polima_desktop.services.months import comparing, desk, entitled, explaining, payments, run
from polima_desktop.services.papers import desk as papers
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.review import attachments, claims, stakes, template
from polima_desktop.services.session import Session
from polima_desktop.services.staff import documents, events, roster
from polima_desktop.storage.database import Database
from polima_desktop.storage.staff import units
from tests import month_world as world
from tests.month_world import FAJRIN, JANUARY, KARMILA, NIPS


@pytest.fixture
def city(store_url: str) -> Iterator[Database]:
    built = world.standing(store_url)
    finance = world.session(built, Role.KEUANGAN)
    run.freeze(finance, JANUARY, Progress())
    run.calculate(finance, JANUARY, Progress())
    yield built
    built.close()


def _verifier(database: Database, code: str) -> Session:
    with database.reading() as connection:
        unit = units.ids_by_code(connection)[code]
    actor = Actor("verif", "Verifikator", Role.VERIFIKATOR, unit)
    return Session(database, actor, world.session(database, Role.AUDITOR).clock)


def _claim_of_the_school(database: Database) -> int:
    return claims.queue(_verifier(database, "SD-07"), JANUARY)[0].id


def _others(session: Session, claim: int) -> dict[str, Callable[[], Any]]:
    """Give each way of asking for the school's people, claims and papers."""
    nip, school = NIPS[KARMILA], claims.queue(_verifier(session.database, "SD-07"), JANUARY)
    with session.database.reading() as connection:
        unit = units.ids_by_code(connection)["SD-07"]
    slip, month = Chosen(nips=frozenset({nip})), JANUARY
    return {
        "claim": lambda: claims.one(session, claim),
        "activities": lambda: claims.activities(session, claim),
        "evidence": lambda: attachments.listed(session, claim),
        "stakes": lambda: stakes.weigh(session, month, school),
        "workbook": lambda: template.write_template(session, "SD-07", month, None),  # type: ignore[arg-type]
        "month": lambda: attendance.read(session, month, unit),
        "punches": lambda: attendance.beside(session, month, KARMILA),
        "person": lambda: roster.person_file(session, KARMILA, month.last),
        "events": lambda: events.listed(session, KARMILA),
        "nip": lambda: events.person_of(session, nip),
        "documents": lambda: documents.listed(session, KARMILA),
        "explanation": lambda: explaining.explain(session, month, nip),
        "difference": lambda: comparing.why_different(session, month, nip),
        "slip": lambda: papers.open_desk(session, month, slip),
        "paper": lambda: writing.print_bytes(session, Paper.SLIPS, month, slip, Progress()),
        "unit": lambda: papers.open_desk(session, month, Chosen(frozenset({unit}))),
    }


def test_what_is_another_offices_is_refused(city: Database) -> None:
    claim = _claim_of_the_school(city)
    refused = []
    asked = _others(_verifier(city, "DIN-05"), claim)
    for name, ask in asked.items():
        try:
            ask()
        except NotAllowed:
            refused.append(name)
    assert refused == list(asked)


def test_lists_hold_only_ones_own(city: Database) -> None:
    own, school = _verifier(city, "DIN-05"), _verifier(city, "SD-07")
    assert claims.queue(own, JANUARY) == []
    assert {claim.nip for claim in claims.queue(school, JANUARY)} == {NIPS[KARMILA]}
    seen = {row.nip for row in roster.roster(own, JANUARY.last).rows}
    assert NIPS[FAJRIN] in seen
    assert NIPS[KARMILA] not in seen
    assert [node.unit.code for node in roster.roster(school, JANUARY.last).tree] == ["SD-07"]
    for rows in (desk.desk(own, JANUARY).rows, entitled.everybody(own, JANUARY)):
        assert NIPS[FAJRIN] in {row.nip for row in rows}
        assert NIPS[KARMILA] not in {row.nip for row in rows}
    printed = {slip.nip for slip in papers.open_desk(own, JANUARY, Chosen()).slips}
    assert printed
    assert NIPS[KARMILA] not in printed
    assert explaining.explain(own, JANUARY, NIPS[FAJRIN]).nip == NIPS[FAJRIN]
    assert payments.standing(own, JANUARY).batches == []


def test_numbers_are_masked_and_leave_of_the_sick_is_leave(city: Database) -> None:
    kominfo = world.session(city, Role.KOMINFO)
    (row,) = [r for r in roster.roster(kominfo, JANUARY.last).rows if r.nip == NIPS[FAJRIN]]
    assert row.person.identity.account_number == "••••5678"
    assert row.person.identity.npwp == "••••2000"
    file = roster.person_file(kominfo, world.MURNI, JANUARY.last)
    assert "Cuti melahirkan" not in {one.label for one in file.records}
    assert "Cuti" in {one.label for one in file.records}
    clerk = world.session(city, Role.BKPSDM)
    whole = roster.person_file(clerk, world.MURNI, JANUARY.last)
    assert "Cuti melahirkan" in {one.label for one in whole.records}
    assert roster.person_file(clerk, FAJRIN, JANUARY.last).now.person.identity.npwp == (
        "091234567712000"
    )
