"""A draft's lines for one real person of a frozen month, and examples made from one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula import units
from polima_desktop.domain.formula.exact import Outcome, Value, shown
from polima_desktop.domain.formula.printer import number_text
from polima_desktop.domain.formula.tree import Node
from polima_desktop.domain.frozen import FrozenMonth, text_at
from polima_desktop.domain.incentive import (
    compute_one,
    person_days,
    person_entries,
    person_inputs,
)
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.rules import Program
from polima_desktop.domain.rules.cases import DAY
from polima_desktop.domain.rules.model import Example
from polima_desktop.domain.rules.supplied import DAILY
from polima_desktop.domain.rules.values import plain_number, write_value
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months


class Person(NamedTuple):
    """Somebody of a frozen month; ``month`` in words."""

    nip: str
    name: str
    month: str


class LiveStep(NamedTuple):
    """A part of a formula with its value, unit and the range it can take, as texts."""

    text: str
    value: str
    unit: str
    reach: str


class LiveLine(NamedTuple):
    """A line for one person: value as text, or the problem; its parts in order of computing."""

    name: str
    value: str
    problem: str
    steps: tuple[LiveStep, ...]


def frozen_for_desk(session: Session, month: Month) -> FrozenMonth | None:
    """Give this month if it is frozen, else the latest frozen one, else nothing."""
    with session.reading(Permission.READ_SLIPS) as connection:
        frozen_id = months.latest_frozen_id(connection, month)
        if frozen_id is None:
            frozen_id = months.latest_frozen_id(connection)
        return None if frozen_id is None else months.frozen_month(connection, frozen_id)


def people_of(frozen: FrozenMonth) -> list[Person]:
    """Give the people of a frozen month by name."""
    month = month_name(frozen.month)
    found = [
        Person(nip, text_at(frozen.paper["name"], row) or "", month)
        for nip, row in frozen.row_of.items()
    ]
    return sorted(found, key=lambda person: person.name)


def used_in(frozen: FrozenMonth) -> dict[str, int]:
    """Count the reports of each activity in a frozen month."""
    entries = frozen.entries
    counts = np.bincount(entries.code, minlength=len(entries.codes))
    return {code: int(counts[place]) for place, code in enumerate(entries.codes)}


def values_of(frozen: FrozenMonth, nip: str, program: Program) -> list[LiveLine]:
    """Compute every line for one person, with its parts."""
    result = compute_one(frozen, _row(frozen, nip), program)
    return [_line(program, name, outcome) for name, outcome in result.outcomes.items()]


def example_of(frozen: FrozenMonth, nip: str, program: Program) -> Example:
    """Make an example from a real person: what the month knew, and what the lines give now.

    Refused if a line has no value for that person.
    """
    row = _row(frozen, nip)
    result = compute_one(frozen, row, program)
    if result.error is not None:
        raise Refused(f"Nilai pegawai ini tidak bisa dihitung. {result.error}", "Pilih yang lain.")
    given = person_inputs(frozen, row, program)
    inputs = {
        name: _written(program, name, value)
        for name, value in given.items()
        if value is not None and name in program.needed
    }
    dated = any(name in program.needed for name in DAILY)
    entries = tuple(
        {
            "kode": entry.code,
            **({DAY: str(entry.day)} if dated else {}),
            "volume": plain_number(entry.volume),
            "menit": plain_number(entry.minutes),
            **entry.variables,
        }
        for entry in person_entries(frozen, row)
    )
    lists = person_days(frozen, row)
    days = tuple(
        {name: plain_number(values[number]) for name, values in lists.items()}
        for number in range(max(map(len, lists.values()), default=0))
        if any(values[number] for values in lists.values())
    )
    expect = {
        name: write_value(value, program.lines[name].variable.type.decimals)
        for name, value in result.values.items()
    }
    who = text_at(frozen.paper["name"], row) or nip
    return Example(f"{who}, {month_name(frozen.month)}", inputs, expect, entries, days)


def _row(frozen: FrozenMonth, nip: str) -> int:
    row = frozen.row_of.get(nip)
    if row is None:
        raise Refused("Pegawai itu tidak ada pada bulan ini.", "Pilih dari daftar.")
    return row


def _written(program: Program, name: str, value: Value) -> str:
    return write_value(value, program.variables[name].type.decimals)


def _line(program: Program, name: str, outcome: Outcome) -> LiveLine:
    node = program.lines[name].node
    value = "" if outcome.value is None else shown(outcome.value, node)
    problem = "" if outcome.error is None else str(outcome.error)
    steps = tuple(
        LiveStep(step.text, shown(step.value, step.node), _unit(step.node), _reach(step.node))
        for step in outcome.steps
        if step.node.op != "constant"
    )
    return LiveLine(name, value, problem, steps)


def _unit(node: Node) -> str:
    return "" if node.type.unit is None else units.show(node.type.unit)


def _reach(node: Node) -> str:
    if node.type.kind != "number":
        return ""
    low, high = (number_text(end, node.type.decimals) for end in node.interval[:2])
    return f"{low} … {high}"
