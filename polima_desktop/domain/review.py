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
from polima_desktop.domain.transition import Outcome, Verdict
from polima_desktop.formatting import clock, listed

_CLOCKINGS = ("masuk", "pulang")


class Finding(StrEnum):
    """What the comparison came to; the order is the order of work on the desk."""

    CONFLICT = "bertentangan"
    FILLS = "mengisi_kosong"
    NO_EVIDENCE = "tanpa_bukti"
    OUTSIDE = "di_luar_masa"
    MATCH = "cocok"

    @property
    def label(self) -> str:
        """The words on screen."""
        return self.value.replace("_", " ").capitalize()


class Decision(StrEnum):
    """What a verifier may decide; asking for evidence leaves the claim open."""

    MANUAL = "manual"
    ELECTRONIC = "electronic"
    REJECT = "reject"
    ASK = "evidence"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Decision.MANUAL: "Klaim diterima",
            Decision.ELECTRONIC: "Catatan elektronik dipakai",
            Decision.REJECT: "Klaim ditolak",
            Decision.ASK: "Bukti diminta",
        }[self]

    @property
    def settles(self) -> bool:
        """Tell whether the claim leaves the queue."""
        return self is not Decision.ASK


@dataclass(frozen=True)
class Claimed:
    """What a claim says of a day; ``clocking`` ``None`` = it only reports activities."""

    clocking: Clocking | None
    activities: int
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Recorded:
    """The electronic record of the day; ``activities`` counts its reported entries."""

    clocking: Clocking
    activities: int


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
        return Comparison(Finding.OUTSIDE, *parts)
    if apart or _doubled(claim, record) or lost(claim, record):
        return Comparison(Finding.CONFLICT, *parts)
    if not gaps:
        return Comparison(Finding.MATCH)
    return Comparison(Finding.FILLS if claim.evidence else Finding.NO_EVIDENCE, 0, gaps)


def differences(claim: Claimed, record: Recorded, tolerance: int) -> dict[str, int]:
    """Give the minutes by which ``masuk`` and ``pulang`` differ, where beyond the tolerance."""
    pairs = zip(_CLOCKINGS, claim.clocking or (), record.clocking, strict=False)
    found = {
        name: abs(said - kept) // 60
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
    match found.finding:
        case Finding.OUTSIDE:
            return Suggestion(Decision.REJECT, f"{policy.reason} Klaim di luar masa.")
        case Finding.MATCH:
            return Suggestion(Decision.MANUAL, "Klaim sama dengan catatan elektronik.")
        case Finding.CONFLICT:
            return Suggestion(Decision.ELECTRONIC, _against(claim, record, found))
        case Finding.NO_EVIDENCE:
            words = f"Catatan elektronik tanpa {listed(found.gaps)}, tetapi berkas bukti tidak ada."
            return Suggestion(Decision.ASK, words)
        case Finding.FILLS:
            words = f"Catatan elektronik tanpa {listed(found.gaps)} dan bukti ada. {policy.reason}"
            return Suggestion(Decision.MANUAL, words)


def _against(claim: Claimed, record: Recorded, found: Comparison) -> str:
    proof = "Periksa bukti sebelum menerima." if claim.evidence else "Klaim tidak didukung bukti."
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
    """Tell whether the decision must say why: against the record, without proof, or a refusal."""
    if decision is Decision.MANUAL:
        return finding in (Finding.CONFLICT, Finding.NO_EVIDENCE)
    return decision is Decision.REJECT


def check_decision(found: Finding, policy: Verdict, decision: Decision, reason: str) -> None:
    """Refuse a decision the policy forbids or that lacks its reason."""
    if decision is Decision.MANUAL and policy.outcome is not Outcome.ACCEPTED:
        raise Refused(
            f"Klaim di luar masa tidak bisa diterima. {policy.reason}",
            "Pakai catatan elektronik atau tolak klaim.",
        )
    if needs_reason(found, decision) and not reason.strip():
        what = "menolak klaim" if decision is Decision.REJECT else "menerima klaim ini"
        raise Refused(f"Alasan {what} belum diisi.", "Tulis alasannya, lalu putuskan lagi.")
