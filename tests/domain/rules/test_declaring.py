"""What the month supplies is declared from the page, and lines are put in order."""

from __future__ import annotations

from polima_desktop.assets import asset
from polima_desktop.domain.rules import adding, editing, load
from polima_desktop.domain.rules.gate import check_set
from polima_desktop.domain.rules.supplied import UNDECLARED
from polima_desktop.views.rules.graph import edges, layers

CONTOH = load(asset("resources", "rulesets", "contoh.toml").read_text(encoding="utf-8"))


def test_whatever_the_month_supplies_can_be_declared_and_taken_back() -> None:
    names = adding.undeclared(CONTOH)
    assert {*names, *CONTOH.inputs} == set(UNDECLARED)
    declared = CONTOH
    for name in names:
        declared = adding.declare(declared, name)
    assert adding.undeclared(declared) == []
    assert check_set(declared, publishing=True) == check_set(CONTOH, publishing=True)
    for name in names:
        declared = adding.remove_input(declared, name)
    assert declared == CONTOH


def test_a_name_that_is_not_declared_says_how_to_declare_it() -> None:
    formula = CONTOH.lines["kotor"].formula
    using = editing.with_formulas(CONTOH, {"kotor": f"{formula} - alpa_beruntun * 0"})
    (finding,) = [f for f in check_set(using) if f.where == "lines.kotor.formula"]
    assert finding.message.startswith("'alpa_beruntun' (Hari alpa berturut-turut yang terpanjang)")
    assert "Tekan Isian…" in finding.message


def test_a_point_formula_has_nothing_of_the_month_to_declare() -> None:
    using = editing.with_points(CONTOH, "GURU-RPP", "volume * bobot * alpa_beruntun")
    (finding,) = [f for f in check_set(using) if f.where == "activities.GURU-RPP.points"]
    assert finding.message.startswith("Nama 'alpa_beruntun' tidak dikenal.")


def test_a_line_stands_behind_all_that_it_uses() -> None:
    graph = edges(CONTOH)
    columns = layers(graph)
    place = {name: n for n, names in enumerate(columns) for name in names}
    assert sum(map(len, columns)) == len(place)
    for name, used in graph.items():
        assert all(place[other] < place[name] for other in used), name
    assert "bersih" in columns[-1]
    backwards = adding.in_order(CONTOH, reversed(CONTOH.lines))
    assert list(backwards.lines) == list(reversed(CONTOH.lines))
    assert check_set(backwards, publishing=True) == check_set(CONTOH, publishing=True)


def test_a_circle_is_drawn_and_does_not_run_for_ever() -> None:
    columns = layers({"a": ["b"], "b": ["c"], "c": ["a", "x"]})
    assert sorted(name for names in columns for name in names) == ["a", "b", "c", "x"]
