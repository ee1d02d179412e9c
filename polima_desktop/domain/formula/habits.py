"""What people used to Excel or to other languages write, and what to write here instead.

Only words and suggestions: nothing here is accepted by the language. Finding the mistake is the
parser's and the checker's.
"""

from __future__ import annotations

from collections.abc import Sequence

from polima_desktop.domain.formula.errors import Fix, FormulaError, did_you_mean, nearest
from polima_desktop.domain.formula.functions import NAMES
from polima_desktop.domain.formula.lexer import Token, tokens
from polima_desktop.domain.formula.printer import canonical
from polima_desktop.domain.formula.syntax import Call, Name

JOINING = {"and": "DAN", "dan": "DAN", "or": "ATAU", "atau": "ATAU"}
"""Words that stand between two conditions elsewhere, and the function that joins them here."""

_LOOK_UP = "Tabel dicari dengan CARI(tabel; kunci), dua argumen, kuncinya persis sama"
_STEPS = "Untuk bertingkat pakai JENJANG(jenjang; nilai), atau JIKA(…; …; JIKA(…; …; …))"
_LIST = "Daftar dijumlahkan dengan JUMLAH(rumus), mis. JUMLAH(poin_aktivitas)"
_ELSEWHERE = {
    **dict.fromkeys(("VLOOKUP", "HLOOKUP", "XLOOKUP", "INDEX", "MATCH"), _LOOK_UP),
    **dict.fromkeys(("IFS", "SWITCH", "CHOOSE"), _STEPS),
    **dict.fromkeys(("SUMIF", "SUMIFS", "SUMPRODUCT"), _LIST),
    **dict.fromkeys(
        ("COUNT", "COUNTIF", "COUNTIFS"),
        "Banyaknya butir dihitung dengan JUMLAH(JIKA(syarat; 1; 0))",
    ),
    **dict.fromkeys(("INT", "TRUNC", "FLOOR"), "Pembulatan ke bawah ditulis BULAT.BAWAH(nilai; 0)"),
    "CEILING": "Pembulatan ke atas ditulis BULAT.ATAS(nilai; 0)",
    "AVERAGE": "Rata-rata ditulis sebagai jumlah dibagi banyaknya",
    "POWER": "Perpangkatan ditulis sebagai perkaliannya, mis. a * a",
    **dict.fromkeys(
        ("IFERROR", "ISERROR", "IFNA"),
        "Kesalahan tidak ditutupi: jaga pembaginya dengan JIKA(pembagi = 0; …; …)",
    ),
    "XOR": "Salah satu saja ditulis a <> b",
}


def unknown_function(call: Call) -> FormulaError:
    """Say that there is no such function, and which one does it here."""
    written, at = call.function, call.span.at
    instead = _ELSEWHERE.get(written.upper())
    if instead is None:
        message = f"Fungsi '{written}' tidak ada.{did_you_mean(written, NAMES)}"
        return FormulaError(message, at, *nearest(written, NAMES, at))
    message = f"Fungsi '{written}' tidak ada di sini. {instead}."
    looked_up = _look_up(call) if instead == _LOOK_UP else ""
    if not looked_up:
        return FormulaError(message, at)
    size = call.span.end - call.span.start
    return FormulaError(message, at, Fix(call.span.start, size, looked_up))


def _look_up(call: Call) -> str:
    """Turn ``VLOOKUP(key; table; column; exact)`` around; nothing if it is not that."""
    if len(call.arguments) < 2 or call.function.upper() not in ("VLOOKUP", "HLOOKUP", "XLOOKUP"):
        return ""
    key, table = call.arguments[:2]
    return f"CARI({canonical(table)}; {canonical(key)})" if isinstance(table, Name) else ""


def joined_by_word(text: str, position: int) -> FormulaError | None:
    """Say how two conditions are joined, if the word at a position is ``and`` or the like."""
    found = list(tokens(text, strict=False))
    place = next((n for n, token in enumerate(found) if token.position == position), None)
    if place is None or found[place].text.casefold() not in JOINING:
        return None
    word = found[place].text
    function = JOINING[word.casefold()]
    message = (
        f"'{word}' di antara dua syarat ditulis sebagai fungsi: {function}(syarat pertama; "
        "syarat kedua)."
    )
    return FormulaError(message, position, *_as_call(text, found, place, function))


def _as_call(text: str, found: Sequence[Token], place: int, function: str) -> tuple[Fix, ...]:
    """Suggest the whole argument (or formula) around the word as a call, if both sides stand."""
    first, last = _reach(found, place, -1), _reach(found, place, 1)
    if first == place or last == place:
        return ()
    start, end = found[first].position, found[last].end
    word = found[place]
    left = text[start - 1 : word.position - 1].strip()
    right = text[word.end - 1 : end - 1].strip()
    if right.startswith("(") and right.endswith(")") and found[place].kind == "FUNCTION":
        right = right[1:-1].strip()
    return (Fix(start, end - start, f"{function}({left}; {right})"),)


def _reach(found: Sequence[Token], place: int, step: int) -> int:
    """Go from a token to the last one of the same argument in one direction."""
    depth, at = 0, place
    inward = "CLOSE" if step < 0 else "OPEN"
    while 0 <= at + step < len(found):
        kind = found[at + step].kind
        if kind == inward:
            depth += 1
        elif kind in ("OPEN", "CLOSE"):
            if depth == 0:
                break
            depth -= 1
        elif kind == "SEMICOLON" and depth == 0:
            break
        at += step
    return at
