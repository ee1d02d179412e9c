"""How a career in the demo city runs: ages, golongan, class, salary.

Plausible rather than exact; the salaries follow the shape of PP 15/2019 and are examples.
"""

from __future__ import annotations

from datetime import date
from random import Random

from polima_desktop.demo.posts import Post

#: The day the lists are of.
TODAY = date(2021, 1, 4)
_GRADES = [f"{roman}/{room}" for roman in ("II", "III") for room in "abcd"] + [
    "IV/a",
    "IV/b",
    "IV/c",
    "IV/d",
]
_ENTRY = {"SMA": "II/a", "D3": "II/c", "dr.": "III/b"}
_CEILING = {"SMA": "III/b", "D3": "III/d"}
_BY_ESELON = {
    "II.a": ("IV/d", "IV/d"),
    "II.b": ("IV/b", "IV/c"),
    "III.a": ("IV/a", "IV/b"),
    "III.b": ("III/d", "IV/a"),
    "IV.a": ("III/c", "III/d"),
    "IV.b": ("III/b", "III/c"),
}
_AGES = {
    "II.a": (52, 58),
    "II.b": (48, 58),
    "III.a": (44, 56),
    "III.b": (42, 56),
    "IV.a": (37, 56),
    "IV.b": (34, 56),
}
_BASE_PAY = {
    "II/a": 2022200,
    "II/b": 2208400,
    "II/c": 2301800,
    "II/d": 2399200,
    "III/a": 2579400,
    "III/b": 2688500,
    "III/c": 2802300,
    "III/d": 2920800,
    "IV/a": 3044300,
    "IV/b": 3173100,
    "IV/c": 3307300,
    "IV/d": 3447200,
    "VII": 2647200,
    "IX": 2966500,
}
_WOMEN = {
    "guru": 68,
    "kesehatan": 76,
    "penyuluh": 50,
    "satpol_pp": 18,
    "damkar": 6,
    "tata_usaha": 52,
    "umum": 46,
}


def pick_sex(random: Random, post: Post) -> str:
    """L or P, by job family; fewer women at the top."""
    if post.title == "Bidan":
        return "P"
    share = 34 if post.eselon[:3] in ("II.", "III") else _WOMEN[post.family]
    return "P" if random.random() * 100 < share else "L"


def pick_birth(random: Random, post: Post, *, beginner: bool, retiring: bool) -> date:
    """A birthday that leaves its owner short of retirement until after February, or just not."""
    if retiring:
        return date(1963, 1, random.randint(1, 28))
    youngest, oldest = _ages(post, beginner)
    age = random.randint(youngest, oldest)
    return date(2021 - age, random.randint(3, 12), random.randint(1, 28))


def _ages(post: Post, beginner: bool) -> tuple[int, int]:
    if beginner:
        return 24, 34
    if post.eselon:
        return _AGES[post.eselon]
    if post.leads:
        return 42, 57
    return 27, 57


def pick_appointment(random: Random, birth: date) -> date:
    """The first of a month between the owner's 21st and 33rd year, not after 2019."""
    earliest = birth.year + 22
    latest = min(birth.year + 33, 2019)
    return date(random.randint(min(earliest, latest), latest), random.choice((1, 2, 3, 4, 12)), 1)


def golongan_of(random: Random, post: Post, appointed: date) -> tuple[str, date]:
    """The golongan reached by now and since when; one room about every four years."""
    entry = _GRADES.index(_ENTRY.get(post.school, "III/a"))
    steps = (TODAY.year - appointed.year) // 4
    if post.eselon:
        golongan = random.choice(_BY_ESELON[post.eselon])
    else:
        golongan = _GRADES[min(entry + steps, _GRADES.index(_ceiling(post)))]
    reached = max(appointed.year, 2020 - random.randint(0, 3))
    since = date(reached, random.choice((4, 10)), 1)
    return golongan, max(since, appointed)


def _ceiling(post: Post) -> str:
    if post.ladder == "ahli" or post.leads:
        return "IV/b"
    return _CEILING.get(post.school, "III/d")


def position_of(post: Post, golongan: str) -> tuple[str, int]:
    """The title with its rung, and the job class."""
    if post.ladder == "ahli":
        rung, job_class = _ahli(golongan)
    elif post.ladder == "terampil":
        rung, job_class = _terampil(golongan)
    else:
        return post.title, post.job_class or 5
    return f"{post.title} {rung}", job_class


def _ahli(golongan: str) -> tuple[str, int]:
    if golongan.startswith("IV/"):
        return "Ahli Madya", 11
    return ("Ahli Muda", 9) if golongan in ("III/c", "III/d") else ("Ahli Pertama", 8)


def _terampil(golongan: str) -> tuple[str, int]:
    if golongan in ("III/c", "III/d"):
        return "Penyelia", 8
    return ("Mahir", 7) if golongan.startswith("III/") else ("Terampil", 6)


def salary_of(golongan: str, appointed: date, *, cpns: bool) -> int:
    """Gaji pokok in rupiah: about 3.15 percent every two years, in hundreds; a CPNS 80 percent."""
    raises = max(0, TODAY.year - appointed.year) // 2
    pay = _BASE_PAY[golongan] * (10_000 + 315 * raises) // 10_000
    return (pay * 8 // 10 if cpns else pay) // 100 * 100
