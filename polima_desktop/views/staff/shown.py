"""The list of employees as last read, narrowed, and how it is told in words. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from polima_desktop.domain.people import EDUCATION
from polima_desktop.domain.periods import Month
from polima_desktop.formatting import number, short_date
from polima_desktop.services.staff.roster import Listed, PersonFile, Roster
from polima_desktop.views.staff.filters import AGES, OF_PERSON, Filter


class Shown:
    """What the page shows: the roster, what narrows it, and as of when.

    ``day`` None: the last day of the month; ``known_at`` None: as known now.
    """

    def __init__(self) -> None:
        self.roster: Roster | None = None
        self.filter = Filter()
        self.day: date | None = None
        self.known_at: datetime | None = None

    def day_in(self, month: Month) -> date:
        """Give the day the list is of: the one asked for, else the last of the month."""
        return self.day or month.last

    def state_words(self, month: Month) -> str:
        """Say as of when: ``Per 31 Jan 2021, menurut catatan sampai 3 Feb 2021``."""
        words = f"Per {short_date(self.day_in(month))}"
        if self.known_at is not None:
            words += f", menurut catatan sampai {short_date(self.known_at.date())}"
        return words

    @property
    def total(self) -> int:
        """How many are active, before anything narrows: as in the tree and on the quality board."""
        return len(self.roster.active) if self.roster else 0

    @property
    def gone(self) -> int:
        """How many the list still holds who retired, died, moved away or left."""
        return len(self.roster.rows) - self.total if self.roster else 0

    def rows(self) -> list[Listed]:
        """Give the rows that pass the filter."""
        return self.filter.apply(self.roster) if self.roster else []

    def tree_counts(self, rows: Sequence[Listed]) -> tuple[Counter[int], Counter[int]]:
        """Count by unit who passes the filter wherever they are, and of these the doubtful.

        ``rows``: those that pass, which are all of them where no unit is chosen.
        """
        if self.roster is not None and self.filter.unit_id is not None:
            rows = self.filter.apply(self.roster, any_unit=True)
        people = Counter(row.unit_id for row in rows)
        return people, Counter(row.unit_id for row in rows if row.problems)

    def groups(self) -> list[tuple[str, str]]:
        """Give the groups of the transition that occur, as choices of a filter."""
        rows = self.roster.rows if self.roster else ()
        return sorted({(row.group, row.group) for row in rows if row.group})

    def next_step(self) -> str:
        """Say how many have flaws before the month is frozen."""
        flawed = sum(1 for row in self.roster.active if row.problems) if self.roster else 0
        if not flawed:
            return "Semua data lengkap."
        return f"Lengkapi {number(flawed)} data yang bermasalah sebelum bulan dibekukan."

    def count_words(self, rows: Sequence[Listed]) -> str:
        """Say how many are shown, and of how many if something is left out."""
        total = number(self.total)
        return (
            f"{number(len(rows))} cocok dari {total}" if self.filter.narrows else f"{total} pegawai"
        )

    @staticmethod
    def flaws(rows: Iterable[Listed]) -> tuple[int, int]:
        """Count the rows with a wrong NIP, and those with something to complete."""
        grades = Counter(map(attrgetter("worst"), rows))
        return grades["error"], grades["warning"]

    def no_hit_words(self) -> tuple[str, str]:
        """Say that nothing passes, with what was searched, and what to do."""
        searched = f" dengan ‘{self.filter.text}’" if self.filter.text else ""
        return f"Tidak ada yang cocok{searched}.", "Kurangi saringan, atau periksa ejaannya."

    def with_row(self, file: PersonFile) -> PersonFile:
        """Put the row of the list into a person's file, so that pane and list agree."""
        rows = self.roster.rows if self.roster else ()
        row = next((row for row in rows if row.id == file.id), None)
        return file._replace(now=row) if row else file

    def named(self, ids: Iterable[int]) -> list[tuple[int, str]]:
        """Give people of the list with their names, in the order asked for."""
        rows = self.roster.rows if self.roster else ()
        names = {row.id: row.name for row in rows}
        return [(person, names[person]) for person in ids]


Offered = dict[str, list[tuple[Any, str]]]
"""What the filters of the person offer: key → value and words."""


def options_of(roster: Roster) -> Offered:
    """Give the years and words that occur, filter by filter, the unknown last; for the worker."""
    found = {
        key: {of(row.person, roster.day) for row in roster.rows} for key, of in OF_PERSON.items()
    }
    in_order = {"age": list(AGES), "education": list(EDUCATION)}
    offered = {}
    for key, values in found.items():
        known = [v for v in in_order.get(key, sorted(values - {None})) if v in values]
        said = [(value, EDUCATION.get(value, str(value))) for value in known]
        offered[key] = [*said, (None, "belum diketahui")] if None in values else said
    return offered
