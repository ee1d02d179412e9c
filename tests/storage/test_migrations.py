"""The migrations build exactly the tables the program works with, on both kinds of store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from polima_desktop.storage.database import SCHEMA, Database, open_store
from polima_desktop.storage.months import payments
from polima_desktop.storage.tables import metadata


@pytest.fixture
def store(store_url: str) -> Iterator[Database]:
    database = open_store(store_url)
    yield database
    database.close()


def test_the_newest_migration_is_the_schema_the_program_expects() -> None:
    config = Config()
    config.set_main_option("script_location", "polima_desktop:storage/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_a_migrated_store_has_the_tables_of_the_program(store: Database) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        differences = compare_metadata(context, metadata)
    assert differences == []


def test_a_slips_lines_are_kept_together(sqlite_url: str) -> None:
    database = open_store(sqlite_url)
    with database.reading() as connection:
        sql = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'slip_lines'"
        ).scalar_one()
    database.close()
    assert "WITHOUT ROWID" in sql


def test_what_was_paid_before_becomes_a_batch_of_the_slips_of_that_moment(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    database = _at_revision(path, "0002")
    with database.engine.begin() as connection:
        for statement in OLD_PAYMENT.strip().split("\n"):
            connection.exec_driver_sql(statement)
    newest = _at_revision(path, SCHEMA)
    with newest.engine.begin() as connection:
        (batch,) = payments.batches(connection, 1)
        rows = payments.items(connection, batch.id)
    newest.close()
    database.close()
    assert (batch.number, batch.sp2d, batch.amount, batch.slips) == (1, "7/SP2D", 500, 1)
    assert [(row.nip, row.slip_id, row.account) for row in rows] == [("1", 1, "99")]


def _at_revision(path: Path, revision: str) -> Database:
    database = Database(create_engine(f"sqlite:///{path}"), str(path))
    config = Config()
    config.set_main_option("script_location", "polima_desktop:storage/migrations")
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return database


_SLIP = (
    "INSERT INTO slips (id, month_id, person_id, kind, revision, state, unit_id, rule_version_id, "
    "frozen_id, inputs_hash, engine, net, identity, created_at, created_by) VALUES "
    "({id}, 1, 1, 'regular', {id}, '{state}', 1, 1, 1, '', '1', {net}, "
    '\'{{"nip": "1", "name": "A", "account": "99"}}\', \'2021-02-0{id}\', \'a\')'
)
OLD_PAYMENT = f"""
INSERT INTO months (id, month, state) VALUES (1, '2021-01', 'locked')
{_SLIP.format(id=1, state="replaced", net=500)}
{_SLIP.format(id=9, state="current", net=700)}
INSERT INTO payments VALUES (1, 1, '7/SP2D', '2021-02-05', 500, '2021-02-05', 'a')
"""
