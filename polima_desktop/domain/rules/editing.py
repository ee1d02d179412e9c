"""Changes to a rule set as values: a weight, a band, a table, a formula, an example's results.

Each gives a new set and leaves the old one alone, so undo is keeping the old one. What cannot be
stored at all is refused; whether the new set is sound is the gate's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.formula.scaled import scaled
from polima_desktop.domain.rules.cases import CaseText, read_case
from polima_desktop.domain.rules.model import Activity, Band, Decree, Example, RuleSet, Table
from polima_desktop.domain.rules.program import Program
from polima_desktop.domain.rules.reader import MAX_INPUT_DECIMALS
from polima_desktop.domain.rules.values import write_value
from polima_desktop.domain.rules.writing import tidy

MOST_MINUTES = 44_640


def with_weight(ruleset: RuleSet, code: str, weight: Decimal) -> RuleSet:
    """Change an activity's weight."""
    _fine_enough(weight)
    if weight < 0:
        raise Refused("Bobot tidak boleh negatif.", "Tulis 0 atau lebih.")
    return _with_activity(ruleset, replace(ruleset.activities[code], weight=weight))


def with_norm(ruleset: RuleSet, code: str, minutes: Decimal | None) -> RuleSet:
    """Change an activity's norm time; ``None`` for none."""
    if minutes is not None and not (minutes == int(minutes) and 0 < minutes <= MOST_MINUTES):
        raise Refused("Waktu norma ditulis dalam menit bulat.", "Tulis seperti 40, atau kosongkan.")
    norm = None if minutes is None else int(minutes)
    return _with_activity(ruleset, replace(ruleset.activities[code], norm_minutes=norm))


def with_points(ruleset: RuleSet, code: str, formula: str, *, as_typed: bool = False) -> RuleSet:
    """Change an activity's point formula; ``as_typed`` while it is still being typed."""
    points = formula.strip() if as_typed else tidy(formula)
    return _with_activity(ruleset, replace(ruleset.activities[code], points=points))


def with_formulas(ruleset: RuleSet, formulas: Mapping[str, str]) -> RuleSet:
    """Change the formulas of lines."""
    lines = {
        name: replace(line, formula=formulas[name]) if name in formulas else line
        for name, line in ruleset.lines.items()
    }
    return replace(ruleset, lines=lines)


def with_band(ruleset: RuleSet, name: str, rows: Sequence[tuple[Decimal, Decimal]]) -> RuleSet:
    """Replace a band's rows; bounds must rise."""
    if not rows:
        raise Refused("Jenjang memerlukan paling sedikit satu baris.", "Tambah baris lebih dulu.")
    for bound, value in rows:
        _fine_enough(bound)
        _fine_enough(value)
    bounds = [bound for bound, _ in rows]
    if any(after <= before for before, after in pairwise(bounds)):
        raise Refused("Batas jenjang harus makin besar.", "Periksa urutan batas bawahnya.")
    return replace(ruleset, bands={**ruleset.bands, name: Band(name, tuple(rows))})


def with_table(ruleset: RuleSet, name: str, rows: Sequence[tuple[str, Decimal]]) -> RuleSet:
    """Replace a table's rows; a key stands once."""
    keys = [key for key, _ in rows]
    if not rows or len(set(keys)) != len(keys) or not all(key.strip() for key in keys):
        raise Refused("Kunci tabel harus terisi dan tidak boleh kembar.", "Periksa kolom kunci.")
    for _, value in rows:
        _fine_enough(value)
    return replace(ruleset, tables={**ruleset.tables, name: Table(name, tuple(rows))})


def with_decree(ruleset: RuleSet, decree: Decree) -> RuleSet:
    """Change the decree the set rests on."""
    return replace(ruleset, decree=decree)


def with_example(ruleset: RuleSet, example: Example) -> RuleSet:
    """Replace the example of the same name."""
    examples = tuple(example if e.name == example.name else e for e in ruleset.examples)
    return replace(ruleset, examples=examples)


def recomputed(program: Program, example: Example) -> Example:
    """Give an example the results the rules give now: for a person to accept or not.

    Refuses if the example gives no result at all.
    """
    case = read_case(program, CaseText(example.inputs, example.activities, example.days))
    if case.problem:
        raise Refused(f"Contoh ‘{example.name}’: {case.problem}", "Betulkan contohnya.")
    exact = program.exact(case.inputs, frozenset(example.expect))
    if exact.error is not None:
        raise Refused(f"Contoh ‘{example.name}’: {exact.error}", "Betulkan contoh atau rumusnya.")
    expect = {
        name: write_value(exact.values[name], program.lines[name].variable.type.decimals)
        for name in example.expect
    }
    return replace(example, expect=expect)


def canonical_set(ruleset: RuleSet) -> RuleSet:
    """Give the set with every sound formula in its canonical text, as it is stored."""
    lines = {n: replace(line, formula=tidy(line.formula)) for n, line in ruleset.lines.items()}
    activities = {c: replace(a, points=tidy(a.points)) for c, a in ruleset.activities.items()}
    return replace(ruleset, lines=lines, activities=activities)


def _with_activity(ruleset: RuleSet, activity: Activity) -> RuleSet:
    return replace(ruleset, activities={**ruleset.activities, activity.code: activity})


def _fine_enough(number: Decimal) -> None:
    if scaled(number, MAX_INPUT_DECIMALS) is None:
        raise Refused(f"Paling banyak {MAX_INPUT_DECIMALS} desimal.", "Bulatkan angkanya.")
