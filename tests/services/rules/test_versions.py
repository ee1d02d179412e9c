"""From a draft to rules in force: two people, the whole gate, versions that never change again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.errors import Conflict, NotAllowed, Refused
from polima_desktop.domain.periods import Month
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.rules import RulesRefused, dump, load
from polima_desktop.services.office import audit
from polima_desktop.services.rules import comparison, versions
from polima_desktop.services.session import Session
from polima_desktop.storage.database import open_store
from polima_desktop.storage.rules import registry
from tests.domain.rules.test_gate import SOUND

JANUARY = Month(2021, 1)


class Office:
    """A store with two people: the organisation bureau proposes, the leader signs."""

    def __init__(self, url: str) -> None:
        self.database = open_store(url)
        self.bureau = Session(self.database, Actor("organisasi", "Bagian Org.", Role.ORGANISASI))
        self.leader = Session(self.database, Actor("pimpinan", "Sekda", Role.PIMPINAN))

    def published(self, toml: str) -> int:
        row = versions.propose_text(self.bureau, toml)
        return versions.publish(self.leader, row.id, Progress()).number


@pytest.fixture
def office(store_url: str) -> Iterator[Office]:
    found = Office(store_url)
    yield found
    found.database.close()


def test_a_draft_is_proposed_by_one_person_and_published_by_another(office: Office) -> None:
    draft = versions.import_draft(office.bureau, SOUND)
    assert (draft.new, draft.row.number, draft.row.state) == (True, 1, "draft")
    assert versions.in_force(office.bureau, JANUARY) is None
    versions.propose(office.bureau, draft.row.id)
    with pytest.raises(NotAllowed, match="sendiri"):
        versions.publish(office.bureau, draft.row.id, Progress())
    row = versions.publish(office.leader, draft.row.id, Progress())
    assert (row.state, row.proposed_by, row.published_by) == ("published", "organisasi", "pimpinan")
    assert versions.in_force(office.bureau, JANUARY) == row
    assert row.toml == SOUND
    with office.database.reading() as connection:
        assert "GURU-TM" in registry.activity_ids(connection)


def test_a_published_version_never_changes_again(office: Office) -> None:
    office.published(SOUND)
    (row,) = versions.versions(office.bureau)
    with pytest.raises(Conflict):
        versions.save_draft(office.bureau, row, load(SOUND))
    with pytest.raises(Refused, match="bukan draf lagi"):
        versions.propose(office.bureau, row.id)
    with pytest.raises(Refused, match="sudah terbit"):
        versions.publish(office.leader, row.id, Progress())
    with pytest.raises(Refused, match="sudah terbit sebagai versi 1"):
        versions.propose_text(office.bureau, SOUND)


def test_what_fails_the_gate_is_neither_proposed_nor_stored(office: Office) -> None:
    with pytest.raises(RulesRefused) as caught:
        versions.propose_text(office.bureau, SOUND.replace('"950000"', '"1"'))
    assert caught.value.findings[0].where == "examples.penuh.expect.bersih"
    assert versions.versions(office.bureau) == []


def test_only_who_may_edits_and_publishes(office: Office) -> None:
    with pytest.raises(NotAllowed):
        versions.import_draft(office.leader, SOUND)
    finance = Session(office.database, Actor("keuangan", "", Role.KEUANGAN))
    row = versions.propose_text(office.bureau, SOUND)
    with pytest.raises(NotAllowed):
        versions.publish(finance, row.id, Progress())


def test_the_same_file_twice_is_recognised(office: Office) -> None:
    first = versions.import_draft(office.bureau, SOUND)
    again = versions.import_draft(office.bureau, SOUND)
    assert (again.new, again.row) == (False, first.row)


def test_formulas_are_stored_in_their_one_form_and_comments_stay(office: Office) -> None:
    typed = SOUND.replace('"MAKS(kotor - pph; 0)"', "'max(kotor-pph;0)'  # tidak di bawah nol")
    row = versions.import_draft(office.bureau, typed).row
    assert 'formula = "MAKS(kotor - pph; 0)"  # tidak di bawah nol' in row.toml
    assert load(row.toml) == load(SOUND)


def test_a_set_without_its_decree_cannot_be_stored(office: Office) -> None:
    text = "[inputs.tpp_kelas]" + SOUND.split("[inputs.tpp_kelas]")[1]
    with pytest.raises(Refused, match="dasar hukum"):
        versions.import_draft(office.bureau, text)


def test_the_second_who_saves_a_draft_meets_a_conflict(office: Office) -> None:
    row = versions.import_draft(office.bureau, SOUND).row
    edited = _with_weight("41")
    saved = versions.save_draft(office.bureau, row, load(edited))
    assert load(saved.toml).activities["GURU-TM"].weight == Decimal(41)
    with pytest.raises(Conflict):
        versions.save_draft(office.bureau, row, load(SOUND))
    assert versions.versions(office.bureau)[0] == saved


def test_a_returned_version_is_a_draft_again(office: Office) -> None:
    row = versions.propose_text(office.bureau, SOUND)
    with pytest.raises(Refused, match="Alasan"):
        versions.return_to_draft(office.leader, row.id, " ")
    assert versions.return_to_draft(office.leader, row.id, "bobot guru").state == "draft"


def _with_weight(weight: str) -> str:
    return SOUND.replace('weight = "40"', f'weight = "{weight}"')


def _valid_from(day: str, weight: str) -> str:
    return _with_weight(weight).replace("valid_from = 2021-01-01", f"valid_from = {day}")


def test_in_force_is_the_latest_start_and_then_the_newest_signature(office: Office) -> None:
    office.published(_valid_from("2021-03-01", "41"))
    office.published(_valid_from("2021-01-01", "42"))
    office.published(_valid_from("2021-01-01", "43"))
    found = [versions.in_force(office.bureau, Month(2021, month)) for month in (1, 2, 3, 12)]
    assert [row and row.number for row in found] == [3, 3, 1, 1]
    assert versions.in_force(office.bureau, Month(2020, 12)) is None


def test_every_step_leaves_an_audit_entry(office: Office) -> None:
    office.published(SOUND.replace("MAKS(kotor - pph; 0)", "kotor - pph"))
    entries = audit.entries(office.leader)
    assert {entry.action for entry in entries} == {"rules.propose", "rules.publish"}
    (published,) = [entry for entry in entries if entry.action == "rules.publish"]
    assert published.user == "pimpinan"
    assert "bisa negatif" in json.dumps(published.detail, ensure_ascii=False)


def test_a_file_that_is_no_text_is_refused_with_advice(tmp_path: Path) -> None:
    binary = tmp_path / "aturan.toml"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    for path, words in [
        (binary, "bukan berkas teks UTF-8"),
        (tmp_path / "tidak-ada.toml", "tidak ada"),
        (tmp_path, "adalah folder"),
    ]:
        with pytest.raises(Refused, match=words) as caught:
            versions.read_file(path)
        assert caught.value.advice
    bom = tmp_path / "bom.toml"
    bom.write_bytes(b"\xef\xbb\xbf" + SOUND.encode())
    assert versions.read_file(bom) == SOUND


def test_dump_keeps_the_meaning_of_an_edited_set() -> None:
    ruleset = load(SOUND)
    line = replace(ruleset.lines["pph"], label='Pajak "final" \\ 😀', unit=None)
    edited = replace(ruleset, lines={**ruleset.lines, "pph": line})
    assert load(dump(edited)) == edited


def test_without_a_frozen_month_there_is_nothing_to_compare_with(office: Office) -> None:
    with pytest.raises(Refused, match="Januari 2021 belum dibekukan"):
        comparison.compare(office.bureau, load(SOUND), JANUARY, Progress())


def test_a_withdrawn_version_gives_way_to_the_one_before(office: Office) -> None:
    office.published(SOUND)
    office.published(SOUND.replace('number = "contoh"', 'number = "2/2021"'))
    second = versions.versions(office.bureau)[0]
    assert (second.number, versions.in_force(office.bureau, JANUARY)) == (2, second)
    with pytest.raises(NotAllowed):
        versions.withdraw(office.bureau, second.id, "dicabut")
    with pytest.raises(Refused, match="Alasan penarikan"):
        versions.withdraw(office.leader, second.id, " ")
    gone = versions.withdraw(office.leader, second.id, "dicabut Perwali 3/2021")
    assert (gone.standing, gone.toml) == ("withdrawn", second.toml)
    standing = versions.in_force(office.bureau, JANUARY)
    assert standing is not None
    assert standing.number == 1
    with pytest.raises(Refused, match="tidak sedang terbit"):
        versions.withdraw(office.leader, second.id, "sekali lagi")


def test_a_withdrawn_version_gives_way_to_the_one_before_it(office: Office) -> None:
    first = office.published(SOUND)
    second = office.published(SOUND.replace('number = "contoh"', 'number = "9/2021"'))
    assert (first, second) == (1, 2)
    row = versions.in_force(office.bureau, JANUARY)
    assert row is not None
    assert row.number == 2
    with pytest.raises(Refused, match="Alasan penarikan"):
        versions.withdraw(office.leader, row.id, "  ")
    with pytest.raises(NotAllowed):
        versions.withdraw(office.bureau, row.id, "dicabut")
    withdrawn = versions.withdraw(office.leader, row.id, "dicabut Perwali 10/2021")
    assert (withdrawn.standing, withdrawn.withdrawn_reason) == (
        "withdrawn", "dicabut Perwali 10/2021",
    )  # fmt: skip
    standing = versions.in_force(office.bureau, JANUARY)
    assert standing is not None
    assert standing.number == 1
    assert versions.versions(office.bureau)[0].toml == row.toml  # its text stays
    with pytest.raises(Refused, match="tidak sedang terbit"):
        versions.withdraw(office.leader, row.id, "sekali lagi")


def test_a_draft_is_said_to_be_checked_once_the_gate_lets_it_through(office: Office) -> None:
    good = versions.import_draft(office.bureau, SOUND).row
    bad = versions.new_draft(office.bureau, replace(load(SOUND), examples=()))
    assert versions.checked([good, bad]) == {good.id}
    versions.propose(office.bureau, good.id)
    assert versions.checked(versions.versions(office.bureau)) == set()
