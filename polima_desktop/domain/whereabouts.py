"""Where people clocked in, and which clockings somebody should look at: *kasus untuk diperiksa*.

A case proves nothing and changes no amount: telephones err, roofs hide satellites, whole offices
share one tablet. Here are distances, the four questions that are asked of a month's clockings, and
what may be decided of a case. Units' points, records and decisions are stored elsewhere. Lengths
are metres, speeds km/h, places degrees; they are floats, for no money hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from polima_desktop.domain.calendar import DAY
from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import clock, listed, number, short_day

EARTH = 6_371_008.8
"""The mean radius of the Earth in metres (IUGG)."""

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


class Kind(StrEnum):
    """What is odd about a clocking; the value is stored and never changes."""

    MOCK = "lokasi_palsu"
    JUMP = "loncatan"
    SAME = "koordinat_sama"
    OUTSIDE = "di_luar_titik"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Kind.MOCK: "Lokasi palsu",
            Kind.JUMP: "Loncatan",
            Kind.SAME: "Koordinat sama",
            Kind.OUTSIDE: "Di luar titik",
        }[self]


class Ruling(StrEnum):
    """What is decided of a case; a question to the unit leaves it open."""

    FAIR = "wajar"
    ASK = "klarifikasi"
    WRONG = "tidak_wajar"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Ruling.FAIR: "Wajar",
            Ruling.ASK: "Perlu klarifikasi",
            Ruling.WRONG: "Tidak wajar",
        }[self]

    @property
    def settles(self) -> bool:
        """Tell whether the case leaves the queue."""
        return self is not Ruling.ASK


class Limits(NamedTuple):
    """From where on something is odd; an office sets its own.

    ``slack``: metres a telephone may err beyond a point's radius. ``speed`` and ``jump``: faster
    than so many km/h over at least so many metres is a jump. ``same_days``: so many different
    days with one and the same place to the last digit.
    """

    slack: int = 50
    speed: int = 150
    jump: int = 2_000
    same_days: int = 4


class Touches(NamedTuple):
    """Clockings with a place, one a row, in any order.

    ``second`` counts from the start of day 0 (``date.toordinal``), so that a night's end comes
    after its beginning; ``day`` is the day the record belongs to. ``unit``: where the person
    worked that day, 0 where that is not known.
    """

    person: Ints
    day: Ints
    second: Ints
    lat: Floats
    lon: Floats
    mock: Bools
    unit: Ints


class Circle(NamedTuple):
    """A point of a unit with its radius in metres, from a day to before another."""

    name: str
    lat: float
    lon: float
    radius: int
    since: date
    until: date | None = None

    def on(self, days: Ints) -> Bools:
        """Tell on which days (ordinals) the point holds."""
        until = date.max if self.until is None else self.until
        return (days >= self.since.toordinal()) & (days < until.toordinal())


class Case(NamedTuple):
    """Something to look at.

    ``evidence`` is what was seen, as text that tells cases apart: a decision holds for it only.
    """

    kind: Kind
    person_id: int
    day: date
    evidence: str
    words: str


def check_ruling(ruling: Ruling, reason: str) -> None:
    """Refuse a decision without its reason: whoever reads it later was not there."""
    if not reason.strip():
        raise Refused(
            f"Alasan putusan ‘{ruling.label}’ belum diisi.", "Tulis alasannya, lalu putuskan lagi."
        )


def check_limits(limits: Limits) -> None:
    """Refuse limits that would make everything a case, or nothing."""
    ranges = {
        "slack": (0, 5_000),
        "speed": (20, 1_000),
        "jump": (100, 50_000),
        "same_days": (2, 31),
    }
    names = {"slack": "Kelonggaran radius", "speed": "Batas kecepatan",
             "jump": "Jarak terkecil loncatan", "same_days": "Jumlah hari"}  # fmt: skip
    for field, (least, most) in ranges.items():
        if not least <= getattr(limits, field) <= most:
            raise Refused(
                f"{names[field]} {number(getattr(limits, field))} di luar batas.",
                f"Isi dari {number(least)} sampai {number(most)}.",
            )


def check_point(name: str, lat: float, lon: float, radius: int) -> None:
    """Refuse a point without a name, off the globe, or with a radius nobody can mean."""
    if not name.strip():
        raise Refused("Nama titik belum diisi.", "Isi nama tempatnya, misalnya Kantor induk.")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        raise Refused(
            "Koordinat titik di luar bumi atau nol.",
            "Isi lintang −90 sampai 90 dan bujur −180 sampai 180, misalnya −5,4631 dan 122,6012.",
        )
    if not 10 <= radius <= 20_000:
        raise Refused(f"Radius {radius} m tidak masuk akal.", "Isi dari 10 sampai 20.000 meter.")


def metres(
    lat: Floats, lon: Floats, other_lat: Floats | float, other_lon: Floats | float
) -> Floats:
    """Give distances over the ground (haversine).

    >>> float(metres(np.array([0.0]), np.array([0.0]), 0.0, 1.0)[0].round())
    111195.0
    """
    one, other = np.radians(lat), np.radians(other_lat)
    across = np.sin((other - one) / 2) ** 2
    along = np.sin(np.radians(np.asarray(other_lon) - lon) / 2) ** 2
    share = np.clip(across + np.cos(one) * np.cos(other) * along, 0.0, 1.0)
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(share)), np.float64)


def find(
    touches: Touches,
    circles: Mapping[int, Sequence[Circle]],
    limits: Limits,
    since: date = date.min,
) -> list[Case]:
    """Give the cases among clockings, by day, kind and person; ``circles``: unit → its points.

    What lies before ``since`` is only where a jump may begin: the cases are of ``since`` and later.
    """
    order = np.lexsort((touches.second, touches.person))
    ordered = _at(touches, order)
    asked = from_day(ordered, since)
    found = [
        *_mocked(asked),
        *(case for case in _jumps(ordered, limits) if case.day >= since),
        *_same(asked, limits),
        *_outside(asked, circles, limits),
    ]
    kinds = list(Kind)
    return sorted(found, key=lambda c: (c.day, kinds.index(c.kind), c.person_id, c.evidence))


def from_day(touches: Touches, since: date) -> Touches:
    """Give the clockings of a day and later."""
    return _at(touches, np.flatnonzero(touches.day >= since.toordinal()))


def without_points(touches: Touches, circles: Mapping[int, Sequence[Circle]]) -> int:
    """Count the clockings whose unit has no point on their day: nobody can tell of them."""
    return int((~_judgeable(touches, circles)).sum())


# ── the four questions ──────────────────────────────────────────────────────────────────────


def _mocked(touches: Touches) -> Iterator[Case]:
    """The app itself said that the place was not real: one case a person's day."""
    for rows in _days(touches, np.flatnonzero(touches.mock)):
        times = [clock(_of_day(touches, n), zone=False) for n in rows]
        words = f"Aplikasi menandai lokasi palsu pada {listed(times)}."
        yield _case(Kind.MOCK, touches, rows[0], "; ".join(_seen(touches, n) for n in rows), words)


def _jumps(touches: Touches, limits: Limits) -> Iterator[Case]:
    """Two clockings in a row that nobody can have walked or driven between."""
    if len(touches.person) < 2:
        return
    near, far = _at(touches, slice(None, -1)), _at(touches, slice(1, None))
    gone = metres(near.lat, near.lon, far.lat, far.lon)
    took = np.maximum(far.second - near.second, 1)
    odd = (near.person == far.person) & (gone >= limits.jump)
    odd &= gone / took * 3.6 > limits.speed
    for n in np.flatnonzero(odd).tolist():
        words = (
            f"{_length(gone[n])} dalam {_duration(int(far.second[n] - near.second[n]))}: "
            f"{_moment(touches, n)} lalu {_moment(touches, n + 1)}."
        )
        evidence = f"{_seen(touches, n)}; {_seen(touches, n + 1)}"
        yield _case(Kind.JUMP, touches, n + 1, evidence, words)


def _same(touches: Touches, limits: Limits) -> Iterator[Case]:
    """One place to the last digit on many days; a satellite's answer never repeats itself so."""
    order = np.lexsort((touches.second, touches.lon, touches.lat, touches.person))
    keys = [touches.person[order], touches.lat[order], touches.lon[order]]
    changes = np.any([key[1:] != key[:-1] for key in keys], axis=0)
    starts = np.r_[0, np.flatnonzero(changes) + 1, len(order)]
    for n in np.flatnonzero(np.diff(starts) >= limits.same_days).tolist():
        one = order[starts[n] : starts[n + 1]]
        days, part = np.unique(touches.day[one]), [int(n) for n in one]
        if len(days) >= limits.same_days:
            first, last = (date.fromordinal(int(day)) for day in (days[0], days[-1]))
            words = (
                f"Koordinat {_place(touches, part[0])} sama persis pada {number(len(days))} hari, "
                f"{short_day(first)} sampai {short_day(last)}."
            )
            evidence = f"{_place(touches, part[0])}; {first}..{last}; {len(days)}"
            yield _case(Kind.SAME, touches, part[-1], evidence, words)


def _outside(
    touches: Touches, circles: Mapping[int, Sequence[Circle]], limits: Limits
) -> Iterator[Case]:
    """Clockings outside all points of the unit: the farthest of each person's day."""
    beyond = np.zeros(len(touches.unit), np.float64)
    which = np.full(len(touches.unit), -1, np.int64)
    for unit in np.unique(touches.unit).tolist():
        rows = np.flatnonzero(touches.unit == unit)
        beyond[rows], which[rows] = _beyond(touches, rows, circles.get(unit, ()))
    for group in _days(touches, np.flatnonzero((which >= 0) & (beyond > limits.slack))):
        farthest = max(group, key=lambda n: float(beyond[n]))
        point = circles[int(touches.unit[farthest])][int(which[farthest])]
        words = (
            f"{_length(beyond[farthest] + point.radius)} dari titik terdekat, {point.name} "
            f"(radius {number(point.radius)} m), pada {_moment(touches, farthest)}."
        )
        yield _case(Kind.OUTSIDE, touches, farthest, _seen(touches, farthest), words)


def _beyond(touches: Touches, rows: Ints, points: Sequence[Circle]) -> tuple[Floats, Ints]:
    """Give how far clockings lie outside the nearest point that holds, and which; -1: none does."""
    least, which = np.full(len(rows), np.inf), np.full(len(rows), -1, np.int64)
    for number_, point in enumerate(points):
        gone = metres(touches.lat[rows], touches.lon[rows], point.lat, point.lon) - point.radius
        nearer = point.on(touches.day[rows]) & (gone < least)
        least[nearer], which[nearer] = gone[nearer], number_
    return np.where(which < 0, 0.0, least), which


def _judgeable(touches: Touches, circles: Mapping[int, Sequence[Circle]]) -> Bools:
    found = np.zeros(len(touches.unit), np.bool_)
    for unit, points in circles.items():
        mine = touches.unit == unit
        for point in points:
            found |= mine & point.on(touches.day)
    return found


def _at(touches: Touches, rows: Ints | slice) -> Touches:
    return Touches._make(column[rows] for column in touches)


# ── rows and words ──────────────────────────────────────────────────────────────────────────


def _days(touches: Touches, rows: Ints) -> Iterator[list[int]]:
    """Gather rows by person and day."""
    groups: dict[tuple[int, int], list[int]] = {}
    for n in rows.tolist():
        groups.setdefault((int(touches.person[n]), int(touches.day[n])), []).append(n)
    yield from groups.values()


def _case(kind: Kind, touches: Touches, row: int, evidence: str, words: str) -> Case:
    day = date.fromordinal(int(touches.day[row]))
    return Case(kind, int(touches.person[row]), day, evidence, words)


def _of_day(touches: Touches, row: int) -> int:
    """Give the seconds since the midnight that begins the record's day."""
    return int(touches.second[row] - touches.day[row] * DAY)


def _place(touches: Touches, row: int) -> str:
    return f"{touches.lat[row]:.7f}, {touches.lon[row]:.7f}"


def _seen(touches: Touches, row: int) -> str:
    """Write one clocking as evidence: ``2021-01-05 26671 -5.4600000, 122.6100000``."""
    day = date.fromordinal(int(touches.day[row]))
    return f"{day} {_of_day(touches, row)} {_place(touches, row)}"


def _moment(touches: Touches, row: int) -> str:
    day = short_day(date.fromordinal(int(touches.day[row])))
    return f"{day} {clock(_of_day(touches, row), zone=False)}"


def _length(gone: float) -> str:
    if gone < 1_000:
        return f"{number(round(gone))} m"
    tenths = round(gone / 100)
    return f"{number(tenths // 10)},{tenths % 10} km"


def _duration(seconds: int) -> str:
    if seconds < 60:
        return f"{number(seconds)} detik"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{number(hours)} jam {minutes} menit" if hours else f"{minutes} menit"
