"""The transition policy as shipped, at each of its edges (DOMAIN §2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain.transition import Outcome, Policy, Workplace
from polima_desktop.storage.office.initial import shipped_policy

POLICY = shipped_policy()

PUBLIC_WORKS = Workplace("Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas", "Bukit Wolio Indah")
SCHOOL = Workplace("SD Negeri 1 Katobengke", "SD", "Katobengke")
HOSPITAL = Workplace("RSUD Kota Baubau", "RSUD", "Bukit Wolio Indah")
OUTSIDE = Workplace("SMA Negeri 1 Baubau", "SMA", "Wale")
KAMPEONAHO = Workplace("Kelurahan Kampeonaho", "Kelurahan", "Kampeonaho")
KAMPEONAHO_HEALTH = Workplace("Puskesmas Kampeonaho", "Puskesmas", "Kampenaho")
BUNGI_OFFICE = Workplace("Kecamatan Bungi", "Kecamatan", "Liabuku")
BUNGI_OTHER = Workplace("Kelurahan Liabuku", "Kelurahan", "Liabuku")
GONDA = Workplace("Kelurahan Gonda Baru", "Kelurahan", "Gonda")
WONCO_BY_NAME = Workplace("SD Negeri Wonco", "SD", "Karya Baru")
WONCO_BY_PLACE = Workplace("Pos Damkar Timur", "Satuan", "Wonco")
WONCOLO = Workplace("SD Negeri Woncolo", "SD", "Karya Baru")
LEA_LEA_SCHOOL = Workplace("SD Negeri 1 Kolese", "SD", "Kolese")
LEA_LEA_OFFICE = Workplace("Kecamatan Lealea", "Kecamatan", None)
LABALAWA = Workplace("SMP Negeri 9", "SMP", "Labalawa")

ACCEPTED, REFUSED, NOT_NEEDED = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.NOT_NEEDED


@pytest.mark.parametrize(
    ("workplace", "day", "outcome", "rule"),
    [
        (PUBLIC_WORKS, date(2021, 1, 2), NOT_NEEDED, "struktural: sejak"),
        (PUBLIC_WORKS, date(2021, 1, 4), ACCEPTED, "struktural: masa peralihan"),
        (PUBLIC_WORKS, date(2021, 1, 31), ACCEPTED, "struktural: masa peralihan"),
        (PUBLIC_WORKS, date(2021, 2, 1), REFUSED, "struktural: batas"),
        (SCHOOL, date(2021, 1, 3), NOT_NEEDED, "guru: sejak"),
        (SCHOOL, date(2021, 2, 1), ACCEPTED, "guru: masa peralihan"),
        (SCHOOL, date(2021, 2, 28), ACCEPTED, "guru: masa peralihan"),
        (SCHOOL, date(2021, 3, 1), REFUSED, "guru: batas"),
        (HOSPITAL, date(2021, 2, 28), ACCEPTED, "rsud: masa peralihan"),
        (HOSPITAL, date(2021, 3, 1), REFUSED, "rsud: batas"),
        (OUTSIDE, date(2021, 2, 28), NOT_NEEDED, "semua: sejak"),
        (OUTSIDE, date(2021, 3, 1), REFUSED, "semua: batas"),
        (KAMPEONAHO, date(2021, 1, 31), ACCEPTED, "struktural: masa peralihan"),
        (KAMPEONAHO, date(2021, 2, 1), ACCEPTED, "tanpa sinyal: Kelurahan Kampeonaho"),
        (KAMPEONAHO, date(2022, 12, 31), ACCEPTED, "tanpa sinyal: Kelurahan Kampeonaho"),
        (KAMPEONAHO, date(2023, 1, 1), REFUSED, "struktural: batas"),
        (KAMPEONAHO_HEALTH, date(2021, 3, 1), ACCEPTED, "tanpa sinyal: Kelurahan Kampenaho"),
        (BUNGI_OFFICE, date(2021, 3, 1), ACCEPTED, "tanpa sinyal: Kecamatan Bungi"),
        (BUNGI_OTHER, date(2021, 3, 1), REFUSED, "struktural: batas"),
        (GONDA, date(2021, 3, 1), ACCEPTED, "tanpa sinyal: Kelurahan Gonda"),
        (GONDA, date(2020, 12, 31), NOT_NEEDED, "struktural: sejak"),
        (WONCO_BY_NAME, date(2021, 3, 1), ACCEPTED, "tanpa sinyal: Wonco"),
        (WONCO_BY_PLACE, date(2021, 2, 1), ACCEPTED, "tanpa sinyal: Wonco"),
        (WONCOLO, date(2021, 3, 1), REFUSED, "guru: batas"),
        (LEA_LEA_SCHOOL, date(2022, 12, 31), REFUSED, "guru: batas"),
        (LEA_LEA_SCHOOL, date(2023, 1, 25), ACCEPTED, "tanpa sinyal: Kecamatan Lea-Lea"),
        (LEA_LEA_OFFICE, date(2023, 1, 25), ACCEPTED, "tanpa sinyal: Kecamatan Lea-Lea"),
        (GONDA._replace(village="Gonda Baru"), date(2023, 1, 25), ACCEPTED,
         "tanpa sinyal: Kecamatan Sorawolio"),
        (LABALAWA, date(2022, 6, 1), REFUSED, "guru: batas"),
        (LABALAWA, date(2023, 1, 1), ACCEPTED, "tanpa sinyal: Kelurahan Labalawa"),
        (SCHOOL, date(2023, 1, 25), REFUSED, "guru: batas"),
    ],
)  # fmt: skip
def test_the_verdict_at_every_edge(
    workplace: Workplace, day: date, outcome: Outcome, rule: str
) -> None:
    verdict = POLICY.verdict(workplace, day)
    assert (verdict.outcome, verdict.rule) == (outcome, rule)


@pytest.mark.parametrize(
    ("workplace", "day", "reason"),
    [
        (
            PUBLIC_WORKS,
            date(2021, 2, 1),
            (
                "Absen manual dinas, badan, kantor, dan unit struktural lain "
                "hanya sampai 31 Januari 2021."
            ),
        ),
        (
            SCHOOL,
            date(2021, 1, 2),
            "Aplikasi baru wajib sejak 4 Januari 2021 untuk guru dan tata usaha TK, SD, SMP.",
        ),
        (
            HOSPITAL,
            date(2021, 2, 5),
            "Masa peralihan tenaga BLUD RSUD sampai 28 Februari 2021.",
        ),
        (
            OUTSIDE,
            date(2021, 3, 1),
            (
                "Sejak 1 Maret 2021 semua pegawai wajib memakai aplikasi. "
                "SMA Negeri 1 Baubau tidak tercatat sebagai tempat tanpa sinyal."
            ),
        ),
        (
            GONDA,
            date(2021, 2, 1),
            (
                "Kelurahan Gonda tanpa sinyal sejak 4 Januari 2021 sampai 31 Desember 2022; "
                "hanya kehadiran yang diterima."
            ),
        ),
        (
            LEA_LEA_SCHOOL,
            date(2023, 1, 25),
            "Kecamatan Lea-Lea tanpa sinyal sejak 1 Januari 2023; hanya kehadiran yang diterima.",
        ),
    ],
)
def test_the_reason_names_who_and_until_when(workplace: Workplace, day: date, reason: str) -> None:
    assert POLICY.verdict(workplace, day).reason == reason


def test_manual_activities_are_accepted_only_within_the_transition() -> None:
    assert POLICY.verdict(KAMPEONAHO, date(2021, 1, 31)).activities
    assert not POLICY.verdict(KAMPEONAHO, date(2021, 2, 1)).activities


def test_duty_starts_with_the_app_so_the_second_of_january_is_nobodys_absence() -> None:
    assert POLICY.duty_from("Dinas") == POLICY.duty_from("SD") == date(2021, 1, 4)
    assert POLICY.duty_from("SMA") == date(2021, 3, 1)


places = st.sampled_from([PUBLIC_WORKS, SCHOOL, HOSPITAL, OUTSIDE, KAMPEONAHO, LEA_LEA_SCHOOL])
days = st.dates(date(2020, 12, 1), date(2023, 12, 31))


@given(places, days)
def test_from_march_2021_manual_back_up_needs_a_blank_spot(place: Workplace, day: date) -> None:
    accepted = POLICY.verdict(place, day).outcome is ACCEPTED
    if day >= date(2021, 3, 1):
        assert accepted == (POLICY.blank_spot(place, day) is not None)
    elif day < date(2021, 1, 4):
        assert not accepted


@given(places, days)
def test_a_policy_without_blank_spots_never_reopens(place: Workplace, day: date) -> None:
    strict = Policy(POLICY.groups, POLICY.everybody)
    if strict.verdict(place, day).outcome is REFUSED:
        assert strict.verdict(place, day + timedelta(1)).outcome is REFUSED
