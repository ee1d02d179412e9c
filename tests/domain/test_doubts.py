"""Dates that can hardly be meant are named; ordinary ones are not."""

from __future__ import annotations

from datetime import date

import pytest

from polima_desktop.domain import doubts
from polima_desktop.domain.events import EVENT_KINDS, Event
from polima_desktop.domain.people import Identity

TODAY = date(2021, 1, 15)
RATNA = Identity("1", "Ratna", birth_date=date(1986, 11, 2), cpns_date=date(2015, 12, 1))


@pytest.mark.parametrize(
    ("kind", "starts", "ends", "words"),
    [
        ("cuti_tahunan", date(2021, 1, 11), date(2021, 1, 15), ""),
        ("cuti_tahunan", date(1986, 11, 1), date(1986, 11, 3), "sebelum tanggal lahirnya"),
        ("cuti_tahunan", date(2015, 11, 30), date(2015, 11, 30), "sebelum diangkat, 01-12-2015"),
        ("cuti_tahunan", date(2201, 1, 11), date(2201, 1, 15), "lebih dari dua tahun lagi"),
        ("cuti_sakit", date(2021, 1, 11), None, "biasanya punya tanggal selesai"),
        ("cuti_sakit", date(2021, 1, 11), date(2022, 1, 13), "lebih dari setahun"),
        ("cuti_sakit", date(2021, 1, 11), date(2022, 1, 10), ""),
        ("tugas_belajar", date(2021, 1, 11), None, ""),
        ("hukdis", date(2021, 1, 11), None, ""),
        ("pensiun", date(2021, 1, 1), None, "Pensiun pada umur 34 tahun"),
        ("pensiun", date(2044, 12, 1), None, "lebih dari dua tahun lagi"),
    ],
)
def test_what_is_doubted(kind: str, starts: date, ends: date | None, words: str) -> None:
    found = doubts.of_event(Event(EVENT_KINDS[kind], starts, ends), RATNA, TODAY)
    assert " ".join(found).find(words) >= 0
    assert bool(found) is bool(words)


def test_a_paper_of_tomorrow_is_doubted_also_of_somebody_unknown() -> None:
    found = list(doubts.of_day(TODAY, date(2021, 1, 16), None, TODAY))
    assert found == ["Tanggal SK 16-01-2021 belum tiba."]
