"""Writes a rule set back to TOML: one text for one meaning, so that its hash names it.

``load(dump(set)) == set``. Comments and layout of a hand-written file are not kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.rules.model import (
    PLAIN_POINTS,
    Activity,
    Decree,
    Example,
    Input,
    Line,
    RuleSet,
)
from polima_desktop.domain.rules.values import plain_number


def dump(ruleset: RuleSet) -> str:
    """Write the whole set in the format of INTERFACES.md."""
    blocks = [
        *(_decree(ruleset.decree) if ruleset.decree else ()),
        *(_section(f"inputs.{_key(i.name)}", _input(i)) for i in ruleset.inputs.values()),
        *(_section(f"bands.{_key(b.name)}", [("rows", _rows(b.rows))])
          for b in ruleset.bands.values()),
        *(_section(f"tables.{_key(t.name)}", [("rows", _rows(t.rows))])
          for t in ruleset.tables.values()),
        *(_section(f"activities.{_key(a.code)}", _activity(a))
          for a in ruleset.activities.values()),
        *(_section("changes", [(kind, _text(mode)) for kind, mode in modes.items()])
          for modes in [ruleset.changes.modes] if modes),
        *(_section("arrears", [("refund_at_most", _text(plain_number(share)))])
          for share in [ruleset.refund_at_most] if share is not None),
        *(_section("lines", _line(line), array=True) for line in ruleset.lines.values()),
        *(_section("examples", _example(e), array=True) for e in ruleset.examples),
    ]  # fmt: skip
    return "\n".join(blocks)


_FORMULA = re.compile(
    r"""^(?P<before>\s*(?:formula|points)\s*=\s*)(?P<text>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')""",
    re.MULTILINE,
)


def with_canonical_formulas(toml: str) -> str:
    """Write each formula of a text in its one stored form; comments and layout stay.

    A formula with a mistake, or one that is not on a line of its own, stays as it is.
    """
    return _FORMULA.sub(_canonical_line, toml)


def _canonical_line(found: re.Match[str]) -> str:
    written = tomllib.loads(f"x = {found['text']}")["x"]
    tidied = tidy(written)
    return found[0] if tidied == written else found["before"] + _text(tidied)


def tidy(formula: str) -> str:
    """Give a formula's canonical text; one with a mistake stays as it was typed."""
    try:
        return canonical(parse(formula))
    except FormulaError:
        return formula.strip()


def _section(title: str, pairs: Iterable[tuple[str, str]], *, array: bool = False) -> str:
    head = f"[[{title}]]" if array else f"[{title}]"
    return "\n".join([head, *(f"{key} = {value}" for key, value in pairs)]) + "\n"


def _decree(decree: Decree) -> Iterator[str]:
    yield _section(
        "decree",
        [
            ("number", _text(decree.number)),
            ("title", _text(decree.title)),
            ("date", decree.date.isoformat()),
            ("valid_from", decree.valid_from.isoformat()),
        ],
    )


def _input(declared: Input) -> Iterator[tuple[str, str]]:
    yield "label", _text(declared.label)
    if declared.kind in ("percent", "date", "bool"):
        yield "type", _text(declared.kind)
    if declared.unit is not None:
        yield "unit", _text(declared.unit)
    if declared.kind in ("number", "percent"):
        yield "decimals", str(declared.decimals)
        if declared.low is not None:
            yield "min", _text(plain_number(declared.low))
        if declared.high is not None:
            yield "max", _text(plain_number(declared.high))
    if declared.values:
        yield "values", f"[{', '.join(map(_text, declared.values))}]"
    if declared.source:
        yield "source", _text(declared.source)
    if declared.period:
        yield "period", _text(declared.period)


def _rows(rows: Iterable[tuple[Decimal | str, Decimal]]) -> str:
    shown = (
        f"    [{_text(plain_number(key) if isinstance(key, Decimal) else key)}, "
        f"{_text(plain_number(value))}],\n"
        for key, value in rows
    )
    return f"[\n{''.join(shown)}]"


def _activity(activity: Activity) -> Iterator[tuple[str, str]]:
    yield "name", _text(activity.name)
    yield "family", _text(activity.family)
    yield "unit", _text(activity.unit)
    yield "weight", _text(plain_number(activity.weight))
    if activity.norm_minutes:
        yield "norm_minutes", str(activity.norm_minutes)
    if activity.inputs:
        yield (
            "inputs",
            _inline(
                {
                    name: _inline(dict(_input(declared)))
                    for name, declared in activity.inputs.items()
                }
            ),
        )
    if activity.points != PLAIN_POINTS:
        yield "points", _text(activity.points)
    if activity.evidence:
        yield "evidence", _text(activity.evidence)
    if activity.note:
        yield "note", _text(activity.note)


def _line(line: Line) -> Iterator[tuple[str, str]]:
    yield "name", _text(line.name)
    yield "label", _text(line.label)
    if line.unit is not None:
        yield "unit", _text(line.unit)
    yield "decimals", str(line.decimals)
    if line.slip:
        yield "slip", _text(line.slip)
    if line.column:
        yield "column", _text(line.column)
    if line.sliced:
        yield "sliced", "true"
    yield "formula", _text(line.formula)


def _example(example: Example) -> Iterator[tuple[str, str]]:
    yield "name", _text(example.name)
    yield "inputs", _facts(example.inputs)
    yield "expect", _facts(example.expect)
    if example.activities:
        yield "activities", _list(example.activities)
    if example.days:
        yield "days", _list(example.days)


def _list(entries: tuple[Mapping[str, str], ...]) -> str:
    return "[\n" + "".join(f"    {_facts(entry)},\n" for entry in entries) + "]"


def _facts(facts: Mapping[str, str]) -> str:
    return _inline({key: _text(value) for key, value in facts.items()})


def _inline(pairs: Mapping[str, str]) -> str:
    inside = ", ".join(f"{_key(key)} = {value}" for key, value in pairs.items())
    return f"{{ {inside} }}" if inside else "{}"


def _key(key: str) -> str:
    bare = key and all(c.isascii() and (c.isalnum() or c in "_-") for c in key)
    return key if bare else _text(key)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'
