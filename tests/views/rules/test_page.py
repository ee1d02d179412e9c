"""The bureau edits a draft, accepts results, proposes; the leader signs. With keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Conflict, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import load
from polima_desktop.services.rules import versions
from polima_desktop.services.session import Session
from polima_desktop.storage.database import Database
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.rules.draft import Draft
from polima_desktop.views.rules.page import ACTIVITIES, HISTORY, LINES, BobotPage
from polima_desktop.views.settings import Settings
from tests import month_world
from tests.domain.rules.test_gate import SOUND
from tests.views.rules.bobot_object import BobotObject, fill

Opened = Callable[..., BobotObject]
JANUARY = Month(2021, 1)


def a_draft(opened: Opened) -> BobotObject:
    desk = opened()
    desk.click(desk.page.act)
    return desk


def newest(city: Database) -> str:
    return versions.versions(month_world.session(city, Role.ORGANISASI))[0].toml


# ── what is seen ────────────────────────────────────────────────────────────────────────────


def test_the_version_in_force_is_shown_and_closed(opened: Opened) -> None:
    desk = opened()
    assert desk.step.startswith("v1 terbit dan berlaku sejak 1 Januari 2021.")
    assert desk.page.act.text() == "Buat draf dari v1"
    assert desk.page.lines.editor.isReadOnly()
    grid = desk.page.catalogue.grid
    grid.select_key("GURU-TM")
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert grid.viewport().findChild(QLineEdit) is None


def test_an_auditor_sees_the_rules_and_no_buttons_to_change_them(opened: Opened) -> None:
    desk = opened(Role.AUDITOR)
    assert not desk.page.act.isVisible()
    assert desk.page.catalogue.grid.rows_model.rowCount() > 0


def test_without_any_version_the_page_says_how_to_begin(
    office: Session, jobs: Jobs, settings: Settings
) -> None:
    bureau = month_world.session(office.database, Role.ORGANISASI)
    page = BobotPage(Context(bureau, jobs, settings, Month(2021, 1)))
    page.show()
    page.refresh()
    jobs.settle()
    desk = BobotObject(page)
    assert desk.step == "Mulai dari aturan contoh atau impor berkas aturan."
    page.signing.begin_with_example()
    desk.settle()
    assert page.shown.row is not None
    assert (page.shown.row.number, page.shown.row.state) == (1, "draft")
    assert desk.step == "v1 lolos pemeriksaan. Ajukan untuk diterbitkan pejabat penerbit."
    page.close()


def test_search_and_family_narrow_the_catalogue(opened: Opened) -> None:
    desk = a_draft(opened)
    catalogue = desk.page.catalogue
    QTest.keyClicks(catalogue.search, "mengajar")
    QTest.keyClick(catalogue.search, Qt.Key.Key_Return)
    assert [row[0] for row in catalogue.grid.rows_model.rows] == ["GURU-TM"]
    catalogue.families.choose({"umum"})
    assert catalogue.grid.rows_model.rows == []


# ── editing ─────────────────────────────────────────────────────────────────────────────────


def test_a_weight_typed_into_its_cell_is_checked_saved_and_compared(
    opened: Opened, city: Database
) -> None:
    desk = a_draft(opened)
    desk.type_weight("GURU-TM", "60")
    assert desk.cell(desk.page.catalogue.grid, "GURU-TM", "weight") == "60"
    desk.page.save()
    desk.settle()
    assert load(newest(city)).activities["GURU-TM"].weight == Decimal(60)
    compared = desk.page.impact.compared
    assert compared is not None
    assert compared.version_before == 1


def test_a_weight_that_is_no_number_is_refused_in_words(opened: Opened) -> None:
    desk = a_draft(opened)
    before = desk.cell(desk.page.catalogue.grid, "GURU-TM", "weight")
    desk.type_cell(desk.page.catalogue.grid, "GURU-TM", "weight", "1.5")
    assert "‘1.5’ bukan angka." in desk.message
    assert desk.cell(desk.page.catalogue.grid, "GURU-TM", "weight") == before


def test_undo_and_redo_walk_over_the_edits(opened: Opened) -> None:
    desk = a_draft(opened)
    grid = desk.page.catalogue.grid
    before = desk.cell(grid, "GURU-TM", "weight")
    desk.type_cell(grid, "GURU-TM", "weight", "41")
    desk.type_cell(grid, "GURU-TM", "weight", "42,5")
    desk.page.undo()
    assert desk.cell(grid, "GURU-TM", "weight") == "41"
    desk.page.undo()
    assert desk.cell(grid, "GURU-TM", "weight") == before
    desk.page.redo()
    desk.page.redo()
    assert desk.cell(grid, "GURU-TM", "weight") == "42,5"


def test_a_point_formula_with_a_mistake_marks_its_activity(opened: Opened) -> None:
    desk = a_draft(opened)
    desk.type_cell(desk.page.catalogue.grid, "GURU-TM", "points", "volume * bobott")
    desk.check_now()
    assert desk.cell(desk.page.catalogue.grid, "GURU-TM", "state") == "Salah"
    assert "Nama 'bobott' tidak dikenal. Maksud Anda bobot?" in desk.findings[0]
    assert not desk.page.act.isEnabled()


def test_a_band_is_edited_in_its_grid(opened: Opened, city: Database) -> None:
    desk = a_draft(opened)
    values = desk.page.values
    name = next(iter(desk.page.shown.ruleset.bands))
    desk.show(2)
    values.choose("band", name)
    desk.settle()
    desk.type_cell(values.grid, 1, "value", "0,125")
    assert desk.page.shown.ruleset.bands[name].rows[1][1] == Decimal("0.125")
    desk.type_cell(values.grid, 1, "key", "999")
    assert "Batas jenjang harus makin besar" in desk.message
    count = len(desk.page.shown.ruleset.bands[name].rows)
    desk.click(values.add_row)
    assert len(desk.page.shown.ruleset.bands[name].rows) == count + 1
    desk.click(values.drop_row)
    assert len(desk.page.shown.ruleset.bands[name].rows) == count


def test_a_mistake_in_a_formula_is_marked_explained_and_mended(opened: Opened) -> None:
    desk = a_draft(opened)
    formulas = desk.page.lines.box
    line = next(n for n, item in desk.page.shown.ruleset.lines.items() if "; 2)" in item.formula)
    desk.type_formula(line, "; 2)", ", 2)")
    assert desk.step == "Betulkan 1 kesalahan, lalu ajukan untuk diterbitkan."
    assert list(formulas.editor.marks) == [line]
    assert formulas.problem.isVisible()
    assert "Pemisah argumen adalah titik koma" in formulas.problem.text.text()
    assert formulas.problem.caret.text().splitlines()[1].strip() == "^"
    formulas.apply_suggestion()
    desk.check_now()
    assert not formulas.editor.marks
    assert not formulas.problem.isVisible()


def test_a_renamed_line_is_not_taken_over(opened: Opened) -> None:
    desk = a_draft(opened)
    before = desk.page.shown.ruleset
    editor = desk.page.lines.editor
    QTest.keyClicks(editor, "x")
    editor.take_over()
    assert desk.page.shown.ruleset == before
    assert desk.page.lines.box.problem.bold.text() == "Nama baris berubah."


def test_f8_goes_from_mistake_to_mistake(opened: Opened) -> None:
    desk = a_draft(opened)
    names = list(desk.page.shown.ruleset.lines)
    for name in (names[0], names[-1]):
        formula = desk.page.shown.ruleset.lines[name].formula
        desk.type_formula(name, formula, "+")
    desk.page.next_error()
    assert desk.page.lines.editor.current == names[0]
    desk.page.next_error()
    assert desk.page.lines.editor.current == names[-1]


def test_ctrl_space_offers_names_and_completes_one(opened: Opened) -> None:
    desk = a_draft(opened)
    editor = desk.page.lines.editor
    name = desk.page.lines.editor.names[0]
    desk.type_formula(name, desk.page.shown.ruleset.lines[name].formula, "tpp_k")
    menu = editor.names_menu()
    offered = [action.text().split("\t")[0] for action in menu.actions()]
    assert "tpp_kelas" in offered
    menu.actions()[offered.index("tpp_kelas")].trigger()
    assert editor.toPlainText().splitlines()[0] == f"{name} = tpp_kelas"


def test_new_results_are_accepted_by_a_person(opened: Opened) -> None:
    desk = a_draft(opened)
    desk.type_weight("GURU-TM", "1")
    failed = desk.page.examples.failed
    assert failed
    assert not desk.page.act.isEnabled()
    desk.show(3)
    desk.click(desk.page.examples.accept_all)
    desk.check_now()
    assert desk.page.examples.failed == []
    assert desk.page.act.isEnabled()


def test_a_finding_leads_to_its_place(opened: Opened) -> None:
    desk = a_draft(opened)
    desk.type_cell(desk.page.catalogue.grid, "GURU-TM", "points", "volume * bobott")
    desk.check_now()
    QTest.keyClicks(desk.page.catalogue.search, "tidak ada")
    QTest.keyClick(desk.page.catalogue.search, Qt.Key.Key_Return)
    desk.page.findings.list.select_place(0)
    QTest.keyClick(desk.page.findings.list, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.catalogue.grid.current_key() == "GURU-TM"


# ── two people ──────────────────────────────────────────────────────────────────────────────


def proposed(opened: Opened) -> BobotObject:
    desk = a_draft(opened)
    desk.type_weight("GURU-TM", "60")
    desk.show(3)
    if desk.page.examples.failed:
        desk.click(desk.page.examples.accept_all)
        desk.check_now()
    decree = fill(number="100.3.3/9", date="1 Maret 2021")
    desk.in_dialog(lambda: desk.click(desk.page.act), decree)
    return desk


def test_one_proposes_with_the_decree_and_another_publishes(opened: Opened, city: Database) -> None:
    desk = proposed(opened)
    assert desk.message == "v2 diajukan. Penerbitan menunggu pejabat penerbit."
    assert desk.step == "v2 menunggu diterbitkan oleh pejabat penerbit."
    leader = opened(Role.PIMPINAN)
    assert leader.page.act.text() == "Terbitkan v2"
    assert leader.page.back.isVisible()
    assert leader.page.tabs.currentIndex() == HISTORY
    said = [(change.owner, change.words) for change in leader.page.history.found]
    assert ("GURU-TM", "bobot 40 → 60") in said
    leader.accept(lambda: leader.click(leader.page.act))
    assert leader.message.startswith("v2 terbit.")
    row = versions.in_force(month_world.session(city, Role.ORGANISASI), Month(2021, 1))
    assert row is not None
    assert (row.number, load(row.toml).activities["GURU-TM"].weight) == (2, Decimal(60))


def test_the_decree_must_be_complete(opened: Opened) -> None:
    desk = a_draft(opened)

    def empty(dialog: Dialog) -> None:
        number = dialog.findChild(QLineEdit, "number")
        assert number is not None
        assert number.text() == ""  # the old decree's number is not taken over
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        dialog.reject()

    desk.in_dialog(lambda: desk.click(desk.page.act), empty)
    assert desk.page.shown.row is not None
    assert desk.page.shown.row.state == "draft"


def test_a_second_editor_meets_a_conflict_and_can_reload(opened: Opened, city: Database) -> None:
    desk = a_draft(opened)
    other = month_world.session(city, Role.ORGANISASI)
    row = versions.versions(other)[0]
    ruleset = load(row.toml)
    lines = dict(reversed(ruleset.lines.items()))
    changed = type(ruleset)(ruleset.decree, ruleset.inputs, ruleset.bands, ruleset.tables,
                            ruleset.activities, lines, ruleset.examples)  # fmt: skip
    versions.save_draft(other, row, changed)
    desk.type_cell(desk.page.catalogue.grid, "GURU-TM", "weight", "61")
    desk.page.save()
    desk.settle()
    assert "baru saja diubah orang lain" in desk.message
    message = desk.page.notices.messages.message
    assert message is not None
    assert message.on_link is not None
    message.on_link()
    desk.settle()
    assert list(desk.page.shown.ruleset.lines) == list(lines)


@pytest.mark.parametrize("deep", [1, 300])
def test_the_history_keeps_the_last_edits(deep: int) -> None:
    first = load(SOUND)
    draft = Draft(first)
    assert not draft.change(first)
    for number in range(deep):
        decree = first.decree
        assert decree is not None
        title = type(decree)(str(number), decree.title, decree.date, decree.valid_from)
        changed = type(first)(title, first.inputs, first.bands, first.tables, first.activities,
                              first.lines, first.examples)  # fmt: skip
        assert draft.change(changed)
    while draft.undo():
        pass
    assert (draft.now == first) == (deep == 1)
    assert draft.redo()


def test_a_publisher_sends_back_with_a_visible_button(opened: Opened, city: Database) -> None:
    proposed(opened)
    leader = opened(Role.PIMPINAN)

    def say_why(dialog: Dialog) -> None:
        QTest.keyClicks(dialog.findChild(QPlainTextEdit), "Bobot terlalu besar")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    leader.in_dialog(lambda: leader.click(leader.page.back), say_why)
    row = versions.versions(month_world.session(city, Role.ORGANISASI))[0]
    assert (row.number, row.state) == (2, "draft")


def test_a_decree_puts_one_version_in_force(opened: Opened, city: Database) -> None:
    proposed(opened)
    bureau = month_world.session(city, Role.ORGANISASI)
    row = versions.versions(bureau)[0]
    again = versions.new_draft(bureau, load(row.toml))
    with pytest.raises(Refused, match=r"Keputusan 100\.3\.3/9 sudah dipakai versi 2"):
        versions.propose(bureau, again.id)


def test_what_is_published_is_what_was_seen(opened: Opened, city: Database) -> None:
    proposed(opened)
    bureau = month_world.session(city, Role.ORGANISASI)
    leader = month_world.session(city, Role.PIMPINAN)
    seen = versions.versions(bureau)[0]
    versions.return_to_draft(leader, seen.id, "ulang")
    versions.propose(bureau, seen.id)
    with pytest.raises(Conflict, match="berubah sesudah dibuka"):
        versions.publish(leader, seen.id, Progress(), seen)


def test_a_line_is_drawn_with_what_it_uses_and_who_uses_it(opened: Opened) -> None:
    desk = opened()
    desk.show(LINES)
    editor, graph = desk.page.lines.editor, desk.page.lines.panel.graph
    name = next(n for n, item in desk.page.shown.ruleset.lines.items() if item.slip == "kotor")
    editor.go_to(name)
    assert graph.name == name
    assert graph.uses
    assert graph.users
    box, other, _side = graph._spots()[-1]
    QTest.mouseClick(graph, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert editor.current == other


def test_the_weight_of_an_activity_has_a_history(opened: Opened, city: Database) -> None:
    text = newest(city).replace('weight = "40"', 'weight = "45"')
    month_world.publish(city, text, 2)
    desk = opened()
    desk.show(ACTIVITIES)
    desk.page.catalogue.grid.select_key("GURU-TM")
    desk.settle()
    assert desk.page.catalogue.weights.accessibleName() == "Riwayat bobot: v1 40, v2 45"


def test_what_was_typed_last_is_kept_when_the_program_ends(
    qapp: QApplication, city: Database, settings: Settings
) -> None:
    jobs = Jobs()
    page = BobotPage(Context(month_world.session(city, Role.ORGANISASI), jobs, settings, JANUARY))
    page.show()
    page.refresh()
    jobs.settle()
    desk = BobotObject(page)
    desk.click(page.act)
    desk.type_cell(page.catalogue.grid, "GURU-TM", "weight", "47")
    page.hide()  # as the window does when it closes
    jobs.close()
    assert load(newest(city)).activities["GURU-TM"].weight == Decimal(47)
    page.catalogue.grid.edited.emit("GURU-TM", "weight", "48")
    page.show()
    page.hide()  # and once more with the worker gone: nothing to ask of it
    page.deleteLater()
