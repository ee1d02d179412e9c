"""The city of 4,039 keeps the figures of DOMAIN §2: 4,039 against 3,866, 210 less 37."""

from __future__ import annotations

from collections import Counter

from polima_desktop.demo import CityFiles
from tests.demo.conftest import rows_of
from tests.demo.test_records import claims_of
from tests.demo.test_rosters import master_of


def test_the_two_head_counts(whole_city: CityFiles) -> None:
    assert len(master_of(whole_city)) == 4039
    assert len(rows_of(whole_city.server)) == 3866


def test_the_difference_of_173_is_210_less_37(whole_city: CityFiles) -> None:
    states = Counter((row["side"], row["state"]) for row in rows_of(whole_city.truth))
    alone = Counter(side for side, state in states.elements() if state != "linked")
    assert alone == {"left": 210, "right": 37}
    assert states["left", "linked"] == states["right", "linked"] == 4039 - 210


def test_few_classes_are_empty_and_half_the_teachers_certified(whole_city: CityFiles) -> None:
    rows = master_of(whole_city)
    teachers = [row for row in rows if row["RUMPUN"] == "guru"]
    assert sum(row["KELAS JABATAN"] == "" for row in rows) == 7
    certified = [row for row in rows if row["SERTIFIKASI"] == "Ya"]
    assert len(certified) == round(len(teachers) * 0.55)
    assert {row["RUMPUN"] for row in certified} == {"guru"}


def test_every_unit_has_people(whole_city: CityFiles) -> None:
    staffed = {row["UNIT KERJA"] for row in master_of(whole_city)}
    assert staffed == {row["NAMA"] for row in rows_of(whole_city.units)}


def test_the_decrees_of_departure_name_rows_only_kominfo_has(whole_city: CityFiles) -> None:
    departures = {row["NIP"]: row["JENIS"] for row in rows_of(whole_city.departures)}
    right = [row for row in rows_of(whole_city.truth) if row["side"] == "right"]
    found: Counter[tuple[str, str]] = Counter()
    for row, theirs in zip(right, rows_of(whole_city.server), strict=True):
        nip = theirs["NIP"].replace(" ", "").lstrip("'")
        if nip in departures:
            found[row["case"], departures[nip]] += 1
    assert found == {("K1", "pensiun"): 7, ("K2", "meninggal"): 5, ("K3", "pindah"): 8}


def test_a_month_has_about_440_000_entries_and_february_over_3_000_claims(
    whole_city: CityFiles,
) -> None:
    for path in whole_city.activities:
        with path.open(encoding="utf-8") as file:
            assert 420_000 < sum(1 for _ in file) < 460_000
    assert 80 <= len(whole_city.workbooks) <= 100
    february = [path for path in whole_city.workbooks if path.name.startswith("2021-02")]
    claims = sum(len(claims_of(path)) for path in february)
    assert 3_500 <= claims <= 4_500
    assert 500 <= whole_city.counts["claims"] - claims <= 800
