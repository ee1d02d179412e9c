"""What the list at the left offers: the city, units as a tree, people by name or NIP."""

from __future__ import annotations

import pytest

from polima_desktop.services.papers.desk import Choices
from polima_desktop.storage.months.slip_list import Holder
from polima_desktop.storage.staff.units import UnitRow
from polima_desktop.views.papers.rows import chosen_ids, everything, found, offices_of


def unit(key: int, name: str, parent: int | None = None, short: str | None = None) -> UnitRow:
    return UnitRow(key, f"U-{key}", name, short, "dinas", parent, None, None)


def holder(nip: str, name: str, unit_id: int, state: str = "current") -> Holder:
    return Holder(int(nip[-3:]), nip, name, "Guru", unit_id, state, 1, None)


CHOICES = Choices(
    "calculated",
    [
        unit(1, "Dinas Pendidikan dan Kebudayaan", short="Disdikbud"),
        unit(2, "SD Negeri 1 Wameo", 1),
        unit(3, "Dinas Pekerjaan Umum"),
        unit(4, "Dinas Tanpa Slip"),
    ],
    [
        holder("198111042008031002", "La Ode Fajrin Malik, S.T.", 3),
        holder("198403122009022004", "Wa Ode Sarmina", 2),
        holder("199105082019032010", "Wa Ima", 1),
        holder("196804111993031009", "La Hamdan", 2, "held"),
    ],
    True,
)


def test_units_stand_below_the_one_above_with_all_their_slips() -> None:
    assert [(key, name, slips) for key, name, _, slips in everything(CHOICES)] == [
        ("kota", "Seluruh kota", 3),
        ("unit:1", "Disdikbud", 2),
        ("unit:2", "\u2003SD Negeri 1 Wameo", 1),
        ("unit:3", "Dinas Pekerjaan Umum", 1),
    ]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("", ["kota", "unit:1", "unit:2", "unit:3"]),
        ("wameo", ["unit:2"]),
        ("dinas", ["unit:1", "unit:3"]),
        ("disdikbud", ["unit:1"]),
        ("laode", ["nip:198111042008031002"]),
        ("19840312", ["nip:198403122009022004"]),
        ("19840312 200902 2 004", ["nip:198403122009022004"]),
        ("hamdan", []),
        ("tidak ada", []),
    ],
)
def test_typing_finds_units_and_people(typed: str, keys: list[str]) -> None:
    assert [row[0] for row in found(CHOICES, typed)] == keys


def test_a_person_stands_on_the_list_of_the_topmost_unit() -> None:
    assert offices_of(CHOICES, ["198403122009022004", "198111042008031002"]) == {1, 3}
    assert offices_of(CHOICES, ["tidak ada"]) == frozenset()


def test_rows_name_units_and_people() -> None:
    assert chosen_ids(["kota"]) == (frozenset(), frozenset())
    assert chosen_ids(["unit:2", "unit:3"]) == (frozenset({2, 3}), frozenset())
    assert chosen_ids(["nip:198111042008031002"]) == (
        frozenset(),
        frozenset({"198111042008031002"}),
    )
