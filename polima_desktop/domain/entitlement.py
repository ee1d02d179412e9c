"""Whether somebody is due TPP in a month at all, and in which post: one state a person, one reason.

Also the day that decides a transfer, and how long a leave may be. What the entitled get is the
rule set's business (``incentive``); that a slip cannot be computed is not a state of the
person but a held slip. Sources: DOMAIN §4; *Wonogiri* is the regency whose published TPP rules
serve as the example until the city's own decree is entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from polima_desktop.domain.attendance import Absence, Spell
from polima_desktop.domain.people import GONE
from polima_desktop.domain.periods import Month

TRANSFER_DAY = 10
"""Duty from day 1–10 → the new post's TPP that month, later → next month (Wonogiri)."""

LONG_LEAVES = frozenset(
    {
        Absence.CUTI_SAKIT,
        Absence.CUTI_MELAHIRKAN,
        Absence.CUTI_BESAR,
        Absence.CUTI_ALASAN_PENTING,
        Absence.CUTI_TAHUNAN,
    }
)


class Exclusion(StrEnum):
    """Why somebody on the list is not due TPP; the order is the order of precedence."""

    GONE = "gone"
    NON_ASN = "non_asn"
    SUSPENDED = "suspended"
    UNPAID_LEAVE = "unpaid_leave"
    PRE_RETIREMENT = "pre_retirement"
    STUDY_LEAVE = "study_leave"
    LONG_LEAVE = "long_leave"
    CERTIFIED_TEACHER = "certified_teacher"

    @property
    def label(self) -> str:
        """The words on screen and in lists."""
        return _LABELS[self]


_LABELS = {
    Exclusion.GONE: "Tidak bekerja lagi",
    Exclusion.NON_ASN: "Bukan ASN",
    Exclusion.SUSPENDED: "Diberhentikan sementara",
    Exclusion.UNPAID_LEAVE: "Cuti di luar tanggungan negara",
    Exclusion.PRE_RETIREMENT: "Masa persiapan pensiun",
    Exclusion.STUDY_LEAVE: "Tugas belajar",
    Exclusion.LONG_LEAVE: "Cuti satu bulan atau lebih",
    Exclusion.CERTIFIED_TEACHER: "Guru bersertifikasi",
}

_BY_STANDING = {
    "berhenti_sementara": Exclusion.SUSPENDED,
    "cltn": Exclusion.UNPAID_LEAVE,
    "mpp": Exclusion.PRE_RETIREMENT,
    "tugas_belajar": Exclusion.STUDY_LEAVE,
}


class Post(NamedTuple):
    """What entitlement needs of an assignment."""

    status: str | None
    standing: str
    family: str | None
    certified: bool | None


class Dated(Protocol):
    """A row true from ``valid_from`` to before ``valid_to`` (None: open)."""

    @property
    def valid_from(self) -> date: ...  # noqa: D102 - said above
    @property
    def valid_to(self) -> date | None: ...  # noqa: D102


AnyDated = TypeVar("AnyDated", bound=Dated)


def deciding_day(month: Month) -> date:
    """Give the day whose post counts for the whole month (Wonogiri's transfer rule)."""
    return month.first.replace(day=TRANSFER_DAY)


def in_force(row: Dated, day: date) -> bool:
    """Tell whether a dated row holds on ``day``."""
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


def counting_post(rows: Sequence[AnyDated], month: Month) -> AnyDated:
    """Choose the post whose TPP counts this month, from those that overlap it (not empty).

    The post in force on the deciding day; for somebody appointed later, the one on the
    month's last day; for somebody who left before, the last one they had.
    """
    for day in (deciding_day(month), month.last):
        for row in rows:
            if in_force(row, day):
                return row
    return max(rows, key=lambda row: row.valid_from)


def a_month_or_longer(spell: Spell) -> bool:
    """Tell whether a spell lasts at least one month by the calendar; an open one does.

    From 31 January one month is until the end of February.
    """
    if spell.valid_to is None:
        return True
    following = Month.of(spell.valid_from).next
    if spell.valid_from.day > following.last.day:
        return spell.valid_to > following.last
    return spell.valid_to >= following.first.replace(day=spell.valid_from.day)


def exclusion(post: Post, spells: Sequence[Spell], month: Month) -> Exclusion | None:
    """Give the reason somebody is not due TPP this month, None if they are entitled.

    TPP stops for leave of a month or longer, study leave, suspension and MPP (Wonogiri);
    certified teachers have the certification allowance instead (DOMAIN §2). A spell counts
    for the months whose deciding day it covers, as a transfer does.
    """
    if post.standing in GONE:
        return Exclusion.GONE
    if post.status == "NON_ASN":
        return Exclusion.NON_ASN
    if post.standing in _BY_STANDING:
        return _BY_STANDING[post.standing]
    covering = [spell for spell in spells if spell.covers(deciding_day(month))]
    if any(spell.kind is Absence.TUGAS_BELAJAR for spell in covering):
        return Exclusion.STUDY_LEAVE
    if any(_stops_tpp(spell) for spell in covering):
        return Exclusion.LONG_LEAVE
    if post.family == "guru" and post.certified:
        return Exclusion.CERTIFIED_TEACHER
    return None


def _stops_tpp(spell: Spell) -> bool:
    return spell.kind in LONG_LEAVES and a_month_or_longer(spell)
