"""Whose word a field is believed from: the latest-dated that covers the day, of a day the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.life import speakers, stretches

NAMES = ("a", "b")


@dataclass(frozen=True)
class Word:
    """A statement: its days, what it says, whether it is the first, when it was said."""

    valid_from: date
    valid_to: date | None
    fields: Mapping[str, Any]
    first: bool
    order: tuple[int, ...]


def word(day: int, end: int | None, fields: Mapping[str, Any], order: int, first: bool) -> Word:
    until = None if end is None else date(2021, 1, end)
    return Word(date(2021, 1, day), until, fields, first, (order,))


def test_a_field_is_believed_from_the_latest_dated_word_that_covers_the_day() -> None:
    first = word(1, None, {"a": 1, "b": 1}, 0, True)
    later, meanwhile = word(5, None, {"a": 2}, 2, False), word(10, 20, {"a": 3}, 1, False)
    said = [meanwhile, later, first]
    found = {day: speakers(said, date(2021, 1, day), NAMES) for day in (3, 5, 12, 20)}
    assert [found[day]["a"] for day in (3, 5, 12, 20)] == [first, later, meanwhile, later]
    assert all(one["b"] is first for one in found.values())
    assert speakers([later], date(2021, 1, 6), NAMES) == {}


_WORDS = st.builds(
    lambda day, long, values, order: word(
        day, day + long if long else None, values, order, first=False
    ),
    st.integers(1, 20),
    st.integers(0, 10),
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3), min_size=1),
    st.integers(1, 5),
)


@given(st.lists(_WORDS, max_size=5, unique_by=lambda one: one.order))
def test_what_the_speakers_say_is_what_holds(words: list[Word]) -> None:
    said = [word(2, None, {"a": 9, "b": 9}, 0, first=True), *words]
    for stretch in stretches(said, NAMES):
        found = speakers(said, stretch.valid_from, NAMES)
        assert {name: one.fields[name] for name, one in found.items()} == stretch.values
