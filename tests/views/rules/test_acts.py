"""Withdrawing, several drafts, rapel, workbooks, ready-made activities: with keys and clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from polima_desktop.domain.access import Role
from polima_desktop.domain.rules import adding, load
from polima_desktop.services.rules import versions
from polima_desktop.storage.database import Database
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.rules.graph import MapDialog
from polima_desktop.views.rules.page import ACTIVITIES, EXAMPLES, HISTORY, IMPACT, LINES
from polima_desktop.views.rules.ready import ReadyDialog
from polima_desktop.views.rules.variables import InputsDialog
from tests import month_world
from tests.views.file_dialogs import when_asked
from tests.views.rules.bobot_object import BobotObject

Opened = Callable[..., BobotObject]


def press_tab(desk: BobotObject, place: int) -> None:
    """Press one of the tabs of Dampak."""
    bar = desk.page.impact.tabs.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(place).center())
    desk.settle()


def enter(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_published_version_is_withdrawn_with_its_decree(opened: Opened, city: Database) -> None:
    month_world.publish(city, versions_text(city).replace('weight = "40"', 'weight = "45"'), 2)
    leader = opened(Role.PIMPINAN)
    leader.show(HISTORY)
    history = leader.page.history
    history.table.select_key(next(r.id for r in history.rows if r.number == 2))
    QTest.keyClick(history.table, Qt.Key.Key_Return)
    leader.settle()

    def say_why(dialog: Dialog) -> None:
        QTest.keyClicks(dialog.findChild(QPlainTextEdit), "Dicabut Perwali 10/2021")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    leader.in_dialog(lambda: leader.click(history.withdraw_button), say_why)
    assert leader.message == "v2 ditarik. Versi sebelumnya berlaku lagi."
    assert "sudah ditarik: Dicabut Perwali 10/2021" in leader.step
    states = {row[1]: row[2] for row in history.table.rows_model.rows}
    assert states == {1: "terbit", 2: "ditarik"}


def versions_text(city: Database) -> str:
    return versions.versions(month_world.session(city, Role.ORGANISASI))[0].toml


def test_the_draft_is_weighed_against_ceiling_drafts_and_months(
    opened: Opened, tmp_path: Path
) -> None:
    desk = opened()
    desk.click(desk.page.act)  # a draft from v1
    desk.show(EXAMPLES)
    states = {row[1]: row[2] for row in desk.page.history.table.rows_model.rows}
    assert states == {1: "terbit", 2: "draf, lolos pemeriksaan"}
    desk.type_weight("GURU-TM", "60")
    desk.show(IMPACT)
    impact = desk.page.impact
    found = impact.compared
    assert found is not None
    assert found.net_after > found.net_before
    for ceiling, name in ((found.net_after - 1, "Melebihi pagu"), (found.net_after, "Sisa pagu")):
        enter(impact.ceiling_field, f"{ceiling:,}".replace(",", "."))
        desk.settle()
        assert any(w.accessibleName().startswith(name) for w in widgets(impact.totals))
    enter(impact.ceiling_field, "banyak")
    assert impact.ceiling == found.net_after  # what is no amount is given back as it was

    press_tab(desk, 2)
    desk.click(impact.months_button)
    rows = impact.months.rows_model.rows
    change = found.net_after - found.net_before
    assert rows[0][1:] == ("Januari 2021", "Semua", found.changed, change)
    assert [row[2] for row in rows[1:-1]] == ["SD Negeri 1 Kolese"]
    assert rows[-1][4] == change

    press_tab(desk, 3)
    (row,) = impact.drafts.rows_model.rows
    desk.page.save()
    desk.settle()
    press_tab(desk, 2)
    press_tab(desk, 3)
    (row,) = impact.drafts.rows_model.rows
    assert row[2:4] == (found.net_after, change)

    desk.type_weight("GURU-TM", "61")
    assert impact.months.rows_model.rows == []  # they were of another text
    desk.show(IMPACT)
    press_tab(desk, 1)
    path = tmp_path / "dampak.xlsx"
    when_asked(path)
    desk.click(impact.export_button)
    assert desk.message.startswith("dampak.xlsx ditulis.")
    assert path.read_bytes()[:2] == b"PK"


def widgets(parent: QWidget) -> list[QWidget]:
    return list(parent.findChildren(QWidget))


def test_a_ready_made_activity_comes_with_its_table_and_examples(opened: Opened) -> None:
    desk = opened()
    desk.click(desk.page.act)
    before = desk.page.shown.ruleset
    desk.show(ACTIVITIES)

    def choose(dialog: Dialog) -> None:
        assert isinstance(dialog, ReadyDialog)
        dialog.list.select_key("DAMKAR-KJD")
        assert "Poin menurut jenis kejadian" in dialog.note.text()
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    desk.in_dialog(lambda: desk.click(desk.page.catalogue.ready_button), choose)
    made = desk.page.shown.ruleset
    assert made.activities.keys() - before.activities.keys() == {"DAMKAR-KJD"}
    assert "poin_kejadian" in made.tables
    assert desk.page.catalogue.grid.current_key() == "DAMKAR-KJD"
    assert desk.page.catalogue.note.text().startswith("Poin menurut jenis kejadian")
    note = desk.page.catalogue.note
    enter(note, "Dihargai menurut jenis dan kecepatan.")
    desk.settle()
    assert desk.page.shown.ruleset.activities["DAMKAR-KJD"].note.startswith("Dihargai")
    desk.check_now()
    assert desk.page.shown.errors == []
    desk.page.undo()
    desk.page.undo()
    assert desk.page.shown.ruleset == before


def test_inputs_are_declared_and_the_map_leads_to_a_line(opened: Opened) -> None:
    desk = opened()
    desk.click(desk.page.act)
    desk.show(LINES)
    lines = desk.page.lines

    def declare(dialog: Dialog) -> None:
        assert isinstance(dialog, InputsDialog)
        menu = dialog.offers()  # what the button drops down; offscreen cannot show it
        texts = [action.text().split("\t")[0] for action in menu.actions()]
        menu.actions()[texts.index("tempat_tugas")].trigger()
        assert dialog.inputs["tempat_tugas"].values == ("lainnya", "tidak")
        dialog.grid.edited.emit("tempat_tugas", "values", "")
        assert "dari data bulan berupa salah satu pilihan" in dialog.problem.text()
        dialog.grid.edited.emit("tempat_tugas", "values", "Kolese; lainnya; tidak")
        assert dialog.problem.isHidden()
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    desk.in_dialog(lambda: desk.click(lines.inputs_button), declare)
    assert desk.page.shown.ruleset.inputs["tempat_tugas"].values == ("Kolese", "lainnya", "tidak")

    last = list(desk.page.shown.ruleset.lines)[-1]
    lines.editor.go_to(last)

    def walk(dialog: Dialog) -> None:
        assert isinstance(dialog, MapDialog)
        assert dialog.map.current == last
        target = next(n for n in dialog.map.graph if n != last)
        place = dialog.map.boxes[target].center().toPoint()
        QTest.mouseClick(dialog.map, Qt.MouseButton.LeftButton, pos=place)
        assert dialog.map.current == target
        QTest.keyClick(dialog.map, Qt.Key.Key_Return)

    desk.in_dialog(lambda: desk.click(lines.map_button), walk)
    assert lines.editor.current != last
    backwards = list(reversed(desk.page.shown.ruleset.lines))
    desk.page.take(adding.in_order(desk.page.shown.ruleset, backwards))
    desk.click(lines.order_button)
    order = list(desk.page.shown.ruleset.lines)
    graph = MapDialog(lines, desk.page.shown.ruleset, "").map.graph
    assert all(order.index(n) < order.index(name) for name in graph for n in graph[name]
               if n in graph)  # fmt: skip


def test_workbooks_and_rule_files_are_written_where_one_says(
    opened: Opened, tmp_path: Path
) -> None:
    desk = opened()
    desk.click(desk.page.act)
    catalogue, history = desk.page.catalogue, desk.page.history
    for tab, name, button in ((ACTIVITIES, "aktivitas.xlsx", catalogue.export_button),
                              (EXAMPLES, "contoh.xlsx", desk.page.examples.export_button),
                              (HISTORY, "aturan.toml", history.export_button)):  # fmt: skip
        desk.show(tab)
        when_asked(tmp_path / name)
        desk.click(button)
        assert desk.message.startswith(f"{name} ditulis."), desk.message
    assert load((tmp_path / "aturan.toml").read_text("utf-8")) == desk.page.shown.ruleset
    desk.type_weight("GURU-TM", "55")
    desk.show(ACTIVITIES)
    when_asked(tmp_path / "aktivitas.xlsx")
    desk.click(catalogue.import_button)
    assert desk.page.shown.ruleset.activities["GURU-TM"].weight == 40
