"""Claims beside the electronic record: finding, suggestion, decision, and what counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.review import (
    Claimed,
    Decision,
    Finding,
    Recorded,
    check_decision,
    compare,
    needs_reason,
    suggest,
)
from polima_desktop.domain.transition import Outcome, Verdict

OPEN = Verdict(Outcome.ACCEPTED, "Masa peralihan sampai 28 Februari 2021.", "guru", True)
CLOSED = Verdict(Outcome.REFUSED, "Absen manual hanya sampai 31 Januari 2021.", "struktural")
NOTHING = Recorded(Clocking(None, None), 0)
TOLERANCE = 2


def at(text: str) -> int | None:
    if text == "–":
        return None
    hour, minute = text.split(".")
    return int(hour) * 3600 + int(minute) * 60


def claim(clock_in: str, clock_out: str, activities: int = 0, proof: bool = True) -> Claimed:
    return Claimed(Clocking(at(clock_in), at(clock_out)), activities, ("a.jpg",) if proof else ())


def record(clock_in: str, clock_out: str, activities: int = 0) -> Recorded:
    return Recorded(Clocking(at(clock_in), at(clock_out)), activities)


SAYS_NOTHING = Recorded(Clocking(None, None), 0, known=True)
SUNDAY = Recorded(Clocking(None, None), 0, off="Minggu, 7 Februari 2021 bukan hari kerja unit ini.")

CASES = [  # the picture of the review desk, and the edges around it
    (claim("07.24", "16.05"), record("07.24", "16.05"), Finding.MATCH, 0, ()),
    (claim("07.30", "16.00"), record("08.34", "16.02"), Finding.CONFLICT, 64, ()),
    (claim("07.30", "16.00"), record("07.29", "15.12"), Finding.CONFLICT, 48, ()),
    (claim("07.30", "16.00"), record("08.34", "15.12"), Finding.CONFLICT, 112, ()),
    (claim("07.28", "16.00"), NOTHING, Finding.FILLS, 0, ("masuk", "pulang")),
    (claim("07.42", "16.10"), record("07.42", "16.11"), Finding.MATCH, 0, ()),
    (claim("07.30", "16.00"), record("07.32", "16.02"), Finding.MATCH, 0, ()),
    (claim("07.30", "16.00"), record("07.33", "16.00"), Finding.CONFLICT, 3, ()),
    (claim("07.30", "16.00"), record("07.30", "–"), Finding.FILLS, 0, ("pulang",)),
    (claim("07.30", "16.00", proof=False), NOTHING, Finding.NO_EVIDENCE, 0, ("masuk", "pulang")),
    (claim("07.30", "16.00", proof=False), record("07.30", "16.00"), Finding.MATCH, 0, ()),
    (claim("07.30", "16.00", proof=False), record("08.30", "–"), Finding.CONFLICT, 60, ("pulang",)),
    (claim("07.30", "–"), record("07.30", "16.00"), Finding.CONFLICT, 0, ()),
    (claim("07.30", "16.00", 2), record("07.30", "16.00"), Finding.FILLS, 0, ("aktivitas",)),
    (claim("07.30", "16.00", 2), record("07.30", "16.00", 1), Finding.BOTH, 0, ()),
    (Claimed(None, 3, ("a.jpg",)), NOTHING, Finding.FILLS, 0, ("aktivitas",)),
    (Claimed(None, 3, ("a.jpg",)), record("07.30", "16.00", 2), Finding.BOTH, 0, ()),
    # the app has a row of the day, and nothing in it: it says that nobody came
    (claim("07.30", "16.00"), SAYS_NOTHING, Finding.ABSENT, 0, ("masuk", "pulang")),
    (Claimed(None, 3, ("a.jpg",)), SAYS_NOTHING, Finding.FILLS, 0, ("aktivitas",)),
    # hidden seconds do not count: 07.30.40 and 08.34.10 are shown 64 minutes apart
    (
        Claimed(Clocking(27_040, 57_600), 0, ("a.jpg",)),
        Recorded(Clocking(30_850, 57_600), 0, known=True),
        Finding.CONFLICT,
        64,
        (),
    ),
    # a Sunday, a holiday, a leave: whatever else agrees or is missing, it is looked at
    (claim("07.30", "16.00"), SUNDAY, Finding.OFF_DAY, 0, ("masuk", "pulang")),
    (claim("07.30", "16.00", proof=False), SUNDAY, Finding.OFF_DAY, 0, ("masuk", "pulang")),
]


@pytest.mark.parametrize(("said", "kept", "finding", "minutes", "gaps"), CASES)
def test_claim_against_record(
    said: Claimed, kept: Recorded, finding: Finding, minutes: int, gaps: tuple[str, ...]
) -> None:
    found = compare(said, kept, OPEN, TOLERANCE)
    assert found[:3] == (finding, minutes, gaps)


@pytest.mark.parametrize(
    ("kept", "apart"),
    [
        (record("08.34", "16.02"), ("masuk",)),
        (record("07.29", "15.12"), ("pulang",)),
        (record("08.34", "15.12"), ("masuk", "pulang")),
        (record("07.32", "–"), ()),
    ],
)
def test_the_contradicting_clockings_are_named(kept: Recorded, apart: tuple[str, ...]) -> None:
    assert compare(claim("07.30", "16.00"), kept, OPEN, TOLERANCE).apart == apart


@pytest.mark.parametrize(("said", "kept"), [case[:2] for case in CASES])
def test_outside_its_time_nothing_else_matters(said: Claimed, kept: Recorded) -> None:
    found = compare(said, kept, CLOSED, TOLERANCE)
    assert found.finding is Finding.OUTSIDE
    assert suggest(said, kept, CLOSED, found).decision is Decision.REJECT


@pytest.mark.parametrize(
    ("said", "kept", "decision", "words"),
    [
        (
            claim("07.30", "16.00"),
            record("08.34", "16.02"),
            Decision.ELECTRONIC,
            "Jam masuk 07.30 di klaim, 08.34 di aplikasi. Periksa bukti sebelum menerima.",
        ),
        (
            claim("07.30", "16.00", proof=False),
            record("08.34", "16.00"),
            Decision.ELECTRONIC,
            "Jam masuk 07.30 di klaim, 08.34 di aplikasi. Klaim tidak didukung bukti.",
        ),
        (
            claim("07.30", "–"),
            record("07.30", "16.00"),
            Decision.ELECTRONIC,
            "Klaim tidak memuat jam pulang yang dicatat aplikasi.",
        ),
        (
            claim("07.30", "16.00", 1),
            record("07.30", "16.00", 1),
            Decision.ELECTRONIC,
            "Aktivitas hari itu sudah dilaporkan di aplikasi.",
        ),
        (
            claim("07.30", "16.00"),
            NOTHING,
            Decision.MANUAL,
            (
                "Catatan elektronik tanpa masuk dan pulang dan berkas bukti disimpan. "
                "Masa peralihan sampai 28 Februari 2021."
            ),
        ),
        (
            claim("07.30", "16.00", proof=False),
            record("07.30", "–"),
            Decision.ASK,
            "Catatan elektronik tanpa pulang, dan berkas bukti belum disimpan.",
        ),
        (
            claim("07.30", "16.00"),
            record("07.30", "16.00"),
            Decision.MANUAL,
            "Klaim sama dengan catatan elektronik.",
        ),
    ],
)
def test_the_suggestion_says_why(
    said: Claimed, kept: Recorded, decision: Decision, words: str
) -> None:
    found = compare(said, kept, OPEN, TOLERANCE)
    assert suggest(said, kept, OPEN, found) == (decision, words)


@pytest.mark.parametrize(
    ("finding", "needing"),
    [
        (Finding.CONFLICT, {Decision.MANUAL}),
        (Finding.ABSENT, {Decision.MANUAL}),
        (Finding.BOTH, {Decision.MANUAL}),
        (Finding.OFF_DAY, {Decision.MANUAL}),
        (Finding.NO_EVIDENCE, {Decision.MANUAL}),
        (Finding.FILLS, set()),
        (Finding.MATCH, set()),
        (Finding.OUTSIDE, set()),
        (Finding.NOT_BLANK, set()),
    ],
)
def test_which_decisions_need_a_reason(finding: Finding, needing: set[Decision]) -> None:
    needing |= {Decision.REJECT, Decision.ASK, Decision.RETURN}
    assert {decision for decision in Decision if needs_reason(finding, decision)} == needing


def test_a_missing_reason_is_refused() -> None:
    with pytest.raises(Refused, match="Alasan menerima klaim ini belum diisi"):
        check_decision(Finding.CONFLICT, OPEN, Decision.MANUAL, "  ")
    with pytest.raises(Refused, match="Alasan menolak klaim belum diisi"):
        check_decision(Finding.MATCH, OPEN, Decision.REJECT, "")
    with pytest.raises(Refused, match="Alasan meminta bukti belum diisi"):
        check_decision(Finding.NO_EVIDENCE, OPEN, Decision.ASK, "")
    with pytest.raises(Refused, match="Alasan mengembalikan klaim belum diisi"):
        check_decision(Finding.MATCH, OPEN, Decision.RETURN, " ")
    check_decision(Finding.CONFLICT, OPEN, Decision.MANUAL, "Mesin kantor mati, ada CCTV")


def test_a_claim_outside_its_time_is_never_accepted() -> None:
    with pytest.raises(Refused, match="hanya sampai 31 Januari 2021"):
        check_decision(Finding.OUTSIDE, CLOSED, Decision.MANUAL, "tolong")
    check_decision(Finding.OUTSIDE, CLOSED, Decision.ELECTRONIC, "")


times = st.one_of(st.none(), st.integers(0, 1439).map(lambda minute: minute * 60))
clockings = st.builds(Clocking, times, times)
claims = st.builds(
    Claimed, st.one_of(st.none(), clockings), st.integers(0, 2), st.sampled_from([(), ("a.jpg",)])
)
records = st.builds(Recorded, clockings, st.integers(0, 2))


@given(claims, records)
def test_a_matching_claim_changes_nothing_beyond_the_tolerance(
    said: Claimed, kept: Recorded
) -> None:
    if compare(said, kept, OPEN, TOLERANCE).finding is not Finding.MATCH or not said.clocking:
        return
    for one, other in zip(said.clocking, kept.clocking, strict=True):
        assert (one is None) == (other is None)
        assert one is None or other is None or abs(one - other) // 60 <= TOLERANCE


@given(claims, records, st.sampled_from([OPEN, CLOSED]))
def test_the_suggestion_is_always_one_the_desk_may_take(
    said: Claimed, kept: Recorded, policy: Verdict
) -> None:
    found = compare(said, kept, policy, TOLERANCE)
    suggestion = suggest(said, kept, policy, found)
    check_decision(found.finding, policy, suggestion.decision, suggestion.reason)
    assert suggestion.reason.endswith(".")


@given(claims, records)
def test_proof_never_worsens_a_finding(said: Claimed, kept: Recorded) -> None:
    proved = compare(replace(said, evidence=("a.jpg",)), kept, OPEN, TOLERANCE)
    assert proved.finding is not Finding.NO_EVIDENCE
