"""The form of one person: tabs of fields, checked while typed, saved from a day on with its paper.

Saving goes through ``services.staff.people``; when somebody else changed the same field meanwhile,
both values are shown and the user chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from polima_desktop import formatting
from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.domain.people import Person
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.services.staff import people, person_form
from polima_desktop.services.staff.people import Clashes, Corrected, Correction, Newcomer
from polima_desktop.services.staff.person_form import FIELDS, IDENTITY, JOB, PAY
from polima_desktop.services.staff.roster import PersonFile, Roster
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog
from polima_desktop.views.staff.clash import ClashDialog
from polima_desktop.views.staff.days import DayField
from polima_desktop.views.staff.detail import history_tab, records_tab
from polima_desktop.views.staff.documents import DocumentsTab
from polima_desktop.views.staff.inputs import Input, Offered
from polima_desktop.views.widgets import Field, Link, Message, NoticePlace, Tabs, label

_COLUMNS = 2

Save = Callable[[dict[str, Any], date, str | None, date | None], None]
"""Writes the fields' values, from a day on, with the paper's number and date."""


class _PersonForm(Dialog):
    """The tabs, the date and the paper, what the number says; what saving does differs."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        words: tuple[str, str],
        person: Person,
        roster: Roster,
        on_save: Save,
    ) -> None:
        super().__init__(parent, *words, width=780)
        self.context, self.before, self.roster = context, person, roster
        self._on_save = on_save
        self.saved_words: tuple[str, str] = ("", "")
        self.notices = NoticePlace()
        self.said = label("", "label", "second", wrap=True)
        self.doubt = label("", "label", "warn", wrap=True)
        offered = Offered(roster)
        self.inputs = {field.name: Input(field, offered) for field in FIELDS}
        self._told: dict[str, Any] = {}
        self.tabs = Tabs("Data pegawai")
        for group in (IDENTITY, JOB, PAY):
            self.tabs.addTab(self._group(group), group.replace("&", "&&"))
        self._lay_out()
        self._fill(person)
        self.inputs["nip"].on_change(self._number_typed)

    def _lay_out(self) -> None:
        self.since, self.decree = DayField(self.context.month.first), QLineEdit()
        self.decree_date = DayField()
        self.decree.setMaxLength(80)
        self.since_field = Field("Berlaku sejak", self.since, required=True)
        self.decree_date_field = Field("Tanggal SK", self.decree_date)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.since_field, Field("Nomor SK", self.decree), self.decree_date_field):
            row.addWidget(field, 1)
        for part in (self.notices, self.said, self.doubt):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self.arrears = label("", "label", "warn", wrap=True)
        self.body.addWidget(self.arrears)
        self.body.addWidget(self.tabs, 1)
        self.since.editingFinished.connect(self._since_typed)

    def _group(self, group: str) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 10, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        fields = [self.inputs[field.name] for field in FIELDS if field.group == group]
        for place, made in enumerate(fields):
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(made.widget, place // _COLUMNS, place % _COLUMNS, top)
            made.on_change(self._typed)
        grid.setRowStretch(len(fields), 1)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(box)
        scroll.setMinimumHeight(330)
        return scroll

    def _fill(self, person: Person) -> None:
        self._filling = True
        for name, value in person_form.values_of(person).items():
            self.inputs[name].set_value(value)
        self.inputs["superior_nip"].check()  # says whose number it is
        self._filling = False
        self._say(person)

    def _typed(self) -> None:
        if not self._filling:
            values, good = self._read()
            if good:
                self._say(person_form.with_values(self.before, values))

    def _number_typed(self) -> None:
        """Fill in what the number says, where nothing else was typed."""
        if self._filling:
            return
        nip = self.inputs["nip"]
        try:
            said = person_form.from_number(nip.read().value or "")
        except Refused:
            return
        for name, value in said.items():
            if self._is_free(name):
                self._told[name] = value
                self.inputs[name].set_value(value)

    def _is_free(self, name: str) -> bool:
        try:
            return self.inputs[name].read().value in (None, self._told.get(name))
        except Refused:
            return False

    def _say(self, person: Person) -> None:
        """Show what the NIP tells, and what looks wrong across the fields."""
        self.said.setText(" · ".join(person_form.facts(person)))
        begun = bool(person.identity.nip)  # an empty form has nothing wrong yet
        doubts = person_form.doubts(person, self.context.month.last) if begun else []
        self.doubt.setText(" ".join(doubts))
        self.doubt.setVisible(bool(doubts))

    def _read(self) -> tuple[dict[str, Any], bool]:
        values, good = {}, True
        for name, made in self.inputs.items():
            values[name], fine = made.check()
            good = good and fine
        return values, good

    def _day(self, field: Field, editor: QLineEdit, required: bool) -> date | None:
        """Read one of the form's own dates; the error stands under it, None: not usable."""
        field.set_error("")
        if not editor.text().strip():
            if required:
                field.set_error("Tanggal belum diisi.")
            return None
        try:
            return person_form.read_day(editor.text())
        except Refused as refused:
            field.set_error(str(refused))
            return None

    def accept(self) -> None:
        """Save if every field is good; the dialog closes when the store has it."""
        values, good = self._read()
        since = self._day(self.since_field, self.since, required=True)
        paper = self._day(self.decree_date_field, self.decree_date, required=False)
        if not good or since is None or self.decree_date_field.error:
            self._show_first_error()
            return
        self._on_save(values, since, self.decree.text().strip() or None, paper)

    def _show_first_error(self) -> None:
        for field in (self.since_field, self.decree_date_field):
            if field.error:
                field.editor.setFocus()
                return
        for group, tab in ((IDENTITY, 0), (JOB, 1), (PAY, 2)):
            wrong = [
                made
                for made in self.inputs.values()
                if made.spec.group == group and made.widget.error and not made.check()[1]
            ]
            if wrong:
                self.tabs.setCurrentIndex(tab)
                wrong[0].editor.setFocus()
                return

    def _failed(self, error: PolimaError) -> None:
        self.notices.messages.show_message(Message.of(error))

    def _since_typed(self) -> None:
        if self.isVisible():  # not when the focus only leaves because the form closes
            self._look_for_arrears()

    def _look_for_arrears(self) -> None:
        since, session = (
            self._day(self.since_field, self.since, required=True),
            self.context.session,
        )
        if since is not None:
            self.context.jobs.run(lambda _progress: people.arrears_warning(session, since)).success(
                self._warn_of_arrears
            )

    def _warn_of_arrears(self, months: tuple[Month, ...]) -> None:
        self.arrears.setVisible(bool(months))
        names = formatting.listed(month_name(month) for month in months)
        self.arrears.setText(
            f"{names} sudah dikunci: slipnya tidak berubah, selisihnya menjadi rapel."
            if months
            else ""
        )


class PersonEditor(_PersonForm):
    """Changes somebody who is in the list."""

    show_event_form = Signal()

    def __init__(self, parent: QWidget, context: Context, file: PersonFile, roster: Roster) -> None:
        self.file = file
        words = (file.now.name, "Simpan perubahan")
        super().__init__(parent, context, words, file.now.person, roster, self.save)
        self.tabs.addTab(records_tab(file, self._ask_event), "Mutasi && cuti")
        self.papers = DocumentsTab(context, file.id, self._failed)
        self.tabs.addTab(self.papers, "Dokumen")
        self.tabs.addTab(history_tab(file), "Riwayat")
        self.body.insertWidget(
            3, Link("Perbaikan salah ketik: berlaku sejak awal", self._from_start)
        )
        self._look_for_arrears()
        self._show_day(self.context.month.first)

    # ── the day it holds from ──

    def accept(self) -> None:
        """Save against what held on the day, also if it was typed a moment ago."""
        since = self._day(self.since_field, self.since, required=True)
        if since is not None:
            self._show_day(since)
        super().accept()

    def _since_typed(self) -> None:
        super()._since_typed()
        since = self._day(self.since_field, self.since, required=True)
        if self.isVisible() and since is not None:
            self._show_day(since)

    def _show_day(self, day: date) -> None:
        """Show what held on a day, as read when the form opened, where nothing else was typed."""
        found = self.file.on(day)
        before, now = person_form.values_of(self.before), person_form.values_of(found)
        if before == now:
            return
        self.before, self._filling = found, True
        for name, value in now.items():
            if value != before[name] and self._untouched(name, before[name]):
                self.inputs[name].set_value(value)
        self._filling = False
        self._typed()

    def _untouched(self, name: str, value: Any) -> bool:
        try:
            return bool(self.inputs[name].read().value == value)
        except Refused:
            return False

    def _from_start(self) -> None:
        """Set the day to the start of the facts in force: a correction, not a change."""
        rows = [row for row in self.file.assignments if row.valid_from <= self.context.month.last]
        first = rows[-1].valid_from if rows else self.context.month.first
        self.since.setText(formatting.day(first))
        self._look_for_arrears()
        self._show_day(first)

    def _ask_event(self) -> None:
        self.reject()
        self.show_event_form.emit()

    def save(
        self, values: dict[str, Any], since: date, decree: str | None, decree_date: date | None
    ) -> None:
        """Write the fields that were changed."""
        seen = person_form.values_of(self.before)
        new = {name: value for name, value in values.items() if value != seen[name]}
        self._write(
            Correction(self.file.id, since, {n: seen[n] for n in new}, new, decree, decree_date)
        )

    def _write(self, correction: Correction) -> None:
        session = self.context.session
        self.context.jobs.run(
            lambda _progress: people.correct(session, correction), writes=True
        ).success(self._written).failure(partial(self._refused, correction))

    def _written(self, result: Corrected) -> None:
        names = formatting.listed(
            person_form.BY_NAME[name].label
            for name in result.changed
            if name in person_form.BY_NAME
        )
        later = formatting.listed(month_name(month) for month in result.arrears)
        more = f" {later} sudah dikunci: selisihnya menjadi rapel." if later else ""
        self.saved_words = (f"{self.file.now.name} disimpan.", f"Yang berubah: {names}.{more}")
        super(_PersonForm, self).accept()

    def _refused(self, correction: Correction, error: PolimaError) -> None:
        if not isinstance(error, Clashes):
            self._failed(error)
            return
        dialog = ClashDialog(self, error.clashes, own=error.own)
        if not dialog.exec():
            return
        theirs = {clash.field: clash.theirs for clash in error.clashes}
        kept = {
            name: value
            for name, value in correction.values.items()
            if name not in theirs or dialog.mine[name]
        }
        for name, value in theirs.items():
            if name not in kept:
                self.inputs[name].set_value(value)
        if kept:
            seen = {n: theirs.get(n, correction.seen[n]) for n in kept}
            self._write(
                Correction(
                    correction.person_id, correction.valid_from, seen, kept,
                    correction.decree_number, correction.decree_date,
                )
            )  # fmt: skip
        else:
            self.saved_words = (
                f"{self.file.now.name} tidak diubah.",
                "Nilai yang tersimpan dipakai.",
            )
            super(_PersonForm, self).accept()


class NewPersonEditor(_PersonForm):
    """Enters somebody who is not in the list; ``person_id`` afterwards."""

    def __init__(self, parent: QWidget, context: Context, roster: Roster) -> None:
        words = ("Pegawai baru", "Tambah pegawai")
        super().__init__(parent, context, words, person_form.blank(), roster, self.save)
        self.person_id: int | None = None
        self.inputs["nip"].editor.setFocus()

    def save(
        self, values: dict[str, Any], since: date, decree: str | None, decree_date: date | None
    ) -> None:
        """Enter the person."""
        person = person_form.with_values(self.before, values)
        newcomer = Newcomer(person.identity, person.assignment, since, decree, decree_date)
        session = self.context.session
        self.context.jobs.run(lambda _progress: people.add(session, newcomer), writes=True).success(
            partial(self._added, person)
        ).failure(self._failed)

    def _added(self, person: Person, person_id: int) -> None:
        self.person_id = person_id
        self.saved_words = (f"{person.identity.name} ditambahkan.", "")
        super(_PersonForm, self).accept()
