"""Looking the whole city over before a month is frozen: what is missing, and where to mend it.

Read side only. The month is judged and computed as a freeze would do it, nothing is kept; who is
entitled is ``domain.entitlement``, what a rule set accepts ``domain.rules``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polima_desktop.domain.access import Permission
from polima_desktop.domain.calendar import Calendar
from polima_desktop.domain.frozen import FrozenMonth, values_of
from polima_desktop.domain.incentive import NO_CLASS, compute
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules.supplied import SUPPLIED
from polima_desktop.formatting import number
from polima_desktop.services.months import reading, slip_writing
from polima_desktop.services.papers.signatories import signers
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import calendar
from polima_desktop.storage.months import inputs, listing, months
from polima_desktop.storage.rules import versions as rule_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

STOPS, LOOK = "bad", "warn"
NO_GOLONGAN = tuple(f"{SUPPLIED[name].label} kosong" for name in ("golongan", "kelompok_golongan"))
_FILTERS = {NO_CLASS: "no_class", **dict.fromkeys(NO_GOLONGAN, "no_golongan")}
"""Reasons of held slips that Pegawai has a filter for."""


class Member(NamedTuple):
    """Who or what a finding is about: a person, or a unit (then ``person_id`` is None)."""

    person_id: int | None
    nip: str
    name: str
    unit: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Finding:
    """One kind of thing missing. ``severity``: ``bad`` keeps slips from being paid, or ``warn``.

    ``count`` of what is said in ``title``; ``page`` and ``what`` open the place that mends it.
    """

    key: str
    severity: str
    count: int
    title: str
    advice: str
    page: str
    what: Mapping[str, object]
    members: Sequence[Member] = ()


@dataclass(frozen=True)
class Preflight:
    """What was found, the worst first; ``entitled`` of ``people`` would have a slip or be held."""

    month: Month
    people: int
    entitled: int
    findings: Sequence[Finding]

    @property
    def stops(self) -> bool:
        """Tell whether something keeps slips from being paid."""
        return any(one.severity == STOPS for one in self.findings)


def check(session: Session, month: Month, progress: Progress) -> Preflight:
    """Look a month over as it would be frozen now."""
    with session.reading(Permission.READ_SLIPS) as connection:
        frozen = reading.read_month(connection, month, progress)
        look = _Look(connection, month, frozen, calendar.load_calendar(connection))
        found = [*look.rules(), *look.records(), *look.slips(), *look.rosters()]
        found += [*look.claims(), *look.holidays(), *look.heads()]
    ordered = sorted(found, key=lambda one: (one.severity != STOPS, -one.count))
    return Preflight(month, frozen.people, int(frozen.entitled.sum()), ordered)


class _Look:
    """One looking over; each method gives the findings of one kind."""

    def __init__(
        self, connection: Connection, month: Month, frozen: FrozenMonth, days: Calendar
    ) -> None:
        self.connection, self.month, self.frozen, self.days = connection, month, frozen, days
        columns = [values_of(frozen.paper[name]) for name in ("nip", "name", "unit")]
        self.members = [
            Member(person, str(nip), str(name), str(unit or ""))
            for person, nip, name, unit in zip(frozen.person_id.tolist(), *columns, strict=True)
        ]
        self.version = rule_store.in_force(connection, month)

    def rules(self) -> Iterator[Finding]:
        """A month without published rules can be frozen, but nothing can be computed."""
        if self.version is None:
            title = f"Belum ada aturan terbit untuk {month_name(self.month)}"
            yield Finding("rules", STOPS, 1, title, "Terbitkan aturan", "bobot", {})

    def records(self) -> Iterator[Finding]:
        """Nothing at all came in, or nothing of a unit whose people are to work."""
        if not months.has_records(self.connection, self.month):
            title = f"Kehadiran dan aktivitas {month_name(self.month)} belum ada"
            yield Finding("records", STOPS, 1, title, "Impor kehadiran", "kehadiran", {})
            return
        idle = self._units_without_clockings()
        if idle:
            people = sum(len(members) for members in idle.values())
            yield Finding(
                "unit_records",
                LOOK,
                len(idle),
                f"{number(len(idle))} unit tanpa catatan kehadiran",
                f"{number(people)} pegawai akan dihitung alpa. Impor kehadiran unit itu",
                "kehadiran",
                {},
                [Member(None, "", unit, f"{number(len(m))} pegawai") for unit, m in idle.items()],
            )

    def _units_without_clockings(self) -> dict[str, list[Member]]:
        wanted = self.frozen.entitled & self.frozen.days.due.any(axis=1)
        clocked = (self.frozen.days.source != 0).any(axis=1)
        crews: dict[str, list[Member]] = defaultdict(list)
        met = {self.members[row].unit for row in np.flatnonzero(clocked).tolist()}
        for row in np.flatnonzero(wanted).tolist():
            member = self.members[row]
            if member.unit not in met:
                crews[member.unit].append(member)
        return dict(sorted(crews.items()))

    def slips(self) -> Iterator[Finding]:
        """Slips that could not be computed: no class, a value out of range, an unknown activity."""
        if self.version is None:
            return
        program = slip_writing.rules_by_id(self.connection, self.version.id).program
        reasons: dict[str, list[Member]] = defaultdict(list)
        for row, reason in compute(self.frozen, program).held.items():
            reasons[reason].append(self.members[row])
        for reason, members in reasons.items():
            yield self._held(reason, members)

    @staticmethod
    def _held(reason: str, members: Sequence[Member]) -> Finding:
        title, page = f"{reason}: {number(len(members))} slip akan tertahan", "pegawai"
        what: dict[str, object] = {"person": members[0].person_id}
        advice = "Betulkan data pegawainya"
        if reason in _FILTERS:
            what = {"problem": _FILTERS[reason]}
        elif reason.startswith("Aktivitas "):
            page, what, advice = "bobot", {}, "Periksa aktivitas itu di katalog"
        return Finding(f"held:{reason}", STOPS, len(members), title, advice, page, what, members)

    def rosters(self) -> Iterator[Finding]:
        """Shift workers of whom no shift of the month is known."""
        rostered = inputs.rostered(self.connection, self.month)
        patterns = [str(code or "") for code in values_of(self.frozen.paper["pattern"])]
        by_shift = {
            code
            for code in set(patterns)
            if code and self.days.pattern(code).shifts(self.month.last)
        }
        members = [
            member
            for row, member in enumerate(self.members)
            if self.frozen.entitled[row]
            and patterns[row] in by_shift
            and member.person_id not in rostered
        ]
        if members:
            title = f"{number(len(members))} pekerja giliran tanpa jadwal"
            advice = "Dinilai menurut giliran terdekat. Impor jadwal giliran"
            what = {"kind": "rosters"}
            yield Finding("rosters", LOOK, len(members), title, advice, "kehadiran", what, members)

    def claims(self) -> Iterator[Finding]:
        """Claims that nobody decided yet count electronically."""
        waiting = listing.undecided_by_unit(self.connection, self.month)
        count = sum(claims for _, claims in waiting)
        if count:
            title = f"{number(count)} klaim belum diputus"
            advice = "Catatan elektronik yang dihitung. Putuskan klaimnya"
            members = [Member(None, "", unit, f"{number(n)} klaim") for unit, n in waiting]
            yield Finding("claims", LOOK, count, title, advice, "backup", {}, members)

    def holidays(self) -> Iterator[Finding]:
        """Without the year's holidays every day of the pattern is due."""
        year = self.month.year
        if not self.days.knows_holidays(year):
            title, advice = f"Hari libur {year} belum diisi", "Isi kalender kerja"
            yield Finding("holidays", LOOK, 1, title, advice, "atur", {"holidays": year})

    def heads(self) -> Iterator[Finding]:
        """Offices whose papers would have nobody's name under them."""
        known = signers(self.connection, self.month.last)
        units = {
            unit
            for unit, due in zip(
                values_of(self.frozen.paper["unit_id"]), self.frozen.entitled.tolist(), strict=True
            )
            if due and isinstance(unit, int)
        }
        offices = {known.line_of(unit)[-1] for unit in units if known.line_of(unit)}
        nobody = sorted((known.name(key), key) for key in offices if not known.head(key).name)
        if nobody:
            title = f"{number(len(nobody))} kantor tanpa kepala yang menandatangani"
            members = [Member(None, "", name, "", key) for name, key in nobody]
            what = {"unit": nobody[0][1]}
            advice = "Isi penanda tangannya di Cetak"
            yield Finding("heads", LOOK, len(nobody), title, advice, "cetak", what, members)
