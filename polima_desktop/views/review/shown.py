"""The month's claims as last read, their amounts, and what was decided here. Knows no Qt.

What the queue holds and in which order is ``items``'; what a decision writes is the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Finding
from polima_desktop.formatting import number
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.opened import Opened
from polima_desktop.services.review.stakes import Stakes


class Act(NamedTuple):
    """A decision that can be taken back: its claims, and its mark if it was a bulk act."""

    claims: tuple[int, ...]
    bulk: str | None


class Shown:
    """What the page shows of a month; ``stakes`` None: amounts not known.

    ``contested``: claims with an unanswered objection, each with who had decided it.
    """

    def __init__(self) -> None:
        self.claims = Opened.of([])
        self.stakes: Stakes | None = None
        self.acts: list[Act] = []
        self.contested: dict[int, str] = {}
        self._month: Month | None = None

    def take(self, month: Month, claims: Opened) -> None:
        """Keep what was read; another month forgets amounts and what was decided here."""
        if self._month != month:
            self._month, self.stakes, self.acts = month, None, []
        self.claims = claims

    def replace(self, fresh: Sequence[Claim]) -> None:
        """Put claims as they are now in the place of what was read before."""
        self.claims.replace(fresh)

    def take_some(self, month: Month, claims: Sequence[Claim], found: Stakes) -> bool:
        """Renew the amounts of some claims; tell whether they still belong to what is shown."""
        if self.stakes is None or month != self._month:
            return False
        self.stakes = self.stakes.updated(claims, found)
        return True

    def beside(self, claims: Sequence[Claim]) -> list[Claim]:
        """Give every claim of the people some claims are of."""
        return self.claims.of_people({claim.row.person_id for claim in claims})

    def one(self, claim_id: int) -> Claim | None:
        """Find a claim, None if it is not of this month."""
        place = self.claims.place(claim_id)
        return None if place is None else self.claims[place]

    def undoable(self, chosen: Claim | None) -> Act | None:
        """Give what undoing takes back: the last act here, else the chosen claim's decision."""
        if self.acts:
            return self.acts[-1]
        decided = chosen is not None and chosen.decided is not None
        return Act((chosen.id,), None) if chosen is not None and decided else None

    def forget(self, act: Act) -> None:
        """Drop an act that was taken back."""
        if act in self.acts:
            self.acts.remove(act)

    # ── in words ──────────────────────────────────────────────────────────────────────────

    @property
    def waiting(self) -> int:
        """How many claims are open."""
        return int(self.claims.open.sum())

    def waiting_with(self, finding: Finding) -> int:
        """How many open claims have a finding."""
        return int((self.claims.open & self.claims.with_finding([finding])).sum())

    def next_step(self) -> str:
        """Say how many wait, and how many of them contradict the record."""
        if not self.claims:
            return "Belum ada klaim bulan ini."
        if not self.waiting:
            return f"Semua {number(len(self.claims))} klaim sudah diputus."
        words = f"Putuskan {number(self.waiting)} klaim yang menunggu."
        conflicts = self.waiting_with(Finding.CONFLICT)
        if conflicts:
            words += f" {number(conflicts)} bertentangan dengan catatan elektronik, didahulukan."
        return words

    def place_words(self, place: int, shown: int) -> str:
        """Say where in the queue one is and how many were decided here."""
        decided = sum(len(act.claims) for act in self.acts)
        words = f"   Diputus: {number(decided)}" if decided else ""
        return f"Pegawai {number(place)} dari {number(shown)}{words}"
