"""What formulas may name: variables from declared inputs, the month's lists, tables, bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from polima_desktop.domain.formula.scaled import Interval, hull, rescaled, scaled
from polima_desktop.domain.formula.syntax import NOWHERE, Call, Name
from polima_desktop.domain.formula.tree import (
    BandTable,
    LookupTable,
    Node,
    Type,
    Variable,
)
from polima_desktop.domain.formula.units import PLAIN, divide, read_unit
from polima_desktop.domain.rules.model import Activity, Band, Input, RuleSet, Table
from polima_desktop.domain.rules.supplied import (
    ACTIVITIES,
    ALWAYS_IN_ACTIVITIES,
    CLASS_KEY,
    CLASS_TABLE,
    ITEMS_AT_MOST,
    SUPPLIED,
    Supplied,
)
from polima_desktop.domain.rules.values import Unreadable, read_decimal

POINTS = read_unit("poin")
WIDEST = Decimal(10) ** 12
"""Stands for a bound that an input does not declare."""


def band_table(band: Band) -> BandTable:
    """Make a band table of whole numbers."""
    bounds, bound_decimals = whole_numbers([bound for bound, _ in band.rows])
    values, value_decimals = whole_numbers([value for _, value in band.rows])
    return BandTable(band.name, bounds, bound_decimals, values, value_decimals)


def lookup_table(table: Table) -> LookupTable:
    """Make a look-up table of whole numbers; its keys count as numbers if all can be read so."""
    words = tuple(key for key, _ in table.rows)
    values, value_decimals = whole_numbers([value for _, value in table.rows])
    try:
        numbers, key_decimals = whole_numbers([read_decimal(word) for word in words])
    except Unreadable:
        numbers, key_decimals = (), 0
    return LookupTable(table.name, words, numbers, key_decimals, values, value_decimals)


def whole_numbers(numbers: list[Decimal]) -> tuple[tuple[int, ...], int]:
    """Scale numbers to the fewest decimals that keep them all exact."""
    decimals = max(max(0, -int(number.normalize().as_tuple().exponent)) for number in numbers)
    return tuple(cast("int", scaled(number, decimals)) for number in numbers), decimals


def variables(
    ruleset: RuleSet, points: Iterable[Node], tables: Mapping[str, LookupTable]
) -> dict[str, Variable]:
    """Give every input and list that lines may name, in declared order."""
    found = {
        name: variable(declared)
        for name, declared in ruleset.inputs.items()
        if not (name in SUPPLIED and SUPPLIED[name].is_list)
    }
    for name, supplied in SUPPLIED.items():
        if supplied.is_list:
            found[name] = _list_variable(name, supplied, ruleset.inputs.get(name))
    found["poin_aktivitas"] = _points_variable(found["poin_aktivitas"], list(points))
    found["poin_harian"] = _of_a_day(found["poin_harian"], found["poin_aktivitas"])
    if CLASS_TABLE in tables and CLASS_TABLE in found:
        _supply_class_value(found, tables[CLASS_TABLE])
    return found


def variable(declared: Input) -> Variable:
    """Make the variable of a declared input."""
    match declared.kind:
        case "text":
            words = declared.values
            kind = Type("text", words=words, list_name=declared.name)
            interval = Interval(0, len(words) - 1)
        case "date":
            kind, interval = Type("date"), Interval(date.min.toordinal(), date.max.toordinal())
        case "bool":
            kind, interval = Type("bool"), Interval(0, 1)
        case _:
            unit = None if declared.unit is None else read_unit(declared.unit)
            kind = Type("number", declared.decimals, unit)
            interval = _interval(declared.low, declared.high, declared.decimals)
    return Variable(declared.name, declared.label, kind, interval)


def _interval(low: Decimal | None, high: Decimal | None, decimals: int) -> Interval:
    lowest = scaled(-WIDEST if low is None else low, decimals)
    highest = scaled(WIDEST if high is None else high, decimals)
    assert lowest is not None, "the reader checked the decimals"
    assert highest is not None, "the reader checked the decimals"
    return Interval(lowest, highest)


def _list_variable(name: str, supplied: Supplied, declared: Input | None) -> Variable:
    """A list is always there; declaring it may narrow its range and give it a label."""
    if declared is not None and declared.kind == "number":
        own = variable(declared)
        return own._replace(family=supplied.family)
    interval = _interval(supplied.low, supplied.high, supplied.decimals)
    kind = Type("number", supplied.decimals, read_unit(supplied.unit))
    return Variable(name, supplied.label, kind, interval, supplied.family)


def _points_variable(plain: Variable, points: list[Node]) -> Variable:
    """The points' decimals and range follow from the activities' formulas."""
    if not points:
        return plain
    decimals = max(node.type.decimals for node in points)
    interval = hull(
        [
            Interval(0, 0),
            *(rescaled(node.interval, node.type.decimals, decimals) for node in points),
        ]
    )
    return plain._replace(type=Type("number", decimals, POINTS), interval=interval)


def _of_a_day(plain: Variable, each: Variable) -> Variable:
    """The points of a day are those of as many entries as a person may have."""
    most = ITEMS_AT_MOST[ACTIVITIES]
    low, high, _ = each.interval
    interval = Interval(min(low * most, 0), max(high * most, 0))
    return plain._replace(type=each.type, interval=interval)


def _supply_class_value(found: dict[str, Variable], table: LookupTable) -> None:
    """Let ``tpp_kelas``, where it is missing, be looked up by ``kelas``."""
    if CLASS_KEY not in found:
        supplied = SUPPLIED[CLASS_KEY]
        interval = _interval(supplied.low, supplied.high, 0)
        found[CLASS_KEY] = Variable(CLASS_KEY, supplied.label, Type("number"), interval)
    key = found[CLASS_KEY]
    source = Name(CLASS_KEY)
    node = Node("input", (), key.type, key.interval, name=CLASS_KEY, source=source)
    values = Interval(min(table.values), max(table.values))
    instead = Node(
        "CARI",
        (node,),
        Type("number", table.value_decimals, None),
        values,
        NOWHERE,
        name=table.name,
        table=table,
        source=Call("CARI", (Name(table.name), source)),
    )
    found[CLASS_TABLE] = found[CLASS_TABLE]._replace(otherwise=instead)


def activity_variables(activity: Activity) -> dict[str, Variable]:
    """Give what a point formula may name: volume, menit, bobot and the activity's own inputs.

    ``bobot`` carries poin per the activity's unit, so that volume * bobot is points.
    """
    unit = read_unit(activity.unit)
    found = {}
    for name, (label, decimals, most) in ALWAYS_IN_ACTIVITIES.items():
        kind = Type("number", decimals, unit if name == "volume" else read_unit("menit"))
        found[name] = Variable(name, label, kind, _interval(Decimal(0), most, decimals))
    (weight,), decimals = whole_numbers([activity.weight])
    kind = Type("number", decimals, divide(POINTS, unit) or PLAIN)
    found["bobot"] = Variable("bobot", "Bobot", kind, Interval(weight, weight))
    return found | {name: variable(declared) for name, declared in activity.inputs.items()}
