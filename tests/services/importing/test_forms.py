"""The form of each kind of list: it comes back clean, its NIP stays text, its choices are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.services import imports
from polima_desktop.services.importing import forms
from polima_desktop.services.importing.words import KIND_LABELS, form_name
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from tests import month_world
from tests.imports.lists import person
from tests.services.import_world import RULES, acting, bring_in, new_city, staff_list

LISTS = tuple(kind for kind in KIND_LABELS if kind not in ("backup", "rules"))
HANDS = dict.fromkeys(("attendance", "activities", "punches"), Role.KOMINFO)


@pytest.fixture
def city(sqlite_url: str, tmp_path: Path) -> Iterator[Database]:
    made = new_city(sqlite_url, tmp_path)
    bring_in(acting(made, Role.BKPSDM), staff_list(tmp_path, person(1)))
    yield made
    made.close()


def hand(city: Database, kind: str) -> Session:
    return acting(city, HANDS.get(kind, Role.BKPSDM))


def cells(path: Path, sheet: int = 0) -> list[list[object]]:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(sheet).to_python()


def give_rules(city: Database) -> None:
    month_world.publish(city, RULES)


@pytest.mark.parametrize("kind", LISTS)
def test_every_form_comes_back_clean(city: Database, tmp_path: Path, kind: str) -> None:
    give_rules(city)
    path = tmp_path / form_name(kind)
    forms.save(hand(city, kind), kind, path)
    _, result = imports.run(hand(city, kind), kind, path)
    assert result.problems == []
    assert (result.counts.read, result.counts.new, result.counts.rejected) == (1, 1, 0)


@pytest.mark.parametrize("kind", LISTS)
def test_every_choice_is_one_the_import_knows(city: Database, tmp_path: Path, kind: str) -> None:
    """Each word offered in a column is put in place of the example, one a file."""
    give_rules(city)
    path = tmp_path / form_name(kind)
    forms.save(hand(city, kind), kind, path)
    titles, example = cells(path)[:2]
    sheets = _sheet_names(path)
    if "Pilihan" not in sheets:
        return
    heads, *offered = cells(path, sheets.index("Pilihan"))
    for place, head in enumerate(heads):
        title = str(head).removeprefix("Isi kolom ")
        known = [str(row[place]) for row in offered if row[place] not in (None, "")]
        assert known
        for word in known:
            changed = list(example)
            changed[titles.index(title)] = word
            plan = _preview(hand(city, kind), kind, tmp_path, titles, changed)
            of_it = [p for p in plan.problems if p.column == title and "dikenal" in p.problem]
            assert of_it == [], word


def _preview(
    session: Session, kind: str, folder: Path, titles: list[object], row: list[object]
) -> imports.ImportPlan:
    from polima_desktop.imports.workbooks import SafeWorkbook

    path = folder / "sekali.xlsx"
    with path.open("wb") as out, SafeWorkbook(out) as book:
        book.sheet("Isi", [str(title) for title in titles], [row])
    return imports.preview(session, kind, path)


def _sheet_names(path: Path) -> list[str]:
    from python_calamine import CalamineWorkbook

    return list(CalamineWorkbook.from_path(str(path)).sheet_names)


def test_a_nip_typed_into_the_form_stays_text(city: Database, tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "p.xlsx"
    forms.save(hand(city, "employees"), "employees", path)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert re.search(r'<col min="1" max="\d+" width="22[^>]* style="\d+"', sheet)
    assert 'formatCode="@"' in styles
    assert sheet.count("<dataValidation ") == 8


def test_the_form_of_manual_backup_is_that_of_a_unit(city: Database, tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    forms.save(acting(city, Role.VERIFIKATOR), "backup", path, "SD-01")
    assert "Petugas" in _sheet_names(path)


def test_the_form_of_rules_is_the_example(city: Database, tmp_path: Path) -> None:
    path = tmp_path / form_name("rules")
    forms.save(acting(city, Role.ORGANISASI), "rules", path)
    assert "[decree]" in path.read_text("utf-8")


def test_an_unknown_kind_is_refused_and_every_known_one_has_a_form(
    city: Database, tmp_path: Path
) -> None:
    with pytest.raises(WrongUsage, match="format isian"):
        forms.save(hand(city, "units"), "sepatu", tmp_path / "x.xlsx")
    for kind in KIND_LABELS:
        forms.save(acting(city, Role.ADMIN), kind, tmp_path / f"{kind}.bin")
