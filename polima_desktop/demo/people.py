"""The record of one invented person, and the making of names and numbers.

NIP, NIK and NPWP have valid forms and are unique; nobody real is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from polima_desktop.demo.facts import names
from polima_desktop.demo.organisation import Office
from polima_desktop.demo.posts import Post


@dataclass(eq=False)
class Person:
    """One person of the master list, in the words of the employees template."""

    nip: str
    nik: str
    front: str
    name: str
    back: str
    birthplace: str
    birth: date
    sex: str
    status: str
    appointed: date
    golongan: str
    golongan_since: date
    job_kind: str
    title: str
    family: str
    eselon: str
    job_class: int | None
    post_since: date
    office: Office
    superior: Person | None = field(repr=False)
    salary: int
    certified: bool
    npwp: str
    account: str
    standing: str = "Aktif"
    born_as_written: date | None = None
    registered: bool = True
    """Whether the attendance server knows this person under this NIP."""

    @property
    def written_name(self) -> str:
        """Name with titles, as people sign."""
        before = f"{self.front} " if self.front else ""
        after = f", {self.back}" if self.back else ""
        return f"{before}{self.name}{after}"


@dataclass
class Numbers:
    """Hands out NIP, NIK, NPWP and account numbers, none of them twice."""

    random: Random
    used: set[str] = field(default_factory=set)

    def nip(self, birth: date, appointed: date, sex: str) -> str:
        """Give an 18-digit NIP with the next free serial."""
        return self._serial(f"{birth:%Y%m%d}{appointed:%Y%m}{_digit(sex)}")

    def pppk(self, birth: date, year: int, sex: str) -> str:
        """Give a PPPK number: year and frequency 21 instead of a month."""
        return self._serial(f"{birth:%Y%m%d}{year}21{_digit(sex)}")

    def nik(self, birth: date, sex: str) -> str:
        """Give a NIK of Baubau; women's day is 40 more."""
        day = birth.day + (40 if sex == "P" else 0)
        region = f"7472{self.random.randint(1, 8):02d}"
        return self._fresh(lambda: f"{region}{day:02d}{birth:%m%y}{self.random.randint(1, 99):04d}")

    def npwp(self) -> str:
        """Give an NPWP of the form of 2021."""
        return self._fresh(self._npwp)

    def account(self) -> str:
        """Give an invented account number of ten digits."""
        return self._fresh(lambda: f"20{self.random.randint(0, 99_999_999):08d}")

    def _npwp(self) -> str:
        d = f"{self.random.randint(10_000_000_000, 99_999_999_999)}"
        return f"{d[:2]}.{d[2:5]}.{d[5:8]}.{d[8]}-816.000"

    def _serial(self, stem: str) -> str:
        number = next(n for n in range(1, 1000) if f"{stem}{n:03d}" not in self.used)
        self.used.add(f"{stem}{number:03d}")
        return f"{stem}{number:03d}"

    def _fresh(self, make: Callable[[], str]) -> str:
        text = make()
        while text in self.used:
            text = make()
        self.used.add(text)
        return text


def _digit(sex: str) -> int:
    return 1 if sex == "L" else 2


_PREFIXES = {
    "L": ("La Ode ", "La ", "Muh. ", "Andi ", ""),
    "P": ("Wa Ode ", "Wa ", "Sitti ", "Andi ", ""),
}
_PREFIX_SHARES = (24, 14, 8, 2, 52)
_ALL_DIFFERENT = 10_000
"""In a city with more people names repeat; looking for a free one would take longer and longer."""


def invent_name(random: Random, sex: str, taken: set[str]) -> str:
    """Give a name nobody has yet, as far as there are enough; in a huge city names repeat."""
    parts = names()
    given = parts.male if sex == "L" else parts.female
    name = ""
    for _ in range(30 if len(taken) < _ALL_DIFFERENT else 2):
        prefix = random.choices(_PREFIXES[sex], _PREFIX_SHARES)[0]
        name = f"{prefix}{random.choice(given)} {random.choice(parts.family)}"
        if name not in taken:
            break
    taken.add(name)
    return name


_DEGREES = {
    "S1": ("S.E.", "S.Sos.", "S.H.", "S.T.", "S.IP.", "S.Kom.", "S.P.", "S.A.P."),
    "D3": ("A.Md.",),
    "S.Pd": ("S.Pd.",),
    "S.Pd.SD": ("S.Pd.SD", "S.Pd."),
    "S.Pd.AUD": ("S.Pd.AUD",),
    "SKM": ("S.K.M.",),
    "Ns.": ("S.Kep., Ns.",),
    "Apt.": ("S.Farm., Apt.",),
    "dr.": ("",),
    "SMA": ("",),
}


def invent_titles(random: Random, post: Post, age: int, sex: str) -> tuple[str, str]:
    """Give the titles before and after the name."""
    front = "dr." if post.school == "dr." else ""
    back = random.choice(_degrees(post))
    if post.leads and random.random() < 0.45:
        second = {"guru": "M.Pd.", "kesehatan": "M.Kes."}.get(post.family, random.choice(_MASTERS))
        back = f"{back}, {second}" if back else second
    if age > 45 and random.random() < 0.12:
        front = " ".join(filter(None, [front, "H." if sex == "L" else "Hj."]))
    return front, back


def _degrees(post: Post) -> tuple[str, ...]:
    if post.leads and post.family in ("guru", "kesehatan"):
        return ("S.Pd.",) if post.family == "guru" else ("S.K.M.", "S.Kep., Ns.")
    special = {"Perawat": "A.Md.Kep.", "Bidan": "A.Md.Keb.", "Nutrisionis": "A.Md.Gz."}
    return (special[post.title],) if post.title in special else _DEGREES[post.school]


_MASTERS = ("M.Si.", "M.M.", "M.A.P.")
