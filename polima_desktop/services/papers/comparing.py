"""What a slip's words say against what was signed: each field that differs, whole.

The words of the page are read in the order they were drawn. Fields that the statement holds only
as a digest can be told to differ, but not what they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from polima_desktop.domain.periods import month_name
from polima_desktop.domain.proof.statement import Statement, field_digest, masked_nip
from polima_desktop.formatting import MINUS, money, terbilang
from polima_desktop.reports.slip import ALONG

UNREADABLE = "tidak terbaca"
ONLY_DIGEST = "yang ditandatangani (tersimpan sebagai sidik)"


class Difference(NamedTuple):
    """A field, what was signed, and what is seen."""

    field: str
    signed: str
    seen: str


_AMOUNT = rf"(?:{MINUS} )?Rp \d[\d.]*"
_PERSON = re.compile(r"\bNama (.+?) NIP (\d{8} \d{6} \d \d{3}|\S+)")
_WITH_IT = rf"{ALONG} .+? Jumlah ditransfer {_AMOUNT} "
_CLOSING = re.compile(rf"Terbilang: (.+? rupiah) (?:{_WITH_IT})?(.*?) Kode [0-9A-Z]{{4}}-")


def differences(statement: Statement, words: str) -> list[Difference]:
    """Compare the words of a slip's pages with its signed statement."""
    return [*_plain(statement, words), *_who(statement, words), *_amounts(statement, words)]


def _plain(s: Statement, words: str) -> Iterator[Difference]:
    number = f"{s.number:05d}/SLIP/{s.month.month:02d}/{s.month.year}"
    for field, pattern, signed in (
        ("Bulan", r"\bBulan (\S+ \d{4})", month_name(s.month)),
        ("Nomor", r"\bNomor (\S+)", number),
        ("Revisi", r"\bRevisi (\d+)", str(s.revision)),
        ("Kode", r"\bKode (\w{4}-\w{4}-\w{4})", s.code),
    ):
        seen = _found(pattern, words)
        if seen != signed:
            yield Difference(field, signed, seen)


def _found(pattern: str, words: str) -> str:
    found = re.search(pattern, words)
    return found[1] if found else UNREADABLE


def _who(s: Statement, words: str) -> Iterator[Difference]:
    person = _PERSON.search(words)
    name, nip = person.groups() if person else (UNREADABLE, UNREADABLE)
    if masked_nip("".join(nip.split())) != s.nip:
        yield Difference("NIP", s.nip, nip)
    elif field_digest(name, nip) != s.person:
        yield Difference("Nama atau NIP", f"{ONLY_DIGEST}, NIP {s.nip}", f"{name}, NIP {nip}")
    npwp = re.search(r"\bNPWP (\S+)", words)  # an office may leave it out
    if field_digest(npwp[1] if npwp else "") != s.npwp:
        yield Difference("NPWP", ONLY_DIGEST, npwp[1] if npwp else UNREADABLE)
    closing = _CLOSING.search(words)
    signatories = closing[2] if closing else UNREADABLE
    if field_digest(signatories) != s.signatories:
        yield Difference("Penanda tangan", ONLY_DIGEST, signatories)


def _amounts(s: Statement, words: str) -> Iterator[Difference]:
    net = _found(rf"\bDiterima ({_AMOUNT})", words)
    if net != money(s.net):
        yield Difference("Diterima", money(s.net), net)
    closing = _CLOSING.search(words)
    spelled = closing[1] if closing else UNREADABLE
    if "".join(spelled.split()) != "".join(terbilang(s.net).split()):
        yield Difference("Terbilang", terbilang(s.net), spelled)
    taken = [_rupiah(text) for text in re.findall(rf"{MINUS} Rp \d[\d.]*", _box(words))]
    if s.deductions >= 0 and -sum(taken) != s.deductions:
        yield Difference("Potongan", money(s.deductions), money(-sum(taken)))
    if not re.search(rf"(?<![\d.]){re.escape(money(s.gross))}(?![\d.]*\d)", _box(words)):
        given = sum(_rupiah(text) for text in re.findall(_AMOUNT, _box(words))) - sum(taken)
        if given != s.gross:
            yield Difference("TPP kotor", money(s.gross), money(given))


def _box(words: str) -> str:
    """Give the words of the totals box: between the last block and what is received."""
    before = words.partition(" Diterima ")[0]
    return re.split(r"\bTPP [a-z]+ Rp [\d.]+,\d\d", before)[-1]


def _rupiah(text: str) -> int:
    sign = -1 if text.startswith(MINUS) else 1
    return sign * int(re.sub(r"\D", "", text))
