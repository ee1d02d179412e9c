"""The checker's part for function calls: branches, rounding, tables, bands, lists, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polima_desktop.domain.formula import scaled, units
from polima_desktop.domain.formula.errors import FormulaError, did_you_mean, suggest
from polima_desktop.domain.formula.functions import FUNCTIONS, MANY, Function
from polima_desktop.domain.formula.guards import Facts
from polima_desktop.domain.formula.printer import canonical, number_text
from polima_desktop.domain.formula.scaled import Interval
from polima_desktop.domain.formula.syntax import Call, Expr, Name, Number, Unary
from polima_desktop.domain.formula.tree import KIND_WORDS, LookupTable, Node, Type

if TYPE_CHECKING:
    from polima_desktop.domain.formula.checker import Checker

MOST_PLACES = 9
LEAST_PLACES = -12
_LISTED_KEYS = 1000


def call(checker: Checker, expr: Call, known: Facts, text: Type) -> Node:
    """Check a call; ``text`` is the closed list its literal results must lie in."""
    function = FUNCTIONS[expr.function]
    _count(expr, function)
    if function.name == "JIKA":
        return _choice(checker, expr, known, text)
    if function.name in ("CARI", "JENJANG"):
        return _table(checker, expr, known)
    if function.name == "JUMLAH":
        return _sum(checker, expr, known)
    if function.name.startswith("BULAT"):
        return _rounding(checker, expr, known)
    args = tuple(checker.node(argument, known, Type("text")) for argument in expr.arguments)
    if function.name == "HARI":
        return _days(checker, expr, args)
    if function.name in ("DAN", "ATAU", "BUKAN"):
        for arg in args:
            checker.need(arg, "bool", function.name)
        return checker.make(expr, function.name, args, Type("bool"), Interval(0, 1))
    return _extreme(checker, expr, args)


def _count(expr: Call, function: Function) -> None:
    given = len(expr.arguments)
    if function.least <= given <= function.most:
        return
    wanted = f"paling sedikit {function.least}" if function.most == MANY else f"{function.least}"
    raise FormulaError(
        f"{function.name} memerlukan {wanted} argumen, ditulis {given}: {function.usage}.",
        expr.span.at,
    )


def _choice(checker: Checker, expr: Call, known: Facts, text: Type) -> Node:
    condition = checker.node(expr.arguments[0], known, Type("text"))
    checker.need(condition, "bool", "Syarat JIKA")
    if_yes, if_no = checker.branches(condition, known)
    yes, no = checker.pair(expr.arguments[1], expr.arguments[2], if_yes, if_no, text)
    if yes.type.kind != no.type.kind:
        raise FormulaError(
            f"Kedua cabang JIKA harus sejenis: {KIND_WORDS[yes.type.kind]} dan "
            f"{KIND_WORDS[no.type.kind]}.",
            expr.span.at,
        )
    checker.same_list((yes, no), expr.span.at)
    unit = checker.same_unit((yes, no), "kedua cabang JIKA", expr.span.at)
    kind = yes.type._replace(decimals=max(yes.type.decimals, no.type.decimals), unit=unit)
    return checker.make(expr, "JIKA", (condition, yes, no), kind, _around((yes, no), kind.decimals))


def _around(nodes: tuple[Node, ...], decimals: int) -> Interval:
    return scaled.hull(scaled.rescaled(n.interval, n.type.decimals, decimals) for n in nodes)


def _extreme(checker: Checker, expr: Call, args: tuple[Node, ...]) -> Node:
    for arg in args:
        checker.need(arg, "number", expr.function)
    if expr.function == "ABS":
        return checker.make(expr, "ABS", args, args[0].type, scaled.absolute(args[0].interval))
    unit = checker.same_unit(args, expr.function, expr.span.at)
    decimals = max(arg.type.decimals for arg in args)
    ranges = [scaled.rescaled(a.interval, a.type.decimals, decimals) for a in args]
    pick = min if expr.function == "MIN" else max
    low, high = pick(r.low for r in ranges), pick(r.high for r in ranges)
    interval = Interval(low, high, all(not r.has_zero for r in ranges))
    return checker.make(expr, expr.function, args, Type("number", decimals, unit), interval)


def _rounding(checker: Checker, expr: Call, known: Facts) -> Node:
    value = checker.node(expr.arguments[0], known, Type("text"))
    checker.need(value, "number", expr.function)
    places = _whole_literal(expr.arguments[1])
    if places is None or not LEAST_PLACES <= places <= MOST_PLACES:
        raise FormulaError(
            f"Banyaknya desimal pada {expr.function} harus bilangan bulat tetap dari "
            f"{LEAST_PLACES} sampai {MOST_PLACES}.",
            expr.arguments[1].span.at,
        )
    if places >= value.type.decimals:
        kind, interval = value.type, value.interval
    else:
        kind = value.type._replace(decimals=max(places, 0))
        interval = scaled.rounded(value.interval, value.type.decimals, places, expr.function)
    return checker.make(
        expr, "round", (value,), kind, interval, constant=places, name=expr.function
    )


def _whole_literal(expr: Expr) -> int | None:
    match expr:
        case Number(digits=digits, decimals=0):
            return digits
        case Unary(operator="-", operand=Number(digits=digits, decimals=0)):
            return -digits
    return None


def _table(checker: Checker, expr: Call, known: Facts) -> Node:
    first = expr.arguments[0]
    wanted = checker.scope.tables if expr.function == "CARI" else checker.scope.bands
    if not isinstance(first, Name) or first.name not in wanted:
        raise _no_table(checker, expr.function, first)
    table = wanted[first.name]
    keys = table.words if isinstance(table, LookupTable) else ()
    key = checker.node(expr.arguments[1], known, Type("text", words=keys, list_name=table.name))
    if isinstance(table, LookupTable):
        _check_keys(checker, table, key)
        values = table.values
    else:
        values = _reachable(checker, expr, key)
    kind = Type("number", table.value_decimals, None)
    interval = Interval(min(values), max(values), 0 not in values)
    return checker.make(expr, expr.function, (key,), kind, interval, name=table.name, table=table)


def _no_table(checker: Checker, function: str, first: Expr) -> FormulaError:
    text = canonical(first)
    scope = checker.scope
    if function == "CARI" and text in scope.bands:
        return FormulaError(f"'{text}' adalah jenjang. Pakai JENJANG({text}; …).", first.span.at)
    if function == "JENJANG" and text in scope.tables:
        return FormulaError(f"'{text}' adalah tabel. Pakai CARI({text}; …).", first.span.at)
    kind, known = ("Tabel", scope.tables) if function == "CARI" else ("Jenjang", scope.bands)
    return FormulaError(
        f"{kind} '{text}' tidak ada.{did_you_mean(text, known)}",
        first.span.at,
        suggest(text, known),
    )


def _check_keys(checker: Checker, table: LookupTable, key: Node) -> None:
    if key.type.kind == "number" and table.numbers:
        _warn_missing_numbers(checker, table, key)
        return
    checker.need(key, "text", f"Kunci tabel {table.name}")
    for word in table.words:
        if word not in key.type.words:
            raise FormulaError(
                f"Kunci tabel {table.name}: '{word}' bukan isian yang sah untuk "
                f"{key.type.list_name}.{did_you_mean(word, key.type.words)}",
                key.span.at,
            )
    missing = [word for word in key.type.words if word not in table.words]
    if missing and key.op != "constant":
        _warn_missing(checker, table, missing, key.span.at)


def _warn_missing_numbers(checker: Checker, table: LookupTable, key: Node) -> None:
    low, high = key.interval.low, key.interval.high
    if key.type.decimals == 0 and high - low < _LISTED_KEYS:
        present = {n // 10**table.key_decimals for n in table.numbers}
        missing = [str(n) for n in range(low, high + 1) if n not in present]
        if missing:
            _warn_missing(checker, table, missing, key.span.at)


def _warn_missing(checker: Checker, table: LookupTable, missing: list[str], at: int) -> None:
    shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
    checker.warn(f"Tabel {table.name} tidak memuat {shown}: baris itu akan menjadi galat.", at)


def _reachable(checker: Checker, expr: Call, key: Node) -> tuple[int, ...]:
    table = checker.scope.bands[canonical(expr.arguments[0])]
    checker.need(key, "number", f"Jenjang {table.name}")
    decimals = key.type.decimals
    first, last = (table.place(end, decimals) for end in key.interval[:2])
    if first < 0:
        checker.refuse(
            f"Jenjang {table.name} mulai dari "
            f"{number_text(table.bounds[0], table.bound_decimals)}, tetapi nilainya bisa "
            f"{number_text(key.interval.low, decimals)}. Tambah jenjang di bawahnya.",
            key.span.at,
        )
    if last + 1 < len(table.bounds):
        bound = number_text(table.bounds[last + 1], table.bound_decimals)
        checker.warn(
            f"Jenjang {table.name} mulai {bound} tidak pernah tercapai: nilainya paling besar "
            f"{number_text(key.interval.high, decimals)}.",
            key.span.at,
        )
    return table.values[max(first, 0) : last + 1] or table.values


def _sum(checker: Checker, expr: Call, known: Facts) -> Node:
    if checker.family is not None:
        raise FormulaError("JUMLAH tidak boleh di dalam JUMLAH.", expr.span.at)
    checker.family = ""
    item = checker.node(expr.arguments[0], known, Type("text"))
    family, checker.family = checker.family, None
    checker.need(item, "number", "JUMLAH")
    if not family:
        raise FormulaError(
            "JUMLAH memerlukan sebuah daftar, mis. JUMLAH(poin_aktivitas).", expr.span.at
        )
    most = checker.scope.items_at_most[family]
    interval = Interval(min(0, item.interval.low * most), max(0, item.interval.high * most))
    return checker.make(expr, "JUMLAH", (item,), item.type, interval, name=family)


def _days(checker: Checker, expr: Call, args: tuple[Node, ...]) -> Node:
    for arg in args:
        checker.need(arg, "date", "HARI")
    interval = scaled.plus(args[0].interval, scaled.negated(args[1].interval))
    return checker.make(expr, "HARI", args, Type("number", 0, units.read_unit("hari")), interval)
