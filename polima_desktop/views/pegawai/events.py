"""The form of an event by decree, for one person or for everybody selected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from polima_desktop import formatting
from polima_desktop.domain import events as event_rules
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.events import EVENT_KINDS, Event, EventKind
from polima_desktop.services import events, person_form
from polima_desktop.services.events import Happening
from polima_desktop.services.person_form import BY_NAME
from polima_desktop.services.roster import Roster
from polima_desktop.views.context import Context
from polima_desktop.views.dialogs import FormDialog
from polima_desktop.views.pegawai.editor import unit_choices
from polima_desktop.views.pegawai.inputs import Input
from polima_desktop.views.widgets import Field, Message, NoticePlace, label

_NAMES_SHOWN = 4


class EventDialog(FormDialog):
    """Asks for kind, days, paper and what the kind needs; only the fields that count are shown."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        who: Sequence[tuple[int, str]],
        roster: Roster,
    ) -> None:
        names = [name for _, name in who]
        title = names[0] if len(names) == 1 else f"Kejadian untuk {len(names)} pegawai"
        super().__init__(parent, title, f"Catat untuk {formatting.number(len(who))} pegawai", dict)
        self.context, self.who, self.roster = context, who, roster
        self.saved_words: tuple[str, str] = ("", "")
        self.made: Event | None = None
        self.notices = NoticePlace()
        self.body.insertWidget(0, self.notices)
        if len(names) > 1:
            more = f", dan {len(names) - _NAMES_SHOWN} lain" if len(names) > _NAMES_SHOWN else ""
            words = ", ".join(names[:_NAMES_SHOWN]) + more
            self.body.insertWidget(1, label(words, "label", "second", wrap=True))
        self._make_fields()
        self.check = self._check
        self._kind_changed()

    def _make_fields(self) -> None:
        self.kind = QComboBox()
        for code, kind in EVENT_KINDS.items():
            self.kind.addItem(kind.label, code)
        self.starts, self.ends, self.note = QLineEdit(), QLineEdit(), QLineEdit()
        self.decree, self.decree_date = QLineEdit(), QLineEdit()
        self.starts.setText(formatting.day(self.context.month.first))
        self.note.setMaxLength(260)
        self.decree.setMaxLength(80)
        self.form.add("kind", Field("Jenis kejadian", self.kind, required=True))
        self.form.add("starts", Field("Mulai", self.starts, required=True))
        self.form.add("ends", Field("Sampai dengan", self.ends, note="Kosong: sampai dicabut."))
        self.job = {
            name: Input(BY_NAME[name]._replace(required=False), unit_choices(self.roster))
            for kind in EVENT_KINDS.values()
            for name in kind.asks
        }
        for name, made in self.job.items():
            self.form.add(name, made.widget)
        self.form.add("note", Field("Keterangan", self.note))
        self.form.add("decree", Field("Nomor SK", self.decree))
        self.form.add("decree_date", Field("Tanggal SK", self.decree_date))
        self.kind.currentIndexChanged.connect(lambda _index: self._kind_changed())

    def chosen_kind(self) -> EventKind:
        """Give the kind that is chosen."""
        return EVENT_KINDS[self.kind.currentData()]

    def _kind_changed(self) -> None:
        kind = self.chosen_kind()
        self.form.fields["ends"].setVisible(kind.lasts)
        for name, made in self.job.items():
            made.widget.setVisible(name in kind.asks)
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
            try:
                job[name] = self.job[name].read().value
            except Refused as refused:
                errors[name] = str(refused)
        return {name: value for name, value in job.items() if value is not None}

    def accept(self) -> None:
        """Write the event for everybody; the dialog closes when the store has it."""
        if not self.form.show_errors(self._check()) or self.made is None:
            return
        session, event = self.context.session, self.made
        happenings = [Happening(person, event) for person, _ in self.who]
        self.context.jobs.run(
            lambda _progress: events.record(session, happenings), writes=True
        ).success(self._written).failure(
            lambda error: self.notices.messages.show_message(Message.of(error))
        )

    def _written(self, _result: object) -> None:
        assert self.made is not None
        count = formatting.number(len(self.who))
        self.saved_words = (
            f"{self.made.kind.label} dicatat untuk {count} pegawai.",
            f"Mulai {formatting.day(self.made.starts)}.",
        )
        super(FormDialog, self).accept()
