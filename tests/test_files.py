"""A file is read with its reasons when it cannot be, and written whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from polima_desktop.domain.errors import Cancelled, Refused
from polima_desktop.files import read_whole, replacing


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


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\x00isi\r\n")
    assert read_whole(path) == b"\x00isi\r\n"


def test_a_folder_and_a_missing_file_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="adalah folder") as folder:
        read_whole(tmp_path, "satu berkas TOML")
    assert folder.value.advice == "Pilih satu berkas TOML di dalamnya."
    with pytest.raises(Refused, match="tidak ada") as missing:
        read_whole(tmp_path / "x.toml")
    assert missing.value.advice == "Periksa nama dan letaknya."


def test_a_file_the_system_refuses_is_told_without_its_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "x.toml"
    path.touch()
    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(Refused) as refused:
        read_whole(path)
    assert refused.value.message.endswith("x.toml tidak bisa dibaca.")
    assert isinstance(refused.value.__cause__, PermissionError)
