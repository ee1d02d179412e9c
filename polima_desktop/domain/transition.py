"""Who may still hand in manual back-up, where and until when: DOMAIN §2 as dated data.

A person's group follows from the kind of unit they work in on that day, and where the group says
so from their job family. A permit accepts more: a blank spot by its place, or an extension for
some units, by decree. The verdict is about one person and one day and never looks at what the
claim says: comparing it with the electronic record is ``review``'s work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.precedence import Precedence, in_force
from polima_desktop.formatting import day as written
from polima_desktop.formatting import within

_DAY = timedelta(1)


class Outcome(StrEnum):
    """What becomes of manual back-up for a day."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Outcome.ACCEPTED: "Masih diterima",
            Outcome.REFUSED: "Tidak diterima",
            Outcome.NOT_NEEDED: "Belum perlu",
        }[self]


class Because(StrEnum):
    """Why a claim is not accepted."""

    WINDOW = "window"
    PLACE = "place"  # nobody's window is open any more, and the place has signal
    LATE = "late"  # its day is accepted, but it was handed in after the deadline


class Scope(StrEnum):
    """What a permit's place names."""

    VILLAGE = "kelurahan"
    DISTRICT = "kecamatan"
    UNIT = "unit"
    LOCALITY = "lokalitas"

    @property
    def label(self) -> str:
        """The words on screen."""
        return self.value.capitalize()


class Workplace(NamedTuple):
    """Where somebody works on a day, and as what: all the policy needs to know of them.

    ``family``: the job family; empty = not looked at.
    """

    name: str
    kind: str
    village: str | None = None
    family: str = ""


class Verdict(NamedTuple):
    """The policy's answer: ``reason`` in Indonesian, ``rule`` the dated rule that decided.

    ``activities`` tells whether manual activity reports are accepted too: a blank spot
    excuses only the clocking.
    """

    outcome: Outcome
    reason: str
    rule: str
    activities: bool = False
    because: Because = Because.WINDOW


@dataclass(frozen=True)
class Group:
    """A row of the transition table; ``manual_until`` is the last day accepted.

    ``unit_kinds`` empty = everybody the other groups do not name; ``families`` empty = all of
    those units. ``hand_in_days``: so many days after the month's end a claim may still be handed
    in; None: no deadline.
    """

    code: str
    name: str
    unit_kinds: tuple[str, ...]
    electronic_from: date
    manual_until: date
    source: str = ""
    families: tuple[str, ...] = ()
    hand_in_days: int | None = None

    def names(self, unit_kind: str, family: str) -> bool:
        """Tell whether people of such a unit and job family belong to the group."""
        return _within(unit_kind, self.unit_kinds) and _of_family(family, self.families)

    @property
    def who(self) -> str:
        """The group within a sentence."""
        return within(self.name)


@dataclass(frozen=True)
class Permit:
    """Manual back-up accepted from ``valid_from`` to before ``valid_to`` (``None``: open).

    Empty fields narrow nothing, but at least one narrows. With a ``place`` it is a blank spot;
    ``activities``: whether activity reports are accepted beside the clocking.
    """

    name: str
    valid_from: date
    valid_to: date | None = None
    source: str = ""
    place: str = ""
    scope: Scope | None = None
    unit_kinds: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    activities: bool = False
    hand_in_days: int | None = None

    def in_force(self, day: date) -> bool:
        """Tell whether the permit holds for ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def label(self) -> str:
        """The place in words: ``Kelurahan Kampeonaho``; or the permit's own name."""
        if not self.place:
            return self.name
        before = {Scope.VILLAGE: "Kelurahan ", Scope.DISTRICT: "Kecamatan "}
        return before.get(self.scope or Scope.UNIT, "") + self.place


@dataclass(frozen=True)
class Policy:
    """The whole policy. ``districts`` gives the kecamatan of each kelurahan, both as written."""

    groups: tuple[Group, ...]
    everybody: Group
    permits: tuple[Permit, ...] = ()
    districts: Mapping[str, str] = field(default_factory=dict)
    precedence: tuple[Precedence, ...] = ()

    def source_on(self, day: date) -> Precedence:
        """Give the rule that says which source goes first in the month of a day."""
        return in_force(self.precedence, day.replace(day=1))

    def group(self, unit_kind: str, family: str = "") -> Group:
        """Give the group of people in units of this kind, of this job family if one is given."""
        return next((g for g in self.groups if g.names(unit_kind, family)), self.everybody)

    def duty_from(self, unit_kind: str, family: str = "") -> date:
        """Give the first day such people must clock in by the app: attendance counts from here."""
        return self.group(unit_kind, family).electronic_from

    @property
    def last_day(self) -> date:
        """The last day of anybody's transition: from the next on only permits are left."""
        return max(each.manual_until for each in (*self.groups, self.everybody))

    @property
    def has_deadlines(self) -> bool:
        """Whether any rule asks when a claim was handed in."""
        groups = any(each.hand_in_days is not None for each in (*self.groups, self.everybody))
        return groups or any(each.hand_in_days is not None for each in self.permits)

    def permits_for(self, workplace: Workplace, day: date) -> list[Permit]:
        """Give what accepts manual back-up there on that day, the widest first."""
        found = [each for each in self.permits if each.in_force(day)]
        mine = [each for each in found if self._concerns(each, workplace)]
        return sorted(mine, key=lambda each: not each.activities)

    def blank_spot(self, workplace: Workplace, day: date) -> Permit | None:
        """Give the blank spot the workplace stands in on that day, if any."""
        return next((each for each in self.permits_for(workplace, day) if each.place), None)

    def _concerns(self, permit: Permit, workplace: Workplace) -> bool:
        if permit.unit_kinds and not _within(workplace.kind, permit.unit_kinds):
            return False
        if not _of_family(workplace.family, permit.families):
            return False
        return not permit.place or self._stands_in(workplace, permit)

    @cached_property
    def _districts(self) -> dict[str, str]:
        return {_key(village): district for village, district in self.districts.items()}

    def _stands_in(self, workplace: Workplace, permit: Permit) -> bool:
        place, village = _key(permit.place), _key(workplace.village or "")
        match permit.scope:
            case Scope.VILLAGE:
                return village == place
            case Scope.DISTRICT:
                return _key(self.district(workplace)) == place
            case Scope.LOCALITY:
                return village == place or _names(workplace.name, permit.place)
            case _:
                return _key(workplace.name) == place

    def district(self, workplace: Workplace) -> str:
        """Give the kecamatan of a workplace: by its kelurahan, or its own name if it is one."""
        found = self._districts.get(_key(workplace.village or ""), "")
        if found or _key(workplace.kind) != "kecamatan":
            return found
        return workplace.name.removeprefix("Kantor ").removeprefix("Kecamatan ")

    def verdict(self, workplace: Workplace, day: date, handed_in: date | None = None) -> Verdict:
        """Say whether manual back-up of somebody working there counts on ``day``, and why.

        ``handed_in``: when it was handed in; None = deadlines are not asked about.
        """
        group = self.group(workplace.kind, workplace.family)
        if day < group.electronic_from:
            return _too_early(group)
        late = None
        for verdict, deadline in self._accepting(group, workplace, day):
            if handed_in is None or deadline is None or handed_in <= deadline:
                return verdict
            late = late or _too_late_handed_in(verdict, day, deadline, handed_in)
        if late is not None:
            return late
        return _over(group) if day <= self.last_day else _no_blank_spot(group, workplace)

    def _accepting(
        self, group: Group, workplace: Workplace, day: date
    ) -> Iterator[tuple[Verdict, date | None]]:
        """Give each rule that accepts the day, with the last day to hand the claim in."""
        if day <= group.manual_until:
            yield _in_time(group), _deadline(day, group.hand_in_days)
        for permit in self.permits_for(workplace, day):
            yield _permitted(permit), _deadline(day, permit.hand_in_days)


def _deadline(day: date, days: int | None) -> date | None:
    return None if days is None else Month.of(day).last + timedelta(days)


def _too_early(group: Group) -> Verdict:
    reason = f"Aplikasi baru wajib sejak {written(group.electronic_from)} untuk {group.who}."
    return Verdict(Outcome.NOT_NEEDED, reason, f"{group.code}: sejak")


def _in_time(group: Group) -> Verdict:
    reason = f"Masa peralihan {group.who} sampai {written(group.manual_until)}."
    return Verdict(Outcome.ACCEPTED, reason, f"{group.code}: masa peralihan", activities=True)


def _permitted(permit: Permit) -> Verdict:
    until = f" sampai {written(permit.valid_to - _DAY)}" if permit.valid_to else ""
    since = written(permit.valid_from)
    what = (
        "kehadiran dan kegiatan diterima"
        if permit.activities
        else ("hanya kehadiran yang diterima")
    )
    if permit.place:
        reason = f"{permit.label} tanpa sinyal sejak {since}{until}; {what}."
        rule = f"tanpa sinyal: {permit.label}"
    else:
        reason = f"{permit.name} berlaku sejak {since}{until}; {what}."
        rule = f"izin: {permit.name}"
    return Verdict(Outcome.ACCEPTED, reason, rule, permit.activities)


def _too_late_handed_in(rule: Verdict, day: date, deadline: date, handed_in: date) -> Verdict:
    reason = (
        f"Diserahkan {written(handed_in)}; batas untuk {month_name(Month.of(day))} "
        f"{written(deadline)}."
    )
    return Verdict(Outcome.REFUSED, reason, f"{rule.rule}, terlambat", because=Because.LATE)


def _over(group: Group) -> Verdict:
    if group.manual_until < group.electronic_from:
        reason = f"Sejak {written(group.electronic_from)} semua pegawai wajib memakai aplikasi."
    else:
        reason = f"Absen manual {group.who} hanya sampai {written(group.manual_until)}."
    return Verdict(Outcome.REFUSED, reason, f"{group.code}: batas")


def _no_blank_spot(group: Group, workplace: Workplace) -> Verdict:
    """Everybody's time is over: only a place without signal is left, and this is none."""
    words = f"{workplace.name} tidak tercatat sebagai tempat tanpa sinyal."
    over = _over(group)
    return over._replace(reason=f"{over.reason} {words}", because=Because.PLACE)


def _within(unit_kind: str, kinds: tuple[str, ...]) -> bool:
    return _key(unit_kind) in map(_key, kinds)


def _of_family(family: str, families: tuple[str, ...]) -> bool:
    return not families or not family or family in families


def _key(text: str) -> str:
    """Compare place and unit names without case, hyphens and blanks: Lea-Lea = Lealea."""
    return text.casefold().replace("-", "").replace(" ", "")


def _names(unit: str, place: str) -> bool:
    """Tell whether a unit's name contains a place's name as whole words."""
    return f" {place.casefold()} " in f" {unit.casefold()} "
