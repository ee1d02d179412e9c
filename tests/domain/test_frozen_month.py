"""Judging a month's days, and everybody's lines by both back ends."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain import rules as language
from polima_desktop.domain.attendance import (
    MISSING,
    NOT_CLOCKED,
    Absence,
    Clocking,
    State,
    judge_day,
)
from polima_desktop.domain.calendar import Calendar, Hours, Pattern, Shift, Timetable
from polima_desktop.domain.duty import NO_PATTERN, Clocked, Duty, judge_days
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.frozen import (
    FrozenDays,
    FrozenEntries,
    FrozenMonth,
    numbers,
    offsets_of,
    texts,
    values_of,
)
from polima_desktop.domain.incentive import NEGATIVE, blocks, compute, compute_one, person_entries
from polima_desktop.domain.periods import Month
from polima_desktop.domain.rules import Program
from polima_desktop.domain.slips import (
    CODE_LETTERS,
    fingerprints,
    identity_texts,
    verification_code,
)
from polima_desktop.storage.months.frozen import pack, unpack
from tests.month_world import RULES

JANUARY = Month(2021, 1)
PROGRAM: Program = language.compile(language.load(RULES))
WEEK = (*[Hours(27_000, 57_600)] * 5, None, None)
OPEN = date(2017, 1, 1)
CALENDAR = Calendar(
    {
        "5_hari": Pattern("5_hari", (Timetable(OPEN, None, WEEK),)),
        "giliran": Pattern(
            "giliran",
            (Timetable(OPEN, None, WEEK),),
            (
                Shift("pagi", Hours(25_200, 50_400), OPEN, None),
                Shift("malam", Hours(75_600, 111_600), OPEN, None),
            ),
        ),
    },
    {},
)
DAYS = 31


def duty(pattern: int, roster: list[tuple[int, int, int, int]] | None = None) -> Duty:
    """One person who follows a pattern all month (0: five days, 1: shifts)."""
    return Duty(
        JANUARY,
        CALENDAR,
        ["5_hari", "giliran"],
        np.full((1, DAYS), pattern, dtype=np.int8),
        np.zeros((1, DAYS), dtype=np.int8),
        roster or [],
    )


def clocked(days: dict[int, tuple[int | None, int | None]]) -> Clocked:
    """Clock one person's days of the month."""
    grid = np.full((2, 1, DAYS), NOT_CLOCKED, dtype=np.int32)
    for day, times in days.items():
        for side, seconds in enumerate(times):
            grid[side, 0, day - 1] = NOT_CLOCKED if seconds is None else seconds
    return Clocked(grid[0], grid[1], np.zeros((1, DAYS), dtype=np.int64))


# ── days ────────────────────────────────────────────────────────────────────────────────────


def test_a_weekday_without_clockings_is_absent_and_a_weekend_is_nothing() -> None:
    days, counts = judge_days(duty(0), clocked({4: (27_000, 57_600)}))
    assert days.state[0, 3] == State.PRESENT
    assert days.state[0, 4] == State.ALPA
    assert days.state[0, 1] == State.OFF
    assert (counts.due[0], counts.present[0], counts.unexcused[0]) == (21, 1, 20)


def test_a_shift_worker_owes_as_many_shifts_as_the_base_week_has_days() -> None:
    night = (76_000, 111_000)  # 400 and 600 seconds off
    days, counts = judge_days(duty(1), clocked({2: night, 3: (25_200, 50_400)}))
    assert (days.late[0, 1], days.early[0, 1]) == (6, 10)
    assert (counts.due[0], counts.present[0], counts.unexcused[0]) == (21, 2, 19)


def test_a_shift_worker_with_a_roster_owes_exactly_that() -> None:
    roster = [(0, 1, 25_200, 50_400), (0, 8, 75_600, 111_600)]
    days, counts = judge_days(duty(1, roster), clocked({2: (25_260, None)}))
    assert (days.late[0, 1], days.early[0, 1]) == (1, MISSING)
    assert days.state[0, 8] == State.ALPA
    assert (counts.due[0], counts.present[0], counts.unexcused[0]) == (2, 1, 1)


def test_days_of_an_absence_spell_are_not_to_be_attended() -> None:
    plan = duty(0)
    plan.absence[0, 3:8] = Absence.CUTI_TAHUNAN  # Monday the 4th to Friday the 8th
    _, counts = judge_days(plan, clocked({}))
    assert counts.absences[Absence.CUTI_TAHUNAN][0] == 5
    assert (counts.due[0], counts.unexcused[0]) == (16, 16)


def test_before_the_app_was_compulsory_there_is_no_duty() -> None:
    plan = duty(0)
    plan.pattern[0, :] = NO_PATTERN
    _, counts = judge_days(plan, clocked({4: (27_000, 57_600)}))
    assert (counts.due[0], counts.present[0]) == (0, 0)


times = st.one_of(st.none(), st.integers(20_000, 70_000))


@given(st.dictionaries(st.integers(1, DAYS), st.tuples(times, times)))
def test_a_month_of_days_is_each_day_judged_alone(
    record: dict[int, tuple[int | None, int | None]],
) -> None:
    days, counts = judge_days(duty(0), clocked(record))
    alone = [
        judge_day(CALENDAR.hours("5_hari", day), Clocking(*record.get(day.day, (None, None))))
        for day in JANUARY.days
    ]
    assert days.state[0].tolist() == [day.state for day in alone]
    assert days.late[0].tolist() == [day.late for day in alone]
    assert days.early[0].tolist() == [day.early for day in alone]
    assert counts.due[0] == counts.present[0] + counts.unexcused[0]


# ── frozen months made up at random ─────────────────────────────────────────────────────────


@st.composite
def frozen_months(draw: st.DrawFn) -> FrozenMonth:
    """Anything a freeze might hold, missing values and wrong entries included."""
    people = draw(st.integers(1, 6))
    each = {"min_size": people, "max_size": people}
    optional = st.one_of(st.none(), st.sampled_from([5, 7, 8, 9, 11, 12]))
    counts = draw(st.lists(st.integers(0, 5), **each))
    entries = sum(counts)
    some = {"min_size": entries, "max_size": entries}
    late = np.array(
        draw(st.lists(st.lists(minute, min_size=4, max_size=4), **each)), dtype=np.int32
    )
    return FrozenMonth(
        month=JANUARY,
        person_id=np.arange(1, people + 1),
        excluded=texts(draw(st.lists(st.sampled_from([None, "mpp"]), **each))),
        paper={
            name: texts([f"{name} {n}" for n in range(people)])
            for name in (
                "name",
                "nip",
                "pangkat",
                "position",
                "unit",
                "unit_code",
                "superior",
                "superior_nip",
                "npwp",
                "bank",
                "account",
                "pattern",
            )
        },
        inputs={
            "status": texts(draw(st.lists(st.sampled_from(["PNS", "CPNS", "NON_ASN"]), **each))),
            "kelompok_golongan": texts(
                draw(st.lists(st.sampled_from(["II", "III", "IV", None]), **each))
            ),
            "golongan": texts([None] * people),
            "eselon": texts([None] * people),
            "rumpun": texts(["umum"] * people),
            "kelas": numbers(draw(st.lists(optional, **each))),
            "gaji": numbers(draw(st.lists(st.sampled_from([None, 0, 11_999_999]), **each))),
            "alpa": numbers(draw(st.lists(st.integers(0, 31), **each))),
            "plt": numbers(draw(st.lists(st.integers(0, 1), **each))),
            **{
                name: numbers([0] * people)
                for name in ("hari_kerja", "hari_wajib", "hadir", "apel_lalai")
            },
            **{kind.code: numbers([0] * people) for kind in Absence},
        },
        days=FrozenDays(
            np.where(late >= 0, State.PRESENT, State.OFF).astype(np.int8),
            np.maximum(late, 0),
            np.maximum(late[:, ::-1], 0),
            np.zeros(late.shape, dtype=np.int64),
        ),
        entries=FrozenEntries(
            offsets=offsets_of(counts),
            source=np.arange(1, entries + 1),
            day=np.ones(entries, dtype=np.int8),
            code=np.array(draw(st.lists(st.integers(0, 2), **some)), dtype=np.int64),
            codes=("UMUM-1", "GURU-TM", "TIDAK-ADA"),
            volume=np.array(draw(st.lists(st.integers(1, 900_000), **some)), dtype=np.int64),
            minutes=np.zeros(entries, dtype=np.int64),
            variable_set=np.array(draw(st.lists(st.integers(-1, 2), **some)), dtype=np.int64),
            variable_sets=('{"siswa":"36"}', '{"siswa":"20"}', '{"siswa":"99"}'),
        ),
    )


minute = st.sampled_from([-1, 0, 1, 30, 31, 61, 91, 9999])


@given(frozen_months())
def test_columns_and_exact_agree_on_every_line_of_everybody(frozen: FrozenMonth) -> None:
    computed = compute(frozen, PROGRAM)
    for row in range(frozen.people):
        alone = compute_one(frozen, row, PROGRAM)
        if alone.error is not None:
            assert not computed.payable[row]
            assert (row in computed.held) == bool(frozen.entitled[row])
            continue
        for name, value in alone.values.items():
            column = computed.lines[name]
            assert Decimal(int(column.values[row])).scaleb(-column.decimals) == value, name
        if computed.payable[row]:
            assert computed.net[row] == computed.gross[row] - computed.deductions[row]


@given(frozen_months())
def test_everybody_is_excluded_held_or_payable(frozen: FrozenMonth) -> None:
    computed = compute(frozen, PROGRAM)
    excluded = frozen.people - int(frozen.entitled.sum())
    assert excluded + len(computed.held) + int(computed.payable.sum()) == frozen.people
    assert not computed.net[~computed.payable].any()


@given(frozen_months())
def test_a_frozen_month_survives_its_bytes(frozen: FrozenMonth) -> None:
    packed = pack(frozen)
    again = unpack(*packed)
    assert pack(again) == packed
    assert again.month == frozen.month
    printed = [str(row) for row in range(frozen.people)]
    assert fingerprints(again, printed, "", "") == fingerprints(frozen, printed, "", "")
    assert identity_texts(again, PROGRAM) == identity_texts(frozen, PROGRAM)


@given(frozen_months())
def test_the_printed_identity_is_canonical_json_of_the_persons_own_columns(
    frozen: FrozenMonth,
) -> None:
    printed = identity_texts(frozen, PROGRAM)
    assert len(printed) == frozen.people
    for row, text in enumerate(printed):
        said = json.loads(text)
        assert json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == text
        for name in ("nip", "name", "bank", "superior"):
            assert said[name] == values_of(frozen.paper[name])[row]
        for name in ("kelas", "golongan"):
            assert said[name] == values_of(frozen.inputs[name])[row]
        assert said["counts"]["alpa"] == values_of(frozen.inputs["alpa"])[row]
        assert said["activities"] == len(person_entries(frozen, row))
        for found in said["discipline"]:
            assert all(band["times"] > 0 for band in found["bands"])


@given(frozen_months(), st.data())
def test_a_fingerprint_changes_with_the_persons_own_inputs_only(
    frozen: FrozenMonth, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, frozen.people - 1))
    printed = [""] * frozen.people
    before = fingerprints(frozen, printed, "rules", "1")
    frozen.inputs["alpa"].values[row] += 1
    after = fingerprints(frozen, printed, "rules", "1")
    assert [n for n in range(frozen.people) if before[n] != after[n]] == [row]


def test_other_rules_or_another_engine_make_another_fingerprint() -> None:
    frozen = one_person(alpa=0)
    prints = {fingerprints(frozen, [""], *last)[0] for last in [("a", "1"), ("b", "1"), ("a", "2")]}
    assert len(prints) == 3


# ── worked values and refusals ──────────────────────────────────────────────────────────────


def one_person(alpa: int, volume: int = 87) -> FrozenMonth:
    """Class 9, golongan III, with some days of lateness and one activity."""
    late = np.array([[0, 12, 20, 70, 0]], dtype=np.int32)
    return FrozenMonth(
        month=JANUARY,
        person_id=np.array([1]),
        excluded=texts([None]),
        paper={},
        inputs={
            "status": texts(["PNS"]),
            "kelompok_golongan": texts(["III"]),
            "eselon": texts([None]),
            "kelas": numbers([9]),
            "gaji": numbers([0]),
            "alpa": numbers([alpa]),
            "plt": numbers([0]),
        },
        days=FrozenDays(
            np.full((1, 5), State.PRESENT, dtype=np.int8),
            late,
            np.array([[0, 0, 0, 0, 45]], dtype=np.int32),
            np.zeros((1, 5), dtype=np.int64),
        ),
        entries=FrozenEntries(
            offsets=np.array([0, 1]),
            source=np.array([1]),
            day=np.array([4], dtype=np.int8),
            code=np.array([0]),
            codes=("UMUM-1",),
            volume=np.array([volume * 10_000]),
            minutes=np.array([0]),
            variable_set=np.array([-1]),
            variable_sets=(),
        ),
    )


def test_two_tl1_one_tl3_one_psw2_and_a_day_of_absence_leave_93_75_percent() -> None:
    computed = compute(one_person(alpa=1), PROGRAM)
    assert computed.lines["pengurang"].values[0] == 625  # G4: 6,25 %
    assert computed.lines["tpp_disiplin"].values[0] == 163_320_300  # G6: Rp 1.633.203,00


def test_a_negative_net_is_held_and_never_paid() -> None:
    toml = RULES.replace("kotor - pph - bpjs", "kotor - pph - bpjs - 9000000")
    computed = compute(one_person(alpa=0), language.compile(language.load(toml)))
    assert computed.held == {0: NEGATIVE}
    assert not computed.payable.any()


def test_an_unknown_activity_holds_its_person_by_name() -> None:
    frozen = one_person(alpa=0)
    frozen.entries.code[0] = 0
    toml = RULES.replace("[activities.UMUM-1]", "[activities.LAIN]").replace("UMUM-1", "LAIN")
    computed = compute(frozen, language.compile(language.load(toml)))
    assert computed.held == {0: "Aktivitas UMUM-1: Kode aktivitas 'UMUM-1' tidak ada."}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('slip = "bersih"', 'slip = "kotor"'), "0 baris bersih"),
        (('slip = "kotor"', 'slip = "bersih"'), "2 baris bersih"),
        (('decimals = 2\nslip = "kinerja"', 'decimals = 2\nslip = "kotor"'), "tpp_kinerja"),
    ],
)
def test_rules_that_cannot_make_a_slip_are_refused(change: tuple[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        blocks(language.load(RULES.replace(*change)))


def test_a_verification_code_has_three_groups_of_letters_that_can_be_read_aloud() -> None:
    codes = {verification_code("198609262015051001", "2021-01", n) for n in range(500)}
    assert len(codes) == 500
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4, 4, 4]
        assert set("".join(groups)) <= set(CODE_LETTERS)
