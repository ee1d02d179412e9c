"""The pane of one person beside the list: what looks wrong, dated posts, identity, traces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.people import STATUSES, Assignment
from polima_desktop.services.staff import person_form, wording
from polima_desktop.services.staff.roster import PersonFile
from polima_desktop.storage.staff.people import Dated
from polima_desktop.views.staff.records import RecordActs, records_view
from polima_desktop.views.widgets import (
    Button,
    DetailPane,
    IconButton,
    Note,
    Tabs,
    Timeline,
    TimelineItem,
    label,
)

_SHOWN_PROBLEMS = 3
_TRACES = 20


class PersonPane(DetailPane):
    """One person's file; ``edit_asked`` and ``event_asked`` when a button of its foot is used.

    ``record_act_asked``: to ``correct``, ``end`` or ``withdraw`` a record.
    """

    edit_asked = Signal()
    event_asked = Signal()
    record_act_asked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__("Rincian pegawai", 300)
        self.file: PersonFile | None = None
        self.edit = self.add_to_foot(Button("Ubah data", "", self.edit_asked.emit))
        self.event_button = self.add_to_foot(
            Button("Catat mutasi", "tambah", self.event_asked.emit)
        )
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nobody is chosen."""
        self.file = None
        self.clear().addWidget(
            label("Pilih pegawai untuk melihat rinciannya.", "body", "second", wrap=True)
        )
        self.edit.setEnabled(False)
        self.event_button.setEnabled(False)

    def show_person(self, file: PersonFile, may_edit: bool) -> None:
        """Show a person's file."""
        self.file = file
        column = self.clear()
        column.addWidget(label(file.now.name, "record", wrap=True))
        column.addLayout(_number_line(file))
        column.addWidget(label(_summary(file), "label", "second", wrap=True))
        for note in _problem_notes(file):
            column.addWidget(note)
        column.addSpacing(6)
        column.addWidget(self._tabs(file, may_edit))
        self.edit.setEnabled(may_edit)
        self.event_button.setEnabled(may_edit)

    def _tabs(self, file: PersonFile, may_edit: bool) -> Tabs:
        tabs = Tabs("Rincian")
        acts = RecordActs(
            lambda one: self.record_act_asked.emit("correct", one),
            lambda one: self.record_act_asked.emit("end", one),
            lambda one: self.record_act_asked.emit("withdraw", one),
        )
        tabs.addTab(_posts_and_records(file, acts if may_edit else None), "Penugasan")
        tabs.addTab(_identity(file), "Identitas")
        tabs.addTab(_traces(file), "Jejak")
        return tabs


def _number_line(file: PersonFile) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(label(f"NIP {shown_nip(file.now.nip)}"))
    nip = file.now.nip

    def copy() -> None:
        QGuiApplication.clipboard().setText(nip)

    row.addWidget(IconButton("salin", "Salin NIP", copy))
    row.addStretch(1)
    return row


def _summary(file: PersonFile) -> str:
    who, now = file.now.person.identity, file.now
    parts = [
        STATUSES.get(now.status or "", now.status or ""),
        now.golongan or "tanpa golongan",
        "" if now.job_class is None else f"kelas {now.job_class}",
        {"L": "laki-laki", "P": "perempuan"}.get(who.sex or "", ""),
        formatting.short_date(who.birth_date) if who.birth_date else "",
    ]
    return " · ".join(part for part in parts if part)


def _problem_notes(file: PersonFile) -> Iterator[Note]:
    for problem in file.now.problems[:_SHOWN_PROBLEMS]:
        kind = "bad" if problem.severity == "error" else "warn"
        yield Note(kind, problem.text)
    more = len(file.now.problems) - _SHOWN_PROBLEMS
    if more > 0:
        yield Note("warn", f"{more} masalah lain", "Buka dengan Ubah data.")


def _period(row: Dated) -> str:
    until = "sekarang" if row.valid_to is None else formatting.short_date(_last_day(row))
    return f"{formatting.short_date(row.valid_from)} – {until}"


def _last_day(row: Dated) -> date | None:
    return row.valid_to - timedelta(days=1) if row.valid_to else None


def _posts_and_records(file: PersonFile, acts: RecordActs | None) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(_timeline(file))
    column.addWidget(label("Perubahan kepegawaian", "strong"))
    column.addWidget(records_view(file.records, acts, file.unit_names))
    column.addStretch(1)
    return box


def _timeline(file: PersonFile) -> QWidget:
    line = Timeline("Penugasan, terbaru di atas")
    earlier = [None, *file.assignments[:-1]]
    posts = [
        _post(row, before, file, row.valid_to is None)
        for before, row in zip(earlier, file.assignments, strict=True)
    ]
    line.set_items(posts[::-1])
    return _padded(line)


def _post(row: Dated, before: Dated | None, file: PersonFile, now: bool) -> TimelineItem:
    """Say what a post is where it begins, and what changed where it goes on: never a line twice."""
    job = row.value
    assert isinstance(job, Assignment)
    earlier = asdict(before.value) if before else {}
    changed = {name: value for name, value in asdict(job).items() if value != earlier.get(name)}
    if before is not None and not changed.keys() & _POST:
        what, *lines = wording.changes(earlier, changed, file.unit_names) or [
            "Tidak ada yang berubah"
        ]
        what = what[:1].upper() + what[1:]
    else:
        what, lines = _title(job), [file.unit_names.get(job.unit, job.unit)]
        if before is not None:
            others = {n: v for n, v in changed.items() if n not in _POST and _tells(n, v, earlier)}
            lines += wording.changes(earlier, others, file.unit_names)
    if job.standing != "aktif" and (before is None or "standing" not in changed):
        lines.append(person_form.shown("standing", job.standing))
    return TimelineItem(_period(row), what, [*lines, *_hand(row)], now)


_POST = frozenset(("unit", "position", "acting", "job_class"))
_BY_ITS_DAY = frozenset(("position_date", "golongan_date"))


def _tells(name: str, value: object, earlier: Mapping[str, object]) -> bool:
    """Whether a change beside a new post says something: not its day, nor what first came known."""
    return name not in _BY_ITS_DAY and earlier.get(name) is not None and value is not None


def _title(job: Assignment) -> str:
    what = job.position or "Jabatan tidak tercatat"
    if job.acting:
        what = f"Plt · {what}"
    return what if job.job_class is None else f"{what}, kelas {job.job_class}"


def _hand(row: Dated) -> Iterator[str]:
    """Say by which paper, who wrote it and when, in local time."""
    signed = f", {formatting.short_date(row.decree_date)}" if row.decree_date else ""
    paper = f"SK {row.decree_number}{signed}" if row.decree_number else ""
    batch = f"Impor {row.batch_id}" if row.batch_id else ""
    if paper or batch:
        yield " · ".join(part for part in (paper, batch) if part)
    yield f"{row.recorded_by}, {formatting.short_moment(row.recorded_at)}"


def _identity(file: PersonFile) -> QWidget:
    values = person_form.values_of(file.now.person)
    fields = [field for field in person_form.FIELDS if field.group != person_form.JOB]
    return _pairs(
        [
            (field.label, person_form.shown(field.name, values[field.name]) or "–")
            for field in fields
        ]
    )


def records_tab(file: PersonFile, on_event: Callable[[], object]) -> QWidget:
    """Give what is recorded, with the button that records another event, for the form."""
    box = records_view(file.records, None, file.unit_names)
    layout = box.layout()
    assert isinstance(layout, QVBoxLayout)
    button = Button("Catat mutasi", "tambah", on_event)
    button.setAutoDefault(False)
    layout.insertWidget(0, button)
    return scrolled(box)


def history_tab(file: PersonFile) -> QWidget:
    """Give every dated post on the thread, for the form."""
    return scrolled(_timeline(file))


def scrolled(widget: QWidget) -> QScrollArea:
    """Put something long where it can be scrolled."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setWidget(widget)
    return scroll


def _traces(file: PersonFile) -> QWidget:
    """Show who changed what, old to new, the last first."""
    told = [*_told(file.identities, {}), *_told(file.assignments, file.unit_names)]
    told.sort(key=lambda pair: pair[0].recorded_at, reverse=True)
    return _pairs([(formatting.moment(row.recorded_at), words) for row, words in told[:_TRACES]])


def _told(rows: Sequence[Dated], units: Mapping[str, str]) -> Iterator[tuple[Dated, str]]:
    before: Dated | None = None
    for row in rows:
        since = f"sejak {formatting.short_date(row.valid_from)}"
        batch = f", impor {row.batch_id}" if row.batch_id else ""
        what = "penugasan" if isinstance(row.value, Assignment) else "identitas"
        if before is not None:
            what = (
                ", ".join(wording.changes(asdict(before.value), asdict(row.value), units)) or what
            )
        yield row, f"{row.recorded_by}: {what} {since}{batch}"
        before = row


def _pairs(pairs: list[tuple[str, str]]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 8, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    for place, (name, value) in enumerate(pairs):
        grid.addWidget(label(name, "label", "second", wrap=True), place, 0)
        grid.addWidget(label(value, "body", wrap=True), place, 1)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(len(pairs), 1)
    return box


def _padded(widget: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 0)
    column.addWidget(widget)
    column.addStretch(1)
    return box
