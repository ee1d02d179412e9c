"""In which piece of a band somebody falls: beside its value, which two pieces may share.

A set is compiled with a hidden line for every JENJANG of its lines that gives the number of the
piece instead of its value. Bands applied to each item of a list (inside JUMLAH) are left out:
a person has no one place in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.syntax import Call, Expr, walk
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.rules.model import Band, Line, RuleSet
from polima_desktop.domain.rules.program import Program


class Placing(NamedTuple):
    """A hidden line of a compiled set: the band, what is looked up in it, and the line's name."""

    band: str
    key: str
    line: str


class PlacedProgram(NamedTuple):
    """A program with its hidden lines; ``lines`` are the set's own."""

    program: Program
    lines: frozenset[str]
    placings: tuple[Placing, ...]

    @property
    def hidden(self) -> frozenset[str]:
        """The names of the hidden lines."""
        return frozenset(placing.line for placing in self.placings)


def compile_placed(ruleset: RuleSet) -> PlacedProgram:
    """Compile a set with its hidden lines; refused as ``compile_set`` refuses."""
    placings = tuple(_placings(ruleset))
    bands = dict(ruleset.bands)
    lines = dict(ruleset.lines)
    for placing in placings:
        name = f"_jenjang_{placing.band}"
        rows = ruleset.bands[placing.band].rows
        places = tuple((bound, Decimal(place)) for place, (bound, _) in enumerate(rows))
        bands[name] = Band(name, places)
        formula = f"JENJANG({name}; {placing.key})"
        lines[placing.line] = Line(placing.line, placing.line, formula, None, 0)
    program = compile_set(replace(ruleset, bands=bands, lines=lines))
    return PlacedProgram(program, frozenset(ruleset.lines), placings)


def _placings(ruleset: RuleSet) -> Iterator[Placing]:
    seen: set[tuple[str, str]] = set()
    for line in ruleset.lines.values():
        for call in _calls(line.formula):
            band, key = canonical(call.arguments[0]), canonical(call.arguments[1])
            if band in ruleset.bands and (band, key) not in seen:
                seen.add((band, key))
                yield Placing(band, key, f"_tempat_{len(seen)}")


def _calls(formula: str) -> Iterator[Call]:
    try:
        tree = parse(formula)
    except FormulaError:
        return
    inside = {id(n) for node in walk(tree) if _is(node, "JUMLAH") for n in walk(node)}
    for node in walk(tree):
        alone = _is(node, "JENJANG") and id(node) not in inside
        if alone and isinstance(node, Call) and len(node.arguments) == 2:
            yield node


def _is(node: Expr, function: str) -> bool:
    return isinstance(node, Call) and node.function == function
