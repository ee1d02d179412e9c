"""Reads each part of a rule set from its TOML table: decree, input, band, activity, line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from polima_desktop.domain.formula.scaled import scaled
from polima_desktop.domain.rules.model import (
    CALENDAR_DAYS,
    CHANGES,
    PLAIN_POINTS,
    SLIP_BLOCKS,
    WORKDAYS,
    Activity,
    Band,
    Changes,
    Decree,
    Example,
    Input,
    InputKind,
    Line,
    Table,
)
from polima_desktop.domain.rules.reader import MAX_INPUT_DECIMALS, Reader
from polima_desktop.domain.rules.supplied import ALWAYS_IN_ACTIVITIES

Body = Mapping[str, object]
PERCENT_DECIMALS = 6
_KINDS: dict[str, InputKind] = {"percent": "percent", "date": "date", "bool": "bool"}
_INPUT_KEYS = ("label", "type", "unit", "decimals", "min", "max", "values", "source", "period")
_ACTIVITY_KEYS = (
    "name",
    "family",
    "unit",
    "weight",
    "norm_minutes",
    "inputs",
    "points",
    "evidence",
    "note",
)
_LINE_KEYS = ("name", "label", "unit", "decimals", "slip", "column", "sliced", "formula")
_EXAMPLE_KEYS = ("name", "inputs", "expect", "activities", "days")


def read_decree(reader: Reader, body: Body) -> Decree | None:
    """Read ``[decree]``: number, title, date and valid_from are all needed."""
    reader.unknown_keys("decree", body, ("number", "title", "date", "valid_from"))
    number, title = (reader.required("decree", body, key) for key in ("number", "title"))
    day, valid_from = (reader.day("decree", body, key) for key in ("date", "valid_from"))
    if number is None or title is None or day is None or valid_from is None:
        return None
    return Decree(number, title, day, valid_from)


def read_input(reader: Reader, where: str, name: str, body: Body) -> Input:
    """Read a declared input; its kind follows from ``type`` or from a closed list."""
    reader.unknown_keys(where, body, _INPUT_KEYS)
    kind = _kind(reader, where, body)
    values = reader.texts(f"{where}.values", body["values"]) if "values" in body else ()
    usual = PERCENT_DECIMALS if kind == "percent" else 0
    decimals = reader.whole(where, body, "decimals", 0, MAX_INPUT_DECIMALS, usual)
    low, high = (
        reader.number(f"{where}.{key}", body[key]) if key in body else None
        for key in ("min", "max")
    )
    if kind == "percent":
        low, high = low or Decimal(0), Decimal(1) if high is None else high
    _check_range(reader, where, decimals, low, high)
    label, source, period = (
        reader.text(where, body, key) or "" for key in ("label", "source", "period")
    )
    unit = reader.text(where, body, "unit")
    return Input(name, label or name, kind, unit, decimals, low, high, values, source, period)


def _kind(reader: Reader, where: str, body: Body) -> InputKind:
    written = reader.text(where, body, "type")
    if written is None or written in ("number", "text"):
        if written == "text" and "values" not in body:
            reader.error(f"{where}.values", "Isian teks memerlukan daftar isian 'values'.")
        return "text" if "values" in body or written == "text" else "number"
    if written not in _KINDS:
        reader.error(f"{where}.type", f"Jenis '{written}' tidak ada: percent, date atau bool.")
        return "number"
    if "values" in body:
        reader.error(f"{where}.values", f"Isian berjenis {written} tidak memakai 'values'.")
    return _KINDS[written]


def _check_range(
    reader: Reader, where: str, decimals: int, low: Decimal | None, high: Decimal | None
) -> None:
    for key, bound in (("min", low), ("max", high)):
        if bound is not None and scaled(bound, decimals) is None:
            reader.error(f"{where}.{key}", f"'{bound}' lebih dari {decimals} desimal.")
    if low is not None and high is not None and low > high:
        reader.error(f"{where}.min", f"min {low} lebih besar daripada max {high}.")


def read_band(reader: Reader, where: str, name: str, body: Body) -> Band | None:
    """Read a band table; its bounds must rise, so there is neither gap nor overlap."""
    reader.unknown_keys(where, body, ("rows", "label"))
    rows: list[tuple[Decimal, Decimal]] = []
    for number, (first, second) in enumerate(reader.pairs(where, body), 1):
        bound = reader.number(f"{where}.rows.{number}", first)
        value = reader.number(f"{where}.rows.{number}", second)
        if bound is not None and value is not None:
            rows.append((bound, value))
    for number, ((before, _), (after, _)) in enumerate(pairwise(rows), 2):
        if after <= before:
            reader.error(
                f"{where}.rows.{number}",
                f"Batas {after} tidak lebih besar daripada batas sebelumnya {before}: "
                "jenjang bertumpang tindih.",
            )
    return Band(name, tuple(rows)) if rows else None


def read_table(reader: Reader, where: str, name: str, body: Body) -> Table | None:
    """Read a look-up table; a key stands once."""
    reader.unknown_keys(where, body, ("rows", "label"))
    rows: dict[str, Decimal] = {}
    for number, (first, second) in enumerate(reader.pairs(where, body), 1):
        place = f"{where}.rows.{number}"
        value = reader.number(place, second)
        key = str(first) if isinstance(first, int) and not isinstance(first, bool) else first
        if not isinstance(key, str) or not key.strip():
            reader.error(place, 'Kunci tabel ditulis sebagai teks, mis. "III".')
        elif key in rows:
            reader.error(place, f"Kunci '{key}' ditulis dua kali.")
        elif value is not None:
            rows[key] = value
    return Table(name, tuple(rows.items())) if rows else None


def read_activity(reader: Reader, where: str, code: str, body: Body) -> Activity | None:
    """Read an activity of the catalogue; without ``points`` it is volume times weight."""
    reader.unknown_keys(where, body, _ACTIVITY_KEYS)
    if not code.strip() or code != code.strip():
        reader.error(where, "Kode aktivitas tidak boleh kosong atau diapit spasi.")
    name = reader.required(where, body, "name")
    weight = _weight(reader, where, body)
    norm = reader.whole(where, body, "norm_minutes", 0, 44_640, 0)
    inputs = _variables(reader, where, body)
    family, unit, points = (
        reader.text(where, body, key) or usual
        for key, usual in (("family", "umum"), ("unit", ""), ("points", PLAIN_POINTS))
    )
    evidence, note = (reader.text(where, body, key) or "" for key in ("evidence", "note"))
    if weight is None:
        return None
    return Activity(
        code, name or code, family, unit, weight, norm or None, inputs, points, evidence, note
    )


def _weight(reader: Reader, where: str, body: Body) -> Decimal | None:
    if "weight" not in body:
        reader.error(f"{where}.weight", "Kunci 'weight' wajib diisi.")
        return None
    weight = reader.number(f"{where}.weight", body["weight"])
    if weight is not None and weight < 0:
        reader.error(f"{where}.weight", f"Bobot {weight} tidak boleh negatif.")
    return weight


def _variables(reader: Reader, where: str, body: Body) -> dict[str, Input]:
    found = {}
    for name, table in reader.tables(f"{where}.inputs", body.get("inputs", {})):
        place = f"{where}.inputs.{name}"
        reader.identifier(place, name)
        if name in ALWAYS_IN_ACTIVITIES or name in ("bobot", "tanggal"):
            reader.error(place, f"'{name}' selalu ada pada setiap aktivitas; pakai nama lain.")
        found[name] = read_input(reader, place, name, table)
    return found


def read_line(reader: Reader, number: int, body: Body) -> Line | None:
    """Read a line; without a name or a formula there is none."""
    named = body.get("name")
    where = f"lines.{named}" if isinstance(named, str) and named else f"lines.{number}"
    reader.unknown_keys(where, body, _LINE_KEYS)
    name, formula = (reader.required(where, body, key) for key in ("name", "formula"))
    label, slip, column = (
        reader.text(where, body, key) or "" for key in ("label", "slip", "column")
    )
    decimals = reader.whole(where, body, "decimals", 0, MAX_INPUT_DECIMALS, 0)
    if slip and slip not in SLIP_BLOCKS:
        reader.error(f"{where}.slip", f"Bagian slip '{slip}' tidak ada: {', '.join(SLIP_BLOCKS)}.")
    unit = reader.text(where, body, "unit")
    if name is None:
        return None
    reader.identifier(where, name)
    sliced = body.get("sliced", False)
    if not isinstance(sliced, bool):
        reader.error(f"{where}.sliced", "Isi dengan true atau false.")
    return Line(name, label or name, formula or "", unit, decimals, slip, column, sliced is True)


def read_changes(reader: Reader, body: Body) -> Changes:
    """Read ``[changes]``; all kinds whose days are counted count the same days."""
    reader.unknown_keys("changes", body, CHANGES)
    modes: dict[str, str] = {}
    for kind in CHANGES:
        mode = reader.text("changes", body, kind)
        if mode is None:
            continue
        if mode not in (CALENDAR_DAYS, WORKDAYS) and not _is_day(mode):
            reader.error(
                f"changes.{kind}",
                f"'{mode}' tidak dikenal: day_1 sampai day_28, {CALENDAR_DAYS} atau {WORKDAYS}.",
            )
            continue
        modes[kind] = mode
    if {CALENDAR_DAYS, WORKDAYS} <= set(modes.values()):
        reader.error("changes", "Perubahan yang dihitung per hari memakai hitungan hari yang sama.")
    return Changes(modes)


def read_refunds(reader: Reader, body: Body) -> Decimal | None:
    """Read ``[arrears]``: the share of a payment that refunds may take off, above 0 up to 1."""
    where = "arrears.refund_at_most"
    reader.unknown_keys("arrears", body, ("refund_at_most",))
    share = reader.number(where, body.get("refund_at_most"))
    if share is not None and not 0 < share <= 1:
        reader.error(where, f'Bagian {share} harus di atas 0 sampai 1, mis. "0.25".')
        return None
    return share


def _is_day(mode: str) -> bool:
    number = mode.removeprefix("day_")
    return mode.startswith("day_") and number.isdecimal() and 1 <= int(number) <= 28


def read_example(reader: Reader, number: int, body: Body) -> Example:
    """Read a worked example; unnamed ones are numbered."""
    name = reader.text(f"examples.{number}", body, "name") or f"contoh {number}"
    where = f"examples.{name}"
    reader.unknown_keys(where, body, _EXAMPLE_KEYS)
    inputs = reader.facts(f"{where}.inputs", body.get("inputs", {}))
    expect = reader.facts(f"{where}.expect", body.get("expect", {}))
    if not expect:
        reader.error(f"{where}.expect", "Contoh harus menyatakan paling sedikit satu hasil.")
    activities, days = (
        tuple(
            reader.facts(f"{where}.{key}.{n}", entry)
            for n, entry in reader.list_of_tables(f"{where}.{key}", body.get(key, []))
        )
        for key in ("activities", "days")
    )
    return Example(name, inputs, expect, activities, days)
