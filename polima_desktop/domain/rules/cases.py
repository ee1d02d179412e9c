"""Cases as texts (a row of a CSV, an example) made into inputs for either way of running.

A case has single values, activity entries (``kode``, ``volume``, ``menit`` and the activity's
variables) and workdays. Lists that are not given are empty: nobody reported anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import numpy as np

from polima_desktop.domain.formula.columns import whole
from polima_desktop.domain.formula.errors import RowError, did_you_mean
from polima_desktop.domain.formula.exact import Value
from polima_desktop.domain.formula.scaled import scaled
from polima_desktop.domain.formula.tree import Variable
from polima_desktop.domain.rules.daily import by_day
from polima_desktop.domain.rules.intake import Column, ListColumn
from polima_desktop.domain.rules.program import ExactPoints, Program
from polima_desktop.domain.rules.supplied import (
    ACTIVITIES,
    ALWAYS_IN_ACTIVITIES,
    DAILY,
    REPORT_DAYS,
    WORKDAYS,
)
from polima_desktop.domain.rules.values import Unreadable, read_decimal, read_value

LAST_DAY = 31
Items: TypeAlias = Sequence[Value | RowError | None]
CODE = "kode"
CODE_ALIASES = ("kode", "kode_aktivitas")
DAY = "tanggal"
"""The day of an entry, for rules that look at what a day adds up to: 12 or 2021-01-12."""


@dataclass(frozen=True, slots=True)
class CaseText:
    """A case as it was written: names and texts."""

    inputs: Mapping[str, str]
    activities: Sequence[Mapping[str, str]] = ()
    days: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class CaseInputs:
    """A case ready to run; ``problem`` says why it cannot be. ``points`` in order of entries."""

    inputs: dict[str, Value | Items | None] = field(default_factory=dict)
    points: tuple[ExactPoints, ...] = ()
    problem: str = ""


def read_case(program: Program, case: CaseText) -> CaseInputs:
    """Read a case; what cannot be read comes back as its problem."""
    try:
        inputs: dict[str, Value | Items | None] = {
            name: read_value(variable, case.inputs[name])
            for name, variable in program.variables.items()
            if name in case.inputs and not variable.family
        }
        points = tuple(_entry_points(program, entry) for entry in case.activities)
        inputs.update(_activity_lists(program, case, points))
        inputs.update(_day_lists(program, case))
        return CaseInputs(inputs, points)
    except Unreadable as unreadable:
        return CaseInputs(problem=str(unreadable))


def _entry_points(program: Program, entry: Mapping[str, str]) -> ExactPoints:
    code = next((entry[key] for key in CODE_ALIASES if key in entry), "")
    known = program.activities.get(code)
    if known is None:
        raise Unreadable(
            f"Kode aktivitas '{code}' tidak ada.{did_you_mean(code, program.activities)}"
        )
    for name, text in entry.items():
        if name not in known.variables and name not in (*CODE_ALIASES, DAY) and text.strip():
            raise Unreadable(
                f"Aktivitas {code} tidak mempunyai isian '{name}'."
                f"{did_you_mean(name, known.variables)}"
            )
    volume, minutes = (_number(entry, name) for name in ALWAYS_IN_ACTIVITIES)
    return program.exact_points(code, volume, minutes, entry)


def _number(entry: Mapping[str, str], name: str) -> Decimal | None:
    text = entry.get(name, "").strip()
    return read_decimal(text) if text else None


def _activity_lists(
    program: Program, case: CaseText, points: Sequence[ExactPoints]
) -> dict[str, Items]:
    minutes = [_number(entry, "menit") for entry in case.activities]
    found: dict[str, Items] = {"poin_aktivitas": [p.error or p.points for p in points],
                               "menit_aktivitas": minutes}  # fmt: skip
    if any(name in program.needed for name in DAILY):
        days = [_day(entry) for entry in case.activities]
        found |= {name: by_day(days, found[source]) for name, source in DAILY.items()}
    lists = (ACTIVITIES, REPORT_DAYS)
    return {name: items for name, items in found.items() if _family(program, name) in lists}


def _day(entry: Mapping[str, str]) -> int:
    """Read the day of an entry as its number in the month."""
    text = entry.get(DAY, "").strip()
    try:
        day = int(text) if text.isdecimal() else date.fromisoformat(text).day
    except ValueError:
        day = 0
    if not 1 <= day <= LAST_DAY:
        raise Unreadable(
            f"Aktivitas {entry.get(CODE, '')}: tanggal '{text}' tidak ada. Aturan ini menghitung "
            "setiap hari laporan; tulis tanggalnya, mis. 12 atau 2021-01-12."
        )
    return day


def _day_lists(program: Program, case: CaseText) -> dict[str, Items]:
    return {
        name: [read_value(variable, day.get(name, "")) for day in case.days]
        for name, variable in program.variables.items()
        if variable.family == WORKDAYS
    }


def _family(program: Program, name: str) -> str:
    return program.variables[name].family


def columns_of(program: Program, cases: Sequence[CaseInputs]) -> dict[str, Column | ListColumn]:
    """Turn cases into columns; a case with a problem has nothing present."""
    found: dict[str, Column | ListColumn] = {}
    for name in program.needed:
        variable = program.variables[name]
        values = [case.inputs.get(name) for case in cases]
        if variable.family:
            found[name] = _list_column(variable, [_as_items(value) for value in values])
        else:
            found[name] = _column(variable, [_single(value) for value in values])
    return found


def _as_items(value: Value | Items | None) -> Items:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _single(value: Value | Items | RowError | None) -> Value | None:
    return value if isinstance(value, str | Decimal | date | bool) else None


def _column(variable: Variable, values: Sequence[Value | None]) -> Column:
    words = _words(variable, values)
    decimals = _decimals(variable, values)
    codes = [0 if value is None else _code(value, decimals, words) for value in values]
    present = np.array([value is not None for value in values], dtype=bool)
    return Column(whole(codes), decimals, present, words)


def _list_column(variable: Variable, lists: Sequence[Items]) -> ListColumn:
    flat = [item for items in lists for item in items]
    column = _column(variable, [_single(item) for item in flat])
    offsets = np.concatenate([[0], np.cumsum([len(items) for items in lists])]).astype(np.int64)
    reasons = {n: str(item) for n, item in enumerate(flat) if isinstance(item, RowError)}
    return ListColumn(column.values, offsets, column.decimals, column.present, reasons)


def _words(variable: Variable, values: Sequence[Value | None]) -> tuple[str, ...] | None:
    if variable.type.kind != "text":
        return None
    return tuple(dict.fromkeys([*variable.type.words, *(v for v in values if isinstance(v, str))]))


def _decimals(variable: Variable, values: Sequence[Value | None]) -> int:
    finest = [-int(v.as_tuple().exponent) for v in values if isinstance(v, Decimal)]
    return max([variable.type.decimals, *finest])


def _code(value: Value, decimals: int, words: tuple[str, ...] | None) -> int:
    match value:
        case bool():
            return int(value)
        case Decimal():
            number = scaled(value, decimals)
            assert number is not None, "decimals are the finest of all values"
            return number
        case str():
            assert words is not None, "a text belongs to a closed list"
            return words.index(value)
    return value.toordinal()
