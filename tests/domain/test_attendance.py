"""Minutes, states and shifts of a day; the month's arrays must agree with the plain rules."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.attendance import (
    MISSING,
    NOT_CLOCKED,
    Absence,
    Clocking,
    Grid,
    Judged,
    Spell,
    State,
    absence_grid,
    fit_shifts,
    judge,
    judge_day,
    over_midnight,
    shift_hours,
    shortage,
)
from polima_desktop.domain.calendar import DAY, OFF, Hours, Shift

OFFICE = Hours(27_000, 57_600)  # 07.30–16.00
SINCE = date(2021, 1, 1)
SHIFTS = (
    Shift("Pagi", Hours(25_200, 50_400), SINCE),
    Shift("Siang", Hours(50_400, 75_600), SINCE),
    Shift("Malam", Hours(75_600, DAY + 25_200), SINCE),
)


def at(text: str) -> int:
    hour, minute, second = (int(part) for part in text.split("."))
    return hour * 3600 + minute * 60 + second


@pytest.mark.parametrize(
    ("clock_in", "clock_out", "late", "early"),
    [
        ("07.30.00", "16.00.00", 0, 0),
        ("07.00.00", "17.00.00", 0, 0),
        ("07.30.59", "15.59.01", 0, 0),  # seconds are cut off, on both sides
        ("07.31.00", "15.59.00", 1, 1),
        ("08.00.59", "15.29.01", 30, 30),
        ("08.34.00", "16.02.00", 64, 0),
        (None, "16.00.00", MISSING, 0),
        ("07.30.00", None, 0, MISSING),
        ("16.30.00", None, 540, MISSING),
    ],
)
def test_minutes_of_a_workday(
    clock_in: str | None, clock_out: str | None, late: int, early: int
) -> None:
    clocked = Clocking(clock_in and at(clock_in), clock_out and at(clock_out))
    assert judge_day(OFFICE, clocked) == Judged(State.PRESENT, late, early)


@pytest.mark.parametrize(
    ("hours", "clocked", "absence", "state"),
    [
        (OFFICE, Clocking(None, None), None, State.ALPA),
        (OFFICE, Clocking(None, None), Absence.CUTI_SAKIT, State.EXCUSED),
        (OFFICE, Clocking(at("10.00.00"), None), Absence.DINAS_LUAR, State.EXCUSED),
        (None, Clocking(None, None), None, State.OFF),
        (None, Clocking(None, None), Absence.CUTI_BESAR, State.OFF),
        (None, Clocking(at("10.00.00"), None), None, State.OFF),
    ],
)
def test_days_that_cost_no_minutes(
    hours: Hours | None, clocked: Clocking, absence: Absence | None, state: State
) -> None:
    assert judge_day(hours, clocked, absence) == Judged(state)


def test_a_night_shift_ends_the_next_morning() -> None:
    night = SHIFTS[2].hours
    clock_out = over_midnight(at("21.12.00"), at("06.50.00"))
    assert clock_out == DAY + at("06.50.00")
    assert judge_day(night, Clocking(at("21.12.00"), clock_out)) == Judged(State.PRESENT, 12, 10)


@pytest.mark.parametrize("pair", [(27_000, 57_600), (None, 57_600), (27_000, None), (9, 9)])
def test_a_clock_out_on_the_same_day_stays_there(pair: tuple[int | None, int | None]) -> None:
    assert over_midnight(*pair) == pair[1]


def test_a_shift_worker_without_roster_owes_only_missing_shifts() -> None:
    assert shift_hours(OFFICE, SHIFTS, Clocking(None, None)) is None
    assert shift_hours(OFFICE, SHIFTS, Clocking(None, None), Absence.CUTI_BESAR) == OFFICE
    assert shift_hours(None, SHIFTS, Clocking(at("13.58.00"), None)) == SHIFTS[1].hours
    assert [shortage(24, 20, 3), shortage(24, 26, 0), shortage(24, 24, 0)] == [1, 0, 0]


def test_absences_carry_the_names_of_the_month_inputs() -> None:
    assert [kind.code for kind in Absence] == [
        "dinas_luar",
        "cuti_tahunan",
        "cuti_sakit",
        "cuti_melahirkan",
        "cuti_besar",
        "cuti_alasan_penting",
        "tugas_belajar",
    ]
    assert Absence.CUTI_ALASAN_PENTING.label == "Cuti alasan penting"


clockings = st.one_of(st.none(), st.integers(0, DAY + 40_000))
hours_due = st.one_of(
    st.none(),
    st.builds(lambda a, n: Hours(a, a + n), st.integers(0, DAY - 1), st.integers(60, 43_200)),
)
absences = st.one_of(st.none(), st.sampled_from(Absence))
cells = st.tuples(hours_due, clockings, clockings, absences)


def grid_of(rows: list[list[tuple[Hours | None, int | None, int | None, Absence | None]]]) -> Grid:
    def column(pick: int) -> np.ndarray:
        return np.array([[_flat(cell)[pick] for cell in row] for row in rows], dtype=np.int32)

    return Grid(column(0), column(1), column(2), column(3), column(4).astype(np.int8))


def _flat(cell: tuple[Hours | None, int | None, int | None, Absence | None]) -> tuple[int, ...]:
    hours, clock_in, clock_out, absence = cell
    start, end = hours or (OFF, OFF)
    return (
        start,
        end,
        NOT_CLOCKED if clock_in is None else clock_in,
        NOT_CLOCKED if clock_out is None else clock_out,
        absence or 0,
    )


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_the_month_agrees_with_the_plain_day(rows: list[list[tuple]]) -> None:
    days = judge(grid_of(rows))
    for person, row in enumerate(rows):
        for column, (hours, clock_in, clock_out, absence) in enumerate(row):
            found = (
                days.state[person, column],
                days.late[person, column],
                days.early[person, column],
            )
            assert found == judge_day(hours, Clocking(clock_in, clock_out), absence)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6))
def test_shifts_of_the_month_agree_with_the_plain_day(rows: list[list[tuple]]) -> None:
    marked = np.array([number % 2 == 0 for number in range(len(rows))])
    fitted = fit_shifts(grid_of(rows), marked, SHIFTS)
    for person, row in enumerate(rows):
        for column, (base, clock_in, clock_out, absence) in enumerate(row):
            due = base
            if marked[person]:
                due = shift_hours(base, SHIFTS, Clocking(clock_in, clock_out), absence)
            both = (fitted.starts[person, column], fitted.ends[person, column])
            assert both == (due or (OFF, OFF))


@given(st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=6))
def test_every_due_day_is_present_absent_or_excused(rows: list[list[tuple]]) -> None:
    grid = grid_of(rows)
    days = judge(grid)
    due = np.count_nonzero(grid.starts != OFF, axis=1)
    parts = sum(days.count(state) for state in (State.PRESENT, State.ALPA, State.EXCUSED))
    assert (parts == due).all()
    assert not days.late[days.state != State.PRESENT].any()


def test_spells_are_painted_from_their_first_day_to_before_their_end() -> None:
    days = [date(2021, 2, 1) + timedelta(n) for n in range(28)]
    spells = [
        (0, Spell(Absence.CUTI_TAHUNAN, date(2021, 1, 25), date(2021, 2, 3))),
        (0, Spell(Absence.DINAS_LUAR, date(2021, 2, 26), date(2021, 3, 5))),
        (1, Spell(Absence.TUGAS_BELAJAR, date(2021, 2, 20), None)),
        (1, Spell(Absence.CUTI_BESAR, date(2021, 3, 1), date(2021, 3, 9))),
        (1, Spell(Absence.CUTI_BESAR, date(2020, 12, 1), date(2021, 2, 1))),
    ]
    grid = absence_grid(spells, 3, days)
    for row in range(3):
        for column, day in enumerate(days):
            kinds = [spell.kind for at_row, spell in spells if at_row == row and spell.covers(day)]
            assert grid[row, column] == (kinds[-1] if kinds else 0)
    assert np.count_nonzero(grid, axis=1).tolist() == [5, 9, 0]
