"""Who may hand in manual back-up: unit kind × job family × place × date × late hand-in.

The policy is the shipped one with what a city may add by decree: schools only for teachers and
their *tata usaha*, ten days to hand in, SMP prolonged into March, extension workers until June.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from polima_desktop.domain.transition import Because, Outcome, Permit, Policy, Workplace
from polima_desktop.storage.office.initial import shipped_policy

SHIPPED = shipped_policy()
POLICY = Policy(
    tuple(
        replace(group, families=("guru", "tata_usaha"), hand_in_days=10)
        if group.code == "guru"
        else group
        for group in SHIPPED.groups
    ),
    SHIPPED.everybody,
    (
        *SHIPPED.permits,
        Permit(
            "Perpanjangan SMP", date(2021, 3, 1), date(2021, 4, 1), "SE 12/2021",
            unit_kinds=("smp",), activities=True, hand_in_days=10,
        ),
        Permit(
            "Penyuluh lapangan", date(2021, 2, 1), date(2021, 7, 1), "SE 13/2021",
            families=("penyuluh",),
        ),
    ),
    SHIPPED.districts,
)  # fmt: skip

SD = ("SD Negeri 1 Katobengke", "sd", "Katobengke")
SMP = ("SMP Negeri 4 Baubau", "smp", "Wameo")
TK = ("TK Pembina", "tk", "Wale")
BLANK_SD = ("SD Negeri 2 Kampeonaho", "sd", "Kampeonaho")
WONCO_SD = ("SD Negeri Wonco", "sd", "Karya Baru")
LEA_SD = ("SD Negeri 1 Kolese", "sd", "Kolese")
DINAS = ("Dinas Pendidikan dan Kebudayaan", "dinas", "Bukit Wolio Indah")
FIELD = ("Dinas Pertanian", "dinas", "Bukit Wolio Indah")
RSUD = ("RSUD Kota Baubau", "rsud", "Bukit Wolio Indah")
KEL = ("Kelurahan Kampeonaho", "kelurahan", "Kampeonaho")
BUNGI = ("Kecamatan Bungi", "kecamatan", "Liabuku")
LIABUKU = ("Kelurahan Liabuku", "kelurahan", "Liabuku")
GONDA = ("Kelurahan Gonda Baru", "kelurahan", "Gonda Baru")
OTHER = ("SMA Negeri 1 Baubau", "lainnya", "Wale")

YES, NO, EARLY = Outcome.ACCEPTED, Outcome.REFUSED, Outcome.NOT_NEEDED
WINDOW, PLACE, LATE = Because.WINDOW, Because.PLACE, Because.LATE


def d(month: int, day: int, year: int = 2021) -> date:
    return date(year, month, day)


CASES = [  # where, family, day, handed in, outcome, activities too, why not
    # structural units: January only
    (DINAS, "umum", d(1, 3), None, EARLY, False, WINDOW),
    (DINAS, "umum", d(1, 4), None, YES, True, WINDOW),
    (DINAS, "umum", d(1, 31), None, YES, True, WINDOW),
    (DINAS, "umum", d(2, 1), None, NO, False, WINDOW),
    (DINAS, "umum", d(2, 28), None, NO, False, WINDOW),
    (DINAS, "umum", d(3, 1), None, NO, False, PLACE),
    (DINAS, "guru", d(1, 31), None, YES, True, WINDOW),  # a teacher placed in the office
    (DINAS, "guru", d(2, 1), None, NO, False, WINDOW),
    # teachers and their tata usaha: January and February
    (SD, "guru", d(1, 3), None, EARLY, False, WINDOW),
    (SD, "guru", d(1, 4), None, YES, True, WINDOW),
    (SD, "guru", d(1, 31), None, YES, True, WINDOW),
    (SD, "guru", d(2, 1), None, YES, True, WINDOW),
    (SD, "guru", d(2, 28), None, YES, True, WINDOW),
    (SD, "guru", d(3, 1), None, NO, False, PLACE),
    (SD, "tata_usaha", d(2, 28), None, YES, True, WINDOW),
    (SD, "tata_usaha", d(3, 1), None, NO, False, PLACE),
    (TK, "guru", d(2, 28), None, YES, True, WINDOW),
    (TK, "guru", d(3, 1), None, NO, False, PLACE),
    (SMP, "guru", d(2, 28), None, YES, True, WINDOW),
    # others in a school are in no transition group: the app from 1 March, nothing by hand
    (SD, "umum", d(1, 31), None, EARLY, False, WINDOW),
    (SD, "umum", d(2, 28), None, EARLY, False, WINDOW),
    (SD, "umum", d(3, 1), None, NO, False, PLACE),
    (OTHER, "guru", d(2, 28), None, EARLY, False, WINDOW),
    (OTHER, "guru", d(3, 1), None, NO, False, PLACE),
    # the hospital
    (RSUD, "kesehatan", d(1, 3), None, EARLY, False, WINDOW),
    (RSUD, "kesehatan", d(1, 31), None, YES, True, WINDOW),
    (RSUD, "kesehatan", d(2, 1), None, YES, True, WINDOW),
    (RSUD, "umum", d(2, 28), None, YES, True, WINDOW),
    (RSUD, "kesehatan", d(3, 1), None, NO, False, PLACE),
    # transferred on 15 February from a school to a dinas: each day by where one works then
    (SD, "guru", d(2, 14), None, YES, True, WINDOW),
    (DINAS, "umum", d(2, 15), None, NO, False, WINDOW),
    # blank spots: clocking only, beyond the group's own time
    (KEL, "umum", d(1, 31), None, YES, True, WINDOW),
    (KEL, "umum", d(2, 1), None, YES, False, WINDOW),
    (KEL, "umum", d(3, 1), None, YES, False, WINDOW),
    (KEL, "umum", d(12, 31, 2022), None, YES, False, WINDOW),
    (KEL, "umum", d(1, 1, 2023), None, NO, False, PLACE),
    (BUNGI, "umum", d(2, 1), None, YES, False, WINDOW),
    (BUNGI, "umum", d(3, 1), None, YES, False, WINDOW),
    (LIABUKU, "umum", d(2, 1), None, NO, False, WINDOW),  # the office, not the kecamatan
    (LIABUKU, "umum", d(3, 1), None, NO, False, PLACE),
    (GONDA, "umum", d(3, 1), None, YES, False, WINDOW),
    (GONDA, "umum", d(1, 1, 2023), None, YES, False, WINDOW),  # by then as part of Sorawolio
    (WONCO_SD, "guru", d(3, 1), None, YES, False, WINDOW),  # a locality: by the unit's name
    (WONCO_SD, "guru", d(12, 31, 2022), None, YES, False, WINDOW),
    # a school in a blank spot
    (BLANK_SD, "guru", d(1, 31), None, YES, True, WINDOW),
    (BLANK_SD, "guru", d(2, 28), None, YES, True, WINDOW),
    (BLANK_SD, "guru", d(3, 1), None, YES, False, WINDOW),
    (BLANK_SD, "guru", d(1, 1, 2023), None, NO, False, PLACE),
    (LEA_SD, "guru", d(12, 31, 2022), None, NO, False, PLACE),
    (LEA_SD, "guru", d(1, 1, 2023), None, YES, False, WINDOW),
    # a prolongation by decree, and one for a job family
    (SMP, "guru", d(3, 1), None, YES, True, WINDOW),
    (SMP, "guru", d(3, 31), None, YES, True, WINDOW),
    (SMP, "guru", d(4, 1), None, NO, False, PLACE),
    (FIELD, "penyuluh", d(1, 31), None, YES, True, WINDOW),
    (FIELD, "penyuluh", d(2, 1), None, YES, False, WINDOW),
    (FIELD, "penyuluh", d(6, 30), None, YES, False, WINDOW),
    (FIELD, "penyuluh", d(7, 1), None, NO, False, PLACE),
    (FIELD, "umum", d(2, 1), None, NO, False, WINDOW),
    # handed in late: ten days after the month's end where the rule says so
    (SD, "guru", d(1, 4), d(2, 10), YES, True, WINDOW),
    (SD, "guru", d(1, 4), d(2, 11), NO, False, LATE),
    (SD, "guru", d(1, 31), d(2, 10), YES, True, WINDOW),
    (SD, "guru", d(2, 28), d(3, 10), YES, True, WINDOW),
    (SD, "guru", d(2, 28), d(3, 11), NO, False, LATE),
    (SD, "guru", d(3, 1), d(3, 2), NO, False, PLACE),
    (DINAS, "umum", d(1, 31), d(12, 31), YES, True, WINDOW),  # no deadline known for them
    (SMP, "guru", d(3, 31), d(4, 10), YES, True, WINDOW),
    (SMP, "guru", d(3, 31), d(4, 11), NO, False, LATE),
    (BLANK_SD, "guru", d(2, 28), d(3, 11), YES, False, WINDOW),  # late for school, not for the spot
    (KEL, "umum", d(3, 1), d(12, 31), YES, False, WINDOW),
]


@pytest.mark.parametrize(
    ("where", "family", "day", "handed_in", "outcome", "activities", "because"), CASES
)
def test_the_policy_at_every_edge(
    where: tuple[str, str, str],
    family: str,
    day: date,
    handed_in: date | None,
    outcome: Outcome,
    activities: bool,
    because: Because,
) -> None:
    verdict = POLICY.verdict(Workplace(*where, family), day, handed_in)
    assert (verdict.outcome, verdict.activities, verdict.because) == (outcome, activities, because)
    assert verdict.reason.endswith(".")


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60
    assert len({case[:4] for case in CASES}) == len(CASES)


def test_what_was_handed_in_late_says_its_deadline() -> None:
    verdict = POLICY.verdict(Workplace(*SD, "guru"), d(2, 28), d(3, 12))
    assert verdict.reason == ("Diserahkan 12 Maret 2021; batas untuk Februari 2021 10 Maret 2021.")


def test_a_place_with_signal_says_that_it_is_none_of_the_blank_spots() -> None:
    reason = POLICY.verdict(Workplace(*SD, "guru"), d(3, 1)).reason
    assert reason.endswith("SD Negeri 1 Katobengke tidak tercatat sebagai tempat tanpa sinyal.")
