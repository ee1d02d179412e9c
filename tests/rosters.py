"""Two staff lists of an invented regency with planted truth, to measure the matcher on.

Nothing here comes from the demo city: other names (Javanese, Balinese, Moluccan, Batak), other
units, other dirt, and one knob, ``dirt``, that multiplies every slip. Each person has a number;
two rows belong together when theirs is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from polima_desktop.domain.matching.rows import Departure, Row

_MEN = (
    "Yohanis Markus Petrus Agus Bambang Slamet Suparman Wayan Ketut Nyoman Gede Robert Jefri Stenly"
    " Herman Paulus Dwi Eko Joko Tri Wahyu Hendra Rudi Budi Andreas Melkianus Yakob Obaja Frengki"
    " Sahala Parlindungan Togar Manahan Rikson Hotman Sudirman Kasman Supriadi Mulyono Sutrisno"
).split()
_WOMEN = (
    "Maria Yuliana Magdalena Sri Endang Ni Putu Kadek Komang Luh Ayu Dewi Ratna Martha Yosefina"
    " Ester Debora Herlina Rosdiana Wahyuni Lestari Suryani Kartini Winarti Tiurma Rotua Lamria"
    " Sondang Regina Novita Fransiska Agustina Paulina Dorkas Selfina Marlina Hesty Indah Puspita"
).split()
_MIDDLE = (
    "Adi Tri Dwi Kusuma Made Indra Bayu Surya Yani Anggraeni Setia Rahayu Utami Fitri Hasan Hamzah"
    " Cahya Mega Budiarto Nugraha Satria Aryani Oktavia Prima Kristian Lodewyk Elisa Natalia"
).split()
_LAST = (
    "Pattiasina Latuheru Sihombing Simanjuntak Hutabarat Nainggolan Sudiarta Suardana Wirawan"
    " Adnyana Prasetyo Wibowo Hartono Susanto Kurniawan Gunawan Setiawan Widodo Purnomo Santoso"
    " Manuputty Tuhumury Lekatompessy Rumahorbo Situmorang Pardede Mahendra Darmawan Suryawan"
    " Saputra Nugroho Handayani Wijayanti Purwaningsih Rahmawati Sulistyowati Lumbantoruan"
    " Sapulette Leimena Souisa"
).split()
_PLACES = (
    "Arumsari Bayanaka Cempaka Dukuhwaru Eretan Gandasari Harjamukti Jatiroto Karangayu Lohbener"
    " Mertasari Ngampelsari Pandanwangi Randusari Sukamaju Tegalrejo Umbulsari Wanasari"
).split()
_KINDS = (
    ("Sekolah Dasar Negeri", "SDN"),
    ("Sekolah Dasar Negeri", "SD Negeri"),
    ("Puskesmas", "PKM"),
    ("Kantor Kecamatan", "Kec."),
    ("Dinas Pertanian Wilayah", "Distan"),
    ("Badan Pengelola", "Bapel"),
    ("SMP Negeri", "SMPN"),
    ("Kelurahan", "Kel."),
)
_DEGREES = ("S.Pd.", "S.E.", "S.T.", "S.H.", "M.Si.", "S.Kep., Ns.", "A.Md.", "S.Pd., M.Pd.")
DAY = date(2022, 6, 1)


class Truth(NamedTuple):
    """Who each row is, by place in its list, and the people with something special about them."""

    left: list[int]
    right: list[int]
    special: dict[int, str]


@dataclass(eq=False)
class _Human:
    key: int
    name: str
    sex: str
    birth: date
    appointed: date
    unit: int
    nip: str
    title: str


@dataclass
class Rosters:
    """Both lists, the decrees and the truth."""

    left: list[Row]
    right: list[Row]
    departures: list[Departure]
    truth: Truth

    @property
    def pairs(self) -> set[int]:
        """The people who stand in both lists."""
        return set(self.truth.left) & set(self.truth.right)


@dataclass
class _Maker:
    random: Random
    dirt: float
    births_at_right: bool
    used: set[str] = field(default_factory=set)
    people: list[_Human] = field(default_factory=list)
    special: dict[int, str] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)

    def chance(self, rate: float) -> bool:
        return self.random.random() < rate * self.dirt

    # ── people ──

    def human(self, **given: object) -> _Human:
        random = self.random
        sex = str(given.get("sex") or random.choice("LP"))
        birth = given.get("birth") or date(1964, 1, 1) + timedelta(random.randrange(12_800))
        assert isinstance(birth, date)
        earliest = max(birth.year + 20, 1986)
        appointed = given.get("appointed") or date(
            random.randint(earliest, max(earliest, min(2021, birth.year + 34))),
            random.choice((1, 2, 3, 3, 3, 4, 12, 12)),
            1,
        )
        assert isinstance(appointed, date)
        human = _Human(
            len(self.people),
            str(given.get("name") or self.name(sex)),
            sex,
            birth,
            appointed,
            int(str(given.get("unit", random.randrange(140)))),
            self.number(birth, appointed, sex),
            random.choice(_DEGREES) if random.random() < 0.7 else "",
        )
        self.people.append(human)
        return human

    def name(self, sex: str) -> str:
        random = self.random
        words = [random.choice(_MEN if sex == "L" else _WOMEN)]
        if random.random() < 0.6:
            words.append(random.choice(_MIDDLE))
        if random.random() < 0.93 or len(words) == 1:
            words.append(random.choice(_LAST))
        return " ".join(words)

    def number(self, birth: date, appointed: date, sex: str) -> str:
        pppk = appointed >= date(2021, 1, 1)
        middle = f"{appointed.year}21" if pppk else f"{appointed:%Y%m}"
        stem = f"{birth:%Y%m%d}{middle}{1 if sex == 'L' else 2}"
        self.serials[stem] = self.serials.get(stem, 0) + 1
        number = f"{stem}{self.serials[stem]:03d}"
        self.used.add(number)
        return number

    def oddities(self, scale: float) -> None:
        """Plant the people a score alone gets wrong."""
        for _ in range(round(6 * scale)):  # twins: one recruitment, names that differ by letters
            one = self.human(
                name=f"{self.random.choice(_MEN)} {self.random.choice(_LAST)}", sex="L"
            )
            stem, last = one.name.split(" ")
            other = self.human(
                name=f"{stem[:-1]}{self.random.choice('aeiou')}s {last}",
                sex="L", birth=one.birth, appointed=one.appointed, unit=one.unit,
            )  # fmt: skip
            self._mark("twins", one, other)
        for _ in range(round(6 * scale)):  # father and son: one name, one office
            father = self.human(birth=date(1965, 5, self.random.randint(1, 28)), sex="L")
            son = self.human(
                name=father.name, sex="L", birth=date(1992, 3, self.random.randint(1, 28)),
                unit=father.unit,
            )  # fmt: skip
            self._mark("father and son", father, son)
        for _ in range(round(8 * scale)):
            one = self.human()
            self._mark(
                "same name, same unit", one, self.human(name=one.name, sex=one.sex, unit=one.unit)
            )

    def _mark(self, what: str, *people: _Human) -> None:
        for human in people:
            self.special[human.key] = what

    # ── writing ──

    def unit(self, number: int, *, right: bool) -> str:
        place = _PLACES[number % len(_PLACES)]
        kind = number // len(_PLACES)
        long, short = _KINDS[kind]
        serial = f" {kind + 1}" if kind < 2 or kind == 6 else ""
        return f"{short if right and self.random.random() < 0.5 else long}{serial} {place}"

    def typed(self, name: str) -> str:
        """Give a name with the slips of somebody who copies a list by hand."""
        words = name.split(" ")
        if self.chance(0.03):
            place = self.random.randrange(len(words))
            words[place] = self._slip(words[place])
        if self.chance(0.02) and len(words) > 2:
            words.pop(self.random.choice((1, -1)))
        if self.chance(0.01) and len(words) > 1:
            words = [*words[1:], words[0]]
        if self.chance(0.02) and len(words) > 2:
            words[1] = words[1][0] + self.random.choice((".", ""))
        return " ".join(words)

    def _slip(self, word: str) -> str:
        place = self.random.randrange(max(1, len(word) - 1))
        kind = self.random.randrange(4)
        if kind == 0:
            return word[:place] + word[place + 1 :]
        if kind == 1:
            return word[: place + 1] + word[place:]
        if kind == 2 and len(word) > 2:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + self.random.choice("aeiounrst") + word[place + 1 :]

    def wrong_number(self, nip: str) -> str:
        random = self.random
        while True:
            place = random.randrange(1, 17)
            kind = random.random()
            if kind < 0.45:
                new = nip[:place] + random.choice("0123456789") + nip[place + 1 :]
            elif kind < 0.8:
                new = nip[:place] + nip[place + 1] + nip[place] + nip[place + 2 :]
            elif kind < 0.9:
                new = nip[:place] + nip[place + 1 :]
            else:
                new = nip[:place] + nip[place] + nip[place:]
            if new != nip and new not in self.used:
                return new

    def number_text(self, nip: str) -> str | None:
        if self.chance(0.03):
            return self.wrong_number(nip)
        if self.chance(0.012):
            return f"{float(nip):.5E}" if self.random.random() < 0.5 else nip[:15] + "000"
        if self.chance(0.004):
            return None
        style = self.random.random()
        if style < 0.06:
            return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
        return f"'{nip}" if style < 0.1 else nip

    def row(self, human: _Human, row: int, *, right: bool, nip: str | None = "own") -> Row:
        number = self.number_text(human.nip) if nip == "own" else nip
        name = self.typed(human.name)
        if human.title and self.random.random() < 0.7:
            name += self.random.choice((", ", " ")) + human.title
        stated = not right or self.births_at_right
        return Row(
            row=row,
            nip=number if right else (human.nip if nip == "own" else nip),
            name=name.upper() if right and self.random.random() < 0.7 else name,
            unit=self.unit(self._office(human, right=right), right=right),
            birth=self._birth(human) if stated else None,
            sex=("L" if human.sex == "L" else "P") if not right else None,
            status=None if right else "PPPK" if human.nip[12] == "2" else "PNS",
            appointed=None if right else human.appointed,
        )

    def _office(self, human: _Human, *, right: bool) -> int:
        return self.random.randrange(140) if right and self.chance(0.02) else human.unit

    def _birth(self, human: _Human) -> date | None:
        if self.chance(0.01):
            day = human.birth
            if day.day <= 12:
                return date(day.year, day.day, day.month)
        if self.chance(0.01):
            return human.birth + timedelta(self.random.choice((1, 10, -1, -10)))
        return None if self.chance(0.01) else human.birth


def make(people: int, seed: int, dirt: float = 1.0, *, births_at_right: bool = False) -> Rosters:
    """Make lists of about so many people; ``births_at_right``: that list has a birth date too."""
    maker = _Maker(Random(seed), dirt, births_at_right)
    scale = max(0.2, people / 4000)
    maker.oddities(scale)
    while len(maker.people) < people:
        maker.human()
    left = [(h, "own") for h in maker.people]
    right: list[tuple[_Human, str | None]] = list(left)
    departures = _apart(maker, left, right, scale)
    _extra(maker, right, scale)
    maker.random.shuffle(left)
    maker.random.shuffle(right)
    rows = [maker.row(h, n + 2, right=False, nip=nip) for n, (h, nip) in enumerate(left)]
    others = [maker.row(h, n + 2, right=True, nip=nip) for n, (h, nip) in enumerate(right)]
    for (human, _), row in zip(right, others, strict=True):
        if _transposed(human.nip, row.nip or ""):
            maker.special.setdefault(human.key, "transposed NIP")
    people = Truth([h.key for h, _ in left], [h.key for h, _ in right], maker.special)
    return Rosters(rows, others, departures, people)


def _transposed(own: str, typed: str) -> bool:
    """Tell whether two neighbouring digits changed places."""
    other = [n for n, (a, b) in enumerate(zip(own, typed, strict=False)) if a != b]
    return len(own) == len(typed) and len(other) == 2 and sorted(own) == sorted(typed)


Entry = tuple[_Human, str | None]


def _apart(maker: _Maker, left: list[Entry], right: list[Entry], scale: float) -> list[Departure]:
    """Take some people out of either list: the whole of some, one of some odd pairs."""
    random = maker.random
    absent = {human.key for human in random.sample(maker.people, round(150 * scale))}
    absent |= {
        key
        for key, what in maker.special.items()
        if what != "same name, same unit" and key % 3 == 0
    }
    right[:] = [entry for entry in right if entry[0].key not in absent]
    gone = random.sample([e for e in right if e[0].key not in maker.special], round(40 * scale))
    departures = []
    departed = {entry[0].key for entry in gone}
    left[:] = [entry for entry in left if entry[0].key not in departed]
    for n, entry in enumerate(gone):
        state = ("retired", "died", "moved")[n % 3]
        departures.append(Departure(entry[0].nip, entry[0].name, state, DAY, f"{n}", state))  # type: ignore[arg-type]
    return departures


def _extra(maker: _Maker, right: list[Entry], scale: float) -> None:
    """Put honorary staff, recycled and second numbers, and repeated rows into the right list."""
    random = maker.random
    staff = [h for h in maker.people if h.key not in maker.special]
    for n in range(round(30 * scale)):
        model = random.choice(staff)
        name = model.name if n % 6 == 0 else None
        human = maker.human(unit=model.unit, name=name, sex=model.sex)
        maker.special[human.key] = "honorary, no NIP"
        right.append((human, (None, "-", f"THL-{n:03d}")[n % 3]))
    ordinary = {human.key for human in staff}
    able = [entry for entry in right if entry[1] == "own" and entry[0].key in ordinary]
    taken_over = random.sample(able, round(8 * scale))
    lost = {entry[0].key for entry in taken_over}
    right[:] = [entry for entry in right if entry[0].key not in lost]
    for entry in taken_over:  # somebody else now signs in under this number
        human = maker.human()
        maker.special[human.key] = "recycled NIP"
        maker.special[entry[0].key] = "recycled NIP"
        right.append((human, entry[0].nip))
    for human in random.sample(staff, round(6 * scale)):
        maker.special[human.key] = "twice in the list"
        right.append((human, "own"))
    for human in random.sample(staff, round(5 * scale)):
        other = human.appointed.replace(month=human.appointed.month % 12 + 1)
        maker.special[human.key] = "two numbers"
        right.append((human, maker.number(human.birth, other, human.sex)))
