"""Evidence files: kept once, shown where they prove something, and never altered unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.review import Finding
from polima_desktop.services.review import attachments, claims
from polima_desktop.services.session import Session
from polima_desktop.storage.attendance import records
from polima_desktop.storage.review import attachments as stored
from polima_desktop.storage.review import claims as stored_claims
from polima_desktop.storage.tables import claims as claims_table
from polima_desktop.storage.tables import evidence
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import claims_world as world

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def verifier(store_url: str) -> Iterator[Session]:
    database = world.build(store_url)
    yield world.session(database)
    database.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "buku-hadir.png"
    path.write_bytes(PNG)
    return path


def test_evidence_settles_that_a_claim_had_none(verifier: Session, photo: Path) -> None:
    assert claims.one(verifier, 11).finding is Finding.NO_EVIDENCE
    assert attachments.attach(verifier, 11, photo).days == 1
    claim = claims.one(verifier, 11)
    assert claim.row.evidence == ("buku-hadir.png",)
    assert claim.finding is Finding.FILLS
    (proof,) = attachments.listed(verifier, 11)
    assert (proof.name, proof.media_type) == ("buku-hadir.png", "image/png")
    assert proof.added_by == "verifikator"
    assert attachments.content(verifier, proof) == PNG


def test_an_attendance_sheet_proves_every_day_that_names_it(
    verifier: Session, tmp_path: Path
) -> None:
    sheet = tmp_path / "daftar-hadir-2021-01.jpg"
    sheet.write_bytes(b"\xff\xd8\xff" + bytes(9))
    assert attachments.attach(verifier, 2, sheet).days == 7
    assert [len(attachments.listed(verifier, claim_id)) for claim_id in (1, 3, 7, 8)] == [
        1,
        2,
        1,
        0,
    ]
    assert claims.one(verifier, 2).row.evidence == ("daftar-hadir-2021-01.jpg",)
    rows = claims.queue(verifier, Month(2021, 1))
    with verifier.reading_own() as connection:
        found = stored.of_span(connection, date(2021, 1, 1), date(2021, 1, 31))
        for row in (claim.row for claim in rows):
            alone = stored.of_day(connection, row.person_id, row.day)
            assert found.pop((row.person_id, row.day), []) == alone
    assert found == {}


def test_the_same_file_twice_is_kept_once(verifier: Session, photo: Path) -> None:
    attachments.attach(verifier, 11, photo)
    attachments.attach(verifier, 11, photo)
    assert len(attachments.listed(verifier, 11)) == 1


def test_a_corrected_workbook_keeps_the_evidence(verifier: Session, photo: Path) -> None:
    attachments.attach(verifier, 11, photo)
    with unit_of_work(verifier.database, "x", "test.import", verifier.clock()) as work:
        batch = world.add_batch(work, "backup", "koreksi.xlsx")
        (new,) = stored_claims.record_claims(work, batch, [world.new_claims(work)[10]])
    assert claims.one(verifier, new).row.evidence == ("buku-hadir.png",)
    with unit_of_work(verifier.database, "x", "test.undo", verifier.clock()) as work:
        records.take_back(work, claims_table, batch)
    assert claims.one(verifier, 11).row.evidence == ("buku-hadir.png",)


def test_altered_evidence_is_not_shown_as_true(verifier: Session, photo: Path) -> None:
    attachments.attach(verifier, 11, photo)
    with verifier.database.writing() as connection:
        connection.execute(update(evidence).values(content=b"lain"))
    (proof,) = attachments.listed(verifier, 11)
    with pytest.raises(Refused, match="tidak sama dengan yang dilampirkan"):
        attachments.content(verifier, proof)


def test_what_is_no_document_is_refused(verifier: Session, tmp_path: Path) -> None:
    program = tmp_path / "hadir.exe"
    program.write_bytes(b"MZ")
    with pytest.raises(Refused, match="bukan dokumen atau gambar"):
        attachments.attach(verifier, 11, program)


def test_only_the_claims_own_office_attaches(verifier: Session, photo: Path) -> None:
    with pytest.raises(NotAllowed, match="Hanya verifikator Kelurahan Kampeonaho"):
        attachments.attach(world.session(verifier.database, unit="SD-07"), 11, photo)
    with pytest.raises(NotAllowed):
        attachments.attach(world.session(verifier.database, Role.AUDITOR), 11, photo)
