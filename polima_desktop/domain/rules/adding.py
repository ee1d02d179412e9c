"""Adding to a rule set and taking from it: activities, variables, lines, bands, tables, examples.

Each gives a new set. What is added is complete enough to be stored and waits to be filled in;
what is still used elsewhere may be taken away, and the gate then names every place it was used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
from polima_desktop.domain.rules.renaming import (
    check_name,
    fresh,
    names_of,
    names_of_values,
    replaced_name,
)
from polima_desktop.domain.rules.supplied import NONE, OTHERS, SUPPLIED, UNDECLARED
from polima_desktop.domain.rules.values import plain_number

_TOTAL = re.compile(r"JUMLAH\(poin_aktivitas\)|BULAT\(JUMLAH\(poin_aktivitas\);\d\)")
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


def take_activity(ruleset: RuleSet, source: RuleSet, code: str, after: str = "") -> RuleSet:
    """Take an activity of another set over, with the tables and bands that it uses.

    A table of that name with other rows stays as it is: the taken one gets a new name. Where
    a line adds the points up in both sets, the examples that report it come too.
    """
    activity = source.activities[code]
    points = activity.points
    for name in names_of(points):
        if name in activity.inputs:
            continue
        for kind in ("bands", "tables"):
            part = getattr(source, kind).get(name)
            if part is not None and getattr(ruleset, kind).get(name, part) != part:
                taken = fresh(name, {*ruleset.bands, *ruleset.tables})
                points = replaced_name(points, name, taken, table=True)
                part = replace(part, name=taken)
            if part is not None:
                parts = {**getattr(ruleset, kind), part.name: part}
                ruleset = replace(ruleset, **{kind: parts})  # type: ignore[arg-type]
    new = replace(activity, code=fresh(code, ruleset.activities), points=points)
    made = add_activity(ruleset, new, after)
    return replace(made, examples=(*made.examples, *_taken_examples(made, source, code, new.code)))


def _taken_examples(ruleset: RuleSet, source: RuleSet, code: str, new: str) -> Iterator[Example]:
    ours, theirs = _total_of_points(ruleset), _total_of_points(source)
    if not ours or not theirs or not ruleset.examples:
        return
    inputs, titles = ruleset.examples[0].inputs, [example.name for example in ruleset.examples]
    for example in source.examples:
        entries = [entry for entry in example.activities if entry["kode"] == code]
        if theirs in example.expect and len(entries) == len(example.activities) > 0:
            total = plain_number(Decimal(example.expect[theirs]))
            named = tuple({**entry, "kode": new} for entry in entries)
            yield Example(fresh_title(example.name, titles), inputs, {ours: total}, named)


def _total_of_points(ruleset: RuleSet) -> str:
    """Give the line that adds the points of all activities up; empty if there is none."""
    found = (line.name for line in ruleset.lines.values()
             if _TOTAL.fullmatch("".join(line.formula.split())))  # fmt: skip
    return next(found, "")


def remove_activities(ruleset: RuleSet, codes: Iterable[str]) -> RuleSet:
    """Take activities away; examples that report them are left for the gate to name."""
    gone = set(codes)
    kept = {code: a for code, a in ruleset.activities.items() if code not in gone}
    return replace(ruleset, activities=kept)


def with_text(ruleset: RuleSet, code: str, field: str, text: str) -> RuleSet:
    """Change an activity's name, family, unit, its evidence asked for or its explanation."""
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


def undeclared(ruleset: RuleSet) -> list[str]:
    """Give the names the month supplies, one value a person, that the set does not declare."""
    return [name for name in UNDECLARED if name not in ruleset.inputs and name not in ruleset.lines]


def declare(ruleset: RuleSet, name: str) -> RuleSet:
    """Declare what the month supplies; an open name begins with the words for others and none."""
    supplied = SUPPLIED[name]
    low, high, values = supplied.low, supplied.high, supplied.values
    if supplied.kind != "number":
        given = Input(name, supplied.label, supplied.kind, values=values or (
            (OTHERS, NONE) if supplied.kind == "text" else ()))  # fmt: skip
    else:
        given = Input(name, supplied.label, "number", supplied.unit, supplied.decimals, low, high)
    return with_input(ruleset, given)


def remove_input(ruleset: RuleSet, name: str) -> RuleSet:
    """Take a declaration away, and what the examples gave for it."""
    inputs = {key: given for key, given in ruleset.inputs.items() if key != name}
    examples = tuple(
        replace(e, inputs={key: text for key, text in e.inputs.items() if key != name})
        for e in ruleset.examples
    )
    return replace(ruleset, inputs=inputs, examples=examples)


def in_order(ruleset: RuleSet, order: Iterable[str]) -> RuleSet:
    """Put the lines in another order, such as that in which they are computed."""
    lines = {name: ruleset.lines[name] for name in order if name in ruleset.lines}
    return replace(ruleset, lines={**lines, **ruleset.lines})


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
