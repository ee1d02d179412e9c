"""The embedded file: nothing is called saved that is not in the file on disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from polima_desktop.domain.errors import StoreUnavailable, is_undone
from polima_desktop.storage.database import Database, open_store
from polima_desktop.storage.office import settings
from polima_desktop.storage.unit_of_work import unit_of_work
from tests import locks

NOW = datetime(2021, 2, 1, 8, tzinfo=UTC)

OTHER_PROGRAM = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1])
other.execute("UPDATE settings SET value = value")
other.commit()
other.close()
"""


@pytest.fixture
def store(sqlite_url: str) -> Path:
    return Path(sqlite_url)


@pytest.fixture
def database(store: Path) -> Iterator[Database]:
    opened = open_store(str(store))
    yield opened
    opened.close()


def write(database: Database, value: str) -> None:
    with unit_of_work(database, "admin", "test.write", NOW) as work:
        settings.write(work, "word", value)
        work.note("office", word=value)


def read(store: Path) -> str | None:
    with open_store(str(store)).reading() as connection:
        return settings.read(connection, "word")


def drop_locks(store: Path) -> None:
    """Do what any careless read in this process does."""
    for path in store.parent.glob(f"{store.name}*"):
        path.read_bytes()


def another_program_ends(store: Path) -> None:
    subprocess.run([sys.executable, "-c", OTHER_PROGRAM, str(store)], check=True, timeout=60)


@locks.needs_table
def test_reading_the_store_drops_the_locks_and_another_program_then_deletes_the_log(
    database: Database, store: Path
) -> None:
    """What all the rest here guards against; if a system behaves better, this says so."""
    write(database, "a")
    assert len(locks.held(store)) == 2
    drop_locks(store)
    assert locks.held(store) == []
    another_program_ends(store)
    assert not store.with_name("polima.db-wal").exists()


def by_another_program(store: Path) -> None:
    drop_locks(store)
    another_program_ends(store)


def by_a_copy(store: Path) -> None:
    copy = store.with_name("salinan.db")
    shutil.copy(store, copy)
    copy.replace(store)


def by_deleting(store: Path) -> None:
    store.unlink()


@pytest.mark.skipif(os.name == "nt", reason="there an open file cannot be replaced")
@pytest.mark.parametrize("replace", [by_another_program, by_a_copy, by_deleting])
def test_a_work_on_files_that_were_replaced_is_refused(
    database: Database, store: Path, replace: Callable[[Path], None]
) -> None:
    write(database, "before")
    replace(store)
    with pytest.raises(StoreUnavailable, match="tidak tersimpan"):
        write(database, "after")
    with pytest.raises(StoreUnavailable, match="diganti atau dihapus"), database.reading():
        pass
    database.close()
    if store.exists():
        words = [sys.executable, "-c", "import sys\n" + READ_WORD, str(store)]
        found = subprocess.run(words, check=True, capture_output=True, text=True, timeout=60)
        assert found.stdout == "before ok\n"


READ_WORD = """
import sqlite3
other = sqlite3.connect(sys.argv[1])
[[word]] = other.execute("SELECT value FROM settings WHERE key = 'word'")
[[whole]] = other.execute("PRAGMA integrity_check")
print(word, whole)
"""


@pytest.mark.skipif(os.name == "nt", reason="there an open file cannot be deleted")
def test_files_replaced_while_a_work_is_under_way_are_told_before_it_is_called_saved(
    database: Database, store: Path
) -> None:
    with pytest.raises(StoreUnavailable, match="tidak tersimpan"):
        write_while_the_log_goes(database, store)


def write_while_the_log_goes(database: Database, store: Path) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE settings SET value = value"))
        store.with_name("polima.db-wal").unlink()


@pytest.mark.skipif(os.name == "nt", reason="there an open file cannot be deleted")
def test_an_old_log_is_never_written_into_a_store_that_went_on(store: Path) -> None:
    """The program ends with a connection whose log was deleted under it; the new work stays."""
    program = LOSES_ITS_LOG
    subprocess.run([sys.executable, "-c", program, str(store)], check=True, timeout=60)
    with sqlite3.connect(store) as other:
        [[whole]] = other.execute("PRAGMA integrity_check")
        [[value]] = other.execute("SELECT value FROM settings WHERE key = 'word'")
    other.close()
    assert (whole, value) == ("ok", "theirs")


LOSES_ITS_LOG = """
import subprocess, sys
from pathlib import Path
from polima_desktop.domain.errors import StoreUnavailable
from polima_desktop.storage.database import open_store
from tests.storage.test_embedded import drop_locks, write
store = Path(sys.argv[1])
database = open_store(str(store))
write(database, "ours")
drop_locks(store)
other = '''
import sqlite3, sys
other = sqlite3.connect(sys.argv[1])
other.execute("UPDATE settings SET value = 'theirs' WHERE key = 'word'")
other.commit()
other.close()
'''
subprocess.run([sys.executable, "-c", other, str(store)], check=True)
try:
    write(database, "lost")
except StoreUnavailable:
    pass
else:
    raise SystemExit("called saved")
with database.engine.connect() as connection:  # past the guard, into the deleted log
    driver = connection.connection.driver_connection
    driver.execute("UPDATE settings SET value = 'lost' WHERE key = 'word'")
database.close()
"""


def test_the_file_alone_is_whole_after_each_work(
    database: Database, store: Path, tmp_path: Path
) -> None:
    for value in ("one", "two"):
        write(database, value)
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        copy = Path(shutil.copy(store, tmp_path / "elsewhere" / "polima.db"))
        assert read(copy) == value
        copy.unlink()
        for rest in copy.parent.iterdir():
            rest.unlink()


def test_what_a_reader_elsewhere_held_back_is_brought_later(
    database: Database, store: Path
) -> None:
    write(database, "one")
    reader = sqlite3.connect(store, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM settings").fetchall()
    write(database, "two")
    assert not database.settle()
    reader.execute("COMMIT")
    assert database.settle()
    reader.close()


def test_an_error_inside_a_work_says_that_nothing_was_saved(store_url: str) -> None:
    database = open_store(store_url)
    with pytest.raises(ZeroDivisionError) as mistake, database.writing():
        raise ZeroDivisionError
    assert is_undone(mistake.value)
    database.close()
