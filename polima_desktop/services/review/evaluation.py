"""The evaluation of the transition handed out: two pages for the Sekretaris Daerah, a workbook."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.progress import Progress
from polima_desktop.files import replacing, written
from polima_desktop.formatting import UNKNOWN, number, percent, short_date
from polima_desktop.formatting import day as written_day
from polima_desktop.services.review import board
from polima_desktop.services.review.board import Board, Days, Line

if TYPE_CHECKING:
    from polima_desktop.services.session import Session

_Row = tuple[str | int, ...]
FEWEST = 26
"""So many offices stand on the second page: those least by app."""


def print_paper(session: Session, found: Board, path: Path) -> None:
    """Write the evaluation: weeks, groups and places in short, then the offices least by app."""
    from polima_desktop.reports.parts import Printed
    from polima_desktop.reports.review_lists import SHARES, listed, write_lists
    from polima_desktop.services.papers.signatories import of_user, signers

    session.actor.require(Permission.PRINT)
    with session.reading(Permission.READ_PEOPLE) as connection:
        head = signers(connection, found.last).head(None)
        maker = of_user(connection, session, "Yang menyusun")
    span = f"{written_day(found.first)} sampai {written_day(found.last)}"
    titles = ("EVALUASI MASA PERALIHAN SI POLIMA", span)
    worst = found.offices[:FEWEST]
    left = len(found.offices) - len(worst)
    more = f"{number(left)} OPD lain lebih banyak memakai aplikasi." if left else ""
    tables = [
        listed((*titles, "Minggu, kelompok, dan kecamatan"), SHARES, _first_page(found),
               note=" ".join(board.in_short(found))),
        listed((*titles, "OPD yang paling sedikit memakai aplikasi"), SHARES,
               [*_rows(worst, _Lagging.by_office(found)), _city(found)],
               (head, maker), f"{more} {MEANING}".strip()),
    ]  # fmt: skip
    with replacing(path) as out:
        printed = Printed(session.actor.display_name, session.clock())
        write_lists(tables, out, "Evaluasi masa peralihan", printed, Progress())
        _note(session, "papers.evaluation", found, written(out))


MEANING = (
    "Dihitung hari pegawai yang tercatat: di aplikasi, di backup manual, atau keduanya. Hari yang "
    "tidak dicatat siapa pun tidak ikut dihitung."
)


def export(session: Session, found: Board, path: Path) -> None:
    """Write every list of the board as sheets of a workbook."""
    from polima_desktop.imports.workbooks import SafeWorkbook

    session.actor.require(Permission.PRINT)
    lines = ("NAMA", "PEGAWAI", "HARI APLIKASI", "HARI KEDUANYA", "HARI MANUAL SAJA", "DI APLIKASI")
    weeks = tuple(f"MINGGU {short_date(week)}" for week in found.weeks)
    with replacing(path) as out:
        with SafeWorkbook(out) as book:
            for title, rows in (
                ("Kelompok", found.groups),
                ("OPD", found.offices),
                ("Kecamatan", found.places),
            ):
                book.sheet(title, (*lines, *weeks), [_cells(line) for line in (*rows, found.city)])
            titles = ("NIP", "NAMA", "UNIT", "OPD", "KELOMPOK", "HARI APLIKASI", "HARI MANUAL",
                      "TERAKHIR DI APLIKASI")  # fmt: skip
            for title, people in (
                ("Belum pernah", found.never),
                ("Belum siap", found.not_ready),
                ("Manual berulang", found.repeated),
            ):
                book.sheet(title, titles, [each[1:] for each in people])
            typed = ("PENGETIK", "AKUN", "KLAIM", "PEGAWAI", "BUKU KERJA", "BERJAM SAMA",
                     "DITERIMA", "TIDAK DITERIMA")  # fmt: skip
            book.sheet("Pengetik", typed, found.typists)
        _note(session, "papers.board", found, written(out))


class _Lagging(NamedTuple):
    """How many people of each name never used the app, and how many are not ready."""

    never: Mapping[str, int]
    not_ready: Mapping[str, int]

    @classmethod
    def by_group(cls, found: Board) -> _Lagging:
        """Count by group."""
        return cls(*(Counter(e.group for e in each) for each in (found.never, found.not_ready)))

    @classmethod
    def by_office(cls, found: Board) -> _Lagging:
        """Count by office."""
        return cls(*(Counter(e.opd for e in each) for each in (found.never, found.not_ready)))


def _first_page(found: Board) -> list[_Row]:
    """Give the weeks, the groups and the places, each under a line of its own, then the city."""
    weeks = [
        (str(place), f"mulai {short_date(monday)}", "", *_days(days), "", "")
        for place, (monday, days) in enumerate(zip(found.weeks, found.city.weeks, strict=True), 1)
    ]
    return [
        _heading("MENURUT MINGGU"),
        *weeks,
        _heading("MENURUT KELOMPOK"),
        *_rows(found.groups, _Lagging.by_group(found)),
        _heading("MENURUT KECAMATAN TEMPAT BERTUGAS"),
        *_rows(found.places, None),
        _city(found),
    ]


def _heading(words: str) -> _Row:
    return ("", words, *[""] * 7)


def _city(found: Board) -> _Row:
    lagging = len(found.never), len(found.not_ready)
    return ("", "SELURUH KOTA", found.city.people, *_days(found.city.days), *lagging)


def _rows(lines: Sequence[Line], lagging: _Lagging | None) -> list[_Row]:
    """Give lines as rows; without counts of who lags those cells stay empty."""
    return [
        (
            str(place),
            line.name,
            line.people,
            *_days(line.days),
            "" if lagging is None else lagging.never[line.name],
            "" if lagging is None else lagging.not_ready[line.name],
        )
        for place, line in enumerate(lines, 1)
    ]


def _days(days: Days) -> tuple[int, int, int, str]:
    share = UNKNOWN if days.by_app is None else percent(days.by_app)
    return days.electronic, days.both, days.manual, share


def _cells(line: Line) -> tuple[object, ...]:
    shares = [UNKNOWN if week.by_app is None else percent(week.by_app) for week in line.weeks]
    share = UNKNOWN if line.days.by_app is None else percent(line.days.by_app)
    return line.name, line.people, *_three(line), share, *shares


def _three(line: Line) -> tuple[int, int, int]:
    return line.days.electronic, line.days.both, line.days.manual


def _note(session: Session, action: str, found: Board, content: bytes) -> None:
    with session.changing(action, Permission.PRINT) as work:
        work.note(
            f"{found.first}–{found.last}",
            people=found.city.people,
            sha256=hashlib.sha256(content).hexdigest(),
        )
