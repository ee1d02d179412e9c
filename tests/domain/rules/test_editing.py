"""Edits give a new set and leave the old one alone; what cannot be stored is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import RuleSet, check_set, dump, editing, load
from polima_desktop.domain.rules.building import compile_set
from polima_desktop.domain.rules.model import Decree
from tests.domain.rules.test_gate import SOUND

SET = load(SOUND)
D = Decimal
_DECREE = Decree("15 Tahun 2021", "TPP", date(2021, 4, 1), date(2021, 1, 1))

EDITS: list[tuple[Callable[[RuleSet], RuleSet], str]] = [
    (lambda s: editing.with_weight(s, "GURU-TM", D("42.5")), 'weight = "42.5"'),
    (lambda s: editing.with_norm(s, "GURU-TM", D(45)), "norm_minutes = 45"),
    (lambda s: editing.with_points(s, "GURU-TM", "volume*bobot*2"), '"volume * bobot * 2"'),
    (lambda s: editing.with_points(s, "GURU-TM", "volume,"), '"volume,"'),
    (lambda s: editing.with_formulas(s, {"pph": "kotor"}), 'formula = "kotor"'),
    (lambda s: editing.with_band(s, "indeks", [(D(0), D("0.5"))]), '["0", "0.5"]'),
    (lambda s: editing.with_table(s, "pph", [("I", D("0.1"))]), '["I", "0.1"]'),
    (lambda s: editing.with_decree(s, _DECREE), 'number = "15 Tahun 2021"'),
]


@pytest.mark.parametrize(("edit", "written"), EDITS)
def test_an_edit_stands_in_the_new_text_and_not_in_the_old_set(
    edit: Callable[[RuleSet], RuleSet], written: str
) -> None:
    changed = edit(SET)
    assert written in dump(changed)
    assert load(dump(changed)) == changed
    assert load(SOUND) == SET != changed


def test_a_norm_can_be_taken_away() -> None:
    assert editing.with_norm(SET, "GURU-TM", None).activities["GURU-TM"].norm_minutes is None


@pytest.mark.parametrize(
    "edit",
    [
        lambda s: editing.with_weight(s, "GURU-TM", D(-1)),
        lambda s: editing.with_weight(s, "GURU-TM", D("0.1234567891")),
        lambda s: editing.with_norm(s, "GURU-TM", D("1.5")),
        lambda s: editing.with_norm(s, "GURU-TM", D(0)),
        lambda s: editing.with_band(s, "indeks", []),
        lambda s: editing.with_band(s, "indeks", [(D(5), D(1)), (D(5), D(2))]),
        lambda s: editing.with_band(s, "indeks", [(D("0.1234567891"), D(1))]),
        lambda s: editing.with_table(s, "pph", [("I", D(0)), ("I", D(1))]),
        lambda s: editing.with_table(s, "pph", [(" ", D(0))]),
    ],
)
def test_what_cannot_be_stored_is_refused(edit: Callable[[RuleSet], RuleSet]) -> None:
    with pytest.raises(Refused) as caught:
        edit(SET)
    assert caught.value.advice


def test_the_results_of_an_example_are_recomputed_only_on_demand() -> None:
    changed = editing.with_formulas(SET, {"pph": "BULAT(kotor * 10%; 0)"})
    assert any("Contoh gagal" in finding.message for finding in check_set(changed))
    example = editing.recomputed(compile_set(changed), changed.examples[0])
    assert example.expect == {"bersih": "900000"}
    findings = check_set(editing.with_example(changed, example))
    assert not [finding for finding in findings if finding.severity == "error"]


def test_an_example_that_gives_nothing_cannot_be_recomputed() -> None:
    broken = load(SOUND.replace('hari_kerja = "20", ', ""))
    with pytest.raises(Refused, match="hari_kerja"):
        editing.recomputed(compile_set(broken), broken.examples[0])


def test_stored_formulas_are_canonical() -> None:
    typed = editing.with_formulas(SET, {"pph": "round(kotor*5%;0)", "bersih": "kotor,"})
    stored = editing.canonical_set(typed)
    assert stored.lines["pph"].formula == "BULAT(kotor * 5%; 0)"
    assert stored.lines["bersih"].formula == "kotor,"
