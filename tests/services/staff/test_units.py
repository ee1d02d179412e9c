"""Units are renamed, moved, merged and split as of a day, and the past stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.people import Assignment, Identity
from polima_desktop.domain.units import Unit, unit_key
from polima_desktop.services import undo
from polima_desktop.services.session import Session
from polima_desktop.services.staff import effects, unit_history
from polima_desktop.services.staff import units as service
from polima_desktop.services.staff.units import Paper
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.database import create_store
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.unit_of_work import unit_of_work

START, DAY = date(2017, 1, 1), date(2021, 2, 1)
PAPER = Paper(DAY, "Perda 3/2020", date(2020, 12, 30))
BEFORE = date(2021, 1, 31)


def _clock() -> datetime:
    return datetime(2021, 1, 15, 2, tzinfo=UTC)


@pytest.fixture
def clerk(store_url: str) -> Iterator[Session]:
    database = create_store(store_url)
    with unit_of_work(database, "rita", "test.fill", _clock()) as work:
        units.create(work, ["A", "B", "A-1"])
        units.record(
            work,
            [
                (START, Unit("A", "Dinas Pasar", "dinas", aliases=("Dispas",))),
                (START, Unit("B", "Dinas Perdagangan", "dinas")),
                (START, Unit("A-1", "UPTD Pasar Wameo", "uptd", "A", "Wameo", "6_hari")),
            ],
        )
        ids = people.create(work, 2)
        people.record_identities(
            work,
            [
                (ids[0], START, Identity("1" * 18, "Satu")),
                (ids[1], START, Identity("2" * 18, "Dua")),
            ],
        )
        people.record_assignments(work, [(key, START, Assignment("A", job_class=7)) for key in ids])
        people.record_assignments(work, [(ids[1], date(2021, 6, 1), Assignment("A", job_class=9))])
    yield Session(database, Actor("rita", "Rita", Role.BKPSDM), _clock)
    database.close()


def _names(session: Session, day: date) -> dict[str, str]:
    rows, _ = service.listed(session, day)
    return {row.code: row.name for row in rows}


def _where(session: Session, day: date) -> dict[str, tuple[str, int | None]]:
    with session.reading_own() as connection:
        rows = people.as_of(connection, day)
    return {
        row.person.identity.name: (row.person.assignment.unit, row.person.assignment.job_class)
        for row in rows
    }


def test_a_new_name_holds_from_its_day_and_the_old_one_still_finds_the_unit(clerk: Session) -> None:
    service.change(clerk, Unit("A", "Dinas Pengelolaan Pasar", "dinas"), PAPER)
    assert _names(clerk, BEFORE)["A"] == "Dinas Pasar"
    assert _names(clerk, DAY)["A"] == "Dinas Pengelolaan Pasar"
    with clerk.reading_own() as connection:
        found = units.lookup(connection, DAY)
        codes = {key: code for code, key in units.ids_by_code(connection).items()}
    for name in ("dinas pasar", "Dispas", "Dinas Pengelolaan Pasar"):
        assert [codes[key] for key in found[unit_key(name)]] == ["A"]


def test_merging_moves_people_children_and_names_and_leaves_the_past(clerk: Session) -> None:
    assert service.merge(clerk, "A", "B", PAPER) == 2
    assert _where(clerk, BEFORE) == {"Satu": ("A", 7), "Dua": ("A", 7)}
    assert _where(clerk, DAY) == {"Satu": ("B", 7), "Dua": ("B", 7)}
    assert _where(clerk, date(2021, 6, 1)) == {"Satu": ("B", 7), "Dua": ("B", 9)}
    assert set(_names(clerk, BEFORE)) == {"A", "B", "A-1"}
    assert set(_names(clerk, DAY)) == {"B", "A-1"}
    rows, _ = service.listed(clerk, DAY)
    by_code = {row.code: row for row in rows}
    assert by_code["A-1"].parent_id == by_code["B"].id
    assert (by_code["A-1"].place, by_code["A-1"].pattern) == ("Wameo", "6_hari")
    with clerk.reading_own() as connection:
        assert units.lookup(connection, DAY)[unit_key("Dispas")] == {by_code["B"].id}


def test_splitting_opens_a_unit_and_moves_the_chosen_people(clerk: Session) -> None:
    with clerk.reading_own() as connection:
        person = people.ids_by_nip(connection)["1" * 18]
    service.split(clerk, Unit("C", "Dinas Pasar Malam", "dinas"), [person], PAPER)
    assert _where(clerk, DAY) == {"Satu": ("C", 7), "Dua": ("A", 7)}
    assert _where(clerk, BEFORE)["Satu"] == ("A", 7)


def test_what_cannot_be_is_refused(clerk: Session) -> None:
    below = Unit("A", "Dinas Pasar", "dinas", "A-1")
    cases = [
        (lambda: service.change(clerk, below, PAPER), "di bawah dirinya sendiri"),
        (lambda: service.change(clerk, replace(below, code="X"), PAPER), "tidak berlaku"),
        (lambda: service.open_unit(clerk, Unit("A", "Lain", "dinas"), PAPER), "sudah dipakai"),
        (lambda: service.open_unit(clerk, Unit("D", "dinas pasar", "dinas"), PAPER), "unit lain"),
        (lambda: service.open_unit(clerk, Unit("", "Lain", "dinas"), PAPER), "belum diisi"),
        (lambda: service.merge(clerk, "A", "A", PAPER), "dirinya sendiri"),
        (lambda: service.merge(clerk, "A", "A-1", PAPER), "berada di bawah"),
        (lambda: service.merge(clerk, "A", "X", PAPER), "tidak berlaku"),
    ]
    before = _names(clerk, DAY)
    for act, words in cases:
        with pytest.raises(Refused, match=words):
            act()
    assert _names(clerk, DAY) == before


def test_a_verifier_may_not(clerk: Session) -> None:
    other = Session(clerk.database, Actor("v", "V", Role.VERIFIKATOR), _clock)
    with pytest.raises(NotAllowed):
        service.merge(other, "A", "B", PAPER)


def _state(session: Session) -> list[object]:
    """Give everybody's units and all names, month by month."""
    months = [date(2021, month, 1) for month in range(1, 13)]
    with session.reading_own() as connection:
        return [
            (
                units.as_of(connection, day),
                units.aliases(connection, day),
                [(row.id, row.person) for row in people.as_of(connection, day)],
            )
            for day in months
        ]


@pytest.mark.parametrize("act", ["rename", "merge", "split", "open"])
def test_every_change_of_units_is_taken_back_and_stays_on_record(clerk: Session, act: str) -> None:
    before = _state(clerk)
    new = Unit("C", "Dinas Baru", "dinas")
    with clerk.reading_own() as connection:
        (first, *_) = [row.id for row in people.as_of(connection, DAY)]
    if act == "rename":
        assert service.change(clerk, Unit("A", "Dinas Pasar Kota", "dinas"), PAPER) == 2
    elif act == "merge":
        assert service.merge(clerk, "A", "B", PAPER) == 2
    elif act == "split":
        service.split(clerk, new, [first], PAPER)
    else:
        service.open_unit(clerk, new, PAPER)
    assert _state(clerk) != before
    with clerk.reading_own() as connection:
        told = canonical_dump(connection)
    last = undo.last_own(clerk)
    assert last is not None
    undo.undo(clerk, last.act_id)
    assert _state(clerk) == before
    with clerk.reading_own() as connection:
        assert canonical_dump(connection) != told


def test_who_moves_is_named_before_a_merge_and_a_split(clerk: Session) -> None:
    moving = effects.of_merge(clerk, "A", DAY)
    assert [(one.name, one.nip[:1], one.age) for one in moving] == [
        ("Dua", "2", None),
        ("Satu", "1", None),
    ]
    assert [one.name for one in effects.of_move(clerk, [moving[1].id], DAY)] == ["Satu"]
    assert effects.of_merge(clerk, "B", DAY) == []


def test_a_change_of_a_unit_is_withdrawn_by_another_with_a_reason(clerk: Session) -> None:
    before = _state(clerk)
    service.change(clerk, Unit("A", "Dinas Pasar Kota", "dinas"), PAPER)
    service.merge(clerk, "A", "B", Paper(date(2021, 6, 1)))
    budi = Session(clerk.database, Actor("budi", "Budi", Role.BKPSDM), _clock)
    merged, renamed, filled = unit_history.history(budi, "A")
    assert [one.act.title for one in (merged, renamed)] == [
        "penggabungan Dinas Pasar Kota ke Dinas Perdagangan",
        "perubahan unit Dinas Pasar",
    ]
    assert (merged.withdrawable, renamed.withdrawable, filled.withdrawable) == (True, True, False)
    with pytest.raises(Refused, match="sudah diubah lagi sesudahnya"):
        unit_history.withdraw(budi, renamed.act.id, "salah nama")
    with pytest.raises(Refused, match="Alasan"):
        unit_history.withdraw(budi, merged.act.id, " ")
    unit_history.withdraw(budi, merged.act.id, "Perwali dibatalkan")
    unit_history.withdraw(budi, renamed.act.id, "salah nama")
    assert _state(clerk) == before
    told = unit_history.history(budi, "A")
    assert [(one.act.title, one.act.reason) for one in told[:2]] == [
        ("pencabutan: perubahan unit Dinas Pasar", "salah nama"),
        ("pencabutan: penggabungan Dinas Pasar Kota ke Dinas Perdagangan", "Perwali dibatalkan"),
    ]
    assert [one.act.undone_by for one in told[2:4]] == ["budi", "budi"]
    with pytest.raises(Conflict, match="sudah dicabut oleh budi"):
        unit_history.withdraw(clerk, merged.act.id, "lagi")


def test_a_change_somebody_else_made_meanwhile_is_shown_with_both_values(clerk: Session) -> None:
    rows, _ = service.listed(clerk, DAY)
    seen = service.Shown(next(row for row in rows if row.code == "A"), DAY)
    other = replace(clerk, actor=Actor("budi", "Budi", Role.BKPSDM))
    service.change(other, Unit("A", "Dinas Pasar Kota", "dinas"), PAPER, seen)
    with pytest.raises(Conflict) as refused:
        service.change(clerk, Unit("A", "Dinas Pasar Raya", "dinas", place="Wale"), PAPER, seen)
    assert refused.value.message == (
        "Dinas Pasar baru saja diubah orang lain: nama Dinas Pasar Kota (di formulir ini "
        "Dinas Pasar Raya) dan kelurahan – (di formulir ini Wale)."
    )
    assert [row.name for row in service.listed(clerk, DAY)[0] if row.code == "A"] == [
        "Dinas Pasar Kota"
    ]
