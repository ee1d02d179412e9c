"""What one cell says, read by what its column means. No rows, no store, no ranks of its own.

A reader takes a non-blank cell and gives a value, or ``Warned`` (accepted, but doubtful), or raises
``Refused`` with reason and advice. Nothing ambiguous is guessed: dates are day first, a year has
four digits, a number that lost digits stays lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from polima_desktop.domain import identity
from polima_desktop.domain.errors import Refused
from polima_desktop.imports.failed_cells import UNCALCULATED

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Reader = Callable[[Any], Any]


class Warned(NamedTuple):
    """A value that is accepted although it looks doubtful."""

    value: Any
    problem: str
    advice: str


BLANKS = frozenset({"", "n/a"})
WORDS_OF_PROGRAMS = frozenset({"null", "none", "nan"})
"""How programs write a blank; in a column of names these are names that people bear."""
_RULER = re.compile(r"[-–—=_.…*+|:~\s]+")
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#####")
_MONTHS = {
    word: month
    for month, words in enumerate(
        (
            "januari jan january",
            "februari pebruari feb peb february",
            "maret mar march mrt",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agus agust ags agt aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nopember nov nop",
            "desember des dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_EXCEL_EPOCH = date(1899, 12, 30)
_DATE_ADVICE = "Tulis tanggal seperti 12-03-1985 (hari, bulan, tahun)."


def text_of(value: object) -> str:
    """Give a cell as the text a person sees: whole numbers without ``.0``, dates day first."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, bool):
        return "YA" if value else "TIDAK"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H:%M:%S}".removesuffix(" 00:00:00")
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value) if value is not None else ""


def is_blank(value: object) -> bool:
    """Tell whether a cell says nothing."""
    return value is None or (isinstance(value, str) and says_nothing(value.strip()))


def says_nothing(written: str, *, names: bool = False) -> bool:
    """Tell whether a trimmed text stands for a blank: dashes, a drawn line, ``n/a``, ``NULL``.

    ``names``: the text stands where a name does, and somebody may be called Null or Nan.
    """
    word = written.lower()
    if word in BLANKS or (word in WORDS_OF_PROGRAMS and not names):
        return True
    return word[:1] in "-–—=_.…*+|:~" and bool(_RULER.fullmatch(word))


def refuse_excel_error(value: object) -> None:
    """Refuse a cell in which a spreadsheet formula failed, or was never calculated."""
    if value == UNCALCULATED:
        raise Refused(
            "Rumus di sel ini belum pernah dihitung.",
            "Buka berkas di Excel atau LibreOffice, simpan, lalu impor lagi.",
        )
    if isinstance(value, str) and value.startswith("#") and value.strip() in _EXCEL_ERRORS:
        raise Refused(
            f"Sel berisi kesalahan Excel {value.strip()}.", "Betulkan rumus di berkas asal."
        )


# ── text ────────────────────────────────────────────────────────────────────────────────────


def text(limit: int) -> Reader:
    """Give a reader of text of at most ``limit`` characters."""

    def read(value: object) -> str:
        words = text_of(value)
        if len(words) > limit:
            raise Refused(f"Teks {len(words)} huruf, paling banyak {limit}.", "Ringkas isinya.")
        return words

    return read


def name(value: object) -> str | Warned:
    """Read a person's name: it has letters; one that programs write for a blank is asked about."""
    words = str(text(160)(value))
    if not isinstance(value, str) or re.fullmatch(r"[\d\s.,'/-]+", words):
        raise Refused(
            f"Nama ‘{words}’ tanpa huruf.", "Isi nama orangnya; kolomnya mungkin bergeser."
        )
    if words.lower() in WORDS_OF_PROGRAMS:
        return Warned(
            words,
            f"‘{words}’ diterima sebagai nama; banyak program menulisnya untuk sel kosong.",
            "Periksa apakah itu memang namanya.",
        )
    return words


# ── numbers that name something ─────────────────────────────────────────────────────────────


def is_number(value: object) -> bool:
    """Tell whether a cell is a number: as a code it lost its zeros (1.10 is not 1.1)."""
    return isinstance(value, int | float)


def code(limit: int, what: str) -> Reader:
    """Give a reader of a code; a number is refused, for its zeros are lost."""
    plain = text(limit)

    def read(value: object) -> str:
        if is_number(value):
            raise damaged_code(what, value)
        return str(plain(value))

    return read


def damaged_code(what: str, value: object) -> Refused:
    """Say that a code arrived as a number."""
    return Refused(
        f"{what} {text_of(value)} berupa bilangan: nol di depan atau di belakangnya bisa hilang.",
        f"Jadikan kolom itu teks di berkas asal, lalu tulis {what[0].lower()}{what[1:]} lengkap.",
    )


def account_number(value: object) -> str | Warned | None:
    """Read a bank account number; one that arrives as a number is left out with a warning."""
    if is_number(value) or identity.is_damaged(value):
        return Warned(
            None,
            "Nomor rekening berupa bilangan: nol di depan mungkin hilang. Tidak disimpan.",
            "Ekspor ulang dengan kolom rekening sebagai teks.",
        )
    number = re.sub(r"[\s.\-]", "", identity.clean(str(value)))
    if not re.fullmatch(r"[0-9]{5,40}", number):
        raise Refused(f"Nomor rekening ‘{text_of(value)}’ bukan angka.", "Isi angkanya saja.")
    return number


def nik(value: object) -> str | Warned | None:
    """Read a NIK; it never refuses a row, a damaged one is left out with a warning."""
    digits = identity.clean(text_of(value))
    if len(digits) > 16 or identity.is_damaged(value):
        return Warned(
            None,
            "NIK kehilangan angka atau terlalu panjang, tidak disimpan.",
            "Ekspor ulang dengan kolom NIK sebagai teks.",
        )
    problems = identity.nik_problems(digits)
    return Warned(digits, problems[0], "Cocokkan dengan KTP.") if problems else digits


def npwp(value: object) -> str | Warned | None:
    """Read an NPWP; it never refuses a row."""
    digits = identity.clean_npwp(text_of(value))
    if is_number(value) or re.fullmatch(r"[0-9.,]+[eE][+]?[0-9]+", digits) or len(digits) > 20:
        return Warned(
            None,
            "NPWP berupa bilangan atau terlalu panjang: angkanya mungkin hilang. Tidak disimpan.",
            "Ekspor ulang dengan kolom NPWP sebagai teks.",
        )
    problems = identity.npwp_problems(digits)
    return Warned(digits, problems[0], "Cocokkan dengan kartu NPWP.") if problems else digits


_SEX = {
    "L": "l lk laki lakilaki laki2 pria 1 m male",
    "P": "p pr perempuan wanita 2 f female",
}
_SEX_WORDS = {word: sex for sex, words in _SEX.items() for word in words.split()}


def sex(value: object) -> str:
    """Read ``L`` or ``P`` from L/P, Laki-laki/Perempuan, Pria/Wanita, 1/2."""
    found = _SEX_WORDS.get(re.sub(r"[^a-z0-9]", "", text_of(value).lower()))
    if found is None:
        raise Refused(f"Jenis kelamin ‘{text_of(value)}’ tidak dikenal.", "Tulis L atau P.")
    return found


_YES = {"ya", "y", "sudah", "ada", "1", "true", "yes", "v", "√", "bersertifikat", "sertifikasi"}
_NO = {"tidak", "t", "belum", "0", "false", "no", "n", "tidakada", "nonsertifikasi", "x"}


def yes_no(value: object) -> bool:
    """Read yes or no as lists write it."""
    word = re.sub(r"[\s\-.]", "", text_of(value).lower())
    if word in _YES or word in _NO:
        return word in _YES
    raise Refused(f"‘{text_of(value)}’ bukan ya atau tidak.", "Tulis YA atau TIDAK.")


# ── numbers ─────────────────────────────────────────────────────────────────────────────────


def money(value: object) -> int:
    """Read whole rupiah from ``3456700``, ``Rp 3.456.700`` or ``3.456.700,00``."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if float(value).is_integer() and value >= 0:
            return int(value)
        raise Refused(f"Jumlah {value} bukan rupiah bulat.", "Isi rupiah bulat.")
    written = re.sub(r"^rp\.?\s*", "", text_of(value).lower()).replace(" ", "")
    written = re.sub(r",(00|-)$|\.00$|,-$", "", written)
    if re.fullmatch(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*", written):
        if "," in written and written.count(",") == 1:
            raise Refused(
                f"Jumlah ‘{text_of(value)}’ bisa dibaca dua cara.", "Tulis tanpa tanda pemisah."
            )
        written = re.sub(r"[.,]", "", written)
    if not re.fullmatch(r"[0-9]{1,15}", written):
        raise Refused(f"Jumlah ‘{text_of(value)}’ tidak terbaca.", "Tulis seperti 3456700.")
    return int(written)


def decimal(value: object) -> Decimal:
    """Read an exact number: a numeric cell, ``1,5``, ``1.5`` or ``1.234,5``."""
    if isinstance(value, bool):
        raise Refused(f"‘{text_of(value)}’ bukan angka.", "Isi angka.")
    written = text_of(value).replace(" ", "").replace("−", "-")
    if "," in written:
        if written.count(",") > 1 or not re.fullmatch(r"-?(\d+|\d{1,3}(\.\d{3})+),\d+", written):
            raise Refused(f"Angka ‘{text_of(value)}’ tidak terbaca.", "Tulis seperti 1,5.")
        written = written.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", written):
        raise Refused(f"Angka ‘{text_of(value)}’ tidak terbaca.", "Tulis seperti 1,5.")
    return Decimal(written)


def quantity(value: object) -> Decimal:
    """Read an exact number that may have thousands; what can be read in two ways is asked about.

    A numeric cell is exact. In a text ``1.500`` is one and a half or fifteen hundred;
    ``1.500.000`` can only be thousands.
    """
    if isinstance(value, str):
        written = text_of(value)
        if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", written):
            raise Refused(
                f"Angka ‘{written}’ bisa dibaca dua cara.",
                f"Tulis {re.sub('[.,]', '', written)} atau {_without_end(written)}.",
            )
        if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3}){2,}", written):
            return Decimal(written.replace(".", ""))
    return decimal(value)


def _without_end(written: str) -> str:
    whole_part, part = re.split("[.,]", written)
    end = part.rstrip("0")
    return f"{whole_part},{end}" if end else whole_part


def whole(low: int, high: int) -> Reader:
    """Give a reader of a whole number from ``low`` to ``high``."""

    def read(value: object) -> int:
        number = quantity(value)
        if number != number.to_integral_value():
            raise Refused(f"‘{text_of(value)}’ bukan bilangan bulat.", "Isi bilangan bulat.")
        if not low <= number <= high:
            raise Refused(f"{text_of(value)} di luar {low}–{high}.", f"Isi {low} sampai {high}.")
        return int(number)

    return read


def scaled(decimals: int, high: int) -> Reader:
    """Give a reader of a number > 0 as whole units of ``10**-decimals``, at most ``high``."""

    def read(value: object) -> int:
        number = quantity(value)
        units = number.scaleb(decimals)
        if units != units.to_integral_value():
            raise Refused(
                f"{text_of(value)} lebih dari {decimals} angka desimal.", "Bulatkan angkanya."
            )
        if not 0 < number <= high:
            raise Refused(
                f"{text_of(value)} di luar batas.", f"Isi lebih dari 0, paling banyak {high}."
            )
        return int(units)

    return read


def degrees(limit: int) -> Reader:
    """Give a reader of a latitude (90) or longitude (180)."""

    def read(value: object) -> float:
        number = decimal(value)
        if abs(number) > limit:
            raise Refused(f"Koordinat {text_of(value)} di luar ±{limit}.", "Periksa koordinatnya.")
        return float(number)

    return read


# ── days and times ──────────────────────────────────────────────────────────────────────────


def day(value: object) -> date:
    """Read a date: a date cell, an Excel serial, ``12-03-1985``, ``1985-03-12``, ``12 Maret 1985``.

    Raises:
        Refused: impossible (31 Februari), a two-digit year, month first, or no date at all.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = text_of(value)
    if re.fullmatch(r"[0-9]{5}", written):
        return _EXCEL_EPOCH + timedelta(int(written))
    written = re.sub(r"[ T]\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?$", "", written)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", written):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", written):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})[-/. ]*([A-Za-z]+)[-/. ,'’]*(\d{4})", written):
        if month := _month(match[2].lower()):
            return _date(int(match[3]), month, int(match[1]))
        raise Refused(f"Bulan ‘{match[2]}’ tidak dikenal.", _DATE_ADVICE)
    if re.fullmatch(r"\d{1,2}[-/. ]\w+[-/. ]\d{2}", written):
        raise Refused(f"Tahun pada ‘{written}’ hanya dua angka.", "Tulis tahun empat angka.")
    raise Refused(f"Tanggal ‘{written}’ tidak terbaca.", _DATE_ADVICE)


def _month(word: str) -> int | None:
    """Give a month by its name, a usual short form, or any beginning that means one month only."""
    if word in _MONTHS:
        return _MONTHS[word]
    meant = {month for name, month in _MONTHS.items() if len(word) >= 3 and name.startswith(word)}
    return meant.pop() if len(meant) == 1 else None


_MONTH_NAMES = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
).split()


def _date(year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12:
        raise Refused(f"Bulan {month} tidak ada.", _DATE_ADVICE)
    if not 1900 <= year <= 2100:
        raise Refused(f"Tahun {year} di luar 1900–2100.", _DATE_ADVICE)
    try:
        return date(year, month, number)
    except ValueError:
        named = f"{number} {_MONTH_NAMES[month - 1]} {year}"
        raise Refused(f"Tanggal {named} tidak ada.", "Periksa hari dan bulannya.") from None


def place_and_day(value: object) -> tuple[str | None, date]:
    """Read ``Baubau, 12-03-1985`` (or a bare date) into place and date of birth."""
    if isinstance(value, date):
        return None, day(value)
    match = re.match(r"([^\d]*?)[\s,;:/-]*(\d.*)$", text_of(value))
    place, written = (match[1], match[2]) if match else ("", text_of(value))
    return (place.strip() or None), day(written)


def clock(value: object) -> int:
    """Read a time of day as seconds since midnight: ``07:30``, ``07.30.15``, a time cell.

    Raises:
        Refused: anything else, or a time that is none (25:00).
    """
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second
    if isinstance(value, timedelta):
        return _within_day(round(value.total_seconds()), value)
    if isinstance(value, float) and 0 <= value < 1:
        return _within_day(round(value * 86_400), value)
    written = text_of(value)
    written = re.sub(r"\s*wita$", "", written, flags=re.IGNORECASE)
    written = re.sub(r"^(\d{4}-\d\d-\d\d|\d\d[-/]\d\d[-/]\d{4})[ T]", "", written)
    if match := re.fullmatch(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?", written):
        hours, minutes, seconds = int(match[1]), int(match[2]), int(match[3] or 0)
        if hours < 24 and minutes < 60 and seconds < 60:
            return hours * 3600 + minutes * 60 + seconds
    raise Refused(f"Jam ‘{written}’ tidak ada.", "Tulis jam seperti 07:30.")


def _within_day(seconds: int, value: object) -> int:
    if 0 <= seconds < 86_400:
        return seconds
    raise Refused(f"Jam ‘{value}’ tidak ada.", "Tulis jam seperti 07:30.")
