"""From text to syntax tree: a Lark LALR grammar whose tree is built while it parses.

Building inline leaves no parse tree to walk, so depth costs no recursion (1,900 minus signs once
overflowed a Transformer). Says what is wrong in Indonesian, with its code point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from lark import Lark, Transformer, UnexpectedToken, v_args
from lark import Token as LarkToken
from lark.lexer import Lexer

from polima_desktop.domain.formula.errors import Fix, FormulaError
from polima_desktop.domain.formula.functions import canonical_name
from polima_desktop.domain.formula.habits import joined_by_word, unknown_function
from polima_desktop.domain.formula.lexer import checked_tokens
from polima_desktop.domain.formula.syntax import (
    Binary,
    Call,
    Expr,
    Name,
    Number,
    Percent,
    Span,
    Text,
    Unary,
    walk,
)

MAX_NODES = 400

_GRAMMAR = """
?start: comparison
?comparison: sum | comparison COMPARE sum -> binary
?sum: product | sum PLUS product -> binary | sum MINUS product -> binary
?product: signed | product TIMES signed -> binary | product OVER signed -> binary
?signed: postfix | MINUS signed -> sign | PLUS signed -> sign
?postfix: atom | postfix PERCENT -> percent
?atom: NUMBER -> number
     | TEXT -> text
     | NAME -> name
     | OPEN comparison CLOSE -> group
     | FUNCTION OPEN CLOSE -> empty_call
     | FUNCTION OPEN arguments CLOSE -> call
arguments: comparison (_SEMICOLON comparison)*
%declare NUMBER TEXT NAME FUNCTION COMPARE PLUS MINUS TIMES OVER PERCENT OPEN CLOSE _SEMICOLON
"""


@lru_cache(4096)
def parse(text: str) -> Expr:
    """Read a formula; raise ``FormulaError`` with the place of the first mistake."""
    try:
        tree: Expr = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedToken as error:
        raise _unexpected(text, error) from None
    size = len(walk(tree))
    if size > MAX_NODES:
        raise FormulaError(
            f"Rumus terlalu besar: {size} simpul, paling banyak {MAX_NODES}. "
            "Pecah menjadi beberapa baris.",
            1,
        )
    _refuse_unknown_functions(tree)
    return tree


def _refuse_unknown_functions(tree: Expr) -> None:
    for node in walk(tree):
        if isinstance(node, Call) and canonical_name(node.function) is None:
            raise unknown_function(node)


class _Tokens(Lexer):
    """Hands our own tokens to Lark."""

    def __init__(self, lexer_conf: object) -> None:
        """Take Lark's configuration, which our tokens do not need."""

    def lex(self, data: object, *_: object) -> Iterator[LarkToken]:
        """Yield Lark tokens with 1-based positions."""
        for kind, text, position in checked_tokens(str(data)):
            kind = "_SEMICOLON" if kind == "SEMICOLON" else kind
            yield LarkToken(kind, text, start_pos=position, end_pos=position + len(text))


def _span(token: LarkToken) -> Span:
    start = token.start_pos or 1
    return Span(start, start, start + len(token))


@v_args(inline=True)
class _Builder(Transformer[LarkToken, Expr]):
    """Makes one syntax node a rule, children first."""

    def number(self, token: LarkToken) -> Expr:
        whole, _, part = token.partition(",")
        return Number(int(whole + part), len(part), _span(token))

    def text(self, token: LarkToken) -> Expr:
        return Text(token[1:-1].replace('""', '"'), _span(token))

    def name(self, token: LarkToken) -> Expr:
        return Name(str(token), _span(token))

    def sign(self, token: LarkToken, operand: Expr) -> Expr:
        at = _span(token).at
        return Unary(str(token), operand, Span(at, at, operand.span.end))

    def percent(self, operand: Expr, token: LarkToken) -> Expr:
        at = _span(token).at
        return Percent(operand, Span(at, operand.span.start, at + 1))

    def binary(self, left: Expr, token: LarkToken, right: Expr) -> Expr:
        span = Span(_span(token).at, left.span.start, right.span.end)
        return Binary(str(token), left, right, span)

    def group(self, opening: LarkToken, inner: Expr, closing: LarkToken) -> Expr:
        span = Span(inner.span.at, _span(opening).start, _span(closing).end)
        return replace(inner, span=span)

    def arguments(self, *found: Expr) -> tuple[Expr, ...]:
        return found

    def empty_call(self, function: LarkToken, opening: LarkToken, closing: LarkToken) -> Expr:
        return self.call(function, opening, (), closing)

    def call(
        self, function: LarkToken, _open: LarkToken, arguments: tuple[Expr, ...], close: LarkToken
    ) -> Expr:
        span = Span(_span(function).at, _span(function).start, _span(close).end)
        return Call(canonical_name(function) or str(function), arguments, span)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer=_Tokens, transformer=_Builder())


_WORDS = {
    "NUMBER": "angka", "TEXT": "teks", "NAME": "nama", "FUNCTION": "fungsi",
    "CLOSE": "kurung tutup", "OPEN": "kurung buka", "_SEMICOLON": "titik koma",
}  # fmt: skip
_STARTS = {"NUMBER", "TEXT", "NAME", "FUNCTION", "OPEN"}


def _unexpected(text: str, error: UnexpectedToken) -> FormulaError:
    token: LarkToken = error.token
    wants_operand = "NUMBER" in error.expected
    if token.type == "$END":
        last = max(len(text.rstrip()), 1)
        return FormulaError("Rumus belum selesai: sesudah ini masih diperlukan nilai.", last)
    position = token.start_pos or 1
    joined = joined_by_word(text, position)
    if joined is not None:
        return joined
    if token.value == "=" and not text[: position - 1].strip():
        return FormulaError(
            "Rumus tidak diawali '='. Hapus tanda itu.", position, Fix(position, 1, "")
        )
    if wants_operand and token.type == "COMPARE" and _follows_comparison(text, position):
        return FormulaError(
            f"'{_pair(text, position)}' tidak dikenal. Pembanding: = <> < <= > >=.", position
        )
    if wants_operand:
        return FormulaError(f"Di sini diperlukan nilai, bukan '{token}'.", position)
    if token.type in _STARTS:
        word = _WORDS[token.type]
        return FormulaError(
            f"Operator kurang sebelum {word} '{token}', mis. + - * / atau ';'.", position
        )
    if token.type == "_SEMICOLON":
        return FormulaError("Titik koma ';' hanya memisahkan argumen di dalam fungsi.", position)
    return FormulaError(f"'{token}' tidak diharapkan di sini.", position)


def _follows_comparison(text: str, position: int) -> bool:
    return text[: position - 1].endswith(("=", "<", ">"))


def _pair(text: str, position: int) -> str:
    return text[position - 2 : position]
