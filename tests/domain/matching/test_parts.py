"""The parts of the matcher by themselves: numbers, names, assignment, words."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.matching.assignment import assign
from polima_desktop.domain.matching.cleaning import clean_name, read_number
from polima_desktop.domain.matching.levels import name_level
from polima_desktop.domain.matching.words import differing, slip_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("198609262015051001", ("198609262015051001", "valid", "")),
        ("`198609262015051001", ("198609262015051001", "valid", "")),
        ("NIP. 19860926 201505 1 001", ("198609262015051001", "valid", "")),
        ("19860926.201505.1.001", ("198609262015051001", "valid", "")),
        ("199001012021211001", ("199001012021211001", "valid", "")),  # PPPK, frequency 21
        ("19860926201505100", ("19860926201505100", "invalid", "")),
        ("198613262015051001", ("198613262015051001", "invalid", "")),
        ("19860926201505100l", ("198609262015051001", "invalid", "")),
        ("1.98609E+17", ("", "damaged", "198609")),
        ("198609262015051000", ("", "damaged", "198609262015051")),
        ("1.98609262015051E+17", ("", "damaged", "198609262015051")),
        ("131234567", ("131234567", "old", "")),
        ("THL-0007", ("THL0007", "foreign", "")),
        ("7472011203850001", ("7472011203850001", "foreign", "")),
        ("-", ("", "none", "")),
        (None, ("", "none", "")),
    ],
)
def test_a_number_says_what_it_still_can(written: str | None, read: tuple[str, str, str]) -> None:
    assert read_number(written) == read


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Drs. H. La Ode Moh. Thamrin, M.Si", "LAODE MUHAMMAD TAMRIN", "same"),
        ("Wa Ode Sitti Hajar", "W.O. St. Hajar", "same"),
        ("Yohanis Pattiasina", "PATTIASINA YOHANIS", "same"),
        ("Budi Hartono", "BUDI HARTONO S PD", "same"),
        ("Yohanis Pattiasina", "Yohanis Patiasina", "same"),
        ("Yohanis Pattiasina", "Yohanis Pattisina", "near"),
        ("Abdul Rahman Leimena", "Abd. Rahman Leimena", "near"),
        ("Yohanis Markus Pattiasina", "Yohanis M. Pattiasina", "near"),
        ("Yohanis Markus Pattiasina", "Yohanis Pattiasina", "less"),
        ("Maria Pattiasina", "Maria Leimena", "part"),
        ("Maria Pattiasina", "Yakob Leimena", "other"),
        ("", "Yakob Leimena", "missing"),
    ],
)
def test_names_are_compared_as_clerks_would(one: str, other: str, level: str) -> None:
    assert name_level(clean_name(one), clean_name(other)) == level


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 50), max_size=18
    )
)
def test_the_assignment_is_the_best_there_is(scores: dict[tuple[int, int], int]) -> None:
    chosen = assign(scores)
    assert len({a for a, _ in chosen}) == len({b for _, b in chosen}) == len(chosen)
    best = max(
        sum(scores.get((a, b), 0) for a, b in enumerate(order)) for order in permutations(range(5))
    )
    assert sum(scores[pair] for pair in chosen) == best


def test_words_say_which_digits_were_mistyped_and_marks_show_them() -> None:
    assert slip_words("198403122009022004", "198403122009202004") == (
        "angka ke-13 dan ke-14 tertukar"
    )
    assert slip_words("198403122009022004", "198403122009022904") == "angka ke-16 berbeda"
    assert differing("Sarmina", "SARMINAH", same_case=False) == ((), ((7, 8),))
