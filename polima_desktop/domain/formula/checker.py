"""Gives a syntax tree its meaning: names, types, units, decimals and the interval of every node.

Refuses with ``FormulaError`` what has no meaning: types, units, closed-list texts, more than 18
decimals. What has one but may fail on some row (an unguarded divisor, an uncovered band) comes
back as a remark that refuses publishing. Calls are in ``calls``.
"""

from __future__ import annotations

from typing import NamedTuple

from polima_desktop.domain.formula import calls, scaled, units
from polima_desktop.domain.formula.checking import BrokenReference, Check, Remark
from polima_desktop.domain.formula.errors import Fix, FormulaError, did_you_mean, nearest, suggest
from polima_desktop.domain.formula.functions import canonical_name
from polima_desktop.domain.formula.guards import Facts, meet
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.scaled import QUOTIENT_DECIMALS, Interval
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
from polima_desktop.domain.formula.tree import KIND_WORDS, Node, Scope, Type, Variable

TRUTH = Interval(0, 1)


class Checked(NamedTuple):
    """A formula with its meaning, and what is to be said about it."""

    node: Node
    remarks: tuple[Remark, ...]


def check(expr: Expr, scope: Scope, words: tuple[str, ...] = (), list_name: str = "") -> Checked:
    """Check a formula against what it may name. ``words``: the closed list its text lies in."""
    checker = Checker(scope)
    node = checker.node(expr, {}, Type("text", words=words, list_name=list_name))
    return Checked(node, tuple(checker.remarks))


class Checker(Check):
    """Walks the tree: one method a kind of expression; calls are in ``calls``."""

    def node(self, expr: Expr, known: Facts, text: Type) -> Node:
        """Check one expression. ``text``: the closed list a literal text here must lie in."""
        match expr:
            case Number(digits=digits, decimals=decimals):
                made = self.make(
                    expr,
                    "constant",
                    (),
                    Type("number", decimals, None),
                    Interval(digits, digits),
                    constant=digits,
                )
            case Text():
                made = self._text(expr, text)
            case Name():
                made = self._name(expr)
            case Unary(operand=operand):
                made = self._signed(expr, self.node(operand, known, text))
            case Percent(operand=operand):
                made = self._percent(expr, self.node(operand, known, text))
            case Binary(operator="+" | "-" | "*" | "/", left=left, right=right):
                first = self.node(left, known, text)
                made = self._arithmetic(expr, first, self.node(right, known, text))
            case Binary(left=left, right=right):
                self._refuse_yes_as_text(expr)
                made = self._comparison(expr, *self.pair(left, right, known, known, Type("text")))
            case Call():
                made = calls.call(self, expr, known, text)
        return self._narrowed(made, expr, known)

    def _text(self, expr: Text, text: Type) -> Node:
        at = expr.span.at
        if not text.words:
            raise FormulaError(
                f"Teks '{expr.value}' tidak mempunyai daftar isian di sini. Teks hanya "
                "dibandingkan dengan isian yang berdaftar.",
                at,
            )
        if expr.value not in text.words:
            near = suggest(expr.value, text.words)
            hint = f" Maksud Anda {near}?" if near else f" Pilihannya: {_some(text.words)}."
            raise FormulaError(
                f"'{expr.value}' bukan isian yang sah untuk {text.list_name}.{hint}",
                at,
                *((Fix(at, expr.span.end - at, f'"{near}"'),) if near else ()),
            )
        code = text.words.index(expr.value)
        return self.make(expr, "constant", (), text, Interval(code, code), constant=code)

    def _refuse_yes_as_text(self, expr: Binary) -> None:
        """Refuse ``malam = "ya"``: a yes/no input is a condition by itself."""
        for name, text in ((expr.left, expr.right), (expr.right, expr.left)):
            if not (isinstance(name, Name) and isinstance(text, Text)):
                continue
            variable = self.scope.lines.get(name.name) or self.scope.variables.get(name.name)
            if variable is None or variable.type.kind != "bool":
                continue
            yes = text.value.casefold() in ("ya", "yes", "true", "benar", "1", "y")
            instead = name.name if yes == (expr.operator == "=") else f"BUKAN({name.name})"
            raise FormulaError(
                f"'{name.name}' sudah berupa ya atau tidak, jadi tidak dibandingkan dengan teks. "
                f"Tulis {instead}.",
                text.span.at,
                Fix(expr.span.start, expr.span.end - expr.span.start, instead),
            )

    def _name(self, expr: Name) -> Node:
        name, at = expr.name, expr.span.at
        if name in self.scope.broken:
            raise BrokenReference(name)
        variable = self.scope.lines.get(name)
        if variable is not None:
            return self.make(expr, "line", (), variable.type, variable.interval, name=name)
        variable = self.scope.variables.get(name)
        if variable is None:
            raise self._unknown(name, at)
        if variable.family:
            return self._item(expr, variable)
        instead, decimals = variable.otherwise, variable.type.decimals
        if instead is None:
            return self.make(expr, "input", (), variable.type, variable.interval, name=name)
        other = scaled.rescaled(instead.interval, instead.type.decimals, decimals)
        interval = scaled.hull((variable.interval, other))
        return self.make(expr, "input", (instead,), variable.type, interval, name=name)

    def _item(self, expr: Name, variable: Variable) -> Node:
        if self.family is None:
            raise FormulaError(
                f"'{expr.name}' adalah daftar; pakai di dalam JUMLAH(…).", expr.span.at
            )
        if self.family not in ("", variable.family):
            raise FormulaError(
                "Satu JUMLAH hanya untuk satu daftar: aktivitas, hari laporan, atau hari kerja.",
                expr.span.at,
            )
        self.family = variable.family
        return self.make(expr, "item", (), variable.type, variable.interval, name=expr.name)

    def _unknown(self, name: str, at: int) -> FormulaError:
        scope = self.scope
        if name in scope.bands:
            return FormulaError(f"'{name}' adalah jenjang. Pakai JENJANG({name}; …).", at)
        if name in scope.tables:
            return FormulaError(f"'{name}' adalah tabel. Pakai CARI({name}; …).", at)
        if canonical_name(name):
            return FormulaError(f"'{name}' adalah fungsi: tulis dengan kurung, {name}(…).", at)
        if name in scope.undeclared:
            return FormulaError(
                f"'{name}' ({scope.undeclared[name]}) disediakan bulan, tetapi belum dinyatakan "
                "pada aturan ini. Tekan Isian… di bawah rumus, lalu Tambah isian.",
                at,
            )
        known = (*scope.lines, *scope.variables)
        hint = did_you_mean(name, known) or _offered(known)
        return FormulaError(f"Nama '{name}' tidak dikenal.{hint}", at, *nearest(name, known, at))

    def _signed(self, expr: Unary, operand: Node) -> Node:
        self.need(operand, "number", f"Tanda '{expr.operator}'")
        if expr.operator == "+":
            return operand
        interval = scaled.negated(operand.interval)
        return self.make(expr, "negative", (operand,), operand.type, interval)

    def _percent(self, expr: Percent, operand: Node) -> Node:
        self.need(operand, "number", "Persen '%'")
        kind = operand.type._replace(decimals=operand.type.decimals + 2)
        return self.make(expr, "percent", (operand,), kind, operand.interval)

    def _arithmetic(self, expr: Binary, left: Node, right: Node) -> Node:
        for side in (left, right):
            self.need(side, "number", f"'{expr.operator}'")
        if expr.operator == "*":
            kind = Type(
                "number",
                left.type.decimals + right.type.decimals,
                units.multiply(left.type.unit, right.type.unit),
            )
            interval = scaled.times(left.interval, right.interval)
        elif expr.operator == "/":
            kind = Type("number", QUOTIENT_DECIMALS, units.divide(left.type.unit, right.type.unit))
            interval = self._quotient(expr, left, right)
        else:
            unit = self.same_unit((left, right), f"'{expr.operator}'", expr.span.at)
            kind = Type("number", max(left.type.decimals, right.type.decimals), unit)
            first, second = (
                scaled.rescaled(side.interval, side.type.decimals, kind.decimals)
                for side in (left, right)
            )
            interval = scaled.plus(
                first, second if expr.operator == "+" else scaled.negated(second)
            )
        return self.make(expr, expr.operator, (left, right), kind, interval)

    def _quotient(self, expr: Binary, left: Node, right: Node) -> Interval:
        below = right.interval
        if below.low == below.high == 0:
            self.refuse(
                "Membagi dengan 0 tidak menghasilkan apa-apa. Tulis pembagi yang bukan nol.",
                expr.span.at,
            )
        elif below.has_zero:
            text = canonical(expr.right)
            self.refuse(
                f"Pembagi '{text}' bisa nol. Jaga dengan JIKA({text} = 0; …; …) atau MAKS.",
                expr.span.at,
            )
        shift = QUOTIENT_DECIMALS + right.type.decimals - left.type.decimals
        return scaled.over(left.interval, below, shift)

    def _comparison(self, expr: Binary, left: Node, right: Node) -> Node:
        if left.type.kind != right.type.kind:
            raise FormulaError(
                f"Tidak bisa membandingkan {KIND_WORDS[left.type.kind]} dengan "
                f"{KIND_WORDS[right.type.kind]}.",
                expr.span.at,
            )
        if left.type.kind in ("text", "bool") and expr.operator not in ("=", "<>"):
            raise FormulaError(
                f"{KIND_WORDS[left.type.kind].capitalize()} hanya dibandingkan dengan = atau <>.",
                expr.span.at,
            )
        self.same_list((left, right), expr.span.at)
        self.same_unit((left, right), f"'{expr.operator}'", expr.span.at)
        return self.make(expr, "compare", (left, right), Type("bool"), TRUTH, name=expr.operator)

    def _narrowed(self, node: Node, expr: Expr, known: Facts) -> Node:
        if not known or node.type.kind != "number" or node.op == "constant":
            return node
        fact = known.get(canonical(expr))
        if fact is None:
            return node
        return _with_interval(node, meet(node.interval, fact))


def _with_interval(node: Node, interval: Interval) -> Node:
    return Node(
        node.op,
        node.args,
        node.type,
        interval,
        node.span,
        node.order,
        node.constant,
        node.name,
        node.table,
        node.source,
    )


def _offered(names: tuple[str, ...]) -> str:
    """List what may be named here, at most twelve names."""
    if not names:
        return ""
    rest = len(names) - 12
    more = f", dan {rest} lagi (Ctrl+Spasi menampilkan semuanya)" if rest > 0 else ""
    return f" Yang ada di sini: {', '.join(names[:12])}{more}."


def _some(words: tuple[str, ...]) -> str:
    shown = ", ".join(words[:8])
    return f"{shown}, …" if len(words) > 8 else shown
