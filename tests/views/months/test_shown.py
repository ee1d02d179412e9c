"""Which step of a month is whose, on plain values and without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.periods import Month
from polima_desktop.services.months.desk import Desk, Status
from polima_desktop.services.months.seen import Seen
from polima_desktop.storage.months.payments import Unpaid
from polima_desktop.views.months.shown import Shown

JANUARY = Month(2021, 1)
OPEN = Status(
    month=JANUARY, state="open", known=True, people=3, entitled=3, slips=2, held=(), excluded=(),
    gross=0, deductions=0, net=0, rules=None, rules_title="", frozen_number=None,
    inputs_hash=None, undecided=0, steps={}, payments=(), paid=0,
    unpaid=Unpaid(2, 5), seen=Seen("", None, 0, 0),
)  # fmt: skip


def _shown(role: Role, **status: object) -> Shown:
    shown = Shown(Actor("a", "A", role))
    shown.take(_desk(replace(OPEN, **status)))  # type: ignore[arg-type]
    return shown


def _desk(status: Status) -> Desk:
    return Desk(status, rows=(), concerns=(), deductions=(), compared_with="", waiting=())


def _next(role: Role, state: str) -> str:
    step = _shown(role, state=state).next_step()
    return step.words if step else "–"


@pytest.mark.parametrize(
    ("state", "role", "words"),
    [
        ("open", Role.KEUANGAN, "Bekukan Januari 2021"),
        ("frozen", Role.KEUANGAN, "Hitung slip"),
        ("calculated", Role.KEUANGAN, "Ajukan persetujuan"),
        ("submitted", Role.PIMPINAN, "Setujui 2 slip"),
        ("approved", Role.KEUANGAN, "Kunci 2 slip"),
        ("locked", Role.KEUANGAN, "Bayar 2 slip"),
    ],
)
def test_each_state_has_one_step_and_one_role_that_takes_it(
    state: str, role: Role, words: str
) -> None:
    assert {other: _next(other, state) for other in Role} == {
        other: words if other is role else "–" for other in Role
    }


def test_after_payment_come_arrears_and_an_unknown_month_has_no_next_step() -> None:
    paid = _shown(Role.KEUANGAN, state="locked", unpaid=Unpaid(0, 0)).next_step()
    assert paid is not None
    assert paid.key == "arrears"  # after payment come arrears
    assert _shown(Role.PIMPINAN, state="locked", unpaid=Unpaid(0, 0)).next_step() is None
    assert _shown(Role.KEUANGAN, known=False).next_step() is None
    assert Shown(Actor("a", "A", Role.KEUANGAN)).next_step() is None


@pytest.mark.parametrize(
    ("state", "again", "take_back", "reopen"),
    [
        ("open", False, False, False),
        ("frozen", True, False, False),
        ("calculated", True, False, False),
        ("submitted", True, True, False),
        ("approved", False, True, False),
        ("locked", False, False, True),
    ],
)
def test_the_other_acts_are_open_to_finance_by_state(
    state: str, again: bool, take_back: bool, reopen: bool
) -> None:
    shown = _shown(Role.KEUANGAN, state=state)
    assert (shown.may_again(), shown.may_take_back(), shown.may_reopen()) == (
        again,
        take_back,
        reopen,
    )
    other = _shown(Role.AUDITOR, state=state)
    assert not any((other.may_again(), other.may_take_back(), other.may_reopen()))


def test_who_approves_may_send_back_what_waits_or_was_approved() -> None:
    states = ("open", "frozen", "calculated", "submitted", "approved", "locked")
    open_to = {
        role: [state for state in states if _shown(role, state=state).may_send_back()]
        for role in Role
    }
    assert open_to.pop(Role.PIMPINAN) == ["submitted", "approved"]
    assert not any(open_to.values())


def test_another_month_and_an_act_forget_what_was_explained() -> None:
    shown = _shown(Role.KEUANGAN)
    first = shown.memory
    assert not shown.take(_desk(OPEN))
    assert shown.memory is first
    assert shown.take(_desk(replace(OPEN, month=Month(2021, 2))))
    second = shown.memory
    assert second is not first
    shown.forget()
    assert shown.memory is not second
