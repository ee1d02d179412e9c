"""Any sequence of decisions, undone or not, keeps every row in one state and the bridge even."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.matching.cleaning import clean_rows
from polima_desktop.domain.matching.desk import Desk, lay, places, row_keys, summarise
from polima_desktop.domain.matching.engine import reconcile
from polima_desktop.domain.matching.rows import Row
from polima_desktop.domain.matching.rulings import Ruling
from tests.rosters import make

ROSTERS = make(60, 3, dirt=4)
OUTCOME = reconcile(ROSTERS.left, ROSTERS.right, ROSTERS.departures)
KEYS = row_keys(OUTCOME.left_rows), row_keys(OUTCOME.right_rows)

_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["same", "different", "left", "right", "bulk", "undo", "import"]),
        st.integers(0, len(KEYS[0]) - 1),
        st.integers(0, len(KEYS[1]) - 1),
        st.sampled_from(["duplicate", "moved", "open"]),
    ),
    max_size=25,
)


class _Case:
    """A case as people work on it: rulings held, undone, carried into the next export."""

    def __init__(self) -> None:
        self.left, self.right = list(ROSTERS.left), list(ROSTERS.right)
        self.held: list[Ruling] = []
        self.count = 0
        self.outcome = OUTCOME

    @property
    def desk(self) -> Desk:
        return lay(self.outcome, self.held)

    def rule(self, *given: object, bulk: str | None = None) -> None:
        self.count += 1
        self.held.append(Ruling(self.count, *given, bulk=bulk))  # type: ignore[arg-type]

    def act(self, kind: str, a: int, b: int, state: str) -> None:
        left, right = self.desk.keys[0][a], self.desk.keys[1][b % len(self.right)]
        if kind == "undo":
            last = self.held[-1] if self.held else None
            self.held = [r for r in self.held if r != last and (not r.bulk or r.bulk != last.bulk)]
        elif kind == "import":
            self._import(b)
        elif kind == "bulk":
            mark = f"bulk {self.count}"
            keys = self.desk.keys
            for each in self.desk.waiting("likely"):
                self.rule("same", keys[0][each.pair.left], keys[1][each.pair.right], bulk=mark)
        elif kind in ("left", "right"):
            row = (left, "") if kind == "left" else ("", right)
            self.rule("reason", *row, state, "x")
        else:
            self.rule(kind, left, right)

    def _import(self, b: int) -> None:
        """Take in the next export: one row repaired or misspelt, one gone, one new."""
        row = self.right[b % len(self.right)]
        partner = next((p.left for p in self.outcome.pairs if p.right == b), None)
        number = self.left[partner].nip if partner is not None else row.nip
        self.right[b % len(self.right)] = row._replace(nip=number, name=f"{row.name} S")
        self.right.pop((b * 7) % len(self.right))
        self.right.append(Row(9000 + self.count, f"THL-{self.count}", f"Baru {b}"))
        keys = row_keys(clean_rows(self.left)), row_keys(clean_rows(self.right))
        carried = places(keys, self.held)
        self.outcome = reconcile(self.left, self.right, ROSTERS.departures, carried)


@settings(max_examples=60, deadline=None)
@given(_ACTS)
def test_the_bridge_stays_even_whatever_people_decide(
    acts: list[tuple[str, int, int, str]],
) -> None:
    case = _Case()
    for act in acts:
        before = case.desk
        case.act(*act)
        after = case.desk
        _even(after, len(case.left), len(case.right))
        if act[0] in ("same", "different", "left", "right"):
            _only_the_ruled_rows_moved(before, after, case.held[-1])


def _only_the_ruled_rows_moved(before: Desk, after: Desk, ruling: Ruling) -> None:
    """A row changes its category by a ruling on it, or because its partner's took it away."""
    touched: dict[str, set[int]] = {"left": set(), "right": set()}
    for desk in (before, after):
        for each in desk.pairs:
            names = desk.keys[0][each.pair.left], desk.keys[1][each.pair.right]
            if ruling.left == names[0] or ruling.right == names[1]:
                touched["left"].add(each.pair.left)
                touched["right"].add(each.pair.right)
    for side, keys in (("left", before.keys[0]), ("right", before.keys[1])):
        touched[side] |= {n for n, key in enumerate(keys) if key in (ruling.left, ruling.right)}
        states = zip(before.standings(side), after.standings(side), strict=True)  # type: ignore[arg-type]
        assert {n for n, (a, b) in enumerate(states) if a.state != b.state} <= touched[side]


def _even(desk: Desk, left: int, right: int) -> None:
    steps = desk.bridge(("A", "B"))
    assert (steps[0].running, steps[-1].running) == (left, right)
    for side in ("left", "right"):
        states = Counter(standing.state for standing in desk.standings(side))  # type: ignore[arg-type]
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
