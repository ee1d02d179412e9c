"""Numbers that name a person: NIP, NIK, NPWP. Cleaned, taken apart, checked; never guessed.

Uniqueness of a NIP is the store's and the import's business; ranks and names stand elsewhere.
Everything that cannot be accepted raises ``Refused`` with its Indonesian reason and advice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import UNKNOWN

Sex = Literal["L", "P"]

#: Sex as every list shows it.
SEX_LABELS: dict[Sex, str] = {"L": "Laki-laki", "P": "Perempuan"}

DAMAGED_ADVICE = "Ekspor ulang dengan kolom NIP sebagai teks."
MINIMUM_AGE = 16

_NOISE = re.compile(
    r"[\s'`\"\u00b4\u2018\u2019\u201c\u201d\u00a0\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
)
_GROUPED = re.compile(r"\d{8}[.\-/]\d{6}[.\-/]\d[.\-/]\d{3}")
_AS_NUMBER = re.compile(r"\d+[.,]\d+(?:[eE]\+?\d+)?|\d+(?:[.,]\d+)?[eE]\+?\d+")


class NipParts(NamedTuple):
    """What an 18-digit NIP says. ``month`` is None for a PPPK, ``frequency`` None for a PNS."""

    birth: date
    year: int
    month: int | None
    frequency: int | None
    sex: Sex
    serial: int

    @property
    def pppk(self) -> bool:
        """Whether the number has the PPPK form (a frequency from 21 instead of a month)."""
        return self.frequency is not None


def clean(text: str) -> str:
    """Drop blanks, apostrophes, backticks and invisible marks that lists put around numbers.

    >>> clean("'19860926 201505 1 001")
    '198609262015051001'
    """
    return text if text.isalnum() else _NOISE.sub("", text)


def is_damaged(value: object) -> bool:
    """Tell whether a number of 16 digits or more passed through a numeric cell and lost digits.

    >>> is_damaged("1.98503E+17"), is_damaged(1.98503e17), is_damaged("198609262015051001")
    (True, True, False)
    """
    if isinstance(value, int | float):
        return True
    text = clean(str(value))
    return not text.isdigit() and bool(_AS_NUMBER.fullmatch(text))


def read_nip(value: object) -> str:
    """Give the digits of a NIP as written in a list: 18 checked digits, or the 9 of an old NIP.

    Raises:
        Refused: blank, damaged by Excel, wrong length, or a part that cannot be (DOMAIN §3).
    """
    if isinstance(value, str) and len(value) == 18 and value.isascii() and value.isdigit():
        nip_parts(value)
        return value
    if is_damaged(value):
        raise Refused(
            "NIP kehilangan angka karena disimpan sebagai bilangan (Excel).",
            DAMAGED_ADVICE,
        )
    digits = re.sub(r"^NIP[.:]*", "", clean(str(value)), flags=re.IGNORECASE)
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"\D", "", digits)
    if not digits:
        raise Refused("NIP kosong.", "Isi NIP 18 angka.")
    if not (digits.isascii() and digits.isdigit()):
        raise Refused(
            "NIP memuat tanda selain angka.",
            "Periksa huruf yang mirip angka, misalnya O dan 0.",
        )
    if is_old_nip(digits):
        return digits
    nip_parts(digits)
    return digits


def is_old_nip(digits: str) -> bool:
    """Whether these are the nine digits of a *NIP lama*."""
    return len(digits) == 9


def nip_parts(digits: str) -> NipParts:
    """Take 18 digits apart and check every part.

    Raises:
        Refused: naming the part that cannot be.
    """
    if len(digits) != 18:
        raise Refused(
            f"NIP {len(digits)} angka, seharusnya 18.",
            "Periksa angka yang kurang atau berlebih.",
        )
    if digits[14:] == "0000" or digits[15:] == "000":
        raise Refused(
            "NIP kehilangan angka karena Excel: nomor urutnya 000.",
            DAMAGED_ADVICE,
        )
    birth = _nip_birth(digits)
    year, mark = int(digits[8:12]), int(digits[12:14])
    if digits[14] not in "12":
        raise Refused(
            f"Angka jenis kelamin dalam NIP {digits[14]}, seharusnya 1 atau 2.",
            "Periksa angka ke-15 NIP.",
        )
    sex: Sex = "L" if digits[14] == "1" else "P"
    pppk = mark >= 21
    if not pppk and not 1 <= mark <= 12:
        raise Refused(
            f"Bulan pengangkatan {digits[12:14]} dalam NIP tidak ada.",
            "Periksa angka ke-13 dan ke-14 NIP.",
        )
    age = year - birth.year if pppk or mark >= birth.month else year - birth.year - 1
    if age < MINIMUM_AGE:
        raise Refused(
            f"Umur saat diangkat menurut NIP {age} tahun, paling rendah {MINIMUM_AGE}.",
            "Periksa tahun lahir dan tahun pengangkatan dalam NIP.",
        )
    month, frequency = (None, mark) if pppk else (mark, None)
    return NipParts(birth, year, month, frequency, sex, int(digits[15:]))


def _nip_birth(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        written = f"{digits[6:8]}-{digits[4:6]}-{digits[:4]}"
        raise Refused(
            f"Tanggal lahir {written} dalam NIP tidak ada.",
            "Periksa delapan angka pertama NIP.",
        ) from None


def decompose(digits: str) -> NipParts | None:
    """Take a stored number apart; None where it says nothing (old NIP, someone who is not ASN)."""
    try:
        return nip_parts(digits)
    except Refused:
        return None


def group_nip(digits: str) -> str:
    """Print an 18-digit NIP in groups 8-6-1-3; other numbers as they are.

    >>> group_nip("198609262015051001")
    '19860926 201505 1 001'
    """
    if len(digits) != 18 or not digits.isdecimal():
        return digits
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def shown_nip(value: str | None) -> str:
    """Show a NIP where it is read, not typed: in groups, ``–`` where there is none."""
    return group_nip(value) if value else UNKNOWN


def nik_problems(nik: str, birth: date | None = None, sex: Sex | None = None) -> Sequence[str]:
    """Name what is doubtful about a NIK (16 digits: region, DDMMYY with women's day + 40, serial).

    A NIK never refuses a row: the list of the civil registry rules, not ours.
    """
    if len(nik) != 16 or not (nik.isascii() and nik.isdigit()):
        return [f"NIK {len(nik)} tanda, seharusnya 16 angka."]
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    woman = day > 40
    problems = []
    if not (1 <= (day - 40 if woman else day) <= 31 and 1 <= month <= 12):
        return ["Tanggal lahir dalam NIK tidak ada."]
    if birth and (day - 40 if woman else day, month, year) != (
        birth.day,
        birth.month,
        birth.year % 100,
    ):
        problems.append("Tanggal lahir dalam NIK berbeda dengan tanggal lahir.")
    if sex and woman != (sex == "P"):
        problems.append("Jenis kelamin dalam NIK berbeda dengan jenis kelamin.")
    if nik[12:] == "0000":
        problems.append("Nomor urut NIK 0000: angka hilang karena Excel.")
    return problems


def clean_npwp(text: str) -> str:
    """Keep the digits of an NPWP written ``99.999.999.9-999.999``."""
    return re.sub(r"[.\-/]", "", clean(text))


def npwp_problems(npwp: str) -> Sequence[str]:
    """Name what is doubtful about an NPWP: in 2021 it has 15 digits. It never refuses a row."""
    if not re.fullmatch(r"[0-9]{15}", npwp):
        return [f"NPWP {len(npwp)} tanda, seharusnya 15 angka."]
    if npwp == "0" * 15:
        return ["NPWP hanya berisi nol."]
    return []


def group_npwp(npwp: str) -> str:
    """Print an NPWP of 15 digits as ``99.999.999.9-999.999``.

    >>> group_npwp("012345678901000")
    '01.234.567.8-901.000'
    """
    if len(npwp) != 15 or not npwp.isdecimal():
        return npwp
    n = npwp
    return f"{n[:2]}.{n[2:5]}.{n[5:8]}.{n[8]}-{n[9:12]}.{n[12:]}"


def shown_npwp(value: str | None) -> str:
    """Show an NPWP where it is read, not typed: with its points, ``–`` where there is none."""
    return group_npwp(value) if value else UNKNOWN
