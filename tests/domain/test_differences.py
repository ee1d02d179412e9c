"""The split of a difference by cause: it adds up exactly, whatever differs."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.attendance import State
from polima_desktop.domain.differences import CAUSES, Side, split, take
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.incentive import compute
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import Program, load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.services.months import run
from polima_desktop.storage.database import create_store
from polima_desktop.storage.months import months
from tests import month_world as world
from tests.month_world import FAJRIN, HASAN, KARMILA, NIRWATI


@lru_cache(maxsize=1)
def january() -> FrozenMonth:
    """The small city's January, frozen once."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "polima.db")
        create_store(path).close()
        database = world.build(path)
        session = world.session(database)
        run.freeze(session, Month(2021, 1), Progress())
        with session.reading_own() as connection:
            frozen_id = months.latest_frozen_id(connection)
            assert frozen_id is not None
            frozen = months.frozen_month(connection, frozen_id)
        database.close()
    return frozen


@lru_cache(maxsize=8)
def rules(*changes: tuple[str, str]) -> Program:
    text = world.RULES
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return compile_set(load(text))


def changed(frozen: FrozenMonth, person: int, **values: int) -> FrozenMonth:
    """Give the month with other values of one person's inputs."""
    row = int(np.searchsorted(frozen.person_id, person))
    inputs = dict(frozen.inputs)
    for name, value in values.items():
        given = [int(v) for v in inputs[name].values]
        given[row] = value
        inputs[name] = replace(inputs[name], values=np.array(given, dtype=np.int64))
    return replace(frozen, inputs=inputs)


def causes(
    before: FrozenMonth, after: FrozenMonth, person: int, **sides: Program
) -> dict[str, int]:
    found = split(Side(before, sides.get("old", rules())), Side(after, sides.get("new", rules())))
    row = int(np.searchsorted(found.person_id, person))
    assert found.parts[row].sum() == found.after[row] - found.before[row]
    return found.causes_of(row)


def test_nothing_differs_from_itself() -> None:
    found = split(Side(january(), rules()), Side(january(), rules()))
    assert not found.parts.any()
    assert (found.before == found.after).all()


def test_a_corrected_class_is_a_matter_of_the_post() -> None:
    better = changed(january(), FAJRIN, kelas=11)
    row = int(np.searchsorted(january().person_id, FAJRIN))
    now = int(compute(better, rules()).net[row])
    assert causes(january(), better, FAJRIN) == {"jabatan": now - 3_991_549}
    assert now > 3_991_549


def test_a_day_of_absence_less_is_attendance() -> None:
    frozen = january()
    days = frozen.days
    row = int(np.searchsorted(frozen.person_id, FAJRIN))
    state = days.state.copy()
    state[row, 10] = State.PRESENT
    better = changed(replace(frozen, days=replace(days, state=state)), FAJRIN, alpa=0, hadir=19)
    assert set(causes(frozen, better, FAJRIN)) == {"kehadiran"}


def test_the_same_day_by_a_claim_is_the_claim() -> None:
    frozen = january()
    days = frozen.days
    row = int(np.searchsorted(frozen.person_id, FAJRIN))
    state, source = days.state.copy(), days.source.copy()
    state[row, 10], source[row, 10] = State.PRESENT, -7
    claimed = replace(frozen, days=replace(days, state=state, source=source))
    hadir = int(frozen.inputs["hadir"].values[row])
    better = changed(claimed, FAJRIN, alpa=0, hadir=hadir + 1)
    assert set(causes(frozen, better, FAJRIN)) == {"klaim"}


def test_younger_rules_are_told_apart_by_what_changed_in_them() -> None:
    younger = rules(("kotor * CARI", "2 * kotor * CARI"))
    assert set(causes(january(), january(), FAJRIN, new=younger)) == {"rumus"}


def test_who_was_held_and_can_be_computed_now_gets_the_whole() -> None:
    frozen = january()
    row = int(np.searchsorted(frozen.person_id, NIRWATI))
    kelas = frozen.inputs["kelas"]
    present = np.ones(frozen.people, dtype=np.bool_)
    values = kelas.values.copy()
    values[row] = 9
    after = replace(
        frozen, inputs={**frozen.inputs, "kelas": replace(kelas, values=values, present=present)}
    )
    found = causes(frozen, after, NIRWATI)
    assert set(found) == {"jabatan"}
    assert found["jabatan"] > 0
    back = split(Side(after, rules()), Side(frozen, rules()))
    assert NIRWATI in back.held  # nothing is owed of what cannot be computed
    assert not back.parts[row].any()


def test_who_stands_on_one_side_only_has_all_of_it_as_a_matter_of_entitlement() -> None:
    frozen = january()
    fewer = take(frozen, frozen.person_id[frozen.person_id != FAJRIN])
    found = causes(fewer, frozen, FAJRIN)
    assert found == {"hak": 3_991_549}
    assert causes(frozen, fewer, FAJRIN) == {"hak": -3_991_549}


def test_some_people_taken_out_of_a_month_are_computed_alike() -> None:
    frozen = january()
    some = take(frozen, np.array([FAJRIN, KARMILA, HASAN], dtype=np.int64))
    whole, part = compute(frozen, rules()), compute(some, rules())
    rows = np.searchsorted(frozen.person_id, some.person_id)
    assert (whole.net[rows] == part.net).all()


people = st.sampled_from([int(person) for person in world.PEOPLE])
amounts = {
    "kelas": st.integers(1, 15),
    "alpa": st.integers(0, 20),
    "hadir": st.integers(0, 20),
    "bagian_bulan": st.integers(0, 10**9),
}
changes = st.lists(
    st.sampled_from(sorted(amounts)).flatmap(
        lambda name: st.tuples(people, st.just(name), amounts[name])
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(
    changes,
    st.sets(people, min_size=1),
    st.sets(people, min_size=1),
    st.booleans(),
    st.integers(0, 30),
)
def test_whatever_differs_the_causes_add_up_for_everybody(
    some: list[tuple[int, str, int]],
    here: set[int],
    there: set[int],
    younger: bool,
    shift: int,
) -> None:
    after = january()
    for person, name, value in some:
        after = changed(after, person, **{name: value})
    late = np.where(after.days.due, after.days.late + shift, 0).astype(np.int32)
    source = np.where(after.days.late > 0, -1, 1)
    after = replace(after, days=replace(after.days, late=late, source=source.astype(np.int64)))
    before = take(january(), np.array(sorted(here), dtype=np.int64))
    after = take(after, np.array(sorted(there), dtype=np.int64))
    new = rules(("kotor * CARI", "2 * kotor * CARI")) if younger else rules()
    found = split(Side(before, rules()), Side(after, new))
    assert found.parts.shape == (len(here | there), len(CAUSES))
    assert (found.parts.sum(axis=1) == found.after - found.before).all()
    made = compute(after, new)
    for row, person in enumerate(after.person_id.tolist()):
        place = int(np.searchsorted(found.person_id, person))
        if person not in found.held:
            assert found.after[place] == made.net[row]
