"""A stored slip and its rule set → the texts of the paper. Nothing is computed here but sums.

Which lines stand in which block, and what they are called, the rule set says; percent and
occurrences are read from it only where they are beyond doubt, else they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from polima_desktop.domain.periods import Month
from polima_desktop.domain.ranks import kelompok_golongan
from polima_desktop.domain.rules import Line, RuleSet
from polima_desktop.domain.rules.supplied import SUPPLIED
from polima_desktop.formatting import (
    MINUS,
    UNKNOWN,
    day,
    money,
    month_name,
    nip,
    npwp,
    number,
    percent,
    trimmed,
)
from polima_desktop.reports.parts import Letterhead, Signatory
from polima_desktop.reports.slip import Amount, Block, Fact, Occurrence, Row, Slip
from polima_desktop.storage.slips import Slip as StoredSlip

DRAFT, EXAMPLE, REPLACED = "DRAF", "CONTOH", "DIGANTIKAN"
BLOCK_TITLES = {"kinerja": "Kinerja", "disiplin": "Disiplin"}


def is_example(rules: RuleSet) -> bool:
    """Tell whether a rule set is an example and not the city's own."""
    decree = rules.decree
    return decree is None or "contoh" in f"{decree.number} {decree.title}".lower()


def slip_paper(
    slip: StoredSlip,
    rules: RuleSet,
    version: int,
    letterhead: Letterhead,
    signatories: tuple[Signatory, Signatory],
    marks: tuple[str, ...],
) -> Slip:
    """Give the paper of a payable slip. What is received equals the stored net amount."""
    who = slip.identity
    gross, deductions = totals(slip, rules)
    return Slip(
        letterhead=letterhead,
        subtitle=subtitle(slip),
        name=str(who["name"]),
        nip=slip.nip,
        facts=(_person(who), _post(slip, rules, version)),
        blocks=tuple(
            block for name in BLOCK_TITLES if (block := block_of(slip, rules, name)) is not None
        ),
        gross=gross,
        deductions=deductions,
        signatories=signatories,
        code=slip.code or "",
        marks=marks,
    )


def subtitle(slip: StoredSlip) -> str:
    """Write month, running number and revision."""
    month = Month.parse(slip.month)
    reference = f"{slip.id:05d}/SLIP/{month.month:02d}/{month.year}"
    return f"Bulan {month_name(month)} · Nomor {reference} · Revisi {slip.revision}"


def totals(slip: StoredSlip, rules: RuleSet) -> tuple[tuple[Amount, ...], tuple[Amount, ...]]:
    """Give the amounts of the totals box; what they do not explain is a line of its own."""
    gross = _amounts(slip, rules, "kotor") or (Amount("TPP kotor", slip.gross or 0),)
    taken = _amounts(slip, rules, "potongan")
    rest = sum(a.rupiah for a in gross) - sum(a.rupiah for a in taken) - (slip.net or 0)
    return gross, (*taken, Amount("Penyesuaian menurut aturan", rest)) if rest else taken


def _amounts(slip: StoredSlip, rules: RuleSet, block: str) -> tuple[Amount, ...]:
    return tuple(
        Amount(_amount_label(slip, rules, line), int(value))
        for line in rules.lines.values()
        if line.slip == block and isinstance(value := slip.lines.get(line.name), Decimal)
    )


_BY_GRADE = re.compile(r"(?:CARI|LOOKUP)\(\s*(\w+)\s*;\s*kelompok_golongan\s*\)")


def _amount_label(slip: StoredSlip, rules: RuleSet, line: Line) -> str:
    """Name an amount; one that a table gives by golongan also says which and how much."""
    found = _BY_GRADE.search(line.formula)
    golongan = slip.identity.get("golongan")
    if not found or found[1] not in rules.tables or not golongan:
        return line.label
    group = kelompok_golongan(golongan)
    rate = dict(rules.tables[found[1]].rows).get(group)
    who = group if group == "PPPK" else f"golongan {group}"
    return line.label if rate is None else f"{line.label}, {who}, {_as_percent(rate)}"


# ── identity ────────────────────────────────────────────────────────────────────────────────


def _person(who: Mapping[str, Any]) -> tuple[Fact, ...]:
    rank = str(who.get("golongan") or UNKNOWN)
    if who.get("pangkat"):
        rank = f"{who['pangkat']} ({rank})"
    return (
        Fact("Nama", str(who["name"]), strong=True),
        Fact("NIP", nip(who["nip"])),
        Fact("Pangkat", rank),
        Fact("Jabatan", str(who.get("position") or UNKNOWN)),
        Fact("NPWP", npwp(who.get("npwp"))),
    )


def _post(slip: StoredSlip, rules: RuleSet, version: int) -> tuple[Fact, ...]:
    who = slip.identity
    pattern = str(who.get("pattern") or "").replace("_", " ")
    workdays = number(_whole(who.get("counts", {}).get("hari_kerja")))
    return (
        Fact("Kelas jabatan", number(_whole(who.get("kelas")))),
        Fact("TPP kelas", money(class_amount(slip, rules))),
        Fact("Hari kerja", f"{workdays}, pola {pattern}" if pattern else workdays),
        Fact("Atasan", str(who.get("superior") or UNKNOWN)),
        Fact("Dasar", basis(rules, version)),
    )


def _whole(value: int | str | None) -> int | None:
    return None if value is None else int(value)


def class_amount(slip: StoredSlip, rules: RuleSet) -> int | None:
    """Give the TPP of the person's class, as the class table has it."""
    table, job_class = rules.tables.get("tpp_kelas"), slip.identity.get("kelas")
    rows = dict(table.rows) if table and job_class is not None else {}
    found = rows.get(str(job_class))
    return None if found is None else int(found)


def basis(rules: RuleSet, version: int) -> str:
    """Name the rules: the example's title, or the decree with its date; and the version."""
    decree = rules.decree
    if decree is None:
        return f"Aturan v{version}"
    if is_example(rules):
        return f"{decree.title} v{version}"
    return f"{decree.number}, {day(decree.date)} (v{version})"


# ── blocks ──────────────────────────────────────────────────────────────────────────────────


def block_of(slip: StoredSlip, rules: RuleSet, name: str) -> Block | None:
    """Give a block: amounts of money are its results, everything else its rows.

    Occurrences stand in the place of the discipline's percentages if they explain its score.
    """
    lines = [line for line in rules.lines.values() if line.slip == name and line.name in slip.lines]
    if not lines:
        return None
    result = result_line(rules, name)
    score = _score(lines, result) if name == "disiplin" else None
    counted = occurrences(slip, rules) if name == "disiplin" else []
    value = slip.lines[score.name] if score else None
    explained = isinstance(value, Decimal) and 100 - _total(counted) == value * 100
    rows = [line for line in lines if line.unit != "Rp" and line is not score]
    return Block(
        title=block_title(rules, name),
        note=reading(result.formula, rules) if result else "",
        rows=tuple(_row(slip, rules, line) for line in rows if not (explained and is_ratio(line))),
        occurrences=tuple(one.printed() for one in counted),
        summary=_summary(score, value, counted, explained) if score else "",
        results=tuple(_results(slip, lines, result)),
    )


def result_line(rules: RuleSet, block: str) -> Line | None:
    """Give the line a block ends in: its first amount of money; others are added to it."""
    lines = (line for line in rules.lines.values() if line.slip == block and line.unit == "Rp")
    return next(lines, None)


def _results(
    slip: StoredSlip, lines: Sequence[Line], result: Line | None
) -> Iterator[tuple[str, str]]:
    """Give the amounts of a block; those beside the main one only where they are not zero."""
    for line in lines:
        value = slip.lines[line.name]
        if line.unit == "Rp" and (line is result or value):
            yield line.label, shown(line, value)


def _score(lines: Sequence[Line], result: Line | None) -> Line | None:
    """Give the ratio that the result is multiplied with."""
    if result is None:
        return None
    used = set(re.findall(r"\w+", result.formula))
    return next((line for line in lines if line.name in used and is_ratio(line)), None)


def is_ratio(line: Line) -> bool:
    """Tell whether a line is part of a whole, shown as percent: no unit, four decimals or more."""
    return line.unit == "%" or (not line.unit and line.decimals >= 4)


def block_title(rules: RuleSet, block: str) -> str:
    """Give the heading of a block, with its part of the whole if the rules name it."""
    return BLOCK_TITLES[block] + _share(result_line(rules, block))


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


_ONE_SHARE = re.compile(r"(?<![\d,.])(\d+(?:,\d+)?)\s*%")


def _share(result: Line | None) -> str:
    """Give the part of the whole that a result's formula names, if it names exactly one."""
    found = set(_ONE_SHARE.findall(result.formula)) if result else set()
    return f", {found.pop()} %" if len(found) == 1 else ""


_ROUNDED = re.compile(r"(?:BULAT|ROUND)\((.*);\s*\d+\s*\)")


def reading(formula: str, rules: RuleSet) -> str:
    """Read a plain formula aloud in labels: ``60 % × TPP kelas × indeks``; "" if it is not plain.

    >>> reading("BULAT(a * 60%; 2)", RuleSet(None, {}, {}, {}, {}, {}, ()))
    'a × 60 %'
    """
    inner = _ROUNDED.fullmatch(formula.strip())
    text = inner[1] if inner else formula.strip()
    if re.search(r"[;(\"]", text):
        return ""
    text = re.sub(r"[a-z][a-z0-9_]*", lambda name: _called(name[0], rules), text)
    text = re.sub(r"\s*\*\s*", " × ", text)
    text = re.sub(r"(?<=\d)\s*%", " %", text.replace("-", MINUS))
    return text if len(text) <= 70 else ""


def _called(name: str, rules: RuleSet) -> str:
    for known in (rules.lines, rules.inputs, SUPPLIED):
        if name in known:
            label = known[name].label.split(",")[0]
            return label if label[:2].isupper() else label[:1].lower() + label[1:]
    return name


def _row(slip: StoredSlip, rules: RuleSet, line: Line) -> Row:
    return Row(line.label, shown(line, slip.lines[line.name]), _remark(slip, rules, line))


_BANDED = re.compile(r"(?:JENJANG|BAND)\(\s*(\w+)\s*;\s*(\w+)\s*\)")


def _remark(slip: StoredSlip, rules: RuleSet, line: Line) -> str:
    """Say how many activities were counted, or which band a value fell into."""
    if "poin_aktivitas" in line.formula:
        return f"{number(_whole(slip.identity.get('activities')))} aktivitas disetujui"
    found = _BANDED.search(line.formula)
    if found and found[1] in rules.bands and found[2] in rules.lines:
        value = slip.lines.get(found[2])
        if isinstance(value, Decimal):
            return _band(rules, found[1], rules.lines[found[2]], value)
    return ""


def _band(rules: RuleSet, table: str, key: Line, value: Decimal) -> str:
    bounds = [low for low, _ in rules.bands[table].rows]
    below = [low for low in bounds if low <= value]
    above = [low for low in bounds if low > value]
    if not below:
        return ""
    write = _as_percent if is_ratio(key) else number
    end = f"sampai di bawah {write(above[0])}" if above else "ke atas"
    return f"jenjang {write(below[-1])} {end}"


def _as_percent(value: Decimal) -> str:
    return percent(value, None)


# ── discipline ──────────────────────────────────────────────────────────────────────────────

_EVENTS = {"menit_terlambat": ("Terlambat", "TL"), "menit_pulang_cepat": ("Pulang cepat", "PSW")}
_COUNTED = {"alpa": ("Tidak hadir tanpa keterangan", "TK"), "apel_lalai": ("Lalai apel", "AP")}
_PER_TIME = r"\b{0}\s*\*\s*(\d+(?:,\d+)?)\s*%|(\d+(?:,\d+)?)\s*%\s*\*\s*{0}\b"


class Counted(NamedTuple):
    """Something counted against discipline, at so many percent points each time."""

    label: str
    code: str
    times: int
    points: Decimal

    @property
    def total(self) -> Decimal:
        """Percent points in all."""
        return self.points * self.times

    def printed(self) -> Occurrence:
        """Give the line of the paper."""
        each, total = _points(self.points), _points(self.total)
        return Occurrence(self.label, self.code, number(self.times), each, total)


def occurrences(slip: StoredSlip, rules: RuleSet) -> list[Counted]:
    """Give what was counted: days by band, and absences where a line names their percent."""
    counted = [
        _of_band(rules, found, band)
        for found in slip.identity.get("discipline", ())
        for band in found["bands"]
    ]
    for name, (label, code) in _COUNTED.items():
        times = _whole(slip.identity.get("counts", {}).get(name)) or 0
        points = _points_per_time(rules, name)
        if times and points is not None:
            counted.append(Counted(label, code, times, points))
    return counted


def _of_band(rules: RuleSet, found: Mapping[str, Any], band: Mapping[str, Any]) -> Counted:
    event, code = _EVENTS[found["list"]]
    first = Decimal(band["from"])
    span = f"{number(first)} menit ke atas atau tanpa rekaman"
    if band["to"] is not None:
        span = f"{number(first)}–{number(Decimal(band['to']) - 1)} menit"
    table = rules.bands.get(found["table"])
    steps = [low for low, value in table.rows if value] if table else []
    place = str(steps.index(first) + 1) if first in steps else ""
    return Counted(f"{event} {span}", code + place, band["times"], Decimal(band["rate"]) * 100)


def _points(value: Decimal) -> str:
    """Write percent points with two decimals, more only where they are needed."""
    exponent = trimmed(value).as_tuple().exponent
    return number(value, max(2, -exponent if isinstance(exponent, int) else 2))


def _points_per_time(rules: RuleSet, name: str) -> Decimal | None:
    """Find ``alpa * 3%`` in the lines; None unless exactly one percentage stands there."""
    found: set[str] = set()
    for line in rules.lines.values():
        matches = re.findall(_PER_TIME.format(name), line.formula)
        found |= {one or other for one, other in matches}
    return Decimal(found.pop().replace(",", ".")) if len(found) == 1 else None


def _total(counted: Sequence[Counted]) -> Decimal:
    return sum((one.total for one in counted), start=Decimal(0))


def _summary(
    line: Line, value: Decimal | str | None, counted: Sequence[Counted], explained: bool
) -> str:
    """Write ``Nilai disiplin 100 − 6,25 = 93,75 %`` if the occurrences explain the value."""
    if explained and counted:
        return f"{line.label} 100 {MINUS} {_points(_total(counted))} = {shown(line, value)}"
    return f"{line.label} {shown(line, value)}"
