"""What a field offers while one types: positions in use, people by name, units by any name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget

from polima_desktop.domain.identity import group_nip
from polima_desktop.domain.units import unit_key
from polima_desktop.services.staff.roster import Roster, UnitNode

_BETWEEN = " · "
_MOST = 12


class Offers(QCompleter):
    """Lines that hold what was typed; of ``bappeda · Badan Perencanaan`` the last part is taken."""

    def __init__(self, lines: Iterable[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(QStringListModel(list(lines), self))
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(_MOST)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data()).rpartition(_BETWEEN)[2]


def positions(roster: Roster) -> list[str]:
    """Give the positions in use, the most frequent first."""
    used = Counter(row.position for row in roster.active if row.position)
    return [position for position, _ in used.most_common()]


def superiors(roster: Roster) -> list[str]:
    """Give everybody who is there, by name and number."""
    return sorted(f"{row.name}{_BETWEEN}{group_nip(row.nip)}" for row in roster.active)


class UnitNames:
    """The units of the list's day: code → name, and the code of every other name they have."""

    def __init__(self, roster: Roster) -> None:
        self.names: dict[str, str] = {}
        self._others: dict[str, list[str]] = {}
        for node in roster.tree:
            self._collect(node, roster.aliases)
        self.names = dict(sorted(self.names.items(), key=lambda pair: pair[1]))
        meant = Counter(
            key for code in self._others for key in {unit_key(n) for n in self._words(code)}
        )
        self._codes = {
            unit_key(word): code
            for code in self._others
            for word in self._words(code)
            if meant[unit_key(word)] == 1
        }

    def _collect(self, node: UnitNode, aliases: Mapping[int, Iterable[str]]) -> None:
        unit = node.unit
        self.names[unit.code] = unit.name
        short = [unit.short_name] if unit.short_name else []
        self._others[unit.code] = [*short, *aliases.get(unit.id, ())]
        for child in node.children:
            self._collect(child, aliases)

    def _words(self, code: str) -> list[str]:
        return [code, self.names[code], *self._others[code]]

    def code_of(self, typed: str) -> str | None:
        """Give the unit that a name, short name, alias or code means; None: none, or several."""
        return self._codes.get(unit_key(typed))

    def lines(self) -> list[str]:
        """Give what is offered: each name, and each other name leading to it."""
        return [
            *self.names.values(),
            *(
                f"{other}{_BETWEEN}{self.names[code]}"
                for code, others in self._others.items()
                for other in others
                if unit_key(other) != unit_key(self.names[code])
            ),
        ]
