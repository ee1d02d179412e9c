"""A clerk of BKPSDM finds, reads, corrects and moves people, by keyboard and mouse."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QRadioButton, QTableView

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.events import Event, read_event_kind
from polima_desktop.domain.periods import Month
from polima_desktop.formatting import WITA, short_date
from polima_desktop.imports.sheets import open_book
from polima_desktop.services.months.standing import standing
from polima_desktop.services.session import Session
from polima_desktop.services.staff import documents, events, roster, units
from polima_desktop.services.staff import people as people_service
from polima_desktop.services.staff.events import Happening
from polima_desktop.services.staff.people import Correction
from polima_desktop.storage.staff import statements
from polima_desktop.storage.staff.statements import DATA, New
from polima_desktop.storage.unit_of_work import unit_of_work
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.settings import Settings
from polima_desktop.views.staff import acts
from polima_desktop.views.staff.board import BoardDialog
from polima_desktop.views.staff.clash import ClashDialog
from polima_desktop.views.staff.dialogs import StateDialog
from polima_desktop.views.staff.editor import NewPersonEditor, PersonEditor
from polima_desktop.views.staff.events import EventDialog
from polima_desktop.views.staff.touched import BulkDialog
from polima_desktop.views.staff.tree import PEOPLE_ROLE, UNIT_ROLE
from polima_desktop.views.staff.unit_history import UnitHistoryDialog
from polima_desktop.views.staff.units import MergeForm, UnitForm, UnitsDialog
from polima_desktop.views.widgets import Timeline
from tests.views.file_dialogs import when_asked
from tests.views.staff.world import NOW, SARMINA, PegawaiDriver, clerk, type_into

TODAY = date(2021, 1, 31)


@pytest.fixture
def driver(rita: Session, jobs: Jobs, settings: Settings) -> PegawaiDriver:
    return PegawaiDriver.alone(Context(rita, jobs, settings, Month(2021, 1)))


def _words(widget: object) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))  # type: ignore[attr-defined]


def test_the_list_shows_everybody_and_says_what_to_do(driver: PegawaiDriver) -> None:
    assert len(driver.names()) == 6
    assert driver.page.count.text() == "6 pegawai"
    assert driver.page.next_step.text().startswith("Lengkapi")
    assert driver.page.strip.position.text().endswith("dari 6")


def test_a_search_in_any_spelling_narrows_the_list(driver: PegawaiDriver) -> None:
    driver.search("waode sarmina")
    assert driver.names() == ["Wa Ode Sarmina Hadi"]
    assert driver.page.count.text() == "1 cocok dari 6"
    driver.search("samrin")
    assert driver.names() == []
    assert "‘samrin’" in driver.page.no_hit.title.text()
    QTest.keyClick(driver.page.search, Qt.Key.Key_Escape)
    assert len(driver.names()) == 6


def test_filters_narrow_and_can_be_saved_and_used_again(driver: PegawaiDriver) -> None:
    page = driver.page
    page.filters["golongan"].choose({"III/a", "III/c"})
    page.filters["family"].choose({"guru"})
    assert sorted(driver.names()) == ["Wa Ima Lestari", "Wa Ode Sarmina Hadi"]

    def name_it(dialog: QDialog) -> None:
        type_into(dialog.form.fields["name"].editor, "Guru III")  # type: ignore[attr-defined]
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    driver.in_dialog(page.save_filter, name_it)
    page.clear_filter()
    assert len(driver.names()) == 6
    page.use_filter(page._saved()["Guru III"])
    assert sorted(driver.names()) == ["Wa Ima Lestari", "Wa Ode Sarmina Hadi"]


def test_a_unit_in_the_tree_narrows_to_it_and_what_is_below(driver: PegawaiDriver) -> None:
    tree = driver.page.tree
    labels = {index.data(): index for index in tree._indexes()}
    tree.setCurrentIndex(labels["Disdikbud"])
    assert len(driver.names()) == 4
    tree.setCurrentIndex(labels["PUPR"])
    assert len(driver.names()) == 2
    tree.setCurrentIndex(labels["Semua unit"])
    assert len(driver.names()) == 6


def test_the_selection_and_the_filter_survive_a_refresh(driver: PegawaiDriver) -> None:
    driver.search("guru")
    driver.choose("Wa Ima Lestari")
    driver.page.refresh()
    driver.settle()
    assert driver.names() == ["Wa Ode Sarmina Hadi", "Wa Ima Lestari"]
    row = driver.page.table.current_row()
    assert row is not None
    assert row[roster.Listed._fields.index("name")] == "Wa Ima Lestari"


def test_the_pane_shows_the_past_on_the_thread(driver: PegawaiDriver) -> None:
    driver.choose("Wa Ode Sarmina Hadi")
    file = driver.page.pane.file
    assert file is not None
    assert [row.valid_from for row in file.assignments] == [date(2017, 1, 1), date(2021, 1, 1)]
    assert "19840312 200902 2 004" in _words(driver.page.pane)
    (line,) = [one for one in driver.page.pane.findChildren(Timeline) if len(one.items) == 2]
    local = file.assignments[1].recorded_at.astimezone(WITA)
    hand = f"rita, {short_date(local.date())}, {local:%H.%M} WITA"
    assert [(item.title, *item.lines) for item in line.items] == [
        ("Guru Ahli Muda, kelas 9", "SD Negeri 2 Wameo", "SK 821/114/2020, 20 Des 2020", hand),
        ("Guru Ahli Muda, kelas 8", "SD Negeri 2 Wameo", "SK 823/071/2016, 20 Jun 2016", hand),
    ]


def test_a_new_golongan_says_from_what_to_what_and_repeats_no_line(
    driver: PegawaiDriver, rita: Session
) -> None:
    driver.choose("Rosmina")
    rise = Event(read_event_kind("Kenaikan pangkat"), date(2021, 1, 5), job={"golongan": "IV/c"},
                 decree_number="823/2/2021")  # fmt: skip
    events.record(rita, [Happening(driver.page.table.current_key(), rise)])
    driver.page.refresh()
    driver.settle()
    lines = [item for one in driver.page.pane.findChildren(Timeline) for item in one.items]
    assert lines[0].title == "Golongan IV/b → IV/c"
    assert lines[0].lines[:2] == ["TMT golongan – → 05-01-2021", "SK 823/2/2021"]
    assert lines[0].lines[2].endswith("WITA")
    (record,) = [item for item in lines if item.title == "Kenaikan pangkat"]
    assert record.lines[0] == "Golongan IV/b → IV/c, TMT golongan – → 05-01-2021"


def test_rows_are_copied_as_text(driver: PegawaiDriver) -> None:
    driver.choose("Rosmina")
    QTest.keyClick(driver.page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0].startswith("Nama\tNIP\tGol.")
    assert "Rosmina\t19680419 199303 2 009\tIV/b" in copied


def test_a_correction_asks_for_day_and_paper_and_is_saved(
    driver: PegawaiDriver, rita: Session
) -> None:
    driver.choose("La Samiun Tarafu")

    def correct(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        dialog.tabs.setCurrentIndex(1)
        box = dialog.inputs["job_class"].editor
        box.setFocus()
        box.setCurrentIndex(box.findData(7))  # type: ignore[union-attr]
        type_into(dialog.since, "1 Januari 2021")
        type_into(dialog.decree, "821/7/2021")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(lambda: QTest.keyClick(driver.page.table, Qt.Key.Key_Return), correct)
    saved = next(r for r in roster.roster(rita, TODAY).rows if r.name == "La Samiun Tarafu")
    assert saved.job_class == 7
    message = driver.page.notices.messages.message
    assert message is not None
    assert message.text == "Yang berubah: Kelas jabatan."


def test_an_unknown_superior_that_stood_there_hinders_no_other_change(
    driver: PegawaiDriver, rita: Session
) -> None:
    driver.choose("La Samiun Tarafu")
    person = driver.page.table.current_key()
    with unit_of_work(rita.database, "rita", "test.list", NOW) as work:  # as a list brings it
        unknown = {"superior_nip": "198001012005011009"}
        said = New(person, DATA, date(2021, 1, 1), fields=unknown)
        statements.write(work, [said])
    driver.page.refresh()
    driver.settle()

    def correct(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        dialog.tabs.setCurrentIndex(1)
        dialog.inputs["job_class"].set_value(7)
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(driver.page.acts.edit_person, correct)
    assert roster.person_file(rita, person, TODAY).now.job_class == 7


def test_a_wrong_value_is_named_under_its_field_and_nothing_is_saved(
    driver: PegawaiDriver, rita: Session
) -> None:
    driver.choose("Rosmina")

    def spoil(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        type_into(dialog.inputs["birth_date"].editor, "31 Februari 1985")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        assert "31 Februari 1985 tidak ada" in dialog.inputs["birth_date"].widget.error
        assert dialog.isVisible()
        QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)

    before = roster.roster(rita, TODAY).rows
    driver.in_dialog(driver.page.acts.edit_person, spoil)
    assert roster.roster(rita, TODAY).rows == before


def test_a_number_that_contradicts_the_birth_date_is_said_while_typing(
    driver: PegawaiDriver,
) -> None:
    driver.choose("Wa Ima Lestari")

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        assert "lahir 8 Mei 1991" in dialog.said.text()
        type_into(dialog.inputs["birth_date"].editor, "9 Mei 1991")
        assert "menurut NIP" in dialog.doubt.text()
        dialog.reject()

    driver.in_dialog(driver.page.acts.edit_person, look)


def test_the_second_clerk_sees_both_values_and_chooses(
    driver: PegawaiDriver, rita: Session
) -> None:
    driver.choose("Wa Ode Sarmina Hadi")
    person = driver.page.table.current_key()
    budi = clerk(rita.database, "budi")

    def clash(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        theirs = {"job_class": 10}
        people_service.correct(budi, Correction(person, date(2021, 1, 1), {"job_class": 9}, theirs))
        box = dialog.inputs["job_class"].editor
        box.setCurrentIndex(box.findData(11))  # type: ignore[union-attr]

        def choose(choice: QDialog) -> None:
            assert isinstance(choice, ClashDialog)
            texts = [button.text() for button in choice.findChildren(QRadioButton)]
            assert texts == ["Tersimpan: 10", "Isian ini: 11"]
            assert not choice.verb.isEnabled()
            choice.findChildren(QRadioButton)[1].click()
            QTest.mouseClick(choice.verb, Qt.MouseButton.LeftButton)

        driver.in_dialog(
            lambda: (QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton), driver.settle()),
            choose,
        )

    driver.in_dialog(driver.page.acts.edit_person, clash)
    file = roster.person_file(rita, person, TODAY)
    assert file.now.job_class == 11


def test_somebody_new_is_entered(driver: PegawaiDriver, rita: Session) -> None:
    def enter(dialog: QDialog) -> None:
        assert isinstance(dialog, NewPersonEditor)
        type_into(dialog.inputs["nip"].editor, "19900101 201903 1 003")
        type_into(dialog.inputs["name"].editor, "La Karim Wajo")
        dialog.tabs.setCurrentIndex(1)
        unit = dialog.inputs["unit"].editor
        unit.setCurrentText("SD Negeri 2 Wameo")  # type: ignore[union-attr]
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(lambda: QTest.mouseClick(driver.page.add, Qt.MouseButton.LeftButton), enter)
    assert "La Karim Wajo" in driver.names()
    row = driver.page.table.current_row()
    assert row is not None
    assert row[roster.Listed._fields.index("nip")] == "199001012019031003"


def test_an_event_is_recorded_for_everybody_selected(driver: PegawaiDriver, rita: Session) -> None:
    driver.search("guru")
    driver.page.table.selectAll()

    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, EventDialog)
        assert dialog.verb.text() == "Catat untuk 2 pegawai"
        dialog.kind.setCurrentIndex(dialog.kind.findData("cuti_sakit"))
        type_into(dialog.starts, "4 Januari 2021")
        type_into(dialog.ends, "8 Januari 2021")
        driver.in_dialog(lambda: QTest.keyClick(dialog, Qt.Key.Key_Return), agree)

    def agree(dialog: QDialog) -> None:
        assert isinstance(dialog, BulkDialog)
        assert dialog.verb.text() == "Catat untuk 2 pegawai"
        assert "4 Januari 2021 sampai 8 Januari 2021. Tanpa nomor SK." in _words(dialog)
        assert [
            (row.name, row.nip[:8], row.age, row.what) for row in dialog.table.rows_model.rows
        ] == [
            ("Wa Ode Sarmina Hadi", "19840312", 36, "Cuti sakit"),
            ("Wa Ima Lestari", "19910508", 29, "Cuti sakit"),
        ]
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    driver.in_dialog(driver.page.acts.record_event, fill_in)
    for row in driver.page.table.rows_model.rows:
        spells = roster.person_file(rita, row[0], TODAY).spells
        assert [(s.kind, s.valid_to) for s in spells] == [("cuti_sakit", date(2021, 1, 9))]


def test_a_bulk_act_asks_for_the_decree_and_can_be_turned_back(
    driver: PegawaiDriver, rita: Session
) -> None:
    driver.page.table.selectAll()

    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, EventDialog)
        dialog.kind.setCurrentIndex(dialog.kind.findData("mutasi"))
        type_into(dialog.job["unit"].editor.lineEdit(), "disdikbud")  # type: ignore[union-attr]
        driver.in_dialog(lambda: QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton), turn)
        dialog.reject()

    def turn(dialog: QDialog) -> None:
        assert isinstance(dialog, BulkDialog)
        assert "Mutasi ditetapkan dengan SK; nomornya belum diisi." in _words(dialog)
        told = {row.name: row.what for row in dialog.table.rows_model.rows}
        assert len(told) == 6
        assert told["La Samiun Tarafu"].startswith(
            "Unit kerja Dinas Pekerjaan Umum dan Penataan Ruang → Dinas Pendidikan dan Kebudayaan"
        )
        dialog.reject()

    driver.in_dialog(driver.page.acts.record_event, fill_in)
    file = driver.page.pane.file
    assert file is not None
    assert not [one for one in events.listed(rita, file.id) if not one.said.first]


def test_an_event_with_a_wrong_end_stays_open_with_the_reason(driver: PegawaiDriver) -> None:
    driver.choose("Rosmina")

    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, EventDialog)
        dialog.kind.setCurrentIndex(dialog.kind.findData("hukdis"))
        type_into(dialog.note, "parah")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        assert "ringan, sedang, berat" in dialog.fields["note"].error
        dialog.reject()

    driver.in_dialog(driver.page.acts.record_event, fill_in)


def test_the_list_as_of_another_day_and_as_known_then(driver: PegawaiDriver) -> None:
    def ask(dialog: QDialog) -> None:
        assert isinstance(dialog, StateDialog)
        type_into(dialog._day, "15-12-2020")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    driver.in_dialog(driver.page.acts.ask_state, ask)
    place = roster.Listed._fields.index("job_class")
    classes = {row[2]: row[place] for row in driver.page.table.rows_model.rows}
    assert classes["Wa Ode Sarmina Hadi"] == 8

    def ask_before(dialog: QDialog) -> None:
        assert isinstance(dialog, StateDialog)
        type_into(dialog._known, "11 Januari 2021")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)

    driver.in_dialog(driver.page.acts.ask_state, ask_before)
    assert driver.names() == []


def test_the_board_counts_and_opens_its_rows(driver: PegawaiDriver) -> None:
    def pick(dialog: QDialog) -> None:
        assert isinstance(dialog, BoardDialog)
        rows = dialog.table.rows_model.rows
        place = next(n for n, row in enumerate(rows) if row[0] == ("no_class", "PUPR"))
        assert rows[place][3] == 1
        dialog.table.select_place(place)
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)

    driver.in_dialog(driver.page.show_board, pick)
    assert driver.names() == ["La Samiun Tarafu"]


def test_an_auditor_reads_and_changes_nothing(
    rita: Session, jobs: Jobs, settings: Settings
) -> None:
    auditor = Session(rita.database, Actor("a", "Auditor", Role.AUDITOR))
    driver = PegawaiDriver.alone(Context(auditor, jobs, settings, Month(2021, 1)))
    driver.choose("Rosmina")
    assert not driver.page.add.isVisible()
    assert not driver.page.import_.isVisible()
    assert not driver.page.pane.edit.isEnabled()


def test_an_empty_office_says_how_to_begin(context: Context) -> None:
    driver = PegawaiDriver.alone(context)
    assert driver.page.stack.currentWidget() is driver.page.empty
    assert driver.page.empty.title.text() == "Belum ada daftar pegawai."


def test_who_left_is_not_counted_has_a_chip_and_is_found_by_name(
    driver: PegawaiDriver, rita: Session
) -> None:
    gone = driver.page.shown.rows()[0]
    event = Event(read_event_kind("Pensiun"), date(2021, 1, 2), decree_number="882/1",
                  decree_date=date(2020, 12, 1))  # fmt: skip
    events.record(rita, [Happening(gone.id, event)])
    driver.page.refresh()
    driver.settle()
    assert gone.name not in driver.names()
    assert driver.page.count.text() == "5 pegawai"
    facts, board = standing(rita, Month(2021, 1)).facts, roster.roster(rita, TODAY).board()
    counted = {code: sum(offices.values()) for code, offices in board.items() if offices}
    assert (facts.people, dict(facts.flawed)) == (5, counted)
    assert driver.page.gone.isVisibleTo(driver.page)
    driver.page.show_gone()
    assert driver.names() == [gone.name]
    driver.page.clear_filter()
    driver.page.focus_on(person=gone.id)
    assert driver.names() == [gone.name]


def test_another_page_can_send_to_a_person(driver: PegawaiDriver, rita: Session) -> None:
    driver.search("fajrin")
    person = next(r.id for r in roster.roster(rita, TODAY).rows if r.nip == SARMINA)
    driver.page.focus_on(person=person)
    assert driver.page.table.current_key() == person


def test_a_unit_is_renamed_and_another_is_merged(driver: PegawaiDriver) -> None:
    def said(dialog: UnitsDialog) -> str:
        message = dialog.notices.messages.message
        return message.bold if message else ""

    def rename(form: QDialog) -> None:
        assert isinstance(form, UnitForm)
        assert form.code.isReadOnly()
        type_into(form.since, "1 Januari 2021")
        type_into(form.name, "Dinas Pekerjaan Umum")
        QTest.mouseClick(form.verb, Qt.MouseButton.LeftButton)

    def merge(form: QDialog) -> None:
        assert isinstance(form, MergeForm)
        type_into(form.since, "1 Januari 2021")
        driver.settle()
        assert form.moving is not None
        assert form.moving.words.text() == (
            "2 pegawai pindah: Wa Ima Lestari dan Wa Ode Sarmina Hadi."
        )
        form.target.setCurrentIndex(form.target.findData("DIN-01"))
        QTest.mouseClick(form.verb, Qt.MouseButton.LeftButton)

    def look_back(dialog: QDialog) -> None:
        assert isinstance(dialog, UnitHistoryDialog)
        driver.settle()
        assert dialog.table.rows_model.rows[0].what.startswith("perubahan unit Dinas Pekerjaan")

        def say_why(asked: QDialog) -> None:
            (text,) = asked.findChildren(QPlainTextEdit)
            QTest.keyClicks(text, "salah nama")
            QTest.mouseClick(asked.verb, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]

        driver.in_dialog(lambda: QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton), say_why)
        assert dialog.table.rows_model.rows[0].state == "salah nama"
        assert not dialog.verb.isEnabled()
        dialog.reject()

    def manage(dialog: QDialog) -> None:
        assert isinstance(dialog, UnitsDialog)
        driver.settle()
        code = [line.code for line in dialog.table.rows_model.rows]
        dialog.table.select_place(code.index("DIN-06"))
        driver.in_dialog(lambda: QTest.keyClick(dialog.table, Qt.Key.Key_Return), rename)
        assert "Dinas Pekerjaan Umum" in [line.name for line in dialog.table.rows_model.rows]
        assert said(dialog) == (
            "Dinas Pekerjaan Umum dan Penataan Ruang menjadi Dinas Pekerjaan Umum "
            "berlaku sejak 1 Januari 2021, untuk 2 pegawai di dalamnya."
        )
        code = [line.code for line in dialog.table.rows_model.rows]
        dialog.table.select_place(code.index("SD-02"))
        driver.in_dialog(dialog.merge, merge)
        assert {line.code for line in dialog.table.rows_model.rows} == {"DIN-01", "DIN-06"}
        assert said(dialog) == (
            "SD Negeri 2 Wameo digabung ke Dinas Pendidikan dan Kebudayaan sejak 1 Januari 2021; "
            "2 pegawai pindah."
        )
        dialog.table.setFocus()
        QTest.keyClick(dialog.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        driver.settle()
        assert len(dialog.table.rows_model.rows) == 3
        assert said(dialog).startswith("Diurungkan: penggabungan SD Negeri 2 Wameo")
        dialog.table.select_place(
            [line.code for line in dialog.table.rows_model.rows].index("SD-02")
        )
        driver.in_dialog(dialog.merge, merge)
        dialog.table.select_place(
            [line.code for line in dialog.table.rows_model.rows].index("DIN-06")
        )
        driver.in_dialog(dialog.open_history, look_back)
        names = [line.name for line in dialog.table.rows_model.rows]
        assert "Dinas Pekerjaan Umum dan Penataan Ruang" in names
        dialog.reject()

    driver.in_dialog(
        lambda: QTest.mouseClick(driver.page.manage_units, Qt.MouseButton.LeftButton), manage
    )
    assert {row.unit for row in driver.page.shown.roster.rows} == {  # type: ignore[union-attr]
        "Dinas Pendidikan dan Kebudayaan",
        "Dinas Pekerjaan Umum dan Penataan Ruang",
    }


def test_a_paper_is_attached_copied_out_and_taken_out_of_the_list(
    driver: PegawaiDriver, rita: Session, tmp_path: Path
) -> None:
    scan = tmp_path / "sk-821.pdf"
    scan.write_bytes(b"%PDF-1.4 sk")
    driver.choose("Rosmina")
    person = driver.page.table.current_key()

    def file_it(dialog: QDialog) -> None:
        assert isinstance(dialog, PersonEditor)
        dialog.papers.attach_file(scan, "SK kenaikan pangkat")
        dialog.papers.attach_file(tmp_path / "virus.exe", "Bukan dokumen")
        driver.settle()
        assert [row.title for row in dialog.papers.table.rows_model.rows] == ["SK kenaikan pangkat"]
        message = dialog.notices.messages.message
        assert message is not None
        assert "virus.exe bukan dokumen" in message.bold + message.text
        dialog.papers.table.select_place(0)
        (paper,) = documents.listed(rita, person)
        documents.save_copy(rita, paper, tmp_path / "salinan.pdf")
        dialog.papers.withdraw()
        driver.settle()
        dialog.reject()

    driver.in_dialog(driver.page.acts.edit_person, file_it)
    assert (tmp_path / "salinan.pdf").read_bytes() == scan.read_bytes()
    assert documents.listed(rita, person) == []


def test_the_form_helps_to_fill_itself_in(driver: PegawaiDriver, rita: Session) -> None:
    def fill_in(dialog: QDialog) -> None:
        assert isinstance(dialog, NewPersonEditor)
        type_into(dialog.inputs["nip"].editor, "19900215 201903 2 007")
        told = {name: dialog.inputs[name].read().value for name in ("birth_date", "sex")}
        assert told == {"birth_date": date(1990, 2, 15), "sex": "P"}
        assert dialog.inputs["cpns_date"].read().value == date(2019, 3, 1)
        type_into(dialog.inputs["nip"].editor, "198506172010011003")
        assert dialog.inputs["birth_date"].read().value == date(1985, 6, 17)
        type_into(dialog.inputs["name"].editor, "La Ode Baru")
        dialog.tabs.setCurrentIndex(1)
        type_into(dialog.inputs["unit"].editor.lineEdit(), "pupr")  # type: ignore[union-attr]
        assert dialog.inputs["unit"].read().value == "DIN-06"
        superior = dialog.inputs["superior_nip"]
        type_into(superior.editor, "196804191993032001")
        assert superior.widget.error == (
            "NIP 196804191993032001 tidak ada dalam daftar pegawai. Periksa nomornya."
        )
        type_into(superior.editor, "196804191993032009")
        assert superior.widget.error == ""
        assert superior.widget.note == "Rosmina, Sekretaris Dinas"
        completer = dialog.inputs["position"].editor.completer()
        completer.setCompletionPrefix("ahli")
        assert completer.completionCount() == 2
        QTest.keyClick(dialog.since, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        assert dialog.since.calendar is not None
        days = dialog.since.calendar.findChild(QTableView)
        QTest.keyClick(days, Qt.Key.Key_Right)
        QTest.keyClick(days, Qt.Key.Key_Return)
        assert dialog.since.text() == "2 Januari 2021"
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        driver.settle()

    driver.in_dialog(driver.page.acts.add_person, fill_in)
    row = next(one for one in roster.roster(rita, TODAY).rows if one.name == "La Ode Baru")
    assert (row.nip, row.unit_id) == (
        "198506172010011003",
        next(u.id for u in units.listed(rita, TODAY)[0] if u.code == "DIN-06"),
    )
    assert row.person.assignment.superior_nip == "196804191993032009"


def test_the_list_is_narrowed_by_what_is_known_of_people_and_the_tree_follows(
    driver: PegawaiDriver,
) -> None:
    page = driver.page

    def counts() -> dict[str, int]:
        return {index.data(): index.data(PEOPLE_ROLE) for index in page.tree._indexes()}

    assert counts() == {"Semua unit": 6, "Disdikbud": 4, "SD Negeri 2 Wameo": 2, "PUPR": 2}
    page.filters["age"].choose({"30–39"})
    assert driver.names() == ["Wa Ode Sarmina Hadi", "La Ode Fajrin Malik"]
    assert counts() == {"Semua unit": 2, "Disdikbud": 1, "SD Negeri 2 Wameo": 1, "PUPR": 1}
    (pupr,) = [i.data(UNIT_ROLE) for i in page.tree._indexes() if i.data() == "PUPR"]
    page.tree.select_unit(pupr)
    assert driver.names() == ["La Ode Fajrin Malik"]
    assert counts()["Disdikbud"] == 1
    page.clear_filter()
    page.filters["retires"].choose({2026})
    assert driver.names() == ["Rosmina"]
    page.clear_filter()
    page.filters["education"].choose({None})
    assert len(driver.names()) == 6
    page.filters["golongan"].choose({"III/d"})
    assert "III/d Penata Tingkat I" in page.filters["golongan"].text()


def test_the_export_follows_what_is_seen_and_offers_to_open_it(
    driver: PegawaiDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, opened = driver.page, list[str]()
    monkeypatch.setattr(acts, "open_in_its_program", lambda path: opened.append(path.name))
    page.filters["golongan"].choose({"III/c", "III/a"})
    keys = [column.key for column in page.table.rows_model.columns]
    page.table._show_column(keys.index("age"), shown=True)
    page.table._show_column(keys.index("position"), shown=False)
    page.table.sortByColumn(keys.index("name"), Qt.SortOrder.DescendingOrder)
    out = tmp_path / "tampak.xlsx"
    when_asked(out)
    page.acts.export_seen()
    driver.settle()
    (sheet,) = open_book(out).sheets
    assert sheet.frame.values.tolist() == [
        ["Nama", "NIP", "Gol.", "Usia", "Data"],
        ["Wa Ode Sarmina Hadi", SARMINA, "III/c", "36", "Lengkap"],
        ["Wa Ima Lestari", "199105082019032010", "III/a", "29", "Lengkap"],
    ]
    message = page.notices.messages.message
    assert message is not None
    assert (message.bold, message.link) == ("2 pegawai diekspor.", "Buka berkas")
    page.notices.messages._follow()
    assert opened == ["tampak.xlsx"]


def test_the_pane_shows_who_is_still_selected_when_a_search_narrows(driver: PegawaiDriver) -> None:
    """Case 22: the selection's kind is every list whose rows go while it is narrowed."""
    table = driver.page.table
    table.select_place(driver.names().index("Wa Ode Sarmina Hadi"))
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    driver.settle()
    assert len(table.selected_keys()) == 3
    driver.search("wa ode")
    assert len(table.selected_keys()) == 1
    file = driver.page.pane.file
    assert file is not None
    assert file.now.name == "Wa Ode Sarmina Hadi"
