"""A manual claim beside the electronic record of the same person and day.

Here are the comparison and its verdict, the suggestion, the decisions and what counts after
them. Exactly one source counts for a person and day: the claim only after it was accepted,
otherwise the electronic record, even where that is empty. Nothing here stores or pays.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from polima_desktop.domain.attendance import Clocking
from polima_desktop.domain.errors import Refused
from polima_desktop.domain.transition import Because, Outcome, Verdict
from polima_desktop.formatting import clock, listed

_CLOCKINGS = ("masuk", "pulang")


class Finding(StrEnum):
    """What the comparison came to; the order is the order of work on the desk.

    The value is what audit entries and ``polima claims list --json`` say, so it never changes.
    """

    CONFLICT = "bertentangan"
    ABSENT = "tidak_hadir"
    BOTH = "kegiatan_ganda"
    OFF_DAY = "hari_libur"
    FILLS = "mengisi_kosong"
    NO_EVIDENCE = "tanpa_bukti"
    OUTSIDE = "di_luar_masa"
    NOT_BLANK = "bukan_tanpa_sinyal"
    MATCH = "cocok"

    @property
    def label(self) -> str:
        """The words on screen."""
        return _FINDINGS[self]

    @property
    def short(self) -> str:
        """The words in a narrow badge."""
        return "Tanpa catatan" if self is Finding.FILLS else self.label

    @property
    def open_to_manual(self) -> bool:
        """Whether the policy lets such a claim be accepted at all."""
        return self not in (Finding.OUTSIDE, Finding.NOT_BLANK)


_FINDINGS = {
    Finding.CONFLICT: "Jam berbeda",
    Finding.ABSENT: "Tercatat tidak hadir",
    Finding.BOTH: "Kegiatan di keduanya",
    Finding.OFF_DAY: "Libur atau cuti",
    Finding.FILLS: "Tanpa catatan elektronik",
    Finding.NO_EVIDENCE: "Tanpa bukti",
    Finding.OUTSIDE: "Di luar masa",
    Finding.NOT_BLANK: "Bukan tanpa sinyal",
    Finding.MATCH: "Sama",
}
AGAINST_RECORD = frozenset({Finding.CONFLICT, Finding.ABSENT, Finding.BOTH})
"""Findings in which the two sources contradict each other."""


class Decision(StrEnum):
    """What a verifier may decide; asking for evidence and sending back leave the claim open."""

    MANUAL = "manual"
    ELECTRONIC = "electronic"
    REJECT = "reject"
    ASK = "evidence"
    RETURN = "return"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Decision.MANUAL: "Klaim diterima",
            Decision.ELECTRONIC: "Catatan elektronik dipakai",
            Decision.REJECT: "Klaim ditolak",
            Decision.ASK: "Bukti diminta",
            Decision.RETURN: "Dikembalikan ke unit",
        }[self]

    @property
    def settles(self) -> bool:
        """Tell whether the claim leaves the queue."""
        return self not in UNSETTLED


UNSETTLED = frozenset({Decision.ASK, Decision.RETURN})
"""What leaves a claim open: the unit has to answer first."""


@dataclass(frozen=True)
class Claimed:
    """What a claim says of a day; ``clocking`` ``None`` = it only reports activities.

    ``evidence`` are files whose bytes are kept; a name somebody typed proves nothing.
    """

    clocking: Clocking | None
    activities: int
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Recorded:
    """The electronic record of the day; ``activities`` counts its reported entries.

    ``known``: the app has a row of the day, be it an empty one. ``off``: why no work was due,
    as a sentence; empty on a day of duty.
    """

    clocking: Clocking
    activities: int
    known: bool = False
    off: str = ""


class Comparison(NamedTuple):
    """The finding, minutes of contradiction, and which parts the electronic record lacks.

    ``apart`` names the clockings that contradict, ``gaps`` what only the claim has.
    """

    finding: Finding
    minutes: int = 0
    gaps: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """What the desk suggests, and the words why."""

    decision: Decision
    reason: str


def compare(claim: Claimed, record: Recorded, policy: Verdict, tolerance: int) -> Comparison:
    """Weigh a claim against the electronic record; ``tolerance`` in whole minutes.

    Differences up to the tolerance are none. A contradiction weighs more than missing
    evidence, because it is what was paid wrongly in 2023 (DOMAIN §2).
    """
    apart, gaps = differences(claim, record, tolerance), missing(claim, record)
    parts = sum(apart.values()), gaps, tuple(apart)
    if policy.outcome is not Outcome.ACCEPTED:
        outside = Finding.NOT_BLANK if policy.because is Because.PLACE else Finding.OUTSIDE
        return Comparison(outside, *parts)
    if apart or lost(claim, record):
        return Comparison(Finding.CONFLICT, *parts)
    if says_absent(claim, record):
        return Comparison(Finding.ABSENT, *parts)
    if _doubled(claim, record):
        return Comparison(Finding.BOTH, *parts)
    if record.off:
        return Comparison(Finding.OFF_DAY, *parts)
    if not gaps:
        return Comparison(Finding.MATCH)
    return Comparison(Finding.FILLS if claim.evidence else Finding.NO_EVIDENCE, 0, gaps)


def says_absent(claim: Claimed, record: Recorded) -> bool:
    """The app has a row of the day without any clocking, and the claim says somebody came."""
    came = claim.clocking is not None and not claim.clocking.empty
    return came and record.known and record.clocking.empty


def differences(claim: Claimed, record: Recorded, tolerance: int) -> dict[str, int]:
    """Give the minutes by which ``masuk`` and ``pulang`` differ, where beyond the tolerance.

    Seconds are cut off first, as they are on screen: 07.30 and 08.34 are 64 minutes apart.
    """
    pairs = zip(_CLOCKINGS, claim.clocking or (), record.clocking, strict=False)
    found = {
        name: abs(said // 60 - kept // 60)
        for name, said, kept in pairs
        if said is not None and kept is not None
    }
    return {name: minutes for name, minutes in found.items() if minutes > tolerance}


def missing(claim: Claimed, record: Recorded) -> tuple[str, ...]:
    """Name what only the claim has: ``masuk``, ``pulang``, ``aktivitas``."""
    pairs = zip(_CLOCKINGS, claim.clocking or (), record.clocking, strict=False)
    gaps = [name for name, said, kept in pairs if said is not None and kept is None]
    if claim.activities and not record.activities:
        gaps.append("aktivitas")
    return tuple(gaps)


def lost(claim: Claimed, record: Recorded) -> tuple[str, ...]:
    """Name the clockings only the electronic record has: accepting the claim would lose them."""
    pairs = zip(_CLOCKINGS, claim.clocking or (), record.clocking, strict=False)
    return tuple(name for name, said, kept in pairs if said is None and kept is not None)


def _doubled(claim: Claimed, record: Recorded) -> bool:
    """Both sources report work: accepting the claim replaces the electronic report."""
    return bool(claim.activities and record.activities)


def suggest(claim: Claimed, record: Recorded, policy: Verdict, found: Comparison) -> Suggestion:
    """Say what the desk would decide, with its reason in Indonesian."""
    lacks = f"Catatan elektronik tanpa {listed(found.gaps)}"
    match found.finding:
        case Finding.OUTSIDE | Finding.NOT_BLANK:
            return Suggestion(Decision.REJECT, policy.reason)
        case Finding.MATCH:
            return Suggestion(Decision.MANUAL, "Klaim sama dengan catatan elektronik.")
        case Finding.OFF_DAY:
            return Suggestion(Decision.ELECTRONIC, f"{record.off} Tidak ada yang wajib hari itu.")
        case Finding.CONFLICT | Finding.ABSENT | Finding.BOTH:
            return Suggestion(Decision.ELECTRONIC, _against(claim, record, found))
        case Finding.NO_EVIDENCE:
            return Suggestion(Decision.ASK, f"{lacks}, dan berkas bukti belum disimpan.")
        case Finding.FILLS:
            words = f"{lacks} dan berkas bukti disimpan. {policy.reason}"
            return Suggestion(Decision.MANUAL, words)


def _against(claim: Claimed, record: Recorded, found: Comparison) -> str:
    proof = "Periksa bukti sebelum menerima." if claim.evidence else "Klaim tidak didukung bukti."
    if found.finding is Finding.ABSENT:
        return f"Aplikasi mencatat tidak hadir. {proof}"
    if found.apart:
        return f"Jam {listed(_apart(claim, record, found.apart))}. {proof}"
    if gone := lost(claim, record):
        return f"Klaim tidak memuat jam {listed(gone)} yang dicatat aplikasi."
    return "Aktivitas hari itu sudah dilaporkan di aplikasi."


def _apart(claim: Claimed, record: Recorded, names: tuple[str, ...]) -> list[str]:
    """Write each clocking that contradicts: ``masuk 07.30 di klaim, 08.34 di aplikasi``."""
    pairs = zip(_CLOCKINGS, claim.clocking or (), record.clocking, strict=False)
    return [
        f"{name} {clock(said, zone=False)} di klaim, {clock(kept, zone=False)} di aplikasi"
        for name, said, kept in pairs
        if name in names
    ]


def needs_reason(finding: Finding, decision: Decision) -> bool:
    """Tell whether the decision must say why.

    Against the record, without proof, for a day off, a refusal, and whatever the unit must answer.
    """
    if decision is Decision.MANUAL:
        return finding in AGAINST_RECORD | {Finding.NO_EVIDENCE, Finding.OFF_DAY}
    return decision is not Decision.ELECTRONIC


_ACTS = {
    Decision.MANUAL: "menerima klaim ini",
    Decision.REJECT: "menolak klaim",
    Decision.ASK: "meminta bukti",
    Decision.RETURN: "mengembalikan klaim",
}


def check_decision(found: Finding, policy: Verdict, decision: Decision, reason: str) -> None:
    """Refuse a decision the policy forbids or that lacks its reason."""
    if decision is Decision.MANUAL and policy.outcome is not Outcome.ACCEPTED:
        raise Refused(
            f"Klaim di luar masa tidak bisa diterima. {policy.reason}",
            "Pakai catatan elektronik atau tolak klaim.",
        )
    if needs_reason(found, decision) and not reason.strip():
        raise Refused(
            f"Alasan {_ACTS[decision]} belum diisi.", "Tulis alasannya, lalu putuskan lagi."
        )
