"""What holds beyond one sitting: signed cases, papers of rulings, an office's own columns."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.imports.headers import with_columns
from polima_desktop.services.reconciliation import deciding, documents, mapping
from polima_desktop.services.reconciliation.cases import Source, open_case
from polima_desktop.services.reconciliation.deciding import Wish, decide, decide_many, sign, undo
from polima_desktop.services.reconciliation.reading import CaseView
from polima_desktop.services.session import Session
from tests import reconciling as world


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.city(tmp_path_factory.mktemp("kota") / "berkas", 120)


def _signed(offices: dict[str, Session], case_id: int) -> CaseView:
    harmina, rahim = offices["harmina"], offices["rahim"]
    for each in world.view(harmina).desk.waiting("check"):
        decide(harmina, case_id, Wish("different", each.pair.left, each.pair.right))
    likely = world.view(harmina).desk.waiting("likely")
    decide_many(harmina, case_id, "likely", len(likely))
    seen = deciding.sign_off(world.view(harmina)).bridge_sha256
    sign(harmina, case_id, seen)
    assert sign(rahim, case_id, seen)
    return world.view(rahim)


def test_a_signed_case_reads_as_it_was_signed_whatever_is_ruled_later(
    office: dict[str, Session], folder: Path
) -> None:
    harmina = office["harmina"]
    first = _signed(office, world.opened(harmina, folder))
    assert first.latest
    assert not first.open
    second = world.opened(harmina, folder)
    undo(harmina, second, deciding.last_act(deciding.rulings_in_force(harmina), "harmina"))
    place = next(n for n, s in enumerate(world.view(harmina).desk.left) if s.state == "open")
    decide(harmina, second, Wish("reason", place, None, "moved", "Surat 7"))
    assert world.view(harmina).desk.waiting("likely")
    again = world.view(harmina, first.stored.id)
    assert not again.latest
    assert again.desk.pairs == first.desk.pairs
    assert again.desk.left == first.desk.left
    assert deciding.bridge_hash(again) == again.stored.signatures[0].bridge_sha256


def test_a_paper_hangs_on_the_rows_and_comes_back_to_the_letter(
    office: dict[str, Session], folder: Path, tmp_path: Path
) -> None:
    session = office["rahim"]
    case_id = world.opened(session, folder)
    place = next(n for n, s in enumerate(world.view(session).desk.left) if s.state == "open")
    letter, second = tmp_path / "surat.pdf", tmp_path / "sk.png"
    letter.write_bytes(b"%PDF-1.7 surat")
    second.write_bytes(b"png")
    decide(session, case_id, Wish("reason", place, None, "moved", "Surat 12", letter))
    documents.attach(session, case_id, place, None, second)
    undo(session, case_id, [deciding.rulings_in_force(session)[-1].id])
    papers = world.view(office["harmina"]).papers_of(place, None)
    assert [(p.file_name, p.added_by) for p in papers] == [
        ("surat.pdf", "rahim"), ("sk.png", "rahim"),
    ]  # fmt: skip
    documents.save_copy(session, papers[0], tmp_path / "salinan.pdf")
    assert (tmp_path / "salinan.pdf").read_bytes() == letter.read_bytes()
    with pytest.raises(Refused, match="bukan dokumen"):
        documents.attach(session, case_id, place, None, tmp_path / "x.exe")


def _renamed(folder: Path, out: Path, drop: int = 0) -> Path:
    """Write Kominfo's list under headings that say nothing, its number in the third column."""
    with (folder / "kominfo.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    nip, name = header.index("NIP"), header.index("NAMA")
    path = out / f"server-{drop}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["F1", "F2", "F3"])
        writer.writerows([n, row[name], row[nip]] for n, row in enumerate(rows[drop:]))
    return path


def test_columns_shown_once_are_known_again_from_the_case(
    small: dict[str, Session], folder: Path, tmp_path: Path
) -> None:
    session, path = small["rahim"], _renamed(folder, tmp_path)
    guess = mapping.look(session, path, "right")
    assert mapping.complete(guess) == ()
    assert mapping.unclear({"unit": 1})
    (sheet,) = guess.book.sheets
    layout = with_columns(sheet, 1, 2, {"nip": 2, "name": 1}, guess.columns)
    left, _ = world.sources(folder)
    open_case(session, left, Source("file", "Server", path, (layout,)))
    case = world.view(session)
    assert len(case.desk.pairs) > 100
    (kept,) = case.mappings[1]
    assert (kept["columns"], kept["titles"][:3]) == ({"nip": 2, "name": 1}, ["F1", "F2", "F3"])
    later = mapping.look(session, _renamed(folder, tmp_path, 1), "right")
    (known,) = mapping.complete(later)
    assert dict(known.columns) == {"nip": 2, "name": 1}
    assert mapping.complete(mapping.look(session, folder / "kominfo.csv", "right"))
