"""What can be chosen in the list at the left: the whole city, its units as a tree, people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from polima_desktop.domain.names import search_queries, search_text
from polima_desktop.domain.units import unit_key

if TYPE_CHECKING:
    from polima_desktop.services.papers.desk import Choices
    from polima_desktop.storage.staff.units import UnitRow

CITY = "kota"
PEOPLE_AT_MOST = 200
Row = tuple[str, str, str, int]
"""Key (``kota``, ``unit:7``, ``nip:1981…``), name with indent, second line, slips."""

INDENT = "\N{EM SPACE}"


def everything(choices: Choices) -> list[Row]:
    """Give the whole city and its units that have slips, each below the one above it."""
    counts = _slips_below(choices)
    children: dict[int | None, list[UnitRow]] = defaultdict(list)
    known = {unit.id for unit in choices.units}
    for unit in choices.units:
        if counts[unit.id]:
            children[unit.parent_id if unit.parent_id in known else None].append(unit)
    total = sum(holder.state == "current" for holder in choices.holders)
    return [(CITY, "Seluruh kota", "", total), *_branch(children, None, 0, counts)]


def _branch(
    children: dict[int | None, list[UnitRow]], parent: int | None, depth: int, counts: Counter[int]
) -> Iterable[Row]:
    for unit in children[parent]:
        yield f"unit:{unit.id}", INDENT * depth + unit.label, unit.name, counts[unit.id]
        yield from _branch(children, unit.id, depth + 1, counts)


def _slips_below(choices: Choices) -> Counter[int]:
    """Count the printable slips of every unit with everything below it."""
    parents = {unit.id: unit.parent_id for unit in choices.units}
    counts: Counter[int] = Counter()
    for holder in choices.holders:
        at: int | None = holder.unit_id
        passed: set[int] = set()
        while holder.state == "current" and at is not None and at not in passed:
            counts[at] += 1
            passed.add(at)
            at = parents.get(at)
    return counts


def found(choices: Choices, typed: str) -> list[Row]:
    """Give the units and people that match what was typed; everything if nothing was."""
    if not typed.strip():
        return everything(choices)
    wanted = unit_key(typed)
    units = [
        (key, name.strip(), second, slips)
        for key, name, second, slips in everything(choices)
        if key != CITY and wanted and wanted in unit_key(f"{name} {second}")
    ]
    return units + _people(choices, typed)


def offices_of(choices: Choices, nips: Iterable[str]) -> frozenset[int]:
    """Give the topmost units of people: on those offices' lists they stand."""
    parents = {unit.id: unit.parent_id for unit in choices.units}
    at = {holder.nip: holder.unit_id for holder in choices.holders}
    return frozenset(_top(parents, at[nip]) for nip in nips if nip in at)


def _top(parents: dict[int, int | None], unit: int) -> int:
    passed = {unit}
    while (above := parents.get(unit)) is not None and above in parents and above not in passed:
        unit = above
        passed.add(unit)
    return unit


def _people(choices: Choices, typed: str) -> list[Row]:
    queries, digits = search_queries(typed), re.sub(r"\s", "", typed)
    by_number = digits.isdecimal() and len(digits) >= 4
    rows = [
        (f"nip:{holder.nip}", holder.name, holder.nip, 1)
        for holder in choices.holders
        if holder.state == "current"
        and (
            digits in holder.nip
            if by_number
            else any(query in search_text(holder.name) for query in queries)
        )
    ]
    return rows[:PEOPLE_AT_MOST]


def chosen_ids(keys: Iterable[str]) -> tuple[frozenset[int], frozenset[str]]:
    """Give the units and the NIPs that rows stand for; the city is neither."""
    pairs = [key.partition(":") for key in keys]
    units = frozenset(int(value) for kind, _, value in pairs if kind == "unit")
    nips = frozenset(value for kind, _, value in pairs if kind == "nip")
    return units, nips
