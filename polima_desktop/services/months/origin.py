"""An explained slip as a tree: the amount paid at the root, every input at the leaves.

Each line stands under the lines that name it; a leaf says in a few words what it is made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from polima_desktop.domain.differences import cause_title
from polima_desktop.domain.formula.exact import Value
from polima_desktop.domain.formula.tree import BandTable, Node, steps
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.rules.supplied import CLASS_KEY, CLASS_TABLE, SUPPLIED
from polima_desktop.domain.slices import Slice
from polima_desktop.formatting import (
    UNKNOWN,
    listed,
    money,
    number,
    percent,
    short_date,
    trimmed,
    within,
)
from polima_desktop.services.months.comparing import Why
from polima_desktop.services.months.explaining import ExplainedLine, Explanation
from polima_desktop.services.months.sources import CLOCKED, POSTED, REPORTED, SPELLS, Source

PERCENT_DECIMALS = 4
"""A unitless result with so many decimals is a share and reads as percent."""

AGAIN = "seperti di atas"
WHY = "beda:"
"""How keys of differences begin: no line is called so."""
_WORDS = {True: "ya", False: "tidak"}


@dataclass(frozen=True)
class Origin:
    """One amount and what it is made of; a leaf is an input. ``missing``: it has no value."""

    key: str
    title: str
    second: str
    amount: str
    parts: tuple[Origin, ...] = ()
    missing: bool = False


def origin(found: Explanation) -> tuple[Origin, ...]:
    """Give the tree of the amount paid, then of lines that do not lead to it."""
    named = {name for line in found.lines for name in line.names}
    roots = [line for line in found.lines if line.slip == "bersih"]
    roots += [line for line in found.lines if line.slip != "bersih" and line.name not in named]
    told: set[str] = set()
    return tuple(_line(found, line, told) for line in roots)


def why_origin(moved: Sequence[Why]) -> tuple[Origin, ...]:
    """Give how the slip differs from each other one, by cause; nothing where nothing moved."""
    return tuple(
        Origin(
            f"{WHY}{why.against}",
            f"Beda dari {why.against}",
            f"{money(why.before)} menjadi {money(why.after)}",
            money(why.difference),
            tuple(
                Origin(f"{WHY}{why.against}:{cause}", cause_title(cause), "", money(amount))
                for cause, amount in why.parts.items()
            ),
        )
        for why in moved
        if why.parts
    )


def _line(found: Explanation, line: ExplainedLine, told: set[str]) -> Origin:
    """Give a line with its parts; where it stands a second time, without them."""
    by_name = {other.name: other for other in found.lines}
    amount = _amount(line)
    if line.name in told:
        return Origin(line.name, line.label, AGAIN, amount, (), line.value is None)
    told.add(line.name)
    parts = tuple(
        _line(found, by_name[name], told) if name in by_name else _leaf(found, line, name)
        for name in line.names
    )
    parts = (*_slices(found, line), *parts)
    second = " · ".join([line.formula, *_bands_met(found, line)])
    return Origin(line.name, line.label, second, amount, parts, line.value is None)


def _slices(found: Explanation, line: ExplainedLine) -> Iterator[Origin]:
    """Give what a line came to in each part of the month, with the days it weighs."""
    for part in found.slices:
        value = part.values.get(line.name)
        if value is not None:
            title = slice_words(part, found.month)
            given = ", ".join(
                f"{_title(found, name)} {_shown(value, None, 0)}"
                for name, value in part.inputs.items()
                if value is not None
            )
            amount = _shown(value, line.unit, line.decimals)
            yield Origin(f"{line.name}@{part.first}", title, given, amount)


def slice_words(part: Slice, month: Month) -> str:
    """Name a part of a month: ``1–10 Januari 2021, 10 dari 31 hari``."""
    days = f"{part.first}–{part.last}" if part.first != part.last else str(part.first)
    return f"{days} {month_name(month)}, {part.weight} dari {part.total} hari"


def _title(found: Explanation, name: str) -> str:
    declared = found.rules.program.ruleset.inputs.get(name)
    return (declared.label if declared else "") or SUPPLIED[name].label


def _amount(line: ExplainedLine) -> str:
    """Write a line's value; what is taken off reads negative."""
    taken = line.slip == "potongan"
    value = -line.value if taken and isinstance(line.value, Decimal) else line.value
    return _shown(value, line.unit, line.decimals)


def _bands_met(found: Explanation, line: ExplainedLine) -> list[str]:
    """Say which band of a table another line fell into: ``indeks: 85 % sampai 95 %``."""
    values = {other.name: other.value for other in found.lines}
    node = found.rules.program.lines[line.name].node
    met = []
    for step in steps(node):
        if step.op == "JENJANG" and step.args[0].op == "line" and isinstance(step.table, BandTable):
            value = values.get(step.args[0].name)
            if isinstance(value, Decimal):
                met.append(_band(step.table, value, step.args[0]))
    return met


def _band(table: BandTable, value: Decimal, key: Node) -> str:
    scale = Decimal(10) ** key.type.decimals
    place = table.place(int(value * scale), key.type.decimals)
    edges = [_ratio(table, place)]
    if place + 1 < len(table.bounds):
        edges.append(f"sampai di bawah {_ratio(table, place + 1)}")
    return f"jenjang {' '.join(edges)}"


def _ratio(table: BandTable, place: int) -> str:
    bound = Decimal(table.bounds[place]).scaleb(-table.bound_decimals)
    return percent(bound, None) if bound <= 1 else number(trimmed(bound))


# ── leaves ──────────────────────────────────────────────────────────────────────────────────


def _leaf(found: Explanation, line: ExplainedLine, name: str) -> Origin:
    variable = found.rules.program.variables[name]
    declared = found.rules.program.ruleset.inputs.get(name)
    title = _title(found, name)
    unit = declared.unit if declared else SUPPLIED[name].unit
    value = _leaf_value(found, name)
    amount = _shown(value, unit, variable.type.decimals)
    return Origin(name, title, _origin_words(found, line, name), amount, missing=value is None)


def _leaf_value(found: Explanation, name: str) -> Value | None:
    given = found.inputs.get(name)
    if isinstance(given, Sequence) and not isinstance(given, str):
        return sum((item for item in given if isinstance(item, Decimal)), Decimal(0))
    return given


def _origin_words(found: Explanation, line: ExplainedLine, name: str) -> str:
    """Say in a few words where an input comes from."""
    if name in REPORTED:
        return _report_words(found, line)
    if name in ("menit_terlambat", "menit_pulang_cepat"):
        return _minute_words(found, name)
    if name in CLOCKED:
        return _files(line, ("attendance", "claim"), "kehadiran")
    if name in SPELLS:
        return _files(line, ("events",), "tidak ada keputusan bulan ini")
    if name == CLASS_TABLE:
        return f"kelas {_class_words(found)}, tabel aturan versi {found.rules.number}"
    if name in POSTED:
        return _posted(found.evidence.posted(name))
    return "kalender kerja" if name == "hari_kerja" else ""


def _posted(source: Source) -> str:
    """Say which list and row a fact of the post stands in, or who recorded it."""
    if source.file is None:
        words = " · ".join(filter(None, (source.about, source.decision)))
        if source.decision:
            return within(words)
        return f"penugasan sejak {short_date(source.day)}" if source.day else "data pegawai"
    return source.file + ("" if source.row is None else f", baris {number(source.row)}")


def _class_words(found: Explanation) -> str:
    job_class = found.inputs.get(CLASS_KEY)
    return number(job_class) if isinstance(job_class, Decimal) else "kosong"


def _report_words(found: Explanation, line: ExplainedLine) -> str:
    claimed = sum(entry.source < 0 for entry in found.entries)
    words = f"{number(len(found.entries))} aktivitas disetujui"
    if claimed:
        words += f", {number(claimed)} dari klaim manual"
    return f"{words} · {_files(line, ('activities',), '')}".removesuffix(" · ")


def _minute_words(found: Explanation, name: str) -> str:
    given = found.inputs.get(name)
    minutes = [m for m in given if isinstance(m, Decimal)] if isinstance(given, list) else []
    met = sum(minute > 0 for minute in minutes)
    return f"{number(met)} dari {number(len(minutes))} hari"


def _files(line: ExplainedLine, kinds: tuple[str, ...], otherwise: str) -> str:
    """Name the files of some kinds of source, each once."""
    sources: Sequence[Source] = [source for source in line.sources if source.kind in kinds]
    files = dict.fromkeys(source.file for source in sources if source.file)
    if len(files) > 2:
        return f"{number(len(files))} berkas"
    return listed(files) or otherwise


# ── amounts ─────────────────────────────────────────────────────────────────────────────────


def _shown(value: Value | None, unit: str | None, decimals: int) -> str:
    """Write an amount as a clerk reads it: rupiah, percent, or a number with its unit."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return _WORDS[value]
    if not isinstance(value, Decimal):
        return str(value)
    if unit == "Rp":
        return money(value, decimals)
    if unit == "%" or (not unit and decimals >= PERCENT_DECIMALS):
        return percent(value)
    return number(trimmed(round(value, PERCENT_DECIMALS)))
