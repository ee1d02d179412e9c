"""Every table has its row of grants, and the rows speak of columns there are."""

from __future__ import annotations

from polima_desktop.domain.access import GRANTS
from polima_desktop.storage.server.grants import ACCESS, GROUPS
from polima_desktop.storage.server.script import script
from polima_desktop.storage.tables import metadata


def test_every_table_has_a_row() -> None:
    assert sorted(ACCESS) == sorted(metadata.tables)


def test_rows_name_columns_of_their_table() -> None:
    for name, access in ACCESS.items():
        named = {*access.edit, *access.hidden}
        assert named <= set(metadata.tables[name].c.keys()), name


def test_who_writes_a_table_sees_it_itself() -> None:
    """A view stands before the table of readers only: what is written must reach the table."""
    for name, access in ACCESS.items():
        for group in GROUPS:
            writes = group.may(access.add) or any(map(group.may, access.edit.values()))
            if writes and name != "audit":
                assert not group.hidden(access), (name, group.name)


def test_every_role_is_in_the_script_and_nothing_is_granted_to_all() -> None:
    text = script("polima")
    for role in GRANTS:
        assert f'"polima:{role.value}"' in text
    assert "TO PUBLIC" not in text
