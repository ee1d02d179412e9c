"""Filling the posts of the demo city with invented people.

Exactly as many people as asked for. A few oddities that the pages should show are planted here in
counts that grow with the city: ``ODDITIES``.
"""

from __future__ import annotations

from datetime import date
from random import Random

from polima_desktop.demo.careers import (
    golongan_of,
    pick_appointment,
    pick_birth,
    pick_sex,
    position_of,
    salary_of,
)
from polima_desktop.demo.facts import names
from polima_desktop.demo.organisation import STORY_SCHOOL
from polima_desktop.demo.people import Numbers, Person, invent_name, invent_titles
from polima_desktop.demo.posts import Post

WHOLE_CITY = 4039
#: How many among 4,039: new CPNS and PPPK, people who turn 58 in January, empty classes, standings,
#: birth dates against the NIP.
ODDITIES = {
    "cpns": 128,
    "pppk": 60,
    "retiring": 5,
    "no_class": 7,
    "studying": 6,
    "suspended": 2,
    "born": 5,
}
CERTIFIED_PERCENT = 55
_CPNS_SINCE = date(2020, 12, 1)
_PPPK_SINCE = date(2021, 1, 1)


def in_proportion(count: int, employees: int) -> int:
    """Give a count of the whole city for a smaller one; at least one."""
    return max(1, round(count * employees / WHOLE_CITY))


def hire(posts: list[Post], random: Random, numbers: Numbers) -> list[Person]:
    """Give one person for each post, in the order of the posts."""
    fates = _fates(posts, random)
    taken: set[str] = set()
    people: list[Person] = []
    for number, post in enumerate(posts):
        person = _person(post, fates.get(number, ""), random, numbers, taken)
        person.superior = None if post.above is None else people[post.above]
        people.append(person)
    _certify(people, people[story_post(posts)], random)
    _plant_oddities(people, random)
    return people


def story_post(posts: list[Post]) -> int:
    """Give the number of the post of the story's teacher: the first below the school's head."""
    return next(
        number
        for number, post in enumerate(posts)
        if post.office.name == STORY_SCHOOL and not post.leads
    )


def _fates(posts: list[Post], random: Random) -> dict[int, str]:
    """Which posts the intake of 2020, the first PPPK and those about to retire fill."""
    story = story_post(posts)
    plain = [n for n, post in enumerate(posts) if not post.leads and n != story]
    learned = [n for n in plain if posts[n].school != "SMA"]
    pppk = [n for n in learned if posts[n].family in ("guru", "kesehatan", "penyuluh")]
    fates = dict.fromkeys(_sample(random, pppk, "pppk", posts), "PPPK")
    cpns = [n for n in learned if n not in fates]
    fates |= dict.fromkeys(_sample(random, cpns, "cpns", posts), "CPNS")
    clerks = [n for n in plain if n not in fates and posts[n].job_kind == "pelaksana"]
    return fates | dict.fromkeys(_sample(random, clerks, "retiring", posts), "retiring")


def _sample(random: Random, open_posts: list[int], oddity: str, posts: list[Post]) -> list[int]:
    return random.sample(open_posts, min(len(open_posts), _count(oddity, posts)))


def _count(oddity: str, whole: list[Post] | list[Person]) -> int:
    return in_proportion(ODDITIES[oddity], len(whole))


def _person(post: Post, fate: str, random: Random, numbers: Numbers, taken: set[str]) -> Person:
    status = fate if fate in ("CPNS", "PPPK") else "PNS"
    sex = pick_sex(random, post)
    birth = pick_birth(random, post, beginner=status != "PNS", retiring=fate == "retiring")
    appointed = {"CPNS": _CPNS_SINCE, "PPPK": _PPPK_SINCE}.get(status) or pick_appointment(
        random, birth
    )
    golongan, since = _rank(post, status, appointed, random)
    title, job_class = position_of(post, golongan)
    front, back = invent_titles(random, post, 2021 - birth.year, sex)
    return Person(
        nip=_nip(numbers, birth, appointed, sex, status),
        nik=numbers.nik(birth, sex),
        front=front,
        name=invent_name(random, sex, taken),
        back=back,
        birthplace=random.choice(names().birthplaces),
        birth=birth,
        sex=sex,
        status=status,
        appointed=appointed,
        golongan=golongan,
        golongan_since=since,
        job_kind=post.job_kind,
        title=title,
        family=post.family,
        eselon=post.eselon,
        job_class=job_class,
        post_since=max(appointed, date(random.randint(2017, 2020), random.randint(1, 9), 2)),
        office=post.office,
        superior=None,
        salary=salary_of(golongan, appointed, cpns=status == "CPNS"),
        certified=False,
        npwp=numbers.npwp(),
        account=numbers.account(),
    )


def _rank(post: Post, status: str, appointed: date, random: Random) -> tuple[str, date]:
    if status == "PPPK":
        return ("VII" if post.school == "D3" else "IX"), appointed
    return golongan_of(random, post, appointed)


def _nip(numbers: Numbers, birth: date, appointed: date, sex: str, status: str) -> str:
    if status == "PPPK":
        return numbers.pppk(birth, appointed.year, sex)
    return numbers.nip(birth, appointed, sex)


def _certify(people: list[Person], story: Person, random: Random) -> None:
    """Certify 55 percent of the teachers, all of them of some years, never the story's."""
    teachers = [person for person in people if person.family == "guru"]
    able = [
        person
        for person in teachers
        if person.status == "PNS" and person.appointed.year <= 2015 and person is not story
    ]
    random.shuffle(able)
    for person in able[: round(len(teachers) * CERTIFIED_PERCENT / 100)]:
        person.certified = True


def _plant_oddities(people: list[Person], random: Random) -> None:
    plain = [
        person
        for person in people
        if person.job_kind == "pelaksana" and person.status == "PNS" and not retires_soon(person)
    ]
    wanted = sum(_count(oddity, people) for oddity in ("no_class", "studying", "suspended", "born"))
    chosen = iter(random.sample(plain, min(len(plain), max(20, wanted))))
    for _ in range(_count("no_class", people)):
        next(chosen).job_class = None
    for _ in range(_count("studying", people)):
        next(chosen).standing = "Tugas belajar"
    for _ in range(_count("suspended", people)):
        next(chosen).standing = "Diberhentikan sementara"
    for _ in range(_count("born", people)):
        person = next(chosen)
        person.born_as_written = _misread(person.birth)


def _misread(birth: date) -> date:
    """Day and month changed about where that is a date, else the wrong year."""
    if birth.day <= 12 and birth.day != birth.month:
        return birth.replace(month=birth.day, day=birth.month)
    return birth.replace(year=birth.year + 1)


def retires_soon(person: Person) -> bool:
    """Whether this person turned 58 in January 2021."""
    return (person.birth.year, person.birth.month) == (1963, 1)
