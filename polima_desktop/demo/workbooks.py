"""Manual back-up: one workbook a unit and month, in the form of the app's template.

Most claims fill a gap; some repeat the electronic record, some contradict it, some come without
evidence, and some offices hand in after their time was over. The last are not marked here: the
policy of the store finds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from polima_desktop.demo.catalogue import Kind
from polima_desktop.demo.clocking import Clocked, Day, clock_text, group_of
from polima_desktop.demo.organisation import STORY_SCHOOL, Office
from polima_desktop.demo.people import Person
from polima_desktop.demo.pictures import draw_attendance
from polima_desktop.demo.tables import Cell, write_workbook
from polima_desktop.domain.calendar import Hours
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.formatting import day as written_day

ATTENDANCE = "NIP,NAMA,TANGGAL,MASUK,PULANG,ALASAN,BUKTI".split(",")
ACTIVITIES = "NIP,TANGGAL,KODE AKTIVITAS,URAIAN,VOLUME,MENIT".split(",")
_FILLING = (
    "HP rusak, absen di kantor",
    "Aplikasi gagal membuka lokasi",
    "Akun belum aktif di server",
    "Lupa menekan tombol pulang",
)
_NO_SIGNAL = ("Tidak ada sinyal di tempat kerja", "Jaringan hilang sejak pagi")
_DISPUTING = ("Jam di aplikasi tidak sesuai", "Sudah di kantor sejak pagi, aplikasi terlambat")
#: Share of staffed units of each group that hand in a workbook, in percent: January, February.
_HANDING_IN = {"structural": (13, 5), "teachers": (20, 50), "rsud": (100, 100)}
#: Share of the other claims that name no evidence.
_UNPROVED = 0.14
#: Of so many workbooks one names a sheet that is not there.
_ONE_UNSCANNED_IN = 5


class Habit(NamedTuple):
    """How much a unit claims a month: people at least and in percent, of at most; days each."""

    people: int
    percent: int
    most: int
    days: int


_FEW = Habit(people=6, percent=0, most=50, days=4)
_MANY = Habit(people=6, percent=55, most=75, days=7)
"""Who is still allowed to in February (schools and the hospital) does so for most of its staff:
the whole city hands in more than 3,000 claims."""


def habit_of(office: Office, month: Month) -> Habit:
    """Give how much a unit claims in a month."""
    late = month.month == 2 and office.kind in ("TK", "SD", "SMP", "RSUD")
    return _MANY if late else _FEW


@dataclass(frozen=True)
class Claim:
    """One claim of attendance: what is said of a day, why, and the evidence named for it."""

    person: Person
    day: date
    came: str
    left: str
    reason: str
    evidence: str

    def row(self) -> list[Cell]:
        """Give the cells of the sheet Kehadiran."""
        return [
            self.person.nip,
            self.person.written_name,
            self.day,
            self.came,
            self.left,
            self.reason,
            self.evidence,
        ]


@dataclass(frozen=True)
class Work:
    """One activity claimed for a day without an electronic report; ``cells`` follow the NIP."""

    person: Person
    day: date
    cells: tuple[Cell, ...]


def units_handing_in(offices: list[Office], people: list[Person], month: Month) -> list[Office]:
    """Give the units with a workbook: blank spots, the story's school, a share of the rest."""
    groups: dict[str, list[Office]] = defaultdict(list)
    by_office = {person.office.code: group_of(person) for person in people}
    for office in offices:
        if office.size and not _always(office, month):
            groups[by_office[office.code]].append(office)
    chosen = [office for office in offices if office.size and _always(office, month)]
    for group, members in groups.items():
        share = _HANDING_IN[group][month.month - 1]
        count = max(1, len(members) * share // 100)
        step = max(1, len(members) // count)
        chosen += members[month.month % step :: step][:count]
    return sorted(chosen, key=lambda office: office.code)


def _always(office: Office, month: Month) -> bool:
    return office.blank_spot or (office.name == STORY_SCHOOL and month.month == 2)


class Manual:
    """Writes the workbooks of one month; only the days of who hands in are kept for them."""

    def __init__(
        self,
        people: Sequence[Person],
        offices: Sequence[Office],
        heroine: int,
        kinds: Sequence[Kind],
        random: Random,
    ) -> None:
        self.people, self.heroine, self.random = people, heroine, random
        self.offices, self.kinds = offices, kinds
        self.claims = self.written = 0
        self.pictures: list[Path] = []
        self.days: dict[int, list[Day]] = defaultdict(list)
        self.members: dict[str, list[int]] = {office.code: [] for office in offices}
        for place, person in enumerate(people):
            if person.office.code in self.members:
                self.members[person.office.code].append(place)

    def note(self, days: Sequence[Day]) -> None:
        """Take in working days, in order; those of other units are not kept."""
        for day in days:
            if self.people[day.place].office.code in self.members:
                self.days[day.place].append(day)

    def write(self, folder: Path, office: Office, month: Month) -> Path:
        """Write one unit's workbook and, mostly, the sheet it names; give the workbook's path."""
        path = folder / f"{month}_{office.code}.xlsx"
        claims = self._claims(office, habit_of(office, month))
        work = [item for claim in claims for item in self._work(claim)]
        self.claims += len(claims)
        members = [self.people[place] for place in self.members[office.code]]
        _write_sheets(path, office, month, claims, work, _signers(members))
        self.written += 1
        if self.written % _ONE_UNSCANNED_IN != 3 or office.name == STORY_SCHOOL:
            self._scan(path.with_suffix(""), office, month, claims, members[0])
        return path

    def _scan(
        self, folder: Path, office: Office, month: Month, claims: list[Claim], head: Person
    ) -> None:
        """Write the attendance sheet of the claims that name one."""
        folder.mkdir(exist_ok=True)
        rows = [
            (claim.person.name, f"{claim.day:%d-%m-%y}", claim.came, claim.left)
            for claim in claims
            if claim.evidence
        ]
        heading = ("DAFTAR HADIR MANUAL", office.name, month_name(month))
        path = folder / _sheet_name(month.first)
        draw_attendance(path, heading, rows, head.name)
        self.pictures.append(path)

    def _claims(self, office: Office, habit: Habit) -> list[Claim]:
        """Claims of those with the fewest records, of two with the most, and the heroine's.

        Not of the head, who signs the workbook.
        """
        head, *others = self.members[office.code]
        mine = [place for place in others or [head] if self.days[place]]
        ranked = sorted(mine, key=lambda place: (_recorded_share(self.days[place]), place))
        wanted = max(habit.people, len(mine) * habit.percent // 100)
        few = max(1, min(wanted, len(mine) * habit.most // 100) - 2)
        claims: list[Claim] = []
        for place in dict.fromkeys([*ranked[:few], *ranked[-2:]]):
            if place != self.heroine:
                picked = _days_claimed(self.days[place], habit.days, self.random)
                claims += [_claim(self.people[place], day, self.random) for day in picked]
        if self.heroine in mine:
            claims += self._story_claims(self.days[self.heroine])
        return sorted(claims, key=lambda claim: (claim.person.nip, claim.day))

    def _story_claims(self, days: list[Day]) -> list[Claim]:
        """The heroine's gap, and one day on which claim and record agree."""
        gap = next(number for number, day in enumerate(days) if day.recorded is None)
        person = self.people[self.heroine]
        evidence = _sheet_name(days[gap].day)
        return [
            _written(person, day, day.worked, _FILLING[0], evidence)
            for day in (days[gap], days[gap - 1])
        ]

    def _work(self, claim: Claim) -> list[Work]:
        """What somebody without an account did that day; others report in the app."""
        if claim.person.registered:
            return []
        plain = [
            kind
            for kind in self.kinds
            if kind.family in ("umum", claim.person.family) and not kind.variables
        ]
        chosen = self.random.sample(plain, min(3, len(plain)))
        return [Work(claim.person, claim.day, self._cells(kind)) for kind in chosen]

    def _cells(self, kind: Kind) -> tuple[Cell, ...]:
        volume = max(1, round(100 / kind.weight))
        minutes = min(240, max(5, volume * kind.norm_minutes))
        return kind.code, f"{kind.name}, laporan manual", volume, minutes


def _sheet_name(day: date) -> str:
    return f"daftar-hadir-{day:%Y-%m}.png"


def _recorded_share(days: list[Day]) -> int:
    return 1000 * sum(day.recorded is not None for day in days) // len(days)


def _days_claimed(days: list[Day], count: int, random: Random) -> list[Day]:
    """Prefer days with a gap or with something to dispute, and add some that agree."""
    telling = [day for day in days if day.recorded != day.worked or _late(day.hours, day.worked)]
    plain = [day for day in days if day not in telling]
    picked = random.sample(telling, min(len(telling), count - 1))
    return picked + random.sample(plain, min(len(plain), count - len(picked)))


def _late(hours: Hours, worked: Clocked) -> bool:
    came, left = worked.came or hours.start, worked.left or hours.end
    return came > hours.start + 300 or left < hours.end - 300


def _claim(person: Person, day: Day, random: Random) -> Claim:
    """Dispute a record that is to the person's disadvantage, with evidence; else fill or repeat."""
    evidence = _sheet_name(day.day)
    if day.recorded == day.worked and _late(day.hours, day.worked):
        return _written(person, day, Clocked(*day.hours), random.choice(_DISPUTING), evidence)
    reasons = _NO_SIGNAL if person.office.blank_spot else _FILLING
    named = "" if random.random() < _UNPROVED else evidence
    return _written(person, day, day.worked, random.choice(reasons), named)


def _written(person: Person, day: Day, clocked: Clocked, reason: str, evidence: str) -> Claim:
    came, left = (clock_text(seconds)[:5].replace(":", ".") for seconds in clocked)
    return Claim(person, day.day, came, left, reason, evidence)


def _write_sheets(
    path: Path,
    office: Office,
    month: Month,
    claims: list[Claim],
    work: list[Work],
    signers: tuple[str, str],
) -> None:
    """Write the three sheets of one unit's workbook; ``signers``: who typed it, the superior.

    Evidence named on the sheet Petugas stands for every row, so it is left out where one has none.
    """
    typist, superior = signers
    evidence = sorted({claim.evidence for claim in claims})
    typed = date(month.next.year, month.next.month, 2 + len(claims) % 4)
    labels: list[Sequence[Cell]] = [
        ("UNIT", office.name),
        ("BULAN", str(month)),
        ("PETUGAS", typist),
        ("DIKETIK PADA", f"{written_day(typed)} {8 + len(work) % 5:02d}.{len(claims) % 60:02d}"),
        ("ATASAN", superior),
        ("BUKTI", "" if "" in evidence else "; ".join(evidence)),
    ]
    sheets: dict[str, list[Sequence[Cell]]] = {
        "Kehadiran": [ATTENDANCE, *(claim.row() for claim in claims)],
        "Aktivitas": [
            ACTIVITIES,
            *([item.person.nip, item.day, *item.cells] for item in work),
        ],
        "Petugas": labels,
    }
    write_workbook(path, sheets)


def _signers(members: Sequence[Person]) -> tuple[str, str]:
    """Give who typed the workbook (the last clerk of the unit) and the head who signs it."""
    clerks = [person for person in members if person.family == "tata_usaha"] or members
    return clerks[-1].written_name, members[0].written_name
