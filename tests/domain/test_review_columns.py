"""The findings of a month as columns against ``review.compare``, claim by claim."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.review import Claimed, Decision, Recorded, compare
from polima_desktop.domain.review_columns import (
    DECISIONS,
    FINDINGS,
    UNDECIDED,
    Sides,
    still_open,
)
from polima_desktop.domain.review_columns import compare as compare_columns
from polima_desktop.domain.transition import Because, Outcome, Verdict

_TIMES = st.one_of(st.none(), st.sampled_from([0, 27_000, 27_059, 27_060, 27_660, 57_600, 90_000]))


class Case(NamedTuple):
    """One claim beside its record, in plain values."""

    clocked: bool
    said_in: int | None
    said_out: int | None
    said_work: bool
    proved: bool
    kept_in: int | None
    kept_out: int | None
    kept_work: bool
    known: bool
    off: bool
    outcome: Outcome
    because: Because


_CASES = st.builds(
    Case, st.booleans(), _TIMES, _TIMES, st.booleans(), st.booleans(), _TIMES, _TIMES,
    st.booleans(), st.booleans(), st.booleans(), st.sampled_from(Outcome),
    st.sampled_from(Because),
)  # fmt: skip


def _alone(case: Case, tolerance: int) -> tuple[int, int]:
    clocking = Clocking(case.said_in, case.said_out) if case.clocked else None
    said = Claimed(clocking, int(case.said_work), ("bukti.jpg",) if case.proved else ())
    kept = Recorded(
        Clocking(case.kept_in, case.kept_out),
        2 * case.kept_work,
        case.known,
        "Minggu libur." if case.off else "",
    )
    policy = Verdict(case.outcome, "", "", because=case.because)
    found = compare(said, kept, policy, tolerance)
    return FINDINGS.index(found.finding), found.minutes


@given(st.lists(_CASES, max_size=40), st.integers(0, 15))
def test_columns_and_single_claims_come_to_the_same(cases: list[Case], tolerance: int) -> None:
    columns = list(zip(*cases, strict=True)) if cases else [()] * len(Case._fields)
    table = dict(zip(Case._fields, columns, strict=True))
    times = ("said_in", "said_out", "kept_in", "kept_out")
    sides = {
        name: np.array([-1 if each is None else each for each in table[name]], np.int64)
        if name in times
        else np.array(table[name], np.bool_)
        for name in Sides._fields
        if name in table
    }
    accepted = np.array([each is Outcome.ACCEPTED for each in table["outcome"]], np.bool_)
    by_place = np.array([each is Because.PLACE for each in table["because"]], np.bool_)
    findings, minutes = compare_columns(
        Sides(**sides, accepted=accepted, by_place=by_place), tolerance
    )
    told = list(zip(findings.tolist(), minutes.tolist(), strict=True))
    assert told == [_alone(case, tolerance) for case in cases]


def test_asking_and_sending_back_leave_a_claim_open() -> None:
    numbers = np.array([UNDECIDED, *range(len(DECISIONS))])
    open_ = [True, *(each in (Decision.ASK, Decision.RETURN) for each in DECISIONS)]
    assert still_open(numbers).tolist() == open_
