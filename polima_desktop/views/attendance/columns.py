"""The columns of the month's grid: a person a row, a sign a day, what it adds up to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from polima_desktop.domain.day_words import SIGNS, Day, clock, hours, reason, sign
from polima_desktop.domain.identity import shown_nip
from polima_desktop.formatting import number, weekday
from polima_desktop.services.attendance.months import PersonMonth
from polima_desktop.services.attendance.recap import HEADINGS
from polima_desktop.views.tables import Column, DataTable, Row
from polima_desktop.views.tables.model import Tone

DAYS = 31
_DAY = 32
"""A day's width in pixels: two figures."""
FIRST_DAY, FIRST_FIGURE = 3, 3 + DAYS
_SHOWN = ("present", "late", "early", "sick", "leave", "duty", "absent")
_SHORT = {"present": "Hadir", "late": "Tlb", "early": "PC", "sick": "Skt", "leave": "Cuti",
          "duty": "DL", "absent": "Alpa"}  # fmt: skip
_TONES: dict[str, Tone] = {
    "A": "bad", "T": "warn", "P": "warn", "K": "warn", "?": "warn", "·": "mute", "H": "plain",
}  # fmt: skip


def grid_row(one: PersonMonth) -> Row:
    """Make a row: the person, name, the month itself, the signs, the figures."""
    signs = (*one.signs, *("",) * (DAYS - len(one.days)))
    figures = tuple(getattr(one.recap, name) for name in _SHOWN)
    return one.person_id, one.name, one, *signs, *figures


def grid_columns() -> list[Column]:
    """Give the columns; those of days a month does not have are hidden by the page."""
    return [
        Column("name", "Nama", 1, width=170, minimum=160, tone="medium", stretch=True, tip=_who),
        *(_day_column(n) for n in range(DAYS)),
        *(
            Column(name, _SHORT[name], FIRST_FIGURE + n, number, width=44, right=True,
                   tip=_heading(name))
            for n, name in enumerate(_SHOWN)
        ),
    ]  # fmt: skip


def fit_days(table: DataTable) -> None:
    """Make the days narrower than a header's least, so that a month fits beside the names."""
    table.horizontalHeader().setMinimumSectionSize(_DAY)
    for n in range(DAYS):
        table.setColumnWidth(1 + n, _DAY)


def _day_column(n: int) -> Column:
    return Column(
        f"day{n + 1}",
        str(n + 1),
        FIRST_DAY + n,
        width=_DAY,
        minimum=_DAY,
        tone_of=_tone(n),
        tip=_tip(n),
    )


def _heading(name: str) -> Callable[[Row], str]:
    return lambda _row: HEADINGS[name]


def _who(row: Row) -> str:
    one = row[2]
    return f"{one.name}, {shown_nip(one.nip)}, {one.unit}"


def _tone(n: int) -> Callable[[Row], Tone]:
    return lambda row: _TONES.get(row[FIRST_DAY + n], "acc")


def _tip(n: int) -> Callable[[Row], str]:
    def words(row: Row) -> str:
        one: Any = row[2]
        return f"{weekday(one.days[n].day)}: {reason(one.days[n])}" if n < len(one.days) else ""

    return words


def day_row(day: Day, punches: str, claim: str) -> Row:
    """Make a row of a person's month."""
    what = SIGNS.get(sign(day), "")
    parts = [reason(day), f"Ketukan {punches}." if punches else "", claim]
    return (
        day.day,
        sign(day),
        what,
        hours(day.due),
        clock(day.came),
        clock(day.left),
        " ".join(part for part in parts if part),
    )


def day_columns() -> list[Column]:
    """Give the columns of a person's month."""
    return [
        Column("day", "Tanggal", 0, text=lambda day: f"{weekday(day)[:3]} {day.day}", width=62),
        Column("sign", "", 1, width=34, tone_of=lambda row: _TONES.get(row[1], "acc"),
               tip=lambda row: row[2]),
        Column("due", "Wajib", 3, width=96, tone="second"),
        Column("came", "Masuk", 4, width=56),
        Column("left", "Pulang", 5, width=84),
        Column("reason", "Penilaian", 6, width=300, stretch=True, tip=lambda row: row[6]),
    ]  # fmt: skip
