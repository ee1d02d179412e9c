"""Which activity entries count, and what a daily report must satisfy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from polima_desktop.domain.activities import (
    VOLUME_SCALE,
    Entry,
    Report,
    Status,
    check_one_report_a_day,
    entry_problems,
    locked,
    parse_status,
    report_problems,
)
from polima_desktop.domain.errors import Refused

TODAY = date(2021, 2, 3)
TEACHING = Entry("GURU-TM", 4 * VOLUME_SCALE, 160, Status.APPROVED)


def report(*entries: Entry, day: date = TODAY, nip: str = "198609262015051001") -> Report:
    return Report(nip, day, entries)


def test_only_approved_entries_count() -> None:
    mixed = report(*(replace(TEACHING, status=status) for status in Status))
    assert [entry.status for entry in mixed.counting] == [Status.APPROVED]


@pytest.mark.parametrize(
    ("text", "status"),
    [("Disetujui", Status.APPROVED), (" menunggu ", Status.WAITING), ("REVISI", Status.REVISE)],
)
def test_a_status_is_read_in_any_letter_case(text: str, status: Status) -> None:
    assert parse_status(text) is status


def test_an_unknown_status_is_refused_naming_the_four() -> None:
    with pytest.raises(Refused, match="‘Approved’") as refusal:
        parse_status("Approved")
    assert refusal.value.advice == "Pilih salah satu: Draft, Menunggu, Disetujui, Revisi."


def test_a_good_report_has_no_problems() -> None:
    assert report_problems(report(TEACHING), TODAY) == []


def test_an_empty_report_is_a_problem() -> None:
    assert report_problems(report(), TODAY) == [
        "Laporan tidak berisi kegiatan. Isi sedikitnya satu kegiatan."
    ]


def test_a_report_of_tomorrow_is_a_problem() -> None:
    assert report_problems(report(TEACHING, day=date(2021, 2, 4)), TODAY) == [
        "Tanggal laporan belum tiba. Periksa tanggalnya."
    ]


def test_more_than_a_day_of_minutes_is_a_problem() -> None:
    long = replace(TEACHING, minutes=721)
    assert report_problems(report(long, long), TODAY) == [
        "Jumlah menit melebihi 24 jam. Periksa menit tiap kegiatan."
    ]


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (replace(TEACHING, volume=0), "Volume"),
        (replace(TEACHING, volume=-1), "Volume"),
        (replace(TEACHING, minutes=-1), "Menit"),
        (replace(TEACHING, minutes=1441), "Menit"),
    ],
)
def test_entries_outside_their_bounds_are_named(entry: Entry, word: str) -> None:
    (problem,) = entry_problems(entry)
    assert problem.startswith(f"{word} GURU-TM")


def test_a_second_report_of_the_same_day_is_paired_with_the_first() -> None:
    first, second = report(TEACHING), report(TEACHING, TEACHING)
    elsewhere = report(TEACHING, nip="196804111993031009")
    assert check_one_report_a_day([first, elsewhere, second]) == [(first, second)]


def test_an_approved_entry_locks_its_report() -> None:
    assert locked([TEACHING])
    assert not locked([replace(TEACHING, status=Status.WAITING)])
