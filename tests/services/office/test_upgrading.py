"""An older program's store is saved, proved and brought up; a newer one is left alone."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from polima_desktop.domain.errors import OlderStore, Refused, StoreUnavailable
from polima_desktop.services.office import upgrading
from polima_desktop.storage import migrations
from polima_desktop.storage.database import SCHEMA, open_older, open_store
from polima_desktop.storage.office import audit

OLD = "0021"


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "polima.db"
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    database = open_older(str(path))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, OLD)
        connection.exec_driver_sql("INSERT INTO units (code) VALUES ('DIN-01'), ('DIN-02')")
        connection.exec_driver_sql("INSERT INTO settings VALUES ('city', 'Baubau')")
    database.close()
    return path


def _rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_an_older_store_is_saved_and_proved_before_it_is_brought_up(older: Path) -> None:
    with pytest.raises(OlderStore, match=f"skemanya {OLD}, program ini memakai {SCHEMA}"):
        open_store(str(older))
    done = upgrading.bring_up(str(older))
    assert (done.before, done.kept.parent) == (OLD, older.parent)
    assert _rows(done.kept, "SELECT version_num FROM alembic_version") == [(OLD,)]
    assert _rows(done.kept, "SELECT code FROM units ORDER BY id") == [("DIN-01",), ("DIN-02",)]
    assert stat.S_IMODE(done.kept.stat().st_mode) == 0o600
    database = open_store(str(older))
    with database.reading() as connection:
        (entry,) = audit.entries(connection)
        assert (entry.user, entry.action) == ("polima", "store.upgrade")
        assert audit.first_break(connection) is None
    database.close()
    assert _rows(older, "SELECT count(*) FROM units") == [(2,)]
    with pytest.raises(Refused, match="sudah berskema"):
        upgrading.bring_up(str(older))


def test_a_change_that_fails_leaves_the_store_as_it_was_and_its_copy(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_database: object) -> None:
        raise StoreUnavailable("Penyimpanan penuh.", "")

    monkeypatch.setattr(upgrading, "upgrade", fail)
    with pytest.raises(StoreUnavailable, match="penuh"):
        upgrading.bring_up(str(older))
    assert _rows(older, "SELECT version_num FROM alembic_version") == [(OLD,)]
    assert len(list(older.parent.glob(f"polima.db.skema-{OLD}-*"))) == 1


def test_a_newer_store_is_refused_and_not_touched(older: Path) -> None:
    with closing(sqlite3.connect(older)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = older.read_bytes()
    for act in (open_store, upgrading.bring_up):
        with pytest.raises(StoreUnavailable, match="dari program yang lebih baru") as refused:
            act(str(older))
        assert "Perbarui SI POLIMA" in refused.value.advice
    assert older.read_bytes() == before
