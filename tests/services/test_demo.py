"""The demo city made by the ordinary use cases: whole or not at all, and marked as what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from polima_desktop.demo import MONTHS, blocks, names_of
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import (
    Cancelled,
    NotAllowed,
    Refused,
    StoreUnavailable,
    WrongUsage,
)
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.services.demo import DemoCity, create
from polima_desktop.services.office import audit
from polima_desktop.services.review import attachments, claims
from polima_desktop.services.review.opened import opened
from polima_desktop.services.rules import versions
from polima_desktop.services.session import DEMO_PASSWORD, Session, is_demo, log_in
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.staff.people import as_of
from tests.made_once import demo_city
from tests.services.review.slow_queue import assert_same


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> DemoCity:
    """A city of 100 in a folder of its own."""
    return demo_city(tmp_path_factory, tmp_path_factory.mktemp("demo") / "kota")


@pytest.fixture
def auditor(city: DemoCity) -> Session:
    """Whoever may read everything."""
    return log_in(str(city.store), "auditor", DEMO_PASSWORD)


def test_the_folder_holds_the_files_and_one_store(city: DemoCity) -> None:
    names = {path.name for path in city.store.parent.iterdir()}
    assert {"polima.db", "units.csv", "bkpsdm.xlsx", "kominfo.csv", "manual", "kisah.json"} <= names
    assert not [name for name in names if name.endswith(("-wal", "-shm"))]
    assert city.files.units == city.store.parent / "units.csv"
    assert all(path.is_file() for path in city.files.workbooks)


def test_every_row_was_accepted(city: DemoCity) -> None:
    assert [each for each in city.imported if each.counts.rejected] == []
    read = {each.kind: 0 for each in city.imported}
    for each in city.imported:
        read[each.kind] += each.counts.read
    counts = city.files.counts
    assert read["employees"] == counts["employees"] + counts["server"]
    assert read["activities"] == counts["activities"]
    assert read["attendance"] == counts["attendance"]


def test_only_the_master_list_made_people(city: DemoCity, auditor: Session) -> None:
    with auditor.reading_own() as connection:
        assert len(as_of(connection, Month(2021, 1).last)) == 100


def test_the_store_says_that_it_is_the_demo(auditor: Session) -> None:
    assert is_demo(auditor.database)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_user_with_the_published_password(city: DemoCity, role: Role) -> None:
    assert log_in(str(city.store), role.value, DEMO_PASSWORD).actor.role is role
    with pytest.raises(NotAllowed):
        log_in(str(city.store), role.value, "bukan contoh")


def test_the_rules_were_published_by_somebody_else(auditor: Session) -> None:
    row = versions.in_force(auditor, Month(2021, 1))
    assert row is not None
    assert (row.proposed_by, row.published_by) == ("organisasi", "pimpinan")


def test_every_import_stands_in_the_audit_trail_under_its_role(auditor: Session) -> None:
    assert audit.first_break(auditor) is None
    who = {(entry.action, entry.user) for entry in audit.entries(auditor)}
    assert {
        ("imports.employees", "bkpsdm"),
        ("imports.employees", "kominfo"),
        ("imports.activities", "kominfo"),
        ("imports.backup", "verifikator"),
        ("rules.publish", "pimpinan"),
    } <= who


def test_claims_keep_the_sheets_that_prove_them(city: DemoCity) -> None:
    clerk = log_in(str(city.store), "verifikator", DEMO_PASSWORD)
    found = [claim for month in MONTHS for claim in claims.queue(clerk, month)]
    named = [claim for claim in found if claim.row.evidence or claim.row.named]
    kept = [claim for claim in named if attachments.listed(clerk, claim.id)]
    assert len(named) // 2 < len(kept) < len(named) < len(found)
    proof = attachments.listed(clerk, kept[0].id)[0]
    sheet = next(path for path in city.files.evidence if path.parent.name == kept[0].row.file[:-5])
    assert attachments.content(clerk, proof) == sheet.read_bytes()


@pytest.mark.parametrize("month", MONTHS)
def test_the_queue_as_columns_says_what_the_claims_say(city: DemoCity, month: Month) -> None:
    clerk = log_in(str(city.store), "verifikator", DEMO_PASSWORD)
    found, slow = opened(clerk, month), claims.queue(clerk, month)
    assert len(slow) > 100
    assert list(found) == slow
    assert_same(found, slow)


# ── whole or not at all ─────────────────────────────────────────────────────────────────────


def test_a_store_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "polima.db").write_bytes(b"somebody's work")
    with pytest.raises(Refused, match="tidak menimpanya"):
        create(tmp_path, 100)
    assert (tmp_path / "polima.db").read_bytes() == b"somebody's work"


def test_a_file_of_the_same_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("milik orang lain")
    with pytest.raises(Refused, match="units"):
        create(tmp_path, 100)
    assert (tmp_path / "units.csv").read_text() == "milik orang lain"


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kota").write_text("berkas")
    with pytest.raises(Refused):
        create(tmp_path / "kota", 100)


def test_too_few_people_leave_nothing(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        create(tmp_path / "kota", 20)
    assert not (tmp_path / "kota").exists()


@dataclass
class CancelledAt(Progress):
    """Cancels when the work comes to a step whose words contain these."""

    words: str = ""
    seen: list[str] = field(default_factory=list)

    def report(self, done: int, total: int, text: str) -> None:
        """Cancel at the step."""
        self.seen.append(text)
        if self.words in text:
            self.cancel()
        super().report(done, total, text)


@pytest.mark.parametrize("words", ["Menulis aktivitas", "kominfo.csv", "Menyimpan kota"])
def test_cancelling_leaves_nothing_behind(words: str, tmp_path: Path) -> None:
    folder = tmp_path / "tempat" / "kota"
    with pytest.raises(Cancelled):
        create(folder, 100, progress=CancelledAt(words=words))
    assert list((tmp_path / "tempat").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    with pytest.raises(StoreUnavailable, match="tidak bisa ditulis"):
        create(tmp_path / "berkas" / "kota", 100)


def test_the_same_seed_makes_the_same_store_also_in_a_folder_in_use(
    tmp_path: Path, city: DemoCity, auditor: Session
) -> None:
    folder = tmp_path / "kota"
    folder.mkdir()
    (folder / "catatan.txt").write_text("penting")
    again = log_in(str(create(folder, 100).store), "auditor", DEMO_PASSWORD)
    with auditor.reading_own() as before, again.reading_own() as after:
        assert canonical_dump(after) == canonical_dump(before)
    names = {path.name for path in folder.iterdir()}
    assert names - {"polima.db-wal", "polima.db-shm"} == {
        *names_of(100),
        "polima.db",
        "catatan.txt",
    }


def test_a_city_in_parts_is_imported_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "LARGEST", 40)
    (tmp_path / "catatan.txt").write_text("penting")
    made = create(tmp_path, 100)
    for kind in ("attendance", "activities"):
        parts = [one.counts for one in made.imported if one.kind == kind]
        assert len(parts) == 6
        assert sum(part.new for part in parts) == made.files.counts[kind]
        assert {part.changed + part.unchanged + part.rejected for part in parts} == {0}
    assert all(path.exists() for path in made.files.activities)
