"""The migrations build exactly the tables the program works with, on both kinds of store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from polima_desktop.storage.database import SCHEMA, Database, open_store
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
