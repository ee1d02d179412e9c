"""Outside the rule desk only what is published for a month exists, in imports and templates."""

from __future__ import annotations

from datetime import date

import pytest

from polima_desktop.domain.access import Role
from polima_desktop.services.importing import known
from polima_desktop.services.rules import versions
from polima_desktop.storage.database import Database
from tests import month_world

NEW = """
[activities.NEW-01]
name = "Baru"
family = "umum"
unit = "kali"
weight = "5"
inputs = { jarak = { label = "Jarak", unit = "km", decimals = 0, min = "0", max = "60" } }
"""


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return month_world.build(sqlite_url)


def codes(database: Database, day: date) -> set[str]:
    with database.reading() as connection:
        return set(known.catalogues(connection).on(day))


def test_a_draft_does_not_reach_imports_or_templates(database: Database) -> None:
    before = codes(database, date(2021, 1, 4))
    bureau = month_world.session(database, Role.ORGANISASI)
    standing = versions.versions(bureau)[0]
    versions.import_draft(bureau, standing.toml + NEW)
    assert codes(database, date(2021, 1, 4)) == before
    with database.reading() as connection:
        assert "NEW-01" not in known.catalogues(connection).every


def test_a_published_activity_exists_from_its_month_on(database: Database) -> None:
    bureau = month_world.session(database, Role.ORGANISASI)
    standing = versions.versions(bureau)[0]
    month_world.publish(database, standing.toml + NEW, 2, date(2021, 2, 1))
    assert "NEW-01" not in codes(database, date(2021, 1, 31))
    assert "NEW-01" in codes(database, date(2021, 2, 1))
    assert codes(database, date(2020, 12, 31)) == set()
