"""Cities of any size: units and causes grow with the people, and nobody is left over."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from polima_desktop.demo import write_city
from polima_desktop.demo.causes import ONLY_LEFT, ONLY_RIGHT
from polima_desktop.demo.city import City, found
from polima_desktop.demo.staff import ODDITIES, in_proportion

SIZES = (100, 150, 4_039, 4_567, 12_345)


@pytest.fixture(scope="module", params=SIZES)
def city(request: pytest.FixtureRequest) -> City:
    """The people, units and rosters of a city, without its months."""
    return found(request.param, 7)


def test_a_city_has_exactly_the_people_asked_for(city: City) -> None:
    assert len(city.people) == sum(office.size for office in city.offices)
    assert len(city.people) in SIZES
    assert len({person.nip for person in city.people}) == len(city.people)


def test_units_grow_with_the_people_and_never_below_the_real_ones(city: City) -> None:
    kinds = Counter(office.kind for office in city.offices)
    real = Counter(office.kind for office in found(100, 7).offices)
    times = max(1.0, len(city.people) / 4_039)
    for kind, count in real.items():
        assert count * times - 3 <= kinds[kind] <= count * times + 3, kind


def test_codes_names_and_spellings_of_units_are_nobody_elses(city: City) -> None:
    codes = [office.code for office in city.offices]
    assert len(set(codes)) == len(codes)
    words = Counter(
        word.casefold()
        for office in city.offices
        for word in {office.name.casefold(), *office.aliases.casefold().split("; ")} - {""}
    )
    assert [word for word, count in words.items() if count > 1] == []


def test_parents_stand_before_their_children(city: City) -> None:
    seen = {""}
    for office in city.offices:
        assert office.parent in seen, office.name
        seen.add(office.code)


def test_a_unit_stays_as_large_as_in_the_real_city(city: City) -> None:
    """A unit comes whole: just before it does, those that are there carry a few people more."""
    largest = max(office.size for office in city.offices)
    assert largest <= max(office.size for office in found(4_039, 7).offices) * 1.25


def test_the_lists_differ_in_proportion(city: City) -> None:
    people = len(city.people)
    cases = Counter(row.case for row in city.server)
    assert {case: cases[case] for case in ONLY_RIGHT} == {
        case: in_proportion(count, people) for case, count in ONLY_RIGHT.items()
    }
    absent = sum(not person.registered for person in city.people)
    assert absent == sum(in_proportion(count, people) for count in ONLY_LEFT.values())


def test_oddities_and_decrees_come_in_proportion(city: City) -> None:
    people = len(city.people)
    unclassed = sum(person.job_class is None for person in city.people)
    assert unclassed == in_proportion(ODDITIES["no_class"], people)
    travels = sum(event.kind == "dinas_luar" for event in city.events)
    assert travels == 2 * in_proportion(170, people)


@pytest.mark.parametrize("employees", [100, 150])
def test_the_smallest_cities_are_written(employees: int, tmp_path: Path) -> None:
    files = write_city(tmp_path, employees)
    assert files.counts["employees"] == employees
    assert files.counts["claims"] > 0
