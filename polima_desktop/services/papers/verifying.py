"""Is this slip genuine: a code typed by hand, or a file whose pages are read and compared.

A page is compared with the store word by word where it matters: name, NIP, amounts. A scan
or a photograph has only its QR symbol, so only its code can be answered for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import load
from polima_desktop.files import read_whole
from polima_desktop.formatting import money
from polima_desktop.reports.reading import Page, read_pages
from polima_desktop.reports.slip import Amount
from polima_desktop.services.papers.rules import PaperRules
from polima_desktop.services.papers.slip_content import totals
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.slips import Slip
from polima_desktop.storage.rules import versions as rule_store

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Outcome(StrEnum):
    """What became of a slip."""

    CURRENT = "current"
    DRAFT = "draft"
    REPLACED = "replaced"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """The answer for one code: its words, the stored slip, and what a page says differently."""

    code: str
    outcome: Outcome
    words: str
    slip: Slip | None = None
    differences: tuple[str, ...] = ()
    page: int | None = None

    @property
    def genuine(self) -> bool:
        """Tell whether it is a slip of this store, unchanged and not replaced."""
        return self.outcome in (Outcome.CURRENT, Outcome.DRAFT)


_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
_MISREAD = str.maketrans("ILO", "110")


def verify(session: Session, file_or_code: str, progress: Progress | None = None) -> list[Verdict]:
    """Answer for a code, or for every slip of a file."""
    path = Path(file_or_code)
    if path.is_file():
        return verify_file(session, path, progress or Progress())
    code = tidy_code(file_or_code)
    if code is None:
        raise Refused(
            f"‘{file_or_code}’ bukan berkas dan bukan kode slip.",
            "Kode slip terdiri dari 12 huruf dan angka, seperti K7QD-M2XA-94FH.",
        )
    with session.reading() as connection:
        return [_Archive(connection).judge(code)]


def tidy_code(typed: str) -> str | None:
    """Read a code as people type it: small letters, no dashes, I and L for 1, O for 0.

    >>> tidy_code("k7qd m2xa 94fh"), tidy_code("K7QD")
    ('K7QD-M2XA-94FH', None)
    """
    letters = re.sub(r"[\s\-‐–]", "", typed).upper().translate(_MISREAD)
    code = "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    return code if _CODE.fullmatch(code) else None


def verify_file(session: Session, path: Path, progress: Progress) -> list[Verdict]:
    """Answer for each slip of a PDF or picture; refuse a file without any code.

    A slip of several pages is compared as a whole; ``page`` is its first.
    """
    slips_seen: dict[str, list[tuple[int, Page]]] = {}
    for number, page in enumerate(read_pages(read_whole(path), path.name, progress), 1):
        for code in _codes(page):
            slips_seen.setdefault(code, []).append((number, page))
    if not slips_seen:
        raise Refused(
            f"Tidak ada kode slip di {path.name}.",
            "Periksa apakah berkas ini slip, dan apakah kode QR-nya terlihat utuh.",
        )
    with session.reading() as connection:
        archive = _Archive(connection)
        return [
            archive.judge(code, _together([page for _, page in found]), found[0][0])
            for code, found in slips_seen.items()
        ]


def _together(pages: Sequence[Page]) -> Page:
    symbols = tuple(symbol for page in pages for symbol in page.symbols)
    return Page(" ".join(page.text for page in pages).strip(), symbols)


def _codes(page: Page) -> list[str]:
    """Give the codes of a page, printed or as a symbol: usually one, twice."""
    symbols = [code for text in page.symbols if (code := tidy_code(text))]
    return list(dict.fromkeys([*_CODE.findall(page.text), *symbols]))


class _Archive:
    """The store as one view, with the rules and months that were looked up already."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rules: dict[int, PaperRules] = {}
        self._locked: dict[str, bool] = {}

    def judge(self, code: str, page: Page | None = None, number: int | None = None) -> Verdict:
        """Compare a code, and the page it stands on, with the stored slip."""
        slip = slips.by_code(self._connection, code)
        if slip is None:
            words = f"Kode {code} tidak dikenal. Slip ini tidak berasal dari arsip ini."
            return Verdict(code, Outcome.UNKNOWN, words, page=number)
        differences: tuple[str, ...] = ()
        if page is not None and page.text:
            amounts = totals(slip, self._rules_of(slip))
            differences = tuple(_differences(slip, amounts, code, page))
        outcome = _outcome(slip, self._is_locked(slip.month), bool(differences))
        return Verdict(code, outcome, _words(slip, outcome), slip, differences, number)

    def _rules_of(self, slip: Slip) -> PaperRules:
        key = slip.rule_version_id
        if key not in self._rules:
            stored = rule_store.by_id(self._connection, key)
            self._rules[key] = PaperRules(stored.number, load(stored.toml))
        return self._rules[key]

    def _is_locked(self, month: str) -> bool:
        if month not in self._locked:
            row = months.month_row(self._connection, Month.parse(month))
            self._locked[month] = row is not None and row.state == "locked"
        return self._locked[month]


def _outcome(slip: Slip, locked: bool, differs: bool) -> Outcome:
    if differs:
        return Outcome.CHANGED
    if slip.state == "replaced":
        return Outcome.REPLACED
    return Outcome.CURRENT if locked else Outcome.DRAFT


def _words(slip: Slip, outcome: Outcome) -> str:
    whose = (
        f"slip {month_name(Month.parse(slip.month))} milik {slip.identity['name']}, "
        f"NIP {shown_nip(slip.nip)}, revisi {slip.revision}, diterima {money(slip.net)}"
    )
    return {
        Outcome.CURRENT: f"Asli dan berlaku: {whose}.",
        Outcome.DRAFT: f"Asli, tetapi masih draf karena bulannya belum dikunci: {whose}.",
        Outcome.REPLACED: f"Asli, tetapi sudah digantikan ({_reason(slip)}): {whose}.",
        Outcome.CHANGED: f"Isinya berbeda dari arsip. Menurut arsip ini {whose}.",
    }[outcome]


def _reason(slip: Slip) -> str:
    reason = (slip.replaced_reason or "").rstrip(".")
    return reason[:1].lower() + reason[1:] if reason else "tanpa alasan tercatat"


def _differences(
    slip: Slip, amounts: tuple[tuple[Amount, ...], tuple[Amount, ...]], code: str, page: Page
) -> Iterator[str]:
    """Say what a page with text should say and does not."""
    gross, deductions = amounts
    expected = [
        ("Nama", str(slip.identity["name"])),
        ("NIP", shown_nip(slip.nip)),
        *((a.label, money(a.rupiah)) for a in gross),
        *((a.label, money(-a.rupiah)) for a in deductions),
        ("Diterima", f"Diterima {money(slip.net)}"),
    ]
    for label, text in expected:
        if not _stands(text, page.text):
            yield f"{label} seharusnya {text.removeprefix('Diterima ')}"
    if code not in page.symbols and page.symbols:
        yield f"Kode QR berbunyi {page.symbols[0]}, seharusnya {code}"


def _stands(text: str, words: str) -> bool:
    """Tell whether a text stands on the page, not as a part of a longer number."""
    return re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d.,]*\d)", words) is not None
