"""A clerk brings a staff list in: file, header, rows, numbers, result, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import NotAllowed
from polima_desktop.domain.periods import Month
from polima_desktop.domain.units import Unit
from polima_desktop.imports.sheets import open_book
from polima_desktop.services import imports
from polima_desktop.services.session import Session
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.staff import people, units
from polima_desktop.storage.unit_of_work import unit_of_work
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.importing import require_import
from polima_desktop.views.importing.wizard import FILE, LAYOUT, PREVIEW, RESULT, SUMMARY
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from tests.imports.lists import grid, nip, person, write_xlsx
from tests.screens.hands import answering
from tests.views.file_dialogs import when_asked
from tests.views.importing.wizard_object import WizardDriver

NOW = datetime(2021, 1, 15, 2, tzinfo=UTC)


@pytest.fixture
def clerk(office: Session) -> Session:
    """A clerk of BKPSDM at an office with one school and one department."""
    with unit_of_work(office.database, "rita", "test.fill", NOW) as work:
        units.create(work, ["DIN-02", "SD-01"])
        day = date(2017, 1, 1)
        school = Unit("SD-01", "SD Negeri 1 Wameo", "sd")
        units.record(work, [(day, Unit("DIN-02", "Dinas Kesehatan", "dinas")), (day, school)])
    return Session(office.database, Actor("rita", "Rita", Role.BKPSDM), lambda: NOW)


@pytest.fixture
def driver(clerk: Session, jobs: Jobs, settings: Settings) -> Iterator[WizardDriver]:
    made = WizardDriver(Context(clerk, jobs, settings, Month(2021, 1)))
    yield made
    made.close()


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    """Five people; row 4 has lost digits, row 6 doubts its birth date."""
    rows = [person(n) for n in range(5)]
    rows[2]["NIP"] = 1.98503e17
    rows[4] |= {"TANGGAL LAHIR": "13-03-1985", "NIK": None}
    return write_xlsx(tmp_path / "daftar.xlsx", {"Pegawai": grid(rows)})


def _dump(session: Session) -> str:
    with session.reading_own() as connection:
        return canonical_dump(connection)


def _to_preview(driver: WizardDriver, path: Path) -> None:
    driver.type_path(path)
    driver.press_enter()
    assert driver.wizard.step == LAYOUT
    driver.press_enter()
    assert driver.wizard.step == PREVIEW


def test_without_a_file_the_wizard_stays_and_says_so(driver: WizardDriver) -> None:
    driver.press_next()
    assert driver.wizard.step == FILE
    assert driver.wizard.file.file_field.error == "Berkas belum dipilih."


def test_a_file_that_is_not_there_is_said_in_the_bar(driver: WizardDriver, tmp_path: Path) -> None:
    driver.type_path(tmp_path / "hilang.xlsx")
    driver.press_next()
    assert driver.wizard.step == FILE
    assert "tidak ada" in driver.message()


def test_the_guess_of_sheet_and_header_is_shown(driver: WizardDriver, a_list: Path) -> None:
    driver.type_path(a_list)
    driver.press_next()
    step = driver.wizard.layout_step
    assert (step.sheet.currentText(), step.header.value(), step.first.value()) == ("Pegawai", 1, 2)
    assert step.choices["nip"].currentText() == "NIP"
    assert step.choices["unit"].currentText() == "UNIT KERJA"
    assert len(step.preview.rows_model.rows) == 6


def test_the_preview_shows_rejected_rows_first_and_writes_nothing(
    driver: WizardDriver, a_list: Path, clerk: Session
) -> None:
    before = _dump(clerk)
    _to_preview(driver, a_list)
    assert driver.shown() == [(4, "rejected")]
    assert "kehilangan angka" in driver.wizard.preview.detail.accessibleName() + _detail(driver)
    driver.wizard.preview.filter.choose(())
    assert driver.shown() == [
        (2, "new"), (3, "new"), (4, "rejected"), (5, "new"), (6, "new"),
    ]  # fmt: skip
    driver.wizard.preview.filter.choose({"warned"})
    assert driver.shown() == [(6, "new")]
    assert _dump(clerk) == before


def _detail(driver: WizardDriver) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(one.text() for one in driver.wizard.preview.detail.findChildren(QLabel))


def test_a_search_finds_a_row_by_nip_with_blanks(driver: WizardDriver, a_list: Path) -> None:
    _to_preview(driver, a_list)
    driver.wizard.preview.filter.choose(())
    own = nip(3)
    QTest.keyClicks(driver.wizard.preview.search, f"{own[:8]} {own[8:14]} {own[14]} {own[15:]}")
    driver.wizard.preview.search.search_now()
    assert driver.shown() == [(5, "new")]
    QTest.keyClicks(driver.wizard.preview.search, " bukan siapa pun")
    driver.wizard.preview.search.search_now()
    assert (driver.shown(), _detail(driver).strip()) == ([], "Tidak ada baris yang cocok.")


def test_importing_and_taking_back_by_keyboard(
    driver: WizardDriver, a_list: Path, clerk: Session
) -> None:
    before = _dump(clerk)
    _to_preview(driver, a_list)
    driver.press_next()
    assert driver.wizard.step == SUMMARY
    assert driver.wizard.next.text() == "Impor 4 baris"
    assert "5 dibaca, 4 diterima, 1 ditolak" in driver.words()
    told: list[str] = []
    driver.context.data_changed.connect(told.append)
    driver.press_enter()
    assert driver.wizard.step == RESULT
    assert "4 baris ditulis" in driver.words()
    assert told == ["people"]
    with clerk.reading_own() as connection:
        assert people.headcount(connection) == 4
    QTest.mouseClick(driver.wizard.end.undo, Qt.MouseButton.LeftButton)
    driver.settle()
    assert "diurungkan" in driver.message()
    assert _dump(clerk) == before


def test_rejected_rows_are_saved_to_be_corrected(
    driver: WizardDriver, a_list: Path, tmp_path: Path
) -> None:
    _to_preview(driver, a_list)
    driver.press_next()
    driver.press_next()
    target = tmp_path / "ditolak.xlsx"
    when_asked(target)
    QTest.mouseClick(driver.wizard.end.rejected, Qt.MouseButton.LeftButton)
    driver.settle()
    assert "1 baris ditulis." in driver.message()
    frame = open_book(target).sheets[0].frame
    assert list(frame.iloc[0])[-2:] == ["ALASAN", "SARAN"]


def test_a_changed_row_shows_old_and_new_and_since_when(
    driver: WizardDriver, a_list: Path, tmp_path: Path
) -> None:
    _to_preview(driver, a_list)
    driver.press_next()
    driver.press_next()
    driver.wizard.show_step(FILE)
    promoted = person(0, GOLONGAN="III/b", TMT_GOLONGAN=date(2020, 10, 1))
    _to_preview(driver, write_xlsx(tmp_path / "baru.xlsx", {"A": grid([promoted, person(1)])}))
    driver.wizard.preview.filter.choose(())
    assert driver.shown() == [(2, "changed"), (3, "unchanged")]
    driver.wizard.preview.table.select_place(0)
    assert "III/a → III/b" in _detail(driver)
    assert "sejak 1 Oktober 2020" in _detail(driver)


def test_unknown_headings_are_pointed_out_once_and_remembered(
    driver: WizardDriver, tmp_path: Path
) -> None:
    rows = [["Kode orang", "Sebutan", "Tempat"], [nip(1), "Ani", "Dinas Kesehatan"]]
    path = write_xlsx(tmp_path / "aneh.xlsx", {"Lembar1": rows})
    driver.type_path(path)
    driver.press_next()
    driver.press_next()
    assert driver.wizard.step == LAYOUT
    assert "Kolom NIP" in driver.message()
    choices = driver.wizard.layout_step.choices
    for field, place in (("nip", 1), ("name", 2), ("unit", 3)):
        choices[field].setFocus()
        for _ in range(place):
            QTest.keyClick(choices[field], Qt.Key.Key_Down)
    driver.press_next()
    assert driver.wizard.step == PREVIEW
    assert driver.shown() == [(2, "new")]
    driver.press_back()
    driver.press_back()
    driver.press_next()
    assert driver.wizard.layout_step.columns() == {"nip": 0, "name": 1, "unit": 2}
    assert driver.wizard.layout_step.check() == ""


def test_the_same_file_again_writes_nothing_and_says_so(driver: WizardDriver, a_list: Path) -> None:
    _to_preview(driver, a_list)
    driver.press_next()
    driver.press_next()
    driver.wizard.show_step(FILE)
    _to_preview(driver, a_list)
    driver.press_next()
    assert "sudah masuk sebagai impor" in driver.words()
    assert driver.wizard.next.text() == "Selesai"
    driver.press_next()
    assert "Tidak ada yang ditulis" in driver.words()


def test_an_earlier_import_is_taken_back_from_the_list(
    driver: WizardDriver, a_list: Path, clerk: Session
) -> None:
    before = _dump(clerk)
    _to_preview(driver, a_list)
    driver.press_next()
    driver.press_next()
    driver.wizard.show_step(FILE)
    driver.reload_history()
    history = driver.wizard.file.history
    history.table.select_place(0)
    driver.in_dialog(
        lambda: QTest.mouseClick(history.undo, Qt.MouseButton.LeftButton),
        lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return),
    )
    assert _dump(clerk) == before
    assert not history.undo.isEnabled()


def test_kominfo_may_only_bring_in_its_own_list(
    office: Session, jobs: Jobs, settings: Settings
) -> None:
    session = Session(office.database, Actor("budi", "Budi", Role.KOMINFO))
    driver = WizardDriver(Context(session, jobs, settings, Month(2021, 1)))
    file = driver.wizard.file
    kinds = [file.kind.itemData(n) for n in range(file.kind.count())]
    assert kinds == ["employees", "attendance", "punches", "activities"]
    assert file.chosen_source == "kominfo"
    driver.close()


def test_daily_records_show_what_needs_a_look(
    clerk: Session, jobs: Jobs, settings: Settings, tmp_path: Path
) -> None:
    staff = write_xlsx(tmp_path / "daftar.xlsx", {"Pegawai": grid([person(1)])})
    imports.run(clerk, "employees", staff)
    path = tmp_path / "hadir.csv"
    lines = [f"{nip(1)},2021-01-04,07:30,16:00", f"{nip(2)},2021-01-04,07:30,16:00"]
    lines.append(f"{nip(1)},2021-01-05,16:00,07:30")
    path.write_text("\n".join(["nip,tanggal,masuk,pulang", *lines]), "utf-8")
    kominfo = Session(clerk.database, Actor("budi", "Budi", Role.KOMINFO), lambda: NOW)
    driver = WizardDriver(Context(kominfo, jobs, settings, Month(2021, 1)), "attendance")
    _to_preview(driver, path)
    driver.wizard.preview.filter.choose(())
    assert driver.shown() == [(3, "rejected"), (4, "accepted")]
    driver.press_next()
    assert driver.wizard.next.text() == "Impor 2 baris"
    driver.close()
    path.write_text("\n".join(["nip,tanggal,masuk,pulang", lines[0]]), "utf-8")
    driver = WizardDriver(Context(kominfo, jobs, settings, Month(2021, 1)), "attendance")
    _to_preview(driver, path)
    assert (driver.shown(), _detail(driver).strip()) == (
        [],
        "Tidak ada baris yang perlu diperiksa.",
    )
    driver.close()


def test_who_may_import_nothing_is_told_so(office: Session, jobs: Jobs, settings: Settings) -> None:
    leader = Session(office.database, Actor("w", "W", Role.PIMPINAN))
    with pytest.raises(NotAllowed, match="tidak mengimpor"):
        require_import(Context(leader, jobs, settings, Month(2021, 1)))


def _throw_away() -> None:
    question = QApplication.activeModalWidget()
    assert isinstance(question, Dialog)
    QTest.mouseClick(question.verb, Qt.MouseButton.LeftButton)


def test_escape_closes_the_wizard_and_nothing_has_changed(
    driver: WizardDriver, a_list: Path, clerk: Session
) -> None:
    before = _dump(clerk)
    _to_preview(driver, a_list)
    QTimer.singleShot(0, _throw_away)
    QTest.keyClick(driver.wizard, Qt.Key.Key_Escape)
    assert not driver.wizard.isVisible()
    assert _dump(clerk) == before


def test_escape_asks_once_a_list_was_read(driver: WizardDriver, a_list: Path) -> None:
    driver.type_path(a_list)
    driver.press_next()
    driver.press_next()
    with answering(lambda question: question.reject()) as asked:
        QTest.keyClick(driver.wizard, Qt.Key.Key_Escape)
    assert asked == ["Tutup tanpa menyimpan?"]
    assert driver.wizard.isVisible()
    assert driver.wizard.plan is not None


def test_the_verdict_stands_beside_the_row_number_without_scrolling(
    driver: WizardDriver, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "daftar.xlsx", {"Pegawai": grid([person(1)])})
    _to_preview(driver, path)
    driver.wizard.show()
    table = driver.wizard.preview.table
    assert [column.title for column in table.rows_model.columns[:2]] == ["Baris", "Putusan"]
    right = table.columnViewportPosition(1) + table.columnWidth(1)
    assert 0 < table.columnViewportPosition(1) < right <= table.viewport().width()


# ── repairing in place ──────────────────────────────────────────────────────────────────────


def test_a_rejected_cell_is_put_right_in_place_and_checked_again(
    driver: WizardDriver, a_list: Path, clerk: Session
) -> None:
    _to_preview(driver, a_list)
    assert driver.shown() == [(4, "rejected")]
    driver.repair("19850312200501200x")
    assert driver.wizard.step == PREVIEW
    assert driver.shown() == [(4, "rejected")]
    assert "selain angka" in _detail(driver)
    driver.repair(nip(2))
    assert driver.wizard.step == PREVIEW
    assert driver.shown() == [(n, "new") for n in (2, 3, 4, 5, 6)]
    driver.enter_where_the_focus_is()
    assert driver.wizard.step == SUMMARY
    assert "1 sel dibetulkan" in driver.words()
    driver.enter_where_the_focus_is()
    assert driver.wizard.step == RESULT
    with clerk.reading_own() as connection:
        assert people.headcount(connection) == 5
        assert nip(2) in people.ids_by_nip(connection)


def test_a_row_is_left_out_and_taken_in_again(driver: WizardDriver, a_list: Path) -> None:
    _to_preview(driver, a_list)
    QTest.mouseClick(driver.wizard.preview.leave, Qt.MouseButton.LeftButton)
    driver.settle()
    assert driver.wizard.preview.heading.text() == "4 dibaca, 4 diterima, 0 ditolak"
    QTest.mouseClick(driver.wizard.preview.again, Qt.MouseButton.LeftButton)
    driver.settle()
    assert driver.wizard.preview.heading.text() == "5 dibaca, 4 diterima, 1 ditolak"


def test_reasons_and_repairs_stay_true_after_going_back(
    driver: WizardDriver, a_list: Path, tmp_path: Path
) -> None:
    _to_preview(driver, a_list)
    driver.repair(nip(2))
    driver.press_back()
    driver.press_back()
    driver.press_next()
    driver.press_next()
    assert driver.wizard.preview.heading.text() == "5 dibaca, 5 diterima, 0 ditolak"
    driver.press_back()
    driver.press_back()
    _to_preview(driver, write_xlsx(tmp_path / "lain.xlsx", {"A": grid([person(7, NIP="1")])}))
    assert driver.shown() == [(2, "rejected")]
    assert "NIP 1 angka" in _detail(driver)


def test_what_a_new_person_will_be_is_shown(driver: WizardDriver, a_list: Path) -> None:
    _to_preview(driver, a_list)
    driver.wizard.preview.filter.choose(())
    driver.wizard.preview.table.select_place(0)
    said = _detail(driver)
    assert "Akan ditambahkan" in said
    assert "Guru Ahli Pertama" in said
    assert "1 Januari 2005" in said


def test_what_is_hidden_is_said_with_a_choice(driver: WizardDriver, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "h.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, numbers in (("Data", (1, 2)), ("Lampiran", (3,))):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["NIP", "NAMA", "UNIT KERJA"])
        for row, number in enumerate(numbers, start=1):
            sheet.write_row(row, 0, [nip(number), "Ani", "Dinas Kesehatan"])
    book.worksheets()[0].set_row(2, None, None, {"hidden": True})
    book.worksheets()[1].hide()
    book.close()
    driver.type_path(path)
    driver.press_enter()
    step = driver.wizard.layout_step
    assert "1 baris" in step.hidden_rows.text()
    assert "‘Lampiran’" in step.hidden_sheets.text()
    driver.press_enter()
    assert driver.wizard.preview.heading.text() == "2 dibaca, 2 diterima, 0 ditolak"
    driver.press_back()
    step.hidden_rows.setFocus()
    QTest.keyClick(step.hidden_rows, Qt.Key.Key_Space)
    QTest.keyClick(step.hidden_sheets, Qt.Key.Key_Space)
    driver.settle()
    driver.press_next()
    assert driver.wizard.step == PREVIEW
    assert driver.wizard.preview.heading.text() == "2 dibaca, 2 diterima, 0 ditolak"
    sheets = {row.sheet for row in driver.wizard.preview.table.rows_model.rows}
    assert sheets == {"Data", "Lampiran"}
