"""The page Cetak worked with keys and clicks: choose, look, save, print, export, who signs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from polima_desktop.domain.access import Role
from polima_desktop.domain.periods import Month
from polima_desktop.reports.parts import Signatory
from polima_desktop.services.papers.kinds import Paper
from polima_desktop.services.session import Session
from polima_desktop.storage.months import slips
from polima_desktop.views.context import Context
from polima_desktop.views.jobs import Jobs
from polima_desktop.views.papers.bank import BankDialog
from polima_desktop.views.papers.checking import CheckDialog
from polima_desktop.views.papers.page import CetakPage
from polima_desktop.views.papers.shown import _PREVIEWED
from polima_desktop.views.papers.signers import SignersDialog
from polima_desktop.views.settings import Settings
from tests.papers_world import JANUARY, STAFF, actor, lock, owe
from tests.reports.samples import words_of
from tests.views.papers.page_object import Desk

FAJRIN = STAFF[1]


@pytest.fixture
def context(office: Session, jobs: Jobs, settings: Settings, qapp: QApplication) -> Context:
    return Context(office, jobs, settings, JANUARY)


@pytest.fixture
def desk(context: Context, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(CetakPage(context), monkeypatch)


def test_the_page_opens_with_the_slips_of_everybody(desk: Desk) -> None:
    assert desk.names == [
        "Seluruh kota",
        "Dinas PU",
        "Dinas Pendidikan dan Kebudayaan",
        "SD Negeri 1 Wameo",
    ]
    assert (desk.title, desk.note, desk.pages) == ("Slip, Seluruh kota", "6 slip", 6)
    assert desk.page.next_step.full.startswith("6 slip Januari 2021 siap.")


def test_a_click_on_a_unit_shows_its_slips_only(desk: Desk) -> None:
    desk.take_row("SD Negeri 1 Wameo")
    assert (desk.title, desk.pages) == ("Slip, SD Negeri 1 Wameo", 3)


def test_several_units_are_chosen_with_shift_and_keys(desk: Desk) -> None:
    table = desk.page.chooser.who
    desk.take_row("Dinas PU")
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    desk.rest()
    assert (desk.title, desk.pages) == ("Slip, 2 pilihan", 6)


@pytest.mark.parametrize("typed", ["laode fajrin", "19811104", "19811104 200803 1 002"])
def test_a_person_is_found_by_name_or_nip(desk: Desk, typed: str) -> None:
    desk.search(typed)
    assert desk.names == [FAJRIN.name]
    assert (desk.title, desk.pages) == (f"Slip, {FAJRIN.name}", 1)


def test_no_hit_says_so_and_offers_the_way_back(desk: Desk) -> None:
    desk.search("samrin")
    chooser = desk.page.chooser
    assert chooser.none.isVisible()
    assert chooser.none.sentence.text() == "Tidak ada unit atau pegawai ‘samrin’."
    assert (desk.pages, desk.note) == (0, "Pilih unit atau pegawai.")
    assert not desk.page.save.isEnabled()
    desk.key(desk.page.search, Qt.Key.Key_Escape)
    assert chooser.who.isVisible()
    assert desk.page.save.isEnabled()


@pytest.mark.parametrize(
    ("paper", "note", "pages"),
    [
        (Paper.PAYMENT_LIST, "2 daftar", 2),
        (Paper.RECEIPT, "2 tanda terima", 2),
        (Paper.RECAP, "1 rekap", 1),
        (Paper.STATEMENT, "2 pernyataan", 2),
    ],
)
def test_every_kind_of_paper_is_previewed(desk: Desk, paper: Paper, note: str, pages: int) -> None:
    desk.take(paper)
    assert (desk.note, desk.pages) == (note, pages)


@pytest.mark.parametrize("paper", [Paper.PAYMENT_LIST, Paper.RECEIPT])
def test_a_person_is_found_on_the_list_of_their_office(desk: Desk, paper: Paper) -> None:
    desk.take(paper)
    desk.search("sarmina")
    assert desk.names == ["Wa Ode Sarmina"]
    desk.take_row("Wa Ode Sarmina")
    assert desk.note == ("1 daftar" if paper is Paper.PAYMENT_LIST else "1 tanda terima")
    preview = desk.page.viewer.preview
    assert preview._marked is not None
    number, box = preview._marked
    assert number == 0
    assert 0 < box.top() < preview._sizes()[0][1]
    assert not preview.seek("198403122009022005")


def test_what_is_owed_is_previewed_and_saved_for_one_person_or_a_list(
    desk: Desk, office: Session, tmp_path: Path
) -> None:
    desk.take(Paper.REPAYMENT)
    said = desk.page.viewer.nothing.title
    assert (desk.pages, said.isVisible(), said.text()) == (
        0,
        True,
        "Tidak ada pengembalian atas Januari 2021 yang diterima untuk pilihan ini.",
    )
    owe(office, FAJRIN.nip, -500_000)
    owe(office, STAFF[3].nip, 250_000)
    desk.search("fajrin")
    desk.take_row(FAJRIN.name)
    assert (desk.title, desk.note) == (f"Surat pengembalian, {FAJRIN.name}", "1 surat")
    desk.save_as(tmp_path / "surat.pdf")
    assert desk.message == f"1 surat tersimpan. {tmp_path / 'surat.pdf'}"
    assert "Rp 500.000" in words_of(pypdfium2.PdfDocument(tmp_path / "surat.pdf"))
    desk.search("")
    desk.take_row("Seluruh kota")
    desk.take(Paper.ARREARS)
    assert desk.note == "2 daftar"


def test_a_long_preview_says_it_is_only_the_beginning(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_PREVIEWED, Paper.SLIPS, 2)
    desk.take_row("SD Negeri 1 Wameo")
    assert (desk.note, desk.pages) == ("2 slip pertama dari 3", 2)


def test_keys_turn_the_pages_of_the_preview(desk: Desk) -> None:
    preview = desk.page.viewer.preview
    desk.key(preview, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert desk.page.viewer.place.text() == "3 dari 6"
    assert desk.page.viewer.back.isEnabled()
    desk.key(preview, Qt.Key.Key_End)
    assert not desk.page.viewer.on.isEnabled()


# ── marks ───────────────────────────────────────────────────────────────────────────────────


def test_the_page_explains_why_papers_are_marked(desk: Desk, office: Session) -> None:
    assert desk.caution == "DRAF dan CONTOH: bulan belum dikunci, aturan masih contoh."
    lock(office)
    desk.page.refresh()
    desk.rest()
    assert desk.caution == "CONTOH: aturan masih contoh."
    assert not desk.page.viewer.caution.link.isVisible()


def test_the_caution_leads_to_the_month(desk: Desk, context: Context) -> None:
    asked: list[str] = []
    context.page_asked.connect(lambda page, _what: asked.append(page))
    desk.key(desk.page.viewer.caution.link, Qt.Key.Key_Return)
    assert asked == ["perhitungan"]


def test_a_month_that_was_not_calculated_shows_what_to_do(desk: Desk, context: Context) -> None:
    context.set_month(Month(2021, 2))
    desk.page.refresh()
    desk.rest()
    assert desk.page.empty.isVisible()
    assert desk.page.empty.title.text() == "Februari 2021 belum dihitung, jadi belum ada slip."
    assert not any(button.isEnabled() for button in (desk.page.save, desk.page.printer))


# ── saving ──────────────────────────────────────────────────────────────────────────────────


def test_saving_writes_everything_chosen_and_says_where(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    desk.take_row("SD Negeri 1 Wameo")
    desk.save_as(path)
    assert desk.message == f"3 slip tersimpan. {path}"
    assert len(pypdfium2.PdfDocument(path)) == 3


def test_one_file_a_unit_goes_into_a_folder(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "semua"
    desk.page.viewer.apart.click()
    desk.save_as(folder)
    assert desk.message == f"6 slip tersimpan. 3 berkas di {folder}"
    assert len(list(folder.glob("*.pdf"))) == 3


def test_a_place_that_cannot_be_written_is_said_in_the_bar(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "tidak" / "ada" / "slip.pdf")
    assert "tidak bisa ditulis" in desk.message
    assert desk.page.save.isEnabled()


def test_cancelling_leaves_nothing_and_says_so(desk: Desk, tmp_path: Path) -> None:
    desk.page.out.save_to(tmp_path / "slip.pdf")
    for job in list(desk.page.context.jobs._running):
        job.cancel()
    desk.rest()
    assert desk.message == "Dibatalkan. Tidak ada yang berubah."
    assert not (tmp_path / "slip.pdf").exists()


def test_the_bank_list_is_looked_at_and_saved_in_a_layout(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bank.csv"
    monkeypatch.setattr("polima_desktop.views.dialogs.save_file", lambda *_: path)

    def answer(dialog: BankDialog) -> QDialog.DialogCode:
        dialog.show()
        desk.rest()
        assert dialog.batches.currentText() == "Usulan: yang belum dibayar"
        assert dialog.said.text().startswith("6 transfer, Rp ")
        assert "Bertanda DRAF dan CONTOH." in dialog.said.text()
        QTest.keyClicks(dialog.search, "fajrin")
        QTest.keyClick(dialog.search, Qt.Key.Key_Return)
        assert [row[1] for row in dialog.table.rows_model.rows] == [FAJRIN.name]
        dialog.layouts.setFocus()
        QTest.keyClicks(dialog.layouts, "umum csv")
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        return QDialog.DialogCode(dialog.result())

    monkeypatch.setattr(BankDialog, "exec", answer)
    desk.press(desk.page.bank)
    desk.rest()
    assert desk.message.startswith("6 transfer, Rp ")
    assert "1 pegawai belum punya nomor rekening." in desk.message
    assert path.read_bytes().startswith(b"\xef\xbb\xbfNO;NIP;NAMA")


def test_one_file_a_bank_goes_into_a_folder(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polima_desktop.views.dialogs.open_folder", lambda *_: tmp_path / "bank")
    desk.page.out.save_list(None, None)
    desk.rest()
    assert f"2 berkas di {tmp_path / 'bank'}" in desk.message


# ── printing ────────────────────────────────────────────────────────────────────────────────


def test_a_printer_gets_every_page_on_paper_of_its_size(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "cetakan.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(72)
    desk.take_row("SD Negeri 1 Wameo")
    desk.page.out.print_on(printer)
    desk.rest()
    printed = pypdfium2.PdfDocument(path)
    assert "3 halaman terkirim ke pencetak." in desk.message
    assert len(printed) == 3
    assert [round(side) for side in printed.get_page_size(0)] == [420, 595]


def test_only_the_pages_that_were_chosen_are_printed(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "cetakan.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(72)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    desk.take_row("SD Negeri 1 Wameo")
    desk.page.out.print_on(printer)
    desk.rest()
    assert "2 halaman terkirim ke pencetak." in desk.message
    printer.setFromTo(4, 5)
    desk.page.out.print_on(printer)
    desk.rest()
    assert desk.message.startswith("Halaman 4 tidak ada: dokumen ini 3 halaman.")


def test_without_a_printer_the_page_says_what_to_do(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    desk.press(desk.page.printer)
    assert desk.message.startswith("Tidak ada printer di komputer ini. Simpan PDF")


# ── who signs ───────────────────────────────────────────────────────────────────────────────


def fill(dialog: SignersDialog, role: str, *texts: str) -> None:
    for editor, text in zip(dialog._fields[role], texts, strict=True):
        editor.setText(text)


def test_a_recorded_treasurer_appears_on_the_papers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def answer(dialog: SignersDialog) -> int:
        fill(dialog, "bendahara", "Bendahara Pengeluaran", "Sitti Halimah Wale, S.E.", "")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(SignersDialog, "exec", answer)
    desk.take_row("Dinas PU")
    desk.press(desk.page.signers)
    desk.rest()
    assert desk.message == "Penanda tangan tersimpan. Sitti Halimah Wale, S.E."
    desk.save_as(tmp_path / "slip.pdf")
    words = words_of(pypdfium2.PdfDocument(tmp_path / "slip.pdf"))
    assert "Bendahara Pengeluaran Sitti Halimah Wale, S.E." in words


def test_a_wrong_nip_is_said_under_its_field(desk: Desk) -> None:

    dialog = SignersDialog(
        desk.page, "Dinas PU", (Signatory("Kepala"), Signatory("B")), JANUARY.first
    )
    fill(dialog, "kepala", "Kepala Dinas", "Wa Ode Zahra", "123")
    dialog.accept()
    assert dialog.form.fields["kepala.nip"].error == "NIP terdiri dari 18 angka."
    assert dialog.result() == 0


def test_whoever_may_only_look_cannot_say_who_signs(
    office: Session, jobs: Jobs, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = replace(office, actor=actor(Role.AUDITOR))
    desk = Desk(CetakPage(Context(auditor, jobs, settings, JANUARY)), monkeypatch)
    assert desk.pages == 6
    assert not desk.page.signers.isEnabled()


# ── genuine? ────────────────────────────────────────────────────────────────────────────────


def test_a_typed_code_is_answered_in_the_bar(
    desk: Desk, office: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    with office.reading_own() as connection:
        (slip,) = slips.history(connection, JANUARY, FAJRIN.nip)

    def answer(dialog: CheckDialog) -> int:
        QTest.keyClicks(dialog.code, (slip.code or "").lower())
        QTest.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        return dialog.result()

    monkeypatch.setattr(CheckDialog, "exec", answer)
    desk.page.ask_code()
    desk.rest()
    assert desk.message.startswith(
        "Keaslian slip ini tidak dapat dipastikan. Masih draf karena bulannya belum dikunci"
    )


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            "ZZZZ-ZZZZ-ZZZZ",
            "Keaslian slip ini tidak dapat dipastikan. Kode ZZZZ-ZZZZ-ZZZZ tidak ditemukan.",
        ),
        ("bukan kode", "‘bukan kode’ bukan berkas dan bukan kode slip."),
    ],
)
def test_a_slip_that_is_not_ours_is_said_to_be_so(desk: Desk, asked: str, message: str) -> None:
    desk.page.check(asked)
    desk.rest()
    assert desk.message.startswith(message)


def test_every_page_of_a_file_is_checked(desk: Desk, tmp_path: Path) -> None:
    desk.save_as(tmp_path / "slip.pdf")
    desk.page.check(str(tmp_path / "slip.pdf"))
    desk.rest()
    assert desk.message.startswith("6 dari 6 slip tidak terbukti asli. Halaman 1: Masih draf")


def test_an_empty_code_is_asked_for_again(desk: Desk) -> None:
    dialog = CheckDialog(desk.page, desk.page.context.settings)
    dialog.accept()
    assert dialog.form.fields["code"].error.startswith("Kode belum diisi.")


# ── from other pages ────────────────────────────────────────────────────────────────────────


def test_another_page_can_ask_for_one_slip(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = CetakPage(context)
    page.focus_on(nip=FAJRIN.nip)
    desk = Desk(page, monkeypatch)
    assert (desk.title, desk.pages) == (f"Slip, {FAJRIN.name}", 1)
    page.focus_on(unit=2)
    desk.rest()
    assert desk.title == "Slip, SD Negeri 1 Wameo"
