"""A file is written whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Cancelled, Refused
from polima_desktop.files import replacing


def test_a_good_end_puts_the_new_file_in_place(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    path.write_bytes(b"lama")
    with replacing(path) as out:
        out.write(b"baru")
        assert path.read_bytes() == b"lama"
    assert path.read_bytes() == b"baru"
    assert [p.name for p in tmp_path.iterdir()] == ["slip.pdf"]


def cancelled_halfway(path: Path) -> None:
    with replacing(path) as out:
        out.write(b"setengah")
        raise Cancelled


def test_a_cancel_leaves_the_old_file_and_no_scrap(tmp_path: Path) -> None:
    path = tmp_path / "slip.pdf"
    path.write_bytes(b"lama")
    with pytest.raises(Cancelled):
        cancelled_halfway(path)
    assert path.read_bytes() == b"lama"
    assert [p.name for p in tmp_path.iterdir()] == ["slip.pdf"]


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "biasa").touch()
    with replacing(tmp_path / "slip.pdf"):
        pass
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()}
    assert modes["slip.pdf"] == modes["biasa"]


@pytest.mark.parametrize("where", ["tidak/ada/slip.pdf", "folder"])
def test_a_place_that_cannot_be_written_is_refused_with_advice(tmp_path: Path, where: str) -> None:
    (tmp_path / "folder" / "isi").mkdir(parents=True)
    with pytest.raises(Refused, match="tidak bisa ditulis"), replacing(tmp_path / where):
        pass
