"""What a list says of one person, as it was read; a blank field is None. Nothing is judged here."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from polima_desktop.domain.identity import Sex

Side = Literal["left", "right"]
State = Literal["linked", "duplicate", "retired", "died", "moved", "non_asn", "new", "open"]
Certainty = Literal["sure", "likely", "check"]

#: State → its words, in the order in which the bridge walks through them.
STATE_LABELS: dict[State, str] = {
    "linked": "Ada di keduanya",
    "duplicate": "Baris ganda",
    "retired": "Pensiun",
    "died": "Meninggal dunia",
    "moved": "Pindah atau berhenti",
    "non_asn": "Bukan ASN",
    "new": "CPNS dan PPPK baru",
    "open": "Belum dijelaskan",
}
CERTAINTY_LABELS: dict[Certainty, str] = {
    "sure": "Pasti",
    "likely": "Sangat mungkin",
    "check": "Perlu diperiksa",
}
#: DOMAIN §6: why two lists differ, where a pair was found nevertheless.
CASE_LABELS = {
    "P3": "NIP salah ketik",
    "X1": "Nama berbeda",
    "X2": "Unit berbeda",
    "X3": "Lahir atau kelamin berbeda dengan NIP",
    "X4": "NIP rusak karena Excel",
}


class Row(NamedTuple):
    """One row of a list; ``nip``, ``name``, ``unit`` as written, ``row`` as a spreadsheet counts.

    ``unit_code``: the unit the store knows under that name, where there is a store to ask.
    ``latest``: the latest date the row states, by which the list's own day is known.
    """

    row: int
    nip: str | None = None
    name: str | None = None
    unit: str | None = None
    birth: date | None = None
    sex: Sex | None = None
    status: str | None = None
    appointed: date | None = None
    golongan: str | None = None
    standing: str | None = None
    position: str | None = None
    unit_code: str | None = None
    latest: date | None = None
    nik: str | None = None
    sheet: str = ""


class Departure(NamedTuple):
    """A decree that explains a row: what happened to whom, since when, by which paper."""

    nip: str
    name: str | None
    state: State
    since: date | None
    number: str | None
    words: str
