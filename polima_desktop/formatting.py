"""How numbers, money, dates, clocks and lists of words read in Indonesian.

One place for the window, the command line, the papers and the exports. Knows no module of ours:
how a month or an identity number is written stands with it in the domain, and typed numbers are
read in ``domain/typed.py``. No Qt, no locale of the operating system, nothing computed: only the
display rounds here (half away from zero, as in Excel), never an amount. An unknown value reads
``–``, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icu4py.messageformat import MessageFormat

MINUS = "\N{MINUS SIGN}"
UNKNOWN = "\N{EN DASH}"
WITA = timezone(timedelta(hours=8), "WITA")

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
MONTHS_SHORT = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Mei",
    "Jun",
    "Jul",
    "Agu",
    "Sep",
    "Okt",
    "Nov",
    "Des",
)
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


# --- numbers -------------------------------------------------------------------------------


def number(value: int | Decimal | None, decimals: int | None = None) -> str:
    """Write a number with grouping points and a decimal comma.

    ``decimals`` rounds the display half away from zero; None keeps the value's own.

    >>> number(1234567), number(Decimal("-0.5"), 0), number(None)
    ('1.234.567', '−1', '–')
    """
    if value is None:
        return UNKNOWN
    shown = Decimal(value)
    if decimals is not None:
        shown = _EXACT.quantize(shown, Decimal(1).scaleb(-decimals))
    whole, _, fraction = f"{shown.copy_abs():,f}".partition(".")
    text = whole.replace(",", ".") + ("," + fraction if fraction else "")
    return MINUS + text if shown < 0 else text


def scaled(value: int | None, scale: int, decimals: int | None = None) -> str:
    """Write an integer that counts units of ``10**-scale``; ``decimals`` defaults to ``scale``.

    >>> scaled(235181232, 2)
    '2.351.812,32'
    """
    exact = None if value is None else Decimal(value).scaleb(-scale, _EXACT)
    return number(exact, scale if decimals is None else decimals)


def money(value: int | Decimal | None, decimals: int | None = None) -> str:
    """Write rupiah: ``Rp 1.234.567``; a negative amount as ``− Rp 1.234.567``.

    >>> money(3745914), money(Decimal("2351812.32")), money(-199251)
    ('Rp 3.745.914', 'Rp 2.351.812,32', '− Rp 199.251')
    """
    text = number(value, decimals)
    if text == UNKNOWN:
        return text
    return f"{MINUS} Rp {text[1:]}" if text.startswith(MINUS) else f"Rp {text}"


def percent(ratio: Decimal | int | None, decimals: int | None = 2) -> str:
    """Write a ratio (0.8739) as percent (``87,39 %``); ``decimals=None`` keeps what is there.

    >>> percent(Decimal("0.8739")), percent(Decimal("0.6"), 0), percent(Decimal("0.005"), None)
    ('87,39 %', '60 %', '0,5 %')
    """
    if ratio is None:
        return UNKNOWN
    hundredfold = _EXACT.multiply(Decimal(ratio), 100)
    if decimals is None:
        hundredfold = trimmed(hundredfold)
    return f"{number(hundredfold, decimals)} %"


def trimmed(value: Decimal) -> Decimal:
    """Drop trailing zeros behind the comma, and only those (``100`` stays ``100``).

    >>> trimmed(Decimal("1.2500")), trimmed(Decimal("100"))
    (Decimal('1.25'), Decimal('100'))
    """
    exact = value.normalize(_EXACT)
    return exact.quantize(Decimal(1), context=_EXACT) if exact == exact.to_integral() else exact


def exact(value: int | Decimal) -> str:
    """Write a number for machines: a decimal point, no grouping, no exponent.

    >>> exact(Decimal("1E+3")), exact(-5)
    ('1000', '-5')
    """
    return f"{Decimal(value):f}"


# --- amounts in words ----------------------------------------------------------------------


@lru_cache(maxsize=1)
def _speller() -> MessageFormat:
    # ICU loads 30 MB of data that the first window does not need
    from icu4py.messageformat import MessageFormat

    return MessageFormat("{value, spellout}", "id")


@lru_cache(maxsize=8192)
def spelled(value: int) -> str:
    """Spell a whole number as Unicode's own rules for Indonesian do: ``seribu dua ratus``."""
    words = str(_speller().format({"value": abs(value)}))
    return f"minus {words}" if value < 0 else words


def terbilang(rupiah: int) -> str:
    """Spell an amount of money, as it stands under the total of a slip.

    >>> terbilang(1001000)
    'satu juta seribu rupiah'
    """
    return f"{spelled(rupiah)} rupiah"


# --- days and clocks -----------------------------------------------------------------------


def day(value: date | None) -> str:
    """Write a date as on papers: ``26 Februari 2021``."""
    return UNKNOWN if value is None else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def weekday(value: date) -> str:
    """Write a date with its weekday: ``Selasa, 23 Februari 2021``."""
    return f"{WEEKDAYS[value.weekday()]}, {day(value)}"


def short_day(value: date | None) -> str:
    """Write a date in a table whose year is known: ``23 Feb``."""
    return UNKNOWN if value is None else f"{value.day} {MONTHS_SHORT[value.month - 1]}"


def short_date(value: date | None) -> str:
    """Write a date in a table: ``23 Feb 2021``."""
    return UNKNOWN if value is None else f"{short_day(value)} {value.year}"


def clock(seconds: int | None, zone: bool = True) -> str:
    """Write seconds since local midnight: ``07.30 WITA``; the day after a shift's: ``01.15 (+1)``.

    >>> clock(27000), clock(90900, zone=False), clock(None)
    ('07.30 WITA', '01.15 (+1)', '–')
    """
    if seconds is None:
        return UNKNOWN
    days, rest = divmod(seconds, 86400)
    text = f"{rest // 3600:02d}.{rest % 3600 // 60:02d}"
    return text + (f" (+{days})" if days else "") + (" WITA" if zone else "")


def moment(value: datetime) -> str:
    """Write an aware point in time as Baubau reads it: ``26 Februari 2021, 10.15 WITA``."""
    local = value.astimezone(WITA)
    return f"{day(local.date())}, {local:%H.%M} WITA"


def short_moment(value: datetime) -> str:
    """Write an aware point in time where there is little room: ``26 Feb 2021, 10.15 WITA``."""
    local = value.astimezone(WITA)
    return f"{short_date(local.date())}, {local:%H.%M} WITA"


def minutes(value: int | None) -> str:
    """Write a length of time: ``64 menit``, ``2 jam 5 menit``.

    >>> minutes(64), minutes(125), minutes(120)
    ('64 menit', '2 jam 5 menit', '2 jam')
    """
    if value is None:
        return UNKNOWN
    if value < 90:
        return f"{number(value)} menit"
    hours, rest = divmod(value, 60)
    return f"{number(hours)} jam" + (f" {rest} menit" if rest else "")


# --- lists -------------------------------------------------------------------------------


def within(text: str) -> str:
    """Write what begins a line as it stands within a sentence; an abbreviation stays as it is.

    >>> within("Dinas Pekerjaan Umum"), within("NIP berbeda"), within("TPP kotor")
    ('dinas Pekerjaan Umum', 'NIP berbeda', 'TPP kotor')
    """
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["NIP", "nama", "unit"]), listed(["NIP", "nama"])
    ('NIP, nama, dan unit', 'NIP dan nama')
    """
    items = list(words)
    if len(items) < 3:
        return " dan ".join(items)
    return f"{', '.join(items[:-1])}, dan {items[-1]}"
