"""Two lists against their planted truth, and what must hold for any two lists."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.matching.engine import Outcome, Rulings, reconcile, within
from polima_desktop.domain.matching.rows import Departure, Row
from tests.measure import measure
from tests.rosters import Rosters, make


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_of_ordinary_lists_nearly_all_is_found_and_little_is_left_to_people(seed: int) -> None:
    rosters = make(4039, seed, births_at_right=seed == 12)
    score = measure(rosters, _outcome(rosters))
    assert score.f1 >= 0.9990
    assert score.false_sure == 0
    assert score.review <= 0.01


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_three_times_the_dirt_costs_little(seed: int) -> None:
    rosters = make(4039, seed, dirt=3, births_at_right=seed == 22)
    score = measure(rosters, _outcome(rosters))
    assert score.f1 >= 0.998
    assert score.false_sure == 0
    assert score.review <= 0.03


def _outcome(rosters: Rosters) -> Outcome:
    return reconcile(rosters.left, rosters.right, rosters.departures)


NIP = "198403122009022004"
WHO = Row(2, NIP, "Dorkas Manuputty, S.Pd.", "SMP Negeri 4 Wanasari", date(1984, 3, 12), "P")


@pytest.mark.parametrize(
    ("right", "certainty", "case"),
    [
        (Row(9, NIP, "DORKAS MANUPUTTY", "SMPN 4 WANASARI"), "sure", ""),
        (Row(9, "19840312 200902 2 004", "Manuputty Dorkas", "SMPN 4 Wanasari"), "sure", ""),
        (Row(9, NIP, "Dorkas Manuputi", "Dinas Lain"), "sure", ""),
        (Row(9, "198403122009202004", "DORKAS MANUPUTTY", "SMPN 4 WANASARI"), "likely", "P3"),
        (Row(9, "198403122009012004", "DORKAS MANUPUTTY", "SMPN 4 WANASARI"), "likely", "P3"),
        (Row(9, "1.98403E+17", "DORKAS MANUPUTTY", "SMPN 4 WANASARI"), "likely", "X4"),
        (Row(9, "198403122009022000", "DORKAS MANUPUTTY", "SMPN 4 Wanasari"), "likely", "X4"),
        (Row(9, NIP, "Dorkas Leimena", "SMPN 4 WANASARI"), "check", "X1"),
        (Row(9, None, "Dorkas Manuputty", "SMPN 4 WANASARI"), "check", ""),
        (Row(9, "198403122009022005", "Dorkas Manupuly", "SMPN 4 Wanasari"), "check", "P3"),
        (Row(9, "198403122011092004", "Dorkas Manuputty", "SMPN 4 WANASARI"), "check", "P3"),
    ],
)  # fmt: skip
def test_a_pair_is_as_sure_as_its_evidence(right: Row, certainty: str, case: str) -> None:
    (pair,) = reconcile([WHO], [right]).pairs
    assert (pair.certainty, pair.case) == (certainty, case)


@pytest.mark.parametrize(
    "right",
    [
        Row(9, NIP, "Yakob Sapulette", "Puskesmas Eretan"),  # a recycled number
        Row(9, "198403122009022005", "Rotua Manuputty", "SMPN 4 WANASARI"),  # a twin sister
        Row(9, "196001011985032001", "Dorkas Manuputty", "SMPN 4 WANASARI"),  # mother and daughter
    ],
)
def test_what_is_not_the_same_person_is_not_linked(right: Row) -> None:
    assert reconcile([WHO], [right]).pairs == []


def test_a_row_that_stands_twice_is_suggested_as_a_duplicate_and_kept() -> None:
    outcome = reconcile([WHO], [Row(2, NIP, "Dorkas Manuputty"), Row(3, NIP, WHO.name)])
    assert [s.state for s in outcome.right] == ["duplicate", "linked"]
    assert outcome.right[0].twin == 1
    assert outcome.pairs[0].certainty == "likely"


def test_reasons_come_from_decrees_first_and_guesses_say_so() -> None:
    gone = Row(2, "196001011985031001", "Hotman Pardede", "Kelurahan Eretan")
    thl = Row(3, "THL-004", "Regina Souisa", "Kelurahan Eretan")
    fresh = Row(4, "199505052022012001", "Novita Leimena", "Kelurahan Eretan")
    old = Row(5, "196105051986031003", "Togar Sihombing", "Kelurahan Eretan")
    decree = Departure(str(gone.nip), None, "died", None, "7/2022", "Meninggal dunia, SK 7/2022")
    outcome = reconcile([], [gone, thl, fresh, old], [decree], day=date(2022, 6, 1))
    assert [(s.state, s.guess) for s in outcome.right] == [
        ("died", False), ("non_asn", True), ("new", True), ("retired", True),
    ]  # fmt: skip


def test_people_rule_over_the_evidence() -> None:
    rows = [Row(9, NIP, WHO.name, WHO.unit), Row(10, "199001012015032001", "Ester Wibowo")]
    parted = reconcile([WHO], rows, rulings=Rulings(different=frozenset({(0, 0)})))
    joined = reconcile([WHO], rows, rulings=Rulings(same=frozenset({(0, 1)})))
    assert parted.pairs == []
    assert [(p.left, p.right) for p in joined.pairs] == [(0, 1)]


def test_a_list_against_itself_names_each_pair_of_likenesses_once() -> None:
    rows = [WHO, Row(3, "199001012015032001", "Ester Wibowo"), WHO._replace(row=4, name="DORKAS M")]
    assert [(r.one, r.other) for r in within(rows)] == [(0, 2)]


_NUMBERS = st.sampled_from(
    [None, "-", NIP, "198403122009022005", "198403122009202004", "1.98403E+17", "12345", "THL-9"]
)
_NAMES = st.sampled_from([None, "Dorkas Manuputty", "DORKAS M.", "Ester Wibowo", "Yakob", "M"])
_ROWS = st.builds(
    Row,
    row=st.integers(2, 9999),
    nip=_NUMBERS,
    name=_NAMES,
    unit=st.sampled_from([None, "SDN 1 Eretan", "SD Negeri 1 Eretan", "Dinas X"]),
    birth=st.sampled_from([None, date(1984, 3, 12), date(1984, 12, 3), date(1960, 1, 1)]),
    sex=st.sampled_from([None, "L", "P"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_ROWS, max_size=12), st.lists(_ROWS, max_size=12))
def test_every_row_has_one_state_and_the_bridge_balances(left: list[Row], right: list[Row]) -> None:
    outcome = reconcile(left, right)
    steps = outcome.bridge(("A", "B"))
    assert (len(outcome.left), len(outcome.right)) == (len(left), len(right))
    assert (steps[0].running, steps[-1].running) == (len(left), len(right))
    assert max(Counter(p.left for p in outcome.pairs).values(), default=1) == 1
    assert max(Counter(p.right for p in outcome.pairs).values(), default=1) == 1
    linked = {p.left for p in outcome.pairs}
    assert {n for n, s in enumerate(outcome.left) if s.state == "linked"} == linked
    assert reconcile(left, right) == outcome
