"""Attendance, reports, decrees and manual back-up of the demo city, as files."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from polima_desktop.demo import CityFiles
from polima_desktop.demo.clocking import ADOPTION
from polima_desktop.domain.activities import parse_status
from polima_desktop.domain.calendar import read_pattern
from polima_desktop.domain.events import EVENT_KINDS
from polima_desktop.storage.office.initial import shipped_calendar, shipped_policy
from tests.demo.conftest import rows_of
from tests.demo.test_rosters import master_of


@pytest.fixture(scope="module")
def patterns(town: CityFiles) -> dict[str, str]:
    """NIP → work pattern."""
    units = {row["NAMA"]: row["POLA KERJA"] for row in rows_of(town.units)}
    return {str(row["NIP"]): units[str(row["UNIT KERJA"])] for row in master_of(town)}


@pytest.fixture(scope="module")
def attendance(town: CityFiles) -> list[dict[str, str]]:
    """Both months' records."""
    return [row for path in town.attendance for row in rows_of(path)]


def test_people_clock_in_only_on_their_working_days(
    attendance: list[dict[str, str]], patterns: dict[str, str]
) -> None:
    calendar = shipped_calendar()
    for row in attendance:
        day, pattern = date.fromisoformat(row["tanggal"]), read_pattern(patterns[row["nip"]])
        assert day >= date(2021, 1, 4)
        assert calendar.pattern(pattern).windows or calendar.hours(pattern, day), row


def test_nobody_has_two_records_of_a_day(attendance: list[dict[str, str]]) -> None:
    assert len({(row["nip"], row["tanggal"]) for row in attendance}) == len(attendance)
    assert all(row["masuk"] or row["pulang"] for row in attendance)


def test_nights_end_on_the_next_morning(attendance: list[dict[str, str]]) -> None:
    nights = [row for row in attendance if row["masuk"] > row["pulang"] > ""]
    assert nights
    assert all(row["masuk"] > "19" and row["pulang"] < "09" for row in nights)


def test_people_without_an_account_leave_no_record(
    town: CityFiles, attendance: list[dict[str, str]]
) -> None:
    master = master_of(town)
    alone = {str(master[int(row["row"]) - 2]["NIP"]) for row in rows_of(town.truth)
             if row["side"] == "left" and row["state"] != "linked"}  # fmt: skip
    assert alone
    assert not alone & {row["nip"] for row in attendance}
    assert not alone & {row["nip"] for row in rows_of(town.activities[0])}


def test_nobody_clocks_in_while_away(town: CityFiles, attendance: list[dict[str, str]]) -> None:
    away: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(town.events):
        if row["JENIS"].startswith(("cuti", "dinas", "tugas")):
            first, last = date.fromisoformat(row["MULAI"]), date.fromisoformat(row["SELESAI"])
            days = range((min(last, date(2021, 2, 28)) - first).days + 1)
            away[row["NIP"]] |= {(first + timedelta(n)).isoformat() for n in days}
    assert not [row for row in attendance if row["tanggal"] in away.get(row["nip"], ())]


def test_more_people_use_the_app_every_month(
    town: CityFiles, attendance: list[dict[str, str]]
) -> None:
    kinds = {row["NAMA"]: row["JENIS"] for row in rows_of(town.units)}
    group = {str(row["NIP"]): _group(kinds[str(row["UNIT KERJA"])]) for row in master_of(town)}
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in attendance:
        users[group[row["nip"]], row["tanggal"]].add(row["nip"])
    people = Counter(group.values())
    share = {
        (who, day): 100 * len(users[who, day]) // people[who]
        for who in people
        for day in ("2021-01-06", "2021-02-24")
    }
    for who, (first, last) in ADOPTION.items():
        assert first - 14 <= share[who, "2021-01-06"] <= first + 6, who
        assert last - 18 <= share[who, "2021-02-24"] <= last + 6, who


def _group(kind: str) -> str:
    return {"RSUD": "rsud", "TK": "teachers", "SD": "teachers", "SMP": "teachers"}.get(
        kind, "structural"
    )


def test_blank_spots_leave_gaps(town: CityFiles, attendance: list[dict[str, str]]) -> None:
    staff = Counter(str(row["UNIT KERJA"]) for row in master_of(town))
    records = Counter(row["lokasi"] for row in attendance)
    spots = ("Kelurahan Kampeonaho", "Kelurahan Gonda Baru", "Kecamatan Bungi", "SD Negeri Wonco")
    for spot in spots:
        assert 0 < records[spot] < 39 * staff[spot] / 4


def catalogue(city: CityFiles) -> dict[str, Any]:
    """Give the activities of the rule set that came with the city."""
    with city.ruleset.open("rb") as file:
        return dict(tomllib.load(file)["activities"])


def test_entries_carry_exactly_the_variables_their_activity_declares(
    small_city: CityFiles,
) -> None:
    kinds = catalogue(small_city)
    names = {name for kind in kinds.values() for name in kind.get("inputs", {})}
    seen = set()
    for path in small_city.activities:
        for row in rows_of(path):
            declared = kinds[row["kode_aktivitas"]].get("inputs", {})
            assert {name for name in names if row[name]} == set(declared)
            assert all(_fits(spec, row[name]) for name, spec in declared.items()), row
            seen.add(row["kode_aktivitas"])
    families = {kinds[code]["family"] for code in seen}
    assert families >= {"guru", "penyuluh", "satpol_pp", "damkar", "umum"}


def _fits(spec: dict[str, Any], value: str) -> bool:
    if spec.get("type") == "bool":
        return value in ("ya", "tidak")
    if "values" in spec:
        return value in spec["values"]
    return Decimal(spec["min"]) <= Decimal(value) <= Decimal(spec["max"])


def test_entries_are_plausible(small_city: CityFiles) -> None:
    nips = {str(row["NIP"]) for row in master_of(small_city)}
    statuses = Counter[str]()
    for row in rows_of(small_city.activities[0]):
        parse_status(row["status"])
        statuses[row["status"]] += 1
        assert row["nip"] in nips
        assert row["atasan"] in nips | {""}
        assert int(row["volume"]) >= 1
        assert 5 <= int(row["menit"]) <= 300
    assert set(statuses) == {"Disetujui", "Menunggu", "Revisi", "Draft"}
    assert statuses["Disetujui"] > 0.9 * statuses.total()


def test_events_are_of_known_kinds(town: CityFiles) -> None:
    events = rows_of(town.events)
    master = {str(row["NIP"]) for row in master_of(town)}
    assert {row["JENIS"] for row in events} <= set(EVENT_KINDS)
    assert {row["NIP"] for row in events} <= master
    assert all(not row["SELESAI"] or row["MULAI"] <= row["SELESAI"] for row in events)


def claims_of(path: Path) -> list[list[Any]]:
    """Give the rows of the sheet Kehadiran."""
    with CalamineWorkbook.from_path(str(path)) as book:
        return list(book.get_sheet_by_name("Kehadiran").to_python())[1:]


def test_manual_claims_match_fill_contradict_lack_evidence_and_come_late(
    town: CityFiles, attendance: list[dict[str, str]]
) -> None:
    records = {(row["nip"], row["tanggal"]): row for row in attendance}
    kinds = {row["KODE"]: row["JENIS"] for row in rows_of(town.units)}
    found = Counter[str]()
    for path in town.workbooks:
        kind = kinds[path.stem.split("_")[1]]
        for nip, _, day, came, left, _, evidence in claims_of(path):
            found["claims"] += 1
            record = records.get((nip, day.isoformat()))
            found[_finding(record, came, left)] += 1
            found["no evidence"] += not evidence
            late = day >= date(2021, 2, 1) and kind not in ("RSUD", "TK", "SD", "SMP")
            found["late"] += late
    assert found["claims"] == town.counts["claims"] > 400
    assert min(found[name] for name in ("match", "fills", "contradicts", "no evidence")) > 20
    assert found["late"] > 10


def _finding(record: dict[str, str] | None, came: str, left: str) -> str:
    if record is None or not record["masuk"] or not record["pulang"]:
        return "fills"
    same = (record["masuk"][:5], record["pulang"][:5]) == (
        came.replace(".", ":"),
        left.replace(".", ":"),
    )
    return "match" if same else "contradicts"


def test_claims_are_of_people_of_the_unit_once_a_day(town: CityFiles) -> None:
    codes = {row["NAMA"]: row["KODE"] for row in rows_of(town.units)}
    unit = {str(row["NIP"]): codes[str(row["UNIT KERJA"])] for row in master_of(town)}
    seen: set[tuple[str, date]] = set()
    for path in town.workbooks:
        for nip, _, day, *_ in claims_of(path):
            assert unit[nip] == path.stem.split("_")[1]
            assert (nip, day) not in seen
            seen.add((nip, day))


def test_the_policy_knows_the_places_of_the_files(town: CityFiles) -> None:
    """Blank spots of the policy are units or places of the city, or not yet blank in 2021."""
    units = rows_of(town.units)
    named = {row["NAMA"] for row in units} | {row["KELURAHAN"] for row in units}
    spots = {spot.place for spot in shipped_policy().permits if spot.valid_from.year == 2021}
    assert {"Kampeonaho", "Wonco", "Kecamatan Bungi", "Gonda Baru"} <= spots & named


def test_most_workbooks_come_with_the_sheet_they_name(town: CityFiles) -> None:
    books = {path.stem for path in town.workbooks}
    sheets = {path.parent.name for path in town.evidence}
    assert sheets < books
    assert len(sheets) > len(books) // 2
    for path in town.evidence:
        named = {row[6] for row in claims_of(path.parent.with_suffix(".xlsx")) if row[6]}
        assert named == {path.name}
        assert path.read_bytes().startswith(b"\x89PNG")


def test_the_sheets_are_pictures_others_can_read(qapp: object, small_city: CityFiles) -> None:
    from PySide6.QtGui import QImage

    for path in small_city.evidence:
        picture = QImage(str(path))
        assert not picture.isNull()
        assert picture.width() == 560
