"""Adding, taking away and renaming parts of a rule set; each result can be stored and read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from polima_desktop.assets import asset
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.rules import adding, load, renaming
from polima_desktop.domain.rules.gate import check_set
from polima_desktop.domain.rules.model import Activity, Example, Input, RuleSet
from polima_desktop.domain.rules.writing import dump
from polima_desktop.files import read_whole

CONTOH = load(read_whole(asset("resources", "rulesets", "contoh.toml"), "").decode())


def errors(ruleset: RuleSet) -> list[str]:
    return [f.message for f in check_set(ruleset, publishing=True) if f.severity == "error"]


def test_a_name_is_replaced_only_where_it_is_the_whole_name() -> None:
    written = 'MIN(capaian; 1) + capaian_lama * JIKA(status = "capaian"; 1; 0)'
    made = renaming.replaced_name(written, "capaian", "c")
    assert made == 'MIN(c; 1) + capaian_lama * JIKA(status = "capaian"; 1; 0)'


@pytest.mark.parametrize("name", list(CONTOH.lines))
def test_a_renamed_line_leaves_the_set_as_sound_as_it_was(name: str) -> None:
    renamed = renaming.rename_line(CONTOH, name, "hasil_baru")
    assert load(dump(renamed)) == renamed
    assert errors(renamed) == []
    assert renaming.rename_line(renamed, "hasil_baru", name) == CONTOH


@pytest.mark.parametrize("name", list(CONTOH.bands))
def test_a_renamed_band_leaves_the_set_as_sound_as_it_was(name: str) -> None:
    renamed = renaming.rename_band(CONTOH, name, "jenjang_baru")
    assert errors(renamed) == []
    assert renaming.rename_band(renamed, "jenjang_baru", name) == CONTOH


@pytest.mark.parametrize("name", [n for n in CONTOH.tables if n != "tpp_kelas"])
def test_a_renamed_table_leaves_the_set_as_sound_as_it_was(name: str) -> None:
    renamed = renaming.rename_table(CONTOH, name, "tabel_baru")
    assert errors(renamed) == []


def test_an_activity_and_its_variable_are_renamed_in_the_examples_too() -> None:
    code = next(e["kode"] for x in CONTOH.examples for e in x.activities
                if CONTOH.activities[e["kode"]].inputs)  # fmt: skip
    variable = next(iter(CONTOH.activities[code].inputs))
    renamed = renaming.rename_variable(CONTOH, code, variable, "ukuran_baru")
    renamed = renaming.rename_activity(renamed, code, "BARU-1")
    assert errors(renamed) == []
    assert code not in renamed.activities


def test_what_is_taken_away_is_missed_by_what_used_it() -> None:
    band = next(iter(CONTOH.bands))
    lines, activities = renaming.used_by(CONTOH, band, table=True)
    assert lines or activities
    missed = errors(adding.remove_band(CONTOH, band))
    assert any(f"'{band}' tidak ada" in message for message in missed)


def test_a_new_activity_follows_the_last_code_of_its_family() -> None:
    damkar = [code for code, a in CONTOH.activities.items() if a.family == "damkar"]
    code = adding.next_code(damkar, "damkar")
    assert code not in CONTOH.activities
    assert adding.next_code(["DAMKAR-09"], "damkar") == "DAMKAR-10"
    assert adding.next_code([], "satpol_pp") == "SATPOL-PP-01"
    added = adding.add_activity(
        CONTOH, Activity(code, "Pemadaman", "damkar", "kejadian", Decimal(30), evidence="foto")
    )
    given = Input("kejadian", "Jumlah kejadian", "number", "kejadian", 0, Decimal(1), Decimal(9))
    added = adding.with_variable(added, code, given)
    assert load(dump(added)) == added
    assert added.activities[code].evidence == "foto"
    removed = adding.remove_activities(adding.remove_variable(added, code, "kejadian"), [code])
    assert removed == CONTOH


REFUSED: list[tuple[Callable[[RuleSet], RuleSet], str]] = [
    (lambda s: renaming.rename_line(s, next(iter(s.lines)), "2 x"), "tidak bisa menjadi nama"),
    (lambda s: renaming.rename_line(s, next(iter(s.lines)), "MIN"), "adalah nama fungsi"),
    (lambda s: renaming.rename_line(s, next(iter(s.lines)), "gaji"), "sudah dipakai"),
    (lambda s: adding.add_line(s, next(iter(s.lines))), "sudah dipakai"),
    (lambda s: adding.add_band(s, next(iter(s.bands))), "sudah dipakai"),
    (lambda s: adding.with_line(s, next(iter(s.lines)), slip="atas"), "tidak ada"),
    (lambda s: renaming.rename_activity(s, next(iter(s.activities)), " "), "kosong"),
    (lambda s: renaming.rename_example(s, s.examples[0].name, s.examples[1].name), "dipakai"),
    (lambda s: adding.with_text(s, next(iter(s.activities)), "name", " "), "kosong"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED)
def test_what_cannot_be_stored_is_refused(change: Callable[[RuleSet], RuleSet], words: str) -> None:
    with pytest.raises(Refused) as caught:
        change(CONTOH)
    assert words in caught.value.message


def test_an_example_added_twice_gets_a_number() -> None:
    first = CONTOH.examples[0]
    twice = adding.add_example(CONTOH, first)
    assert twice.examples[-1] == Example(f"{first.name} 2", first.inputs, first.expect,
                                         first.activities, first.days)  # fmt: skip
    assert adding.remove_example(twice, f"{first.name} 2") == CONTOH


def test_a_new_line_stands_where_it_was_asked_for() -> None:
    names = list(CONTOH.lines)
    added = adding.add_line(CONTOH, "tambahan", after=names[0])
    assert list(added.lines)[:2] == [names[0], "tambahan"]
    assert adding.remove_line(added, "tambahan") == CONTOH
