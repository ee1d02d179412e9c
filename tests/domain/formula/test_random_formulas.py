"""Random formulas: columns = exact = fractions, inside the bounds, and text → tree → text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from polima_desktop.domain.formula.checker import check
from polima_desktop.domain.formula.errors import FormulaError
from polima_desktop.domain.formula.exact import Outcome, evaluate
from polima_desktop.domain.formula.parser import parse
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.scaled import decimal, scaled
from polima_desktop.domain.formula.syntax import Expr
from polima_desktop.domain.formula.tree import Node, Variable
from tests.domain.formula.fractions_engine import RowFails, World
from tests.domain.formula.random_formulas import (
    Row,
    Writer,
    population,
    random_row,
    scope,
)

ROWS = 12


def a_formula(random: Random) -> Expr:
    writer = Writer(random)
    depth = random.choice([1, 2, 3, 4, 5])
    return writer.truth(depth) if random.random() < 0.1 else writer.number(depth)


def assert_inside(error: FormulaError, text: str) -> None:
    assert 1 <= error.position <= max(len(text), 1), text
    assert error.message


def opinion_of(world: World, expr: Expr) -> object:
    try:
        return world.opinion(expr)
    except RowFails:
        return None


def as_opinion(value: object) -> object:
    return Fraction(value) if isinstance(value, Decimal) else value


def assert_inside_bounds(outcome: Outcome) -> None:
    for step in outcome.steps:
        if isinstance(step.value, Decimal):
            whole = scaled(step.value, step.node.type.decimals)
            assert whole is not None, f"{step.text} has more decimals than its type"
            low, high, nonzero = step.node.interval
            assert low <= whole <= high, f"{step.text} = {step.value} outside {low}..{high}"
            assert whole or not nonzero, f"{step.text} is 0 against the guard"


def assert_one_formula_agrees(seed: int) -> bool:
    """Run one seed; False if the random formula was refused by the checker."""
    random = Random(seed)
    expr = a_formula(random)
    text = canonical(expr)
    try:
        assert parse(text) == expr, text
        node = check(parse(text), scope()).node
    except FormulaError as error:
        assert_inside(error, text)
        return False
    rows = [random_row(random, scope().variables) for _ in range(ROWS)]
    assert_rows_agree(node, expr, rows, dict(scope().variables))
    return True


def assert_rows_agree(
    node: Node, expr: Expr, rows: list[Row], variables: dict[str, Variable]
) -> None:
    run = population(rows, variables)
    column = run.compute("baris", node, node.type.decimals)
    for number, row in enumerate(rows):
        outcome = evaluate(node, row.case(variables, {}), "baris")
        assert_inside_bounds(outcome)
        assert run.errors.get(number) == outcome.error, canonical(expr)
        assert bool(run.bad[number]) == (outcome.value is None)
        third = opinion_of(row.world(variables, {}), expr)
        assert as_opinion(outcome.value) == third, canonical(expr)
        if outcome.value is not None:
            found = int(column[number])
            value = (
                decimal(found, node.type.decimals) if node.type.kind == "number" else bool(found)
            )
            assert value == outcome.value, canonical(expr)


@pytest.mark.parametrize("block", range(8))
def test_columns_exact_and_fractions_agree_on_random_formulas(block: int) -> None:
    accepted = sum(assert_one_formula_agrees(seed) for seed in range(block * 60, block * 60 + 60))
    assert accepted > 25, "most random formulas should be meaningful"


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("block", range(40))
def test_columns_exact_and_fractions_agree_on_many_random_formulas(block: int) -> None:
    for seed in range(10_000 + block * 500, 10_000 + block * 500 + 500):
        assert_one_formula_agrees(seed)
