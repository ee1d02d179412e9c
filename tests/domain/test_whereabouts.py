"""Where people clocked in: distances by worked values, each of the four questions at its edge."""

from __future__ import annotations

import math
from datetime import date
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.whereabouts import (
    Case,
    Circle,
    Kind,
    Limits,
    Ruling,
    Touches,
    check_limits,
    check_point,
    check_ruling,
    find,
    from_day,
    metres,
    without_points,
)

OFFICE = (-5.4631, 122.6012)
"""Kantor Wali Kota, near enough."""
NORTH = 1 / 111_195.08
"""Degrees of latitude in a metre, on the sphere that is counted with."""
TUESDAY = date(2021, 1, 5)
POINT = Circle("Kantor induk", *OFFICE, 100, date(2021, 1, 4))
UNIT = 7


class At(NamedTuple):
    """One clocking: so many metres north of the office, on a day, at an hour."""

    north: float
    hour: float = 7.5
    day: date = TUESDAY
    person: int = 1
    mock: bool = False
    unit: int = UNIT


def touches(*rows: At) -> Touches:
    """Give clockings as columns."""
    days = [row.day.toordinal() for row in rows]
    return Touches(
        np.array([row.person for row in rows], np.int64),
        np.array(days, np.int64),
        np.array([d * 86_400 + round(r.hour * 3_600) for d, r in zip(days, rows, strict=True)],
                 np.int64),
        np.array([OFFICE[0] + row.north * NORTH for row in rows], np.float64),
        np.array([OFFICE[1] for _ in rows], np.float64),
        np.array([row.mock for row in rows], np.bool_),
        np.array([row.unit for row in rows], np.int64),
    )  # fmt: skip


def found(
    *rows: At, points: tuple[Circle, ...] = (POINT,), limits: Limits | None = None
) -> list[Case]:
    """Give the cases among clockings of the office."""
    return find(touches(*rows), {UNIT: points}, limits or Limits())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0.0, 0.0), (0.0, 0.0), 0),
        ((0.0, 0.0), (0.0, 1.0), 111_195),  # a degree of the equator
        ((0.0, 0.0), (1.0, 0.0), 111_195),
        ((60.0, 10.0), (60.0, 11.0), 55_597),  # half as long at 60 degrees
        ((-5.4631, 122.6012), (-5.1477, 119.4327), 352_528),  # Baubau to Makassar
        ((0.0, 0.0), (0.0, 180.0), 20_015_115),  # half way round
        ((89.9, 0.0), (89.9, 180.0), 22_239),  # over the pole
        ((0.0, 179.9), (0.0, -179.9), 22_239),  # over the date line
    ],
)
def test_distances(one: tuple[float, float], other: tuple[float, float], expected: int) -> None:
    gone = metres(np.array([one[0]]), np.array([one[1]]), *other)
    assert round(float(gone[0])) == pytest.approx(expected, abs=max(1, expected * 2e-4))


_LAT, _LON = st.floats(-90, 90), st.floats(-180, 180)


@given(_LAT, _LON, _LAT, _LON)
def test_distances_are_those_of_the_chord(a: float, b: float, c: float, d: float) -> None:
    gone = float(metres(np.array([a]), np.array([b]), c, d)[0])
    back = float(metres(np.array([c]), np.array([d]), a, b)[0])
    assert gone == pytest.approx(back, abs=1e-3)
    one, other = (_vector(*pair) for pair in ((a, b), (c, d)))
    chord = math.dist(one, other)
    assert 2 * 6_371_008.8 * math.sin(gone / 2 / 6_371_008.8) == pytest.approx(chord, abs=0.1)


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    up, along = math.radians(lat), math.radians(lon)
    flat = math.cos(up)
    return tuple(6_371_008.8 * each for each in
                 (flat * math.cos(along), flat * math.sin(along), math.sin(up)))  # fmt: skip


@pytest.mark.parametrize(
    ("north", "slack", "odd"),
    [(0, 50, False), (99.9, 0, False), (149, 50, False), (151, 50, True), (101, 0, True)],
)
def test_outside_is_beyond_radius_and_slack(north: float, slack: int, odd: bool) -> None:
    cases = found(At(north), limits=Limits(slack=slack))
    assert [case.kind for case in cases] == ([Kind.OUTSIDE] if odd else [])


def test_what_lies_outside_is_said_of_the_farthest_clocking_of_the_day() -> None:
    [case] = found(At(400), At(1_234, hour=16))
    assert case == Case(
        Kind.OUTSIDE, 1, TUESDAY, case.evidence,
        "1,2 km dari titik terdekat, Kantor induk (radius 100 m), pada 5 Jan 16.00.",
    )  # fmt: skip
    assert case.evidence == "2021-01-05 57600 -5.4520024, 122.6012000"


def test_the_nearest_point_that_holds_on_the_day_counts() -> None:
    branch = Circle("Kantor cabang", OFFICE[0] + 5_000 * NORTH, OFFICE[1], 100, TUESDAY)
    assert found(At(5_000), points=(POINT, branch)) == []
    before = date(2021, 1, 4)
    [case] = found(At(5_000, day=before), points=(POINT, branch))
    assert "Kantor induk" in case.words
    closed = branch._replace(until=TUESDAY)
    assert len(found(At(5_000), points=(POINT, closed))) == 1


def test_units_without_a_point_are_counted_not_judged() -> None:
    rows = touches(At(9_000), At(0, hour=16, unit=8), At(0, day=date(2021, 1, 3)))
    assert find(rows, {}, Limits()) == []
    assert without_points(rows, {}) == 3
    assert without_points(rows, {UNIT: [POINT]}) == 2


@pytest.mark.parametrize(
    ("north", "minutes", "odd"),
    [
        (5_000, 2, True),  # 150 km/h is the limit, 150.0… is over it only beyond
        (4_990, 2, False),
        (6_000, 2, True),
        (1_999, 0, False),  # too near to be a jump
        (2_001, 0, True),  # at the very same second
        (60_000, 60, False),
    ],
)
def test_a_jump_is_far_and_fast(north: float, minutes: float, odd: bool) -> None:
    wide = POINT._replace(radius=1_000_000)
    rows = At(0), At(north + 0.5, hour=7.5 + minutes / 60)
    kinds = [case.kind for case in found(*rows, points=(wide,))]
    assert kinds == ([Kind.JUMP] if odd else [])


def test_a_jump_over_midnight_is_one_and_two_people_are_none() -> None:
    wide = (POINT._replace(radius=1_000_000),)
    [case] = found(At(0, hour=23.95), At(30_000, hour=24.05), points=wide)
    assert case.words == "30,0 km dalam 6 menit: 5 Jan 23.57 lalu 5 Jan 00.03 (+1)."
    assert found(At(0), At(30_000, person=2), points=wide) == []


@pytest.mark.parametrize(("days", "odd"), [(3, False), (4, True)])
def test_the_same_place_to_the_last_digit(days: int, odd: bool) -> None:
    rows = [At(12, day=date(2021, 1, 4 + n)) for n in range(days)]
    rows += [At(12, day=date(2021, 1, 4), hour=16)]  # twice a day counts once
    cases = found(*rows)
    assert [case.kind for case in cases] == ([Kind.SAME] if odd else [])
    if odd:
        assert cases[0].words.endswith("sama persis pada 4 hari, 4 Jan sampai 7 Jan.")
        assert cases[0].day == date(2021, 1, 7)
    rows[0] = rows[0]._replace(north=12.001)  # a millimetre is not the same
    assert found(*rows[:-1]) == []


def test_a_jump_over_the_turn_of_a_month_is_of_the_later_month_and_nothing_else_is() -> None:
    last, first = date(2021, 1, 31), date(2021, 2, 1)
    rows = touches(
        At(0, hour=23.5, day=last, mock=True), At(200_000, hour=0.25, day=first), At(0, 8.0, last)
    )
    assert [case.kind for case in find(rows, {}, Limits(), first)] == [Kind.JUMP]
    assert find(rows, {}, Limits(), first)[0].day == first
    assert len(find(rows, {}, Limits())) == 2
    assert from_day(rows, first).day.tolist() == [first.toordinal()]


def test_days_before_do_not_lengthen_what_repeats_itself() -> None:
    days = [date(2021, 1, 30), date(2021, 1, 31), date(2021, 2, 1), date(2021, 2, 2)]
    rows = touches(*(At(0, day=day) for day in days))
    assert [case.kind for case in find(rows, {}, Limits())] == [Kind.SAME]
    assert find(rows, {}, Limits(), date(2021, 2, 1)) == []


def test_mock_is_one_case_a_day() -> None:
    cases = found(At(0, mock=True), At(5, hour=16, mock=True), At(0, day=date(2021, 1, 6)))
    assert [(case.kind, case.words) for case in cases] == [
        (Kind.MOCK, "Aplikasi menandai lokasi palsu pada 07.30 dan 16.00.")
    ]


_ROWS = st.lists(
    st.builds(
        At, st.sampled_from([0.0, 90.0, 160.0, 3_000.0, 40_000.0]), st.sampled_from([7.5, 7.6, 16]),
        st.sampled_from([date(2021, 1, 4 + n) for n in range(6)]), st.integers(1, 3), st.booleans(),
        st.sampled_from([UNIT, 8]),
    ),
    max_size=25,
)  # fmt: skip


@given(_ROWS, st.randoms())
def test_the_order_of_rows_says_nothing(rows: list[At], random: object) -> None:
    unique = list({(row.person, row.day, row.hour): row for row in rows}.values())
    mixed = list(unique)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert found(*unique) == found(*mixed)


@given(_ROWS)
def test_whatever_lies_inside_all_limits_is_no_case(rows: list[At]) -> None:
    calm = [row._replace(north=n * 0.01, mock=False) for n, row in enumerate(rows)]
    assert found(*calm) == []


def test_no_clockings_have_no_cases() -> None:
    assert found() == []


@pytest.mark.parametrize(
    "limits",
    [Limits(slack=-1), Limits(speed=5), Limits(jump=1), Limits(same_days=1), Limits(same_days=40)],
)
def test_limits_that_would_make_everything_a_case_are_refused(limits: Limits) -> None:
    check_limits(Limits())
    with pytest.raises(Refused, match="di luar batas"):
        check_limits(limits)


@pytest.mark.parametrize(
    ("name", "lat", "lon", "radius"),
    [("", *OFFICE, 100), ("a", 91, 0, 100), ("a", 0, 181, 100), ("a", 0, 0, 100),
     ("a", *OFFICE, 9), ("a", *OFFICE, 20_001)],
)  # fmt: skip
def test_points_nobody_can_mean_are_refused(name: str, lat: float, lon: float, radius: int) -> None:
    check_point("Kantor induk", *OFFICE, 100)
    with pytest.raises(Refused):
        check_point(name, lat, lon, radius)


@pytest.mark.parametrize("ruling", list(Ruling))
def test_every_decision_says_why(ruling: Ruling) -> None:
    check_ruling(ruling, "HP operator rusak.")
    with pytest.raises(Refused, match="Alasan"):
        check_ruling(ruling, "  ")
    assert ruling.settles is (ruling is not Ruling.ASK)
