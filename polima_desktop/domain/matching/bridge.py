"""How one headcount becomes the other, step by step; it balances by construction and says so.

A balancing bridge does not prove that the links are right: a false link takes one from each side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from polima_desktop.domain.matching.rows import STATE_LABELS, Side, State

Sign = Literal["=", "-", "+"]

REASONS: tuple[State, ...] = tuple(state for state in STATE_LABELS if state != "linked")


class Step(NamedTuple):
    """A step: ``rows`` it takes away or adds, ``running`` the headcount after it."""

    step: str
    label: str
    sign: Sign
    rows: int
    running: int
    side: Side | None = None
    state: State | None = None


def build_bridge(
    left: Sequence[State], right: Sequence[State], names: tuple[str, str]
) -> list[Step]:
    """Walk from the left headcount over the linked rows to the right one.

    Raises:
        AssertionError: the linked rows of both sides differ in number, so links are not one to one.
    """
    here, there = Counter(left), Counter(right)
    assert here["linked"] == there["linked"]
    running = len(left)
    steps = [Step("left", names[0], "=", running, running)]
    for state in REASONS:
        if here[state]:
            running -= here[state]
            steps.append(_step("left", state, "-", here[state], running, names[0]))
    assert running == here["linked"]
    steps.append(Step("linked", STATE_LABELS["linked"], "=", running, running, None, "linked"))
    for state in REASONS:
        if there[state]:
            running += there[state]
            steps.append(_step("right", state, "+", there[state], running, names[1]))
    assert running == len(right)
    return [*steps, Step("right", names[1], "=", running, running)]


def _step(side: Side, state: State, sign: Sign, rows: int, running: int, whose: str) -> Step:
    label = f"{STATE_LABELS[state]}, hanya di {whose}"
    return Step(f"{side}_{state}", label, sign, rows, running, side, state)
