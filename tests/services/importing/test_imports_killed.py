"""A process that dies in the middle of applying leaves the store as it was."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from polima_desktop.domain.access import Role
from polima_desktop.services import imports
from polima_desktop.storage.canonical import canonical_dump
from polima_desktop.storage.database import open_store
from polima_desktop.storage.importing import batches
from tests.imports.lists import person
from tests.services.import_world import acting, new_city, staff_list

STOPS_AFTER_WRITING = """
import sys, time
from pathlib import Path
from polima_desktop.domain.access import Role
from polima_desktop.services import imports
from polima_desktop.services.importing import kinds
from polima_desktop.storage.database import open_store
from tests.services.import_world import acting

store, path, marker = sys.argv[1:]
how = kinds._KINDS["employees"]

def write(work, batch, payload):
    how.write(work, batch, payload)
    Path(marker).write_text("written")
    time.sleep(600)

kinds._KINDS["employees"] = how._replace(write=write)
imports.run(acting(open_store(store), Role.BKPSDM), "employees", Path(path))
"""


def test_kill_9_in_the_middle_of_applying_changes_nothing(store_url: str, tmp_path: Path) -> None:
    database = new_city(store_url, tmp_path)
    clerk = acting(database, Role.BKPSDM)
    imports.run(clerk, "employees", staff_list(tmp_path, person(1), name="awal.xlsx"))
    with database.reading() as connection:
        before = canonical_dump(connection)
    database.close()
    path = staff_list(tmp_path, person(1, KELAS_JABATAN=9), *(person(n) for n in range(2, 60)))
    marker = tmp_path / "ditulis"
    process = subprocess.Popen(
        [sys.executable, "-c", STOPS_AFTER_WRITING, store_url, str(path), str(marker)],
        cwd=Path(__file__).parents[2],
    )
    end = time.monotonic() + 60
    while not marker.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    assert marker.exists(), "the import never came to writing"
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    after = open_store(store_url)
    with after.reading() as connection:
        assert canonical_dump(connection) == before
        assert len(batches.latest(connection)) == 2
    result = imports.run(acting(after, Role.BKPSDM), "employees", path)[1]
    assert (result.counts.new, result.counts.changed) == (58, 1)
    after.close()
