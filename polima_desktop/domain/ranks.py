"""Golongan, pangkat, eselon, kelas jabatan: the closed lists of DOMAIN §3 and their written forms.

A golongan is kept as ``III/a`` (CPNS, PNS) or as a bare Roman numeral ``IX`` (PPPK): the IV of a
PPPK is never IV/a. Nothing here knows people or money.
"""

from __future__ import annotations

import re

from polima_desktop.domain.errors import Refused

#: Golongan of CPNS and PNS in rising order, each with its pangkat.
PANGKAT: dict[str, str] = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
#: Golongan of PPPK in rising order.
PPPK_GOLONGAN = tuple("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII".split(" "))
GOLONGAN_ORDER: dict[str, int] = {g: n for n, g in enumerate([*PPPK_GOLONGAN, *PANGKAT])}
ESELON = ("II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b")
JOB_CLASSES = range(1, 18)

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_LETTER = {"1": "a", "2": "b", "3": "c", "4": "d", "5": "e"}
_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}.*|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{5}")
_WITH_ROOM = re.compile(r"(IV|III|II|I|[1-4])\s*[/.\- ]?\s*([A-E])", re.IGNORECASE)
_PARTED = re.compile(
    r"(.*?)[\s,;:(/\-]*\b((?:IV|III|II|I|[1-4])\s*[/.\- ]?\s*[A-E])\)?", re.IGNORECASE
)
_PARTED_BACK = re.compile(
    r"((?:IV|III|II|I|[1-4])\s*[/.\- ]?\s*[A-E])[\s,;:(/\-]+([A-Z][A-Z .]+?)\)?", re.IGNORECASE
)
_BLANK = {"", "-", "–", "tidak ada", "non eselon", "noneselon", "non"}


def _pangkat_key(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
    merged = " ".join("tingkat" if word == "tk" else word for word in words)
    return merged.replace("tingkat 1", "tingkat i")


_BY_PANGKAT = {_pangkat_key(name): golongan for golongan, name in PANGKAT.items()}


def read_golongan(value: object, pppk: bool) -> str:
    """Give the normal form of a golongan as written in a list.

    Args:
        value: ``III/a``, ``IIIa``, ``III-a``, ``III A``, ``3a``, SIASN code ``31``,
            ``Penata Muda (III/a)``, a pangkat alone; of a PPPK ``IX``, ``9``, ``Golongan IX``.
        pppk: whether the person is a PPPK; decides what a bare ``IV`` means.

    Raises:
        Refused: a date (shifted columns), an unknown form, or the other kind's golongan.
    """
    text = str(value).strip()
    if re.fullmatch(r"\d+\.0", text):
        text = text[:-2]
    if _DATE.fullmatch(text):
        raise Refused(
            "Kolom golongan berisi tanggal: isi baris ini bergeser kolom.",
            "Betulkan letak kolom baris ini di berkas asal.",
        )
    bare = re.sub(
        r"^\s*(?:gol(?:ongan)?|ruang)\b[.:/ ]*(?:ruang\b)?[.: ]*",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return _pppk_golongan(bare, text) if pppk else _pns_golongan(bare, text)


def _pppk_golongan(bare: str, text: str) -> str:
    number = bare.strip(" ()").upper()
    if number in PPPK_GOLONGAN:
        return number
    if re.fullmatch(r"0?\d{1,2}", number) and 1 <= int(number) <= len(PPPK_GOLONGAN):
        return PPPK_GOLONGAN[int(number) - 1]
    raise Refused(
        f"Golongan ‘{text}’ bukan golongan PPPK.",
        "Golongan PPPK ditulis I sampai XVII.",
    )


def _pns_golongan(bare: str, text: str) -> str:
    if re.fullmatch(r"[1-4][1-5]", bare):
        return _known(f"{_ROMAN[bare[0]]}/{_LETTER[bare[1]]}", text)
    if match := _WITH_ROOM.fullmatch(bare.strip(" ().")):
        return _known(_joined(*match.groups()), text)
    if found := _BY_PANGKAT.get(_pangkat_key(bare)):
        return found
    if match := _PARTED.fullmatch(bare.strip()):
        return _with_pangkat(match[1], match[2], text)
    if match := _PARTED_BACK.fullmatch(bare.strip()):
        return _with_pangkat(match[2], match[1], text)
    if bare.strip(" ()").upper() in PPPK_GOLONGAN:
        raise Refused(
            f"Golongan ‘{text}’ tanpa ruang, atau golongan PPPK pada bukan PPPK.",
            "Tulis lengkap, misalnya III/a, atau betulkan statusnya.",
        )
    raise _unknown(text)


def _joined(roman: str, letter: str) -> str:
    return f"{_ROMAN.get(roman, roman.upper())}/{letter.lower()}"


def _known(golongan: str, text: str) -> str:
    if golongan not in PANGKAT:
        raise _unknown(text)
    return golongan


def _unknown(text: str) -> Refused:
    return Refused(f"Golongan ‘{text}’ tidak dikenal.", "Tulis I/a sampai IV/e, misalnya III/a.")


def _with_pangkat(pangkat: str, code: str, text: str) -> str:
    match = _WITH_ROOM.fullmatch(code)
    golongan = _known(_joined(*match.groups()), text) if match else ""
    named = _BY_PANGKAT.get(_pangkat_key(pangkat))
    if named is None:
        raise Refused(
            f"Pangkat dalam ‘{text}’ tidak dikenal.",
            "Tulis golongan saja, misalnya III/a.",
        )
    if named != golongan:
        raise Refused(
            f"Pangkat {PANGKAT[named]} adalah {named}, tertulis {golongan}.",
            "Betulkan pangkat atau golongan.",
        )
    return golongan


def pangkat(golongan: str | None) -> str:
    """Give the pangkat of a golongan, or ``""`` for a PPPK's or an unknown one."""
    return PANGKAT.get(golongan or "", "")


def kelompok_golongan(golongan: str) -> str:
    """Give the group taxes go by: ``I`` … ``IV``, or ``PPPK``.

    >>> kelompok_golongan("IV/a"), kelompok_golongan("IV")
    ('IV', 'PPPK')
    """
    return golongan.split("/")[0] if "/" in golongan else "PPPK"


def read_eselon(value: object) -> str | None:
    """Give ``II.a`` … ``IV.b``; None for a blank or *non eselon*.

    Raises:
        Refused: any other text.
    """
    text = str(value).strip()
    bare = re.sub(r"^eselon\b[ .:]*", "", text, flags=re.IGNORECASE)
    if re.sub(r"[-\s]+", " ", bare.lower()).strip() in _BLANK or bare in _BLANK:
        return None
    if match := _WITH_ROOM.fullmatch(bare):
        eselon = _joined(*match.groups()).replace("/", ".")
        if eselon in ESELON:
            return eselon
    raise Refused(f"Eselon ‘{text}’ tidak dikenal.", "Tulis II.a sampai IV.b, atau kosongkan.")


def read_job_class(value: object) -> int:
    """Give a *kelas jabatan* 1–17.

    Raises:
        Refused: not a whole number of that range.
    """
    text = re.sub(r"^kelas\b[ .:]*", "", str(value).strip(), flags=re.IGNORECASE)
    text = re.sub(r"\.0$", "", text)
    if re.fullmatch(r"[0-9]{1,3}", text) and int(text) in JOB_CLASSES:
        return int(text)
    raise Refused(
        f"Kelas jabatan ‘{text}’ di luar 1–17.",
        "Isi kelas jabatan dengan angka 1 sampai 17.",
    )
