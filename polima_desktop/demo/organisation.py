"""The units of the demo city, and how many people each one gets.

Real offices of Baubau, its kecamatan and kelurahan, puskesmas and schools with invented numbers.
A small city keeps every unit in ``units.csv`` but gives people to fewer of them, so that each
staffed unit still has a crew. A city larger than Baubau has more units of every group, named after
the real ones: schools with the next number, the others with a Roman one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from polima_desktop.demo.facts import Place, places, read_rows
from polima_desktop.demo.tables import write_csv

HEADER = "KODE,NAMA,JENIS,INDUK,KELURAHAN,POLA KERJA,ALIAS,BERLAKU SEJAK".split(",")
FOUNDED = "2017-01-01"
#: The school of the story; see ``story``.
STORY_SCHOOL = "SD Negeri 2 Wameo"
SCHOOL_PATTERN = "6 hari"


@dataclass(frozen=True)
class Office:
    """One unit. ``crew`` names its posts in posts.toml, ``group`` shares out the headcount."""

    code: str
    name: str
    kind: str
    parent: str
    place: Place
    pattern: str
    aliases: str
    crew: str
    group: str
    weight: int
    latitude: float = 0.0
    longitude: float = 0.0
    size: int = 0

    @property
    def blank_spot(self) -> bool:
        """Whether there is no signal: the four places of DOMAIN §2."""
        return self.place.name in ("Kampeonaho", "Gonda Baru", "Wonco") or (
            self.name.startswith("Kecamatan Bungi")
        )


#: Groups that share the headcount: people among 4,039, and the fewest a staffed unit works with.
GROUPS: dict[str, tuple[int, int]] = {
    "kantor": (1150, 8),
    "sd": (640, 6),
    "puskesmas": (540, 6),
    "smp": (505, 9),
    "rsud": (420, 4),
    "kelurahan": (330, 4),
    "setda": (130, 3),
    "kecamatan": (116, 5),
    "satpol_pp": (96, 3),
    "damkar": (62, 3),
    "tk": (50, 4),
}
_BAUBAU = sum(people for people, _ in GROUPS.values())
#: There is one, however large the city.
_SINGLE = "SET-00"
#: Staffed first when there are too few people for all; otherwise the order of the files.
FIRST = ("Kelurahan Kampeonaho", "Kelurahan Gonda Baru", "Kecamatan Bungi", STORY_SCHOOL)
_SPELLINGS = {
    "Kampeonaho": "Kampenaho",
    "Ngkaring Karing": "Ngkari-Ngkari",
    "Gonda Baru": "Gonda",
    "Sukanaeyo": "Sukanayo",
    "Bonebone": "Bone-Bone",
    "Lea-Lea": "Lealea",
}
_DISTRICT_SEATS = {
    "Betoambari": "Lipu",
    "Wolio": "Bataraguru",
    "Sorawolio": "Kaisabu Baru",
    "Bungi": "Liabuku",
    "Kokalukuna": "Waruruma",
    "Murhum": "Lamangga",
    "Lea-Lea": "Lowu-Lowu",
    "Batupoaro": "Lanto",
}
_CREWS = {
    "SAT-01": "satpol_pp",
    "DIN-05": "damkar",
    "SET-00": "setda",
    "RSU-00": "rsud",
    "DIN-22": "penyuluh",
    "DIN-12": "penyuluh",
    "DIN-20": "penyuluh",
}
_GROUP_OF_CREW = {"penyuluh": "kantor", "bagian": "setda", "ruang": "rsud"}


def build_offices(employees: int) -> list[Office]:
    """Give every unit with its headcount; the sizes add up to ``employees``."""
    offices = [
        *_city_offices(),
        *_bureaus(),
        *_wards(),
        *_districts(),
        *_villages(),
        *_clinics(),
        *_schools(),
    ]
    offices += _more_offices(offices, employees)
    offices = [_located(office, number) for number, office in enumerate(offices)]
    sizes = _sizes(offices, employees)
    return [replace(office, size=sizes.get(office.code, 0)) for office in offices]


def write_units(path: Path, offices: list[Office]) -> None:
    """Write units.csv, parents before children."""
    rows = [
        [
            office.code,
            office.name,
            office.kind,
            office.parent,
            office.place.name,
            office.pattern,
            office.aliases,
            FOUNDED,
        ]
        for office in offices
    ]
    write_csv(path, HEADER, rows)


def _more_offices(offices: list[Office], employees: int) -> list[Office]:
    """Give the units a city needs beyond Baubau's, in each group as many as its people ask for."""
    spare = max(0, employees - _BAUBAU)
    order = {office.code: number for number, office in enumerate(offices)}
    wanted: list[tuple[int, Office]] = []
    for group in GROUPS:
        members = [o for o in offices if o.group == group and o.code != _SINGLE]
        for number in range((len(members) * spare + _BAUBAU // 2) // _BAUBAU):
            turn, place = divmod(number, len(members))
            wanted.append((turn + 2, members[place]))
    wanted.sort(key=lambda each: (each[0], order[each[1].code]))
    there = {_code(office.code, turn) for turn, office in wanted}
    numbers = Counter(_school_stem(office.name) for office in offices)
    return [_another(office, turn, there, numbers) for turn, office in wanted]


def _another(office: Office, turn: int, there: set[str], numbers: Counter[str]) -> Office:
    """Give an office like this one, below the parent of the same turn where that is there."""
    parent = _code(office.parent, turn)
    if office.kind in ("TK", "SD", "SMP"):
        name = _next_school(office.name, numbers)
        aliases = _school_aliases(name, office.kind)
    else:
        name = f"{office.name} {roman(turn)}"
        spellings = [alias for alias in office.aliases.split("; ") if alias]
        aliases = "; ".join(f"{alias} {roman(turn)}" for alias in spellings)
    return replace(
        office,
        code=_code(office.code, turn),
        name=name,
        aliases=aliases,
        parent=parent if parent in there else office.parent,
    )


def _code(code: str, turn: int) -> str:
    return f"{code}-{turn}"


def _school_stem(name: str) -> str:
    """The name of a school without its number."""
    return re.sub(r" Negeri \d+ ", " Negeri ", name)


def _next_school(name: str, numbers: Counter[str]) -> str:
    """Give the name with the next number of its place: places count their schools from 1."""
    stem = _school_stem(name)
    numbers[stem] += 1
    return stem.replace(" Negeri ", f" Negeri {numbers[stem]} ", 1)


def roman(number: int) -> str:
    """Write a number below 50 as a Roman one.

    >>> roman(4), roman(19), roman(25)
    ('IV', 'XIX', 'XXV')
    """
    text = "X" * (number // 10) + "I" * (number % 10)
    text = text.replace("I" * 9, "IX").replace("I" * 5, "V").replace("IIII", "IV")
    return text.replace("XXXX", "XL")


def _located(office: Office, number: int) -> Office:
    """Put the office a few hundred metres off the centroid, so that no two share a point."""
    north, east = (number * 37 % 41 - 20) / 10_000, (number * 53 % 43 - 21) / 10_000
    return replace(
        office,
        latitude=round(office.place.latitude + north, 6),
        longitude=round(office.place.longitude + east, 6),
    )


def _office(
    code: str, name: str, kind: str, place: str, crew: str, weight: int, **more: str
) -> Office:
    return Office(
        code,
        name,
        kind,
        more.get("parent", ""),
        places()[place],
        more.get("pattern", "5 hari"),
        more.get("aliases", ""),
        crew,
        _GROUP_OF_CREW.get(crew, crew),
        weight,
    )


def _city_offices() -> list[Office]:
    kinds = {row["name"]: row["kind"] for row in read_rows("units.csv")}
    return [
        _office(
            row["code"],
            row["name"],
            kinds[row["name"]],
            row["kelurahan"],
            _CREWS.get(row["code"], "kantor"),
            int(row["staff"]),
            pattern=row["pattern"],
            aliases=row["aliases"],
        )
        for row in read_rows("offices.csv")
    ]


def _bureaus() -> list[Office]:
    return [
        _office(
            row["code"],
            row["name"],
            "Bagian",
            "Wangkanapi",
            "bagian",
            int(row["staff"]),
            parent="SET-00",
            aliases=row["aliases"],
        )
        for row in read_rows("bureaus.csv")
    ]


def _wards() -> list[Office]:
    wards = [
        ("RSU-01", "Instalasi Gawat Darurat RSUD", 74, "IGD RSUD; IGD"),
        ("RSU-02", "Instalasi Rawat Inap RSUD", 236, "Rawat Inap RSUD; Irna RSUD"),
    ]
    return [
        _office(
            code,
            name,
            "RSUD",
            "Katobengke",
            "ruang",
            weight,
            parent="RSU-00",
            pattern="giliran",
            aliases=aliases,
        )
        for code, name, weight, aliases in wards
    ]


def _districts() -> list[Office]:
    return [
        _office(
            f"KEC-{row['code'][-2:]}",
            f"Kecamatan {row['kecamatan']}",
            "Kecamatan",
            _DISTRICT_SEATS[row["kecamatan"]],
            "kecamatan",
            14,
            aliases=_written("Kec. {}", "Kecamatan {}", row["kecamatan"]),
        )
        for row in read_rows("districts.csv")
    ]


def _villages() -> list[Office]:
    return [
        _office(
            f"KEL-{row['code'][6:8]}-{row['code'][9:]}",
            f"Kelurahan {row['kelurahan']}",
            "Kelurahan",
            row["kelurahan"],
            "kelurahan",
            8,
            parent=f"KEC-{row['code'][6:8]}",
            aliases=_written("Kel. {}", "Kelurahan {}", row["kelurahan"]),
        )
        for row in read_rows("villages.csv")
    ]


def _clinics() -> list[Office]:
    return [
        _office(
            f"PKM-{number:02d}",
            f"Puskesmas {row['name']}",
            "Puskesmas",
            row["kelurahan"],
            "puskesmas",
            32,
            parent="DIN-02",
            pattern="6 hari",
            aliases=f"PKM {row['name']}; UPTD Puskesmas {row['name']}",
        )
        for number, row in enumerate(read_rows("clinics.csv"), 1)
    ]


def _schools() -> list[Office]:
    numbers = {"TK": 0, "SD": 0, "SMP": 0}
    offices = []
    for row in read_rows("schools.csv"):
        kind = row["kind"]
        numbers[kind] += 1
        offices.append(
            _office(
                f"{kind}N-{numbers[kind]:02d}",
                row["name"],
                kind,
                row["kelurahan"],
                kind.lower(),
                int(row["staff"]),
                parent="DIN-01",
                pattern=SCHOOL_PATTERN,
                aliases=_school_aliases(row["name"], kind),
            )
        )
    return offices


def _school_aliases(name: str, kind: str) -> str:
    short = name.replace(f"{kind} Negeri", f"{kind}N")
    spellings = [short, short.upper()] if short != short.upper() else [short]
    return "; ".join(spellings)


def _written(short: str, long: str, name: str) -> str:
    """Give the abbreviation, and the other spelling where the place has one."""
    other = [long.format(_SPELLINGS[name])] if name in _SPELLINGS else []
    return "; ".join([short.format(name), *other])


def _sizes(offices: list[Office], employees: int) -> dict[str, int]:
    quotas = share_out(employees, [people for people, _ in GROUPS.values()])
    sizes: dict[str, int] = {}
    for group, quota in zip(GROUPS, quotas, strict=True):
        members = [office for office in offices if office.group == group]
        members.sort(key=lambda office: office.name not in FIRST)
        staffed = members[: max(1, min(len(members), quota // GROUPS[group][1]))]
        fewest = min(GROUPS[group][1], quota // len(staffed))
        rest = share_out(quota - fewest * len(staffed), [office.weight for office in staffed])
        sizes |= {o.code: fewest + more for o, more in zip(staffed, rest, strict=True)}
    return sizes


def share_out(total: int, weights: list[int]) -> list[int]:
    """Share a whole number by weights, largest remainders first; the parts add up to it.

    >>> share_out(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: -(total * weights[n] % whole))
    for number in by_remainder[: total - sum(parts)]:
        parts[number] += 1
    return parts
