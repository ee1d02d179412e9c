"""Is this slip genuine: a code typed by hand, a PDF examined to the last operator, a picture.

A signed slip answers for itself, with nothing but the office's public key; the store adds what
became of it since. What was never signed (a draft, an office without a key) can only be compared
with the store. A picture is compared with the slip drawn anew out of the store; without a store
only the eyes of whoever holds the paper can: both are said so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polima_desktop.domain.access import Permission
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.identity import shown_nip
from polima_desktop.domain.periods import Month, month_name
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.signing import parted
from polima_desktop.domain.proof.statement import Statement, page_digest, read_statement
from polima_desktop.domain.proof.trust import Trust
from polima_desktop.files import read_whole
from polima_desktop.formatting import listed, money, within
from polima_desktop.reports.reading import Page, opened, read_pages
from polima_desktop.reports.seal import is_seal
from polima_desktop.reports.slip_layout import SEAL_AT
from polima_desktop.services.office import proving
from polima_desktop.services.papers.comparing import Difference, differences
from polima_desktop.services.papers.keys import trust_of
from polima_desktop.services.papers.signer_words import signer_words
from polima_desktop.services.session import Session
from polima_desktop.storage.months import months, slips
from polima_desktop.storage.months.slips import Slip

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Outcome(StrEnum):
    """What a slip turned out to be; the order is that of how bad it is."""

    GENUINE = "genuine"
    DRAFT = "draft"
    REPLACED = "replaced"
    UNSURE = "unsure"
    REVOKED = "revoked"
    FALSE = "false"

    @property
    def verdict(self) -> str:
        """The word outsiders rely on: a draft proves nothing yet."""
        return Outcome.UNSURE.value if self is Outcome.DRAFT else self.value


@dataclass(frozen=True)
class Verdict:
    """The answer for one slip: its words, what was signed, what is stored, what differs.

    ``faults`` say what was done to the file; ``page`` is the slip's first, counted from 1;
    ``signer`` whose certificate signed the whole file, empty if none did.
    """

    code: str
    outcome: Outcome
    words: str
    statement: Statement | None = None
    slip: Slip | None = None
    differences: tuple[Difference, ...] = ()
    faults: tuple[str, ...] = ()
    page: int | None = None
    signer: str = ""

    @property
    def genuine(self) -> bool:
        """Tell whether it is a slip of the office, unchanged and not replaced."""
        return self.outcome is Outcome.GENUINE


_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
_MISREAD = str.maketrans("ILO", "110")


def verify(
    session: Session, file_or_code: str, progress: Progress | None = None, password: str = ""
) -> list[Verdict]:
    """Answer for a code, or for every slip of a file, out of a store."""
    with session.reading(Permission.READ_SLIPS) as connection:
        archive = Archive(trust_of(connection), connection, session)
        return _verify(archive, file_or_code, progress or Progress(), password)


def verify_with(
    trust: Trust, file_or_code: str, progress: Progress, password: str = ""
) -> list[Verdict]:
    """Answer for a file with nothing but public keys; a typed code needs a store."""
    return _verify(Archive(trust, None), file_or_code, progress, password)


def _verify(
    archive: Archive, file_or_code: str, progress: Progress, password: str
) -> list[Verdict]:
    path = Path(file_or_code)
    if path.is_file():
        return _verify_file(archive, path, progress, password)
    if (spoken := _signed_words(file_or_code.strip())) is not None:
        return [archive.judge_symbol(spoken)]
    code = tidy_code(file_or_code)
    if code is None:
        raise Refused(
            f"‘{file_or_code}’ bukan berkas dan bukan kode slip.",
            "Kode slip terdiri dari 12 huruf dan angka, seperti K7QD-M2XA-94FH.",
        )
    return [archive.judge_code(code)]


def tidy_code(typed: str) -> str | None:
    """Read a code as people type it: small letters, no dashes, I and L for 1, O for 0.

    >>> tidy_code("k7qd m2xa 94fh"), tidy_code("K7QD")
    ('K7QD-M2XA-94FH', None)
    """
    letters = re.sub(r"[\s\-‐–]", "", typed).upper().translate(_MISREAD)
    code = "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    return code if _CODE.fullmatch(code) else None


# ── what a symbol says ──────────────────────────────────────────────────────────────────────


class Spoken(NamedTuple):
    """A signed statement as a symbol says it: the whole text, its statement, the signature."""

    text: str
    statement: Statement
    signature: bytes

    @property
    def message(self) -> bytes:
        """What was signed."""
        return self.statement.text().encode()


def _signed_words(text: str) -> Spoken | None:
    found = parted(text)
    statement = read_statement(found[0]) if found else None
    return Spoken(text, statement, found[1]) if found and statement else None


# ── files ───────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Sheet:
    """A page of a slip with what it says and what was done to it."""

    number: int
    page: Page
    spoken: list[Spoken]
    faults: tuple[str, ...] = ()
    whole: bool = False
    signer: str = ""
    unread: str = ""  # of a picture: why nothing can be said of it


def _verify_file(archive: Archive, path: Path, progress: Progress, password: str) -> list[Verdict]:
    """Answer for each slip of a PDF or picture; refuse a file without any code."""
    data = opened(read_whole(path), path.name, password)
    sheets: dict[str, list[_Sheet]] = {}
    for sheet in _sheets(data, path.name, progress):
        for code in _codes(sheet):
            sheets.setdefault(code, []).append(sheet)
    if not sheets:
        raise Refused(
            f"Tidak ada kode slip di {path.name}.",
            "Periksa apakah berkas ini slip, dan apakah kode QR-nya terlihat utuh.",
        )
    return [archive.judge_sheets(code, found) for code, found in sheets.items()]


def _sheets(data: bytes, name: str, progress: Progress) -> list[_Sheet]:
    pages = list(read_pages(data, name, progress))
    found = [
        _Sheet(page.number + 1, page, [s for text in page.symbols if (s := _signed_words(text))])
        for page in pages
    ]
    if data.startswith(b"%PDF") and any(sheet.spoken for sheet in found):
        _examine(data, found)
    return found


def _examine(data: bytes, sheets: Sequence[_Sheet]) -> None:
    """Say for each page whether it is as it was sealed, and what was done to it if not."""
    from polima_desktop.reports.untouched import File

    signer, wrong = _file_signer(data)
    file = File(data, signed=bool(signer))
    for sheet in sheets:
        sheet.signer = signer
        if not sheet.spoken:
            continue
        drawn = file.page(sheet.page.number, sheet.page.place)
        spoken = sheet.spoken[0]
        sheet.faults = wrong + file.faults + drawn.faults
        if len(sheet.spoken) > 1:
            sheet.faults += ("kode QR kedua di halaman yang sama",)
        sheet.whole = (
            not sheet.faults
            and page_digest(drawn.content) == spoken.statement.page
            and is_seal(drawn.seal, spoken.text, *SEAL_AT)
        )


def _file_signer(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Say who signed the whole file with a certificate; else what is wrong with its signature."""
    if b"/AcroForm" not in data:  # a signature lies in a form; pyHanko is slow to load
        return "", ()
    from polima_desktop.reports.pades import NotSigned, signature_of

    try:
        found = signature_of(data)
    except NotSigned as wrong:
        return "", (str(wrong),)
    return signer_words(found) if found else "", ()


def _codes(sheet: _Sheet) -> list[str]:
    """Give the codes of a page, printed or as a symbol: usually one, twice."""
    spoken = [one.statement.code for one in sheet.spoken]
    symbols = [code for text in sheet.page.symbols if (code := tidy_code(text))]
    printed = _CODE.findall(sheet.page.text) if not spoken else []
    return list(dict.fromkeys([*spoken, *symbols, *printed]))


# ── judging ─────────────────────────────────────────────────────────────────────────────────


@dataclass
class Archive:
    """Whom to trust, and the store if there is one, as one view."""

    trust: Trust
    connection: Connection | None
    session: Session | None = None
    _locked: dict[str, bool] = field(default_factory=dict)

    def judge_code(self, code: str) -> Verdict:
        """Answer for a code that was typed: it says nothing of what stands on the paper."""
        slip = self._slip(code)
        if slip is None:
            return Verdict(code, Outcome.UNSURE, _not_found(code, self.connection))
        return self._standing(code, slip)

    def judge_symbol(self, spoken: Spoken) -> Verdict:
        """Answer for a symbol alone: signed or not, but nobody has read the paper."""
        refused = self._refuse_signature(spoken)
        if refused is not None:
            return refused
        return self._with_fate(_unread(spoken.statement, self._slip(spoken.statement.code)))

    def judge_sheets(self, code: str, sheets: Sequence[_Sheet]) -> Verdict:
        """Answer for a slip by all its pages."""
        spoken = [one for sheet in sheets for one in sheet.spoken if one.statement.code == code]
        found = self._signed(spoken, sheets) if spoken else self._unsigned(code, sheets)
        if signer := sheets[0].signer:
            words = f"{found.words} Berkasnya ditandatangani secara elektronik oleh {signer}."
            found = replace(found, words=words, signer=signer)
        return replace(found, page=sheets[0].number)

    # signed

    def _signed(self, spoken: Sequence[Spoken], sheets: Sequence[_Sheet]) -> Verdict:
        for one in spoken:
            if (refused := self._refuse_signature(one)) is not None:
                return refused
        statement = spoken[0].statement
        slip = self._slip(statement.code)
        for sheet in sheets:
            self._look_at(sheet, slip)
        if _same_slip(spoken) and all(sheet.whole for sheet in sheets):
            return self._with_fate(_complete(statement, spoken, slip))
        words = " ".join(sheet.page.text for sheet in sheets).strip()
        if not words:
            why = " ".join(dict.fromkeys(sheet.unread for sheet in sheets if sheet.unread))
            return self._with_fate(_unread(statement, slip, why))
        return _changed(statement, sheets, words, slip)

    def _look_at(self, sheet: _Sheet, slip: Slip | None) -> None:
        """Compare a page that is a picture with the store's slip, if that is the one it names."""
        picture = sheet.page.picture
        if picture is None or slip is None or not slip.standing or not sheet.spoken:
            return
        if self.session is None or self.connection is None or len(sheet.page.symbols) > 1:
            return
        from polima_desktop.services.papers.redrawing import compared

        one, corners = sheet.spoken[0], sheet.page.corners[0]
        said, symbol = one.statement, one.text
        found = compared(self.session, self.connection, slip, said, symbol, picture, corners)
        sheet.whole, sheet.unread = found.same, found.words

    def _refuse_signature(self, spoken: Spoken) -> Verdict | None:
        s = spoken.statement
        key = self.trust.keys.get(s.key)
        if key is None:
            words = f"Palsu, atau dari kantor lain: kunci {s.key} tidak dikenal di sini."
            return Verdict(s.code, Outcome.FALSE, words, s)
        if not key.verifies(spoken.signature, spoken.message):
            words = "Palsu: isi kode QR tidak cocok dengan tanda tangannya."
            return Verdict(s.code, Outcome.FALSE, words, s)
        revoked = self.trust.revoked.get(s.key)
        if revoked is not None:
            words = f"Dicabut: kunci {s.key} dicabut pada {revoked.at}. Alasan: {revoked.reason}."
            return Verdict(s.code, Outcome.REVOKED, words, s)
        return None

    def _with_fate(self, found: Verdict) -> Verdict:
        """Say of a slip that its office has replaced it since."""
        revision = self.trust.replaced.get(found.code)
        if revision is None:
            return found
        words = _replaced_words(revision, found.slip)
        return replace(found, outcome=Outcome.REPLACED, words=f"{words}: {_whose(found)}.")

    # unsigned

    def _unsigned(self, code: str, sheets: Sequence[_Sheet]) -> Verdict:
        slip = self._slip(code)
        if slip is None:
            return Verdict(code, Outcome.UNSURE, _not_found(code, self.connection))
        words = " ".join(sheet.page.text for sheet in sheets).strip()
        wrong = _against_store(slip, words) if words else ()
        if wrong:
            return Verdict(
                code,
                Outcome.FALSE,
                f"Isinya berbeda dari arsip. Menurut arsip ini {_stored(slip)}.",
                slip=slip,
                differences=wrong,
            )
        found = self._standing(code, slip)
        if found.outcome is not Outcome.GENUINE:
            return found
        return replace(
            found,
            outcome=Outcome.UNSURE,
            words="Tidak dapat dipastikan: slip ini tidak ditandatangani. "
            f"Bandingkan dengan arsip: {_stored(slip)}.",
        )

    def _standing(self, code: str, slip: Slip) -> Verdict:
        if slip.state == "replaced":
            revision = self.trust.replaced.get(code, 0)
            words = f"{_replaced_words(revision, slip)}: {_stored(slip)}."
            return Verdict(code, Outcome.REPLACED, words, slip=slip)
        if (altered := self._altered(slip)) is not None:
            return Verdict(code, Outcome.UNSURE, altered, slip=slip)
        if not self._is_locked(slip.month):
            words = f"Masih draf karena bulannya belum dikunci: {_stored(slip)}."
            return Verdict(code, Outcome.DRAFT, words, slip=slip)
        return Verdict(code, Outcome.GENUINE, f"Asli dan berlaku: {_stored(slip)}.", slip=slip)

    def _altered(self, slip: Slip) -> str | None:
        """Say that the stored slip no longer equals its seal; None: it does."""
        if self.connection is None:
            return None
        try:
            proving.refuse_altered(self.connection, [slip])
        except Refused as refused:
            return f"Tidak dapat dipastikan. {refused.message}"
        return None

    def _slip(self, code: str) -> Slip | None:
        return None if self.connection is None else slips.by_code(self.connection, code)

    def _is_locked(self, month: str) -> bool:
        if month not in self._locked and self.connection is not None:
            row = months.month_row(self.connection, Month.parse(month))
            self._locked[month] = row is not None and row.state == "locked"
        return self._locked.get(month, False)


def _same_slip(spoken: Sequence[Spoken]) -> bool:
    """Tell whether the pages were sealed as one slip."""
    whole = {one.statement._replace(sheet="", page="") for one in spoken}
    return len(whole) == 1


def _complete(statement: Statement, spoken: Sequence[Spoken], slip: Slip | None) -> Verdict:
    """Answer for pages that are as they were sealed: genuine if none is missing."""
    of = int(statement.sheet.partition("-")[2])
    there = {int(one.statement.sheet.partition("-")[0]) for one in spoken}
    if missing := set(range(1, of + 1)) - there:
        pages = listed([str(number) for number in sorted(missing)])
        words = f"Tidak dapat dipastikan: halaman {pages} dari {of} tidak ada. Yang ada asli."
        return Verdict(statement.code, Outcome.UNSURE, words, statement, slip)
    words = f"Asli dan berlaku: {_said(statement)}."
    return Verdict(statement.code, Outcome.GENUINE, words, statement, slip)


def _unread(statement: Statement, slip: Slip | None, why: str = "") -> Verdict:
    words = (
        f"Tidak dapat dipastikan dari gambar. {why or _NO_STORE} Kode QR-nya asli; bandingkan "
        f"kertasnya dengan yang ditandatangani: {_said(statement)}."
    )
    return Verdict(statement.code, Outcome.UNSURE, words, statement, slip)


_NO_STORE = "Gambar hanya dapat dibandingkan di komputer kantor, yang menyimpan arsip slipnya."


def _changed(
    statement: Statement, sheets: Sequence[_Sheet], words: str, slip: Slip | None
) -> Verdict:
    """Answer for pages that are not as they were sealed: false if one can say what is."""
    wrong = tuple(differences(statement, words))
    faults = tuple(dict.fromkeys(fault for sheet in sheets for fault in sheet.faults))
    if wrong or faults:
        said = f"Palsu: isinya bukan yang ditandatangani. Yang asli {_said(statement)}."
        return Verdict(statement.code, Outcome.FALSE, said, statement, slip, wrong, faults)
    said = (
        "Tidak dapat dipastikan: berkas ini pernah diubah atau disimpan ulang setelah "
        f"ditandatangani. Bandingkan dengan yang asli: {_said(statement)}."
    )
    return Verdict(statement.code, Outcome.UNSURE, said, statement, slip)


# ── words ───────────────────────────────────────────────────────────────────────────────────


def _not_found(code: str, connection: Connection | None) -> str:
    if connection is None:
        return f"Kode {code} saja tidak cukup tanpa arsip. Berikan berkas atau foto slipnya."
    return f"Kode {code} tidak ditemukan. Periksa ketikan."


def _said(s: Statement) -> str:
    return (
        f"slip {month_name(s.month)}, NIP {s.nip}, revisi {s.revision}, kotor {money(s.gross)}, "
        f"potongan {money(s.deductions)}, diterima {money(s.net)}"
    )


def _stored(slip: Slip) -> str:
    return (
        f"slip {month_name(Month.parse(slip.month))} milik {slip.identity['name']}, "
        f"NIP {shown_nip(slip.nip)}, revisi {slip.revision}, diterima {money(slip.net)}"
    )


def _whose(found: Verdict) -> str:
    if found.slip is not None:
        return _stored(found.slip)
    return _said(found.statement) if found.statement else found.code


def _replaced_words(revision: int, slip: Slip | None) -> str:
    by = f"oleh revisi {revision}" if revision else "tanpa pengganti"
    reason = (slip.replaced_reason or "").rstrip(".") if slip else ""
    why = f" ({within(reason)})" if reason else ""
    return f"Asli, tetapi sudah diganti {by}{why}"


# ── what was never signed ───────────────────────────────────────────────────────────────────


def _against_store(slip: Slip, words: str) -> tuple[Difference, ...]:
    """Say what a page with text should say and does not."""
    expected = [
        ("Nama", str(slip.identity["name"])),
        ("NIP", shown_nip(slip.nip)),
        ("Bulan", month_name(Month.parse(slip.month))),
        ("Revisi", f"Revisi {slip.revision}"),
        ("TPP kotor", money(slip.gross)),
        ("Diterima", f"Diterima {money(slip.net)}"),
    ]
    return tuple(
        Difference(label, text.removeprefix(f"{label} "), "lain atau tidak terbaca")
        for label, text in expected
        if not _stands(text, words)
    )


def _stands(text: str, words: str) -> bool:
    """Tell whether a text stands on the page, not as a part of a longer number."""
    return re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d.,]*\d)", words) is not None
