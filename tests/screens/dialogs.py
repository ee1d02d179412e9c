"""Every dialog of the program on the stage, by the class or the function that makes it.

A dialog that is missing here fails ``test_manners``: it looks for all of them in the code.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from polima_desktop.assets import asset
from polima_desktop.domain.events import EVENT_KINDS, Event
from polima_desktop.domain.rules import load
from polima_desktop.domain.rules.model import RuleSet
from polima_desktop.domain.whereabouts import Limits
from polima_desktop.services.attendance import planning, points
from polima_desktop.services.attendance.points import Points
from polima_desktop.services.attendance.touched import Touched, Who
from polima_desktop.services.staff import effects
from polima_desktop.services.staff.events import Overlaps, Recorded
from polima_desktop.services.staff.roster import Listed, Roster
from polima_desktop.storage.staff.statements import Said
from polima_desktop.views import dialogs
from polima_desktop.views.attendance.page import AttendancePage
from polima_desktop.views.attendance.points import LimitsForm, PointForm, PointsDialog
from polima_desktop.views.attendance.roster import RosterDialog
from polima_desktop.views.importing.wizard import ImportWizard
from polima_desktop.views.modal import confirm
from polima_desktop.views.office.backups import BackupDialog, OpenBackupDialog
from polima_desktop.views.office.holidays import HolidayDialog
from polima_desktop.views.office.hours_forms import HoursDialog, ShiftDialog
from polima_desktop.views.office.page import SettingsPage
from polima_desktop.views.office.touched import TouchedDialog as CalendarDialog
from polima_desktop.views.office.users import AccountDialog, CodeDialog
from polima_desktop.views.rules.dialogs import DecreeDialog, NameDialog
from polima_desktop.views.rules.graph import MapDialog
from polima_desktop.views.rules.ready import ReadyDialog
from polima_desktop.views.rules.variables import InputsDialog, VariablesDialog
from polima_desktop.views.staff.board import BoardDialog
from polima_desktop.views.staff.clash import ClashDialog
from polima_desktop.views.staff.dialogs import StateDialog, ask_name
from polima_desktop.views.staff.editor import NewPersonEditor, PersonEditor
from polima_desktop.views.staff.events import EventDialog, OverlapDialog
from polima_desktop.views.staff.page import PegawaiPage
from polima_desktop.views.staff.record_acts import EndDialog
from polima_desktop.views.staff.touched import BulkDialog as TouchedDialog
from polima_desktop.views.staff.unit_history import UnitHistoryDialog
from polima_desktop.views.staff.unit_list import UnitListDialog
from polima_desktop.views.staff.units import MergeForm, UnitForm, UnitsDialog
from polima_desktop.views.window.finder import Finder
from tests.screens.case_dialogs import RECONCILIATION
from tests.screens.desk import Desk
from tests.screens.month_dialogs import MONTH
from tests.screens.stage import JANUARY
from tests.views.staff.scenes import CLASHES


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


def _finder(desk: Desk) -> QDialog:
    window = desk.window("pegawai", "bkpsdm")
    return Finder(window, window.entries(), window.person_entry)


def _wizard(desk: Desk) -> QDialog:
    made = ImportWizard(desk.staff(), desk.staff().context)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    return made


def _ruleset() -> RuleSet:
    return load(asset("resources", "rulesets", "contoh.toml").read_text("utf-8"))


def _variables(desk: Desk) -> QDialog:
    return VariablesDialog(desk.staff(), _ruleset(), "GURU-TM", editable=True)


def _touched(page: PegawaiPage, roster: Roster) -> QDialog:
    event = Event(EVENT_KINDS["mutasi"], JANUARY.first, job={"job_class": 9})
    touched = effects.of_event(roster.rows[:6], event, {})
    return TouchedDialog(page, event, touched, ["Mutasi ditetapkan dengan SK; nomornya kosong."])


def _said() -> Said:
    when = datetime(2021, 1, 4, tzinfo=UTC)
    paper = ("800/12", date(2021, 1, 4))
    return Said(
        1, 1, "plt", None, {}, date(2021, 1, 4), None, when, 1, None, *paper, None, when, "a", None
    )


def _cancel_holiday(desk: Desk) -> QDialog:
    sheet = _settings(desk).holidays
    assert sheet is not None
    sheet.show_year(2021)
    desk.stage.settle()
    sheet.table.select_place(2)
    return desk.caught(sheet.stop.click)


def _settings(desk: Desk) -> SettingsPage:
    page = desk.page("atur", "bkpsdm")
    assert isinstance(page, SettingsPage)
    return page


def _hours(desk: Desk) -> QDialog:
    page = _settings(desk)
    assert page.hours.found is not None
    return HoursDialog(page, JANUARY.first, page.hours.found)


def _shift(desk: Desk) -> QDialog:
    page = _settings(desk)
    assert page.hours.found is not None
    said = next(row.said for row in page.hours.found.rows if row.said.shift)
    return ShiftDialog(page, JANUARY.first, page.hours.found, said)


def _end_hours(desk: Desk) -> QDialog:
    sheet = _settings(desk).hours
    assert sheet.found is not None
    sheet.table.select_key(next(row.id for row in sheet.found.rows if row.said.valid_to is None))
    return desk.caught(sheet.stop.click)


def _calendar_touches(desk: Desk) -> QDialog:
    who = [Who(n, "198111042008031002", "La Ode Fajrin Malik", "Dinas PU") for n in range(12)]
    touched = Touched([(JANUARY, "locked")], who)
    return CalendarDialog(_settings(desk), "Batalkan hari libur", "Batalkan", touched)


def _roster(desk: Desk) -> QDialog:
    page = desk.page("kehadiran", "bkpsdm")
    assert isinstance(page, AttendancePage)
    chosen = next(one for one in page.offices if one.name == "RSUD Kota Baubau")
    session, month = page.context.session, page.context.month
    return RosterDialog(page, planning.read(session, month, chosen.id))


def _points(desk: Desk) -> PointsDialog:
    page = desk.page("kehadiran", "bkpsdm")
    return PointsDialog(page, points.read(page.context.session))


def _end_point(desk: Desk) -> QDialog:
    dialog = _points(desk)
    dialog.table.select_place(0)
    return desk.caught(dialog.stop.click)


MAKERS: dict[str, Callable[[Desk], QDialog]] = {
    **RECONCILIATION,
    **MONTH,
    "attendance.points.LimitsForm": lambda desk: LimitsForm(
        desk.page("kehadiran", "bkpsdm"), Limits()
    ),
    "attendance.points.PointForm": lambda desk: PointForm(
        desk.page("kehadiran", "bkpsdm"), Points([], [(1, "Dinas Kesehatan")]), JANUARY.first
    ),
    "attendance.points.PointsDialog": _points,
    "attendance.points.PointsDialog._end": _end_point,
    "attendance.roster.RosterDialog": _roster,
    "dialogs.CrashDialog": lambda desk: dialogs.CrashDialog(desk.staff(), "Traceback", "Rusak."),
    "dialogs.ask_reason": lambda desk: desk.caught(
        lambda: dialogs.ask_reason(desk.staff(), "Tolak klaim ini?", "&Alasan", "Tolak klaim")
    ),
    "importing.wizard.ImportWizard": _wizard,
    "modal.confirm": lambda desk: desk.caught(
        lambda: confirm(desk.staff(), "Kunci Januari?", "Tidak bisa diubah.", "Kunci 2 slip")
    ),
    "office.backups.BackupDialog": lambda desk: BackupDialog(desk.staff()),
    "office.backups.OpenBackupDialog": lambda desk: OpenBackupDialog(desk.staff(), Path("a.bak")),
    "office.holidays.HolidayDialog": lambda desk: HolidayDialog(
        desk.staff(), JANUARY.first, [(1, "Dinas Kesehatan")]
    ),
    "office.holidays.HolidaySheet._cancel": _cancel_holiday,
    "office.hours_forms.HoursDialog": _hours,
    "office.hours_forms.ShiftDialog": _shift,
    "office.hours.HoursSheet._end": _end_hours,
    "office.touched.TouchedDialog": _calendar_touches,
    "office.users.AccountDialog": lambda desk: AccountDialog(desk.staff(), [(None, "Kota")]),
    "office.users.CodeDialog": lambda desk: CodeDialog(desk.staff(), "Kata sandi", "x7", "Catat."),
    "office.users.UsersSheet._role": _role,
    "rules.dialogs.DecreeDialog": lambda desk: DecreeDialog(desk.staff(), None, 2),
    "rules.dialogs.NameDialog": lambda desk: NameDialog(
        desk.staff(), "Tambah baris", "Nama baris", "", "Tambah baris"
    ),
    "rules.graph.MapDialog": lambda desk: MapDialog(desk.staff(), _ruleset(), "tpp_kinerja"),
    "rules.ready.ReadyDialog": lambda desk: ReadyDialog(desk.staff()),
    "rules.variables.InputsDialog": lambda desk: InputsDialog(
        desk.staff(), _ruleset(), editable=True
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
    "staff.touched.BulkDialog": _staff(_touched),
    "staff.unit_list.UnitListDialog": _staff(lambda page, _: UnitListDialog(page, page.context)),
    "staff.unit_history.UnitHistoryDialog": _staff(
        lambda page, r: UnitHistoryDialog(
            _units(page), page.context, r.tree[0].unit.code, "Dinas Pasar"
        )
    ),
    "staff.units.MergeForm": _staff(lambda page, _: MergeForm(page, "Dinas Pasar", {"A": "Satu"})),
    "staff.units.UnitForm": _staff(
        lambda page, _: UnitForm(page, "Ubah unit", "Simpan perubahan", {"A": "Satu"}, None)
    ),
    "staff.units.UnitsDialog": _staff(lambda page, _: _units(page)),
    "window.finder.Finder": _finder,
}
"""By module and name below ``views``."""
