"""The page Kehadiran: a unit's month as a grid of signs, and one person's month day by day.

What a day came to is read as it would be frozen now; only planned shifts are changed here.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QWidget

from polima_desktop.domain.access import Permission
from polima_desktop.domain.day_words import SIGNS
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import month_name
from polima_desktop.formatting import number
from polima_desktop.services.attendance import months, planning, recap, touched
from polima_desktop.services.attendance.months import Beside, Office, PersonMonth, UnitMonth
from polima_desktop.services.attendance.planning import Plan, Saved
from polima_desktop.storage.review.queue import ClaimRow
from polima_desktop.views.attendance.cases_tab import CasesTab
from polima_desktop.views.attendance.columns import (
    DAYS,
    FIRST_DAY,
    day_columns,
    day_row,
    fit_days,
    grid_columns,
    grid_row,
)
from polima_desktop.views.attendance.roster import RosterDialog
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import WORKBOOKS, file_name, save_file
from polima_desktop.views.office.touched import ask_first
from polima_desktop.views.tables import DataTable
from polima_desktop.views.widgets import (
    Button,
    ElidedLabel,
    EmptyState,
    FilterButton,
    Link,
    Page,
    Rows,
    SearchField,
    Sheet,
    Tabs,
    label,
)

NOTHING, ABSENT, LATE, HALF = "kosong", "alpa", "terlambat", "satu"
_GROUPS = {
    NOTHING: "Tanpa catatan sama sekali",
    ABSENT: "Ada alpa",
    LATE: "Ada terlambat atau pulang cepat",
    HALF: "Ada hari dengan satu ketukan",
}
_UNIT = "kehadiran/unit"
_PDF = "PDF (*.pdf)"


class AttendancePage(Page):
    """The month of a unit."""

    listens = frozenset({"records", "calendar", "people", "units", "claims", "points"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Kehadiran")
        self.found: UnitMonth | None = None
        self.offices: list[Office] = []
        self.unit = FilterButton("Unit", many=False)
        self.unit.changed.connect(self._choose)
        self.group = FilterButton("Saring", many=False)
        self.group.changed.connect(self.narrow)
        self.group.set_options(list(_GROUPS.items()))
        self._make_buttons()
        self.cases = CasesTab(self)
        self.tabs = Tabs("Bagian kehadiran")
        self.tabs.addTab(self._content(), "Bulan unit")
        self.tabs.addTab(self.cases, "Kasus untuk diperiksa")
        self.tabs.currentChanged.connect(lambda _place: self._open_tab())
        self.body.addWidget(self.tabs, 1)

    # ── building ──────────────────────────────────────────────────────────────────────────

    def _make_buttons(self) -> None:
        actor = self.context.session.actor
        self.bring = self.add_button(Button("Impor kehadiran", "impor", self._import))
        self.bring.setVisible(actor.may(Permission.IMPORT_RECORDS))
        self.plan = self.add_button(Button("Jadwal giliran", "kalender", self._open_plan))
        self.plan.setVisible(actor.may(Permission.EDIT_CALENDAR))
        self.export = self.add_button(Button("Ekspor rekap", "ekspor", self.export_recap))
        self.print = self.add_button(Button("Cetak rekap", "cetak", self.print_recap))
        for button in (self.export, self.print):
            button.setVisible(actor.may(Permission.PRINT))

    def _content(self) -> QStackedWidget:
        self.both = Rows("kehadiran", self._grid_sheet(), self._person_sheet(), slack=0,
                         sizes=[390, 210])  # fmt: skip
        bring = Button("Impor kehadiran", "impor", self._import)
        bring.setVisible(self.context.session.actor.may(Permission.IMPORT_RECORDS))
        self.empty = EmptyState("Belum ada pegawai.", "Impor daftar pegawai lebih dahulu.", bring)
        sheet = Sheet()
        sheet.add(self.empty, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.both)
        self.stack.addWidget(sheet)
        return self.stack

    def _grid_sheet(self) -> Sheet:
        self.grid_sheet = Sheet()
        self.grid_sheet.setAccessibleName("Bulan unit")
        self.finder = self.search = SearchField("Cari nama atau NIP")
        self.finder.searched.connect(lambda _text: self.narrow())
        self.cleared = Link("Kosongkan saringan", self.clear_filter)
        self.position = label("", "label", "second")
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(8)
        for part in (self.finder, self.unit, self.group):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.cleared)
        row.addWidget(self.position)
        self.grid_sheet.add(bar)
        self.grid = DataTable(grid_columns(), "Kehadiran sebulan")
        self.grid.setObjectName("bulan")
        self.grid.set_row_height(28)
        fit_days(self.grid)
        self.grid.current_changed.connect(lambda _key: self._show_person())
        self.finder.lead_to(self.grid)
        self.no_hit = EmptyState(
            "Tidak ada yang cocok.", "", link=Link("Kosongkan saringan", self.clear_filter)
        )
        self.hits = QStackedWidget()
        self.hits.addWidget(self.grid)
        self.hits.addWidget(self.no_hit)
        self.grid_sheet.add(self.hits, 1)
        self.legend = ElidedLabel(_legend(), "label", "second")
        legend = QHBoxLayout()
        legend.setContentsMargins(14, 4, 14, 6)
        legend.addWidget(self.legend)
        self.grid_sheet.column.addLayout(legend)
        return self.grid_sheet

    def _person_sheet(self) -> Sheet:
        self.person_sheet = Sheet("Pegawai")
        self.person_sheet.add_to_head(Link("Buka di Pegawai", self.open_person))
        self.days = DataTable(day_columns(), "Hari demi hari")
        self.days.setObjectName("hari")
        self.days.set_row_height(28)
        self.person_sheet.add(self.days, 1)
        return self.person_sheet

    # ── reading ───────────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Read the units that have people, then the month of the chosen one; cases if seen."""
        self._open_tab()
        session, month = self.context.session, self.context.month
        self.context.jobs.run(
            lambda _progress: months.offices(session, month), self, slot="attendance.offices"
        ).success(self._show_offices)

    def _open_tab(self) -> None:
        """Read what a tab shows when it comes into sight; its acts come with it."""
        seen = self.tabs.currentWidget() is self.cases
        actor = self.context.session.actor
        for button, permission in (
            (self.bring, Permission.IMPORT_RECORDS), (self.plan, Permission.EDIT_CALENDAR),
            (self.export, Permission.PRINT), (self.print, Permission.PRINT),
        ):  # fmt: skip
            button.setVisible(actor.may(permission) and not seen)
        self.cases.show_buttons(seen=seen)
        self.search = self.cases.search if seen else self.finder
        if seen:
            self.cases.load()
        elif self.found is not None:
            self._say_next(self.found)

    def _show_offices(self, offices: list[Office]) -> None:
        self.offices = offices
        self.stack.setCurrentIndex(0 if offices else 1)
        if not offices:
            self.set_next_step("")
            return
        kept = self.unit.chosen() or (self.context.settings.get(_UNIT, None),)
        self.unit.set_options([(one.id, f"{one.name} ({number(one.people)})") for one in offices])
        wanted = next((one.id for one in offices if str(one.id) in map(str, kept)), None)
        self.unit.choose({self._first() if wanted is None else wanted})
        self._read()

    def _first(self) -> int:
        """Give the unit to begin with: the user's own, else that with the most people under one."""
        own = self.context.session.actor.unit_id
        mine = [one.id for one in self.offices if one.id == own]
        return mine[0] if mine else max(self.offices, key=lambda one: (one.people, -one.level)).id

    def _choose(self) -> None:
        chosen = next(iter(self.unit.chosen()), None)
        self.context.settings.put(_UNIT, chosen)
        self._read()

    def _read(self) -> None:
        session, month = self.context.session, self.context.month
        chosen = next(iter(self.unit.chosen()), None)
        self.context.jobs.run(
            lambda _progress: months.read(session, month, chosen), self, slot="attendance"
        ).success(self._show)

    def _show(self, found: UnitMonth) -> None:
        self.found = found
        seen = self.tabs.currentWidget() is self.cases
        for n in range(DAYS):
            self.grid.setColumnHidden(FIRST_DAY + n - 2, n >= len(found.month.days))
        if not seen:
            self._say_next(found)
        self.narrow()

    def _say_next(self, found: UnitMonth) -> None:
        nothing = sum(one.nothing for one in found.people)
        absent = sum(one.recap.absent > 0 for one in found.people)
        name = month_name(found.month)
        if nothing:
            words = f"{number(nothing)} pegawai tanpa catatan sama sekali pada {name}."
        elif absent:
            words = f"{number(absent)} pegawai punya alpa pada {name}: periksa sebelum dibekukan."
        else:
            words = f"{number(len(found.people))} pegawai, tidak ada alpa pada {name}."
        self.set_next_step(words)

    # ── showing ───────────────────────────────────────────────────────────────────────────

    def narrow(self) -> None:
        """Show the people that match the search and the chosen group."""
        people = self.found.people if self.found else []
        group = next(iter(self.group.chosen()), "")
        typed = self.finder.text().strip()
        seen = [one for one in people if _in_group(one, group) and _matches(one, typed)]
        self.grid.set_rows(map(grid_row, seen), len(people))
        self.cleared.setVisible(bool(typed or group))
        self.hits.setCurrentIndex(0 if seen or not people else 1)
        self.no_hit.set_words("Tidak ada yang cocok.", "Ubah pencarian atau saringannya.")
        if seen and self.grid.current_row() is None:
            self.grid.select_place(0)
        self.position.setText(self.grid.position_text())
        self._show_person()

    def clear_filter(self) -> None:
        """Show everybody of the unit again."""
        self.finder.clear()
        self.group.choose(())
        self.narrow()

    @property
    def current(self) -> PersonMonth | None:
        """The person under the cursor."""
        row = self.grid.current_row()
        return None if row is None else row[2]

    def _show_person(self) -> None:
        one = self.current
        if one is None:
            self.person_sheet.set_title("Pegawai")
            self.days.set_rows([])
            return
        self.person_sheet.set_title(one.name, f"{shown_nip(one.nip)} · {one.unit}")
        self._fill_days(one, Beside({}, {}))
        session, month = self.context.session, self.context.month
        self.context.jobs.run(
            lambda _progress: months.beside(session, month, one.person_id),
            self,
            slot="attendance.person",
        ).success(lambda found: self._fill_days(one, found))

    def _fill_days(self, one: PersonMonth, found: Beside) -> None:
        if self.current is not one:
            return
        rows = []
        for day in one.days:
            touches = found.punches.get(day.day, ())
            punches = ", ".join(
                f"{row.seconds // 3600:02d}.{row.seconds % 3600 // 60:02d}" for row in touches
            )
            rows.append(day_row(day, punches, _claim_words(found.claims.get(day.day))))
        self.days.set_rows(rows)

    # ── acts ──────────────────────────────────────────────────────────────────────────────

    def open_person(self) -> None:
        """Open the person in Pegawai."""
        if self.current is not None:
            self.context.go("pegawai", person=self.current.person_id)

    def export_recap(self) -> None:
        """Write the recapitulation of the unit to a workbook."""
        self._write("Ekspor rekap kehadiran", "xlsx", WORKBOOKS, recap.export)

    def print_recap(self) -> None:
        """Write the recapitulation of the unit as a PDF to sign."""
        self._write("Cetak rekap kehadiran", "pdf", _PDF, recap.print_recap)

    def _write(self, title: str, ending: str, kinds: str, write: Any) -> None:
        found = self.found
        if found is None:
            return
        unit = found.unit.name if found.unit else ""
        proposal = file_name(ending, "rekap-kehadiran", str(found.month), unit)
        path = save_file(self, self.context.settings, title, proposal, kinds)
        if path is None:
            return
        session = self.context.session
        self.context.jobs.run(
            lambda _progress: write(session, found, path), self, writes=True
        ).success(
            lambda count: self.say("ok", f"Rekap {number(count)} pegawai ditulis.", str(path))
        )

    def _open_plan(self) -> None:
        """Read the shifts planned for the unit, then let them be typed."""
        session, month = self.context.session, self.context.month
        chosen = next(iter(self.unit.chosen()), None)
        if chosen is not None:
            self.context.jobs.run(
                lambda _progress: planning.read(session, month, chosen), self
            ).success(self._type_plan)

    def _type_plan(self, plan: Plan) -> None:
        dialog = RosterDialog(self, plan)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        session, typed, basis = self.context.session, dict(dialog.grid.typed), dialog.basis.text()
        days = [day for _person, day in typed]

        def do() -> None:
            self.context.jobs.run(
                lambda _progress: planning.save(session, plan, typed, basis), self, writes=True
            ).success(self._plan_saved)

        ask_first(
            self, f"Jadwal giliran {plan.unit}", "Simpan jadwal",
            lambda: touched.by_days(session, min(days), max(days), plan.unit_id), do,
        )  # fmt: skip

    def _plan_saved(self, saved: Saved) -> None:
        words = f"{number(saved.planned)} hari {number(saved.people)} pegawai direncanakan"
        cleared = f", {number(saved.cleared)} hari dikosongkan" if saved.cleared else ""
        self.say("ok", "Jadwal giliran disimpan.", f"{words}{cleared}.")
        self.context.changed("calendar")

    def _import(self) -> None:
        from polima_desktop.views.importing import open_wizard

        open_wizard(self, self.context, "attendance")

    def focus_on(self, **what: Any) -> None:
        """Show a group of people (``group="kosong"``), or the cases to check (``cases=True``)."""
        self.tabs.setCurrentIndex(1 if what.get("cases") else 0)
        if "group" in what:
            self.group.choose({str(what["group"])})
            self.narrow()


def _in_group(one: PersonMonth, group: str) -> bool:
    figures = one.recap
    return {
        NOTHING: one.nothing,
        ABSENT: figures.absent > 0,
        LATE: figures.late + figures.early > 0,
        HALF: figures.half > 0,
    }.get(group, True)


def _matches(one: PersonMonth, typed: str) -> bool:
    digits = "".join(typed.split())
    return typed.casefold() in one.name.casefold() or (digits.isdecimal() and digits in one.nip)


def _claim_words(claim: ClaimRow | None) -> str:
    if claim is None:
        return ""
    if claim.decided is None:
        return "Backup manual menunggu putusan."
    return f"Backup manual: {claim.decided.outcome.label.lower()}."


def _legend() -> str:
    return " · ".join(f"{sign} {words}" if sign != "·" else f"{words} ditandai titik"
                      for sign, words in SIGNS.items())  # fmt: skip
