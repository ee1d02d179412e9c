"""The checker's part for function calls: branches, rounding, tables, bands, lists, dates."""

from __future__ import annotations

from collections.abc import Iterable

from polima_desktop.domain.formula import scaled, units
from polima_desktop.domain.formula.checking import Check
from polima_desktop.domain.formula.errors import FormulaError, did_you_mean, nearest
from polima_desktop.domain.formula.functions import FUNCTIONS, MANY, Function
from polima_desktop.domain.formula.guards import Facts
from polima_desktop.domain.formula.printer import canonical, number_text
from polima_desktop.domain.formula.scaled import Interval
from polima_desktop.domain.formula.syntax import Call, Expr, Name, Number, Unary
from polima_desktop.domain.formula.tree import KIND_WORDS, LookupTable, Node, Type

MOST_PLACES = 9
LEAST_PLACES = -12
_LISTED_KEYS = 1000


def call(check: Check, expr: Call, known: Facts, text: Type) -> Node:
    """Check a call; ``text`` is the closed list its literal results must lie in."""
    function = FUNCTIONS[expr.function]
    _count(expr, function)
    if function.name == "JIKA":
        return _choice(check, expr, known, text)
    if function.name in ("CARI", "JENJANG"):
        return _table(check, expr, known)
    if function.name == "JUMLAH":
        return _sum(check, expr, known)
    if function.name.startswith("BULAT"):
        return _rounding(check, expr, known)
    args = tuple(check.node(argument, known, Type("text")) for argument in expr.arguments)
    if function.name == "HARI":
        return _days(check, expr, args)
    if function.name in ("DAN", "ATAU", "BUKAN"):
        for arg in args:
            check.need(arg, "bool", function.name)
        return check.make(expr, function.name, args, Type("bool"), Interval(0, 1))
    return _extreme(check, expr, args)


def _count(expr: Call, function: Function) -> None:
    given = len(expr.arguments)
    if function.least <= given <= function.most:
        return
    wanted = f"paling sedikit {function.least}" if function.most == MANY else f"{function.least}"
    raise FormulaError(
        f"{function.name} memerlukan {wanted} argumen, ditulis {given}: {function.usage}.",
        expr.span.at,
    )


def _choice(check: Check, expr: Call, known: Facts, text: Type) -> Node:
    condition = check.node(expr.arguments[0], known, Type("text"))
    check.need(condition, "bool", "Syarat JIKA")
    if_yes, if_no = check.branches(condition, known)
    yes, no = check.pair(expr.arguments[1], expr.arguments[2], if_yes, if_no, text)
    if yes.type.kind != no.type.kind:
        raise FormulaError(
            f"Kedua cabang JIKA harus sejenis: {KIND_WORDS[yes.type.kind]} dan "
            f"{KIND_WORDS[no.type.kind]}.",
            expr.span.at,
        )
    check.same_list((yes, no), expr.span.at)
    unit = check.same_unit((yes, no), "kedua cabang JIKA", expr.span.at)
    kind = yes.type._replace(decimals=max(yes.type.decimals, no.type.decimals), unit=unit)
    return check.make(expr, "JIKA", (condition, yes, no), kind, _around((yes, no), kind.decimals))


def _around(nodes: tuple[Node, ...], decimals: int) -> Interval:
    return scaled.hull(scaled.rescaled(n.interval, n.type.decimals, decimals) for n in nodes)


def _extreme(check: Check, expr: Call, args: tuple[Node, ...]) -> Node:
    for arg in args:
        check.need(arg, "number", expr.function)
    if expr.function == "ABS":
        return check.make(expr, "ABS", args, args[0].type, scaled.absolute(args[0].interval))
    unit = check.same_unit(args, expr.function, expr.span.at)
    decimals = max(arg.type.decimals for arg in args)
    ranges = [scaled.rescaled(a.interval, a.type.decimals, decimals) for a in args]
    pick = min if expr.function == "MIN" else max
    low, high = pick(r.low for r in ranges), pick(r.high for r in ranges)
    interval = Interval(low, high, all(not r.has_zero for r in ranges))
    return check.make(expr, expr.function, args, Type("number", decimals, unit), interval)


def _rounding(check: Check, expr: Call, known: Facts) -> Node:
    value = check.node(expr.arguments[0], known, Type("text"))
    check.need(value, "number", expr.function)
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
    return check.make(expr, "round", (value,), kind, interval, constant=places, name=expr.function)


def _whole_literal(expr: Expr) -> int | None:
    match expr:
        case Number(digits=digits, decimals=0):
            return digits
        case Unary(operator="-", operand=Number(digits=digits, decimals=0)):
            return -digits
    return None


def _table(check: Check, expr: Call, known: Facts) -> Node:
    first = expr.arguments[0]
    wanted = check.scope.tables if expr.function == "CARI" else check.scope.bands
    if not isinstance(first, Name) or first.name not in wanted:
        raise _no_table(check, expr.function, first)
    table = wanted[first.name]
    keys = table.words if isinstance(table, LookupTable) else ()
    key = check.node(expr.arguments[1], known, Type("text", words=keys, list_name=table.name))
    if isinstance(table, LookupTable):
        _check_keys(check, table, key)
        values = table.values
    else:
        values = _reachable(check, expr, key)
    kind = Type("number", table.value_decimals, None)
    interval = Interval(min(values), max(values), 0 not in values)
    return check.make(expr, expr.function, (key,), kind, interval, name=table.name, table=table)


def _no_table(check: Check, function: str, first: Expr) -> FormulaError:
    text = canonical(first)
    scope = check.scope
    if function == "CARI" and text in scope.bands:
        return FormulaError(f"'{text}' adalah jenjang. Pakai JENJANG({text}; …).", first.span.at)
    if function == "JENJANG" and text in scope.tables:
        return FormulaError(f"'{text}' adalah tabel. Pakai CARI({text}; …).", first.span.at)
    kind, known = ("Tabel", scope.tables) if function == "CARI" else ("Jenjang", scope.bands)
    return FormulaError(
        f"{kind} '{text}' tidak ada.{did_you_mean(text, known) or _there_are(kind, known)}",
        first.span.at,
        *(nearest(text, known, first.span.at) if isinstance(first, Name) else ()),
    )


def _there_are(kind: str, known: Iterable[str]) -> str:
    names = ", ".join(known)
    return f" {kind} yang ada: {names}." if names else f" Belum ada {kind.lower()} satu pun."


def _check_keys(check: Check, table: LookupTable, key: Node) -> None:
    if key.type.kind == "number" and table.numbers:
        _warn_missing_numbers(check, table, key)
        return
    check.need(key, "text", f"Kunci tabel {table.name}")
    for word in table.words:
        if word not in key.type.words:
            raise FormulaError(
                f"Kunci tabel {table.name}: '{word}' bukan isian yang sah untuk "
                f"{key.type.list_name}.{did_you_mean(word, key.type.words)}",
                key.span.at,
            )
    missing = [word for word in key.type.words if word not in table.words]
    if missing and key.op != "constant":
        _warn_missing(check, table, missing, key.span.at)


def _warn_missing_numbers(check: Check, table: LookupTable, key: Node) -> None:
    low, high = key.interval.low, key.interval.high
    if key.type.decimals == 0 and high - low < _LISTED_KEYS:
        present = {n // 10**table.key_decimals for n in table.numbers}
        missing = [str(n) for n in range(low, high + 1) if n not in present]
        if missing:
            _warn_missing(check, table, missing, key.span.at)


def _warn_missing(check: Check, table: LookupTable, missing: list[str], at: int) -> None:
    shown = ", ".join(missing[:5]) + (", …" if len(missing) > 5 else "")
    check.warn(f"Tabel {table.name} tidak memuat {shown}: baris itu akan menjadi galat.", at)


def _reachable(check: Check, expr: Call, key: Node) -> tuple[int, ...]:
    table = check.scope.bands[canonical(expr.arguments[0])]
    check.need(key, "number", f"Jenjang {table.name}")
    decimals = key.type.decimals
    first, last = (table.place(end, decimals) for end in key.interval[:2])
    if first < 0:
        check.refuse(
            f"Jenjang {table.name} mulai dari "
            f"{number_text(table.bounds[0], table.bound_decimals)}, tetapi nilainya bisa "
            f"{number_text(key.interval.low, decimals)}. Tambah jenjang di bawahnya.",
            key.span.at,
        )
    if last + 1 < len(table.bounds):
        bound = number_text(table.bounds[last + 1], table.bound_decimals)
        check.warn(
            f"Jenjang {table.name} mulai {bound} tidak pernah tercapai: nilainya paling besar "
            f"{number_text(key.interval.high, decimals)}.",
            key.span.at,
        )
    return table.values[max(first, 0) : last + 1] or table.values


def _sum(check: Check, expr: Call, known: Facts) -> Node:
    if check.family is not None:
        raise FormulaError("JUMLAH tidak boleh di dalam JUMLAH.", expr.span.at)
    check.family = ""
    item = check.node(expr.arguments[0], known, Type("text"))
    family, check.family = check.family, None
    check.need(item, "number", "JUMLAH")
    if not family:
        raise FormulaError(
            "JUMLAH memerlukan sebuah daftar, mis. JUMLAH(poin_aktivitas).", expr.span.at
        )
    most = check.scope.items_at_most[family]
    interval = Interval(min(0, item.interval.low * most), max(0, item.interval.high * most))
    return check.make(expr, "JUMLAH", (item,), item.type, interval, name=family)


def _days(check: Check, expr: Call, args: tuple[Node, ...]) -> Node:
    for arg in args:
        check.need(arg, "date", "HARI")
    interval = scaled.plus(args[0].interval, scaled.negated(args[1].interval))
    return check.make(expr, "HARI", args, Type("number", 0, units.read_unit("hari")), interval)
