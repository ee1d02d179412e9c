"""Ready-made job-specific activities: chosen from a list, read in plain words, taken over."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtWidgets import QWidget

from polima_desktop.assets import asset
from polima_desktop.domain.rules.model import Activity, RuleSet
from polima_desktop.domain.rules.reading import load
from polima_desktop.views.modal import Dialog
from polima_desktop.views.rules import words
from polima_desktop.views.tables import QueueList, TwoLine
from polima_desktop.views.widgets import Columns, Sheet, label


@lru_cache(maxsize=1)
def ready_made() -> RuleSet:
    """Read the set of job-specific activities that ships."""
    return load(asset("resources", "rulesets", "kekhasan.toml").read_text(encoding="utf-8"))


class ReadyDialog(Dialog):
    """``code`` is the chosen activity of ``ready_made()`` once the dialog was accepted."""

    def __init__(self, parent: QWidget, family: str = "") -> None:
        super().__init__(parent, "Ambil contoh kekhasan", "Ambil aktivitas", width=900)
        self.setMinimumHeight(430)
        self.list = QueueList(_entry, "Contoh kekhasan")
        left, right = Sheet("Aktivitas"), Sheet("Rumus")
        left.add(self.list, 1)
        self.title, self.note = label("", "strong", wrap=True), label("", "body", wrap=True)
        self.points, self.given = (
            label("", "mono", wrap=True),
            label("", "body", "second", wrap=True),
        )
        self.examples = label("", "body", "second", wrap=True)
        for part in (self.title, self.note, self.points, self.given, self.examples):
            right.add_padded(part)
        right.column.addStretch(1)
        said = "Angkanya contoh: sesudah diambil, bobot, tabel, dan rumusnya diubah di draf ini."
        self.body.addWidget(label(said, "body", "second", wrap=True))
        self.body.addWidget(Columns("bobot-kekhasan", left, right, slack=1, sizes=[330, 540]), 1)
        self.list.current_changed.connect(self._show)
        activities = list(ready_made().activities.values())
        self.list.set_rows((activity.code, activity) for activity in activities)
        alike = [place for place, a in enumerate(activities) if a.family == family]
        self.list.select_place(alike[0] if alike else 0)

    @property
    def code(self) -> str:
        """The chosen activity."""
        return str(self.list.current_key())

    def _show(self, code: str) -> None:
        activity = ready_made().activities[code]
        self.title.setText(activity.name)
        self.note.setText(activity.note)
        self.points.setText(activity.points)
        given = ", ".join(item.label.lower() for item in activity.inputs.values())
        self.given.setText(f"Yang dilaporkan: volume ({activity.unit}), {given}. "
                           f"Bukti: {activity.evidence}.")  # fmt: skip
        found = [
            f"{e.name}: {e.expect['poin'].replace('.', ',')} poin"
            for e in ready_made().examples
            if any(entry["kode"] == code for entry in e.activities)
        ]
        self.examples.setText("Contoh: " + "; ".join(found) + ".")


def _entry(row: tuple[str, Activity]) -> TwoLine:
    _, activity = row
    return TwoLine(activity.name, f"{words.family(activity.family)} · {activity.code}")
