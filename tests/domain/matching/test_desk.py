"""Any sequence of decisions, undone or not, keeps every row in one state and the bridge even."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.matching.desk import Ruling, lay, places, row_keys, summarise
from polima_desktop.domain.matching.engine import reconcile
from tests.rosters import make

ROSTERS = make(60, 3, dirt=4)
OUTCOME = reconcile(ROSTERS.left, ROSTERS.right, ROSTERS.departures)
KEYS = row_keys(OUTCOME.left_rows), row_keys(OUTCOME.right_rows)

_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["same", "different", "left", "right", "undo"]),
        st.integers(0, len(KEYS[0]) - 1),
        st.integers(0, len(KEYS[1]) - 1),
        st.sampled_from(["duplicate", "moved", "open"]),
    ),
    max_size=25,
)


def _rulings(acts: list[tuple[str, int, int, str]]) -> list[Ruling]:
    held: list[Ruling] = []
    for n, (kind, a, b, state) in enumerate(acts):
        left, right = KEYS[0][a], KEYS[1][b]
        if kind == "undo":
            held = held[:-1]
        elif kind == "left":
            held.append(Ruling(n, "reason", left, "", state, "x"))  # type: ignore[arg-type]
        elif kind == "right":
            held.append(Ruling(n, "reason", "", right, state, "x"))  # type: ignore[arg-type]
        else:
            held.append(Ruling(n, kind, left, right))  # type: ignore[arg-type]
    return held


@settings(max_examples=120, deadline=None)
@given(_ACTS)
def test_the_bridge_stays_even_whatever_people_decide(
    acts: list[tuple[str, int, int, str]],
) -> None:
    rulings = _rulings(acts)
    desk = lay(OUTCOME, rulings)
    _even(desk, len(KEYS[0]), len(KEYS[1]))
    again = reconcile(
        ROSTERS.left, ROSTERS.right, ROSTERS.departures, places(KEYS, rulings)
    )  # the next export, alike
    _even(lay(again, rulings), len(KEYS[0]), len(KEYS[1]))


def _even(desk, left: int, right: int) -> None:  # noqa: ANN001
    steps = desk.bridge(("A", "B"))
    assert (steps[0].running, steps[-1].running) == (left, right)
    for side in ("left", "right"):
        states = Counter(standing.state for standing in desk.standings(side))
        assert states["linked"] == len(desk.pairs)
    assert len({p.pair.left for p in desk.pairs}) == len({p.pair.right for p in desk.pairs})
    assert summarise(desk).linked == len(desk.pairs)


def test_without_rulings_the_desk_is_the_outcome_and_only_a_ruling_moves_a_row() -> None:
    desk = lay(OUTCOME, [])
    assert desk.left == OUTCOME.left
    assert [p.pair for p in desk.pairs] == OUTCOME.pairs
    pair = OUTCOME.pairs[5]
    parted = lay(OUTCOME, [Ruling(1, "different", KEYS[0][pair.left], KEYS[1][pair.right])])
    moved = [n for n, (a, b) in enumerate(zip(desk.left, parted.left, strict=True)) if a != b]
    assert moved == [pair.left]
