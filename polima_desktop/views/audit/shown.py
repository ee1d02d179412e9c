"""What Jejak Audit shows: rows and search keys made once, narrowed with every key. Knows no Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import compress
from typing import NamedTuple

from polima_desktop.domain.progress import Progress
from polima_desktop.services.office.audit import Names, Trail
from polima_desktop.services.session import WITA
from polima_desktop.storage.office.audit import Entry
from polima_desktop.views.audit import details
from polima_desktop.views.audit.words import action_words

Row = tuple[int, str, str, str, Entry, Entry]
"""Number, moment, user, action in words; the entry twice: what it is about and its details are said
when they are painted."""
_STEP = 20_000


class Wanted(NamedTuple):
    """What the filters ask for; empty: everything. Days are Baubau's, both included."""

    text: str = ""
    users: Collection[str] = ()
    actions: Collection[str] = ()
    first: date | None = None
    last: date | None = None


class Shown:
    """The rows of a trail, newest first, and what each is found by."""

    def __init__(self, trail: Trail, progress: Progress | None = None) -> None:
        progress = progress or Progress()
        self.names: Names = trail.names
        self.entries: dict[int, Entry] = {entry.id: entry for entry in reversed(trail.entries)}
        self.rows: list[Row] = []
        self._keys: list[str] = []
        for number, entry in enumerate(self.entries.values()):
            if number % _STEP == 0:
                progress.report(number, len(self.entries), "Menyiapkan pencarian")
            words = action_words(entry.action)
            self.rows.append((entry.id, entry.at, entry.user, words, entry, entry))
            self._keys.append(details.key(entry, self.names))
        self._last: tuple[list[str], list[Row], list[str]] = ([], self.rows, self._keys)

    def narrow(self, wanted: Wanted) -> list[Row]:
        """Give the rows that fit, newest first."""
        rows = self._found(details.words_of(wanted.text))
        if wanted.users:
            rows = [row for row in rows if row[2] in wanted.users]
        if wanted.actions:
            rows = [row for row in rows if row[4].action in wanted.actions]
        if wanted.first is not None:
            since = _moment(wanted.first)
            rows = [row for row in rows if row[1] >= since]
        if wanted.last is not None:
            until = _moment(wanted.last + timedelta(1))
            rows = [row for row in rows if row[1] < until]
        return rows

    def _found(self, words: list[str]) -> list[Row]:
        """Give the rows whose keys hold every word; one letter more looks among the last ones."""
        before, rows, keys = self._last
        longer = len(words) >= len(before) and all(
            new.startswith(old) for old, new in zip(before, words, strict=False)
        )
        if not longer:
            before, rows, keys = [], self.rows, self._keys
        for number, word in enumerate(words):
            if before[number : number + 1] != [word]:
                fits = [word in key for key in keys]
                rows, keys = list(compress(rows, fits)), list(compress(keys, fits))
        self._last = (words, rows, keys)
        return rows

    def cells(self, rows: Sequence[Row]) -> list[tuple[object, ...]]:
        """Give rows in words, as they are exported, with what proves them."""
        return [
            (
                entry.id, moment_words(entry.at), entry.user, words,
                details.about(entry, self.names), details.line(entry, self.names),
                "\n".join(f"{n}: {v}" for n, v in details.detail_lines(entry, self.names)),
                entry.hash,
            )
            for *_, words, entry, _ in rows
        ]  # fmt: skip


def moment_words(at: str) -> str:
    """Write an entry's moment as a list shows it, in Baubau's time."""
    return f"{moment_of(at):%d-%m-%Y %H.%M.%S}"


def moment_of(at: str) -> datetime:
    """Give an entry's moment in Baubau's time."""
    return datetime.fromisoformat(at).astimezone(WITA)


def _moment(day: date) -> str:
    """Write the begin of a day as entries write moments."""
    return datetime.combine(day, time(), WITA).astimezone(UTC).isoformat(timespec="microseconds")
