"""The form of an event by decree, for one person or for everybody selected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QRadioButton, QWidget

from polima_desktop import formatting
from polima_desktop.domain import events as event_rules
from polima_desktop.domain.errors import PolimaError, Refused
from polima_desktop.domain.events import EVENT_KINDS, Event, EventKind
from polima_desktop.services.staff import effects, events, person_form
from polima_desktop.services.staff.events import Answer, Happening, Overlaps, Recorded
from polima_desktop.services.staff.person_form import BY_NAME
from polima_desktop.services.staff.roster import Roster
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import Dialog, confirm
from polima_desktop.views.staff.days import DayField
from polima_desktop.views.staff.inputs import UNCHANGED, Input, Offered
from polima_desktop.views.staff.touched import BulkDialog
from polima_desktop.views.widgets import Field, Message, NoticePlace, label
from polima_desktop.views.widgets.choices import Choice

_NAMES_SHOWN = 4
_COLUMNS = 2


class EventDialog(Dialog):
    """Asks for kind, days, paper and what the kind needs; only the fields that count are shown."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        who: Sequence[tuple[int, str]],
        roster: Roster,
        corrects: Recorded | None = None,
    ) -> None:
        """``corrects``: the record that this one takes the place of; then a reason is asked."""
        title = who[0][1] if len(who) == 1 else f"Mutasi untuk {len(who)} pegawai"
        verb = f"Catat untuk {formatting.number(len(who))} pegawai"
        super().__init__(parent, title, "Betulkan catatan" if corrects else verb, width=720)
        self.context, self.who, self.corrects = context, who, corrects
        self.roster = roster
        self.saved_words: tuple[str, str] = ("", "")
        self.made: Event | None = None
        self.notices = NoticePlace()
        self.body.addWidget(self.notices)
        if len(who) > 1:
            self.body.addWidget(label(_some_names(who), "label", "second", wrap=True))
        self._make_fields(roster)
        self._lay_out()
        if corrects is not None:
            self._show_record(events.as_event(corrects.said))
        self._kind_changed()

    def _make_fields(self, roster: Roster) -> None:
        self.kind = Choice()
        for code, kind in EVENT_KINDS.items():
            self.kind.addItem(kind.label, code)
        self.starts, self.ends = DayField(self.context.month.first), DayField()
        self.decree, self.decree_date = QLineEdit(), DayField()
        self.note, self.reason = QLineEdit(), QLineEdit()
        self.note.setMaxLength(260)
        self.decree.setMaxLength(80)
        self.offered = offered = Offered(roster)
        asked = dict.fromkeys(name for kind in EVENT_KINDS.values() for name in kind.asks)
        self.job = {
            name: Input(BY_NAME[name]._replace(required=False), offered, UNCHANGED)
            for name in asked
        }
        self.job["superior_nip"].on_change(self.job["superior_nip"].check)
        self.kind.currentIndexChanged.connect(lambda _index: self._kind_changed())

    def _lay_out(self) -> None:
        self.fields = {
            "kind": Field("Jenis mutasi", self.kind, required=True),
            "starts": Field("Mulai", self.starts, required=True),
            "ends": Field("Sampai dengan", self.ends, note="Kosong: sampai dicabut."),
            **{name: made.widget for name, made in self.job.items()},
            "decree": Field("Nomor SK", self.decree),
            "decree_date": Field("Tanggal SK", self.decree_date),
            "note": Field("Keterangan", self.note),
            "reason": Field("Alasan pembetulan", self.reason, required=True),
        }
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        for column in range(_COLUMNS):
            self.grid.setColumnStretch(column, 1)
        self.body.addLayout(self.grid)
        self.body.addStretch(1)

    def _arrange(self, shown: Sequence[str]) -> None:
        for field in self.fields.values():
            self.grid.removeWidget(field)
            field.hide()
        for place, name in enumerate(shown):
            top = Qt.AlignmentFlag.AlignTop
            self.grid.addWidget(self.fields[name], place // _COLUMNS, place % _COLUMNS, top)
            self.fields[name].show()

    def chosen_kind(self) -> EventKind:
        """Give the kind that is chosen."""
        return EVENT_KINDS[self.kind.currentData()]

    def _kind_changed(self) -> None:
        kind = self.chosen_kind()
        ends = ("ends",) if kind.lasts else ()
        why = ("reason",) if self.corrects else ()
        paper = ("decree", "decree_date", "note")
        self._arrange(["kind", "starts", *ends, *kind.asks, *paper, *why])
        levels = ", ".join(kind.levels)
        self.note.setPlaceholderText(f"salah satu: {levels}" if levels else "")
        self.adjustSize()

    def _check(self) -> dict[str, str]:
        errors: dict[str, str] = {}
        kind = self.chosen_kind()
        starts = self._read_day("starts", self.starts, errors)
        ends = self._read_day("ends", self.ends, errors) if kind.lasts else None
        paper = self._read_day("decree_date", self.decree_date, errors)
        job = self._read_job(kind, errors)
        if starts is None:
            errors.setdefault("starts", "Tanggal mulai belum diisi.")
        if self.corrects and not self.reason.text().strip():
            errors["reason"] = "Alasan belum ditulis. Tulis satu kalimat."
        if errors or starts is None:
            return errors
        event = Event(
            kind, starts, ends, self.note.text().strip() or None,
            self.decree.text().strip() or None, paper, job,
        )  # fmt: skip
        try:
            event_rules.check(event)
        except Refused as refused:
            return {"note" if kind.levels else "kind": str(refused)}
        self.made = event
        return {}

    def _read_day(self, key: str, editor: QLineEdit, errors: dict[str, str]) -> date | None:
        if not editor.text().strip():
            return None
        try:
            return person_form.read_day(editor.text())
        except Refused as refused:
            errors[key] = str(refused)
            return None

    def _read_job(self, kind: EventKind, errors: dict[str, str]) -> dict[str, Any]:
        job = {}
        for name in kind.asks:
            value, good = self.job[name].check()
            if good:
                job[name] = value
            else:
                errors[name] = self.job[name].widget.error
        return {name: value for name, value in job.items() if value is not None}

    def accept(self) -> None:
        """Write the event for everybody; the dialog closes when the store has it."""
        errors = self._check()
        for name, field in self.fields.items():
            field.set_error(errors.get(name, ""))
        if errors or self.made is None:
            first = next(name for name in self.fields if errors.get(name))
            self.fields[first].editor.setFocus()
            return
        session, event = self.context.session, self.made
        happenings = [Happening(person, event) for person, _ in self.who]
        self.context.jobs.run(lambda _p: events.doubts(session, happenings)).success(self._doubted)

    def _doubted(self, doubts: list[str]) -> None:
        many = len(self.who) > 1
        if self._many_agreed(doubts) if many else self._agreed(doubts):
            self._write(None)

    def _agreed(self, doubts: list[str]) -> bool:
        return not doubts or confirm(self, "Sudah benar?", " ".join(doubts), "Tetap catat")

    def _many_agreed(self, doubts: list[str]) -> bool:
        """Show what will be done to everybody, and ask."""
        assert self.made is not None
        wanted = {person for person, _ in self.who}
        rows = [row for row in self.roster.rows if row.id in wanted]
        touched = effects.of_event(rows, self.made, self.offered.units.names)
        question = BulkDialog(self, self.made, touched, doubts)
        agreed = question.exec() == BulkDialog.DialogCode.Accepted
        question.deleteLater()
        return agreed

    def _write(self, answer: Answer | None) -> None:
        session, event, corrects = self.context.session, self.made, self.corrects
        assert event is not None
        happenings = [Happening(person, event) for person, _ in self.who]
        if corrects is not None:
            number, reason = corrects.said.id, self.reason.text()
            job = self.context.jobs.run(
                lambda _p: events.correct(session, number, event, reason), writes=True
            )
        else:
            job = self.context.jobs.run(
                lambda _p: events.record(session, happenings, answer), writes=True
            )
        job.success(self._written).failure(self._refused)

    def _refused(self, error: PolimaError) -> None:
        if not isinstance(error, Overlaps):
            self.notices.messages.show_message(Message.of(error))
            return
        question = OverlapDialog(self, error)
        question.exec()
        answer = question.answer
        question.deleteLater()
        if answer is not None:
            self._write(answer)

    def _show_record(self, event: Event) -> None:
        self.kind.setCurrentIndex(self.kind.findData(event.kind.code))
        for editor, day in ((self.starts, event.starts), (self.ends, event.ends),
                            (self.decree_date, event.decree_date)):  # fmt: skip
            editor.setText(formatting.day(day) if day else "")
        self.note.setText(event.note or "")
        self.decree.setText(event.decree_number or "")
        for name, value in event.job.items():
            self.job[name].set_value(value)

    def _written(self, _result: object) -> None:
        assert self.made is not None
        count = formatting.number(len(self.who))
        what = self.made.kind.label
        self.saved_words = (
            f"{what} dibetulkan." if self.corrects else f"{what} dicatat untuk {count} pegawai.",
            f"Mulai {formatting.day(self.made.starts)}.",
        )
        super().accept()


class OverlapDialog(Dialog):
    """Asks what an event that overlaps a recorded one means; ``answer`` None: turned back."""

    _CHOICES: tuple[tuple[Answer, str], ...] = (
        ("replace", "Ganti yang lama dengan yang ini"),
        ("extend", "Sambung menjadi satu"),
        ("both", "Keduanya berlaku"),
    )

    def __init__(self, parent: QWidget, overlaps: Overlaps) -> None:
        super().__init__(parent, "Sudah ada yang tercatat pada hari itu", "Simpan", width=480)
        self.answer: Answer | None = None
        self.body.addWidget(label(overlaps.message, "body", wrap=True))
        self.buttons: dict[Answer, QRadioButton] = {}
        for answer, words in self._CHOICES:
            button = self.buttons[answer] = QRadioButton(words)
            button.toggled.connect(lambda on, answer=answer: self._choose(answer) if on else None)
            self.body.addWidget(button)
        self.verb.setEnabled(False)

    def _choose(self, answer: Answer) -> None:
        self._chosen = answer
        self.verb.setEnabled(True)

    def accept(self) -> None:
        """Take the choice."""
        self.answer = self._chosen
        super().accept()


def _some_names(who: Sequence[tuple[int, str]]) -> str:
    names = ", ".join(name for _, name in who[:_NAMES_SHOWN])
    more = len(who) - _NAMES_SHOWN
    return f"{names}, dan {formatting.number(more)} lain" if more > 0 else names
