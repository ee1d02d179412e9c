"""The dialogs of a month on the stage: back-up workbooks, payments, papers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QDialog

from polima_desktop.domain.periods import Month
from polima_desktop.domain.precedence import USUAL
from polima_desktop.domain.progress import Progress
from polima_desktop.reports.bank_list import Transfer
from polima_desktop.services.months.comparing import Compared, Moved, Run
from polima_desktop.services.months.entitled import Placed
from polima_desktop.services.months.golden import Differs, Golden
from polima_desktop.services.months.payments import Office
from polima_desktop.services.papers import signatories, styles
from polima_desktop.services.papers.bank import layouts
from polima_desktop.services.papers.kinds import Paper
from polima_desktop.services.papers.log import Entry
from polima_desktop.services.review import template
from polima_desktop.storage.months.golden import Chosen
from polima_desktop.storage.months.payments import Batch, Item, Unpaid
from polima_desktop.storage.office import initial
from polima_desktop.storage.papers.printings import PrintedSlip, Printing
from polima_desktop.views.months.batches import BatchesDialog, CorrectionDialog, ReturnDialog
from polima_desktop.views.months.comparing import CompareDialog, RunDialog
from polima_desktop.views.months.entitled import EverybodyDialog
from polima_desktop.views.months.golden import GoldenDialog
from polima_desktop.views.months.payments import PaymentDialog
from polima_desktop.views.months.settling import ArrearsDialog, ArrearsPayment
from polima_desktop.views.papers.bank import BankDialog
from polima_desktop.views.papers.checking import CheckDialog
from polima_desktop.views.papers.look import LookDialog
from polima_desktop.views.papers.passphrase import NewKeyDialog, OpenKeyDialog
from polima_desktop.views.papers.printed import PrintedDialog
from polima_desktop.views.papers.signers import SignersDialog
from polima_desktop.views.papers.signing import SignFileDialog
from polima_desktop.views.review import files
from polima_desktop.views.review.bulk import BulkDialog
from polima_desktop.views.review.files import ImportDialog, TemplateDialog
from polima_desktop.views.review.objection_tab import ObjectionForm, PrecedenceForm
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.review.policy_form import GroupForm, PermitForm
from tests.screens.desk import Desk
from tests.screens.stage import JANUARY
from tests.services.stored_slips import stored_slip


def _review(desk: Desk) -> BackupPage:
    page = desk.page("backup", "verifikator")
    assert isinstance(page, BackupPage)
    return page


def _read_workbooks(desk: Desk) -> QDialog:
    page = _review(desk)
    session = page.context.session
    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder) / "backup-sd.xlsx", Path(folder) / "rusak.xlsx"
        code = template.unit_choices(session, JANUARY)[0][0]
        template.write_template(session, code, JANUARY, good)
        bad.write_bytes(b"bukan buku kerja")
        return ImportDialog(page, files.read(session, [good, bad], Progress()))


def _template(desk: Desk) -> QDialog:
    page = _review(desk)
    return TemplateDialog(page, template.unit_choices(page.context.session, JANUARY))


def _signers(desk: Desk) -> QDialog:
    page = desk.page("cetak", "keuangan")
    now = signatories.of_unit(page.context.session, None, JANUARY.last)
    return SignersDialog(page, "Seluruh kota", now, JANUARY.first)


def _signing(desk: Desk) -> QDialog:
    page = desk.page("cetak", "keuangan")
    return SignFileDialog(page, page.context.settings)


def _payment(desk: Desk) -> QDialog:
    offices = [Office("DPK", "Dinas Pendidikan", Unpaid(120, 240_000_000))]
    return PaymentDialog(desk.page("cetak", "keuangan"), JANUARY, offices)


def _arrears(desk: Desk) -> QDialog:
    page = desk.page("cetak", "keuangan")
    return ArrearsDialog(page, [], page.context.session.actor)


def _batch() -> Batch:
    when = datetime(2021, 2, 5, 2, 10, tzinfo=UTC)
    sp2d, paid, amount = "00412/SP2D/LS/2021", date(2021, 2, 5), 240_000_000
    return Batch(1, 1, 1, sp2d, paid, 120, 0, amount, 1, 2_100_000, False, 0, when, "keuangan")


def _items() -> list[Item]:
    bank, back = ("Bank Sultra", "0141-01-002233-50-1"), date(2021, 2, 9)
    paid = (None, 1, None, 2_100_000, *bank)
    return [
        Item(1, 1, "199011122019032015", "Wa Ode Sarmina", *paid, None, None),
        Item(2, 2, "198504122009011004", "La Ode Haswin", *paid, back, "Rekening ditutup"),
    ]


def _batches(desk: Desk) -> QDialog:
    return BatchesDialog(desk.page("cetak", "keuangan"), [_batch()], {1: _items()}, may=True)


def _returned(desk: Desk) -> QDialog:
    return ReturnDialog(desk.page("cetak", "keuangan"), _items()[:1], date(2021, 2, 9))


_RUNS = Run(Month(2020, 12)), Run(JANUARY, 1)


def _compared(desk: Desk) -> QDialog:
    people = [
        Moved(item.nip, item.name, "Dinas Pendidikan", item.amount - change, item.amount,
              {"kehadiran": change})
        for item, change in zip(_items(), (150_000, -80_000), strict=True)
    ]  # fmt: skip
    found = Compared(*_RUNS, people, [], [])
    return CompareDialog(desk.page("cetak", "keuangan"), found, lambda: None)


def _everybody(desk: Desk) -> QDialog:
    first, second = _items()
    people = [
        Placed(first.nip, first.name, "Dinas Pendidikan", "slip", ""),
        Placed(second.nip, second.name, "RSUD", "tidak berhak", "tugas belajar"),
    ]
    return EverybodyDialog(desk.page("cetak", "keuangan"), people, lambda _reason: None, may=True)


def _golden(desk: Desk) -> QDialog:
    page = desk.page("cetak", "organisasi")
    at = datetime(2021, 2, 5, 2, 10, tzinfo=UTC)
    slip = stored_slip()
    found = [
        Golden(slip, Chosen(1, 1, "terlambat dua kali", at, "organisasi"), ()),
        Golden(
            slip,
            Chosen(2, 1, "guru bersertifikat, potongan terbesar", at, "organisasi"),
            (Differs("pph", "PPh 21", "Rp 199.251", "Rp 199.250"),),
        ),
    ]
    dialog = GoldenDialog(page, found, may=True)
    dialog.table.select_place(1)
    return dialog


def _look(desk: Desk) -> QDialog:
    """Ask how slips look; no slip is final yet, so none is drawn beside it."""
    page = desk.page("cetak", "keuangan")
    look = styles.of_unit(page.context.session, None, JANUARY.last)
    settings, since = page.context.settings, JANUARY.first
    return LookDialog(page, settings, "Kota Baubau", look, since, lambda *_: None)


def _bank(desk: Desk) -> QDialog:
    """Show a batch's transfers as the worker would have read them."""
    transfers = [
        Transfer(item.nip, item.name, "Dinas PU", item.bank or "", item.account or "",
                 item.amount, "TPP Januari 2021")
        for item in _items()
    ]  # fmt: skip
    found: Any = SimpleNamespace(
        transfers=transfers, rupiah=4_200_000, without_account=1, marks=("CONTOH",)
    )
    page = desk.page("cetak", "keuangan")
    return BankDialog(
        page, "Januari 2021", [_batch()], layouts(), lambda _batch, shown, _failed: shown(found)
    )


def _printed(desk: Desk) -> QDialog:
    at = datetime(2021, 2, 5, 2, 10, tzinfo=UTC)
    slips = [PrintedSlip(item.nip, item.name, 1, copy, 1) for copy, item in enumerate(_items())]
    entries = [Entry(Printing(1, Paper.SLIPS, "printer", 2, at, "keuangan"), slips)]
    return PrintedDialog(desk.page("cetak", "keuangan"), "Januari 2021", entries)


MONTH: dict[str, Callable[[Desk], QDialog]] = {
    "months.batches.BatchesDialog": _batches,
    "months.batches.CorrectionDialog": lambda desk: CorrectionDialog(
        desk.page("cetak", "keuangan"), _batch()
    ),
    "months.batches.ReturnDialog": _returned,
    "months.comparing.CompareDialog": _compared,
    "months.comparing.RunDialog": lambda desk: RunDialog(desk.page("cetak", "keuangan"), _RUNS),
    "months.entitled.EverybodyDialog": _everybody,
    "months.golden.GoldenDialog": _golden,
    "months.payments.PaymentDialog": _payment,
    "months.settling.ArrearsDialog": _arrears,
    "months.settling.ArrearsPayment": lambda desk: ArrearsPayment(desk.page("cetak", "keuangan")),
    "papers.checking.CheckDialog": lambda desk: CheckDialog(
        desk.page("cetak", "keuangan"), desk.page("cetak", "keuangan").context.settings
    ),
    "papers.look.LookDialog": _look,
    "papers.passphrase.NewKeyDialog": lambda desk: NewKeyDialog(
        desk.page("cetak", "keuangan"), "Kunci kantor", "Buat kunci", "Catat dan simpan."
    ),
    "papers.bank.BankDialog": _bank,
    "papers.passphrase.OpenKeyDialog": lambda desk: OpenKeyDialog(desk.page("cetak", "keuangan")),
    "papers.printed.PrintedDialog": _printed,
    "papers.signers.SignersDialog": _signers,
    "papers.signing.SignFileDialog": _signing,
    "review.bulk.BulkDialog": lambda desk: BulkDialog(
        _review(desk), _review(desk).context.session.actor, _review(desk).shown.claims
    ),
    "review.files.ImportDialog": _read_workbooks,
    "review.files.TemplateDialog": _template,
    "review.objection_tab.ObjectionForm": lambda desk: ObjectionForm(
        _review(desk), _review(desk).shown.claims[0]
    ),
    "review.objection_tab.PrecedenceForm": lambda desk: PrecedenceForm(
        _review(desk), USUAL, JANUARY
    ),
    "review.policy_form.GroupForm": lambda desk: GroupForm(
        _review(desk), initial.shipped_policy().groups[0]
    ),
    "review.policy_form.PermitForm": lambda desk: PermitForm(
        _review(desk), "Tambah izin backup manual", "Lanjut"
    ),
}
"""By module and name below ``views``."""
