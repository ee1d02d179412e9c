"""Who is due TPP, in which post, and how long a leave may be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.attendance import Absence, Spell
from polima_desktop.domain.entitlement import (
    Exclusion,
    Post,
    a_month_or_longer,
    counting_post,
    exclusion,
)
from polima_desktop.domain.periods import Month

JANUARY = Month(2021, 1)
PLAIN = Post("PNS", "aktif", "umum", None)


class Row(NamedTuple):
    name: str
    valid_from: date
    valid_to: date | None = None


def moved_on(day: int) -> list[Row]:
    change = date(2021, 1, day)
    return [Row("old", date(2018, 1, 1), change), Row("new", change)]


@pytest.mark.parametrize(("day", "counts"), [(1, "new"), (10, "new"), (11, "old"), (31, "old")])
def test_duty_from_day_1_to_10_counts_in_the_new_post_and_later_next_month(
    day: int, counts: str
) -> None:
    assert counting_post(moved_on(day), JANUARY).name == counts


def test_a_newcomer_after_the_tenth_counts_in_the_post_of_the_last_day() -> None:
    rows = [Row("first", date(2021, 1, 15), date(2021, 1, 20)), Row("second", date(2021, 1, 20))]
    assert counting_post(rows, JANUARY).name == "second"


def test_somebody_who_left_before_the_tenth_keeps_the_last_post() -> None:
    rows = [
        Row("before", date(2015, 1, 1), date(2021, 1, 3)),
        Row("last", date(2021, 1, 3), date(2021, 1, 8)),
    ]
    assert counting_post(rows, JANUARY).name == "last"


@pytest.mark.parametrize(
    ("start", "end", "long"),
    [
        (date(2021, 1, 5), date(2021, 2, 4), False),
        (date(2021, 1, 5), date(2021, 2, 5), True),
        (date(2021, 1, 31), date(2021, 2, 28), False),
        (date(2021, 1, 31), date(2021, 3, 1), True),
        (date(2021, 12, 1), date(2022, 1, 1), True),
        (date(2021, 1, 5), None, True),
    ],
)
def test_a_leave_is_long_from_one_calendar_month_on(
    start: date, end: date | None, long: bool
) -> None:
    assert a_month_or_longer(Spell(Absence.CUTI_BESAR, start, end)) is long


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        (PLAIN, None),
        (PLAIN._replace(standing="pensiun"), Exclusion.GONE),
        (PLAIN._replace(standing="mpp"), Exclusion.PRE_RETIREMENT),
        (PLAIN._replace(standing="berhenti_sementara"), Exclusion.SUSPENDED),
        (PLAIN._replace(standing="tugas_belajar"), Exclusion.STUDY_LEAVE),
        (PLAIN._replace(standing="cltn"), Exclusion.UNPAID_LEAVE),
        (PLAIN._replace(status="NON_ASN"), Exclusion.NON_ASN),
        (PLAIN._replace(status="CPNS"), None),
        (PLAIN._replace(family="guru", certified=True), Exclusion.CERTIFIED_TEACHER),
        (PLAIN._replace(family="guru", certified=False), None),
        (PLAIN._replace(family="guru"), None),
        (PLAIN._replace(family="kesehatan", certified=True), None),
    ],
)
def test_each_post_has_one_reason_or_is_entitled(post: Post, reason: Exclusion | None) -> None:
    assert exclusion(post, [], JANUARY) is reason


@pytest.mark.parametrize(
    ("spell", "reason"),
    [
        (Spell(Absence.CUTI_MELAHIRKAN, date(2021, 1, 4), date(2021, 4, 4)), Exclusion.LONG_LEAVE),
        (Spell(Absence.CUTI_MELAHIRKAN, date(2021, 1, 11), date(2021, 4, 11)), None),
        (Spell(Absence.CUTI_TAHUNAN, date(2021, 1, 4), date(2021, 1, 16)), None),
        (Spell(Absence.TUGAS_BELAJAR, date(2020, 9, 1), None), Exclusion.STUDY_LEAVE),
        (Spell(Absence.DINAS_LUAR, date(2020, 9, 1), None), None),
    ],
)
def test_a_spell_stops_tpp_in_the_months_whose_tenth_it_covers(
    spell: Spell, reason: Exclusion | None
) -> None:
    assert exclusion(PLAIN, [spell], JANUARY) is reason


SICK, ANNUAL = Absence.CUTI_SAKIT, Absence.CUTI_TAHUNAN


@pytest.mark.parametrize(
    ("spells", "reason"),
    [
        ([(SICK, 1, 4, 1, 20), (SICK, 1, 20, 2, 4)], Exclusion.LONG_LEAVE),  # adjoining
        ([(SICK, 1, 4, 1, 20), (SICK, 1, 15, 2, 4)], Exclusion.LONG_LEAVE),  # overlapping
        ([(SICK, 1, 15, 2, 4), (SICK, 1, 4, 1, 20)], Exclusion.LONG_LEAVE),  # in any order
        ([(SICK, 1, 4, 1, 20), (SICK, 1, 20, 2, 3)], None),  # a day short of a month
        ([(SICK, 1, 4, 1, 20), (SICK, 1, 21, 2, 4)], None),  # a day at work between
        ([(SICK, 1, 4, 1, 20), (ANNUAL, 1, 20, 2, 4)], None),  # of two kinds
        ([(SICK, 1, 4, 1, 8), (SICK, 1, 8, 2, 4), (SICK, 2, 4, 3, 1)], Exclusion.LONG_LEAVE),
    ],
)
def test_adjoining_and_overlapping_absences_of_a_kind_are_one(
    spells: list[tuple[Absence, int, int, int, int]], reason: Exclusion | None
) -> None:
    given = [Spell(k, date(2021, m, d), date(2021, n, e)) for k, m, d, n, e in spells]
    assert exclusion(PLAIN, given, JANUARY) is reason


def test_whoever_comes_back_in_the_month_counts_like_somebody_appointed_that_day() -> None:
    back = date(2021, 1, 18)
    rows = [
        Row("works", date(2015, 1, 1), date(2021, 1, 4)),
        Row("suspended", date(2021, 1, 4), back),
        Row("back", back),
    ]
    chosen = counting_post(rows, JANUARY, lambda row: row.name != "suspended")
    assert chosen.name == "back"
    assert counting_post(rows, Month(2021, 2), lambda row: row.name != "suspended").name == "back"
    leaving = [Row("works", date(2015, 1, 1), back), Row("suspended", back)]
    assert counting_post(leaving, JANUARY, lambda row: row.name != "suspended").name == "works"


@given(
    cuts=st.lists(st.integers(0, 60), unique=True, max_size=5),
    year=st.integers(2000, 2100),
    month=st.integers(1, 12),
)
def test_of_posts_that_cover_the_month_the_one_of_the_tenth_counts(
    cuts: list[int], year: int, month: int
) -> None:
    start = Month(year, month).first - timedelta(30)
    edges = [start, *(start + timedelta(cut + 1) for cut in sorted(cuts))]
    rows = [Row(str(edge), edge, end) for edge, end in zip(edges, [*edges[1:], None], strict=True)]
    chosen = counting_post(rows, Month(year, month))
    tenth = date(year, month, 10)
    assert chosen.valid_from <= tenth
    assert chosen.valid_to is None or tenth < chosen.valid_to
