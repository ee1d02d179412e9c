"""The units of the demo city, and how many people each one gets.

Real offices of Baubau, its kecamatan and kelurahan, puskesmas and schools with invented numbers.
A small city keeps every unit in ``units.csv`` but gives people to fewer of them, so that each
staffed unit still has a crew.
"""

from __future__ import annotations

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
            self.name == "Kecamatan Bungi"
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
