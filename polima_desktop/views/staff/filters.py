"""What narrows the list: plain values, applied to plain rows. The buttons are the page's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from polima_desktop.services.staff.roster import Listed, Roster, matches

FILTERS: dict[str, str] = {
    "status": "Status",
    "golongan": "Golongan",
    "family": "Kelompok jabatan",
    "problem": "Masalah data",
    "job_class": "Kelas",
    "group": "Kelompok masa peralihan",
    "standing": "Kedudukan",
}
"""Key → name; ``problem`` looks at what is wrong with a row, the others at the field itself."""

ALWAYS_SHOWN = ("status", "golongan", "family", "problem")


@dataclass
class Filter:
    """A search text, a unit (None: all), and chosen values by key (empty: all)."""

    text: str = ""
    unit_id: int | None = None
    chosen: dict[str, set[Any]] = field(default_factory=dict)

    @property
    def narrows(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.text or self.unit_id is not None or any(self.chosen.values()))

    @property
    def with_gone(self) -> bool:
        """Whether the retired, dead and moved are among what is looked for: by standing or name."""
        return bool(self.chosen.get("standing") or self.text)

    def apply(self, roster: Roster) -> list[Listed]:
        """Give the rows that pass, in the roster's order."""
        rows: Iterable[Listed] = roster.rows if self.with_gone else roster.active
        if self.unit_id is not None:
            inside = roster.below.get(self.unit_id, frozenset({self.unit_id}))
            rows = [row for row in rows if row.unit_id in inside]
        for key, values in self.chosen.items():
            if values:
                rows = _narrowed(rows, key, values)
        return matches(self.text, rows)

    def as_json(self) -> dict[str, Any]:
        """Give what a saved filter keeps; the unit by id, the search text left out."""
        return {
            "unit": self.unit_id,
            "chosen": {k: sorted(v, key=str) for k, v in self.chosen.items()},
        }


def _narrowed(rows: Iterable[Listed], key: str, values: set[Any]) -> list[Listed]:
    if key == "problem":
        return [row for row in rows if any(p.code in values for p in row.problems)]
    place = Listed._fields.index(key)
    return [row for row in rows if row[place] in values]
