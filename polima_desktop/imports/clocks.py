"""Times as clocks write them: with or without a date, in local time or another zone.

A time that has a date keeps it. UTC is converted; a zone that is neither UTC nor WITA is asked
about, never guessed. Times of day alone are ``values.clock``'s.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from polima_desktop.domain.calendar import DAY
from polima_desktop.domain.errors import Refused
from polima_desktop.imports import values

WITA = timezone(timedelta(hours=8))
_EPOCH_YEAR = 1905
"""A date cell older than this is a time of day that a spreadsheet gave its first day."""
_DATED = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[ T,]+|$)(.*)$")
_ZONE = re.compile(r"\s*(z|utc|gmt|wita|wib|wit|[+-]\d{2}(?::?\d{2})?)$", re.IGNORECASE)
_LOCAL, _WORLD = {"wita", "+08", "+0800"}, {"z", "utc", "gmt", "+00", "+0000", "-0000"}


class Moment(NamedTuple):
    """A time of day with the date it belongs to; ``seconds`` since that midnight, WITA."""

    day: date
    seconds: int


def clock(value: object) -> int | Moment:
    """Read a time of a day's row: seconds since midnight, with its date where the cell has one."""
    if isinstance(value, datetime):
        return _of(value) if value.year >= _EPOCH_YEAR else values.clock(value)
    written = values.text_of(value)
    if _DATED.match(written) or _ZONE.search(written):
        return _read(written, "Tulis jam seperti 07:30.")
    return values.clock(value)


def moment(value: object) -> Moment:
    """Read a punch's moment: a date and a time, with or without a zone."""
    if isinstance(value, datetime):
        return _of(value)
    found = _read(values.text_of(value), "Tulis seperti 2021-01-04 07:25:10.")
    if isinstance(found, Moment):
        return found
    raise Refused(
        f"Waktu ‘{values.text_of(value)}’ tanpa tanggal.",
        "Tulis tanggal dan jamnya, misalnya 2021-01-04 07:25:10.",
    )


def _of(value: datetime) -> Moment:
    if value.tzinfo is not None:
        value = value.astimezone(WITA)
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return Moment(value.date(), seconds)


def _read(written: str, advice: str) -> int | Moment:
    rest, zone = written, ""
    if (found := _ZONE.search(written)) and ":" in written[: found.start()].replace(".", ":"):
        rest, zone = written[: found.start()].rstrip(), found[1].lower().replace(":", "")
    dated = _DATED.match(rest)
    clocked = re.sub(r"[.,]\d{3,6}$", "", dated[2] if dated else rest)
    if not clocked.strip():
        raise Refused(f"Jam ‘{written}’ hanya berisi tanggal.", advice)
    seconds = values.clock(clocked.strip())
    day = values.day(dated[1]) if dated else None
    if zone and zone not in _LOCAL and zone not in _WORLD:
        raise Refused(
            f"Zona waktu {found[1] if found else zone} bukan WITA dan bukan UTC.",
            "Jam tidak diubah diam-diam: ekspor ulang dengan zona +08:00 atau UTC.",
        )
    if zone not in _WORLD:
        return seconds if day is None else Moment(day, seconds)
    if day is None:
        raise Refused(f"Jam UTC ‘{written}’ tanpa tanggal.", "Ekspor ulang dengan tanggalnya.")
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return _of(begin + timedelta(seconds=seconds))


def on_row(found: int | Moment, day: date, *, leaving: bool) -> int:
    """Give the seconds since the midnight of a row's day.

    Raises:
        Refused: the cell is of another day than the row; a leaving may be of the next one.
    """
    if not isinstance(found, Moment):
        return found
    later = (found.day - day).days
    if later == 0 or (leaving and later == 1):
        return later * DAY + found.seconds
    raise Refused(
        f"Sel ini bertanggal {found.day:%d-%m-%Y}, barisnya {day:%d-%m-%Y}.",
        "Periksa mana yang benar; jam tidak dipindahkan ke hari lain diam-diam.",
    )
