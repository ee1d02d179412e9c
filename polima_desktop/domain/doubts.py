"""Dates that can hardly be meant: asked about once, in one sentence, never refused here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from polima_desktop.domain.attendance import ABSENCES
from polima_desktop.domain.events import Event
from polima_desktop.domain.people import Identity

FAR = timedelta(days=2 * 366)
"""A day further ahead than this is asked about."""
YEAR = timedelta(days=366)
YOUNGEST_RETIREMENT = 45
_OPEN_ENDED = frozenset(("tugas_belajar",))


def of_day(
    since: date, decree_date: date | None, who: Identity | None, today: date
) -> Iterator[str]:
    """Doubt the day something holds from, and the date of its paper."""
    if who is not None and who.birth_date and since < who.birth_date:
        yield f"{_day(since)} sebelum tanggal lahirnya, {_day(who.birth_date)}."
    elif who is not None and who.cpns_date and since < who.cpns_date:
        yield f"{_day(since)} sebelum diangkat, {_day(who.cpns_date)}."
    if since - today > FAR:
        yield f"{_day(since)} masih lebih dari dua tahun lagi."
    if decree_date is not None and decree_date > today:
        yield f"Tanggal SK {_day(decree_date)} belum tiba."


def of_event(event: Event, who: Identity | None, today: date) -> list[str]:
    """Doubt the days of an event."""
    found = list(of_day(event.starts, event.decree_date, who, today))
    absence = event.kind.code in ABSENCES and event.kind.code not in _OPEN_ENDED
    if absence and event.ends is None:
        found.append(f"{event.kind.label} biasanya punya tanggal selesai.")
    if absence and event.ends is not None and event.ends - event.starts > YEAR:
        found.append(f"{event.kind.label} ini lebih dari setahun, sampai {_day(event.ends)}.")
    if event.kind.code == "pensiun" and who is not None and who.birth_date:
        age = _age(who.birth_date, event.starts)
        if age < YOUNGEST_RETIREMENT:
            found.append(f"Pensiun pada umur {age} tahun.")
    return found


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
