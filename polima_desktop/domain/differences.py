"""Why two computations differ: the net before and after, split by cause, adding up exactly.

The inputs of one side are exchanged for those of the other group by group, and everybody is
computed again after each exchange: what the net then moves by is that group's share. The
shares therefore add up to the whole difference to the rupiah, rounding included. Used for
arrears, for reopened slips, and for "why is it different from last month". What is owed
because of a difference is ``services.arrears``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.attendance import Absence, State
from polima_desktop.domain.frozen import (
    Bools,
    FrozenDays,
    FrozenEntries,
    FrozenMonth,
    Ints,
    offsets_of,
)
from polima_desktop.domain.incentive import compute
from polima_desktop.domain.rules import Column, Program, RuleSet
from polima_desktop.domain.rules.building import analyse
from polima_desktop.domain.stretches import Stretches

CAUSES = {
    "hak": "hak TPP",
    "masa": "bagian bulan bekerja",
    "jabatan": "jabatan, golongan, dan kelas",
    "hukdis": "hukuman disiplin",
    "klaim": "putusan klaim",
    "kehadiran": "kehadiran",
    "aktivitas": "aktivitas",
    "bobot": "bobot aktivitas",
    "jenjang": "jenjang",
    "tabel": "tabel",
    "rumus": "rumus",
    "sisa": "penyelesaian sebelumnya",
}
"""Causes in the order in which they are exchanged, with their words. ``sisa``: what was settled
differently from what had been computed."""


def cause_title(cause: str) -> str:
    """Name a cause at the head of a line.

    >>> cause_title("hak")
    'Hak TPP'
    """
    return CAUSES[cause][:1].upper() + CAUSES[cause][1:]


DAY_INPUTS = frozenset(
    ("hari_kerja", "hari_wajib", "hadir", "alpa", "apel_lalai", *(kind.code for kind in Absence))
)
_SINGLE = {"masa": frozenset(("bagian_bulan",)), "hukdis": frozenset(("hukdis",))}
_DAYS_A_MONTH = 32


class Side(NamedTuple):
    """One of the two computations: the frozen inputs and the rules."""

    frozen: FrozenMonth
    program: Program


@dataclass(frozen=True)
class Split:
    """The differences of everybody on either side; arrays ``(people,)``, whole rupiah.

    ``parts`` ``(people, causes)`` in the order of ``CAUSES``; each row adds up to
    ``after - before``. ``held``: people whose net after could not be computed, with the
    reason; their ``after`` is the ``before``.
    """

    person_id: Ints
    before: Ints
    after: Ints
    parts: Ints
    held: Mapping[int, str]

    def causes_of(self, row: int) -> dict[str, int]:
        """Give what a person's difference is made of; causes that changed nothing are left out."""
        amounts = zip(CAUSES, self.parts[row].tolist(), strict=True)
        return {cause: amount for cause, amount in amounts if amount}


def split(before: Side, after: Side) -> Split:
    """Compare two computations person by person; whoever is on one side only has 0 on the other."""
    everybody = np.union1d(before.frozen.person_id, after.frozen.person_id).astype(np.int64)
    both = np.intersect1d(before.frozen.person_id, after.frozen.person_id)
    first, last = (compute(side.frozen, side.program) for side in (before, after))
    old, new = _spread(everybody, before, first.net), _spread(everybody, after, last.net)
    parts = np.zeros((len(everybody), len(CAUSES)), dtype=np.int64)
    parts[:, 0] = new - old  # of those who are on one side only
    nets = _walk(_of(before, both), _of(after, both))
    parts[np.searchsorted(everybody, both)] = np.diff(nets, axis=0).T
    held = {int(after.frozen.person_id[row]): reason for row, reason in last.held.items()}
    stuck = np.isin(everybody, np.array(list(held), dtype=np.int64))
    parts[stuck] = 0
    return Split(everybody, old, np.where(stuck, old, new), parts, held)


def _of(side: Side, people: Ints) -> Side:
    return side._replace(frozen=take(side.frozen, people))


def _spread(everybody: Ints, side: Side, net: Ints) -> Ints:
    total = np.zeros(len(everybody), dtype=np.int64)
    total[np.searchsorted(everybody, side.frozen.person_id)] = net
    return total


# ── from one side to the other ──────────────────────────────────────────────────────────────


def _walk(old: Side, new: Side) -> Ints:
    """Give the nets at the start and after each cause, ``(causes + 1, people)``.

    Where an exchange leaves a person without a result, the net stays until one that has one.
    """
    start = compute(old.frozen, old.program)
    nets = [start.net]
    now = old
    for cause in CAUSES:
        then = _exchanged(cause, now, new)
        if then is now:
            nets.append(nets[-1])
            continue
        made = compute(then.frozen, then.program)
        net = made.net.copy()
        stuck = list(made.held)
        net[stuck] = nets[-1][stuck]
        nets.append(net)
        now = then
    return np.array(nets, dtype=np.int64)


def _exchanged(cause: str, now: Side, new: Side) -> Side:
    """Give the side with one more group of inputs, or of rules, of the other; itself if equal."""
    if cause in ("bobot", "jenjang", "tabel", "rumus"):
        program = _rules_with(cause, now.program, new.program)
        return now if program is now.program else now._replace(program=program)
    exchange: Callable[[FrozenMonth, FrozenMonth], FrozenMonth] | None = {
        "hak": _entitlement,
        "klaim": _claims,
        "kehadiran": _attendance,
        "aktivitas": _activities,
        "jabatan": _posts,
        "masa": lambda a, b: _inputs(a, b, _SINGLE["masa"]),
        "hukdis": lambda a, b: _inputs(a, b, _SINGLE["hukdis"]),
    }.get(cause)
    frozen = now.frozen if exchange is None else exchange(now.frozen, new.frozen)
    return now if frozen is now.frozen else now._replace(frozen=frozen)


def _entitlement(a: FrozenMonth, b: FrozenMonth) -> FrozenMonth:
    return a if np.array_equal(a.entitled, b.entitled) else replace(a, excluded=b.excluded)


def _posts(a: FrozenMonth, b: FrozenMonth) -> FrozenMonth:
    others = DAY_INPUTS.union(*_SINGLE.values())
    found = _inputs(a, b, frozenset(b.inputs) - others)
    if same_stretches(a.stretches, b.stretches):
        return found
    return replace(found, stretches=b.stretches)


def _inputs(a: FrozenMonth, b: FrozenMonth, names: frozenset[str]) -> FrozenMonth:
    if all(name in a.inputs and same(a.inputs[name], b.inputs[name]) for name in names):
        return a
    return replace(a, inputs={**a.inputs, **{name: b.inputs[name] for name in names}})


def _attendance(a: FrozenMonth, b: FrozenMonth) -> FrozenMonth:
    found = _inputs(a, b, DAY_INPUTS)
    return found if found is a and _same_days(a.days, b.days) else replace(found, days=b.days)


def _activities(a: FrozenMonth, b: FrozenMonth) -> FrozenMonth:
    return a if _same_entries(a.entries, b.entries) else replace(a, entries=b.entries)


# ── claims: the days and entries of one record, in one exchange ─────────────────────────────


def _claims(a: FrozenMonth, b: FrozenMonth) -> FrozenMonth:
    """Take over only what claims changed; between two months there is no such thing."""
    if a.month != b.month:
        return a
    cells = (a.days.source != b.days.source) & ((a.days.source < 0) | (b.days.source < 0))
    found = a if not cells.any() else _claimed_days(a, b, cells)
    keys = np.union1d(_claim_keys(a.entries), _claim_keys(b.entries))
    return found if not len(keys) else replace(found, entries=_mixed(a.entries, b.entries, keys))


def _claimed_days(a: FrozenMonth, b: FrozenMonth, cells: Bools) -> FrozenMonth:
    pairs = {name: (getattr(a.days, name), getattr(b.days, name)) for name in _DAYS}
    days = FrozenDays(**{name: np.where(cells, new, old) for name, (old, new) in pairs.items()})
    moved = {
        "hadir": _count(days.state, State.PRESENT) - _count(a.days.state, State.PRESENT),
        "alpa": _count(days.state, State.ALPA) - _count(a.days.state, State.ALPA),
    }
    counts = {
        name: replace(a.inputs[name], values=a.inputs[name].values + change)
        for name, change in moved.items()
    }
    return replace(a, days=days, inputs={**a.inputs, **counts})


_DAYS = ("state", "late", "early", "source")


def _count(states: npt.NDArray[np.int8], state: State) -> Ints:
    counted: Ints = np.count_nonzero(states == state, axis=1).astype(np.int64)
    return counted


def _claim_keys(entries: FrozenEntries) -> Ints:
    return np.unique(_keys(entries)[entries.source < 0])


def _keys(entries: FrozenEntries) -> Ints:
    """Number the day of each entry over all people."""
    people = np.repeat(np.arange(len(entries.offsets) - 1), np.diff(entries.offsets))
    return people.astype(np.int64) * _DAYS_A_MONTH + entries.day


def _mixed(a: FrozenEntries, b: FrozenEntries, of_b: Ints) -> FrozenEntries:
    """Give the entries of ``b`` on the days named, those of ``a`` on all others."""
    keys_a, keys_b = _keys(a), _keys(b)
    mine, theirs = ~np.isin(keys_a, of_b), np.isin(keys_b, of_b)
    codes = tuple(dict.fromkeys((*a.codes, *b.codes)))
    sets = tuple(dict.fromkeys((*a.variable_sets, *b.variable_sets)))
    keys = np.concatenate([keys_a[mine], keys_b[theirs]])
    order = np.argsort(keys, kind="stable")

    def joined(old: Ints, new: Ints) -> Ints:
        return np.concatenate([old[mine], new[theirs]])[order]

    return FrozenEntries(
        offsets=offsets_of(np.bincount(keys // _DAYS_A_MONTH, minlength=len(a.offsets) - 1)),
        source=joined(a.source, b.source),
        day=joined(a.day.astype(np.int64), b.day.astype(np.int64)).astype(np.int8),
        code=joined(_mapped(a.code, a.codes, codes), _mapped(b.code, b.codes, codes)),
        codes=codes,
        volume=joined(a.volume, b.volume),
        minutes=joined(a.minutes, b.minutes),
        variable_set=joined(
            _mapped(a.variable_set, a.variable_sets, sets),
            _mapped(b.variable_set, b.variable_sets, sets),
        ),
        variable_sets=sets,
    )


def _mapped(numbers: Ints, old: tuple[str, ...], new: tuple[str, ...]) -> Ints:
    """Renumber indexes into ``old`` as indexes into ``new``; -1 stays -1."""
    places: Ints = np.array([*(new.index(word) for word in old), -1], dtype=np.int64)
    return np.take(places, numbers)


# ── rules ───────────────────────────────────────────────────────────────────────────────────


def _rules_with(cause: str, now: Program, new: Program) -> Program:
    """Give the rules with the other's weights, bands, tables, or all of it.

    A mixture that has no meaning is left out: its share then falls to the next cause.
    """
    if now is new or now.ruleset == new.ruleset:
        return now
    if cause == "rumus":
        return new
    mine, theirs = now.ruleset, new.ruleset
    mixed: RuleSet = {
        "bobot": lambda: replace(mine, activities=theirs.activities),
        "jenjang": lambda: replace(mine, bands=theirs.bands),
        "tabel": lambda: replace(mine, tables=theirs.tables),
    }[cause]()
    return now if mixed == mine else analyse(mixed).program or now


# ── the same people in the same order ───────────────────────────────────────────────────────


def take(frozen: FrozenMonth, people: Ints) -> FrozenMonth:
    """Give some people of a frozen month, all of whom it has, in ascending order."""
    rows = np.searchsorted(frozen.person_id, people)
    if len(rows) == frozen.people:
        return frozen
    return FrozenMonth(
        month=frozen.month,
        person_id=frozen.person_id[rows],
        excluded=_rows(frozen.excluded, rows),
        paper={name: _rows(column, rows) for name, column in frozen.paper.items()},
        inputs={name: _rows(column, rows) for name, column in frozen.inputs.items()},
        days=FrozenDays(**{name: getattr(frozen.days, name)[rows] for name in _DAYS}),
        entries=_entries_of(frozen.entries, rows),
        stretches=None if frozen.stretches is None else of_rows(frozen.stretches, rows),
    )


def of_rows(stretches: Stretches, rows: Ints) -> Stretches | None:
    """Give the stretches of some rows, ascending, numbered anew; None where none has several."""
    kept = np.isin(stretches.row, rows)
    if not kept.any():
        return None
    return Stretches(
        row=np.searchsorted(rows, stretches.row[kept]).astype(np.int64),
        first=stretches.first[kept],
        last=stretches.last[kept],
        workdays=stretches.workdays[kept],
        inputs={
            name: _rows(column, np.flatnonzero(kept)) for name, column in stretches.inputs.items()
        },
    )


def same_stretches(a: Stretches | None, b: Stretches | None) -> bool:
    """Tell whether the same people changed on the same days to the same."""
    if a is None or b is None:
        return a is b
    arrays = ("row", "first", "last", "workdays")
    return all(np.array_equal(getattr(a, n), getattr(b, n)) for n in arrays) and all(
        same(a.inputs[name], b.inputs[name]) for name in a.inputs
    )


def _rows(column: Column, rows: Ints) -> Column:
    present = None if column.present is None else column.present[rows]
    return replace(column, values=column.values[rows], present=present)


def _entries_of(entries: FrozenEntries, rows: Ints) -> FrozenEntries:
    spans = [np.arange(entries.offsets[row], entries.offsets[row + 1]) for row in rows]
    at = np.concatenate(spans).astype(np.int64) if spans else np.zeros(0, dtype=np.int64)
    return replace(
        entries,
        offsets=offsets_of([len(span) for span in spans]),
        **{name: getattr(entries, name)[at] for name in _ENTRIES},
    )


_ENTRIES = ("source", "day", "code", "volume", "minutes", "variable_set")


def same(a: Column, b: Column) -> bool:
    """Tell whether two columns say the same of the same people."""
    if a is b:
        return True
    if a.decimals != b.decimals or len(a.values) != len(b.values):
        return False
    there, other = (_present(column) for column in (a, b))
    if not np.array_equal(there, other):
        return False
    if a.words == b.words:
        return bool(np.array_equal(a.values[there], b.values[there]))
    if a.words is None or b.words is None:
        return False
    return list(_texts(a, there)) == list(_texts(b, there))


def _present(column: Column) -> Bools:
    return np.ones(len(column.values), np.bool_) if column.present is None else column.present


def _texts(column: Column, there: Bools) -> Iterator[str]:
    words = column.words or ()
    return (words[value] for value in column.values[there].tolist())


def _same_days(a: FrozenDays, b: FrozenDays) -> bool:
    return all(np.array_equal(getattr(a, n), getattr(b, n)) for n in ("state", "late", "early"))


def _same_entries(a: FrozenEntries, b: FrozenEntries) -> bool:
    arrays = ("offsets", "day", "code", "volume", "minutes", "variable_set")
    return (
        a.codes == b.codes
        and a.variable_sets == b.variable_sets
        and all(np.array_equal(getattr(a, name), getattr(b, name)) for name in arrays)
    )
