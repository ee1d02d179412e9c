"""The one SQL script that makes a database guard itself; run again, it puts everything right.

It is made from ``grants`` and ``laws`` for one database by name. The owner of the tables runs it,
with the right to make roles (CREATEROLE); the program runs it again after an upgrade.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, String, Table, text

from polima_desktop.domain.access import GRANTS, Permission, Role
from polima_desktop.storage.server import laws
from polima_desktop.storage.server.grants import ACCESS, GROUPS, Access, Any_, Group, Whose
from polima_desktop.storage.tables import metadata


def script(database: str) -> str:
    """Give the whole script for a database."""
    return "\n".join([_HEAD.format(database=database), _body(database), "COMMIT;", ""])


def run(connection: Connection) -> None:
    """Run the script on a store inside a transaction of its owner's."""
    database = str(connection.execute(text("SELECT current_database()")).scalar_one())
    raw = connection.execution_options(no_parameters=True)
    raw.exec_driver_sql(_SETTINGS)
    raw.exec_driver_sql(_body(database))


def fingerprint(database: str) -> str:
    """Give what marks a database on which this very script was run."""
    return hashlib.sha256("\n".join(_parts(database)).encode()).hexdigest()


def _body(database: str) -> str:
    mark = f"COMMENT ON FUNCTION polima_may(text) IS '{fingerprint(database)}';"
    return "\n".join([*_parts(database), mark])


_SETTINGS = """SET LOCAL client_min_messages = warning;
SET LOCAL search_path = public;
SET LOCAL password_encryption = 'scram-sha-256';"""
_HEAD = (
    """-- Penjagaan data SI POLIMA di PostgreSQL untuk basis data {database}.
-- Dibuat oleh: polima server script. Boleh dijalankan lagi kapan saja.
--
-- Jalankan sebagai pemilik basis data, yang berhak membuat peran (CREATEROLE):
--   psql --set ON_ERROR_STOP=1 --file siapkan.sql {database}
-- Sesudahnya tetapkan kata sandi pengelola pertama (pengguna lain menerima kata sandi sekali
-- pakai darinya di Pengaturan > Pengguna):
--   \\password "{database}.NAMA-PENGELOLA"    dan    ALTER ROLE "{database}.NAMA-PENGELOLA" LOGIN;
BEGIN;
"""
    + _SETTINGS
)


def _parts(database: str) -> Iterator[str]:
    yield _GUARD.format(database=_text(database))
    yield laws.FUNCTIONS
    yield _permissions()
    yield from _groups(database)
    for table in metadata.sorted_tables:
        yield from _table(database, table, ACCESS[table.name])
    yield from _triggers()
    yield _LOGINS


_GUARD = """
DO $$ BEGIN
    IF current_database() <> {database} THEN
        RAISE EXCEPTION 'Skrip ini untuk basis data %, bukan %', {database}, current_database();
    END IF;
    IF NOT (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user)
       OR NOT (SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class
               WHERE oid = 'public.users'::regclass) THEN
        RAISE EXCEPTION 'Jalankan sebagai pemilik tabel yang punya CREATEROLE';
    END IF;
END $$;"""

_LOGINS = """
-- Setiap pengguna yang aktif punya peran masuk; tanpa kata sandi ia belum bisa masuk.
DO $$ BEGIN
    PERFORM polima_login(name, NULL, role, unit_id IS NOT NULL, false)
        FROM users WHERE disabled_at IS NULL;
    PERFORM polima_shut(name) FROM users WHERE disabled_at IS NOT NULL;
END $$;"""


def _permissions() -> str:
    """Give the one permission table as a function of the database."""
    cases = "\n        ".join(
        f"WHEN '{permission.name}' THEN ARRAY[{_roles(permission)}]::text[]"
        for permission in Permission
    )
    return (
        "CREATE OR REPLACE FUNCTION polima_may(permission text) RETURNS boolean LANGUAGE sql "
        f"STABLE AS $$\n    SELECT polima_in(CASE permission\n        {cases} END) $$;"
    )


def _roles(permission: Permission) -> str:
    return ", ".join(f"'{role.value}'" for role in Role if permission in GRANTS[role])


def _groups(database: str) -> Iterator[str]:
    yield f"REVOKE ALL ON DATABASE {_name(database)} FROM PUBLIC;"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC;"
    yield "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;"
    yield "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC;"
    for group in GROUPS:
        name, quoted = _group(database, group), _name(_group(database, group))
        yield (
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {_text(name)}) "
            f"THEN CREATE ROLE {quoted} NOLOGIN; END IF; END $$;"
        )
        yield f"GRANT CONNECT, TEMPORARY ON DATABASE {_name(database)} TO {quoted};"
        yield f"GRANT USAGE ON SCHEMA public TO {quoted};"
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quoted};"
        yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted};"
        yield f"DROP SCHEMA IF EXISTS {quoted} CASCADE;"
        yield f"CREATE SCHEMA {quoted};"
        yield f"GRANT USAGE ON SCHEMA {quoted} TO {quoted};"
        yield f"GRANT SELECT ON alembic_version TO {quoted};"


def _table(database: str, table: Table, access: Access) -> Iterator[str]:
    name = _name(table.name)
    guarded = access.whose is not Whose.CITY
    yield f"ALTER TABLE {name} {'ENABLE' if guarded else 'DISABLE'} ROW LEVEL SECURITY;"
    for group in GROUPS:
        to = _name(_group(database, group))
        yield f"DROP POLICY IF EXISTS {to} ON {name};"
        if guarded:
            rows = f"({group.rows(access)})"
            yield f"CREATE POLICY {to} ON {name} TO {to} USING {rows} WITH CHECK {rows};"
        yield from _grants(to, table, access, group)


def _grants(to: str, table: Table, access: Access, group: Group) -> Iterator[str]:
    name = _name(table.name)
    if group.may(access.read):
        yield from _reads(to, table, access, group)
    if group.may(access.add):
        yield f"GRANT INSERT ON {name} TO {to};"
    editable = [column for column, permissions in access.edit.items() if group.may(permissions)]
    if editable:
        yield f"GRANT UPDATE ({_names(editable)}) ON {name} TO {to};"
    if group.may(access.remove):
        yield f"GRANT DELETE ON {name} TO {to};"


def _reads(to: str, table: Table, access: Access, group: Group) -> Iterator[str]:
    """Grant a table; what is hidden comes as a view of the same name that stands before it.

    Who writes a table cannot be given a view of it: then the hidden columns are just not granted.
    """
    hidden, name = group.hidden(access), _name(table.name)
    if not hidden:
        yield f"GRANT SELECT ON {name} TO {to};"
    elif group.may((*access.add, *_writers(access))):
        visible = [column.name for column in table.c if column.name not in hidden]
        yield f"GRANT SELECT ({_names(visible)}) ON {name} TO {to};"
    else:
        columns = ", ".join(
            f"{hidden[c.name]} AS {_name(c.name)}" if c.name in hidden else _name(c.name)
            for c in table.c
        )
        rows = f" WHERE {group.rows(access)}"
        shown = f"SELECT {columns} FROM public.{name}{rows}"  # noqa: S608 - of our own tables
        yield f"CREATE VIEW {to}.{name} WITH (security_barrier) AS {shown};"
        yield f"GRANT SELECT ON {to}.{name} TO {to};"


def _writers(access: Access) -> Any_:
    return tuple(one for permissions in access.edit.values() for one in permissions)


def _triggers() -> Iterator[str]:
    for number, (table, when, what) in enumerate(laws.TRIGGERS):
        kind, when = (
            ("CONSTRAINT TRIGGER", when.removeprefix("CONSTRAINT "))
            if when.startswith("CONSTRAINT ")
            else ("TRIGGER", when)
        )
        yield f"DROP TRIGGER IF EXISTS polima_law_{number} ON {table};"
        yield f"CREATE {kind} polima_law_{number} {when} ON {table} {what};"
    for each in metadata.sorted_tables:
        name = _name(each.name)
        if each.name not in _UNNOTED:
            yield f"DROP TRIGGER IF EXISTS polima_noted ON {name};"
            yield (
                f"CREATE TRIGGER polima_noted AFTER INSERT OR UPDATE OR DELETE ON {name} "
                "FOR EACH STATEMENT EXECUTE FUNCTION polima_noted();"
            )
        hands = own_hands(each)
        if hands:
            arguments = ", ".join(_text(column) for column in hands)
            yield f"DROP TRIGGER IF EXISTS polima_own_hand ON {name};"
            yield (
                f"CREATE TRIGGER polima_own_hand BEFORE INSERT OR UPDATE ON {name} "
                f"FOR EACH ROW EXECUTE FUNCTION polima_own_hand({arguments});"
            )


_UNNOTED = frozenset({"audit"})
"""The entry is what is asked for."""


def own_hands(table: Table) -> list[str]:
    """Give the columns of a table that name who wrote: nobody writes another's name.

    A dated fact that is split keeps the name of who said it; its act's entry names who split.
    """
    named = [c.name for c in table.c if c.name.endswith("_by") and isinstance(c.type, String)]
    if "superseded_at" in table.c:
        named = [name for name in named if name != "recorded_by"]
    return [*named, *(name for name in ("user",) if name in table.c)]


def _group(database: str, group: Group) -> str:
    return f"{database}:{group.name}"


def _names(columns: list[str]) -> str:
    return ", ".join(_name(column) for column in columns)


def _name(plain: str) -> str:
    return '"' + plain.replace('"', '""') + '"'


def _text(plain: str) -> str:
    return "'" + plain.replace("'", "''") + "'"
