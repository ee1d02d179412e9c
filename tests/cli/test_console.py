"""A verb ends well on any console; what was saved is never called lost."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from polima_desktop.domain.errors import fate, undone
from tests.cli.test_store_locks import add_everybody

LIST = "nip,tanggal,masuk,pulang\n199211022015121001,2021-01-05,07:20,16:11\n"


@pytest.fixture
def store(sqlite_url: str) -> str:
    from tests import month_world

    database = month_world.standing(sqlite_url)
    add_everybody(database)
    database.close()
    return sqlite_url


def polima(store: str, *words: str, shell: str = "", **environment: str) -> tuple[int, bytes, str]:
    line = [sys.executable, "-m", "polima_desktop", "--store", store, *words]
    run = ["bash", "-c", f'set -o pipefail; "$@" {shell}', "polima", *line]
    done = subprocess.run(
        run, capture_output=True, env={**os.environ, **environment}, timeout=100, check=False
    )
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def also_long(*others: str) -> list[object]:
    return [pytest.param(other, marks=pytest.mark.long) for other in others]


@pytest.mark.parametrize("encoding", ["cp850", *also_long("ascii", "latin-1", "utf-8")])
def test_an_import_is_said_in_any_encoding(encoding: str, store: str, tmp_path: Path) -> None:
    path = tmp_path / "presensi-ŵ.csv"
    path.write_text(LIST + "199211022015121001,2021-01-06,25:20,16:10\n", encoding="utf-8")
    words = ("import", "attendance", str(path))
    status, out, err = polima(store, *words, PYTHONIOENCODING=encoding)
    assert (status, "tidak disimpan" in err, "Kesalahan" in err) == (0, False, False), err
    assert "ditolak" in out.decode(encoding)
    status, out, _ = polima(store, *words, "--json", PYTHONIOENCODING=encoding)
    assert status == 0
    assert json.loads(out.decode(encoding))["rejected"] == 2


@pytest.mark.parametrize("shell", ["> /dev/full", *also_long("| true", ">&-", "2>&-")])
def test_an_output_nobody_reads_is_no_failure_of_the_work(
    shell: str, store: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(LIST, encoding="utf-8")
    status, _, err = polima(store, "import", "attendance", str(path), shell=shell)
    assert status == (1 if "full" in shell else 0), err
    assert "Exception" not in err
    assert "Kesalahan" not in err
    assert ("pekerjaannya sendiri sudah selesai" in err) is ("full" in shell)


def test_the_trail_is_exported_exactly_from_any_console(store: str) -> None:
    status, out, _ = polima(store, "audit", "export", PYTHONIOENCODING="ascii")
    rows = list(csv.reader(io.StringIO(out.decode("utf-8"), newline="")))
    assert (status, rows[0][0]) == (0, "id")


def test_what_became_of_a_work_is_said_only_where_it_is_known() -> None:
    mistake = ZeroDivisionError()
    assert "mungkin sudah tersimpan" in fate(mistake)
    undone(mistake)
    assert "tidak disimpan" in fate(mistake)
