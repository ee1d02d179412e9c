"""Random formulas that type-check mostly, and rows with the values that hurt, from a seed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np

from polima_desktop.domain.formula.columns import Lists, Population, Values, whole
from polima_desktop.domain.formula.exact import Case
from polima_desktop.domain.formula.scaled import Interval, decimal
from polima_desktop.domain.formula.syntax import (
    Binary,
    Call,
    Expr,
    Name,
    Number,
    Percent,
    Text,
    Unary,
)
from polima_desktop.domain.formula.tree import (
    BandTable,
    LookupTable,
    Scope,
    Type,
    Variable,
)
from tests.domain.formula.fractions_engine import World

WORDS = ("I", "II", "III", "IV")
NUMBERS = {
    "kecil": (0, Interval(0, 9)),
    "bertanda": (2, Interval(-500, 500)),
    "rupiah": (0, Interval(0, 60_000_000)),
    "besar": (3, Interval(-(10**18), 10**18)),
    "raksasa": (0, Interval(0, 10**25)),
    "pecahan": (9, Interval(0, 10**9)),
}
ITEMS = {"menit": (0, Interval(0, 9999)), "poin": (4, Interval(-(10**9), 10**12))}
BANDS = {
    "penuh": BandTable("penuh", (-(10**30), 0, 31, 61), 0, (0, 5, 100, -15), 2),
    "mulai_nol": BandTable("mulai_nol", (0, 5, 105), 1, (0, 60, 100), 2),
}
TABLES = {
    "golongan": LookupTable("golongan", WORDS, (), 0, (0, 0, 5, 15), 2),
    "sebagian": LookupTable("sebagian", WORDS[:3], (), 0, (1, 2, 3), 0),
    "kelas": LookupTable("kelas", ("1", "2", "5"), (1, 2, 5), 0, (716562, 905939, 10**20), 0),
}
_DATES = Interval(dt.date(2000, 1, 1).toordinal(), dt.date(2030, 1, 1).toordinal())


def scope() -> Scope:
    """Everything the random formulas may name."""
    found = {
        name: Variable(name, name, Type("number", decimals, None), interval)
        for name, (decimals, interval) in NUMBERS.items()
    }
    for name, (decimals, interval) in ITEMS.items():
        found[name] = Variable(name, name, Type("number", decimals, None), interval, "daftar")
    found["gol"] = Variable(
        "gol", "gol", Type("text", words=WORDS, list_name="gol"), Interval(0, 3)
    )
    found["plt"] = Variable("plt", "plt", Type("bool"), Interval(0, 1))
    for name in ("awal", "akhir"):
        found[name] = Variable(name, name, Type("date"), _DATES)
    return Scope(found, {}, BANDS, TABLES, {"daftar": 20})


@dataclass
class Writer:
    """Writes random expressions; inside JUMLAH it may name items."""

    random: Random
    inside: bool = False

    def number(self, depth: int) -> Expr:
        if depth <= 0 or self.random.random() < 0.15:
            return self._leaf()
        less = depth - 1
        match self.random.randrange(13):
            case 0 | 1:
                return Binary(self.random.choice("+-"), self.number(less), self.number(less))
            case 2 | 3:
                return Binary("*", self.number(less), self.number(less))
            case 4:
                return Binary("/", self.number(less), self.number(less))
            case 5:
                return Unary(self.random.choice("-+-"), self.number(less))
            case 6:
                return Percent(self.number(less))
            case 7:
                arguments = (self.truth(less), self.number(less), self.number(less))
                return Call("JIKA", arguments)
            case 8:
                count = self.random.randint(2, 3)
                function = self.random.choice(["MIN", "MAKS"])
                return Call(function, tuple(self.number(less) for _ in range(count)))
            case 9 | 10:
                return self._rounding(less)
            case 11:
                return self._table(less)
        return self._special(less)

    def truth(self, depth: int) -> Expr:
        if depth <= 0 or self.random.random() < 0.2:
            return self.random.choice([Name("plt"), self._text_test()])
        less = depth - 1
        match self.random.randrange(5):
            case 0:
                function = self.random.choice(["DAN", "ATAU"])
                return Call(function, (self.truth(less), self.truth(less)))
            case 1:
                return Call("BUKAN", (self.truth(less),))
            case 2:
                operator = self.random.choice(["=", "<>", "<", ">="])
                return Binary(operator, Name("awal"), Name("akhir"))
        operator = self.random.choice(["=", "<>", "<", "<=", ">", ">="])
        return Binary(operator, self.number(less), self.number(less))

    def _text_test(self) -> Expr:
        literal = Text(self.random.choice(WORDS))
        operator = self.random.choice(["=", "<>"])
        if self.random.random() < 0.3:
            chosen = Call("JIKA", (Name("plt"), literal, Name("gol")))
            return Binary(operator, Name("gol"), chosen)
        sides = [Name("gol"), literal]
        self.random.shuffle(sides)
        return Binary(operator, *sides)

    def _leaf(self) -> Expr:
        if self.random.random() < 0.35:
            decimals = self.random.choice([0, 0, 1, 2, 4])
            return Number(self.random.choice([0, 1, 5, 25, 100, 999_999]), decimals)
        names = list(NUMBERS) + (list(ITEMS) * 3 if self.inside else [])
        return Name(self.random.choice(names))

    def _rounding(self, depth: int) -> Expr:
        places = self.random.choice([0, 0, 2, 2, 4, 9, -1, -3])
        literal = Number(places, 0) if places >= 0 else Unary("-", Number(-places, 0))
        function = self.random.choice(["BULAT", "BULAT.BAWAH", "BULAT.ATAS"])
        return Call(function, (self.number(depth), literal))

    def _table(self, depth: int) -> Expr:
        match self.random.randrange(4):
            case 0:
                return Call("JENJANG", (Name(self.random.choice(list(BANDS))), self.number(depth)))
            case 1:
                return Call("CARI", (Name(self.random.choice(["golongan", "sebagian"])),
                                     Name("gol")))  # fmt: skip
            case 2:
                return Call("CARI", (Name("kelas"), self.number(depth)))
        return Call("CARI", (Name("golongan"), Text(self.random.choice(WORDS))))

    def _special(self, depth: int) -> Expr:
        if not self.inside and self.random.random() < 0.7:
            self.inside = True
            expr = Binary(self.random.choice("+-*"), Name(self.random.choice(list(ITEMS))),
                          self.number(depth))  # fmt: skip
            self.inside = False
            return Call("JUMLAH", (expr,))
        choice = self.random.random()
        if choice < 0.5:
            return Call("ABS", (self.number(depth),))
        return Call("HARI", (Name("akhir"), Name("awal")))


@dataclass
class Row:
    """One person's values, in the three forms the three engines take."""

    numbers: dict[str, int | None]
    items: dict[str, list[int | None]]

    def case(self, variables: dict[str, Variable], lines: dict[str, object]) -> Case:
        values = {n: _exact(variables[n], v) for n, v in self.numbers.items()}
        items = {n: [_exact(variables[n], v) for v in vs] for n, vs in self.items.items()}
        return Case(values, lines, items)

    def world(self, variables: dict[str, Variable], lines: dict[str, object]) -> World:
        values = {n: _fraction(variables[n], v) for n, v in self.numbers.items()} | lines
        items = {n: [_fraction(variables[n], v) for v in vs] for n, vs in self.items.items()}
        return World(values, items, _fraction_bands(), _fraction_tables())


def random_row(random: Random, variables: dict[str, Variable]) -> Row:
    """Edge values, values in between, now and then a missing one."""
    numbers = {n: _value(random, v) for n, v in variables.items() if not v.family}
    length = random.choice([0, 1, 2, 5])
    items = {n: [_value(random, v, 0.03) for _ in range(length)]
             for n, v in variables.items() if v.family}  # fmt: skip
    return Row(numbers, items)


def _value(random: Random, variable: Variable, missing: float = 0.06) -> int | None:
    low, high, _ = variable.interval
    if random.random() < missing:
        return None
    edges = [edge for edge in (low, high, 0, 1, -1, 2, 5) if low <= edge <= high]
    return random.choice([*edges, random.randint(low, high), random.randint(low, high)])


def population(rows: list[Row], variables: dict[str, Variable]) -> Population:
    """The rows as columns."""
    inputs = {n: _column([row.numbers[n] for row in rows], variables[n])
              for n, v in variables.items() if not v.family}  # fmt: skip
    lengths = [len(next(iter(row.items.values()))) for row in rows]
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    items = {n: _column([value for row in rows for value in row.items[n]], variables[n])
             for n, v in variables.items() if v.family}  # fmt: skip
    return Population(len(rows), inputs, {"daftar": Lists(items, offsets)})


def _column(values: list[int | None], variable: Variable) -> Values:
    filled = whole([variable.interval.nearest_zero if v is None else v for v in values])
    return Values(filled, np.array([v is not None for v in values], dtype=bool))


def _exact(variable: Variable, value: int | None) -> object:
    if value is None:
        return None
    match variable.type.kind:
        case "text":
            return WORDS[value]
        case "bool":
            return bool(value)
        case "date":
            return dt.date.fromordinal(value)
    return decimal(value, variable.type.decimals)


def _fraction(variable: Variable, value: int | None) -> object:
    found = _exact(variable, value)
    return Fraction(found) if isinstance(found, Decimal) else found


def _fraction_bands() -> dict[str, list[tuple[Fraction, Fraction]]]:
    return {
        name: [(Fraction(b, 10**t.bound_decimals), Fraction(v, 10**t.value_decimals))
               for b, v in zip(t.bounds, t.values, strict=True)]
        for name, t in BANDS.items()
    }  # fmt: skip


def _fraction_tables() -> dict[str, dict[object, Fraction]]:
    found = {}
    for name, table in TABLES.items():
        keys = [Fraction(n) for n in table.numbers] or list(table.words)
        values = [Fraction(v, 10**table.value_decimals) for v in table.values]
        found[name] = dict(zip(keys, values, strict=True))
    return found
