"""A folder of papers: what stands is whole and listed, and the next run does the rest."""

from __future__ import annotations

import csv
import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import Cancelled, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.reports.reading import Closed
from polima_desktop.services.papers import batch, keys
from polima_desktop.services.papers.batch import LIST, password_of, print_apart, read_list
from polima_desktop.services.papers.kinds import Apart, Chosen, Paper
from polima_desktop.services.papers.verifying import verify_with
from polima_desktop.services.session import Session
from tests.papers_world import JANUARY, PASSPHRASE, STAFF, actor, lock, replace_slip


class _StopsAt(Progress):
    """Cancels before the file with a number is begun."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def report(self, done: int, total: int, text: str) -> None:
        if done == self.number:
            self.cancel()
        super().report(done, total, text)


def printed(office: Session, folder: Path, apart: Apart = Apart.UNIT) -> batch.Batch:
    return print_apart(office, Paper.SLIPS, JANUARY, Chosen(), folder, Progress(), apart)


def states(folder: Path) -> dict[str, str]:
    with (folder / LIST).open(encoding="utf-8") as lines:
        return {row["Berkas"]: row["Keadaan"] for row in csv.DictReader(lines, delimiter=";")}


def test_one_file_a_unit_is_named_by_its_code(office: Session, tmp_path: Path) -> None:
    made = printed(office, tmp_path / "slip")
    assert states(made.folder) == {
        "slips-2021-01-DIN-02.pdf": "selesai",
        "slips-2021-01-DIN-01.pdf": "selesai",
        "slips-2021-01-SD-01.pdf": "selesai",
    }
    pages = [len(pypdfium2.PdfDocument(made.folder / name)) for name in states(made.folder)]
    assert (pages, made.count, made.of, made.kept) == ([2, 1, 3], 6, 3, 0)


def test_a_cancelled_batch_says_what_stands_and_is_gone_on_with(
    office: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "slip"
    with pytest.raises(Cancelled):
        print_apart(office, Paper.SLIPS, JANUARY, Chosen(), folder, _StopsAt(2))
    assert list(states(folder).values()) == ["selesai", "selesai", "belum"]
    assert len(list(folder.glob("*.pdf"))) == 2
    before = {path: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
    made = printed(office, folder)
    assert (made.of, made.kept) == (3, 2)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert set(states(folder).values()) == {"selesai"}


def test_a_file_that_was_changed_or_says_something_old_is_written_again(
    office: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "slip"
    printed(office, folder)
    broken = folder / "slips-2021-01-DIN-01.pdf"
    broken.write_bytes(b"%PDF-")
    replace_slip(office, STAFF[1].nip)
    made = printed(office, folder)
    assert made.kept == 1  # the school's; one was broken, the other has a new revision
    assert len(pypdfium2.PdfDocument(broken)) == 1


def test_the_trail_has_the_batch_as_it_began_and_as_it_ended(
    office: Session, tmp_path: Path
) -> None:
    from polima_desktop.services.office import audit

    with pytest.raises(Cancelled):
        print_apart(office, Paper.SLIPS, JANUARY, Chosen(), tmp_path / "slip", _StopsAt(1))
    auditor = replace(office, actor=actor(Role.AUDITOR))
    began, ended = audit.entries(auditor)[-2:]
    assert (began.action, ended.action) == ("papers.slips.begin", "papers.slips")
    assert '"standing": 0' in began.detail
    assert '"standing": 1' in ended.detail


def test_a_full_disk_is_said_and_leaves_whole_files_only(
    office: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, drawn = tmp_path / "slip", []
    real = batch._drawn

    def full(*args: object) -> bytes:
        if drawn:
            raise OSError(errno.ENOSPC, "No space left on device")
        drawn.append(1)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "_drawn", full)
    with pytest.raises(Refused, match="ruang penyimpanan habis"):
        printed(office, folder)
    assert list(states(folder).values()) == ["selesai", "belum", "belum"]
    monkeypatch.undo()
    assert printed(office, folder).kept == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux names a full disk")
def test_a_write_to_a_full_disk_reads_as_words() -> None:
    from polima_desktop.files import _room_for

    with pytest.raises(Refused, match="ruang penyimpanan habis"), _room_for(Path("slip.pdf")):
        Path("/dev/full").write_bytes(b"x" * 10_000)


def test_a_list_cut_short_counts_only_its_whole_lines(tmp_path: Path) -> None:
    (tmp_path / LIST).write_text("a.pdf;Dinas;3;isi;sidik;selesai\nb.pdf;Dinas;2;is")
    assert list(read_list(tmp_path)) == ["a.pdf"]


def test_each_persons_file_opens_with_their_own_password_and_proves_itself(
    office: Session, tmp_path: Path
) -> None:
    lock(office)
    keys.create(office, PASSPHRASE, remember=False)
    folder = tmp_path / "pegawai"
    made = print_apart(
        office, Paper.SLIPS, JANUARY, Chosen(), folder, Progress(), Apart.PERSON, protect=True
    )
    assert made.of == 6
    nip = STAFF[1].nip
    path = str(folder / f"slips-2021-01-{nip}.pdf")
    trust = keys.read_trust(keys.export(office).encode())
    with pytest.raises(Closed, match="dilindungi kata sandi"):
        verify_with(trust, path, Progress())
    with pytest.raises(Closed):
        verify_with(trust, path, Progress(), password_of(STAFF[0].nip))
    (verdict,) = verify_with(trust, path, Progress(), password_of(nip))
    assert verdict.genuine


def test_the_password_is_the_birth_date_and_the_numbers_end() -> None:
    assert password_of("198111042008031002") == "041119811002"


@pytest.mark.long
def test_a_killed_batch_leaves_whole_files_and_goes_on(office: Session, tmp_path: Path) -> None:
    folder = tmp_path / "slip"
    program = (
        "import sys; from pathlib import Path\n"
        "from tests import papers_world as w\n"
        "from polima_desktop.storage.database import open_store\n"
        "from polima_desktop.services.session import Session\n"
        "from polima_desktop.domain.access import Role\n"
        "from polima_desktop.domain.progress import Progress\n"
        "from polima_desktop.services.papers.batch import print_apart\n"
        "from polima_desktop.services.papers.kinds import Apart, Chosen, Paper\n"
        "s = Session(open_store(sys.argv[1]), w.actor(Role.KEUANGAN), w.clock)\n"
        "while True:\n"
        "    print_apart(s, Paper.SLIPS, w.JANUARY, Chosen(), Path(sys.argv[2]), Progress(),"
        " Apart.PERSON)\n"
        "    [p.unlink() for p in Path(sys.argv[2]).glob('*.pdf')]\n"
    )
    store = office.database.address
    for round_ in range(8):
        child = subprocess.Popen([sys.executable, "-c", program, store, str(folder)])
        time.sleep(2 + round_ * 0.17)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        for path in folder.glob("*.pdf"):
            assert len(pypdfium2.PdfDocument(path)) == 1
        made = print_apart(office, Paper.SLIPS, JANUARY, Chosen(), folder, Progress(), Apart.PERSON)
        assert set(states(folder).values()) == {"selesai"}
        assert len(list(folder.glob("*.pdf"))) == made.of == 6
