"""No false slip is called genuine; the true one is, with nothing but the public key."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.proof.signing import PublicKey, SigningKey, parted, signed
from polima_desktop.domain.proof.statement import read_statement
from polima_desktop.domain.proof.trust import Trust
from polima_desktop.reports.reading import read_pages
from polima_desktop.services.papers import keys, writing
from polima_desktop.services.papers.desk import open_desk
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.papers.verifying import Outcome, Verdict, verify, verify_with
from polima_desktop.services.session import Session
from tests.papers_world import JANUARY, PASSPHRASE, STAFF, replace_slip, signing_office
from tests.services.papers.forgeries import EDITED, REDRAWN, pages_swapped, redrawn

FAJRIN = Chosen(nips=frozenset({STAFF[1].nip}))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    yield from signing_office(tmp_path)


@pytest.fixture
def true_slip(office: Session, tmp_path: Path) -> Path:
    return printed(office, tmp_path / "asli.pdf", FAJRIN)


@pytest.fixture(scope="module")
def quiet_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Give an office in which nothing more happens: its one true slip is forged again and again."""
    yield from signing_office(tmp_path_factory.mktemp("kantor"))


@pytest.fixture(scope="module")
def true_one(quiet_office: Session, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed(quiet_office, tmp_path_factory.mktemp("asli") / "asli.pdf", FAJRIN)


def printed(office: Session, path: Path, chosen: Chosen) -> Path:
    writing.print_paper(office, Paper.SLIPS, JANUARY, chosen, path, Progress())
    return path


def trust_of(office: Session) -> Trust:
    return keys.read_trust(keys.export(office).encode())


def judged(office: Session, path: Path) -> Verdict:
    (verdict,) = verify_with(trust_of(office), str(path), Progress())
    return verdict


def symbol_of(path: Path) -> str:
    (page,) = read_pages(path.read_bytes(), path.name, Progress())
    return page.symbols[0]


# ── the true one ────────────────────────────────────────────────────────────────────────────


def test_the_untouched_print_is_genuine_with_the_public_key_alone(
    office: Session, true_slip: Path
) -> None:
    verdict = judged(office, true_slip)
    assert (verdict.outcome, verdict.differences, verdict.faults) == (Outcome.GENUINE, (), ())
    assert "slip Januari 2021" in verdict.words
    assert "diterima Rp 3.745.914" in verdict.words


def test_a_copy_of_the_file_is_as_good(office: Session, true_slip: Path, tmp_path: Path) -> None:
    copy = tmp_path / "salinan.pdf"
    copy.write_bytes(true_slip.read_bytes())
    assert judged(office, copy).genuine


def test_every_slip_of_a_batch_is_genuine(office: Session, tmp_path: Path) -> None:
    path = printed(office, tmp_path / "semua.pdf", Chosen())
    verdicts = verify_with(trust_of(office), str(path), Progress())
    assert [verdict.outcome for verdict in verdicts] == [Outcome.GENUINE] * 6


def test_openssl_verifies_the_signature_without_any_code_of_ours(
    office: Session, true_slip: Path, tmp_path: Path
) -> None:
    found = parted(symbol_of(true_slip))
    assert found is not None
    (key,) = keys.listed(office)
    (tmp_path / "kunci.pem").write_text(key.public.pem())
    (tmp_path / "isi").write_text(found[0])
    (tmp_path / "tanda").write_bytes(found[1])
    command = "openssl pkeyutl -verify -pubin -inkey kunci.pem -rawin -in isi -sigfile tanda"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Signature Verified Successfully" in done.stdout


# ── false ones ──────────────────────────────────────────────────────────────────────────────


def test_there_are_more_than_forty_ways() -> None:
    assert len(REDRAWN) + len(EDITED) > 40


@pytest.mark.parametrize("way", REDRAWN)
def test_a_slip_drawn_again_under_a_true_symbol_is_not_genuine(
    quiet_office: Session, true_one: Path, tmp_path: Path, way: str
) -> None:
    desk = replace(open_desk(quiet_office, JANUARY, FAJRIN), key=keys.open_key(quiet_office))
    (paper,) = writing.slip_papers(desk, desk.slips)
    changed = REDRAWN[way](paper)
    assert changed != paper
    false = tmp_path / "palsu.pdf"
    false.write_bytes(redrawn(changed, symbol_of(true_one)))
    assert judged(quiet_office, false).outcome in (Outcome.FALSE, Outcome.UNSURE)


@pytest.mark.parametrize("way", EDITED)
def test_an_edited_file_is_not_genuine(
    quiet_office: Session, true_one: Path, tmp_path: Path, way: str
) -> None:
    data = true_one.read_bytes()
    forged = EDITED[way](data)
    assert forged != data
    false = tmp_path / "palsu.pdf"
    false.write_bytes(forged)
    assert judged(quiet_office, false).outcome in (Outcome.FALSE, Outcome.UNSURE)


@pytest.mark.parametrize(
    ("way", "field", "seen"),
    [
        ("another name", "Nama atau NIP", "Orang Lain, NIP 19811104 200803 1 002"),
        ("another NIP", "NIP", "19811104 200803 1 003"),
        ("another NPWP", "NPWP", "09.999.999.9-811.000"),
        ("another month", "Bulan", "Maret 2021"),
        ("another revision", "Revisi", "2"),
        ("more gross and net", "Diterima", "Rp 13.745.914"),
        ("another head", "Penanda tangan", "Kepala Palsu"),
    ],
)
def test_a_difference_is_named_whole(
    quiet_office: Session, true_one: Path, tmp_path: Path, way: str, field: str, seen: str
) -> None:
    desk = replace(open_desk(quiet_office, JANUARY, FAJRIN), key=keys.open_key(quiet_office))
    (paper,) = writing.slip_papers(desk, desk.slips)
    false = tmp_path / "palsu.pdf"
    false.write_bytes(redrawn(REDRAWN[way](paper), symbol_of(true_one)))
    verdict = judged(quiet_office, false)
    assert verdict.outcome is Outcome.FALSE
    (difference,) = [d for d in verdict.differences if d.field == field]
    assert seen in difference.seen


def test_a_seal_of_another_slip_is_not_genuine(office: Session, tmp_path: Path) -> None:
    path = printed(office, tmp_path / "semua.pdf", Chosen())
    path.write_bytes(pages_swapped(path.read_bytes()))
    verdicts = verify_with(trust_of(office), str(path), Progress())
    swapped = [verdict for verdict in verdicts if verdict.page in (1, 2)]
    assert all(not verdict.genuine for verdict in swapped)


def test_another_key_is_not_the_offices(office: Session, tmp_path: Path) -> None:
    path = printed(office, tmp_path / "asli.pdf", FAJRIN)
    stranger = SigningKey.new().public
    (verdict,) = verify_with(Trust({stranger.id: stranger}, {}, {}), str(path), Progress())
    assert verdict.outcome is Outcome.FALSE


def test_a_statement_under_a_borrowed_key_id_is_false(office: Session, true_slip: Path) -> None:
    text, _ = parted(symbol_of(true_slip)) or ("", b"")
    statement = read_statement(text)
    assert statement is not None
    forged = signed(statement._replace(net=93_745_914).text(), SigningKey.new())
    (verdict,) = verify_with(trust_of(office), forged, Progress())
    assert verdict.outcome is Outcome.FALSE


@pytest.mark.parametrize("at", range(0, 60, 7))
def test_a_symbol_with_one_other_letter_is_false(
    quiet_office: Session, true_one: Path, at: int
) -> None:
    text = symbol_of(true_one)
    place = text.index("/3985015/") - 10 + at
    other = "7" if text[place] != "7" else "5"
    try:
        (verdict,) = verify_with(
            trust_of(quiet_office), text[:place] + other + text[place + 1 :], Progress()
        )
    except Refused:
        return  # no longer a statement at all
    assert not verdict.genuine


# ── what became of it ───────────────────────────────────────────────────────────────────────


def test_a_replaced_slip_names_the_revision_that_stands(office: Session, true_slip: Path) -> None:
    replace_slip(office, STAFF[1].nip)
    verdict = judged(office, true_slip)
    assert verdict.outcome is Outcome.REPLACED
    assert "sudah diganti oleh revisi 2" in verdict.words


def test_what_a_revoked_key_signed_is_revoked(office: Session, true_slip: Path) -> None:
    (key,) = keys.listed(office)
    keys.rotate(office, PASSPHRASE, remember=False)
    assert judged(office, true_slip).genuine
    keys.revoke(office, key.id, "Frasa sandi diketahui orang lain")
    verdict = judged(office, true_slip)
    assert verdict.outcome is Outcome.REVOKED
    assert "Frasa sandi diketahui orang lain" in verdict.words


def test_a_list_of_keys_that_was_changed_is_refused(office: Session) -> None:
    text = keys.export(office).replace("KOTA-BAUBAU", "KOTA-LAIN")
    with pytest.raises(Refused, match="diubah setelah ditandatangani"):
        keys.read_trust(text.encode())


def test_the_store_knows_the_replaced_one_too(office: Session, true_slip: Path) -> None:
    replace_slip(office, STAFF[1].nip)
    (verdict,) = verify(office, str(true_slip))
    assert verdict.outcome is Outcome.REPLACED
    assert verdict.slip is not None


# ── keys ────────────────────────────────────────────────────────────────────────────────────


def test_a_desk_that_does_not_know_the_passphrase_cannot_sign(
    office: Session, tmp_path: Path
) -> None:
    other = replace(office, opened_keys={})
    with pytest.raises(keys.KeyLocked, match="masih terkunci"):
        printed(other, tmp_path / "slip.pdf", FAJRIN)
    with pytest.raises(keys.KeyLocked, match="tidak cocok"):
        keys.open_with(other, "bukan frasa sandinya", remember=False)
    keys.open_with(other, PASSPHRASE, remember=False)
    assert judged(office, printed(other, tmp_path / "slip.pdf", FAJRIN)).genuine


def test_a_short_passphrase_is_refused(office: Session) -> None:
    with pytest.raises(Refused, match="hanya 6 huruf"):
        keys.rotate(office, "pendek")


def test_a_key_is_known_by_its_public_part() -> None:
    key = SigningKey.new()
    assert PublicKey(key.public.raw).id == key.public.id
    assert key.public.verifies(key.sign(b"isi"), b"isi")
    assert not key.public.verifies(key.sign(b"isi"), b"lain")
