"""Beside the formulas: the chosen line for one real person, every part with value, unit, range."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from polima_desktop.services.rules.live import LiveLine, LiveStep, Person
from polima_desktop.views.tables import QueueList, TwoLine
from polima_desktop.views.widgets import Sheet, label


class LivePanel(Sheet):
    """``person_asked(nip)`` when another person is chosen."""

    person_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("Nilai nyata")
        self.lines: dict[str, LiveLine] = {}
        self.name = ""
        self.people: dict[str, Person] = {}
        self.who = QLineEdit()
        self.who.setPlaceholderText("Nama atau NIP")
        self.who.setAccessibleName("Pegawai untuk nilai nyata")
        self.who.returnPressed.connect(self._choose)
        self.result = label("", "strong", wrap=True)
        self.table = QueueList(_entry, "Nilai setiap bagian rumus")
        self.add_padded(self.who)
        self.add_padded(self.result)
        self.add(self.table, 1)
        self.say("Bekukan satu bulan untuk melihat nilai seorang pegawai.")

    def set_people(self, people: Sequence[Person]) -> None:
        """Offer the people of a frozen month."""
        self.people = {f"{person.name} · {person.nip}": person for person in people}
        completer = QCompleter(list(self.people), self.who)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(lambda _text: self._choose())
        self.who.setCompleter(completer)

    def _choose(self) -> None:
        typed = self.who.text().strip().casefold()
        found = next((p for text, p in self.people.items() if typed in text.casefold()), None)
        if typed and found is not None:
            self.who.setText(f"{found.name} · {found.nip}")
            self.person_asked.emit(found.nip)

    def say(self, text: str) -> None:
        """Say why there is nothing."""
        self.lines = {}
        self.result.setText(text)
        self.table.set_rows(())

    def show_values(self, person: Person, lines: Sequence[LiveLine]) -> None:
        """Show a person's lines; the chosen one with its parts."""
        self.set_title("Nilai nyata", f"{person.month}")
        if not self.who.hasFocus():
            self.who.setText(f"{person.name} · {person.nip}")
        self.lines = {line.name: line for line in lines}
        self.show_line(self.name)

    def show_line(self, name: str) -> None:
        """Show another line of the same person."""
        self.name = name
        line = self.lines.get(name)
        if line is None:
            if self.lines:
                self.result.setText("Baris ini tidak sampai dihitung untuk pegawai itu.")
            self.table.set_rows(())
            return
        self.result.setText(f"{name} = {line.value}" if not line.problem else line.problem)
        self.table.set_rows(enumerate(line.steps))


def _entry(row: tuple[int, LiveStep]) -> TwoLine:
    _, step = row
    reach = f"rentang {step.reach}" if step.reach else ""
    return TwoLine(step.text, reach, f"{step.value} {step.unit}".strip())
