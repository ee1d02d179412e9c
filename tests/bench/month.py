"""A month: frozen from 440,000 activity rows, computed from its columns, its slips written.

Beside each the way one would write it first: row by row with Decimals, one insert a row.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import numpy as np
from sqlalchemy import Connection, create_engine, func, insert, select

from polima_desktop.domain.access import Role
from polima_desktop.domain.frozen import FrozenMonth
from polima_desktop.domain.incentive import compute, compute_one
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import editing
from polima_desktop.domain.rules.examples import value_of
from polima_desktop.services.months import run, slip_writing
from polima_desktop.services.rules import comparison
from polima_desktop.storage.months.months import frozen_month
from polima_desktop.storage.tables import (
    activity_entries,
    attendance_days,
    metadata,
    slip_lines,
    slips,
)
from tests.bench import with_pandas
from tests.bench.city import FOLDER, scratch_store, session
from tests.bench.figures import Figure, keep, seconds

JANUARY = Month(2021, 1)
SAMPLE = 200
"""Naive ways are timed on so many people and scaled up: they would take minutes."""


def figures() -> list[Figure]:
    """Freeze, compute and write January on a copy of the city."""
    work = session(scratch_store(), Role.KEUANGAN)
    frozen = run.freeze(work, JANUARY, Progress())
    made = run.calculate(work, JANUARY, Progress())
    reading = frozen.timings["read"] + frozen.timings["aggregate"]
    with work.reading_own() as connection:
        rows = _activity_rows(connection)
        naive_reading = seconds(lambda: _row_by_row(connection))
        frozen_id = max(connection.scalars(select(slips.c.frozen_id)))
        columns = frozen_month(connection, frozen_id)
        rules = slip_writing.rules_in_force(connection, JANUARY)
        naive_computing = seconds(lambda: _one_by_one(columns, rules)) * columns.people / SAMPLE
        in_pandas = seconds(lambda: with_pandas.nets(columns, rules.program))
        _equal_to_the_rupiah(columns, rules)
        naive_writing = _insert_by_insert(connection)
        different, values = _differences(columns, rules)
        draft = editing.with_weight(rules.program.ruleset, "GURU-TM", Decimal(42))
    compared = seconds(lambda: comparison.compare(work, draft, JANUARY, Progress()), 3)
    per_row, per_person, per_insert = "row by row", "a person at a time", "an insert a row"
    return [
        Figure(f"read and aggregate {rows:,} activity rows", reading, "s", 2.5, naive_reading,
               per_row, note="the naive way only sums; it judges no day"),
        Figure("month from rows", sum(frozen.timings.values()), "s"),
        Figure("compute everybody", made.timings["compute"], "s", 0.3, naive_computing, per_person,
               note=f"naive: Decimals, {SAMPLE} people scaled up"),
        Figure(f"of {values:,} values, columns that differ from exact", different, "", 0.0,
               note=f"{columns.people:,} people, {len(rules.program.lines)} lines"),
        Figure("compute everybody, beside pandas", made.timings["compute"], "s", None, in_pandas,
               "by hand in pandas", note="all people equal to the rupiah"),
        Figure("month from rows to stored slips", sum(frozen.timings.values())
               + sum(made.timings.values()), "s", 1.6),
        Figure("a draft compared with the rules in force, whole city", compared, "s", 1.0),
        Figure("month from frozen columns", made.timings["open"] + made.timings["compute"], "s",
               None, naive_reading + naive_computing, "read again, a person at a time"),
        Figure(f"write {made.written:,} slips", made.timings["write"], "s", 1.0, naive_writing,
               per_insert),
    ]  # fmt: skip


def _activity_rows(connection: Connection) -> int:
    day = activity_entries.c.day
    rows = select(func.count(day)).where(day.between(JANUARY.first, JANUARY.last))
    return connection.execute(rows).scalar_one()


def _row_by_row(connection: Connection) -> dict[int, Decimal]:
    """Sum volumes and attendance as mappings of names to values."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for table in (activity_entries, attendance_days):
        query = select(table).where(table.c.day.between(JANUARY.first, JANUARY.last))
        for row in connection.execute(query).mappings():
            amount = row.get("volume") or row.get("check_out") or 0
            totals[row["person_id"]] += Decimal(amount) / 10_000
    return totals


def _one_by_one(frozen: FrozenMonth, rules: slip_writing.Rules) -> None:
    for row in range(min(SAMPLE, frozen.people)):
        compute_one(frozen, row, rules.program)


def _differences(frozen: FrozenMonth, rules: slip_writing.Rules) -> tuple[int, int]:
    """Count the values that are another in columns than one by one, and all that were compared."""
    found = compute(frozen, rules.program)
    different = compared = 0
    for row in range(frozen.people):
        exact = compute_one(frozen, row, rules.program)
        if exact.error is not None:
            different += row not in found.held and bool(frozen.entitled[row])
            continue
        for name, value in exact.values.items():
            kind = rules.program.lines[name].variable
            different += value_of(kind, found.lines[name].values[row]) != value
            compared += 1
    return different, compared


def _equal_to_the_rupiah(frozen: FrozenMonth, rules: slip_writing.Rules) -> None:
    """Refuse figures of a way that does not come to the same."""
    made = compute(frozen, rules.program)
    by_hand = with_pandas.nets(frozen, rules.program).to_numpy()
    wrong = np.flatnonzero(made.payable & (by_hand != made.net))
    if len(wrong):
        raise AssertionError(f"pandas differs for {len(wrong)} people, first in row {wrong[0]}")


def _insert_by_insert(connection: Connection) -> float:
    """Write the same slips and lines again, into an empty store, each by its own statement."""
    found = [(table, connection.execute(select(table)).mappings().all())
             for table in (slips, slip_lines)]  # fmt: skip
    for old in FOLDER.glob("naive.db*"):
        old.unlink()
    engine = create_engine(f"sqlite:///{FOLDER / 'naive.db'}")
    metadata.create_all(engine)

    def write() -> None:
        with engine.begin() as empty:
            for table, rows in found:
                for row in rows:
                    empty.execute(insert(table).values(**row))

    took = seconds(write)
    engine.dispose()
    return took


if __name__ == "__main__":
    keep(figures())
