"""Personal names: titles split off and joined again, and the forms a search compares.

What two names are worth as evidence in a reconciliation is decided by ``matching``; here is only
what a clerk would call the same spelling.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple


class Name(NamedTuple):
    """A name with its titles apart; ``""`` where there is none."""

    front: str
    bare: str
    back: str


_FRONT = {
    "prof", "dr", "drs", "dra", "ir", "h", "hj", "apt", "drg", "drh", "ns", "kh", "r", "rr",
    "pdt", "letkol", "kol", "mayor", "akbp", "kompol", "bripka", "brigjen",
}  # fmt: skip
_BACK = re.compile(
    r"[SMD]\.[A-Z][A-Za-z.]*|A\.M[ad][A-Za-z.]*|Ph\.D\.?|Sp\.[A-Z].*",
)
_MUHAMMAD = {
    "muh", "muhamad", "muhammad", "moh", "mohamad", "mohammad", "muhammed", "mohd", "muhd",
    "mochamad", "mochammad", "muchamad", "muchammad", "m",
}  # fmt: skip
_SITI = {"st", "siti", "sitti", "sitty", "sity"}
_NO_WORD = re.compile(r"[^a-z0-9 ]+")
_FOLDS = (("ch", "h"), ("kh", "h"), ("th", "t"), ("dh", "d"), ("oe", "u"), ("dj", "j"), ("tj", "c"))


def split_titles(text: str) -> Name:
    """Split ``Dr. Hj. Wa Ode Siti, S.Pd., M.Si`` into titles before, bare name, titles after.

    >>> split_titles("Dr. Hj. Wa Ode Siti, S.Pd., M.Si")
    Name(front='Dr. Hj.', bare='Wa Ode Siti', back='S.Pd., M.Si')
    """
    main, comma, after = " ".join(text.split()).partition(",")
    words = main.strip().split(" ")
    front: list[str] = []
    while len(words) > 1 and _is_front(words[0]):
        front += _undotted(words.pop(0))
    back = [after.strip()] if comma and after.strip() else []
    while len(words) > 1 and _BACK.fullmatch(words[-1]):
        back.insert(0, words.pop())
    return Name(" ".join(front), " ".join(words).strip(), ", ".join(back))


def _is_front(word: str) -> bool:
    parts = [part for part in word.lower().split(".") if part]
    return bool(parts) and "." in word and all(part in _FRONT for part in parts)


def _undotted(word: str) -> list[str]:
    """Part titles written together: ``Dr.Hj.`` → ``Dr.``, ``Hj.``."""
    return [part + "." for part in word.split(".") if part]


def full_name(bare: str, front: str | None = None, back: str | None = None) -> str:
    """Join a name with its titles as it is printed.

    >>> full_name("Wa Ode Siti", "Hj.", "S.Pd.")
    'Hj. Wa Ode Siti, S.Pd.'
    """
    return f"{front + ' ' if front else ''}{bare}{', ' + back if back else ''}"


@lru_cache(maxsize=200_000)
def name_key(text: str) -> str:
    """Give the form in which spelling variants of one name are equal, words apart.

    Titles and honorifics go; ``La Ode``, ``Laode`` and ``L.O.`` are one word, so are the forms of
    Muhammad and Siti; Muchtar = Muhtar, Thamrin = Tamrin, Darussalam = Darusalam.

    >>> name_key("Drs. H. La Ode Moh. Thamrin, M.Si") == name_key("laode muhammad tamrin")
    True
    """
    plain = _ascii(split_titles(text).bare).lower()
    if "o." in plain:
        plain = re.sub(r"\b([lw])\.?\s?[.]?\s?o\.", lambda m: f"{m[1]}aode ", plain)
    words = _NO_WORD.sub(" ", plain.replace("'", "").replace("`", "")).split()
    joined = _join_ode(words)
    while len(joined) > 1 and joined[0] in ("h", "hj"):
        joined = joined[1:]
    return " ".join(_fold(word, first=n == 0) for n, word in enumerate(joined))


def _join_ode(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if word == "ode" and joined and joined[-1] in ("la", "wa"):
            joined[-1] += "ode"
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=20_000)
def _fold(word: str, *, first: bool) -> str:
    if word in _MUHAMMAD and (word != "m" or first):
        return "muhamad"
    if word in _SITI:
        return "siti"
    for written, spoken in _FOLDS:
        word = word.replace(written, spoken)
    return re.sub(r"([a-z])\1+", r"\1", word)


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def search_text(name: str) -> str:
    """Give what a search compares with: the key and the plain letters, both without blanks.

    >>> any(query in search_text("La Ode Muh. Tamrin") for query in search_queries("laode"))
    True
    """
    return f"{name_key(name).replace(' ', '')} {_plain(name)}"


def search_queries(typed: str) -> tuple[str, ...]:
    """Give the forms of what was typed; a name is found if any is ``in search_text(name)``.

    The letters as typed find ``Muhtar`` from ``muh`` on, the folded form finds it from ``muchtar``.
    """
    return tuple({name_key(typed).replace(" ", ""), _plain(typed)} - {""})


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", _ascii(text).lower())
