"""A page's content as it is sealed: every operator, and which letter each unusual code means.

Plain ASCII stands for itself in our fonts. Other letters get codes in the order in which a
document first uses them, so the codes alone would not say what is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_TOKEN = re.compile(rb"/(F\d+\+\d+)\s+[-\d.]+\s+Tf|\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_UNUSUAL = re.compile(rb"/(F\d+\+\d+)\s+[-\d.]+\s+Tf|\\(\d{3})|\\.", re.DOTALL)
_CODE = re.compile(rb"\\(\d{3})|\\(.)|(.)", re.DOTALL)

Letter = Callable[[str, int], str]
"""Gives the letter that a font (by its name in the file) shows for a code."""


def canonical(content: bytes) -> bytes:
    """Give a content stream with single blanks: how a file breaks its lines says nothing."""
    return b" ".join(content.split())


_known = lru_cache(maxsize=64)(canonical)
"""The forms below a page are those below the page before it."""


def sealed_content(parts: Iterable[bytes], letter: Letter) -> bytes:
    """Give what a seal speaks of: the content of a page and its forms, unusual codes spelled."""
    whole = b"\n".join(map(_known, parts))
    unusual = sorted(_unusual_codes(whole))
    spelled = " ".join(f"{font}:{code}={letter(font, code)}" for font, code in unusual)
    return whole + b"\n" + spelled.encode()


def _unusual_codes(content: bytes) -> set[tuple[str, int]]:
    """Give the codes written in octal, as our pages write all but plain ASCII, with their font."""
    found: set[tuple[str, int]] = set()
    font = ""
    for name, octal in _UNUSUAL.findall(content):
        if name:
            font = name.decode()
        elif octal:
            found.add((font, int(octal, 8)))
    return found


def used_codes(content: bytes) -> set[tuple[str, int]]:
    """Give every code that is shown, with its font; text before any font counts under ``""``."""
    found: set[tuple[str, int]] = set()
    font = ""
    for token in _TOKEN.finditer(content):
        if token[1]:
            font = token[1].decode()
        else:
            found.update((font, _value(code)) for code in _CODE.finditer(token[2]))
    return found


def _value(code: re.Match[bytes]) -> int:
    octal, escaped, plain = code.groups()
    return int(octal, 8) if octal else (escaped or plain)[0]
