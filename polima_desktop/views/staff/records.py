"""What is recorded of a person, newest day first, each with the acts of its life beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from polima_desktop import formatting
from polima_desktop.domain.events import EVENT_KINDS, ONE_DAY
from polima_desktop.services.staff import wording
from polima_desktop.services.staff.events import Recorded
from polima_desktop.views.widgets import Button, IconButton, Timeline, TimelineItem, label

Act = Callable[[Recorded], object]


class RecordActs:
    """What may be done with a record: each is given the record."""

    def __init__(self, correct: Act, end: Act, withdraw: Act) -> None:
        self.correct, self.end, self.withdraw = correct, end, withdraw


class RecordRow(QWidget):
    """One record on the thread; what still holds has its acts, an open end its Cabut in sight."""

    def __init__(
        self, one: Recorded, acts: RecordActs | None, goes_on: bool, units: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.record = one
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.line = Timeline(one.label)
        self.line.set_items([_item(one, goes_on, units)])
        row.addWidget(self.line, 1)
        if acts is not None and one.stands:
            self._add_acts(row, acts)

    def _add_acts(self, row: QHBoxLayout, acts: RecordActs) -> None:
        one, top = self.record, Qt.AlignmentFlag.AlignTop
        kind = EVENT_KINDS.get(one.said.kind)
        name = f"{one.label} {formatting.short_date(one.said.valid_from)}"
        lasting = kind is not None and kind.lasts
        if lasting and one.last_day is None:
            self.withdraw = Button("Cabut", "", lambda: acts.withdraw(one), quiet=True)
            self.withdraw.setAccessibleName(f"Cabut {name}")
            self.withdraw.setAutoDefault(False)
            row.addWidget(self.withdraw, 0, top)
        self.more = IconButton("lagi", f"Tindakan untuk {name}")
        menu = QMenu(self.more)
        self.more.setMenu(menu)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        if kind is not None:
            menu.addAction("&Betulkan…", lambda: acts.correct(one))
        if lasting:
            menu.addAction("&Akhiri…", lambda: acts.end(one))
        menu.addAction("&Cabut…", lambda: acts.withdraw(one))
        row.addWidget(self.more, 0, top)


def records_view(
    records: Sequence[Recorded], acts: RecordActs | None, units: Mapping[str, str]
) -> QWidget:
    """Give the records under one another; without ``acts`` they are only read.

    ``units``: code → name.
    """
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(0)
    shown = [one for one in records if not one.said.first]
    for place, one in enumerate(shown):
        column.addWidget(RecordRow(one, acts, place < len(shown) - 1, units))
    if not shown:
        words = "Belum ada cuti, tugas, hukuman, atau perubahan lain yang tercatat."
        column.addWidget(label(words, "body", "second", wrap=True))
    column.addStretch(1)
    return box


def _item(one: Recorded, goes_on: bool, units: Mapping[str, str]) -> TimelineItem:
    lines = [text for text in (_sets(one, units), one.said.note, _paper(one), *_fate(one)) if text]
    return TimelineItem(period(one), one.label, lines, False, goes_on, not one.stands)


def period(one: Recorded) -> str:
    """Give the days of a record in words."""
    first = formatting.short_date(one.said.valid_from)
    kind = EVENT_KINDS.get(one.said.kind)
    if one.last_day is not None:
        last = formatting.short_date(one.last_day)
        return first if first == last else f"{first} – {last}"
    lasting = kind is not None and kind.lasts
    return (
        f"{first} – sampai dicabut"
        if lasting and one.said.kind not in ONE_DAY
        else f"Sejak {first}"
    )


def _sets(one: Recorded, units: Mapping[str, str]) -> str:
    if one.said.kind in EVENT_KINDS and not EVENT_KINDS[one.said.kind].asks:
        return ""
    text = ", ".join(wording.changes(one.before, one.said.fields, units))
    return text[:1].upper() + text[1:]


def _paper(one: Recorded) -> str:
    decree = f"SK {one.said.decree_number} · " if one.said.decree_number else ""
    batch = f", impor {one.said.batch_id}" if one.said.batch_id else ""
    when = formatting.short_moment(one.said.said_at)
    return f"{decree}{one.said.recorded_by}, {when}{batch}"


def _fate(one: Recorded) -> tuple[str, str]:
    """Say who took a record out and when, and why on a line of its own."""
    if one.stands or one.out is None:
        return "", ""
    verb = "Diganti" if one.replaced_by is not None else "Dicabut"
    when = formatting.short_moment(one.out.at)
    return f"{verb} {one.out.user}, {when}", one.out.reason or ""
