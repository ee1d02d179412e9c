"""Whether somebody is due TPP in a month at all, and in which post: one state a person, one reason.

Also the day that decides a transfer, and how long a leave may be. What the entitled get is the
rule set's business (``incentive``); that a slip cannot be computed is not a state of the
person but a held slip. Sources: DOMAIN §4; *Wonogiri* is the regency whose published TPP rules
serve as the example until the city's own decree is entered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

IDLE = GONE | _BY_STANDING.keys()
"""Standings in which nobody works, or is paid for working."""


def deciding_day(month: Month) -> date:
    """Give the day whose post counts for the whole month (Wonogiri's transfer rule)."""
    return month.first.replace(day=TRANSFER_DAY)


def in_force(row: Dated, day: date) -> bool:
    """Tell whether a dated row holds on ``day``."""
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


def counting_post(
    rows: Sequence[AnyDated], month: Month, works: Callable[[AnyDated], bool] = lambda _row: True
) -> AnyDated:
    """Choose the post whose TPP counts this month, from those that overlap it (not empty).

    The post in force on the deciding day; for somebody appointed later, the one on the
    month's last day; for somebody who left before, the last one they had. Whoever did not work
    on the deciding day (``works``) and does on the last came back, and counts as if appointed.
    """
    if len(rows) == 1:  # as nearly everybody has
        return rows[0]
    decided, last = (_in_force(rows, day) for day in (deciding_day(month), month.last))
    if decided is not None and last is not None and works(last) and not works(decided):
        return last
    return decided or last or max(rows, key=lambda row: row.valid_from)


def _in_force(rows: Sequence[AnyDated], day: date) -> AnyDated | None:
    return next((row for row in rows if in_force(row, day)), None)


def joined(spells: Sequence[Spell]) -> list[Spell]:
    """Join spells of one kind that adjoin or overlap: together they are one absence.

    >>> one = Spell(Absence.CUTI_SAKIT, date(2021, 1, 4), date(2021, 1, 20))
    >>> two = Spell(Absence.CUTI_SAKIT, date(2021, 1, 20), date(2021, 2, 8))
    >>> [(str(s.valid_from), str(s.valid_to)) for s in joined([two, one])]
    [('2021-01-04', '2021-02-08')]
    """
    found: list[Spell] = []
    for spell in sorted(spells, key=lambda one: (one.kind, one.valid_from)):
        before = found[-1] if found else None
        if before is None or before.kind is not spell.kind or not _touch(before, spell):
            found.append(spell)
        else:
            found[-1] = before._replace(valid_to=_later(before.valid_to, spell.valid_to))
    return found


def _touch(before: Spell, after: Spell) -> bool:
    return before.valid_to is None or after.valid_from <= before.valid_to


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


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
    for the months whose deciding day it covers, as a transfer does; adjoining and overlapping
    spells of one kind count as one.
    """
    if post.standing in GONE:
        return Exclusion.GONE
    if post.status == "NON_ASN":
        return Exclusion.NON_ASN
    if post.standing in _BY_STANDING:
        return _BY_STANDING[post.standing]
    covering = [spell for spell in joined(spells) if spell.covers(deciding_day(month))]
    if any(spell.kind is Absence.TUGAS_BELAJAR for spell in covering):
        return Exclusion.STUDY_LEAVE
    if any(_stops_tpp(spell) for spell in covering):
        return Exclusion.LONG_LEAVE
    if post.family == "guru" and post.certified:
        return Exclusion.CERTIFIED_TEACHER
    return None


def _stops_tpp(spell: Spell) -> bool:
    return spell.kind in LONG_LEAVES and a_month_or_longer(spell)
