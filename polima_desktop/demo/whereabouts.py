"""Where the demo city's clockings came from: its offices' points, and a few odd places to look at.

Some people use a telephone that lies, one that never moves, or clock in from home; nobody's times
change by it. Who they are comes from a stream of its own.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from polima_desktop.demo.organisation import Office
from polima_desktop.demo.people import Person
from polima_desktop.demo.tables import write_csv

POINTS = "UNIT,NAMA TITIK,LINTANG,BUJUR,RADIUS,SEJAK,DASAR".split(",")
RADIUS = 100
MOCK, SAME, HOME, FAR = "mock", "same", "home", "far"
_JAKARTA = "-6.175392", "106.827153"
_PLACES = {"masuk": (4, 5), "pulang": (6, 7)}
"""Which cells of a record hold the place of each clocking."""


def write_points(path: Path, offices: list[Office]) -> int:
    """Write where every office's people clock in; give how many."""
    rows = [
        (one.code, "Kantor", f"{one.latitude:.6f}", f"{one.longitude:.6f}", str(RADIUS),
         "01-01-2021", "SK Kominfo 555/2")
        for one in offices
        if one.latitude
    ]  # fmt: skip
    write_csv(path, POINTS, rows)
    return len(rows)


def odd_phones(people: list[Person], story: Person, random: Random) -> dict[str, str]:
    """Draw who has an odd telephone: NIP → which; about one in sixty of the registered."""
    able = [person.nip for person in people if person.registered and person is not story]
    kinds = (MOCK, SAME, HOME, FAR)
    drawn = random.sample(able, min(len(able), max(8, len(able) // 60)))
    return {nip: kinds[place % len(kinds)] for place, nip in enumerate(drawn)}


def bent(cells: list[str], odd: str | None, number: int, office: Office) -> list[str]:
    """Give a record as an odd telephone sends it; ``number``: its day of the month."""
    told = [*cells, "tidak"]
    if odd == MOCK and number % 9 == 2:
        told[-1] = "ya"
    elif odd == SAME:
        lat, lon = _PLACES["masuk"]
        if told[lat]:
            told[lat] = f"{office.latitude + 0.000125:.6f}"
            told[lon] = f"{office.longitude - 0.000075:.6f}"
    elif odd == HOME and number % 7 == 3:
        lat, _lon = _PLACES["pulang"]
        if told[lat]:
            told[lat] = f"{float(told[lat]) - 0.021:.6f}"
    elif odd == FAR and number % 11 == 4:
        lat, lon = _PLACES["pulang"]
        if told[lat]:
            told[lat], told[lon] = _JAKARTA
    return told
