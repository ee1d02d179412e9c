"""What waits, what can be undone and how it is told, on plain claims and without a window."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Comparison, Decision, Finding
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.opened import Opened
from polima_desktop.services.review.stakes import Stakes
from polima_desktop.storage.review.decisions import Decided
from polima_desktop.storage.review.queue import ClaimRow
from polima_desktop.views.review.shown import Act, Shown

JANUARY = Month(2021, 1)
NOT_ASKED = cast("Any", None)
"""The unit, policy and suggestion of a claim: what is shown in words here does not look at them."""


def _claim(
    id_: int, person: int, finding: Finding = Finding.MATCH, outcome: Decision | None = None
) -> Claim:
    at = datetime(2021, 2, 1, tzinfo=UTC)
    decided = Decided(id_, outcome, None, "rahim", at, None) if outcome else None
    never = Clocking(None, None)
    row = ClaimRow(
        id_, person, date(2021, 1, 4), 1, never, 0, never, 0, False, None, None, (), (), None, None,
        None, None, 1, "backup.xlsx", None, 7, at, (), 0, decided,
    )  # fmt: skip
    compared = Comparison(finding)
    return Claim(row, "", "", None, None, NOT_ASKED, NOT_ASKED, compared, NOT_ASKED)


def _shown(*claims: Claim) -> Shown:
    shown = Shown()
    shown.take(JANUARY, Opened.of(claims))
    return shown


def test_the_next_step_counts_what_waits_and_puts_contradictions_first() -> None:
    assert _shown().next_step() == "Belum ada klaim bulan ini."
    done, asked = _claim(1, 1, outcome=Decision.MANUAL), _claim(2, 1, outcome=Decision.ASK)
    assert _shown(done).next_step() == "Semua 1 klaim sudah diputus."
    assert _shown(done, asked).next_step() == "Putuskan 1 klaim yang menunggu."
    conflict = _claim(3, 2, Finding.CONFLICT)
    settled = _claim(4, 2, Finding.CONFLICT, Decision.REJECT)
    shown = _shown(done, asked, conflict, settled)
    assert (shown.waiting, shown.waiting_with(Finding.CONFLICT)) == (2, 1)
    assert shown.next_step().endswith("1 bertentangan dengan catatan elektronik, didahulukan.")


def test_undoing_takes_back_the_last_act_here_then_what_is_chosen() -> None:
    open_, decided = _claim(1, 1), _claim(2, 1, outcome=Decision.REJECT)
    shown = _shown(open_, decided)
    assert shown.undoable(None) is None
    assert shown.undoable(open_) is None
    assert shown.undoable(decided) == Act((2,), None)
    shown.acts = [Act((1,), None), Act((1, 2), "m1")]
    assert shown.undoable(decided) == Act((1, 2), "m1")
    assert shown.place_words(2, 9) == "Pegawai 2 dari 9   Diputus: 3"
    shown.forget(Act((1, 2), "m1"))
    shown.forget(Act((9,), None))
    assert shown.acts == [Act((1,), None)]


def test_another_month_forgets_amounts_and_acts_but_reading_again_does_not() -> None:
    shown = _shown(_claim(1, 1))
    shown.stakes, shown.acts = Stakes("v1", {}, {}), [Act((1,), None)]
    shown.take(JANUARY, Opened.of([]))
    assert shown.stakes is not None
    assert shown.acts == [Act((1,), None)]
    shown.take(Month(2021, 2), Opened.of([]))
    assert shown.stakes is None
    assert shown.acts == []


def test_amounts_of_another_month_come_too_late() -> None:
    shown = _shown(_claim(1, 1))
    assert not shown.take_some(JANUARY, shown.claims, Stakes("v1", {}, {}))
    shown.stakes = Stakes("v1", {}, {})
    assert not shown.take_some(Month(2020, 12), shown.claims, Stakes("v2", {}, {}))
    assert shown.take_some(JANUARY, shown.claims, Stakes("v2", {}, {}))
    assert shown.stakes.rules == "v2"


def test_a_decided_claim_takes_the_place_of_what_was_read() -> None:
    shown = _shown(_claim(1, 1), _claim(2, 2), _claim(3, 1))
    shown.replace([_claim(3, 1, outcome=Decision.MANUAL)])
    assert [claim.id for claim in shown.claims] == [1, 2, 3]
    found = shown.one(3)
    assert found is not None
    assert not found.open
    assert [claim.id for claim in shown.beside([found])] == [1, 3]
    assert shown.one(9) is None
