"""The page Perhitungan on the small city of ``month_world``, driven with real keys and clicks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, update

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import money
from polima_desktop.services.months import arrears, golden, payments, run
from polima_desktop.storage import tables
from polima_desktop.storage.database import Database
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.months import page as page_module
from polima_desktop.views.months import run as run_module
from polima_desktop.views.months.batches import BatchesDialog, CorrectionDialog
from polima_desktop.views.months.entitled import EverybodyDialog
from polima_desktop.views.months.golden import GoldenDialog
from polima_desktop.views.months.settling import ArrearsDialog
from polima_desktop.views.widgets import Note
from tests import month_world as world
from tests.month_world import JANUARY
from tests.views.months.conftest import Open
from tests.views.months.desk_object import MonthObject, no, press, write, yes

FAJRIN = "La Ode Fajrin Malik, S.T."


@pytest.fixture
def calculated(opened: Open) -> MonthObject:
    """Give the page after freezing and calculating, both by its button."""
    desk = opened()
    desk.press()
    desk.press()
    return desk


# ── the road ────────────────────────────────────────────────────────────────────────────────


def test_an_open_month_says_what_waits_and_offers_to_freeze(opened: Open) -> None:
    desk = opened()
    assert desk.primary == "Bekukan Januari 2021"
    assert desk.steps[0] == "Bekukan: now"
    assert desk.page.waiting.isVisible()
    assert desk.page.waiting.bold.text() == "1 klaim backup manual belum diputuskan."


def test_what_is_missing_opens_the_page_and_filter_that_mends_it(opened: Open) -> None:
    desk = opened()
    asked: list[tuple[str, object]] = []
    desk.page.context.page_asked.connect(lambda page, what: asked.append((page, what)))
    before = desk.page.before
    assert [row[1].key for row in before.list.rows_model.rows] == [
        "held:Kelas jabatan kosong", "heads", "rosters", "claims",
    ]  # fmt: skip
    before.list.setFocus()
    desk.key(before.list, Qt.Key.Key_Return)
    assert asked == [("pegawai", {"problem": "no_class"})]
    assert before.table.rows_model.rows[0][1] == "Wa Ode Nirwati"
    before.table.setFocus()
    desk.key(before.table, Qt.Key.Key_Return)
    assert asked[-1] == ("pegawai", {"person": world.NIRWATI})


def test_freezing_and_calculating_lead_to_the_slips(opened: Open) -> None:
    desk = opened()
    desk.press()
    assert desk.message.startswith("Januari 2021 dibekukan. 8 aktivitas dibaca dan dirangkum")
    assert desk.sentence == "6 dari 9 pegawai berhak. Hitung slipnya."
    desk.press()
    assert desk.message.startswith("5 slip dihitung, 1 tertahan.")
    assert desk.primary == "Ajukan persetujuan"
    assert (
        desk.sentence
        == "5 slip siap diajukan. 1 slip tertahan bisa menyusul setelah datanya lengkap. "
        "1 klaim backup manual belum diputuskan."
    )
    assert len(desk.slips) == 6


def test_two_people_take_the_month_to_its_payment(calculated: MonthObject, opened: Open) -> None:
    desk = calculated
    desk.press()
    assert desk.steps[3] == "Setujui: now"
    assert desk.primary == ""
    chief = opened(Role.PIMPINAN)
    assert chief.press_with(yes) == "Setujui 5 slip"
    desk.page.refresh()
    desk.settle()
    assert desk.press_with(yes) == "Kunci 5 slip"
    assert desk.primary == "Bayar 5 slip"
    assert desk.press_with(write("00123/SP2D/2021")) == "Catat Rp 16.671.654"
    assert desk.message == "Kelompok 1: 5 slip, Rp 16.671.654 dicatat."
    assert desk.steps == [
        "Dibekukan: done", "Dihitung: done", "Diajukan: done", "Disetujui: done", "Dikunci: done",
        "Dibayar: done",
    ]  # fmt: skip
    assert desk.primary == "Rapel"


def test_what_changed_after_payment_is_found_accepted_and_paid_as_arrears(
    calculated: MonthObject, opened: Open, database: Database
) -> None:
    desk = calculated
    desk.press()
    chief = opened(Role.PIMPINAN)
    chief.press_with(yes)
    desk.page.refresh()
    desk.settle()
    desk.press_with(yes)
    desk.press_with(write("1/SP2D"))
    world.change(database, world.set_class(world.FAJRIN, 11), after=90_000)
    desk.press_with(press("Cari rapel"))
    assert desk.message.startswith("1 rapel sampai Januari 2021. Rp ")
    chief.page.refresh()
    chief.settle()
    assert chief.primary == "Periksa 1 rapel"
    chief.press_with(accept_first)
    assert chief.message.startswith("1 rapel diterima.")
    desk.page.refresh()
    desk.settle()
    desk.press_with(press("Bayar rapel", then=write("R/SP2D")))
    assert desk.message.startswith("Kelompok rapel 1: Rp ")
    (item,) = arrears.items(world.session(database))
    assert (item.shown_state, item.parts) == ("paid", {"jabatan": item.difference})


def accept_first(dialog: Dialog) -> None:
    """Take the first item alone, read why it is owed, and accept it."""
    assert isinstance(dialog, ArrearsDialog)
    assert dialog.told.text() == "Tanpa pilihan, semua yang menunggu yang diputus."
    dialog.table.selectRow(0)
    assert dialog.told.text().startswith(
        f"{FAJRIN}, Januari 2021: jabatan, golongan, dan kelas Rp "
    )
    press("Terima 1 rapel", then=write("SK kelas 11"))(dialog)


def test_a_stale_page_is_refused_with_both_figures(
    calculated: MonthObject, opened: Open, database: Database
) -> None:
    calculated.press()
    chief = opened(Role.PIMPINAN)
    finance = world.session(database)
    world.change(database, world.set_class(world.NIRWATI, 9))
    run.freeze(finance, JANUARY, Progress(), "kelas diisi")
    run.calculate(finance, JANUARY, Progress())
    run.submit(finance, JANUARY)
    assert chief.press_with(yes) == "Setujui 5 slip"
    assert chief.message.startswith("Anda melihat 5 slip · Rp 16.671.654")
    assert "sekarang 6 slip" in chief.message
    chief.page.refresh()
    chief.settle()
    assert chief.press_with(yes) == "Setujui 6 slip"


def test_of_two_windows_that_pay_at_once_one_wins_and_the_other_sees_both_figures(
    opened: Open, database: Database
) -> None:
    world.run_to("locked", world.session(database), world.session(database, Role.PIMPINAN))
    first, second = opened(), opened()
    first.press_with(write("1/SP2D"))
    assert second.press_with(write("2/SP2D")) == "Catat Rp 16.671.654"
    assert second.message.startswith(
        "Anda melihat 5 slip, Rp 16.671.654 yang belum dibayar; sekarang 0 slip, Rp 0"
    )
    (batch,) = payments.standing(world.session(database), JANUARY).batches
    assert batch.sp2d == "1/SP2D"


def test_a_double_press_takes_one_step(opened: Open, database: Database) -> None:
    desk = opened()
    for _ in range(2):
        QTest.mouseClick(desk.page.act, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.steps[:2] == ["Dibekukan: done", "Hitung: now"]
    assert desk.message.startswith("Januari 2021 dibekukan.")
    with database.reading() as connection:
        assert (
            connection.execute(select(func.count()).select_from(tables.frozen_inputs)).scalar() == 1
        )


def test_calculating_again_after_submission_asks_why(calculated: MonthObject) -> None:
    calculated.press()
    assert calculated.press_with(write("kelas menyusul"), calculated.page.again) == (
        "Tarik dan hitung ulang"
    )
    assert calculated.steps[2] == "Ajukan: now"


def test_turning_back_from_the_question_locks_nothing(
    calculated: MonthObject, opened: Open
) -> None:
    calculated.press()
    chief = opened(Role.PIMPINAN)
    chief.press_with(no)
    assert chief.steps[3] == "Setujui: now"


def test_an_auditor_reads_and_cannot_act(calculated: MonthObject, opened: Open) -> None:
    desk = opened(Role.AUDITOR)
    assert desk.primary == ""
    assert not desk.page.again.isVisible()
    assert len(desk.slips) == 6


def test_a_month_without_records_says_how_to_begin(opened: Open) -> None:
    desk = opened(month=Month(2021, 7))
    assert desk.page.empty.title.text() == "Belum ada data Juli 2021."
    assert desk.primary == ""


def test_a_refusal_is_told_in_the_bar(opened: Open, database: Database) -> None:
    desk = opened()
    run.freeze(world.session(database), JANUARY, Progress())
    run.calculate(world.session(database), JANUARY, Progress())
    run.submit(world.session(database), JANUARY)
    chief = world.session(database, Role.PIMPINAN)
    run.approve(chief, JANUARY)
    desk.press()
    assert desk.message.startswith(
        "Januari 2021 tidak bisa dibekukan lagi: sudah disetujui oleh pimpinan"
    )


# ── looking ─────────────────────────────────────────────────────────────────────────────────


def test_a_held_slip_is_found_by_its_reason(calculated: MonthObject) -> None:
    desk = calculated
    assert desk.concerns["Kelas jabatan kosong"] == 1
    desk.choose("Kelas jabatan kosong")
    assert desk.slips == ["Wa Ode Nirwati | Bidang Bina Marga | – | – | – | – | Tertahan"]
    assert desk.page.origin.remark is not None
    assert "Kelas jabatan kosong" in desk.page.origin.remark.accessibleName()
    desk.choose("Kelas jabatan kosong")
    assert len(desk.slips) == 6


def test_the_origin_of_the_chosen_slip_is_followed_and_proved(calculated: MonthObject) -> None:
    desk = calculated
    desk.click_row(2)
    row = desk.page.shown.row
    assert row is not None
    assert row.name == FAJRIN
    assert desk.proof == "Sama dengan slip"
    assert desk.origin["TPP bersih"] == "Rp 3.991.549"
    assert desk.origin["PPh 21"] == "− Rp 212.316"
    assert desk.origin["Capaian"] == "90,00 %"
    assert desk.origin["TPP kelas jabatan"] == "Rp 4.355.208"


def test_f2_goes_to_the_origin_and_arrows_walk_it(calculated: MonthObject) -> None:
    desk = calculated
    desk.click_row(2)
    desk.key(desk.page.slips.table, Qt.Key.Key_F2)
    tree = desk.page.origin.tree
    assert tree.hasFocus()
    desk.key(tree, Qt.Key.Key_Down)
    node = tree.current_node()
    assert node is not None
    assert node.title == "Kotor"


def test_an_input_under_the_cursor_lists_the_records_it_is_made_of(
    calculated: MonthObject,
) -> None:
    desk = calculated
    desk.click_row(2)
    desk.key(desk.page.slips.table, Qt.Key.Key_F2)
    assert not desk.page.origin.records.isVisible()
    desk.walk_to("Poin aktivitas")
    assert desk.page.origin.records.isVisible()
    rows = [tuple(row[2:5]) for row in desk.page.origin.table.rows_model.rows]
    assert rows == [
        ("UMUM-1 × 65: umum-1", "650", "baris 2, kegiatan.csv"),
        ("UMUM-1 × 25: umum-1", "250", "baris 3, kegiatan.csv"),
    ]


def test_arrows_on_the_table_follow_the_next_slip(calculated: MonthObject) -> None:
    desk = calculated
    desk.click_row(1)
    desk.key(desk.page.slips.table, Qt.Key.Key_Down)
    assert desk.page.origin.note.full == FAJRIN


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("fajrin", [FAJRIN]),
        ("19811104 200803", [FAJRIN]),
        ("samrin", []),
    ],
)
def test_search_finds_by_name_and_by_nip(
    calculated: MonthObject, typed: str, names: list[str]
) -> None:
    calculated.search(typed)
    assert [slip.split(" | ")[0] for slip in calculated.slips] == names


def test_another_page_can_send_to_one_slip(calculated: MonthObject, opened: Open) -> None:
    other = opened()
    other.page.focus_on(nip=world.NIPS[world.FAJRIN])
    other.settle()
    assert other.page.origin.note.full == FAJRIN
    other.page.focus_on(concern="Kelas jabatan kosong")
    assert len(other.slips) == 1


def test_no_hit_offers_to_clear_the_filter(calculated: MonthObject) -> None:
    desk = calculated
    desk.search("samrin")
    assert desk.page.slips.no_hit.isVisible()
    assert desk.page.slips.no_hit.sentence.text() == "Tidak ada slip untuk ‘samrin’."
    desk.press(desk.page.slips.clear_link)
    assert len(desk.slips) == 6
    assert desk.page.slips.table.isVisible()


def test_the_remark_of_a_held_slip_goes_with_it(calculated: MonthObject) -> None:
    desk = calculated
    desk.choose("Kelas jabatan kosong")
    assert desk.page.origin.remark is not None
    desk.choose("Kelas jabatan kosong")
    desk.click_row(0)
    assert desk.page.origin.findChildren(Note) == []


def test_calculating_again_keeps_the_place_and_tells_what_changed(
    calculated: MonthObject, database: Database
) -> None:
    desk = calculated
    desk.click_row(2)
    world.change(database, world.set_class(world.FAJRIN, 5))
    desk.press(desk.page.again)
    assert desk.message.endswith("1 berubah, 5 tetap.")
    row = desk.page.shown.row
    assert row is not None
    assert row.name == FAJRIN
    assert desk.concerns["Turun lebih dari 20 %"] == 1
    assert desk.page.origin.remark is not None
    assert "dari Rp 3.991.549, hitungan sebelumnya" in desk.page.origin.remark.accessibleName()
    assert "Jabatan, golongan, dan kelas − Rp " in desk.page.origin.remark.accessibleName()
    assert row.net is not None
    moved = desk.origin["Beda dari revisi 1"]
    assert moved == desk.origin["Jabatan, golongan, dan kelas"] == money(row.net - 3_991_549)


def test_a_locked_slip_is_reopened_by_two_people_who_see_what_changes(
    calculated: MonthObject, opened: Open, database: Database
) -> None:
    desk = calculated
    desk.press()
    chief = opened(Role.PIMPINAN)
    chief.press_with(yes)
    desk.page.refresh()
    desk.settle()
    desk.press_with(yes)
    desk.click_row(2)
    desk.press(desk.page.origin.reopen)
    assert desk.message.startswith(f"Slip {FAJRIN} tidak berubah bila dihitung ulang.")
    world.change(database, world.set_class(world.FAJRIN, 11), after=90_000)
    verb = desk.press_with(write("kelas keliru"), desk.page.origin.reopen)
    assert verb == "Usulkan buka ulang"
    assert desk.message.startswith("Usulan dicatat. Bersih Rp 3.991.549 menjadi Rp ")
    chief.page.refresh()
    chief.settle()
    assert chief.primary == "Periksa 1 buka ulang"
    assert chief.press_with(yes).startswith("Setujui Rp ")
    assert chief.message.startswith("Slip menjadi revisi 2. Bersih Rp 3.991.549 menjadi Rp ")
    assert chief.primary == ""


def test_the_seen_slips_are_exported(
    calculated: MonthObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "slip.xlsx"
    monkeypatch.setattr(page_module, "save_file", lambda *_: path)
    calculated.search("fajrin")
    calculated.press(calculated.page.export)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[0][:2] == ["NIP", "NAMA"]
    assert rows[1][:2] == ["198111042008031002", FAJRIN]
    assert rows[1][7] == 3_991_549
    assert len(rows) == 2


def test_other_pages_hear_of_the_change_and_this_one_reads_once(
    calculated: MonthObject,
) -> None:
    heard: list[str] = []
    calculated.page.context.data_changed.connect(heard.append)
    calculated.press()
    assert heard == ["months"]


def test_fourteen_people_are_in_sight_on_the_smallest_desk(calculated: MonthObject) -> None:
    page = calculated.page
    page.notices.messages.clear()
    page.resize(1176, 640)  # 1366 x 768 less the bars of the window and of the system
    calculated.settle()
    table = page.slips.table
    assert page.path.isVisible()
    assert page.band.isVisible()
    assert table.viewport().height() // table.rowHeight(0) >= 14


def test_a_filter_that_is_on_is_seen_counts_and_is_cleared(calculated: MonthObject) -> None:
    page = calculated.page
    assert not page.slips.cleared.isVisible()
    page.slips.unit.choose({"Satpol PP"})
    calculated.settle()
    assert page.slips.unit.text() == "Unit: Satpol PP (1)"
    assert len(calculated.slips) == 1
    calculated.press(page.slips.cleared)
    assert len(calculated.slips) == 6
    assert page.slips.unit.text() == "Unit: semua"


def test_freezing_can_be_cancelled_and_changes_nothing(
    opened: Open, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    desk = opened()
    pause = Event()

    def endless(_session: object, _month: object, progress: Progress, _why: str) -> None:
        while True:
            progress.report(12, 31, "Membaca kehadiran dan aktivitas")
            pause.wait(0.005)

    monkeypatch.setattr("polima_desktop.views.months.run.run.freeze", endless)
    QTest.mouseClick(desk.page.act, Qt.MouseButton.LeftButton)
    strip = desk.page.notices.progress
    qtbot.waitUntil(strip.isVisible)
    assert not desk.page.act.isEnabled()
    desk.press(strip.cancel)
    assert desk.message == "Dibatalkan. Tidak ada yang berubah."
    assert desk.page.act.isEnabled()
    assert desk.steps[0] == "Bekukan: now"


def test_f2_goes_to_the_amount_under_the_cursor_of_the_table(calculated: MonthObject) -> None:
    desk = calculated
    table = desk.page.slips.table
    for column, key in ((3, "tpp_kinerja"), (4, "tpp_disiplin"), (5, "kotor"), (6, "bersih")):
        table.setFocus()
        table.setCurrentIndex(table.rows_model.index(0, column))
        desk.settle()
        desk.key(table, Qt.Key.Key_F2)
        node = desk.page.origin.tree.current_node()
        assert node is not None
        assert node.key == key
        assert desk.page.origin.tree.hasFocus()


def test_the_origin_is_written_as_a_pdf(
    calculated: MonthObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, target = calculated, tmp_path / "asal.pdf"
    monkeypatch.setattr(page_module, "save_file", lambda *_: target)
    desk.search("fajrin")
    desk.page.on_paper.trigger()
    desk.settle()
    assert desk.message.startswith(f"Asal angka {FAJRIN} disimpan.")
    text = " ".join(page.get_textpage().get_text_range() for page in PdfDocument(target))
    assert "sama dengan slip" in text
    assert "hadir.csv" in text


def test_everybodys_state_is_listed_by_its_reason(
    calculated: MonthObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, target = calculated, tmp_path / "keadaan.xlsx"
    monkeypatch.setattr(run_module, "save_file", lambda *_: target)
    seen: list[list[str]] = []

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, EverybodyDialog)
        dialog.reason.setFocus()
        while "Kelas jabatan kosong" not in dialog.reason.currentText():
            QTest.keyClick(dialog.reason, Qt.Key.Key_Down)
        seen.append([row[1] for row in dialog.table.rows_model.rows])
        QTest.mouseClick(dialog.out, Qt.MouseButton.LeftButton)
        yes(dialog)

    desk.act(desk.page.everybody, look)
    assert seen == [["Wa Ode Nirwati"]]
    assert desk.message.startswith("1 pegawai.")
    assert CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).height == 2


# ── golden slips ────────────────────────────────────────────────────────────────────────────


def test_the_bureau_makes_a_slip_golden_from_its_row_and_lets_it_go_from_the_list(
    calculated: MonthObject, opened: Open, database: Database
) -> None:
    assert not calculated.page.choose.isEnabled()
    desk = opened(Role.ORGANISASI)
    desk.search("fajrin")
    menu = desk.page.slips.table.row_menu()
    assert desk.page.choose in menu.actions()
    assert desk.page.let_go not in menu.actions()
    desk.act(desk.page.choose, write("terlambat dua kali"))
    assert desk.message == f"Slip {FAJRIN} menjadi acuan."
    assert desk.concerns["Slip acuan"] == 1
    assert desk.page.origin.acuan.text() == "Lepas acuan"
    (one,) = golden.check(world.session(database))
    assert (one.slip.nip, one.chosen.note) == (world.NIPS[world.FAJRIN], "terlambat dua kali")
    told: list[str] = []

    def let_go(dialog: Dialog) -> None:
        assert isinstance(dialog, GoldenDialog)
        told.append(dialog.told.text())
        press("Lepas acuan")(dialog)

    desk.act(desk.page.acuan, let_go, write("diganti contoh lain"))
    assert told[0].endswith("revisi 1: semua baris sama bila dihitung ulang.")
    assert desk.message == f"Slip {FAJRIN} bukan acuan lagi."
    assert golden.check(world.session(database)) == []


def test_a_golden_slip_that_comes_out_otherwise_keeps_the_month_from_being_locked(
    opened: Open, database: Database
) -> None:
    finance = world.session(database)
    world.run_to("approved", finance, world.session(database, Role.PIMPINAN))
    golden.choose(world.session(database, Role.ORGANISASI), JANUARY, world.NIPS[world.FAJRIN], "a")
    mine = tables.slips.c.person_id == world.FAJRIN
    more = update(tables.slips).where(mine).values(net=tables.slips.c.net + 1)
    world.change(database, lambda work: work.connection.execute(more))
    desk = opened()
    desk.press_with(yes)
    assert desk.message.startswith("1 slip acuan tidak sama lagi bila dihitung ulang.")
    assert "jumlah bersih dulu Rp 3.991.550, kini Rp 3.991.549" in desk.message
    assert desk.steps[4] == "Kunci: now"
    told: list[str] = []

    def look(dialog: Dialog) -> None:
        assert isinstance(dialog, GoldenDialog)
        told.append(dialog.told.text())
        assert not dialog.let_go.isVisible()
        yes(dialog)

    desk.act(desk.page.acuan, look)
    assert told == ["Berbeda: jumlah bersih dulu Rp 3.991.550, kini Rp 3.991.549."]


# ── batches ─────────────────────────────────────────────────────────────────────────────────


def test_a_mistyped_number_and_a_returned_transfer_are_recorded_in_the_window(
    opened: Open, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run_to("locked", world.session(database), world.session(database, Role.PIMPINAN))
    payments.pay(world.session(database), JANUARY, "00132/SP2D", date(2021, 2, 8))
    desk = opened()
    desk.act(desk.page.batches, press("Ralat SP2D", corrected))
    assert desk.message == "Kelompok 1 diralat: SP2D 00123/SP2D/2021. Catatan lama tetap."
    listed = tmp_path / "bank.xlsx"
    monkeypatch.setattr(run_module, "save_file", lambda *_: listed)
    desk.act(desk.page.batches, lambda dialog: (press("Daftar bank")(dialog), yes(dialog)))
    assert desk.message.startswith("5 transfer, Rp 16.671.654.")
    assert CalamineWorkbook.from_path(str(listed)).get_sheet_by_index(0).height == 7
    desk.act(desk.page.batches, sent_back)
    assert desk.message.startswith("1 transfer kembali, Rp ")
    assert desk.primary == "Bayar 1 slip"
    (batch,) = payments.standing(world.session(database), JANUARY).batches
    assert (batch.sp2d, batch.corrected, batch.returned) == ("00123/SP2D/2021", 1, 1)


def corrected(dialog: Dialog) -> None:
    assert isinstance(dialog, CorrectionDialog)
    dialog.number.clear()
    QTest.keyClicks(dialog.number, "00123/SP2D/2021")
    QTest.keyClicks(dialog.reason, "angka tertukar")
    yes(dialog)


def sent_back(dialog: Dialog) -> None:
    assert isinstance(dialog, BatchesDialog)
    QTest.keyClicks(dialog.finder, "fajrin")
    QTest.keyClick(dialog.finder, Qt.Key.Key_Return)
    dialog.table.select_place(0)
    dialog.table.selectRow(0)
    press("Catat transfer kembali", write("rekening tutup"))(dialog)
