"""The signed statement of one page of a slip: what its QR symbol says, readable by any scanner.

Amounts and the period stand in clear, who is meant only masked and as digests: a symbol that
is photographed in passing tells no name. ``page`` is the digest of everything drawn on that
page, so no word, line or box of it can be changed unnoticed.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from typing import NamedTuple

from polima_desktop.domain.periods import Month

VERSION = "SP1"
LEAST_PASSPHRASE = 12
"""Letters of the passphrase under which the office keeps its key."""
FIELD_LETTERS, PAGE_LETTERS = 8, 24
"""Base32 letters of a field's digest (40 bits) and of a page's (120 bits)."""


class Statement(NamedTuple):
    """What the office signs. Amounts are whole rupiah; digests are Base32 letters."""

    office: str
    month: Month
    number: int
    revision: int
    code: str
    nip: str  # masked
    gross: int
    deductions: int
    net: int
    person: str
    npwp: str
    signatories: str
    sheet: str  # "1-2": the first of two pages
    page: str
    key: str

    def text(self) -> str:
        """Write it with the letters a QR symbol holds most densely."""
        return "/".join(
            (
                VERSION,
                self.office,
                str(self.month),
                str(self.number),
                str(self.revision),
                self.code.replace("-", ""),
                self.nip,
                str(self.gross),
                str(self.deductions),
                str(self.net),
                self.person,
                self.npwp,
                self.signatories,
                self.sheet,
                self.page,
                self.key,
            )
        )


_TEXT = re.compile(
    rf"{VERSION}/([A-Z0-9.-]{{1,24}})/(\d{{4}}-(?:0[1-9]|1[0-2]))/(\d{{1,12}})/(\d{{1,4}})"
    r"/([0-9A-HJKMNP-TV-Z]{12})/([\d*]{1,18})"
    r"/(-?\d{1,15})/(-?\d{1,15})/(-?\d{1,15})"
    rf"/([A-Z2-7]{{{FIELD_LETTERS}}})/([A-Z2-7]{{{FIELD_LETTERS}}})/([A-Z2-7]{{{FIELD_LETTERS}}})"
    rf"/(\d{{1,2}}-\d{{1,2}})/([A-Z2-7]{{{PAGE_LETTERS}}})/([A-Z2-7]{{{FIELD_LETTERS}}})"
)


def read_statement(text: str) -> Statement | None:
    """Read what ``Statement.text`` wrote; None for anything else."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    office, month, number, revision, code, nip, *rest = found.groups()
    gross, deductions, net, person, npwp, signatories, sheet, page, key = rest
    return Statement(
        office,
        Month.parse(month),
        int(number),
        int(revision),
        grouped(code),
        nip,
        int(gross),
        int(deductions),
        int(net),
        person,
        npwp,
        signatories,
        sheet,
        page,
        key,
    )


def grouped(code: str) -> str:
    """Write a slip's code as it is printed, in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def masked_nip(nip: str) -> str:
    """Leave the birth year and the last three digits: enough to compare, not to look up.

    >>> masked_nip("198111042008031002")
    '1981***********002'
    """
    return nip[:4] + "*" * max(0, len(nip) - 7) + nip[-3:]


def field_digest(*texts: str) -> str:
    """Give the digest of texts as they are printed; spacing and case do not matter."""
    plain = "\n".join("".join(text.split()).casefold() for text in texts)
    return _letters(plain.encode(), FIELD_LETTERS)


def page_digest(content: bytes) -> str:
    """Give the digest of everything drawn on a page."""
    return _letters(content, PAGE_LETTERS)


def _letters(content: bytes, count: int) -> str:
    return b32encode(hashlib.sha256(content).digest()).decode()[:count]
