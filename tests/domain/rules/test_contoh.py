"""The example set that ships: sound, worked, and every constant in it held by an example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from polima_desktop.assets import asset
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.syntax import Expr, Number, children, walk
from polima_desktop.domain.rules import Finding, RuleSet, check, check_set, dump, load
from polima_desktop.domain.rules.building import analyse
from polima_desktop.domain.rules.examples import run_example
from polima_desktop.domain.rules.model import Band, Table
from polima_desktop.domain.rules.program import Program

TEXT = asset("resources", "rulesets", "contoh.toml").read_text(encoding="utf-8")
CONTOH = load(TEXT)


def test_the_example_set_passes_the_whole_gate_without_a_warning() -> None:
    assert check(TEXT, publishing=True) == []


def test_it_is_labelled_an_example_and_reaches_back_to_january() -> None:
    assert CONTOH.decree is not None
    assert CONTOH.decree.number == "contoh"
    assert CONTOH.decree.valid_from.isoformat() == "2021-01-01"


def test_every_family_has_activities_and_the_special_ones_have_formulas_of_their_own() -> None:
    families = {activity.family for activity in CONTOH.activities.values()}
    assert families == {
        "umum", "tata_usaha", "guru", "penyuluh", "satpol_pp", "damkar", "kesehatan",
    }  # fmt: skip
    own = {a.family for a in CONTOH.activities.values() if a.inputs and "bobot" in a.points}
    assert {"guru", "penyuluh", "satpol_pp", "damkar"} <= own
    assert 60 <= len(CONTOH.activities) <= 150


def test_written_back_it_is_the_same_set_and_the_same_text_ever_after() -> None:
    text = dump(CONTOH)
    assert load(text) == CONTOH
    assert dump(load(text)) == text


def test_its_formulas_stand_in_canonical_text() -> None:
    for line in CONTOH.lines.values():
        assert canonical(parse(line.formula)) == line.formula


def fails_some_example(ruleset: RuleSet) -> bool:
    """Tell whether a set is refused or some example of it fails, stopping at the first."""
    program, findings = analyse(ruleset)
    if program is None or any(finding.severity == "error" for finding in findings):
        return True
    return any(bool(example_findings(program, n)) for n in range(len(ruleset.examples)))


def example_findings(program: Program, number: int) -> list[Finding]:
    return run_example(program, program.ruleset.examples[number]).findings


def mutants() -> Iterator[tuple[str, RuleSet]]:
    """Give the set with one constant changed, for every constant of lines, bands and tables."""
    for name, line in CONTOH.lines.items():
        for text in sorted(set(_changed_formulas(line.formula)) - UNCHANGED):
            lines = {**CONTOH.lines, name: replace(line, formula=text)}
            yield f"{name} = {text}", replace(CONTOH, lines=lines)
    for band in CONTOH.bands.values():
        for number in range(len(band.rows)):
            for column in (0, 1):
                if (number, column) != (0, 0):
                    yield _with_band(band, number, column)
    for table in CONTOH.tables.values():
        for number in range(len(table.rows)):
            yield _with_table(table, number)


UNCHANGED = {"BULAT(JUMLAH(poin_aktivitas); 7)"}
"""Points have six decimals, so rounding them to seven is the same rule."""


def _changed_formulas(text: str) -> Iterator[str]:
    tree = parse(text)
    for constant in [node for node in walk(tree) if isinstance(node, Number)]:
        for delta in (1, -1):
            if constant.digits + delta < 0:
                continue
            yield canonical(_replaced(tree, constant, constant.digits + delta))


def _replaced(tree: Expr, constant: Number, digits: int) -> Expr:
    if tree is constant:
        return replace(constant, digits=digits)
    fresh = [_replaced(child, constant, digits) for child in children(tree)]
    match fresh:
        case []:
            return tree
        case [operand] if hasattr(tree, "operand"):
            return replace(tree, operand=operand)
        case [left, right] if hasattr(tree, "left"):
            return replace(tree, left=left, right=right)
    return replace(tree, arguments=tuple(fresh))


def _with_band(band: Band, number: int, column: int) -> tuple[str, RuleSet]:
    row = list(band.rows[number])
    row[column] += Decimal("0.0001") if band.name == "indeks" else Decimal("0.001")
    rows = (*band.rows[:number], (row[0], row[1]), *band.rows[number + 1 :])
    bands = {**CONTOH.bands, band.name: replace(band, rows=rows)}
    return f"jenjang {band.name} baris {number} {row}", replace(CONTOH, bands=bands)


def _with_table(table: Table, number: int) -> tuple[str, RuleSet]:
    key, value = table.rows[number]
    more = value + (1 if table.name == "tpp_kelas" else Decimal("0.01"))
    rows = (*table.rows[:number], (key, more), *table.rows[number + 1 :])
    tables = {**CONTOH.tables, table.name: replace(table, rows=rows)}
    return f"tabel {table.name} {key}", replace(CONTOH, tables=tables)


MUTANTS = dict(mutants())


@pytest.mark.parametrize("name", MUTANTS)
def test_a_changed_constant_fails_an_example(name: str) -> None:
    assert fails_some_example(MUTANTS[name])


def test_a_changed_weight_fails_an_example() -> None:
    everything = next(e for e in CONTOH.examples if e.name == "setiap aktivitas satu kali")
    alone = replace(CONTOH, examples=(everything,))
    for code, activity in CONTOH.activities.items():
        heavier = replace(activity, weight=activity.weight + 1)
        changed = replace(alone, activities={**CONTOH.activities, code: heavier})
        assert fails_some_example(changed), code


def test_without_its_examples_of_a_branch_the_gate_notices() -> None:
    kept = tuple(e for e in CONTOH.examples if "CPNS" not in e.name)
    findings = check_set(replace(CONTOH, examples=kept), publishing=True)
    assert [(f.severity, f.where) for f in findings] == [("error", "lines.tpp_dasar.formula")]
