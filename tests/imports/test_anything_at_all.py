"""Whatever a file holds, reading it ends with rows and problems, or one refusal; never a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polima_desktop.domain.errors import Refused
from polima_desktop.imports.catalogues import Catalogues, Variable
from polima_desktop.imports.employees import read_employees
from polima_desktop.imports.records import read_activities, read_attendance
from polima_desktop.imports.sheets import Book, Sheet, open_book
from tests.imports.lists import HEADER, UNITS, nip

pytestmark = pytest.mark.timeout(900)  # two thousand examples in the long run
KEPT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = st.one_of(
    st.text(max_size=12),
    st.floats(),
    st.integers(-(10**18), 10**18).map(float),
    st.booleans(),
    st.dates(),
    st.datetimes(date_min := datetime(1900, 1, 1), datetime(2100, 1, 1)),
    st.times(),
    st.timedeltas(timedelta(-2), timedelta(2)),
    st.sampled_from(["", "NIP", "NAMA", "1", "2", "DINAS KESEHATAN", "NIP. 1", "JUMLAH", nip(1)]),
)


def _book(rows: list[list[object]]) -> Book:
    return Book("daftar.xlsx", "0" * 64, (Sheet("A", pd.DataFrame(rows, dtype=object)),))


def _ends_well(act: Callable[[], object]) -> bool:
    """Tell whether it gives something, or one refusal with advice."""
    try:
        return bool(act())
    except Refused as refused:
        return bool(refused.message and refused.advice)


@KEPT
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_open_or_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "apa.xlsx"
    for mark in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<table>"):
        path.write_bytes(mark + content)
        assert _ends_well(lambda: open_book(path))


@KEPT
@given(text=st.text(alphabet='abc1,;|\t"\r\n ', max_size=200))
def test_any_separated_text_opens_or_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "apa.csv"
    path.write_bytes(text.encode())
    assert _ends_well(lambda: open_book(path))


@given(rows=st.lists(st.lists(CELLS, min_size=26, max_size=26), max_size=6))
def test_any_cells_under_a_header_are_read_or_named(rows: list[list[object]]) -> None:
    reading = read_employees(_book([list(HEADER), *rows]), UNITS)
    assert reading.read == len(reading.accepted) + reading.rejected
    assert reading.read <= len(rows)
    assert {p.row for p in reading.findings.problems} <= set(range(2, len(rows) + 2))


@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=8))
def test_any_cells_without_a_header_are_read_or_refused(rows: list[list[object]]) -> None:
    assert _ends_well(lambda: read_employees(_book(rows or [[""]]), UNITS))


@given(rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=6))
def test_any_cells_of_daily_records_are_read_or_named(rows: list[list[object]]) -> None:
    today, nips = date(2021, 3, 1), {nip(1): 1}
    header: list[object] = list("nip tanggal masuk pulang lat_masuk lon_masuk lokasi x y".split())
    days = read_attendance(_book([header, *rows]), nips, today)
    assert days.read == len(days.rows) + days.rejected
    header = list("nip tanggal kode_aktivitas uraian volume menit status atasan siswa".split())
    catalogue = Catalogues(((date(2021, 1, 1), {"A": {"siswa": Variable("Siswa")}}),))
    entries = read_activities(_book([header, *rows]), nips, catalogue, today)
    assert entries.read == len(entries.rows) + entries.rejected


def test_a_clock_is_never_read_from_a_date() -> None:
    rows: list[list[object]] = [["nip", "tanggal", "masuk"], [nip(1), date(2021, 1, 4), time(7)]]
    days = read_attendance(_book(rows), {nip(1): 1}, date(2021, 3, 1))
    assert [row.check_in for row in days.rows] == [25_200]
