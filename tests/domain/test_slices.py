"""Changes inside a month: which day decides, or how many days count, is data of the rule set."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.frozen import FrozenMonth, numbers, texts
from polima_desktop.domain.incentive import compute, compute_one, person_slices
from polima_desktop.domain.rules import Program, RulesRefused, check, dump, load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.slips import fingerprints, identity_texts
from polima_desktop.domain.stretches import POST_INPUTS, UNKNOWN_WORKDAYS, Stretches
from polima_desktop.storage.months.frozen import pack, unpack
from tests.domain.test_frozen_month import frozen_months, one_person
from tests.month_world import RULES

BASE = """
[[lines]]
name = "dasar"
label = "Dasar TPP"
unit = "Rp"
decimals = 2
sliced = true
formula = "BULAT(tpp_kelas * JIKA(status = \\"CPNS\\"; 80%; 1) * JIKA(plt; 1,2; 1); 2)"

[[lines]]
name = "tpp_kinerja"
"""


def rules(**changes: str) -> str:
    """Give the small rule set with a base that is divided by time, and what changes mean."""
    table = "".join(f'{kind} = "{mode}"\n' for kind, mode in changes.items())
    text = RULES.replace('\n[[lines]]\nname = "tpp_kinerja"\n', BASE, 1)
    text = text.replace("tpp_kelas * 60%", "dasar * 60%").replace("tpp_kelas * 40%", "dasar * 40%")
    return f"{text}\n[changes]\n{table}"


def program(**changes: str) -> Program:
    return compile_set(load(rules(**changes)))


def moved(*parts: tuple[int, int, int, int, str, bool]) -> FrozenMonth:
    """Give one person with stretches: first, last day, workdays, class, status, acting."""
    first, last, workdays, classes, status, acting = zip(*parts, strict=True)
    frozen = one_person(alpa=0, volume=100)
    inputs = {
        "kelas": numbers(classes),
        "status": texts(status),
        "plt": numbers(int(one) for one in acting),
        "kelompok_golongan": texts(["III"] * len(parts)),
        "gaji": numbers([0] * len(parts)),
        **{
            name: texts([None] * len(parts))
            for name in POST_INPUTS
            if name not in ("kelas", "status", "plt", "kelompok_golongan", "gaji", "sertifikasi")
        },
        "sertifikasi": numbers([0] * len(parts)),
    }
    days = (np.array(column, dtype=np.int64) for column in (first, last, workdays))
    rows = np.zeros(len(parts), dtype=np.int64)
    return replace(frozen, stretches=Stretches(rows, *days, inputs=inputs))


def base(frozen: FrozenMonth, made: Program) -> Decimal:
    column = compute(frozen, made).lines["dasar"]
    return Decimal(int(column.values[0])).scaleb(-2)


SEVEN_THEN_NINE = ((1, 10, 6, 7, "PNS", False), (11, 31, 14, 9, "PNS", False))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "4355208.00"),  # as the freeze decided, on the 10th
        ({"class": "day_11"}, "4355208.00"),
        ({"class": "day_5"}, "3086335.00"),
        ({"class": "calendar_days"}, "3945894.13"),  # (10 × 3.086.335 + 21 × 4.355.208) / 31
        ({"class": "workdays"}, "3974546.10"),  # (6 × 3.086.335 + 14 × 4.355.208) / 20
        ({"status": "calendar_days"}, "4355208.00"),
    ],
)
def test_a_class_that_changes_on_the_11th(changes: dict[str, str], expected: str) -> None:
    assert base(moved(*SEVEN_THEN_NINE), program(**changes)) == Decimal(expected)


def test_every_slice_is_computed_with_all_that_held_in_it() -> None:
    frozen = moved(
        (1, 4, 1, 9, "CPNS", False), (5, 24, 14, 9, "PNS", False), (25, 31, 5, 9, "PNS", True)
    )
    made = program(status="calendar_days", acting="calendar_days")
    _, parts = person_slices(frozen, 0, made)
    told = [(part.first, part.last, part.weight, part.values["dasar"]) for part in parts]
    assert told == [
        (1, 4, 4, Decimal("3484166.40")),
        (5, 24, 20, Decimal("4355208.00")),
        (25, 31, 7, Decimal("5226249.60")),
    ]
    assert base(frozen, made) == Decimal("4439502.35")


def test_a_day_on_which_nobody_had_begun_means_the_last_post() -> None:
    frozen = moved((12, 20, 7, 7, "PNS", False), (21, 31, 7, 9, "PNS", False))
    assert base(frozen, program(**{"class": "day_5"})) == Decimal("4355208.00")


def test_days_of_a_unit_without_a_pattern_are_unknown_and_hold_the_slip() -> None:
    frozen = moved((1, 10, UNKNOWN_WORKDAYS, 7, "PNS", False), (11, 31, 14, 9, "PNS", False))
    made = program(**{"class": "workdays"})
    assert "Hari kerja sebagian bulan ini tidak diketahui" in compute(frozen, made).held[0]
    assert compute_one(frozen, 0, made).error is not None


def test_a_slice_that_cannot_be_computed_holds_the_slip_both_ways() -> None:
    frozen = moved((1, 10, 6, 12, "PNS", False), (11, 31, 14, 9, "PNS", False))
    made = program(**{"class": "calendar_days"})
    alone = compute_one(frozen, 0, made)
    assert alone.error is not None
    assert compute(frozen, made).held[0] == alone.error.message.rstrip(".")


def test_the_slip_says_each_part_and_another_change_is_another_slip() -> None:
    frozen, made = moved(*SEVEN_THEN_NINE), program(**{"class": "calendar_days"})
    frozen = replace(frozen, paper=_PAPER, inputs={**_COUNTS, **frozen.inputs})
    printed = json.loads(identity_texts(frozen, made)[0])
    assert printed["slices"] == [
        {"from": 1, "to": 10, "days": 10, "of": 31, "lines": {"dasar": "3086335.00"}},
        {"from": 11, "to": 31, "days": 21, "of": 31, "lines": {"dasar": "4355208.00"}},
    ]
    other = replace(moved((1, 9, 5, 7, "PNS", False), (10, 31, 15, 9, "PNS", False)),
                    paper=_PAPER, inputs=frozen.inputs)  # fmt: skip
    assert fingerprints(frozen, [""], "", "") != fingerprints(other, [""], "", "")


_PAPER = {
    name: texts(["x"])
    for name in (
        "name", "nip", "pangkat", "position", "unit", "unit_code", "superior", "superior_nip",
        "npwp", "bank", "account", "pattern",
    )
}  # fmt: skip
_COUNTS = {
    name: numbers([0])
    for name in (
        "hari_kerja", "hari_wajib", "hadir", "alpa", "apel_lalai", "dinas_luar", "cuti_tahunan",
        "cuti_sakit", "cuti_melahirkan", "cuti_besar", "cuti_alasan_penting", "tugas_belajar",
    )
} | {"golongan": texts(["III/d"]), "rumpun": texts(["umum"])}  # fmt: skip


# ── what a rule set may say ─────────────────────────────────────────────────────────────────


def test_what_changes_mean_survives_writing_and_reading() -> None:
    ruleset = load(rules(transfer="day_15", acting="calendar_days"))
    assert load(dump(ruleset)) == ruleset
    assert ruleset.changes.counted == ("acting",)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (rules(acting="minggu"), "'minggu' tidak dikenal"),
        (rules(acting="day_31"), "'day_31' tidak dikenal"),
        (rules(acting="workdays", status="calendar_days"), "hitungan hari yang sama"),
        (rules(pindah="day_1"), "pindah"),
        (
            rules().replace("JIKA(plt; 1,2; 1); 2)", "JIKA(plt; 1,2; 1) + poin * 0; 2)"),
            "tidak dapat memakai 'poin'",
        ),
    ],
)
def test_what_a_rule_set_may_not_say_is_refused(toml: str, message: str) -> None:
    words = [finding.message + finding.where for finding in check(toml)]
    assert any(message in word for word in words), words
    with pytest.raises(RulesRefused):
        compile_set(load(toml))


def test_counting_without_a_divided_line_is_warned_about() -> None:
    toml = RULES + '\n[changes]\nclass = "workdays"\n'
    assert "Belum ada baris bertanda sliced" in " ".join(f.message for f in check(toml))


# ── both ways, whatever changes ─────────────────────────────────────────────────────────────


@st.composite
def changed_months(draw: st.DrawFn) -> FrozenMonth:
    """Any frozen month, with changes inside it for some of its people."""
    frozen = draw(frozen_months())
    rows = draw(st.lists(st.integers(0, frozen.people - 1), unique=True, max_size=frozen.people))
    cuts = {row: sorted(draw(st.sets(st.integers(2, 30), min_size=1, max_size=3))) for row in rows}
    spans = [
        (row, first, last - 1)
        for row in sorted(rows)
        for first, last in zip([1, *cuts[row]], [*cuts[row], 32], strict=True)
    ]
    if not spans:
        return frozen
    size = {"min_size": len(spans), "max_size": len(spans)}
    kinds = {
        "kelas": numbers(draw(st.lists(st.sampled_from([None, 5, 7, 9, 12]), **size))),
        "status": texts(draw(st.lists(st.sampled_from(["PNS", "CPNS", "NON_ASN"]), **size))),
        "plt": numbers(draw(st.lists(st.integers(0, 1), **size))),
        "kelompok_golongan": texts(draw(st.lists(st.sampled_from(["II", "III", None]), **size))),
        "gaji": numbers(draw(st.lists(st.sampled_from([None, 0, 5_000_000]), **size))),
    }
    rest = {name: texts([None] * len(spans)) for name in POST_INPUTS if name not in kinds}
    row, first, last = (np.array(column, dtype=np.int64) for column in zip(*spans, strict=True))
    workdays = np.array(draw(st.lists(st.integers(-1, 20), **size)), dtype=np.int64)
    return replace(
        frozen, stretches=Stretches(row, first, last, workdays, inputs={**kinds, **rest})
    )


MODES = st.sampled_from(["day_1", "day_10", "day_20", "calendar_days"])


@settings(max_examples=40)
@given(
    changed_months(),
    st.fixed_dictionaries({}, optional={"class": MODES, "status": MODES, "acting": MODES}),
)
def test_both_ways_agree_whatever_changes(frozen: FrozenMonth, changes: dict[str, str]) -> None:
    agree(frozen, program(**changes))


@settings(max_examples=30)
@given(changed_months())
def test_both_ways_agree_by_workdays(frozen: FrozenMonth) -> None:
    agree(frozen, program(**{"class": "workdays", "acting": "workdays"}))


def agree(frozen: FrozenMonth, made: Program) -> None:
    computed = compute(frozen, made)
    for row in range(frozen.people):
        alone = compute_one(frozen, row, made)
        if alone.error is not None:
            assert not computed.payable[row]
            if frozen.entitled[row] and not computed.held[row].startswith("Aktivitas"):
                assert alone.error.message.rstrip(".") in (
                    computed.held[row], *_RENAMED.get(computed.held[row], ()),
                )  # fmt: skip
            continue
        for name, value in alone.values.items():
            column = computed.lines[name]
            assert Decimal(int(column.values[row])).scaleb(-column.decimals) == value, name


_RENAMED = {
    "Kelas jabatan kosong": ("Isian 'kelas' tidak ada", "Isian 'tpp_kelas' tidak ada"),
    "Kelompok golongan kosong": ("Isian 'kelompok_golongan' tidak ada",),
    "Gaji pokok kosong": ("Isian 'gaji' tidak ada",),
}


@settings(max_examples=30)
@given(changed_months())
def test_changes_inside_a_month_survive_its_bytes(frozen: FrozenMonth) -> None:
    packed = pack(frozen)
    assert pack(unpack(*packed)) == packed
