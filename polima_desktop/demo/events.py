"""Decrees of January and February 2021: leave, duty travel, transfers, discipline, departures.

Each person has at most one spell a month, so that nothing overlaps. What the events do to TPP is
the rule set's business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from polima_desktop.demo.organisation import Office
from polima_desktop.demo.people import Person
from polima_desktop.demo.staff import in_proportion, retires_soon
from polima_desktop.demo.tables import write_csv

HEADER = (
    "NIP,NAMA,JENIS,MULAI,SELESAI,NOMOR SK,TANGGAL SK,KETERANGAN,JENIS JABATAN,JABATAN,RUMPUN,"
    "ESELON,KELAS JABATAN,UNIT KERJA,NIP ATASAN"
).split(",")
_POST_COLUMNS = HEADER[8:]

#: Spells a month among 4,039 people: kind, how many, shortest and longest in days.
MONTHLY = (
    ("dinas_luar", 170, 2, 4),
    ("cuti_tahunan", 110, 2, 6),
    ("cuti_sakit", 90, 1, 4),
    ("cuti_alasan_penting", 10, 2, 5),
    ("apel", 60, 1, 1),
)
_MONTHS = ((date(2021, 1, 4), date(2021, 1, 29)), (date(2021, 2, 1), date(2021, 2, 26)))
_NOTES = {
    "dinas_luar": ("Konsultasi ke Kendari", "Rapat koordinasi di Makassar", "Bimbingan teknis"),
    "cuti_tahunan": ("Cuti tahunan 2021",),
    "cuti_sakit": ("Surat keterangan dokter",),
    "cuti_alasan_penting": ("Orang tua sakit keras", "Mendampingi keluarga"),
    "apel": ("Tidak mengikuti apel Senin pagi",),
}


@dataclass(frozen=True)
class Event:
    """One decree about one person; ``last`` is the last day of a spell, None if open."""

    nip: str
    name: str
    kind: str
    first: date
    last: date | None
    number: str
    dated: date
    note: str = ""
    post: dict[str, str] = field(default_factory=dict)

    def row(self) -> list[str]:
        """Give the cells under ``HEADER``."""
        return [
            self.nip,
            self.name,
            self.kind,
            self.first.isoformat(),
            self.last.isoformat() if self.last else "",
            self.number,
            self.dated.isoformat(),
            self.note,
            *(self.post.get(column, "") for column in _POST_COLUMNS),
        ]


def write_events(path: Path, events: Iterable[Event]) -> None:
    """Write decrees in the form of the events import."""
    write_csv(path, HEADER, [event.row() for event in events])


def days_away(events: list[Event]) -> dict[str, set[date]]:
    """Give the days of January and February on which each NIP has no duty to clock in."""
    away: dict[str, set[date]] = defaultdict(set)
    for event in events:
        if event.kind in ("pensiun", "meninggal", "pindah"):
            away[event.nip] |= _days(event.first, _MONTHS[1][1] + timedelta(2))
        elif event.kind.startswith(("cuti", "dinas", "tugas")) and event.last:
            away[event.nip] |= _days(event.first, event.last)
    return away


def _days(first: date, last: date) -> set[date]:
    start, end = max(first, date(2021, 1, 1)), min(last, date(2021, 2, 28))
    return {start + timedelta(n) for n in range((end - start).days + 1)}


class Clerk:
    """Writes the decrees, taking care that nobody gets two in one month."""

    def __init__(self, people: list[Person], story: Person, random: Random) -> None:
        self.random = random
        self.size = len(people)
        self.free = [person for person in people if person is not story]
        random.shuffle(self.free)
        self.events: list[Event] = []

    def take(self, count: int, fits: Callable[[Person], bool]) -> list[Person]:
        """Take so many fitting people out of those still without a decree."""
        taken = [person for person in self.free if fits(person)][: in_proportion(count, self.size)]
        chosen = set(map(id, taken))
        self.free = [person for person in self.free if id(person) not in chosen]
        return taken

    def write(
        self, person: Person, kind: str, first: date, last: date | None, note: str = "", **post: str
    ) -> None:
        """Add one decree, dated some days before it begins."""
        number = f"{self.random.choice((800, 821, 850))}/{len(self.events) + 101}/BKPSDM/2021"
        dated = first - timedelta(self.random.randint(1, 9))
        columns = {column.replace("_", " "): value for column, value in post.items()}
        self.events.append(
            Event(person.nip, person.name, kind, first, last, number, dated, note, columns)
        )


def write_decrees(
    people: list[Person], story: Person, offices: list[Office], random: Random
) -> list[Event]:
    """Give all events of the demo's two months, the story's teacher left out."""
    clerk = Clerk(people, story, random)
    _departures(clerk)
    _long_spells(clerk)
    heads = {person.office.code: person for person in reversed(people)}
    _posts(clerk, [heads[o.code] for o in offices if o.size and o.crew == "kantor"])
    _discipline(clerk)
    for kind, count, shortest, longest in MONTHLY:
        for first, last in _MONTHS:
            _spells(clerk, kind, count, shortest, longest, first, last)
    return sorted(clerk.events, key=lambda event: (event.first, event.nip))


def _departures(clerk: Clerk) -> None:
    for person in clerk.take(clerk.size, retires_soon):
        clerk.write(person, "pensiun", date(2021, 2, 1), None, "Batas usia pensiun 58 tahun")
    for person in clerk.take(3, lambda p: p.birth.year < 1980 and p.family != "guru"):
        day = date(2021, clerk.random.choice((1, 2)), clerk.random.randint(12, 24))
        clerk.write(person, "meninggal", day, None, "Akta kematian")
    for person in clerk.take(2, lambda person: person.job_kind == "pelaksana"):
        clerk.write(person, "pindah", date(2021, 2, 1), None, "Pindah ke Pemerintah Provinsi")


def _long_spells(clerk: Clerk) -> None:
    for person in clerk.take(clerk.size, lambda person: person.standing == "Tugas belajar"):
        clerk.write(person, "tugas_belajar", date(2020, 9, 1), date(2022, 8, 31), "Magister")
    for person in clerk.take(12, _may_give_birth):
        first = date(2021, 1, clerk.random.randint(4, 22))
        clerk.write(person, "cuti_melahirkan", first, first + timedelta(89))
    for person in clerk.take(3, lambda person: person.status == "PNS" and not person.eselon):
        clerk.write(person, "cuti_besar", date(2021, 1, 11), date(2021, 3, 10), "Ibadah umrah")


def _may_give_birth(person: Person) -> bool:
    return person.sex == "P" and 1980 <= person.birth.year <= 1995 and person.status == "PNS"


def _posts(clerk: Clerk, heads: list[Person]) -> None:
    """Transfers between offices (before and after the 10th), and acting posts."""
    codes = {head.office.code for head in heads}
    for person in clerk.take(10, lambda p: p.job_kind == "pelaksana" and p.office.code in codes):
        head = clerk.random.choice([head for head in heads if head.office is not person.office])
        first = clerk.random.choice((date(2021, 1, 18), date(2021, 2, 2), date(2021, 2, 8)))
        clerk.write(
            person,
            "mutasi",
            first,
            None,
            f"Dari {person.office.name}",
            JABATAN=person.title,
            UNIT_KERJA=head.office.name,
            JENIS_JABATAN=person.job_kind,
            RUMPUN=person.family,
            KELAS_JABATAN=str(person.job_class or ""),
            NIP_ATASAN=head.nip,
        )
    for person in clerk.take(8, lambda p: p.eselon in ("IV.a", "IV.b")):
        note = f"Plt. {person.superior.title}" if person.superior else "Plt."
        clerk.write(person, "plt", date(2021, 1, 4), date(2021, 3, 31), note)


def _discipline(clerk: Clerk) -> None:
    for level, count in (("ringan", 2), ("sedang", 2), ("berat", 1)):
        for person in clerk.take(count, lambda person: person.job_kind == "pelaksana"):
            clerk.write(person, "hukdis", date(2021, 1, 4), date(2021, 7, 3), level)


def _spells(
    clerk: Clerk, kind: str, count: int, shortest: int, longest: int, first: date, last: date
) -> None:
    """Spells of one kind in one month."""
    fits = _travels if kind == "dinas_luar" else _present
    for person in clerk.take(count, fits):
        length = clerk.random.randint(shortest, longest)
        day = first + timedelta(clerk.random.randint(0, (last - first).days - length + 1))
        if kind == "apel":
            day -= timedelta(day.weekday())
        note = clerk.random.choice(_NOTES[kind])
        clerk.write(person, kind, day, day + timedelta(length - 1), note)


def _travels(person: Person) -> bool:
    return person.family == "umum" and person.office.pattern != "giliran" and _present(person)


def _present(person: Person) -> bool:
    return person.standing == "Aktif"
