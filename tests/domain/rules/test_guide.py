"""The guide to writing rules says what the language really has."""

from __future__ import annotations

from decimal import Decimal

import pytest

from polima_desktop.assets import asset
from polima_desktop.domain.formula.functions import FUNCTIONS
from polima_desktop.domain.rules import adding, editing, load
from polima_desktop.domain.rules.gate import check_set
from polima_desktop.domain.rules.model import RuleSet

RULES = asset("docs", "aturan.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_stands_in_the_guide_with_its_use_and_help(name: str) -> None:
    function = FUNCTIONS[name]
    assert f"| `{function.usage}` | `{function.english}` | {function.help} |" in RULES


def shipped(name: str) -> RuleSet:
    return load(asset("resources", "rulesets", name).read_text(encoding="utf-8"))


READY = shipped("kekhasan.toml")
EXPLAINED = asset("docs", "kekhasan.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", READY.activities)
def test_a_job_specific_formula_is_explained_with_its_examples(code: str) -> None:
    activity = READY.activities[code]
    assert activity.note in EXPLAINED
    assert f"    {activity.points}\n" in EXPLAINED
    examples = [e for e in READY.examples if e.activities[0]["kode"] == code]
    assert examples
    for example in examples:
        points = example.expect["poin"].replace(".", ",")
        assert f"| {example.name} | {points} |" in EXPLAINED


def test_the_job_specific_formulas_pass_the_gate_and_so_does_a_set_that_takes_them() -> None:
    assert check_set(READY, publishing=True) == []
    contoh = taking = shipped("contoh.toml")
    for code in READY.activities:
        taking = adding.take_activity(taking, READY, code, "GURU-TM")
    assert check_set(taking, publishing=True) == []
    assert len(taking.examples) == len(contoh.examples) + len(READY.examples)
    again = adding.take_activity(taking, READY, "DAMKAR-KJD")
    assert list(again.activities)[-1] == "DAMKAR-KJD_2"
    assert check_set(again, publishing=True) == []


def test_a_table_of_the_same_name_stays_and_the_taken_one_gets_another() -> None:
    contoh = shipped("contoh.toml")
    mine = editing.with_table(contoh, "faktor_risiko", [("rendah", Decimal(1))])
    taken = adding.take_activity(mine, READY, "SATPOL-KOP")
    assert taken.tables["faktor_risiko"] == mine.tables["faktor_risiko"]
    assert "CARI(faktor_risiko_2; risiko)" in taken.activities["SATPOL-KOP"].points
