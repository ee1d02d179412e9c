"""A verifier works through the queue: reads, decides with letters, undoes, decides many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Decision, Finding
from polima_desktop.services.review import claims, decisions, objections
from polima_desktop.services.review.claims import Wanted
from polima_desktop.services.session import Session
from polima_desktop.views.context import Context
from polima_desktop.views.icons import icon
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.review.bulk import BulkDialog
from polima_desktop.views.review.files import ImportDialog, TemplateDialog
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.review.proof import Behind
from polima_desktop.views.settings import Settings
from polima_desktop.views.tables import DataTable
from tests import claims_world as world
from tests.views.review.desk_object import DeskObject

JANUARY = Month(2021, 1)
Opened = Callable[..., DeskObject]


@pytest.fixture
def opened(qapp: QApplication, verifier: Session, jobs: Jobs, settings: Settings) -> Opened:
    """Open the page of another month or user."""
    made: list[BackupPage] = []

    def open_page(month: Month = JANUARY, session: Session = verifier) -> DeskObject:
        page = BackupPage(Context(session, jobs, settings, month))
        made.append(page)
        page.resize(1170, 650)
        page.show()
        page.refresh()
        desk = DeskObject(page)
        desk.settle()
        return desk

    yield open_page
    for page in made:
        page.close()
        page.deleteLater()


# ── what is seen ────────────────────────────────────────────────────────────────────────────


def test_the_queue_begins_with_the_conflict(desk: DeskObject) -> None:
    assert _names(desk) == [
        "La Ode Fajrin Malik",
        "Muh. Taslim Bungi",
    ]
    assert desk.queue[0].endswith("Jam berbeda")
    assert desk.queue[1].endswith("Tanpa bukti")
    assert desk.page.next_step.full == (
        "Putuskan 8 klaim yang menunggu. 2 bertentangan dengan catatan elektronik, didahulukan."
    )


def test_the_desk_shows_every_day_with_both_records(desk: DeskObject) -> None:
    assert desk.person == "La Ode Fajrin Malik, S.T."
    days = [line.split(" | ")[:5] for line in desk.days]
    assert days[1] == ["Sel 5", "07.30 – 16.00", "08.34 – 16.02", "Jam berbeda", "64 menit"]
    assert days[2] == ["Rab 6", "07.28 – 16.00", "tidak ada", "Tanpa catatan", "1 hari"]
    assert [day[0] for day in days] == [
        "Sen 4",
        "Sel 5",
        "Rab 6",
        "Kam 7",
        "Jum 8",
        "Sen 11",
        "Sel 12",
    ]


def test_the_suggested_act_is_the_only_filled_button(desk: DeskObject) -> None:
    assert desk.filled == ["Elektronik"]
    assert desk.page.desk.advice.text() == "Saran: pakai elektronik."
    assert "masuk 07.30 di klaim, 08.34 di aplikasi" in desk.page.desk.why.text()
    desk.choose_day(0)
    assert desk.filled == ["Terima"]
    assert desk.page.desk.advice.text() == "Saran: terima."


def test_the_rail_tells_screen_readers_both_days(desk: DeskObject) -> None:
    told = desk.page.desk.rail.accessibleDescription()
    assert told == "klaim 07.30 – 16.00; elektronik 08.34 – 16.02; 64 menit beda"


@pytest.mark.parametrize("named", [(), ("daftar-hadir-foto.png",)])
def test_the_proof_of_a_claim_is_cut_nowhere(desk: DeskObject, named: tuple[str, ...]) -> None:
    pane = desk.page.proof
    pane.setFixedWidth(184)  # what the desk leaves it on a screen of 1366
    for claim in desk.page.shown.claims:
        pane.show_claim(replace(claim, row=claim.row._replace(evidence=(), named=named)))
        pane.show_behind(Behind((), (), None))
        desk.settle()
        assert pane.body.minimumSizeHint().width() <= pane.scroll_area.viewport().width()


def test_the_proof_says_who_typed_it_and_what_the_policy_says(desk: DeskObject) -> None:
    desk.choose_day(2)
    shown = _texts(desk)
    assert "La Ode Ansar, operator" in shown
    assert shown.count("belum ada") == 1  # both files are named, one is kept
    assert "backup-2021.xlsx, lembar Kehadiran, baris 4" in shown
    assert any("sampai 31 Januari 2021" in text for text in shown)
    assert any("Mengawasi pekerjaan jalan, volume 1, 240 menit" in text for text in shown)


def test_a_month_without_claims_says_how_to_begin(opened: Opened) -> None:
    desk = opened(Month(2021, 5))
    assert desk.page.stack.currentIndex() == 1
    assert desk.page.empty.title.text() == "Belum ada klaim backup manual untuk Mei 2021."


def test_what_is_at_stake_is_shown_and_follows_the_decisions(desk: DeskObject) -> None:
    assert ", +Rp 91.459, " in desk.queue[0]
    assert desk.days[1].split(" | ")[5] == "+Rp 21.776"
    assert _totals(desk) == ["112 menit, 1 hari", "54,75 % → 60,00 %", "30 → 60", "+Rp 91.459"]
    desk.press("n")
    assert ", +Rp 69.683, " in desk.queue[0]
    assert desk.days[1].split(" | ")[5] == "–"
    desk.press("y")
    assert _totals(desk) == ["48 menit", "57,75 % → 58,75 %", "60", "+Rp 17.421"]


def test_searching_narrows_and_escape_brings_all_back(desk: DeskObject) -> None:
    desk.search("kampeonaho")
    assert len(desk.queue) == 1
    assert desk.person == "Muh. Taslim Bungi"
    desk.search("samrin")
    assert desk.page.no_hit.title.text() == "Tidak ada yang cocok dengan ‘samrin’."
    QTest.keyClick(desk.page.queue.search, Qt.Key.Key_Escape)
    desk.settle()
    assert len(desk.queue) == 2


def test_the_button_shows_what_lacks_evidence(desk: DeskObject) -> None:
    assert desk.page.lacking.text() == "Bukti kurang  1"
    desk.click(desk.page.lacking)
    assert _names(desk) == ["Muh. Taslim Bungi"]


# ── deciding ────────────────────────────────────────────────────────────────────────────────


def test_a_letter_decides_and_the_next_day_is_chosen(desk: DeskObject) -> None:
    first = desk.claim
    assert first.day == date(2021, 1, 5)  # the first conflict
    desk.press("n")
    assert claims.one(desk.page.context.session, first.id).decided is not None
    assert desk.claim.day == date(2021, 1, 6)
    desk.press("Y")
    assert desk.claim.day == date(2021, 1, 7)


def test_after_the_last_day_the_next_person_is_chosen(desk: DeskObject) -> None:
    desk.press("nyyynyy")
    assert _names(desk) == ["Muh. Taslim Bungi"]
    assert desk.person == "Muh. Taslim Bungi"
    assert desk.page.next_step.full == "Putuskan 1 klaim yang menunggu."


def test_after_the_last_claim_nothing_is_left(desk: DeskObject) -> None:
    desk.press("nyyynyy")
    desk.type_reason("Pak Taslim memang hadir")
    desk.click(desk.page.desk.acts[Decision.MANUAL])
    assert desk.queue == []
    assert desk.page.no_hit.title.text() == "Semua klaim sudah diputus."
    assert not desk.page.desk.isVisible()
    assert desk.page.next_step.full == "Semua 8 klaim sudah diputus."


def test_accepting_against_the_record_needs_a_reason(desk: DeskObject) -> None:
    conflict = desk.claim
    desk.press("Y")
    assert "Alasan menerima klaim ini belum diisi" in desk.page.desk.error.text()
    assert desk.page.focusWidget() is desk.page.desk.reason
    assert desk.claim.id == conflict.id
    assert desk.claim.decided is None
    desk.type_reason("CCTV kantor")
    assert not desk.page.desk.error.isVisible()
    desk.click(desk.page.desk.acts[Decision.MANUAL])
    decided = claims.one(desk.page.context.session, conflict.id).decided
    assert decided is not None
    assert decided.reason == "CCTV kantor"
    assert desk.page.desk.reason.text() == ""


def test_letters_in_the_reason_are_letters(desk: DeskObject) -> None:
    desk.type_reason("yanus")
    desk.settle()
    assert desk.page.desk.reason.text() == "yanus"
    assert desk.claim.decided is None


def test_a_claim_outside_its_time_cannot_be_accepted(opened: Opened) -> None:
    desk = opened(Month(2021, 2))
    desk.search("fajrin")
    assert desk.claim.finding is Finding.OUTSIDE
    assert not desk.page.desk.acts[Decision.MANUAL].isEnabled()
    desk.press("Y")
    assert desk.claim.decided is None


def test_skipping_leaves_the_claim_open(desk: DeskObject) -> None:
    desk.press("s")
    assert desk.claim.day == date(2021, 1, 6)
    assert claims.waiting(desk.page.context.session, JANUARY) == 8


def test_undo_brings_the_claim_back_under_the_cursor(desk: DeskObject) -> None:
    desk.press("n")
    desk.press("u")
    assert desk.claim.day == date(2021, 1, 5)
    assert desk.claim.decided is None
    assert desk.message == "Putusan 1 klaim diurungkan."
    desk.press("u")
    assert desk.message == "Tidak ada putusan untuk diurungkan."


def test_asking_for_evidence_keeps_the_claim_in_the_queue(desk: DeskObject) -> None:
    desk.search("taslim")
    desk.press("b")
    assert "Alasan meminta bukti belum diisi" in desk.page.desk.error.text()
    desk.type_reason("Foto buku hadir")
    desk.click(desk.page.desk.acts[Decision.ASK])
    assert desk.claim.decided is not None
    assert desk.claim.decided.outcome is Decision.ASK
    assert len(desk.queue) == 1
    assert desk.days[0].endswith("Bukti diminta")


def test_after_a_decision_the_next_letter_is_an_act_again(desk: DeskObject) -> None:
    desk.press("y")
    assert desk.page.focusWidget() is desk.page.desk.reason
    QTest.keyClicks(desk.page.desk.reason, "CCTV")
    desk.click(desk.page.desk.acts[Decision.MANUAL])
    assert desk.page.focusWidget() is desk.page.desk.table
    QTest.keyClick(desk.page.focusWidget(), Qt.Key.Key_Y)
    desk.settle()
    assert desk.claim.day == date(2021, 1, 7)
    assert desk.page.desk.reason.text() == ""


def test_a_message_leaves_every_row_where_it_was(desk: DeskObject) -> None:
    def tops() -> list[int]:
        widgets = (desk.page.queue.list, desk.page.desk.table, desk.page.desk.strip)
        return [widget.mapTo(desk.page, QPoint(0, 0)).y() for widget in widgets]

    before = tops()
    desk.page.say("warn", "Putusan disimpan.", "Januari sudah dibekukan.")
    desk.settle()
    assert desk.page.notices.messages.isVisible()
    assert not desk.page.title.isVisible()
    assert tops() == before
    desk.page.notices.messages.clear()
    desk.settle()
    assert desk.page.title.isVisible()
    assert tops() == before


def test_who_typed_it_sees_why_the_acts_are_grey(opened: Opened, verifier: Session) -> None:
    typist = Session(
        verifier.database, Actor("ansar", "Laode Ansar", Role.VERIFIKATOR), verifier.clock
    )
    desk = opened(JANUARY, typist)
    assert not any(button.isEnabled() for button in desk.page.desk.acts.values())
    assert "Yang memutuskan harus verifikator lain" in desk.page.desk.barred.text()
    assert desk.page.desk.acts[Decision.MANUAL].toolTip() == desk.page.desk.barred.text()


def test_j_and_k_walk_the_queue(desk: DeskObject) -> None:
    desk.press("j")
    assert desk.person == "Muh. Taslim Bungi"
    desk.press("k")
    assert desk.person == "La Ode Fajrin Malik, S.T."


def test_a_decision_of_somebody_else_is_not_overwritten(desk: DeskObject) -> None:
    other = world.session(desk.page.context.session.database)
    first = desk.claim
    decisions.decide(other, first.id, Decision.REJECT, "bukan tanda tangannya")
    desk.press("n")
    assert "sudah memutuskan klaim La Ode Fajrin Malik, S.T. 5 Januari 2021" in desk.message
    desk.settle()
    assert desk.days[1].endswith("Ditolak")


def test_a_decision_after_freezing_says_it_becomes_arrears(desk: DeskObject) -> None:
    with desk.page.context.session.database.writing() as connection:
        world.freeze(connection, "2021-01")
    desk.press("n")
    assert desk.message == (
        "Putusan disimpan. Januari 2021 sudah dibekukan: selisihnya menjadi rapel."
    )


def test_an_auditor_reads_but_does_not_decide(opened: Opened, verifier: Session) -> None:
    desk = opened(JANUARY, world.session(verifier.database, Role.AUDITOR))
    assert len(desk.queue) == 2
    assert not any(button.isEnabled() for button in desk.page.desk.acts.values())
    assert not desk.page.queue.bulk.isVisible()
    assert not desk.page.import_.isVisible()
    desk.press("n")
    assert desk.claim.decided is None


# ── many at once ────────────────────────────────────────────────────────────────────────────


def test_the_bulk_dialog_counts_and_shows_samples(desk: DeskObject) -> None:
    dialog = BulkDialog(desk.page, desk.page.context.session.actor, desk.page.shown.claims)
    assert dialog.verb.text() == "Terima 4 klaim"
    assert dialog.preview.ids == (1, 4, 5, 7)
    assert len(dialog.samples.rows_model.rows) == 4
    dialog.finding.choose(Finding.CONFLICT)
    assert not dialog.verb.isEnabled()
    assert "2 lagi perlu catatan putusan" in dialog.found.text()
    QTest.keyClicks(dialog.reason, "CCTV")
    assert dialog.verb.text() == "Terima 2 klaim"
    dialog.decision.choose(Decision.REJECT)
    assert dialog.verb.text() == "Tolak 2 klaim"
    dialog.deleteLater()


def test_a_bulk_decision_is_undone_with_one_link(
    desk: DeskObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BulkDialog, "exec", lambda _dialog: 1)
    desk.follow(desk.page.queue.bulk)
    assert desk.message == "4 klaim diputus. Klaim diterima."
    session = desk.page.context.session
    assert claims.waiting(session, JANUARY) == 4
    desk.follow(desk.page.notices.messages._link)
    assert claims.waiting(session, JANUARY) == 8
    assert desk.message == "Putusan 4 klaim diurungkan."
    matching = claims.queue(session, JANUARY, Wanted(findings=frozenset({Finding.MATCH})))
    assert all(claim.decided is None for claim in matching)


# ── files ───────────────────────────────────────────────────────────────────────────────────


def test_an_empty_workbook_is_written_for_a_chosen_unit(desk: DeskObject, tmp_path: Path) -> None:
    path = tmp_path / "kosong.xlsx"
    desk.page.workbooks.write_template("SD-07", path)
    desk.settle()
    assert path.exists()
    assert desk.message == f"Formulir SD Negeri 1 Kolese disimpan. 1 pegawai. {path}"


def test_the_unit_of_a_workbook_must_exist(desk: DeskObject) -> None:
    dialog = TemplateDialog(desk.page, [("SD-07", "SD Negeri 1 Kolese")])
    dialog.unit.setCurrentText("SD Sihir")
    dialog.accept()
    assert dialog.form.fields["unit"].error == "Unit itu tidak ada. Pilih dari daftar."
    dialog.unit.setCurrentText("SD Negeri 1 Kolese")
    dialog.accept()
    assert dialog.result() == 1
    assert dialog.code == "SD-07"
    dialog.deleteLater()


def test_an_import_says_what_it_would_do_and_then_does_it(
    desk: DeskObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = tmp_path / "sekolah.xlsx", tmp_path / "rusak.xlsx"
    _fill_workbook(good)
    bad.write_bytes(b"bukan buku kerja")
    asked: list[ImportDialog] = []
    monkeypatch.setattr(ImportDialog, "exec", lambda self: asked.append(self) or 1)
    desk.page.workbooks.read([good, bad])
    desk.settle()
    (dialog,) = asked
    assert dialog.verb.text() == "Impor 1 baris"
    assert [row[1:] for row in dialog.table.rows_model.rows] == [
        ("sekolah.xlsx", 2, 1, 0, 0, 1),
        ("rusak.xlsx", None, None, None, None, None),
    ]
    assert [row[1].text for row in dialog.reasons.rows_model.rows] == ["Ditolak", "Diragukan"]
    assert "NIP kehilangan angka karena Excel" in str(dialog.reasons.rows_model.rows[0][4])
    assert desk.message.startswith("1 baris diimpor, 1 ditolak.")
    found = claims.queue(desk.page.context.session, JANUARY, Wanted(text="karmila"))
    assert [claim.day for claim in found] == [date(2021, 1, 12)]
    folder = tmp_path / "ditolak"
    folder.mkdir()
    monkeypatch.setattr("polima_desktop.views.dialogs.open_folder", lambda *_: folder)
    desk.follow(desk.page.notices.messages._link)
    assert [path.name for path in folder.iterdir()] == ["ditolak-sekolah.xlsx"]


def _totals(desk: DeskObject) -> list[str]:
    from PySide6.QtWidgets import QLabel

    shown = [found.text() for found in desk.page.desk.band.findChildren(QLabel)]
    return [text for text in shown if any(letter.isdigit() for letter in text)]


def _names(desk: DeskObject) -> list[str]:
    return [row.split(", ")[0] for row in desk.queue]


def test_evidence_is_attached_shown_and_opened(
    desk: DeskObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "buku-hadir.png"
    assert icon("backup", "man").pixmap(40, 40).save(str(photo))
    chosen = lambda *_: photo  # noqa: E731
    monkeypatch.setattr("polima_desktop.views.dialogs.open_file", chosen)
    seen: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toLocalFile()))
    desk.search("taslim")
    assert desk.days[0].split(" | ")[3] == "Tanpa bukti"
    desk.click(desk.page.proof.attach)
    assert desk.message == "buku-hadir.png dilampirkan."
    assert desk.days[0].split(" | ")[3] == "Tanpa catatan"
    assert desk.page.proof.picture.isVisible()
    desk.press("e")
    assert [Path(path).name for path in seen] == ["buku-hadir.png"]
    assert Path(seen[0]).read_bytes() == photo.read_bytes()


def _fill_workbook(path: Path) -> None:
    from polima_desktop.imports.workbooks import SafeWorkbook

    titles = ("NIP", "NAMA", "TANGGAL", "MASUK", "PULANG", "ALASAN", "BUKTI")
    rows = [
        ("198609262015052001", "Karmila", "12-01-2021", "07.25", "14.30", "HP rusak", "a.jpg"),
        ("190001010000000000", "Siapa", "12-01-2021", "07.25", "14.30", "HP rusak", "a.jpg"),
    ]
    clerk = [("UNIT", "SD-07"), ("BULAN", "Januari 2021"), ("PETUGAS", "La Ode Ansar")]
    with path.open("wb") as out, SafeWorkbook(out) as book:
        book.sheet("Kehadiran", titles, rows)
        book.sheet("Petugas", (), clerk)


def _texts(desk: DeskObject) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [found.text() for found in desk.page.proof.body.findChildren(QLabel)]


def test_every_table_of_the_page_says_its_name(desk: DeskObject) -> None:
    names = {table.accessibleName() for table in desk.page.findChildren(DataTable)}
    assert names == {
        "Antrean klaim",
        "Hari yang diklaim",
        "Aturan backup manual",
        "Hari pegawai menurut bagian",
        "Pegawai yang tertinggal",
        "Pengetik backup manual",
        "Keberatan bulan ini",
    }


def test_an_objection_is_recorded_opened_and_left_to_another_verifier(
    desk: DeskObject,
) -> None:
    page, tab = desk.page, desk.page.objections
    desk.choose_day(1)
    desk.press("n")
    decided = page.shown.acts[-1].claims[0]
    page.tabs.setCurrentWidget(tab)
    desk.settle()
    assert tab.stack.currentWidget() is tab.empty
    assert tab.empty.sentence.text().startswith("Buka masa sanggah setelah klaim diputus")
    assert not tab.hand_out.isEnabled()
    objections.open_period(page.context.session, page.context.month)
    objections.record(page.context.session, decided, "La Ode Fajrin Malik", "HP rusak")
    page.context.changed("policy")
    page.refresh()
    desk.settle()
    assert tab.begin.text() == "Perpanjang masa sanggah"
    assert tab.hand_out.isEnabled()
    tab.table.select_place(0)
    desk.click(tab.answer)
    assert page.tabs.currentIndex() == 0
    assert page.desk.claim is not None
    assert page.desk.claim.id == decided
    assert not any(button.isEnabled() for button in page.desk.acts.values())
    assert "harus verifikator lain" in page.desk.barred.text()
