"""Cuts a formula into tokens; refuses what the language does not have, each with its words.

Also used by the editor for colouring (``tokens`` never fails with ``strict=False``). Limits that
need no tree are here: characters, digits of a number, nested parentheses (FORMULA.md "Limits").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from polima_desktop.domain.formula.errors import Fix, FormulaError

MAX_CHARACTERS = 2000
MAX_NESTING = 40
MAX_DIGITS = 30


class Token(NamedTuple):
    """A piece of the text: kind, characters and 1-based code point of its first one."""

    kind: str
    text: str
    position: int

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.position + len(self.text)


_PATTERN = re.compile(
    r"""(?P<SPACE>\s+)
      | (?P<DOTTED>[0-9]+(?:[.,][0-9]+)*\.[0-9]+(?:[.,][0-9]+)*)
      | (?P<NUMBER>[0-9]+(?:,[0-9]+)?)
      | (?P<FUNCTION>[A-Za-z_][A-Za-z0-9_.]*(?=\s*\())
      | (?P<NAME>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<TEXT>"(?:[^"\r\n]|"")*")
      | (?P<COMPARE><>|<=|>=|=|<|>)
      | (?P<PLUS>\+) | (?P<MINUS>-) | (?P<TIMES>\*) | (?P<OVER>/) | (?P<PERCENT>%)
      | (?P<OPEN>\() | (?P<CLOSE>\)) | (?P<SEMICOLON>;)
      | (?P<OTHER>.)""",
    re.VERBOSE | re.DOTALL,
)

_INSTEAD = {
    "×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "≤": "<=", "≥": ">=", "≠": "<>",
    "“": '"', "”": '"', "„": '"', "‘": '"', "’": '"', "'": '"', "[": "(", "]": ")",
    "{": "(", "}": ")", ":": "/",
}  # fmt: skip


def tokens(text: str, *, strict: bool = True) -> Iterator[Token]:
    """Give the tokens without blanks; the first wrong one raises ``FormulaError``.

    Without ``strict`` (for colouring) wrong pieces come as kind ``OTHER`` or ``DOTTED``.
    """
    if strict and len(text) > MAX_CHARACTERS:
        raise FormulaError(
            f"Rumus terlalu panjang: {len(text)} karakter, paling banyak {MAX_CHARACTERS}. "
            "Pecah menjadi beberapa baris.",
            MAX_CHARACTERS + 1,
        )
    for match in _PATTERN.finditer(text):
        kind = match.lastgroup or "OTHER"
        if kind == "SPACE":
            continue
        token = Token(kind, match.group(), match.start() + 1)
        if strict:
            _refuse_wrong(token, text)
        yield token


def checked_tokens(text: str) -> list[Token]:
    """Give the tokens of a formula; refuse wrong pieces and unbalanced or deep parentheses."""
    found: list[Token] = []
    open_at: list[int] = []
    for token in tokens(text):
        found.append(token)
        if token.kind == "OPEN":
            open_at.append(token.position)
            if len(open_at) > MAX_NESTING:
                raise FormulaError(
                    f"Kurung bersarang lebih dari {MAX_NESTING}. Pecah menjadi beberapa baris.",
                    token.position,
                )
        elif token.kind == "CLOSE":
            if not open_at:
                raise FormulaError("Kurung tutup ')' tanpa kurung buka.", token.position)
            open_at.pop()
    if not found:
        raise FormulaError("Rumus kosong.", 1)
    if open_at:
        raise FormulaError("Kurung buka '(' belum ditutup.", open_at[-1])
    return found


def _refuse_wrong(token: Token, text: str) -> None:
    if token.kind == "DOTTED":
        raise _dotted_number(token)
    if token.kind == "NUMBER" and sum(c.isdigit() for c in token.text) > MAX_DIGITS:
        raise FormulaError(f"Angka lebih dari {MAX_DIGITS} digit.", token.position)
    if token.kind == "OTHER":
        raise _unknown_character(token, text)


def _dotted_number(token: Token) -> FormulaError:
    dot = token.position + token.text.index(".")
    text, size = token.text, len(token.text)
    whole, comma = text.replace(".", ""), text.replace(".", ",")
    if "," in text or text.count(".") > 1:
        hint, meanings = f"Tulis {whole} tanpa pemisah ribuan", [(whole, "")]
    elif re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", text):
        hint = f"Desimal ditulis dengan koma, mis. {comma}; ribuan tanpa pemisah, mis. {whole}"
        meanings = [(whole, "bilangan bulat"), (comma, "pecahan desimal")]
    else:
        hint, meanings = f"Desimal ditulis dengan koma, mis. {comma}", [(comma, "")]
    fixes = (Fix(token.position, size, instead, meaning) for instead, meaning in meanings)
    return FormulaError(
        f"Titik '.' tidak boleh di dalam angka. {hint} (karakter ke-{dot})", dot, *fixes
    )


def comma_error(position: int) -> FormulaError:
    """Say that arguments are separated by a semicolon."""
    return FormulaError(
        "Pemisah argumen adalah titik koma ';'. Koma ',' hanya untuk desimal, mis. 1,25 "
        f"(karakter ke-{position})",
        position,
        Fix(position, 1, ";"),
    )


def _unknown_character(token: Token, text: str) -> FormulaError:
    char, position = token.text, token.position
    if char == ",":
        return comma_error(position)
    if char == '"':
        return FormulaError("Teks belum ditutup dengan tanda kutip '\"'.", position)
    if char == "^":
        return FormulaError(
            "Pangkat '^' tidak ada dalam bahasa rumus. Tulis perkaliannya, mis. a * a.", position
        )
    if char == ".":
        return FormulaError(
            "Titik '.' tidak dikenal di sini. Nama memakai garis bawah, mis. "
            "tpp_kelas; desimal memakai koma, mis. 1,25.",
            position,
        )
    if char == "!" and text[position : position + 1] == "=":
        return FormulaError("'!=' tidak dikenal. Maksud Anda <>?", position, Fix(position, 2, "<>"))
    if char == "&":
        return FormulaError("'&' tidak dikenal. Untuk 'dan' tulis DAN(…; …).", position)
    instead = _INSTEAD.get(char, "")
    hint = f" Maksud Anda {instead}?" if instead else ""
    fixes = (Fix(position, 1, instead),) if instead else ()
    return FormulaError(f"Karakter '{_visible(char)}' tidak dikenal.{hint}", position, *fixes)


def _visible(char: str) -> str:
    return char if char.isprintable() else f"U+{ord(char):04X}"
