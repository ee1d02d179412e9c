"""The status of an activity entry is read as people write it."""

from __future__ import annotations

import pytest

from polima_desktop.domain.activities import Status, parse_status
from polima_desktop.domain.errors import Refused


@pytest.mark.parametrize(
    ("text", "status"),
    [("Disetujui", Status.APPROVED), (" menunggu ", Status.WAITING), ("REVISI", Status.REVISE)],
)
def test_a_status_is_read_in_any_letter_case(text: str, status: Status) -> None:
    assert parse_status(text) is status


def test_an_unknown_status_is_refused_naming_the_four() -> None:
    with pytest.raises(Refused, match="‘Approved’") as refusal:
        parse_status("Approved")
    assert refusal.value.advice == "Pilih salah satu: Draft, Menunggu, Disetujui, Revisi."
