"""What the desk says of a claimant, as values: no window is opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polima_desktop.domain.review import Decision
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.session import Session
from polima_desktop.views.review import desk_words
from tests import claims_world as world


@pytest.fixture
def verifier(sqlite_url: str) -> Iterator[Session]:
    database = world.build(sqlite_url)
    yield world.session(database)
    database.close()


def test_a_claim_beside_the_record_is_said_in_words(verifier: Session) -> None:
    claim = claims.one(verifier, 2)
    assert desk_words.said(claim).startswith("Klaim 07.30 – 16.00; aplikasi 08.34 – 16.02")
    assert desk_words.row(claim, {})[1:4] == ("Sel 5", "07.30 – 16.00", "08.34 – 16.02")
    assert desk_words.person_words(claim).startswith("19811104 200803 1 002 · III/d · kelas 9")
    assert desk_words.advice(claim)[0] == "Saran: pakai elektronik."
    decisions.decide(verifier, 2, Decision.REJECT, "tanda tangan orang lain")
    claim = claims.one(verifier, 2)
    assert desk_words.advice(claim) == (
        "Sudah diputus: klaim ditolak.", "Alasan: tanda tangan orang lain"
    )  # fmt: skip
    badge = desk_words.open_days([claim])
    assert badge is not None
    assert badge.text == "Semua sudah diputus"


def test_a_day_without_a_record_says_so(verifier: Session) -> None:
    claim = claims.one(verifier, 3)
    assert "aplikasi tidak mencatat kehadiran" in desk_words.said(claim)
    assert desk_words.row(claim, {})[3] == "tidak ada"
