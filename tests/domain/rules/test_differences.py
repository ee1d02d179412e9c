"""The difference between two rule sets says every edit, and nothing if there was none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from polima_desktop.domain.rules import adding, editing, renaming
from polima_desktop.domain.rules.differences import differences
from polima_desktop.domain.rules.model import Input, RuleSet
from tests.domain.rules.test_restructuring import CONTOH

BAND = next(iter(CONTOH.bands))
LINE = next(iter(CONTOH.lines))
TABLE = next(iter(CONTOH.tables))
CASES: list[tuple[Callable[[RuleSet], RuleSet], str]] = [
    (lambda s: editing.with_weight(s, "GURU-TM", Decimal("42.5")), "bobot 40 → 42,5"),
    (lambda s: editing.with_norm(s, "GURU-TM", None), "norma menit 40 → (kosong)"),
    (lambda s: editing.with_points(s, "GURU-TM", "volume * bobot * 2"), "→ volume * bobot * 2"),
    (lambda s: adding.with_text(s, "GURU-TM", "evidence", "jurnal"), "bukti (kosong) → jurnal"),
    (lambda s: adding.remove_activities(s, ["GURU-TM"]), "Aktivitas dihapus"),
    (lambda s: adding.with_variable(s, "GURU-TM", Input("jarak", "Jarak")),
     "isian ukur jarak baru"),
    (lambda s: adding.add_line(s, "baru"), "Baris baru: 0"),
    (lambda s: editing.with_formulas(s, {LINE: "1"}), "→ 1"),
    (lambda s: adding.with_line(s, LINE, label="Lain"), "nama pada slip"),
    (lambda s: replace(s, lines=dict(reversed(s.lines.items()))), "urutan baris berubah"),
    (lambda s: editing.with_band(s, BAND, [*s.bands[BAND].rows[:-1],
                                           (s.bands[BAND].rows[-1][0], Decimal(9))]), "→ 9"),
    (lambda s: editing.with_band(s, BAND, [*s.bands[BAND].rows, (Decimal(10**6), Decimal(7))]),
     "jenjang mulai 1000000 baru: 7"),
    (lambda s: adding.remove_table(s, TABLE), "Tabel dihapus"),
    (lambda s: adding.remove_example(s, s.examples[0].name), "Contoh dihapus"),
    (lambda s: replace(s, decree=replace(s.decree, valid_from=date(2021, 2, 1))),
     "berlaku sejak 01-01-2021 → 01-02-2021"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "words"), CASES)
def test_an_edit_is_said_in_words(edit: Callable[[RuleSet], RuleSet], words: str) -> None:
    said = [difference.words for difference in differences(CONTOH, edit(CONTOH))]
    assert any(words in one for one in said), said


def test_a_renamed_line_is_one_gone_and_one_new() -> None:
    found = differences(CONTOH, renaming.rename_line(CONTOH, LINE, "hasil_baru"))
    assert {(d.owner, d.words.split(":")[0]) for d in found} >= {
        (LINE, "Baris dihapus"), ("hasil_baru", "Baris baru"),
    }  # fmt: skip


def test_the_same_set_differs_in_nothing() -> None:
    assert differences(CONTOH, CONTOH) == []
