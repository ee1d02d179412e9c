"""NIP, NIK, NPWP, golongan and their written forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polima_desktop.domain import identity, ranks
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import read_nip

PNS = ["198609262015051001", "196804111993031009"]
"""The valid numbers of DOMAIN §3."""


@pytest.mark.parametrize("number", PNS)
def test_a_published_nip_is_valid(number: str) -> None:
    assert read_nip(number) == number


def test_a_nip_says_birth_appointment_sex_and_serial() -> None:
    parts = identity.nip_parts("198609262015051001")
    assert parts.birth == date(1986, 9, 26)
    assert (parts.year, parts.month, parts.sex, parts.serial) == (2015, 5, "L", 1)
    assert not parts.pppk


def test_a_pppk_number_has_a_frequency_instead_of_a_month() -> None:
    parts = identity.nip_parts("199001012021212005")
    assert parts.pppk
    assert (parts.month, parts.frequency, parts.sex) == (None, 21, "P")


@pytest.mark.parametrize(
    "written",
    [
        "19860926 201505 1 001",
        "'198609262015051001",
        "`198609262015051001",
        " 198609262015051001 ",
        "19860926.201505.1.001",
        "19860926-201505-1-001",
        "\ufeff198609262015051001\u00a0",
    ],
)
def test_blanks_and_marks_around_a_nip_are_dropped(written: str) -> None:
    assert read_nip(written) == "198609262015051001"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (1.98609262015051e17, "kehilangan angka"),
        (198609262015051001, "kehilangan angka"),
        ("1.98609E+17", "kehilangan angka"),
        ("198609262015051001.0", "kehilangan angka"),
        ("198609262015051000", "kehilangan angka"),
        ("", "kosong"),
        ("19860926201505100", "17 angka"),
        ("198602302015051001", "30-02-1986"),
        ("198609262015001001", "Bulan pengangkatan 00"),
        ("198609262015201001", "Bulan pengangkatan 20"),
        ("198609262015053001", "jenis kelamin"),
        ("198609262002081001", "15 tahun"),
        ("19860926201505l001", "selain angka"),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", "selain angka"),
    ],
)
def test_what_cannot_be_a_nip_is_refused_by_name(written: object, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_nip(written)
    assert words in refused.value.message
    assert refused.value.advice


def test_sixteen_years_at_appointment_are_enough() -> None:
    assert read_nip("198609262002091001")


def test_an_old_nip_of_nine_digits_is_no_error() -> None:
    assert read_nip("131234567") == "131234567"
    assert identity.decompose("131234567") is None


@given(st.text(max_size=30))
def test_reading_a_nip_gives_digits_or_a_refusal(text: str) -> None:
    try:
        found = read_nip(text)
    except Refused:
        return
    assert found.isdigit()
    assert len(found) in (9, 18)


@given(st.dates(date(1950, 1, 1), date(2004, 12, 31)), st.integers(1, 999), st.sampled_from("12"))
def test_grouping_a_nip_and_reading_it_back_changes_nothing(
    birth: date, serial: int, sex: str
) -> None:
    number = f"{birth:%Y%m%d}{birth.year + 20}12{sex}{serial:03}"
    assert read_nip(identity.group_nip(number)) == number


@pytest.mark.parametrize(
    ("nik", "birth", "sex", "doubts"),
    [
        ("7472015203850001", date(1985, 3, 12), "P", 0),
        ("7472011203850001", date(1985, 3, 12), "L", 0),
        ("7472011203850001", date(1985, 3, 12), "P", 1),
        ("7472015203850001", date(1985, 3, 13), "P", 1),
        ("747201520385001", None, None, 1),
        ("7472019913850001", None, None, 1),
        ("7472015203850000", None, None, 1),
    ],
)
def test_a_doubtful_nik_is_named(
    nik: str, birth: date | None, sex: str | None, doubts: int
) -> None:
    assert len(identity.nik_problems(nik, birth, sex)) == doubts  # type: ignore[arg-type]


def test_an_npwp_keeps_its_digits() -> None:
    assert identity.clean_npwp("01.234.567.8-901.000") == "012345678901000"
    assert identity.npwp_problems("012345678901000") == []
    assert len(identity.npwp_problems("0123456789010001")) == 1


@given(st.sampled_from(list(ranks.PANGKAT)), st.sampled_from(["{r}/{l}", "{r}{l}", "{r}-{l}"]))
def test_every_golongan_reads_back_from_its_forms(golongan: str, form: str) -> None:
    roman, letter = golongan.split("/")
    assert ranks.read_golongan(form.format(r=roman, l=letter.upper()), pppk=False) == golongan
    with_pangkat = f"{ranks.pangkat(golongan)} ({golongan})"
    assert ranks.read_golongan(with_pangkat, pppk=False) == golongan
    assert ranks.read_golongan(ranks.pangkat(golongan), pppk=False) == golongan


def test_siasn_codes_name_all_golongan() -> None:
    codes = [f"{group}{room}" for group in "123" for room in "1234"] + list(
        "41 42 43 44 45".split()
    )
    assert [ranks.read_golongan(code, pppk=False) for code in codes] == list(ranks.PANGKAT)


def test_the_iv_of_a_pppk_is_not_iv_a() -> None:
    assert ranks.read_golongan("IV", pppk=True) == "IV"
    assert ranks.kelompok_golongan("IV") == "PPPK"
    assert ranks.kelompok_golongan("IV/a") == "IV"
    with pytest.raises(Refused, match="tanpa ruang"):
        ranks.read_golongan("IV", pppk=False)


@given(st.text(max_size=25), st.booleans())
def test_a_golongan_is_one_of_the_list_or_refused(text: str, pppk: bool) -> None:
    try:
        found = ranks.read_golongan(text, pppk)
    except Refused:
        return
    assert found in (ranks.PPPK_GOLONGAN if pppk else ranks.PANGKAT)


@pytest.mark.parametrize("written", ["0", "18", "7,5", "tujuh", "-1", ""])
def test_a_class_outside_1_to_17_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="di luar 1–17"):
        ranks.read_job_class(written)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("196804111993031009", "19680411 199303 1 009"),
        ("19680411199303100", "19680411199303100"),
        ("1.98503E+17", "1.98503E+17"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_only_a_whole_nip_is_grouped(given_text: str | None, shown: str) -> None:
    assert identity.shown_nip(given_text) == shown


def test_an_npwp_is_written_with_its_points() -> None:
    assert identity.shown_npwp("123456789811000") == "12.345.678.9-811.000"
    assert identity.shown_npwp("12.345") == "12.345"
    assert identity.shown_npwp(None) == "–"
