"""What whoever comes with psql and the own password may not do, on a server that guards itself."""

from __future__ import annotations

import hashlib
import json

import psycopg
import pytest

from polima_desktop.domain.access import Role
from tests.guarded_world import OFFICES, Guarded
from tests.month_world import FAJRIN, KARMILA

EVERYBODY = [role.value for role in Role] + list(OFFICES)

REFUSALS = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.FeatureNotSupported,  # a hidden column of a view
    psycopg.errors.ObjectNotInPrerequisiteState,  # a view of several columns
)

REFUSED_TO_ALL = {
    "change an audit entry": "UPDATE audit SET action = 'x'",
    "remove an audit entry": "DELETE FROM audit",
    "empty the trail": "TRUNCATE audit",
    "change a seal": "UPDATE seals SET sha256 = 'x'",
    "remove seals": "DELETE FROM seals",
    "change a published rule": "UPDATE rule_versions SET toml = 'x'",
    "remove a published rule": "DELETE FROM rule_versions",
    "change a slip's amount": "UPDATE slips SET net = net + 1",
    "call a slip current again": "UPDATE slips SET state = 'current'",
    "replace a locked slip": "UPDATE slips SET state = 'replaced', replaced_reason = 'x'",
    "change a slip's line": "UPDATE slip_lines SET value = value + 1",
    "remove a slip's line": "DELETE FROM slip_lines",
    "add a line to a locked slip": "INSERT INTO slip_lines (slip_id, position, name, value, "
    "decimals) VALUES ((SELECT min(id) FROM slips WHERE net IS NOT NULL), 99, 'tambahan', 1, 0)",
    "open a locked month": "UPDATE months SET state = 'calculated'",
    "exchange who approved": "UPDATE months SET approved_by = 'auditor'",
    "change what was frozen": "UPDATE frozen_inputs SET content = ''",
    "change a person's account": "UPDATE identities SET account_number = '1'",
    "remove a person": "DELETE FROM identities",
    "move a person": "UPDATE assignments SET unit_id = 1",
    "change a record": "UPDATE attendance_days SET check_in = 1",
    "change a claim": "UPDATE claims SET check_in = 1",
    "change a decision": "UPDATE decisions SET outcome = 'manual'",
    "read passwords of the server": "SELECT rolpassword FROM pg_authid",
    "change another's password": "ALTER ROLE {admin2} PASSWORD 'x'",
    "become another": "SET SESSION AUTHORIZATION {admin2}",
    "become the finance office": "SET ROLE {group}",
    "become the owner": "SET ROLE polima",
    "give oneself rights": "GRANT {group} TO CURRENT_USER",
    "switch the row security off": "ALTER TABLE public.slips DISABLE ROW LEVEL SECURITY",
    "drop a policy": "DROP POLICY {group} ON public.slips",
    "drop a law": "DROP TRIGGER polima_law_0 ON audit",
    "switch triggers off": "SET session_replication_role = replica",
    "replace a function": "CREATE OR REPLACE FUNCTION polima_may(permission text) "
    "RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "make a table": "CREATE TABLE public.x (a int)",
    "read files of the server": "SELECT pg_read_file('pg_hba.conf')",
    "run a program": "COPY users TO PROGRAM 'cat'",
    "forget the mark of a change": "DELETE FROM polima_writes",
    "make oneself a login": "SELECT polima_login(polima_account(), NULL, 'keuangan', false, false)",
    "make a login of nobody": "SELECT polima_login('hantu', NULL, 'keuangan', false, false)",
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_nobody_may(city: Guarded, name: str) -> None:
    """Each is tried by each role; what touches no row at all is refused just as well."""
    other = "bkpsdm" if name == "admin" else "admin"
    words = {
        "{admin2}": f'"{city.database}.{other}"',
        "{group}": f'"{city.database}:{"pimpinan" if name == "keuangan" else "keuangan"}"',
    }
    went_through = []
    for what, statement in REFUSED_TO_ALL.items():
        for mark, word in words.items():
            statement = statement.replace(mark, word)
        if not _refused(city, name, statement):
            went_through.append(what)
    assert not went_through


def _refused(city: Guarded, name: str, *statements: str) -> bool:
    with city.direct(name) as connection:
        try:
            for statement in statements:
                connection.execute(statement.encode())
            connection.commit()
        except REFUSALS:
            connection.rollback()
            return True
    return False


OF_FAJRIN = {
    "identities": f"person_id = {FAJRIN}",
    "assignments": f"person_id = {FAJRIN}",
    "statements": f"person_id = {FAJRIN}",
    "attendance_days": f"person_id = {FAJRIN}",
    "activity_entries": f"person_id = {FAJRIN}",
    "month_people": f"person_id = {FAJRIN}",
    "slips": f"person_id = {FAJRIN}",
    "slip_lines": "slip_id IN (SELECT id FROM slips WHERE person_id = 1)",
}


def test_an_office_sees_its_own_people_and_nobody_elses(city: Guarded) -> None:
    for table, rows in OF_FAJRIN.items():
        query = f"SELECT count(*) > 0 FROM {table} WHERE {rows}"
        found = [_value(city, name, query) for name in ("verif.sd", "verif.dinas", "auditor")]
        assert found == [False, True, True], table
    karmila = f"SELECT count(*) FROM claims WHERE person_id = {KARMILA}"
    assert [_value(city, name, karmila) for name in OFFICES] == [2, 0]
    for table in ("reconciliations", "rulings", "roster_rows"):
        with (
            city.direct("verif.sd") as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(f"SELECT * FROM public.{table}".encode())
    assert _value(city, "verif.dinas", "SELECT max(length(content)) FROM frozen_inputs") == 0
    assert _value(city, "auditor", "SELECT max(length(content)) FROM frozen_inputs") > 0


def test_numbers_are_masked_and_slips_nameless_where_the_window_does_so(city: Guarded) -> None:
    account = f"SELECT account_number FROM identities WHERE person_id = {FAJRIN}"
    seen = {name: _value(city, name, account) for name in EVERYBODY if name != "verif.sd"}
    whole = {name for name, value in seen.items() if value == "0012345678"}
    assert whole == {"bkpsdm", "keuangan", "auditor", "pimpinan"}  # who writes a slip reads it
    assert {value for name, value in seen.items() if name not in whole} == {"••••5678"}
    for name in ("admin", "kominfo"):
        assert _value(city, name, "SELECT count(*) FROM slips WHERE person_id IS NOT NULL") == 0
        assert _value(city, name, "SELECT sum(net) FROM slips") > 0
        assert _refused(city, name, "SELECT * FROM slip_lines")
        assert _refused(city, name, "SELECT identity FROM public.slips")
    assert _refused(city, "kominfo", "SELECT detail FROM audit")
    assert _refused(city, "verifikator", "SELECT password_hash FROM public.users")
    hashes = "SELECT count(DISTINCT password_hash) FROM users"
    assert [_value(city, name, hashes) for name in ("admin", "kominfo")] == [1, 1]


DECISION = (
    "INSERT INTO decisions (claim_id, outcome, reason, decided_by, decided_at) "
    "VALUES (2, 'manual', 'x', '{by}', now())"
)


def test_a_change_needs_its_audit_entry_and_ones_own_hand(city: Guarded) -> None:
    assert _refused(city, "verif.sd", DECISION.format(by="verif.sd"))  # no entry
    assert _refused(city, "verif.sd", DECISION.format(by="verif.dinas"))  # another's name
    assert _refused(city, "verif.dinas", DECISION.format(by="verif.dinas"), "COMMIT")  # not its own
    assert _refused(city, "auditor", DECISION.format(by="auditor"))  # not its work
    with city.direct("verif.sd") as connection:
        assert connection.execute(
            "SELECT count(*) FROM decisions WHERE claim_id = 2"
        ).fetchone() == (0,)


def _entry(city: Guarded, name: str, **other: str) -> str:
    """Give the statement of an entry that fits the chain, but for what is other."""
    with city.direct(name) as connection:
        row = connection.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    assert row is not None
    fields = {
        "at": "2021-02-09T00:00:00.000000+00:00",
        "user": name,
        "action": "x",
        "subject": 'dua "kata"\t\x01',
        "detail": "{}",
        "previous": row[1],
        "seal": "0" * 64,
    } | other
    text = json.dumps(list(fields.values()), ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    values = ", ".join(
        "E'" + v.replace("\\", "\\\\").replace("'", "''") + "'" for v in fields.values()
    )
    return (
        'INSERT INTO audit ("at", "user", action, subject, detail, previous, seal, hash) '
        f"VALUES ({values}, '{other.get('hash', digest)}')"
    )


def test_an_entry_fits_the_chain_and_bears_ones_own_name(city: Guarded) -> None:
    assert _refused(city, "keuangan", _entry(city, "keuangan", user="pimpinan"))
    assert _refused(city, "keuangan", _entry(city, "keuangan", previous="0" * 64))
    with city.direct("keuangan") as connection:
        connection.execute(_entry(city, "keuangan").encode())  # the digest is the program's
        connection.rollback()


def test_two_people_also_in_the_database(city: Guarded) -> None:
    draft = (
        "INSERT INTO rule_versions (number, state, title, decree_number, decree_date, valid_from, "
        "toml, sha256, engine, edited_by, edited_at{more}) VALUES (9, '{state}', 'x', 'x', now(), "
        "now(), '', 'x', '1', 'organisasi', now(){values})"
    )
    alone = ", published_by, published_at", ", 'organisasi', now()"
    assert _refused(
        city, "organisasi", draft.format(state="published", more=alone[0], values=alone[1])
    )
    assert _refused(
        city,
        "organisasi",
        draft.format(state="draft", more="", values=""),
        "UPDATE rule_versions SET state = 'proposed', proposed_by = 'organisasi' WHERE number = 9",
        "UPDATE rule_versions SET state = 'published', published_by = 'organisasi' "
        "WHERE number = 9",
    )
    month = "INSERT INTO months (month, state) VALUES ('2021-02', 'open')"
    approve = "UPDATE months SET state = 'approved' WHERE month = '2021-02'"
    assert _refused(city, "keuangan", month, approve)
    assert _refused(city, "keuangan", month, approve.replace("approved", "locked"))


def _value(city: Guarded, name: str, query: str) -> object:
    with city.direct(name) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
