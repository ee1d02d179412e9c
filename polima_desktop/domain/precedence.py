"""Which source counts for a person and day, as a rule with a date and a decree.

Exactly one source counts: an accepted claim or the electronic record. Which of the two goes first
where both say something, what counts while nobody decided, and how long one may object are said
here; laying the sources over each other is ``freezing``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from polima_desktop.domain.errors import Refused
from polima_desktop.formatting import day as written


class Source(StrEnum):
    """Where a day's clocking or report comes from."""

    MANUAL = "manual"
    ELECTRONIC = "electronic"

    @property
    def label(self) -> str:
        """The words on screen."""
        return {
            Source.MANUAL: "Klaim yang diterima didahulukan",
            Source.ELECTRONIC: "Catatan elektronik didahulukan",
        }[self]


@dataclass(frozen=True)
class Precedence:
    """The rule for months that begin on ``valid_from`` or later, until a later rule.

    ``first`` goes before the other where both say something of a day. ``objection_days``: so many
    days one may object after the decisions were made known.
    """

    valid_from: date
    first: Source = Source.MANUAL
    objection_days: int = 7
    source: str = ""

    @property
    def sentence(self) -> str:
        """The rule in words, as the desk and the freeze show it."""
        if self.first is Source.MANUAL:
            order = "Klaim yang diterima menggantikan catatan elektronik hari itu."
        else:
            order = (
                "Catatan elektronik yang dihitung; klaim yang diterima hanya mengisi yang kosong."
            )
        return f"{order} {UNDECIDED}"

    def check(self) -> None:
        """Refuse a rule that cannot be meant."""
        if not self.source.strip():
            raise Refused("Dasar aturan belum diisi.", "Tulis nomor surat atau keputusannya.")
        if not 1 <= self.objection_days <= 90:
            raise Refused("Masa sanggah 1 sampai 90 hari.", "Periksa jumlah harinya.")

    def deadline(self, opened: date) -> date:
        """Give the last day to object, of decisions made known on a day."""
        return opened + timedelta(self.objection_days)


UNDECIDED = (
    "Yang belum diputus saat dibekukan: catatan elektronik yang dihitung, klaimnya tetap menunggu."
)
"""The default at freezing; a later decision becomes arrears."""

USUAL = Precedence(date(2021, 1, 1))
"""What holds where no rule was written."""


def in_force(rules: Sequence[Precedence], day: date) -> Precedence:
    """Give the rule of a day: the one that began last."""
    found = [rule for rule in rules if rule.valid_from <= day]
    return max(found, key=lambda rule: rule.valid_from, default=USUAL)


def refuse_late(deadline: date, today: date) -> None:
    """Refuse an objection after the deadline."""
    if today > deadline:
        raise Refused(
            f"Masa sanggah sudah berakhir {written(deadline)}.",
            "Ajukan keberatan lewat surat; putusan yang diubah menjadi rapel.",
        )
