"""One frozen month × one rule set → everybody's lines, as columns; and one person, exactly.

Whoever is excluded is computed with the rest (columns cost nothing) but never payable. An
error of a row holds that person's slip and nobody else's. What a slip looks like is
``slips``'s, who is excluded ``entitlement``'s.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from polima_desktop.domain import slices
from polima_desktop.domain.activities import VOLUME_SCALE
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.errors import RowError
from polima_desktop.domain.frozen import Bools, FrozenMonth, Ints, is_present
from polima_desktop.domain.rules import (
    Column,
    ColumnResult,
    Entries,
    ExactResult,
    ListColumn,
    Points,
    Program,
    RuleSet,
)
from polima_desktop.domain.rules.daily import by_day, columns_by_day
from polima_desktop.domain.rules.placing import PlacedProgram
from polima_desktop.domain.rules.program import ReadyColumn, ReadyLine
from polima_desktop.domain.rules.supplied import CLASS_KEY, DAILY, NONE, OTHERS, SUPPLIED
from polima_desktop.domain.slices import Slice

VOLUME_DECIMALS = len(str(VOLUME_SCALE)) - 1
NEGATIVE = "Jumlah bersih negatif"
NO_CLASS = "Kelas jabatan kosong"
OPEN = frozenset(
    name for name, supplied in SUPPLIED.items() if supplied.kind == "text" and not supplied.values
)
"""The texts of which a rule set closes the list itself."""
BOOLS = frozenset(name for name, supplied in SUPPLIED.items() if supplied.kind == "bool")
Value = Decimal | str | bool | None


class Blocks(NamedTuple):
    """The lines that make the slip's totals, by the block they stand in."""

    gross: tuple[str, ...]
    deductions: tuple[str, ...]
    net: str


@dataclass(frozen=True)
class Computation:
    """Everybody's results. Arrays ``(people,)``; amounts in whole rupiah, 0 where not payable.

    ``held``: for entitled people whose slip could not be computed, the reason by row.
    """

    frozen: FrozenMonth
    lines: Mapping[str, Column]
    held: Mapping[int, str]
    payable: Bools
    gross: Ints
    deductions: Ints
    net: Ints


def blocks(rules: RuleSet) -> Blocks:
    """Find the lines of the totals; refuse a rule set that cannot make a slip."""
    by_block: dict[str, list[str]] = {"kotor": [], "potongan": [], "bersih": []}
    for line in rules.lines.values():
        if line.slip in by_block:
            by_block[line.slip].append(line.name)
            if line.decimals:
                raise Refused(
                    f"Baris {line.name} masuk jumlah slip tetapi tidak dibulatkan ke rupiah.",
                    "Terbitkan versi aturan yang membulatkannya dengan BULAT(…; 0).",
                )
    if len(by_block["bersih"]) != 1:
        raise Refused(
            f"Aturan ini punya {len(by_block['bersih'])} baris bersih, seharusnya satu.",
            'Terbitkan versi aturan dengan satu baris slip = "bersih".',
        )
    return Blocks(tuple(by_block["kotor"]), tuple(by_block["potongan"]), by_block["bersih"][0])


def compute(frozen: FrozenMonth, program: Program) -> Computation:
    """Compute all lines of everybody."""
    points = entry_points(frozen, program)
    inputs, ready = _inputs(frozen, program, points), sliced_lines(frozen, program)
    result = program.columns(inputs, frozen.people, None, ready)
    return _computed(frozen, program, points, result)


def compute_placed(
    frozen: FrozenMonth, placed: PlacedProgram
) -> tuple[Computation, Mapping[str, Ints]]:
    """Compute all lines of everybody, and by hidden line the piece of its band, -1 for none."""
    program = placed.program
    points = entry_points(frozen, program)
    inputs, ready = _inputs(frozen, program, points), sliced_lines(frozen, program)
    result = program.columns(inputs, frozen.people, placed.lines, ready)
    places = program.columns(inputs, frozen.people, placed.hidden, ready)
    found = {
        name: np.where(places.bad, -1, places.lines[name].values).astype(np.int64)
        for name in placed.hidden
    }
    return _computed(frozen, program, points, result), found


def _computed(
    frozen: FrozenMonth, program: Program, points: Points | None, result: ColumnResult
) -> Computation:
    totals = blocks(program.ruleset)
    deductions = _sum(result, totals.deductions, frozen.people)
    net = result.lines[totals.net].values
    gross = _sum(result, totals.gross, frozen.people) if totals.gross else net + deductions
    held = _held(frozen, result, points, net)
    payable = frozen.entitled.copy()
    payable[list(held)] = False
    amounts = (np.where(payable, amount, 0).astype(np.int64) for amount in (gross, deductions, net))
    return Computation(frozen, result.lines, held, payable, *amounts)


def entry_points(frozen: FrozenMonth, program: Program) -> Points | None:
    """Compute the points of every entry; None if no line uses them."""
    if not {"poin_aktivitas", "poin_harian"} & set(program.needed):
        return None
    entries = frozen.entries
    return program.points(
        Entries(
            code=entries.code,
            codes=entries.codes,
            volume=Column(entries.volume, VOLUME_DECIMALS),
            minutes=Column(entries.minutes),
            variable_sets=_parsed(entries.variable_sets),
            variable_set=entries.variable_set,
        )
    )


@lru_cache(maxsize=4)
def _parsed(variable_sets: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
    return tuple(json.loads(words) for words in variable_sets)


def _inputs(
    frozen: FrozenMonth, program: Program, points: Points | None
) -> dict[str, Column | ListColumn]:
    offsets = frozen.entries.offsets
    given: dict[str, Column | ListColumn] = {
        **single_inputs(frozen, program),
        **frozen.days.lists(),
        "menit_aktivitas": ListColumn(frozen.entries.minutes, offsets),
    }
    if points is not None:
        column, errors = points
        given["poin_aktivitas"] = ListColumn(
            column.values,
            offsets,
            column.decimals,
            column.present,
            {entry: error.message for entry, error in errors.items()},
        )
    for name, source in DAILY.items():
        if name in program.needed:
            given[name] = columns_by_day(frozen.entries.day, _list(given[source]))
    return given


def _list(column: Column | ListColumn) -> ListColumn:
    assert isinstance(column, ListColumn), "what a day adds up to is a list"
    return column


def single_inputs(frozen: FrozenMonth, program: Program) -> Mapping[str, Column]:
    """Give the inputs with one value a person, as this rule set wants them.

    A change inside the month is decided on the rule set's day.
    """
    return _worded(
        slices.decided(frozen.inputs, frozen.stretches, program.ruleset.changes), program
    )


def _worded(inputs: Mapping[str, Column], program: Program) -> Mapping[str, Column]:
    """Bring names with an open list to the closed lists of the rule set.

    What a closed list with the word ``lainnya`` does not name is that word; whoever has none (a
    post without eselon, a unit without a village) is the word ``tidak`` if the closed list has
    it, and missing otherwise.
    """
    given = dict(inputs)
    for name in OPEN & given.keys() & program.variables.keys():
        words = program.variables[name].type.words
        if OTHERS in words or NONE in words:
            given[name] = _closed(given[name], words)
    return given


def _closed(column: Column, named: Sequence[str]) -> Column:
    words = column.words or ()
    if OTHERS in named:
        words = tuple(word if word in named else OTHERS for word in words)
    if column.present is None or NONE not in named:
        return Column(column.values, present=column.present, words=words)
    values = np.where(column.present, column.values, len(words))
    return Column(values, words=(*words, NONE))


def sliced_lines(frozen: FrozenMonth, program: Program) -> Mapping[str, ReadyColumn]:
    """Compute the lines of everybody that are averaged over the parts of the month."""
    if not program.sliced:
        return {}
    given = slices.decided(frozen.inputs, frozen.stretches, program.ruleset.changes)
    return slices.ready_columns(frozen, given, program, lambda inputs: _worded(inputs, program))


def _sum(result: ColumnResult, names: tuple[str, ...], people: int) -> Ints:
    total = np.zeros(people, dtype=np.int64)
    for name in names:
        total = total + result.lines[name].values
    return total.astype(np.int64)


# ── held slips ──────────────────────────────────────────────────────────────────────────────


def _held(
    frozen: FrozenMonth, result: ColumnResult, points: Points | None, net: Ints
) -> dict[int, str]:
    """Give the reason for every entitled person without a payable result, in row order."""
    reasons = {int(row): NEGATIVE for row in np.flatnonzero(net < 0)}
    reasons |= {row: reason_of(frozen, row, error.message) for row, error in result.errors.items()}
    if points is not None:
        reasons |= _held_by_entries(frozen, points)
    return {row: reasons[row] for row in sorted(reasons) if frozen.entitled[row]}


def _held_by_entries(frozen: FrozenMonth, points: Points) -> dict[int, str]:
    """Name the first wrong entry of each person: clearer than a missing item of a list."""
    reasons: dict[int, str] = {}
    for entry in sorted(points.errors, reverse=True):
        row = int(np.searchsorted(frozen.entries.offsets, entry, side="right")) - 1
        code = frozen.entries.codes[int(frozen.entries.code[entry])]
        reasons[row] = f"Aktivitas {code}: {points.errors[entry].message}"
    return reasons


def reason_of(frozen: FrozenMonth, row: int, message: str) -> str:
    """Give a row error as the words its slip is held with.

    The commonest has a name of its own; the others say it in the language's words.
    """
    if not is_present(frozen.inputs[CLASS_KEY], row) and any(
        f"'{name}'" in message for name in (CLASS_KEY, "tpp_kelas")
    ):
        return NO_CLASS
    for name, supplied in SUPPLIED.items():
        if message == f"Isian '{name}' tidak ada.":
            return f"{supplied.label} kosong"
    return message.rstrip(".")


# ── one person, exactly ─────────────────────────────────────────────────────────────────────


class Entry(NamedTuple):
    """One counting entry of a person: what was reported and where it stands in the store."""

    code: str
    volume: Decimal
    minutes: Decimal
    variables: Mapping[str, str]
    day: int
    source: int


def person_inputs(frozen: FrozenMonth, row: int, program: Program) -> dict[str, Value]:
    """Give one person's single inputs as exact values; None = missing."""
    return {
        name: _value(column, row, name in BOOLS)
        for name, column in single_inputs(frozen, program).items()
    }


def _value(column: Column, row: int, is_bool: bool) -> Value:
    if not is_present(column, row):
        return None
    raw = int(column.values[row])
    if column.words is not None:
        return column.words[raw]
    return bool(raw) if is_bool else Decimal(raw).scaleb(-column.decimals)


def person_entries(frozen: FrozenMonth, row: int) -> list[Entry]:
    """Give one person's counting entries, by day."""
    entries, span = frozen.entries, frozen.entries.of(row)
    parsed = _parsed(entries.variable_sets)
    return [
        Entry(
            code=entries.codes[int(entries.code[n])],
            volume=Decimal(int(entries.volume[n])).scaleb(-VOLUME_DECIMALS),
            minutes=Decimal(int(entries.minutes[n])),
            variables=parsed[v] if (v := int(entries.variable_set[n])) >= 0 else {},
            day=int(entries.day[n]),
            source=int(entries.source[n]),
        )
        for n in range(span.start, span.stop)
    ]


def person_days(frozen: FrozenMonth, row: int) -> dict[str, list[Decimal]]:
    """Give one person's lists over the due days."""
    due = frozen.days.due[row]
    return {
        "menit_terlambat": [Decimal(int(m)) for m in frozen.days.late[row][due]],
        "menit_pulang_cepat": [Decimal(int(m)) for m in frozen.days.early[row][due]],
    }


def compute_one(frozen: FrozenMonth, row: int, program: Program) -> ExactResult:
    """Compute one person with the exact back end, with the trace of every step."""
    given = {
        **person_inputs(frozen, row, program),
        **person_days(frozen, row),
        **person_activities(person_entries(frozen, row), program),
    }
    ready, _ = person_slices(frozen, row, program)
    return program.exact(given, ready=ready)


def person_slices(
    frozen: FrozenMonth, row: int, program: Program
) -> tuple[Mapping[str, ReadyLine], list[Slice]]:
    """Compute one person's lines that are averaged, with each part of the month."""
    if not program.sliced:
        return {}, []
    whole = slices.decided(frozen.inputs, frozen.stretches, program.ruleset.changes)
    columns, spans = slices.of_person(frozen, whole, row, program)
    given = [
        {name: _value(column, 0, name in BOOLS) for name, column in _worded(part, program).items()}
        for part in columns
    ]
    return slices.ready_lines(program, given, spans)


def person_activities(
    entries: Sequence[Entry], program: Program
) -> dict[str, list[Decimal | RowError | None]]:
    """Give one person's lists over the entries; points that could not be had say why."""
    exact = [program.exact_points(e.code, e.volume, e.minutes, e.variables) for e in entries]
    lists: dict[str, list[Decimal | RowError | None]] = {
        "menit_aktivitas": [entry.minutes for entry in entries],
        "poin_aktivitas": [one.error if one.points is None else one.points for one in exact],
    }
    days = [entry.day for entry in entries]
    return lists | {name: by_day(days, lists[source]) for name, source in DAILY.items()}
