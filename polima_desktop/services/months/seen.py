"""What somebody saw of a month when taking a step: the step is refused once the month moved on.

Money is signed for as figures, not as a name of a month: who approves approves these inputs,
these rules, so many slips and this net. The audit entry of the step keeps the same figures.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.errors import Conflict, WrongUsage
from polima_desktop.formatting import UNKNOWN, WITA, money, number, short_day
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.months import MonthRow
from polima_desktop.storage.rules import versions as rule_store
from polima_desktop.storage.unit_of_work import Work

if TYPE_CHECKING:
    from sqlalchemy import Connection

MARK = 12
"""So many letters of the inputs' hash tell two freezes apart."""


class Seen(NamedTuple):
    """The figures of a month: inputs (the start of their hash), rule version, slips, net."""

    inputs: str
    rules: int | None
    slips: int
    net: int

    @property
    def text(self) -> str:
        """The figures as one word, as ``polima month status`` gives it and ``--seen`` takes it."""
        return f"{self.inputs}:{self.rules or 0}:{self.slips}:{self.net}"

    @classmethod
    def parse(cls, text: str) -> Seen | None:
        """Read the word that ``polima month status`` gave; None for an empty one.

        >>> Seen.parse("0123456789ab:3:3423:9028216800")
        Seen(inputs='0123456789ab', rules=3, slips=3423, net=9028216800)
        """
        if not text:
            return None
        parts = text.split(":")
        if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts[1:]):
            raise WrongUsage(
                f"Tanda ‘{text}’ tidak dikenali.",
                "Salin tanda dari: polima month status BULAN --json (kunci seen).",
            )
        return cls(parts[0], int(parts[1]) or None, int(parts[2]), int(parts[3]))


def figures(connection: Connection, row: MonthRow) -> Seen:
    """Give the figures of a month as the store has them now."""
    frozen = months.frozen_row(connection, row.frozen_id) if row.frozen_id else None
    version = rule_store.by_id(connection, row.rule_version_id) if row.rule_version_id else None
    sums = slips.sums(connection, row.id)
    mark = frozen.sha256[:MARK] if frozen else ""
    return Seen(mark, version.number if version else None, sums.slips, sums.net)


def held_to(work: Work, row: MonthRow, given: Seen | None) -> Seen:
    """Give the figures a step acts on; refuse if they are not those that were seen.

    ``given`` None: the caller shows nobody any figures (a script), and acts on those of now.
    """
    now = figures(work.connection, row)
    if given is not None and given != now:
        raise Conflict(
            f"Anda melihat {_words(given, now)}; sekarang {_words(now, given)}, "
            f"{_moved(work.connection, row)}.",
            "Periksa angka yang baru, lalu ulangi bila sudah benar.",
        )
    return now


def _words(told: Seen, other: Seen) -> str:
    """Write figures for a comparison: the net always, the rest where it differs."""
    words = [money(told.net)]
    if told.slips != other.slips:
        words.insert(0, f"{number(told.slips)} slip")
    if told.rules != other.rules:
        words.append(f"aturan versi {told.rules or UNKNOWN}")
    if told.inputs != other.inputs:
        words.append(f"data beku {told.inputs[:4]}…")
    return " · ".join(words)


def _moved(connection: Connection, row: MonthRow) -> str:
    """Say what changed the figures last, when and by whom."""
    written = slips.last_written(connection, row.id)
    acts = [
        ("dibekukan", row.frozen_at, row.frozen_by),
        ("dihitung ulang", row.calculated_at, row.calculated_by),
        ("slip dibuka ulang", written.at, written.by) if row.state == "locked" else ("", None, ""),
    ]
    known = [(at, words, by) for words, at, by in acts if at is not None]
    at, words, by = max(known)
    return f"{words} {clock_words(at)} oleh {by}"


def clock_words(at: datetime) -> str:
    """Write a moment within a sentence: ``8 Feb pukul 09.14``."""
    local = at.astimezone(WITA)
    return f"{short_day(local.date())} pukul {local:%H.%M}"
