"""Daily activity reports of the demo city: about 110 entries a person and month.

Drawn with numpy, all people of a job family at once. How much anybody gets done is a personal
pace, so that the city spreads over the index bands. What an entry is worth is not computed here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from polima_desktop.demo.catalogue import Kind
from polima_desktop.demo.clocking import Day
from polima_desktop.demo.people import Person

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
STATUSES = ("Disetujui", "Menunggu", "Revisi", "Draft")
_STATUS_SHARES = (0.945, 0.032, 0.015, 0.008)
#: Entries and points a month at which somebody neither hurries nor idles.
ENTRIES_A_MONTH = 128
POINTS_A_MONTH = 6750
#: Activities that fill more of their family's days than the others.
_MAIN = {"GURU-TM": 9.0, "PENY-KB": 2.0, "SATPOL-PT": 3.0}
_OWN_SHARE = 0.62
_DETAILS = {
    "guru": ("kelas I", "kelas II", "kelas III", "kelas IV", "kelas V", "kelas VI"),
    "kesehatan": ("pagi", "siang", "ruang anak", "ruang bedah", "poli umum", "poli KIA"),
    "satpol_pp": ("Pasar Wameo", "Pantai Kamali", "Benteng Keraton", "Pasar Karya Nugraha"),
    "damkar": ("pos induk", "pos Sorawolio", "pos Betoambari"),
    "penyuluh": ("kelompok Sinar Tani", "kelompok Mekar Jaya", "kelompok Bina Bahari"),
}
_PLAIN = ("bagian I", "bagian II", "triwulan I", "bulan berjalan", "hasil rapat", "tindak lanjut")


@dataclass
class Reports:
    """Entries of one month as columns; ``kind`` and ``detail`` index the tables beside them."""

    kinds: Sequence[Kind]
    place: Ints
    day: Ints
    kind: Ints
    detail: Ints
    volume: Ints
    minutes: Ints
    status: Ints
    variables: dict[str, Ints]
    """By variable name: the value (or the place in its closed list) for every entry."""

    def __len__(self) -> int:
        return len(self.place)

    def taken(self, rows: Ints | npt.NDArray[np.bool_]) -> Reports:
        """Give chosen entries, in that order."""
        return Reports(
            self.kinds,
            self.place[rows],
            self.day[rows],
            self.kind[rows],
            self.detail[rows],
            self.volume[rows],
            self.minutes[rows],
            self.status[rows],
            {name: values[rows] for name, values in self.variables.items()},
        )


def joined(parts: Sequence[Reports]) -> Reports:
    """Give all entries, ordered by day and person as a server writes them."""

    def whole(name: str) -> Ints:
        return np.concatenate([getattr(part, name) for part in parts])

    names = parts[0].variables
    together = Reports(
        parts[0].kinds,
        whole("place"),
        whole("day"),
        whole("kind"),
        whole("detail"),
        whole("volume"),
        whole("minutes"),
        whole("status"),
        {name: np.concatenate([part.variables[name] for part in parts]) for name in names},
    )
    return together.taken(np.lexsort((together.place, together.day)))


def paces(people: Sequence[Person], random: np.random.Generator) -> Floats:
    """Give everybody's pace: 1 reaches the month's points about exactly."""
    return np.clip(random.normal(0.89, 0.14, len(people)), 0.38, 1.3)


def draw(
    people: Sequence[Person],
    days: Sequence[Day],
    pace: Floats,
    kinds: Sequence[Kind],
    typical: Floats,
    random: np.random.Generator,
) -> Reports:
    """Draw the reports of one month for everybody who worked ``days`` and is registered.

    ``typical`` holds for each kind the points that volume 1 usually brings.
    """
    by_family: dict[str, list[Day]] = defaultdict(list)
    for day in days:
        by_family[people[day.place].family].append(day)
    parts = [
        _family(by_family[family], pace, _mix(family, kinds, typical), kinds, random)
        for family in sorted(by_family)
    ]
    return joined(parts)


@dataclass(frozen=True)
class _Mix:
    """What a family reports: kinds, their shares, and the volume drawn of each on average."""

    kind: Ints
    share: Floats
    volume: Floats


def _mix(family: str, kinds: Sequence[Kind], typical: Floats) -> _Mix:
    """Mix a family's own activities with plain ones so that an average month makes its points.

    What takes long comes seldom; light activities are reported by the dozen.
    """
    own = np.array([kind.family == family for kind in kinds])
    plain = np.array([kind.family == "umum" for kind in kinds]) & ~own
    main = np.array([_MAIN.get(kind.code, 1.0) for kind in kinds])
    seldom = main / np.maximum(typical, POINTS_A_MONTH / ENTRIES_A_MONTH)
    aim = POINTS_A_MONTH / ENTRIES_A_MONTH / _STATUS_SHARES[0]
    share = np.zeros(len(kinds))
    share[plain] = seldom[plain] / seldom[plain].sum() if plain.any() else 0.0
    if own.any():
        mine = seldom[own] / seldom[own].sum()
        part = min(_OWN_SHARE, 0.7 * aim / float((mine * typical[own]).sum()))
        share *= 1 - part
        share[own] = part * mine
    chosen = np.flatnonzero(share)
    shares, worth = share[chosen] / share.sum(), typical[chosen]
    return _Mix(chosen, shares, np.maximum(1.0, _level(shares, worth, aim) / worth))


def _level(share: Floats, worth: Floats, aim: float) -> float:
    """Find the points an entry is filled up to, so that all entries average ``aim``."""
    low, high = 0.0, 10 * aim
    for _ in range(40):
        middle = (low + high) / 2
        below = float((share * np.maximum(worth, middle)).sum()) < aim
        low, high = (middle, high) if below else (low, middle)
    return low


def _family(
    days: Sequence[Day],
    pace: Floats,
    mix: _Mix,
    kinds: Sequence[Kind],
    random: np.random.Generator,
) -> Reports:
    place = np.array([day.place for day in days], dtype=np.int64)
    ordinal = np.array([day.day.toordinal() for day in days], dtype=np.int64)
    _, inverse, worked = np.unique(place, return_inverse=True, return_counts=True)
    month = ENTRIES_A_MONTH * pace[place] / np.maximum(worked[inverse], 15)
    rows = np.repeat(np.arange(len(days)), (month + random.random(len(days))).astype(np.int64))
    pick = random.choice(len(mix.kind), len(rows), p=mix.share)
    kind = mix.kind[pick]
    drawn = mix.volume[pick] * random.uniform(0.5, 1.5, len(rows)) + random.random(len(rows))
    volume = np.maximum(1, drawn.astype(np.int64))
    norms = np.array([each.norm_minutes for each in kinds])[kind]
    minutes = norms * volume * random.uniform(0.8, 1.15, len(rows))
    return Reports(
        kinds,
        place[rows],
        ordinal[rows],
        kind,
        random.integers(0, 6, len(rows)),
        volume,
        np.clip(np.round(minutes / 5) * 5, 5, 300).astype(np.int64),
        random.choice(4, len(rows), p=_STATUS_SHARES),
        draw_variables(kind, kinds, random),
    )


def draw_variables(
    kind: Ints, kinds: Sequence[Kind], random: np.random.Generator
) -> dict[str, Ints]:
    """Give every variable of the catalogue a value for the entries whose activity declares it."""
    columns: dict[str, Ints] = {}
    for number, each in enumerate(kinds):
        for variable in each.variables:
            column = columns.setdefault(variable.name, np.zeros(len(kind), dtype=np.int64))
            mine = kind == number
            spread = random.beta(2.2, 2.6, int(mine.sum()))
            column[mine] = variable.low + np.round((variable.high - variable.low) * spread)
    return columns


HEADER = "nip,tanggal,kode_aktivitas,uraian,volume,menit,status,atasan".split(",")


def report_columns(reports: Reports, people: Sequence[Person]) -> list[list[str]]:
    """Give the columns of the file: those of ``HEADER``, then one a variable."""
    superiors = [person.superior.nip if person.superior else "" for person in people]
    nips = [person.nip for person in people]
    dates = {int(day): date.fromordinal(int(day)).isoformat() for day in np.unique(reports.day)}
    texts = [[_text(kind, detail) for detail in range(6)] for kind in reports.kinds]
    kinds, places = reports.kind.tolist(), reports.place.tolist()
    return [
        [nips[place] for place in places],
        [dates[day] for day in reports.day.tolist()],
        [reports.kinds[kind].code for kind in kinds],
        [texts[kind][d] for kind, d in zip(kinds, reports.detail.tolist(), strict=True)],
        list(map(str, reports.volume.tolist())),
        list(map(str, reports.minutes.tolist())),
        [STATUSES[status] for status in reports.status.tolist()],
        [superiors[place] for place in places],
        *(_variable_cells(reports, name) for name in reports.variables),
    ]


def _text(kind: Kind, detail: int) -> str:
    details = _DETAILS.get(kind.family, _PLAIN)
    return f"{kind.name}, {details[detail % len(details)]}"


def variable_words(reports: Reports, name: str) -> list[list[str] | None]:
    """Give for each activity the texts a variable's values stand for; None: not declared."""
    spelled: list[list[str] | None] = []
    for kind in reports.kinds:
        variable = next((each for each in kind.variables if each.name == name), None)
        if variable is None:
            spelled.append(None)
        else:
            spelled.append(list(variable.values) or [str(n) for n in range(variable.high + 1)])
    return spelled


def _variable_cells(reports: Reports, name: str) -> list[str]:
    """Give the cells of one variable, blank where the activity does not declare it."""
    spelled = variable_words(reports, name)
    pairs = zip(reports.kind.tolist(), reports.variables[name].tolist(), strict=True)
    return [words[value] if (words := spelled[kind]) else "" for kind, value in pairs]
