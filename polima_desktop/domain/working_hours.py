"""Reading and joining statements of working hours: weekdays in words, a week from single days.

What a week makes of a day is ``calendar``'s, how statements are kept ``storage.attendance``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from polima_desktop.domain.calendar import (
    WEEKDAYS,
    Hours,
    Reach,
    Shift,
    Week,
    parse_hours,
    write_hours,
)
from polima_desktop.domain.errors import Refused

WEEK = 7
_OFF_WORDS = {"libur", "off", "l", "lepas", "bebas", "lepas piket", "lepas jaga", "turun"}
OFF_CODE = "L"
"""How a planned day off is written."""
_SHORT = {"jum": 4, "jumaat": 4, "ahad": 6}
_TO = re.compile(r"\s*(?:-|–|s\s*[./]\s*d\.?|sampai(?: dengan)?|hingga)\s*")


def weekday_names(days: Iterable[int]) -> str:
    """Name weekdays: ``Senin, Selasa``."""
    return ", ".join(WEEKDAYS[day].capitalize() for day in days)


def read_weekdays(text: str) -> tuple[int, ...]:
    """Give the weekdays (Monday 0) of ``Senin``, ``Senin–Kamis``, ``Senin s.d. Kamis, Sabtu``.

    >>> read_weekdays("Senin–Kamis, Sabtu")
    (0, 1, 2, 3, 5)
    """
    words = text.casefold().replace("'", "").replace("’", "").replace("`", "").strip()
    if words in ("setiap hari", "tiap hari", "semua hari", "semua"):
        return tuple(range(WEEK))
    found: set[int] = set()
    for part in re.split(r"\s*(?:,|;|&|\bdan\b|\+)\s*", words):
        ends = [_weekday(word, text) for word in _TO.split(part)]
        if len(ends) > 2 or ends[-1] < ends[0]:
            raise _unknown(text)
        found.update(range(ends[0], ends[-1] + 1))
    return tuple(sorted(found))


def _weekday(word: str, text: str) -> int:
    if word in _SHORT:
        return _SHORT[word]
    if word.isdigit() and 1 <= int(word) <= WEEK:
        return int(word) - 1
    meant = [n for n, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    if len(meant) != 1:
        raise _unknown(text)
    return meant[0]


def _unknown(text: str) -> Refused:
    return Refused(
        f"Hari ‘{text.strip()}’ tidak dikenal.", "Tulis misalnya Senin, Senin–Kamis, atau Sabtu."
    )


def weekdays_of(since: date, until: date | None) -> tuple[int, ...]:
    """Give the weekdays that occur from ``since`` to before ``until``."""
    days = WEEK if until is None else min(WEEK, (until - since).days)
    return tuple(sorted((since + timedelta(n)).weekday() for n in range(days)))


def joined(stated: Mapping[int, Hours | None], before: Sequence[Hours | None]) -> Week:
    """Give a whole week: what is stated, on other days the hours there were before."""
    return tuple(stated.get(day, before[day]) for day in range(WEEK))


def write_duty(hours: Hours, reach: Reach | None = None) -> str:
    """Write a shift's hours with its reach, as ``read_duty`` reads them.

    >>> from polima_desktop.domain.calendar import parse_hours
    >>> write_duty(parse_hours("21.00-07.00"), Reach(60, 120))
    '21.00-07.00 60/120'
    """
    return write_hours(hours) + (f" {reach.early}/{reach.late}" if reach else "")


def read_duty(text: str) -> tuple[Hours, Reach | None]:
    """Read what ``write_duty`` wrote."""
    hours, _, minutes = text.partition(" ")
    early, _, late = minutes.partition("/")
    return parse_hours(hours), Reach(int(early), int(late)) if minutes else None


def duty_words(text: str) -> str:
    """Say a shift's hours and its reach.

    >>> duty_words("21.00-07.00 60/120")
    '21.00-07.00, ketukan 60 menit sebelum sampai 120 menit sesudahnya'
    """
    hours, reach = read_duty(text)
    if reach is None:
        return write_hours(hours)
    return (
        f"{write_hours(hours)}, ketukan {reach.early} menit sebelum sampai "
        f"{reach.late} menit sesudahnya"
    )


def shift_codes(shifts: Iterable[Shift]) -> dict[str, str]:
    """Give each shift's code: the fewest first letters that are no other shift's, nor Libur's.

    >>> from polima_desktop.domain.calendar import parse_hours
    >>> shift_codes(Shift(n, parse_hours("07.30-14.00"), date.min, None) for n in ("Pagi", "Siang"))
    {'Pagi': 'P', 'Siang': 'S'}
    """
    names = sorted({shift.name for shift in shifts})
    taken = [name.casefold() for name in (*names, "Libur")]
    return {name: _code(name, taken) for name in names}


def _code(name: str, taken: Sequence[str]) -> str:
    for length in range(1, len(name)):
        if sum(other.startswith(name[:length].casefold()) for other in taken) == 1:
            return name[:length].upper()
    return name.upper()


def read_shift(text: str, shifts: Sequence[Shift]) -> tuple[str, Hours | None]:
    """Give a planned shift's name and hours; ``None`` hours: off.

    A shift goes by its name, by how its name begins (``P`` is Pagi), or by ``14.00-21.00``.

    Raises:
        Refused: no shift, or several, go by that name.
    """
    words = " ".join(text.casefold().split())
    if words in _OFF_WORDS:
        return "Libur", None
    if re.search(r"\d{1,2}[.:]\d{2}\s*[-–]", words):
        return text.strip(), parse_hours(text)
    exact = [shift for shift in shifts if shift.name.casefold() == words]
    meant = exact or [shift for shift in shifts if shift.name.casefold().startswith(words)]
    if len(meant) == 1:
        return meant[0].name, meant[0].hours
    known = ", ".join(shift.name for shift in shifts) or "belum ada"
    raise Refused(
        f"Giliran ‘{text.strip()}’ tidak dikenal.",
        f"Giliran yang berlaku hari itu: {known}. Atau tulis jamnya, misalnya 14.00-21.00; Libur.",
    )
