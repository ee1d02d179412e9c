"""A rule set as papers read it: blocks, headings, what a line is called and written like.

Which lines stand in which block, and what they are called, the rule set says; a percentage or
a formula is read from it only where it is beyond doubt, else it is left out. Worked out once
a version: a month prints thousands of slips from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from polima_desktop.domain.ranks import kelompok_golongan
from polima_desktop.domain.rules import Line, RuleSet
from polima_desktop.domain.rules.supplied import SUPPLIED
from polima_desktop.formatting import MINUS, UNKNOWN, day, money, number, percent, trimmed, within

BLOCK_TITLES = {"kinerja": "Kinerja", "disiplin": "Disiplin"}
COUNTED = ("alpa", "apel_lalai")
"""What a rule may take a percentage for each time."""

_SHARE = re.compile(r"(?<![\d,.])(\d+(?:,\d+)?)\s*%")
_ROUNDED = re.compile(r"(?:BULAT|ROUND)\((.*);\s*\d+\s*\)")
_BANDED = re.compile(r"(?:JENJANG|BAND)\(\s*(\w+)\s*;\s*(\w+)\s*\)")
_BY_GRADE = re.compile(r"(?:CARI|LOOKUP)\(\s*(\w+)\s*;\s*kelompok_golongan\s*\)")
_PER_TIME = r"\b{0}\s*\*\s*(\d+(?:,\d+)?)\s*%|(\d+(?:,\d+)?)\s*%\s*\*\s*{0}\b"


@dataclass(frozen=True)
class BlockRules:
    """A block of the slip: its lines in order, the amount it ends in, and its heading.

    ``score`` is the ratio that the result is multiplied with, ``note`` the result's formula
    in labels.
    """

    lines: Sequence[Line]
    result: Line | None
    score: Line | None
    title: str
    note: str


@dataclass(frozen=True)
class PaperRules:
    """A stored version of the rules for papers."""

    number: int
    rules: RuleSet

    @cached_property
    def is_example(self) -> bool:
        """Tell whether the rules are an example and not the city's own."""
        decree = self.rules.decree
        return decree is None or "contoh" in f"{decree.number} {decree.title}".lower()

    @cached_property
    def basis(self) -> str:
        """Name the rules: the example's title, or the decree with its date; and the version."""
        decree = self.rules.decree
        if decree is None:
            return f"Aturan v{self.number}"
        if self.is_example:
            return f"{decree.title} v{self.number}"
        return f"{decree.number}, {day(decree.date)} (v{self.number})"

    # lines

    @cached_property
    def blocks(self) -> dict[str, BlockRules]:
        """The blocks that have lines, in the order they are printed."""
        return {name: self._block(name) for name in BLOCK_TITLES if self.lines_of(name)}

    def _block(self, name: str) -> BlockRules:
        lines = self.lines_of(name)
        result = next((line for line in lines if line.unit == "Rp"), None)
        return BlockRules(
            lines,
            result,
            _score(lines, result),
            BLOCK_TITLES[name] + _share(result),
            self.reading(result.formula) if result else "",
        )

    def lines_of(self, block: str) -> list[Line]:
        """Give the lines of a slip block in the order of the rule set."""
        return [line for line in self.rules.lines.values() if line.slip == block]

    @cached_property
    def columns(self) -> dict[str, list[Line]]:
        """The lines that fill each column of the payment list."""
        found: dict[str, list[Line]] = {}
        for line in self.rules.lines.values():
            found.setdefault(line.column, []).append(line)
        return found

    # readings

    def reading(self, formula: str) -> str:
        """Read a plain formula in labels: ``besaran TPP × 60 % × indeks``; "" if not plain.

        >>> PaperRules(1, RuleSet(None, {}, {}, {}, {}, {}, ())).reading("BULAT(a * 60%; 2)")
        'a × 60 %'
        """
        inner = _ROUNDED.fullmatch(formula.strip())
        text = inner[1] if inner else formula.strip()
        if re.search(r"[;(\"]", text):
            return ""
        text = re.sub(r"[a-z][a-z0-9_]*", lambda name: self._called(name[0]), text)
        text = re.sub(r"\s*\*\s*", " × ", text)
        text = re.sub(r"(?<=\d)\s*%", " %", text.replace("-", MINUS))
        return text if len(text) <= 70 else ""

    def _called(self, name: str) -> str:
        for known in (self.rules.lines, self.rules.inputs, SUPPLIED):
            if name in known:
                label = known[name].label.split(",")[0]
                return within(label)
        return name

    @cached_property
    def points_per_time(self) -> dict[str, Decimal]:
        """Percent points for each time, where the lines name exactly one: ``alpa * 3%``."""
        found: dict[str, Decimal] = {}
        formulas = [line.formula for line in self.rules.lines.values()]
        for name in COUNTED:
            pattern = re.compile(_PER_TIME.format(name))
            rates = {one or other for text in formulas for one, other in pattern.findall(text)}
            if len(rates) == 1:
                found[name] = Decimal(rates.pop().replace(",", "."))
        return found

    def band_step(self, table: str, bound: Decimal) -> str:
        """Give the place of a band among those that cost something, from 1; "" if unknown."""
        steps = self._steps.get(table, [])
        return str(steps.index(bound) + 1) if bound in steps else ""

    @cached_property
    def _steps(self) -> dict[str, list[Decimal]]:
        return {
            name: [bound for bound, value in band.rows if value]
            for name, band in self.rules.bands.items()
        }

    @cached_property
    def banded(self) -> dict[str, tuple[str, Line]]:
        """For lines that look a band up by another line: the table and that line."""
        found = {}
        for line in self.rules.lines.values():
            match = _BANDED.search(line.formula)
            if match and match[1] in self.rules.bands and match[2] in self.rules.lines:
                found[line.name] = match[1], self.rules.lines[match[2]]
        return found

    def band_words(self, table: str, key: Line, value: Decimal) -> str:
        """Say which band a value fell into: ``jenjang 85 % sampai di bawah 95 %``."""
        bounds = [bound for bound, _ in self.rules.bands[table].rows]
        below = [bound for bound in bounds if bound <= value]
        above = [bound for bound in bounds if bound > value]
        if not below:
            return ""
        write = as_percent if is_ratio(key) else number
        end = f"sampai di bawah {write(above[0])}" if above else "ke atas"
        return f"jenjang {write(below[-1])} {end}"

    def amount_label(self, line: Line, golongan: str | None) -> str:
        """Name an amount; one that a table gives by golongan also says which and how much."""
        rates = self._rates_by_grade.get(line.name)
        if rates is None or not golongan:
            return line.label
        group = kelompok_golongan(golongan)
        who = group if group == "PPPK" else f"golongan {group}"
        return f"{line.label}, {who}, {as_percent(rates[group])}" if group in rates else line.label

    @cached_property
    def _rates_by_grade(self) -> dict[str, dict[str, Decimal]]:
        found = {}
        for line in self.rules.lines.values():
            match = _BY_GRADE.search(line.formula)
            if match and match[1] in self.rules.tables:
                found[line.name] = dict(self.rules.tables[match[1]].rows)
        return found

    @cached_property
    def class_amounts(self) -> dict[str, int]:
        """The TPP of each class, by its number as text."""
        table = self.rules.tables.get("tpp_kelas")
        return {key: int(value) for key, value in table.rows} if table else {}


def _score(lines: Sequence[Line], result: Line | None) -> Line | None:
    """Give the ratio whose name stands in the result's formula."""
    used = set(re.findall(r"\w+", result.formula)) if result else set()
    return next((line for line in lines if line.name in used and is_ratio(line)), None)


def _share(result: Line | None) -> str:
    """Give the part of the whole that a result's formula names, if it names exactly one."""
    found = set(_SHARE.findall(result.formula)) if result else set()
    return f", {found.pop()} %" if len(found) == 1 else ""


# ── values ──────────────────────────────────────────────────────────────────────────────────


def is_ratio(line: Line) -> bool:
    """Tell whether a line is part of a whole, shown as percent: no unit, four decimals or more."""
    return line.unit == "%" or (not line.unit and line.decimals >= 4)


def shown(line: Line, value: Decimal | str | None) -> str:
    """Write a line's value in its unit; only the display rounds, to two decimals."""
    if not isinstance(value, Decimal):
        return value or UNKNOWN
    if line.unit == "Rp":
        return money(value, line.decimals)
    if is_ratio(line):
        return percent(value)
    text = number(value, line.decimals) if line.decimals <= 2 else number(_short(value))
    unit = line.unit or ""
    return text if unit.lower() in line.label.lower() else f"{text} {unit}"


def _short(value: Decimal) -> Decimal:
    return trimmed(value.quantize(Decimal("0.01"), ROUND_HALF_UP))


def as_percent(value: Decimal) -> str:
    """Write a ratio with the decimals it has: ``5 %``, ``2,5 %``."""
    return percent(value, None)
