"""The forms of the backup policy: a group of the transition, and a permit. They only ask."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from polima_desktop.domain.people import FAMILIES
from polima_desktop.domain.transition import Group, Permit, Scope
from polima_desktop.domain.units import KINDS
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.widgets import Field, FilterButton
from polima_desktop.views.widgets.choices import Choice, CountBox, DayBox

_DAY = timedelta(1)
_NO_DEADLINE = -1


class _RuleForm(FormDialog):
    """What both forms ask: name, decree, deadline, and a reason where something is corrected."""

    def __init__(self, parent: QWidget, title: str, verb: str, *, reason: bool) -> None:
        super().__init__(parent, title, verb, self._errors)
        self.name, self.source, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setMaxLength(120)
        self.source.setMaxLength(160)
        self.source.setPlaceholderText("misalnya Surat Edaran Wali Kota Nomor 800/17/2021")
        self.days = CountBox()
        self.days.setRange(_NO_DEADLINE, 366)
        self.days.setSpecialValueText("tanpa batas")
        self.days.setSuffix(" hari setelah akhir bulan")
        self.days.setValue(_NO_DEADLINE)
        self.kinds = FilterButton("Jenis unit", list(KINDS.items()))
        self.families = FilterButton("Kelompok jabatan", list(FAMILIES.items()))
        self._asks_reason = reason

    def _end(self) -> None:
        self.form.add("days", Field("&Batas penyerahan", self.days))
        self.form.add("source", Field("&Dasar", self.source, required=True))
        if self._asks_reason:
            self.form.add("reason", Field("Alasan &pembetulan", self.reason, required=True))

    def _errors(self) -> dict[str, str]:
        errors = {}
        if not self.name.text().strip():
            errors["name"] = "Nama aturan belum diisi."
        if not self.source.text().strip():
            errors["source"] = "Dasar aturan belum diisi."
        if self._asks_reason and not self.reason.text().strip():
            errors["reason"] = "Alasan pembetulan belum diisi."
        return errors

    def why(self) -> str:
        """Give the reason of a correction."""
        return self.reason.text().strip()

    def _deadline(self) -> int | None:
        days = self.days.value()
        return None if days == _NO_DEADLINE else days

    def _chosen_kinds(self) -> tuple[str, ...]:
        return tuple(sorted(str(kind) for kind in self.kinds.chosen()))

    def _chosen_families(self) -> tuple[str, ...]:
        return tuple(sorted(str(family) for family in self.families.chosen()))

    def _fill(self, rule: Group | Permit) -> None:
        self.name.setText(rule.name)
        self.source.setText(rule.source)
        self.days.setValue(_NO_DEADLINE if rule.hand_in_days is None else rule.hand_in_days)
        self.kinds.choose({kind.casefold() for kind in rule.unit_kinds})
        self.families.choose(set(rule.families))


class GroupForm(_RuleForm):
    """Corrects a group of the transition."""

    def __init__(self, parent: QWidget, old: Group) -> None:
        super().__init__(parent, "Betulkan masa peralihan", "Lanjut", reason=True)
        self.old = old
        self.first, self.last = _day_box(old.electronic_from), _day_box(old.manual_until)
        self.form.add("name", Field("&Nama", self.name, required=True))
        if old.unit_kinds:
            self.form.add("kinds", Field("Jenis unit", self.kinds))
            self.form.add("families", Field("Kelompok jabatan", self.families))
        self.form.add("first", Field("&Wajib aplikasi sejak", self.first))
        self.form.add("last", Field("Backup manual diterima &sampai", self.last))
        self._end()
        self._fill(old)

    def _errors(self) -> dict[str, str]:
        errors = super()._errors()
        if self.old.unit_kinds and not self.kinds.chosen():
            errors["kinds"] = "Jenis unit belum dipilih."
        return errors

    def rule(self) -> Group:
        """Give what was typed."""
        return Group(
            self.old.code,
            self.name.text().strip(),
            self._chosen_kinds(),
            _day(self.first),
            _day(self.last),
            self.source.text().strip(),
            self._chosen_families(),
            self._deadline(),
        )


class PermitForm(_RuleForm):
    """Asks for a permit: a blank spot, or an extension for some units or job families."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        verb: str,
        old: Permit | None = None,
        *,
        reason: bool = False,
    ) -> None:
        super().__init__(parent, title, verb, reason=reason)
        self.place, self.scope = QLineEdit(), Choice()
        self.place.setMaxLength(80)
        self.scope.addItem("di mana pun", None)
        for scope in Scope:
            self.scope.addItem(scope.label, scope)
        today = QDate.currentDate()
        self.first = _day_box(date(today.year(), today.month(), 1))
        self.last = _day_box(date(today.year(), 12, 31))
        self.open_end = QCheckBox("Tanpa hari terakhir")
        self.open_end.toggled.connect(lambda on: self.last.setEnabled(not on))
        self.activities = QCheckBox("Laporan kegiatan juga diterima")
        self.name.setText("Tempat tanpa sinyal")
        for name, field in (
            ("name", Field("&Nama", self.name, required=True)),
            ("scope", Field("Jenis &tempat", self.scope)),
            ("place", Field("T&empat", self.place)),
            ("kinds", Field("Jenis unit", self.kinds)),
            ("families", Field("Kelompok jabatan", self.families)),
            ("first", Field("Hari &pertama", self.first)),
            ("last", Field("Hari te&rakhir", self.last)),
        ):
            self.form.add(name, field)
        self.body.insertWidget(1, self.open_end)
        self.body.insertWidget(2, self.activities)
        self._end()
        if old is not None:
            self._fill_permit(old)

    def _fill_permit(self, old: Permit) -> None:
        self._fill(old)
        self.place.setText(old.place)
        self.scope.setCurrentIndex(max(0, self.scope.findData(old.scope)))
        _set(self.first, old.valid_from)
        self.open_end.setChecked(old.valid_to is None)
        if old.valid_to is not None:
            _set(self.last, old.valid_to - _DAY)
        self.activities.setChecked(old.activities)

    def _errors(self) -> dict[str, str]:
        errors = super()._errors()
        placed, anywhere = bool(self.place.text().strip()), self.scope.currentData() is None
        if placed and anywhere:
            errors["scope"] = "Pilih jenis tempatnya."
        if not placed and not anywhere:
            errors["place"] = "Tempat belum diisi."
        if not placed and not self.kinds.chosen() and not self.families.chosen():
            errors["place"] = "Sebut tempat, jenis unit, atau kelompok jabatannya."
        if not self.open_end.isChecked() and self.last.date() < self.first.date():
            errors["last"] = "Hari terakhir sebelum hari pertama."
        return errors

    def rule(self) -> Permit:
        """Give what was typed."""
        return Permit(
            self.name.text().strip(),
            _day(self.first),
            None if self.open_end.isChecked() else _day(self.last) + _DAY,
            self.source.text().strip(),
            self.place.text().strip(),
            self.scope.currentData(),
            self._chosen_kinds(),
            self._chosen_families(),
            self.activities.isChecked(),
            self._deadline(),
        )


def _day_box(day: date) -> DayBox:
    box = DayBox(QDate(day.year, day.month, day.day))
    box.setDisplayFormat("dd-MM-yyyy")
    box.setCalendarPopup(True)
    return box


def _set(box: DayBox, day: date) -> None:
    box.setDate(QDate(day.year, day.month, day.day))


def _day(box: DayBox) -> date:
    day = box.date()
    return date(day.year(), day.month(), day.day())
