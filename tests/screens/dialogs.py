"""Every dialog of the program on the stage, by the class or the function that makes it.

A dialog that is missing here fails ``test_manners``: it looks for all of them in the code.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from polima_desktop.assets import asset
from polima_desktop.domain.precedence import USUAL
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import load
from polima_desktop.services.months.payments import Office
from polima_desktop.services.papers import signatories
from polima_desktop.services.reconciliation import deciding
from polima_desktop.services.reconciliation.alone import ListCheck
from polima_desktop.services.reconciliation.cases import Source
from polima_desktop.services.reconciliation.repairs import MasterFix
from polima_desktop.services.reconciliation.repairs import Person as Corrected
from polima_desktop.services.review import template
from polima_desktop.services.staff.events import Overlaps, Recorded
from polima_desktop.services.staff.roster import Listed, Roster
from polima_desktop.storage.months.payments import Unpaid
from polima_desktop.storage.office import initial
from polima_desktop.storage.staff.statements import Said
from polima_desktop.views import dialogs
from polima_desktop.views.importing.wizard import ImportWizard
from polima_desktop.views.modal import confirm
from polima_desktop.views.months.payments import PaymentDialog
from polima_desktop.views.months.settling import ArrearsDialog, ArrearsPayment
from polima_desktop.views.office.backups import BackupDialog, OpenBackupDialog
from polima_desktop.views.office.holidays import HolidayDialog
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.office.users import AccountDialog, CodeDialog
from polima_desktop.views.papers.checking import CheckDialog
from polima_desktop.views.papers.passphrase import NewKeyDialog, OpenKeyDialog
from polima_desktop.views.papers.signers import SignersDialog
from polima_desktop.views.reconciliation.dialogs import BulkDialog as PairsDialog
from polima_desktop.views.reconciliation.dialogs import (
    CorrectDialog,
    ListCheckDialog,
    OpenDialog,
    ReasonDialog,
    SignDialog,
)
from polima_desktop.views.reconciliation.page import RekonsiliasiPage
from polima_desktop.views.review import files
from polima_desktop.views.review.bulk import BulkDialog
from polima_desktop.views.review.files import ImportDialog, TemplateDialog
from polima_desktop.views.review.objection_tab import ObjectionForm, PrecedenceForm
from polima_desktop.views.review.page import BackupPage
from polima_desktop.views.review.policy_form import GroupForm, PermitForm
from polima_desktop.views.rules.dialogs import DecreeDialog, NameDialog
from polima_desktop.views.rules.variables import VariablesDialog
from polima_desktop.views.staff.board import BoardDialog
from polima_desktop.views.staff.clash import ClashDialog
from polima_desktop.views.staff.dialogs import StateDialog, ask_name
from polima_desktop.views.staff.editor import NewPersonEditor, PersonEditor
from polima_desktop.views.staff.events import EventDialog, OverlapDialog
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.staff.record_acts import EndDialog
from polima_desktop.views.staff.unit_list import UnitListDialog
from polima_desktop.views.staff.units import MergeForm, UnitForm, UnitsDialog
from polima_desktop.views.widgets import Page
from polima_desktop.views.window.finder import Finder
from tests.screens.hands import answering
from tests.screens.stage import JANUARY, Stage
from tests.views.staff.scenes import CLASHES

if TYPE_CHECKING:
    from polima_desktop.services.reconciliation.reading import CaseView
    from polima_desktop.views.window.main_window import MainWindow


class Desk:
    """Opens each page once and makes dialogs over it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._windows: dict[tuple[str, str], MainWindow] = {}

    def window(self, page: str, user: str) -> MainWindow:
        """Open the window on a page, or give the one that is open."""
        if (page, user) not in self._windows:
            self._windows[page, user] = self.stage.window(page, user)
        return self._windows[page, user]

    def page(self, page: str, user: str) -> Page:
        """Give a page as that user sees it."""
        return self.window(page, user).pages[page]

    def staff(self) -> PegawaiPage:
        """Give the page Pegawai with somebody chosen."""
        page = self.page("pegawai", "bkpsdm")
        assert isinstance(page, PegawaiPage)
        if page.pane.file is None:
            page.table.select_place(3)
            self.stage.settle()
        return page

    def caught(self, ask: Callable[[], object]) -> QDialog:
        """Give the dialog a function asks with; its answer was no."""
        found: list[QDialog] = []

        def keep(dialog: QDialog) -> None:
            found.append(dialog)
            dialog.reject()

        with answering(keep):
            ask()
        [dialog] = found
        if (first := dialog.focusWidget()) is not None:
            first.clearFocus()  # it opens once more
        return dialog


def _staff(make: Callable[[PegawaiPage, Any], QDialog]) -> Callable[[Desk], QDialog]:
    return lambda desk: make(page := desk.staff(), page.shown.roster)


def _day(page: PegawaiPage) -> date:
    return page.shown.day_in(page.context.month)


def _units(page: PegawaiPage) -> UnitsDialog:
    return UnitsDialog(page, page.context, _day(page), [1])


def _who(roster: Roster) -> list[tuple[int, str]]:
    return [(row[0], row[Listed._fields.index("name")]) for row in roster.rows[:6]]


def _role(desk: Desk) -> QDialog:
    page = desk.page("atur", "admin")
    assert isinstance(page, SettingsPage)
    users = page.users
    assert users is not None
    users.table.select_key("bkpsdm")
    return desk.caught(users.role.click)


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


def _payment(desk: Desk) -> QDialog:
    offices = [Office("DPK", "Dinas Pendidikan", Unpaid(120, 240_000_000))]
    return PaymentDialog(desk.page("cetak", "keuangan"), JANUARY, offices)


def _finder(desk: Desk) -> QDialog:
    window = desk.window("pegawai", "bkpsdm")
    return Finder(window, window.entries(), window.person_entry)


def _wizard(desk: Desk) -> QDialog:
    made = ImportWizard(desk.staff(), desk.staff().context)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return made


def _variables(desk: Desk) -> QDialog:
    ruleset = load(asset("resources", "rulesets", "contoh.toml").read_text("utf-8"))
    return VariablesDialog(desk.staff(), ruleset, "GURU-TM", editable=True)


def _said() -> Said:
    when = datetime(2021, 1, 4, tzinfo=UTC)
    paper = ("800/12", date(2021, 1, 4))
    return Said(
        1, 1, "plt", None, {}, date(2021, 1, 4), None, when, 1, None, *paper, None, when, "a", None
    )


def _cancel_holiday(desk: Desk) -> QDialog:
    page = desk.page("atur", "bkpsdm")
    assert isinstance(page, SettingsPage)
    sheet = page.holidays
    assert sheet is not None
    sheet.show_year(2021)
    desk.stage.settle()
    sheet.table.select_place(2)
    return desk.caught(sheet.stop.click)


def _case(desk: Desk) -> tuple[RekonsiliasiPage, CaseView]:
    """Give the page Rekonsiliasi with the city's two lists held against each other."""
    page = desk.page("rekonsiliasi", "kominfo")
    assert isinstance(page, RekonsiliasiPage)
    if page.case is None:
        city = desk.stage.folder / "kota"
        left = Source("file", "BKPSDM", city / "bkpsdm.xlsx")
        right = Source("file", "Kominfo", city / "kominfo.csv")
        page.acts.match(left, right, city / "departures.csv")
        desk.stage.settle()
    assert page.case is not None
    return page, page.case


def _sign(desk: Desk) -> QDialog:
    page, case = _case(desk)
    return SignDialog(page, case, deciding.sign_off(case), "Kominfo")


def _correct(desk: Desk) -> QDialog:
    fix = MasterFix("name", "Wa Ode", "Wa Ode Sarmina", "Wa Ode", "Wa Ode Sarmina", True, "nama")
    person = Corrected(1, "Wa Ode", "199011122019032015", (fix,), {})
    return CorrectDialog(desk.page("rekonsiliasi", "kominfo"), person, JANUARY.first)


def _check_list(desk: Desk) -> QDialog:
    check = ListCheck("Kominfo", 200, ("3 NIP rusak oleh Excel.",), ())
    return ListCheckDialog(desk.page("rekonsiliasi", "kominfo"), check)


def _arrears(desk: Desk) -> QDialog:
    page = desk.page("cetak", "keuangan")
    return ArrearsDialog(page, [], page.context.session.actor)


MAKERS: dict[str, Callable[[Desk], QDialog]] = {
    "dialogs.CrashDialog": lambda desk: dialogs.CrashDialog(desk.staff(), "Traceback", "Rusak."),
    "dialogs.ask_reason": lambda desk: desk.caught(
        lambda: dialogs.ask_reason(desk.staff(), "Tolak klaim ini?", "&Alasan", "Tolak klaim")
    ),
    "importing.wizard.ImportWizard": _wizard,
    "modal.confirm": lambda desk: desk.caught(
        lambda: confirm(desk.staff(), "Kunci Januari?", "Tidak bisa diubah.", "Kunci 2 slip")
    ),
    "months.payments.PaymentDialog": _payment,
    "months.settling.ArrearsDialog": _arrears,
    "months.settling.ArrearsPayment": lambda desk: ArrearsPayment(desk.page("cetak", "keuangan")),
    "office.backups.BackupDialog": lambda desk: BackupDialog(desk.staff()),
    "office.backups.OpenBackupDialog": lambda desk: OpenBackupDialog(desk.staff(), Path("a.bak")),
    "office.holidays.HolidayDialog": lambda desk: HolidayDialog(
        desk.staff(), JANUARY.first, [(1, "Dinas Kesehatan")]
    ),
    "office.holidays.HolidaySheet._cancel": _cancel_holiday,
    "office.users.AccountDialog": lambda desk: AccountDialog(desk.staff(), [(None, "Kota")]),
    "office.users.CodeDialog": lambda desk: CodeDialog(desk.staff(), "Kata sandi", "x7", "Catat."),
    "office.users.UsersSheet._role": _role,
    "papers.checking.CheckDialog": lambda desk: CheckDialog(
        desk.page("cetak", "keuangan"), desk.page("cetak", "keuangan").context.settings
    ),
    "papers.passphrase.NewKeyDialog": lambda desk: NewKeyDialog(
        desk.page("cetak", "keuangan"), "Kunci kantor", "Buat kunci", "Catat dan simpan."
    ),
    "papers.passphrase.OpenKeyDialog": lambda desk: OpenKeyDialog(desk.page("cetak", "keuangan")),
    "papers.signers.SignersDialog": _signers,
    "reconciliation.dialogs.BulkDialog": lambda desk: PairsDialog(*_case(desk)),
    "reconciliation.dialogs.CorrectDialog": _correct,
    "reconciliation.dialogs.ListCheckDialog": _check_list,
    "reconciliation.dialogs.OpenDialog": lambda desk: OpenDialog(
        desk.staff(), desk.staff().context.settings
    ),
    "reconciliation.dialogs.ReasonDialog": lambda desk: ReasonDialog(desk.staff(), "Jelaskan"),
    "reconciliation.dialogs.SignDialog": _sign,
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
    "rules.dialogs.DecreeDialog": lambda desk: DecreeDialog(desk.staff(), None, 2),
    "rules.dialogs.NameDialog": lambda desk: NameDialog(
        desk.staff(), "Tambah baris", "Nama baris", "", "Tambah baris"
    ),
    "rules.variables.VariablesDialog": _variables,
    "staff.board.BoardDialog": _staff(BoardDialog),
    "staff.clash.ClashDialog": lambda desk: ClashDialog(desk.staff(), CLASHES),
    "staff.dialogs.StateDialog": _staff(lambda page, _: StateDialog(page, _day(page), None)),
    "staff.dialogs.ask_name": lambda desk: desk.caught(
        lambda: ask_name(desk.staff(), "Simpan saringan", "Nama", "Simpan")
    ),
    "staff.editor.NewPersonEditor": _staff(lambda p, r: NewPersonEditor(p, p.context, r)),
    "staff.editor.PersonEditor": _staff(lambda p, r: PersonEditor(p, p.context, p.pane.file, r)),
    "staff.events.EventDialog": _staff(lambda p, r: EventDialog(p, p.context, _who(r), r)),
    "staff.events.OverlapDialog": lambda desk: OverlapDialog(
        desk.staff(), Overlaps([_said()], "Wa Ode")
    ),
    "staff.record_acts.EndDialog": lambda desk: EndDialog(
        desk.staff(), Recorded(_said(), "Cuti", None, None), "Wa Ode"
    ),
    "staff.unit_list.UnitListDialog": _staff(lambda page, _: UnitListDialog(page, page.context)),
    "staff.units.MergeForm": _staff(lambda page, _: MergeForm(page, "Dinas Pasar", {"A": "Satu"})),
    "staff.units.UnitForm": _staff(
        lambda page, _: UnitForm(page, "Ubah unit", "Simpan perubahan", {"A": "Satu"}, None)
    ),
    "staff.units.UnitsDialog": _staff(lambda page, _: _units(page)),
    "window.finder.Finder": _finder,
}
"""By module and name below ``views``."""
