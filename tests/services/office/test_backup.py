"""Backups: whole while one works, proved by opening them, put back without losing the old store."""

from __future__ import annotations

import os
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Cancelled, NotAllowed, PolimaError, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.services.office import accounts, audit, backup
from polima_desktop.services.office.closed_file import MAGIC, close_with, open_with
from polima_desktop.services.session import Session
from polima_desktop.storage.backup import contents_of
from polima_desktop.storage.database import open_store
from tests.papers_world import actor, clock, copied_office

PASSPHRASE = "empat kata yang panjang"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    clerk = copied_office(tmp_path)
    session = Session(clerk.database, actor(Role.ADMIN), clock)
    yield session
    session.database.close()


def store_of(session: Session) -> Path:
    return Path(session.database.address)


def add_user(session: Session, name: str) -> None:
    accounts.add(session, name, name.title(), Role.AUDITOR, "rahasia-sekali")


def test_a_backup_holds_everything_also_what_was_just_saved(
    office: Session, tmp_path: Path
) -> None:
    add_user(office, "wa.ratna")
    made = backup.create(office, tmp_path / "malam.cadangan")
    assert made.contents.rows["slips"] == 7
    assert made.contents.rows["users"] >= 1
    assert made.contents.broken is None
    found = backup.look(tmp_path / "malam.cadangan")
    assert found == made
    assert (tmp_path / "malam.cadangan").stat().st_mode & 0o777 == 0o600


def test_a_deleted_store_comes_back_whole(office: Session, tmp_path: Path) -> None:
    add_user(office, "wa.ratna")
    made = backup.create(office, tmp_path / "malam.cadangan")
    address = store_of(office)
    office.database.close()
    address.unlink()
    done = backup.restore(tmp_path / "malam.cadangan", str(address))
    assert done.kept is None
    again = contents_of(address)
    assert again.broken is None
    # the restoring itself is the only thing added: an act and its entry in the trail
    added = {n: again.rows[n] - rows for n, rows in made.contents.rows.items()}
    grown = {name: count for name, count in added.items() if count}
    assert grown == {"audit": 1, "acts": 1, "seals": 1}


def test_restoring_keeps_the_old_store_and_says_what_differs(
    office: Session, tmp_path: Path
) -> None:
    made = backup.create(office, tmp_path / "malam.cadangan")
    address = store_of(office)
    add_user(office, "wa.ratna")
    office.database.close()
    assert backup.compare(str(address), made)["users"] == (
        made.contents.rows["users"] + 1,
        made.contents.rows["users"],
    )
    done = backup.restore(tmp_path / "malam.cadangan", str(address))
    assert done.kept is not None
    assert contents_of(done.kept).rows["users"] == made.contents.rows["users"] + 1
    assert contents_of(address).rows["users"] == made.contents.rows["users"]
    database = open_store(str(address))
    last = audit.entries(Session(database, actor(Role.AUDITOR), clock))[-1]
    database.close()
    assert last.action == "backup.restore"
    assert done.kept.name in last.detail


def test_a_store_that_somebody_else_has_open_is_not_replaced(
    office: Session, tmp_path: Path
) -> None:
    backup.create(office, tmp_path / "malam.cadangan")
    with pytest.raises(PolimaError, match="masih dibuka program lain"):
        backup.restore(tmp_path / "malam.cadangan", str(store_of(office)))
    add_user(office, "wa.ratna")  # and it goes on working


def test_a_damaged_store_is_put_aside_too(office: Session, tmp_path: Path) -> None:
    backup.create(office, tmp_path / "malam.cadangan")
    address = store_of(office)
    office.database.close()
    address.write_bytes(b"rusak")
    done = backup.restore(tmp_path / "malam.cadangan", str(address))
    assert done.kept is not None
    assert done.kept.read_bytes() == b"rusak"
    assert contents_of(address).broken is None


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_backup_that_was_touched_is_refused(
    office: Session, tmp_path: Path, passphrase: str, where: float
) -> None:
    path = tmp_path / "malam.cadangan"
    backup.create(office, path, passphrase)
    data = bytearray(path.read_bytes())
    data[int(len(data) * where)] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(Refused):
        backup.look(path, passphrase)


def test_a_closed_backup_opens_with_its_passphrase_only(office: Session, tmp_path: Path) -> None:
    path = tmp_path / "malam.cadangan"
    backup.create(office, path, PASSPHRASE)
    assert b"SQLite" not in path.read_bytes()
    with pytest.raises(backup.Closed):
        backup.look(path)
    with pytest.raises(Refused, match="tidak cocok"):
        backup.look(path, "bukan frasa sandinya")
    assert backup.look(path, PASSPHRASE).contents.rows["slips"] == 7
    with pytest.raises(Refused, match="hanya 6 huruf"):
        backup.create(office, path, "pendek")


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=3_000_000), st.integers(0, 3_000_100))
def test_a_closed_stream_comes_back_and_cannot_be_cut(data: bytes, cut: int) -> None:
    closed, again = BytesIO(), BytesIO()
    close_with("frasa", BytesIO(data), closed)
    whole = closed.getvalue()
    open_with("frasa", BytesIO(whole[len(MAGIC) :]), again)
    assert again.getvalue() == data
    if cut < len(whole) - len(MAGIC) - 16:
        with pytest.raises(Refused):
            open_with("frasa", BytesIO(whole[len(MAGIC) : len(MAGIC) + 16 + cut]), BytesIO())


def test_a_cancelled_backup_leaves_nothing(office: Session, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        backup.create(office, tmp_path / "malam.cadangan", progress=progress)
    assert not (tmp_path / "malam.cadangan").exists()


def test_only_the_administrator_makes_backups(office: Session, tmp_path: Path) -> None:
    clerk = Session(office.database, actor(Role.VERIFIKATOR), clock)
    with pytest.raises(NotAllowed):
        backup.create(clerk, tmp_path / "malam.cadangan")


def test_a_store_with_a_broken_chain_is_not_backed_up_as_sound(
    office: Session, tmp_path: Path
) -> None:
    raw = sqlite3.connect(store_of(office))
    raw.execute("UPDATE audit SET subject = 'lain' WHERE id = 1")
    raw.commit()
    raw.close()
    with pytest.raises(Refused, match="Jejak audit terputus"):
        backup.create(office, tmp_path / "malam.cadangan")


def test_others_go_on_writing_while_a_backup_is_made(office: Session, tmp_path: Path) -> None:
    stop, written = threading.Event(), []

    def work() -> None:
        raw = sqlite3.connect(store_of(office), timeout=10)
        while not stop.wait(0.002):  # a hand that never pauses would let nobody else write
            raw.execute("INSERT INTO settings VALUES (?, '1')", (f"uji{len(written)}",))
            raw.commit()
            written.append(1)
        raw.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = backup.create(office, tmp_path / "malam.cadangan")
    finally:
        stop.set()
        worker.join()
    assert len(written) > 3
    assert made.contents.broken is None


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"bukan cadangan", os.urandom(2000), b"PK\x03\x04"):
        path = tmp_path / "x.cadangan"
        path.write_bytes(content)
        with pytest.raises(Refused, match="bukan cadangan SI POLIMA"):
            backup.look(path)


def test_a_backup_damaged_inside_is_refused_whatever_broke(tmp_path: Path) -> None:
    good = tmp_path / "baik.zip"
    with zipfile.ZipFile(good, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("cadangan.json", '{"made_at": "x"}' + " " * 2_000)
        box.writestr("polima.db", bytes(range(256)) * 400)
    content = bytearray(good.read_bytes())
    for at in range(0, len(content), 7):
        broken = tmp_path / "rusak.cadangan"
        broken.write_bytes(content[:at] + b"\xff\x00\x5a" + content[at + 3 :])
        with pytest.raises(Refused, match="bukan cadangan SI POLIMA yang utuh"):
            backup.look(broken)
