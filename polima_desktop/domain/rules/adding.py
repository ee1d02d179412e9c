"""Adding to a rule set and taking from it: activities, variables, lines, bands, tables, examples.

Each gives a new set. What is added is complete enough to be stored and waits to be filled in;
what is still used elsewhere may be taken away, and the gate then names every place it was used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules.model import (
    SLIP_BLOCKS,
    Activity,
    Band,
    Example,
    Input,
    Line,
    RuleSet,
    Table,
)
from polima_desktop.domain.rules.renaming import check_name, fresh, names_of_values

_ENDING = re.compile(r"(.*?)(\d+)$")


def next_code(codes: Iterable[str], family: str) -> str:
    """Give the code that follows the last one of a family, such as ``DAMKAR-07``."""
    codes = list(codes)
    numbered = [found for code in codes if (found := _ENDING.match(code))]
    if not numbered:
        return fresh(f"{family.upper().replace('_', '-')}-01", codes)
    last = max(numbered, key=lambda found: int(found[2]))
    stem, width = last[1], len(last[2])
    return f"{stem}{int(last[2]) + 1:0{width}d}"


def add_activity(ruleset: RuleSet, activity: Activity, after: str = "") -> RuleSet:
    """Add an activity, behind another one or at the end; a code stands once."""
    if activity.code.casefold() in {code.casefold() for code in ruleset.activities}:
        raise Refused(f"Kode ‘{activity.code}’ sudah dipakai.", "Pilih kode lain.")
    found: dict[str, Activity] = {}
    for code, known in ruleset.activities.items():
        found[code] = known
        if code == after:
            found[activity.code] = activity
    found.setdefault(activity.code, activity)
    return replace(ruleset, activities=found)


def remove_activities(ruleset: RuleSet, codes: Iterable[str]) -> RuleSet:
    """Take activities away; examples that report them are left for the gate to name."""
    gone = set(codes)
    kept = {code: a for code, a in ruleset.activities.items() if code not in gone}
    return replace(ruleset, activities=kept)


def with_text(ruleset: RuleSet, code: str, field: str, text: str) -> RuleSet:
    """Change an activity's name, family, unit or the evidence that is asked for."""
    text = text.strip()
    if field == "name" and not text:
        raise Refused("Nama aktivitas kosong.", "Tulis apa yang dikerjakan.")
    if field == "family":
        text = text.casefold().replace(" ", "_") or "umum"
    activity = replace(ruleset.activities[code], **{field: text})  # type: ignore[arg-type]
    return replace(ruleset, activities={**ruleset.activities, code: activity})


def with_variable(ruleset: RuleSet, code: str, given: Input) -> RuleSet:
    """Add a measured variable to an activity, or replace the one of that name."""
    activity = ruleset.activities[code]
    if given.name not in activity.inputs:
        check_name(given.name, ("volume", "menit", "bobot"))
    inputs = {**activity.inputs, given.name: given}
    changed = replace(activity, inputs=inputs)
    return replace(ruleset, activities={**ruleset.activities, code: changed})


def remove_variable(ruleset: RuleSet, code: str, name: str) -> RuleSet:
    """Take a measured variable from an activity."""
    activity = ruleset.activities[code]
    inputs = {key: given for key, given in activity.inputs.items() if key != name}
    changed = replace(activity, inputs=inputs)
    return replace(ruleset, activities={**ruleset.activities, code: changed})


def add_line(ruleset: RuleSet, name: str, after: str = "") -> RuleSet:
    """Add a line with the formula 0, behind another one or at the end."""
    name = check_name(name, names_of_values(ruleset))
    line = Line(name, name.replace("_", " ").capitalize(), "0", "Rp", 0)
    found: dict[str, Line] = {}
    for key, known in ruleset.lines.items():
        found[key] = known
        if key == after:
            found[name] = line
    found.setdefault(name, line)
    return replace(ruleset, lines=found)


def remove_line(ruleset: RuleSet, name: str) -> RuleSet:
    """Take a line away, and what the examples expected of it."""
    lines = {key: line for key, line in ruleset.lines.items() if key != name}
    examples = tuple(
        replace(e, expect={key: text for key, text in e.expect.items() if key != name})
        for e in ruleset.examples
    )
    return replace(ruleset, lines=lines, examples=tuple(e for e in examples if e.expect))


def with_line(ruleset: RuleSet, name: str, **changed: object) -> RuleSet:
    """Change a line's label, unit, decimals, slip block or payment-list column."""
    slip = changed.get("slip", "")
    if slip and slip not in SLIP_BLOCKS:
        raise Refused(f"Bagian slip ‘{slip}’ tidak ada.", f"Pilih: {', '.join(SLIP_BLOCKS)}.")
    line = replace(ruleset.lines[name], **changed)  # type: ignore[arg-type]
    return replace(ruleset, lines={**ruleset.lines, name: line})


def with_input(ruleset: RuleSet, given: Input) -> RuleSet:
    """Declare an input, or replace its declaration."""
    if given.name not in ruleset.inputs:
        check_name(given.name, ruleset.lines)
    return replace(ruleset, inputs={**ruleset.inputs, given.name: given})


def add_band(ruleset: RuleSet, name: str) -> RuleSet:
    """Add a band with one step from 0."""
    name = check_name(name, {*ruleset.bands, *ruleset.tables})
    band = Band(name, ((Decimal(0), Decimal(0)),))
    return replace(ruleset, bands={**ruleset.bands, name: band})


def add_table(ruleset: RuleSet, name: str) -> RuleSet:
    """Add a table with one key."""
    name = check_name(name, {*ruleset.bands, *ruleset.tables})
    return replace(ruleset, tables={**ruleset.tables, name: Table(name, (("1", Decimal(0)),))})


def remove_band(ruleset: RuleSet, name: str) -> RuleSet:
    """Take a band away."""
    return replace(ruleset, bands={k: band for k, band in ruleset.bands.items() if k != name})


def remove_table(ruleset: RuleSet, name: str) -> RuleSet:
    """Take a table away."""
    return replace(ruleset, tables={k: t for k, t in ruleset.tables.items() if k != name})


def add_example(ruleset: RuleSet, example: Example) -> RuleSet:
    """Add an example under its name, or a numbered one if that is taken."""
    name = fresh_title(example.name, [known.name for known in ruleset.examples])
    return replace(ruleset, examples=(*ruleset.examples, replace(example, name=name)))


def remove_example(ruleset: RuleSet, name: str) -> RuleSet:
    """Take an example away."""
    return replace(ruleset, examples=tuple(e for e in ruleset.examples if e.name != name))


def fresh_title(stem: str, taken: Iterable[str]) -> str:
    """Give the title, or the title with the first number that makes it new."""
    taken = set(taken)
    number, title = 2, stem
    while title in taken:
        title, number = f"{stem} {number}", number + 1
    return title
