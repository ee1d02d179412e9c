"""What people report as work: the status of an entry, and the scale of its volume.

Only what the superior approved counts. What an activity is worth (weight, norm time, point
formula) is the rule set's.
"""

from __future__ import annotations

from enum import StrEnum

from polima_desktop.domain.errors import Refused

VOLUME_SCALE = 10_000
"""Volumes are stored and frozen in ten-thousandths."""

MINUTES_A_DAY = 24 * 60


class Status(StrEnum):
    """Where an entry stands; the value is its word in files, in the store and on screen."""

    DRAFT = "Draft"
    WAITING = "Menunggu"
    APPROVED = "Disetujui"
    REVISE = "Revisi"


def parse_status(text: str) -> Status:
    """Read a status in any letter case; anything else is refused, naming the four."""
    for status in Status:
        if status.casefold() == text.strip().casefold():
            return status
    known = ", ".join(Status)
    raise Refused(f"Status ‘{text}’ tidak dikenal.", f"Pilih salah satu: {known}.")
