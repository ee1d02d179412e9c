"""The demo city as files: who is asked in which order, and what the folder holds in the end.

Each part draws from a stream of its own, so that a change in one does not ripple through the
others. The same seed gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from polima_desktop.demo.blocks import Block, blocks_of
from polima_desktop.demo.catalogue import Kind, read_catalogue, ruleset_path
from polima_desktop.demo.causes import Causes
from polima_desktop.demo.clocking import (
    HEADER,
    MONTHS,
    Day,
    Habit,
    attendance_row,
    habits,
    working_days,
)
from polima_desktop.demo.events import Event, days_away, write_decrees, write_events
from polima_desktop.demo.organisation import Office, build_offices, write_units
from polima_desktop.demo.people import Numbers, Person
from polima_desktop.demo.posts import build_posts
from polima_desktop.demo.readme import write_readme
from polima_desktop.demo.reports import HEADER as REPORTS
from polima_desktop.demo.reports import Floats, draw, paces, report_columns
from polima_desktop.demo.rosters import (
    Server,
    ServerRow,
    known_departures,
    write_master,
    write_server,
    write_truth,
)
from polima_desktop.demo.staff import WHOLE_CITY, hire, story_post
from polima_desktop.demo.story import Story, Teller, story_days, tell
from polima_desktop.demo.tables import write_csv
from polima_desktop.demo.whereabouts import bent, odd_phones, write_points
from polima_desktop.demo.workbooks import Manual, units_handing_in
from polima_desktop.demo.worth import typical_points
from polima_desktop.domain.errors import WrongUsage
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.formatting import number

SMALLEST, LARGEST = 100, 100_000
_NAMES = (
    "README.txt",
    "units.csv",
    "points.csv",
    "bkpsdm.xlsx",
    "kominfo.csv",
    "events.csv",
    "departures.csv",
    "truth.csv",
    "aturan-contoh.toml",
    "kisah.json",
    "manual",
)
_RECORDS = ("attendance", "activities")


def names_of(employees: int) -> tuple[str, ...]:
    """Name everything ``write_city`` puts into the folder of a city of so many people."""
    blocks = blocks_of(employees)
    monthly = [b.file(kind, month) for month in MONTHS for b in blocks for kind in _RECORDS]
    return (*_NAMES, *monthly)


@dataclass(frozen=True)
class CityFiles:
    """What ``write_city`` made: files to import in this order, counts, and the story.

    ``departures`` (decrees about people who left before) and ``truth`` (what is true of every
    roster row) are for reconciling, not for importing.
    """

    units: Path
    points: Path
    employees: Path
    server: Path
    events: Path
    departures: Path
    truth: Path
    ruleset: Path
    attendance: tuple[Path, ...]
    activities: tuple[Path, ...]
    workbooks: tuple[Path, ...]
    evidence: tuple[Path, ...]
    """Attendance sheets, each in a folder named as its workbook."""
    readme: Path
    story: Story
    counts: dict[str, int]

    def moved(self, folder: Path) -> CityFiles:
        """Give the same city after its folder got another name."""
        here = self.units.parent

        def there(path: Path) -> Path:
            return folder / path.relative_to(here)

        values: dict[str, Any] = {}
        for name, value in vars(self).items():
            if isinstance(value, Path):
                values[name] = there(value)
            elif name in ("attendance", "activities", "workbooks", "evidence"):
                values[name] = tuple(map(there, value))
        return replace(self, **values)


@dataclass(frozen=True)
class City:
    """Everything the months are made from."""

    seed: int
    offices: list[Office]
    people: list[Person]
    server: list[ServerRow]
    events: list[Event]
    departed: list[Event]
    heroine: int
    habits: list[Habit]
    away: dict[str, set[date]]
    phones: dict[str, str]

    def stream(self, name: str) -> Random:
        """Give the stream of random numbers of one part."""
        return Random(f"{self.seed}:{name}")

    def numbers(self, name: str) -> np.random.Generator:
        """Give the same for numpy."""
        return np.random.default_rng(list(f"{self.seed}:{name}".encode()))


def write_city(
    out: Path, employees: int = WHOLE_CITY, seed: int = 1, progress: Progress | None = None
) -> CityFiles:
    """Write the files of the demo city into a folder; the same arguments give the same bytes.

    Args:
        out: the folder, made where missing; files of the same names are replaced.
        employees: how many people BKPSDM's list has, from 100 to 100,000.
        seed: which of the possible cities.
        progress: told of each part; may cancel between them.

    Raises:
        WrongUsage: fewer people than the city's offices and its story need, or too many.
    """
    if not SMALLEST <= employees <= LARGEST:
        raise WrongUsage(
            f"Kota contoh tidak bisa berisi {number(employees)} pegawai.",
            f"Isi --employees dengan {number(SMALLEST)} sampai {number(LARGEST)}.",
        )
    writer = _Writer(out, blocks_of(employees), progress or Progress())
    writer.step("Menyusun unit dan pegawai")
    (out / "manual").mkdir(parents=True, exist_ok=True)
    return writer.write(found(employees, seed))


def found(employees: int, seed: int) -> City:
    """Invent the city: who there is, what the server knows, what was decreed."""
    random = Random(f"{seed}:people")
    offices = build_offices(employees)
    posts = build_posts(offices)
    numbers = Numbers(random)
    people = hire(posts, random, numbers)
    heroine = people[story_post(posts)]
    server = Server(people, heroine, Random(f"{seed}:server"), numbers)
    rows = server.build(Causes.of(employees))
    events = write_decrees(people, heroine, offices, Random(f"{seed}:events"))
    departed = known_departures(server.departed, employees)
    habit = habits(people, heroine, Random(f"{seed}:habits"))
    place = people.index(heroine)
    phones = odd_phones(people, heroine, Random(f"{seed}:phones"))
    away = days_away(events)
    return City(seed, offices, people, rows, events, departed, place, habit, away, phones)


class _Writer:
    """Writes one city's files and counts what is in them."""

    def __init__(self, out: Path, blocks: list[Block], progress: Progress) -> None:
        self.out, self.blocks, self.progress = out, blocks, progress
        self.parts = 2 + len(MONTHS) * (2 * len(blocks) + 1)
        self.counts: Counter[str] = Counter()
        self.done = 0

    def step(self, text: str) -> None:
        """Report the next part; the user may cancel here."""
        self.progress.report(self.done, self.parts, text)
        self.done += 1

    def write(self, city: City) -> CityFiles:
        """Write everything, months in order."""
        self.step("Menulis daftar kedua kantor")
        shutil.copyfile(ruleset_path(), self.out / "aturan-contoh.toml")
        self._write_lists(city)
        story = tell(city.people[city.heroine], ruleset_path())
        (self.out / "kisah.json").write_text(_story_text(story), encoding="utf-8")
        workbooks: list[Path] = []
        evidence: list[Path] = []
        kinds = list(read_catalogue(ruleset_path()).values())
        teller = Teller(city.people, city.heroine, ruleset_path(), story)
        for month in MONTHS:
            manual = self._write_month(city, month, kinds, teller)
            workbooks += self._write_workbooks(month, manual)
            evidence += manual.pictures
        write_readme(self.out / "README.txt", story, self.counts, len(self.blocks))
        return self._files(story, workbooks, evidence)

    def _write_lists(self, city: City) -> None:
        write_units(self.out / "units.csv", city.offices)
        self.counts["points"] = write_points(self.out / "points.csv", city.offices)
        write_master(self.out / "bkpsdm.xlsx", city.people)
        write_server(self.out / "kominfo.csv", city.server)
        write_truth(self.out / "truth.csv", city.people, city.server)
        write_events(self.out / "events.csv", city.events)
        write_events(self.out / "departures.csv", city.departed)
        self.counts.update(
            units=len(city.offices),
            employees=len(city.people),
            server=len(city.server),
            events=len(city.events),
        )

    def _write_month(self, city: City, month: Month, kinds: list[Kind], teller: Teller) -> Manual:
        """Write a month's records block by block; gives what its workbooks are made of."""
        pace = paces(city.people, city.numbers("paces"))
        pace[city.heroine] = teller.turn_to(month, city.away)
        offices = units_handing_in(city.offices, city.people, month)
        random = city.stream(f"manual {month}")
        manual = Manual(city.people, offices, city.heroine, kinds, random)
        for block in self.blocks:
            days = self._write_attendance(city, month, block)
            self._write_activities(city, month, block, days, pace, kinds, teller)
            manual.note(days)
        return manual

    def _write_attendance(self, city: City, month: Month, block: Block) -> list[Day]:
        self.step(block.said(f"Menulis kehadiran {month_name(month)}"))
        random = city.stream(block.stream(f"attendance {month}"))
        worked = working_days(city.people, city.habits, city.away, month, random, block.places)
        days = story_days(list(worked), city.heroine, month)
        rows = (
            bent(
                attendance_row(city.people[day.place], city.habits[day.place], day, random),
                city.phones.get(city.people[day.place].nip),
                day.day.day,
                city.people[day.place].office,
            )
            for day in days
            if day.recorded
        )
        write_csv(self.out / block.file("attendance", month), HEADER, rows)
        self.counts["attendance"] += sum(day.recorded is not None for day in days)
        return days

    def _write_activities(
        self,
        city: City,
        month: Month,
        block: Block,
        days: list[Day],
        pace: Floats,
        kinds: list[Kind],
        teller: Teller,
    ) -> None:
        self.step(block.said(f"Menulis aktivitas {month_name(month)}"))
        known = [day for day in days if city.people[day.place].registered]
        random = city.numbers(block.stream(f"activities {month}"))
        typical = typical_points(teller.before, kinds, random)
        drawn = draw(city.people, known, pace, kinds, typical, random)
        reports = teller.bend(drawn)
        columns = report_columns(reports, city.people)
        header = [*REPORTS, *reports.variables]
        path = self.out / block.file("activities", month)
        write_csv(path, header, zip(*columns, strict=True))
        self.counts["activities"] += len(reports)

    def _write_workbooks(self, month: Month, manual: Manual) -> list[Path]:
        self.step(f"Menulis backup manual {month_name(month)}")
        paths = [manual.write(self.out / "manual", office, month) for office in manual.offices]
        self.counts["workbooks"] += len(paths)
        self.counts["claims"] += manual.claims
        return paths

    def _monthly(self, kind: str) -> tuple[Path, ...]:
        return tuple(self.out / b.file(kind, month) for month in MONTHS for b in self.blocks)

    def _files(self, story: Story, workbooks: list[Path], evidence: list[Path]) -> CityFiles:
        return CityFiles(
            units=self.out / "units.csv",
            points=self.out / "points.csv",
            employees=self.out / "bkpsdm.xlsx",
            server=self.out / "kominfo.csv",
            events=self.out / "events.csv",
            departures=self.out / "departures.csv",
            truth=self.out / "truth.csv",
            ruleset=self.out / "aturan-contoh.toml",
            attendance=self._monthly("attendance"),
            activities=self._monthly("activities"),
            workbooks=tuple(workbooks),
            evidence=tuple(evidence),
            readme=self.out / "README.txt",
            story=story,
            counts=dict(self.counts),
        )


def _story_text(story: Story) -> str:
    """The story for scripts: JSON, weights as exact text."""
    fields = {name: str(value) for name, value in story._asdict().items()}
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
