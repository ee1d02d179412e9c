"""A calendar month as a value. Workdays and holidays live in ``calendar``."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import MONTHS


class Month(NamedTuple):
    """A month of a year; sorts in time order.

    >>> Month.parse("2021-02").last
    datetime.date(2021, 2, 28)
    """

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2021-01``; anything else is refused with advice."""
        match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
        if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
            raise Refused(f"Bulan ‘{text}’ tidak dikenali.", "Tulis seperti 2021-01.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """Give the month a day falls in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return _last_day(self.year, self.month)

    @property
    def days(self) -> list[date]:
        """Every day, in order."""
        return [self.first + timedelta(n) for n in range(self.last.day)]

    @property
    def next(self) -> Month:
        """The month after."""
        return Month.of(self.last + timedelta(1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@lru_cache(maxsize=1200)
def _last_day(year: int, month: int) -> date:
    """Give the last day of a month: a freeze asks for every person."""
    return date(year, month, calendar.monthrange(year, month)[1])


def month_name(value: Month) -> str:
    """Write a month as on papers: ``Januari 2021``."""
    return f"{MONTHS[value.month - 1]} {value.year}"
