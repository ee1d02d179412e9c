"""The two offices' lists: BKPSDM's workbook, Kominfo's server export, and the hidden truth of both.

The truth says of every row of either list its state, its case and its partner's row, as a
spreadsheet numbers rows. The counts of causes are ``causes``'.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from polima_desktop.demo.causes import STATES, Causes
from polima_desktop.demo.events import Event
from polima_desktop.demo.organisation import Office
from polima_desktop.demo.people import Numbers, Person, invent_name
from polima_desktop.demo.staff import in_proportion
from polima_desktop.demo.tables import Cell, write_csv, write_workbook
from polima_desktop.demo.writing import damaged, name_as_typed, nip_as_typed, slip_of_the_pen

EMPLOYEES = (
    "NIP,NIK,GELAR DEPAN,NAMA,GELAR BELAKANG,TEMPAT LAHIR,TANGGAL LAHIR,JENIS KELAMIN,STATUS,"
    "TMT CPNS,GOLONGAN,TMT GOLONGAN,JENIS JABATAN,JABATAN,RUMPUN,ESELON,KELAS JABATAN,TMT JABATAN,"
    "UNIT KERJA,NIP ATASAN,GAJI POKOK,SERTIFIKASI,NPWP,BANK,NOMOR REKENING,KEDUDUKAN HUKUM"
).split(",")
SERVER = "ID,NIP,NAMA,OPD,LOKASI ABSEN,LAT,LONG,STATUS AKTIF".split(",")
TRUTH = "side,row,state,case,partner".split(",")
_PROVINCE = ("SMA Negeri 1 Baubau", "SMA Negeri 2 Baubau", "SMK Negeri 1 Baubau")


@dataclass(frozen=True)
class ServerRow:
    """A row of Kominfo's list before it gets its number; ``left`` is a person's place, or None."""

    nip: str
    name: str
    opd: str
    office: Office
    case: str = ""
    left: int | None = None

    @property
    def state(self) -> str:
        """The state the truth gives it."""
        return STATES.get(self.case, "linked")


def write_master(path: Path, people: list[Person]) -> None:
    """Write BKPSDM's list in the app's own template."""
    rows: list[Sequence[Cell]] = [EMPLOYEES]
    rows += [_master_row(person) for person in people]
    write_workbook(path, {"Pegawai": rows})


def _master_row(person: Person) -> list[Cell]:
    return [
        person.nip,
        person.nik,
        person.front,
        person.name,
        person.back,
        person.birthplace,
        person.born_as_written or person.birth,
        person.sex,
        person.status,
        person.appointed,
        person.golongan,
        person.golongan_since,
        person.job_kind,
        person.title,
        person.family,
        person.eselon,
        person.job_class,
        person.post_since,
        person.office.name,
        person.superior.nip if person.superior else "",
        person.salary,
        "Ya" if person.certified else "Tidak",
        person.npwp,
        "Bank Sultra",
        person.account,
        person.standing,
    ]


class Server:
    """Builds Kominfo's list out of the people and the causes."""

    def __init__(
        self, people: list[Person], story: Person, random: Random, numbers: Numbers
    ) -> None:
        self.people, self.random, self.numbers = people, random, numbers
        self.offices = sorted({p.office.code: p.office for p in people}.items())
        self.alike: dict[str, list[Office]] = defaultdict(list)
        for _, office in self.offices:
            self.alike[office.kind].append(office)
        self.taken = {person.name for person in people}
        self.free = [n for n, person in enumerate(people) if person is not story]
        random.shuffle(self.free)
        self.departed: list[Event] = []

    def build(self, causes: Causes) -> list[ServerRow]:
        """Give all rows in the order of the export; unregistered people are marked as such."""
        for case, count in causes.only_left.items():
            for place in self._take(count, new=case == "P2"):
                self.people[place].registered = False
        cases = {n: c for c, count in causes.paired.items() for n in self._take(count)}
        rows = [
            self._paired(place, person, cases.get(place, "X3" if person.born_as_written else ""))
            for place, person in enumerate(self.people)
            if person.registered
        ]
        rows += self._strangers(causes.only_right)
        self.random.shuffle(rows)
        return rows

    def _take(self, count: int, *, new: bool | None = False) -> list[int]:
        """Take so many people for one cause: new ones for P2, others for the rest."""
        fits = [n for n in self.free if (self.people[n].status != "PNS") == new]
        taken = [n for n in fits if not self.people[n].born_as_written][:count]
        gone = set(taken)
        self.free = [n for n in self.free if n not in gone]
        return taken

    def _paired(self, place: int, person: Person, case: str) -> ServerRow:
        name, nip, office = person.written_name, person.nip, person.office
        if case == "X1":
            name = self._other_name(person)
        if case == "X2":
            office = self._other_office(office)
        typed = nip_as_typed(self.random, nip)
        if case == "P3":
            typed = slip_of_the_pen(self.random, nip, self.numbers.used)
        elif case == "X4":
            typed = damaged(self.random, nip)
        return self._row(typed, name, office, case, place)

    def _other_office(self, office: Office) -> Office:
        """Another office of the same kind, or any other where there is none."""
        alike = self.alike[office.kind]
        offices = alike if len(alike) > 1 else [each for _, each in self.offices]
        number = self.random.randrange(len(offices) - 1)
        mine = bisect_left(offices, office.code, key=lambda each: each.code)
        return offices[number + (number >= mine)]

    def _row(
        self, nip: str, name: str, office: Office, case: str, left: int | None = None
    ) -> ServerRow:
        names = [office.name, office.aliases.split("; ")[0] or office.name]
        opd = self.random.choice(names)
        return ServerRow(nip, name_as_typed(self.random, name), opd, office, case, left)

    def _other_name(self, person: Person) -> str:
        """The same given name before another family name, as after a marriage."""
        stem = person.name.rsplit(" ", 1)[0]
        family = invent_name(self.random, person.sex, self.taken).rsplit(" ", 1)[1]
        return f"{stem} {family}" if not person.name.endswith(family) else f"{stem} Sampolawa"

    def _strangers(self, counts: dict[str, int]) -> list[ServerRow]:
        rows = [self._retired() for _ in range(counts["K1"])]
        rows += [self._died() for _ in range(counts["K2"])]
        rows += [self._moved() for _ in range(counts["K3"])]
        rows += [self._non_asn(n) for n in range(counts["K4"])]
        rows += [self._again(place) for place in self._take(counts["D1"])]
        return rows + [self._second_number(place) for place in self._take(counts["D2"])]

    def _retired(self) -> ServerRow:
        birth = date(self.random.randint(1957, 1960), self.random.randint(1, 12), 15)
        return self._gone("K1", birth, "pensiun", date(birth.year + 60, birth.month, 1))

    def _died(self) -> ServerRow:
        birth = date(self.random.randint(1965, 1984), self.random.randint(1, 12), 9)
        day = date(2020, self.random.randint(3, 12), self.random.randint(1, 28))
        return self._gone("K2", birth, "meninggal", day)

    def _moved(self) -> ServerRow:
        birth = date(self.random.randint(1966, 1988), self.random.randint(1, 12), 21)
        school = self.random.choice(_PROVINCE)
        return self._gone("K3", birth, "pindah", date(2017, 1, 2), school)

    def _gone(self, case: str, birth: date, kind: str, day: date, opd: str = "") -> ServerRow:
        """A row of somebody BKPSDM has taken off its list, with the decree that says why."""
        sex = self.random.choice("LP")
        appointed = date(birth.year + 26, 3, 1)
        nip = self.numbers.nip(birth, appointed, sex)
        name = invent_name(self.random, sex, self.taken)
        office = self.random.choice(self.offices)[1]
        number = f"882/{len(self.departed) + 11}/BKPSDM/{day.year}"
        self.departed.append(Event(nip, name, kind, day, None, number, day, opd))
        row = self._row(nip, name, office, case)
        return ServerRow(row.nip, row.name, opd or row.opd, office, case)

    def _non_asn(self, number: int) -> ServerRow:
        name = invent_name(self.random, self.random.choice("LP"), self.taken)
        nip = ("-", "", f"THL-{number + 7:04d}")[number % 3]
        return self._row(nip, name, self.random.choice(self.offices)[1], "K4")

    def _again(self, place: int) -> ServerRow:
        person = self.people[place]
        return self._row(person.nip, person.name, person.office, "D1", place)

    def _second_number(self, place: int) -> ServerRow:
        """The same person once more, under a number with another month of appointment."""
        person = self.people[place]
        other = person.appointed.replace(month=person.appointed.month % 12 + 1)
        nip = self.numbers.nip(person.birth, other, person.sex)
        return self._row(nip, person.name, person.office, "D2", place)


def write_server(path: Path, rows: list[ServerRow]) -> None:
    """Write Kominfo's export: one line a registered account."""
    cells = (
        [
            2001 + number,
            row.nip,
            row.name,
            row.opd,
            row.office.place.name,
            f"{row.office.latitude:.6f}",
            f"{row.office.longitude:.6f}",
            "Aktif",
        ]
        for number, row in enumerate(rows)
    )
    write_csv(path, SERVER, cells)


def write_truth(path: Path, people: list[Person], rows: list[ServerRow]) -> None:
    """Write what is true of every row of both lists."""
    partners = {row.left: n + 2 for n, row in enumerate(rows) if row.state == "linked"}
    cases = {row.left: row.case for row in rows if row.state == "linked"}
    left: list[list[object]] = []
    for place, person in enumerate(people):
        case = cases.get(place) or ("" if person.registered else _case_of(person))
        state = "linked" if person.registered else STATES[case]
        left.append(["left", place + 2, state, case, partners.get(place, "")])
    right: list[list[object]] = [
        ["right", n + 2, row.state, row.case, "" if row.left is None else row.left + 2]
        for n, row in enumerate(rows)
    ]
    write_csv(path, TRUTH, left + right)


def _case_of(person: Person) -> str:
    return "P1" if person.status == "PNS" else "P2"


def known_departures(departed: list[Event], employees: int) -> list[Event]:
    """Leave out the decrees of two pensions: there the reconciler has only the age to go by."""
    missing = min(in_proportion(2, employees), 2)
    pensions = [event for event in departed if event.kind == "pensiun"][1 : 1 + missing]
    return [event for event in departed if event not in pensions]
