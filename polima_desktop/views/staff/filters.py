"""What narrows the list: plain values, applied to plain rows. The buttons are the page's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from polima_desktop.domain.people import Person, retirement_date
from polima_desktop.services.staff.effects import age_on
from polima_desktop.services.staff.roster import Listed, Roster, matches

FILTERS: dict[str, str] = {
    "status": "Status",
    "golongan": "Golongan",
    "family": "Kelompok jabatan",
    "problem": "Masalah data",
    "job_class": "Kelas",
    "group": "Kelompok masa peralihan",
    "standing": "Kedudukan",
    "education": "Pendidikan",
    "age": "Usia",
    "born": "Tahun lahir",
    "retires": "Tahun pensiun",
    "golongan_since": "Tahun TMT golongan",
    "position_since": "Tahun TMT jabatan",
}
"""Key → name; ``problem`` looks at what is wrong with a row, ``OF_PERSON`` at what is known of the
person, the others at the field itself."""

ALWAYS_SHOWN = ("status", "golongan", "family", "problem")

AGES: dict[str, tuple[int, int]] = {
    "di bawah 30": (0, 29),
    "30–39": (30, 39),
    "40–49": (40, 49),
    "50–54": (50, 54),
    "55–57": (55, 57),
    "58 ke atas": (58, 200),
}
"""Words → youngest and oldest; a person without birth date is in none."""


def _age(who: Person, day: date) -> str | None:
    age = age_on(who, day)
    if age is None:
        return None
    return next(words for words, (least, most) in AGES.items() if least <= age <= most)


def _year(day: date | None) -> int | None:
    return day.year if day else None


def retires(who: Person) -> date | None:
    """Give the first day of retirement; None without a birth date."""
    birth = who.identity.birth_date
    return retirement_date(birth, who.assignment) if birth else None


OF_PERSON: dict[str, Callable[[Person, date], Any]] = {
    "education": lambda who, _day: who.identity.education,
    "age": _age,
    "born": lambda who, _day: _year(who.identity.birth_date),
    "retires": lambda who, _day: _year(retires(who)),
    "golongan_since": lambda who, _day: _year(who.assignment.golongan_date),
    "position_since": lambda who, _day: _year(who.assignment.position_date),
}


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

    def apply(self, roster: Roster, *, any_unit: bool = False) -> list[Listed]:
        """Give the rows that pass, in the roster's order; ``any_unit``: wherever they are."""
        rows: Iterable[Listed] = roster.rows if self.with_gone else roster.active
        if self.unit_id is not None and not any_unit:
            inside = roster.below.get(self.unit_id, frozenset({self.unit_id}))
            rows = [row for row in rows if row.unit_id in inside]
        for key, values in self.chosen.items():
            if values:
                rows = _narrowed(rows, key, values, roster.day)
        return matches(self.text, rows)

    def as_json(self) -> dict[str, Any]:
        """Give what a saved filter keeps; the unit by id, the search text left out."""
        return {
            "unit": self.unit_id,
            "chosen": {k: sorted(v, key=str) for k, v in self.chosen.items()},
        }


def _narrowed(rows: Iterable[Listed], key: str, values: set[Any], day: date) -> list[Listed]:
    if key == "problem":
        return [row for row in rows if any(p.code in values for p in row.problems)]
    if key in OF_PERSON:
        of = OF_PERSON[key]
        return [row for row in rows if of(row.person, day) in values]
    place = Listed._fields.index(key)
    return [row for row in rows if row[place] in values]
