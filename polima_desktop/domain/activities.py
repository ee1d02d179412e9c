"""What people report as work: entries, their status, and what a daily report must satisfy.

What an activity is worth (weight, norm time, point formula) is the rule set's; here is only
which entries exist and which count. Volumes are scaled by ``VOLUME_SCALE``, as in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from polima_desktop.domain.errors import Refused

VOLUME_SCALE = 10_000
MINUTES_A_DAY = 24 * 60


class Status(StrEnum):
    """Where an entry stands; the value is its word in files, in the store and on screen."""

    DRAFT = "Draft"
    WAITING = "Menunggu"
    APPROVED = "Disetujui"
    REVISE = "Revisi"

    @property
    def counts(self) -> bool:
        """Only what the superior approved is worth points."""
        return self is Status.APPROVED


@dataclass(frozen=True)
class Entry:
    """One item of a report; ``volume`` in ten-thousandths, ``variables`` exact decimal texts."""

    code: str
    volume: int
    minutes: int
    status: Status
    description: str = ""
    superior: str | None = None
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All entries of one person on one date; there is one report a person and date."""

    nip: str
    day: date
    entries: tuple[Entry, ...]

    @property
    def counting(self) -> tuple[Entry, ...]:
        """The entries that count."""
        return tuple(entry for entry in self.entries if entry.status.counts)


def parse_status(text: str) -> Status:
    """Read a status in any letter case; anything else is refused, naming the four."""
    for status in Status:
        if status.casefold() == text.strip().casefold():
            return status
    known = ", ".join(Status)
    raise Refused(f"Status ‘{text}’ tidak dikenal.", f"Pilih salah satu: {known}.")


def report_problems(report: Report, today: date) -> list[str]:
    """Say what is wrong with a report, in Indonesian; an empty list is a good one."""
    problems = []
    if not report.entries:
        problems.append("Laporan tidak berisi kegiatan. Isi sedikitnya satu kegiatan.")
    if report.day > today:
        problems.append("Tanggal laporan belum tiba. Periksa tanggalnya.")
    for entry in report.entries:
        problems += entry_problems(entry)
    if sum(entry.minutes for entry in report.entries) > MINUTES_A_DAY:
        problems.append("Jumlah menit melebihi 24 jam. Periksa menit tiap kegiatan.")
    return problems


def entry_problems(entry: Entry) -> list[str]:
    """Say what is wrong with one entry on its own."""
    problems = []
    if entry.volume <= 0:
        problems.append(f"Volume {entry.code} harus lebih dari 0.")
    if not 0 <= entry.minutes <= MINUTES_A_DAY:
        problems.append(f"Menit {entry.code} harus antara 0 dan 1.440.")
    return problems


def check_one_report_a_day(reports: Iterable[Report]) -> list[tuple[Report, Report]]:
    """Find reports that share their person and date, each paired with the first of them."""
    first: dict[tuple[str, date], Report] = {}
    doubles = []
    for report in reports:
        known = first.setdefault((report.nip, report.day), report)
        if known is not report:
            doubles.append((known, report))
    return doubles


def locked(entries: Sequence[Entry]) -> bool:
    """Tell whether a report can no longer be edited: something in it is approved."""
    return any(entry.status is Status.APPROVED for entry in entries)
