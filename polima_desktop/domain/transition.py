"""Who may still hand in manual back-up, where and until when: DOMAIN §2 as dated data.

A person's group follows from the kind of unit they work in on that day; a blank spot from
where that unit stands. The verdict is about one person and one day and never looks at what
the claim says: comparing it with the electronic record is ``review``'s work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from polima_desktop.formatting import day as written


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


class Scope(StrEnum):
    """What a blank spot's place names."""

    VILLAGE = "kelurahan"
    DISTRICT = "kecamatan"
    UNIT = "unit"
    LOCALITY = "lokalitas"


class Workplace(NamedTuple):
    """Where somebody works on a day: what the policy needs of a unit."""

    name: str
    kind: str
    village: str | None = None


class Verdict(NamedTuple):
    """The policy's answer: ``reason`` in Indonesian, ``rule`` the dated rule that decided.

    ``activities`` tells whether manual activity reports are accepted too: a blank spot
    excuses only the clocking.
    """

    outcome: Outcome
    reason: str
    rule: str
    activities: bool = False


@dataclass(frozen=True)
class Group:
    """A row of the transition table; ``manual_until`` is the last day accepted.

    ``unit_kinds`` empty = everybody the other groups do not name.
    """

    code: str
    name: str
    unit_kinds: tuple[str, ...]
    electronic_from: date
    manual_until: date
    source: str = ""


@dataclass(frozen=True)
class BlankSpot:
    """A place without signal, from ``valid_from`` to before ``valid_to`` (``None``: open)."""

    place: str
    scope: Scope
    valid_from: date
    valid_to: date | None = None
    source: str = ""

    def in_force(self, day: date) -> bool:
        """Tell whether the place counts as blank on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def label(self) -> str:
        """The place in words: ``Kelurahan Kampeonaho``, ``Kantor Kecamatan Bungi``."""
        before = {Scope.VILLAGE: "Kelurahan ", Scope.DISTRICT: "Kecamatan "}
        return before.get(self.scope, "") + self.place


@dataclass(frozen=True)
class Policy:
    """The whole policy. ``districts`` gives the kecamatan of each kelurahan, both as written."""

    groups: tuple[Group, ...]
    everybody: Group
    blank_spots: tuple[BlankSpot, ...] = ()
    districts: Mapping[str, str] = field(default_factory=dict)

    def group(self, unit_kind: str) -> Group:
        """Give the group of people in units of this kind."""
        kind = _key(unit_kind)
        for group in self.groups:
            if kind in map(_key, group.unit_kinds):
                return group
        return self.everybody

    def duty_from(self, unit_kind: str) -> date:
        """Give the first day such people must clock in by the app: attendance counts from here."""
        return self.group(unit_kind).electronic_from

    def blank_spot(self, workplace: Workplace, day: date) -> BlankSpot | None:
        """Give the blank spot the workplace stands in on that day, if any."""
        spots = (spot for spot in self.blank_spots if spot.in_force(day))
        return next((spot for spot in spots if self._stands_in(workplace, spot)), None)

    @cached_property
    def _districts(self) -> dict[str, str]:
        return {_key(village): district for village, district in self.districts.items()}

    def _stands_in(self, workplace: Workplace, spot: BlankSpot) -> bool:
        place, village = _key(spot.place), _key(workplace.village or "")
        match spot.scope:
            case Scope.VILLAGE:
                return village == place
            case Scope.DISTRICT:
                return _key(self.district(workplace)) == place
            case Scope.UNIT:
                return _key(workplace.name) == place
            case Scope.LOCALITY:
                return village == place or _names(workplace.name, spot.place)

    def district(self, workplace: Workplace) -> str:
        """Give the kecamatan of a workplace: by its kelurahan, or its own name if it is one."""
        found = self._districts.get(_key(workplace.village or ""), "")
        if found or _key(workplace.kind) != "kecamatan":
            return found
        return workplace.name.removeprefix("Kantor ").removeprefix("Kecamatan ")

    def verdict(self, workplace: Workplace, day: date) -> Verdict:
        """Say whether manual back-up of somebody working there counts on ``day``, and why."""
        group = self.group(workplace.kind)
        if day < group.electronic_from:
            return _too_early(group)
        if day <= group.manual_until:
            return _in_time(group)
        spot = self.blank_spot(workplace, day)
        return _in_blank_spot(spot) if spot else _too_late(group)


def _too_early(group: Group) -> Verdict:
    reason = f"Aplikasi baru wajib sejak {written(group.electronic_from)} untuk {_who(group)}."
    return Verdict(Outcome.NOT_NEEDED, reason, f"{group.code}: sejak")


def _in_time(group: Group) -> Verdict:
    reason = f"Masa peralihan {_who(group)} sampai {written(group.manual_until)}."
    return Verdict(Outcome.ACCEPTED, reason, f"{group.code}: masa peralihan", activities=True)


def _in_blank_spot(spot: BlankSpot) -> Verdict:
    until = f" sampai {written(spot.valid_to - timedelta(1))}" if spot.valid_to else ""
    since = written(spot.valid_from)
    reason = f"{spot.label} tanpa sinyal sejak {since}{until}; hanya kehadiran yang diterima."
    return Verdict(Outcome.ACCEPTED, reason, f"tanpa sinyal: {spot.label}")


def _too_late(group: Group) -> Verdict:
    if group.manual_until < group.electronic_from:
        reason = f"Sejak {written(group.electronic_from)} semua pegawai wajib memakai aplikasi."
    else:
        reason = f"Absen manual {_who(group)} hanya sampai {written(group.manual_until)}."
    return Verdict(Outcome.REFUSED, reason, f"{group.code}: batas")


def _who(group: Group) -> str:
    return group.name[:1].lower() + group.name[1:]


def _key(text: str) -> str:
    """Compare place and unit names without case, hyphens and blanks: Lea-Lea = Lealea."""
    return text.casefold().replace("-", "").replace(" ", "")


def _names(unit: str, place: str) -> bool:
    """Tell whether a unit's name contains a place's name as whole words."""
    return f" {place.casefold()} " in f" {unit.casefold()} "
