"""What a post supplies to a rule set, and the parts of a month in which somebody worked in which.

Pure functions of assignments as read (``month_facts``); ``freezing`` puts them into columns, what
a change inside a month is worth is ``slices``'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from polima_desktop.domain.calendar import Calendar
from polima_desktop.domain.entitlement import IDLE
from polima_desktop.domain.frozen import numbers, texts
from polima_desktop.domain.month_facts import PostRow, UnitRow
from polima_desktop.domain.periods import Month
from polima_desktop.domain.ranks import kelompok_golongan
from polima_desktop.domain.rules import Column
from polima_desktop.domain.stretches import UNKNOWN_WORKDAYS, Stretches


def works(post: PostRow) -> bool:
    """Tell whether somebody works in a post, and is paid for it."""
    return post.standing not in IDLE


def span_of(start: date, end: date | None, first: date, total: int) -> slice:
    """Give the days from a day to before another, counted from the month's first."""
    until = total if end is None else (end - first).days
    return slice(max(0, (start - first).days), max(0, min(total, until)))


def post_inputs(
    posts: Sequence[PostRow], units: Sequence[UnitRow], acting: Sequence[bool]
) -> dict[str, Column]:
    """Give what posts supply, a row each; ``acting``: whether another post is held too."""
    return {
        "status": texts(post.status for post in posts),
        "golongan": texts(post.golongan for post in posts),
        "kelompok_golongan": texts(_tax_group(post) for post in posts),
        "eselon": texts(post.eselon for post in posts),
        "jenis_jabatan": texts(post.job_kind for post in posts),
        "rumpun": texts(post.family for post in posts),
        "jenis_unit": texts(unit.kind for unit in units),
        "jabatan": texts(post.position for post in posts),
        "unit_kerja": texts(unit.code for unit in units),
        "tempat_tugas": texts(unit.place for unit in units),
        "sertifikasi": numbers(_certified(post) for post in posts),
        "plt": numbers(int(acts) for acts in acting),
        "kelas": numbers(post.job_class for post in posts),
        "gaji": numbers(post.salary for post in posts),
    }


def _tax_group(post: PostRow) -> str | None:
    if post.status == "PPPK":
        return "PPPK"
    return kelompok_golongan(post.golongan) if post.golongan else None


def _certified(post: PostRow) -> int | None:
    """Only a teacher's certificate can be unknown: others have none."""
    if post.certified is None:
        return None if post.family == "guru" else 0
    return int(post.certified)


# ── changes inside the month ────────────────────────────────────────────────────────────────


def stretches_of(
    month: Month,
    histories: Sequence[Sequence[PostRow]],
    units: Mapping[int, UnitRow],
    calendar: Calendar,
) -> Stretches | None:
    """Keep the posts of whoever worked in several, by row; None where nobody did."""
    found = [
        (row, post, first, last)
        for row, history in enumerate(histories)
        if len(history) > 1
        for post, first, last in _worked_stretches(history, month)
    ]
    if not found:
        return None
    rows, posts, first, last = zip(*found, strict=True)
    places = [units[post.unit_id] for post in posts]
    spans = zip(places, first, last, strict=True)
    return Stretches(
        row=np.array(rows, dtype=np.int64),
        first=np.array(first, dtype=np.int64),
        last=np.array(last, dtype=np.int64),
        workdays=np.array([_due(calendar, month, *span) for span in spans], dtype=np.int64),
        inputs=post_inputs(posts, places, [post.acting for post in posts]),
    )


def _worked_stretches(history: Sequence[PostRow], month: Month) -> list[tuple[PostRow, int, int]]:
    """Give the posts somebody worked in, with first and last day; none if it was only one."""
    days = len(month.days)
    found: list[tuple[PostRow, int, int]] = []
    for post in history:
        span = span_of(post.valid_from, post.valid_to, month.first, days)
        if not works(post) or span.start >= span.stop:
            continue
        before = found[-1] if found else None
        if before is not None and before[2] == span.start and _alike(before[0], post):
            found[-1] = before[0], before[1], int(span.stop)
        else:
            found.append((post, int(span.start) + 1, int(span.stop)))
    return found if len(found) > 1 else []


_OF_POST = (
    "status", "golongan", "job_kind", "position", "family", "eselon", "job_class", "unit_id",
    "salary", "certified", "acting",
)  # fmt: skip


def _alike(one: PostRow, other: PostRow) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _OF_POST)


def _due(calendar: Calendar, month: Month, unit: UnitRow, first: int, last: int) -> int:
    if not unit.pattern:
        return UNKNOWN_WORKDAYS
    due = calendar.workdays(calendar.key(unit.pattern, unit.line), month)
    return sum(first <= day.day <= last for day in due)
